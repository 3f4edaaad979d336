// Hashes what the trail pins and the database does not hold: the lake, the models, the lists. All of it is read, so it is asked for on its own.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Paysieve.Models;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Runs;

/// <summary>What a check of the files found.</summary>
/// <param name="LakePruned">Source files that retention took out of the lake, each with an event that tells of it.</param>
/// <param name="Seals">Events that tell what the lake held.</param>
/// <param name="Faults">One sentence each, the lake by order of ingest, then models and lists; ids and paths only.</param>
/// <param name="Notes">Quarantine files that are not as they were written: they are there to be corrected, so that alone is no fault.</param>
public sealed record FilesVerdict(long LakeFiles, int LakePruned, int Seals, int Models, int Lists, IReadOnlyList<string> Faults, IReadOnlyList<string> Notes)
{
    public bool IsGood => Faults.Count == 0;
}

/// <summary>
/// Every file of the lake against its manifest; the manifest against what the ends of runs recorded of it, so that a file altered together with its
/// entry is seen; every model and list that the trail names against its content-addressed id.
/// </summary>
public static class FileVerifier
{
    public static async Task<FilesVerdict> VerifyAsync(Workspace workspace, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var faults = new List<string>();
        var condition = LakeCondition.Of(workspace.LakeSettings, long.MaxValue, cancel);
        if (condition.EntriesGone > 0) faults.Add(string.Create(CultureInfo.InvariantCulture, $"{condition.EntriesGone} entries are gone from the lake's manifest"));
        foreach (var fault in condition.Faults)
            faults.Add(fault.IsGone ? $"{fault.Path} is gone from the lake" : $"{fault.Path} in the lake does not have the bytes that it was written with");
        var pruned = await ComparePrunedAsync(workspace, condition, faults, cancel).ConfigureAwait(false);
        var seals = await CompareSealsAsync(workspace, faults, cancel).ConfigureAwait(false);
        var models = await CompareModelsAsync(workspace, faults, cancel).ConfigureAwait(false);
        var lists = await CompareListsAsync(workspace, faults, cancel).ConfigureAwait(false);
        return new FilesVerdict(condition.Files, pruned, seals, models, lists, faults, await QuarantineAsync(workspace, cancel).ConfigureAwait(false));
    }

