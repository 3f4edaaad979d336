// The words for a match. A reviewer decides from these, so they say what was seen and at what cost, and nothing else.
using System.Globalization;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

/// <summary>The scores of a pair: the calibrated one with what made it, the plain rule's, and the one that Treasury's tool is documented to give.</summary>
/// <param name="Doubt">Why it is for review, although the score would do for a match.</param>
/// <param name="Shown">Why it is shown, although the score would not do for a review.</param>
internal readonly record struct Verdict(double Score, ScreeningDecision Decision, Doubt Doubt, Showing Shown, string Matcher, IReadOnlyList<ScorePart> Parts, double Rule, int Treasury);

/// <summary>What brings a name up for review whose score would not.</summary>
internal enum Showing
{
    None,
    SameName,
    Initials,
}

/// <summary>What keeps a name for review whose score would do for a match.</summary>
internal enum Doubt
{
    None,
    OtherBirthDate,
    CommonName,
    OneWordOfAShip,
    OtherKind,
    LikeOneOfTwo,
    OwnGivenName,
}

internal static class MatchSentences
{
    public static MatchExplanation Explain(string name, NameForm screened, ListedForm listed, in NameComparison.Outcome outcome, in Verdict verdict, List<MatchQualifier> qualifiers, string? namesakeBy)
    {
        var aligned = outcome.Links
            .Select(l => new AlignedPart(Written(screened, l.ScreenedMask, listed.Form, l.ListedMask), Written(listed.Form, l.ListedMask, screened, l.ScreenedMask), l.Relation, Math.Round(l.Similarity, 4), Math.Round(l.Weight, 4), Math.Round(l.Weight * (1 - l.Similarity), 4)))
            .OrderByDescending(p => p.Weight).ThenBy(p => p.Listed, StringComparer.Ordinal).ToList();
        var onlyScreened = Rest(screened, outcome.ScreenedMask, listed.IsPersonFor(screened));
        var onlyListed = Rest(listed.Form, outcome.ListedMask, listed.IsPersonFor(screened));
        var sentences = new List<string>
        {
            $"{Decision(verdict.Decision)} with {Strength(listed.Name.Strength)} \"{listed.Name.Text}\": score {Number(verdict.Score)}; by the plain rule {Number(verdict.Rule)}, of which the name alone {Number(outcome.Score)}{Because(qualifiers)}.",
        };
        if (verdict.Doubt != Doubt.None)
            sentences.Add($"It is for review and no match, whatever the score: {Because(verdict.Doubt)}.");
        if (verdict.Shown != Showing.None)
            sentences.Add($"It is for review, whatever the score: {(verdict.Shown == Showing.SameName ? "the names are the same" : "the initials are those of the listed name, and few on the list have its one whole word")}.");
        if (IsReread(name, screened))
            sentences.Add($"The screened name \"{name}\" is read as \"{AsRead(name, screened)}\".");
        if (IsReread(listed.Name.Text, listed.Form))
            sentences.Add($"The listed name is read as \"{AsRead(listed.Name.Text, listed.Form)}\".");
        sentences.AddRange(aligned.Select(Sentence));
        if (onlyScreened.Count > 0)
            sentences.Add($"Only the screened name has {Quote(onlyScreened)}.");
        if (onlyListed.Count > 0)
            sentences.Add($"Only the listed name has {Quote(onlyListed)}.");
        sentences.AddRange(qualifiers.Select(q => q.Effect == 0 ? q.Sentence : $"{q.Sentence} ({Signed(q.Effect)})"));
        if (namesakeBy is not null)
            sentences.Add($"A namesake, {namesakeBy}: a night keeps it on record and does not raise it.");
        sentences.Add(verdict.Treasury == 0 ? "The public OFAC search tool, as documented, would not bring up this entry."
            : $"The public OFAC search tool, as documented, would score this entry {verdict.Treasury.ToString(CultureInfo.InvariantCulture)}; that score decides nothing here.");
        return new MatchExplanation
        {
            Score = verdict.Score,
            Decision = verdict.Decision,
            Matcher = verdict.Matcher,
            MatchedName = listed.Name.Text,
            MatchedStrength = listed.Name.Strength,
            NameScore = Math.Round(outcome.Score, 6),
            RuleScore = Math.Round(verdict.Rule, 6),
            TreasuryScore = verdict.Treasury,
            Aligned = aligned,
            OnlyScreened = onlyScreened,
            OnlyListed = onlyListed,
            ScoreParts = verdict.Parts,
            Qualifiers = qualifiers,
            Sentences = sentences,
        };
    }

