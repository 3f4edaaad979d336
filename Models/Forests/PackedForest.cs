// The trained trees in the form in which they are scored: flat, eight bytes a node, no branches to mispredict.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Paysieve.Models;

/// <summary>
/// Each node asks one question, "is the value greater than the threshold?"; no leads to the first child, yes to the next one. The
/// answer for NaN is no, so the child that missing values follow stands first; where that is the right-hand child, the
/// question is put to the negated value, which rows carry beside the value itself. Leaves lead to themselves, so
/// every row takes the same number of steps through a tree.
/// </summary>
internal sealed class PackedForest
{
    private readonly Node[] _nodes;
    private readonly int[] _starts;
    private readonly int[] _steps;

    // Per node: the expected path length of a training row that has come this far; in a leaf, the path length itself.
    private readonly double[] _expected;

    private PackedForest(int columns, double normaliser, Node[] nodes, int[] starts, int[] steps, double[] expected)
    {
        Columns = columns;
        Normaliser = normaliser;
        _nodes = nodes;
        _starts = starts;
        _steps = steps;
        _expected = expected;
        var sum = 0.0;
        foreach (var start in _starts)
            sum += _expected[start];
        BaseValue = Raw(sum);
    }

    public int Columns { get; }

    public int TreeCount => _starts.Length;

    /// <summary>c(sample size), at least 1e-9.</summary>
    public double Normaliser { get; }

    /// <summary>The raw score of nobody in particular: minus the mean expected path length over c.</summary>
    public double BaseValue { get; }

    public static PackedForest Pack(IReadOnlyList<TreeSketch> trees, int columns, int sampleSize)
    {
        var nodes = new List<Node>();
        var expected = new List<double>();
        var starts = new int[trees.Count];
        var steps = new int[trees.Count];
        for (var t = 0; t < trees.Count; t++)
        {
            starts[t] = nodes.Count;
            steps[t] = TreePacking.Append(trees[t], columns, nodes, expected);
        }

        return new PackedForest(columns, NormaliserFor(sampleSize), [.. nodes], starts, steps, [.. expected]);
    }

    /// <summary>The raw score, -E[h]/c: 2 to its power is the anomaly score.</summary>
    public double Raw(double sumOfPaths) => -sumOfPaths / (TreeCount * Normaliser);

    /// <summary>Floats of scratch that <see cref="Score"/> needs for a block of rows.</summary>
    public int ScratchFloats(int rows) => rows * 2 * Columns;

    /// <summary>Raw scores of a block of rows (row by row in <paramref name="rows"/>).</summary>
    public void Score(ReadOnlySpan<float> rows, Span<double> raw, Span<float> mirrored)
    {
        var count = raw.Length;
        Mirror(rows, count, mirrored);
        raw.Clear();
        for (var t = 0; t < _starts.Length; t++)
            AddTree(t, mirrored, raw);
        for (var i = 0; i < raw.Length; i++)
            raw[i] = Raw(raw[i]);
    }

