// Letters that stand for more than letter-by-letter transliteration says: Arabic ones that are vowels to a Latin ear, and Greek and
// Cyrillic ones that foreign names use for another sound than their own.
using System.Text;

namespace Paysieve.Pipeline.Transfers.Names;

internal static class SoundLetters
{
    private static readonly (string From, string To)[] Foreign = [("χ", "h"), ("ου", "u"), ("αυ", "ay"), ("ευ", "ey"), ("υ", "y"), ("ддж", "j"), ("дж", "j"), ("х", "h"), ("ё", "yo"), ("кс", "x")];

    // Between vowels of foreign names each of the two letters is heard as often as the one sound they make in Greek words.
    private static readonly (string From, string To)[] Apart = [("ντ", "nt"), ("μπ", "mp")];

    /// <summary>
    /// Letters of Arabic and Hebrew that are read otherwise than letter by letter: alef, ayn and the endings written with them, which
    /// every Latin spelling gives as a vowel, za, which it gives as z, and vav. Null for any other letter.
    /// </summary>
    public static string? SoundOf(char c) => c switch
    {
        '\u0627' or '\u0622' or '\u0623' or '\u0639' or '\u0629' or '\u0649' or '\u0671' or '\u05D0' or '\u05E2' => "a",
        '\u0625' => "i",
        '\u0624' or '\u05D5' => "w",
        '\u0626' => "y",
        '\u0638' => "z",
        _ => null,
    };

    public const int ArticleLength = 2;

    /// <summary>
    /// Whether the Arabic article begins here, at the head of a word of three letters more: Arabic writes it together with its noun, and
    /// everyone else apart. God's name, of two more, keeps it.
    /// </summary>
    public static bool IsArticle(string text, int at)
    {
        if (text[at] != '\u0627' || at + ArticleLength >= text.Length || text[at + 1] != '\u0644' || (at > 0 && char.IsLetter(text[at - 1])))
            return false;
        var letters = 0;
        for (var i = at + ArticleLength; i < text.Length && (char.IsLetter(text[i]) || IsMark(text[i])); i++)
            letters += char.IsLetter(text[i]) ? 1 : 0;
        return letters > 2;
    }

    // Short vowels and their like, which a schoolbook writes and a payroll does not.
    private static bool IsMark(char c) => c is >= '\u064B' and <= '\u065F' or '\u0670';

    /// <summary>
    /// A name in Arabic letters as it may be heard otherwise: ayn silent, as it is but at the head of a word; the last ya written without its
    /// dots, as Egyptians, Persians and Pashtuns do, or heard as the a of Isa; the last ta marbuta without her dots; no article inside a name;
    /// s and h apart; then the letters that Persian, Urdu and Pashto read as z and s.
    /// </summary>
    public static IEnumerable<string> RereadArabic(string name)
    {
        if (!name.AsSpan().ContainsAnyInRange('\u0600', '\u06FF'))
            yield break;
        // Letters in the forms that they have at the end of a word and the like are the letters themselves.
        name = name.Normalize(NormalizationForm.FormKC);
        var heard = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var starts = i == 0 || !char.IsLetter(name[i - 1]);
            var ends = i + 1 == name.Length || !char.IsLetter(name[i + 1]);
            if (c == Ayn && (!starts || (!ends && name[i + 1] is Alef or Ya or PersianYa)))
                continue;
            // The article is not heard inside a name: Abolfazl, Zulqadr.
            if (c == Alef && !starts && name[i - 1] == Waw && i + 2 < name.Length && name[i + 1] == Lam && char.IsLetter(name[i + 2]))
                continue;
            // S and h are two letters, unlike sh: Soheil.
            if (c is Ha or Heh && !starts && !ends && BeforeH.Contains(name[i - 1], StringComparison.Ordinal))
                heard.Append(Alef);
            heard.Append(c is Maqsura or Ya or PersianYa && ends ? EndsInA(name, i) ? Alef : Ya : c == Maqsura ? Ya : c is '\u0647' or '\u06C1' && ends && !starts && name[i - 1] != Lam ? '\u0629' : c);
        }
        var text = heard.ToString();
        yield return text;
        yield return text.Replace('\u0636', Zay).Replace('\u0638', Zay).Replace('\u0630', Zay).Replace('\u062B', '\u0633');
    }

    // A last ya that is heard as a, in the few names that have it: Isa, Musa, Yahya, Mustafa.
    private static bool EndsInA(string name, int end)
    {
        var start = end;
        while (start > 0 && char.IsLetter(name[start - 1]))
            start--;
        return InA.Contains(name[start..end].Replace(PersianYa, Ya));
    }

    private static readonly HashSet<string> InA = new("عيس موس يحي مرتض مصطف مجتب كبر ليل سلم هد من يسر بشر صغر ضح نجو سلو ند".Split(' '), StringComparer.Ordinal);
    private const string BeforeH = "\u0633\u062A\u0643\u06A9\u062F\u0632\u06AF";

    private const char Alef = '\u0627';
    private const char Ayn = '\u0639';
    private const char Waw = '\u0648';
    private const char Lam = '\u0644';
    private const char Ha = '\u062D';
    private const char Heh = '\u0647';
    private const char Maqsura = '\u0649';
    private const char PersianYa = '\u06CC';
    private const char Ya = '\u064A';
    private const char Zay = '\u0632';

    /// <summary>A name in Greek or Cyrillic letters with those that foreign names use otherwise replaced by Latin ones, in each way there is.</summary>
    public static IEnumerable<string> Reread(string name)
    {
        if (!name.AsSpan().ContainsAnyInRange('\u0370', '\u04FF'))
            yield break;
        var plain = new StringBuilder(name.Length);
        foreach (var c in name.ToLowerInvariant().Normalize(NormalizationForm.FormKD))
            if (c is < '\u0300' or > '\u036F' || c is '\u0306' or '\u0308')
                plain.Append(c);
        // The marks that make a letter of its own in Cyrillic are none in Greek.
        var text = plain.ToString().Normalize(NormalizationForm.FormC).Replace('ϊ', 'ι').Replace('ϋ', 'υ');
        foreach (var (from, to) in Foreign)
            text = text.Replace(from, to, StringComparison.Ordinal);
        yield return text;
        var apart = text;
        foreach (var (from, to) in Apart)
            apart = InsideWords(apart, from, to);
        if (!ReferenceEquals(apart, text))
            yield return apart;
    }

    private static string InsideWords(string text, string from, string to)
    {
        for (var at = text.IndexOf(from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(from, at + 1, StringComparison.Ordinal))
            if (at > 0 && char.IsLetter(text[at - 1]))
                text = string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length));
        return text;
    }
}
