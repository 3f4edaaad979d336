// Table of contents: every detector in order. One learns (an ensemble per evidence family), the rest are facts that need no statistics.
using System.Globalization;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Detection;

/// <summary>
/// A hard fact after the alert rule (A.5) of the typologies. Its weight is prior evidence in powers of ten: 2.6 is worth a flag whatever the models say, 2 makes a payout count as
/// a hundred times stranger than the models alone find it.
/// </summary>
/// <param name="Weight">Added to the surprise, in log10.</param>
/// <param name="FalseAlarm">The known innocent case that still fires it.</param>
public sealed record HardRule(
    HardFacts Fact, string Code, Typology Typology, double Weight, string Source, string FalseAlarm, Func<PayoutFacts, string> Sentence);

/// <summary>The detectors of the three behavioural typologies. Screening, the fourth, has a room of its own.</summary>
public static class DetectorCatalog
{
    /// <summary>Per evidence family: empirical tails over its features, with an isolation forest where there are many of them, mixed and calibrated.</summary>
    public const string Ensemble = "ensemble";

    public static IReadOnlyList<HardRule> HardRules { get; } =
    [
        new(HardFacts.PayAfterExit, "R9_EXIT_OVER_45_DAYS", Typology.PayoutRouting, 2.6,
            "ACFE ghost-employee tests", "garden leave entered as termination",
            _ => "Regular pay goes on more than 45 days after the employment ended, with no pay type that explains it."),
        new(HardFacts.SelfApproved, "R12_NO_SECOND_EYES", Typology.PayoutRouting, 0.8,
            "payroll audit practice (segregation of duties)", "the holiday stand-in of an office where two sign as a rule",
            _ => "Nobody but the user who made the change approved it, where two sign as a rule."),
        new(HardFacts.NameRefused, "R5_NEW_ACCOUNT_NAME_REFUSED", Typology.PayoutRouting, 0.7,
            "confirmation-of-payee practice", "a bank that writes the name in another script or under a maiden name",
            _ => "The account is new, and the bank says that it is not in the payee's name."),
        new(HardFacts.GhostPattern, "R10_GHOST_SET_UP_ALONE", Typology.PayoutRouting, 1.5,
            "ACFE ghost-employee tests; payroll audit practice", "a hire at a far branch whose papers are under way and whose clerk works alone",
            _ => "This payee lacks several things that comparable payees have, and one user alone entered and approved the account where two do as a rule."),
        new(HardFacts.OneDevice, "R16_ONE_DEVICE_MOVES_SEVERAL", Typology.PayoutRouting, 1.5,
            "Microsoft Storm-2657, 2025", "flat-sharers of two family names who bought a computer together and changed banks for one offer",
            _ => "The pay of several people moved after they had all been seen with one device that none of them had before."),
        new(HardFacts.ThreeUnrelatedPeople, "S1_THREE_UNRELATED", Typology.SharedAccount, 2.6,
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
        new(HardFacts.SecondIdentity, "S11_SECOND_IDENTITY", Typology.SharedAccount, 1,
            "US v. Chapman: several personas worked by one person", "a couple of two family names hired in the same weeks who share a computer",
            _ => "Two payees with different names who came within two months of each other share account, device and address."),
        new(HardFacts.AccountRow, "S8_ROW_OF_STRANGERS", Typology.SharedAccount, 0.7,
            "mule batches as banks tell of them", "a bank's stand at a fair, where people of several employers signed up",
            _ => "Accounts that stand in a row belong to people of several employers, or to people who share contact details or a device."),
        new(HardFacts.ThreeCurrencyChain, "C_THREE_CURRENCIES_48H", Typology.CurrencyHop, 2.6,
            "OFAC action March 2026; FATF 2025", "a provider that settles through a third currency",
            _ => "Three or more currencies within 48 hours after leaving the employer."),
        new(HardFacts.CryptoExit, "C_CRYPTO_EXIT", Typology.CurrencyHop, 1,
            "OFAC action March 2026", "a payee who lawfully buys crypto through the payroll platform",
            _ => "Pay in money is turned into crypto on its way, without a contract that says so."),
        new(HardFacts.CryptoCreep, "C6_CRYPTO_CREEPS", Typology.CurrencyHop, 1.5,
            "fiat turned to crypto, OFAC action March 2026", "a platform where payees move the split themselves, and one who did so month after month",
            _ => "Three times or more within half a year a larger part of the pay was turned to crypto and less of it paid as money."),
        new(HardFacts.OffRate, "C7_OFF_THE_RATE_OF_THE_WEEK", Typology.CurrencyHop, 1,
            "trade-based over- and under-conversion; FATF 2025", "a country with a second, controlled rate; a dear provider that only this payee uses",
            _ => "On its way the money was converted further off the rate that others got than margins, or the age of that rate, explain."),
        new(HardFacts.SumInParts, "C11_SUM_IN_PARTS", Typology.CurrencyHop, 2.6,
            "structuring, FATF 2025", "a contractor with two orders that are capped under the limit",
            _ => "Several payouts of one day, each just under a reporting limit that they are over together."),
    ];

    /// <summary>
    /// What an innocent explanation that applies leaves of the surprise in the families it explains, 0..1: a bank merger explains the new
    /// account and not the hand that signed alone. Hard facts are not weakened. Several multiply.
    /// </summary>
    public static IReadOnlyList<(Innocents Explanation, EvidenceFamily Family, double Leaves)> Guards { get; } =
    [
        (Innocents.MergerCohort, EvidenceFamily.Route, 0.35),
        (Innocents.ReturnedPayment, EvidenceFamily.Route, 0.5),
        (Innocents.Relocation, EvidenceFamily.Route, 0.5),
        (Innocents.SavingsSplit, EvidenceFamily.Route, 0.5),
        (Innocents.HomeSplit, EvidenceFamily.Route, 0.6),
        (Innocents.PooledAccount, EvidenceFamily.Route, 0.7),
        (Innocents.SettledCircle, EvidenceFamily.Route, 0.7),
        (Innocents.BulkImport, EvidenceFamily.Route, 0.5),
        (Innocents.InGoodTime, EvidenceFamily.Route, 0.9),
        (Innocents.SignedByTwo, EvidenceFamily.Route, 0.9),
        (Innocents.RollOut, EvidenceFamily.Route, 0.4),
        (Innocents.Deduction, EvidenceFamily.Route, 0.4),
        (Innocents.Attachment, EvidenceFamily.Route, 0.6),
        (Innocents.ContractualCrypto, EvidenceFamily.Route, 0.7),
        (Innocents.PayeeConfirmed, EvidenceFamily.Route, 0.6),
        (Innocents.OwnHand, EvidenceFamily.Route, 0.6),
        (Innocents.NameChange, EvidenceFamily.Route, 0.6),
        (Innocents.FamilyHolder, EvidenceFamily.Route, 0.7),
        (Innocents.Vouched, EvidenceFamily.Entitlement, 0.7),
        (Innocents.Household, EvidenceFamily.Sharing, 0.4),
        (Innocents.LongStandingPair, EvidenceFamily.Sharing, 0.7),
        (Innocents.BankDay, EvidenceFamily.Sharing, 0.5),
        (Innocents.Rehire, EvidenceFamily.Sharing, 0.5),
        // A bank that takes another's customers over, or issues a payroll's cards, numbers their accounts as it goes.
        (Innocents.MergerCohort, EvidenceFamily.Sharing, 0.5),
        (Innocents.RollOut, EvidenceFamily.Sharing, 0.5),
        (Innocents.Relocation, EvidenceFamily.Currency, 0.5),
        (Innocents.HomeSplit, EvidenceFamily.Currency, 0.5),
        (Innocents.ApprovedSwitch, EvidenceFamily.Currency, 0.5),
        (Innocents.HomeCurrency, EvidenceFamily.Currency, 0.4),
        (Innocents.ContractualCrypto, EvidenceFamily.Currency, 0.5),
        (Innocents.UsualChain, EvidenceFamily.Currency, 0.7),
    ];

    /// <summary>The family's own weight times the guards that apply.</summary>
    public static double Leaves(Innocents applies, EvidenceFamily family)
    {
        var leaves = FeatureCatalog.WeightOf(family);
        foreach (var guard in Guards)
        {
            if (guard.Family == family && (applies & guard.Explanation) != 0) leaves *= guard.Leaves;
        }
        return leaves;
    }

    /// <summary>True for facts that alone are all but proof (weight 1 or more): models are not trained on such payouts. Weaker ones are part of what is ordinary.</summary>
    public static bool IsGrave(HardFacts facts) => HardRules.Any(rule => (facts & rule.Fact) != 0 && rule.Weight >= 1);

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