    /// <summary>
    /// Credits every split on the row's way with the change of the expected path length; base value and contributions add up
    /// to the raw score. O(trees × depth).
    /// </summary>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions, Span<float> mirrored)
    {
        Mirror(row, 1, mirrored);
        contributions.Clear();
        var sum = 0.0;
        for (var t = 0; t < _starts.Length; t++)
        {
            var node = _starts[t];
            for (var step = _steps[t]; step > 0; step--)
            {
                var at = _nodes[node];
                var next = _starts[t] + at.Child + (mirrored[at.Slot] > at.Threshold ? 1 : 0);
                if (next == node)
                    break;
                var feature = at.Slot < Columns ? at.Slot : at.Slot - Columns;
                contributions[feature] += _expected[node] - _expected[next];
                node = next;
            }

            sum += _expected[node];
        }

        foreach (ref var contribution in contributions)
            contribution /= TreeCount * Normaliser;
        return Raw(sum);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Columns);
        writer.Write(Normaliser);
        writer.WriteArray<Node>(_nodes);
        writer.WriteArray<int>(_starts);
        writer.WriteArray<int>(_steps);
        writer.WriteArray<double>(_expected);
    }

    public static PackedForest Read(BinaryReader reader)
    {
        var columns = reader.ReadInt32();
        var normaliser = reader.ReadDouble();
        var nodes = reader.ReadArray<Node>();
        var starts = reader.ReadArray<int>();
        var steps = reader.ReadArray<int>();
        var expected = reader.ReadArray<double>();
        if (columns is < 1 or > FeatureNames.MaxColumns || !(normaliser > 0) || starts.Length == 0 || steps.Length != starts.Length || expected.Length != nodes.Length)
            throw new InvalidDataException("An isolation forest's parts do not fit together.");
        for (var t = 0; t < starts.Length; t++)
        {
            if (steps[t] is < 0 or > TreePacking.MaxSampleSize)
                throw new InvalidDataException("An isolation forest's tree has an impossible depth.");
            RefuseWild(nodes, starts[t], t + 1 < starts.Length ? starts[t + 1] : nodes.Length, columns);
        }

        return new PackedForest(columns, normaliser, nodes, starts, steps, expected);
    }

    // Scoring follows these numbers without bounds checks, so nothing may point outside its tree or row.
    private static void RefuseWild(Node[] nodes, int start, int end, int columns)
    {
        if (start < 0 || start >= end || end > nodes.Length)
            throw new InvalidDataException("An isolation forest's tree lies outside its nodes.");
        for (var i = start; i < end; i++)
        {
            var node = nodes[i];
            var leaf = float.IsPositiveInfinity(node.Threshold) && start + node.Child == i;
            if (node.Slot >= 2 * columns || (!leaf && start + node.Child + 1 >= end))
                throw new InvalidDataException("An isolation forest's node points outside its tree.");
        }
    }

    private static double NormaliserFor(int sampleSize) => Math.Max(PathLength.Average(sampleSize), 1e-9);

    private void Mirror(ReadOnlySpan<float> rows, int count, Span<float> mirrored)
    {
        for (var i = 0; i < count; i++)
        {
            var from = rows.Slice(i * Columns, Columns);
            var to = mirrored.Slice(i * 2 * Columns, 2 * Columns);
            from.CopyTo(to);
            var negated = to[Columns..];
            for (var j = 0; j < from.Length; j++)
                negated[j] = -from[j];
        }
    }

    // Four rows at a time: their walks are independent, so one waits while the others compute.
    private void AddTree(int tree, ReadOnlySpan<float> mirrored, Span<double> sums)
    {
        var width = 2 * Columns;
        ref var nodes = ref _nodes[_starts[tree]];
        ref var expected = ref _expected[_starts[tree]];
        ref var values = ref MemoryMarshal.GetReference(mirrored);
        var steps = _steps[tree];
        var i = 0;
        for (; i + 4 <= sums.Length; i += 4)
        {
            ref var x0 = ref Unsafe.Add(ref values, i * width);
            ref var x1 = ref Unsafe.Add(ref x0, width);
            ref var x2 = ref Unsafe.Add(ref x1, width);
            ref var x3 = ref Unsafe.Add(ref x2, width);
            int n0 = 0, n1 = 0, n2 = 0, n3 = 0;
            for (var step = steps; step > 0; step--)
            {
                n0 = Next(ref nodes, n0, ref x0);
                n1 = Next(ref nodes, n1, ref x1);
                n2 = Next(ref nodes, n2, ref x2);
                n3 = Next(ref nodes, n3, ref x3);
            }

            sums[i] += Unsafe.Add(ref expected, n0);
            sums[i + 1] += Unsafe.Add(ref expected, n1);
            sums[i + 2] += Unsafe.Add(ref expected, n2);
            sums[i + 3] += Unsafe.Add(ref expected, n3);
        }

        for (; i < sums.Length; i++)
        {
            var node = 0;
            for (var step = steps; step > 0; step--)
                node = Next(ref nodes, node, ref Unsafe.Add(ref values, i * width));
            sums[i] += Unsafe.Add(ref expected, node);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(ref Node nodes, int node, ref float row)
    {
        ref var at = ref Unsafe.Add(ref nodes, node);
        return at.Child + (Unsafe.Add(ref row, at.Slot) > at.Threshold ? 1 : 0);
    }

    /// <summary>A question: slot of the mirrored row, threshold, and the first child's number within the tree.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Node(float Threshold, ushort Slot, ushort Child);
}
