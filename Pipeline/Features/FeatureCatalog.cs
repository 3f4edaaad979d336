// Table of contents: every feature with its typology, unit, window, what a missing value means, what is innocent, and its source.
using System.Globalization;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

/// <summary>Which end of a feature is strange.</summary>
public enum StrangeEnd { High, Low }

/// <summary>
/// Features that speak of one thing and are therefore no independent witnesses of each other; different families are. Each is judged by a
/// model of its own, so that a rare value of one is not measured against what is usual in another.
/// </summary>
public enum EvidenceFamily
{
    /// <summary>Where pay goes: whose account, where, since when, and how it moved there.</summary>
    Route,

    /// <summary>Who entered and approved it.</summary>
    Hand,

    /// <summary>Whether the payee is somebody to be paid at all.</summary>
    Entitlement,

    /// <summary>How much is paid, and how often.</summary>
    Amount,

    /// <summary>Who else is paid there.</summary>
    Sharing,

    /// <summary>What the money turns into.</summary>
    Currency,
}

/// <summary>One feature of the catalogue.</summary>
/// <param name="Id">The column.</param>
/// <param name="Code">Reason code: the id of TYPOLOGIES where there is one, and what it catches.</param>
/// <param name="Weight">How much its surprise counts in its typology, 0..1: what hardly says anything alone counts little.</param>
/// <param name="Window">Days of history it looks at; 0 = this payout alone.</param>
/// <param name="Missing">When there is no value. A missing value contributes nothing, either way.</param>
/// <param name="Innocent">What is known to look the same and how it is told apart.</param>
/// <param name="Source">Where the idea comes from.</param>
/// <param name="Sentence">Plain words for a value.</param>
public sealed record FeatureDefinition(
    Feature Id, string Code, EvidenceFamily Family, string Unit, int Window, StrangeEnd Strange, double Weight,
    string Missing, string Innocent, string Source, Func<double, PayoutFacts, string> Sentence)
{
    public string Name => Id.ToString();

    public Typology Typology => FeatureCatalog.TypologyOf(Family);
}

/// <summary>All features in column order. Version changes whenever a definition does: bundles name the version they were trained on.</summary>
public static class FeatureCatalog
{
    public const string Version = "21";

    public static IReadOnlyList<FeatureDefinition> All { get; } = Build();

    public static int Count => All.Count;

    public static FeatureDefinition Of(Feature feature) => All[(int)feature];

    public static IEnumerable<FeatureDefinition> Of(Typology typology) => All.Where(feature => feature.Typology == typology);

    public static IEnumerable<FeatureDefinition> Of(EvidenceFamily family) => All.Where(feature => feature.Family == family);

    /// <summary>
    /// What a family's surprise counts, 0..1: an odd route is what a diversion looks like, while a lone signature or thin papers are common
    /// lapses and count less until something else joins them.
    /// </summary>
    public static double WeightOf(EvidenceFamily family) => family switch
    {
        EvidenceFamily.Hand => 0.8,
        EvidenceFamily.Entitlement => 0.8,
        EvidenceFamily.Amount => 0.8,
        _ => 1,
    };

    /// <summary>The families of a typology, in order; none for list matches.</summary>
    public static IEnumerable<EvidenceFamily> Families(Typology typology) => Enum.GetValues<EvidenceFamily>().Where(family => TypologyOf(family) == typology);

    public static Typology TypologyOf(EvidenceFamily family) => family switch
    {
        EvidenceFamily.Sharing => Typology.SharedAccount,
        EvidenceFamily.Currency => Typology.CurrencyHop,
        _ => Typology.PayoutRouting,
    };

    private const EvidenceFamily R = EvidenceFamily.Route;
    private const EvidenceFamily H = EvidenceFamily.Hand;
    private const EvidenceFamily E = EvidenceFamily.Entitlement;
    private const EvidenceFamily A = EvidenceFamily.Amount;
    private const EvidenceFamily S = EvidenceFamily.Sharing;
    private const EvidenceFamily C = EvidenceFamily.Currency;

