// The distinct parts of all listed names, and the search among them for those like a screened part. Names repeat their parts
// far more often than themselves, so what was found once for a part is kept.
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

/// <summary>Listed parts like a screened one, by id, ascending, with their similarity; 0 for an initial that may stand for it.</summary>
internal sealed class SimilarParts(int[] ids, float[] similarities, double mostPerson, double mostThing)
{
    private long _reach = -1;
    private int _besideInitials = -1;
    private Crowd? _eastAsian;
    private Crowd? _others;

    public static SimilarParts None { get; } = new([], [], 0, 0);

    public int[] Ids { get; } = ids;
    public float[] Similarities { get; } = similarities;

    /// <summary>The most that the part can gain by one of them.</summary>
    public double MostPerson { get; } = mostPerson;
    public double MostThing { get; } = mostThing;

    /// <summary>How much there is to read of the listed names that hold one of them.</summary>
    public long Reach(Postings postings)
    {
        if (_reach < 0)
        {
            long sum = 0;
            foreach (var id in Ids)
                sum += postings.Of(id).Length;
            _reach = sum;
        }
        return _reach;
    }

    /// <summary>Which initials listed names have that hold one of them which is like the screened part, one bit a letter.</summary>
    public int BesideInitials(int[] initials)
    {
        if (_besideInitials < 0)
        {
            var all = 0;
            for (var i = 0; i < Ids.Length; i++)
                if (Similarities[i] > 0)
                    all |= initials[Ids[i]];
            _besideInitials = all;
        }
        return _besideInitials;
    }

    /// <summary>How many listed entries bear a part at least this much like the screened one, among Korean and Chinese names or among all others.</summary>
    public int BearersFrom(float similarity, bool eastAsian, PartVocabulary parts) =>
        (eastAsian ? _eastAsian ??= Crowd.Of(this, true, parts) : _others ??= Crowd.Of(this, false, parts)).From(similarity);

    // Spellings that meet under one key have their bearers in common and count once.
    private sealed class Crowd(float[] similarities, int[] bearers)
    {
        private const float Same = 1e-4f;

        public static Crowd Of(SimilarParts similar, bool eastAsian, PartVocabulary parts)
        {
            var byKey = new Dictionary<string, (float Similarity, int Bearers)>(StringComparer.Ordinal);
            for (var i = 0; i < similar.Ids.Length; i++)
            {
                var part = parts[similar.Ids[i]];
                if ((part.Reading == NameReading.EastAsian) != eastAsian || similar.Similarities[i] <= 0)
                    continue;
                var key = eastAsian ? part.EastAsian ?? part.General : part.General;
                if (!byKey.TryGetValue(key, out var known) || known.Similarity < similar.Similarities[i])
                    byKey[key] = (similar.Similarities[i], part.Bearers);
            }
            var sorted = byKey.Values.OrderByDescending(k => k.Similarity).ToArray();
            var sum = 0;
            return new Crowd([.. sorted.Select(k => k.Similarity)], [.. sorted.Select(k => sum += k.Bearers)]);
        }

        public int From(float similarity)
        {
            var at = 0;
            while (at < similarities.Length && similarities[at] >= similarity - Same)
                at++;
            return at == 0 ? 0 : bearers[at - 1];
        }
    }
}

internal sealed class PartVocabulary
{
    private const int CacheLimit = 400_000;

    // A list is never so small that its parts are rare for that reason alone.
    private const int LeastEntries = 2_000;
    private const int LeastEastAsian = 400;

