// Runs: begun once per key, ended in one transaction with their flags, and cleaned up after a process that died.
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Findings;

namespace Paysieve.Pipeline.Store;

/// <summary>Tables <c>run</c>, <c>run_file</c> and <c>run_list</c>.</summary>
public sealed class RunTable
{
    private const int LongestFailure = 1000;

    private const string Died = "the process ended before the run did";

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _clock;
    private readonly string _actor;

    internal RunTable(Database database, AuditTrail audit, TimeProvider clock, string actor)
    {
        _database = database;
        _audit = audit;
        _clock = clock;
        _actor = actor;
    }

    /// <summary>The run id that a key gives: its first 16 characters.</summary>
    /// <exception cref="ArgumentException">Not a SHA-256 in lower-case hex.</exception>
    public static string IdOf(string runKey)
    {
        ArgumentNullException.ThrowIfNull(runKey);
        if (runKey.Length != 64 || !runKey.All(char.IsAsciiHexDigitLower))
            throw new ArgumentException("a run key is a SHA-256 in lower-case hex", nameof(runKey));
        return runKey[..16];
    }

    public async Task<RunRecord?> TryFindByKeyAsync(string runKey, CancellationToken cancellationToken) =>
        (await _database.FindAsync<RunRow>("run.find_by_key", new { run_key = runKey }, cancellationToken).ConfigureAwait(false))?.ToRecord();

    /// <summary>All runs whose id begins with <paramref name="idPrefix"/>: one when it is whole or unique.</summary>
    public async Task<IReadOnlyList<RunRecord>> FindAsync(string idPrefix, CancellationToken cancellationToken) =>
        IdPrefix.TryParse(idPrefix, out var range)
            ? [.. (await _database.QueryAsync<RunRow>("run.find_by_prefix", range.Arguments, cancellationToken).ConfigureAwait(false)).Select(row => row.ToRecord())]
            : [];

    /// <summary>The run that finished last, completed or degraded; null when none has.</summary>
    public async Task<RunRecord?> LatestFinishedAsync(CancellationToken cancellationToken) =>
        (await _database.FindAsync<RunRow>("run.latest_finished", null, cancellationToken).ConfigureAwait(false))?.ToRecord();

    /// <summary>Runs, the one started last first.</summary>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(int skip, int take, CancellationToken cancellationToken) =>
        [.. (await _database.QueryAsync<RunRow>("run.select_page", new { skip, take }, cancellationToken).ConfigureAwait(false)).Select(row => row.ToRecord())];

    /// <summary>The run's files by id.</summary>
    public async Task<IReadOnlyList<RunFile>> FilesAsync(string runId, CancellationToken cancellationToken) =>
        [.. (await _database.QueryAsync<FileRow>("run_file.select_by_run", new { run_id = runId }, cancellationToken).ConfigureAwait(false))
            .Select(row => new RunFile(row.FileId, row.Role, row.RowsScored, row.RowsNotScored))];

    /// <summary>Ids of all files whose payouts another run scored that had finished at <paramref name="until"/>.</summary>
    /// <param name="exceptRun">A run that is not asked; null for none.</param>
    public Task<IReadOnlyList<string>> ScoredFilesAsync(DateTimeOffset until, string? exceptRun, CancellationToken cancellationToken) =>
        _database.QueryAsync<string>("run_file.select_scored", new { until, except_run = exceptRun ?? "" }, cancellationToken);

    /// <summary>Ids of all files of which a night has scored every payout: not those of which a run scored one pay date.</summary>
    /// <param name="screened">Only of nights that screened them too.</param>
    public Task<IReadOnlyList<string>> SettledFilesAsync(bool screened, CancellationToken cancellationToken) =>
        _database.QueryAsync<string>("run_file.select_settled", new { screened = screened ? 1 : 0 }, cancellationToken);

    /// <summary>Ids of the list snapshots that the run screened against.</summary>
    public Task<IReadOnlyList<string>> ListSnapshotsAsync(string runId, CancellationToken cancellationToken) =>
        _database.QueryAsync<string>("run_list.select_by_run", new { run_id = runId }, cancellationToken);

