// Where a value stands among the payouts of the training window: the percentile that a reason quotes.
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Detection;

/// <summary>Quantiles of each feature over training, missing left out. Small enough to travel in the bundle as JSON.</summary>
public sealed record PercentileTable(IReadOnlyList<float[]> Quantiles)
{
    private const int Steps = 1000;

    public static PercentileTable Of(FeatureMatrix matrix, int[] rows)
    {
        var quantiles = new float[FeatureCatalog.Count][];
        // A column at a time on each thread, always in the same array: of all columns they would come to as much as the training itself holds.
        Parallel.For(0, quantiles.Length, () => new float[rows.Length], (feature, _, values) =>
        {
            var count = 0;
            foreach (var row in rows)
            {
                var value = matrix.Values[(row * FeatureCatalog.Count) + feature];
                if (!float.IsNaN(value)) values[count++] = value;
            }
            Array.Sort(values, 0, count);
            var steps = Math.Min(Steps, Math.Max(count - 1, 0));
            var table = new float[count == 0 ? 0 : steps + 1];
            for (var i = 0; i < table.Length; i++) table[i] = values[steps == 0 ? 0 : (int)((long)i * (count - 1) / steps)];
            quantiles[feature] = table;
            return values;
        }, static _ => { });
        return new PercentileTable(quantiles);
    }

    /// <summary>Share of training payouts with a value, 0..100, that were less strange than this value; null without any.</summary>
    public double? Percentile(Feature feature, float value)
    {
        var table = Quantiles[(int)feature];
        if (table.Length == 0 || float.IsNaN(value)) return null;
        var below = 0;
        var high = FeatureCatalog.Of(feature).Strange == StrangeEnd.High;
        foreach (var quantile in table)
        {
            if (high ? quantile < value : quantile > value) below++;
        }
        return Math.Round(100.0 * below / table.Length, 1);
    }
}
