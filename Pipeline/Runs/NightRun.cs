// The night, written top to bottom: ingest, look, train if nothing was ever trained, describe, score, screen, decide, store, report.
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Paysieve.Models;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Runs.Lifecycle;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <summary>What a night is asked to do.</summary>
/// <param name="Paths">Tonight's exports, files or folders; may be empty with <paramref name="AsOf"/>.</param>
/// <param name="History">Exports to ingest first, unscored.</param>
/// <param name="ListsFolder">Sanctions lists to load first; null = those in force.</param>
/// <param name="AsOf">Score this pay date from the lake, later rows hidden; null = what the paths bring.</param>
/// <param name="Reason">Why the settings are other than on the night before, for the audit trail.</param>
public sealed record NightRequest(IReadOnlyList<string> Paths, IReadOnlyList<string> History, string? ListsFolder, DateOnly? AsOf, string? Reason = null);

/// <summary>The verb <c>run</c>.</summary>
public static class NightRun
{
    /// <summary>
    /// Runs a night, or finds that the same night was run before and writes nothing. The same files, settings, models and lists give the
    /// same flags, whatever the order in which the files were found.
    /// </summary>
    /// <exception cref="RefusedException">No usable input, wrong settings, or another process is at the same night.</exception>
    /// <exception cref="StoreUnreachableException">The database does not answer.</exception>
    public static async Task<NightOutcome> ExecuteAsync(Workspace workspace, NightRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Paths.Count == 0 && request.AsOf is null)
        {
            throw new RefusedException(ExitCode.Usage, request.History.Count == 0
                ? "nothing to do: give PATH, or --as-of for a pay date that is in the lake"
                : "nothing to do: every path behind --history is history; give tonight's PATH before it, or --as-of for a pay date that is in the lake");
        }
        var watch = new StageWatch(workspace);
        var degraded = new List<string>();

        var (history, lists, tonight) = await ReadAsync(workspace, request, degraded, watch, cancel).ConfigureAwait(false);
        AddRefused(degraded, history, "of the history", "payouts are compared without what it holds", "payouts are compared without what they hold");
        AddRefused(degraded, tonight, "of tonight", "what it holds was not looked at", "what they hold was not looked at");

