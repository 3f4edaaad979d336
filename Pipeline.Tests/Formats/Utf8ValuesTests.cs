// Amounts, dates and the formula escape at their edges.
using System.Globalization;
using System.Text;
using CsCheck;
using Paysieve.Pipeline.Formats;

namespace Paysieve.Pipeline.Tests.Formats;

[TestClass]
public sealed class Utf8ValuesTests
{
    [TestMethod]
    [DataRow("100", 2, "100.00")]
    [DataRow("100.5000", 2, "100.50")]
    [DataRow("-0.01", 2, "-0.01")]
    [DataRow("+7", 0, "7")]
    [DataRow(".5", 2, "0.50")]
    [DataRow("5.", 2, "5.00")]
    [DataRow("350000.00", 0, "350000")]
    [DataRow("1.234", 3, "1.234")]
    [DataRow("000000000000000000000000000000000000000000012.30", 2, "12.30")]
    [DataRow("1000000000000", 2, "1000000000000.00")]
    public void Amounts_get_their_currencys_decimals(string text, int minorUnits, string expected)
    {
        Assert.AreEqual(NumberOutcome.Ok, Amount(text, minorUnits, false, out var amount));
        Assert.AreEqual(expected, amount.ToString(CultureInfo.InvariantCulture));
    }

    [TestMethod]
    [DataRow("0.1234567890125", "0.123456789012")]
    [DataRow("0.1234567890135", "0.123456789014")]
    [DataRow("0.123456789012500001", "0.123456789013")]
    [DataRow("999999999999.999999999999500000", "1000000000000")]
    [DataRow("2.500000000000000000", "2.5")]
    [DataRow("123456789012.123456789012345678", "123456789012.123456789012")]
    public void Crypto_is_rounded_half_to_even_at_twelve_decimals(string text, string expected)
    {
        Assert.AreEqual(NumberOutcome.Ok, Amount(text, 18, true, out var amount));
        Assert.AreEqual(expected, amount.ToString(CultureInfo.InvariantCulture));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("-")]
    [DataRow(".")]
    [DataRow("1.2.3")]
    [DataRow("1 000")]
    [DataRow("--1")]
    [DataRow("٣")]
    public void Other_text_is_no_number(string text) => Assert.AreEqual(NumberOutcome.NotANumber, Amount(text, 2, false, out _));

    [TestMethod]
    public void Any_decimal_within_bounds_is_read_exactly() =>
        Gen.Decimal[-999_999_999_999m, 999_999_999_999m].Sample(
            value =>
            {
                var rounded = decimal.Round(value, 4);
                return Amount(rounded.ToString(CultureInfo.InvariantCulture), 4, false, out var read) == NumberOutcome.Ok && read == rounded;
            },
            iter: 2000, seed: "0000KPIrQbX4");

    [TestMethod]
    public void Every_day_of_the_range_is_read_in_both_forms()
    {
        for (var day = new DateOnly(1900, 1, 1); day <= new DateOnly(2100, 12, 31); day = day.AddDays(13))
        {
            foreach (var form in new[] { "yyyy-MM-dd", "yyyyMMdd" })
            {
                Assert.IsTrue(Utf8Values.TryDate(Encoding.UTF8.GetBytes(day.ToString(form, CultureInfo.InvariantCulture)), out var read));
                Assert.AreEqual(day, read);
            }
        }
    }

    [TestMethod]
    [DataRow("2026-13-01")]
    [DataRow("2025-02-29")]
    [DataRow("2026-1-1")]
    [DataRow("26-01-01")]
    [DataRow("2026-01-01X")]
    [DataRow("2026-01-01T25:00")]
    [DataRow("0000-01-01")]
    [DataRow("2026/01/01")]
    public void Other_text_is_no_date(string text) => Assert.IsFalse(Utf8Values.TryDate(Encoding.UTF8.GetBytes(text), out _));

    [TestMethod]
    [DataRow("2026-11-25T10:00:00.1234567Z", "2026-11-25T10:00:00.1234567Z")]
    [DataRow("2026-11-25T00:30+01", "2026-11-24T23:30:00.0000000Z")]
    [DataRow("2026-11-25 10:00:05-0530", "2026-11-25T15:30:05.0000000Z")]
    [DataRow("20261125", "2026-11-25T00:00:00.0000000Z")]
    public void Timestamps_go_to_utc(string text, string expected)
    {
        Assert.IsTrue(Utf8Values.TryTimestamp(Encoding.UTF8.GetBytes(text), out var utc));
        Assert.AreEqual(expected, utc.ToString("o", CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void Taking_a_formula_escape_off_gives_back_what_was_escaped() =>
        Gen.String[Gen.Char["'=+-@\ta1"], 0, 6].Sample(
            text =>
            {
                var original = Encoding.UTF8.GetBytes(text);
                byte[] written = FormulaEscape.IsNeeded(original) ? [FormulaEscape.Mark, .. original] : original;
                var dangerous = written.Length > 0 && "=+-@\t".Contains((char)written[0], StringComparison.Ordinal);
                return !dangerous && FormulaEscape.Remove(written).SequenceEqual(original);
            },
            iter: 5000, seed: "0000KPIrQbX4");

    private static NumberOutcome Amount(string text, int minorUnits, bool isCrypto, out decimal amount) =>
        Utf8Values.TryAmount(Encoding.UTF8.GetBytes(text), minorUnits, isCrypto, 1_000_000_000_000m, out amount);
}
