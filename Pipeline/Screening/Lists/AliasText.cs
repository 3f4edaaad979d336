// Some publishers write several names into one field, an original script in brackets, or a remark after the name. Here a
// field becomes names again, before a remark becomes part of somebody's name.
using System.Text.RegularExpressions;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening.Lists;

internal static partial class AliasText
{
    /// <summary>
    /// The names of a field: split at semicolons and at enumerations ("b) …"); what brackets hold in another script is a name of its own, what they hold in
    /// the same script is a weak one when it looks like a name, and a remark otherwise.
    /// </summary>
    public static IEnumerable<(string Name, bool Aside)> Names(string? field)
    {
        foreach (var part in Parts(field))
        {
            var text = part;
            var born = text.IndexOf(", born ", StringComparison.OrdinalIgnoreCase);
            if (born > 0)
                text = text[..born];
            var outside = PartyBuilder.Clean(Brackets().Replace(text, " "))?.Trim(' ', ',', '.', ':');
            // A name that stands in brackets as a whole is a name.
            if (string.IsNullOrEmpty(outside))
            {
                if (PartyBuilder.Clean(text.Trim('(', ')', ' ')) is { } whole)
                    yield return (whole, false);
                continue;
            }
            yield return (outside, false);
            foreach (Match bracket in Brackets().Matches(text))
                foreach (var inner in bracket.Groups[1].Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    var name = Label().Replace(inner, "").Trim();
                    if (name.Length == 0)
                        continue;
                    if (NameFolding.IsLatin(name) != NameFolding.IsLatin(outside))
                        yield return (name, false);
                    else if (LooksLikeName(name))
                        yield return (name, true);
                }
        }
    }

    /// <summary>Several values of one cell: separated by semicolons or line breaks, or numbered "(1) … (2) …", "a) … b) …".</summary>
    public static IEnumerable<string> Parts(string? cell)
    {
        if (string.IsNullOrWhiteSpace(cell))
            yield break;
        var depth = 0;
        var start = 0;
        var text = Numbered().Replace(cell, "\n");
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' && depth > 0 ? -1 : 0;
            if (text[i] != '\n' && text[i] != '|' && (text[i] != ';' || depth > 0))
                continue;
            if (PartyBuilder.Clean(text[start..i]) is { } part)
                yield return part;
            start = i + 1;
            depth = 0;
        }
        if (PartyBuilder.Clean(text[start..]) is { } last)
            yield return last;
    }

    private static bool LooksLikeName(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length <= 5 && text.Length > 3 && !text.Contains("name", StringComparison.OrdinalIgnoreCase)
            && !text.Any(char.IsAsciiDigit) && words.All(w => char.IsUpper(w[0]) || !NameFolding.IsLatin(w));
    }

    [GeneratedRegex(@"\(([^()]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"^(original script|also|or|formerly|previously)\s*:?\s+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Label();

    [GeneratedRegex(@"(?:^|\s+)\(\d{1,2}\)\s*|(?:^|\s+)[a-z]\)\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