    private static string Sentence(AlignedPart part) => part.Relation switch
    {
        PartRelation.Equal => $"\"{part.Screened}\" is the same on both sides.",
        PartRelation.Romanisation when CompanyAbbreviations.UsualForm(part.Screened) == CompanyAbbreviations.UsualForm(part.Listed) => $"\"{part.Screened}\" is another form of \"{part.Listed}\" ({Number(part.Similarity)}).",
        PartRelation.Romanisation => $"\"{part.Screened}\" is another romanisation of \"{part.Listed}\" ({Number(part.Similarity)}).",
        PartRelation.Spelling => $"\"{part.Screened}\" is spelt nearly as \"{part.Listed}\" ({Number(part.Similarity)}).",
        PartRelation.Sound => $"\"{part.Screened}\" has the consonants of \"{part.Listed}\" ({Number(part.Similarity)}).",
        PartRelation.Nickname => $"\"{part.Screened}\" is a short or national form of the same name as \"{part.Listed}\" ({Number(part.Similarity)}).",
        PartRelation.HongKong => $"\"{part.Screened}\" and \"{part.Listed}\" are one Chinese family name, as Hong Kong writes it and as Peking does ({Number(part.Similarity)}).",
        PartRelation.Feminine => $"\"{part.Screened}\" and \"{part.Listed}\" are a man's and a woman's form of one name ({Number(part.Similarity)}).",
        PartRelation.Joined => $"\"{part.Screened}\" is \"{part.Listed}\" written together or apart ({Number(part.Similarity)}).",
        PartRelation.Cut => $"\"{part.Screened}\" is what \"{part.Listed}\" begins with, where the name may have been cut off ({Number(part.Similarity)}).",
        _ => $"The initial agrees: \"{part.Screened}\", \"{part.Listed}\".",
    };

    private static string Because(Doubt doubt) => doubt switch
    {
        Doubt.OtherBirthDate => "the birth date is another",
        Doubt.OtherKind => "a person is screened, and the lists do not say that the entry is one",
        Doubt.LikeOneOfTwo => "of the one or two names that meet one is no more than similar, and no birth date agrees",
        Doubt.OwnGivenName => "another given name stands before those of the listed name, as a child bears it before the father's, and no birth date agrees",
        Doubt.OneWordOfAShip => "the one word that a ship or aircraft is called by may be anybody's",
        _ => "others may bear this name, and no birth date agrees",
    };

    private static string Because(List<MatchQualifier> qualifiers)
    {
        var told = qualifiers.Where(q => Math.Abs(q.Effect) >= 0.005).Select(q => $"{q.Fact.Replace('_', ' ')} {Signed(q.Effect)}").ToList();
        return told.Count == 0 ? "" : "; " + string.Join(", ", told);
    }

    private static List<UnalignedPart> Rest(NameForm name, int used, bool person) =>
        [.. name.Parts.Where((_, i) => (used & (1 << i)) == 0).Select(p => new UnalignedPart(p.Text, Math.Round(p.Weight(person), 4)))];

    // Two parts that meet one written together stand in the order in which they make it, however the name was written.
    private static string Written(NameForm name, int mask, NameForm other, int otherMask)
    {
        string[] parts = [.. name.Parts.Where((_, i) => (mask & (1 << i)) != 0).Select(p => p.Text)];
        if (parts is not [var first, var second])
            return parts[0];
        var whole = other.Parts[int.TrailingZeroCount(otherMask)].Text;
        return JaroWinkler.Similarity(first + second, whole) >= JaroWinkler.Similarity(second + first, whole) ? first + " " + second : second + " " + first;
    }

    // A form keeps its parts in ordinal order; a reader knows them in the order of the name.
    private static string AsRead(string name, NameForm form) => string.Join(' ', form.Written ?? NameReadings.InOrder(name, form) ?? [.. form.Parts.Select(p => p.Text)]);

    // In another script, or in other words than a reader sees.
    private static bool IsReread(string name, NameForm form) =>
        !NameFolding.IsLatin(name) || !NameFolding.Tokens(name).Order(StringComparer.Ordinal).SequenceEqual(form.Parts.Select(p => p.Text), StringComparer.Ordinal);

    private static string Decision(ScreeningDecision decision) => decision == ScreeningDecision.Match ? "Possible match" : "Possible match to review";

    private static string Strength(NameStrength strength) => strength switch { NameStrength.Primary => "the listed name", NameStrength.Strong => "the alias", _ => "the weak alias" };

    private static string Quote(IEnumerable<UnalignedPart> parts) => string.Join(", ", parts.Select(p => "\"" + p.Text + "\""));

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Signed(double value) => Math.Round(value, 2).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
