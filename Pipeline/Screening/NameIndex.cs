// Which listed names can reach a score, without comparing them all. Every part of a screened name is looked up once among
// the distinct parts of the list. A listed name that could reach the score holds a part like one of a few of them (the
// seeds), so only names found by seeds are looked at; their parts are marked already, which bounds their score from above;
// and only those whose bound suffices are compared. Nothing is lost.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

internal sealed class NameIndex
{
    // Sums in single precision may come out this much lower.
    private const double Slack = 1e-5;

    private readonly PartVocabulary _parts;
    private readonly ListedForm[] _forms;
    private readonly List<ListedForm>[] _weakOfParty;
    // Vocabulary ids of the parts of every form, one after another.
    private readonly int[] _formParts;
    private readonly int[] _formStart;
    private readonly Posting[][] _postings;
    private readonly FormFacts[] _facts;
    // Weight of a part in a person's name and in another, by vocabulary id.
    private readonly (float Person, float Thing)[] _weights;
    // Listed names by the key of two neighbouring parts written together.
    private readonly Dictionary<string, List<ListedPair>> _pairsByText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ListedPair>> _pairsByGeneral = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ListedPair>> _pairsByEastAsian = new(StringComparer.Ordinal);

    /// <param name="parties">Entries to search.</param>
    /// <param name="among">Entries by which the rarity of a part is told; null for those searched.</param>
    public NameIndex(IReadOnlyList<ListedParty> parties, IReadOnlyList<ListedParty>? among = null)
    {
        var written = Written(parties);
        _parts = new PartVocabulary((among is null ? written : Written(among)).Select(w => (w.Party, w.Parts, w.Reading)), (among ?? parties).Count);
        _weakOfParty = new List<ListedForm>[parties.Count];
        var forms = new List<ListedForm>(written.Count);
        foreach (var (party, name, parts, reading) in written)
        {
            var form = new NameForm(parts, reading, text => _parts.Listed(text, reading), freeJoins: false);
            var listed = new ListedForm(party, name, form, IsPerson(parties[party].Kind, form));
            if (name.Strength == NameStrength.Weak)
                (_weakOfParty[party] ??= []).Add(listed);
            else
                forms.Add(listed);
        }
        _forms = [.. forms];
        // None of the three knows of the others.
        var (start, ids, postings) = (Array.Empty<int>(), Array.Empty<int>(), Array.Empty<Posting[]>());
        Parallel.Invoke(
            () => (start, ids, postings) = BuildPostings(),
            _parts.BuildSearch,
            () =>
            {
                for (var f = 0; f < _forms.Length; f++)
                    AddPairs(f);
            });
        (_formStart, _formParts, _postings) = (start, ids, postings);
        _facts = [.. _forms.Select(f => new FormFacts((float)f.Form.Weight(f.Person), f.Person, f.Form.AllEastAsian))];
        _weights = [.. Enumerable.Range(0, _parts.Count).Select(id => ((float)_parts[id].PersonWeight, (float)_parts[id].CompanyWeight))];
    }

    // Folding the names is most of the work of an index, and each is folded by itself.
    private static List<(int Party, ListedName Name, string[] Parts, NameReading Reading)> Written(IReadOnlyList<ListedParty> parties) =>
        [.. Enumerable.Range(0, parties.Count).AsParallel().AsOrdered().SelectMany(p => parties[p].Names.SelectMany(name => NameFolding.Readings(name.Text)
            .Where(parts => parts.Length > 0).Select(parts => (p, name, parts, NameForm.ReadingOf(parts, NameFolding.IsUnvocalised(name.Text))))))];

    public PartVocabulary Parts => _parts;

    public int FormCount => _forms.Length;

    public ListedForm Form(int form) => _forms[form];

    public IReadOnlyList<ListedForm> WeakNames(int party) => _weakOfParty[party] ?? (IReadOnlyList<ListedForm>)[];

    public SearchSpace NewSpace() => new(_forms.Length, _parts.Count);

