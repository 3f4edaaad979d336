// When lists change, the past has to be asked again: who was paid that is listed now, and how much.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Runs;

/// <summary>One payee whose past payouts a list entry may concern.</summary>
/// <param name="Party">One of <see cref="MatchedParty"/>.</param>
/// <param name="Decision">match or review.</param>
/// <param name="Paid">Sums by currency, exact.</param>
public sealed record Exposure(
    string List, string EntryId, string MatchedName, string Party, string EmployerId, string EmployeeId, string Decision, double Score, int Payouts,
    DateOnly FirstPaid, DateOnly LastPaid, IReadOnlyDictionary<string, decimal> Paid)
{
    /// <summary>Ids only.</summary>
    public override string ToString() => $"{List}:{EntryId} {EmployerId}/{EmployeeId}";
}

/// <summary>What a look-back found.</summary>
/// <param name="Entries">Entries that came or changed and were looked for.</param>
/// <param name="Parties">Parties of the lake that were screened.</param>
/// <param name="Payouts">Distinct past payouts exposed.</param>
/// <param name="Paid">Their sums by currency, each payout once.</param>
public sealed record LookBackOutcome(
    IReadOnlyDictionary<string, string> Lists, bool Whole, int Entries, int Parties, int Payouts, IReadOnlyDictionary<string, decimal> Paid, IReadOnlyList<Exposure> Exposures)
{
    /// <summary>The finding in one sentence, without names.</summary>
    public string Sentence() => Entries == 0 ? "No list entry came or changed since the last look-back."
        : string.Create(CultureInfo.InvariantCulture, $"Look-back over {Parties:N0} parties for {Entries:N0} new or changed list entries: ")
            + (Payouts == 0 ? "no past payout is exposed." : string.Create(CultureInfo.InvariantCulture, $"{Payouts:N0} past payouts are exposed, {string.Join(", ", Paid.Select(sum => $"{sum.Value.ToString(CultureInfo.InvariantCulture)} {sum.Key}"))}."));
}

/// <summary>The verb <c>lists lookback</c>, and what follows a change of lists.</summary>
public static class ListLookBack
{
    /// <summary>
    /// Screens every party and wallet of the lake against the entries that came or changed since the last look-back, and puts the finding on record.
    /// </summary>
    /// <param name="whole">Against all entries in force, whatever was looked for before.</param>
    /// <exception cref="RefusedException">No list is in force, or one was altered.</exception>
    public static async Task<LookBackOutcome> ExecuteAsync(Workspace workspace, bool whole, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ListSnapshotSet lists;
        try
        {
            lists = workspace.Lists.Open();
        }
        catch (InvalidDataException)
        {
            throw new RefusedException(ExitCode.IntegrityFailed, "a list in force was altered or damaged after it was loaded; load it again");
        }
        if (lists.IsEmpty) throw new RefusedException(ExitCode.NoInput, "no list is loaded: there is nothing to look back for");
        var before = whole ? [] : LastLooked(workspace);
        var changed = ListChanges.Since(workspace.Lists, lists, before, int.MaxValue) ?? lists;
        var outcome = changed.Parties.Count == 0
            ? new LookBackOutcome(ScreeningMemory.OfLists(lists), whole, 0, 0, 0, new SortedDictionary<string, decimal>(StringComparer.Ordinal), [])
            : Look(workspace, lists, changed, before.Count == 0, cancel);
        if (outcome.Entries > 0)
            await workspace.Store.ListSnapshots.RecordLookedBackAsync(lists.Id, Payload(outcome), cancel).ConfigureAwait(false);
        Save(workspace, outcome);
        return outcome;
    }

    /// <summary>The last look-back's finding for the report; null when there was none.</summary>
    internal static string? LastSentence(Workspace workspace) => Read(workspace)?.Sentence;

    private static LookBackOutcome Look(Workspace workspace, ListSnapshotSet lists, ListSnapshotSet changed, bool whole, CancellationToken cancel)
    {
        var wanted = changed.Parties.Select(party => (party.List, party.EntryId)).ToHashSet();
        var view = workspace.Lake.Open(new LakeQuery());
        int[] rows = [.. Enumerable.Range(0, view.Transfers.Count).Where(row => view.Transfers.Amount[row] > 0)];
        var (payees, holders) = workspace.Lake.PartyRefs(view, rows);
        var screener = new Screener(lists, workspace.Settings.Screening, TrainedBundle.MatcherInUse(workspace));
        var hits = new Dictionary<ulong, PossibleMatch[]>();
        var parties = 0;
        foreach (var batch in workspace.Lake.Parties(view, rows, payees, holders))
        {
            workspace.Report("look back", parties);
            var found = screener.ScreenMany([.. batch.Select(NightScreening.Subject)], cancel);
            for (var i = 0; i < batch.Count; i++)
            {
                PossibleMatch[] of = [.. found[i].Where(match => match.NamesakeBy is null && wanted.Contains((match.Party.List, match.Party.EntryId)))];
                if (of.Length > 0) hits.Add(batch[i].PartyKey, of);
            }
            parties += batch.Count;
        }

        var exact = ExactMatches.Of(workspace, view, changed);
        var pairs = new List<(int Row, string Party, string List, string EntryId, string Name, string Decision, double Score)>();
        for (var i = 0; i < rows.Length; i++)
        {
            Add(rows[i], MatchedParty.Employee, payees[i]);
            Add(rows[i], MatchedParty.Holder, holders[i]);
            foreach (var each in exact.At(rows[i]))
                pairs.Add((rows[i], each.Party, each.Listed.List, each.Listed.EntryId, each.Listed.PrimaryName,
                    each.IsMatchBeside(hits.GetValueOrDefault(payees[i], [])) ? "match" : "review", 1));
        }
        return Sum(workspace, view, lists, changed.Parties.Count, whole, parties, pairs);

        void Add(int row, string party, ulong key)
        {
            if (key == 0 || !hits.TryGetValue(key, out var matches)) return;
            foreach (var match in matches)
                pairs.Add((row, party, match.Party.List, match.Party.EntryId, match.Explanation.MatchedName, match.Decision == ScreeningDecision.Match ? "match" : "review", match.Score));
        }
    }