    /// <summary>
    /// Claims the run with this key. A key that was never seen, or whose run failed or died, starts; a finished one is given back
    /// as it is; one that another live process works on is not touched.
    /// </summary>
    /// <exception cref="BundleUnknownException">The bundle that it names is not on record.</exception>
    public async Task<RunClaim> BeginAsync(RunStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        var runId = IdOf(start.RunKey);

        if (await TryFindByKeyAsync(start.RunKey, cancellationToken).ConfigureAwait(false) is { } known && IsFinished(known))
            return new RunClaim(RunClaimKind.AlreadyFinished, known, lease: null);

        var lease = await _database.TryLeaseAsync(LeaseOf(runId), cancellationToken).ConfigureAwait(false);
        if (lease is null) return await SeenElsewhereAsync(start, cancellationToken).ConfigureAwait(false);
        try
        {
            var (started, run) = await _database.WriteAsync(work => StartAsync(work, start, runId), cancellationToken).ConfigureAwait(false);
            if (started) return new RunClaim(RunClaimKind.Started, run, lease);
            await lease.DisposeAsync().ConfigureAwait(false);
            return new RunClaim(RunClaimKind.AlreadyFinished, run, lease: null);
        }
        catch
        {
            await lease.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Stores the flags with their reasons, the run's files and lists, and the run's end in one transaction: all of it or nothing.
    /// Asked again for the same claim it changes nothing and gives the stored run, so it may be repeated when the answer got lost.
    /// </summary>
    /// <exception cref="RunLostException">Another start has taken the run over or rolled it back.</exception>
    public Task<RunRecord> CompleteAsync(RunClaim claim, RunOutcome outcome, IReadOnlyList<Flag> flags, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(flags);
        RequireStarted(claim);
        var run = claim.Run;
        return _database.WriteAsync(
            async work =>
            {
                var heldBack = flags.Count(flag => flag.HeldBack);
                var ended = await work.ExecuteAsync("run.complete", new
                {
                    run_id = run.RunId,
                    attempt = run.Attempt,
                    status = Word(outcome.IsDegraded ? RunStatus.Degraded : RunStatus.Completed),
                    finished_at = _clock.Now(),
                    transfers_scored = outcome.TransfersScored,
                    flags_raised = flags.Count - heldBack,
                    flags_held_back = heldBack,
                    summary = CanonicalJson.Of(outcome.Summary),
                }).ConfigureAwait(false);
                var stored = await GetAsync(work, run.RunKey).ConfigureAwait(false);
                if (ended == 0)
                {
                    if (IsFinished(stored) && stored.Attempt == run.Attempt) return stored;
                    throw new RunLostException(run.RunId);
                }

                foreach (var file in outcome.Files)
                {
                    await work.ExecuteAsync("run_file.insert", new
                    {
                        run_id = run.RunId, file_id = file.FileId, role = file.Role, rows_scored = file.RowsScored, rows_not_scored = file.RowsNotScored,
                    }).ConfigureAwait(false);
                }
                foreach (var snapshot in outcome.ListSnapshots)
                    await work.ExecuteAsync("run_list.insert", new { run_id = run.RunId, snapshot_id = snapshot }).ConfigureAwait(false);
                var digest = await FlagTable.WriteAsync(work, run.RunId, flags).ConfigureAwait(false);
                await SuppressionTable.LapseAsync(_audit, work, _actor, run.RunId, outcome.Lapsed, _clock.Now()).ConfigureAwait(false);
                await _audit.AppendAsync(work, new AuditEntry(
                    _actor,
                    outcome.IsDegraded ? AuditActions.RunDegraded : AuditActions.RunCompleted,
                    run.RunId,
                    EndPayload(stored, outcome, digest))).ConfigureAwait(false);
                return stored;
            },
            cancellationToken);
    }

    /// <summary>Ends the run as failed; nothing of it is kept but the record. <paramref name="failure"/> names no person and no account.</summary>
    /// <exception cref="RunLostException">Another start has taken the run over or rolled it back.</exception>
    public Task<RunRecord> FailAsync(RunClaim claim, string failure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(failure);
        RequireStarted(claim);
        return _database.WriteAsync(
            async work =>
            {
                if (!await EndAsFailedAsync(work, claim.Run, failure, AuditActions.RunFailed).ConfigureAwait(false))
                    throw new RunLostException(claim.Run.RunId);
                return await GetAsync(work, claim.Run.RunKey).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>
    /// To be called at every start: runs still called running whose process is gone are rolled back, which means marked failed, since
    /// nothing else of them was ever stored. Gives every such run with what was done, by time of start.
    /// </summary>
    public async Task<IReadOnlyList<RecoveredRun>> RecoverAsync(CancellationToken cancellationToken)
    {
        var found = new List<RecoveredRun>();
        foreach (var row in await _database.QueryAsync<RunRow>("run.select_running", null, cancellationToken).ConfigureAwait(false))
        {
            var run = row.ToRecord();
            var lease = await _database.TryLeaseAsync(LeaseOf(run.RunId), cancellationToken).ConfigureAwait(false);
            if (lease is null)
            {
                found.Add(new RecoveredRun(run.RunId, run.StartedAt, RolledBack: false));
                continue;
            }
            await using (lease.ConfigureAwait(false))
            {
                var rolledBack = await _database.WriteAsync(
                    work => EndAsFailedAsync(work, run, Died, AuditActions.RunRolledBack), cancellationToken).ConfigureAwait(false);
                if (rolledBack) found.Add(new RecoveredRun(run.RunId, run.StartedAt, RolledBack: true));
            }
        }
        return found;
    }

    internal static string Word(RunStatus status) => status switch
    {
        RunStatus.Running => "running",
        RunStatus.Completed => "completed",
        RunStatus.Degraded => "degraded",
        RunStatus.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "not a status"),
    };

    private static bool IsFinished(RunRecord run) => run.Status is RunStatus.Completed or RunStatus.Degraded;

    private static string LeaseOf(string runId) => "run-" + runId;

    private static void RequireStarted(RunClaim claim)
    {
        if (claim.Kind != RunClaimKind.Started) throw new InvalidOperationException("only a run that was started here can be ended here");
    }

    private static async Task<RunRecord> GetAsync(UnitOfWork work, string runKey) =>
        (await work.FindAsync<RunRow>("run.find_by_key", new { run_key = runKey }).ConfigureAwait(false))?.ToRecord()
        ?? throw new RunLostException(IdOf(runKey));

    private async Task<RunClaim> SeenElsewhereAsync(RunStart start, CancellationToken cancellationToken)
    {
        // Between taking its lease and writing its row, the other process is not yet on record.
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (await TryFindByKeyAsync(start.RunKey, cancellationToken).ConfigureAwait(false) is { } run)
                return new RunClaim(IsFinished(run) ? RunClaimKind.AlreadyFinished : RunClaimKind.RunningElsewhere, run, lease: null);
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken).ConfigureAwait(false);
        }
        throw new StoreUnreachableException($"run {IdOf(start.RunKey)} is held by another process that does not put it on record");
    }

    private async Task<(bool Started, RunRecord Run)> StartAsync(UnitOfWork work, RunStart start, string runId)
    {
        var known = await work.FindAsync<RunRow>("run.find_by_key", new { run_key = start.RunKey }).ConfigureAwait(false);
        if (known is null)
        {
            if (start.BundleId is { } bundle && await BundleTable.GetAsync(work, bundle).ConfigureAwait(false) is null) throw new BundleUnknownException(bundle);
            await work.ExecuteAsync("run.insert", new
            {
                run_id = runId, run_key = start.RunKey, kind = start.Kind, as_of = start.AsOf, started_at = _clock.Now(),
                bundle_id = start.BundleId, list_snapshot_id = start.ListSnapshotId, config_hash = start.ConfigHash,
                program_version = start.ProgramVersion, actor = _actor, started_by = start.StartedBy,
            }).ConfigureAwait(false);
        }
        else
        {
            var restarted = await work.ExecuteAsync("run.restart", new
            {
                run_id = runId, started_at = _clock.Now(), actor = _actor, started_by = start.StartedBy,
            }).ConfigureAwait(false);
            if (restarted == 0) return (false, known.ToRecord());
        }

        var run = await GetAsync(work, start.RunKey).ConfigureAwait(false);
        await SettingsTrail.RecordAsync(_audit, work, _actor, runId, start).ConfigureAwait(false);
        await _audit.AppendAsync(work, new AuditEntry(_actor, AuditActions.RunStarted, runId, StartPayload(run, start))).ConfigureAwait(false);
        return (true, run);
    }

    private async Task<bool> EndAsFailedAsync(UnitOfWork work, RunRecord run, string failure, string action)
    {
        var words = failure.Length <= LongestFailure ? failure : failure[..(LongestFailure - 1)] + "…";
        var ended = await work.ExecuteAsync("run.fail", new
        {
            run_id = run.RunId, attempt = run.Attempt, finished_at = _clock.Now(), failure = words,
        }).ConfigureAwait(false);
        if (ended == 0) return false;
        await _audit.AppendAsync(work, new AuditEntry(_actor, action, run.RunId, new JsonObject
        {
            ["attempt"] = run.Attempt,
            ["failure"] = words,
            ["run_key"] = run.RunKey,
        })).ConfigureAwait(false);
        return true;
    }

    private static JsonObject StartPayload(RunRecord run, RunStart start) => new()
    {
        ["run_key"] = run.RunKey,
        ["kind"] = run.Kind,
        ["as_of"] = run.AsOf is { } day ? DapperSetup.DateText(day) : null,
        ["attempt"] = run.Attempt,
        ["started_by"] = run.StartedBy,
        ["bundle_id"] = run.BundleId,
        ["list_snapshot_id"] = run.ListSnapshotId,
        ["config_hash"] = run.ConfigHash,
        ["program_version"] = run.ProgramVersion,
        ["files"] = new JsonArray([.. start.FileIds.Order(StringComparer.Ordinal).Select(id => (JsonNode)id)]),
    };

    private static JsonObject EndPayload(RunRecord run, RunOutcome outcome, string flagsDigest) => new()
    {
        ["run_key"] = run.RunKey,
        ["attempt"] = run.Attempt,
        ["transfers_scored"] = run.TransfersScored,
        ["flags_raised"] = run.FlagsRaised,
        ["flags_held_back"] = run.FlagsHeldBack,
        ["flags_sha256"] = flagsDigest,
        ["files"] = new JsonArray([.. outcome.Files.OrderBy(file => file.FileId, StringComparer.Ordinal).Select(file => (JsonNode)new JsonObject
        {
            ["file_id"] = file.FileId,
            ["role"] = file.Role,
            ["rows_scored"] = file.RowsScored,
            ["rows_not_scored"] = file.RowsNotScored,
        })]),
        ["list_snapshots"] = new JsonArray([.. outcome.ListSnapshots.Order(StringComparer.Ordinal).Select(id => (JsonNode)id)]),
        ["summary"] = outcome.Summary.DeepClone(),
    };

    private sealed record FileRow
    {
        public string FileId { get; init; } = "";
        public string Role { get; init; } = "";
        public long RowsScored { get; init; }
        public long RowsNotScored { get; init; }
    }

    private sealed record RunRow
    {
        public string RunId { get; init; } = "";
        public string RunKey { get; init; } = "";
        public string Kind { get; init; } = "";
        public DateOnly? AsOf { get; init; }
        public string Status { get; init; } = "";
        public DateTimeOffset StartedAt { get; init; }
        public DateTimeOffset? FinishedAt { get; init; }
        public string? BundleId { get; init; }
        public string? ListSnapshotId { get; init; }
        public string ConfigHash { get; init; } = "";
        public long TransfersScored { get; init; }
        public int FlagsRaised { get; init; }
        public int FlagsHeldBack { get; init; }
        public string ProgramVersion { get; init; } = "";
        public int Attempt { get; init; }
        public string Actor { get; init; } = "";
        public string StartedBy { get; init; } = "";
        public string Summary { get; init; } = "";
        public string? Failure { get; init; }

        public RunRecord ToRecord() => new()
        {
            RunId = RunId,
            RunKey = RunKey,
            Kind = Kind,
            AsOf = AsOf,
            Status = Status switch
            {
                "running" => RunStatus.Running,
                "completed" => RunStatus.Completed,
                "degraded" => RunStatus.Degraded,
                "failed" => RunStatus.Failed,
                _ => throw new FormatException($"the store holds an unknown run status {Status}"),
            },
            StartedAt = StartedAt,
            FinishedAt = FinishedAt,
            BundleId = BundleId,
            ListSnapshotId = ListSnapshotId,
            ConfigHash = ConfigHash,
            TransfersScored = TransfersScored,
            FlagsRaised = FlagsRaised,
            FlagsHeldBack = FlagsHeldBack,
            ProgramVersion = ProgramVersion,
            Attempt = Attempt,
            Actor = Actor,
            StartedBy = StartedBy,
            Summary = Summary,
            Failure = Failure,
        };
    }
}
