// Koreans whose names are written in Cyrillic letters: on Russian payrolls and visas, where many of those work whom the lists name.
// Letter by letter they read as nobody (Chen Yn for Jong Un), because the letters follow a system of their own and final n stands for two
// sounds.
using System.Text;
using AnyAscii;

namespace Paysieve.Pipeline.Transfers.Names;

internal static class KoreanCyrillic
{
    private const int MostReadings = 4;
    private const int MostCandidates = 2;
    private const int HangulBase = 0xAC00;
    private const int VowelCount = 21;
    private const int FinalCount = 28;

    // Kontsevich's system, in the order of the Hangul alphabet; beside it, after a bar, what is written instead: the voiced consonant inside
    // a word, and the habits of older and newer print (Чен and Чон, Ё Чжон, Ир and Иль, Шин).
    private static readonly string[][] Onsets = Table("к|г кк н т|д тт р|л м п|б пп с|ш сс . ч|дж|чж чч чх|ч кх|к тх|т пх|п х");
    private static readonly string[][] Vowels = Table("а э|е я е о|е е|э ё|е е о ва вэ|ве ве|вэ ё у во ве ви ю ы и|ы|ый и");
    private static readonly string[][] Finals = Table(". к|г к к н н н т ль|р|л к м ль ль ль ль ль м п п т т н т т к т п т");

    // Family names that follow no system.
    private static readonly Dictionary<string, string> Settled = new(StringComparer.Ordinal) { ["цой"] = "최", ["чой"] = "최", ["ли"] = "리", ["пяк"] = "백", ["хегай"] = "허" };

    private static readonly Lazy<(Dictionary<string, char> Families, Dictionary<string, char[]> Syllables)> Spelt = new(Spellings);

    /// <summary>
    /// The Korean names in Hangul that a name of two or three parts in Cyrillic letters can be, the family name first or last, at most four of either; none when a
    /// part cannot be read as one or two Korean syllables or neither the first nor the last is a Korean family name.
    /// </summary>
    public static IEnumerable<string> Read(string name)
    {
        if (!name.AsSpan().ContainsAnyInRange('\u0400', '\u04FF'))
            return [];
        var parts = name.ToLowerInvariant().Normalize(NormalizationForm.FormC).Split([' ', '-', ',', '\u2011', '\u2013'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 2 or > 3)
            return [];
        var read = new List<string>();
        if (FamilyOf(parts[0]) is { } first)
            read.AddRange(Given(parts[1..]).Select(given => first + " " + given));
        if (FamilyOf(parts[^1]) is { } last)
            read.AddRange(Given(parts[..^1]).Select(given => last + " " + given));
        return read;
    }

    private static string? FamilyOf(string part) =>
        Settled.TryGetValue(part, out var settled) ? settled
        : Spelt.Value.Families.TryGetValue(part, out var family) ? family.ToString() : null;

    private static List<string> Given(string[] parts)
    {
        var read = new List<string> { "" };
        foreach (var part in parts)
            read = [.. read.SelectMany(head => Of(part).Select(tail => head + tail)).Where(given => given.Length <= 2)];
        return read.Count > MostReadings ? read[..MostReadings] : read;
    }

    // As one syllable or cut in two.
    private static IEnumerable<string> Of(string part)
    {
        foreach (var syllable in Spelt.Value.Syllables.GetValueOrDefault(part) ?? [])
            yield return syllable.ToString();
        for (var cut = 1; cut < part.Length; cut++)
            if (Spelt.Value.Syllables.TryGetValue(part[..cut], out var heads) && Spelt.Value.Syllables.TryGetValue(part[cut..], out var tails))
                foreach (var head in heads)
                    foreach (var tail in tails)
                        yield return string.Concat(head, tail);
    }

    // The syllables that names are made of are those that Chinese characters are read as. Of several with one spelling, those count that
    // romanise differently: the ones with most characters.
    private static (Dictionary<string, char>, Dictionary<string, char[]>) Spellings()
    {
        var (families, syllables) = HanjaText.Readings();
        var familyOf = new Dictionary<string, char>(StringComparer.Ordinal);
        foreach (var family in families)
            foreach (var text in SpellingsOf(family))
                familyOf.TryAdd(text, family);
        var spelt = syllables.SelectMany(s => SpellingsOf(s.Syllable).Distinct(StringComparer.Ordinal).Select(text => (Text: text, s.Syllable, s.Characters))).GroupBy(s => s.Text, StringComparer.Ordinal);
        return (familyOf, spelt.ToDictionary(s => s.Key, s => s.OrderByDescending(v => v.Characters).ThenBy(v => v.Syllable)
            .DistinctBy(v => NameFolding.FoldRomanisation(v.Syllable.ToString().Transliterate().Trim().ToLowerInvariant())).Take(MostCandidates).Select(v => v.Syllable).ToArray(), StringComparer.Ordinal));
    }

    private static IEnumerable<string> SpellingsOf(char syllable)
    {
        var at = syllable - HangulBase;
        foreach (var onset in Onsets[at / (VowelCount * FinalCount)])
            foreach (var vowel in Vowels[at / FinalCount % VowelCount])
                foreach (var final in Finals[at % FinalCount])
                    yield return onset + vowel + final;
    }

    private static string[][] Table(string rows) => [.. rows.Split(' ').Select(row => row.Split('|').Select(letters => letters == "." ? "" : letters).ToArray())];
}