        watch.Begin("open lake");
        var nightFiles = tonight.Files.Where(file => file.FileId.Length > 0).Select(file => file.FileId).ToHashSet(StringComparer.Ordinal);
        var scoredBefore = (await workspace.Store.Runs.ScoredFilesAsync(workspace.Clock.GetUtcNow(), null, cancel).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        var entries = workspace.LakeWriter.Entries();
        var newlyRead = tonight.Files.Where(file => file.Status == "accepted").Select(file => file.FileId).ToHashSet(StringComparer.Ordinal);
        var settled = (await workspace.Store.Runs.SettledFilesAsync(screened: !lists.IsEmpty, cancel).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        var seen = request.AsOf is null ? NightSelection.SeenBefore(entries, nightFiles, newlyRead, settled) : [];
        nightFiles.ExceptWith(seen);
        var view = OpenLake(workspace, request.AsOf, entries, nightFiles);
        var foreignBefore = view.Files.Where(file => seen.Contains(file.FileId)).Sum(file => file.Foreign);
        var selection = NightSelection.Of(view, nightFiles, scoredBefore, request.AsOf)
            .Besides(entries.Where(entry => seen.Contains(entry.FileId)).Sum(entry => entry.RowsAccepted) - foreignBefore, foreignBefore);
        RunLog.LakeOpened(workspace.Log, view.Transfers.Count, view.Legs.Count, selection.Count);
        if (selection.NotScored.GetValueOrDefault(NightSelection.Foreign) is > 0 and var foreign)
            degraded.Add($"{Figures.Count(foreign, "payout of tonight's was", "payouts of tonight's were")} not looked at, having the transfer id of another employer's payout: only its own employer amends a payout. Feed again under other ids.");
        if (selection.Count == 0 && selection.Brought == selection.NotScored.GetValueOrDefault(NightSelection.OtherDate))
            throw new RefusedException(ExitCode.NoInput, "no usable input: " + WhyNothing(tonight, request.AsOf));

        // A champion makes the run key known before any work is done: the same night asked again ends here.
        var champion = TrainedBundle.Champion(workspace);
        string? key = null;
        if (champion is { } known)
        {
            key = RunKey(nightFiles, view.ManifestHash, workspace.Settings.Hash(), known.Bundle.Id, lists, request.AsOf, Workspace.ProgramVersion);
            if (await workspace.Store.Runs.TryFindByKeyAsync(key, cancel).ConfigureAwait(false) is { Status: RunStatus.Completed or RunStatus.Degraded } done)
                return await AlreadyDoneAsync(workspace, done, history, tonight, degraded, watch, cancel).ConfigureAwait(false);
        }

        watch.Begin("features");
        var sample = champion is null ? TrainingSample.Of(view, selection.Tonight, workspace.Settings.Detection) : null;
        var wanted = sample is null ? selection.Tonight : Either(sample.Mask, selection.Tonight);
        var cycle = LastYearsCycle.Of(view, selection.PayDates);
        if (cycle is not null) wanted = Either(wanted, cycle.Mask);
        var matrix = FeaturePass.Describe(view, wanted, selection.Tonight, workspace.Settings.Features, cancel);
        matrix.Forget(workspace.Settings.Detection.Forgotten);
        view = view.ForFindings();
        RunLog.Described(workspace.Log, matrix.Count);

        var trained = false;
        if (champion is null)
        {
            watch.Begin("train");
            var learned = await TrainedBundle.MakeAsync(workspace, view, matrix, Positions(matrix, sample!.Mask), new Dictionary<int, DecidedPayout>(), cancel).ConfigureAwait(false);
            champion = (learned.Bundle, learned.Models);
            trained = true;
            key = RunKey(nightFiles, view.ManifestHash, workspace.Settings.Hash(), learned.Bundle.Id, lists, request.AsOf, Workspace.ProgramVersion);
        }

        (FeatureMatrix, string)? past = cycle is null ? null : (matrix.Subset(Positions(matrix, cycle.Mask)), cycle.Words);
        // Without history tonight's payouts are what was trained on: all of them are wanted.
        if (matrix.Count > selection.Count) matrix = matrix.Subset(Positions(matrix, selection.Tonight));
        var claim = await workspace.Store.Runs.BeginAsync(
            new RunStart
            {
                RunKey = key!,
                Kind = request.AsOf is null ? "night" : "as_of",
                AsOf = request.AsOf,
                BundleId = champion.Value.Bundle.Id,
                ListSnapshotId = lists.IsEmpty ? null : lists.Id,
                ConfigHash = workspace.Settings.Hash(),
                ProgramVersion = Workspace.ProgramVersion,
                StartedBy = workspace.StartedBy,
                FileIds = [.. nightFiles.Order(StringComparer.Ordinal)],
                Settings = SettingsSheet.Of(workspace.Settings),
                Reason = request.Reason,
            },
            cancel).ConfigureAwait(false);
        await using (claim.ConfigureAwait(false))
        {
            if (claim.Kind == RunClaimKind.AlreadyFinished)
                return await AlreadyDoneAsync(workspace, claim.Run, history, tonight, degraded, watch, cancel).ConfigureAwait(false);
            if (claim.Kind == RunClaimKind.RunningElsewhere)
                throw new RefusedException(ExitCode.Usage, $"another process is at this night (run {claim.Run.RunId}): nothing done here");
            workspace.Claimed(claim.Run.RunId);
            RunRecord run;
            NightSummary summary;
            try
            {
                (run, summary) = await FinishAsync(
                    workspace, claim, view, selection, matrix, past, champion.Value, lists, (history, tonight), seen, degraded, watch, cancel).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not StoreUnreachableException and not RunLostException)
            {
                // The reason by kind only: messages may carry what nobody should read.
                await workspace.Store.Runs.FailAsync(claim, failure is OperationCanceledException ? "cancelled" : failure.GetType().Name, CancellationToken.None)
                    .ConfigureAwait(false);
                workspace.DropRunFolder(claim.Run.RunId);
                throw;
            }
            // The run has ended, and trouble with its report does not undo it: the same night again draws what is missing.
            await AuditKeys.CheckpointAsync(workspace, await AuditKeys.OpenAsync(workspace, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
            watch.Begin("report");
            var report = await ReportRun.WriteAsync(workspace, run, view, cancel).ConfigureAwait(false);
            return Outcome(workspace, run, summary, history, tonight, trained, alreadyDone: false, report, watch);
        }
    }

    /// <summary>Everything that is read.</summary>
    private static async Task<(IngestOutcome History, ListSnapshotSet Lists, IngestOutcome Tonight)> ReadAsync(
        Workspace workspace, NightRequest request, List<string> degraded, StageWatch watch, CancellationToken cancel)
    {
        // The lists are read beside the exports and come into force when those are in the lake.
        var files = request.ListsFolder is { } folder ? ListLoading.FilesIn(folder) : null;
        var listsRead = new Beside<IReadOnlyList<ReadList>>(stop => files is null ? [] : ListStore.Read(files, stop), cancel);
        await using (listsRead.ConfigureAwait(false))
        {
            var (history, tonight) = await ReadAsync(workspace, request, watch, cancel).ConfigureAwait(false);
            watch.Begin("load lists", givesBack: false);
            var read = await listsRead.Result.ConfigureAwait(false);
            if (files is not null) await ListLoading.PutInForceAsync(workspace, files, read, degraded, cancel).ConfigureAwait(false);
            var lists = workspace.Lists.Open(read);
            await ListLoading.PutOnRecordAsync(workspace, lists, cancel).ConfigureAwait(false);
            return (history, lists, tonight);
        }
    }

    /// <summary>What the history told of tonight's payees is at hand while tonight is read, and forgotten then.</summary>
    private static async Task<(IngestOutcome History, IngestOutcome Tonight)> ReadAsync(Workspace workspace, NightRequest request, StageWatch watch, CancellationToken cancel)
    {
        var memory = new ReadMemory();
        var (history, tonight) = (new IngestOutcome([]), new IngestOutcome([]));
        try
        {
            if (request.History.Count > 0)
            {
                watch.Begin("ingest history");
                history = await IngestRun.ExecuteAsync(workspace, request.History, memory, cancel).ConfigureAwait(false);
            }
            // What the history told of the payees is kept until tonight is read: before that there is little to give back.
            watch.Begin("ingest tonight", givesBack: false);
            if (request.Paths.Count > 0) tonight = await IngestRun.ExecuteAsync(workspace, request.Paths, memory, cancel).ConfigureAwait(false);
            return (history, tonight);
        }
        finally
        {
            IngestRun.Forget(workspace, memory);
        }
    }

    private static async Task<(RunRecord Run, NightSummary Summary)> FinishAsync(
        Workspace workspace, RunClaim claim, LakeView view, NightSelection selection, FeatureMatrix matrix, (FeatureMatrix Matrix, string Words)? lastYear,
        (ModelBundle Bundle, TypologyModels Models) champion,
        ListSnapshotSet lists, (IngestOutcome History, IngestOutcome Tonight) read, HashSet<string> seen, List<string> degraded, StageWatch watch, CancellationToken cancel)
    {
        var useModels = workspace.Settings.Detection.UseModels;
        if (!useModels) degraded.Add("Models are switched off in the settings: only hard facts and lists were looked at.");
        var judgement = new NightJudgement(workspace, workspace.Settings, claim.Run) { Begins = stage => watch.Begin(stage) };
        var (night, findings, lapsed) = await judgement.OfAsync(view, matrix, champion.Models, TrainedBundle.MatcherOf(champion.Bundle), lists, cancel).ConfigureAwait(false);
        var screening = night.Screening;
        if (screening.WasScreened) RunLog.Screened(workspace.Log, screening.Parties, lists.Parties.Count, screening.Matches, screening.Reviews);
        else degraded.Add("No sanctions list is in force: nobody was screened.");
        foreach (var what in degraded) RunLog.Degraded(workspace.Log, what);

        watch.Begin("store");
        var (transferIds, oddities) = workspace.Lake.IdsAndFindings(view, matrix.Rows);
        var ids = new ScoredIds(transferIds, [.. matrix.Rows.Select(row => view.Transfers.TransferKey[row])]);
        ScoresFile.Write(workspace, claim.Run.RunId, ScoresFile.Name, ids, night, findings.ReviewOrder);
        var shadow = await ShadowScoring.KeepAsync(workspace, claim.Run.RunId, view, night, findings, champion.Bundle.Id, ids, degraded, cancel).ConfigureAwait(false);
        var drift = NightDrift.Of(matrix, night.Behaviour, lastYear, champion.Bundle, champion.Models, useModels);
        var summary = NightSummary.Of(workspace, claim.Run, view, selection, champion.Bundle, lists, read.History, read.Tonight, findings, screening, Notices(workspace, view, selection, screening), degraded) with
        {
            Drift = drift,
            Shadow = shadow,
            OddValues = OddValues.Of(transferIds, oddities),
            Suppressions = [.. findings.Suppressed.Select(flag => $"Payout {flag.TransferId}, {flag.Typology.Word()}: {flag.Explanation.Suppression!.Sentence}"), .. lapsed.Select(each => $"Suppression {each.SuppressionId[..12]} has lapsed: {each.Why}.")],
        };
        var run = await workspace.Store.Runs.CompleteAsync(
            claim,
            new RunOutcome
            {
                IsDegraded = degraded.Count > 0,
                TransfersScored = selection.Count,
                Files = [.. FilesOf(view, selection, read.History, read.Tonight, seen)],
                ListSnapshots = [.. lists.Lists.Select(list => list.Facts.SnapshotId)],
                Lapsed = lapsed,
                Summary = summary.ToJson(),
            },
            [.. findings.Flags],
            cancel).ConfigureAwait(false);
        screening.Remember();
        RunLog.RunDone(workspace.Log, run.RunId, selection.Count, run.FlagsRaised, run.FlagsHeldBack);
        return (run, summary);
    }

    /// <summary>Tonight's files, but those that an earlier run scored, and the history that this command read for the first time.</summary>
    private static IEnumerable<RunFile> FilesOf(LakeView view, NightSelection selection, IngestOutcome history, IngestOutcome tonight, HashSet<string> seen)
    {
        var legs = view.Files.Where(file => file.IsLegs).Select(file => file.FileId).ToHashSet(StringComparer.Ordinal);
        var night = tonight.Files.Where(file => file.FileId.Length > 0 && !seen.Contains(file.FileId)).ToArray();
        foreach (var file in night)
        {
            var scored = selection.ScoredByFile.GetValueOrDefault(file.FileId);
            yield return new RunFile(file.FileId, legs.Contains(file.FileId) ? RunFile.Legs : RunFile.Night, scored, file.RowsRead - scored);
        }
        var named = night.Select(file => file.FileId).ToHashSet(StringComparer.Ordinal);
        foreach (var file in history.Files.Where(file => file.FileId.Length > 0 && file.Status != "already-known" && !seen.Contains(file.FileId) && named.Add(file.FileId)))
            yield return new RunFile(file.FileId, RunFile.History, 0, file.RowsRead);
    }

    private static async Task<NightOutcome> AlreadyDoneAsync(
        Workspace workspace, RunRecord run, IngestOutcome history, IngestOutcome tonight, List<string> degraded, StageWatch watch, CancellationToken cancel)
    {
        RunLog.RunKnown(workspace.Log, run.RunId);
        // A process that ended between the run's end and its checkpoint left it unsigned.
        await AuditKeys.CheckpointAfterAsync(workspace, run.RunId, cancel).ConfigureAwait(false);
        var folder = Path.Combine(workspace.ReportsFolder, run.RunId);
        // A process that ended between the run's end and its report left none or half of one: it is drawn from the store.
        if (!Reporting.ReportFolder.IsWhole(folder))
            await ReportRun.ExecuteAsync(workspace, run.RunId, cancel).ConfigureAwait(false);
        // What this command was refused (a list that the night had from elsewhere, say) is said though the night is done.
        var summary = NightSummary.From(run.Summary);
        summary = summary with { Degraded = [.. summary.Degraded.Union(degraded, StringComparer.Ordinal)] };
        return Outcome(workspace, run, summary, history, tonight, trained: false, alreadyDone: true, folder, watch);
    }

    private static NightOutcome Outcome(
        Workspace workspace, RunRecord run, NightSummary summary, IngestOutcome history, IngestOutcome tonight, bool trained, bool alreadyDone, string report, StageWatch watch) => new(
            Tolerance.Of(workspace.Settings.Ingest, history, tonight),
            run.RunId,
            run.Status.ToString().ToLowerInvariant(),
            alreadyDone,
            history,
            tonight,
            (int)run.TransfersScored,
            run.FlagsRaised,
            run.FlagsHeldBack,
            summary.PayoutsToReview,
            summary.FlagsByTypology,
            summary.NotScored,
            run.BundleId ?? "",
            trained,
            run.ListSnapshotId,
            summary.Degraded,
            report,
            watch.End()) { FlagsSuppressed = summary.FlagsSuppressed, OddValues = summary.OddValues };

    /// <summary>Which files they are and why stands with the files.</summary>
    private static void AddRefused(List<string> degraded, IngestOutcome outcome, string which, string ofOne, string ofMany)
    {
        var whole = outcome.Files.Count(file => file.Status == "rejected");
        if (whole > 0) degraded.Add(string.Create(CultureInfo.InvariantCulture, $"{whole} of {outcome.Files.Count} files {which} rejected whole: {(whole == 1 ? ofOne : ofMany)}."));
    }

    private static List<string> Notices(Workspace workspace, LakeView view, NightSelection selection, NightScreening screening)
    {
        var notices = new List<string>();
        var foreign = view.Files.Sum(file => file.Foreign) - selection.NotScored.GetValueOrDefault(NightSelection.Foreign);
        if (foreign > 0)
            notices.Add($"Left out of every history: {Figures.Count(foreign, "payout", "payouts")} of earlier files under the transfer id of another employer's payout.");
        if (screening.Released.Count > 0)
            notices.Add($"Not raised again: {Figures.Count(screening.Released.Count, "possible list match that was", "possible list matches that were")} released, since when neither the person nor the list entry has changed.");
        if (screening.Namesakes.Count > 0)
            notices.Add($"Not raised: {Figures.Count(screening.Namesakes.Count, "namesake", "namesakes")} of list entries, born {Figures.Count(workspace.Settings.Screening.NamesakeYears)} years or more from every listed date, with a name that many bear in another year, and in no listed country or of another sex (Screening:NamesakeYears).");
        if (ListLookBack.LastSentence(workspace) is { } lookBack) notices.Add(lookBack);
        return notices;
    }

    /// <summary>The lake as tonight sees it: nothing paid after tonight's last pay date (or the as-of date) is visible.</summary>
    private static LakeView OpenLake(Workspace workspace, DateOnly? asOf, IReadOnlyList<LakeEntry> entries, HashSet<string> nightFiles)
    {
        var last = asOf ?? entries
            .Where(entry => entry.Kind == LakeFileKind.Transfers && nightFiles.Contains(entry.FileId))
            .Select(entry => entry.LastDay)
            .Max();
        return workspace.Lake.Open(new LakeQuery { LastPayDay = last });
    }

    private static string WhyNothing(IngestOutcome tonight, DateOnly? asOf) =>
        asOf is { } day ? $"the lake holds no payout of {day:yyyy-MM-dd}"
        : tonight.Files.All(file => file.Status == "rejected") ? "every file was rejected: " + string.Join("; ", tonight.Files.Select(file => $"{file.Name}: {file.Problem}"))
        : tonight.RowsRejected > 0 ? string.Create(CultureInfo.InvariantCulture, $"no payout was accepted; {tonight.RowsRejected} of {tonight.RowsRead} rows were rejected and are kept in quarantine to be corrected and fed again")
        : "no payout was accepted";

    /// <summary>SHA-256 over what decides the outcome: a run is identified by it.</summary>
    internal static string RunKey(
        IEnumerable<string> nightFiles, string manifestHash, string settingsHash, string bundleId, ListSnapshotSet lists, DateOnly? asOf, string programVersion)
    {
        var text = new StringBuilder();
        foreach (var file in nightFiles.Order(StringComparer.Ordinal)) text.Append("file ").Append(file).Append('\n');
        text.Append("lake ").Append(manifestHash).Append('\n');
        text.Append("settings ").Append(settingsHash).Append('\n');
        text.Append("bundle ").Append(bundleId).Append('\n');
        text.Append("lists ").Append(lists.IsEmpty ? "none" : lists.Id).Append('\n');
        text.Append("as-of ").Append(asOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "none").Append('\n');
        text.Append("program ").Append(programVersion).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static bool[] Either(bool[] a, bool[] b)
    {
        var both = new bool[a.Length];
        for (var i = 0; i < both.Length; i++) both[i] = a[i] || b[i];
        return both;
    }

    private static int[] Positions(FeatureMatrix matrix, bool[] mask)
    {
        var positions = new List<int>();
        for (var i = 0; i < matrix.Count; i++) if (mask[matrix.Rows[i]]) positions.Add(i);
        return [.. positions];
    }
}

/// <summary>Rows rejected beyond tolerance end a command with exit code 3, however well the rest went.</summary>
public static class Tolerance
{
    public static ExitCode Of(IngestSettings settings, params IngestOutcome[] outcomes)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (outcomes.Any(outcome => outcome.Files.Any(file => file.Status == "rejected"))) return ExitCode.RowsRejected;
        // Each on its own: a long clean history must not hide a bad night.
        return outcomes.Any(outcome => outcome.RowsRead > 0 && (double)outcome.RowsRejected / outcome.RowsRead > settings.MaxRejectedShare)
            ? ExitCode.RowsRejected : ExitCode.Done;
    }
}

/// <summary>
/// Times the stages for the one who watches; leaves no trace in what is stored. Between stages memory is given back: each needs much for a
/// short time, and a collector that waits until it must would let the leavings of all of them pile up.
/// </summary>
internal sealed class StageWatch(Workspace workspace)
{
    /// <summary>A stage that allocated less left nothing worth the time.</summary>
    private const long WorthCollecting = 32L << 20;

    private long _allocated;
    private readonly List<StageTime> _stages = [];
    private string? _stage;
    private long _since;

    /// <param name="stage">Its name.</param>
    /// <param name="givesBack">False where most of what the stage before left is still needed: going through it would cost more than it gives.</param>
    public void Begin(string stage, bool givesBack = true)
    {
        if (givesBack) GiveBack();
        Close();
        _stage = stage;
        _since = Stopwatch.GetTimestamp();
        workspace.Report(stage);
    }

    public IReadOnlyList<StageTime> End()
    {
        Close();
        return _stages;
    }

    private void GiveBack()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (allocated - _allocated > WorthCollecting) Collect();
        _allocated = allocated;
    }

    /// <summary>Gives back all that nobody holds.</summary>
    internal static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private void Close()
    {
        if (_stage is not null) _stages.Add(new StageTime(_stage, Stopwatch.GetElapsedTime(_since)));
        _stage = null;
    }
}
