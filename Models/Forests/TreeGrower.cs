// Growing one isolation tree on one sample.
namespace Paysieve.Models;

/// <summary>
/// Splits at a uniform threshold between the least and the greatest present value of a column, until rows are alone, equal, or the
/// tree is ceil(log2(sample)) deep. A column is drawn only among those that are not constant in the node's rows (falling
/// through to a neighbouring column instead would favour columns that stand after constant ones), with a chance
/// proportional to its weight and to the share of rows in which it is present, so that being present is not what isolates.
/// </summary>
internal sealed class TreeGrower
{
    private readonly float[] _sample;
    private readonly int _columns;
    private readonly double[] _weights;
    private readonly int[] _order;
    private readonly int[] _scratch;
    private readonly float[] _least;
    private readonly float[] _greatest;
    private readonly double[] _chance;

    /// <param name="sample">Rows × columns, row by row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="weights">A weight ≥ 0 per column.</param>
    public TreeGrower(float[] sample, int rows, double[] weights)
    {
        _sample = sample;
        _columns = weights.Length;
        _weights = weights;
        _order = new int[rows];
        _scratch = new int[rows];
        _least = new float[_columns];
        _greatest = new float[_columns];
        _chance = new double[_columns];
    }

    public TreeSketch Grow(ref SeededDraw draw)
    {
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        var tree = new TreeSketch();
        var open = new Queue<(int Node, int First, int Count, int Depth)>();
        open.Enqueue((tree.AddLeaf(_order.Length), 0, _order.Length, 0));
        var limit = (int)Math.Ceiling(Math.Log2(Math.Max(_order.Length, 2)));
        while (open.TryDequeue(out var at))
        {
            if (at.Count < 2 || at.Depth >= limit)
                continue;
            var column = DrawColumn(at.First, at.Count, ref draw);
            if (column < 0)
                continue;
            var threshold = DrawThreshold(_least[column], _greatest[column], ref draw);
            var left = Partition(at.First, at.Count, column, threshold);
            var leftNode = tree.AddLeaf(left);
            var rightNode = tree.AddLeaf(at.Count - left);
            tree.Split(at.Node, column, threshold, leftNode, rightNode);
            open.Enqueue((leftNode, at.First, left, at.Depth + 1));
            open.Enqueue((rightNode, at.First + left, at.Count - left, at.Depth + 1));
        }

        return tree;
    }

    private int DrawColumn(int first, int count, ref SeededDraw draw)
    {
        Array.Fill(_least, float.PositiveInfinity);
        Array.Fill(_greatest, float.NegativeInfinity);
        Array.Clear(_chance);
        foreach (var row in _order.AsSpan(first, count))
        {
            var values = _sample.AsSpan(row * _columns, _columns);
            for (var j = 0; j < values.Length; j++)
            {
                var value = values[j];
                if (float.IsNaN(value))
                    continue;
                _chance[j]++;
                if (value < _least[j])
                    _least[j] = value;
                if (value > _greatest[j])
                    _greatest[j] = value;
            }
        }

        var total = 0.0;
        for (var j = 0; j < _columns; j++)
        {
            _chance[j] = _least[j] < _greatest[j] ? _chance[j] * _weights[j] : 0;
            total += _chance[j];
        }

        if (total <= 0)
            return -1;
        var at = draw.NextDouble() * total;
        var last = -1;
        for (var j = 0; j < _columns; j++)
        {
            if (_chance[j] <= 0)
                continue;
            last = j;
            at -= _chance[j];
            if (at < 0)
                break;
        }

        return last;
    }

    private static float DrawThreshold(float least, float greatest, ref SeededDraw draw)
    {
        var threshold = (float)(least + draw.NextDouble() * ((double)greatest - least));
        // The greatest value must go right, or the right child would be empty.
        return threshold >= greatest ? least : threshold;
    }

    /// <returns>How many rows go left; they stand first afterwards, in their former order.</returns>
    private int Partition(int first, int count, int column, float threshold)
    {
        var rows = _order.AsSpan(first, count);
        int left = 0, right = 0;
        foreach (var row in rows)
        {
            var value = _sample[row * _columns + column];
            left += value <= threshold ? 1 : 0;
            right += value > threshold ? 1 : 0;
        }

        var missingGoesLeft = left >= right;
        int kept = 0, moved = 0;
        foreach (var row in rows)
        {
            var value = _sample[row * _columns + column];
            if (value <= threshold || (float.IsNaN(value) && missingGoesLeft))
                rows[kept++] = row;
            else
                _scratch[moved++] = row;
        }

        _scratch.AsSpan(0, moved).CopyTo(rows[kept..]);
        return kept;
    }
}
