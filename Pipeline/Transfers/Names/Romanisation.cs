// The folding rules themselves: which letters and letter groups different romanisations use for one sound. Kept apart
// from tokenising because they are policy that grows by evidence; each rule names the spellings it makes meet.
namespace Paysieve.Pipeline.Transfers.Names;

/// <summary>Romanisation families: East Asian (Korean, Chinese) and general (Russian, Arabic, European variants).</summary>
internal static class Romanisation
{
    // Longest first within one initial letter. Korean: McCune-Reischauer, DPRK official, South Korean and free spellings;
    // Chinese: pinyin and Wade-Giles. N stands for ng, O for oe, c for the affricates.
    private static readonly (string From, string To)[][] EastAsian = Order(
        ("kkh", "k"), ("kh", "k"), ("kk", "k"), ("gg", "k"), ("gh", "k"), ("ck", "k"), ("k", "k"), ("g", "k"), ("ng", "N"),
        ("th", "t"), ("tt", "t"), ("dd", "t"), ("d", "t"), ("t", "t"), ("ph", "p"), ("pp", "p"), ("bb", "p"), ("b", "p"), ("p", "p"),
        ("tch", "c"), ("ch", "c"), ("cch", "c"), ("jj", "c"), ("zh", "c"), ("ts", "c"), ("tz", "c"), ("tj", "c"), ("j", "c"), ("q", "c"), ("z", "c"), ("c", "c"),
        ("sh", "s"), ("ss", "s"), ("hs", "s"), ("x", "s"), ("s", "s"), ("rhie", "ri"), ("lr", "r"), ("ll", "r"), ("rr", "r"), ("rh", "r"), ("l", "r"), ("r", "r"),
        ("nn", "n"), ("mm", "m"), ("park", "pak"), ("hyun", "hyon"), ("chul", "cor"), ("cheul", "cor"),
        ("yeou", "yo"), ("yeo", "yo"), ("you", "yo"), ("yoo", "yu"), ("yae", "ye"), ("eui", "i"), ("uei", "i"), ("ui", "i"), ("eu", "u"), ("eo", "o"), ("ou", "o"), ("ow", "o"),
        ("woo", "u"), ("wu", "u"), ("oo", "u"), ("oe", "O"), ("oi", "O"), ("oy", "O"), ("ae", "e"), ("ai", "e"), ("ee", "i"), ("ii", "i"), ("yi", "i"), ("ie", "ie"),
        ("ah", "a"), ("oh", "o"), ("uh", "u"),
        // Wade-Giles where no Korean syllable is spelt so: hsien, yen, jui, tzu, lo.
        ("ien", "ian"), ("yen", "yan"), ("jui", "rui"), ("jih", "ri"), ("tzu", "ci"), ("ssu", "si"), ("luo", "ro"), ("tuo", "to"), ("duo", "to"), ("suo", "so"), ("nuo", "no"), ("ruo", "ro"), ("zuo", "co"), ("tsuo", "co"), ("cuo", "co"), ("zhuo", "co"), ("chuo", "co"));

