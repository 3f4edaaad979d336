// A tree as it is grown or read from elsewhere, before it is packed for scoring.
namespace Paysieve.Models;

/// <summary>
/// Nodes in any order with the root first. A node with <c>Left[i] &lt; 0</c> is a leaf. A row goes left when its value of
/// <c>Feature[i]</c> is at most <c>Threshold[i]</c>; a missing value follows the child with more training rows (left on a tie).
/// </summary>
internal sealed class TreeSketch
{
    public List<int> Feature { get; } = [];

    public List<float> Threshold { get; } = [];

    public List<int> Left { get; } = [];

    public List<int> Right { get; } = [];

    public List<int> Rows { get; } = [];

    public int Count => Feature.Count;

    public int AddLeaf(int rows)
    {
        Feature.Add(-1);
        Threshold.Add(0);
        Left.Add(-1);
        Right.Add(-1);
        Rows.Add(rows);
        return Count - 1;
    }

    public void Split(int node, int feature, float threshold, int left, int right)
    {
        Feature[node] = feature;
        Threshold[node] = threshold;
        Left[node] = left;
        Right[node] = right;
    }
}
