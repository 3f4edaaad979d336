// What the classifier learns from, made from the lists themselves: true pairs are an entry's names against one another and
// against slips of themselves; false pairs are whatever a search brings up for names of other entries and of people on no list.
// What is known beside the names is drawn: it stands in no list together with a payee.
using Bogus;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening.Learning;

/// <summary>One compared pair with its truth and its weight in training. Pairs of one screened entry or name have one group.</summary>
internal sealed record TrainingPair(float[] Names, float[] Facts, PairKind Kind, bool Same, float Weight, int Group);

internal static class TrainingPairs
{
    private const int MaxPeople = 8_000;
    private const int MaxThings = 6_000;
    private const int InnocentPerOrigin = 14_000;
    private const int MaxFalsePerName = 3;
    private const int MaxStrangers = 600;
    private const float OfNumber = 10;
    private const int SlipsPerName = 14;

    // What a false pair weighs beside others: payees are people on no list far oftener than they are near another entry of one, or named
    // like two. With none of the latter two a listed name with another given name would pass for a slip.
    private const float OfPayee = 3;
    private const float OfNeighbour = 0.5f;
    private const float OfStranger = 0.15f;
    private const float OfHomonym = 0.6f;

    /// <summary>Pairs in a fixed order for a list and seed. <paramref name="takes"/>: which entries to learn from, <paramref name="takesName"/>: which names that payees have.</summary>
    public static List<TrainingPair> Of(IReadOnlyList<ListedParty> parties, Func<ListedParty, bool> takes, Func<string, bool> takesName, int seed)
    {
        var index = new NameIndex(parties);
        var random = new Randomizer(seed);
        var pairs = new Pairs();
        var own = random.Shuffle(parties.Select((party, place) => (Party: party, Place: place)).Where(p => p.Party.Kind is not PartyKind.Aircraft && takes(p.Party))).ToList();
        var forms = Enumerable.Range(0, index.FormCount).ToLookup(f => index.Form(f).Party);
        // Korean and Chinese names are few on most lists and the hardest: they are learnt from once more.
        foreach (var (party, place) in own.Where(p => p.Party.Kind == PartyKind.Person).Take(MaxPeople).Concat(own.Where(p => p.Party.Kind is not PartyKind.Person).Take(MaxThings))
            .Concat(own.Where(p => p.Party.Kind == PartyKind.Person && forms[p.Place].Any(f => index.Form(f).Form.Reading == NameReading.EastAsian)).Take(MaxPeople)))
            OfEntry(index, parties, party, [.. forms[place].Take(6)], random, pairs);
        OfInnocents(index, new PayeeNames(seed + 1, takesName), random, pairs);
        OfStrangers(index, random, pairs);
        return pairs;
    }

    private static void OfEntry(NameIndex index, IReadOnlyList<ListedParty> parties, ListedParty party, int[] forms, Randomizer random, Pairs pairs)
    {
        if (forms.Length == 0)
            return;
        pairs.Group++;
        var person = index.Form(forms[0]).Person;
        var slips = person ? Slips.OfPeople : Slips.OfThings;
        foreach (var form in forms.Take(2))
        {
            var name = person && index.Form(form).Form.Reading != NameReading.EastAsian ? NameReadings.GivenFirst(index.Form(form).Name.Text) : index.Form(form).Name.Text;
            for (var i = 0; i < SlipsPerName; i++)
                if (random.ListItem([.. slips])(NameFolding.Tokens(name), random) is { Length: > 0 } slipped)
                    Add(index, string.Join(' ', index.Form(form).Form.Reading == NameReading.EastAsian ? Slips.OfEastAsian(slipped, random) : slipped), form, same: true, random, pairs);
        }
        // Listed names of one entry agree on where they join syllables; payrolls do not.
        foreach (var form in forms.Take(2).Where(f => index.Form(f).Form.Reading == NameReading.EastAsian))
            for (var i = 0; i < 3; i++)
                Add(index, string.Join(' ', Slips.OfEastAsian(NameFolding.Tokens(index.Form(form).Name.Text), random)), form, same: true, random, pairs);
        foreach (var alias in forms.Skip(1))
            Add(index, index.Form(alias).Name.Text, forms[0], same: true, random, pairs, weight: 0.5f);
        // A ship of the same name and another number is another ship.
        foreach (var form in forms.Take(2).Where(f => !index.Form(f).Person))
            if (Slips.OtherNumber(NameFolding.Tokens(index.Form(form).Name.Text), random) is { } numbered)
                Add(index, string.Join(' ', numbered), form, same: false, random, pairs, weight: OfNumber);
        // Near neighbours among other entries of the same list: different, unless two entries are about one party.
        var space = index.NewSpace();
        var found = new List<int>();
        foreach (var form in forms.Take(2))
            foreach (var reading in index.Prepare(index.Form(form).Name.Text))
            {
                found.Clear();
                index.Collect(reading, Screener.CandidateFloor, space, found);
                foreach (var other in random.Shuffle(found.Where(f => parties[index.Form(f).Party] is var p && p.List == party.List && p.EntryId != party.EntryId && !Related(party, p))).Take(MaxFalsePerName))
                    Add(index, reading, other, same: false, OfNeighbour, random, pairs);
            }
    }

    private static void OfInnocents(NameIndex index, PayeeNames payees, Randomizer random, Pairs pairs)
    {
        var space = index.NewSpace();
        var found = new List<int>();
        foreach (var name in payees.All(InnocentPerOrigin))
        {
            pairs.Group++;
            foreach (var reading in index.Prepare(name))
            {
                found.Clear();
                index.Collect(reading, Screener.CandidateFloor, space, found);
                foreach (var form in found)
                    Add(index, reading, form, same: false, OfPayee, random, pairs);
            }
        }
    }

