// How listed names come misspelt, shortened and reordered through payrolls and banks. Written apart from the perturbations
// that the product trains with, so that the figures say something about names nobody trained on.
using Bogus;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Benchmarks.Screening;

/// <summary>A kind of slip: for people, for companies and vessels, or both; null when it does not apply to a name.</summary>
internal sealed record Perturbation(string Kind, bool People, Func<string[], Randomizer, string?> Apply)
{
    /// <summary>Whether it is two slips at once.</summary>
    public bool IsTwo { get; init; }

    private static readonly HashSet<string> Generic = new("trading international general company group limited ltd llc inc co corporation industries industrial services holding holdings import export establishment est technology technologies shipping enterprise enterprises".Split(' '), StringComparer.Ordinal);

    // Only letters that a clerk would write in that script; the rest stays away.
    private const string CyrillicDigraphs = "shch щ zh ж kh х ts ц ch ч sh ш yu ю ya я yo ё ye е ph ф th т ck к qu к";
    private const string CyrillicLetters = "a а b б c к d д e е f ф g г h х i и j дж k к l л m м n н o о p п q к r р s с t т u у v в w в x кс y й z з";
    private const string GreekDigraphs = "th θ ph φ ch χ ps ψ kh χ ou ου sh σ";
    private const string GreekLetters = "a α b μπ c κ d ντ e ε f φ g γκ h χ i ι j τζ k κ l λ m μ n ν o ο p π q κ r ρ s σ t τ u ου v β w β x ξ y υ z ζ";

    // Syllable by syllable, as dictionaries of foreign names do it; a consonant alone with the vowel that it is lent.
    private const string Kana =
        "tchi ッチ shi シ sha シャ shu シュ sho ショ she シェ chi チ cha チャ chu チュ cho チョ che チェ tsu ツ zha ジャ zhi ジ zhu ジュ kha ハ khi ヒ khu フ kho ホ khe ヘ kya キャ kyo キョ kyu キュ ryo リョ lyo リョ rya リャ lya リャ ryu リュ lyu リュ myo ミョ nyo ニョ hyo ヒョ pyo ピョ gyo ギョ " +
        "ka カ ki キ ku ク ke ケ ko コ ga ガ gi ギ gu グ ge ゲ go ゴ sa サ si シ su ス se セ so ソ za ザ zi ジ zu ズ ze ゼ zo ゾ ja ジャ ji ジ ju ジュ jo ジョ je ジェ ta タ ti ティ tu トゥ te テ to ト da ダ di ディ du ドゥ de デ do ド na ナ ni ニ nu ヌ ne ネ no ノ " +
        "ha ハ hi ヒ hu フ he ヘ ho ホ fa ファ fi フィ fu フ fe フェ fo フォ ba バ bi ビ bu ブ be ベ bo ボ pa パ pi ピ pu プ pe ペ po ポ va バ vi ビ vu ブ ve ベ vo ボ ma マ mi ミ mu ム me メ mo モ ya ヤ yu ユ yo ヨ ye エ ra ラ ri リ ru ル re レ ro ロ la ラ li リ lu ル le レ lo ロ wa ワ wi ウィ we ウェ wo ウォ " +
        "kh フ sh シュ ch チ zh ジュ ts ツ ng ン a ア i イ u ウ e エ o オ k ク g グ s ス z ズ j ジ t ト d ド n ン h フ f フ b ブ p プ v フ m ム y イ r ル l ル w ウ c ク q ク x クス";

    private static readonly (string From, string To)[] Katakana = Script(Kana, "' '");
    private static readonly Dictionary<string, string> Shortened = "international intl trading trdg shipping shpg technology tech industries ind industry ind development dev engineering eng general gen manufacturing mfg company co limited ltd corporation corp foundation fdn association assn national natl group grp holding hldg services svcs"
        .Split(' ').Chunk(2).ToDictionary(w => w[0], w => w[1], StringComparer.Ordinal);

    private static readonly (string From, string To)[] Cyrillic = Script(CyrillicDigraphs, CyrillicLetters);
    private static readonly (string From, string To)[] Greek = Script(GreekDigraphs, GreekLetters);

