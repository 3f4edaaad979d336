// Pairs that are hard on purpose, half of them the same party and half not, made from the lists: the same entry under another
// name it is known by, and different people, companies and vessels one word, number, patronymic or birth date apart.
using Bogus;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Benchmarks.Screening;

/// <summary>Somebody screened, the entry asked about, and whether they are one.</summary>
internal sealed record AdversarialPair(string Kind, ScreeningSubject Subject, ListedParty Entry, bool Same);

internal static class AdversarialPairs
{
    private const int PerKind = 300;

    /// <param name="entries">Entries the model did not learn from, in a stated order.</param>
    public static IReadOnlyList<AdversarialPair> Of(IReadOnlyList<ListedParty> entries, int seed)
    {
        var random = new Randomizer(seed);
        var pairs = new List<AdversarialPair>();
        var people = random.Shuffle(entries.Where(e => e.Kind == PartyKind.Person)).ToList();
        var things = random.Shuffle(entries.Where(e => e.Kind is PartyKind.Company or PartyKind.Vessel)).ToList();
        Take("a person's alias", true, people, e => Alias(e, random));
        Take("a company's or vessel's alias", true, things, e => Alias(e, random));
        Take("a person's slip", true, people, e => Slip(e, people: true, random));
        Take("a company's or vessel's slip", true, things, e => Slip(e, people: false, random));
        Take("a namesake born on the listed day", true, people, e => e.BirthDates is [{ IsExact: true } day, ..] ? Subject(e, Primary(e), day) : null);
        Take("another given name", false, people, e => Parts(e) is { Length: >= 2 } parts ? Subject(e, Text(Change(parts, parts.Length - 1, Borrow(people, 1, parts, random)))) : null);
        Take("another patronymic", false, people, e => Patronymic(Parts(e)) is var at and >= 0 ? Subject(e, Text(Change(Change(Parts(e), at, Borrow(people, p => Patronymic(p), Parts(e), random)), at == 1 ? ^1 : 1, Borrow(people, 1, Parts(e), random)))) : null);
        Take("another family name", false, people, e => Parts(e) is { Length: >= 2 } parts ? Subject(e, Text(Change(parts, 0, Borrow(people, 0, parts, random)))) : null);
        Take("a namesake of another age", false, people, e => e.BirthDates is [{ IsExact: true } day, ..] && e.BirthDates.Count == 1 && Common(e)
            ? Subject(e, Primary(e), BirthDate.Day(day.From.Year + 14, 1 + (day.From.Month % 12), Math.Min(28, day.From.Day + 3))) with { Countries = ["IS"] } : null);
        Take("one word of a company or vessel", false, things, e => OtherWord(e, things, random));
        Take("another number", false, things, e => OtherNumber(e, random));
        Neighbours(people, "the nearest other person", pairs, random);
        Neighbours(things, "the nearest other company or vessel", pairs, random);
        return pairs;

        void Take(string kind, bool same, List<ListedParty> from, Func<ListedParty, ScreeningSubject?> make) =>
            pairs.AddRange(from.Select(e => (Entry: e, Subject: make(e))).Where(p => p.Subject is not null && p.Subject.Name != Primary(p.Entry) | same).Take(PerKind)
                .Select(p => new AdversarialPair(kind, p.Subject!, p.Entry, same)));
    }

    /// <summary>Share of letter pairs in common: near or not, said by a measure that is not the matcher's.</summary>
    public static double Alike(string a, string b)
    {
        var (left, right) = (Bigrams(a), Bigrams(b));
        return left.Count + right.Count == 0 ? 0 : 2.0 * left.Intersect(right, StringComparer.Ordinal).Count() / (left.Count + right.Count);
    }

    private static HashSet<string> Bigrams(string name)
    {
        var text = Text(NameFolding.Tokens(name).Order(StringComparer.Ordinal));
        return [.. Enumerable.Range(0, Math.Max(0, text.Length - 1)).Select(i => text.Substring(i, 2))];
    }

    private static string Primary(ListedParty entry) => entry.PrimaryName;

    private static string[] Parts(ListedParty entry) => NameFolding.Tokens(entry.PrimaryName);

