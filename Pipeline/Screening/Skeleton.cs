// What is left of a name without its vowels. Arabic and Hebrew are written so, and people who spell by ear agree on it longer
// than on anything else.
namespace Paysieve.Pipeline.Screening;

internal static class Skeleton
{
    /// <summary>The consonants of a folded part in classes of like sounds, doubled ones once; w, y, h and vowels left out.</summary>
    public static string Of(string text) => Of(text, unwritten: false);

    /// <summary>
    /// The same in the wider classes under which a part from a script without vowels and any Latin spelling of it meet: Persian writes v as
    /// the vowel w (Javad) and q as gh (Ghasem), French ch for sh (Chaoui), Egypt g for j (Gamal).
    /// </summary>
    public static string Unwritten(string text) => Of(text, unwritten: true);

    /// <summary>The hash of <see cref="Unwritten"/> of two folded parts written together.</summary>
    public static uint UnwrittenHash(string first, string second)
    {
        Span<char> kept = stackalloc char[first.Length + second.Length];
        first.CopyTo(kept);
        second.CopyTo(kept[first.Length..]);
        return HashedIds.Of(kept[..Keep(kept, kept, unwritten: true)]);
    }

    private static string Of(string text, bool unwritten)
    {
        Span<char> kept = stackalloc char[text.Length];
        return new string(kept[..Keep(text, kept, unwritten)]);
    }

