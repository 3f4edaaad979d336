using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class RankingQualityTests
{
    private static readonly double[] Scores = [0.9, 0.8, 0.8, 0.4, 0.4, 0.1];
    private static readonly bool[] Positive = [true, false, true, false, true, false];

    [TestMethod]
    public void Ties_count_one_half()
    {
        // Wins: 0.9 over 3; 0.8 over 1 + 1 and half of one; 0.4 over 1 and half of one: 3 + 2.5 + 1.5 of 9.
        Assert.AreEqual(7.0 / 9, RankingQuality.AreaUnderRoc(Scores, Positive), 1e-12);
        // Steps: 1/3 at precision 1, 1/3 at 2/3, 1/3 at 3/5.
        Assert.AreEqual((1 + 2.0 / 3 + 3.0 / 5) / 3, RankingQuality.AveragePrecision(Scores, Positive), 1e-12);
        Assert.AreEqual(1.5 / 2, RankingQuality.PrecisionAt(Scores, Positive, 2), 1e-12);
        Assert.AreEqual(2.5 / 3, RankingQuality.RecallAt(Scores, Positive, 4), 1e-12);
        Assert.AreEqual(3.0 / 6, RankingQuality.PrecisionAt(Scores, Positive, 99), 1e-12);
        Assert.AreEqual(1, RankingQuality.RecallAt(Scores, Positive, 99), 1e-12);
    }

    [TestMethod]
    public void The_order_of_the_rows_changes_nothing()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var order = Enumerable.Range(0, Scores.Length).ToArray();
            random.Shuffle(order);
            double[] scores = [.. order.Select(i => Scores[i])];
            bool[] positive = [.. order.Select(i => Positive[i])];
            Assert.AreEqual(RankingQuality.AreaUnderRoc(Scores, Positive), RankingQuality.AreaUnderRoc(scores, positive), $"seed {seed}");
            Assert.AreEqual(RankingQuality.AveragePrecision(Scores, Positive), RankingQuality.AveragePrecision(scores, positive), $"seed {seed}");
            Assert.AreEqual(RankingQuality.RecallAt(Scores, Positive, 2), RankingQuality.RecallAt(scores, positive, 2), $"seed {seed}");
        }
    }

    [TestMethod]
    public void Perfect_reversed_and_one_sided_rankings_have_their_known_values()
    {
        bool[] positive = [true, false, false];
        Assert.AreEqual(1, RankingQuality.AreaUnderRoc([3, 2, 1], positive));
        Assert.AreEqual(0, RankingQuality.AreaUnderRoc([1, 2, 3], positive));
        Assert.AreEqual(0.5, RankingQuality.AreaUnderRoc([1, 1, 1], positive));
        Assert.IsTrue(double.IsNaN(RankingQuality.AreaUnderRoc([1, 2], [true, true])));
        Assert.IsTrue(double.IsNaN(RankingQuality.AveragePrecision([1, 2], [false, false])));
        Assert.ThrowsExactly<ArgumentException>(() => RankingQuality.AreaUnderRoc([1, 2], [true]));
        Assert.ThrowsExactly<ArgumentException>(() => RankingQuality.AveragePrecision([double.NaN], [true]));
    }
}
