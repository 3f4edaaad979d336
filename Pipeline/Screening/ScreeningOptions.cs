// Every number that decides who is a possible match, on one screen. The defaults were measured against the full US list
// (the figures stand with the quality test); whoever moves a threshold moves it here and can see what it stands next to.
namespace Paysieve.Pipeline.Screening;

/// <summary>Settings of the screening room. Scores and shares are 0 to 1; effects are added to a score.</summary>
public sealed record ScreeningOptions
{
    /// <summary>From this score (inclusive) a pair is a possible match for a person to review.</summary>
    public double ReviewThreshold { get; init; } = 0.60;

    /// <summary>From this score (inclusive) a pair is decided <c>match</c>. Still a possible match, never a verdict.</summary>
    public double MatchThreshold { get; init; } = 0.95;

    /// <summary>What a birth date equal to the day adds.</summary>
    public double BirthDateEqual { get; init; } = 0.08;

    /// <summary>What a birth date adds that lies in the listed year or range, or within two years of a circa date.</summary>
    public double BirthDateCompatible { get; init; } = 0.04;

    /// <summary>What a conflicting birth date takes from a rare name, and from a common one.</summary>
    public double BirthDateConflictRare { get; init; } = 0.10;
    public double BirthDateConflictCommon { get; init; } = 0.24;

    /// <summary>What countries without overlap take from a rare name, and from a common one. Agreement adds nothing alone.</summary>
    public double CountryConflictRare { get; init; } = 0.03;
    public double CountryConflictCommon { get; init; } = 0.08;

    /// <summary>What a country in common adds when the birth date agrees too.</summary>
    public double CountryWithBirthDate { get; init; } = 0.02;

    /// <summary>The most a common name loses that no birth date confirms, down to the review threshold: an exact homonym is reviewed and no match.</summary>
    public double CommonNameAlone { get; init; } = 0.12;

    /// <summary>The most a common name loses instead that is not spelt the same either; this may take it below review.</summary>
    public double CommonNameMisspelt { get; init; } = 0.07;

    /// <summary>What another sex than the listed one takes.</summary>
    public double GenderConflict { get; init; } = 0.05;

    /// <summary>What a weak alias adds that equals the name, once another name of the entry has raised the pair.</summary>
    public double WeakAliasSupport { get; init; } = 0.03;

    /// <summary>What an identifier adds that is a listed one of the entry but for one character or two transposed, once a name of the entry has raised the pair.</summary>
    public double NearIdentifier { get; init; } = 0.05;

    /// <summary>What a person's name loses against a company's and the other way round, and against a vessel or aircraft.</summary>
    public double OtherKind { get; init; } = 0.10;
    public double ThingAgainstPerson { get; init; } = 0.30;

    /// <summary>What company, vessel and aircraft names lose whose numbers differ (Star 1, Star 2).</summary>
    public double OtherNumber { get; init; } = 0.15;

    /// <summary>
    /// From how many years between the birth dates on a person for review is a namesake, when no country is in common or the sex is another and nothing else agrees:
    /// kept on record and not raised by a night. Of a name that many bear any other year will do. 0: nobody is.
    /// </summary>
    public int NamesakeYears { get; init; } = 5;

    /// <summary>Every way in which the settings make no sense; empty when they do.</summary>
    public IReadOnlyList<string> Failures()
    {
        var failures = new List<string>();
        if (ReviewThreshold is not (> 0.5 and <= 1))
            failures.Add("ReviewThreshold must be above 0.5 and at most 1");
        if (MatchThreshold is not (> 0.5 and <= 1) || MatchThreshold < ReviewThreshold)
            failures.Add("MatchThreshold must be at least ReviewThreshold and at most 1");
        foreach (var (name, value) in new (string, double)[]
        {
            (nameof(BirthDateEqual), BirthDateEqual), (nameof(BirthDateCompatible), BirthDateCompatible),
            (nameof(BirthDateConflictRare), BirthDateConflictRare), (nameof(BirthDateConflictCommon), BirthDateConflictCommon),
            (nameof(CountryConflictRare), CountryConflictRare), (nameof(CountryConflictCommon), CountryConflictCommon),
            (nameof(CountryWithBirthDate), CountryWithBirthDate), (nameof(CommonNameAlone), CommonNameAlone), (nameof(CommonNameMisspelt), CommonNameMisspelt), (nameof(GenderConflict), GenderConflict), (nameof(WeakAliasSupport), WeakAliasSupport), (nameof(NearIdentifier), NearIdentifier),
            (nameof(OtherKind), OtherKind), (nameof(ThingAgainstPerson), ThingAgainstPerson), (nameof(OtherNumber), OtherNumber),
        })
            if (value is not (>= 0 and <= 0.5))
                failures.Add(name + " must be between 0 and 0.5");
        if (NamesakeYears is < 0 or > 100)
            failures.Add("NamesakeYears must be 0 to 100");
        return failures;
    }
}
