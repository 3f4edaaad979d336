using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class RankedCasesTests
{
    [TestMethod]
    public void Measures_agree_with_those_over_scores()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var random = new Random(seed);
            var rows = random.Next(50, 400);
            var places = Enumerable.Range(1, rows).Where(_ => random.Next(9) == 0).ToArray();
            var cases = new RankedCases(rows, places);
            double[] scores = [.. Enumerable.Range(1, rows).Select(place => -(double)place)];
            bool[] positive = [.. Enumerable.Range(1, rows).Select(place => places.Contains(place))];
            Assert.AreEqual(RankingQuality.AveragePrecision(scores, positive), cases.AveragePrecision, 1e-12, $"seed {seed}");
            foreach (var budget in (int[])[1, 7, rows / 2, rows, rows + 5])
            {
                Assert.AreEqual(RankingQuality.PrecisionAt(scores, positive, budget), cases.Precision(budget), 1e-12, $"seed {seed}, budget {budget}");
                Assert.AreEqual(RankingQuality.RecallAt(scores, positive, budget), cases.Recall(budget), 1e-12, $"seed {seed}, budget {budget}");
            }
        }
    }

    [TestMethod]
    public void The_interval_holds_the_estimate_narrows_with_more_cases_and_depends_on_the_seed_alone()
    {
        var few = Evenly(10);
        var many = Evenly(300);
        var (low, high) = few.AveragePrecisionInterval(500, seed: 3);
        var (lowMany, highMany) = many.AveragePrecisionInterval(500, seed: 3);

        Assert.IsTrue(low < few.AveragePrecision && few.AveragePrecision < high, $"{low} to {high}");
        Assert.IsLessThan((high - low) / few.AveragePrecision, (highMany - lowMany) / many.AveragePrecision);
        Assert.AreEqual((low, high), few.AveragePrecisionInterval(500, seed: 3));
        Assert.AreNotEqual((low, high), few.AveragePrecisionInterval(500, seed: 4));

        // A resample moves the positives and the rows between them: the bootstrap of rows, done the long way, gives nearly the same.
        var (slowLow, slowHigh) = LongWay(few, Enumerable.Range(1, 10).Select(i => (10000 / 10 * i) - 400).ToHashSet());
        Assert.AreEqual(slowLow, low, 0.15 * slowLow);
        Assert.AreEqual(slowHigh, high, 0.15 * slowHigh);

        static RankedCases Evenly(int cases) => new(10_000, Enumerable.Range(1, cases).Select(i => (10_000 / cases * i) - (4_000 / cases)));
    }

    [TestMethod]
    public void Nothing_to_find_is_no_number_and_a_place_outside_is_refused()
    {
        var none = new RankedCases(10, []);
        Assert.IsTrue(double.IsNaN(none.AveragePrecision) && double.IsNaN(none.Recall(3)) && double.IsNaN(none.AveragePrecisionInterval(10, 1).Low));
        Assert.AreEqual(0, none.Precision(3));
        Assert.ThrowsExactly<ArgumentException>(() => new RankedCases(10, [11]));
        Assert.ThrowsExactly<ArgumentException>(() => new RankedCases(10, [0]));
        Assert.ThrowsExactly<ArgumentException>(() => new RankedCases(10, [4, 4]));
    }

    private static (double Low, double High) LongWay(RankedCases cases, HashSet<int> places)
    {
        var random = new Random(5);
        var results = new List<double>();
        for (var r = 0; r < 400; r++)
        {
            var times = new int[cases.Rows + 1];
            for (var i = 0; i < cases.Rows; i++) times[random.Next(1, cases.Rows + 1)]++;
            double seen = 0, found = 0, sum = 0;
            for (var place = 1; place <= cases.Rows; place++)
            {
                seen += times[place];
                if (!places.Contains(place) || times[place] == 0) continue;
                found += times[place];
                sum += times[place] * found / seen;
            }
            if (found > 0) results.Add(sum / found);
        }
        results.Sort();
        return (results[(int)(0.025 * (results.Count - 1))], results[(int)Math.Ceiling(0.975 * (results.Count - 1))]);
    }
}
