// Does tonight still look like what the models were taught? Features and scores, column by column, against a reference.
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Detection;

/// <summary>How one column was spread: bins between <see cref="Edges"/> (a value on an edge belongs below it), missing apart.</summary>
/// <param name="Missing">Share of rows without a value, 0..1.</param>
/// <param name="Shares">Share of all rows per bin, one more than edges; with <paramref name="Missing"/> they add up to 1.</param>
public sealed record ColumnSpread(string Name, double Missing, IReadOnlyList<float> Edges, IReadOnlyList<double> Shares);

/// <summary>How far one column moved.</summary>
/// <param name="Psi">Population stability index, Σ (now - then) ln(now / then) over the bins and the missing: under 0.1 little, over 0.25 much.</param>
/// <param name="Noise">What chance alone exceeds about once in a thousand on so many rows (χ² of bins - 1, times 1/n + 1/m): small nights wobble.</param>
public sealed record ColumnDrift(string Name, double Psi, double Noise, double MissingThen, double MissingNow)
{
    /// <summary>More than little, and more than chance.</summary>
    public bool HasMoved => Psi >= 0.1 && Psi > Noise;
}

/// <summary>The spread of every feature and of every typology's evidence over some payouts.</summary>
public sealed record SpreadReference(int Rows, IReadOnlyList<ColumnSpread> Columns)
{
    private const int Bins = 10;

    /// <param name="behaviour">Evidence of the same rows.</param>
    public static SpreadReference Of(FeatureMatrix matrix, IReadOnlyList<TypologyEvidence> behaviour)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(behaviour);
        var values = new float[matrix.Count];
        var columns = new List<ColumnSpread>();
        for (var column = 0; column < FeatureCatalog.Count + behaviour.Count; column++)
        {
            var present = Present(matrix, behaviour, column, values);
            Array.Sort(values, 0, present);
            var edges = new List<float>();
            for (var i = 1; i < Bins && present > 0; i++)
            {
                var edge = values[(int)((long)i * (present - 1) / Bins)];
                if (edges.Count == 0 || edge > edges[^1]) edges.Add(edge);
            }
            columns.Add(new ColumnSpread(NameOf(behaviour, column), MissingOf(matrix, present), edges, Shares(edges, values.AsSpan(0, present), matrix.Count)));
        }
        return new SpreadReference(matrix.Count, columns);
    }

    /// <summary>How far each column of other payouts is from here; columns that the reference does not know are left out.</summary>
    public IReadOnlyList<ColumnDrift> Against(FeatureMatrix matrix, IReadOnlyList<TypologyEvidence> behaviour)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(behaviour);
        var known = Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var values = new float[matrix.Count];
        var drifts = new List<ColumnDrift>();
        if (matrix.Count == 0 || Rows == 0) return drifts;
        for (var column = 0; column < FeatureCatalog.Count + behaviour.Count; column++)
        {
            if (!known.TryGetValue(NameOf(behaviour, column), out var then)) continue;
            var present = Present(matrix, behaviour, column, values);
            var now = Shares(then.Edges, values.AsSpan(0, present), matrix.Count);
            var missing = MissingOf(matrix, present);
            var psi = Term(missing, then.Missing);
            for (var bin = 0; bin < now.Length; bin++) psi += Term(now[bin], then.Shares[bin]);
            drifts.Add(new ColumnDrift(then.Name, psi, Chance(now.Length) * ((1.0 / Rows) + (1.0 / matrix.Count)), then.Missing, missing));
        }
        return drifts;

        double Term(double now, double then)
        {
            // A share of nothing has no logarithm: half a row is put there.
            var (a, b) = (Math.Max(now, 0.5 / matrix.Count), Math.Max(then, 0.5 / Rows));
            return (a - b) * Math.Log(a / b);
        }

        static double Chance(int freedom) => freedom + (3.5 * Math.Sqrt(2.0 * freedom)) + 4;
    }

    private static string NameOf(IReadOnlyList<TypologyEvidence> behaviour, int column) =>
        column < FeatureCatalog.Count ? FeatureCatalog.All[column].Name : behaviour[column - FeatureCatalog.Count].Typology.Word();

    private static double MissingOf(FeatureMatrix matrix, int present) => matrix.Count == 0 ? 0 : 1 - ((double)present / matrix.Count);

    /// <summary>Fills the beginning of <paramref name="values"/> with the column's values and says how many there are.</summary>
    private static int Present(FeatureMatrix matrix, IReadOnlyList<TypologyEvidence> behaviour, int column, float[] values)
    {
        var count = 0;
        for (var row = 0; row < matrix.Count; row++)
        {
            var value = column < FeatureCatalog.Count ? matrix.Values[(row * FeatureCatalog.Count) + column] : (float)behaviour[column - FeatureCatalog.Count].Evidence[row];
            if (!float.IsNaN(value)) values[count++] = value;
        }
        return count;
    }

    private static double[] Shares(IReadOnlyList<float> edges, ReadOnlySpan<float> values, int rows)
    {
        var counts = new int[edges.Count + 1];
        foreach (var value in values)
        {
            var bin = 0;
            while (bin < edges.Count && value > edges[bin]) bin++;
            counts[bin]++;
        }
        return [.. counts.Select(count => rows == 0 ? 0 : (double)count / rows)];
    }
}
