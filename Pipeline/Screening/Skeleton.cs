// What is left of a name without its vowels. Arabic and Hebrew are written so, and people who spell by ear agree on it longer
// than on anything else.
namespace Paysieve.Pipeline.Screening;

internal static class Skeleton
{
    /// <summary>The consonants of a folded part in classes of like sounds, doubled ones once; w, y, h and vowels left out.</summary>
    public static string Of(string text)
    {
        Span<char> kept = stackalloc char[text.Length];
        var length = 0;
        var before = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            var (sound, used) = Sound(text[i], next);
            if (sound != '\0' && sound != before)
                kept[length++] = sound;
            if (sound != '\0' || "aeiou".Contains(text[i], StringComparison.Ordinal))
                before = sound;
            i += used;
        }
        return new string(kept[..length]);
    }

    /// <summary>
    /// Whether a part from a script without short vowels can be the other, a Latin part: what long vowels it writes stand in
    /// the Latin one in the same order (tarq, tariq).
    /// </summary>
    public static bool Fits(string unvocalised, string latin)
    {
        var at = 0;
        for (var i = 0; i < unvocalised.Length; i++)
        {
            var c = unvocalised[i];
            // An h by itself is a letter there; at the end it may be a vowel.
            if (c == 'h' ? i > 0 && unvocalised[i - 1] is 's' or 'k' or 't' or 'd' or 'g' or 'z' or 'c' or 'p' : c is not ('a' or 'w' or 'y' or 'o' or 'u' or 'i'))
                continue;
            var same = c switch { 'h' => i + 1 == unvocalised.Length ? "haeiou" : "h", 'a' => "aeiou", 'y' or 'i' => "iyea", _ => "uowv" };
            while (at < latin.Length && !same.Contains(latin[at], StringComparison.Ordinal))
                at++;
            if (at++ == latin.Length)
                return false;
        }
        // The vowels left out are short ones inside a word: one that begins or ends it, or two together, are written.
        return (unvocalised.Contains("sh", StringComparison.Ordinal) || !latin.Contains("sh", StringComparison.Ordinal)) && Opens(unvocalised) == IsVowel(latin[0]) && (!IsVowel(latin[^1]) || IsLong(unvocalised[^1])) && Hiatuses(latin) <= unvocalised.Count(IsLong);
    }

    private static bool Opens(string unvocalised) => unvocalised[0] is 'a' or 'i' or 'o' or 'u' or 'e';

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';

    private static bool IsLong(char c) => c is 'a' or 'w' or 'y' or 'o' or 'u' or 'i' or 'h';

    private static int Hiatuses(string latin)
    {
        var count = 0;
        for (var i = 0; i + 1 < latin.Length; i++)
            if (IsVowel(latin[i]) && IsVowel(latin[i + 1]))
                count++;
        return count;
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
        't' or 'd' => (c, next == 'h' ? 1 : 0),
        'p' when next == 'h' => ('f', 1),
        'b' or 'p' => ('b', 0),
        'v' or 'f' => ('f', 0),
        'x' => ('x', 0),
        _ => (c, 0),
    };
}
