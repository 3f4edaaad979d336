// How numbers, dates, scores and code words read in a report: one place, invariant, so that every page speaks alike.
using System.Globalization;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Reporting;

/// <summary>Formats for people. Groups of three are parted by a narrow no-break space, decimals by a point.</summary>
internal static class Figures
{
    private static readonly NumberFormatInfo Thin = ThinGroups();

    public static string Count(long value) => value.ToString("N0", Thin);

    public static string Count(long value, string one, string many) => $"{Count(value)} {(value == 1 ? one : many)}";

    /// <summary>Currency code and amount, with the currency's minor units at the least and never rounded; crypto without idle zeros.</summary>
    public static string Amount(Money money) => Amount(money.Currency.Code, money.Amount);

    /// <summary>As above for a currency that is only a word; one that is not in the table gets two decimals.</summary>
    public static string Amount(string currency, decimal amount)
    {
        var least = Currency.TryParse(currency, out var known) && !known.IsCrypto ? known.MinorUnits : 2;
        return $"{currency}\u00a0{amount.ToString("N" + Decimals(amount, least).ToString(CultureInfo.InvariantCulture), Thin)}";
    }

    /// <summary>Format for machines: no groups, as many decimals as the currency has, more when the amount has more.</summary>
    public static string PlainFormat(Money money) =>
        "F" + Places(money).ToString(CultureInfo.InvariantCulture);

    /// <summary>Decimals to show: as many as the currency has, more when the amount has more.</summary>
    public static int Places(Money money) => Decimals(money.Amount, money.Currency.IsCrypto ? 2 : money.Currency.MinorUnits);

    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>Cut, not rounded: a score below one never reads as one.</summary>
    public static string Score(double score)
    {
        var digits = score > 0.999 ? 5 : 3;
        var scale = Math.Pow(10, digits);
        return (Math.Floor((score * scale) + 1e-7) / scale).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>A likeness of names, rounded as in its sentences.</summary>
    public static string Likeness(double score) => score.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A calibrated score in words: how many past payouts looked as strange.</summary>
    public static string OneIn(double score)
    {
        var tail = 1 - score;
        if (tail < 1e-5) return $"fewer than 1 in {Count(100_000)} past payouts looked as strange";
        var payouts = 1 / tail;
        if (payouts < 1.5) return "most past payouts looked as strange";
        var scale = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(payouts)) - 1));
        return $"about 1 in {Count((long)(Math.Round(payouts / scale) * scale))} past payouts looked as strange";
    }

    /// <summary>A share of one in whole percent; what is there but rounds to nothing is said to be under one.</summary>
    public static string Share(double share) => share is > 0 and < 0.005 ? "under 1 %" : $"{(100 * share).ToString("N0", Thin)} %";

    /// <summary>A feature's value: at most four significant digits after the whole part.</summary>
    public static string Value(double value) => Math.Abs(value) >= 1000
        ? value.ToString("N0", Thin)
        : value.ToString("0.####", Thin);

    public static string Percentile(double percentile) => (Math.Floor(percentile * 10) / 10).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A length or position in a drawing.</summary>
    public static string Px(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Days(int days) => days switch
    {
        0 => "same day",
        1 => "1 day old",
        > 1 => $"{Count(days)} days old",
        _ => "newer than the night",
    };

    public static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;

    public static string Name(Typology typology) => typology switch
    {
        Typology.PayoutRouting => "Payout routing",
        Typology.SharedAccount => "Shared account",
        Typology.CurrencyHop => "Currency hop",
        Typology.SanctionsMatch => "List match",
        _ => throw new ArgumentOutOfRangeException(nameof(typology), typology, "not a typology"),
    };

    public static string Name(Band band) => band switch
    {
        Band.Low => "Low",
        Band.Medium => "Medium",
        Band.High => "High",
        Band.Critical => "Critical",
        _ => throw new ArgumentOutOfRangeException(nameof(band), band, "not a band"),
    };

    public static string Name(FileStanding standing) => standing switch
    {
        FileStanding.Current => "current",
        FileStanding.Unchanged => "unchanged",
        FileStanding.Superseded => "superseded",
        FileStanding.Foreign => "ids of another employer",
        FileStanding.Refused => "rejected whole",
        _ => throw new ArgumentOutOfRangeException(nameof(standing), standing, "not a standing"),
    };

    /// <summary>A code word for people: <c>pooled_account</c> reads "Pooled account".</summary>
    public static string Plain(string word)
    {
        var spaced = word.Replace('_', ' ');
        return spaced.Length == 0 ? spaced : char.ToUpperInvariant(spaced[0]) + spaced[1..];
    }

    /// <summary>At most <paramref name="length"/> characters as a reader counts them, the last one an ellipsis when it was longer.</summary>
    public static string Cut(string text, int length)
    {
        var elements = StringInfo.ParseCombiningCharacters(text);
        return elements.Length <= length ? text : string.Concat(text.AsSpan(0, elements[length - 1]), "…");
    }

    private static int Decimals(decimal amount, int least)
    {
        // Dividing by one with all decimals strips idle zeros and changes nothing else.
        var bare = amount / 1.0000000000000000000000000000m;
        return Math.Max(least, bare.Scale);
    }

    private static NumberFormatInfo ThinGroups()
    {
        var format = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        format.NumberGroupSeparator = "\u202f";
        return NumberFormatInfo.ReadOnly(format);
    }
}
