// Holds the store's tables against its audit trail: the chain may be whole while somebody has changed what it speaks of.
using System.Data;
using System.Globalization;
using System.Text.Json;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Store;

/// <summary>What a check of the whole store found.</summary>
/// <param name="Chain">The audit chain itself.</param>
/// <param name="Differences">Rows that no longer say what the trail says, one sentence each, by id; ids only, no values. Not looked for when the chain is bad.</param>
public sealed record StoreVerdict(AuditVerdict Chain, IReadOnlyList<string> Differences)
{
    public bool IsGood => Chain.IsGood && Differences.Count == 0;
}

/// <summary>
/// Verifies the chain, then that files, runs with their flags, decisions, suppressions, models and lists in the tables are those that the trail recorded: altered,
/// added and removed ones are named. A run or decision on record without its event also gives a tail away that was cut off.
/// </summary>
public static class StoreVerifier
{
    /// <param name="noted">Heads as signed checkpoints state them.</param>
    public static async Task<StoreVerdict> VerifyAsync(IStore store, IReadOnlyCollection<AuditHead> noted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var chain = await AuditVerifier.VerifyAsync(store.Audit, before: null, noted, cancellationToken).ConfigureAwait(false);
        if (!chain.IsGood) return new StoreVerdict(chain, []);

        var trail = await RecordedTrail.ReadAsync(store.Audit, cancellationToken).ConfigureAwait(false);
        var differences = new List<string>();
        await CompareAsync("source_file or rejected_record", CompareFilesAsync).ConfigureAwait(false);
        await CompareAsync("run, flagged_transfer or flag_reason", CompareRunsAsync).ConfigureAwait(false);
        await CompareAsync("disposition", CompareDecisionsAsync).ConfigureAwait(false);
        await CompareAsync("suppression", CompareSuppressionsAsync).ConfigureAwait(false);
        await CompareAsync("model_bundle", CompareModelsAsync).ConfigureAwait(false);
        await CompareAsync("list_snapshot", CompareListsAsync).ConfigureAwait(false);
        return new StoreVerdict(chain, differences);

        // Whoever alters a byte need not leave a number a number.
        async Task CompareAsync(string tables, Func<IStore, RecordedTrail, List<string>, CancellationToken, Task> compare)
        {
            try
            {
                await compare(store, trail, differences, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception damage) when (damage is FormatException or JsonException or DataException or InvalidCastException or OverflowException)
            {
                differences.Add($"a row of {tables} holds what this program never writes: it was altered or damaged, and what comes behind it there was not compared");
            }
        }
    }

    /// <summary>The digest of a finished run's flags as the trail recorded it; null when no event tells of it.</summary>
    public static async Task<string?> RecordedFlagsAsync(IStore store, RunRecord run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(run);
        var action = run.Status == RunStatus.Degraded ? AuditActions.RunDegraded : AuditActions.RunCompleted;
        var ended = (await store.Audit.OfActionAsync(action, cancellationToken).ConfigureAwait(false)).LastOrDefault(item => string.Equals(item.Subject, run.RunId, StringComparison.Ordinal));
        if (ended is null) return null;
        using var payload = JsonDocument.Parse(ended.Payload);
        var digest = payload.RootElement.GetProperty("flags_sha256").GetString();
        foreach (var item in await store.Audit.OfActionAsync(AuditActions.PersonErased, cancellationToken).ConfigureAwait(false))
        {
            using var erased = JsonDocument.Parse(item.Payload);
            if (erased.RootElement.GetProperty("flags_sha256").TryGetProperty(run.RunId, out var left)) digest = left.GetString();
        }
        return digest;
    }

    private static async Task CompareFilesAsync(IStore store, RecordedTrail trail, List<string> differences, CancellationToken cancellationToken)
    {
        foreach (var file in await store.SourceFiles.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!trail.Files.Remove(file.FileId, out var item)) differences.Add($"file {file.FileId} is in no audit event");
            else if (!Agree(item, ("rows_read", file.RowsRead), ("rows_accepted", file.RowsAccepted), ("rows_rejected", file.RowsRejected)))
                differences.Add($"file {file.FileId} has other row counts than audit event {Number(item)} says");
            else if (Told(item, "rejected_sha256") is { } rejected && !string.Equals(rejected, await store.SourceFiles.RejectedDigestAsync(file.FileId, cancellationToken).ConfigureAwait(false), StringComparison.Ordinal))
                differences.Add($"the rejected rows of file {file.FileId} are not those that audit event {Number(item)} recorded");
        }
        Missing(trail.Files, "file", differences);
    }

