// Who does something, spelt so that one person has one name: two rules of the house ask whether two people are two.
using System.Globalization;
using System.Text;

namespace Paysieve.Pipeline.Audit;

/// <summary>
/// The name of a person or an account in decisions. Spaces, full-width letters and invisible characters make no second person. A name that is
/// spelt throughout in another script is another name: only who lets people in can tell whether it is another person.
/// </summary>
public static class ActorName
{
    public const int Longest = 128;

    /// <summary>For the person at the keyboard.</summary>
    public const string Rule = "an actor has 1 to 128 characters, none of them invisible, and no letters of two scripts that look alike";

    /// <summary>Gives the name as it is recorded: NFKC, without spaces around it, one space between words.</summary>
    /// <returns>False when it breaks <see cref="Rule"/>.</returns>
    public static bool TryRead(string? text, out string name)
    {
        name = "";
        // Text that is no text (half a surrogate pair) cannot be normalised.
        if (text is null || text.Length > 4 * Longest || !IsText(text)) return false;
        var words = text.Normalize(NormalizationForm.FormKC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var read = string.Join(' ', words);
        if (read.Length is 0 or > Longest || !IsVisible(read) || Alphabets(read).Distinct().Count() > 1) return false;
        name = read;
        return true;
    }

    /// <summary>Whether both are spellings of one name. What breaks the rule is compared as it stands.</summary>
    public static bool Same(string one, string other) =>
        string.Equals(TryRead(one, out var first) ? first : one, TryRead(other, out var second) ? second : other, StringComparison.OrdinalIgnoreCase);

    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }

    private static bool IsVisible(string text) => text.EnumerateRunes().All(rune => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0x2800));

    /// <summary>The alphabets whose letters are taken for each other's.</summary>
    private static IEnumerable<int> Alphabets(string text) => text.EnumerateRunes().Select(rune => rune.Value switch
    {
        (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= 0xC0 and <= 0x24F) or (>= 0x1E00 and <= 0x1EFF) => 1,
        (>= 0x370 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFF) => 2,
        (>= 0x400 and <= 0x52F) or (>= 0x1C80 and <= 0x1C8F) or (>= 0x2DE0 and <= 0x2DFF) or (>= 0xA640 and <= 0xA69F) => 3,
        >= 0x530 and <= 0x58F => 4,
        (>= 0x13A0 and <= 0x13FF) or (>= 0xAB70 and <= 0xABBF) => 5,
        _ => 0,
    }).Where(alphabet => alphabet > 0);
}
