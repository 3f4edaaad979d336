// How much each column counts in a detector that is used alone, checked once for all of them.
namespace Paysieve.Models;

internal static class ColumnWeighting
{
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public static void Check(IReadOnlyList<double>? weights)
    {
        if (weights is not null && weights.Any(weight => !(weight >= 0) || double.IsInfinity(weight)))
            throw new ArgumentException("ColumnWeights are finite numbers of at least 0.");
    }

    /// <summary>A weight per column; 1 where none are given.</summary>
    /// <exception cref="ArgumentException">Another number of weights than columns.</exception>
    public static double[] For(IReadOnlyList<double>? weights, int columns)
    {
        if (weights is null)
            return [.. Enumerable.Repeat(1.0, columns)];
        return weights.Count == columns ? [.. weights] : throw new ArgumentException($"{columns} columns need as many weights, found {weights.Count}.");
    }
}
