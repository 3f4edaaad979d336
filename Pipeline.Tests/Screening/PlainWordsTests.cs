// The short way of reading a name gives what the long way gives, or leaves the name to it.
using Bogus;
using Paysieve.Pipeline.Screening;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class PlainWordsTests
{
    private static readonly string[] Plain = ("Maria García Müller Strizhov Łukasz Đorđe Ǆemal Ĳzer Ŀopis Weiß Kim Lee Yong Chol Ho Ri Park Chen Wei Ahmed de la van Anna-Sofia MENDOZA petrov Hussein Nguyen Thi " +
        "O U I A B K Xi Ng Oh Yi Alexandrovich Petrovna Bin Ibn Al El Haji Jr II IV").Split(' ');

    private static readonly string[] Special = ("Dr Mrs Abd Abdul al-Rahman Din Nuruddin Nezamoldin Aldin Ltd GmbH Trading Bank DEV Gen Com Mar SHPG Obshchestvo Ogranichennoi Otvetstvennostyu OOO Tehran Beirut 0mar Le8edev 12 S.I.S. O'Brien d.o.o. Gen. (Omar) Стрижов 김용철 Παπαδόπουλος حسن " +
        "AnnaStrizhovPetrov Jose\u0301").Split(' ');

    private static readonly string[] Between = [" ", " ", " ", " ", "-", ", ", "  ", "/", " / ", ". ", "'", ""];

    [TestMethod]
    public void A_name_of_plain_words_has_the_one_reading_that_it_has_when_read_in_full()
    {
        var parties = SampleLists.Of("Person|||STRIZHOV, Andrei", "Person|||KIM, Yong Chol", "Company|||MARIA TRADING CO LTD").Parties;
        var parts = new NameIndex(parties).Parts;
        var random = new Randomizer(17);
        var words = new PlainWords(parts);
        var (shortly, fully) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var name = random.Bool(0.02f) ? " " : "";
            for (var left = random.Int(1, 5); left > 0; left--)
                name += random.ArrayElement(random.Bool(0.1f) ? Special : Plain) + (left > 1 || random.Bool(0.03f) ? random.ArrayElement(Between) : "");
            var full = NameReadings.OfScreened(name, NameSpelling.Latin, parts.IsListed);
            if (words.Read(name) is not { } read)
            {
                fully++;
                continue;
            }
            shortly++;
            Assert.HasCount(1, full, name);
            CollectionAssert.AreEqual(full[0].Parts, read.Written, name);
            Assert.AreEqual(full[0].Reading, read.Reading, name);
            var made = new NameForm(full[0].Parts, full[0].Reading, text => parts.Screened(text, full[0].Reading), freeJoins: true);
            CollectionAssert.AreEqual(made.Parts, read.Parts, name);
            CollectionAssert.AreEqual(made.Joins, read.Joins, name);
        }
        Assert.IsGreaterThan(3_000, shortly);
        Assert.IsGreaterThan(5_000, fully);
    }
}
