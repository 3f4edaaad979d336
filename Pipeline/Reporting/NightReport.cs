// What the reviewer's report shows, as one value: whoever knows the store fills it, the writers of this room only draw it.
// It has no clock and no culture, so the same report gives the same bytes.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Reporting;

/// <summary>One night's report. Lists that are empty are said to be empty; nothing is left out in silence.</summary>
public sealed record NightReport
{
    public required RunFacts Run { get; init; }

    /// <summary>The model bundle that scored; null = nothing was scored by models, which the report says loudly.</summary>
    public BundleFacts? Bundle { get; init; }

    /// <summary>How far tonight's features and scores are from those of a year ago or of the training window; null = not measured.</summary>
    public DriftFacts? Drift { get; init; }

    /// <summary>A challenger's opinion of the same night; null = there is none.</summary>
    public ShadowFacts? Shadow { get; init; }

    /// <summary>Sanctions lists in force. Empty = nobody was screened, which the report says loudly.</summary>
    public IReadOnlyList<ListFacts> Lists { get; init; } = [];

    /// <summary>A list whose publisher's date is more than this many days before <see cref="RunFacts.AsOf"/> is called old.</summary>
    public int ListOldAfterDays { get; init; } = 7;

    public IReadOnlyList<FileFacts> Files { get; init; } = [];
    public required Reconciliation Reconciliation { get; init; }
    public IReadOnlyList<RejectedGroup> Rejected { get; init; } = [];

    /// <summary>Accepted payouts whose own values do not fit, by what does not.</summary>
    public IReadOnlyList<OddPayouts> OddValues { get; init; } = [];

    /// <summary>
    /// Every flag of the run that is not held back, in any order. Held-back flags may be among them: one is shown on the card of a
    /// payout that is up for review anyway, and otherwise left to <see cref="HeldBack"/>.
    /// </summary>
    public IReadOnlyList<Flag> Flags { get; init; } = [];

    /// <summary>Names to show, by transfer id; a payout without an entry is shown without a name (erased, or never given).</summary>
    public IReadOnlyDictionary<string, PartyNames> Names { get; init; } = new Dictionary<string, PartyNames>(StringComparer.Ordinal);

    /// <summary>The last decision on each flag that has one, by flag id, as of when the report was drawn; none on the night itself.</summary>
    public IReadOnlyDictionary<string, FlagDecision> Decisions { get; init; } = new Dictionary<string, FlagDecision>(StringComparer.Ordinal);

    public HeldBackFacts HeldBack { get; init; } = new(0, []);

    /// <summary>What the run knows it did not check: whole sentences.</summary>
    public IReadOnlyList<string> NotChecked { get; init; } = [];

    /// <summary>What is worth knowing of lists and earlier decisions, whole sentences without names; empty = nothing.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>What was kept back because that was approved, and suppressions that ended by themselves; one sentence each.</summary>
    public IReadOnlyList<string> Suppressions { get; init; } = [];

    /// <summary>Hash of the settings in force.</summary>
    public required string SettingsHash { get; init; }

    /// <summary>How many behavioural reviews this night bears.</summary>
    public required int ReviewBudget { get; init; }

    /// <summary>Where the budget comes from, e.g. <c>1 % of scored payouts</c>.</summary>
    public string? ReviewBudgetSource { get; init; }

    /// <summary>Other settings worth a line each, name and value, in the order given.</summary>
    public IReadOnlyList<SettingFact> Settings { get; init; } = [];

    internal bool IsDegraded => Run.Degraded.Count > 0 || string.Equals(Run.Status, "degraded", StringComparison.OrdinalIgnoreCase);

    internal bool CountsBalance => Reconciliation.RowsBalance && Reconciliation.PayoutsBalance;

    /// <summary><see cref="NotChecked"/>, then what old lists cannot know: whole sentences.</summary>
    internal IReadOnlyList<string> Cautions =>
    [
        .. NotChecked,
        .. Lists
            .Where(list => list.AgeDays(Run.AsOf) > ListOldAfterDays)
            .Select(list => $"Not screened against what {list.Name} added since {Figures.Date(list.PublishedOn ?? DateOnly.FromDateTime(list.LoadedAt))}: the list in force is {Figures.Days(list.AgeDays(Run.AsOf))}."),
    ];
}

/// <param name="RunKey">Whole key; its first twelve characters are shown.</param>
/// <param name="AsOf">The night's date: ages are counted from it.</param>
/// <param name="PayDates">Pay dates scored.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="FinishedAt">UTC; null when the report is drawn before the run's end is recorded.</param>
/// <param name="Status">As stored: <c>finished</c>, <c>degraded</c>, …</param>
/// <param name="Degraded">What failed and what that means, whole sentences; not empty = a degraded run, whatever the status says.</param>
public sealed record RunFacts(
    string RunId, string RunKey, DateOnly AsOf, IReadOnlyList<DateOnly> PayDates, DateTime StartedAt, DateTime? FinishedAt,
    string ProgramVersion, string Status, IReadOnlyList<string> Degraded);

/// <param name="TrainedFrom">First pay date of the training window, inclusive.</param>
/// <param name="TrainedTo">Last pay date of the training window, inclusive.</param>
/// <param name="TrainedAt">UTC.</param>
/// <param name="TrainedPayouts">Payouts in the window; null when not recorded.</param>
public sealed record BundleFacts(string BundleId, DateOnly TrainedFrom, DateOnly TrainedTo, DateTime TrainedAt, long? TrainedPayouts = null);

/// <param name="Against">What tonight is compared with, as the end of a sentence.</param>
/// <param name="Payouts">Payouts of that.</param>
/// <param name="Columns">Features and scores, those that moved most first.</param>
public sealed record DriftFacts(string Against, int Payouts, IReadOnlyList<DriftFact> Columns);

