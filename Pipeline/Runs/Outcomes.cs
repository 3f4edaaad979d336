// How a command ended, and what it has to say: values that the command line prints and turns into exit codes.
namespace Paysieve.Pipeline.Runs;

/// <summary>The contract's exit codes. The worst of a command's steps is the command's.</summary>
public enum ExitCode
{
    Done = 0,
    Bug = 1,
    Usage = 2,
    RowsRejected = 3,
    NoInput = 4,
    StoreUnreachable = 5,
    IntegrityFailed = 6,
}

/// <summary>A refusal that the user can mend: its message goes to standard error as it is and never holds personal data.</summary>
public sealed class RefusedException(ExitCode exitCode, string message) : Exception(message)
{
    public ExitCode ExitCode { get; } = exitCode;
}

/// <summary>What became of one input file.</summary>
/// <param name="Status">accepted, already-known, rejected.</param>
/// <param name="Problem">Why the whole file was rejected; null otherwise.</param>
public sealed record FileOutcome(
    string FileId, string Name, string Format, string Status, long RowsRead, long RowsAccepted, long RowsRejected, string? Problem, IReadOnlyList<string> Warnings);

/// <summary>Outcome of reading exports.</summary>
public sealed record IngestOutcome(IReadOnlyList<FileOutcome> Files)
{
    /// <summary>What stood beside the exports and was not taken for one (<see cref="Sources.SourceListing.PassedOver"/>).</summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    public long RowsRead => Files.Sum(file => file.RowsRead);
    public long RowsAccepted => Files.Sum(file => file.RowsAccepted);
    public long RowsRejected => Files.Sum(file => file.RowsRejected);
}

/// <summary>Outcome of a night.</summary>
/// <param name="AlreadyDone">True when the same night had been run before: nothing was written.</param>
/// <param name="NotScored">Payouts read but not scored, by reason.</param>
/// <param name="ReportFolder">Where report.html, flags.csv and flags.xlsx are.</param>
public sealed record NightOutcome(
    ExitCode ExitCode, string RunId, string Status, bool AlreadyDone, IngestOutcome History, IngestOutcome Night,
    int TransfersScored, int FlagsRaised, int FlagsHeldBack, int PayoutsToReview,
    IReadOnlyDictionary<string, int> FlagsByTypology, IReadOnlyDictionary<string, int> NotScored,
    string BundleId, bool Trained, string? ListSnapshotId, IReadOnlyList<string> Degraded, string ReportFolder,
    IReadOnlyList<StageTime> Stages)
{
    /// <summary>Of <see cref="FlagsHeldBack"/>, those kept back because that was approved.</summary>
    public int FlagsSuppressed { get; init; }

    /// <summary>Scored payouts whose own values do not fit.</summary>
    public IReadOnlyList<Reporting.OddPayouts> OddValues { get; init; } = [];
}

/// <summary>How long a stage took; shown, never stored: the same night gives the same bytes.</summary>
public sealed record StageTime(string Stage, TimeSpan Elapsed);

/// <summary>Outcome of training.</summary>
/// <param name="InUse">False: a challenger, scored in shadow until it is promoted.</param>
public sealed record TrainOutcome(string BundleId, bool IsNew, bool InUse, int TrainingRows, int LeftOut, DateOnly From, DateOnly To);

/// <summary>Progress of a long step: a stage's word, work done and in all (0 when unknown).</summary>
public readonly record struct StageProgress(string Stage, long Done, long Total);
