// What screening found and why, in a form that a reviewer reads, a store keeps and a regulator can follow.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Screening;

/// <summary>The two thresholds' verdict on a pair. Both match and review are possible matches; a person decides.</summary>
public enum ScreeningDecision
{
    None,
    Review,
    Match,
}

/// <summary>How one part of the screened name met a part of the listed one.</summary>
public enum PartRelation
{
    Equal,
    /// <summary>Another romanisation of one name.</summary>
    Romanisation,
    /// <summary>Equal but for one or two letters.</summary>
    Spelling,
    /// <summary>The same consonants.</summary>
    Sound,
    /// <summary>A short or national form.</summary>
    Nickname,
    /// <summary>A Chinese family name as Hong Kong writes it, and as Peking does.</summary>
    HongKong,
    /// <summary>The male and the female form of one name.</summary>
    Feminine,
    /// <summary>Written as one part on one side and as two on the other.</summary>
    Joined,
    Initial,
    /// <summary>The beginning of the listed part, behind which a narrow field ended.</summary>
    Cut,
}

/// <summary>
/// Two aligned parts; similarity 0 to 1, weight 0 to 1 by how rare the listed part is (0 for an initial). The cost is the weight
/// that is lost by not being the same: weight times one less the similarity.
/// </summary>
public sealed record AlignedPart(string Screened, string Listed, PartRelation Relation, double Similarity, double Weight, double Cost);

/// <summary>A part without a counterpart; weight 0 to 1 by how rare it is.</summary>
public sealed record UnalignedPart(string Text, double Weight);

/// <summary>What the names, or a fact beside them, gave to the deciding score in log-odds: all of them together are ln(score / (1 - score)).</summary>
public sealed record ScorePart(string Of, double LogOdds);

/// <summary>A fact beside the name that moved the score (or, with effect 0, was looked at and did not).</summary>
public sealed record MatchQualifier(string Fact, double Effect, string Sentence);

/// <summary>Everything that made a score: aligned parts, parts without a counterpart, qualifiers in the order applied.</summary>
public sealed record MatchExplanation
{
    /// <summary>The calibrated score, 0 to 1: it decides.</summary>
    public required double Score { get; init; }
    public required ScreeningDecision Decision { get; init; }
    /// <summary>Version of the matcher that gave the score; empty for an equal identifier, which no matcher judges.</summary>
    public required string Matcher { get; init; }
    public required string MatchedName { get; init; }
    public required NameStrength MatchedStrength { get; init; }
    /// <summary>The comparison of the names alone, before qualifiers.</summary>
    public required double NameScore { get; init; }
    /// <summary>The plain rule's score: the names' with the qualifiers' effects added, 0 to 1. Shown beside the calibrated one, which decides.</summary>
    public required double RuleScore { get; init; }
    /// <summary>What the public search tool of OFAC is documented to score this name against the entry, 0 to 100; it decides nothing.</summary>
    public required int TreasuryScore { get; init; }
    public required IReadOnlyList<AlignedPart> Aligned { get; init; }
    public required IReadOnlyList<UnalignedPart> OnlyScreened { get; init; }
    public required IReadOnlyList<UnalignedPart> OnlyListed { get; init; }
    /// <summary>What made the calibrated score: the names first, then the facts that moved it.</summary>
    public required IReadOnlyList<ScorePart> ScoreParts { get; init; }
    public required IReadOnlyList<MatchQualifier> Qualifiers { get; init; }
    /// <summary>What happened, in whole sentences for a reviewer.</summary>
    public required IReadOnlyList<string> Sentences { get; init; }

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The explanation as JSON, names in snake case as in every document of this program: the same match gives the same text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>A screened subject and an entry it may be. Score is 0 to 1.</summary>
public sealed record PossibleMatch(string SubjectId, ListedParty Party, double Score, ScreeningDecision Decision, MatchExplanation Explanation)
{
    /// <summary>For review by the name, and somebody else by what these words say: <see cref="ScreeningOptions.NamesakeYears"/>. On record, and nothing that a night raises. Null for whoever may be the entry.</summary>
    public string? NamesakeBy { get; init; }

    /// <summary>One sentence for a list of matches.</summary>
    public string Reason => Explanation.Sentences[0];

    /// <summary>Names never print.</summary>
    public override string ToString() => $"{SubjectId} {Party.List}:{Party.EntryId} {Decision}";
}
