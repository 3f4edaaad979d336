// Holds the store's tables against its audit trail: the chain may be whole while somebody has changed what it speaks of.
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
/// Verifies the chain, then that files, runs with their flags, decisions and suppressions in the tables are those that the trail recorded: altered,
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

        var trail = await ReadTrailAsync(store.Audit, cancellationToken).ConfigureAwait(false);
        var differences = new List<string>();
        await CompareFilesAsync(store, trail, differences, cancellationToken).ConfigureAwait(false);
        await CompareRunsAsync(store, trail, differences, cancellationToken).ConfigureAwait(false);
        await CompareDecisionsAsync(store, trail, differences, cancellationToken).ConfigureAwait(false);
        await CompareSuppressionsAsync(store, trail, differences, cancellationToken).ConfigureAwait(false);
        return new StoreVerdict(chain, differences);
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

    private static async Task<Trail> ReadTrailAsync(AuditTrail audit, CancellationToken cancellationToken)
    {
        var trail = new Trail();
        await foreach (var item in audit.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (item.Action)
            {
                case AuditActions.FileIngested or AuditActions.FileRefused:
                    trail.Files[item.Subject] = item;
                    break;
                case AuditActions.RunStarted or AuditActions.RunCompleted or AuditActions.RunDegraded or AuditActions.RunFailed or AuditActions.RunRolledBack:
                    trail.Runs[item.Subject] = item;
                    break;
                case AuditActions.FlagDecided:
                    using (var payload = JsonDocument.Parse(item.Payload))
                        trail.Decisions[payload.RootElement.GetProperty("disposition_id").GetString()!] = item;
                    break;
                case AuditActions.PersonErased:
                    using (var payload = JsonDocument.Parse(item.Payload))
                    {
                        foreach (var flag in payload.RootElement.GetProperty("flags").EnumerateArray()) trail.Erased.Add(flag.GetString()!);
                        foreach (var run in payload.RootElement.GetProperty("flags_sha256").EnumerateObject()) trail.DigestsLeft[run.Name] = run.Value.GetString()!;
                    }
                    break;
                case AuditActions.SuppressionProposed:
                    trail.Suppressions[item.Subject] = item;
                    break;
                case AuditActions.SuppressionApproved or AuditActions.SuppressionRevoked or AuditActions.SuppressionLapsed:
                    trail.SuppressionSteps[item.Subject + " " + item.Action] = item;
                    break;
            }
        }
        return trail;
    }

    private static async Task CompareFilesAsync(IStore store, Trail trail, List<string> differences, CancellationToken cancellationToken)
    {
        foreach (var file in await store.SourceFiles.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!trail.Files.Remove(file.FileId, out var item)) differences.Add($"file {file.FileId} is in no audit event");
            else if (!Agree(item, ("rows_read", file.RowsRead), ("rows_accepted", file.RowsAccepted), ("rows_rejected", file.RowsRejected)))
                differences.Add($"file {file.FileId} has other row counts than audit event {Number(item)} says");
        }
        Missing(trail.Files, "file", differences);
    }

    private static async Task CompareRunsAsync(IStore store, Trail trail, List<string> differences, CancellationToken cancellationToken)
    {
        foreach (var run in await store.Runs.ListAsync(0, int.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            if (!trail.Runs.Remove(run.RunId, out var item))
            {
                differences.Add($"run {run.RunId} is in no audit event");
                continue;
            }
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
            if (status is not (RunStatus.Completed or RunStatus.Degraded)) continue;

            if (!Agree(item, ("transfers_scored", run.TransfersScored), ("flags_raised", run.FlagsRaised), ("flags_held_back", run.FlagsHeldBack)))
                differences.Add($"run {run.RunId} has other counts than audit event {Number(item)} says");
            using var payload = JsonDocument.Parse(item.Payload);
            var digest = await store.Flags.DigestAsync(run.RunId, cancellationToken).ConfigureAwait(false);
            var recorded = trail.DigestsLeft.GetValueOrDefault(run.RunId) ?? payload.RootElement.GetProperty("flags_sha256").GetString();
            if (!string.Equals(digest, recorded, StringComparison.Ordinal))
                differences.Add($"the flags of run {run.RunId} are not those that audit event {Number(item)} recorded");
        }
        Missing(trail.Runs, "run", differences);
    }

    private static async Task CompareDecisionsAsync(IStore store, Trail trail, List<string> differences, CancellationToken cancellationToken)
    {
        foreach (var (decision, salt) in await store.Dispositions.AllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!trail.Decisions.Remove(decision.DispositionId, out var item))
            {
                differences.Add($"decision {decision.DispositionId} is in no audit event");
                continue;
            }
            using var payload = JsonDocument.Parse(item.Payload);
            bool Says(string name, string? value) => string.Equals(payload.RootElement.GetProperty(name).GetString(), value, StringComparison.Ordinal);
            var same = string.Equals(item.Subject, decision.FlagId, StringComparison.Ordinal)
                && string.Equals(item.Actor, decision.Actor, StringComparison.Ordinal)
                && payload.RootElement.GetProperty("ordinal").GetInt32() == decision.Ordinal
                && Says("decision", decision.Decision) && Says("reason_code", decision.ReasonCode)
                && NoteAgrees(payload.RootElement, decision.Note, salt, decision.FlagId, trail) && Says("second_actor", decision.SecondActor)
                && string.Equals(payload.RootElement.TryGetProperty("proposes", out var proposes) ? proposes.GetString() : null, decision.Proposes, StringComparison.Ordinal);
            if (!same) differences.Add($"decision {decision.DispositionId} is not the one that audit event {Number(item)} recorded");
        }
        Missing(trail.Decisions, "decision", differences);
    }

    private static async Task CompareSuppressionsAsync(IStore store, Trail trail, List<string> differences, CancellationToken cancellationToken)
    {
        foreach (var made in await store.Suppressions.ListAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            if (!trail.Suppressions.Remove(made.SuppressionId, out var item))
            {
                differences.Add($"suppression {made.SuppressionId} is in no audit event");
                continue;
            }
            using var payload = JsonDocument.Parse(item.Payload);
            bool Says(string name, string? value) => string.Equals(payload.RootElement.GetProperty(name).GetString(), value, StringComparison.Ordinal);
            bool Step(string action, string? actor, DateTimeOffset? at) =>
                trail.SuppressionSteps.TryGetValue(made.SuppressionId + " " + action, out var step)
                    ? at is not null && (actor is null || string.Equals(step.Actor, actor, StringComparison.Ordinal)) && string.Equals(step.At, DapperSetup.TimeText(at.Value), StringComparison.Ordinal)
                    : at is null;
            var same = string.Equals(item.Actor, made.CreatedBy, StringComparison.Ordinal)
                && Says("typology", made.Typology) && Says("reason_code", made.ReasonCode) && Says("scope_key", made.ScopeKey)
                && NoteAgrees(payload.RootElement, made.Note, made.NoteSalt, made.FlagId!, trail)
                && Says("expires_at", DapperSetup.TimeText(made.ExpiresAt)) && Says("flag_id", made.FlagId) && Says("bundle_id", made.BundleId)
                && Step(AuditActions.SuppressionApproved, made.ApprovedBy, made.ApprovedAt) && Step(AuditActions.SuppressionRevoked, made.RevokedBy, made.RevokedAt)
                && Step(AuditActions.SuppressionLapsed, null, made.LapsedAt);
            if (!same) differences.Add($"suppression {made.SuppressionId} is not the one that the trail recorded from audit event {Number(item)} on");
        }
        Missing(trail.Suppressions, "suppression", differences);
    }

    /// <summary>A note is what was sealed, or a tombstone where an event tells of an erasure. Trails from before notes were sealed hold them as they were.</summary>
    private static bool NoteAgrees(JsonElement payload, string note, string? salt, string flagId, Trail trail)
    {
        if (note == ErasureTable.Tombstone && salt is null && trail.Erased.Contains(flagId)) return true;
        return payload.TryGetProperty("note", out var plain)
            ? string.Equals(plain.GetString(), note, StringComparison.Ordinal)
            : string.Equals(payload.GetProperty("note_sha256").GetString(), NoteSeal.Of(salt, note), StringComparison.Ordinal) && (salt is not null || note.Length == 0);
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

    /// <summary>The last event about each thing.</summary>
    private sealed class Trail
    {
        public SortedDictionary<string, AuditEvent> Files { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, AuditEvent> Runs { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, AuditEvent> Decisions { get; } = new(StringComparer.Ordinal);

        /// <summary>Flags of people who were erased.</summary>
        public HashSet<string> Erased { get; } = new(StringComparer.Ordinal);

        /// <summary>Digests of runs' flags after the last erasure among them.</summary>
        public Dictionary<string, string> DigestsLeft { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, AuditEvent> Suppressions { get; } = new(StringComparer.Ordinal);

        /// <summary>By suppression and action.</summary>
        public Dictionary<string, AuditEvent> SuppressionSteps { get; } = new(StringComparer.Ordinal);
    }
}
