// Planted hard cases: scripts, romanisations, short forms and joins that must be found, and their nearest neighbours that must not.
using Bogus;
using Paysieve.Pipeline.Screening;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class HardNamesTests
{
    [TestMethod]
    [DataRow("Андрей Стрижов", "Person|||STRIZHOV, Andrei Alexandrovich")]
    [DataRow("Αντρέι Μπελούσοφ", "Person|||BELOUSOV, Andrei")]
    [DataRow("김용철", "Person|||KIM, Yong Chol")]
    [DataRow("Gim Yeongcheol", "Person|||KIM, Yong Chol")]
    [DataRow("طارق عزيز", "Person|||AZIZ, Tariq")]
    [DataRow("Abdulrahman Al-Rawi", "Person|||AL RAWI, Abd al Rahman")]
    [DataRow("Abdurrahman Rawi", "Person|||AL-RAWI, Abdelrahman")]
    [DataRow("Bill Strizhovsky", "Person|||STRIZHOVSKY, William")]
    [DataRow("Sinotech Shipping", "Company|||SINO TECH SHIPPING CO., LTD.")]
    [DataRow("Star Shipping 2", "Vessel|||STAR SHIPPING II")]
    public void A_hard_spelling_is_found(string name, string line) =>
        Assert.HasCount(1, new Screener(SampleLists.Of(line), new ScreeningOptions()).Screen(new ScreeningSubject("1", name)));

    [TestMethod]
    [DataRow("In Kyung Kim", "Person|||KIM, Kyong Nam")]
    [DataRow("Su Bin Han", "Person|||HAN, Jang Su")]
    [DataRow("Aleksei Kozlova", "Person|||KOZLOV, Aleksei")]
    [DataRow("Star Shipping 3", "Vessel|||STAR SHIPPING II")]
    [DataRow("Sergey Petrov", "Person|||PETROV, Igor")]
    public void Its_neighbour_is_not(string name, string line) =>
        Assert.IsEmpty(new Screener(SampleLists.Of(line), new ScreeningOptions()).Screen(new ScreeningSubject("1", name)));

    [TestMethod]
    [DataRow("kozlov", "kozlova", true)]
    [DataRow("moskovskiy", "moskovskaya", true)]
    [DataRow("ivanovich", "ivanovna", true)]
    [DataRow("kozlov", "kozlov", false)]
    [DataRow("marin", "maria", false)]
    public void A_womans_form_is_told_from_a_mans(string a, string b, bool differs)
    {
        Assert.AreEqual(differs, FeminineEnding.Differs(a, b));
        Assert.AreEqual(differs, FeminineEnding.Differs(b, a));
    }

    [TestMethod]
    public void The_deletes_leave_out_no_word_within_the_edits_allowed()
    {
        var random = new Randomizer(5);
        var words = Enumerable.Range(0, 600).Select(_ => random.String2(random.Int(3, 17), "abce")).Distinct(StringComparer.Ordinal).ToArray();
        var parts = words.Select(w => new NamePart(w, 1, NameReading.Plain, bearers: 0)).ToArray();
        var neighbours = new SpellingNeighbours(words.Select((w, i) => (w, i)));
        var found = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            found.Clear();
            neighbours.Collect(words[i], found);
            for (var k = 0; k < words.Length; k++)
                if (NamePart.Compare(parts[i], parts[k]) is { Relation: PartRelation.Spelling, Similarity: > 0 })
                    Assert.Contains(k, found, $"seed 5: {words[i]}, {words[k]}");
        }
    }
}
