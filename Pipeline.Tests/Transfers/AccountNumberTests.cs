// Domestic numbers: one spelling for one account.
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Transfers;

[TestClass]
public sealed class AccountNumberTests
{
    [TestMethod]
    [DataRow("1234567", "20-00-00", "GBP", "01234567")]
    [DataRow("1234567", "NWBKGB2L", "GBP", "01234567")]
    [DataRow("1234567", "021000021", "USD", "1234567")]
    [DataRow("12345", "0001001", "JPY", "0012345")]
    [DataRow("１２３４５６７", "0001001", "JPY", "1234567")]
    [DataRow("12-3456 7890", "", "USD", "1234567890")]
    [DataRow("ab.123", "", "USD", "AB123")]
    [DataRow("ibi-77", "", "TRY", "IBI77")]
    public void Numbers_are_stripped_padded_and_upper_cased(string text, string bankId, string currency, string expected)
    {
        Assert.IsTrue(Currency.TryParse(currency, out var known));
        Assert.IsTrue(AccountNumber.TryParse(text, Channel.Bank, bankId, known, out var account, out var findings));
        Assert.AreEqual(expected, account.Reveal());
        Assert.AreEqual(AccountScheme.Domestic, account.Scheme);
        Assert.AreEqual(RowFindings.None, findings);
    }

    [TestMethod]
    public void Text_without_letter_or_digit_is_no_account()
    {
        Assert.IsFalse(AccountNumber.TryParse(" -- ", Channel.Bank, "", null, out _, out _));
        Assert.IsFalse(AccountNumber.TryParse(new string('1', 129), Channel.Bank, "", null, out _, out _));
    }

    [TestMethod]
    [DataRow("n/a")]
    [DataRow("None")]
    [DataRow("000-000 000")]
    [DataRow("XXXX")]
    [DataRow("=1+1")]
    public void A_word_for_no_account_is_none_and_a_formula_is_none(string text)
    {
        foreach (var channel in (Channel[])[Channel.Unstated, Channel.Bank, Channel.Platform, Channel.Wallet])
            Assert.IsFalse(AccountNumber.TryParse(text, channel, "", null, out _, out _), channel.ToString());
    }

    [TestMethod]
    public void A_cheque_needs_no_account() => Assert.IsTrue(AccountNumber.TryParse("N/A", Channel.Cheque, "", null, out _, out _));

    [TestMethod]
    public void A_bank_account_without_digits_has_an_unknown_scheme_and_a_platform_handle_has_not()
    {
        Assert.IsTrue(AccountNumber.TryParse("cash please", Channel.Bank, "", null, out _, out var findings));
        Assert.AreEqual(RowFindings.UnknownAccountScheme, findings);
        Assert.IsTrue(AccountNumber.TryParse("anna@example.com", Channel.Platform, "PAYONEER", null, out _, out findings));
        Assert.AreEqual(RowFindings.None, findings);
    }

    [TestMethod]
    public void Mobile_money_is_a_domestic_number()
    {
        Assert.IsTrue(Currency.TryParse("KES", out var shillings));
        Assert.IsTrue(AccountNumber.TryParse("+254 712 345678", Channel.Wallet, "", shillings, out var account, out var findings));
        Assert.AreEqual(AccountScheme.Domestic, account.Scheme);
        Assert.AreEqual(RowFindings.None, findings);
    }

    [TestMethod]
    public void An_account_prints_masked()
    {
        Assert.IsTrue(AccountNumber.TryParse("DE89370400440532013000", Channel.Bank, "", null, out var account, out _));
        Assert.AreEqual("****3000", account.ToString());
        Assert.IsTrue(AccountNumber.TryParse("123", Channel.Bank, "", null, out account, out _));
        Assert.AreEqual("****3", account.ToString());
    }

    [TestMethod]
    public void Normalising_twice_equals_once()
    {
        foreach (var text in new[] { "de89 3704 0044 0532 0130 00", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "12-34", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" })
        {
            Assert.IsTrue(AccountNumber.TryParse(text, Channel.Unstated, "", null, out var once, out _));
            Assert.IsTrue(AccountNumber.TryParse(once.Reveal(), Channel.Unstated, "", null, out var twice, out _));
            Assert.AreEqual(once, twice);
        }
    }
}
