// What is known of a run: before it starts, while it is on record, and when it ends.
using System.Text.Json.Nodes;

namespace Paysieve.Pipeline.Store;

/// <summary>Stored in lower case.</summary>
public enum RunStatus { Running, Completed, Degraded, Failed }

/// <summary>A row of <c>run</c>.</summary>
public sealed record RunRecord
{
    /// <summary>First 16 characters of the key.</summary>
    public required string RunId { get; init; }
    public required string RunKey { get; init; }
    public required string Kind { get; init; }
    public DateOnly? AsOf { get; init; }
    public required RunStatus Status { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? BundleId { get; init; }
    public string? ListSnapshotId { get; init; }
    public required string ConfigHash { get; init; }
    public required long TransfersScored { get; init; }

    /// <summary>Flags within the alert budget, and every sanctions match.</summary>
    public required int FlagsRaised { get; init; }
    public required int FlagsHeldBack { get; init; }
    public required string ProgramVersion { get; init; }

    /// <summary>1 for the first start with this key; one more for each start after a failure.</summary>
    public required int Attempt { get; init; }
    public required string Actor { get; init; }

    /// <summary>manual, schedule or backfill.</summary>
    public required string StartedBy { get; init; }

    /// <summary>What the run had to say for the report, as a JSON object: rows not scored and why, detectors that failed.</summary>
    public required string Summary { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? Failure { get; init; }

    /// <summary>Ids only.</summary>
    public override string ToString() => $"run {RunId}";
}

/// <summary>What identifies a run that is about to start.</summary>
public sealed record RunStart
{
    /// <summary>SHA-256 in lower-case hex over everything that decides the outcome.</summary>
    public required string RunKey { get; init; }

    /// <summary>night, lookback, …</summary>
    public required string Kind { get; init; }
    public DateOnly? AsOf { get; init; }

    /// <summary>A bundle that <see cref="BundleTable"/> knows; null when nothing is scored by a model.</summary>
    public string? BundleId { get; init; }

    /// <summary>One id for the set of lists screened against.</summary>
    public string? ListSnapshotId { get; init; }
    public required string ConfigHash { get; init; }
    public required string ProgramVersion { get; init; }
    public string StartedBy { get; init; } = "manual";

    /// <summary>Ids of the files to be scored, for the audit trail.</summary>
    public IReadOnlyList<string> FileIds { get; init; } = [];

    /// <summary>The settings behind <see cref="ConfigHash"/> by key, each value as JSON text, no secrets; empty: not recorded.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Why the settings are other than they were, for the audit trail.</summary>
    public string? Reason { get; init; }
}

/// <summary>A row of <c>run_file</c>.</summary>
/// <param name="Role"><see cref="Night"/>, <see cref="Legs"/> or <see cref="History"/>.</param>
/// <param name="RowsScored">Payouts of it that the run scored.</param>
/// <param name="RowsNotScored">Its other rows: rejected, unchanged, of legs or of the history.</param>
public sealed record RunFile(string FileId, string Role, long RowsScored, long RowsNotScored)
{
    public const string Night = "night";
    public const string Legs = "legs";
    public const string History = "history";
}

/// <summary>How a run ended well.</summary>
public sealed record RunOutcome
{
    /// <summary>True when a detector failed or a list was missing: the run is stored as degraded and <see cref="Summary"/> names it.</summary>
    public bool IsDegraded { get; init; }
    public required long TransfersScored { get; init; }

    /// <summary>Files of the run, each known to <see cref="SourceFileTable"/>.</summary>
    public IReadOnlyList<RunFile> Files { get; init; } = [];

    /// <summary>Snapshots screened against, each known to <see cref="ListSnapshotTable"/>.</summary>
    public IReadOnlyList<string> ListSnapshots { get; init; } = [];

    /// <summary>Suppressions that end with this run.</summary>
    public IReadOnlyList<LapsedSuppression> Lapsed { get; init; } = [];
    public JsonObject Summary { get; init; } = [];
}

/// <summary>What <see cref="RunTable.BeginAsync"/> found.</summary>
public enum RunClaimKind
{
    /// <summary>The run is ours to do.</summary>
    Started,

    /// <summary>Done before: <see cref="RunClaim.Run"/> is the finished run; nothing was written.</summary>
    AlreadyFinished,

    /// <summary>Another live process is doing it now; nothing was written.</summary>
    RunningElsewhere,
}

/// <summary>
/// The right to do a run. Keep it until the run has ended, then dispose it: while it is held, no other start takes the run for dead;
/// a killed process lets go of it by dying.
/// </summary>
public sealed class RunClaim : IAsyncDisposable
{
    private readonly IAsyncDisposable? _lease;

    internal RunClaim(RunClaimKind kind, RunRecord run, IAsyncDisposable? lease)
    {
        Kind = kind;
        Run = run;
        _lease = lease;
    }

    public RunClaimKind Kind { get; }

    /// <summary>As it was when claimed.</summary>
    public RunRecord Run { get; }

    public ValueTask DisposeAsync() => _lease?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>What <see cref="RunTable.RecoverAsync"/> did about a run that was still called running.</summary>
/// <param name="RolledBack">True: its process was gone, it is now failed. False: its process is alive, it was left alone.</param>
public sealed record RecoveredRun(string RunId, DateTimeOffset StartedAt, bool RolledBack);
