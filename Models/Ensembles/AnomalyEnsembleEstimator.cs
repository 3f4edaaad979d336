// The ensemble as ML.NET knows estimators: the model to reach for when nothing is known but the table.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// Isolation forest and empirical tails over the same features, each calibrated to a surprise on the training rows, added with weights,
/// and calibrated again.
/// </summary>
/// <remarks>
/// <para>S_c = -log10 p_c of each component (<see cref="TailCalibrator"/>); mix = w_forest S_forest + w_tail S_tail; Surprise = -log10 p
/// of the mix; Score = 1 - p. Score 0.99 (surprise 2): one training row in a hundred was at least as unusual. 0: more usual
/// than anything seen; 1 is never reached but by rounding.</para>
/// <para>The two see different things: tails see a value extreme in its own column, wherever the rest lies; the forest sees sparse regions of few
/// columns together. A column with direction Left or Right is folded at its training median for the forest, so that
/// neither component minds the other side. Two rows that agree but for one column with direction Right therefore rank by that
/// column in the tails strictly, in the forest on average.</para>
/// <para>Contributions: each component's surprise is shared among the features by its own attribution (the forest's positive part), the
/// mix scaled to the calibrated surprise. Missing values never contribute.</para>
/// <para>Training rows need no labels and may hold a few percent of anomalies: the calibration then says how rare a row is among
/// such rows, which is what a review budget asks. Any number of rows; the tails and calibrations use at most
/// <see cref="AnomalyEnsembleOptions.MaxCalibrationRows"/> of them.</para>
/// </remarks>
public sealed class AnomalyEnsembleEstimator : IEstimator<AnomalyEnsembleTransformer>
{
    private readonly AnomalyEnsembleOptions _options;

    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public AnomalyEnsembleEstimator(AnomalyEnsembleOptions? options = null)
    {
        _options = options ?? new AnomalyEnsembleOptions();
        _options.Check();
    }

    /// <summary>Trains on the input column.</summary>
    /// <exception cref="ArgumentException">No rows, no such column, infinite values, or a rule for an unknown column.</exception>
    public AnomalyEnsembleTransformer Fit(IDataView input) => Fit(FeatureTable.FromDataView(input, _options.InputColumn));

    /// <inheritdoc cref="Fit(IDataView)"/>
    public AnomalyEnsembleTransformer Fit(FeatureTable rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new AnomalyEnsembleTransformer(EnsembleModel.Train(rows, _options), [.. rows.Columns], _options.InputColumn);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        OutputShape.With(inputSchema, _options.InputColumn, AnomalyEnsembleTransformer.OutputColumns);
}
