// Japanese banks know a payee by katakana alone, and katakana write every foreign name as Japanese hears it: Vladimir Putin is urajimiru
// puchin, Kim Yong Chol is kimu yonchoru. Read letter by letter they are nobody; so names are compared as katakana would spell both.
using System.Text;

namespace Paysieve.Pipeline.Transfers.Names;

/// <summary>
/// A spelling in which a name in katakana and the same name in Latin letters meet, or nearly: syllables that end in a vowel, l as r, v as b,
/// f as h, one letter for sounds that katakana do not tell apart (chi and ti, ji and di, sha and sa), long vowels and doubled consonants short.
/// By the Cabinet's notification on foreign words (gairaigo no hyoki, 1991), rules read the way round.
/// </summary>
internal static class KanaSpelling
{
    // C is ch, which alone ends in i.
    private static readonly (string From, string To)[] General = LongestFirst(
    [
        ("shch", "s"), ("tsch", "C"), ("dzh", "z"), ("sch", "s"), ("tch", "C"), ("ch", "C"), ("sh", "s"), ("zh", "z"), ("dj", "z"), ("dz", "z"), ("ts", "t"), ("tz", "t"), ("kh", "h"), ("gh", "g"),
        ("ph", "h"), ("th", "s"), ("ck", "k"), ("qu", "k"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("x", "ks"), ("q", "k"), ("c", "k"), ("j", "z"), ("f", "h"), ("l", "r"), ("v", "b"),
        ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ye", "e"),
    ]);

    // Chinese and Korean syllables; what is voiced and what is not changes with the place in the word, so nothing is.
    private static readonly (string From, string To)[] EastAsian = LongestFirst(
    [
        ("zh", "t"), ("ch", "t"), ("ts", "t"), ("sh", "s"), ("hs", "s"), ("kh", "k"), ("kk", "k"), ("th", "t"), ("tt", "t"), ("ph", "p"), ("pp", "p"), ("ss", "s"), ("ng", "n"),
        ("q", "t"), ("c", "t"), ("j", "t"), ("z", "t"), ("x", "s"), ("f", "h"), ("l", "r"), ("g", "k"), ("d", "t"), ("b", "p"),
        ("yeo", "yo"), ("yae", "ye"), ("eo", "o"), ("eu", "u"), ("ae", "e"), ("oe", "e"), ("ui", "i"), ("oo", "u"), ("ee", "i"), ("ou", "o"), ("woo", "u"), ("wu", "u"), ("oi", "e"), ("park", "paku"),
    ]);

    /// <summary>Whether every letter of a name is kana, of either width.</summary>
    public static bool IsKana(string name)
    {
        // The half-width ones and the first of the others: most names end here.
        if (!name.AsSpan().ContainsAnyInRange('\u3041', '\u30FF') && !name.AsSpan().ContainsAnyInRange('\uFF66', '\uFF9F'))
            return false;
        foreach (var c in name)
            if (char.IsLetter(c) && c is not ((>= '\u3041' and <= '\u30FF') or (>= '\uFF66' and <= '\uFF9F')))
                return false;
        return true;
    }

    /// <summary>The readings of a name in kana: as written; with nothing voiced, for Koreans and Chinese; and as whoever spells letter by letter what he does not hear means it.</summary>
    public static IEnumerable<string[]> Readings(string name)
    {
        var parts = Array.ConvertAll(NameFolding.Tokens(name), Folded);
        if (parts.Length == 0)
            yield break;
        yield return parts;
        var voiceless = Array.ConvertAll(parts, Voiceless);
        if (!voiceless.AsSpan().SequenceEqual(parts))
            yield return voiceless;
        var spelt = Array.ConvertAll(parts, SpeltOut);
        if (!spelt.AsSpan().SequenceEqual(parts))
            yield return spelt;
    }

    /// <summary>Folded Latin parts of a name as <see cref="Readings"/> would find them had katakana written them.</summary>
    public static string[] OfLatin(string[] parts, bool eastAsian) => Array.ConvertAll(parts, part => OfLatin(part, eastAsian));

    private static string OfLatin(string part, bool eastAsian)
    {
        if (part.Length == 1 || part.AsSpan().ContainsAnyInRange('0', '9'))
            return part;
        var sounds = Sounds(part, eastAsian ? EastAsian : General);
        var spelt = new StringBuilder(sounds.Length * 2);
        for (var i = 0; i < sounds.Length; i++)
        {
            var (c, next) = (sounds[i], i + 1 < sounds.Length ? sounds[i + 1] : '\0');
            spelt.Append(IsVowel(c) || IsVowel(next) || next == 'y' ? c == 'C' ? "t" : c.ToString() : Alone(c, next, eastAsian));
        }
        return Short(spelt.ToString());
    }

    // A consonant that no vowel follows takes the one that Japanese lends it.
    private static string Alone(char c, char next, bool eastAsian) => c switch
    {
        'n' => "n",
        'm' when next is 'b' or 'p' => "n",
        't' or 'd' when !eastAsian => c + "o",
        'C' => "ti",
        // Silent at the end, as in Abdullah.
        'h' when next == '\0' => "",
        'b' when next == '\0' && !eastAsian => "hu",
        'w' => "u",
        _ => c + "u",
    };

    private static string Sounds(string part, (string From, string To)[] rules)
    {
        var sounds = new StringBuilder(part.Length + 4);
        for (var i = 0; i < part.Length;)
        {
            var (from, to) = Array.Find(rules, rule => string.CompareOrdinal(part, i, rule.From, 0, rule.From.Length) == 0);
            // Ng before a vowel is two sounds.
            if (from == "ng" && i + 2 < part.Length && IsVowel(part[i + 2]))
                (from, to) = ("n", "n");
            var sound = from is null ? part.AsSpan(i, 1) : to;
            // Doubled letters are one.
            if (sounds.Length == 0 || sounds[^1] != sound[0] || IsVowel(sound[0]))
                sounds.Append(sound);
            else
                sounds.Append(sound[1..]);
            i += from?.Length ?? 1;
        }
        // A y that no vowel follows is one itself.
        for (var i = 0; i < sounds.Length; i++)
            if (sounds[i] == 'y' && (i + 1 == sounds.Length || !IsVowel(sounds[i + 1])))
                sounds[i] = 'i';
        return sounds.ToString();
    }

    private static string Folded(string romaji) => Short(romaji.Replace("sh", "s", StringComparison.Ordinal).Replace("ch", "t", StringComparison.Ordinal).Replace("ts", "t", StringComparison.Ordinal)
        .Replace('j', 'z').Replace('f', 'h').Replace('v', 'b'));

    // Mohamumado for Mohammad, abudurarahu for Abdullah, guhamu for Gham, utohuman for Uthman, kuarahu for Qalaf.
    private static string SpeltOut(string folded)
    {
        var text = new StringBuilder(folded.Length);
        for (var i = 0; i < folded.Length; i++)
        {
            var (c, lent) = (folded[i], i + 1 < folded.Length ? folded[i + 1] : '\0');
            var next = i + 2 < folded.Length ? folded[i + 2] : '\0';
            if (c == 'h' && lent == 'u' && next == '\0' && text.Length > 0 && IsVowel(text[^1]))
                break;
            text.Append(c == 't' && lent == 'o' && next == 'h' ? 's' : c);
            // A vowel lent to the first of two consonants that are one.
            if (lent != (c is 't' or 'd' ? 'o' : 'u'))
                continue;
            if (next == c && !IsVowel(c))
                i += 2;
            else if ((next == 'h' && c is 'g' or 't') || (c == 'k' && IsVowel(next)))
                i += next == 'h' ? 2 : 1;
        }
        return text.ToString();
    }

    private static string Voiceless(string folded) => folded.Replace('g', 'k').Replace('d', 't').Replace('z', 't').Replace('b', 'p');

    // What is left when sounds are short and the small y, which banks write large, is one with its syllable; ji stands for di.
    private static string Short(string spelt)
    {
        var text = new StringBuilder(spelt.Length);
        foreach (var c in spelt.Replace("di", "zi", StringComparison.Ordinal).Replace("nm", "m", StringComparison.Ordinal))
        {
            var before = text.Length > 0 ? text[^1] : '\0';
            if (c == before)
                continue;
            if (c == 'y' && before == 'i' && text.Length > 1 && !IsVowel(text[^2]))
                text.Length--;
            // Hyok after Jin is heard as yok; and sha is sa, cha ta, ja za.
            if (c == 'y' && text.Length > 0 && text[^1] == 'h')
                text.Length--;
            else if (IsVowel(c) && before == 'y' && text.Length > 1 && text[^2] is 's' or 't' or 'z')
                text.Length--;
            text.Append(c);
        }
        return text.ToString();
    }

    private static (string From, string To)[] LongestFirst((string From, string To)[] rules) => [.. rules.OrderByDescending(rule => rule.From.Length)];

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
