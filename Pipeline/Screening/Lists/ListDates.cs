// Dates of lists and listings, in the forms publishers use.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Paysieve.Pipeline.Screening.Lists;

internal static partial class ListDates
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "dd/MM/yyyy", "dd-MM-yyyy", "d/M/yyyy", "d.M.yyyy", "dd-MMM-yyyy", "d MMM yyyy", "yyyyMMdd"];

    /// <summary>A day; null for anything else.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>The ISO day a text begins with, whatever time follows; null when it begins with none.</summary>
    public static DateOnly? Leading(string? text) => text is { Length: >= 10 } ? Day(text[..10]) : null;

    /// <summary>The ISO day in a file's name; null when there is none.</summary>
    public static DateOnly? InName(string name) =>
        DateOnly.TryParseExact(Iso().Match(name).Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
