// The room's entry: names, identifiers and wallets in, possible matches with their reasons out. Pure over a list snapshot:
// the same subject against the same snapshot and settings gives the same answer, alone or among a million others.
using System.Collections.Concurrent;
using System.Globalization;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Screening;

/// <summary>Screens subjects against all lists in force. Thread-safe; built once per snapshot.</summary>
public sealed class Screener
{
    private readonly ListSnapshotSet _lists;
    private readonly ScreeningOptions _options;
    private readonly NameIndex _index;
    private readonly Dictionary<string, List<int>> _identifiers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _wallets = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<NameIndex.Workspace> _workspaces = [];

    /// <exception cref="ArgumentException">The settings make no sense; the message names every failure.</exception>
    public Screener(ListSnapshotSet lists, ScreeningOptions options)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Failures() is { Count: > 0 } failures)
            throw new ArgumentException(string.Join("; ", failures), nameof(options));
        _lists = lists;
        _options = options;
        _index = new NameIndex(lists.Parties);
        for (var p = 0; p < lists.Parties.Count; p++)
        {
            foreach (var identifier in lists.Parties[p].Identifiers)
                if (NormaliseIdentifier(identifier.Value) is { } key)
                    Append(_identifiers, key, p);
            foreach (var wallet in lists.Parties[p].Wallets)
                Append(_wallets, NormaliseWallet(wallet.Address), p);
        }
    }

    /// <summary>The id of the snapshot that is screened against.</summary>
    public string SnapshotId => _lists.Id;

    /// <summary>
    /// Every entry whose score reaches the review threshold, highest score first, then by list and entry id. A name without
    /// letters or digits in any script has no name matches.
    /// </summary>
    public IReadOnlyList<PossibleMatch> Screen(ScreeningSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (!_workspaces.TryTake(out var space))
            space = new NameIndex.Workspace(_index.FormCount);
        var floor = _options.ReviewThreshold - _options.MostSupport(subject.BirthDate is not null);
        var names = _index.Prepare(subject.Name);
        var found = new List<(int Form, int Reading)>();
        var candidates = new List<int>();
        for (var reading = 0; reading < names.Length; reading++)
        {
            candidates.Clear();
            _index.Collect(names[reading], floor, space, candidates);
            foreach (var candidate in candidates)
                found.Add((candidate, reading));
        }
        _workspaces.Add(space);
        return Decide(subject, names, found, floor);
    }

    /// <summary>
    /// Screens many subjects over all cores: result i belongs to subject i and is what <see cref="Screen"/> gives for it.
    /// Equal subjects (all but the id) are compared once.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<PossibleMatch>> ScreenMany(IReadOnlyList<ScreeningSubject> subjects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var sameAs = new int[subjects.Count];
        var distinct = new List<int>();
        for (var i = 0; i < subjects.Count; i++)
        {
            var key = KeyOf(subjects[i]);
            if (!first.TryGetValue(key, out sameAs[i]))
            {
                first.Add(key, sameAs[i] = i);
                distinct.Add(i);
            }
        }
        if (subjects.Count == 0) return [];
        var results = new IReadOnlyList<PossibleMatch>[subjects.Count];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(Partitioner.Create(0, distinct.Count, Math.Max(1, Math.Min(256, (distinct.Count / (4 * Environment.ProcessorCount)) + 1))), options, range =>
        {
            for (var d = range.Item1; d < range.Item2; d++)
                results[distinct[d]] = Screen(subjects[distinct[d]]);
        });
        for (var i = 0; i < results.Length; i++)
            if (sameAs[i] != i)
                results[i] = [.. results[sameAs[i]].Select(m => m with { SubjectId = subjects[i].Id })];
        return results;
    }

    /// <summary>
    /// The entries that a digital currency address is listed for, whatever currency tag the list gives it; compared in lower
    /// case, blanks around ignored. In order of list and entry id.
    /// </summary>
    public IReadOnlyList<ListedParty> ScreenWallet(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return _wallets.TryGetValue(NormaliseWallet(address), out var parties) ? [.. parties.Distinct().Select(p => _lists.Parties[p])] : [];
    }

    /// <summary>Every listed address in the form in which addresses are compared, with its entry: for callers that hold keyed hashes only.</summary>
    public IReadOnlyList<(string Address, ListedParty Party)> ListedWallets() =>
        [.. _wallets.OrderBy(w => w.Key, StringComparer.Ordinal).SelectMany(w => w.Value.Distinct().Select(p => (w.Key, _lists.Parties[p])))];

    /// <summary>The form in which addresses are compared and to be hashed: trimmed, lower case.</summary>
    public static string NormaliseWallet(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Trim().ToLowerInvariant();
    }

    /// <summary>What <see cref="Screen"/> gives when every listed name is compared: the yardstick for the search.</summary>
    internal IReadOnlyList<PossibleMatch> ScreenExhaustively(ScreeningSubject subject)
    {
        var names = _index.Prepare(subject.Name);
        var all = Enumerable.Range(0, names.Length).SelectMany(r => Enumerable.Range(0, _index.FormCount).Select(f => (f, r))).ToList();
        return Decide(subject, names, all, _options.ReviewThreshold - _options.MostSupport(subject.BirthDate is not null));
    }

    private List<PossibleMatch> Decide(ScreeningSubject subject, NameForm[] names, List<(int Form, int Reading)> candidates, double floor)
    {
        Dictionary<int, (int Form, int Reading, double Score, double Matched)>? best = null;
        foreach (var (form, reading) in candidates)
        {
            var listed = _index.Form(form);
            var score = NameComparison.Score(names[reading], listed.Form, listed.Person, out var matched);
            // The decision is taken on rounded scores; the small allowance keeps one that rounds up to the threshold.
            if (score < floor - 1e-9)
                continue;
            best ??= [];
            // Of equal scores the earlier name of the entry stays: the primary one before its aliases.
            if (!best.TryGetValue(listed.Party, out var earlier) || score > earlier.Score + 1e-12 || (score > earlier.Score - 1e-12 && form < earlier.Form))
                best[listed.Party] = (form, reading, score, matched);
        }
        List<PossibleMatch>? matches = null;
        foreach (var party in IdentifierHits(subject))
        {
            matches ??= [];
            matches.Add(ByIdentifier(subject, _lists.Parties[party]));
            best?.Remove(party);
        }
        if (best is not null)
            foreach (var (party, hit) in best)
                if (Judge(subject, names[hit.Reading], names, party, hit.Form, hit.Score, hit.Matched) is { } match)
                    (matches ??= []).Add(match);
        if (matches is null)
            return [];
        matches.Sort(static (a, b) =>
        {
            var order = b.Score.CompareTo(a.Score);
            order = order != 0 ? order : string.CompareOrdinal(a.Party.List, b.Party.List);
            return order != 0 ? order : string.CompareOrdinal(a.Party.EntryId, b.Party.EntryId);
        });
        return matches;
    }

    private PossibleMatch? Judge(ScreeningSubject subject, NameForm name, NameForm[] readings, int partyIndex, int form, double nameScore, double matched)
    {
        var party = _lists.Parties[partyIndex];
        var listed = _index.Form(form);
        var weak = 0.0;
        foreach (var weakName in _index.WeakNames(partyIndex))
            foreach (var reading in readings)
                weak = Math.Max(weak, NameComparison.Score(reading, weakName.Form, weakName.Person, out _));
        var outcome = NameComparison.Align(name, listed.Form, listed.Person);
        var qualifiers = MatchQualifiers.Of(subject, party, nameScore, NameScore.Commonness(matched), outcome, weak >= 0.95, _options);
        var score = nameScore;
        foreach (var qualifier in qualifiers)
            score += qualifier.Effect;
        // Twelve decimals: far finer than any threshold, coarse enough that a sum of decimals lands on it exactly.
        score = Math.Round(Math.Clamp(score, 0, 1), 12);
        var decision = DecisionFor(score);
        return decision == ScreeningDecision.None ? null
            : new PossibleMatch(subject.Id, party, score, decision, MatchSentences.Explain(name, listed, outcome, nameScore, score, decision, qualifiers));
    }

    private ScreeningDecision DecisionFor(double score) =>
        score >= _options.MatchThreshold ? ScreeningDecision.Match : score >= _options.ReviewThreshold ? ScreeningDecision.Review : ScreeningDecision.None;

    private SortedSet<int> IdentifierHits(ScreeningSubject subject)
    {
        var hits = new SortedSet<int>();
        foreach (var identifier in subject.Identifiers)
            if (NormaliseIdentifier(identifier) is { } key && _identifiers.TryGetValue(key, out var parties))
                hits.UnionWith(parties);
        return hits;
    }

    private static PossibleMatch ByIdentifier(ScreeningSubject subject, ListedParty party)
    {
        var equal = party.Identifiers.First(i => subject.Identifiers.Any(s => NormaliseIdentifier(s) is { } key && key == NormaliseIdentifier(i.Value)));
        var sentence = $"An identifier equals the listed {equal.Kind} of this entry.";
        return new PossibleMatch(subject.Id, party, 1, ScreeningDecision.Match, new MatchExplanation
        {
            MatchedName = party.PrimaryName,
            MatchedStrength = NameStrength.Primary,
            NameScore = 0,
            Aligned = [],
            OnlyScreened = [],
            OnlyListed = [],
            Qualifiers = [new MatchQualifier("identifier", 1, sentence)],
            Sentences = [sentence],
        });
    }

    // Letters and digits alone, in capitals; numbers of fewer than five characters are shared by too many.
    private static string? NormaliseIdentifier(string value)
    {
        var key = string.Concat(value.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return key.Length >= 5 && key.Any(char.IsAsciiDigit) ? key : null;
    }

    private static string KeyOf(ScreeningSubject s) => string.Join('\u001F', s.Name, ((int)s.Kind).ToString(CultureInfo.InvariantCulture),
        s.BirthDate?.ToString(), s.Gender, string.Join(',', s.Countries ?? []), string.Join(',', s.Identifiers));

    private static void Append(Dictionary<string, List<int>> table, string key, int value)
    {
        if (!table.TryGetValue(key, out var list))
            table.Add(key, list = []);
        list.Add(value);
    }
}
