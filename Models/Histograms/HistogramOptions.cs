// What can be chosen about a histogram model, in one place with its ranges.

namespace Paysieve.Models;

/// <summary>Settings of <see cref="HistogramEstimator"/>.</summary>
public sealed record HistogramOptions
{
    /// <summary>Vector column of Single to read.</summary>
    public string InputColumn { get; init; } = ColumnNames.Features;

    /// <summary>Double ≥ 0: the sum of the contributions.</summary>
    public string ScoreColumn { get; init; } = ColumnNames.Score;

    /// <summary>Vector of Double ≥ 0, a slot per feature.</summary>
    public string ContributionsColumn { get; init; } = ColumnNames.Contributions;

    /// <summary>Bins of equal width from the least to the greatest training value of a column, 2 to 1,000.</summary>
    public int Bins { get; init; } = 10;

    /// <summary>A weight ≥ 0 per column in order, by which its contribution is multiplied; 0 = left out. Null: all 1.</summary>
    public IReadOnlyList<double>? ColumnWeights { get; init; }

    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    internal void Check()
    {
        if (Bins is < 2 or > 1000)
            throw new ArgumentException($"Bins is 2 to 1000, found {Bins}.");
        ColumnWeighting.Check(ColumnWeights);
    }
}
