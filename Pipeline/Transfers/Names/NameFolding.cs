// One way to turn a written name into comparable parts. Payroll, banks and lists write the same person in
// different scripts, cases, orders and with different marks; every room that compares names starts here, so that
// "the same name" means the same thing to all of them.
using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using AnyAscii;

namespace Paysieve.Pipeline.Transfers.Names;

/// <summary>Folds names of any script to lower-case ASCII parts.</summary>
public static class NameFolding
{
    private const int CacheLimit = 200_000;
    private const int FoldRoom = 16_000;
    private static readonly ConcurrentDictionary<string, FoldedPart> FoldCache = new(Environment.ProcessorCount, FoldRoom, StringComparer.Ordinal);
    private static int _foldCached;

    private static readonly HashSet<string> Titles = new(StringComparer.Ordinal)
    {
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "madam", "mme", "mlle", "herr", "frau", "monsieur", "madame",
    };

    // Two-syllable Korean and two-character Chinese family names; every other family name is one syllable.
    private static readonly HashSet<string> CompoundSurnames = new(StringComparer.Ordinal)
    {
        "남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방",
        "欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "司徒", "东方", "東方", "皇甫", "尉迟", "公孙", "公孫", "慕容", "令狐", "夏侯",
    };

    /// <summary>
    /// Lower-case ASCII parts of a name, in the order written: full and half width made one, marks and accents folded,
    /// apostrophes of every glyph dropped, hyphens and other punctuation taken as spaces, single letters that spell a
    /// company form joined (<c>d.o.o.</c> is <c>doo</c>), forms of address dropped unless nothing else would be left.
    /// Kana is read as romaji with long vowels shortened; Han as Mandarin (see <see cref="Readings"/> for Japanese);
    /// an unspaced Hangul or Han name of up to four characters is split into family and given name.
    /// </summary>
    /// <param name="name">The name as written; null or blank gives no parts.</param>
    public static string[] Tokens(string? name) => string.IsNullOrWhiteSpace(name) ? [] : Split(Latinise(name, japanese: null));

    /// <summary>
    /// Every reading of a name as parts, the usual one first. Names in Han script have a Japanese reading when all their
    /// parts are among the common Japanese names, a Korean one when it is a Korean family name with one or two characters that
    /// Koreans read and no Japanese one, and a Mandarin one unless the family name can only be Japanese. Names in
    /// Greek or Cyrillic letters that one script writes for several sounds of another have other readings
    /// (<c>χ</c> and <c>х</c> as h, <c>ё</c> as yo, <c>ντ</c> as nt), and Korean ones in Cyrillic letters are read as Koreans write them; Arabic letters are heard in more ways than one. A name
    /// with Abd or Din in it is read with what belongs to it as one part too. All other names have one reading.
    /// </summary>
    public static IReadOnlyList<string[]> Readings(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return [];
        var usual = Tokens(name);
        if (!ContainsHan(name))
        {
            var readings = new List<string[]>(1) { usual };
            if (!Ascii.IsValid(name))
                foreach (var reread in SoundLetters.Reread(name).Concat(KoreanCyrillic.Read(name)).Concat(SoundLetters.RereadArabic(name)))
                    if (Tokens(reread) is var other && !readings.Exists(known => known.AsSpan().SequenceEqual(other)))
                        readings.Add(other);
            for (int i = 0, written = readings.Count; i < written; i++)
                if (ServantNames.Joined(readings[i]) is { } servant)
                    readings.Add(servant);
            return readings;
        }
        var plain = name.Normalize(NormalizationForm.FormKC).Trim();
        var japanese = JapaneseText.TryRead(plain);
        if (japanese is not null && JapaneseText.IsSurelyJapanese(plain))
            return [Split(Latinise(name, japanese))];
        var ofHan = new List<string[]>(3) { usual };
        if (japanese is not null)
            ofHan.Add(Split(Latinise(name, japanese)));
        // Tanaka is no Korean, whatever characters follow.
        if (!JapaneseText.IsSurelyJapanese(plain) && HanjaText.TryRead(plain) is { } korean)
            ofHan.Add(Tokens(korean));
        return ofHan;
    }

    /// <summary>Whether any character is Han (kanji, hanzi, hanja), whose reading depends on the language.</summary>
    public static bool ContainsHan(string? name)
    {
        foreach (var c in name ?? "")
            if (IsHan(c))
                return true;
        return false;
    }