    private static FeatureDefinition[] Build()
    {
        FeatureDefinition[] all =
        [
            new(Feature.AccountNew, "R1_ACCOUNT_NEW", R, "0..1", 60, StrangeEnd.High, 0.4,
                "fewer than two earlier pay dates", "merger cohort, returned payment, relocation weaken it; most changes are honest, so it counts little alone",
                "NPA/METI notice 2024; FBI hiring advice 2025",
                (_, f) => f.AccountAgeDays > 0
                    ? $"Pay goes to an account this payee was first paid to {N(f.AccountAgeDays)} days ago."
                    : $"Pay goes to an account this payee was never paid to before, after {N(f.PriorPayDates)} earlier pay dates."),
            new(Feature.AccountChanges, "R1_ACCOUNT_CHANGES", R, "changes in 365 days beyond the second, and in 90 days beyond the first", 365, StrangeEnd.High, 0.7,
                "fewer than two earlier pay dates", "a correction back to the old account; merger; returned payment",
                "Secureworks 2024 (frequent change of payment service)",
                (_, f) => $"The payout account changed {Times(f.AccountChanges)} within a year."),
            new(Feature.ChangeToPayGap, "R2_CHANGE_TO_PAY_GAP", R, "working days, 15 at the most", 60, StrangeEnd.Low, 0.8,
                "no declared change within 60 days, or a change explained by merger or return", "cut-off bunching, new joiner; three weeks before pay day and more are all alike",
                "FBI IC3 payroll diversion PSA 2018",
                (_, f) => f.GapDays < 1 ? "The pay details were changed on pay day itself." : $"The pay details were changed {N(f.GapDays)} working day{Plural(f.GapDays)} before pay day."),
            new(Feature.NewBankRarity, "R3_NEW_BANK_RARE", R, "-ln share among peers", 60, StrangeEnd.High, 0.7,
                "the account is not new, or no bank is stated", "many honest staff use neobanks: judged among peers of the employer, among changers only",
                "GTIG 2025; IC3 2018 (prepaid cards)",
                (_, f) => $"The new account is at a bank that {Share(f.BankShare)} of this employer's payees in that country use."),
            new(Feature.CountryRarity, "R4_COUNTRY_RARE", R, "-ln share among peers", 365, StrangeEnd.High, 0.9,
                "the account's country is unknown", "SEPA zone, frontier pairs, relocation, routes older than 180 days, countries usual among peers",
                "US State/Treasury/FBI guidance 2022",
                (_, f) => $"The account is in a country where {Share(f.CountryShare)} of comparable payees are paid, neither where the payee works nor lives."),
            new(Feature.HolderMismatch, "R5_HOLDER_MISMATCH", R, "0..1", 0, StrangeEnd.High, 0.9,
                "never", "married name, initials, truncation, transliteration; contractor companies; name change on the same account",
                "NPA/METI notice 2024",
                (_, _) => "The account holder's name is not the employee's."),
            new(Feature.PayeeCheckRisk, "R5_PAYEE_CHECK", R, "0 match, 0.3 close, 1 none", 0, StrangeEnd.High, 0.7,
                "the bank gave no answer, or the account is 60 days old", "close matches are ordinary", "confirmation-of-payee practice",
                (v, _) => v >= 1 ? "The bank's payee verification found no match between name and account." : "The bank's payee verification answered only 'close match'."),
            new(Feature.ChannelStep, "R6_CHANNEL_STEP", R, "risk step x -ln share", 180, StrangeEnd.High, 0.8,
                "no earlier payout", "crypto-native employers and unbanked workers: weighed by how usual the channel is at the employer",
                "US guidance 2022; US-ROK guidance 2023",
                (_, _) => "Pay moved to a riskier kind of account (cheque, platform, card or wallet) than before."),
            new(Feature.SplitDrain, "R7_SPLIT_DRAIN", R, "share of the pay date's pay", 62, StrangeEnd.High, 0.7,
                "fewer than two earlier pay dates", "savings splits: usually small and long-lived (of two currencies the parts are what they are worth, roughly); who moves his main account and leaves the savings account its usual share", "Workday administrators 2025; Microsoft 2025",
                (v, _) => $"{Percent(v)} of this pay goes to an account less than two months old while the old one keeps a rest."),
            new(Feature.DaysAfterExit, "R9_PAY_AFTER_EXIT", E, "days beyond a month", 0, StrangeEnd.High, 0.9,
                "never; 0 when employed", "final pay; bonus, expenses and off-cycle payments by pay type, unless regular pay goes on beside them", "ACFE ghost-employee tests",
                (v, _) => $"Paid {N(v + 31)} days after the employment ended."),
            new(Feature.SelfApproved, "R12_SELF_APPROVED", H, "-ln share at the employer", 90, StrangeEnd.High, 1,
                "the account is 90 days old, or no named user approved", "a small office where one in five is signed alone; 1.5 where what is usual cannot be said yet", "payroll audit practice (segregation of duties)",
                (_, _) => "The same user changed the pay details and approved the change."),
            new(Feature.ActorSameBank, "R12_ACTOR_SAME_BANK", H, "-log10 p (binomial)", 90, StrangeEnd.High, 0.7,
                "the account is 90 days old, no bank is stated, or changed by a class of users", "banks that many choose; mergers that a second person signed; imports are a class of users", "payroll audit practice",
                (_, _) => "The same user moved more payees to this bank within 90 days than chance brings there."),
            new(Feature.BankBurst, "R8_BANK_BURST", R, "-log10 p (Poisson)", 14, StrangeEnd.High, 0.7,
                "the account is not new", "bank mergers: one old bank, most of its payees moved; banks that always win many; days on which many move, to all banks alike; cards that the same bank gives out, for who opens an account there", "Microsoft Storm-2657, 2025",
                (_, _) => "Unusually many payees moved to this bank within 14 days, from several banks."),
            new(Feature.AmountJump, "R13_AMOUNT_JUMP", R, "ln ratio to own median", 365, StrangeEnd.High, 0.3,
                "fewer than three earlier payouts in the currency", "bonus months: pay type, or a third of the employer's payees jump too", "ACFE ghost-employee tests",
                (v, _) => $"The payout is {F(Math.Exp(v))} times the payee's usual one."),
            new(Feature.LoginRarity, "R15_LOGIN_COUNTRY", R, "-ln share among peers", 0, StrangeEnd.High, 0.7,
                "no login country delivered", "travel; usual countries among peers; a network that moved: eight payouts or more with that login today count as their share", "FBI PSA January 2025",
                (_, f) => $"Last seen logging in from a country where {Share(f.LoginShare)} of peers log in."),
            new(Feature.ContactShift, "R16_CONTACTS_WITH_ACCOUNT", R, "kinds of contact detail", 35, StrangeEnd.High, 0.8,
                "the account is not new", "a new telephone alone is ordinary; relocation counts half", "payroll diversion as Microsoft and FBI IC3 tell it: mailbox or device first, account next",
                (v, _) => $"{N(Math.Max(1, v))} other contact detail{Plural(Math.Max(1, v))} (phone, e-mail, device) changed about when the account did."),
            new(Feature.JumpWithAccount, "R13_JUMP_WITH_ACCOUNT", R, "ln ratio to own median", 365, StrangeEnd.High, 0.5,
                "the account is not new, or fewer than three earlier payouts in the currency", "bonus months, a thirteenth salary a year ago", "interaction of R13 with R1",
                (v, _) => $"The first pay to the new account is {F(Math.Exp(v))} times the usual one."),
            new(Feature.GhostIndex, "R10_GHOST", E, "sum of -ln share of peers", 0, StrangeEnd.High, 1,
                "fewer than 20 peers of the same employer, engagement and tenure",
                "contractors, interns, joiners: held against peers of their own kind and tenure; what half the peers lack, and one lack or two alone, count nothing; who is long paid here and whom the bank knows by this name counts three fifths; whom the bank knows, or two users entered and approved, is vouched for", "ACFE ghost-employee tests",
                (_, _) => "This payee lacks what nearly all comparable payees have: contact details, a device or login, deductions, or any variation of pay."),
            new(Feature.SetUpAlone, "R12_SET_UP_ALONE", H, "-ln share at the employer", 365, StrangeEnd.High, 0.3,
                "no named user approved, a change under 90 days old (R12_SELF_APPROVED), an account over a year old, or fewer than 20 set-ups known", "a small office with one clerk: then it is usual there", "payroll audit practice; ACFE ghost-employee tests",
                (_, _) => "One user entered this payee's account and approved it alone, which is unusual at this employer."),
            new(Feature.OnboardingChanges, "R11_ONBOARDING", R, "kinds changed beyond the first in 60 days", 60, StrangeEnd.High, 0.3,
                "first pay, or paid for over 60 days", "typing errors and first flats: it counts little alone", "US-ROK guidance 2023; FBI PSA January 2025",
                (v, _) => $"{N(v + 1)} of account, address, phone and e-mail changed within 60 days of the first pay."),
            new(Feature.IdleBefore, "R17_WOKEN", R, "ln days without pay over the usual", 365, StrangeEnd.High, 0.7,
                "the account is not new", "back from leave to the old account; who was hired anew since; seldom paid contractors, against their own habit; a season: eight or more of the employer's payees come back on one pay date to accounts of old", "dormant payees, ACFE ghost-employee tests",
                (v, _) => $"Nothing was paid for {F(Math.Exp(v))} times the usual time, and now pay goes to a new account."),
            new(Feature.SideAccount, "R18_SIDE_ACCOUNT", R, "share of the usual pay", 365, StrangeEnd.High, 0.8,
                "fewer than two earlier pay dates; 0 for regular pay", "less than a fifth of the usual pay; the regular pay moves there the same day; usual at the employer", "expense reimbursement and off-cycle schemes, ACFE",
                (_, _) => "Expenses, a bonus or an off-cycle payment go to an account that takes none of this payee's regular pay."),
            new(Feature.GrowingPart, "R19_GROWING_PART", R, "steps beyond the first", 180, StrangeEnd.High, 0.8,
                "the account is over a year old or there from the first pay on, or the pay is not split: 0", "a raise of the whole pay; one step, as whoever tries out a savings plan makes; crypto (C6)", "slow drain, as in payroll diversion by small steps",
                (v, _) => $"The part of the pay that goes to this account grew {Times(v + 1)}, each time at the cost of the rest."),
            new(Feature.ExtraSeries, "R20_EXTRA_SERIES", A, "pay dates x share of the usual pay", 75, StrangeEnd.High, 0.8,
                "fewer than two earlier pay dates; 0 for regular pay", "less than a fifth of the usual pay; commissions and allowances, which one in seven of the employer's payees has; two bonuses, as a thirteenth salary and another", "ACFE ghost-employee and padding tests",
                (_, _) => "Bonuses, expenses or off-cycle payments come pay date after pay date, as they do to hardly anybody else at this employer."),
            new(Feature.SalaryJump, "R13_SALARY_JUMP", A, "ln ratio to own median", 365, StrangeEnd.High, 0.6,
                "fewer than three earlier payouts in the currency", "under a third more; back at what it once was, and a tenth; contractors; pay that varies; bonus months; what comes beside the salary; overtime and back pay, of which a file says nothing: it is no flag alone", "ACFE padding tests",
                (v, _) => $"The salary, the same on every pay date so far, is {F(Math.Exp(v))} times what it was."),

            new(Feature.UnrelatedGroups, "S1_UNRELATED_PEOPLE", S, "groups beyond the payee's", 180, StrangeEnd.High, 1,
                "pooled account without sub-reference: not assessable", "household: common name, address, phone, tenure; who takes small parts of many people's pay (courts, unions); an account that most were paid to from their first pay on and were hired over a year ago (platforms, agencies)", "ACFE; US v. Chapman",
                (v, f) => $"The account also receives pay of {N(v)} other {(v > 1 ? "people or families" : "person or family")} with no visible relation to this payee ({N(f.Persons)} people in all)."),
            new(Feature.OtherPersons, "S1_FAN_IN", S, "other people", 180, StrangeEnd.High, 0.5,
                "pooled account", "household counts a fifth", "ACFE; joint accounts are ordinary (US Census SIPP 2023)",
                (_, f) => $"{N(f.Persons)} people were paid to this account within 180 days."),
            new(Feature.OtherEmployers, "S3_CROSS_EMPLOYER", S, "other employers", 180, StrangeEnd.High, 0.8,
                "pooled account", "one person with two jobs is one person by token or name", "US v. Chapman: 309 employers, few accounts",
                (v, f) => $"People of {N(v + 1)} employers are paid to this account ({N(f.Persons)} people)."),
            new(Feature.FanInGrowth, "S2_FAN_IN_GROWTH", S, "new people in 90 days", 90, StrangeEnd.High, 0.4,
                "pooled account", "household; counts on settled accounts too", "US v. Chapman",
                (v, _) => $"{N(v)} {(v > 1 ? "people" : "person")} began to be paid to this account within 90 days."),
            new(Feature.BatonReuse, "S9_BATON_REUSE", S, "0, 0.3 family, 1 unrelated", 180, StrangeEnd.High, 0.9,
                "pooled account", "rehire under a new number; family of the leaver", "ghost-employee logic",
                (_, _) => "The account belonged to another payee until recently and came into this payee's use after that one stopped."),
            new(Feature.IdentifierLinks, "S7_IDENTIFIER_LINKS", S, "other people", 365, StrangeEnd.High, 0.8,
                "never; 0 when nothing is shared or nothing delivered", "family name in common; hubs above twelve payees (housing, switchboard, office); address and telephone alone of colleagues hired over 120 days apart (lodgings); device and telephone alone of those of one employer, long theirs and paid to accounts of their own, where half did not come within 120 days (a desk)", "NPA/METI notice 2024; US v. Chapman",
                (v, _) => $"{N(v)} other {(v > 1 ? "people share" : "person shares")} a device or two kinds of contact details (address, phone, e-mail) with this payee, with another family name."),
            new(Feature.HolderFanIn, "S5_HOLDER_FAN_IN", S, "other people", 180, StrangeEnd.High, 0.7,
                "never", "an agency or company that invoices for several", "third-party collection",
                (v, _) => $"Pay of {N(v)} other {(v > 1 ? "people goes" : "person goes")} to accounts in the same third party's name."),
            new(Feature.SequentialAccounts, "S8_SEQUENTIAL_ACCOUNTS", S, "other people", 180, StrangeEnd.High, 0.9,
                "no bank, or a number that does not end in digits", "a bank that signs up a whole site on one day (one employer, one day of hire); chance, where many accounts are new: then it takes more or closer ones", "mule batches as banks tell of them",
                (v, _) => $"The {(v > 1 ? "accounts" : "account")} of {N(v)} other {(v > 1 ? "payees" : "payee")} new to this bank {(v > 1 ? "stand" : "stands")} in a row with this one, as if they had been opened together."),
            new(Feature.HiredOntoAccount, "S10_HIRED_ONTO_ACCOUNT", S, "0 or 1", 180, StrangeEnd.High, 0.9,
                "pooled account", "household; a company that sends contractors", "ghost-employee logic",
                (_, f) => f.Persons > 2
                    ? "Somebody hired within half a year was paid from the first pay on to an account where unrelated people were paid already."
                    : "One of the two was hired within half a year and was paid from the first pay on to the account of the other, who is no relation."),

            new(Feature.OffContractRarity, "C1_OFF_CONTRACT", C, "-ln share among peers", 0, StrangeEnd.High, 0.8,
                "no contract currency: 0", "stable for three pay dates (home-currency election); less before that when paid so from the first pay on; usual at the employer", "OFAC actions 2025",
                (_, f) => $"Paid in a currency other than the contract's, as {Share(f.CurrencyShare)} of peers with that contract are."),
            new(Feature.CurrencyNew, "C2_CURRENCY_NEW", C, "0 or 1", 365, StrangeEnd.High, 0.5,
                "fewer than two earlier pay dates", "one permanent switch; money that a country gave up for another (BGN, HRK)", "layering logic, FATF 2025",
                (_, _) => "This payee was never paid in this currency before."),
            new(Feature.DistinctCurrencies, "C2_DISTINCT_CURRENCIES", C, "other currencies in 180 days", 180, StrangeEnd.High, 0.7,
                "fewer than two earlier pay dates", "one switch; two currencies on every pay date", "OFAC actions 2025",
                (v, _) => $"{N(v + 1)} payout currencies within 180 days."),
            new(Feature.HopReversals, "C3_HOP_REVERSAL", C, "switches beyond the first", 180, StrangeEnd.High, 0.8,
                "fewer than two earlier pay dates", "one permanent switch is no hop; nor is a switch away from a payment that came back, or to the money of the country that work or home just moved to", "layering logic, FATF 2025",
                (v, _) => $"The payout currency switched {Times(v + 1)} within 180 days, back or on to a third."),
            new(Feature.ThirdCountryCurrency, "C5_THIRD_COUNTRY", C, "0..1", 0, StrangeEnd.High, 0.6,
                "fewer than two of contract currency and countries of account, work and residence known", "legal tender where the payee works, lives or banks; USD and EUR count half; stable elections", "layering logic, FATF 2025",
                (_, _) => "The currency is neither the contract's nor that of any country the payee works, lives or banks in."),
            new(Feature.CryptoRarity, "C6_CRYPTO", C, "-ln share among peers", 0, StrangeEnd.High, 0.8,
                "never; 0 when not crypto", "contractual crypto: in the contract, long-standing, or usual at the employer, unless its part of the pay grew twice within half a year", "OFAC action March 2026",
                (_, f) => $"Paid out as crypto or to a wallet, as {Share(f.CryptoShare)} of this employer's comparable payees are."),
            new(Feature.SameDayCurrencies, "C8_SAME_DAY_CURRENCIES", C, "other currencies", 0, StrangeEnd.High, 0.4,
                "never", "stable home-currency split", "FATF 2025",
                (v, _) => $"One pay was split into {N(v + 1)} currencies."),
            new(Feature.HopWithAccountChange, "C9_HOP_WITH_ACCOUNT", C, "0 or 1", 14, StrangeEnd.High, 0.8,
                "fewer than two earlier pay dates", "relocation: address, country and account move together", "interaction of C1/C2 with R1",
                (_, _) => "Currency and account changed together."),
            new(Feature.LegCurrencies, "C_LEG_CURRENCIES", C, "currencies within 48 hours", 0, StrangeEnd.High, 0.9,
                "no legs delivered for the payout", "a platform that converts once shows two; chains usual for the currency, or for half a year or ever for the payee; a way over the dollar or the euro into money of home on a known account", "OFAC action March 2026; FATF 2025",
                (v, _) => $"The money passes through {N(v)} currencies within 48 hours."),
            new(Feature.LegCryptoExit, "C_LEG_CRYPTO_EXIT", C, "0 or 1", 0, StrangeEnd.High, 0.9,
                "no legs delivered for the payout", "contractual crypto", "OFAC action March 2026",
                (_, _) => "After leaving the employer the money is turned into crypto."),
            new(Feature.LegCountries, "C_LEG_COUNTRIES", C, "countries", 0, StrangeEnd.High, 0.5,
                "no legs delivered for the payout", "correspondent banks", "FATF 2025",
                (v, _) => $"The money passes through {N(v)} countries."),
            new(Feature.CorridorRarity, "C4_CORRIDOR", C, "-ln share by country of work", 365, StrangeEnd.High, 0.6,
                "no contract currency: 0", "corridors usual in the country of work; stable for three pay dates", "US guidance 2022",
                (_, _) => "Hardly anybody working there is paid from this contract currency into this one."),
            new(Feature.RateDeviation, "C7_RATE", C, "|ln rate / usual rate|", 0, StrangeEnd.High, 0.9,
                "no conversion on the way, or no rate to hold it against: fewer than five of the pair that week (four, where three agree), straight or over a third currency, or in six weeks", "under 3 % nothing (over a third currency 5 %, of weeks ago 5 to 8 %, as the pair drifts): the provider's usual margin is in the median; slips of minor units (100 or 1000 times) are a matter of data", "trade-based over- and under-conversion; FATF 2025",
                (v, _) => $"On its way the money is converted {Percent(Math.Exp(v) - 1)} off the rate that others got lately."),
            new(Feature.OffCycleCurrency, "C10_OFF_CYCLE", C, "0 or 1", 0, StrangeEnd.High, 0.5,
                "no pay type", "stable elections", "off-cycle runs escape the cycle's controls",
                (_, _) => "An off-cycle payout in another currency than the contract's."),
            new(Feature.BelowLimit, "C11_BELOW_LIMIT", C, "share of the last pays", 365, StrangeEnd.High, 0.3,
                "no limit set for the currency, fewer than three pays unless today's is paid in parts, or pay that does not vary", "a salary that happens to sit there", "structuring, FATF 2025",
                (v, f) => (f.Hard & HardFacts.SumInParts) != 0
                    ? "All parts of this pay lie within 5 % under a reporting limit, and they vary."
                    : $"{Percent(v)} of the last pays lie within 5 % under a reporting limit, and they vary."),
            new(Feature.IntermediaryRarity, "C12_INTERMEDIARY", C, "-ln share among peers", 0, StrangeEnd.High, 0.4,
                "no intermediary bank", "the correspondent that others with accounts there use", "OFAC actions 2025 and 2026",
                (_, _) => "The money goes through an intermediary bank that hardly anybody paid to that country uses."),
            new(Feature.NetOverGross, "C13_NET_OVER_GROSS", C, "ln payout / gross", 0, StrangeEnd.High, 0.9,
                "no gross pay stated", "3 % (rounding); slips of minor units (100 or 1000 times); pay in the contract's currency; expenses, bonuses and final pay", "trade-based over- and under-conversion; FATF 2025",
                (v, _) => $"Paid in another currency than the contract's, and {Percent(Math.Exp(v) - 1)} more than the gross pay it is of."),
        ];
        for (var i = 0; i < all.Length; i++)
        {
            if ((int)all[i].Id != i) throw new InvalidOperationException($"feature {all[i].Id} stands out of order in the catalogue");
        }
        return all;
    }

    private static string N(double value) => Math.Round(value).ToString("0", CultureInfo.InvariantCulture);

    private static string F(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Percent(double value) => (value * 100).ToString("0", CultureInfo.InvariantCulture) + " %";

    private static string Plural(double value) => Math.Round(value) == 1 ? "" : "s";

    private static string Times(double value) => Math.Round(value) switch { 1 => "once", 2 => "twice", var n => N(n) + " times" };

    private static string Share(double share)
    {
        return share >= 0.1 ? $"about {Percent(share)}"
            : share >= 0.001 ? $"about 1 in {N(1 / share)}"
            : "fewer than 1 in 1000";
    }
}
