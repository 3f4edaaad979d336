// What holds for every ranking, tried on many drawn nights.
using Paysieve.Pipeline.Findings;

namespace Paysieve.Pipeline.Tests.Findings;

[TestClass]
public sealed class ReviewRankingTests
{
    private static Candidate[] Night(int seed, int count = 120)
    {
        var random = new Random(seed);
        var night = new Candidate[count];
        for (var i = 0; i < count; i++)
        {
            var list = random.Next(30) switch { 0 => ListDecision.Match, 1 => ListDecision.Review, 2 => ListDecision.NotScreened, _ => ListDecision.None };
            night[i] = new Candidate(
                Evidence(), random.Next(10) == 0 ? double.NaN : Evidence(), Evidence(), list,
                list == ListDecision.Match ? 6 : list == ListDecision.Review ? 2 + (random.NextDouble() * 2) : 0, 0, random.Next(100_000), (ulong)random.NextInt64());
        }
        return night;

        double Evidence() => random.Next(4) == 0 ? random.NextDouble() * 8 : random.NextDouble();
    }

    [TestMethod]
    public void The_fast_order_is_the_order_of_plain_comparison()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var random = new Random(seed);
            var evidence = Enumerable.Range(0, 300).Select(_ => random.Next(4) switch { 0 => 0.0, 1 => -0.0, 2 => random.Next(3) - 1.0, _ => random.NextDouble() }).ToArray();
            var ties = Enumerable.Range(0, evidence.Length).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue)).ToArray();
            var positions = Enumerable.Range(0, evidence.Length).Where(_ => random.Next(5) > 0).ToArray();
            var expected = positions.OrderBy(i => -evidence[i]).ThenBy(i => ties[i]).ToArray();
            CollectionAssert.AreEqual(expected, StrangestFirst.Order(positions, evidence, ties), $"seed {seed}");
        }
    }

    [TestMethod]
    public void Rising_evidence_in_any_family_never_lowers_the_combined()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            foreach (var candidate in Night(seed, 20))
            {
                var rise = random.NextDouble() * 3;
                var before = ReviewRanking.Combined(candidate);
                var risen = new[]
                {
                    candidate with { Routing = candidate.Routing + rise }, candidate with { Currency = candidate.Currency + rise },
                    candidate with { Sharing = double.IsNaN(candidate.Sharing) ? rise : candidate.Sharing + rise }, candidate with { ListEvidence = candidate.ListEvidence + rise },
                };
                foreach (var other in risen) Assert.IsGreaterThanOrEqualTo(before, ReviewRanking.Combined(other), $"seed {seed}: {candidate} to {other}");
            }
        }
    }

    [TestMethod]
    public void Two_unusual_families_weigh_more_than_either_and_an_ordinary_second_adds_nothing()
    {
        var one = new Candidate(3, 0, 0, ListDecision.None, 0, 0, 0, 1);
        Assert.AreEqual(3, ReviewRanking.Combined(one), 1e-12);
        Assert.AreEqual(3, ReviewRanking.Combined(one with { Sharing = 1.3 }), 1e-12);
        Assert.AreEqual(3.5, ReviewRanking.Combined(one with { Sharing = 2.3 }), 1e-12);
        Assert.AreEqual(3, ReviewRanking.Combined(one with { Sharing = double.NaN }), 1e-12, "not assessed is no evidence");
    }

    [TestMethod]
    public void The_order_of_the_candidates_changes_no_rank()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var night = Night(seed);
            var shuffled = night.ToArray();
            new Random(seed).Shuffle(shuffled);

            var ranked = ReviewRanking.Order(night).Select(i => night[i].Tie).ToArray();
            var rankedAgain = ReviewRanking.Order(shuffled).Select(i => shuffled[i].Tie).ToArray();
            var money = ReviewRanking.OrderWithMoney(night, Enumerable.Range(0, night.Length)).Select(i => night[i].Tie).ToArray();
            var moneyAgain = ReviewRanking.OrderWithMoney(shuffled, Enumerable.Range(0, night.Length).Reverse()).Select(i => shuffled[i].Tie).ToArray();

            CollectionAssert.AreEqual(ranked, rankedAgain, $"seed {seed}");
            CollectionAssert.AreEqual(money, moneyAgain, $"seed {seed}");
            Assert.HasCount(night.Length, ranked.Distinct().ToArray());
        }
    }

    [TestMethod]
    public void A_match_always_stands_before_everything_else()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var night = Night(seed);
            night[7] = night[7] with { List = ListDecision.Match, ListEvidence = 6, Routing = 0, Sharing = 0, Currency = 0, StakeUsd = 0 };
            night[8] = night[8] with { List = ListDecision.None, Routing = 40, Sharing = 40, Currency = 40, StakeUsd = 1e9 };
            var matches = night.Count(candidate => candidate.List == ListDecision.Match);

            foreach (var order in new[] { ReviewRanking.Order(night), ReviewRanking.OrderWithMoney(night, Enumerable.Range(0, night.Length)) })
            {
                for (var place = 0; place < order.Length; place++)
                    Assert.AreEqual(place < matches, night[order[place]].List == ListDecision.Match, $"seed {seed}, place {place + 1}");
            }
        }
    }

    [TestMethod]
    public void Ranks_fall_with_the_evidence()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var night = Night(seed);
            var order = ReviewRanking.Order(night);
            for (var place = 1; place < order.Length; place++)
            {
                var (before, after) = (night[order[place - 1]], night[order[place]]);
                if (before.List == ListDecision.Match != (after.List == ListDecision.Match)) continue;
                Assert.IsGreaterThanOrEqualTo(ReviewRanking.Combined(after), ReviewRanking.Combined(before), $"seed {seed}, place {place + 1}");
            }
        }
    }

    [TestMethod]
    public void Money_decides_between_nearly_equal_ones_only()
    {
        var poor = new Candidate(3.04, 0, 0, ListDecision.None, 0, 0, 10, 1);
        var rich = poor with { Routing = 2.96, StakeUsd = 90_000, Tie = 2 };
        var strange = poor with { Routing = 3.2, StakeUsd = 1, Tie = 3 };
        CollectionAssert.AreEqual(new[] { 2, 1, 0 }, ReviewRanking.OrderWithMoney([poor, rich, strange], [0, 1, 2]));
        CollectionAssert.AreEqual(new[] { 2, 0, 1 }, ReviewRanking.Order([poor, rich, strange]), "before money is weighed");

        var match = new Candidate(1, double.NaN, double.NaN, ListDecision.Match, 6, 0.97, 0, 1);
        CollectionAssert.AreEqual(new[] { 1, 0, 2 }, ReviewRanking.Order([match, match with { ListScore = 0.99, Tie = 2 }, match with { Tie = 3 }]), "of two list matches the likelier first");

        for (var seed = 1; seed <= 50; seed++)
        {
            var night = Night(seed);
            var order = ReviewRanking.OrderWithMoney(night, Enumerable.Range(0, night.Length));
            for (var place = 1; place < order.Length; place++)
            {
                var (before, after) = (night[order[place - 1]], night[order[place]]);
                if (before.List == ListDecision.Match != (after.List == ListDecision.Match)) continue;
                Assert.IsGreaterThanOrEqualTo(ReviewRanking.Combined(after) - 0.1000001, ReviewRanking.Combined(before), $"seed {seed}: money lifted a payout over a stranger one");
            }
        }
    }

    [TestMethod]
    public void Only_the_chosen_are_ordered()
    {
        var night = Night(9);
        var chosen = new[] { 4, 40, 17 };
        CollectionAssert.AreEquivalent(chosen, ReviewRanking.OrderWithMoney(night, chosen));
    }

    [TestMethod]
    [DataRow(null, 0, 0)]
    [DataRow(null, 1, 1)]
    [DataRow(null, 100, 1)]
    [DataRow(null, 101, 2)]
    [DataRow(null, 20_000, 200)]
    [DataRow(0, 20_000, 0)]
    [DataRow(25, 20_000, 25)]
    public void The_budget_is_as_set_or_one_in_a_hundred(int? set, int scored, int expected) =>
        Assert.AreEqual(expected, new AlertingSettings { ReviewsPerNight = set }.Budget(scored));

    [TestMethod]
    public void Settings_out_of_range_are_all_told()
    {
        Assert.IsEmpty(new AlertingSettings().Failures());
        Assert.HasCount(3, new AlertingSettings { ReviewsPerNight = -1, ReviewShare = 0, LeastEvidence = double.NaN }.Failures());
    }
}
