// The score of the Treasury's public search, as documented: known answers.
using Paysieve.Pipeline.Screening;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class TreasuryScoreTests
{
    [TestMethod]
    [DataRow("KIM, Jong Un", "KIM JONG UN", 100)]
    [DataRow("Kim Jong", "KIM, Jong Un", 100)]
    [DataRow("Jong Kim", "KIM, Jong Un", 100)]
    [DataRow("Nicolas Maduro", "MADURO MOROS, Nicolas", 100)]
    [DataRow("MARTHA", "MARHTA", 96)]
    [DataRow("Zebra", "KIM, Jong Un", 0)]
    [DataRow("", "KIM, Jong Un", 0)]
    public void Known_answers(string entered, string listed, int expected) => Assert.AreEqual(expected, TreasuryScore.Of(entered, listed));

    [TestMethod]
    [DataRow("ROBERT", "R163")]
    [DataRow("RUPERT", "R163")]
    [DataRow("TYMCZAK", "T522")]
    [DataRow("PFISTER", "P236")]
    [DataRow("ASHCRAFT", "A261")]
    public void Soundex_is_the_American_one(string name, string code) => Assert.AreEqual(code, TreasuryScore.Soundex(name));
}