    private static string Text(IEnumerable<string> parts) => string.Join(' ', parts);

    private static ScreeningSubject Subject(ListedParty entry, string name, BirthDate? born = null) => new(entry.EntryId, name, entry.Kind, born);

    private static string[] Change(string[] parts, Index at, string to)
    {
        var changed = parts.ToArray();
        changed[at] = to;
        return changed;
    }

    // Unlike names alone cannot be found by likeness and are left to the withheld aliases.
    private static ScreeningSubject? Alias(ListedParty entry, Randomizer random)
    {
        var aliases = entry.Names.Skip(1).Where(n => n.Strength == NameStrength.Strong && Alike(n.Text, Primary(entry)) is > 0.45 and < 1).ToArray();
        return aliases.Length == 0 ? null : Subject(entry, random.ArrayElement(aliases).Text);
    }

    private static ScreeningSubject? Slip(ListedParty entry, bool people, Randomizer random)
    {
        var slips = Perturbation.All.Where(p => p.People == people).ToArray();
        return Parts(entry) is { Length: > 1 } parts && random.ArrayElement(slips).Apply(parts, random) is { } name ? Subject(entry, name) : null;
    }

    private static string Borrow(List<ListedParty> from, int at, string[] not, Randomizer random) => Borrow(from, p => p.Length > at ? at : -1, not, random);

    private static string Borrow(List<ListedParty> from, Func<string[], int> at, string[] not, Randomizer random)
    {
        while (true)
        {
            var parts = Parts(random.ListItem(from));
            // Too near a spelling would be a slip, no other name.
            if (at(parts) is var place and >= 0 && parts[place].Length > 2 && not.All(n => Alike(n, parts[place]) < 0.5))
                return parts[place];
        }
    }

    private static int Patronymic(string[] parts) => Array.FindIndex(parts, p => p.EndsWith("vich", StringComparison.Ordinal) || p.EndsWith("vna", StringComparison.Ordinal));

    // A man of two parts, none longer than what many people are called.
    private static bool Common(ListedParty entry) => Parts(entry) is { Length: 2 or 3 } parts && parts.All(p => NameWords.IsCommonName(p));

    private static ScreeningSubject? OtherWord(ListedParty entry, List<ListedParty> things, Randomizer random)
    {
        var parts = Parts(entry);
        int[] naming = [.. Enumerable.Range(0, parts.Length).Where(i => NameWords.ClassOf(parts[i], NameReading.Plain) == WordClass.Name && parts[i].Length > 2)];
        if (naming.Length is 0 or > 2 || parts.Length < 2) return null;
        var to = Borrow(things, p => Array.FindIndex(p, w => NameWords.ClassOf(w, NameReading.Plain) == WordClass.Name && w.Length > 2), parts, random);
        return Subject(entry, Text(Change(parts, random.ArrayElement(naming), to)));
    }

    private static ScreeningSubject? OtherNumber(ListedParty entry, Randomizer random)
    {
        var parts = Parts(entry);
        var at = Array.FindIndex(parts, p => p.All(char.IsAsciiDigit));
        return at < 0 || parts.Length < 2 ? null : Subject(entry, Text(Change(parts, at, random.Int(1, 99).ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    private static void Neighbours(List<ListedParty> entries, string kind, List<AdversarialPair> pairs, Randomizer random)
    {
        var some = random.Shuffle(entries).Take(2 * PerKind).ToList();
        var taken = 0;
        foreach (var entry in some)
        {
            var nearest = entries.Where(e => e.List == entry.List && e != entry && !e.Names.Any(n => entry.Names.Any(m => Alike(n.Text, m.Text) > 0.9)) && !e.Identifiers.Any(i => entry.Identifiers.Contains(i)))
                .Take(1500).MaxBy(e => Alike(e.PrimaryName, entry.PrimaryName));
            if (nearest is null || Alike(nearest.PrimaryName, entry.PrimaryName) < 0.4) continue;
            pairs.Add(new AdversarialPair(kind, Subject(entry, Primary(entry)), nearest, false));
            if (++taken == PerKind) break;
        }
    }
}
