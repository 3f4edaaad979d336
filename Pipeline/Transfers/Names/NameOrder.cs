// Which part of a written name is the family's, where the writing itself tells.
namespace Paysieve.Pipeline.Transfers.Names;

/// <summary>Payrolls write "Given Family", "Family, Given" or "FAMILY Given"; the last two say so by comma or capitals.</summary>
public static class NameOrder
{
    /// <summary>The parts of a name that is written family name first; null where nothing tells, or it is written given name first.</summary>
    public static (string Family, string Given)? FamilyNameFirst(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Contains(',', StringComparison.Ordinal)) return FamilyBeforeComma(name);
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var capitals = 0;
        while (capitals < words.Length && IsInCapitals(words[capitals])) capitals++;
        if (capitals == 0 || capitals == words.Length) return null;
        // Capitals alone tell where they cease for good, and what follows has small letters or is an initial: scripts without case say nothing.
        var rest = words.AsSpan(capitals);
        var tells = false;
        foreach (var word in rest)
        {
            var small = word.Any(char.IsLower);
            if (IsInCapitals(word) || !(small || word.Count(char.IsUpper) == 1)) return null;
            tells |= small;
        }
        if (!tells) return null;
        return (string.Join(' ', words[..capitals]), string.Join(' ', words[capitals..]));
    }

    /// <summary>The parts of a name that is written with its family name before a comma; null for any other.</summary>
    public static (string Family, string Given)? FamilyBeforeComma(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Split(',') is not [var family, var given] || !HasLetters(family)) return null;
        // A second comma, or nothing behind one but shortened words of more than initials, is a title or a company's form.
        return given.Split(' ').Any(word => HasLetters(word) && !IsShortened(word)) ? (family, given) : null;
    }

    // Ltd. and Ph.D. are, J.R. is not.
    private static bool IsShortened(string word) => word.Contains('.', StringComparison.Ordinal) && word.Split('.').Any(letters => letters.Length > 1);

    private static bool HasLetters(string text) => text.Any(char.IsLetter);

    /// <summary>Two capitals at least and no small letter: an initial is no family name.</summary>
    private static bool IsInCapitals(string word) => word.Count(char.IsUpper) >= 2 && !word.Any(char.IsLower);
}
