// The small machines under the features: working days, link lists, peer shares, and the catalogue itself.
using System.Globalization;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Features;

[TestClass]
public sealed class WorkingDaysTests
{
    [TestMethod]
    [DataRow("2026-11-23", "2026-11-23", 0, DisplayName = "the same day")]
    [DataRow("2026-11-23", "2026-11-24", 1, DisplayName = "Monday to Tuesday")]
    [DataRow("2026-11-20", "2026-11-21", 0, DisplayName = "Friday to Saturday")]
    [DataRow("2026-11-20", "2026-11-22", 0, DisplayName = "Friday to Sunday")]
    [DataRow("2026-11-20", "2026-11-23", 1, DisplayName = "Friday to Monday")]
    [DataRow("2026-11-21", "2026-11-23", 1, DisplayName = "Saturday to Monday")]
    [DataRow("2026-11-22", "2026-11-27", 5, DisplayName = "Sunday to Friday")]
    [DataRow("2026-11-23", "2026-11-30", 5, DisplayName = "a week")]
    [DataRow("2026-11-24", "2026-11-23", 0, DisplayName = "backwards")]
    [DataRow("2025-12-31", "2026-12-31", 261, DisplayName = "a year")]
    public void Weekdays_after_the_first_up_to_the_second_day(string from, string to, int expected) =>
        Assert.AreEqual(expected, WorkingDays.Between(Day(from), Day(to)));

    [TestMethod]
    public void Counting_one_by_one_gives_the_same()
    {
        const int Seed = 5;
        var random = new Random(Seed);
        for (var i = 0; i < 500; i++)
        {
            var from = Day("2024-01-01") + random.Next(1000);
            var to = from + random.Next(-10, 120);
            var expected = 0;
            for (var day = from + 1; day <= to; day++)
            {
                if (DateOnly.FromDayNumber(day).DayOfWeek is not DayOfWeek.Saturday and not DayOfWeek.Sunday) expected++;
            }
            Assert.AreEqual(expected, WorkingDays.Between(from, to), $"seed {Seed}, round {i}");
        }
    }

    private static int Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
}

[TestClass]
public sealed class LinkListsTests
{
    [TestMethod]
    [DataRow(1, 7, 12)]
    [DataRow(2, 50, 40)]
    [DataRow(3, 3, 200)]
    public void The_lists_agree_with_a_dictionary(int seed, int owners, int keys)
    {
        var random = new Random(seed);
        var lists = new LinkLists(owners, 0);
        var naive = new Dictionary<(int Owner, int Key), (int First, int Last, int Times)>();
        var day = 100;
        for (var i = 0; i < 5000; i++)
        {
            day += random.Next(2);
            var (owner, key) = (random.Next(-1, owners), random.Next(-1, keys));
            lists.Touch(owner, key, day);
            if (owner >= 0 && key >= 0)
            {
                naive[(owner, key)] = naive.TryGetValue((owner, key), out var known)
                    ? known.Last == day ? known : (known.First, day, known.Times + 1)
                    : (day, day, 1);
            }
            var asked = (Owner: random.Next(owners), Key: random.Next(keys));
            var node = lists.Find(asked.Owner, asked.Key);
            Assert.AreEqual(naive.ContainsKey(asked), node >= 0, $"seed {seed}, step {i}");
            if (node >= 0) Assert.AreEqual(naive[asked], (lists.First(node), lists.Last(node), lists.Times(node)), $"seed {seed}, step {i}");
        }
        for (var owner = 0; owner < owners; owner++)
        {
            var found = new SortedSet<int>();
            for (var node = lists.Head(owner); node >= 0; node = lists.Next(node)) Assert.IsTrue(found.Add(lists.Key(node)), $"seed {seed}: a key twice");
            CollectionAssert.AreEqual(naive.Keys.Where(pair => pair.Owner == owner).Select(pair => pair.Key).Order().ToArray(), found.ToArray());
            Assert.AreEqual(found.Count, lists.Size(owner));
        }
    }

