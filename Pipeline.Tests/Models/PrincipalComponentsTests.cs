using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class PrincipalComponentsTests
{
    [TestMethod]
    public void The_score_of_two_correlated_columns_is_the_one_worked_out_by_hand()
    {
        // Standardised columns with correlation r: C + vI = [[1+v, r], [r, 1+v]].
        var rows = Correlated(seed: 1, rows: 4000);
        var model = new PrincipalComponentsEstimator(new() { NoiseVariance = 0.5 }).Fit(rows);
        var (a, b) = (Moments(rows, 0), Moments(rows, 1));
        var r = Enumerable.Range(0, rows.RowCount).Average(i => (rows[i, 0] - a.Mean) / a.Deviation * (rows[i, 1] - b.Mean) / b.Deviation);
        var (x, y) = ((2 - a.Mean) / a.Deviation, (-1 - b.Mean) / b.Deviation);
        var determinant = 1.5 * 1.5 - r * r;
        TestTables.AreClose((1.5 * x * x + 1.5 * y * y - 2 * r * x * y) / determinant, model.Explain([2, -1]).Score, 1e-6, "score");
    }

    [TestMethod]
    public void A_missing_value_leaves_the_score_of_the_others_alone()
    {
        // What the model says of the present columns must be what a model of these columns alone says.
        var rows = TestTables.Normal(600, 4, seed: 2);
        var values = rows.Rows(0, rows.RowCount).ToArray();
        for (var i = 0; i < rows.RowCount; i++)
            values[i * 4 + 2] += 3 * values[i * 4] - values[i * 4 + 3];
        rows = new FeatureTable(rows.Columns, rows.RowCount, values);
        int[] present = [0, 2];
        var others = new FeatureTable(["fa", "fc"], rows.RowCount, [.. Enumerable.Range(0, rows.RowCount).SelectMany(i => present.Select(j => rows[i, j]))]);
        var (whole, part) = (new PrincipalComponentsEstimator().Fit(rows), new PrincipalComponentsEstimator().Fit(others));
        for (var i = 0; i < 50; i++)
            TestTables.AreClose(part.Explain([rows[i, 0], rows[i, 2]]).Score, whole.Explain([rows[i, 0], float.NaN, rows[i, 2], float.NaN]).Score, 1e-6, $"row {i}");
    }

    [TestMethod]
    public void A_broken_relation_and_a_far_row_both_rank_before_a_row_like_others()
    {
        var model = new PrincipalComponentsEstimator().Fit(Correlated(seed: 3, rows: 2000));
        var usual = model.Explain([1, 1]).Score;
        Assert.IsGreaterThan(5 * usual, model.Explain([1.5f, -1.5f]).Score, "breaks the relation, within both ranges");
        Assert.IsGreaterThan(5 * usual, model.Explain([20, 20]).Score, "far along the main direction, which a relative residual calls usual");
    }

    private static FeatureTable Correlated(int seed, int rows)
    {
        var drawn = TestTables.Normal(rows, 2, seed);
        return new FeatureTable(["a", "b"], rows, [.. Enumerable.Range(0, rows).SelectMany(i => (float[])[drawn[i, 0], 0.95f * drawn[i, 0] + 0.3f * drawn[i, 1]])]);
    }

    private static (double Mean, double Deviation) Moments(FeatureTable rows, int column)
    {
        var values = Enumerable.Range(0, rows.RowCount).Select(i => (double)rows[i, column]).ToArray();
        return (values.Average(), Math.Sqrt(values.Average(value => (value - values.Average()) * (value - values.Average()))));
    }
}
