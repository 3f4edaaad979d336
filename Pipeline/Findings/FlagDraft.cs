// From a ranked payout to the flags a reviewer reads: reasons in order, innocent tests, route, and what to do next.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Findings;

/// <summary>Everything about one payout that its flags are made of.</summary>
public sealed record FlagDraft
{
    public required TransferDetail Transfer { get; init; }
    public FlagOrigin Origin { get; init; } = FlagOrigin.Unknown;
    public required PayoutFacts Facts { get; init; }
    public required Candidate Candidate { get; init; }

    /// <summary>Evidence parts per behavioural typology that is worth a flag, weightiest first.</summary>
    public required IReadOnlyDictionary<Typology, IReadOnlyList<EvidencePart>> Parts { get; init; }

    /// <summary>The detectors' own scores per typology: forest 0..1, tail in nats.</summary>
    public required IReadOnlyDictionary<Typology, IReadOnlyDictionary<string, double>> Detectors { get; init; }
    public required IReadOnlyList<MatchNote> Matches { get; init; }
    public required IReadOnlyList<RouteStop> Route { get; init; }
    public required IReadOnlyList<RouteLeg> Legs { get; init; }
    public required int Rank { get; init; }
    public required bool HeldBack { get; init; }

    /// <summary>What it is part of, in words; null when it stands alone.</summary>
    public string? Matter { get; init; }

    /// <summary>Typologies whose flag is kept back because that was approved.</summary>
    public IReadOnlyDictionary<Typology, SuppressionNote> Suppressed { get; init; } = new Dictionary<Typology, SuppressionNote>();
}

/// <summary>Turns drafts into flags. Pure; the same draft and run key give the same flags.</summary>
public static class FlagWriter
{
    /// <summary>Reasons shown singly; what is left is added up in one last reason, so that contributions add up to the score.</summary>
    private const int MostReasons = 6;

    public static IEnumerable<Flag> Write(string runKey, FlagDraft draft, double leastEvidence)
    {
        ArgumentNullException.ThrowIfNull(draft);
        foreach (var typology in TypologyWords.Behavioural)
        {
            var evidence = EvidenceOf(draft.Candidate, typology);
            if (double.IsNaN(evidence) || !draft.Parts.TryGetValue(typology, out var parts)) continue;
            if (evidence < leastEvidence && !IsStrongest(draft.Candidate, typology)) continue;
            var score = 1 - Math.Pow(10, -evidence);
            yield return Make(runKey, draft, typology, score, BandOf(evidence), Reasons(parts, evidence, score));
        }
        if (IsListed(draft))
        {
            var score = draft.Candidate.ListScore;
            var band = draft.Candidate.List == ListDecision.Match ? Band.Critical : Band.High;
            yield return Make(runKey, draft, Typology.SanctionsMatch, score, band, MatchReasons(draft.Matches, score));
        }
    }

    /// <summary>First 32 hex characters of SHA-256 over run key, transfer id and typology.</summary>
    public static string FlagId(string runKey, string transferId, Typology typology) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{runKey}\n{transferId}\n{typology.Word()}")))[..32];

    private static Flag Make(string runKey, FlagDraft draft, Typology typology, double score, Band band, IReadOnlyList<FlagReason> reasons) => new()
    {
        FlagId = FlagId(runKey, draft.Transfer.TransferId, typology),
        TransferId = draft.Transfer.TransferId,
        EmployerId = draft.Transfer.EmployerId,
        EmployeeId = draft.Transfer.EmployeeId,
        PayDate = draft.Transfer.PayDate,
        Amount = draft.Transfer.Amount,
        Typology = typology,
        Score = score,
        Rank = draft.Rank,
        Band = band,
        HeldBack = (draft.HeldBack || draft.Suppressed.ContainsKey(typology)) && typology != Typology.SanctionsMatch,
        AccountMasked = draft.Transfer.AccountMasked,
        Reasons = reasons,
        Origin = draft.Origin,
        Explanation = new FlagExplanation
        {
            Innocent = InnocentWords.Of(draft.Facts, typology),
            Detectors = draft.Detectors.GetValueOrDefault(typology) ?? new SortedDictionary<string, double>(StringComparer.Ordinal),
            Route = draft.Route,
            Legs = draft.Legs,
            Matches = typology == Typology.SanctionsMatch ? draft.Matches : [],
            StakeUsd = draft.Candidate.StakeUsd > 0 ? draft.Candidate.StakeUsd : null,
            Suggestion = Suggestion(typology, draft),
            Suppression = draft.Suppressed.GetValueOrDefault(typology),
            Matter = draft.Matter,
        },
    };

