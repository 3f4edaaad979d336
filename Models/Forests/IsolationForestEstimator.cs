// The isolation forest as ML.NET knows estimators: fit a data view, get a transformer.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// Isolation forest (F. T. Liu, K. M. Ting, Z.-H. Zhou, "Isolation Forest", ICDM 2008). Each tree splits a small random sample at
/// random columns and thresholds until rows are alone; unusual rows are alone early.
/// </summary>
/// <remarks>
/// <para>Score = 2^(-E[h]/c(n)), E[h] the mean path length over the trees plus c(rows in the leaf), c the average path of an
/// unsuccessful search. Near 1: isolated at once; about 0.5: like everybody; below 0.5: in the midst.</para>
/// <para>Missing values (NaN) follow the child with more training rows, and a column is drawn in proportion to how often it is
/// present, so neither missing nor present isolates a row by itself. A column missing everywhere is never asked.</para>
/// <para>Needs no labels and bears a few percent of anomalies in training. Known weakness: splits are parallel to the axes,
/// so a row odd only in the combination of two columns is found late. Columns' scale and shift do not matter; a monotone
/// curve (a logarithm) does.</para>
/// <para>Training O(trees × sample × columns × log sample), any number of rows; scoring O(trees × log sample) a row.</para>
/// </remarks>
public sealed class IsolationForestEstimator : IEstimator<IsolationForestTransformer>
{
    private readonly IsolationForestOptions _options;

    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public IsolationForestEstimator(IsolationForestOptions? options = null)
    {
        _options = options ?? new IsolationForestOptions();
        _options.Check();
    }

    /// <summary>Trains on all rows of the input column.</summary>
    /// <exception cref="ArgumentException">No rows, no such column, infinite values, or a wrong number of weights.</exception>
    public IsolationForestTransformer Fit(IDataView input) => Fit(FeatureTable.FromDataView(input, _options.InputColumn));

    /// <inheritdoc cref="Fit(IDataView)"/>
    public IsolationForestTransformer Fit(FeatureTable rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var weights = ColumnWeighting.For(_options.ColumnWeights, rows.ColumnCount);
        var forest = ForestTraining.Train(rows, _options.Trees, _options.SampleSize, _options.Seed, weights);
        return new IsolationForestTransformer(forest, [.. rows.Columns], _options);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        OutputShape.With(inputSchema, _options.InputColumn, IsolationForestTransformer.OutputsOf(_options));
}
