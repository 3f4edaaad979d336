// A compared pair as the numbers that the classifier decides by. Each is 0 to 1 and larger where a match is likelier, and the
// classifier's weights are never negative: whatever speaks for a match can only raise its score.

namespace Paysieve.Pipeline.Screening;

/// <summary>What is known beside the names, as far as it was compared.</summary>
internal readonly record struct PairFacts(Agreement Birth, Agreement Country, Agreement Gender, bool OtherKind, bool Thing, bool WeakAlias);

/// <summary>How a fact of the screened agrees with the listed one.</summary>
internal enum Agreement
{
    Unknown,
    Equal,
    Compatible,
    Neutral,
    Conflict,
}

internal static class PairFeatures
{
    /// <summary>Changes whenever the features do: a model trained on others is refused.</summary>
    public const string Version = "4";

    // Less than a particle and an article weigh together.
    private const double Trifle = 0.15;

    private const int OfNames = 16;

    /// <summary>Names of the features in order: those of the names once for people, once for Korean and Chinese ones, once for the rest.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. new[] { "person", "east_asian", "thing" }.SelectMany(kind => new[]
        {
            "rule_to_80", "rule_80_to_90", "rule_above_90", "matched_to_1", "matched_1_to_2", "listed_part_found", "listed_half_found", "screened_part_found", "nothing_in_conflict",
            "spelling", "all_equal", "sexes_agree", "parts_matched", "numbers_agree", "listed_contained", "screened_contained",
        }.Select(feature => kind + "." + feature)),
        "birth_date_not_in_conflict", "birth_date_compatible", "birth_date_equal", "countries_not_in_conflict", "country_and_birth_date", "sex_not_in_conflict", "same_kind", "no_thing_against_person", "weak_alias",
    ];

    public static int Count => Names.Count;

    /// <summary>Writes the features of a pair. <paramref name="values"/>: <see cref="Count"/> of them.</summary>
    public static void Write(NameForm screened, NameForm listed, in NameComparison.Outcome outcome, in PairFacts facts, Span<float> values)
    {
        values.Clear();
        OfTheNames(screened, listed, outcome, values.Slice((int)outcome.Kind * OfNames, OfNames));
        var rest = values[(3 * OfNames)..];
        var born = facts.Birth is Agreement.Equal or Agreement.Compatible;
        // A conflict says less the rarer the name is that agrees.
        var rare = (float)(1 - NameScore.Commonness(outcome.Matched));
        rest[0] = facts.Birth == Agreement.Conflict ? 0.6f * rare : 1;
        rest[1] = born ? 1 : 0;
        rest[2] = facts.Birth == Agreement.Equal ? 1 : 0;
        rest[3] = facts.Country == Agreement.Conflict ? 0.6f * rare : 1;
        // A country in common says nothing by itself: origin raises nobody's score.
        rest[4] = facts.Country == Agreement.Equal && born ? 1 : 0;
        rest[5] = facts.Gender == Agreement.Conflict ? 0 : 1;
        rest[6] = facts.OtherKind ? 0 : 1;
        rest[7] = facts.Thing ? 0 : 1;
        rest[8] = facts.WeakAlias ? 1 : 0;
    }

    private static void OfTheNames(NameForm screened, NameForm listed, in NameComparison.Outcome outcome, Span<float> values)
    {
        double loss = 0;
        var equal = true;
        var sexes = true;
        var alike = true;
        var names = 0;
        foreach (var link in outcome.Links)
        {
            if (link.Relation == PartRelation.Initial)
                continue;
            equal &= link.Relation == PartRelation.Equal || (link.Relation == PartRelation.Joined && link.Similarity >= NameComparison.JoinedSimilarity);
            alike &= link.Similarity >= NameComparison.JoinedRomanised;
            sexes &= link.Relation != PartRelation.Feminine;
            if (link.Relation is not PartRelation.Romanisation)
                loss += (1 - link.Similarity) * link.Weight;
            names += int.PopCount(link.ListedMask);
        }
        var aligned = Math.Max(outcome.Aligned, 1e-6);
        var both = Math.Min(outcome.OnlyScreened, outcome.OnlyListed);
        var listedShare = aligned / (aligned + outcome.OnlyListed);
        values[0] = Between(outcome.Score, 0.6, 0.8);
        values[1] = Between(outcome.Score, 0.8, 0.9);
        values[2] = Between(outcome.Score, 0.9, 1);
        values[3] = Between(outcome.Matched, 0, 1);
        values[4] = Between(outcome.Matched, 1, 2);
        values[5] = Between(listedShare, 0.5, 1);
        values[6] = Between(listedShare, 0.3, 0.6);
        values[7] = Between(aligned / (aligned + outcome.OnlyScreened), 0.5, 1);
        values[8] = Between(-both, -0.8, 0);
        values[9] = Between(-loss / aligned, -0.3, 0);
        values[10] = equal ? 1 : alike ? 0.7f : 0;
        values[11] = sexes ? 1 : 0;
        values[12] = Between(names, 1, 4);
        values[13] = outcome.OtherNumber ? 0 : 1;
        // A name of enough weight that stands whole within the other, whatever else the other has.
        values[14] = alike && outcome.OnlyListed < Trifle ? Between(outcome.Matched, 0.6, 1.4) : 0;
        values[15] = alike && outcome.OnlyScreened < Trifle ? Between(outcome.Matched, 0.6, 1.4) : 0;
    }

    private static float Between(double value, double from, double to) => (float)Math.Clamp((value - from) / (to - from), 0, 1);
}
