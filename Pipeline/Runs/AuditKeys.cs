// The audit keys of a data directory and the checkpoints signed with them: kept beside the store, out of its owner's reach.
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Audit.Signing;

namespace Paysieve.Pipeline.Runs;

internal static class AuditKeys
{
    /// <summary>
    /// Opens the ring. When the trail does not speak of the key that signs, because it was made just now or because a process ended between
    /// making it and saying so, it is said here.
    /// </summary>
    public static async Task<KeyRing> OpenAsync(Workspace workspace, CancellationToken cancel)
    {
        var ring = KeyRing.OpenOrCreate(workspace.KeysFolder);
        if (!await IsOnRecordAsync(workspace, ring.Current.Id, cancel).ConfigureAwait(false))
        {
            await workspace.Store.Audit.AppendAsync(
                new AuditEntry(workspace.Actor, AuditActions.KeyCreated, ring.Current.Id, new JsonObject { ["public_key"] = ring.Current.Verifying.Pem }), cancel)
                .ConfigureAwait(false);
        }
        return ring;
    }

    private static async Task<bool> IsOnRecordAsync(Workspace workspace, string id, CancellationToken cancel)
    {
        foreach (var action in (string[])[AuditActions.KeyCreated, AuditActions.KeyRotated])
        {
            var told = await workspace.Store.Audit.OfActionAsync(action, cancel).ConfigureAwait(false);
            if (told.Any(item => string.Equals(item.Subject, id, StringComparison.Ordinal))) return true;
        }
        return false;
    }

    /// <summary>Signs the chain's head and keeps it outside the database. Nothing for a chain without an event.</summary>
    public static async Task CheckpointAsync(Workspace workspace, KeyRing ring, CancellationToken cancel)
    {
        if (await workspace.Store.Audit.HeadAsync(cancel).ConfigureAwait(false) is not { } head) return;
        CheckpointFile.Append(workspace.CheckpointPath, AuditCheckpoint.Sign(ring.Current, head, workspace.Clock.GetUtcNow()));
    }

    /// <summary>Signs the chain's head when no checkpoint stands behind the end of this run.</summary>
    public static async Task CheckpointAfterAsync(Workspace workspace, string runId, CancellationToken cancel)
    {
        long ended = 0;
        foreach (var action in (string[])[AuditActions.RunCompleted, AuditActions.RunDegraded])
        {
            foreach (var item in await workspace.Store.Audit.OfActionAsync(action, cancel).ConfigureAwait(false))
                if (string.Equals(item.Subject, runId, StringComparison.Ordinal)) ended = Math.Max(ended, item.Seq);
        }
        if (Checkpoints(workspace).Any(checkpoint => checkpoint.Seq >= ended)) return;
        await CheckpointAsync(workspace, await OpenAsync(workspace, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
    }

    /// <summary>The checkpoints of this data directory.</summary>
    /// <exception cref="RefusedException">One is damaged or bears a wrong signature: exit code 6.</exception>
    public static IReadOnlyList<AuditCheckpoint> Checkpoints(Workspace workspace)
    {
        var found = CheckpointFile.Read(workspace.CheckpointPath, KeyRing.Published(workspace.KeysFolder), out var badLine);
        return badLine == 0 ? found
            : throw new RefusedException(ExitCode.IntegrityFailed, $"{CheckpointFile.Name}, line {badLine}: no checkpoint signed with a key of this data directory");
    }
}