    private static LookBackOutcome Sum(
        Workspace workspace, LakeView view, ListSnapshotSet lists, int entries, bool whole, int parties,
        List<(int Row, string Party, string List, string EntryId, string Name, string Decision, double Score)> pairs)
    {
        int[] exposed = [.. pairs.Select(pair => pair.Row).Distinct().Order()];
        var details = workspace.Lake.Details(view, exposed);
        var byRow = exposed.Select((row, i) => (row, details[i])).ToDictionary(pair => pair.row, pair => pair.Item2);
        var exposures = pairs
            .GroupBy(pair => (pair.List, pair.EntryId, pair.Party, byRow[pair.Row].EmployerId, byRow[pair.Row].EmployeeId))
            .Select(group =>
            {
                var paid = group.Select(pair => byRow[pair.Row]).ToArray();
                var best = group.OrderByDescending(pair => pair.Score).ThenBy(pair => pair.Name, StringComparer.Ordinal).First();
                return new Exposure(
                    group.Key.List, group.Key.EntryId, best.Name, group.Key.Party, group.Key.EmployerId, group.Key.EmployeeId, best.Decision, best.Score, paid.Length,
                    paid.Min(detail => detail.PayDate), paid.Max(detail => detail.PayDate), Sums(paid));
            })
            .OrderByDescending(exposure => exposure.Score).ThenBy(exposure => exposure.List, StringComparer.Ordinal).ThenBy(exposure => exposure.EntryId, StringComparer.Ordinal)
            .ThenBy(exposure => exposure.EmployerId, StringComparer.Ordinal).ThenBy(exposure => exposure.EmployeeId, StringComparer.Ordinal).ThenBy(exposure => exposure.Party, StringComparer.Ordinal)
            .ToArray();
        return new LookBackOutcome(ScreeningMemory.OfLists(lists), whole, entries, parties, exposed.Length, Sums(details), exposures);
    }

    private static SortedDictionary<string, decimal> Sums(IEnumerable<TransferDetail> details) =>
        new(details.GroupBy(detail => detail.Amount.Currency.Code).ToDictionary(group => group.Key, group => group.Sum(detail => detail.Amount.Amount)), StringComparer.Ordinal);

    private static JsonObject Payload(LookBackOutcome outcome) => new()
    {
        ["lists"] = JsonSerializer.SerializeToNode(outcome.Lists),
        ["whole"] = outcome.Whole,
        ["entries"] = outcome.Entries,
        ["parties"] = outcome.Parties,
        ["payouts"] = outcome.Payouts,
        ["paid"] = new JsonObject(outcome.Paid.Select(sum => KeyValuePair.Create(sum.Key, (JsonNode?)sum.Value.ToString(CultureInfo.InvariantCulture)))),
        ["pairs"] = outcome.Exposures.Count,
    };

    private static Dictionary<string, string> LastLooked(Workspace workspace) => Read(workspace)?.Lists ?? [];

    private static string PathOf(Workspace workspace) => Path.Combine(workspace.DataDirectory, "lists", "look-back.json");

    private static Looked? Read(Workspace workspace)
    {
        var path = PathOf(workspace);
        return File.Exists(path) ? JsonSerializer.Deserialize<Looked>(File.ReadAllBytes(path)) : null;
    }

    // A look that had nothing to look for does not hide what the one before found.
    private static void Save(Workspace workspace, LookBackOutcome outcome)
    {
        var path = PathOf(workspace);
        var day = workspace.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var sentence = outcome.Entries == 0 ? Read(workspace)?.Sentence : $"{day}: {outcome.Sentence()}";
        File.WriteAllBytes(path + ".writing", JsonSerializer.SerializeToUtf8Bytes(new Looked(new Dictionary<string, string>(outcome.Lists, StringComparer.Ordinal), sentence)));
        File.Move(path + ".writing", path, overwrite: true);
    }

    private sealed record Looked(Dictionary<string, string> Lists, string? Sentence);
}
