// From a grown tree to packed nodes: breadth first, siblings adjacent, the missing-value child first.
namespace Paysieve.Models;

internal static class TreePacking
{
    /// <summary>A child's number within its tree has 16 bits, and a tree on n rows has at most 2n - 1 nodes.</summary>
    public const int MaxSampleSize = 32_768;

    /// <returns>The greatest depth: how many steps lead surely to a leaf.</returns>
    public static int Append(TreeSketch tree, int columns, List<PackedForest.Node> nodes, List<double> expected)
    {
        var start = nodes.Count;
        var paths = ExpectedPaths(tree, out var depths);
        var order = new List<int> { 0 };
        for (var i = 0; i < order.Count; i++)
        {
            var from = order[i];
            expected.Add(paths[from]);
            if (tree.Left[from] < 0)
            {
                nodes.Add(new PackedForest.Node(float.PositiveInfinity, 0, checked((ushort)i)));
                continue;
            }

            var (left, right) = (tree.Left[from], tree.Right[from]);
            var child = checked((ushort)order.Count);
            if (tree.Rows[left] >= tree.Rows[right])
            {
                nodes.Add(new PackedForest.Node(tree.Threshold[from], checked((ushort)tree.Feature[from]), child));
                order.Add(left);
                order.Add(right);
            }
            else
            {
                // x <= t is -x >= -t, which is -x > (the float just below -t).
                nodes.Add(new PackedForest.Node(MathF.BitDecrement(-tree.Threshold[from]), checked((ushort)(columns + tree.Feature[from])), child));
                order.Add(right);
                order.Add(left);
            }
        }

        return nodes.Count == start ? 0 : depths.Max();
    }

    private static double[] ExpectedPaths(TreeSketch tree, out int[] depths)
    {
        depths = new int[tree.Count];
        var order = new List<int> { 0 };
        for (var i = 0; i < order.Count; i++)
        {
            var node = order[i];
            if (tree.Left[node] < 0)
                continue;
            foreach (var child in (int[])[tree.Left[node], tree.Right[node]])
            {
                depths[child] = depths[node] + 1;
                order.Add(child);
            }
        }

        var paths = new double[tree.Count];
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var node = order[i];
            var (left, right) = (tree.Left[node], tree.Right[node]);
            paths[node] = left < 0
                ? depths[node] + PathLength.Average(tree.Rows[node])
                : ((double)tree.Rows[left] * paths[left] + (double)tree.Rows[right] * paths[right]) / tree.Rows[node];
        }

        return paths;
    }
}
