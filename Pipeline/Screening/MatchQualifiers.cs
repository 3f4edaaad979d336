// What else is known of the two, besides their names. Every fact has a sign; none decides alone, and a missing one says
// nothing. Countries and nationalities can only speak against a match or second a birth date: origin raises nobody's score.
using System.Globalization;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Screening;

internal static class MatchQualifiers
{
    /// <summary>How what is known of the two agrees.</summary>
    public static PairFacts Facts(ScreeningSubject subject, ListedParty party, bool weakAlias)
    {
        var other = subject.Kind != party.Kind && subject.Kind != PartyKind.Unknown && party.Kind != PartyKind.Unknown;
        var gender = subject.Gender is null || party.Gender is null ? Agreement.Unknown
            : string.Equals(subject.Gender, party.Gender, StringComparison.OrdinalIgnoreCase) ? Agreement.Equal : Agreement.Conflict;
        return new PairFacts(BirthDates(subject.BirthDate, party.BirthDates), Countries(subject.Countries, party), gender, other, other && (IsThing(subject.Kind) || IsThing(party.Kind)), weakAlias,
            NearIdentifier(subject, party))
        {
            ThingForAnyone = IsThing(party.Kind) && !IsThing(subject.Kind),
        };
    }

    /// <summary>The same with its effect on the plain rule's score and in words.</summary>
    public static List<MatchQualifier> Of(ScreeningSubject subject, ListedParty party, in NameComparison.Outcome outcome, in PairFacts facts, ScreeningOptions options)
    {
        var list = new List<MatchQualifier>();
        var commonness = NameScore.Commonness(outcome.Matched);
        var nameScore = outcome.Score;
        if (facts.OtherKind)
            list.Add(new MatchQualifier("kind", facts.Thing ? -options.ThingAgainstPerson : -options.OtherKind, $"The name is screened as a {Word(subject.Kind)} and listed as a {Word(party.Kind)}."));
        if (outcome.OtherNumber)
            list.Add(new MatchQualifier("number", -options.OtherNumber, "The numbers in the names differ."));
        var birth = facts.Birth;
        var dates = string.Join(" or ", party.BirthDates.Select(d => d.ToString()));
        var agrees = birth is Agreement.Equal or Agreement.Compatible;
        switch (birth)
        {
            case Agreement.Equal:
                list.Add(new MatchQualifier("birth_date", options.BirthDateEqual, $"The birth date equals the listed one ({dates})."));
                break;
            case Agreement.Compatible:
                list.Add(new MatchQualifier("birth_date", options.BirthDateCompatible, $"The birth date is compatible with the listed one ({dates})."));
                break;
            case Agreement.Neutral:
                list.Add(new MatchQualifier("birth_date", 0, $"The birth date is near the listed one ({dates}) and decides nothing."));
                break;
            case Agreement.Conflict:
                list.Add(new MatchQualifier("birth_date", -Between(options.BirthDateConflictRare, options.BirthDateConflictCommon, commonness), $"The birth date conflicts with the listed one ({dates})."));
                break;
        }
        switch (facts.Country)
        {
            case Agreement.Equal:
                list.Add(new MatchQualifier("country", agrees ? options.CountryWithBirthDate : 0,
                    agrees ? "A country agrees as well as the birth date." : "A country agrees, which by itself says nothing."));
                break;
            case Agreement.Conflict:
                list.Add(new MatchQualifier("country", -Between(options.CountryConflictRare, options.CountryConflictCommon, commonness), "No country agrees with the listed ones."));
                break;
        }
        if (facts.Gender == Agreement.Conflict)
            list.Add(new MatchQualifier("gender", -options.GenderConflict, "The gender differs from the listed one."));
        if (facts.WeakAlias)
            list.Add(new MatchQualifier("weak_alias", options.WeakAliasSupport, "A weak alias of the entry equals the name too."));
        if (facts.NearIdentifier is { } kind)
            list.Add(new MatchQualifier("near_identifier", options.NearIdentifier, $"An identifier is the listed {kind} but for one character or two transposed, which by itself decides nothing."));
        // A common name without a second fact is kept from being a match. That alone does not hide it from review, unless
        // the name is not even the same.
        var person = party.Kind is PartyKind.Person or PartyKind.Unknown;
        if (person && commonness > 0 && !agrees)
        {
            var misspelt = Array.Exists(outcome.Links, l => l.Relation == PartRelation.Spelling);
            var room = birth == Agreement.Conflict ? 1 : Math.Max(0, nameScore + list.Sum(q => q.Effect) - options.ReviewThreshold);
            var effect = misspelt ? options.CommonNameMisspelt * Math.Clamp((commonness - 0.3) / 0.9, 0, 1) : Math.Min(room, options.CommonNameAlone * commonness);
            if (effect > 0)
                list.Add(new MatchQualifier("common_name", -effect, "Others may bear this name, and no birth date confirms it."));
        }
        return list;
    }