    /// <summary>Whether a name is written in Arabic or Hebrew letters, which leave most vowels out.</summary>
    public static bool IsUnvocalised(string? name)
    {
        foreach (var c in name ?? "")
            if (c is >= '\u0590' and <= '\u06FF' or >= '\u0750' and <= '\u077F' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC')
                return true;
        return false;
    }

    /// <summary>Whether a name is written in Latin letters (with any marks).</summary>
    public static bool IsLatin(string? name)
    {
        // Up to the end of the extended Latin blocks; what lies above and is a letter belongs to another script.
        foreach (var c in name ?? "")
            if (c > '\u024F' && char.IsLetter(c) && c is not (>= '\u1E00' and <= '\u1EFF') and not (>= '\uFF21' and <= '\uFF5A') and not (>= '\u02B0' and <= '\u02FF'))
                return false;
        return true;
    }

    /// <summary>
    /// A coarse key under which spellings of one name in a romanisation family meet: <c>Choe, Choi</c>;
    /// <c>Ri, Lee, Yi</c>; <c>Ivanov, Ivanoff</c>. A part that can be read as Korean or Chinese syllables is folded that
    /// way, any other by the general (Russian, Arabic, European) rules. Equal keys are evidence, not proof. One part can
    /// belong to both families (<c>Sergei</c>): to compare two parts use <see cref="SameRomanisation"/>, which tries both.
    /// </summary>
    public static string FoldRomanisation(string token)
    {
        var folded = Folded(token);
        return folded.EastAsian ?? folded.General;
    }

    /// <summary>Whether two parts are spellings of one name in the East Asian or in the general romanisation family.</summary>
    public static bool SameRomanisation(string a, string b)
    {
        var left = Folded(a);
        var right = Folded(b);
        return string.Equals(left.General, right.General, StringComparison.Ordinal)
            || (left.EastAsian is not null && string.Equals(left.EastAsian, right.EastAsian, StringComparison.Ordinal));
    }

    /// <summary>Both keys of a part; remembered, so that asking again for a common part costs one look-up.</summary>
    internal static FoldedPart Folded(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (FoldCache.TryGetValue(token, out var known))
            return known;
        var folded = new FoldedPart(
            Romanisation.LooksEastAsian(token) ? Romanisation.FoldEastAsian(token) : null,
            Romanisation.FoldGeneral(token));
        // The dictionary's own count takes every lock of it.
        if (Volatile.Read(ref _foldCached) < CacheLimit && FoldCache.TryAdd(token, folded))
            Interlocked.Increment(ref _foldCached);
        return folded;
    }

    private static string Latinise(string name, string? japanese)
    {
        if (japanese is null && Ascii.IsValid(name))
            return name;
        var text = WithoutPictures(japanese ?? name).Normalize(NormalizationForm.FormKC);
        if (GreekPairs.Apply(ref text) && Ascii.IsValid(text))
            return text;
        var output = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (IsApostrophe(c))
            {
                i++;
            }
            else if (SoundLetters.IsArticle(text, i))
            {
                output.Append("al ");
                i += SoundLetters.ArticleLength;
            }
            else if (SoundLetters.SoundOf(c) is { } sound)
            {
                output.Append(sound);
                i++;
            }
            else if (JapaneseText.IsKana(c))
            {
                var end = i;
                while (end < text.Length && JapaneseText.IsKana(text[end]))
                    end++;
                JapaneseText.AppendRomaji(text.AsSpan(i, end - i), output);
                i = end;
            }
            else if (IsHangul(c) || IsHan(c))
            {
                var hangul = IsHangul(c);
                var end = i;
                while (end < text.Length && (hangul ? IsHangul(text[end]) : IsHan(text[end])))
                    end++;
                AppendSyllabic(text.AsSpan(i, end - i), output);
                i = end;
            }
            else
            {
                var end = i + (char.IsHighSurrogate(c) && i + 1 < text.Length ? 2 : 1);
                output.Append(end - i == 1 ? AsciiOf(c) : text[i..end].Transliterate());
                i = end;
            }
        }
        return output.ToString();
    }

