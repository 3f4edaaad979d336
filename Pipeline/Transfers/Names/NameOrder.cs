// Which part of a written name is the family's, where the writing itself tells.
namespace Paysieve.Pipeline.Transfers.Names;

/// <summary>Payrolls write "Given Family", "Family, Given" or "FAMILY Given"; the last two say so by comma or capitals.</summary>
public static class NameOrder
{
    /// <summary>The parts of a name that is written family name first; null where nothing tells, or it is written given name first.</summary>
    public static (string Family, string Given)? FamilyNameFirst(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        if (comma >= 0)
        {
            var (family, given) = (name[..comma], name[(comma + 1)..]);
            // A second comma, or a shortened word of more than an initial behind one, is a title or a company's form.
            var first = given.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("");
            var isTitle = first.Length > 2 && first.Contains('.', StringComparison.Ordinal);
            return HasLetters(family) && HasLetters(given) && !given.Contains(',', StringComparison.Ordinal) && !isTitle ? (family, given) : null;
        }
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var capitals = 0;
        while (capitals < words.Length && IsInCapitals(words[capitals])) capitals++;
        if (capitals == 0 || capitals == words.Length) return null;
        for (var i = capitals; i < words.Length; i++)
        {
            // Capitals alone tell where they cease for good, and what follows has small letters: scripts without case say nothing.
            if (IsInCapitals(words[i]) || !words[i].Any(char.IsLower)) return null;
        }
        return (string.Join(' ', words[..capitals]), string.Join(' ', words[capitals..]));
    }

    private static bool HasLetters(string text) => text.Any(char.IsLetter);

    /// <summary>Two capitals at least and no small letter: an initial is no family name.</summary>
    private static bool IsInCapitals(string word) => word.Count(char.IsUpper) >= 2 && !word.Any(char.IsLower);
}