    /// <summary>
    /// By what somebody is a namesake, two facts at once, in words; null for whoever may be the entry. Born so many years from every listed date, or with a name that many bear in
    /// another year at all, in either case on another day of it (a slip of the year alone leaves it); and in no listed country or of another sex. A number or a weak alias that
    /// agrees speaks against it.
    /// </summary>
    public static string? NamesakeBy(ScreeningSubject subject, ListedParty party, in NameComparison.Outcome outcome, in PairFacts facts, ScreeningOptions options)
    {
        if (options.NamesakeYears == 0 || facts is not { Birth: Agreement.Conflict, WeakAlias: false, NearIdentifier: null } || subject.BirthDate is not { } own || party.BirthDates.Any(listed => IsSlipOfYear(own, listed)))
            return null;
        var other = facts.Country == Agreement.Conflict ? "in no listed country" : facts.Gender == Agreement.Conflict ? "of another sex" : null;
        var born = party.BirthDates.All(listed => IsFarFrom(own, listed, options.NamesakeYears)) ? $"born {options.NamesakeYears.ToString(CultureInfo.InvariantCulture)} years or more from every listed date"
            : outcome.Kind != PairKind.Thing && NameScore.IsCommon(outcome.Matched) ? "of a name that many bear and born in another year" : null;
        return other is null || born is null ? null : $"{born}, and {other}";
    }

    private static bool IsFarFrom(BirthDate own, BirthDate listed, int years)
    {
        if (own.Circa || listed.Circa)
            years += CircaYears;
        return own.From > listed.To ? own.From >= listed.To.AddYears(years) : listed.From >= own.To.AddYears(years);
    }

    private static bool IsSlipOfYear(BirthDate own, BirthDate listed) =>
        own.IsExact && listed.IsExact && own.From.Month == listed.From.Month && own.From.Day == listed.From.Day;

    private static string? NearIdentifier(ScreeningSubject subject, ListedParty party)
    {
        foreach (var own in subject.Identifiers)
            foreach (var listed in party.Identifiers)
                if (IdentifierForm.Of(own) is { } a && IdentifierForm.Of(listed.Value) is { } b && IdentifierForm.IsOneSlip(a, b))
                    return listed.Kind.ToString();
        return null;
    }

    private static bool IsThing(PartyKind kind) => kind is PartyKind.Vessel or PartyKind.Aircraft;

    /// <summary>A circa date is good for so many years either way.</summary>
    private const int CircaYears = 2;

    private static Agreement BirthDates(BirthDate? screened, IReadOnlyList<BirthDate> listed)
    {
        if (screened is not { } own || listed.Count == 0)
            return Agreement.Unknown;
        var best = Agreement.Conflict;
        foreach (var other in listed)
        {
            if (own.IsExact && other.IsExact)
            {
                if (own.From == other.From)
                    return Agreement.Equal;
                // Day and month changed over, the classic slip between conventions.
                if (own.From.Year == other.From.Year && own.From.Day == other.From.Month && own.From.Month == other.From.Day)
                    best = Agreement.Compatible;
                else if (best == Agreement.Conflict && own.From.Year == other.From.Year)
                    best = Agreement.Neutral;
                continue;
            }
            var slack = own.Circa || other.Circa ? CircaYears : 0;
            if (own.From <= other.To.AddYears(slack) && other.From <= own.To.AddYears(slack))
                best = Agreement.Compatible;
            else if (best == Agreement.Conflict && own.From <= other.To.AddYears(slack + 1) && other.From <= own.To.AddYears(slack + 1))
                best = Agreement.Neutral;
        }
        return best;
    }

    private static Agreement Countries(IReadOnlyList<string>? screened, ListedParty party)
    {
        if (screened is null || screened.Count == 0 || (party.Countries.Count == 0 && party.Nationalities.Count == 0))
            return Agreement.Unknown;
        foreach (var country in screened)
            foreach (var listed in party.Countries.Concat(party.Nationalities))
                if (string.Equals(country, listed, StringComparison.OrdinalIgnoreCase))
                    return Agreement.Equal;
        return Agreement.Conflict;
    }

    private static double Between(double rare, double common, double commonness) => rare + ((common - rare) * commonness);

    private static string Word(PartyKind kind) => kind.ToString().ToLower(CultureInfo.InvariantCulture);
}
