// Which listed names can reach a score, without comparing them all. Every part of a screened name is looked up once among
// the distinct parts of the list. A listed name that could reach the score holds a part like one of a few of them (the
// seeds), so only names found by seeds are looked at; their parts are marked already, which bounds their score from above;
// and only those whose bound suffices are compared. Nothing is lost.
using System.Collections.Concurrent;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Screening;

internal sealed class NameIndex
{
    private const int PartiesAtOnce = 128;

    // Sums in single precision may come out this much lower.
    public const double Slack = 1e-5;

    private readonly NameSpelling _spelling;
    private readonly PartVocabulary _parts;
    private readonly PlainWords _words;
    private readonly ListedForm[] _forms;
    private readonly List<ListedForm>[] _weakOfParty;
    private readonly ConcurrentBag<SearchSpace> _spaces = [];
    private readonly Postings _postings;
    // Weight of a part in a person's name and in another, by vocabulary id.
    private readonly (float Person, float Thing)[] _weights;
    // Neighbouring parts of listed names, by the keys that they have when written together.
    private ListedPair[] _pairs = [];
    private HashedIds _pairsByText = HashedIds.None;
    private HashedIds _pairsByGeneral = HashedIds.None;
    private HashedIds _pairsByEastAsian = HashedIds.None;
    private HashedIds _pairsBySound = HashedIds.None;

    /// <param name="parties">Entries to search.</param>
    /// <param name="among">Entries by which the rarity of a part is told; null for those searched.</param>
    /// <param name="spelling">How names are spelt to be compared.</param>
    public NameIndex(IReadOnlyList<ListedParty> parties, IReadOnlyList<ListedParty>? among = null, NameSpelling spelling = NameSpelling.Latin)
    {
        _spelling = spelling;
        var written = Written(parties, spelling);
        _parts = new PartVocabulary((among is null ? written : Written(among, spelling)).Select(w => (w.Party, w.Parts, w.Reading)), (among ?? parties).Count);
        _words = new PlainWords(_parts);
        foreach (var (_, _, parts, reading) in written)
            foreach (var part in parts.AsSpan(..Math.Min(parts.Length, NameForm.MaxParts)))
                _parts.Add(part, reading);
        _parts.MakeParts();
        var made = new ListedForm[written.Count];
        Parallel.For(0, made.Length, i => made[i] = ListedFormOf(written[i], parties));
        _weakOfParty = new List<ListedForm>[parties.Count];
        var forms = new List<ListedForm>(made.Length);
        foreach (var listed in made)
            if (listed.Name.Strength == NameStrength.Weak)
                (_weakOfParty[listed.Party] ??= []).Add(listed);
            else
                forms.Add(listed);
        _forms = [.. forms];
        // None of the three knows of the others. The longest first.
        Postings? postings = null;
        Parallel.Invoke(
            _parts.BuildSearch,
            () => postings = new Postings(_forms, _parts),
            BuildPairs);
        _postings = postings!;
        _weights = [.. Enumerable.Range(0, _parts.Count).Select(id => ((float)_parts[id].PersonWeight, (float)_parts[id].CompanyWeight))];
    }

    // Folding the names is most of the work of an index, and each is folded by itself.
    private static List<(int Party, ListedName Name, string[] Parts, NameReading Reading)> Written(IReadOnlyList<ListedParty> parties, NameSpelling spelling)
    {
        if (parties.Count == 0)
            return [];
        var written = new List<(int, ListedName, string[], NameReading)>[parties.Count];
        Parallel.ForEach(Partitioner.Create(0, parties.Count, PartiesAtOnce), range =>
        {
            for (var p = range.Item1; p < range.Item2; p++)
            {
                written[p] = new List<(int, ListedName, string[], NameReading)>(parties[p].Names.Count);
                foreach (var name in parties[p].Names)
                    foreach (var (parts, reading) in NameReadings.OfListed(parties[p], name, spelling))
                        written[p].Add((p, name, parts, reading));
            }
        });
        var all = new List<(int, ListedName, string[], NameReading)>(written.Sum(names => names.Count));
        foreach (var names in written)
            all.AddRange(names);
        return all;
    }

    public PartVocabulary Parts => _parts;

    public int FormCount => _forms.Length;

    public ListedForm Form(int form) => _forms[form];

    public IReadOnlyList<ListedForm> WeakNames(int party) => _weakOfParty[party] ?? (IReadOnlyList<ListedForm>)[];

    public SearchSpace NewSpace() => new(_forms.Length, _parts.Count);

    /// <summary>A space for one search; several searches at once have one each.</summary>
    public SearchSpace TakeSpace() => _spaces.TryTake(out var space) ? space : NewSpace();

    public void Return(SearchSpace space) => _spaces.Add(space);

