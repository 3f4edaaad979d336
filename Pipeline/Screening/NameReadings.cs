// Everything that a written name may have been meant to say, for listed and screened names alike; and for screened names what a scanner, a
// narrow field or somebody with a reason made of it.
using System.Buffers;
using System.Text.RegularExpressions;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

/// <summary>How names are spelt while they are compared.</summary>
internal enum NameSpelling
{
    /// <summary>In Latin letters.</summary>
    Latin,

    /// <summary>As katakana spell them, whatever they were before.</summary>
    Kana,
}

internal static partial class NameReadings
{
    /// <summary>A run of letters shorter than this is a name by itself.</summary>
    private const int LeastRunTogether = 8;
    private const int LongestPiece = 16;

    // Digits that are taken for letters seldom enough that a short part with one is likelier a number: F7.
    private const int LeastBesideFarther = 3;
    private static readonly SearchValues<char> FartherFromLetters = SearchValues.Create("246789");

    /// <summary>The readings of a listed name, the usual one first; none when it cannot be spelt so.</summary>
    public static IEnumerable<(string[] Parts, NameReading Reading)> OfListed(ListedParty party, ListedName name, NameSpelling spelling) =>
        spelling == NameSpelling.Latin ? Plain(name.Text)
        : party.Kind is PartyKind.Person or PartyKind.Unknown && NameFolding.IsLatin(name.Text)
            ? Plain(name.Text).Select(r => (KanaSpelling.OfLatin(r.Parts, r.Reading == NameReading.EastAsian), NameReading.Plain))
        : [];

    /// <summary>The readings of a screened name, the usual one first.</summary>
    /// <param name="isListed">Whether a folded part stands in any listed name.</param>
    public static List<(string[] Parts, NameReading Reading)> OfScreened(string name, NameSpelling spelling, Func<string, bool> isListed)
    {
        if (spelling == NameSpelling.Kana)
            return [.. KanaSpelling.Readings(name).Select(parts => (parts, NameReading.Plain))];
        var readings = Plain(name);
        if (readings.Count == 0)
            return readings;
        var usual = readings[0].Parts;
        if (usual.Length == 1 && usual[0].Length >= LeastRunTogether && !isListed(usual[0]))
            readings.AddRange(ReadAs(TakenApart(name, usual[0], isListed)));
        else if (name.AsSpan().ContainsAnyInRange('0', '9'))
            readings.AddRange(ReadAs(LookAlikes(usual)));
        if (WithInitials(name, usual) is { } shortened)
            readings.AddRange(ReadAs([shortened]));
        if (WithoutTitle(name) is { } untitled)
            readings.AddRange(Plain(untitled));
        foreach (var holder in Holders(name))
            readings.AddRange(Plain(holder));
        if (WithoutShip(usual) is { } ship)
            readings.AddRange(ReadAs([ship]));
        if (Places.WithoutLast(usual) is { } anywhere && NamesSomebody(anywhere))
            readings.AddRange(ReadAs([anywhere]));
        return readings;
    }

    /// <summary>The reading in which a form was made of a name, for a reader; null when it was made of none of them.</summary>
    public static string[]? InOrder(string name, NameForm form)
    {
        string[] parts = [.. form.Parts.Select(p => p.Text)];
        return Plain(name).Select(r => r.Parts).SelectMany(read => new[] { read, KanaSpelling.OfLatin(read, eastAsian: false), KanaSpelling.OfLatin(read, eastAsian: true) })
            .FirstOrDefault(read => read.Order(StringComparer.Ordinal).SequenceEqual(parts, StringComparer.Ordinal));
    }

    // Initials that spell a legal form beside one name: Petrov A. S., Markov E.V.
    private static string[]? WithInitials(string name, string[] usual)
    {
        if (usual.Length != 2 || !name.Contains('.', StringComparison.Ordinal) || Array.FindIndex(usual, CompanyForms.IsForm) is var form && form < 0)
            return null;
        var letters = usual[form];
        return letters.Length is 2 or 3 && !name.Contains(letters, StringComparison.OrdinalIgnoreCase) && NameWords.ClassOf(usual[1 - form], NameReading.Plain) == WordClass.Name
            ? [usual[1 - form], .. letters.Select(letter => letter.ToString())] : null;
    }

