// Which listed names can reach a score, without comparing them all. Every part of a screened name is looked up once among
// the distinct parts of the list; the listed names that hold a similar part collect its gain; and only those whose collected
// gain could suffice are compared. The bound is never below the true score, so nothing is lost.
using System.Collections.Concurrent;
using System.Numerics;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

internal sealed class NameIndex
{
    private const int CacheLimit = 400_000;

    private readonly Dictionary<string, NamePart> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _frequency = new(StringComparer.Ordinal);
    private readonly double _logParties;
    private readonly ListedForm[] _forms;
    private readonly List<int>[] _formsOfParty;
    private readonly List<ListedForm>[] _weakOfParty;
    // A vocabulary entry is a part and whether the names it stands in read as East Asian: only those compare that way.
    private readonly List<(NamePart Part, bool EastAsian)> _vocabulary = [];
    // Forms in which the entry's part is one the name is found by, and forms in which it is one of the rest.
    private readonly int[][] _seedPostings;
    private readonly int[][] _restPostings;
    private readonly Dictionary<string, List<int>> _byGeneral = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byEastAsian = new(StringComparer.Ordinal);
    private readonly (ulong[] Signatures, int[] Ids)[] _byLength = new (ulong[], int[])[65];
    private readonly Dictionary<string, List<(int Form, NamePart First, NamePart Second)>> _joins = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, NamePart> _screenedParts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Text, bool EastAsian), Similar[]> _similar = new();
    private int _screenedPartCount;
    private int _similarCount;

    public NameIndex(IReadOnlyList<ListedParty> parties)
    {
        var written = new List<(int Party, ListedName Name, string[] Tokens)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var p = 0; p < parties.Count; p++)
        {
            seen.Clear();
            foreach (var name in parties[p].Names)
                foreach (var tokens in NameFolding.Readings(name.Text))
                    if (tokens.Length > 0)
                    {
                        written.Add((p, name, tokens));
                        foreach (var token in tokens)
                            if (seen.Add(NameFolding.Folded(token).General))
                                _frequency[NameFolding.Folded(token).General] = _frequency.GetValueOrDefault(NameFolding.Folded(token).General) + 1;
                    }
        }
        _logParties = Math.Log(Math.Max(parties.Count, 20) + 1);
        _formsOfParty = new List<int>[parties.Count];
        _weakOfParty = new List<ListedForm>[parties.Count];
        for (var p = 0; p < parties.Count; p++)
        {
            _formsOfParty[p] = [];
            _weakOfParty[p] = [];
        }
        var forms = new List<ListedForm>(written.Count);
        foreach (var (party, name, tokens) in written)
        {
            var form = new NameForm(tokens, ListedPart);
            var listed = new ListedForm(party, name, form, IsPerson(parties[party].Kind, form));
            if (name.Strength == NameStrength.Weak)
            {
                _weakOfParty[party].Add(listed);
            }
            else
            {
                _formsOfParty[party].Add(forms.Count);
                forms.Add(listed);
            }
        }
        _forms = [.. forms];
        (_seedPostings, _restPostings) = BuildPostings();
        for (var f = 0; f < _forms.Length; f++)
            AddJoins(f);
    }

    public int FormCount => _forms.Length;

    public ListedForm Form(int form) => _forms[form];

    public IReadOnlyList<ListedForm> WeakNames(int party) => _weakOfParty[party];

    /// <summary>A screened name in all its readings.</summary>
    public NameForm[] Prepare(string name)
    {
        var readings = NameFolding.Readings(name);
        var forms = new List<NameForm>(readings.Count);
        foreach (var tokens in readings)
            if (tokens.Length > 0)
                forms.Add(new NameForm(tokens, ScreenedPart));
        return [.. forms];
    }

    /// <summary>Appends every listed name whose name score may be <paramref name="floor"/> or more.</summary>
    public void Collect(NameForm name, double floor, Workspace space, List<int> found)
    {
        space.Begin();
        for (var i = 0; i < name.Parts.Length; i++)
        {
            var part = name.Parts[i];
            if (part.Class == WordClass.Initial)
                continue;
            var token = i + 1;
            var seed = name.IsSeed(part);
            foreach (var similar in SimilarTo(part, name.EastAsian))
            {
                var listed = _vocabulary[similar.Vocabulary].Part;
                foreach (var form in _seedPostings[similar.Vocabulary])
                {
                    var person = _forms[form].Person;
                    space.Add(form, token, similar.Similarity * listed.Weight(person), seed ? part.Weight(person) : 0);
                }
                // What the rest of a listed name can give is taken as given below; here it only counts as a use.
                if (seed)
                    foreach (var form in _restPostings[similar.Vocabulary])
                        space.Add(form, token, 0, part.Weight(_forms[form].Person));
            }
            // Listed in two parts, screened as one.
            CollectJoined(part.General, part, token, space);
            if (name.EastAsian && part.EastAsian is not null)
                CollectJoined("*" + part.EastAsian, part, token, space);
        }
        CollectSplit(name, space);
        foreach (var form in space.Touched)
        {
            var listed = _forms[form];
            var person = listed.Person;
            var weight = listed.Form.Weight(person);
            var matched = Math.Min(space.Gain(form) + listed.Form.Low(person), weight);
            var onlyScreened = Math.Max(0, name.Weight(person) - name.Low(person) - space.Used(form) - listed.Form.Initials);
            var onlyListed = Math.Max(0, weight - matched - name.Initials);
            if (NameScore.Of(matched, matched, onlyScreened, onlyListed, person) >= floor - 1e-4)
                found.Add(form);
        }
    }

    private void CollectJoined(string key, NamePart part, int token, Workspace space)
    {
        if (!_joins.TryGetValue(key, out var joins))
            return;
        foreach (var (form, first, second) in joins)
        {
            var person = _forms[form].Person;
            space.Add(form, token, first.Weight(person) + second.Weight(person), part.Weight(person));
        }
    }

    // Screened in two parts, listed as one: every two parts in both orders, because order must not matter.
    private void CollectSplit(NameForm name, Workspace space)
    {
        foreach (var (i, k) in name.Joins)
        {
            var folded = NamePart.Together(name.Parts[i].Text, name.Parts[k].Text, name.EastAsian);
            CollectSplit(_byGeneral, folded.General, name.Parts[i], name.Parts[k], space);
            if (folded.EastAsian is not null)
                CollectSplit(_byEastAsian, folded.EastAsian, name.Parts[i], name.Parts[k], space);
        }
    }

    private void CollectSplit(Dictionary<string, List<int>> table, string key, NamePart first, NamePart second, Workspace space)
    {
        if (!table.TryGetValue(key, out var entries))
            return;
        foreach (var entry in entries)
            foreach (var form in (int[])[.. _seedPostings[entry], .. _restPostings[entry]])
            {
                var person = _forms[form].Person;
                space.Add(form, 0, _vocabulary[entry].Part.Weight(person), first.Weight(person) + second.Weight(person));
            }
    }

    private Similar[] SimilarTo(NamePart part, bool eastAsian)
    {
        if (_similar.TryGetValue((part.Text, eastAsian), out var known))
            return known;
        var found = FindSimilar(part, eastAsian);
        if (Interlocked.Increment(ref _similarCount) <= CacheLimit)
            _similar.TryAdd((part.Text, eastAsian), found);
        return found;
    }

    private Similar[] FindSimilar(NamePart part, bool eastAsian)
    {
        var ids = new List<int>();
        if (_byGeneral.TryGetValue(part.General, out var general))
            ids.AddRange(general);
        if (eastAsian && part.EastAsian is not null && _byEastAsian.TryGetValue(part.EastAsian, out var folded))
            ids.AddRange(folded);
        if (part.Class is not (WordClass.Initial or WordClass.Number))
        {
            var length = part.Text.Length;
            for (var other = Math.Max(1, length - 3); other <= Math.Min(64, length + 3); other++)
            {
                var allowed = NamePart.AllowedEdits(Math.Max(length, other));
                if (Math.Abs(length - other) > allowed)
                    continue;
                var (signatures, entries) = _byLength[other];
                var limit = (2 * allowed) - Math.Abs(length - other);
                for (var i = 0; i < signatures.Length; i++)
                    if (BitOperations.PopCount(signatures[i] ^ part.Signature) <= limit)
                        ids.Add(entries[i]);
            }
        }
        var similar = new List<Similar>();
        ids.Sort();
        var before = -1;
        foreach (var id in ids)
        {
            if (id == before)
                continue;
            before = id;
            var (listed, listedEastAsian) = _vocabulary[id];
            var (similarity, _) = NamePart.Compare(part, listed, eastAsian && listedEastAsian);
            if (similarity > 0)
                similar.Add(new Similar(id, similarity));
        }
        return [.. similar];
    }

    private (int[][] Seeds, int[][] Others) BuildPostings()
    {
        var ids = new Dictionary<(string, bool), int>();
        var seeds = new List<List<int>>();
        var rest = new List<List<int>>();
        for (var f = 0; f < _forms.Length; f++)
        {
            var form = _forms[f].Form;
            foreach (var part in form.Parts)
            {
                if (part.Class == WordClass.Initial)
                    continue;
                if (!ids.TryGetValue((part.Text, form.EastAsian), out var id))
                {
                    id = _vocabulary.Count;
                    ids.Add((part.Text, form.EastAsian), id);
                    _vocabulary.Add((part, form.EastAsian));
                    seeds.Add([]);
                    rest.Add([]);
                    Append(_byGeneral, part.General, id);
                    if (form.EastAsian && part.EastAsian is not null)
                        Append(_byEastAsian, part.EastAsian, id);
                }
                (form.IsSeed(part) ? seeds : rest)[id].Add(f);
            }
        }
        for (var length = 0; length < _byLength.Length; length++)
        {
            int[] entries = [.. Enumerable.Range(0, _vocabulary.Count).Where(v => _vocabulary[v].Part.Text.Length == length && _vocabulary[v].Part.Class != WordClass.Number)];
            _byLength[length] = ([.. entries.Select(v => _vocabulary[v].Part.Signature)], entries);
        }
        return ([.. seeds.Select(p => p.ToArray())], [.. rest.Select(p => p.ToArray())]);
    }

    private void AddJoins(int form)
    {
        var name = _forms[form].Form;
        foreach (var (i, k) in name.Joins)
        {
            var folded = NamePart.Together(name.Parts[i].Text, name.Parts[k].Text, name.EastAsian);
            Append(_joins, folded.General, (form, name.Parts[i], name.Parts[k]));
            if (folded.EastAsian is not null)
                Append(_joins, "*" + folded.EastAsian, (form, name.Parts[i], name.Parts[k]));
        }
    }

    private NamePart ListedPart(string token)
    {
        if (!_parts.TryGetValue(token, out var part))
            _parts.Add(token, part = new NamePart(token, Rarity(token)));
        return part;
    }

    private NamePart ScreenedPart(string token)
    {
        if (_parts.TryGetValue(token, out var part) || _screenedParts.TryGetValue(token, out part))
            return part;
        part = new NamePart(token, Rarity(token));
        if (Interlocked.Increment(ref _screenedPartCount) <= CacheLimit)
            _screenedParts.TryAdd(token, part);
        return part;
    }

    // Inverse document frequency over entries (not names: an entry with forty aliases makes nothing common), 0.25 to 1.
    private double Rarity(string token) =>
        _frequency.TryGetValue(NameFolding.Folded(token).General, out var entries)
            ? Math.Clamp(1 - (Math.Log(entries) / _logParties), 0.25, 1)
            : 1;

    // An entry of unknown kind is read as a person unless its name speaks like a company.
    private static bool IsPerson(PartyKind kind, NameForm form) =>
        kind == PartyKind.Person || (kind == PartyKind.Unknown && !Array.Exists(form.Parts, p => p.Class is WordClass.Generic or WordClass.Form or WordClass.Number));

    private static void Append<T>(Dictionary<string, List<T>> table, string key, T value)
    {
        if (!table.TryGetValue(key, out var list))
            table.Add(key, list = []);
        list.Add(value);
    }

    private readonly record struct Similar(int Vocabulary, double Similarity);

    /// <summary>Scratch of one thread: what each listed name has collected for the name at hand.</summary>
    internal sealed class Workspace(int forms)
    {
        private readonly double[] _gain = new double[forms];
        private readonly double[] _used = new double[forms];
        private readonly int[] _lastToken = new int[forms];
        private readonly int[] _stamp = new int[forms];
        private int _now;

        public List<int> Touched { get; } = [];

        public void Begin()
        {
            Touched.Clear();
            _now++;
        }

        public void Add(int form, int token, double gain, double used)
        {
            if (_stamp[form] != _now)
            {
                _stamp[form] = _now;
                _gain[form] = 0;
                _used[form] = 0;
                _lastToken[form] = -1;
                Touched.Add(form);
            }
            _gain[form] += gain;
            // A part that meets several listed parts is used once; a joined pair has no number and always counts.
            if (token == 0 || _lastToken[form] != token)
                _used[form] += used;
            _lastToken[form] = token;
        }

        public double Gain(int form) => _gain[form];

        public double Used(int form) => _used[form];
    }
}