    private static async Task CompareRunsAsync(IStore store, RecordedTrail trail, List<string> differences, CancellationToken cancellationToken)
    {
        foreach (var run in await store.Runs.ListAsync(0, int.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            if (!trail.RunFacts.Remove(run.RunId, out var recorded))
            {
                differences.Add($"run {run.RunId} is in no audit event");
                continue;
            }
            var item = recorded.Last;
            var status = item.Action switch
            {
                AuditActions.RunStarted => RunStatus.Running,
                AuditActions.RunCompleted => RunStatus.Completed,
                AuditActions.RunDegraded => RunStatus.Degraded,
                _ => RunStatus.Failed,
            };
            if (status != run.Status)
            {
                differences.Add($"run {run.RunId} has another status than audit event {Number(item)} says");
                continue;
            }
            if (recorded.Start is { } start && !Says(
                start, ("run_key", run.RunKey), ("kind", run.Kind), ("bundle_id", run.BundleId), ("list_snapshot_id", run.ListSnapshotId), ("config_hash", run.ConfigHash),
                ("program_version", run.ProgramVersion), ("started_by", run.StartedBy)))
                differences.Add($"run {run.RunId} names another model, list, setting or program than audit event {Number(start)} says");
            if (status is not (RunStatus.Completed or RunStatus.Degraded)) continue;

            if (!Agree(item, ("transfers_scored", run.TransfersScored), ("flags_raised", run.FlagsRaised), ("flags_held_back", run.FlagsHeldBack)))
                differences.Add($"run {run.RunId} has other counts than audit event {Number(item)} says");
            using var payload = JsonDocument.Parse(item.Payload);
            if (payload.RootElement.TryGetProperty("summary", out var summary) && !SameJson(summary, run.Summary))
                differences.Add($"run {run.RunId} has another summary than audit event {Number(item)} says");
            var digest = await store.Flags.DigestAsync(run.RunId, cancellationToken).ConfigureAwait(false);
            var told = trail.DigestsLeft.GetValueOrDefault(run.RunId) ?? payload.RootElement.GetProperty("flags_sha256").GetString();
            if (!string.Equals(digest, told, StringComparison.Ordinal))
                differences.Add($"the flags of run {run.RunId} are not those that audit event {Number(item)} recorded");
        }
        foreach (var (id, recorded) in trail.RunFacts) differences.Add($"run {id} of audit event {Number(recorded.Last)} is gone");
    }

    private static async Task CompareDecisionsAsync(IStore store, RecordedTrail trail, List<string> differences, CancellationToken cancellationToken)
    {
        await foreach (var (decision, salt) in store.Dispositions.AllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (RecordedTrail.Number(decision.DispositionId) is not { } number || !trail.Decisions.Remove(number, out var told))
            {
                differences.Add($"decision {decision.DispositionId} is in no audit event");
                continue;
            }
            var erased = decision.Note == ErasureTable.Tombstone && salt is null && trail.Erased.Contains(decision.FlagId);
            var note = erased || told.Note == RecordedDecision.Plain(decision.Note)
                || ((salt is not null || decision.Note.Length == 0) && told.Note == RecordedDecision.Sealed(NoteSeal.Of(salt, decision.Note)));
            var same = note && told.Facts == RecordedDecision.FactsOf(
                    decision.FlagId, decision.Actor, decision.Ordinal, decision.Decision, decision.ReasonCode, decision.SecondActor, decision.Proposes)
                && string.Equals(DispositionTable.IdOf(decision.FlagId, decision.Ordinal, decision.DecidedAt, decision.Actor), decision.DispositionId, StringComparison.Ordinal);
            if (!same) differences.Add(string.Create(CultureInfo.InvariantCulture, $"decision {decision.DispositionId} is not the one that audit event {told.Seq} recorded"));
        }
        foreach (var (id, told) in trail.Decisions.OrderBy(pair => pair.Value.Seq))
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"decision {id:x32} of audit event {told.Seq} is gone"));
    }

    private static async Task CompareSuppressionsAsync(IStore store, RecordedTrail trail, List<string> differences, CancellationToken cancellationToken)
    {
        foreach (var made in await store.Suppressions.ListAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            if (!trail.Suppressions.Remove(made.SuppressionId, out var item))
            {
                differences.Add($"suppression {made.SuppressionId} is in no audit event");
                continue;
            }
            using var payload = JsonDocument.Parse(item.Payload);
            bool Told(string name, string? value) => string.Equals(payload.RootElement.GetProperty(name).GetString(), value, StringComparison.Ordinal);
            bool Step(string action, string? actor, DateTimeOffset? at) =>
                trail.SuppressionSteps.TryGetValue(made.SuppressionId + " " + action, out var step)
                    ? at is not null && (actor is null || string.Equals(step.Actor, actor, StringComparison.Ordinal)) && string.Equals(step.At, DapperSetup.TimeText(at.Value), StringComparison.Ordinal)
                    : at is null;
            var same = string.Equals(item.Actor, made.CreatedBy, StringComparison.Ordinal)
                && Told("typology", made.Typology) && Told("reason_code", made.ReasonCode) && Told("scope_key", made.ScopeKey)
                && NoteAgrees(payload.RootElement, made.Note, made.NoteSalt, made.FlagId!, trail)
                && Told("expires_at", DapperSetup.TimeText(made.ExpiresAt)) && Told("flag_id", made.FlagId) && Told("bundle_id", made.BundleId)
                && Step(AuditActions.SuppressionApproved, made.ApprovedBy, made.ApprovedAt) && Step(AuditActions.SuppressionRevoked, made.RevokedBy, made.RevokedAt)
                && Step(AuditActions.SuppressionLapsed, null, made.LapsedAt)
                && string.Equals(SuppressionTable.IdOf(made, made.CreatedAt), made.SuppressionId, StringComparison.Ordinal);
            if (!same) differences.Add($"suppression {made.SuppressionId} is not the one that the trail recorded from audit event {Number(item)} on");
        }
        Missing(trail.Suppressions, "suppression", differences);
    }

    private static async Task CompareModelsAsync(IStore store, RecordedTrail trail, List<string> differences, CancellationToken cancellationToken)
    {
        foreach (var bundle in await store.Bundles.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!trail.Bundles.Remove(bundle.BundleId, out var item))
            {
                differences.Add($"model {bundle.BundleId} is in no audit event");
                continue;
            }
            using var payload = JsonDocument.Parse(item.Payload);
            var same = Says(item, ("data_hash", bundle.DataHash), ("seed", bundle.Seed.ToString(CultureInfo.InvariantCulture)), ("catalogue_version", bundle.CatalogueVersion))
                && SameJson(payload.RootElement.GetProperty("metrics"), bundle.Metrics);
            if (!same) differences.Add($"model {bundle.BundleId} is not the one that audit event {Number(item)} recorded");
        }
        Missing(trail.Bundles, "model", differences);
    }

    private static async Task CompareListsAsync(IStore store, RecordedTrail trail, List<string> differences, CancellationToken cancellationToken)
    {
        foreach (var list in await store.ListSnapshots.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!trail.Lists.Remove(list.SnapshotId, out var item)) differences.Add($"list {list.SnapshotId} is in no audit event");
            else if (!Says(item, ("source", list.Source), ("publisher", list.Publisher), ("list_version", list.ListVersion)) || !Agree(item, ("entries", list.Entries), ("names", list.Names), ("wallets", list.Wallets)))
                differences.Add($"list {list.SnapshotId} is not the one that audit event {Number(item)} recorded");
        }
        Missing(trail.Lists, "list", differences);
    }

    /// <summary>A note is what was sealed, or a tombstone where an event tells of an erasure. Trails from before notes were sealed hold them as they were.</summary>
    private static bool NoteAgrees(JsonElement payload, string note, string? salt, string flagId, RecordedTrail trail)
    {
        if (note == ErasureTable.Tombstone && salt is null && trail.Erased.Contains(flagId)) return true;
        return payload.TryGetProperty("note", out var plain)
            ? string.Equals(plain.GetString(), note, StringComparison.Ordinal)
            : string.Equals(payload.GetProperty("note_sha256").GetString(), NoteSeal.Of(salt, note), StringComparison.Ordinal) && (salt is not null || note.Length == 0);
    }

    /// <summary>A column that is no JSON any more is another text than the one recorded.</summary>
    private static bool SameJson(JsonElement recorded, string column)
    {
        try
        {
            return string.Equals(CanonicalJson.OfText(recorded.GetRawText()), CanonicalJson.OfText(column), StringComparison.Ordinal);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Says(AuditEvent item, params ReadOnlySpan<(string Name, string? Value)> expected)
    {
        using var payload = JsonDocument.Parse(item.Payload);
        foreach (var (name, value) in expected)
        {
            // What an earlier version did not record yet cannot be held against it.
            if (payload.RootElement.TryGetProperty(name, out var told) && !string.Equals(told.GetString(), value, StringComparison.Ordinal)) return false;
        }
        return true;
    }

    /// <summary>Null: an earlier version did not record it.</summary>
    private static string? Told(AuditEvent item, string name)
    {
        using var payload = JsonDocument.Parse(item.Payload);
        return payload.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private static bool Agree(AuditEvent item, params ReadOnlySpan<(string Name, long Value)> expected)
    {
        using var payload = JsonDocument.Parse(item.Payload);
        foreach (var (name, value) in expected)
        {
            if (payload.RootElement.GetProperty(name).GetInt64() != value) return false;
        }
        return true;
    }

    private static void Missing(SortedDictionary<string, AuditEvent> left, string what, List<string> differences)
    {
        foreach (var (id, item) in left) differences.Add($"{what} {id} of audit event {Number(item)} is gone");
    }

    private static string Number(AuditEvent item) => item.Seq.ToString(CultureInfo.InvariantCulture);
}