    // What may be a name as well is a title where it comes first and with a dot, two names follow and no word that companies have: Gen. Carol Zhou.
    private static readonly HashSet<string> DottedTitles = new("gen eng engr col maj brig capt cpt lt sgt adm cmdr hon rev gov sen amb ing dipl lic arch av adv".Split(' '), StringComparer.OrdinalIgnoreCase);

    private static string? WithoutTitle(string name)
    {
        var text = name.AsSpan().Trim();
        while (text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var dot && Titles.Contains(text[..dot]))
            text = text[(dot + 2)..].TrimStart();
        if (text.Length == name.Length)
            return null;
        var left = NameFolding.Tokens(text.ToString());
        return left.Length > 1 && !Array.Exists(left, part => NameWords.ClassOf(part, NameReading.Plain) is WordClass.Form or WordClass.Generic) ? text.ToString() : null;
    }

    /// <summary>The holders of a joint account, each with two names or more and no word that companies have: Kim Minsu &amp; Lee Jina.</summary>
    private static string[] Holders(string name) =>
        (name.AsSpan().ContainsAny('&', '+', ';') || name.AsSpan().Count(' ') >= LeastBlanks) && HoldersTogether().Split(name) is { Length: > 1 and <= MostHolders } holders && Array.TrueForAll(holders, IsWholePerson) ? holders : [];

    private static readonly HashSet<string> Asides = new("and und et y e i ja og och en ve m mv mt motor vessel ship tanker".Split(' '), StringComparer.Ordinal);

    /// <summary>Whether a folded part may stand between the holders of an account or before a ship's name.</summary>
    public static bool Concerns(string part) => Asides.Contains(part);

    private const int MostHolders = 3;

    /// <summary>Two names, a word and two names.</summary>
    private const int LeastBlanks = 4;

    private static bool IsWholePerson(string name) =>
        NameFolding.Tokens(name) is { Length: > 1 } parts && Array.TrueForAll(parts, part => NameWords.ClassOf(part, NameReading.Plain) is WordClass.Name);

