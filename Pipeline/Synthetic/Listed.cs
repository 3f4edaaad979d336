// The listed parties that the sanctions cases refer to, read from the excerpt beside this file, and the ways in which a listed name comes to stand
// in a payroll: misspelt, turned round, transliterated another way, under an alias, shortened.
using System.Globalization;
using System.Text;
using CsvHelper;

namespace Paysieve.Pipeline.Synthetic;

internal sealed record ListedParty(
    string Id, string Type, string Name, IReadOnlyList<string> Aliases, string BirthDate, IReadOnlyList<string> Countries, IReadOnlyList<string> Wallets)
{
    /// <summary>Family name: the words in capitals, as the excerpt has them.</summary>
    public string Family => string.Join(' ', Name.Split(' ').Where(IsCapitals));

    public string Given => string.Join(' ', Name.Split(' ').Where(w => !IsCapitals(w)));

    /// <summary>0 when the list has no birth date.</summary>
    public int BirthYear => BirthDate.Length >= 4 ? int.Parse(BirthDate.AsSpan(0, 4), CultureInfo.InvariantCulture) : 0;

    public DateOnly? Birth => DateOnly.TryParseExact(BirthDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static bool IsCapitals(string word) => word.Length > 1 && !word.Any(char.IsLower);
}

internal static class Listed
{
    private const string Resource = "Paysieve.Pipeline.Synthetic.listed.csv";

    private static readonly (string From, string To)[] Spellings =
    [
        ("yev", "ev"), ("iy", "y"), ("ii", "iy"), ("ks", "x"), ("ou", "u"), ("kh", "h"), ("sh", "sch"), ("ch", "tch"), ("ei", "ey"), ("ch", "j"), ("gw", "kw"),
        ("yong", "young"), ("jong", "chong"), ("chol", "cheol"), ("pak", "park"), ("ri ", "lee "), ("hyok", "hyuk"), ("un", "eun"), ("myong", "myung"),
        ("mu", "mo"), ("oo", "u"), ("aa", "a"), ("ya", "ia"), ("j", "dj"), ("z", "s"), ("k", "c"), ("v", "w"), ("i", "y"),
    ];

    public static IReadOnlyList<ListedParty> All { get; } = Read();

    public static byte[] Bytes()
    {
        using var stream = typeof(Listed).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"Resource {Resource} is missing.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>The name as a payroll might carry it: main name or alias, usually with one thing about it changed.</summary>
    public static PersonName Person(Draw draw, ListedParty party)
    {
        var (given, family) = (party.Given, Title(party.Family));
        var aliases = party.Aliases.Where(a => a.Split(' ').Length > 1 && a.Split(' ').Any(IsFamily)).ToArray();
        if (aliases.Length > 0 && draw.Chance(.3))
        {
            var alias = party with { Name = draw.Of(aliases) };
            (given, family) = (alias.Given, Title(alias.Family));
        }
        (given, family) = (Clean(given), Clean(family));
        switch (draw.Int(0, 6))
        {
            case 0: (given, family) = (family, given); break;
            case 1: family = Misspell(draw, family); break;
            case 2: given = Misspell(draw, given); break;
            case 3: (given, family) = (Respell(draw, given), Respell(draw, family)); break;
            case 4 when given.Split(' ').Length > 2 || (given.Contains(' ', StringComparison.Ordinal) && given.Length > 10): given = given.Split(' ')[0]; break;
            case 5: given = given.Replace(" ", draw.Chance(.5) ? "-" : "", StringComparison.Ordinal); break;
            default: break;
        }
        return new PersonName(given, family, null, null);
    }

    public static string Company(Draw draw, ListedParty party)
    {
        var name = Clean(draw.Chance(.25) && party.Aliases.Count > 0 ? draw.Of(party.Aliases) : party.Name);
        return draw.Int(0, 4) switch
        {
            0 => Title(name),
            1 => name.Replace("CO., LTD.", "COMPANY LIMITED", StringComparison.Ordinal).Replace("LIMITED LIABILITY COMPANY", "LLC", StringComparison.Ordinal).Replace("JOINT STOCK COMPANY", "JSC", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal),
            2 => Misspell(draw, name),
            3 => Title(name).Replace(" And ", " & ", StringComparison.Ordinal),
            _ => name,
        };
    }

    private static bool IsFamily(string word) => word.Length > 1 && !word.Any(char.IsLower);

    internal static string Title(string text)
    {
        var result = new StringBuilder(text.ToLowerInvariant());
        for (var i = 0; i < result.Length; i++)
            if (i == 0 || result[i - 1] is ' ' or '-') result[i] = char.ToUpperInvariant(result[i]);
        return result.ToString();
    }

    private static string Clean(string text) => text.Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal);

    private static string Misspell(Draw draw, string text)
    {
        if (text.Length < 4) return text + "h";
        var at = draw.Int(1, text.Length - 2);
        if (text[at] == ' ' || text[at + 1] == ' ') at = 1;
        return draw.Int(0, 2) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, text[at].ToString()),
            _ => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
        };
    }

    private static string Respell(Draw draw, string text)
    {
        var lower = text.ToLowerInvariant();
        var first = draw.Int(0, Spellings.Length - 1);
        for (var i = 0; i < Spellings.Length; i++)
        {
            var (from, to) = Spellings[(first + i) % Spellings.Length];
            var at = lower.IndexOf(from, StringComparison.Ordinal);
            if (at >= 0) return Title(lower[..at] + to + lower[(at + from.Length)..]);
        }
        return text;
    }

    private static List<ListedParty> Read()
    {
        using var reader = CsvReader.Create(Bytes());
        var parties = new List<ListedParty>();
        while (reader.Read())
        {
            string[] Several(int column) => reader.GetString(column).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            parties.Add(new ListedParty(reader.GetString(0), reader.GetString(1), reader.GetString(2), Several(3), reader.GetString(5), Several(6), Several(8)));
        }
        return parties;
    }
}