    public static IReadOnlyList<Perturbation> All { get; } =
    [
        new("parts in another order", true, (t, r) => t.Length < 2 ? null : Text(r.Shuffle(t))),
        new("one typing error", true, (t, r) => Misspelt(Text(t), r)),
        new("two typing errors", true, (t, r) => Text(t).Length < 14 ? null : Misspelt(Misspelt(Text(t), r), r)) { IsTwo = true },
        new("two letters transposed", true, Transposed),
        new("middle part missing", true, (t, _) => t.Length < 3 ? null : Text(t.Where((_, i) => i != t.Length / 2))),
        new("middle part missing, another transliteration", true, (t, r) => t.Length < 3 ? null : Respelt([.. t.Where((_, i) => i != t.Length / 2)], r)) { IsTwo = true },
        new("middle part as initial", true, (t, _) => t.Length < 3 ? null : Text(t.Select((p, i) => i == t.Length / 2 ? p[..1] : p))),
        new("two parts joined", true, (t, r) => t.Length < 3 ? null : Joined(t, r.Int(0, t.Length - 2))),
        new("one part split", true, Split),
        new("a middle name more", true, (t, r) => t.Length < 2 ? null : Text(t[..1].Append(r.ArrayElement(Middle)).Concat(t[1..]))),
        new("a title and capitals", true, (t, r) => r.ArrayElement(Titles) + " " + Text(t).ToUpperInvariant()),
        new("another transliteration", true, (t, r) => Respelt(t, r)),
        new("Cyrillic script", true, (t, _) => t.Length < 2 ? null : InScript(Text(t), Cyrillic)),
        new("Greek script", true, (t, _) => t.Length < 2 ? null : InScript(Text(t), Greek)),
        new("parts in another order", false, (t, r) => t.Length < 2 ? null : Text(r.Shuffle(t))),
        new("one typing error", false, (t, r) => Text(t).Length < 6 ? null : Misspelt(Text(t), r)),
        new("two letters transposed", false, (t, r) => Text(t).Length < 6 ? null : Transposed(t, r)),
        new("legal form missing or another", false, OtherForm),
        new("a generic word dropped", false, (t, r) => Dropped(t, r, Generic.Contains)),
        new("a naming word of three or more dropped", false, (t, r) => t.Count(IsNaming) < 3 ? null : Dropped(t, r, IsNaming)),
        new("a generic word added", false, (t, r) => Text(t.Append(r.ArrayElement(Added)))),
        new("words joined", false, (t, r) => t.Length < 2 ? null : Joined(t, r.Int(0, t.Length - 2))),
    ];

    /// <summary>What narrow fields, scanners, Japanese banks and people with a reason do to names.</summary>
    public static IReadOnlyList<Perturbation> Further { get; } =
    [
        new("no blanks", true, (t, _) => string.Concat(t)),
        new("a letter as a digit", true, WithDigit),
        new("katakana", true, (t, _) => t.Length < 2 || t.Any(p => p.Length < 2) ? null : string.Join('・', t.Select(p => InScript(p, Katakana)))),
        new("common words shortened", false, (t, _) => t.Any(Shortened.ContainsKey) ? Text(t.Select(p => Shortened.GetValueOrDefault(p, p))) : null),
    ];

    /// <summary>The folded parts of a listed name, as the slips take them: of a person's the family name, which some lists put before a comma, last.</summary>
    public static string[] Parts(ListedParty party, ListedName name) =>
        NameFolding.Tokens(party.Kind == PartyKind.Person && name.Text.Split(',', 2) is [var family, var given] ? given + " " + family : name.Text);

    private static readonly string[] Middle = ["ray", "jose", "lee", "marie", "anton", "karl", "reza", "nabil", "min", "luca"];
    private static readonly string[] Titles = ["Mr", "Mrs.", "Dr.", "MR", "Prof."];
    private static readonly string[] Added = ["trading", "group", "international", "co ltd", "llc", "company"];

    private static readonly (string From, string To)[] Respellings =
    [
        ("kh", "h"), ("y", "i"), ("ou", "u"), ("v", "w"), ("ks", "x"), ("iy", "y"), ("ei", "ey"), ("dj", "j"), ("q", "k"), ("ee", "i"), ("oo", "u"), ("sh", "sch"), ("ch", "tch"), ("ph", "f"), ("dh", "d"), ("gh", "g"), ("aa", "a"), ("mm", "m"),
        ("yong", "young"), ("chol", "cheol"), ("ri", "ree"), ("jong", "chong"), ("kwang", "gwang"), ("kuk", "guk"), ("song", "seong"), ("zh", "ch"), ("xi", "hsi"), ("qi", "chi"), ("eddin", "uddin"), ("el", "al"),
    ];

