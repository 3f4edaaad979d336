// Lists know birth dates to the day, the month, the year, about a year, or as a range, and comparing them as if they
// were all days loses true matches. One type holds them all as an inclusive range.
using System.Globalization;
using System.Text.Json.Serialization;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>A birth date known to lie between two days, both inclusive; circa means the range itself is approximate.</summary>
public readonly record struct BirthDate
{
    private static readonly string[] DayFormats = ["yyyy-MM-dd", "d MMM yyyy", "d MMMM yyyy", "d/M/yyyy", "dd-MM-yyyy", "d.M.yyyy", "yyyyMMdd"];
    private static readonly string[] MonthFormats = ["MMM yyyy", "MMMM yyyy", "yyyy-MM", "MM/yyyy"];

    [JsonConstructor]
    public BirthDate(DateOnly from, DateOnly to, bool circa = false)
    {
        if (to < from)
            throw new ArgumentOutOfRangeException(nameof(to), "A birth date range ends before it begins.");
        From = from;
        To = to;
        Circa = circa;
    }

    public DateOnly From { get; }
    public DateOnly To { get; }
    public bool Circa { get; }

    /// <summary>Whether the day itself is known.</summary>
    [JsonIgnore]
    public bool IsExact => From == To && !Circa;

    /// <summary>Whether the range is within one calendar year.</summary>
    [JsonIgnore]
    public bool IsOneYear => From.Year == To.Year;

    public static BirthDate Day(int year, int month, int day) => new(new DateOnly(year, month, day), new DateOnly(year, month, day));

    public static BirthDate OfYear(int year, bool circa = false) => new(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31), circa);

    /// <summary>
    /// Reads a day (ISO, <c>18 Jun 1964</c>, <c>18/06/1964</c>, <c>18.6.1964</c>), a month, a year, a day with letters for what is not known
    /// (<c>dd/mm/1964</c>), <c>circa</c> any of these, or a range with <c>to</c>. False for everything else, years before 1850 and after 2100 included.
    /// </summary>
    public static bool TryParse(string? text, out BirthDate date)
    {
        date = default;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        var rest = text.Trim().TrimEnd('.');
        var circa = false;
        foreach (var word in (string[])["circa ", "c. ", "approximately ", "about "])
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                circa = true;
                rest = rest[word.Length..].Trim();
            }
        var cut = rest.IndexOf(" to ", StringComparison.OrdinalIgnoreCase);
        if (cut < 0)
        {
            if (!TryPoint(rest, out var only))
                return false;
            date = new BirthDate(only.From, only.To, circa);
            return true;
        }
        if (!TryPoint(rest[..cut].Trim(), out var first) || !TryPoint(rest[(cut + 4)..].Trim(), out var last) || last.To < first.From)
            return false;
        date = new BirthDate(first.From, last.To, circa);
        return true;
    }

    /// <summary>Canonical text that <see cref="TryParse"/> reads back.</summary>
    public override string ToString()
    {
        var lead = Circa ? "circa " : "";
        if (From == To)
            return lead + Iso(From);
        if (From is { Month: 1, Day: 1 } && To is { Month: 12, Day: 31 })
            return lead + (From.Year == To.Year ? Year(From) : Year(From) + " to " + Year(To));
        return lead + Iso(From) + " to " + Iso(To);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Year(DateOnly day) => day.Year.ToString("0000", CultureInfo.InvariantCulture);

    private static bool TryPoint(string text, out BirthDate date)
    {
        date = default;
        // "Sept." is September all the same, and "dd/mm/" in front of a year says that only the year is known.
        text = text.Replace(".", text.Length > 0 && char.IsAsciiLetter(text[0]) ? "" : ".", StringComparison.Ordinal).Replace("Sept ", "Sep ", StringComparison.OrdinalIgnoreCase);
        if (text.StartsWith("dd/", StringComparison.OrdinalIgnoreCase) || text.StartsWith("dd-", StringComparison.OrdinalIgnoreCase) || text.StartsWith("00/", StringComparison.Ordinal))
            text = text[3..].Replace('-', '/');
        if (text.StartsWith("mm/", StringComparison.OrdinalIgnoreCase) || text.StartsWith("00/", StringComparison.Ordinal))
            text = text[3..];
        if (text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year))
        {
            if (!Plausible(year))
                return false;
            date = OfYear(year);
            return true;
        }
        if (DateOnly.TryParseExact(text, DayFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && Plausible(day.Year))
        {
            date = new BirthDate(day, day);
            return true;
        }
        if (DateOnly.TryParseExact(text, MonthFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && Plausible(month.Year))
        {
            date = new BirthDate(month, month.AddMonths(1).AddDays(-1));
            return true;
        }
        return false;
    }

    private static bool Plausible(int year) => year is >= 1850 and <= 2100;
}
