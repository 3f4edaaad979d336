using System.Text.Json;
using Microsoft.ML;
using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class IsolationForestTests
{
    [TestMethod]
    public void Trees_of_scikit_learn_give_its_scores()
    {
        var stored = TestTables.Stored("isolation-forest.json");
        var rows = TestTables.Rows(stored);
        var expected = TestTables.Numbers(stored, "scores");
        var trees = stored.GetProperty("trees").EnumerateArray().Select(Tree).ToArray();
        var forest = PackedForest.Pack(trees, rows.ColumnCount, stored.GetProperty("sampleSize").GetInt32());
        var model = new IsolationForestTransformer(forest, [.. rows.Columns], new IsolationForestOptions());
        var scores = model.Score(rows);
        for (var i = 0; i < expected.Length; i++)
            TestTables.AreClose(expected[i], scores[i], 1e-6, $"row {i}");
    }

    [TestMethod]
    public void Own_training_ranks_like_scikit_learn_on_mostly_constant_columns()
    {
        var stored = TestTables.Stored("ranking.json");
        var rows = TestTables.Rows(stored);
        var positive = new bool[rows.RowCount];
        foreach (var at in stored.GetProperty("positive").EnumerateArray())
            positive[at.GetInt32()] = true;
        double auroc = 0, precision = 0;
        const int seeds = 20;
        for (var seed = 0; seed < seeds; seed++)
        {
            var scores = new IsolationForestEstimator(new() { Seed = seed }).Fit(rows).Score(rows);
            auroc += RankingQuality.AreaUnderRoc(scores, positive) / seeds;
            precision += RankingQuality.AveragePrecision(scores, positive) / seeds;
        }

        TestTables.AreClose(stored.GetProperty("meanAuroc").GetDouble(), auroc, 0.01, "mean AUROC");
        TestTables.AreClose(stored.GetProperty("meanAveragePrecision").GetDouble(), precision, 0.03, "mean average precision");
    }

    [TestMethod]
    public void Base_and_contributions_add_up_to_the_raw_score()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var rows = TestTables.Random(600, 7, seed, missing: 0.2);
            var model = new IsolationForestEstimator(new() { Seed = seed, SampleSize = 128 }).Fit(rows);
            var scores = model.Score(rows);
            for (var i = 0; i < rows.RowCount; i++)
            {
                var why = model.Explain(rows.Row(i));
                TestTables.AreClose(why.Explained, why.BaseValue + why.Contributions.Sum(), 1e-9, $"seed {seed}, row {i}");
                TestTables.AreClose(scores[i], Math.Pow(2, why.Explained), 0, $"seed {seed}, row {i}");
            }
        }
    }

    [TestMethod]
    public void The_walk_of_a_group_of_rows_ends_where_each_row_s_own_walk_does()
    {
        // Explain goes down node by node, one row at a time; group sizes that fill and that do not.
        foreach (var (count, sampleSize) in ((int, int)[])[(5, 4), (16, 8), (700, 256), (1003, 1024)])
        {
            var rows = TestTables.Random(count, 5, seed: count, missing: 0.2);
            var model = new IsolationForestEstimator(new() { Trees = 50, SampleSize = sampleSize }).Fit(rows);
            TestTables.AreIdentical([.. Enumerable.Range(0, count).Select(i => model.Explain(rows.Row(i)).Score)], model.Score(rows), $"{count} rows");
        }
    }

    [TestMethod]
    public void Training_through_a_data_view_is_training_on_the_table()
    {
        var rows = TestTables.Random(900, 4, seed: 10);
        var context = new MLContext(1);
        var direct = new IsolationForestEstimator().Fit(rows).Score(rows);
        var viewed = new IsolationForestEstimator().Fit(context.Data.Cache(rows.AsDataView())).Score(rows);
        TestTables.AreIdentical(direct, viewed, "scores");
    }

    [TestMethod]
    public void Being_missing_or_being_present_does_not_isolate()
    {
        // The second column is present in one row of a hundred, always near the same value, and missing from the first one's outlier.
        var random = new Random(11);
        var values = new float[2000 * 2];
        for (var i = 0; i < 2000; i++)
        {
            values[i * 2] = (float)random.NextDouble();
            values[i * 2 + 1] = i % 100 == 0 ? (float)random.NextDouble() : float.NaN;
        }

        values[1 * 2] = 30;
        var rows = new FeatureTable(["x", "rare"], 2000, values);
        var scores = new IsolationForestEstimator().Fit(rows).Score(rows);
        var present = Enumerable.Range(0, 20).Select(i => scores[i * 100]).Average();
        Assert.AreEqual(1, Array.IndexOf(scores, scores.Max()));
        TestTables.AreClose(scores.Average(), present, 0.08, "mean score of rows where the rare column is present");
        Assert.IsLessThan(scores.Max() - 0.1, present);
    }

    [TestMethod]
    public void Rows_all_alike_or_a_single_row_give_finite_scores()
    {
        foreach (var count in (int[])[1, 2, 300])
        {
            var rows = new FeatureTable(["x", "y"], count, [.. Enumerable.Repeat(float.NaN, count).Zip(Enumerable.Repeat(3f, count)).SelectMany(p => new[] { p.First, p.Second })]);
            var model = new IsolationForestEstimator().Fit(rows);
            Assert.IsTrue(model.Score(rows).All(double.IsFinite), $"{count} rows");
            Assert.IsTrue(double.IsFinite(model.Explain([1f, 2f]).Score), $"{count} rows");
        }
    }

    [TestMethod]
    public void Other_columns_than_trained_on_are_refused()
    {
        var rows = TestTables.Random(100, 3, seed: 13);
        var model = new IsolationForestEstimator().Fit(rows);
        var renamed = new FeatureTable(["fa", "fc", "fb"], rows.RowCount, rows.Rows(0, rows.RowCount).ToArray());
        Assert.ThrowsExactly<ArgumentException>(() => model.Score(renamed));
        Assert.ThrowsExactly<ArgumentException>(() => model.Transform(renamed.AsDataView()));
        Assert.ThrowsExactly<ArgumentException>(() => model.Explain([1f]));
        Assert.ThrowsExactly<ArgumentException>(() => new IsolationForestEstimator(new() { Trees = 0 }));
        Assert.ThrowsExactly<ArgumentException>(() => new IsolationForestEstimator().Fit(new FeatureTable(["x"], 0, [])));
    }

    private static TreeSketch Tree(JsonElement stored)
    {
        var tree = new TreeSketch();
        foreach (var rows in stored.GetProperty("rows").EnumerateArray())
            tree.AddLeaf(rows.GetInt32());
        for (var node = 0; node < tree.Count; node++)
        {
            var left = stored.GetProperty("left")[node].GetInt32();
            if (left >= 0)
                tree.Split(node, stored.GetProperty("feature")[node].GetInt32(), Floor(stored.GetProperty("threshold")[node].GetDouble()), left, stored.GetProperty("right")[node].GetInt32());
        }

        return tree;
    }

    // x <= t for a float x and a double t is x <= the greatest float up to t.
    private static float Floor(double threshold)
    {
        var nearest = (float)threshold;
        return nearest > threshold ? MathF.BitDecrement(nearest) : nearest;
    }
}
