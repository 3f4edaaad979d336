// Dated configuration that features lean on.
using System.Globalization;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

/// <summary>Section <c>Features</c>.</summary>
public sealed record FeatureSettings
{
    public const string Section = "Features";

    /// <summary>
    /// Beginnings of bank ids (BIC, platform) whose accounts are often pooled or virtual, as of November 2026. A hint among others, never
    /// proof: payment firms move their details.
    /// </summary>
    public IReadOnlyList<string> PooledInstitutions { get; init; } =
        ["TRWI", "REVO", "EVIU", "MODR", "PAYR", "CLJU", "026073150", "084009519", "WISE", "PAYONEER", "DEEL", "REMOTE", "RIPPLING", "PAPAYA"];

    /// <summary>
    /// Reporting or approval limits, each a currency and an amount: pay that keeps just under one is looked at. The shipped ones are the cash and
    /// transfer reporting limits of the currency's home as of November 2026; put your own approval limits here.
    /// </summary>
    public IReadOnlyList<string> ReportingLimits { get; init; } = ["USD 10000", "EUR 10000", "CAD 10000", "AUD 10000", "JPY 1000000", "KRW 10000000"];

    /// <summary>Limits by currency code of a view; 0 where there is none.</summary>
    internal double[] LimitsBy(CodeBook currencies)
    {
        var limits = new double[currencies.Count];
        foreach (var text in ReportingLimits)
        {
            if (TryParse(text, out var currency, out var amount) && currencies.Find(currency) is >= 0 and var code) limits[code] = amount;
        }
        return limits;
    }

    private static bool TryParse(string text, out string currency, out double amount)
    {
        var parts = text.Split(' ');
        currency = parts[0];
        amount = 0;
        return parts.Length == 2 && Currency.TryParse(currency, out _) && double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount) && amount > 0;
    }

    public IEnumerable<string> Failures()
    {
        foreach (var text in ReportingLimits)
        {
            if (!TryParse(text, out _, out _)) yield return "Features:ReportingLimits must be a currency and an amount each, such as USD 10000";
        }
        foreach (var prefix in PooledInstitutions)
        {
            if (string.IsNullOrWhiteSpace(prefix) || prefix.Length < 3) yield return "Features:PooledInstitutions must be beginnings of at least 3 characters";
        }
    }
}
