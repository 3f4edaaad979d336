// Table of contents: every detector in order. Two learn (one ensemble per typology), the rest are facts that need no statistics.
using System.Globalization;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Detection;

/// <summary>
/// A hard fact after the alert rule (A.5) of the typologies. Its weight is prior evidence in powers of ten: 2 makes a payout count as
/// a hundred times stranger than the models alone find it.
/// </summary>
/// <param name="Weight">Added to the surprise, in log10.</param>
/// <param name="FalseAlarm">The known innocent case that still fires it.</param>
public sealed record HardRule(
    HardFacts Fact, string Code, Typology Typology, double Weight, string Source, string FalseAlarm, Func<PayoutFacts, string> Sentence);

/// <summary>The detectors of the three behavioural typologies. Screening, the fourth, has a room of its own.</summary>
public static class DetectorCatalog
{
    /// <summary>Per typology: isolation forest and empirical tails over the typology's features, mixed and calibrated.</summary>
    public const string Ensemble = "ensemble";

    public static IReadOnlyList<HardRule> HardRules { get; } =
    [
        new(HardFacts.PayAfterExit, "R9_EXIT_OVER_45_DAYS", Typology.PayoutRouting, 2,
            "ACFE ghost-employee tests", "garden leave entered as termination",
            _ => "Regular pay goes on more than 45 days after the employment ended, with no pay type that explains it."),
        new(HardFacts.SelfApproved, "R12_NO_SECOND_EYES", Typology.PayoutRouting, 0.8,
            "payroll audit practice (segregation of duties)", "a small payroll office with one clerk",
            _ => "Nobody but the user who made the change approved it."),
        new(HardFacts.NameRefused, "R5_NEW_ACCOUNT_NAME_REFUSED", Typology.PayoutRouting, 0.7,
            "confirmation-of-payee practice", "a bank that writes the name in another script or under a maiden name",
            _ => "The account is new, and the bank says that it is not in the payee's name."),
        new(HardFacts.GhostPattern, "R10_GHOST_SET_UP_ALONE", Typology.PayoutRouting, 1.5,
            "ACFE ghost-employee tests; payroll audit practice", "a hire at a far branch whose papers are under way and whose clerk works alone",
            _ => "This payee lacks several things that comparable payees have, and one user alone entered and approved the account where two do as a rule."),
        new(HardFacts.ThreeUnrelatedPeople, "S1_THREE_UNRELATED", Typology.SharedAccount, 2,
            "US v. Chapman; ACFE", "a small pooled account that is not marked as a platform's",
            f => $"{N(f.UnrelatedGroups)} people or families with no visible relation to each other are paid to one account."),
        new(HardFacts.SharedAcrossEmployers, "S3_ACROSS_EMPLOYERS", Typology.SharedAccount, 0.5,
            "US v. Chapman", "an agency that collects for contractors",
            f => $"They work for {N(f.Employers)} employers."),
        new(HardFacts.BatonBetweenUnrelated, "S9_BATON_UNRELATED", Typology.SharedAccount, 1.5,
            "ghost-employee logic", "a bank that gives out a closed account's number again",
            _ => "The account was another, unrelated payee's until that one stopped."),
        new(HardFacts.IdentityRing, "S7_IDENTITY_RING", Typology.SharedAccount, 1,
            "NPA/METI notice 2024; US v. Chapman", "flat-sharers with one land line",
            f => $"{N(f.IdentifierOthers)} other people of other family names share two or more kinds of contact details with this payee."),
        new(HardFacts.ThreeCurrencyChain, "C_THREE_CURRENCIES_48H", Typology.CurrencyHop, 2,
            "OFAC action March 2026; FATF 2025", "a provider that settles through a third currency",
            _ => "Three or more currencies within 48 hours after leaving the employer."),
        new(HardFacts.CryptoExit, "C_CRYPTO_EXIT", Typology.CurrencyHop, 1,
            "OFAC action March 2026", "a payee who lawfully buys crypto through the payroll platform",
            _ => "Pay in money is turned into crypto on its way, without a contract that says so."),
    ];

    /// <summary>
    /// What an innocent explanation that applies leaves of the models' surprise, 0..1. Hard facts are not weakened. Several multiply.
    /// </summary>
    public static IReadOnlyList<(Innocents Explanation, Typology Typology, double Leaves)> Guards { get; } =
    [
        (Innocents.MergerCohort, Typology.PayoutRouting, 0.35),
        (Innocents.ReturnedPayment, Typology.PayoutRouting, 0.5),
        (Innocents.Relocation, Typology.PayoutRouting, 0.5),
        (Innocents.SavingsSplit, Typology.PayoutRouting, 0.5),
        (Innocents.HomeSplit, Typology.PayoutRouting, 0.6),
        (Innocents.PooledAccount, Typology.PayoutRouting, 0.7),
        (Innocents.BulkImport, Typology.PayoutRouting, 0.7),
        (Innocents.ContractualCrypto, Typology.PayoutRouting, 0.7),
        (Innocents.PayeeConfirmed, Typology.PayoutRouting, 0.9),
        (Innocents.NameChange, Typology.PayoutRouting, 0.6),
        (Innocents.Household, Typology.SharedAccount, 0.4),
        (Innocents.LongStandingPair, Typology.SharedAccount, 0.7),
        (Innocents.Rehire, Typology.SharedAccount, 0.5),
        (Innocents.Relocation, Typology.CurrencyHop, 0.5),
        (Innocents.HomeSplit, Typology.CurrencyHop, 0.5),
        (Innocents.ApprovedSwitch, Typology.CurrencyHop, 0.5),
        (Innocents.ContractualCrypto, Typology.CurrencyHop, 0.5),
        (Innocents.UsualChain, Typology.CurrencyHop, 0.7),
    ];

    /// <summary>Product of the guards that apply; 1 when none does.</summary>
    public static double Leaves(Innocents applies, Typology typology)
    {
        var leaves = 1.0;
        foreach (var guard in Guards)
        {
            if (guard.Typology == typology && (applies & guard.Explanation) != 0) leaves *= guard.Leaves;
        }
        return leaves;
    }

    /// <summary>Prior evidence of a set of facts for one typology, in log10.</summary>
    public static double Weight(HardFacts facts, Typology typology)
    {
        var weight = 0.0;
        foreach (var rule in HardRules)
        {
            if (rule.Typology == typology && (facts & rule.Fact) != 0) weight += rule.Weight;
        }
        return weight;
    }

    private static string N(int value) => value.ToString(CultureInfo.InvariantCulture);
}