    /// <summary>A screened name in all its readings.</summary>
    public NameForm[] Prepare(string name)
    {
        if (_spelling == NameSpelling.Latin && _words.Read(name) is { } plain)
            return CutOff(name, plain) is { } cutOff ? [plain, cutOff] : [plain];
        var readings = NameReadings.OfScreened(name, _spelling, _parts.IsListed);
        var forms = new NameForm[readings.Count];
        for (var i = 0; i < forms.Length; i++)
        {
            var (parts, reading) = readings[i];
            forms[i] = new NameForm(parts, reading, text => _parts.Screened(text, reading), freeJoins: true);
        }
        return _spelling == NameSpelling.Latin && forms.Length > 0 && CutOff(name, forms[0]) is { } cut ? [.. forms, cut] : forms;
    }

    // How much of a name fits into BACS, NACHA, DTAUS, CPA 005, ABA, SWIFT and SEPA: the last word of one so long may be the beginning of another.
    private static readonly int[] FieldLengths = [18, 22, 27, 30, 32, 35, 70];

    private NameForm? CutOff(string name, NameForm usual)
    {
        if (Array.IndexOf(FieldLengths, name.Length) < 0 || usual.Written is not { Length: > 1 and <= NameForm.MaxParts } written || usual.Reading == NameReading.Unvocalised)
            return null;
        // Two letters are left of many a word; only a name of which most is there is known by them.
        if (written[^1].Length < (written.Length < 4 ? 3 : 2) || _parts.CutOff(_parts.Screened(written[^1], NameReading.Plain)) is not { } cut)
            return null;
        var parts = new NamePart[written.Length];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = i == parts.Length - 1 ? cut : _parts.Screened(written[i], NameReading.Plain);
        return new NameForm(written, parts, NameReading.Plain, freeJoins: true);
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
            AddListedPairs(name, parts[i], i, space);
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
    private void AddListedPairs(NameForm name, NamePart part, int place, SearchSpace space)
    {
        // Two threads that find them at once find the same.
        foreach (var at in part.Pairs ??= ListedPairs(part))
        {
            ref readonly var pair = ref _pairs[at];
            var listed = _forms[pair.Form];
            var (first, second) = (listed.Form.Parts[pair.First], listed.Form.Parts[pair.Second]);
            var person = listed.IsPersonFor(name);
            space.AddPair(pair.Form, first.Weight(person) + second.Weight(person), 1 << place);
            space.RaiseGain(place, first.PersonWeight + second.PersonWeight, first.CompanyWeight + second.CompanyWeight);
            space.Pairs[place]++;
        }
    }

    private int[] ListedPairs(NamePart part)
    {
        if (part.Text.Length < 4)
            return [];
        var pairs = new List<int>();
        Append(_pairsByText, part.Text, pairs);
        if (part.Class != WordClass.Number)
        {
            Append(_pairsByGeneral, part.General, pairs);
            Append(_pairsByEastAsian, part.EastAsian, pairs);
            if (part.Reading == NameReading.Unvocalised)
                Append(_pairsBySound, part.Unwritten, pairs);
        }
        return [.. pairs];
    }

    private static void Append(HashedIds table, string? key, List<int> pairs)
    {
        if (key is null)
            return;
        foreach (var at in table[HashedIds.Of(key)])
            pairs.Add(at);
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
        if (space.MarkOf(id).Similarity <= 0)
        {
            LookBesideInitial(name, id, floor, space, found);
            return;
        }
        var alone = (1 << (int)Alone.Enough) | (name.Initials > 0 ? 1 << (int)Alone.BesideInitials : 0) | (name.NameParts < 2 ? 1 << (int)Alone.ForOneName : 0);
        for (var rest = _postings.Of(id); !rest.IsEmpty;)
        {
            var posting = new Posting(rest);
            rest = rest[posting.Length..];
            if (((alone >> (int)posting.Alone) & 1) != 0 || IsMarked(posting.Others, space))
                Look(name, id, posting, floor, space, found);
        }
    }

    // An initial gains nothing: of the many names that have one only those can reach the floor that have a part besides which gains something.
    private void LookBesideInitial(NameForm name, int id, double floor, SearchSpace space, List<int> found)
    {
        var places = space.Found;
        places.Clear();
        for (var i = 0; i < name.Parts.Length; i++)
        {
            var similar = space.Similar[i];
            if (_postings.HaveBeside(similar, id))
                for (var s = 0; s < similar.Ids.Length; s++)
                    if (similar.Similarities[s] > 0)
                        _postings.AddBeside(id, similar.Ids[s], places);
        }
        foreach (var (joined, _) in space.JoinedParts)
            _postings.AddBeside(id, joined, places);
        // In the order in which the names that have the initial are filed.
        places.Sort();
        var before = -1;
        foreach (var place in places)
        {
            if (place != before)
                Look(name, id, _postings.At(place), floor, space, found);
            before = place;
        }
    }

    private void Look(NameForm name, int id, in Posting posting, double floor, SearchSpace space, List<int> found)
    {
        // Its weight is a person's name's.
        if (name.SpeaksOfCompany && _forms[posting.Form].IsEither)
        {
            Look(name, posting.Form, floor, space, found);
            return;
        }
        var met = new Met { Used = space.Initials };
        Add(id, posting.Person, space, ref met);
        foreach (var other in posting.Others)
            Add(other, posting.Person, space, ref met);
        if (CanReach(name, posting.Weight, posting.Person, posting.EastAsian, met, floor) && space.IsNew(posting.Form))
            found.Add(posting.Form);
    }

    private static bool IsMarked(ReadOnlySpan<int> parts, SearchSpace space)
    {
        foreach (var id in parts)
            if (space.IsMarked(id))
                return true;
        return false;
    }

    private void Look(NameForm name, int form, double floor, SearchSpace space, List<int> found)
    {
        var listed = _forms[form];
        var person = listed.IsPersonFor(name);
        var met = new Met { Used = space.Initials };
        foreach (var part in listed.Form.Parts)
            Add(part.Id, person, space, ref met);
        if (space.PairOf(form, out var gain, out var pairMask))
        {
            met.Matched += gain;
            met.Aligned += gain;
            met.Used |= pairMask;
        }
        if (CanReach(name, listed.Form.Weight(person), person, listed.Form.AllEastAsian, met, floor) && space.IsNew(form))
            found.Add(form);
    }

    private void Add(int id, bool person, SearchSpace space, ref Met met)
    {
        if (!space.IsMarked(id))
            return;
        var (similarity, mask) = space.MarkOf(id);
        double weight = person ? _weights[id].Person : _weights[id].Thing;
        met.Matched += weight * similarity;
        met.Aligned += weight;
        met.Used |= mask;
    }

    private static bool CanReach(NameForm name, double weight, bool person, bool eastAsian, in Met met, double floor)
    {
        var matched = Math.Min(met.Matched, weight);
        double missed = 0;
        for (var rest = ~met.Used & ((1 << name.Parts.Length) - 1); rest != 0; rest &= rest - 1)
            missed += name.Parts[int.TrailingZeroCount(rest)].Weight(person);
        var kind = !person ? PairKind.Thing : eastAsian && name.AllEastAsian ? PairKind.EastAsianPerson : PairKind.Person;
        return NameScore.Of(matched, matched, missed, Math.Max(0, weight - met.Aligned - name.Initials), kind) >= floor - Slack;
    }

    private void BuildPairs()
    {
        _pairs = new ListedPair[_forms.Sum(listed => listed.Form.Joins.Length)];
        var count = 0;
        for (var f = 0; f < _forms.Length; f++)
            foreach (var join in _forms[f].Form.Joins)
                _pairs[count++] = new ListedPair(f, (byte)join.First, (byte)join.Second);
        var entries = new List<ulong>(_pairs.Length);
        _pairsByText = PairsBy(entries, static (name, join) => HashedIds.Of(name.Parts[name.Joins[join].First].Begun, name.Parts[name.Joins[join].Second].Text));
        _pairsByGeneral = PairsBy(entries, static (name, join) => name.JoinedKeys(join).General is { } key ? HashedIds.Of(key) : null);
        _pairsByEastAsian = PairsBy(entries, static (name, join) => name.JoinedKeys(join).EastAsian is { } key ? HashedIds.Of(key) : null);
        _pairsBySound = PairsBy(entries, static (name, join) => name.Reading == NameReading.Plain ? Skeleton.UnwrittenHash(name.Parts[name.Joins[join].First].Text, name.Parts[name.Joins[join].Second].Text) : null);
    }

    // Table after table is gathered in one list, so that there is but one to collect.
    private HashedIds PairsBy(List<ulong> entries, Func<NameForm, int, uint?> hashOf)
    {
        entries.Clear();
        var count = 0;
        foreach (var listed in _forms)
            for (var join = 0; join < listed.Form.Joins.Length; join++, count++)
                if (hashOf(listed.Form, join) is { } hash)
                    entries.Add(HashedIds.Entry(hash, count));
        return new HashedIds([.. entries]);
    }

    // An entry of unknown kind is read as a person unless its name speaks like a company, or the one that it is compared with.
    private ListedForm ListedFormOf((int Party, ListedName Name, string[] Parts, NameReading Reading) written, IReadOnlyList<ListedParty> parties)
    {
        var (party, name, texts, reading) = written;
        var parts = new NamePart[Math.Min(texts.Length, NameForm.MaxParts)];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = _parts.Listed(texts[i], reading);
        var form = new NameForm(texts, parts, reading, freeJoins: false);
        var kind = parties[party].Kind;
        var isEither = kind == PartyKind.Unknown && !form.SpeaksOfCompany && !Array.Exists(form.Parts, p => p.Class == WordClass.Number);
        return new ListedForm(party, name, form, kind == PartyKind.Person || isEither, isEither).InOrder(texts);
    }

    // What the marked parts of a listed name come to together.
    private struct Met
    {
        public double Matched;
        public double Aligned;
        public int Used;
    }

    // By place in the form's parts: there are hundreds of thousands.
    private readonly record struct ListedPair(int Form, byte First, byte Second);
}