    // What is drawn and not spoken stands between words: faces and flags, trade marks, a blank of no width. Other signs are words: № and ㈱.
    private static string WithoutPictures(string name)
    {
        if (!name.AsSpan().ContainsAnyInRange('\uD83C', '\uD83E') && !name.AsSpan().ContainsAny(Drawn)) return name;
        var text = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var isPicture = name[i] is >= '\uD83C' and <= '\uD83E' && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]);
            if (isPicture) i++;
            text.Append(isPicture || Drawn.Contains(name[i]) ? ' ' : name[i]);
        }
        return text.ToString();
    }

    private static readonly SearchValues<char> Drawn = SearchValues.Create("\u200B\u2122\u2120\u00AE\u00A9\uFE0F\u2600\u2605\u2606\u2660\u2663\u2665\u2666\u2713\u2714");

    // Two threads that ask at once are told the same.
    private static string AsciiOf(char c) => AsciiByCharacter[c] ??= c.ToString().Transliterate();

    private static readonly string?[] AsciiByCharacter = new string?[char.MaxValue + 1];

    private static void AppendSyllabic(ReadOnlySpan<char> run, StringBuilder output)
    {
        output.Append(' ');
        var family = run.Length is < 2 or > 4 ? 0
            : run.Length > 2 && CompoundSurnames.Contains(run[..2].ToString()) ? 2 : 1;
        for (var i = 0; i < run.Length; i++)
        {
            if (i == family && i > 0)
                output.Append(' ');
            output.Append(AsciiOf(run[i]).AsSpan().Trim());
        }
        output.Append(' ');
    }

    private static string[] Split(string text)
    {
        var parts = new List<string>(6);
        Span<char> buffer = stackalloc char[64];
        var length = 0;
        var dotted = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ' ';
            var lower = c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
            if (lower is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                // A part longer than the buffer is cut: no name has one, and hostile input must stay bounded.
                if (length < buffer.Length)
                    buffer[length++] = lower;
                continue;
            }
            if (c is '\'' or '`')
                continue;
            if (length > 0)
                parts.Add(new string(buffer[..length]));
            // Three or more letters with dots and no blanks between them are one abbreviation: S.I.S.
            dotted = length == 1 ? dotted + 1 : 0;
            length = 0;
            if (c == '.' && i + 1 < text.Length && char.IsAsciiLetter(text[i + 1]))
                continue;
            if (dotted >= 3)
            {
                var spelled = string.Concat(parts.TakeLast(dotted));
                parts.RemoveRange(parts.Count - dotted, dotted);
                parts.Add(spelled);
            }
            dotted = 0;
        }
        JoinSpelledForms(parts);
        DropTitles(parts);
        return [.. parts];
    }

    private static void JoinSpelledForms(List<string> parts)
    {
        for (var i = 0; i + 1 < parts.Count; i++)
        {
            var run = 0;
            while (run < 5 && i + run < parts.Count && parts[i + run].Length == 1)
                run++;
            for (var take = run; take >= 2; take--)
            {
                var joined = string.Concat(parts.GetRange(i, take));
                if (!CompanyForms.IsForm(joined))
                    continue;
                parts[i] = joined;
                parts.RemoveRange(i + 1, take - 1);
                break;
            }
        }
    }

    /// <summary>Whether a folded part is a form of address.</summary>
    internal static bool IsTitle(string part) => Titles.Contains(part);

    private static void DropTitles(List<string> parts)
    {
        var kept = parts.Count;
        for (var i = parts.Count - 1; i >= 0 && kept > 1; i--)
            if (Titles.Contains(parts[i]))
            {
                parts.RemoveAt(i);
                kept--;
            }
    }

    private static bool IsApostrophe(char c) => c is '\'' or '`' or '´' or '‘' or '’' or '‚' or '‛' or '′' or 'ʹ' or 'ʺ' or 'ʻ' or 'ʼ' or 'ʽ' or 'ʾ' or 'ʿ' or 'ˊ' or 'ˋ' or '＇' or 'ꞌ' or 'ь' or 'ъ' or 'Ь' or 'Ъ';

    private static bool IsHangul(char c) => c is >= '\uAC00' and <= '\uD7A3';

    private static bool IsHan(char c) => c is (>= '\u4E00' and <= '\u9FFF') or (>= '\u3400' and <= '\u4DBF') or (>= '\uF900' and <= '\uFAFF') or '々';
}

/// <summary>A part under both romanisation families; <see cref="EastAsian"/> is null when it has no such syllables.</summary>
internal readonly record struct FoldedPart(string? EastAsian, string General);
