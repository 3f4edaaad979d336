// Columns of different units made comparable before distances are taken.
namespace Paysieve.Models;

/// <summary>
/// z = weight × (x - mean) / standard deviation of the training values present. A column that was constant in training is measured in
/// units of its own size (at least 1), one that was missing everywhere or has weight 0 gives 0. Missing stays missing in the others.
/// </summary>
internal sealed class Standardisation
{
    // Squares of this, and sums of thousands of them, are still finite floats.
    private const float Limit = 1e9f;
    private readonly double[] _mean;
    private readonly double[] _factor;

    private Standardisation(double[] mean, double[] factor)
    {
        _mean = mean;
        _factor = factor;
    }

    public int Columns => _mean.Length;

    public static Standardisation Of(FeatureTable rows, double[] weights)
    {
        var (mean, factor) = (new double[weights.Length], new double[weights.Length]);
        for (var j = 0; j < weights.Length; j++)
        {
            var present = 0;
            for (var i = 0; i < rows.RowCount; i++)
            {
                var value = rows.Row(i)[j];
                if (float.IsNaN(value))
                    continue;
                present++;
                mean[j] += (value - mean[j]) / present;
            }

            var squares = 0.0;
            for (var i = 0; i < rows.RowCount; i++)
            {
                var value = rows.Row(i)[j];
                squares += float.IsNaN(value) ? 0 : (value - mean[j]) * (value - mean[j]);
            }

            var deviation = present == 0 ? 0 : Math.Sqrt(squares / present);
            // Constant but for rounding.
            if (!(deviation > 1e-7 * Math.Abs(mean[j])))
                deviation = Math.Max(Math.Abs(mean[j]), 1);
            factor[j] = present == 0 ? 0 : weights[j] / deviation;
        }

        return new Standardisation(mean, factor);
    }

    /// <summary>Standardises rows that lie one after the other, within ±1e9.</summary>
    /// <returns>Whether a value is missing.</returns>
    public bool Apply(ReadOnlySpan<float> rows, Span<float> standard)
    {
        var missing = false;
        for (var first = 0; first < rows.Length; first += _mean.Length)
        {
            for (var j = 0; j < _mean.Length; j++)
            {
                var z = _factor[j] == 0 ? 0 : (float)((rows[first + j] - _mean[j]) * _factor[j]);
                missing |= float.IsNaN(z);
                standard[first + j] = Math.Clamp(z, -Limit, Limit);
            }
        }

        return missing;
    }

    public void Write(BinaryWriter writer)
    {
        writer.WriteArray<double>(_mean);
        writer.WriteArray<double>(_factor);
    }

    public static Standardisation Read(BinaryReader reader)
    {
        var (mean, factor) = (reader.ReadArray<double>(), reader.ReadArray<double>());
        if (mean.Length is 0 or > FeatureNames.MaxColumns || factor.Length != mean.Length || factor.Any(value => !(value >= 0)))
            throw new InvalidDataException("A standardisation's parts do not fit together.");
        return new Standardisation(mean, factor);
    }
}
