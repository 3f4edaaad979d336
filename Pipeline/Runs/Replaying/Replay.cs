// Makes an old night again from what it named, with nothing that came later, and holds its flags against those on record.
using System.Globalization;
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs.Replaying;

/// <summary>The verb <c>audit replay</c>.</summary>
public static class Replay
{
    private const int MostNamed = 50;

    /// <summary>One flag, or with <paramref name="flag"/> null every flag of a run. A replay is itself an event of the trail.</summary>
    /// <param name="run">A run id, the beginning of one, or <c>latest</c>; not asked when a flag is given.</param>
    /// <exception cref="RefusedException">No such flag or run.</exception>
    public static async Task<ReplayOutcome> ExecuteAsync(Workspace workspace, string? flag, string run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var one = flag is null ? null : await Desks.FlagDesk.FindAsync(workspace, flag, cancel).ConfigureAwait(false);
        var record = await RunLookup.FinishedAsync(workspace, one?.RunId ?? run, cancel).ConfigureAwait(false);
        IReadOnlyList<StoredFlag> stored = one is not null ? [one]
            : await workspace.Store.Flags.ListAsync(new FlagFilter { RunId = record.RunId, HeldBack = null }, cancel).ConfigureAwait(false);

        workspace.Report("find inputs");
        var inputs = await PinnedInputs.FindAsync(workspace, record, cancel).ConfigureAwait(false);
        var flags = await CompareAsync(workspace, record, inputs, stored, whole: one is null, cancel).ConfigureAwait(false);
        var verdict = flags.Any(each => each.Verdict == ReplayVerdict.Differs) ? ReplayVerdict.Differs
            : flags.Any(each => each.Verdict == ReplayVerdict.NotPossible) || inputs.Missing.Count > 0 ? ReplayVerdict.NotPossible : ReplayVerdict.Identical;
        var outcome = new ReplayOutcome(record.RunId, verdict, inputs.Altered, inputs.Missing, inputs.Notes, [.. flags.OrderBy(each => each.FlagId, StringComparer.Ordinal)]);
        await workspace.Store.Audit.AppendAsync(
            new AuditEntry(workspace.Actor, AuditActions.RunReplayed, one?.Flag.FlagId ?? record.RunId, Facts(outcome)), cancel).ConfigureAwait(false);
        return outcome;
    }

    private static async Task<List<FlagReplay>> CompareAsync(
        Workspace workspace, RunRecord run, PinnedInputs inputs, IReadOnlyList<StoredFlag> stored, bool whole, CancellationToken cancel)
    {
        if (inputs is not { Settings: { } settings, View: { } view, Models: { } models, Matcher: { } matcher, Lists: { } lists })
        {
            var why = string.Join("; ", inputs.Missing.Concat(inputs.Altered));
            return [.. stored.Select(each => new FlagReplay(each.Flag.FlagId, ReplayVerdict.NotPossible, [], why))];
        }
        workspace.Report("features");
        var scoredBefore = (await workspace.Store.Runs.ScoredFilesAsync(run.StartedAt, run.RunId, cancel).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        var selection = NightSelection.Of(view, inputs.Files, scoredBefore, run.AsOf);
        if (selection.Count != run.TransfersScored)
            inputs.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"{run.TransfersScored} payouts were scored, {selection.Count} are when computed again"));
        var matrix = FeaturePass.Describe(view, selection.Tonight, selection.Tonight, settings.Features, cancel);
        matrix.Forget(settings.Detection.Forgotten);
        var judgement = new NightJudgement(workspace, settings, run) { Remembers = false, Begins = stage => workspace.Report(stage) };
        var (_, findings, _) = await judgement.OfAsync(view, matrix, models, matcher, lists, cancel).ConfigureAwait(false);

        var erased = Erased(workspace, view, matrix.Rows);
        if (erased.Count > 0)
            inputs.Notes.Add("people of this night were erased since: lists cannot be asked about them again, and ranks are not compared");
        var now = findings.Flags.ToDictionary(each => each.FlagId, StringComparer.Ordinal);
        var replays = new List<FlagReplay>();
        foreach (var each in stored)
        {
            now.Remove(each.Flag.FlagId, out var again);
            if (each.Flag.Typology == Typology.SanctionsMatch && erased.Contains(each.Flag.TransferId))
            {
                replays.Add(new FlagReplay(each.Flag.FlagId, ReplayVerdict.NotPossible, [], "the person was erased: there is no name to screen"));
                continue;
            }
            var differences = FlagComparison.Of(each.Flag, again, withRanks: erased.Count == 0);
            replays.Add(new FlagReplay(each.Flag.FlagId, differences.Count == 0 ? ReplayVerdict.Identical : ReplayVerdict.Differs, differences, ""));
        }
        if (whole && erased.Count == 0)
            replays.AddRange(now.Values.Select(extra => new FlagReplay(extra.FlagId, ReplayVerdict.Differs, FlagComparison.Of(null, extra, withRanks: true), "")));
        return replays;
    }

    /// <summary>Transfer ids of payouts with a party that the lake no longer knows.</summary>
    private static HashSet<string> Erased(Workspace workspace, LakeView view, int[] rows)
    {
        var (payees, holders) = workspace.Lake.PartyRefs(view, rows);
        var wanted = new HashSet<ulong>(payees.Concat(holders));
        wanted.Remove(0);
        foreach (var batch in workspace.Lake.Parties(view, rows, payees, holders)) foreach (var party in batch) wanted.Remove(party.PartyKey);
        if (wanted.Count == 0) return new(StringComparer.Ordinal);
        int[] gone = [.. Enumerable.Range(0, rows.Length).Where(i => wanted.Contains(payees[i]) || wanted.Contains(holders[i])).Select(i => rows[i])];
        return workspace.Lake.TransferIds(view, gone).ToHashSet(StringComparer.Ordinal);
    }

    private static JsonObject Facts(ReplayOutcome outcome) => new()
    {
        ["run_id"] = outcome.RunId,
        ["verdict"] = outcome.Verdict switch { ReplayVerdict.Identical => "identical", ReplayVerdict.Differs => "differs", _ => "not_possible" },
        ["flags"] = outcome.Flags.Count,
        ["identical"] = outcome.Flags.Count(flag => flag.Verdict == ReplayVerdict.Identical),
        ["differences"] = Names(outcome.Flags.SelectMany(flag => flag.Differences.Select(difference => $"{flag.FlagId}: {difference.What}"))),
        ["altered"] = Names(outcome.Altered),
        ["missing"] = Names(outcome.Missing),
    };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Take(MostNamed).Select(name => (JsonNode)name)]);
}
