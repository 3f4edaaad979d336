// Nearest neighbours in small samples as ML.NET knows estimators.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// Mean distance to the nearest of a few ordinary rows (M. Sugiyama, K. Borgwardt, "Rapid Distance-Based Outlier Detection via Sampling",
/// NIPS 2013; K. M. Ting, T. Washio, J. Wells, S. Aryal, "Defying the gravity of learning curve", Machine Learning 2017, for many small
/// samples instead of one large one).
/// </summary>
/// <remarks>
/// <para>Each of the samples gives the city-block distance, in standardised columns, from the row to its nearest member; the score is
/// their mean, a column contributing its own part of each distance. A sample of sixteen rows seldom holds an anomaly, so that
/// anomalies do not excuse each other even where they come in clusters, which nearest neighbours among all rows fall for.</para>
/// <para>0: where every sample has a member. It sees what lies off the crowd in any combination of columns, also between two
/// crowds, where axis-parallel splits and tails are blind. Known weakness: columns of noise blur all distances alike, and an
/// anomaly next to a dense crowd looks nearer than a usual row of a sparse one.</para>
/// <para>Of the members equal to the row one is passed over, so that a training row does not find itself.</para>
/// <para>Missing values: distances are taken over the columns present on both sides and stretched to all columns; a missing
/// value contributes 0, and a row with nothing to compare scores 0.</para>
/// <para>Training O(rows × columns) for the scaling; scoring O(samples × sample size × columns) a row, exact, vectorised over the
/// members, so that the numbers do not depend on the processor's vector width.</para>
/// </remarks>
public sealed class NearestNeighboursEstimator : IEstimator<NearestNeighboursTransformer>
{
    private readonly NearestNeighboursOptions _options;

    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public NearestNeighboursEstimator(NearestNeighboursOptions? options = null)
    {
        _options = options ?? new NearestNeighboursOptions();
        _options.Check();
    }

    /// <summary>Trains on all rows of the input column.</summary>
    /// <exception cref="ArgumentException">No rows, no such column, infinite values, or a wrong number of weights.</exception>
    public NearestNeighboursTransformer Fit(IDataView input) => Fit(FeatureTable.FromDataView(input, _options.InputColumn));

    /// <inheritdoc cref="Fit(IDataView)"/>
    public NearestNeighboursTransformer Fit(FeatureTable rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var scale = Standardisation.Of(RowSample.AtMost(rows, _options.MaxScalingRows, _options.Seed), ColumnWeighting.For(_options.ColumnWeights, rows.ColumnCount));
        var model = NeighboursModel.Train(rows, scale, null, _options.Samples, _options.SampleSize, _options.Seed);
        return new NearestNeighboursTransformer(model, [.. rows.Columns], _options.InputColumn, NearestNeighboursTransformer.OutputsOf(_options));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        OutputShape.With(inputSchema, _options.InputColumn, NearestNeighboursTransformer.OutputsOf(_options));
}
