// Principal components as ML.NET knows estimators.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// Distance from the mean along all principal components of the standardised columns, each in units of its own variance plus noise (M.-L.
/// Shyu, S.-C. Chen, K. Sarinnapakorn, L. Chang, "A Novel Anomaly Detection Scheme Based on Principal Component Classifier", 2003;
/// M. Tipping, C. Bishop, "Probabilistic Principal Component Analysis", 1999, for the noise).
/// </summary>
/// <remarks>
/// <para>Score = Σ_k t_k² / (λ_k + ν), t_k the row's coordinate along component k, λ_k its training variance, ν the noise variance. Along
/// the large components a distance is measured against what is usual there; off them, in the residual, against the noise, absolutely.
/// (ML.NET's RandomizedPca divides the residual by the row's own length and so ranks far rows last.)</para>
/// <para>0: the mean of all columns; about the number of columns for a row like others. It sees what columns agree on, and rows that
/// break it. Known weakness: one cloud is assumed; between two clouds it sees the middle as usual.</para>
/// <para>The score is z'Pz with P = (C + νI)^-1, so no component is computed and column j contributes z_j (Pz)_j exactly; such a
/// contribution can be below 0.</para>
/// <para>Missing values are integrated out: they are put at their conditional mean given the row's other values, which under the
/// model is the same as asking about those alone, and contribute 0. In training two columns' covariance is taken over the rows
/// where both are present and believed in proportion to their share. A column missing everywhere never contributes.</para>
/// <para>Training O(rows × columns² + columns³); scoring O(columns²) a row, and O(missing³) where values are missing.</para>
/// </remarks>
public sealed class PrincipalComponentsEstimator : IEstimator<PrincipalComponentsTransformer>
{
    private readonly PrincipalComponentsOptions _options;

    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public PrincipalComponentsEstimator(PrincipalComponentsOptions? options = null)
    {
        _options = options ?? new PrincipalComponentsOptions();
        _options.Check();
    }

    /// <summary>Trains on the input column.</summary>
    /// <exception cref="ArgumentException">No rows, no such column, over 4,096 columns, infinite values, or a wrong number of weights.</exception>
    public PrincipalComponentsTransformer Fit(IDataView input) => Fit(FeatureTable.FromDataView(input, _options.InputColumn));

    /// <inheritdoc cref="Fit(IDataView)"/>
    public PrincipalComponentsTransformer Fit(FeatureTable rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var weights = ColumnWeighting.For(_options.ColumnWeights, rows.ColumnCount);
        var model = ComponentsModel.Train(RowSample.AtMost(rows, _options.MaxTrainingRows, _options.Seed), _options.NoiseVariance, weights);
        return new PrincipalComponentsTransformer(model, [.. rows.Columns], _options.InputColumn, PrincipalComponentsTransformer.OutputsOf(_options));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        OutputShape.With(inputSchema, _options.InputColumn, PrincipalComponentsTransformer.OutputsOf(_options));
}