    [GeneratedRegex(@"\s*[&+;]\s*|\s+(?:and|und|et|y|e|i|ja|og|och|en|ve|или|и)\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HoldersTogether();

    // Motor vessel, motor tanker, and as they are cut: M/V Agnes.
    private static string[]? WithoutShip(string[] parts) => parts switch
    {
        ["mv" or "mt" or "vessel" or "ship" or "tanker", .. { Length: > 0 } name] => name,
        ["m", "v" or "t", .. { Length: > 0 } name] => name,
        ["motor", "vessel" or "tanker", .. { Length: > 0 } name] => name,
        _ => null,
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Titles = DottedTitles.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A person's name with what stands behind its comma first: SURNAME, Given Middle.</summary>
    public static string GivenFirst(string name) => NameOrder.FamilyBeforeComma(name) is { } parts ? parts.Given + " " + parts.Family : name;

    // A blank that slipped in beside an apostrophe: Myo' ng-ch'o' l.
    [GeneratedRegex(@"(?<=\p{L})(?:['’] | ['’])(?=(?:ng|n|l|k|m|p)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BlankBesideApostrophe();

    private static List<(string[] Parts, NameReading Reading)> Plain(string name)
    {
        if (name.AsSpan().ContainsAny('\'', '’'))
            name = BlankBesideApostrophe().Replace(name, "'");
        var readings = new List<(string[] Parts, NameReading Reading)>();
        Add(name, readings, isAside: false);
        // Two names with a stroke between them are each one: Сергей Козлов / Сергiй Козлов.
        if (name.Contains('/', StringComparison.Ordinal) && name.Split('/', StringSplitOptions.TrimEntries) is [var one, var other] && one.Contains(' ', StringComparison.Ordinal) && other.Contains(' ', StringComparison.Ordinal))
        {
            Add(one, readings, isAside: true);
            Add(other, readings, isAside: true);
        }
        // What stands in brackets is the name again, shorter or older, or no part of it.
        if (name.Contains('(', StringComparison.Ordinal))
            foreach (var text in new[] { Brackets().Replace(name, " "), Brackets().Match(name).Groups[1].Value })
                if (text.Contains(' ', StringComparison.Ordinal))
                    Add(text, readings, isAside: true);
        return readings;
    }

    // A reading that is left with no more than what kind of company it is names nobody.
    private static void Add(string text, List<(string[] Parts, NameReading Reading)> readings, bool isAside)
    {
        var unvocalised = NameFolding.IsUnvocalised(text);
        foreach (var parts in NameFolding.Readings(text))
        {
            if (parts.Length == 0 || (isAside && !NamesSomebody(parts)))
                continue;
            var spelt = CompanyAbbreviations.SpeltOut(parts);
            readings.Add((spelt, NameForm.ReadingOf(spelt, unvocalised)));
            if (CompanyAbbreviations.SpeltOutFurther(spelt) is { } further && NamesSomebody(further))
                readings.Add((further, NameForm.ReadingOf(further, unvocalised)));
        }
    }

    private static bool NamesSomebody(string[] parts) =>
        Array.Exists(parts, part => NameWords.ClassOf(part, NameReading.Plain) is WordClass.Name or WordClass.Number);

    [GeneratedRegex(@"\(([^()]*)\)")]
    private static partial Regex Brackets();

    private static IEnumerable<(string[] Parts, NameReading Reading)> ReadAs(IEnumerable<string[]> readings) =>
        readings.Select(parts => (parts, NameForm.ReadingOf(parts, unvocalised: false)));

    /// <summary>Digits among letters as the letters they look like: 0mar, A1i, Se1ge1. A one is an l or an i.</summary>
    private static IEnumerable<string[]> LookAlikes(string[] parts)
    {
        foreach (var one in "li")
        {
            var read = Array.ConvertAll(parts, part => AsLetters(part, one));
            if (!read.AsSpan().SequenceEqual(parts))
                yield return read;
            if (!Array.Exists(parts, part => part.Contains('1', StringComparison.Ordinal)))
                yield break;
        }
    }

    private static string AsLetters(string part, char one)
    {
        var digits = part.Count(char.IsAsciiDigit);
        if (digits == 0 || digits > part.Length - digits || (part.Length - digits < LeastBesideFarther && part.AsSpan().ContainsAny(FartherFromLetters)))
            return part;
        return string.Create(part.Length, (part, one), static (letters, from) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = from.part[i] switch { '0' => 'o', '1' => from.one, '3' => 'e', '5' => 's', '2' => 'z', '4' => 'a', '6' or '9' => 'g', '7' => 't', '8' => 'b', var other => other };
        });
    }

    /// <summary>A name run together, cut where a capital begins a word, and into the fewest parts that listed names have.</summary>
    private static IEnumerable<string[]> TakenApart(string name, string text, Func<string, bool> isListed)
    {
        var words = NameFolding.Tokens(AtCapitals(name));
        if (words.Length > 1)
            yield return words;
        if (OfListedParts(text, isListed) is { } parts && !parts.AsSpan().SequenceEqual(words))
            yield return parts;
    }

    private static string AtCapitals(string name)
    {
        var apart = new System.Text.StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1]))
                apart.Append(' ');
            apart.Append(name[i]);
        }
        return apart.ToString();
    }

    // Short pieces count for more than one: al and li are in everything.
    private static string[]? OfListedParts(string text, Func<string, bool> isListed)
    {
        var cost = new double[text.Length + 1];
        var from = new int[text.Length + 1];
        for (var to = 1; to <= text.Length; to++)
        {
            cost[to] = double.PositiveInfinity;
            for (var at = Math.Max(0, to - LongestPiece); at <= to - 2; at++)
                if (cost[at] + 1 + (2.0 / (to - at)) is var through && through < cost[to] && isListed(text[at..to]))
                    (cost[to], from[to]) = (through, at);
        }
        if (double.IsInfinity(cost[^1]))
            return null;
        var parts = new List<string>();
        for (var to = text.Length; to > 0; to = from[to])
            parts.Insert(0, text[from[to]..to]);
        return parts.Count > 1 ? [.. parts] : null;
    }
}
