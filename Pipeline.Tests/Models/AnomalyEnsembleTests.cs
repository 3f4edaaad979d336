using Microsoft.ML;
using Microsoft.ML.Data;
using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class AnomalyEnsembleTests
{
    private static readonly AnomalyEnsembleOptions All = new() { ForestWeight = 1, TailWeight = 1, HistogramWeight = 1, ComponentsWeight = 1, NeighboursWeight = 1 };

    [TestMethod]
    public void The_data_view_and_the_direct_scores_are_the_same_bits_on_one_thread_and_two()
    {
        var rows = TestTables.Random(2500, 6, seed: 1);
        var model = new AnomalyEnsembleEstimator(All with { Threads = 2 }).Fit(rows);
        Assert.HasCount(5, model.Members);
        var direct = model.Score(rows);
        var two = model.Score(rows, threads: 2);
        var view = model.Transform(rows.AsDataView());
        foreach (var (name, expected, threaded) in ((string, double[], double[])[])
            [("Score", direct.Score, two.Score), ("Surprise", direct.Surprise, two.Surprise), .. direct.Members.Select(pair => ($"{pair.Key}Score", pair.Value, two.Members[pair.Key]))])
        {
            TestTables.AreIdentical(expected, threaded, name);
            TestTables.AreIdentical(expected, [.. view.GetColumn<double>(name)], name);
        }

        var contributions = view.GetColumn<double[]>("Contributions").ToArray();
        for (var i = 0; i < rows.RowCount; i += 7)
            TestTables.AreIdentical(model.Explain(rows.Row(i)).Contributions, contributions[i], $"contributions of row {i}");
    }

    [TestMethod]
    public void Contributions_add_up_to_the_surprise_and_missing_is_no_reason()
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var rows = TestTables.Random(700, 6, seed, missing: 0.25);
            var model = new AnomalyEnsembleEstimator(All with { Seed = seed, ForestWeight = seed }).Fit(rows);
            var surprise = model.Score(rows).Surprise;
            for (var i = 0; i < rows.RowCount; i++)
            {
                var why = model.Explain(rows.Row(i));
                Assert.AreEqual(surprise[i], why.Surprise, $"seed {seed}, row {i}");
                TestTables.AreClose(why.Surprise, why.Contributions.Sum(), 1e-6, $"seed {seed}, row {i}");
                TestTables.AreClose(why.Score, 1 - Math.Pow(10, -why.Surprise), 1e-12, $"seed {seed}, row {i}");
                var present = rows.Row(i).ToArray().Any(value => !float.IsNaN(value));
                for (var j = 0; j < rows.ColumnCount; j++)
                {
                    Assert.IsGreaterThanOrEqualTo(0, why.Contributions[j]);
                    Assert.IsTrue(!present || !float.IsNaN(rows[i, j]) || why.Contributions[j] == 0, $"seed {seed}, row {i}, column {j}");
                }
            }
        }
    }

    [TestMethod]
    public void Planted_anomalies_in_contaminated_training_data_come_first_with_their_columns()
    {
        const int count = 4000;
        var rows = TestTables.Random(count, 6, seed: 5, missing: 0.05);
        var values = rows.Rows(0, count).ToArray();
        var positive = new bool[count];
        for (var i = 0; i < count; i += 80)
        {
            positive[i] = true;
            values[i * 6] = -4.5f;
            values[i * 6 + 2] = 9 + i % 7;
            values[i * 6 + 3] = 4.5f;
        }

        rows = new FeatureTable(rows.Columns, count, values);
        var model = new AnomalyEnsembleEstimator(new() { Rules = new Dictionary<string, FeatureRule> { ["fc"] = new(TailDirection.Right), ["fd"] = new(TailDirection.Right) } }).Fit(rows);
        var scores = model.Score(rows);
        Assert.IsGreaterThan(0.9, RankingQuality.RecallAt(scores.Surprise, positive, 50));
        var why = model.Explain(rows.Row(80)).Contributions;
        CollectionAssert.AreEquivalent((int[])[0, 2, 3], Enumerable.Range(0, 6).OrderByDescending(j => why[j]).Take(3).ToArray());
    }

    [TestMethod]
    public void The_side_that_nobody_minds_raises_neither_component()
    {
        var rows = TestTables.Random(3000, 2, seed: 6, missing: 0);
        var model = new AnomalyEnsembleEstimator(All with { Rules = new Dictionary<string, FeatureRule> { ["fa"] = new(TailDirection.Right) } }).Fit(rows);
        var usual = model.Explain([0, 0]);
        var low = model.Explain([-50, 0]);
        var high = model.Explain([50, 0]);
        foreach (var member in usual.Members.Keys.Where(member => member != EnsembleMember.Tail))
            TestTables.AreClose(usual.Members[member], low.Members[member], 0.4, $"{member} on the low side");
        Assert.IsLessThan(1, low.Surprise);
        Assert.IsGreaterThan(3, high.Surprise);
    }

    [TestMethod]
    public void A_feature_of_weight_zero_changes_no_score()
    {
        var rows = TestTables.Random(1000, 3, seed: 7, missing: 0);
        var model = new AnomalyEnsembleEstimator(All with { Rules = new Dictionary<string, FeatureRule> { ["fb"] = new(TailDirection.Both, 0) } }).Fit(rows);
        Assert.AreEqual(model.Explain([1, 0, 0]).Surprise, model.Explain([1, 1e6f, 0]).Surprise);
    }

    [TestMethod]
    public void Retraining_gives_the_same_scores_whatever_the_threads_and_another_seed_others()
    {
        var rows = TestTables.Random(3000, 5, seed: 8);
        double[] Train(int seed, int threads) =>
            new AnomalyEnsembleEstimator(new() { Seed = seed, Threads = threads, MaxCalibrationRows = 2000 }).Fit(rows).Score(rows).Surprise;
        TestTables.AreIdentical(Train(1, 1), Train(1, 2), "threads");
        Assert.IsFalse(Train(1, 1).SequenceEqual(Train(2, 1)));
    }

    [TestMethod]
    public void Scores_of_unseen_normal_rows_are_spread_as_calibrated()
    {
        var all = TestTables.Random(24_000, 5, seed: 9, missing: 0.05);
        var train = all.Subset([.. Enumerable.Range(0, 12_000)]);
        var unseen = all.Subset([.. Enumerable.Range(12_000, 12_000)]);
        var scores = new AnomalyEnsembleEstimator().Fit(train).Score(unseen, threads: 2).Score;
        foreach (var share in (double[])[0.5, 0.1, 0.01])
            Assert.AreEqual(share, scores.Count(score => score >= 1 - share) / (double)scores.Length, share * 0.3, $"share {share}");
    }

    [TestMethod]
    public void It_composes_with_ML_NET_estimators_and_answers_one_row_at_a_time()
    {
        var rows = TestTables.Random(600, 4, seed: 10, missing: 0);
        var context = new MLContext(1);
        var pipeline = context.Transforms.NormalizeMinMax("Features").Append(new AnomalyEnsembleEstimator())
            .Append(context.Transforms.CopyColumns("Copy", "Surprise"));
        var model = pipeline.Fit(rows.AsDataView());
        var scores = model.Transform(rows.AsDataView()).GetColumn<double>("Copy").ToArray();
        using var engine = context.Model.CreatePredictionEngine<Row, Answer>(model, rows.AsDataView().Schema);
        for (var i = 0; i < 20; i++)
            Assert.AreEqual(scores[i], engine.Predict(new Row { Features = rows.Row(i).ToArray() }).Surprise, $"row {i}");
    }

    [TestMethod]
    public void A_single_row_and_an_empty_table_to_score_are_borne()
    {
        var one = new FeatureTable(["x", "y"], 1, [1, float.NaN]);
        var model = new AnomalyEnsembleEstimator().Fit(one);
        Assert.IsTrue(double.IsFinite(model.Score(one).Surprise[0]));
        Assert.IsGreaterThan(model.Score(one).Surprise[0], model.Explain([99, float.NaN]).Surprise);
        Assert.IsEmpty(model.Score(new FeatureTable(["x", "y"], 0, []), threads: 2).Score);
        Assert.ThrowsExactly<ArgumentException>(() => new AnomalyEnsembleEstimator(new() { ForestWeight = 0, NeighboursWeight = 0 }));
    }

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Answer
    {
        public double Surprise { get; set; }
    }
}
