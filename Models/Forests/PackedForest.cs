// The trained trees in the form in which they are scored: flat, eight bytes a node, no branches to mispredict.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Paysieve.Models;

/// <summary>
/// Each node asks one question, "is the value greater than the threshold?"; no leads to the first child, yes to the next one. The
/// answer for NaN is no, so the child that missing values follow stands first; where that is the right-hand child, the
/// question is put to the negated value, which rows carry beside the value itself. Leaves lead to themselves, so
/// every row takes the same number of steps through a tree.
/// </summary>
internal sealed class PackedForest : IDetectorModel
{
    /// <summary>Rows scored side by side.</summary>
    public const int Group = 8;
    private readonly Node[] _nodes;
    private readonly int[] _starts;
    private readonly int[] _steps;
    private readonly TreeCrown[] _crowns;

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
        _crowns = new TreeCrown[starts.Length];
        for (var t = 0; t < starts.Length; t++)
            _crowns[t] = TreeCrown.Of(nodes.AsSpan(starts[t]));
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
    public int ScratchFloats(int rows) => Whole(rows) * (2 * Columns + 1);

    /// <summary>Raw scores of a block of rows (row by row in <paramref name="rows"/>).</summary>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores, Span<float> scratch)
    {
        var whole = Whole(scores.Length);
        var mirrored = scratch[..(whole * 2 * Columns)];
        var open = MemoryMarshal.Cast<float, uint>(scratch.Slice(mirrored.Length, whole));
        Mirror(rows, scores.Length, mirrored);
        scores.Clear();
        for (var t = 0; t < _starts.Length; t++)
            AddTree(t, mirrored, open, scores);
        foreach (ref var score in scores)
            score = Raw(score);
    }

    /// <summary>
    /// Credits every split on the row's way with the change of the expected path length; base value and contributions add up
    /// to the raw score. O(trees × depth).
    /// </summary>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions, Span<float> scratch)
    {
        var mirrored = scratch[..(Group * 2 * Columns)];
        Mirror(row, 1, mirrored);
        contributions.Clear();
        var sum = 0.0;
        for (var t = 0; t < _starts.Length; t++)
        {
            var node = _starts[t];
            for (var step = _steps[t]; step > 0; step--)
            {
                var at = _nodes[node];
                var next = _starts[t] + at.Child + (mirrored[at.Slot * Group] > at.Threshold ? 1 : 0);
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

    // Rows fill groups, and groups go in pairs.
    private static int Whole(int rows) => (rows + 2 * Group - 1) / (2 * Group) * (2 * Group);

    // Rows of a group lie side by side, slot after slot, their values and then the negated ones.
    private void Mirror(ReadOnlySpan<float> rows, int count, Span<float> mirrored)
    {
        mirrored.Clear();
        for (var i = 0; i < count; i++)
        {
            var from = rows.Slice(i * Columns, Columns);
            var to = mirrored[(i / Group * Group * 2 * Columns + i % Group)..];
            for (var j = 0; j < from.Length; j++)
            {
                to[j * Group] = from[j];
                to[(Columns + j) * Group] = -from[j];
            }
        }
    }

    // A walk waits for one load after the other; the walks of a group's rows do not depend on each other and wait together.
    private void AddTree(int tree, ReadOnlySpan<float> mirrored, Span<uint> open, Span<double> sums)
    {
        _crowns[tree].Ask(mirrored, 2 * Columns, open);
        ref var nodes = ref _nodes[_starts[tree]];
        ref var expected = ref _expected[_starts[tree]];
        ref var exits = ref _crowns[tree].Exits;
        var steps = _steps[tree] - TreeCrown.Levels;
        for (var first = 0; first < sums.Length; first += Group)
        {
            ref var rows = ref Unsafe.Add(ref MemoryMarshal.GetReference(mirrored), first * 2 * Columns);
            ref var ways = ref Unsafe.Add(ref MemoryMarshal.GetReference(open), first);
            var (n0, n1, n2, n3) = (Exit(ref exits, ref ways, 0), Exit(ref exits, ref ways, 1), Exit(ref exits, ref ways, 2), Exit(ref exits, ref ways, 3));
            var (n4, n5, n6, n7) = (Exit(ref exits, ref ways, 4), Exit(ref exits, ref ways, 5), Exit(ref exits, ref ways, 6), Exit(ref exits, ref ways, 7));
            for (var step = steps; step > 0; step--)
            {
                n0 = Next(ref nodes, n0, ref rows, 0);
                n1 = Next(ref nodes, n1, ref rows, 1);
                n2 = Next(ref nodes, n2, ref rows, 2);
                n3 = Next(ref nodes, n3, ref rows, 3);
                n4 = Next(ref nodes, n4, ref rows, 4);
                n5 = Next(ref nodes, n5, ref rows, 5);
                n6 = Next(ref nodes, n6, ref rows, 6);
                n7 = Next(ref nodes, n7, ref rows, 7);
            }

            var left = sums[first..];
            if (left.Length >= Group)
            {
                left[7] += Unsafe.Add(ref expected, n7);
                left[6] += Unsafe.Add(ref expected, n6);
                left[5] += Unsafe.Add(ref expected, n5);
                left[4] += Unsafe.Add(ref expected, n4);
                left[3] += Unsafe.Add(ref expected, n3);
                left[2] += Unsafe.Add(ref expected, n2);
                left[1] += Unsafe.Add(ref expected, n1);
                left[0] += Unsafe.Add(ref expected, n0);
                continue;
            }

            ReadOnlySpan<nuint> ends = [n0, n1, n2, n3, n4, n5, n6, n7];
            for (var r = 0; r < left.Length; r++)
                left[r] += Unsafe.Add(ref expected, ends[r]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Exit(ref uint exits, ref uint open, nuint row) => Unsafe.Add(ref exits, (nuint)BitOperations.TrailingZeroCount(Unsafe.Add(ref open, row)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Next(ref Node nodes, nuint node, ref float rows, nuint row)
    {
        ref var at = ref Unsafe.Add(ref nodes, node);
        return (nuint)at.Child + (Unsafe.Add(ref rows, at.Slot * (nuint)Group + row) > at.Threshold ? (nuint)1 : 0);
    }

    /// <summary>A question: slot of the mirrored row, threshold, and the first child's number within the tree.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Node(float Threshold, ushort Slot, ushort Child);
}
