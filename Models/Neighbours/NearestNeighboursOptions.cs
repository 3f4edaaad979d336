// What can be chosen about a nearest-neighbours model, in one place with its ranges.

namespace Paysieve.Models;

/// <summary>Settings of <see cref="NearestNeighboursEstimator"/>.</summary>
public sealed record NearestNeighboursOptions
{
    /// <summary>Vector column of Single to read.</summary>
    public string InputColumn { get; init; } = ColumnNames.Features;

    /// <summary>Double ≥ 0: the sum of the contributions.</summary>
    public string ScoreColumn { get; init; } = ColumnNames.Score;

    /// <summary>Vector of Double ≥ 0, a slot per feature.</summary>
    public string ContributionsColumn { get; init; } = ColumnNames.Contributions;

    /// <summary>How many small samples are asked, 1 to 10,000.</summary>
    public int Samples { get; init; } = 64;

    /// <summary>Rows per sample, 1 to 4,096; half the rows when there are fewer than twice as many.</summary>
    public int SampleSize { get; init; } = 16;

    /// <summary>A weight ≥ 0 per column in order, by which it is scaled after standardising; 0 = left out. Null: all 1.</summary>
    public IReadOnlyList<double>? ColumnWeights { get; init; }

    /// <summary>Rows from which mean and deviation are taken, 1 or more; a seeded sample when there are more. Samples are drawn from all rows.</summary>
    public int MaxScalingRows { get; init; } = 200_000;

    /// <summary>Same seed, same rows, same samples.</summary>
    public int Seed { get; init; } = 1;

    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    internal void Check()
    {
        if (Samples is < 1 or > 10_000)
            throw new ArgumentException($"Samples is 1 to 10000, found {Samples}.");
        if (SampleSize is < 1 or > 4096)
            throw new ArgumentException($"SampleSize is 1 to 4096, found {SampleSize}.");
        if (MaxScalingRows < 1)
            throw new ArgumentException($"MaxScalingRows is at least 1, found {MaxScalingRows}.");
        ColumnWeighting.Check(ColumnWeights);
    }
}
