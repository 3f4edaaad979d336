// What can be chosen about an isolation forest, in one place with its ranges.

namespace Paysieve.Models;

/// <summary>Settings of <see cref="IsolationForestEstimator"/>.</summary>
public sealed record IsolationForestOptions
{
    /// <summary>Vector column of Single to read.</summary>
    public string InputColumn { get; init; } = ColumnNames.Features;

    /// <summary>Double in (0, 1): 2^(-E[h]/c).</summary>
    public string ScoreColumn { get; init; } = ColumnNames.Score;

    /// <summary>Double below 0: -E[h]/c, which the contributions explain.</summary>
    public string RawScoreColumn { get; init; } = "RawScore";

    /// <summary>Vector of Double, a slot per feature.</summary>
    public string ContributionsColumn { get; init; } = ColumnNames.Contributions;

    /// <summary>Number of trees, 1 to 10,000.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows per tree, 2 to 32,768; all rows when there are fewer.</summary>
    public int SampleSize { get; init; } = 256;

    /// <summary>Same seed, same rows, same trees.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>A weight ≥ 0 per column in order: how often it is asked; 0 = never. Null: all alike.</summary>
    public IReadOnlyList<double>? ColumnWeights { get; init; }

    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    internal void Check()
    {
        if (Trees is < 1 or > 10_000)
            throw new ArgumentException($"Trees is 1 to 10000, found {Trees}.");
        if (SampleSize is < 2 or > TreePacking.MaxSampleSize)
            throw new ArgumentException($"SampleSize is 2 to {TreePacking.MaxSampleSize}, found {SampleSize}.");
        ColumnWeighting.Check(ColumnWeights);
    }
}