    // What is kept is never ahead of what is read, so that both may be one.
    private static int Keep(ReadOnlySpan<char> text, Span<char> kept, bool unwritten)
    {
        var length = 0;
        var before = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            var letter = text[i];
            var (sound, used) = Sound(letter, next);
            if (unwritten)
                sound = letter == 'v' ? '\0' : sound switch { 'c' => 's', 'j' or 'x' => 'k', _ => sound };
            if (sound != '\0' && sound != before)
                kept[length++] = sound;
            // Whatever stands between two letters parts them, heard or not: Muhammad has two m.
            before = sound;
            i += used;
        }
        return length;
    }

    /// <summary>Whether two parts written together can be a part, when either they or it come from a script without short vowels.</summary>
    /// <param name="sound">The consonants of the two together, in wider classes.</param>
    public static bool IsOneName(string sound, string together, NamePart part) =>
        sound.Length > 2 && string.Equals(sound, part.Unwritten, StringComparison.Ordinal) && (part.Reading == NameReading.Unvocalised ? Fits(part.Text, together) : Fits(together, part.Text));

    /// <summary>
    /// Whether a part from a script without short vowels can be the other, a Latin part: between the same consonants the Latin one has
    /// every vowel that is written (tarq, tariq), and otherwise no more than a short vowel. A Latin v is one that is written w, or an f.
    /// </summary>
    public static bool Fits(string unvocalised, string latin) =>
        Fits(unvocalised, latin, withV: false) || (latin.Contains('v', StringComparison.Ordinal) && Fits(unvocalised, latin, withV: true));

    private static bool Fits(string unvocalised, string latin, bool withV)
    {
        // Who hears sh writes it; who writes no more than s in Latin letters may have heard it.
        if (latin.Contains("sh", StringComparison.Ordinal) && !unvocalised.Contains("sh", StringComparison.Ordinal))
            return false;
        int i = 0, k = 0;
        for (var gap = 0; ; gap++)
        {
            var written = Vowels(unvocalised, i, withV: false);
            var spoken = Vowels(latin, k, withV);
            i += written.Length;
            k += spoken.Length;
            // A last h of the one may be a vowel of the other, or nothing.
            if (k == latin.Length - 1 && latin[k] == 'h' && spoken.Length > 0 && i == unvocalised.Length)
                k++;
            var ends = i == unvocalised.Length;
            if (i == unvocalised.Length - 1 && unvocalised[i] == 'h' && k == latin.Length && spoken.Length > 0)
                return written.Length == 0 || Covers(written, spoken, gap);
            // Nor is the last e of a French spelling.
            if ((gap == 0 || ends) && written.IsEmpty != spoken.IsEmpty && !(gap > 0 && spoken is "e"))
                return false;
            if (ends != (k == latin.Length) || !Covers(written, spoken, gap))
                return false;
            if (ends)
                return true;
            if (!Agree(unvocalised, ref i, latin, ref k))
                return false;
        }
    }

    // The same consonant, as Arabic, Persian, Egyptian or French ears spell it. Of those that fall into one class k is not g: Kamil is no Gamal.
    private static bool Agree(string unvocalised, ref int i, string latin, ref int k)
    {
        var written = Letter(unvocalised, i);
        var spoken = Letter(latin, k);
        return Consonant(unvocalised, ref i) == Consonant(latin, ref k) ? !(written is "k" && spoken is "g")
            : written switch { "sh" => spoken is "ch", "j" => spoken is "g", "q" => spoken is "gh", "gh" => spoken is "g" or "q", _ => false };
    }

    private static ReadOnlySpan<char> Letter(string text, int at) => text.AsSpan(at, 1 + Sound(text[at], at + 1 < text.Length ? text[at + 1] : '\0').Used);

    // The letters that are vowels or may be, from a place on.
    private static ReadOnlySpan<char> Vowels(string text, int from, bool withV)
    {
        var to = from;
        while (to < text.Length && (text[to] is 'a' or 'e' or 'i' or 'o' or 'u' or 'w' or 'y' || (withV && text[to] == 'v')))
            to++;
        return text.AsSpan(from, to - from);
    }

    // One consonant, however often it is written.
    private static char Consonant(string text, ref int at)
    {
        var (sound, used) = Sound(text[at], at + 1 < text.Length ? text[at + 1] : '\0');
        var first = text[at];
        at += used + 1;
        while (used == 0 && at < text.Length && text[at] == first && (at + 1 == text.Length || Sound(first, text[at + 1]).Used == 0))
            at++;
        return sound == '\0' ? first : sound;
    }

    private static bool Covers(ReadOnlySpan<char> written, ReadOnlySpan<char> spoken, int gap)
    {
        // Alef, ayn and waw open a word for any vowel. Two different vowels are none that a word leaves out, but for a short ou as the French write it.
        if (written.IsEmpty)
            return (spoken.Length < 2 && !spoken.Contains('v')) || (gap == 1 && spoken is "ou");
        var at = 0;
        for (var i = 0; i < written.Length; i++)
        {
            var same = written[i] switch { 'w' => "uowv", 'y' => "iye", 'a' when gap > 0 || i > 0 => "aeou", _ => "aeiouy" };
            var next = spoken[at..].IndexOfAny(same);
            if (next < 0)
                return false;
            at += next + 1;
        }
        // Between vowels w, v and y are consonants and written.
        return (spoken.IndexOfAny('w', 'v') < 0 || written.Contains('w')) && (!spoken.Contains('y') || written.Contains('y')) && Letters(spoken) <= (2 * written.Length) + 1;
    }

    // Doubled ones once: Seyyed.
    private static int Letters(ReadOnlySpan<char> spoken)
    {
        var letters = 0;
        for (var i = 0; i < spoken.Length; i++)
            letters += i > 0 && spoken[i] == spoken[i - 1] ? 0 : 1;
        return letters;
    }

    private static (char Sound, int Used) Sound(char c, char next) => c switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' or 'w' or 'y' or 'h' => ('\0', 0),
        'k' or 'q' or 'g' when next == 'h' => ('x', 1),
        'k' or 'q' or 'g' => ('k', 0),
        'c' when next == 'h' => ('c', 1),
        'c' => ('k', 0),
        's' when next == 'h' => ('s', 1),
        's' => ('s', 0),
        'd' when next == 'j' => ('j', 1),
        't' or 'd' => (c, next == 'h' ? 1 : 0),
        'p' when next == 'h' => ('f', 1),
        'b' or 'p' => ('b', 0),
        'v' or 'f' => ('f', 0),
        'x' => ('x', 0),
        _ => (c, 0),
    };
}
