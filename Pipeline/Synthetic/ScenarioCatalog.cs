// The table of contents of what is planted: every scheme and every look-alike, one row each, with whom it befalls and how many; and apart
// from them what is planted only when asked, because nobody who tunes detectors is to look at it.
// TYPOLOGIES.md sections A.1 to A.5 say where each comes from. A new case is a row here and a play in the file of its kind.
namespace Paysieve.Pipeline.Synthetic;

/// <summary>The four typologies as every file writes them.</summary>
internal static class Typologies
{
    public const string PayoutRouting = "payout_routing";
    public const string SharedAccount = "shared_account";
    public const string CurrencyHop = "currency_hop";
    public const string SanctionsMatch = "sanctions_match";

    public static readonly IReadOnlyList<string> All = [PayoutRouting, SharedAccount, CurrencyHop, SanctionsMatch];
}

internal static class ScenarioCatalog
{
    /// <summary>Share of all schemes' payouts that each typology gets.</summary>
    public static readonly IReadOnlyDictionary<string, double> TypologyShares = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        [Typologies.PayoutRouting] = .30, [Typologies.SharedAccount] = .27, [Typologies.CurrencyHop] = .21, [Typologies.SanctionsMatch] = .22,
    };

    public static readonly IReadOnlyList<Scenario> Schemes =
    [
        // id, typology, members at one employer, whom, play
        new("takeover_before_payday", Typologies.PayoutRouting, (1, 1), Banked, RoutingSchemes.Takeover) { NightShare = .75 },
        new("takeover_campaign", Typologies.PayoutRouting, (3, 6), Local, RoutingSchemes.Campaign) { NightShare = .8 },
        new("serial_account_changer", Typologies.PayoutRouting, (1, 1), Banked, RoutingSchemes.SerialChanger) { NightShare = .75 },
        new("third_party_account", Typologies.PayoutRouting, (1, 1), Banked, RoutingSchemes.ThirdParty) { Needs = Delivers.Holder, NightShare = .9 },
        new("pay_after_exit", Typologies.PayoutRouting, (1, 2), Settled, RoutingSchemes.PayAfterExit),
        new("split_drain", Typologies.PayoutRouting, (1, 1), Banked, RoutingSchemes.SplitDrain) { NightShare = .85 },
        new("foreign_redirect", Typologies.PayoutRouting, (1, 2), Remote, RoutingSchemes.ForeignRedirect) { Contractors = true },
        new("method_switch", Typologies.PayoutRouting, (1, 1), Banked, RoutingSchemes.MethodSwitch) { NightShare = .85 },
        new("insider_change", Typologies.PayoutRouting, (3, 5), Local, RoutingSchemes.InsiderChange) { At = e => e.Size >= 150, Needs = Delivers.ChangedAt | Delivers.ApprovedBy, NightShare = .85 },
        new("ghost_employee", Typologies.PayoutRouting, (1, 2), SettledEmployee, RoutingSchemes.GhostEmployee) { Needs = Delivers.ChangedAt },

        new("facilitator_one_employer", Typologies.SharedAccount, (3, 6), Settled, SharingSchemes.Facilitator) { NightShare = .9 },
        new("facilitator_across_employers", Typologies.SharedAccount, (1, 2), Settled, SharingSchemes.Facilitator) { Employers = (3, 6), NightShare = .9 },
        new("persona_ring", Typologies.SharedAccount, (3, 6), Settled, SharingSchemes.PersonaRing) { Needs = Delivers.Address | Delivers.Phone | Delivers.Device },
        new("persona_ring_across_employers", Typologies.SharedAccount, (2, 3), Remote, SharingSchemes.PersonaRing) { Employers = (2, 3), Needs = Delivers.Address | Delivers.Phone | Delivers.Device, Contractors = true },
        new("payroll_clerk", Typologies.SharedAccount, (4, 6), Local, SharingSchemes.PayrollClerk) { NightShare = .9 },
        new("account_row", Typologies.SharedAccount, (3, 5), Local, SharingSchemes.AccountRow) { At = e => AccountNumbers.NumbersRunOn(e.Country) },
        new("baton_reuse", Typologies.SharedAccount, (2, 2), Local, SharingSchemes.BatonReuse) { NightShare = .9, LabelledShare = .5 },

        new("off_contract_payout", Typologies.CurrencyHop, (1, 2), FiatAbroad, CurrencySchemes.OffContract) { NightShare = .9 },
        new("currency_reversal", Typologies.CurrencyHop, (1, 1), FiatAbroad, CurrencySchemes.Reversal),
        new("three_currencies", Typologies.CurrencyHop, (1, 1), FiatAbroad, CurrencySchemes.ThreeCurrencies),
        new("leg_chain", Typologies.CurrencyHop, (1, 2), FiatAbroad, CurrencySchemes.LegChain) { NightShare = .9 },
        new("fiat_to_crypto", Typologies.CurrencyHop, (1, 1), FiatAbroad, CurrencySchemes.FiatToCrypto) { NightShare = .9 },
        new("rate_skim", Typologies.CurrencyHop, (1, 1), FiatAbroad, CurrencySchemes.RateSkim) { NightShare = .9 },
        new("third_country_currency", Typologies.CurrencyHop, (1, 1), FiatAbroad, CurrencySchemes.ThirdCountry) { NightShare = .9 },

        new("listed_employee", Typologies.SanctionsMatch, (1, 1), Settled, ListedSchemes.Employee),
        new("listed_holder", Typologies.SanctionsMatch, (1, 1), Banked, ListedSchemes.Holder) { Needs = Delivers.Holder, NightShare = .9 },
        new("listed_company", Typologies.SanctionsMatch, (1, 1), Contractor, ListedSchemes.Company) { Needs = Delivers.Holder, Contractors = true },
        new("listed_wallet", Typologies.SanctionsMatch, (1, 1), Contractor, ListedSchemes.Wallet) { Contractors = true },
    ];

    public static readonly IReadOnlyList<Scenario> LookAlikes =
    [
        new("household_account", null, (2, 2), SettledEmployee, Synthetic.LookAlikes.Household) { NightShare = .95 },
        new("spouse_account", null, (1, 1), Banked, Synthetic.LookAlikes.SpouseAccount) { NightShare = .9 },
        new("bank_merger", null, (3, 6), Synthetic.LookAlikes.BanksWithMerged, Synthetic.LookAlikes.BankMerger) { Employers = (1, 3), NightShare = .9 },
        new("relocation", null, (1, 1), Banked, Synthetic.LookAlikes.Relocation) { NightShare = .9 },
        new("pooled_platform", null, (1, 3), Remote, Synthetic.LookAlikes.PooledPlatform) { Employers = (4, 6), Contractors = true },
        new("contractual_crypto", null, (1, 2), CryptoContract, Synthetic.LookAlikes.ContractualCrypto) { At = CryptoNative, Contractors = true },
        new("approved_wallet", null, (1, 2), FiatContractor, Synthetic.LookAlikes.ApprovedWallet) { At = CryptoNative, Contractors = true },
        new("new_joiner", null, (1, 2), Banked, Synthetic.LookAlikes.Joiner) { NightShare = .9 },
        new("rehire_own_account", null, (2, 2), Local, Synthetic.LookAlikes.Rehire) { LabelledShare = .5 },
        new("bonus_month", null, (1, 3), Settled, Synthetic.LookAlikes.Bonus) { Contractors = true },
        new("savings_split", null, (1, 2), Banked, Synthetic.LookAlikes.SavingsSplit) { NightShare = .9 },
        new("name_change", null, (1, 1), Banked, Synthetic.LookAlikes.NameChange) { Needs = Delivers.Holder, NightShare = .9 },
        new("returned_payment", null, (1, 1), Banked, Synthetic.LookAlikes.ReturnedPayment) { Needs = Delivers.ReturnCode, NightShare = .75 },
        new("expatriate_home_split", null, (1, 2), Banked, Synthetic.LookAlikes.Expatriate) { NightShare = .95 },
        new("frontier_worker", null, (1, 3), Local, Synthetic.LookAlikes.Frontier) { At = e => Countries.FrontierPairs.Any(p => p.Work == e.Country), NightShare = .95 },
        new("contractor_company", null, (1, 1), Contractor, Synthetic.LookAlikes.ContractorCompany) { Needs = Delivers.Holder, Contractors = true },
        new("homonym", null, (1, 1), Settled, Synthetic.LookAlikes.Homonym) { Needs = Delivers.Birth },
        new("employer_accommodation", null, (3, 6), SettledEmployee, Synthetic.LookAlikes.Accommodation) { Needs = Delivers.Address },
        new("shared_desk", null, (3, 6), SettledEmployee, Synthetic.LookAlikes.SharedDesk) { Needs = Delivers.Phone | Delivers.Device },
        new("ordinary_switch", null, (1, 2), Banked, Synthetic.LookAlikes.OrdinarySwitch) { NightShare = .75 },
        new("bank_day_at_site", null, (3, 5), Local, Synthetic.LookAlikes.BankDayAtSite) { NightShare = .8 },
        new("final_pay", null, (1, 2), Settled, Synthetic.LookAlikes.FinalPay),
        new("approved_currency_switch", null, (1, 1), FiatAbroad, Synthetic.LookAlikes.ApprovedCurrency) { NightShare = .9 },
        new("local_payout", null, (1, 2), FiatAbroadForeign, Synthetic.LookAlikes.LocalPayout),
        new("two_jobs", null, (1, 1), Contractor, Synthetic.LookAlikes.TwoJobs) { Employers = (2, 2), Contractors = true },
    ];

    /// <summary>Kept out of what detectors are tuned on: written by somebody who had not read them, and planted on request alone. Whoever changes a detector
    /// because of what happens to one of these has used it up.</summary>
    public static readonly IReadOnlyList<Scenario> Withheld =
    [
        // About one payout of a case on each of the night's pay dates, whatever the number of names.
        new("borrowed_name", Typologies.PayoutRouting, (3, 6), LocalEmployee, WithheldSchemes.BorrowedName) { LabelledShare = .3 },
    ];

    /// <summary>Paid for some months, staying through the night's month, in one piece.</summary>
    private static bool Settled(Stage stage, Payee payee) =>
        payee.Hire < stage.Night.AddDays(-75) && payee.Termination is null && payee.RouteOn(DateOnly.MaxValue).Shares.Count == 1;

    private static bool SettledEmployee(Stage stage, Payee payee) => Settled(stage, payee) && payee.Engagement == Engagement.Employee;

    private static bool Banked(Stage stage, Payee payee) => Settled(stage, payee) && payee.RouteOn(DateOnly.MaxValue).Shares[0].Account.Channel == "bank";

    private static bool Contractor(Stage stage, Payee payee) => Settled(stage, payee) && payee.Engagement == Engagement.Contractor;

    private static bool Remote(Stage stage, Payee payee) => Settled(stage, payee) && payee.Engagement != Engagement.Employee && payee.WorkCountry != stage.Employer.Country;

    private static bool FiatContractor(Stage stage, Payee payee) => Contractor(stage, payee) && !Countries.IsCrypto(payee.ContractCurrency);

    private static bool CryptoContract(Stage stage, Payee payee) => Contractor(stage, payee) && Countries.IsCrypto(payee.ContractCurrency);

    private static bool FiatAbroad(Stage stage, Payee payee) =>
        Settled(stage, payee) && !Countries.IsCrypto(payee.ContractCurrency) && (payee.Engagement != Engagement.Employee || payee.Ordinal % 5 == 0);

    private static bool FiatAbroadForeign(Stage stage, Payee payee) => Remote(stage, payee) && !Countries.IsCrypto(payee.ContractCurrency) && payee.ContractCurrency != Countries.Of(payee.WorkCountry).Currency;

    /// <summary>Works where the employer is, and banks.</summary>
    private static bool Local(Stage stage, Payee payee) => Banked(stage, payee) && payee.WorkCountry == stage.Employer.Country;

    private static bool LocalEmployee(Stage stage, Payee payee) => Local(stage, payee) && payee.Engagement == Engagement.Employee;

    private static bool CryptoNative(Employer employer) => employer.Trade == Trade.CryptoNative;
}
