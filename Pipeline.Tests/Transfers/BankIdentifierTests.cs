// BIC form and country, ABA check digits, one spelling for one bank.
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Transfers;

[TestClass]
public sealed class BankIdentifierTests
{
    [TestMethod]
    [DataRow("021000021")]
    [DataRow("011401533")]
    [DataRow("091000019")]
    [DataRow("026073150")]
    [DataRow("084009519")]
    [DataRow("121000248")]
    [DataRow("322271627")]
    public void Known_routing_numbers_hold_and_their_neighbours_do_not(string number)
    {
        Assert.IsTrue(BankIdentifier.IsRoutingNumber(number));
        for (var i = 0; i < 9; i++)
        {
            var wrong = number[..i] + (char)('0' + ((number[i] - '0' + 1) % 10)) + number[(i + 1)..];
            Assert.IsFalse(BankIdentifier.IsRoutingNumber(wrong), wrong);
        }
    }

    [TestMethod]
    [DataRow("000000000")]
    [DataRow("02100002")]
    [DataRow("02100002A")]
    public void What_is_no_routing_number_is_refused(string text) => Assert.IsFalse(BankIdentifier.IsRoutingNumber(text));

    [TestMethod]
    [DataRow("DEUTDEFF", "DE")]
    [DataRow("NWBKGB2LXXX", "GB")]
    [DataRow("bofaus3n", "US")]
    public void A_bic_names_its_country(string bic, string country)
    {
        Assert.IsTrue(BankIdentifier.TryBicCountry(bic, out var found));
        Assert.AreEqual(country, found.Code);
    }

    [TestMethod]
    [DataRow("DEUTZZFF")]
    [DataRow("DEUTDEF")]
    [DataRow("DEUT-EFF")]
    [DataRow("PAYONEER")]
    [DataRow("coinbase")]
    [DataRow("")]
    public void Other_text_is_no_bic(string text) => Assert.IsFalse(BankIdentifier.TryBicCountry(text, out _));

    [TestMethod]
    [DataRow("deutdeffxxx", "DEUTDEFF")]
    [DataRow("DEUT DE FF 500", "DEUTDEFF500")]
    [DataRow("20-00-00", "200000")]
    [DataRow("0001-001", "0001001")]
    [DataRow(" Wise ", "WISE")]
    [DataRow("citi wallet", "CITI WALLET")]
    public void One_bank_has_one_spelling(string text, string expected) => Assert.AreEqual(expected, BankIdentifier.Normalise(text));
}
