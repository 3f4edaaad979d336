using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class TailCalibratorTests
{
    [TestMethod]
    public void A_higher_score_is_always_a_smaller_probability()
    {
        foreach (var draw in (Func<Random, double>[])[Exponential, random => random.NextDouble(), random => random.Next(5), random => Math.Pow(random.NextDouble(), -0.5), _ => 3])
        {
            var random = new Random(1);
            var scores = Enumerable.Range(0, 3000).Select(_ => draw(random)).ToArray();
            var calibrator = TailCalibrator.Fit(scores);
            var (low, high) = (scores.Min() - 2, scores.Max() + 50);
            var last = -1.0;
            for (var i = 0; i <= 20_000; i++)
            {
                var surprise = calibrator.Surprise(low + (high - low) * i / 20_000);
                Assert.IsGreaterThan(last, surprise, $"step {i}");
                last = surprise;
            }

            Assert.IsTrue(double.IsFinite(calibrator.Surprise(1e300)));
            Assert.IsGreaterThan(0, calibrator.TailProbability(1e300));
            Assert.IsLessThanOrEqualTo(1, calibrator.TailProbability(-1e300));
        }
    }

    [TestMethod]
    public void Probabilities_of_unseen_normal_rows_are_uniform()
    {
        foreach (var draw in (Func<Random, double>[])[Exponential, random => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()), random => Math.Pow(random.NextDouble(), -0.25)])
        {
            var random = new Random(2);
            var calibrator = TailCalibrator.Fit(Enumerable.Range(0, 20_000).Select(_ => draw(random)).ToArray());
            var probabilities = Enumerable.Range(0, 200_000).Select(_ => calibrator.TailProbability(draw(random))).ToArray();
            foreach (var share in (double[])[0.9, 0.5, 0.1, 0.01, 0.001])
            {
                var found = probabilities.Count(p => p <= share) / (double)probabilities.Length;
                // Twenty of the training rows lie beyond a share of 0.001: their own spread is a fifth.
                Assert.IsLessThan(share < 0.01 ? 0.5 : 0.2, Math.Abs(found / share - 1), $"p <= {share}: {found}");
            }
        }
    }

    [TestMethod]
    public void Beyond_the_training_range_an_exponential_tail_goes_on()
    {
        var random = new Random(3);
        var calibrator = TailCalibrator.Fit(Enumerable.Range(0, 50_000).Select(_ => Exponential(random)).ToArray());
        // True tail: e^-20 is a surprise of 8.7. The fit may bend, but not by more than a fifth at twice the range.
        Assert.AreEqual(20 / Math.Log(10), calibrator.Surprise(20), 20 / Math.Log(10) / 5);
        Assert.AreEqual(0, calibrator.TailShape, 0.2);
    }

    [TestMethod]
    public void Beyond_the_training_range_the_guess_is_within_a_power_of_ten()
    {
        // 500 scores are asked about one in ten thousand: twenty times rarer than anything they can have seen. Every tail a score is
        // likely to have, from one that ends to one so heavy that it has no variance; the true chance at that place is known.
        foreach (var (name, draw, beyond) in ((string, Func<Random, double>, Func<double, double>)[])
        [
            ("ends", random => 1 - Math.Sqrt(1 - random.NextDouble()), s => s >= 1 ? 0 : (1 - s) * (1 - s)),
            ("exponential", Exponential, s => Math.Exp(-s)),
            ("power 4", random => Math.Pow(1 - random.NextDouble(), -0.25), s => Math.Pow(s, -4)),
            ("power 2", random => Math.Pow(1 - random.NextDouble(), -0.5), s => Math.Pow(s, -2)),
        ])
        {
            var random = new Random(4);
            var chances = new List<double>();
            for (var turn = 0; turn < 200; turn++)
            {
                var calibrator = TailCalibrator.Fit(Enumerable.Range(0, 500).Select(_ => draw(random)).ToArray());
                var (low, high) = (0.0, 1e6);
                for (var step = 0; step < 60; step++)
                {
                    var middle = (low + high) / 2;
                    if (calibrator.Surprise(middle) < 4) low = middle;
                    else high = middle;
                }

                chances.Add(beyond(high));
            }

            // What is promised is held on the whole, and no promise is more than ten times too good on average.
            Assert.IsLessThan(1e-3, chances.Average(), name);
            Assert.IsLessThan(5e-4, chances.Order().ElementAt(100), name);
        }
    }

    [TestMethod]
    public void Training_scores_get_their_observed_share()
    {
        var scores = Enumerable.Range(1, 99).Select(i => (double)i).ToArray();
        var calibrator = TailCalibrator.Fit(scores);
        Assert.AreEqual(0.99, calibrator.TailProbability(1), 1e-9);
        Assert.AreEqual(0.50, calibrator.TailProbability(50), 1e-9);
    }

    [TestMethod]
    public void Few_scores_are_enough_and_no_score_is_refused()
    {
        foreach (var count in (int[])[1, 2, 3, 10])
        {
            var calibrator = TailCalibrator.Fit(Enumerable.Range(0, count).Select(i => (double)i).ToArray());
            Assert.IsGreaterThan(calibrator.Surprise(count - 1), calibrator.Surprise(count));
        }

        Assert.ThrowsExactly<ArgumentException>(() => TailCalibrator.Fit([]));
        Assert.ThrowsExactly<ArgumentException>(() => TailCalibrator.Fit([1, double.NaN]));
        Assert.ThrowsExactly<ArgumentException>(() => TailCalibrator.Fit([1, 2]).Surprise(double.NaN));
    }

    private static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());
}
