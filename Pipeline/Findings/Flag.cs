// The verdict: a transfer that somebody should look at, with the reasons and what was ruled out.
using System.Text.Json;
using System.Text.Json.Serialization;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Findings;

/// <summary>How urgent: by score and by the kind of evidence. Stored in lower case.</summary>
public enum Band { Low, Medium, High, Critical }

/// <summary>
/// One flagged transfer under one typology: a row of <c>flagged_transfer</c>. A payout flagged under two typologies has two flags
/// with the same <see cref="Rank"/> (one thing to review).
/// </summary>
public sealed record Flag
{
    /// <summary>First 32 hex characters of SHA-256 over run key, transfer id and typology: the same run gives the same id.</summary>
    public required string FlagId { get; init; }
    public required string TransferId { get; init; }
    public required string EmployerId { get; init; }
    public required string EmployeeId { get; init; }
    public required DateOnly PayDate { get; init; }
    public required Money Amount { get; init; }
    public required Typology Typology { get; init; }

    /// <summary>0..1; calibrated: 1 - score is the share of past payouts expected to look as strange.</summary>
    public required double Score { get; init; }

    /// <summary>Review rank of the payout within the run, 1 first, by unusualness then money at stake.</summary>
    public required int Rank { get; init; }
    public required Band Band { get; init; }

    /// <summary>Over the night's alert budget: stored and counted, not shown among the flags. Never true for a sanctions match.</summary>
    public required bool HeldBack { get; init; }
    public required string AccountMasked { get; init; }
    public required FlagExplanation Explanation { get; init; }
    public required IReadOnlyList<FlagReason> Reasons { get; init; }

    /// <summary>Where the payout came from and who changed its pay details last.</summary>
    public FlagOrigin Origin { get; init; } = FlagOrigin.Unknown;
}

/// <param name="FileId">SHA-256 of the file that brought the payout.</param>
/// <param name="PaymentRef">Reference in the outgoing bank file.</param>
/// <param name="ChangedBy">A class word (employee, hr, admin, import) or the keyed hash of a user, as the lake has it; null when the export did not say.</param>
/// <param name="ChangeApprovedBy">In the same form.</param>
public sealed record FlagOrigin(string? FileId, string? PaymentRef, string? ChangedBy, string? ChangeApprovedBy)
{
    public static FlagOrigin Unknown { get; } = new(null, null, null, null);
}

/// <summary>
/// One reason, a row of <c>flag_reason</c>. Contributions of a flag's reasons add up to its score.
/// </summary>
/// <param name="Ordinal">1 for the weightiest.</param>
/// <param name="Code">Stable code, e.g. <c>R2_CHANGE_TO_PAY_GAP</c>.</param>
/// <param name="Feature">Feature id of the catalogue, or the name of the rule or list.</param>
/// <param name="Value">The feature's value in its unit; null when missing or not a number.</param>
/// <param name="Percentile">0..100 among peers in the training window; null where no peers are.</param>
/// <param name="Contribution">Share of the score, same unit as the score.</param>
/// <param name="Sentence">Plain words for the reviewer, no full account number.</param>
public sealed record FlagReason(
    int Ordinal, string Code, string Feature, double? Value, double? Percentile, double Contribution, string Sentence);

/// <summary>Everything else a reviewer or examiner needs, stored as JSON in <c>flagged_transfer.explanation</c>.</summary>
public sealed record FlagExplanation
{
    /// <summary>Innocent explanations that were tested.</summary>
    public IReadOnlyList<InnocentTest> Innocent { get; init; } = [];

    /// <summary>The detectors' own opinions, by name: forest, tail, hard rules.</summary>
    public IReadOnlyDictionary<string, double> Detectors { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The payee's last payouts, oldest first, masked: the route over time.</summary>
    public IReadOnlyList<RouteStop> Route { get; init; } = [];

    /// <summary>Legs of this payout, if any.</summary>
    public IReadOnlyList<RouteLeg> Legs { get; init; } = [];

    /// <summary>Possible matches on sanctions lists.</summary>
    public IReadOnlyList<MatchNote> Matches { get; init; } = [];

    /// <summary>Money at stake in USD at the shipped reference rates, rounded; null where no rate is known. For ordering only.</summary>
    public double? StakeUsd { get; init; }

    /// <summary>What a reviewer may do next, in words.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The person was erased: account, route and particulars of list matches are tombstones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Erased { get; init; }

    /// <summary>Why the flag is kept back though it is within the budget; null when nobody asked for that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SuppressionNote? Suppression { get; init; }

    /// <summary>The matter that the payout is part of, when that asked for more than its share of the night's budget; null when not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Matter { get; init; }
}

/// <summary>Approved suppressions that keep a flag back.</summary>
/// <param name="Sentence">What they cover, in words.</param>
public sealed record SuppressionNote(IReadOnlyList<string> Ids, IReadOnlyList<string> ReasonCodes, string Sentence);

/// <param name="Name">E.g. <c>household</c>.</param>
/// <param name="Applies">True when the innocent explanation fits and weakened the evidence.</param>
/// <param name="Sentence">Why it does or does not apply.</param>
public sealed record InnocentTest(string Name, bool Applies, string Sentence);

public sealed record RouteStop(DateOnly PayDate, string AccountMasked, string? BankId, string? Country, string Currency, decimal Amount, bool Tonight);

public sealed record RouteLeg(int LegNo, DateTime ExecutedAt, string FromCurrency, string ToCurrency, decimal? FromAmount, decimal? ToAmount, string? Institution, string? Country, string? ToAccountMasked);

/// <param name="Party">Which party of the payout: employee, holder, wallet, leg.</param>
/// <param name="Decision">match or review.</param>
/// <param name="Why">Sentences: which name parts aligned, what birth date and country said.</param>
public sealed record MatchNote(
    string Party, string List, string ListVersion, string EntryId, string MatchedName, double Score, string Decision, IReadOnlyList<string> Why)
{
    /// <summary>How <see cref="ListVersion"/> begins when the publisher's files tell no date; the snapshot's id follows.</summary>
    public const string Undated = "no date, ";

    /// <summary>Keyed hash of the party's name, birth date and countries, hex: the version of the person. Null for a wallet, and outside the store: the key is this data folder's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PartyKey { get; init; }

    /// <summary>The whole explanation as the matcher gave it, parts, costs and scores; null for a wallet and once the person was erased.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Explanation { get; init; }

    /// <summary>Which list, and of when, as a reviewer reads it.</summary>
    [JsonIgnore]
    public string ListWords => ListVersion.Length == 0 ? $"list {List}"
        : ListVersion.StartsWith(Undated, StringComparison.Ordinal) ? $"list {List}, undated, snapshot {ListVersion[Undated.Length..]}"
        : $"list {List} of {ListVersion}";

    /// <summary>Version of the matcher that judged the names; null for a wallet, and in flags of earlier programs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Matcher { get; init; }

    /// <summary>Hash of the list entry's content, hex. A decision on the match holds for these two versions.</summary>
    public string? EntryVersion { get; init; }
}
