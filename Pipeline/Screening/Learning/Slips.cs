// How names come to differ from the listed spelling: the true pairs of training. One slip a file line would be too many files;
// they are one idea, and each is a row.
using Bogus;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening.Learning;

internal static class Slips
{
    private const int LeastForTwo = 12;

    private static readonly string[] Forms = ["ltd", "llc", "inc", "gmbh", "co ltd", "sa"];

    // What payrolls know and a list does not.
    private static readonly string[] GivenNames = ("juan maria ali hassan john paul michael anna ahmed omar ivan sergei david daniel peter thomas ana luis carlos elena olga karim samir said jean pierre marco andrea ravi kumar raj thi duc " +
        "amina fatima sofia victor igor pavel tomas erik lars chidi ngozi kwame amadou ibrahim yusuf noor hana yuki ken wei ling park soo").Split(' ');

    private static readonly (string From, string To)[] Spellings =
    [
        ("ou", "u"), ("y", "i"), ("i", "y"), ("kh", "h"), ("h", "kh"), ("ei", "ey"), ("v", "w"), ("w", "v"), ("x", "ks"), ("dj", "j"), ("j", "dj"), ("q", "k"), ("ph", "f"), ("f", "ph"), ("ee", "i"), ("oo", "u"), ("u", "ou"), ("th", "t"), ("c", "k"), ("ch", "tch"),
        ("ae", "e"), ("yo", "io"), ("yu", "iu"), ("ya", "ia"), ("iy", "y"), ("ss", "s"), ("s", "ss"), ("mm", "m"), ("ll", "l"), ("a", "e"), ("e", "a"), ("o", "u"),
    ];

    /// <summary>Ways to write a person's name that are still the name; null where a way does not apply.</summary>
    public static IReadOnlyList<Func<string[], Randomizer, string[]?>> OfPeople { get; } =
    [
        (parts, _) => parts,
        Typo, Typo, Typo, Then(Typo, Typo), Swap, Swap, Respell, Respell, Then(Respell, Respell), Then(Respell, Typo),
        Shorten, Shorten, Shorten, Shorten, Then(Shorten, Respell), Then(Shorten, Respell), Then(Shorten, Typo),
        Abbreviate, Then(Abbreviate, Respell),
        (parts, r) => parts.Length < 3 ? null : Join(parts, r.Int(0, parts.Length - 2)),
        Lengthen, Lengthen, Lengthen,
        Nickname, Nickname, Then(Shorten, Nickname),
        Cut, Cut,
    ];

    /// <summary>The same for companies and vessels.</summary>
    public static IReadOnlyList<Func<string[], Randomizer, string[]?>> OfThings { get; } =
    [
        (parts, _) => parts,
        Typo, Typo, Typo, Swap, Swap, Respell,
        (parts, r) => [.. parts.Where(p => !CompanyForms.IsForm(p)), r.ArrayElement(Forms)],
        (parts, _) => parts.Any(CompanyForms.IsForm) && parts.Any(p => !CompanyForms.IsForm(p)) ? [.. parts.Where(p => !CompanyForms.IsForm(p))] : null,
        DropWord, DropGeneric, DropGeneric,
        (parts, r) => parts.Length < 2 ? null : Join(parts, r.Int(0, parts.Length - 2)),
        (parts, r) => [.. parts, r.ArrayElement(["trading", "international", "group", "company", "general trading", "shipping"])],
        Cut, Cut,
    ];

    // Spellings of Pyongyang beside those of Seoul and of nobody in particular.
    private static readonly (string From, string To)[] Syllables =
    [
        ("chol", "cheol"), ("chol", "chul"), ("yong", "young"), ("yong", "yeong"), ("hyok", "hyeok"), ("hyok", "hyuk"), ("jong", "jung"), ("jong", "chong"), ("jong", "jeong"), ("chong", "jung"), ("kwang", "gwang"), ("kim", "gim"), ("pak", "park"),
        ("ri", "lee"), ("ri", "yi"), ("song", "sung"), ("song", "seong"), ("un", "eun"), ("su", "soo"), ("choe", "choi"), ("kang", "gang"), ("tae", "dae"), ("paek", "baek"), ("myong", "myung"), ("hyon", "hyun"), ("kyong", "kyung"), ("o", "oh"), ("u", "woo"),
    ];

