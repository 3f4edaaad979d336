// How listed names come misspelt, shortened and reordered through payrolls and banks. Written apart from the perturbations
// that the product trains with, so that the figures say something about names nobody trained on.
using Bogus;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Benchmarks.Screening;

/// <summary>A kind of slip: for people, for companies and vessels, or both; null when it does not apply to a name.</summary>
internal sealed record Perturbation(string Kind, bool People, Func<string[], Randomizer, string?> Apply)
{
    private static readonly HashSet<string> Generic = new("trading international general company group limited ltd llc inc co corporation industries industrial services holding holdings import export establishment est technology technologies shipping enterprise enterprises".Split(' '), StringComparer.Ordinal);

    // Only letters that a clerk would write in that script; the rest stays away.
    private const string CyrillicDigraphs = "shch щ zh ж kh х ts ц ch ч sh ш yu ю ya я yo ё ye е ph ф th т ck к qu к";
    private const string CyrillicLetters = "a а b б c к d д e е f ф g г h х i и j дж k к l л m м n н o о p п q к r р s с t т u у v в w в x кс y й z з";
    private const string GreekDigraphs = "th θ ph φ ch χ ps ψ kh χ ou ου sh σ";
    private const string GreekLetters = "a α b μπ c κ d ντ e ε f φ g γκ h χ i ι j τζ k κ l λ m μ n ν o ο p π q κ r ρ s σ t τ u ου v β w β x ξ y υ z ζ";

    private static readonly (string From, string To)[] Cyrillic = Script(CyrillicDigraphs, CyrillicLetters);
    private static readonly (string From, string To)[] Greek = Script(GreekDigraphs, GreekLetters);

    public static IReadOnlyList<Perturbation> All { get; } =
    [
        new("parts in another order", true, (t, r) => t.Length < 2 ? null : Text(r.Shuffle(t))),
        new("one typing error", true, (t, r) => Misspelt(Text(t), r)),
        new("two typing errors", true, (t, r) => Text(t).Length < 14 ? null : Misspelt(Misspelt(Text(t), r), r)),
        new("two letters transposed", true, Transposed),
        new("middle part missing", true, (t, _) => t.Length < 3 ? null : Text(t.Where((_, i) => i != t.Length / 2))),
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

    /// <summary>The folded parts of a listed name, as the slips take them.</summary>
    public static string[] Parts(ListedName name) => NameFolding.Tokens(name.Text);

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
