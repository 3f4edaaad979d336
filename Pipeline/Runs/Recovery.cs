// The first thing every start does: put right what a killed process left, and say so in one line.
using System.Globalization;
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Audit.Signing;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Runs;

/// <summary>What a start put right. Nothing in it names a person or an account.</summary>
/// <param name="Interrupted">What was being done by processes that are gone.</param>
/// <param name="RunsRolledBack">Ids of runs that were begun and not ended. Nothing of them was kept.</param>
/// <param name="LakeFiles">Source files that were on their way into the lake.</param>
/// <param name="LakeParts">Parquet files in the lake that no manifest entry names.</param>
/// <param name="OtherFiles">Unfinished bundles, lists, scores, reports and quarantine files.</param>
/// <param name="BundlePutInUse">A bundle whose promotion was on record and not carried out; null when there was none.</param>
public sealed record Recovered(
    IReadOnlyList<InterruptedWork> Interrupted, IReadOnlyList<string> RunsRolledBack, int LakeFiles, int LakeParts, int OtherFiles, string? BundlePutInUse)
{
    /// <summary>One line for a person.</summary>
    public string Line => "recovered: " + string.Join("; ", Clauses());

    internal bool IsNothing => Interrupted.Count + RunsRolledBack.Count + LakeFiles + LakeParts + OtherFiles == 0 && BundlePutInUse is null;

    internal JsonObject ToJson() => new()
    {
        ["interrupted"] = new JsonArray([.. Interrupted.Select(work => (JsonNode)new JsonObject
        {
            ["verb"] = work.Verb,
            ["stage"] = work.Stage,
            ["run_id"] = work.RunId,
            ["started_at"] = work.StartedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        })]),
        ["runs_rolled_back"] = new JsonArray([.. RunsRolledBack.Select(run => (JsonNode)run)]),
        ["lake_files"] = LakeFiles,
        ["lake_parts"] = LakeParts,
        ["other_files"] = OtherFiles,
        ["bundle_put_in_use"] = BundlePutInUse,
    };

    private IEnumerable<string> Clauses()
    {
        foreach (var work in Interrupted)
        {
            if (work.RunId is not { } run) yield return $"`{work.Verb}` was interrupted while {Doing(work.Stage)}";
            else if (RunsRolledBack.Contains(run, StringComparer.Ordinal)) yield return $"run {run} interrupted while {Doing(work.Stage)} was rolled back";
            else yield return $"run {run} interrupted while {Doing(work.Stage)} had ended before, its flags are kept";
        }
        foreach (var run in RunsRolledBack)
            if (!Interrupted.Any(work => work.RunId == run)) yield return $"run {run}, left unfinished, was rolled back";
        if (BundlePutInUse is { } bundle) yield return $"bundle {bundle}, whose promotion was on record, was put in use";
        if (LakeFiles > 0) yield return Count(LakeFiles, "unfinished lake file") + " removed";
        if (LakeParts > 0) yield return Count(LakeParts, "uncommitted part") + " removed from the lake";
        if (OtherFiles > 0) yield return Count(OtherFiles, "unfinished file") + " removed";
        if (RunsRolledBack.Count + LakeFiles + LakeParts + OtherFiles == 0 && BundlePutInUse is null) yield return "nothing was left half-done";
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Doing(string stage) => stage switch
    {
        "start" => "starting",
        "ingest" => "reading files",
        "ingest history" => "reading history",
        "ingest tonight" => "reading tonight's files",
        "load lists" => "loading lists",
        "open lake" => "opening the lake",
        "features" => "computing features",
        "train" => "training",
        "score" => "scoring",
        "screen" => "screening",
        "decide" => "deciding",
        "store" => "storing",
        "report" => "writing the report",
        "erase" => "erasing",
        "rekey" => "putting names under another key",
        _ => "at " + stage,
    };
}

/// <summary>Looks for what killed processes left, at every start.</summary>
internal static class Recovery
{
    /// <summary>
    /// Rolls back runs whose process is gone, clears the lake and every file that was being written, and ends what was on record as done.
    /// Files are cleared only when nobody else is at work: until then they may be somebody's.
    /// </summary>
    /// <returns>Null when there was nothing to put right.</returns>
    public static async Task<Recovered?> RunAsync(Workspace workspace, WorkNotes notes, WorkNote own, CancellationToken cancel)
    {
        using var gate = notes.Gate();
        var (dead, alone) = notes.Look(own);
        try
        {
            string[] runs =
            [
                .. (await workspace.Store.Runs.RecoverAsync(cancel).ConfigureAwait(false)).Where(run => run.RolledBack).Select(run => run.RunId),
            ];
            var lake = dead.Count == 0 ? new LakeSweep(0, 0) : workspace.SweepLake();
            var others = 0;
            string? bundle = null;
            if (alone)
            {
                foreach (var run in runs) workspace.DropRunFolder(run);
                others = Leftovers.Clear(workspace.DataDirectory);
                if (dead.Count > 0) bundle = await EndWhatIsOnRecordAsync(workspace, cancel).ConfigureAwait(false);
            }
            var recovered = new Recovered([.. dead.Select(note => note.Work)], runs, lake.UnfinishedFiles, lake.OrphanedParts, others, bundle);
            if (recovered.IsNothing) return null;
            await workspace.Store.Audit.AppendAsync(new AuditEntry(workspace.Actor, AuditActions.StartRecovered, "data", recovered.ToJson()), cancel).ConfigureAwait(false);
            RunLog.Recovered(workspace.Log, recovered.Line);
            // Last: a kill before this point is told again by the next start.
            foreach (var note in dead) note.Dispose();
            return recovered;
        }
        finally
        {
            foreach (var note in dead) note.LetGo();
        }
    }

    /// <summary>Lists in force that the store does not know yet, and a promotion that the store knows and the shelf does not.</summary>
    private static async Task<string?> EndWhatIsOnRecordAsync(Workspace workspace, CancellationToken cancel)
    {
        await ListLoading.RecordInForceAsync(workspace, cancel).ConfigureAwait(false);
        if (await workspace.Store.Bundles.ChampionAsync(cancel).ConfigureAwait(false) is not { } champion) return null;
        if (champion.BundleId == workspace.Bundles.ChampionId || !workspace.Bundles.Ids().Contains(champion.BundleId, StringComparer.Ordinal)) return null;
        workspace.Bundles.Promote(champion.BundleId);
        return champion.BundleId;
    }
}

/// <summary>Files that are written beside their place and renamed: what still bears such a name was never finished.</summary>
internal static class Leftovers
{
    /// <summary>Folder, how deep the folders below it go, and the names; all of them relative to the data folder.</summary>
    private static readonly (string Folder, int Depth, string Pattern)[] Unfinished =
    [
        ("models", 0, "*.part"), ("lists", 1, "*.writing"), ("reports", 1, "*.part"), ("runs", 1, "*.part"),
        ("quarantine", 0, "*.partial"), ("keys", 0, "." + LakeKey.FileName + ".*"), ("keys", 0, "." + KeyRing.PrivateName + ".*"), ("keys", 0, ".audit-*.writing"),
    ];

    /// <summary>Only when no other process is at work. Gives how many there were; locks of runs that nobody does are cleared and not counted.</summary>
    public static int Clear(string dataDirectory)
    {
        var cleared = 0;
        foreach (var (folder, depth, pattern) in Unfinished)
        {
            var path = Path.Combine(dataDirectory, folder);
            if (!Directory.Exists(path)) continue;
            var options = new EnumerationOptions { RecurseSubdirectories = depth > 0, MaxRecursionDepth = depth, AttributesToSkip = FileAttributes.None };
            foreach (var entry in new DirectoryInfo(path).GetFileSystemInfos(pattern, options))
            {
                if (entry is DirectoryInfo directory) directory.Delete(recursive: true);
                else entry.Delete();
                cleared++;
            }
        }
        foreach (var path in Directory.GetFiles(dataDirectory, "paysieve.db-run-*.lock")) File.Delete(path);
        return cleared;
    }
}