    // Pinyin as Taiwan, older passports and older lists romanise it (Wade and Giles), by the head of a syllable and by what follows.
    private static readonly (string From, string To)[] Heads =
        [("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("b", "p"), ("p", "p"), ("d", "t"), ("t", "t"), ("g", "k"), ("k", "k"), ("j", "ch"), ("q", "ch"), ("x", "hs"), ("z", "ts"), ("c", "ts"), ("r", "j"), ("m", "m"), ("f", "f"), ("n", "n"), ("l", "l"), ("h", "h"), ("s", "s"), ("y", "y"), ("w", "w"), ("", "")];

    private static readonly (string From, string To)[] Tails =
        [("iang", "iang"), ("iong", "iung"), ("uang", "uang"), ("ang", "ang"), ("eng", "eng"), ("ing", "ing"), ("ong", "ung"), ("iao", "iao"), ("ian", "ien"), ("uai", "uai"), ("uan", "uan"), ("ai", "ai"), ("ei", "ei"), ("ao", "ao"), ("ou", "ou"), ("an", "an"), ("en", "en"), ("in", "in"), ("un", "un"),
            ("ia", "ia"), ("ie", "ieh"), ("iu", "iu"), ("ua", "ua"), ("uo", "o"), ("ui", "ui"), ("ue", "ueh"), ("er", "erh"), ("a", "a"), ("o", "o"), ("e", "o"), ("i", "i"), ("u", "u")];

    private static string? WadeGiles(string pinyin)
    {
        if (pinyin.Length == 0)
            return "";
        foreach (var (head, written) in Heads)
            if (pinyin.StartsWith(head, StringComparison.Ordinal))
                foreach (var (tail, heard) in Tails)
                    if (pinyin.AsSpan(head.Length).StartsWith(tail, StringComparison.Ordinal) && WadeGiles(pinyin[(head.Length + tail.Length)..]) is { } rest)
                        return (tail == "i" ? head switch { "zh" or "ch" => "chih", "sh" => "shih", "r" => "jih", "z" or "c" => "tzu", "s" => "ssu", "y" => "i", _ => written + heard }
                            : (head, tail) is ("y", "an") ? "yen" : (head, tail) is ("y", "ou") ? "yu" : (head, tail) is ("y", "e") ? "yeh" : (head, tail) is ("g" or "k" or "h", "uo") ? written + "uo" : written + heard) + rest;
        return null;
    }

    /// <summary>A Korean or Chinese name as others romanise and join it: what of it is given name nobody sees.</summary>
    public static string[] OfEastAsian(string[] parts, Randomizer random)
    {
        var spelt = parts.Select(part => Syllables.Where(s => s.From == part).ToArray() is { Length: > 0 } other && random.Bool() ? random.ArrayElement(other).To : part).ToArray();
        if (random.Int(0, 2) == 0 && Array.ConvertAll(parts, WadeGiles) is var older && Array.TrueForAll(older, part => part is not null))
            spelt = older!;
        // What the list writes as one, others write as two.
        if (spelt.Length == 2 && random.Bool())
            spelt = [.. spelt.SelectMany(InTwo)];
        return spelt.Length < 3 ? spelt : random.Int(0, 3) switch
        {
            0 => [spelt[0], string.Concat(spelt[1..])],
            1 => [string.Concat(spelt[1..]), spelt[0]],
            2 => [.. spelt[1..], spelt[0]],
            _ => spelt,
        };
    }

    private static string[] InTwo(string part)
    {
        for (var cut = 2; cut <= part.Length - 2; cut++)
            if (Romanisation.IsSyllable(part[..cut]) && Romanisation.IsSyllable(part[cut..]) && !Romanisation.IsSyllable(part))
                return [part[..cut], part[cut..]];
        return [part];
    }

    private static string[] Replace(string[] parts, int at, string text) => [.. parts[..at], text, .. parts[(at + 1)..]];

    private static string[] Without(string[] parts, int at) => [.. parts[..at], .. parts[(at + 1)..]];

    // Names that many have and payrolls leave out: patronymics, second given names, second family names; seldom the one that somebody goes by.
    private static string[]? Shorten(string[] parts, Randomizer random) => parts.Length < 3 ? null : Without(parts, random.Int(0, MostGoBy - 1) == 0 ? 0 : random.Int(1, parts.Length - 1));

    private const int MostGoBy = 8;

    private static string[]? Lengthen(string[] parts, Randomizer random) =>
        parts.Length < 2 ? null : [.. parts, random.Int(0, 2) == 0 ? random.String2(random.Int(4, 8), "abdeiklmnorst") : random.ArrayElement(GivenNames)];

    private static string[]? Nickname(string[] parts, Randomizer random)
    {
        string[][] forms = Array.ConvertAll(parts, part => (string[])[.. Nicknames.Groups.NamesWith(part).Union(HongKongFamilies.Groups.NamesWith(part), StringComparer.Ordinal)]);
        int[] known = [.. Enumerable.Range(0, parts.Length).Where(i => forms[i].Length > 0)];
        return known.Length == 0 ? null : random.ArrayElement(known) is var at ? Replace(parts, at, random.ListItem([.. forms[at]])) : null;
    }

    private static string[]? Abbreviate(string[] parts, Randomizer random) =>
        parts.Length < 3 ? null : random.Int(1, parts.Length - 1) is var at ? Replace(parts, at, parts[at][..1]) : null;

    // People come with more than one slip at once: the patronymic left out and the rest romanised another way. A short name does not stand two.
    private static Func<string[], Randomizer, string[]?> Then(Func<string[], Randomizer, string[]?> first, Func<string[], Randomizer, string[]?> second) =>
        (parts, random) => parts.Sum(p => p.Length) >= LeastForTwo && first(parts, random) is { } once ? second(once, random) : null;

    private static string[] Join(string[] parts, int at) => [.. parts[..at], parts[at] + parts[at + 1], .. parts[(at + 2)..]];

    private static int? Pick(string[] parts, Randomizer random, int least)
    {
        int[] fitting = [.. Enumerable.Range(0, parts.Length).Where(i => parts[i].Length >= least && !parts[i].Any(char.IsAsciiDigit))];
        return fitting.Length == 0 ? null : random.ArrayElement(fitting);
    }

    private static string[]? Typo(string[] parts, Randomizer random)
    {
        if (Pick(parts, random, 4) is not { } which)
            return null;
        var text = parts[which];
        var at = random.Int(0, text.Length - 1);
        return Replace(parts, which, random.Int(0, 2) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, random.Char('a', 'z').ToString()),
            _ => text[..at] + random.Char('a', 'z') + text[(at + 1)..],
        });
    }