    // People and companies who could exist: listed names with some of their parts changed for those of another name of the
    // same making. Every origin that a list holds is there in the measure in which the list holds it.
    private static void OfStrangers(NameIndex index, Randomizer random, Pairs pairs)
    {
        var space = index.NewSpace();
        var found = new List<int>();
        var alike = Enumerable.Range(0, index.FormCount).Select(f => (Listed: index.Form(f), Parts: NameFolding.Tokens(index.Form(f).Name.Text)))
            .Where(f => f.Parts.Length is > 1 and < 7).GroupBy(f => (f.Listed.Person, f.Listed.Form.Reading, f.Parts.Length));
        foreach (var group in alike.OrderBy(g => g.Key.Person).ThenBy(g => g.Key.Reading).ThenBy(g => g.Key.Length))
        {
            var names = group.Select(g => g.Parts).ToList();
            var known = names.Select(n => string.Join(' ', n.Order(StringComparer.Ordinal))).ToHashSet(StringComparer.Ordinal);
            foreach (var name in random.Shuffle(names).Take(MaxStrangers).ToList())
            {
                var other = random.ListItem(names);
                var from = random.Int(0, name.Length - 1);
                var stranger = name.ToArray();
                for (var i = 0; i < (name.Length + 1) / 2; i++)
                    stranger[(from + i) % name.Length] = other[(from + i) % name.Length];
                if (known.Contains(string.Join(' ', stranger.Order(StringComparer.Ordinal))))
                    continue;
                pairs.Group++;
                foreach (var reading in index.Prepare(string.Join(' ', stranger)))
                {
                    found.Clear();
                    index.Collect(reading, Screener.CandidateFloor, space, found);
                    foreach (var form in found.Take(MaxFalsePerName))
                        Add(index, reading, form, same: false, OfStranger, random, pairs);
                }
            }
        }
    }

    private static void Add(NameIndex index, string name, int form, bool same, Randomizer random, Pairs pairs, float weight = 1)
    {
        foreach (var reading in index.Prepare(name))
            Add(index, reading, form, same, weight, random, pairs);
    }

    private static void Add(NameIndex index, NameForm screened, int form, bool same, float weight, Randomizer random, Pairs pairs)
    {
        var listed = index.Form(form);
        var outcome = NameComparison.Align(screened, listed);
        // What the search does not bring up is never judged.
        if (outcome.Score < Screener.CandidateFloor)
            return;
        // Whoever bears a listed name is to be looked at; that he is another is hardly for his name to tell.
        if (!same && listed.Person && IsSameName(outcome))
            weight *= OfHomonym;
        var (names, facts) = (new float[PairFeatures.OfNames.Count], new float[PairFeatures.OfFacts.Count]);
        PairFeatures.WriteNames(index.Parts, screened, listed, outcome, names);
        PairFeatures.WriteFacts(outcome, Facts(same, random), facts);
        pairs.Add(new TrainingPair(names, facts, outcome.Kind, same, weight, pairs.Group));
    }

    private static bool IsSameName(in NameComparison.Outcome outcome) =>
        outcome.OnlyScreened + outcome.OnlyListed < PairFeatures.Trifle && Array.TrueForAll(outcome.Links, link => link.Similarity >= NameComparison.JoinedRomanised);

    // Half of all payees come with a birth date, half with a country, a third with a sex; typing errors and stale list data make
    // one in twenty of a true pair's birth dates conflict.
    private static PairFacts Facts(bool same, Randomizer random)
    {
        var birth = random.Double() < 0.5 ? Agreement.Unknown
            : same ? Draw(random, (Agreement.Equal, 0.82), (Agreement.Compatible, 0.1), (Agreement.Neutral, 0.03), (Agreement.Conflict, 0.05))
            : Draw(random, (Agreement.Equal, 0.002), (Agreement.Compatible, 0.018), (Agreement.Neutral, 0.03), (Agreement.Conflict, 0.95));
        var country = random.Double() < 0.5 ? Agreement.Unknown
            : same ? Draw(random, (Agreement.Equal, 0.75), (Agreement.Conflict, 0.25)) : Draw(random, (Agreement.Equal, 0.4), (Agreement.Conflict, 0.6));
        var gender = random.Double() < 0.67 ? Agreement.Unknown : random.Double() < (same ? 0.02 : 0.4) ? Agreement.Conflict : Agreement.Equal;
        var otherKind = random.Double() < (same ? 0.02 : 0.25);
        return new PairFacts(birth, country, gender, otherKind, otherKind && random.Double() < (same ? 0.02 : 0.5), random.Double() < (same ? 0.1 : 0.005),
            // Few payees come with an identifier; one that is a slip away from the listed one is seldom another's.
            random.Double() < (same ? 0.03 : 0.001) ? "identifier" : null);
    }

    private sealed class Pairs : List<TrainingPair>
    {
        public int Group { get; set; }
    }

    private static Agreement Draw(Randomizer random, params (Agreement What, double Share)[] shares)
    {
        var at = random.Double();
        foreach (var (what, share) in shares)
            if ((at -= share) < 0)
                return what;
        return shares[^1].What;
    }

    private static bool Related(ListedParty a, ListedParty b) =>
        a.Identifiers.Any(i => b.Identifiers.Contains(i))
        || a.Names.Any(n => b.Names.Any(m => string.Equals(n.Text, m.Text, StringComparison.OrdinalIgnoreCase)))
        || (a.BirthDates.Count > 0 && a.BirthDates.Any(d => d.IsExact && b.BirthDates.Contains(d)));
}
