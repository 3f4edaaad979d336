using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class EmpiricalTailTests
{
    [TestMethod]
    public void Training_rows_score_as_the_published_definition_says()
    {
        var stored = TestTables.Stored("ecod.json");
        var rows = TestTables.Rows(stored);
        var expected = TestTables.Numbers(stored, "scores");
        var scores = new EmpiricalTailEstimator().Fit(rows).Score(rows);
        for (var i = 0; i < expected.Length; i++)
            TestTables.AreClose(expected[i], scores[i], 1e-9, $"row {i}");
    }

    [TestMethod]
    public void Contributions_add_up_to_the_score_and_missing_adds_nothing()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var rows = TestTables.Random(500, 6, seed, missing: 0.3);
            var model = new EmpiricalTailEstimator().Fit(rows);
            var scores = model.Score(rows, threads: 2);
            for (var i = 0; i < rows.RowCount; i++)
            {
                var why = model.Explain(rows.Row(i));
                Assert.AreEqual(scores[i], why.Score, $"seed {seed}, row {i}");
                TestTables.AreClose(why.Score, why.Contributions.Sum(), 1e-9, $"seed {seed}, row {i}");
                for (var j = 0; j < rows.ColumnCount; j++)
                    Assert.IsTrue(!float.IsNaN(rows[i, j]) || why.Contributions[j] == 0, $"seed {seed}, row {i}, column {j}");
            }
        }
    }

    [TestMethod]
    public void A_direction_looks_at_one_side_and_a_weight_multiplies()
    {
        var rows = new FeatureTable(["x"], 4, [1, 2, 3, 4]);
        Assert.AreEqual(Math.Log(4), Surprise(rows, new(TailDirection.Left), 1), 1e-12);
        Assert.AreEqual(0, Surprise(rows, new(TailDirection.Left), 4), 1e-12);
        Assert.AreEqual(3 * Math.Log(4), Surprise(rows, new(TailDirection.Right, 3), 4), 1e-12);
        Assert.AreEqual(Math.Log(2), Surprise(rows, new(TailDirection.Both), 2), 1e-12);
        Assert.AreEqual(0, Surprise(rows, new(TailDirection.Both, 0), 99), 1e-12);
    }

    [TestMethod]
    public void A_value_that_forty_percent_share_never_surprises()
    {
        var values = Enumerable.Range(0, 1000).Select(i => i < 400 ? 0f : i / 100f).ToArray();
        var rows = new FeatureTable(["x"], 1000, values);
        Assert.IsLessThanOrEqualTo(-Math.Log(0.4) + 1e-12, Surprise(rows, new(TailDirection.Both), 0));
    }

    [TestMethod]
    public void Beyond_the_training_range_more_extreme_is_more_surprising()
    {
        var rows = TestTables.Random(5000, 1, seed: 6, missing: 0);
        var model = new EmpiricalTailEstimator(new() { Rules = Rule("fa", new(TailDirection.Right)) }).Fit(rows);
        var last = Math.Log(5000);
        foreach (var value in (float[])[10, 11, 20, 1000, 1e9f, float.MaxValue])
        {
            var surprise = model.Explain([value]).Score;
            Assert.IsGreaterThan(last, surprise, $"at {value}");
            last = surprise;
        }

        var flat = new EmpiricalTailEstimator(new() { Rules = Rule("fa", new(TailDirection.Right)), Extrapolate = false }).Fit(rows);
        Assert.AreEqual(Math.Log(5001), flat.Explain([1000]).Score, 1e-12);
        Assert.AreEqual(0, model.Explain([-1000]).Score, 1e-12);
    }

    [TestMethod]
    public void A_column_of_many_values_is_remembered_to_within_the_documented_error()
    {
        const int count = 60_000;
        var random = new Random(7);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = i % 10 == 0 ? 0.5f : (float)-Math.Log(1 - random.NextDouble());
        var rows = new FeatureTable(["x"], count, values);
        var model = new EmpiricalTailEstimator(new() { Rules = Rule("x", new(TailDirection.Right)) }).Fit(rows);
        var sorted = values.ToArray();
        Array.Sort(sorted);
        for (var rank = 0; rank < count; rank += rank < 2000 || rank > count - 2000 ? 1 : 37)
        {
            var first = rank;
            while (first > 0 && sorted[first - 1] == sorted[rank])
                first = Math.Max(0, Array.BinarySearch(sorted, 0, first, sorted[rank]) is var at && at >= 0 ? at : first - 1);
            var exact = -Math.Log((count - first) / (double)count);
            var tolerance = count - first <= 512 ? 1e-12 : 0.004;
            TestTables.AreClose(exact, model.Explain([sorted[rank]]).Score, tolerance, $"rank {rank}");
        }
    }

    [TestMethod]
    public void Training_on_more_rows_than_allowed_takes_the_same_sample_for_the_same_seed()
    {
        var rows = TestTables.Random(4000, 3, seed: 8);
        double[] Train(int seed) => new EmpiricalTailEstimator(new() { MaxTrainingRows = 1000, Seed = seed }).Fit(rows).Score(rows);
        TestTables.AreIdentical(Train(1), Train(1), "seed 1 twice");
        Assert.IsFalse(Train(1).SequenceEqual(Train(2)));
    }

    [TestMethod]
    public void A_column_missing_everywhere_and_a_constant_one_are_borne()
    {
        var rows = new FeatureTable(["none", "same"], 3, [float.NaN, 5, float.NaN, 5, float.NaN, 5]);
        var model = new EmpiricalTailEstimator().Fit(rows);
        Assert.AreEqual(0, model.Explain([7, 5]).Score);
        Assert.IsGreaterThanOrEqualTo(Math.Log(4), model.Explain([7, 6]).Score);
    }

    [TestMethod]
    public void A_rule_for_an_unknown_column_or_with_a_negative_weight_is_refused()
    {
        var rows = TestTables.Random(10, 2, seed: 9);
        Assert.ThrowsExactly<ArgumentException>(() => new EmpiricalTailEstimator(new() { Rules = Rule("fz", new(TailDirection.Both)) }).Fit(rows));
        Assert.ThrowsExactly<ArgumentException>(() => new EmpiricalTailEstimator(new() { Rules = Rule("fa", new(TailDirection.Both, -1)) }).Fit(rows));
    }

    private static double Surprise(FeatureTable rows, FeatureRule rule, float value) =>
        new EmpiricalTailEstimator(new() { Rules = Rule("x", rule) }).Fit(rows).Explain([value]).Score;

    private static Dictionary<string, FeatureRule> Rule(string column, FeatureRule rule) => new() { [column] = rule };
}
