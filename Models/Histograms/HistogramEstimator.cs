// The histogram model (HBOS) as ML.NET knows estimators.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// Histogram-based outlier score (M. Goldstein, A. Dengel, "Histogram-based Outlier Score (HBOS)", KI 2012): each column asks how
/// sparsely its neighbourhood is peopled, compared with the column's most crowded one.
/// </summary>
/// <remarks>
/// <para>A column contributes weight × ln((m + ½) / (c + ½)), c being the training rows in the value's bin and m those in the fullest
/// bin. Beyond the training range the bin is empty and ln(1 + distance in bins) is added. Unlike tails it sees gaps in the middle.</para>
/// <para>0: every value where most values are. Columns are taken as independent: correlated ones count twice. Known weakness: one far
/// value stretches all bins, after which the rest falls into one.</para>
/// <para>Missing values contribute 0 and are not counted; a column missing everywhere never contributes.</para>
/// <para>Training O(rows × columns) on all rows, in two passes; scoring O(columns) a row.</para>
/// </remarks>
public sealed class HistogramEstimator : IEstimator<HistogramTransformer>
{
    private readonly HistogramOptions _options;

    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public HistogramEstimator(HistogramOptions? options = null)
    {
        _options = options ?? new HistogramOptions();
        _options.Check();
    }

    /// <summary>Trains on all rows of the input column.</summary>
    /// <exception cref="ArgumentException">No rows, no such column, infinite values, or a wrong number of weights.</exception>
    public HistogramTransformer Fit(IDataView input) => Fit(FeatureTable.FromDataView(input, _options.InputColumn));

    /// <inheritdoc cref="Fit(IDataView)"/>
    public HistogramTransformer Fit(FeatureTable rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var weights = ColumnWeighting.For(_options.ColumnWeights, rows.ColumnCount);
        return new HistogramTransformer(HistogramModel.Train(rows, _options.Bins, weights), [.. rows.Columns], _options.InputColumn, HistogramTransformer.OutputsOf(_options));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        OutputShape.With(inputSchema, _options.InputColumn, HistogramTransformer.OutputsOf(_options));
}