    private static string[]? Swap(string[] parts, Randomizer random)
    {
        if (Pick(parts, random, 4) is not { } which)
            return null;
        var text = parts[which];
        var at = random.Int(0, text.Length - 2);
        return Replace(parts, which, text[..at] + text[at + 1] + text[at] + text[(at + 2)..]);
    }

    private static string[]? Respell(string[] parts, Randomizer random)
    {
        var text = string.Join(' ', parts);
        var fitting = Spellings.Where(s => text.Contains(s.From, StringComparison.Ordinal)).ToArray();
        if (fitting.Length == 0)
            return null;
        var (from, to) = random.ArrayElement(fitting);
        return text.Replace(from, to, StringComparison.Ordinal).Split(' ');
    }

    /// <summary>The name with its number exchanged for another; null when it has none.</summary>
    public static string[]? OtherNumber(string[] parts, Randomizer random)
    {
        var at = Array.FindIndex(parts, part => NameWords.ClassOf(part, NameReading.Plain) == WordClass.Number);
        return at < 0 ? null : [.. parts[..at], random.Int(1, 60).ToString(System.Globalization.CultureInfo.InvariantCulture) is var other && other == NameWords.OrdinalOf(parts[at]) ? "61" : other, .. parts[(at + 1)..]];
    }

    // A company that loses a word which names it must have two more, or it is another.
    private static string[]? DropWord(string[] parts, Randomizer random)
    {
        int[] words = [.. Enumerable.Range(0, parts.Length).Where(i => IsNaming(parts[i]))];
        return words.Length < 3 ? null : Without(parts, random.ArrayElement(words));
    }

    private static string[]? DropGeneric(string[] parts, Randomizer random)
    {
        int[] words = [.. Enumerable.Range(0, parts.Length).Where(i => !IsNaming(parts[i]))];
        return words.Length == 0 || words.Length == parts.Length ? null : Without(parts, random.ArrayElement(words));
    }

    private static bool IsNaming(string part) => NameWords.ClassOf(part, NameReading.Plain) is WordClass.Name or WordClass.Number;

    // Payment formats cut names at 35 characters and fewer.
    private static string[]? Cut(string[] parts, Randomizer random)
    {
        var text = string.Join(' ', parts);
        var length = random.ArrayElement([18, 22, 30, 35]);
        return text.Length <= length || text.Length > length + 12 ? null : text[..length].TrimEnd().Split(' ');
    }
}