    private static double EvidenceOf(in Candidate candidate, Typology typology) => typology switch
    {
        Typology.PayoutRouting => candidate.Routing,
        Typology.SharedAccount => candidate.Sharing,
        Typology.CurrencyHop => candidate.Currency,
        _ => double.NaN,
    };

    /// <summary>The payout's first family is always told, even when only both families together lifted it over the line.</summary>
    private static bool IsStrongest(in Candidate candidate, Typology typology)
    {
        if (candidate.List is ListDecision.Match or ListDecision.Review) return false;
        var own = EvidenceOf(candidate, typology);
        foreach (var other in TypologyWords.Behavioural)
        {
            var evidence = EvidenceOf(candidate, other);
            if (evidence > own || (evidence == own && other < typology)) return false;
        }
        return true;
    }

    private static Band BandOf(double evidence) => evidence switch
    {
        >= 6 => Band.Critical,
        >= 4 => Band.High,
        >= 3 => Band.Medium,
        _ => Band.Low,
    };

    /// <summary>Contributions are the parts' shares of the evidence, scaled to the score.</summary>
    private static List<FlagReason> Reasons(IReadOnlyList<EvidencePart> parts, double evidence, double score)
    {
        var reasons = new List<FlagReason>();
        var scale = evidence > 0 ? score / evidence : 0;
        var told = 0.0;
        foreach (var part in parts.Take(MostReasons))
        {
            // Parts that hardly count are not reasons; they are in the rest.
            if (part.Weight * scale < 0.02 * score) break;
            var contribution = part.Weight * scale;
            told += contribution;
            reasons.Add(new FlagReason(reasons.Count + 1, part.Code, part.Name, Finite(part.Value), part.Percentile, contribution, part.Sentence));
        }
        var rest = score - told;
        if (Math.Abs(rest) > 1e-9)
        {
            reasons.Add(new FlagReason(
                reasons.Count + 1, "OTHER", "Other", null, null, rest,
                reasons.Count == 0 ? "Several small oddities together, none of which stands out." : "Smaller oddities together."));
        }
        return reasons;
    }

    private static List<FlagReason> MatchReasons(IReadOnlyList<MatchNote> matches, double score)
    {
        var reasons = new List<FlagReason>();
        foreach (var match in matches)
        {
            var first = reasons.Count == 0;
            var code = MatchedParty.IsWallet(match.Party) ? "N6_WALLET"
                : MatchedParty.IsBank(match.Party) ? "N7_BANK"
                : match.Party == MatchedParty.Identifier || MatchedParty.IsAccount(match.Party) ? "N5_IDENTIFIER"
                : match.Decision == "match" ? "N1_NAME_MATCH" : "N1_NAME_REVIEW";
            reasons.Add(new FlagReason(
                reasons.Count + 1, code, match.List, match.Score, null, first ? score : 0,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Possible match: the {match.Party} may be {match.MatchedName} (entry {match.EntryId} of {match.ListWords}), score {match.Score:0.00}.")));
        }
        return reasons;
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static bool IsListed(FlagDraft draft) => draft.Candidate.List is ListDecision.Match or ListDecision.Review;

    private static string Suggestion(Typology typology, FlagDraft draft) => typology switch
    {
        Typology.SanctionsMatch when draft.Candidate.List == ListDecision.Match =>
            "Hold the payout and bring it to compliance at once: paying a listed party may be an offence, and telling the payee may be one too.",
        Typology.SanctionsMatch =>
            "Hold until compliance has compared birth date, country and identifiers with the list entry.",
        Typology.SharedAccount =>
            "Hold until HR has explained, from its own records, why these people share the account or contact details.",
        Typology.CurrencyHop =>
            "Hold until the payee's contract or a signed election explains currency and route.",
        _ when (draft.Facts.Hard & HardFacts.PayAfterExit) != 0 =>
            "Hold and ask HR whether the employment ended and what this pay is for.",
        // Whoever calls a payee about pay that may be a listed party's may warn it.
        _ when draft.Facts.GapDays >= 0 && IsListed(draft) =>
            "Hold, and call the payee back only once compliance agrees: on a number known before the change, not on one from the request.",
        _ when IsListed(draft) =>
            "Hold, and ask HR or the payee only once compliance agrees: on a known number, to confirm the account.",
        _ when draft.Facts.GapDays >= 0 =>
            "Hold and call the payee back on a number known before the change, not on one from the request.",
        _ => "Ask HR or the payee, on a known number, to confirm the account.",
    };
}