    private static readonly (string From, string To)[][] General = Order(
        // Shch as the English, Germans and French write it, and as those do who mix them: Shcherbakov, Schtscherbakow, Chtcherbakov, Stcherbakoff.
        ("shch", "sh"), ("shtch", "sh"), ("schtsch", "sh"), ("chtch", "sh"), ("stch", "sh"), ("sch", "sh"), ("tsch", "ch"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"),
        ("zh", "j"), ("dzh", "j"), ("ddzh", "j"), ("dj", "j"), ("ck", "k"), ("q", "k"), ("ch", "ch"), ("ce", "si"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("tz", "ts"), ("x", "ks"), ("w", "v"),
        ("ou", "u"), ("oo", "u"), ("o", "u"), ("aou", "u"), ("ao", "au"), ("ee", "i"), ("ai", "i"), ("ay", "i"), ("ei", "i"), ("ey", "i"), ("iy", "i"), ("ij", "i"), ("yi", "i"), ("iyy", "i"), ("ii", "i"),
        ("ya", "ia"), ("ja", "ja"), ("yu", "iu"), ("yo", "iu"), ("ye", "i"), ("y", "i"), ("e", "i"), ("aa", "a"), ("aee", "i"), ("aei", "i"));

    private static readonly HashSet<string> MohammedSpellings = new(StringComparer.Ordinal)
    {
        "mohammed", "mohamed", "mohammad", "muhammad", "muhammed", "mohamad", "muhamad", "muhamed", "mohamoud", "mohammod", "muhammet", "mukhammad", "mohd", "muhd", "md", "mohamud", "mahomed",
    };

    private static readonly HashSet<string> Vowels = new(StringComparer.Ordinal)
    {
        "a", "e", "i", "o", "u", "ya", "yae", "yo", "yoo", "yu", "ye", "yeo", "yi", "you", "eo", "eu", "eui", "ae", "oe", "oi", "oy", "ui", "wi", "wa", "wo", "wae", "we", "weo", "woo", "wu", "wei", "wai", "oo", "ou", "ee",
        "ia", "iao", "ie", "iu", "io", "ua", "uo", "uai", "ue", "ai", "ao", "au", "ei", "yao", "yai", "yue", "yuan", "ea", "ieh", "ueh", "uei", "ih", "ah", "oh", "uh", "ieu", "yeu", "ow",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> VowelLookup = Vowels.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] Onsets =
    [
        "tch", "kk", "kh", "gg", "gh", "tt", "th", "dd", "pp", "ph", "bb", "ss", "sh", "hs", "jj", "ch", "zh", "ts", "tz", "rh", "ll",
        "k", "g", "n", "t", "d", "r", "l", "m", "p", "b", "s", "j", "h", "q", "x", "z", "c", "f", "",
    ];

    private static readonly string[] Codas = ["ng", "ck", "rk", "k", "g", "n", "l", "r", "m", "p", "b", "t", "s", ""];

    // The one syllable without a vowel, a family name in Canton.
    private const string Ng = "ng";

    /// <summary>Whether a folded part can be cut into at most three Korean or Chinese syllables.</summary>
    public static bool LooksEastAsian(string token) => token is Ng || (token.Length is > 0 and <= 14 && !token.Contains('v', StringComparison.Ordinal) && FindSyllables(token));

    /// <summary>Whether a folded part can be read as one Korean or Chinese syllable.</summary>
    public static bool IsSyllable(string token)
    {
        var dead = 0UL;
        return token is Ng || (token.Length is > 0 and <= 7 && Syllables(token, 0, 1, ref dead));
    }

    private static bool FindSyllables(string token)
    {
        var dead = 0UL;
        return Syllables(token, 0, 3, ref dead);
    }

    public static string FoldEastAsian(string token)
    {
        Span<char> buffer = stackalloc char[128];
        var folded = Apply(EastAsian, token, buffer);
        // h is silent before a consonant or at the end (Noh, Suh); u before ng is written o as often (Chung, Jong).
        var length = 0;
        for (var i = 0; i < folded.Length; i++)
        {
            var c = folded[i];
            if (c == 'h' && (i + 1 == folded.Length || !IsVowel(folded[i + 1])))
                continue;
            if (c == 'u' && i + 1 < folded.Length && folded[i + 1] == 'N')
                c = 'o';
            folded[length++] = c;
        }
        var result = folded[..length];
        // Family names with the initial that Seoul drops and Pyongyang keeps: Ri, Lee, Yi, Yee; Rim, Im; Ryu, Yu.
        if (token is "you")
            return "iu";
        if (result is "yi" || (result.Length > 1 && result[0] == 'r' && (result[1] == 'y' || result is "ri" or "rim")))
            result = result[1..];
        // And those that Seoul begins with n: Ro, Noh, Roh; Ra, Na.
        else if (result is "no" or "na")
            result[0] = 'r';
        // The French write i where others write y: Hiok, Miong.
        result.Replace('y', 'i');
        return new string(result);
    }

    public static string FoldGeneral(string token)
    {
        if (MohammedSpellings.Contains(token))
            return "muhamad";
        Span<char> buffer = stackalloc char[160];
        var folded = Apply(General, token, buffer);
        var length = 0;
        for (var i = 0; i < folded.Length; i++)
        {
            // Doubled letters are one, and a last h after a vowel is silent (Abdallah).
            if (length > 0 && folded[length - 1] == folded[i])
                continue;
            if (folded[i] == 'h' && i + 1 == folded.Length && length > 0 && IsVowel(folded[length - 1]))
                continue;
            folded[length++] = folded[i];
        }
        var result = new string(folded[..length]);
        foreach (var (ending, plain) in RussianEndings)
            if (result.Length > ending.Length + 2 && result.EndsWith(ending, StringComparison.Ordinal))
                return string.Concat(result.AsSpan(0, result.Length - ending.Length), plain);
        return result;
    }

    // After the vowels above have been folded: -off, -ow, -eff; -skii, -skiy, -sky are one already.
    private static readonly (string, string)[] RussianEndings = [("uf", "uv"), ("if", "iv")];

    private static Span<char> Apply((string From, string To)[][] rules, string token, Span<char> buffer)
    {
        var length = 0;
        var i = 0;
        while (i < token.Length && length < buffer.Length - 4)
        {
            var matched = false;
            var letter = token[i] - 'a';
            foreach (var (from, to) in letter is >= 0 and < 26 ? rules[letter] : [])
            {
                if (string.CompareOrdinal(token, i, from, 0, from.Length) != 0)
                    continue;
                to.CopyTo(buffer[length..]);
                length += to.Length;
                i += from.Length;
                matched = true;
                break;
            }
            if (!matched)
                buffer[length++] = token[i++];
        }
        return buffer[..length];
    }

    // A place reached before with as many syllables left is a dead end; without remembering them most of the time goes into
    // finding the same dead ends again.
    private static bool Syllables(string token, int from, int left, ref ulong dead)
    {
        if (from == token.Length)
            return true;
        var state = 1UL << ((from * 4) + left);
        if (left == 0 || (dead & state) != 0)
            return false;
        foreach (var onset in Onsets)
        {
            if (!StartsAt(token, from, onset))
                continue;
            var nucleus = from + onset.Length;
            for (var take = Math.Min(4, token.Length - nucleus); take >= 1; take--)
            {
                if (!IsVowel(token[nucleus]) || !VowelLookup.Contains(token.AsSpan(nucleus, take)))
                    continue;
                foreach (var coda in Codas)
                    if (StartsAt(token, nucleus + take, coda) && Syllables(token, nucleus + take + coda.Length, left - 1, ref dead))
                        return true;
            }
        }
        dead |= state;
        return false;
    }

    private static bool StartsAt(string token, int at, string what) =>
        what.Length == 0 || (at + what.Length <= token.Length && token[at] == what[0] && token.AsSpan(at, what.Length).SequenceEqual(what));

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'O' or 'w';

    // One row per first letter, longest spelling first, so that a letter meets only the few rules that can apply.
    private static (string From, string To)[][] Order(params (string From, string To)[] rules) =>
    [
        .. Enumerable.Range('a', 26).Select(letter => rules.Where(r => r.From[0] == letter)
            .OrderByDescending(r => r.From.Length).ThenBy(r => r.From, StringComparer.Ordinal).ToArray()),
    ];
}
