// What is remembered of one training column: its empirical distribution, small and exact where it matters.
namespace Paysieve.Models;

/// <summary>
/// Sorted knots with the exact numbers of training values below and up to each. Every distinct value is a knot while there are
/// no more than 4,096; otherwise <see cref="QuantileGrid"/> chooses, and between knots the surprise is interpolated: off by at
/// most 0.004 nat there, exact at the outermost 512 values of each side and at every value held by many rows.
/// </summary>
internal sealed class ColumnTail
{
    private ColumnTail(float[] knots, int[] below, int[] upTo, int count, int skew, double downScale, double upScale)
    {
        Knots = knots;
        Below = below;
        UpTo = upTo;
        Count = count;
        Skew = skew;
        DownScale = downScale;
        UpScale = upScale;
    }

    /// <summary>Distinct values, ascending; empty when the column was missing everywhere.</summary>
    public float[] Knots { get; }

    /// <summary>Training values less than the knot.</summary>
    public int[] Below { get; }

    /// <summary>Training values less than or equal to the knot.</summary>
    public int[] UpTo { get; }

    /// <summary>Training values present.</summary>
    public int Count { get; }

    /// <summary>Sign of the skewness: -1, 0 or 1.</summary>
    public int Skew { get; }

    /// <summary>Typical excess beyond the 1 % quantile, &gt; 0: the unit in which values below the minimum are measured.</summary>
    public double DownScale { get; }

    /// <summary>Typical excess beyond the 99 % quantile, &gt; 0.</summary>
    public double UpScale { get; }

    /// <summary>The lower median of the training values, up to the grid's resolution; null when there are none.</summary>
    public float? Median
    {
        get
        {
            for (var k = 0; k < Knots.Length; k++)
            {
                if (2L * UpTo[k] >= Count)
                    return Knots[k];
            }

            return null;
        }
    }

    public static ColumnTail Of(FeatureTable rows, int column)
    {
        var values = new float[rows.RowCount];
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var value = rows.Row(i)[column];
            // Adding zero makes -0 and 0 the same knot.
            if (!float.IsNaN(value))
                values[count++] = value + 0f;
        }

        var sorted = values.AsSpan(0, count);
        var skew = SkewnessSign(sorted);
        sorted.Sort();
        return Of(sorted, skew);
    }

    public void Write(BinaryWriter writer)
    {
        writer.WriteArray<float>(Knots);
        writer.WriteArray<int>(Below);
        writer.WriteArray<int>(UpTo);
        writer.Write(Count);
        writer.Write(Skew);
        writer.Write(DownScale);
        writer.Write(UpScale);
    }

    public static ColumnTail Read(BinaryReader reader)
    {
        var tail = new ColumnTail(reader.ReadArray<float>(), reader.ReadArray<int>(), reader.ReadArray<int>(),
            reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble());
        if (tail.Below.Length != tail.Knots.Length || tail.UpTo.Length != tail.Knots.Length || !(tail.DownScale > 0) || !(tail.UpScale > 0))
            throw new InvalidDataException("An empirical tail's parts do not fit together.");
        return tail;
    }

    private static ColumnTail Of(ReadOnlySpan<float> sorted, int skew)
    {
        var distinct = CountDistinct(sorted);
        var keepAll = distinct <= QuantileGrid.ExactDistinct;
        var knots = new List<float>();
        var below = new List<int>();
        var upTo = new List<int>();
        if (keepAll)
        {
            for (var i = 0; i < sorted.Length; i = upTo[^1])
                Add(sorted, i);
        }
        else
        {
            foreach (var rank in QuantileGrid.Ranks(sorted.Length))
            {
                if (knots.Count == 0 || sorted[rank] > knots[^1])
                    Add(sorted, rank);
            }
        }

        return new ColumnTail([.. knots], [.. below], [.. upTo], sorted.Length, skew, Scale(sorted, false), Scale(sorted, true));

        void Add(ReadOnlySpan<float> all, int rank)
        {
            var first = rank;
            while (first > 0 && all[first - 1] == all[rank])
                first--;
            var next = rank + 1;
            while (next < all.Length && all[next] == all[rank])
                next++;
            knots.Add(all[rank]);
            below.Add(first);
            upTo.Add(next);
        }
    }

    private static int CountDistinct(ReadOnlySpan<float> sorted)
    {
        var distinct = sorted.IsEmpty ? 0 : 1;
        for (var i = 1; i < sorted.Length; i++)
            distinct += sorted[i] > sorted[i - 1] ? 1 : 0;
        return distinct;
    }

    // Mean excess over the 99 % quantile; where nothing exceeds it, distance of the end from the median; else the value's size.
    private static double Scale(ReadOnlySpan<float> sorted, bool up)
    {
        if (sorted.IsEmpty)
            return 1;
        var tail = (sorted.Length - 1) / 100;
        double end = up ? sorted[^1] : sorted[0];
        double quantile = up ? sorted[sorted.Length - 1 - tail] : sorted[tail];
        var sum = 0.0;
        var count = 0;
        for (var i = 0; i < tail; i++)
        {
            var excess = Math.Abs((up ? sorted[sorted.Length - 1 - i] : sorted[i]) - quantile);
            if (excess == 0)
                break;
            sum += excess;
            count++;
        }

        if (count > 0)
            return sum / count;
        var spread = Math.Abs(end - sorted[sorted.Length / 2]);
        return spread > 0 ? spread : Math.Max(Math.Abs(end), 1);
    }

    private static int SkewnessSign(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
            return 0;
        var mean = 0.0;
        foreach (var value in values)
            mean += value;
        mean /= values.Length;
        double second = 0, third = 0;
        foreach (var value in values)
        {
            var deviation = value - mean;
            second += deviation * deviation;
            third += deviation * deviation * deviation;
        }

        second /= values.Length;
        third /= values.Length;
        // Constant but for rounding: no side.
        var rounding = 1e-15 * Math.Abs(mean);
        return second <= rounding * rounding ? 0 : Math.Sign(third);
    }
}
