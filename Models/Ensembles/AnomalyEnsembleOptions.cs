// What can be chosen about the ensemble, in one place with its ranges.

namespace Paysieve.Models;

/// <summary>Settings of <see cref="AnomalyEnsembleEstimator"/>.</summary>
public sealed record AnomalyEnsembleOptions
{
    /// <summary>Vector column of Single to read.</summary>
    public string InputColumn { get; init; } = ColumnNames.Features;

    /// <summary>
    /// Direction and weight by column name; columns without a rule are Auto with weight 1. The weight multiplies the tail's
    /// contribution and the forest's chance to ask the column; 0 leaves the column out of both.
    /// </summary>
    public IReadOnlyDictionary<string, FeatureRule>? Rules { get; init; }

    /// <summary>Weight ≥ 0 of the forest's surprise in the mix.</summary>
    public double ForestWeight { get; init; } = 1;

    /// <summary>Weight ≥ 0 of the tail's surprise in the mix.</summary>
    public double TailWeight { get; init; } = 1;

    /// <summary>Trees of the forest, 1 to 10,000.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows per tree, 2 to 32,768.</summary>
    public int SampleSize { get; init; } = 256;

    /// <summary>Beyond the training range a column's surprise grows with the logarithm of the distance.</summary>
    public bool Extrapolate { get; init; } = true;

    /// <summary>Rows for the tails and the calibration, 1 or more; a seeded sample when there are more.</summary>
    public int MaxCalibrationRows { get; init; } = 200_000;

    /// <summary>Threads to train with, 1 or more; the model does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Same seed, same rows, same model.</summary>
    public int Seed { get; init; } = 1;

    internal IsolationForestOptions Forest => new() { InputColumn = InputColumn, Trees = Trees, SampleSize = SampleSize, Seed = Seed };

    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    internal void Check()
    {
        Forest.Check();
        if (!(ForestWeight >= 0) || !(TailWeight >= 0) || !(ForestWeight + TailWeight > 0) || !double.IsFinite(ForestWeight + TailWeight))
            throw new ArgumentException("ForestWeight and TailWeight are finite, at least 0, and not both 0.");
        if (MaxCalibrationRows < 1)
            throw new ArgumentException($"MaxCalibrationRows is at least 1, found {MaxCalibrationRows}.");
        if (Threads < 1)
            throw new ArgumentException($"Threads is at least 1, found {Threads}.");
    }
}
