using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class GroupedCalibratorTests
{
    [TestMethod]
    public void In_each_large_group_one_unseen_row_in_a_hundred_is_as_unusual_as_one_in_a_hundred()
    {
        var (scores, groups) = Draw(seed: 1, rows: 30_000);
        var calibrator = GroupedCalibrator.Fit(scores, groups);
        var (unseen, theirs) = Draw(seed: 2, rows: 60_000);
        foreach (var group in (string[])["contractor", "employee"])
        {
            var of = Enumerable.Range(0, unseen.Length).Where(i => theirs[i] == group).ToArray();
            var grouped = of.Count(i => calibrator.TailProbability(unseen[i], group) <= 0.01) / (double)of.Length;
            Assert.AreEqual(0.01, grouped, 0.003, group);
            // What it is for: against the whole, contractors would fill the list and employees would never be on it.
            var whole = of.Count(i => calibrator.Whole.TailProbability(unseen[i]) <= 0.01) / (double)of.Length;
            Assert.IsGreaterThan(0.005, Math.Abs(whole - 0.01), group);
        }
    }

    [TestMethod]
    public void A_small_group_and_an_unknown_one_are_measured_against_the_whole()
    {
        var (scores, groups) = Draw(seed: 3, rows: 2000);
        for (var i = 0; i < 19; i++) groups[i] = "few";
        for (var i = 19; i < 69; i++) groups[i] = "some";
        var calibrator = GroupedCalibrator.Fit(scores, groups, backOff: 200);
        foreach (var group in (string?[])["few", "nobody", "", null])
            Assert.AreEqual(calibrator.Whole.Surprise(3), calibrator.Surprise(3, group));
        CollectionAssert.AreEqual((string[])["contractor", "employee", "some"], calibrator.Groups.ToArray());
        var own = TailCalibrator.Fit(scores.AsSpan(19, 50)).Surprise(3);
        Assert.AreEqual(0.2 * own + 0.8 * calibrator.Whole.Surprise(3), calibrator.Surprise(3, "some"), 1e-12);
    }

    [TestMethod]
    public void Within_a_group_a_higher_score_is_a_smaller_probability_and_saving_changes_no_bit()
    {
        var (scores, groups) = Draw(seed: 4, rows: 3000);
        var calibrator = GroupedCalibrator.Fit(scores, groups);
        using var stream = new MemoryStream();
        calibrator.Write(new BinaryWriter(stream));
        stream.Position = 0;
        var loaded = GroupedCalibrator.Read(new BinaryReader(stream));
        foreach (var group in calibrator.Groups)
        {
            var last = -1.0;
            for (var score = -1.0; score < 60; score += 0.01)
            {
                var surprise = calibrator.Surprise(score, group);
                Assert.IsGreaterThan(last, surprise, $"{group}, {score}");
                Assert.AreEqual(surprise, loaded.Surprise(score, group));
                last = surprise;
            }
        }
    }

    [TestMethod]
    public void Lengths_that_differ_and_a_negative_back_off_are_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => GroupedCalibrator.Fit([1, 2], ["a"]));
        Assert.ThrowsExactly<ArgumentException>(() => GroupedCalibrator.Fit([1], ["a"], -1));
        Assert.ThrowsExactly<ArgumentException>(() => GroupedCalibrator.Fit([], []));
    }

    private static (double[] Scores, string?[] Groups) Draw(int seed, int rows)
    {
        var random = new Random(seed);
        var (scores, groups) = (new double[rows], new string?[rows]);
        for (var i = 0; i < rows; i++)
        {
            groups[i] = random.NextDouble() < 0.3 ? "contractor" : "employee";
            scores[i] = -Math.Log(1 - random.NextDouble()) * (groups[i] == "contractor" ? 3 : 1);
        }

        return (scores, groups);
    }
}
