// What of a wrong value is shown: enough to mend it, and nothing of anybody.
using System.Text;
using Paysieve.Pipeline.Formats;

namespace Paysieve.Pipeline.Tests.Formats;

[TestClass]
public sealed class ShapeTests
{
    [TestMethod]
    [DataRow("split_no", "0", "found 0; expected a whole number from 1 to 255")]
    [DataRow("split_no", "1.5", "found 1.5; expected a whole number from 1 to 255")]
    [DataRow("pay_date", "2026-02-30", "found 2026-02-30; expected an ISO 8601 date (2026-11-23) within 1950..2100")]
    [DataRow("hire_date", "1926-01-31", "found 1926-01-31; expected an ISO 8601 date (2026-11-23) within 1950..2100")]
    [DataRow("currency", "EUX", "found EUX; expected an ISO 4217 code or USDT, USDC, XBT, ETH, TRX")]
    [DataRow("bank_country", "UK", "found UK; expected an ISO 3166-1 alpha-2 code")]
    [DataRow("channel", "wire", "found wire; expected one of bank, platform, wallet, card, cheque")]
    public void A_value_that_says_nothing_of_anybody_is_shown_as_it_is(string column, string value, string detail)
    {
        Assert.AreEqual(detail, DetailOf(column, value));
    }

    [TestMethod]
    // What a person or an account may be told by.
    [DataRow("date_of_birth", "1980-02-30", "9999-99-99")]
    [DataRow("nationality", "XX", "AA")]
    [DataRow("amount", "12.345", "99.999")]
    [DataRow("account", "---", "---")]
    // Columns that slipped: names and numbers where a word, a code or a date should be.
    [DataRow("channel", "Smith", "Aaaaa")]
    [DataRow("channel", "ANNA SMITH", "AAAA AAAAA")]
    [DataRow("channel", "anna.smith@x.example", "aaaa.aaaaa@a.aaaaaaa")]
    [DataRow("currency", "SMITH", "AAAAA")]
    [DataRow("bank_country", "12", "99")]
    [DataRow("split_no", "4711", "9999")]
    [DataRow("split_no", "12345678", "99999999")]
    [DataRow("pay_date", "31126819", "99999999")]
    [DataRow("pay_date", "123-45-6789", "999-99-9999")]
    [DataRow("pay_date", "2026/02-28", "9999/99-99")]
    public void Everything_else_shows_its_shape_alone(string column, string value, string shape)
    {
        StringAssert.StartsWith(DetailOf(column, value), "found " + shape + "; ", StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_long_value_is_cut_and_never_shown_whatever_its_column()
    {
        Assert.AreEqual(new string('9', 24) + "… (60 characters)", Shape.Of(Encoding.UTF8.GetBytes(new string('1', 60)), ValueForm.Number));
        Assert.AreEqual("nothing", Shape.Of([], ValueForm.Date));
        Assert.AreEqual("2026-02-30T25:61", Shape.Of("2026-02-30T25:61"u8, ValueForm.Date));
        Assert.AreEqual("999", Shape.Of("\u0664\u0665\u0666"u8, ValueForm.Number), "digits of another script");
    }

    private static string DetailOf(string column, string value) =>
        Exports.Read(Exports.Csv(Exports.Row("T1", (column, value)))).Sink.Rejected.Single().Record.Detail;
}