    /// <summary>One letter left out, doubled, swapped with its neighbour or replaced.</summary>
    public static string Misspelt(string text, Randomizer random)
    {
        var places = Enumerable.Range(1, Math.Max(0, text.Length - 1)).Where(i => char.IsAsciiLetter(text[i])).ToArray();
        if (places.Length == 0) return text;
        var at = random.ArrayElement(places);
        return random.Int(0, 3) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, text[at].ToString()),
            2 when at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]) => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
            _ => text[..at] + random.Char('a', 'z') + text[(at + 1)..],
        };
    }

    private static string Text(IEnumerable<string> parts) => string.Join(' ', parts);

    private static string? Transposed(string[] parts, Randomizer random)
    {
        var long3 = Enumerable.Range(0, parts.Length).Where(i => parts[i].Length > 3).ToArray();
        if (long3.Length == 0) return null;
        var which = random.ArrayElement(long3);
        var part = parts[which];
        var at = random.Int(1, part.Length - 2);
        return Text(parts.Select((p, i) => i == which ? part[..at] + part[at + 1] + part[at] + part[(at + 2)..] : p));
    }

    private static string Joined(string[] parts, int at) => Text([.. parts[..at], parts[at] + parts[at + 1], .. parts[(at + 2)..]]);

    private static string? Split(string[] parts, Randomizer random)
    {
        var long6 = Enumerable.Range(0, parts.Length).Where(i => parts[i].Length > 6).ToArray();
        if (parts.Length < 2 || long6.Length == 0) return null;
        var which = random.ArrayElement(long6);
        var at = random.Int(3, parts[which].Length - 3);
        return Text(parts.Select((p, i) => i == which ? p[..at] + " " + p[at..] : p));
    }

    private static string? Respelt(string[] parts, Randomizer random)
    {
        var text = Text(parts);
        var fitting = Respellings.Where(r => text.Contains(r.From, StringComparison.Ordinal)).ToArray();
        if (fitting.Length == 0) return null;
        foreach (var (from, to) in random.Shuffle(fitting).Take(2)) text = text.Replace(from, to, StringComparison.Ordinal);
        return text;
    }

    private static string? WithDigit(string[] parts, Randomizer random)
    {
        var text = Text(parts);
        var places = Enumerable.Range(0, text.Length).Where(i => text[i] is 'o' or 'l' or 'i').ToArray();
        if (places.Length == 0) return null;
        var at = random.ArrayElement(places);
        return text[..at] + (text[at] == 'o' ? '0' : '1') + text[(at + 1)..];
    }

    private static string InScript(string text, (string From, string To)[] letters)
    {
        var written = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var (from, to) = letters.FirstOrDefault(l => string.CompareOrdinal(text, i, l.From, 0, l.From.Length) == 0);
            written.Append(from is null ? text[i..(i + 1)] : to);
            i += from?.Length ?? 1;
        }
        return written.ToString();
    }

    private static string? OtherForm(string[] parts, Randomizer random)
    {
        var core = parts.Where(p => !CompanyForms.IsForm(p)).ToArray();
        if (core.Length == parts.Length || core.Length == 0) return null;
        return random.Bool() ? Text(core) : Text(core.Append(random.ArrayElement(["ltd", "llc", "gmbh", "inc", "sa", "co"])));
    }

    private static bool IsNaming(string part) => !CompanyForms.IsForm(part) && !Generic.Contains(part) && part.Length > 3;

    // One of the words meant, as long as one that names the company is left.
    private static string? Dropped(string[] parts, Randomizer random, Func<string, bool> meant)
    {
        var places = Enumerable.Range(0, parts.Length).Where(i => meant(parts[i])).ToArray();
        if (places.Length == 0) return null;
        var dropped = random.ArrayElement(places);
        var left = parts.Where((_, i) => i != dropped).ToArray();
        return left.Any(IsNaming) ? Text(left) : null;
    }

    private static (string, string)[] Script(string digraphs, string letters)
    {
        var cells = (digraphs + " " + letters).Split(' ');
        return [.. Enumerable.Range(0, cells.Length / 2).Select(i => (cells[2 * i], cells[(2 * i) + 1]))];
    }
}
