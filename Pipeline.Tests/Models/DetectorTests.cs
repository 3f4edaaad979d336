// What every detector keeps, whichever it is.
using Microsoft.ML;
using Microsoft.ML.Data;
using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class DetectorTests
{
    private static readonly (string Name, Func<FeatureTable, DetectorTransformer> Fit)[] Detectors =
    [
        ("forest", rows => new IsolationForestEstimator(new() { Trees = 30 }).Fit(rows)),
        ("tail", rows => new EmpiricalTailEstimator().Fit(rows)),
        ("histogram", rows => new HistogramEstimator().Fit(rows)),
        ("components", rows => new PrincipalComponentsEstimator().Fit(rows)),
        ("neighbours", rows => new NearestNeighboursEstimator().Fit(rows)),
    ];

    [TestMethod]
    public void Base_and_contributions_add_up_to_what_they_explain()
    {
        foreach (var (name, fit) in Detectors)
        {
            for (var seed = 1; seed <= 3; seed++)
            {
                var rows = TestTables.Random(400, 7, seed, missing: 0.2);
                var model = fit(rows);
                var scores = model.Score(rows);
                for (var i = 0; i < rows.RowCount; i++)
                {
                    var why = model.Explain(rows.Row(i));
                    TestTables.AreClose(why.Explained, why.BaseValue + why.Contributions.Sum(), 1e-6, $"{name}, seed {seed}, row {i}");
                    Assert.AreEqual(scores[i], why.Score, $"{name}, seed {seed}, row {i}");
                    for (var j = 0; j < rows.ColumnCount && name != "forest"; j++)
                        Assert.IsTrue(!float.IsNaN(rows[i, j]) || why.Contributions[j] == 0, $"{name}, seed {seed}, row {i}, column {j} is missing");
                }
            }
        }
    }

    [TestMethod]
    public void Threads_batch_and_data_view_change_no_bit()
    {
        var rows = TestTables.Random(1500, 6, seed: 4);
        foreach (var (name, fit) in Detectors)
        {
            var model = fit(rows);
            var direct = model.Score(rows);
            TestTables.AreIdentical(direct, model.Score(rows, threads: 2), $"{name}, two threads");
            TestTables.AreIdentical(direct, fit(rows).Score(rows), $"{name}, trained again");
            var view = model.Transform(rows.AsDataView());
            TestTables.AreIdentical(direct, [.. view.GetColumn<double>("Score")], $"{name}, data view");
            var contributions = view.GetColumn<double[]>("Contributions").ToArray();
            for (var i = 0; i < 30; i++)
            {
                TestTables.AreIdentical([direct[i]], model.Score(rows.Subset([i])), $"{name}, row {i} alone");
                TestTables.AreIdentical(model.Explain(rows.Row(i)).Contributions, contributions[i], $"{name}, contributions of row {i}");
            }
        }
    }

    [TestMethod]
    public void Saved_and_loaded_by_ML_NET_each_scores_the_same_bits()
    {
        var rows = TestTables.Random(700, 5, seed: 5);
        foreach (var (name, fit) in Detectors)
        {
            var model = fit(rows);
            using var stream = new MemoryStream();
            new MLContext(1).Model.Save(model, rows.AsDataView().Schema, stream);
            stream.Position = 0;
            var loaded = (DetectorTransformer)new MLContext(2).RegisterPaysieveModels().Model.Load(stream, out _);
            TestTables.AreIdentical(model.Score(rows), loaded.Score(rows), name);
            TestTables.AreIdentical(model.Explain(rows.Row(3)).Contributions, loaded.Explain(rows.Row(3)).Contributions, name);
        }
    }

    [TestMethod]
    public void A_planted_outlier_scores_highest_and_its_columns_say_why()
    {
        var rows = TestTables.Normal(800, 5, seed: 6);
        var values = rows.Rows(0, rows.RowCount).ToArray();
        values[333 * 5] = values[333 * 5 + 3] = 40;
        rows = new FeatureTable(rows.Columns, rows.RowCount, values);
        // Tails know only that nothing in training was greater: two greatest values say no more than several great ones.
        foreach (var (name, fit) in Detectors.Where(detector => detector.Name != "tail"))
        {
            var model = fit(rows);
            var scores = model.Score(rows);
            Assert.AreEqual(333, Array.IndexOf(scores, scores.Max()), name);
            var why = model.Explain(rows.Row(333)).Contributions;
            CollectionAssert.AreEquivalent((int[])[0, 3], Enumerable.Range(0, 5).OrderByDescending(j => why[j]).Take(2).ToArray(), name);
        }
    }

    [TestMethod]
    public void Constant_and_missing_columns_extreme_values_and_a_single_row_give_finite_scores()
    {
        foreach (var count in (int[])[1, 2, 300])
        {
            var rows = new FeatureTable(["gone", "same"], count, [.. Enumerable.Range(0, count).SelectMany(_ => (float[])[float.NaN, 3])]);
            foreach (var (name, fit) in Detectors)
            {
                var model = fit(rows);
                Assert.IsTrue(model.Score(rows).All(double.IsFinite), $"{name}, {count} rows");
                Assert.IsTrue(double.IsFinite(model.Explain([float.MaxValue, float.MinValue]).Score), $"{name}, {count} rows");
                Assert.IsTrue(double.IsFinite(model.Explain([float.NaN, float.NaN]).Score), $"{name}, {count} rows");
                Assert.IsGreaterThanOrEqualTo(model.Score(rows)[0], model.Explain([float.NaN, 4]).Score, $"{name}, {count} rows");
            }
        }
    }

    [TestMethod]
    public void Other_columns_and_no_rows_are_refused()
    {
        var rows = TestTables.Random(100, 3, seed: 7);
        foreach (var (name, fit) in Detectors)
        {
            var renamed = new FeatureTable(["fa", "fc", "fb"], rows.RowCount, rows.Rows(0, rows.RowCount).ToArray());
            Assert.ThrowsExactly<ArgumentException>(() => fit(rows).Score(renamed), name);
            Assert.ThrowsExactly<ArgumentException>(() => fit(new FeatureTable(["x"], 0, [])), name);
        }

        Assert.ThrowsExactly<ArgumentException>(() => new HistogramEstimator(new() { Bins = 1 }));
        Assert.ThrowsExactly<ArgumentException>(() => new PrincipalComponentsEstimator(new() { NoiseVariance = 0 }));
        Assert.ThrowsExactly<ArgumentException>(() => new NearestNeighboursEstimator(new() { Samples = 0 }));
        Assert.ThrowsExactly<ArgumentException>(() => new NearestNeighboursEstimator(new() { ColumnWeights = [1, 2] }).Fit(rows));
    }

    [TestMethod]
    public void A_column_of_weight_zero_changes_no_score()
    {
        var rows = TestTables.Random(400, 3, seed: 8, missing: 0);
        double[] weights = [1, 0, 1];
        DetectorTransformer[] models =
        [
            new IsolationForestEstimator(new() { ColumnWeights = weights }).Fit(rows),
            new HistogramEstimator(new() { ColumnWeights = weights }).Fit(rows),
            new PrincipalComponentsEstimator(new() { ColumnWeights = weights }).Fit(rows),
            new NearestNeighboursEstimator(new() { ColumnWeights = weights }).Fit(rows),
        ];
        foreach (var model in models)
            Assert.AreEqual(model.Explain([1, 0, 2]).Score, model.Explain([1, 1e6f, 2]).Score, model.GetType().Name);
    }
}