/// <param name="IsScore">True for a typology's evidence, false for a feature.</param>
/// <param name="Psi">Population stability index: under 0.1 little, over 0.25 much.</param>
/// <param name="HasMoved">Beyond what chance gives on so many payouts.</param>
/// <param name="MissingThen">Share of payouts without a value, 0..1.</param>
public sealed record DriftFact(string Name, bool IsScore, double Psi, bool HasMoved, double MissingThen, double MissingNow);

/// <param name="BundleId">The challenger.</param>
/// <param name="Budget">Length of a review list.</param>
/// <param name="Shared">Payouts on both review lists, before list matches and money are weighed.</param>
public sealed record ShadowFacts(string BundleId, int Budget, int Shared);

/// <param name="PublishedOn">The publisher's own date; null when the list bears none.</param>
/// <param name="LoadedAt">UTC.</param>
public sealed record ListFacts(string Name, DateOnly? PublishedOn, DateTime LoadedAt, long Entries, string? SnapshotId = null)
{
    /// <summary>Days from the publisher's date (else the load) to <paramref name="asOf"/>; negative when the list is newer.</summary>
    public int AgeDays(DateOnly asOf) => asOf.DayNumber - (PublishedOn ?? DateOnly.FromDateTime(LoadedAt)).DayNumber;
}

/// <summary>What became of a file tonight.</summary>
public enum FileStanding
{
    /// <summary>Its rows are in force.</summary>
    Current,

    /// <summary>Had been read before; nothing changed.</summary>
    Unchanged,

    /// <summary>A later file amends or replaces it.</summary>
    Superseded,

    /// <summary>Its rows have the transfer ids of another employer's payouts.</summary>
    Foreign,

    /// <summary>Rejected whole; see <see cref="FileFacts.Refusal"/>.</summary>
    Refused,
}

/// <param name="FileId">SHA-256 in hex; its first twelve characters are shown.</param>
/// <param name="Refusal">Why the whole file was rejected; null unless it was.</param>
public sealed record FileFacts(
    string Name, string FileId, string Format, long RowsRead, long RowsAccepted, long RowsRejected, FileStanding Standing, string? Refusal = null)
{
    /// <summary>Read for the history, not for tonight.</summary>
    public bool IsHistory { get; init; }
}

/// <summary>Rows of several files.</summary>
public sealed record RowCounts(long Read, long Accepted, long Rejected);

/// <param name="Reason">Plain words, e.g. <c>zero or negative amount (adjustment)</c>.</param>
public sealed record NotScored(string Reason, long Payouts);

/// <summary>Payouts that were accepted and scored though a value of theirs does not fit.</summary>
/// <param name="What">Plain words.</param>
/// <param name="TransferIds">The first of them.</param>
public sealed record OddPayouts(string What, long Payouts, IReadOnlyList<string> TransferIds);

/// <summary>Rows in = rows out, and payouts in = payouts scored or counted with a reason.</summary>
/// <param name="RowsRead">Over tonight's files.</param>
/// <param name="PayoutsRead">Payouts tonight's files brought, or the as-of date selects.</param>
public sealed record Reconciliation(
    long RowsRead, long RowsAccepted, long RowsRejected, long PayoutsRead, long PayoutsScored, IReadOnlyList<NotScored> NotScored)
{
    /// <summary>Rows of the history that was given with the night; null when none was, or in runs of earlier versions.</summary>
    public RowCounts? History { get; init; }

    public bool RowsBalance => RowsRead == RowsAccepted + RowsRejected && (History is null || History.Read == History.Accepted + History.Rejected);
    public bool PayoutsBalance => PayoutsRead == PayoutsScored + NotScored.Sum(part => part.Payouts);
}

/// <summary>The rejected rows of one code.</summary>
/// <param name="Rows">All rows with this code; <paramref name="Examples"/> may be fewer.</param>
public sealed record RejectedGroup(string Code, long Rows, IReadOnlyList<RejectedRow> Examples);

/// <param name="Detail">What was found (masked) and what was expected.</param>
public sealed record RejectedRow(string FileName, long Line, string? Column, string Detail);

/// <summary>What is over the budget: stored, counted, not shown.</summary>
/// <param name="Payouts">Distinct payouts.</param>
/// <param name="PerTypology">Payouts per typology; one payout may count in two.</param>
public sealed record HeldBackFacts(long Payouts, IReadOnlyList<HeldBackCount> PerTypology);

public sealed record HeldBackCount(Typology Typology, long Payouts);

/// <summary>Names for a reviewer's eyes. Prints nothing of them.</summary>
/// <param name="Payee">As in the HR system.</param>
/// <param name="Holder">Account holder when the export names another; else null.</param>
public sealed record PartyNames(string? Payee, string? Holder)
{
    public override string ToString() => "names not shown";
}

/// <param name="Standing">As stored: <c>in_review</c>, <c>escalated</c>, <c>cleared</c>, <c>confirmed</c>.</param>
/// <param name="With">Who proposed it before; null for nobody.</param>
/// <param name="IsProposal">True when another person has yet to agree to a release.</param>
/// <param name="At">UTC.</param>
public sealed record FlagDecision(string Standing, string By, string? With, string ReasonCode, bool IsProposal, DateTime At)
{
    /// <summary>For a page and a cell; the reviewer's note is not among it.</summary>
    public string Words =>
        $"{Figures.Plain(Standing).ToLowerInvariant()} by {By}{(With is null ? "" : " with " + With)}, {Figures.Time(At)} ({ReasonCode}){(IsProposal ? "; to release it takes another person" : "")}";
}

public sealed record SettingFact(string Name, string Value);
