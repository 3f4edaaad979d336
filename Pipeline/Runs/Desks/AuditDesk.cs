// Where an examiner's questions are served: checks the trail and hands it out as a pack that verifies elsewhere.
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Audit.Packs;
using Paysieve.Pipeline.Audit.Signing;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Runs.Desks;

/// <param name="Manifest">What the pack says it is.</param>
/// <param name="ManifestSha256">The pack in 64 characters: recorded in the trail.</param>
public sealed record ExportedPack(PackManifest Manifest, string ManifestSha256, string Folder);

/// <summary>The verbs <c>audit …</c>.</summary>
public static class AuditDesk
{
    /// <summary>The chain from its first event, the signed checkpoints beside it, and the tables against the trail.</summary>
    /// <exception cref="RefusedException">A checkpoint is damaged.</exception>
    public static Task<StoreVerdict> VerifyAsync(Workspace workspace, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return StoreVerifier.VerifyAsync(workspace.Store, [.. AuditKeys.Checkpoints(workspace).Select(checkpoint => checkpoint.Head)], cancel);
    }

    /// <summary>
    /// Writes the pack and records that it was handed out. The period is closed before its last day ends: asked for again with the same
    /// filter, everything but <c>export.json</c> and its signature has the same bytes.
    /// </summary>
    /// <exception cref="RefusedException">The folder is in use, the filter makes no sense.</exception>
    public static async Task<ExportedPack> ExportAsync(Workspace workspace, PackFilter filter, string folder, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.To < filter.From) throw new RefusedException(ExitCode.Usage, "--to is before --from");
        if (!PackRoles.All.Contains(filter.Role, StringComparer.Ordinal)) throw new RefusedException(ExitCode.Usage, $"--role is one of {string.Join(", ", PackRoles.All)}");
        var ring = await AuditKeys.OpenAsync(workspace, cancel).ConfigureAwait(false);
        var verdict = await VerifyAsync(workspace, cancel).ConfigureAwait(false);
        if (!verdict.Chain.IsGood)
            throw new RefusedException(ExitCode.IntegrityFailed, $"the audit trail is broken at event {verdict.Chain.BadSeq}; no pack is made of it: {verdict.Chain.Explanation}");

        PackWriter writer;
        try
        {
            writer = PackWriter.Begin(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(ExitCode.Usage, $"{folder} cannot take the pack: it holds something, or cannot be written");
        }
        using (writer)
        {
            var contents = await PackContents.WriteAsync(workspace, filter, writer, cancel).ConfigureAwait(false);
            var checkpoints = AuditKeys.Checkpoints(workspace).Where(checkpoint => checkpoint.Seq >= contents.Chain.FirstSeq && checkpoint.Seq <= contents.Chain.LastSeq).ToArray();
            writer.Add(CheckpointFile.Name, string.Concat(checkpoints.Select(checkpoint => checkpoint.ToLine() + "\n")));
            writer.Add("schema.json", PackCatalog.SchemaJson());
            writer.Add("README.txt", PackReadMe.Text(filter, contents.Chain));
            var origin = new PackOrigin(workspace.Actor, workspace.Clock.GetUtcNow());
            var manifest = writer.Finish(
                filter, contents.Chain, verdict.Differences, ring.Current, checkpoints.Select(checkpoint => ring.Known[checkpoint.KeyId]), origin);
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(manifest.ToJson())));
            await workspace.Store.Audit.AppendAsync(
                new AuditEntry(workspace.Actor, AuditActions.PackExported, hash, new JsonObject
                {
                    ["from"] = filter.From is { } from ? DapperSetup.DateText(from) : null,
                    ["to"] = DapperSetup.DateText(filter.To),
                    ["role"] = filter.Role,
                    ["key_id"] = ring.Current.Id,
                    ["files"] = manifest.Files.Count,
                }),
                cancel).ConfigureAwait(false);
            return new ExportedPack(manifest, hash, folder);
        }
    }

    /// <summary>Lets a new key sign from now on. The old one signs the new one over, and the trail records both; then the old private key is gone.</summary>
    /// <returns>The ids of the key before and of the key that signs now.</returns>
    public static async Task<(string Before, string Now)> RotateKeyAsync(Workspace workspace, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var ring = await AuditKeys.OpenAsync(workspace, cancel).ConfigureAwait(false);
        var before = ring.Current.Id;
        await AuditKeys.CheckpointAsync(workspace, ring, cancel).ConfigureAwait(false);
        await ring.RotateAsync((next, signature) => workspace.Store.Audit.AppendAsync(
            new AuditEntry(workspace.Actor, AuditActions.KeyRotated, next.Id, new JsonObject
            {
                ["before"] = before, ["public_key"] = next.Pem, ["signature_of_before"] = Convert.ToBase64String(signature),
            }),
            cancel)).ConfigureAwait(false);
        await AuditKeys.CheckpointAsync(workspace, ring, cancel).ConfigureAwait(false);
        return (before, ring.Current.Id);
    }

    /// <summary>The keys that ever signed here, by id, and the one that signs now.</summary>
    public static async Task<(string Current, IReadOnlyList<string> Known)> KeysAsync(Workspace workspace, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var ring = await AuditKeys.OpenAsync(workspace, cancel).ConfigureAwait(false);
        return (ring.Current.Id, [.. ring.Known.Keys]);
    }
}
