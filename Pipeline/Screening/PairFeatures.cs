// A compared pair as the numbers that the classifier decides by: how the names compare, and what is known beside them. The two
// are kept apart because the second may only move a score the way it points, whatever training finds.

namespace Paysieve.Pipeline.Screening;

/// <summary>What is known beside the names, as far as it was compared.</summary>
/// <param name="NearIdentifier">Kind of the listed identifier that one of the subject's is, but for one slip; null for none.</param>
internal readonly record struct PairFacts(Agreement Birth, Agreement Country, Agreement Gender, bool OtherKind, bool Thing, bool WeakAlias, string? NearIdentifier = null)
{
    /// <summary>Whether a ship or an aircraft is listed, and nobody says that the screened is one.</summary>
    public bool ThingForAnyone { get; init; }
}

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
    public const string Version = "11";

    /// <summary>Less than a particle and an article weigh together.</summary>
    public const double Trifle = 0.15;

    /// <summary>How the names compare: weights and counts of what met, how it met, and what is left on either side.</summary>
    public static IReadOnlyList<string> OfNames { get; } =
    [
        "east_asian", "thing", "rule", "matched", "aligned", "only_screened", "only_listed", "spelling_loss", "surprise", "parts_matched", "names_matched", "same", "misspelt", "by_sound", "nicknames",
        "other_sex", "joined", "least_alike", "names_only_screened", "names_only_listed", "rest_alike", "unvocalised", "other_number", "first_given_missing", "known_names_misspelt", "letters_off", "letters_before_cut",
    ];

    /// <summary>What is known beside the names, each 0 to 1 and larger where a match is likelier.</summary>
    public static IReadOnlyList<string> OfFacts { get; } =
    [
        "birth_date_not_in_conflict", "birth_date_compatible", "birth_date_equal", "countries_not_in_conflict", "country_and_birth_date", "sex_not_in_conflict", "same_kind", "no_thing_against_person", "weak_alias", "near_identifier",
    ];

    /// <summary>Writes how the names compare. <paramref name="values"/>: one for each of <see cref="OfNames"/>.</summary>
    public static void WriteNames(PartVocabulary parts, NameForm screened, ListedForm listedForm, in NameComparison.Outcome outcome, Span<float> values)
    {
        var listed = listedForm.Form;
        double loss = 0, surprise = 0, least = 1;
        int matched = 0, names = 0, known = 0, letters = 0, beforeCut = 0, forms = 0;
        Span<int> relations = stackalloc int[(int)PartRelation.Cut + 1];
        relations.Clear();
        foreach (var link in outcome.Links)
        {
            if (link.IsInitial)
                continue;
            // A legal form written out is three words that say no more than LLC.
            if (listed.Parts[int.TrailingZeroCount(link.ListedMask)].Class == WordClass.Form && outcome.Kind == PairKind.Thing && forms++ > 0)
                continue;
            relations[(int)link.Relation]++;
            matched += int.PopCount(link.ListedMask);
            for (var rest = link.ListedMask; rest != 0; rest &= rest - 1)
                names += listed.Parts[int.TrailingZeroCount(rest)].Class == WordClass.Name ? 1 : 0;
            // Another romanisation is the same name, also where syllables are joined: told apart, a listed name in another one would have to be learnt again for every way in
            // which the rest of it differs.
            if (link.Relation != PartRelation.Romanisation && !(link.Relation == PartRelation.Joined && link.Similarity >= NameComparison.JoinedRomanised))
            {
                least = Math.Min(least, link.Similarity);
                loss += (1 - link.Similarity) * link.Weight;
            }
            // Sajid and Said, of whom there are many each, are two names far oftener than one misspelt.
            if (link.Relation is PartRelation.Spelling && screened.Parts[int.TrailingZeroCount(link.ScreenedMask)].StandsAlone && listed.Parts[int.TrailingZeroCount(link.ListedMask)].StandsAlone)
                known++;
            // One letter of four and two of eight are as alike and not as likely.
            if (link.Relation is PartRelation.Spelling or PartRelation.Sound)
                letters += NamePart.LettersOff(screened.Parts[int.TrailingZeroCount(link.ScreenedMask)], listed.Parts[int.TrailingZeroCount(link.ListedMask)]);
            if (link.Relation == PartRelation.Cut)
                beforeCut = screened.Parts[int.TrailingZeroCount(link.ScreenedMask)].Text.Length;
            surprise += link.Relation == PartRelation.Joined ? link.Weight
                : parts.Surprise(screened.Parts[int.TrailingZeroCount(link.ScreenedMask)], listed.Parts[int.TrailingZeroCount(link.ListedMask)], link.Similarity, outcome.Kind != PairKind.Thing);
        }
        values[0] = outcome.Kind == PairKind.EastAsianPerson ? 1 : 0;
        values[1] = outcome.Kind == PairKind.Thing ? 1 : 0;
        values[2] = Rounded(outcome.Score);
        values[3] = Rounded(outcome.Matched);
        values[4] = Rounded(outcome.Aligned);
        values[5] = Rounded(outcome.OnlyScreened);
        values[6] = Rounded(outcome.OnlyListed);
        values[7] = Rounded(loss);
        values[8] = Rounded(surprise);
        values[9] = matched;
        values[10] = names;
        values[11] = relations[(int)PartRelation.Equal] + relations[(int)PartRelation.Romanisation];
        values[12] = relations[(int)PartRelation.Spelling];
        values[13] = relations[(int)PartRelation.Sound];
        // A family name as Hong Kong writes it is as far from the listed one as a short form.
        values[14] = relations[(int)PartRelation.Nickname] + relations[(int)PartRelation.HongKong];
        values[15] = relations[(int)PartRelation.Feminine];
        values[16] = relations[(int)PartRelation.Joined];
        values[17] = Rounded(least);
        values[18] = Rest(screened, outcome.ScreenedMask);
        values[19] = Rest(listed, outcome.ListedMask);
        values[20] = Math.Min(outcome.OnlyScreened, outcome.OnlyListed) < Trifle ? 1 : Rounded(RestAlike(screened, listed, outcome));
        values[21] = (screened.Reading == NameReading.Unvocalised ? 2 : 0) + (listed.Reading == NameReading.Unvocalised ? 1 : 0);
        values[22] = outcome.OtherNumber ? 1 : 0;
        // Who leaves out a name leaves out a father's or a second one, not the one that he goes by.
        values[23] = listedForm.FirstGiven >= 0 && (outcome.ListedMask & (1 << listedForm.FirstGiven)) == 0 ? 1 : 0;
        values[24] = known;
        values[25] = letters;
        values[26] = beforeCut;
    }

    /// <summary>Writes what is known beside the names. <paramref name="values"/>: one for each of <see cref="OfFacts"/>.</summary>
    public static void WriteFacts(in NameComparison.Outcome outcome, in PairFacts facts, Span<float> values)
    {
        var born = facts.Birth is Agreement.Equal or Agreement.Compatible;
        // A conflict says less the rarer the name is that agrees.
        var rare = (float)(1 - NameScore.Commonness(outcome.Matched));
        values[0] = facts.Birth == Agreement.Conflict ? 0.6f * rare : 1;
        values[1] = born ? 1 : 0;
        values[2] = facts.Birth == Agreement.Equal ? 1 : 0;
        values[3] = facts.Country == Agreement.Conflict ? 0.6f * rare : 1;
        // A country in common says nothing by itself: origin raises nobody's score.
        values[4] = facts.Country == Agreement.Equal && born ? 1 : 0;
        values[5] = facts.Gender == Agreement.Conflict ? 0 : 1;
        values[6] = facts.OtherKind ? 0 : 1;
        values[7] = facts.Thing ? 0 : 1;
        values[8] = facts.WeakAlias ? 1 : 0;
        values[9] = facts.NearIdentifier is null ? 0 : 1;
    }

    // How alike the nearest two names are that found no counterpart: one misspelt beyond what aligns, or another name. Two that several
    // people bear are two names.
    private static double RestAlike(NameForm screened, NameForm listed, in NameComparison.Outcome outcome)
    {
        var best = 0.0;
        for (var i = 0; i < screened.Parts.Length; i++)
            for (var j = 0; j < listed.Parts.Length; j++)
                if (IsRest(screened.Parts[i], outcome.ScreenedMask, i) && IsRest(listed.Parts[j], outcome.ListedMask, j) && !(screened.Parts[i].StandsAlone && listed.Parts[j].StandsAlone))
                    best = Math.Max(best, NamePart.Likeness(screened.Parts[i], listed.Parts[j]));
        return best;
    }

    private static int Rest(NameForm name, int used)
    {
        var rest = 0;
        for (var i = 0; i < name.Parts.Length; i++)
            rest += IsRest(name.Parts[i], used, i) ? 1 : 0;
        return rest;
    }

    private static bool IsRest(NamePart part, int used, int place) => (used & (1 << place)) == 0 && part.Class == WordClass.Name;

    // A tree asks whether a number is above another: sums that differ in their last bits must not fall on two sides of it.
    private static float Rounded(double value) => (float)Math.Round(value, 4);
}
