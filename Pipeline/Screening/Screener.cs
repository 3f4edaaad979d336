// The room's entry: names, identifiers and wallets in, possible matches with their reasons out. Pure over a list snapshot:
// the same subject against the same snapshot and settings gives the same answer, alone or among a million others.
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

/// <summary>Screens subjects against all lists in force. Thread-safe; built once per snapshot.</summary>
public sealed class Screener
{
    /// <summary>The least name score by the plain rule that is judged at all. The search is lossless down to it.</summary>
    internal const double CandidateFloor = 0.62;

    private readonly ListSnapshotSet _lists;
    private readonly ScreeningOptions _options;
    private readonly MatchModel _model;
    private readonly NameIndex _index;
    // Only a payroll with names in kana pays for it.
    private readonly Lazy<NameIndex> _inKana;
    private readonly Lazy<InitialsIndex> _byInitials;
    private readonly Dictionary<string, List<int>> _identifiers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _wallets = new(StringComparer.Ordinal);

    // What a search fills, kept from search to search.
    private readonly ConcurrentBag<Scratch> _scratches = [];

    /// <param name="lists">What is screened against: all lists in force, or some entries of them.</param>
    /// <param name="options">Thresholds, and the effects of the plain rule.</param>
    /// <param name="model">Decides; null for the one that came with the program.</param>
    /// <param name="among">The lists by which the rarity of a name part is told; null for those screened against.</param>
    /// <exception cref="ArgumentException">The settings make no sense; the message names every failure.</exception>
    public Screener(ListSnapshotSet lists, ScreeningOptions options, MatchModel? model = null, ListSnapshotSet? among = null)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Failures() is { Count: > 0 } failures)
            throw new ArgumentException(string.Join("; ", failures), nameof(options));
        _lists = lists;
        _options = options;
        NameIndex? index = null;
        // None of the three knows of the others.
        Parallel.Invoke(
            () => index = new NameIndex(lists.Parties, among?.Parties),
            () => model ??= MatchModel.Default,
            FileIdentifiers);
        (_index, _model) = (index!, model!);
        _inKana = new Lazy<NameIndex>(() => new NameIndex(lists.Parties, among?.Parties, NameSpelling.Kana));
        _byInitials = new Lazy<InitialsIndex>(() => new InitialsIndex(_index, party => lists.Parties[party].List));
    }

    /// <summary>The id of the snapshot that is screened against.</summary>
    public string SnapshotId => _lists.Id;

    /// <summary>
    /// Every entry whose score reaches the review threshold, and every one that has the very name, whatever the score, unless its birth date or sex is another;
    /// highest score first, then by list and entry id. A name without
    /// letters or digits in any script has no name matches.
    /// </summary>
    public IReadOnlyList<PossibleMatch> Screen(ScreeningSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var scratch = TakeScratch();
        var matches = Matches(subject, scratch);
        _scratches.Add(scratch);
        return matches;
    }

    private List<PossibleMatch> Matches(ScreeningSubject subject, Scratch scratch)
    {
        var names = _index.Prepare(subject.Name);
        scratch.Found.Clear();
        Search(_index, names, scratch.Space, scratch.Found);
        if (KanaSpelling.IsKana(subject.Name))
        {
            var space = _inKana.Value.TakeSpace();
            Search(_inKana.Value, _inKana.Value.Prepare(subject.Name), space, scratch.Found);
            _inKana.Value.Return(space);
        }
        AddByInitials(subject, names, scratch.Found);
        return Decide(subject, names, scratch.Found);
    }

    private void AddByInitials(ScreeningSubject subject, NameForm[] names, List<Candidate> found)
    {
        // Lira S.A. is a company, when somebody says so.
        if (subject.Kind is not (PartyKind.Person or PartyKind.Unknown)) return;
        foreach (var name in names)
        {
            if (!InitialsIndex.IsShortened(name)) continue;
            foreach (var form in _byInitials.Value.Find(name)) found.Add(new Candidate(_index, name, form, IsUsual: false, IsShortened: true));
        }
    }

    private Scratch TakeScratch() => _scratches.TryTake(out var scratch) ? scratch : new Scratch(_index.NewSpace());

    private void Search(NameIndex index, NameForm[] names, SearchSpace space, List<Candidate> found)
    {
        foreach (var name in names)
        {
            space.Candidates.Clear();
            index.Collect(name, CandidateFloor, space, space.Candidates);
            foreach (var form in space.Candidates)
                found.Add(new Candidate(index, name, form, IsUsual: index == _index && name == names[0]));
        }
    }

    /// <summary>
    /// Screens many subjects over all cores: result i belongs to subject i and is what <see cref="Screen"/> gives for it.
    /// Equal subjects (all but the id) are compared once.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<PossibleMatch>> ScreenMany(IReadOnlyList<ScreeningSubject> subjects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var first = new Dictionary<ScreeningSubject, int>(subjects.Count, AllButTheId.Instance);
        var sameAs = new int[subjects.Count];
        var distinct = new List<int>(subjects.Count);
        for (var i = 0; i < subjects.Count; i++)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(first, subjects[i], out var known);
            if (!known)
            {
                place = i;
                distinct.Add(i);
            }
            sameAs[i] = place;
        }
        if (subjects.Count == 0) return [];
        var results = new IReadOnlyList<PossibleMatch>[subjects.Count];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(Partitioner.Create(0, distinct.Count, Math.Max(1, Math.Min(256, (distinct.Count / (4 * Environment.ProcessorCount)) + 1))), options, range =>
        {
            var scratch = TakeScratch();
            for (var d = range.Item1; d < range.Item2; d++)
                results[distinct[d]] = Matches(subjects[distinct[d]], scratch);
            _scratches.Add(scratch);
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
        var all = names.SelectMany(name => Enumerable.Range(0, _index.FormCount).Select(form => new Candidate(_index, name, form, IsUsual: name == names[0])));
        if (KanaSpelling.IsKana(subject.Name))
            all = all.Concat(_inKana.Value.Prepare(subject.Name).SelectMany(name => Enumerable.Range(0, _inKana.Value.FormCount).Select(form => new Candidate(_inKana.Value, name, form, IsUsual: false))));
        List<Candidate> found = [.. all];
        AddByInitials(subject, names, found);
        return Decide(subject, names, found);
    }

    private List<PossibleMatch> Decide(ScreeningSubject subject, NameForm[] names, List<Candidate> candidates)
    {
        Dictionary<int, Judged>? best = null;
        Span<float> ofNames = stackalloc float[PairFeatures.OfNames.Count];
        Span<float> ofFacts = stackalloc float[PairFeatures.OfFacts.Count];
        foreach (var candidate in candidates)
        {
            var listed = candidate.Index.Form(candidate.Form);
            var outcome = NameComparison.Align(candidate.Name, listed, candidate.IsShortened ? 0 : CandidateFloor);
            if (outcome.Score < CandidateFloor && !candidate.IsShortened)
                continue;
            best ??= [];
            var known = best.TryGetValue(listed.Party, out var earlier);
            var facts = known ? earlier.Facts : MatchQualifiers.Facts(subject, _lists.Parties[listed.Party], IsWeakAlias(listed.Party, names));
            PairFeatures.WriteNames(candidate.Index.Parts, candidate.Name, listed, outcome, ofNames);
            PairFeatures.WriteFacts(outcome, facts, ofFacts);
            // Twelve decimals: far finer than any threshold, and the same on any machine.
            var score = Math.Round(_model.Score(ofNames, ofFacts), 12);
            var hit = new Judged(subject, candidate, score, outcome, facts);
            if (!known || IsNearer(hit, earlier))
                best[listed.Party] = hit;
        }
        List<PossibleMatch>? matches = null;
        if (subject.Identifiers.Count > 0)
            foreach (var party in IdentifierHits(subject))
            {
                (matches ??= []).Add(ByIdentifier(subject, _lists.Parties[party]));
                best?.Remove(party);
            }
        if (best is not null)
            foreach (var (party, hit) in best)
                if (DecisionFor(hit) is var decision and not ScreeningDecision.None)
                    (matches ??= []).Add(Explained(subject, party, hit, decision));
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

    // A weak alias that equals the name: it supports what another name of the entry has raised, and never seeds.
    private bool IsWeakAlias(int party, NameForm[] readings)
    {
        foreach (var weak in _index.WeakNames(party))
            foreach (var reading in readings)
                if (NameComparison.Align(reading, weak).Score >= WeakAliasFloor)
                    return true;
        return false;
    }

    private PossibleMatch Explained(ScreeningSubject subject, int partyIndex, Judged hit, ScreeningDecision decision)
    {
        var party = _lists.Parties[partyIndex];
        var qualifiers = MatchQualifiers.Of(subject, party, hit.Outcome, hit.Facts, _options);
        var rule = hit.Outcome.Score;
        foreach (var qualifier in qualifiers)
            rule += qualifier.Effect;
        rule = Math.Round(Math.Clamp(rule, 0, 1), 12);
        var (index, name, form, _, _) = hit.Candidate;
        var listed = index.Form(form);
        var (ofNames, ofFacts) = (new float[PairFeatures.OfNames.Count], new float[PairFeatures.OfFacts.Count]);
        PairFeatures.WriteNames(index.Parts, name, listed, hit.Outcome, ofNames);
        PairFeatures.WriteFacts(hit.Outcome, hit.Facts, ofFacts);
        var verdict = new Verdict(hit.Score, decision, hit.Score >= _options.MatchThreshold ? DoubtOf(hit) : Doubt.None, hit.Score >= _options.ReviewThreshold ? Showing.None : hit.Candidate.IsShortened ? Showing.Initials : Showing.SameName, _model.Version, _model.Parts(ofNames, ofFacts), rule, TreasuryScore.Of(subject.Name, party));
        // Nobody of another birth date is a match, so that this takes back reviews alone.
        var namesake = MatchQualifiers.NamesakeBy(subject, party, hit.Outcome, hit.Facts, _options);
        return new PossibleMatch(subject.Id, party, hit.Score, decision, MatchSentences.Explain(subject.Name, name, listed, hit.Outcome, verdict, qualifiers, namesake)) { NamesakeBy = namesake };
    }

    private void FileIdentifiers()
    {
        for (var p = 0; p < _lists.Parties.Count; p++)
        {
            foreach (var identifier in _lists.Parties[p].Identifiers)
                if (IdentifierForm.Of(identifier.Value) is { } key)
                    Append(_identifiers, key, p);
            foreach (var wallet in _lists.Parties[p].Wallets)
                Append(_wallets, NormaliseWallet(wallet.Address), p);
        }
    }

    // The gravest decision that one of an entry's names comes to is the entry's. Of the names that come to it a reader expects to see the nearest; of those
    // that come to none the score tells. Of equals the earlier stays: the primary name before the aliases.
    private bool IsNearer(in Judged hit, in Judged than)
    {
        var (decision, before) = (DecisionFor(hit), DecisionFor(than));
        if (decision != before)
            return decision > before;
        var order = decision != ScreeningDecision.None ? hit.Outcome.Score.CompareTo(than.Outcome.Score) : 0;
        order = order != 0 ? order : hit.Score.CompareTo(than.Score);
        return order != 0 ? order > 0 : hit.Candidate.Index == than.Candidate.Index ? hit.Candidate.Form < than.Candidate.Form : hit.Candidate.Index == _index;
    }

    private const double WeakAliasFloor = 0.95;

    /// <summary>A listed name that a reading of the screened one may match.</summary>
    private readonly record struct Candidate(NameIndex Index, NameForm Name, int Form, bool IsUsual, bool IsShortened = false);

    private readonly record struct Judged(ScreeningSubject Subject, Candidate Candidate, double Score, NameComparison.Outcome Outcome, PairFacts Facts);

    // A name that equals the listed one to the letter is shown to somebody, whatever the score: who is told that it was not raised believes nothing else either.
    private ScreeningDecision DecisionFor(in Judged hit) =>
        hit.Score < _options.ReviewThreshold && !IsSame(hit) && !MayBeShortOf(hit) ? ScreeningDecision.None
        : hit.Score < _options.MatchThreshold || DoubtOf(hit) != Doubt.None ? ScreeningDecision.Review
        : ScreeningDecision.Match;

    // A common name is for review until a birth date agrees: how surely it is the listed name says nothing of how many bear it. So is any whose birth
    // date is another, and the one word of a ship's name (Nolan, Star), which many a company bears; who is a person where the lists tell of none; a name of two of which one
    // is only like the listed one (Bruno Müller, Bruno Koller); and a father's name behind a given name of one's own.
    private static Doubt DoubtOf(in Judged hit)
    {
        if (hit.Facts.Birth == Agreement.Conflict)
            return Doubt.OtherBirthDate;
        var listed = hit.Candidate.Index.Form(hit.Candidate.Form);
        if (hit.Subject.Kind == PartyKind.Person && (hit.Facts.OtherKind || listed.IsEither))
            return Doubt.OtherKind;
        if (hit.Facts.Birth is Agreement.Equal or Agreement.Compatible)
            return Doubt.None;
        if (hit.Outcome.Kind == PairKind.Thing)
            return hit.Facts.ThingForAnyone && listed.Form.Parts.Count(part => part.Class is WordClass.Name or WordClass.Number) == 1 ? Doubt.OneWordOfAShip
                : IsLikeOneOf(1, hit.Outcome, listed.Form) ? Doubt.LikeOneOfTwo : Doubt.None;
        return NameScore.IsCommon(hit.Outcome.Matched) ? Doubt.CommonName
            : IsLikeOneOf(2, hit.Outcome, listed.Form) ? Doubt.LikeOneOfTwo
            : HasOwnGivenName(hit, listed) ? Doubt.OwnGivenName : Doubt.None;
    }

    // One letter of seven.
    private const double NearlyTheSame = 0.9 - 1e-9;

    private static bool IsLikeOneOf(int most, in NameComparison.Outcome outcome, NameForm listed)
    {
        var (names, isLike) = (0, false);
        foreach (var link in outcome.Links)
            for (var rest = link.ListedMask; rest != 0; rest &= rest - 1)
                if (listed.Parts[int.TrailingZeroCount(rest)].Class == WordClass.Name)
                {
                    names++;
                    isLike |= link.Relation is PartRelation.Cut || (link.Relation is PartRelation.Spelling or PartRelation.Sound && link.Similarity < NearlyTheSame);
                }
        return isLike && names <= most;
    }

    // The name that is written first is left over, and behind it is all that the listed one has.
    private static bool HasOwnGivenName(in Judged hit, ListedForm listed)
    {
        if (hit.Candidate.Name.Written is not { Length: > 2 } written || listed.FirstGiven < 0)
            return false;
        var given = NameOrder.FamilyBeforeComma(hit.Subject.Name) is { } order ? NameFolding.Tokens(order.Given) : written;
        var parts = hit.Candidate.Name.Parts;
        var own = given.Length == 0 ? -1 : Array.FindIndex(parts, part => part.Class == WordClass.Name && string.Equals(part.Text, given[0], StringComparison.Ordinal));
        return own >= 0 && (hit.Outcome.ScreenedMask & (1 << own)) == 0 && (hit.Outcome.ListedMask & (1 << listed.FirstGiven)) != 0;
    }

    // As it is usually read, which is to the letter: many names are one in kana, or without the place that stands behind. A payee of whom nobody knows that
    // it is no person may bear the one name of a ship.
    private static bool IsSame(in Judged hit) =>
        hit.Candidate.IsUsual && hit.Outcome.IsSame && hit.Facts is { Birth: not Agreement.Conflict, Gender: not Agreement.Conflict } && (hit.Outcome.Kind != PairKind.Thing || hit.Candidate.Name.Parts.Length > 1);

    private static bool MayBeShortOf(in Judged hit) => hit.Candidate.IsShortened && hit.Facts is { Birth: not Agreement.Conflict, Gender: not Agreement.Conflict };

    private SortedSet<int> IdentifierHits(ScreeningSubject subject)
    {
        var hits = new SortedSet<int>();
        foreach (var identifier in subject.Identifiers)
            if (IdentifierForm.Of(identifier) is { } key && _identifiers.TryGetValue(key, out var parties))
                hits.UnionWith(parties);
        return hits;
    }

    private static PossibleMatch ByIdentifier(ScreeningSubject subject, ListedParty party)
    {
        var equal = party.Identifiers.First(i => subject.Identifiers.Any(s => IdentifierForm.Of(s) is { } key && key == IdentifierForm.Of(i.Value)));
        var sentence = $"An identifier equals the listed {equal.Kind} of this entry.";
        return new PossibleMatch(subject.Id, party, 1, ScreeningDecision.Match, new MatchExplanation
        {
            Score = 1,
            Decision = ScreeningDecision.Match,
            Matcher = "",
            ScoreParts = [],
            MatchedName = party.PrimaryName,
            MatchedStrength = NameStrength.Primary,
            NameScore = 0,
            RuleScore = 1,
            TreasuryScore = TreasuryScore.Of(subject.Name, party),
            Aligned = [],
            OnlyScreened = [],
            OnlyListed = [],
            Qualifiers = [new MatchQualifier("identifier", 1, sentence)],
            Sentences = [sentence],
        });
    }

    private sealed class Scratch(SearchSpace space)
    {
        public SearchSpace Space { get; } = space;

        public List<Candidate> Found { get; } = [];
    }

    // Subjects of whom the same is known get the same answer.
    private sealed class AllButTheId : IEqualityComparer<ScreeningSubject>
    {
        public static AllButTheId Instance { get; } = new();

        public bool Equals(ScreeningSubject? x, ScreeningSubject? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null
                && string.Equals(x.Name, y.Name, StringComparison.Ordinal) && x.Kind == y.Kind && x.BirthDate == y.BirthDate && string.Equals(x.Gender, y.Gender, StringComparison.Ordinal)
                && Same(x.Countries ?? [], y.Countries ?? []) && Same(x.Identifiers, y.Identifiers));

        // Few bear one name and differ in what else is known.
        public int GetHashCode(ScreeningSubject subject) => string.GetHashCode(subject.Name, StringComparison.Ordinal);

        private static bool Same(IReadOnlyList<string> x, IReadOnlyList<string> y)
        {
            if (x.Count != y.Count)
                return false;
            for (var i = 0; i < x.Count; i++)
                if (!string.Equals(x[i], y[i], StringComparison.Ordinal))
                    return false;
            return true;
        }
    }

    private static void Append(Dictionary<string, List<int>> table, string key, int value)
    {
        if (!table.TryGetValue(key, out var list))
            table.Add(key, list = []);
        list.Add(value);
    }
}
