// Loads lists and puts on record what was loaded or refused.
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Runs;

/// <summary>Loads sanctions lists into the data directory; every load and refusal is an audit event.</summary>
public static class ListLoading
{
    /// <summary>Every list that a folder holds. What is refused is told in <paramref name="degraded"/>; the last good one stays in force.</summary>
    /// <exception cref="RefusedException">Two files of a kind, or a folder without any list.</exception>
    public static async Task LoadFolderAsync(Workspace workspace, string folder, List<string> degraded, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(degraded);
        var files = FilesIn(folder);
        await PutInForceAsync(workspace, files, ListStore.Read(files, cancel), degraded, cancel).ConfigureAwait(false);
    }

    /// <summary>The files of every list that a folder holds.</summary>
    /// <exception cref="RefusedException">No such folder, two files of a kind, or a folder without any list.</exception>
    internal static ListFolder FilesIn(string folder)
    {
        try
        {
            var files = ListStore.FilesIn(folder);
            return files.IsEmpty ? throw new RefusedException(ExitCode.Usage, $"{folder} holds no list that is known here") : files;
        }
        catch (ListUsageException failure)
        {
            throw new RefusedException(ExitCode.Usage, failure.Message);
        }
    }

    /// <summary>Puts in force and on record what was read of a folder.</summary>
    internal static async Task PutInForceAsync(Workspace workspace, ListFolder files, IReadOnlyList<ReadList> lists, List<string> degraded, CancellationToken cancel)
    {
        using var turn = workspace.Turn("lists");
        foreach (var list in workspace.Lists.Load(files, lists).Lists)
        {
            await RecordAsync(workspace, list, cancel).ConfigureAwait(false);
            if (list.Outcome == ListLoadOutcome.Refused) degraded.Add($"List {list.Source} was refused ({list.Reason}); {StillInForce(list)}");
        }
    }

    /// <summary>One list from a file or folder of the publisher's files.</summary>
    /// <param name="allowShrink">Takes a list deliberately that has fewer entries than is declared possible.</param>
    /// <exception cref="RefusedException">Two files of a kind, no such file, or an unknown list.</exception>
    public static async Task<ListLoadResult> LoadAsync(Workspace workspace, string source, string path, bool allowShrink, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ListLoadResult result;
        workspace.Report("load lists");
        using var turn = workspace.Turn("lists");
        try
        {
            result = workspace.Lists.Load(source, path, allowShrink);
        }
        catch (ListUsageException failure)
        {
            throw new RefusedException(ExitCode.Usage, failure.Message);
        }
        await RecordAsync(workspace, result, cancel).ConfigureAwait(false);
        return result;
    }

    /// <summary>What the lists in force do not cover, in sentences: expected lists that were never loaded, and newer ones that were refused.</summary>
    public static IReadOnlyList<string> Gaps(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return ListGaps.Sentences(workspace);
    }

    /// <summary>
    /// Records lists in force that the store has never seen: a kill, or another process just now, came between file and record. One that the
    /// store knows is left alone: it may have been replaced since it was opened.
    /// </summary>
    internal static async Task PutOnRecordAsync(Workspace workspace, ListSnapshotSet lists, CancellationToken cancel)
    {
        var known = (await workspace.Store.ListSnapshots.ListAsync(cancel).ConfigureAwait(false)).Select(record => record.SnapshotId).ToHashSet(StringComparer.Ordinal);
        foreach (var list in lists.Lists.Where(list => !known.Contains(list.Facts.SnapshotId)))
            await RecordLoadedAsync(workspace, list.Facts, cancel).ConfigureAwait(false);
    }

    /// <summary>Makes the store say what the files say. Only when no other process is at work.</summary>
    internal static async Task RecordInForceAsync(Workspace workspace, CancellationToken cancel)
    {
        foreach (var list in workspace.Lists.Status()) await RecordLoadedAsync(workspace, list.Facts, cancel).ConfigureAwait(false);
    }

    private static async Task RecordAsync(Workspace workspace, ListLoadResult result, CancellationToken cancel)
    {
        if (result.Outcome == ListLoadOutcome.Refused)
        {
            RunLog.ListRefused(workspace.Log, result.Source, result.Reason ?? "");
            await workspace.Store.ListSnapshots.RecordRefusedAsync(result.Source, "", result.Reason ?? "", cancel).ConfigureAwait(false);
            return;
        }
        if (result.InForce is not { } facts) return;
        RunLog.ListLoaded(workspace.Log, facts.Source, Version(facts), facts.Entries);
        await RecordLoadedAsync(workspace, facts, cancel).ConfigureAwait(false);
    }

    private static Task<bool> RecordLoadedAsync(Workspace workspace, ListSnapshotFacts facts, CancellationToken cancel) =>
        workspace.Store.ListSnapshots.RecordLoadedAsync(
            new ListSnapshotRecord
            {
                SnapshotId = facts.SnapshotId,
                Source = facts.Source,
                Publisher = Publisher(facts.Source),
                ListVersion = Version(facts),
                Entries = facts.Entries,
                Names = facts.Names,
                Wallets = facts.Wallets,
            },
            cancel);

    private static string Version(ListSnapshotFacts facts) =>
        facts.ListDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "undated";

    private static string Publisher(string source) => ListLoaders.Find(source)?.Publisher ?? source;

    private static string StillInForce(ListLoadResult list) =>
        list.InForce is { } facts ? $"the one loaded {facts.LoadedAt:yyyy-MM-dd} stays in force." : "none was in force before.";
}