    /// <summary>Whoever deletes files and marks their entries has no event that says so.</summary>
    private static async Task<int> ComparePrunedAsync(Workspace workspace, LakeCondition condition, List<string> faults, CancellationToken cancel)
    {
        if (condition.Pruned.Count == 0) return 0;
        var told = new HashSet<long>();
        foreach (var item in await workspace.Store.Audit.OfActionAsync(AuditActions.Pruned, cancel).ConfigureAwait(false))
        {
            if (!string.Equals(item.Subject, PrunedLake.Subject, StringComparison.Ordinal)) continue;
            using var payload = JsonDocument.Parse(item.Payload);
            told.UnionWith(PrunedLake.Sequences(payload.RootElement.GetProperty("entries").GetString()!));
        }
        foreach (var (sequence, _) in condition.Pruned.Where(each => !told.Contains(each.Sequence)))
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"entry {sequence} of the lake's manifest says that retention took its files away, and no audit event does"));
        return condition.Pruned.Count;
    }

    private static async Task<int> CompareSealsAsync(Workspace workspace, List<string> faults, CancellationToken cancel)
    {
        var told = new List<(AuditEvent Event, long Sequence, string? Files, string? Parties)>();
        foreach (var action in (string[])[AuditActions.RunCompleted, AuditActions.RunDegraded])
        {
            foreach (var item in await workspace.Store.Audit.OfActionAsync(action, cancel).ConfigureAwait(false))
            {
                using var payload = JsonDocument.Parse(item.Payload);
                if (payload.RootElement.TryGetProperty("summary", out var summary) && summary.TryGetProperty("lake", out var lake) && lake.ValueKind == JsonValueKind.Object)
                    told.Add((item, lake.GetProperty("sequence").GetInt64(), lake.GetProperty("files").GetString(), lake.GetProperty("parties").GetString()));
            }
        }
        long rewritten = 0;
        foreach (var action in (string[])[AuditActions.PersonErased, AuditActions.PartiesRekeyed])
        {
            foreach (var item in await workspace.Store.Audit.OfActionAsync(action, cancel).ConfigureAwait(false))
            {
                rewritten = Math.Max(rewritten, item.Seq);
                using var payload = JsonDocument.Parse(item.Payload);
                if (payload.RootElement.TryGetProperty("lake_sequence", out var sequence))
                    told.Add((item, sequence.GetInt64(), null, payload.RootElement.GetProperty("parties_sha256").GetString()));
            }
        }
        foreach (var group in told.OrderBy(each => each.Sequence).ThenBy(each => each.Event.Seq).GroupBy(each => each.Sequence))
        {
            var now = LakeSeal.Of(workspace.LakeSettings, group.Key);
            foreach (var each in group)
            {
                if (each.Files is { } files && !string.Equals(files, now.Files, StringComparison.Ordinal))
                    faults.Add(Say(each.Event, group.Key, "transfers and legs"));
                // An erasure or another key writes party files again: what was told of them before is no longer so.
                else if (each.Event.Seq >= rewritten && !string.Equals(each.Parties, now.Parties, StringComparison.Ordinal))
                    faults.Add(Say(each.Event, group.Key, "parties"));
                else continue;
                // Every later one stands on the same files.
                return told.Count;
            }
        }
        return told.Count;
    }

    private static async Task<int> CompareModelsAsync(Workspace workspace, List<string> faults, CancellationToken cancel)
    {
        var count = 0;
        foreach (var bundle in (await workspace.Store.Audit.OfActionAsync(AuditActions.ModelTrained, cancel).ConfigureAwait(false)).Select(item => item.Subject).Distinct(StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            count++;
            try
            {
                if (workspace.Bundles.TryLoad(bundle) is null) faults.Add($"model bundle {bundle} is gone");
            }
            catch (BundleDamagedException)
            {
                faults.Add($"model bundle {bundle} does not have the bytes that it was saved with");
            }
        }
        return count;
    }

    private static async Task<int> CompareListsAsync(Workspace workspace, List<string> faults, CancellationToken cancel)
    {
        var count = 0;
        foreach (var snapshot in (await workspace.Store.Audit.OfActionAsync(AuditActions.ListLoaded, cancel).ConfigureAwait(false)).Select(item => item.Subject).Distinct(StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            count++;
            if (workspace.Lists.Find(snapshot) is not { } facts)
            {
                faults.Add($"list snapshot {snapshot} is gone");
                continue;
            }
            try
            {
                workspace.Lists.Open(facts);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                faults.Add($"list snapshot {snapshot} is gone");
            }
            catch (Exception damage) when (damage is InvalidDataException or JsonException)
            {
                faults.Add($"list snapshot {snapshot} was altered after it was loaded");
            }
        }
        return count;
    }

    private static async Task<IReadOnlyList<string>> QuarantineAsync(Workspace workspace, CancellationToken cancel)
    {
        var notes = new List<string>();
        foreach (var last in (await workspace.Store.Audit.OfActionAsync(AuditActions.FileIngested, cancel).ConfigureAwait(false)).GroupBy(item => item.Subject, StringComparer.Ordinal).Select(group => group.Last()))
        {
            using var payload = JsonDocument.Parse(last.Payload);
            if (!payload.RootElement.TryGetProperty("quarantine_sha256", out var written)) continue;
            // More than one where somebody kept a copy beside it: one of them as it was written is enough.
            var paths = Directory.Exists(workspace.QuarantineFolder) ? Directory.GetFiles(workspace.QuarantineFolder, last.Subject[..12] + "-*.rejected.csv") : [];
            var isAsWritten = false;
            foreach (var path in paths) isAsWritten |= string.Equals(await HashAsync(path, cancel).ConfigureAwait(false), written.GetString(), StringComparison.Ordinal);
            if (paths.Length == 0) notes.Add($"the quarantine of file {last.Subject} is gone: pruned, erased or taken away");
            else if (!isAsWritten) notes.Add($"the quarantine of file {last.Subject} is not as it was written: corrected, erased from or altered");
        }
        return notes;
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancel)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel).ConfigureAwait(false));
    }

    private static string Say(AuditEvent item, long sequence, string what) => string.Create(
        CultureInfo.InvariantCulture, $"the lake's {what} up to entry {sequence} of its manifest are not those that audit event {item.Seq} recorded");
}