    /// <summary>A screened name in all its readings.</summary>
    public NameForm[] Prepare(string name)
    {
        var readings = NameFolding.Readings(name);
        var forms = new List<NameForm>(readings.Count);
        foreach (var parts in readings)
            if (parts.Length > 0)
            {
                var reading = NameForm.ReadingOf(parts, NameFolding.IsUnvocalised(name));
                forms.Add(new NameForm(parts, reading, text => _parts.Screened(text, reading), freeJoins: true));
            }
        return [.. forms];
    }

    /// <summary>Appends every listed name whose name score may be <paramref name="floor"/> or more.</summary>
    /// <param name="floor">At least <see cref="Screener.CandidateFloor"/>, which is above <see cref="NameComparison.OnePartMost"/>.</param>
    public void Collect(NameForm name, double floor, SearchSpace space, List<int> found)
    {
        space.Begin();
        var parts = name.Parts;
        space.Initials = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Class == WordClass.Initial)
                space.Initials |= 1 << i;
            space.Similar[i] = parts[i].Class == WordClass.Initial ? SimilarParts.None : _parts.SimilarTo(parts[i]);
            space.Gain[i] = (space.Similar[i].MostPerson, space.Similar[i].MostThing);
            space.Reach[i] = space.Similar[i].Reach(_postings);
            space.Pairs[i] = 0;
            MarkAll(space, i);
            AddListedPairs(parts[i], i, space);
        }
        for (var join = 0; join < name.Joins.Length; join++)
            AddScreenedPair(name, join, space);
        var seeds = ChooseSeeds(name, floor, space);
        for (var rest = seeds; rest != 0; rest &= rest - 1)
        {
            var similar = space.Similar[int.TrailingZeroCount(rest)];
            foreach (var id in similar.Ids)
                LookAll(name, id, floor, space, found);
        }
        foreach (var (id, mask) in space.JoinedParts)
            if ((mask & seeds) != 0)
                LookAll(name, id, floor, space, found);
        foreach (var form in space.PairForms)
            Look(name, form, floor, space, found);
    }

    private static void MarkAll(SearchSpace space, int part)
    {
        var similar = space.Similar[part];
        for (var s = 0; s < similar.Ids.Length; s++)
            space.Mark(similar.Ids[s], similar.Similarities[s], 1 << part);
    }

    // Listed in two parts, screened as one.
    private void AddListedPairs(NamePart part, int place, SearchSpace space)
    {
        if (part.Text.Length < 4)
            return;
        AddListedPairs(_pairsByText, part.Text, place, space);
        if (part.Class == WordClass.Number)
            return;
        AddListedPairs(_pairsByGeneral, part.General, place, space);
        AddListedPairs(_pairsByEastAsian, part.EastAsian, place, space);
    }

    private void AddListedPairs(Dictionary<string, List<ListedPair>> table, string? key, int place, SearchSpace space)
    {
        if (key is null || !table.TryGetValue(key, out var pairs))
            return;
        foreach (var pair in pairs)
        {
            space.AddPair(pair.Form, pair.First.Weight(_forms[pair.Form].Person) + pair.Second.Weight(_forms[pair.Form].Person), 1 << place);
            space.RaiseGain(place, pair.First.PersonWeight + pair.Second.PersonWeight, pair.First.CompanyWeight + pair.Second.CompanyWeight);
        }
        space.Pairs[place] += pairs.Count;
    }

    // Screened in two parts, listed as one.
    private void AddScreenedPair(NameForm name, int join, SearchSpace space)
    {
        var (i, k) = name.Joins[join];
        var mask = name.Joins[join].Mask;
        space.Found.Clear();
        _parts.WrittenAs(name, join, space.Found);
        foreach (var id in space.Found)
        {
            space.Mark(id, NameComparison.JoinedSimilarity, mask);
            space.JoinedParts.Add((id, mask));
            space.RaiseGain(i, _parts[id].PersonWeight, _parts[id].CompanyWeight);
            space.RaiseGain(k, _parts[id].PersonWeight, _parts[id].CompanyWeight);
            space.Pairs[i]++;
            space.Pairs[k]++;
        }
    }

    // The fewest listed names to look at: parts in order of how many names they lead to, until a name that meets none of them
    // could not reach the floor, whatever it gained from the others.
    private static int ChooseSeeds(NameForm name, double floor, SearchSpace space)
    {
        var parts = name.Parts;
        Span<int> order = stackalloc int[parts.Length];
        for (var i = 0; i < order.Length; i++)
        {
            var at = i;
            for (; at > 0 && space.Reach[order[at - 1]] > space.Reach[i]; at--)
                order[at] = order[at - 1];
            order[at] = i;
        }
        var seeds = 0;
        foreach (var i in order)
        {
            if (parts[i].Class == WordClass.Initial)
                continue;
            seeds |= 1 << i;
            if (CannotReachWithout(name, seeds, floor, space))
                break;
        }
        return seeds;
    }

    private static bool CannotReachWithout(NameForm name, int seeds, double floor, SearchSpace space)
    {
        double person = 0, thing = 0, missedPerson = 0, missedThing = 0;
        int names = 0, pairs = 0;
        for (var i = 0; i < name.Parts.Length; i++)
        {
            var part = name.Parts[i];
            if ((seeds & (1 << i)) != 0)
            {
                missedPerson += part.PersonWeight;
                missedThing += part.CompanyWeight;
            }
            else if (part.Class != WordClass.Initial)
            {
                person += space.Gain[i].Person;
                thing += space.Gain[i].Thing;
                names++;
                pairs += space.Pairs[i];
            }
        }
        var tooFew = names < 2 && pairs == 0 && name.NameParts > 1;
        return (tooFew || NameScore.Of(person, person, missedPerson, 0, PairKind.Person) < floor - Slack)
            && NameScore.Of(thing, thing, missedThing, 0, PairKind.Thing) < floor - Slack;
    }

    // Most of the listed names met share one part alone and cannot reach the floor by it: they are told by the ids of their other
    // parts, which stand beside the form. Pairs written together are looked at by themselves.
    private void LookAll(NameForm name, int id, double floor, SearchSpace space, List<int> found)
    {
        var alone = (1 << (int)Alone.Enough) | (name.Initials > 0 ? 1 << (int)Alone.BesideInitials : 0) | (name.NameParts < 2 ? 1 << (int)Alone.ForOneName : 0);
        foreach (ref readonly var posting in _postings[id].AsSpan())
            if (((alone >> (int)posting.Alone) & 1) != 0 || IsMarked(posting.Others, space))
                Look(name, posting.Form, floor, space, found);
    }

    private static bool IsMarked(in OtherParts others, SearchSpace space)
    {
        foreach (var id in others)
            if (space.IsMarked(id))
                return true;
            else if (id < 0)
                return false;
        return false;
    }

    private void Look(NameForm name, int form, double floor, SearchSpace space, List<int> found)
    {
        if (!space.FirstLook(form))
            return;
        var listed = _facts[form];
        double matched = 0, aligned = 0;
        var used = space.Initials;
        foreach (var id in _formParts.AsSpan(_formStart[form], _formStart[form + 1] - _formStart[form]))
        {
            if (!space.IsMarked(id, out var similarity, out var mask))
                continue;
            double weight = listed.Person ? _weights[id].Person : _weights[id].Thing;
            matched += weight * similarity;
            aligned += weight;
            used |= mask;
        }
        if (space.PairOf(form, out var gain, out var pairMask))
        {
            matched += gain;
            aligned += gain;
            used |= pairMask;
        }
        matched = Math.Min(matched, listed.Weight);
        double missed = 0;
        for (var rest = ~used & ((1 << name.Parts.Length) - 1); rest != 0; rest &= rest - 1)
            missed += name.Parts[int.TrailingZeroCount(rest)].Weight(listed.Person);
        var kind = !listed.Person ? PairKind.Thing : listed.EastAsian && name.AllEastAsian ? PairKind.EastAsianPerson : PairKind.Person;
        if (NameScore.Of(matched, matched, missed, Math.Max(0, listed.Weight - aligned - name.Initials), kind) >= floor - Slack)
            found.Add(form);
    }

    private (int[] Start, int[] Parts, Posting[][] Postings) BuildPostings()
    {
        var start = new int[_forms.Length + 1];
        var counts = new int[_parts.Count];
        for (var f = 0; f < _forms.Length; f++)
        {
            start[f + 1] = start[f] + _forms[f].Form.Parts.Length;
            foreach (var part in _forms[f].Form.Parts)
                counts[part.Id]++;
        }
        var parts = new int[start[^1]];
        var postings = Array.ConvertAll(counts, static count => new Posting[count]);
        for (var f = 0; f < _forms.Length; f++)
        {
            var form = _forms[f].Form;
            var own = parts.AsSpan(start[f], form.Parts.Length);
            for (var i = 0; i < own.Length; i++)
                own[i] = form.Parts[i].Id;
            for (var i = 0; i < own.Length; i++)
                postings[own[i]][^counts[own[i]]--] = new Posting(f, own, i, AloneIn(_forms[f], form.Parts[i]));
        }
        return (start, parts, postings);
    }

    private void AddPairs(int form)
    {
        var name = _forms[form].Form;
        for (var join = 0; join < name.Joins.Length; join++)
        {
            var (first, second) = (name.Parts[name.Joins[join].First], name.Parts[name.Joins[join].Second]);
            var pair = new ListedPair(form, first, second);
            Append(_pairsByText, first.Text + second.Text, pair);
            var (eastAsian, general) = name.JoinedKeys(join);
            Append(_pairsByGeneral, general, pair);
            Append(_pairsByEastAsian, eastAsian, pair);
        }
    }

    private static void Append(Dictionary<string, List<ListedPair>> table, string? key, ListedPair pair)
    {
        if (key is not null)
            (CollectionsMarshal.GetValueRefOrAddDefault(table, key, out _) ??= new List<ListedPair>(1)).Add(pair);
    }

    // An entry of unknown kind is read as a person unless its name speaks like a company.
    private static bool IsPerson(PartyKind kind, NameForm form) =>
        kind == PartyKind.Person || (kind == PartyKind.Unknown && !Array.Exists(form.Parts, p => p.Class is WordClass.Generic or WordClass.Form or WordClass.Number));

    // What a listed name can come to by one part of it alone. A person of several names scores too little by one, and so does one of
    // a single name when several are screened; anything else depends on how much the part is of the name.
    private static Alone AloneIn(ListedForm listed, NamePart part)
    {
        if (listed.Person)
            return listed.Form.NameParts > 1 ? Alone.Never : Alone.ForOneName;
        var weight = part.Weight(person: false);
        return NameScore.Of(weight, weight, 0, listed.Form.CompanyWeight - weight, PairKind.Thing) < Screener.CandidateFloor - Slack ? Alone.BesideInitials : Alone.Enough;
    }

    /// <summary>Whether a listed name has to be looked at that shares one part with the screened one and no other.</summary>
    private enum Alone : byte
    {
        Never,
        BesideInitials,
        ForOneName,
        Enough,
    }

    // A listed name by one of its parts. The ids of its other parts stand beside it, -1 after the last: memory is what a search waits for.
    private readonly struct Posting
    {
        private const int AloneBits = 2;
        private readonly int _key;

        public Posting(int form, ReadOnlySpan<int> parts, int but, Alone alone)
        {
            // The few names with more parts are looked at whatever they share.
            _key = (form << AloneBits) | (int)(parts.Length > OtherParts.Most + 1 ? Alone.Enough : alone);
            ((Span<int>)Others).Fill(-1);
            for (int i = 0, k = 0; i < parts.Length && k < OtherParts.Most; i++)
                if (i != but)
                    Others[k++] = parts[i];
        }

        public readonly OtherParts Others;

        public int Form => _key >> AloneBits;

        public Alone Alone => (Alone)(_key & ((1 << AloneBits) - 1));
    }

    [InlineArray(Most)]
    private struct OtherParts
    {
        public const int Most = 7;
        private int _first;
    }

    private readonly record struct FormFacts(float Weight, bool Person, bool EastAsian);

    private readonly record struct ListedPair(int Form, NamePart First, NamePart Second);
}
