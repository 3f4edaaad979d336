// What can be chosen about a principal-components model, in one place with its ranges.

namespace Paysieve.Models;

/// <summary>Settings of <see cref="PrincipalComponentsEstimator"/>.</summary>
public sealed record PrincipalComponentsOptions
{
    /// <summary>Vector column of Single to read.</summary>
    public string InputColumn { get; init; } = ColumnNames.Features;

    /// <summary>Double ≥ 0: the sum of the contributions.</summary>
    public string ScoreColumn { get; init; } = ColumnNames.Score;

    /// <summary>Vector of Double, a slot per feature; below 0 where a column makes the others less surprising.</summary>
    public string ContributionsColumn { get; init; } = ColumnNames.Contributions;

    /// <summary>
    /// Variance below which a component counts as noise, in units of a column's own, 0.0001 to 100. Small: breaks of exact relations
    /// weigh most; large: towards the plain distance from the mean.
    /// </summary>
    public double NoiseVariance { get; init; } = 0.1;

    /// <summary>A weight ≥ 0 per column in order, by which it is scaled after standardising; 0 = left out. Null: all 1.</summary>
    public IReadOnlyList<double>? ColumnWeights { get; init; }

    /// <summary>Rows to train on, 1 or more; with more rows than that a seeded sample of them is used.</summary>
    public int MaxTrainingRows { get; init; } = 200_000;

    /// <summary>Chooses the sample.</summary>
    public int Seed { get; init; } = 1;

    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    internal void Check()
    {
        if (!(NoiseVariance is >= 1e-4 and <= 100))
            throw new ArgumentException($"NoiseVariance is 0.0001 to 100, found {NoiseVariance}.");
        if (MaxTrainingRows < 1)
            throw new ArgumentException($"MaxTrainingRows is at least 1, found {MaxTrainingRows}.");
        ColumnWeighting.Check(ColumnWeights);
    }
}
