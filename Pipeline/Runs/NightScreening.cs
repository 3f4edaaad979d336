// Puts every party, wallet and bank of tonight's payouts before the lists in force.
using System.Globalization;
using System.Text.Json;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Runs;

/// <summary>What screening found for one payout.</summary>
/// <param name="Evidence">-log10, to stand beside the other typologies in the ranking.</param>
internal sealed record ScreenedPayout(ListDecision Decision, double Score, double Evidence, IReadOnlyList<MatchNote> Notes);

/// <summary>A possible match that is not raised.</summary>
/// <param name="Party">Which party of the payout.</param>
/// <param name="FlagId">The flag that was released.</param>
internal sealed record ReleasedMatch(string TransferId, string Party, string List, string EntryId, string FlagId, DateTimeOffset ReleasedAt);

/// <summary>Somebody who bears a listed name and is somebody else by birth date and country or sex: not raised.</summary>
/// <param name="Party">Which party of the payout.</param>
/// <param name="By">The facts that tell them apart, in words that hold no date. Null, as the members before it, in runs of earlier versions.</param>
internal sealed record Namesake(string TransferId, string Party, string List, string EntryId, string? EmployerId, string? EmployeeId, string? ListVersion, string? By);

/// <summary>The screening of a night. Payouts without an entry were screened and nothing was found.</summary>
/// <param name="Spared">Parties that were screened before against the same entries, or against all but those that changed.</param>
/// <param name="Released">Possible matches not raised, because two people released the pair and neither side has changed.</param>
/// <param name="Namesakes">Possible matches not raised, because they are somebody else by two facts beside the name.</param>
internal sealed record NightScreening(
    bool WasScreened, IReadOnlyDictionary<int, ScreenedPayout> ByIndex, int Parties, int Matches, int Reviews, int Spared, IReadOnlyList<ReleasedMatch> Released, IReadOnlyList<Namesake> Namesakes)
{
    /// <summary>So few that what is made of them on the way is gone before the collector has moved much of it.</summary>
    private const int PartiesAtOnce = 1 << 12;

    public static NightScreening NotDone { get; } = new(false, new Dictionary<int, ScreenedPayout>(), 0, 0, 0, 0, [], []);

    /// <summary>Keeps for the next night who resembled nobody; to be called when this night is on record.</summary>
    public Action Remember { get; init; } = static () => { };

    /// <param name="rows">View rows of tonight, ascending; results are keyed by position in it.</param>
    /// <param name="remembers">False: whoever was screened before is screened again.</param>
    public static NightScreening Of(
        Workspace workspace, ScreeningOptions options, LakeView view, int[] rows, ListSnapshotSet lists, MatchModel matcher, ClearedPairs released, bool remembers, CancellationToken cancel)
    {
        if (lists.IsEmpty) return NotDone;
        var screener = new PartyScreening(workspace, options, lists, matcher, remembers);
        var (payees, holders) = workspace.Lake.PartyRefs(view, rows);
        var byParty = new Dictionary<ulong, IReadOnlyList<PossibleMatch>>();
        var parties = 0;
        foreach (var batch in workspace.Lake.Parties(view, rows, payees, holders).SelectMany(file => file.Chunk(PartiesAtOnce)))
        {
            var found = screener.Screen(batch, cancel);
            for (var i = 0; i < batch.Length; i++) if (found[i].Count > 0) byParty.Add(batch[i].PartyKey, found[i]);
            parties += batch.Length;
        }

        var exact = ExactMatches.Of(workspace, view, lists);
        var result = new Dictionary<int, ScreenedPayout>();
        var (matches, reviews) = (0, 0);
        var spared = new List<ReleasedMatch>();
        var namesakes = new List<(int Row, MatchNote Note, string By)>();
        for (var i = 0; i < rows.Length; i++)
        {
            var notes = new List<(PossibleMatch? Match, MatchNote Note)>();
            if (byParty.TryGetValue(payees[i], out var ofPayee)) Add(notes, MatchedParty.Employee, payees[i], ofPayee, lists);
            if (holders[i] != 0 && byParty.TryGetValue(holders[i], out var ofHolder)) Add(notes, MatchedParty.Holder, holders[i], ofHolder, lists);
            foreach (var each in exact.At(rows[i])) notes.Add((null, Exact(each, payees[i], byParty.GetValueOrDefault(payees[i], []), lists)));
            if (notes.Count > 0 && !released.IsEmpty) Clear(notes, workspace.Lake.Details(view, [rows[i]])[0], released, spared);
            // Beside something that is raised they tell a reviewer more than their absence would.
            if (notes.TrueForAll(note => note.Match?.NamesakeBy is not null))
            {
                namesakes.AddRange(notes.Select(note => (rows[i], note.Note, note.Match!.NamesakeBy!)));
                continue;
            }
            var best = notes.Max(note => note.Note.Score);
            var decision = notes.Exists(note => note.Note.Decision == "match") ? ListDecision.Match : ListDecision.Review;
            if (decision == ListDecision.Match) matches++;
            else reviews++;
            result.Add(i, new ScreenedPayout(decision, best, Evidence(notes, decision, options), [.. notes
                .Select(note => note.Note)
                .OrderByDescending(note => note.Score)
                .ThenBy(note => note.List, StringComparer.Ordinal)
                .ThenBy(note => note.EntryId, StringComparer.Ordinal)]));
        }
        return new NightScreening(true, result, parties, matches, reviews, screener.Spared, spared, OnRecord(workspace, view, namesakes)) { Remember = screener.Remembering() };
    }

    /// <summary>
    /// A match counts like one payout in a million. A review with a compatible birth date is a hard fact (one in ten thousand and rarer);
    /// without birth dates it stands between one in 200 and one in 800 by its score, behind what behaviour flags plainly: of 230 such names on labelled payrolls six were meant; with a conflicting one behind what is flagged for itself; a namesake is not raised.
    /// Design choice, to order reviews among the other flags: all of them are shown whatever the order.
    /// </summary>
    private static double Evidence(List<(PossibleMatch? Match, MatchNote Note)> notes, ListDecision decision, ScreeningOptions options)
    {
        if (decision == ListDecision.Match) return 6;
        var best = 0.0;
        foreach (var (match, note) in notes)
        {
            var width = Math.Max(options.MatchThreshold - options.ReviewThreshold, 1e-6);
            var position = Math.Clamp((note.Score - options.ReviewThreshold) / width, 0, 1);
            var birth = match?.Explanation.Qualifiers.FirstOrDefault(qualifier => qualifier.Fact == "birth_date")?.Effect;
            best = Math.Max(best, birth switch
            {
                > 0 => 4 + position,
                < 0 => 1 + (0.9 * position),
                _ => 2.3 + (0.6 * position),
            });
        }
        return best;
    }

    private static List<Namesake> OnRecord(Workspace workspace, LakeView view, List<(int Row, MatchNote Note, string By)> namesakes)
    {
        var payouts = workspace.Lake.Details(view, [.. namesakes.Select(each => each.Row)]);
        return [.. namesakes.Select((each, i) => new Namesake(
            payouts[i].TransferId, each.Note.Party, each.Note.List, each.Note.EntryId, payouts[i].EmployerId, payouts[i].EmployeeId, each.Note.ListVersion, each.By))];
    }

    /// <summary>Takes out what was released and has not changed, and marks what was released and has.</summary>
    private static void Clear(List<(PossibleMatch? Match, MatchNote Note)> notes, TransferDetail payout, ClearedPairs released, List<ReleasedMatch> spared)
    {
        var raised = new List<(PossibleMatch?, MatchNote)>();
        foreach (var (match, note) in notes)
        {
            if (released.Judge(note, payout.EmployerId, payout.EmployeeId, out var by) is { } open) raised.Add((match, open));
            else spared.Add(new ReleasedMatch(payout.TransferId, note.Party, note.List, note.EntryId, by.FlagId, by.At));
        }
        notes.Clear();
        notes.AddRange(raised);
    }

    internal static ScreeningSubject Subject(LakeParty party) => new(
        party.PartyKey.ToString("x16", CultureInfo.InvariantCulture),
        party.Name.Reveal(),
        PartyKind.Unknown,
        party.DateOfBirth is { } birth ? BirthDate.Day(birth.Year, birth.Month, birth.Day) : null,
        // Of another holder countries are unknown, not conflicting.
        party.IsHolder ? [] : [.. new[] { party.Nationality, party.ResidenceCountry, party.WorkCountry }.Where(c => c is not null).Select(c => c!.Value.Code).Distinct()]);

    private static void Add(List<(PossibleMatch?, MatchNote)> notes, string party, ulong partyKey, IReadOnlyList<PossibleMatch> matches, ListSnapshotSet lists)
    {
        foreach (var match in matches)
        {
            notes.Add((match, new MatchNote(
                party, match.Party.List, Version(lists, match.Party.List), match.Party.EntryId, match.Explanation.MatchedName, match.Score,
                match.Decision == ScreeningDecision.Match ? "match" : "review", match.Explanation.Sentences)
            {
                PartyKey = partyKey.ToString("x16", CultureInfo.InvariantCulture), EntryVersion = match.Party.Version, Explanation = JsonElement.Parse(match.Explanation.ToJson()), Matcher = match.Explanation.Matcher,
            }));
        }
    }

    private static MatchNote Exact(in ExactMatch found, ulong payee, IReadOnlyList<PossibleMatch> byName, ListSnapshotSet lists)
    {
        var isMatch = found.IsMatchBeside(byName);
        List<string> why = [MatchedParty.IsBank(found.Party) ? "The bank's identifier code (BIC) is one of those listed for this entry."
            : found.Party == MatchedParty.Identifier ? "The payee's person number is one of those listed for this entry."
            : MatchedParty.IsAccount(found.Party) ? "The account number is one of those listed for this entry."
            : "The wallet address is one of those listed for this entry."];
        if (!isMatch) why.Add("It is for review and no match: of so few digits alone another's number may be the same by chance, and the name is not one that the entry is known by.");
        return new MatchNote(found.Party, found.Listed.List, Version(lists, found.Listed.List), found.Listed.EntryId, found.Listed.PrimaryName, 1, isMatch ? "match" : "review", why)
        {
            // The person's version and the number's: who takes another's number is looked at again, and so is who changes his name.
            PartyKey = found.Key == 0 ? null : payee.ToString("x16", CultureInfo.InvariantCulture) + found.Key.ToString("x16", CultureInfo.InvariantCulture), EntryVersion = found.Key == 0 ? null : found.Listed.Version,
        };
    }

    private static string Version(ListSnapshotSet lists, string source)
    {
        var facts = lists.Lists.FirstOrDefault(list => list.Facts.Source == source)?.Facts;
        return facts is null ? "" : facts.ListDate?.ToString("O", CultureInfo.InvariantCulture) ?? MatchNote.Undated + facts.SnapshotId[..12];
    }
}
