// What can be chosen about an empirical-tail model, in one place with its ranges.

namespace Paysieve.Models;

/// <summary>Settings of <see cref="EmpiricalTailEstimator"/>.</summary>
public sealed record EmpiricalTailOptions
{
    /// <summary>Vector column of Single to read.</summary>
    public string InputColumn { get; init; } = ColumnNames.Features;

    /// <summary>Double ≥ 0: the sum of the contributions.</summary>
    public string ScoreColumn { get; init; } = ColumnNames.Score;

    /// <summary>Vector of Double ≥ 0, a slot per feature.</summary>
    public string ContributionsColumn { get; init; } = ColumnNames.Contributions;

    /// <summary>Direction and weight by column name; columns without a rule are Auto with weight 1.</summary>
    public IReadOnlyDictionary<string, FeatureRule>? Rules { get; init; }

    /// <summary>
    /// True: beyond the training range the surprise grows with the logarithm of the distance. False: it stays at ln(n+1).
    /// </summary>
    public bool Extrapolate { get; init; } = true;

    /// <summary>Rows to train on, 1 or more; with more rows than that a seeded sample of them is used.</summary>
    public int MaxTrainingRows { get; init; } = 200_000;

    /// <summary>Chooses the sample.</summary>
    public int Seed { get; init; } = 1;
}