    [TestMethod]
    public void A_hub_stops_growing_and_says_so()
    {
        var lists = new LinkLists(2, 4);
        for (var key = 0; key < LinkLists.HubSize; key++) lists.Touch(0, key, 1);
        Assert.IsFalse(lists.IsHub(0));
        for (var key = LinkLists.HubSize; key < 1000; key++) lists.Touch(0, key, 1);
        Assert.IsTrue(lists.IsHub(0));
        Assert.AreEqual(LinkLists.HubSize + 1, lists.Size(0));
        Assert.IsFalse(lists.IsHub(1));
    }
}

[TestClass]
public sealed class PeerSharesTests
{
    [TestMethod]
    public void Shares_stay_within_0_and_1_and_rise_with_every_peer()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var shares = new PeerShares();
            for (var i = 0; i < 400; i++)
            {
                var (group, wide, value) = (random.Next(5), random.Next(3), random.Next(30));
                var before = shares.Share(group, wide, value);
                var other = shares.Share(group, wide, value + 100);
                shares.Add(group, wide, value);
                var after = shares.Share(group, wide, value);
                Assert.IsTrue(before is > 0 and < 1 && after is > 0 and < 1, $"seed {seed}");
                Assert.IsGreaterThan(before, after, $"seed {seed}, step {i}");
                Assert.IsLessThan(other, shares.Share(group, wide, value + 100), $"seed {seed}, step {i}: what others do makes the rest rarer");
                Assert.AreEqual(-Math.Log(after), shares.Rarity(group, wide, value), 1e-12);
            }
        }
    }

    [TestMethod]
    public void A_small_group_leans_on_the_wider_one_and_a_large_one_on_itself()
    {
        var shares = new PeerShares();
        for (var i = 0; i < 1000; i++) shares.Add(1, 7, i % 10 == 0 ? 1 : 2);

        Assert.AreEqual(0.1, shares.Share(1, 7, 1), 0.01, "the group's own habit");
        Assert.AreEqual(0.1, shares.Share(2, 7, 1), 0.01, "an employer of nobody yet has the country's habit");
        Assert.IsLessThan(0.03, shares.Share(3, 8, 1), "a group and a country of nobody have none");
        Assert.AreEqual(1000, shares.Support(1, 7));
        Assert.AreEqual(0, shares.Support(2, 7));
    }
}

[TestClass]
public sealed class FeatureCatalogTests
{
    [TestMethod]
    public void The_catalogue_is_whole_and_each_typologys_columns_stand_together()
    {
        Assert.HasCount(Enum.GetValues<Feature>().Length, FeatureCatalog.All);
        Assert.AreEqual(FeatureCatalog.Count, FeatureCatalog.All.Select(feature => feature.Code).Distinct(StringComparer.Ordinal).Count(), "a code twice");
        var order = FeatureCatalog.All.Select(feature => feature.Typology).ToArray();
        CollectionAssert.AreEqual(order.Order().ToArray(), order, "the models take a typology's columns as one block");
        foreach (var feature in FeatureCatalog.All)
        {
            Assert.IsTrue(feature.Weight is > 0 and <= 1, feature.Name);
            foreach (var text in new[] { feature.Unit, feature.Missing, feature.Innocent, feature.Source }) Assert.AreNotEqual("", text, feature.Name);
        }
        Assert.IsFalse(FeatureCatalog.Of(Typology.SanctionsMatch).Any());
    }

    [TestMethod]
    public void Every_sentence_is_plain_words_in_any_culture()
    {
        var facts = new PayoutFacts { Persons = 4, AccountAgeDays = 0, PriorPayDates = 12 };
        foreach (var feature in FeatureCatalog.All)
        {
            foreach (var value in new[] { 0, 0.3, 1, 1.5, 2, 7 })
            {
                var sentence = feature.Sentence(value, facts);
                StringAssert.EndsWith(sentence, ".", feature.Name);
                Assert.DoesNotContain("NaN", sentence, feature.Name);
                Assert.DoesNotContain(",5", sentence, feature.Name);
            }
        }
    }

    [TestMethod]
    public void Nationality_is_no_feature()
    {
        foreach (var feature in FeatureCatalog.All) Assert.DoesNotContain("nationality", feature.Name + feature.Unit + feature.Missing, StringComparison.OrdinalIgnoreCase, feature.Name);
        Assert.IsNull(typeof(Paysieve.Pipeline.Lake.TransferColumns).GetProperty("Nationality"));
    }
}
