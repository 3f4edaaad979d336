// The ensemble as ML.NET knows estimators: the model to reach for when nothing is known but the table.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// Several detectors over the same features, each calibrated to a surprise on the training rows, added with weights, and calibrated again.
/// </summary>
/// <remarks>
/// <para>S_c = -log10 p_c of each member (<see cref="TailCalibrator"/>); mix = Σ w_c S_c; Surprise = -log10 p of the mix; Score = 1 - p.
/// Score 0.99 (surprise 2): one training row in a hundred was at least as unusual. 0: more usual than anything seen; 1 is never
/// reached but by rounding.</para>
/// <para>The members see different things: the forest sparse regions of few columns, neighbours what lies off the crowd in any
/// combination, components broken relations, tails and histograms a value rare in its own column. By default the forest
/// and, with twice its weight, the neighbours are asked: on public sets no third member made their mix better.</para>
/// <para>Of a column with direction Left or Right the other side is folded at its training median for all members but the tails, so
/// that none minds it.</para>
/// <para>Contributions: each member's surprise is shared among the features by its own attribution (its positive part), the
/// mix scaled to the calibrated surprise. Missing values never contribute.</para>
/// <para>Training rows need no labels and may hold a few percent of anomalies: the calibration then says how rare a row is among
/// such rows, which is what a review budget asks. Any number of rows; all but the trees and the neighbours' samples use at
/// most <see cref="AnomalyEnsembleOptions.MaxCalibrationRows"/> of them.</para>
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
        return new AnomalyEnsembleTransformer(EnsembleTraining.Train(rows, _options), [.. rows.Columns], _options.InputColumn);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        OutputShape.With(inputSchema, _options.InputColumn, AnomalyEnsembleTransformer.OutputsOf(Enum.GetValues<EnsembleMember>().Where(member => _options.WeightOf(member) > 0)));
}