    // By reading.
    private readonly Dictionary<string, int>[] _ids = [.. Enum.GetValues<NameReading>().Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
    private readonly List<(string Text, NameReading Reading)> _texts = [];
    private NamePart[] _parts = [];
    private readonly Dictionary<string, Bearers> _bearers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Bearers> _eastAsianBearers = new(StringComparer.Ordinal);
    private readonly double _logEntries;
    private readonly double _logEastAsian;
    // Of every part the keys under which it may be met. Which key of a part met which is for the comparison to say.
    private HashedIds _byText = HashedIds.None;
    private HashedIds _byOrdinal = HashedIds.None;
    private HashedIds _byGeneral = HashedIds.None;
    private HashedIds _byEastAsian = HashedIds.None;
    private HashedIds _bySound = HashedIds.None;
    private HashedIds _vocalised = HashedIds.None;
    private HashedIds _unvocalised = HashedIds.None;
    private readonly Dictionary<int, List<int>> _byNickname = [];
    private readonly Dictionary<int, List<int>> _byHongKong = [];
    private SpellingNeighbours _spelling = new([]);
    private SpellingNeighbours _respelling = new([]);
    private readonly ConcurrentDictionary<string, NamePart>[] _screened = [.. Enum.GetValues<NameReading>().Select(_ => new ConcurrentDictionary<string, NamePart>(StringComparer.Ordinal))];
    private readonly ConcurrentDictionary<string, NamePart> _cut = new(StringComparer.Ordinal);
    // Only a name that may have been cut off pays for it.
    private readonly Lazy<(string Text, int Id)[]> _inOrder;
    private int _screenedCount;

    /// <summary>Counts how many entries bear each part (an entry with forty aliases makes nothing common).</summary>
    public PartVocabulary(IEnumerable<(int Party, string[] Parts, NameReading Reading)> names, int entries)
    {
        var eastAsianEntries = new Bearers();
        // Of a part, whatever its spelling: the same parts come again and again.
        var known = new Dictionary<string, (Bearers General, Bearers? EastAsian)>(StringComparer.Ordinal);
        foreach (var (party, parts, reading) in names)
        {
            foreach (var part in parts)
            {
                ref var bearers = ref CollectionsMarshal.GetValueRefOrAddDefault(known, part, out var isKnown);
                if (!isKnown)
                {
                    var folded = NameFolding.Folded(part);
                    bearers = (Of(_bearers, folded.General), folded.EastAsian is { } key ? Of(_eastAsianBearers, key) : null);
                }
                bearers.General.Count(party);
                if (reading == NameReading.EastAsian)
                    bearers.EastAsian?.Count(party);
            }
            if (reading == NameReading.EastAsian)
                eastAsianEntries.Count(party);
        }
        _inOrder = new Lazy<(string, int)[]>(() => [.. _parts.Where(IsWord).Select(part => (part.Text, part.Id)).OrderBy(part => part.Text, StringComparer.Ordinal).ThenBy(part => part.Id)]);
        _logEntries = Math.Log(Math.Max(entries, LeastEntries) + 1);
        _logEastAsian = Math.Log(Math.Max(eastAsianEntries.Entries, LeastEastAsian) + 1);
    }

    private static Bearers Of(Dictionary<string, Bearers> bearers, string key) => CollectionsMarshal.GetValueRefOrAddDefault(bearers, key, out _) ??= new Bearers();

    // How many entries there are; those that come one after another are one.
    private sealed class Bearers
    {
        private int _last = -1;

        public int Entries { get; private set; }

        public void Count(int party)
        {
            if (party != _last)
                Entries++;
            _last = party;
        }
    }

    public int Count => _parts.Length;

    public NamePart this[int id] => _parts[id];

    /// <summary>Takes the part of a listed name into the vocabulary, which <see cref="MakeParts"/> then makes. Not thread-safe.</summary>
    public void Add(string text, NameReading reading)
    {
        if (_ids[(int)reading].TryAdd(text, _texts.Count))
            _texts.Add((text, reading));
    }

    /// <summary>Makes every part that was taken in; afterwards the vocabulary does not grow.</summary>
    public void MakeParts()
    {
        _parts = new NamePart[_texts.Count];
        Parallel.For(0, _parts.Length, id => _parts[id] = Made(_texts[id].Text, _texts[id].Reading, id));
    }

    /// <summary>The part of a listed name, which was taken in before.</summary>
    public NamePart Listed(string text, NameReading reading) => _parts[_ids[(int)reading][text]];

    /// <summary>Whether a folded part stands in any listed name.</summary>
    public bool IsListed(string text) => Array.Exists(_ids, ids => ids.ContainsKey(text));

    /// <summary>The part of a screened name.</summary>
    public NamePart Screened(string text, NameReading reading)
    {
        if (_ids[(int)reading].TryGetValue(text, out var id))
            return _parts[id];
        if (_screened[(int)reading].TryGetValue(text, out var part))
            return part;
        part = Made(text, reading, NamePart.Unlisted);
        if (Volatile.Read(ref _screenedCount) < CacheLimit)
        {
            Interlocked.Increment(ref _screenedCount);
            return _screened[(int)reading].GetOrAdd(text, part);
        }
        return part;
    }

    /// <summary>The last part of a screened name as one within which a narrow field ended; null where it is a name by itself or no listed part begins so.</summary>
    public NamePart? CutOff(NamePart part)
    {
        // Three letters that are somebody's name are as soon what is left of a longer one.
        if (part.Class != WordClass.Name || NameWords.IsCommonName(part.Text) || (part.StandsAlone && part.Id != NamePart.Unlisted && part.Text.Length > MostLeftOf))
            return null;
        if (_cut.TryGetValue(part.Text, out var cut))
            return cut;
        cut = new NamePart(part.Text, 1, NameReading.Plain, 0) { IsCut = true };
        if (SimilarTo(cut).MostPerson <= 0)
            return null;
        return _cut.Count < CacheLimit ? _cut.GetOrAdd(part.Text, cut) : cut;
    }

    private const int MostLeftOf = 4;

    private void AppendBegunBy(string text, List<int> ids)
    {
        var words = _inOrder.Value;
        int from = 0, to = words.Length;
        while (from < to)
            if ((from + to) / 2 is var middle && string.CompareOrdinal(words[middle].Text, text) < 0)
                from = middle + 1;
            else
                to = middle;
        for (; from < words.Length && words[from].Text.StartsWith(text, StringComparison.Ordinal); from++)
            ids.Add(words[from].Id);
    }

    /// <summary>Prepares the search.</summary>
    public void BuildSearch()
    {
        // None of the three knows of the others.
        Parallel.Invoke(
            () => _spelling = new SpellingNeighbours([.. _parts.Where(p => IsWord(p) && p.Text.Length > 1).Select(p => (p.Text, p.Id))]),
            () => _respelling = new SpellingNeighbours([.. _parts.Where(p => p.IsRespelt).Select(p => (p.General, p.Id))], most: 1),
            FileByKeys);
    }

    private void FileByKeys()
    {
        var entries = new List<ulong>(_parts.Length);
        _byText = By(entries, p => p.Text);
        _byOrdinal = By(entries, p => p.Ordinal);
        _byGeneral = By(entries, p => IsWord(p) ? p.General : null);
        _byEastAsian = By(entries, p => IsWord(p) ? p.EastAsian : null);
        _bySound = By(entries, p => IsWord(p) && p.Sound.Length >= NamePart.LeastSound ? p.Sound : null);
        _vocalised = By(entries, p => p.Reading != NameReading.Unvocalised && NamePart.IsHeard(p) ? p.Unwritten : null);
        _unvocalised = By(entries, p => p.Reading == NameReading.Unvocalised && NamePart.IsHeard(p) ? p.Unwritten : null);
        foreach (var part in _parts)
        {
            foreach (var group in part.Nickname)
                (CollectionsMarshal.GetValueRefOrAddDefault(_byNickname, group, out _) ??= []).Add(part.Id);
            foreach (var group in part.HongKong)
                (CollectionsMarshal.GetValueRefOrAddDefault(_byHongKong, group, out _) ??= []).Add(part.Id);
        }
    }

    private static bool IsWord(NamePart part) => part.Class is not (WordClass.Initial or WordClass.Number);

    // A part without the key is not in the table. Table after table is gathered in one list, so that there is but one to collect.
    private HashedIds By(List<ulong> entries, Func<NamePart, string?> key)
    {
        entries.Clear();
        foreach (var part in _parts)
            if (key(part) is { } text)
                entries.Add(HashedIds.Entry(HashedIds.Of(text), part.Id));
        return new HashedIds([.. entries]);
    }

    private static void Append(HashedIds table, string? key, List<int> ids)
    {
        if (key is null)
            return;
        foreach (var id in table[HashedIds.Of(key)])
            ids.Add(id);
    }

    /// <summary>Every listed part with a similarity above 0, and no other.</summary>
    public SimilarParts SimilarTo(NamePart part)
    {
        // Two threads that find it at once find the same. Parts beyond the limit are made anew for every name and take theirs along.
        return part.Similar ??= Find(part);
    }

    /// <summary>Appends the listed parts that are two screened ones written together; some may come twice, some be too many.</summary>
    public void WrittenAs(NameForm name, int join, List<int> ids)
    {
        var (first, second) = (name.Parts[name.Joins[join].First], name.Parts[name.Joins[join].Second]);
        foreach (var id in _byText[HashedIds.Of(first.Begun, second.Text)])
            ids.Add(id);
        var (eastAsian, general) = name.JoinedKeys(join);
        Append(_byGeneral, general, ids);
        Append(_byEastAsian, eastAsian, ids);
        if (name.Reading == NameReading.Unvocalised)
            Append(_vocalised, name.JoinedSound(join), ids);
    }

    private SimilarParts Find(NamePart part)
    {
        var ids = new List<int>();
        Append(_byText, part.Text, ids);
        // A listed initial may stand for the part; it gains nothing and takes the part's place.
        Append(_byText, part.Text[..1], ids);
        if (part.IsCut)
        {
            AppendBegunBy(part.Text, ids);
        }
        else if (part.Class == WordClass.Number)
        {
            Append(_byOrdinal, part.Ordinal, ids);
        }
        else
        {
            Append(_byGeneral, part.General, ids);
            Append(_byEastAsian, part.EastAsian, ids);
            if (part.Sound.Length >= NamePart.LeastSound)
                Append(_bySound, part.Sound, ids);
            if (NamePart.IsHeard(part))
                Append(part.Reading == NameReading.Unvocalised ? _vocalised : _unvocalised, part.Unwritten, ids);
            foreach (var group in part.Nickname)
                if (_byNickname.TryGetValue(group, out var nicknames))
                    ids.AddRange(nicknames);
            foreach (var group in part.HongKong)
                if (_byHongKong.TryGetValue(group, out var spelt))
                    ids.AddRange(spelt);
            // The other form of a name that has one for each sex is more than two letters away.
            foreach (var other in FeminineEnding.Counterparts(part.Text))
                Append(_byText, other, ids);
            _spelling.Collect(part.Text, ids);
            if (part.IsRespelt)
                _respelling.Collect(part.General, ids);
        }
        ids.Sort();
        var found = new List<int>(ids.Count);
        var similarities = new List<float>(ids.Count);
        double mostPerson = 0, mostThing = 0;
        var before = -1;
        foreach (var id in ids)
        {
            if (id == before)
                continue;
            before = id;
            var (similarity, _) = NamePart.Compare(part, _parts[id]);
            if (similarity <= 0 && _parts[id].Class != WordClass.Initial)
                continue;
            found.Add(id);
            similarities.Add((float)similarity);
            mostPerson = Math.Max(mostPerson, similarity * _parts[id].PersonWeight);
            mostThing = Math.Max(mostThing, similarity * _parts[id].CompanyWeight);
        }
        return new SimilarParts([.. found], [.. similarities], mostPerson, mostThing);
    }

    /// <summary>
    /// How little the lists would agree with a screened part by chance, 0 to 1: at 1 one entry has a part as much like it as the
    /// listed one is, at 0 all have. Never more than the listed part weighs.
    /// </summary>
    public double Surprise(NamePart screened, NamePart listed, double similarity, bool person)
    {
        var eastAsian = listed.Reading == NameReading.EastAsian;
        var similar = SimilarTo(screened);
        var bearers = Math.Max(listed.Bearers, similar.BearersFrom((float)similarity, eastAsian, this));
        return Math.Clamp(1 - (Math.Log(Math.Max(1, bearers)) / (eastAsian ? _logEastAsian : _logEntries)), 0, listed.Weight(person));
    }

    // Inverse document frequency over entries, 0.25 to 1; of a Korean or Chinese part among the entries of such names,
    // because its bearers are compared with those.
    private NamePart Made(string text, NameReading reading, int id)
    {
        var folded = NameFolding.Folded(text);
        var (bearing, log) = reading == NameReading.EastAsian && folded.EastAsian is { } key ? (_eastAsianBearers.GetValueOrDefault(key), _logEastAsian) : (_bearers.GetValueOrDefault(folded.General), _logEntries);
        var bearers = bearing?.Entries ?? 0;
        return new NamePart(text, bearers == 0 ? 1 : Math.Clamp(1 - (Math.Log(bearers) / log), 0.25, 1), reading, bearers) { Id = id };
    }
}
