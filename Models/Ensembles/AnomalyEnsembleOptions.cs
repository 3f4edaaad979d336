// What can be chosen about the ensemble, in one place with its ranges.

namespace Paysieve.Models;

/// <summary>Settings of <see cref="AnomalyEnsembleEstimator"/>.</summary>
public sealed record AnomalyEnsembleOptions
{
    /// <summary>Vector column of Single to read.</summary>
    public string InputColumn { get; init; } = ColumnNames.Features;

    /// <summary>
    /// Direction and weight by column name; columns without a rule are Auto with weight 1. The weight multiplies a column's part in tails,
    /// histograms and distances and the forest's chance to ask it; 0 leaves the column out of all.
    /// </summary>
    public IReadOnlyDictionary<string, FeatureRule>? Rules { get; init; }

    /// <summary>Weight ≥ 0 of the forest's surprise in the mix; 0: no member.</summary>
    public double ForestWeight { get; init; } = 1;

    /// <summary>Weight ≥ 0 of the tails' surprise in the mix; 0: no member.</summary>
    public double TailWeight { get; init; }

    /// <summary>Weight ≥ 0 of the histograms' surprise in the mix; 0: no member.</summary>
    public double HistogramWeight { get; init; }

    /// <summary>Weight ≥ 0 of the principal components' surprise in the mix; 0: no member.</summary>
    public double ComponentsWeight { get; init; }

    /// <summary>Weight ≥ 0 of the nearest neighbours' surprise in the mix; 0: no member.</summary>
    public double NeighboursWeight { get; init; } = 2;

    /// <summary>Trees of the forest, 1 to 10,000.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows per tree, 2 to 32,768.</summary>
    public int SampleSize { get; init; } = 256;

    /// <summary>Beyond the training range a column's surprise grows with the logarithm of the distance.</summary>
    public bool Extrapolate { get; init; } = true;

    /// <summary>Rows for everything but trees and neighbours' samples, 1 or more; a seeded sample when there are more.</summary>
    public int MaxCalibrationRows { get; init; } = 200_000;

    /// <summary>Threads to train with, 1 or more; the model does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Same seed, same rows, same model.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The weight of a member.</summary>
    public double WeightOf(EnsembleMember member) => member switch
    {
        EnsembleMember.Forest => ForestWeight,
        EnsembleMember.Tail => TailWeight,
        EnsembleMember.Histogram => HistogramWeight,
        EnsembleMember.Components => ComponentsWeight,
        EnsembleMember.Neighbours => NeighboursWeight,
        _ => throw new ArgumentOutOfRangeException(nameof(member)),
    };

    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    internal void Check()
    {
        new IsolationForestOptions { Trees = Trees, SampleSize = SampleSize }.Check();
        var weights = Enum.GetValues<EnsembleMember>().Select(WeightOf).ToArray();
        if (weights.Any(weight => !(weight >= 0)) || !(weights.Sum() > 0) || !double.IsFinite(weights.Sum()))
            throw new ArgumentException("The members' weights are finite, at least 0, and not all 0.");
        if (MaxCalibrationRows < 1)
            throw new ArgumentException($"MaxCalibrationRows is at least 1, found {MaxCalibrationRows}.");
        if (Threads < 1)
            throw new ArgumentException($"Threads is at least 1, found {Threads}.");
    }
}
