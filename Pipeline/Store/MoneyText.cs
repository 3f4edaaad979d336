// Exact money as text: one spelling for one amount, whatever scale the decimal came with.
using System.Globalization;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Store;

internal static class MoneyText
{
    /// <summary>Invariant, without exponent and without zeros at the end.</summary>
    public static string Write(decimal amount) => amount.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>The same amount with at least the decimals that people expect of the currency.</summary>
    public static Money Read(string amount, string currency)
    {
        if (!Currency.TryParse(currency, out var parsed)) throw new FormatException($"the store holds an unknown currency {currency}");
        var text = amount.Contains('.', StringComparison.Ordinal) ? amount.TrimEnd('0').TrimEnd('.') : amount;
        var value = decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (!parsed.IsCrypto && value.Scale < parsed.MinorUnits) value += new decimal(0, 0, 0, isNegative: false, (byte)parsed.MinorUnits);
        return new Money(value, parsed);
    }
}
