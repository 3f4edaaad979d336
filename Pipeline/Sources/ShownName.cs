// A file's name comes from a stranger, and goes into logs, reports and the audit trail.
using System.Globalization;

namespace Paysieve.Pipeline.Sources;

internal static class ShownName
{
    private const int Longest = 200;

    /// <summary>The name with a question mark for each character that would break a line or turn the writing round, and its end alone when it is long.</summary>
    internal static string Of(string name)
    {
        var cut = name.Length > Longest ? "…" + name[^Longest..] : name;
        return string.Concat(cut.Select(c => IsHarmless(c) ? c : '?'));
    }

    private static bool IsHarmless(char c) => !char.IsControl(c)
        && char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
}
