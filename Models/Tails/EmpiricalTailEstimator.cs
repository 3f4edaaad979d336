// The empirical-tail model (ECOD) as ML.NET knows estimators.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// Empirical cumulative distribution outlier detection (Z. Li, Y. Zhao, X. Hu, N. Botta, C. Ionescu, G. Chen, "ECOD", IEEE TKDE 2022).
/// Each column asks how large a share of the training rows is at least as extreme; the score adds up -ln of these shares.
/// </summary>
/// <remarks>
/// <para>Left surprise -ln(#{≤ x}/n), right surprise -ln(#{≥ x}/n); a column contributes weight × the side(s) of its
/// <see cref="TailDirection"/>, the maximum taken per column before adding. With all columns Auto the scores of the
/// training rows are those of PyOD's ECOD. A value shared by 40 % of the rows has a share of at least 0.4 on both sides, so it
/// never surprises.</para>
/// <para>0: the value everybody else exceeds or equals on the side looked at; ln(n) for the single most extreme training value; more
/// beyond it. Columns are taken as independent: correlated ones count twice.</para>
/// <para>Missing values contribute 0 and are left out of the counts; a column missing everywhere never contributes.</para>
/// <para>Training O(n log n) a column on at most <see cref="EmpiricalTailOptions.MaxTrainingRows"/> rows; scoring O(log n) a value.
/// Columns with over 4,096 distinct values keep a grid that is exact in the tails; in between a contribution is off by at
/// most 0.004.</para>
/// </remarks>
public sealed class EmpiricalTailEstimator : IEstimator<EmpiricalTailTransformer>
{
    private readonly EmpiricalTailOptions _options;

    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public EmpiricalTailEstimator(EmpiricalTailOptions? options = null)
    {
        _options = options ?? new EmpiricalTailOptions();
        if (_options.MaxTrainingRows < 1)
            throw new ArgumentException($"MaxTrainingRows is at least 1, found {_options.MaxTrainingRows}.");
    }

    /// <summary>Trains on the input column.</summary>
    /// <exception cref="ArgumentException">No rows, no such column, infinite values, or a rule for an unknown column.</exception>
    public EmpiricalTailTransformer Fit(IDataView input) => Fit(FeatureTable.FromDataView(input, _options.InputColumn));

    /// <inheritdoc cref="Fit(IDataView)"/>
    public EmpiricalTailTransformer Fit(FeatureTable rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var rules = FeatureRule.For(rows.Columns, _options.Rules);
        rows = RowSample.AtMost(rows, _options.MaxTrainingRows, _options.Seed);
        return new EmpiricalTailTransformer(
            TailModel.Train(rows, rules, _options.Extrapolate, threads: 1), [.. rows.Columns], _options.InputColumn, EmpiricalTailTransformer.OutputsOf(_options));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        OutputShape.With(inputSchema, _options.InputColumn, EmpiricalTailTransformer.OutputsOf(_options));
}
