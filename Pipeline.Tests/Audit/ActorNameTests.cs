// One person, many spellings: none of them is a second person.
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Tests.Audit;

[TestClass]
public sealed class ActorNameTests
{
    [TestMethod]
    [DataRow("r.first ", "r.first")]
    [DataRow("\tR.First", "R.First")]
    [DataRow("Anna  Maria\u00A0Berg", "Anna Maria Berg")]
    [DataRow("ｒ．ｆｉｒｓｔ", "r.first")]
    [DataRow("Jo\u0308rg", "J\u00F6rg")]
    [DataRow("CORP\\berg", "CORP\\berg")]
    [DataRow("田中 太郎", "田中 太郎")]
    [DataRow("Иванов", "Иванов")]
    public void A_name_is_recorded_in_one_spelling(string written, string recorded)
    {
        Assert.IsTrue(ActorName.TryRead(written, out var name));
        Assert.AreEqual(recorded, name);
        Assert.IsTrue(ActorName.Same(written, recorded.ToUpperInvariant()));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" \u00A0\u3000")]
    [DataRow("r.fir\u200Bst")]
    [DataRow("r.first\u0000")]
    [DataRow("r.fi\u0440st")]
    [DataRow("\u0391nna")]
    [DataRow("r.first\u3164")]
    [DataRow("r.first\u202Etxt")]
    public void A_name_with_what_cannot_be_seen_or_told_apart_is_none(string written) => Assert.IsFalse(ActorName.TryRead(written, out _));

    [TestMethod]
    public void A_name_is_as_long_as_its_column()
    {
        Assert.IsTrue(ActorName.TryRead(new string('x', 128), out _));
        Assert.IsFalse(ActorName.TryRead(new string('x', 129), out _));
        Assert.IsFalse(ActorName.TryRead(null, out _));
        Assert.IsFalse(ActorName.TryRead("r.first" + (char)0xD800, out _), "half a surrogate pair");
        // One sign that becomes eighteen.
        Assert.IsFalse(ActorName.TryRead(new string('\uFDFA', 100), out _));
    }
}
