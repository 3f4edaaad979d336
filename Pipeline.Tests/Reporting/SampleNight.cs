// A night that could have happened, for the tests of this room to look at: several typologies, one payout under two of them, a list
// match, a household ruled out, held-back payouts, names in several scripts and hostile ones. All invented.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Reporting;

internal static class SampleNight
{
    internal const string HostileName = "<script>alert('x')</script> & \"Co\" \u202eevil\u0000";
    internal static readonly DateOnly PayDate = new(2026, 10, 30);

    internal static NightReport Full() => new()
    {
        Run = new RunFacts(
            "20261029-4be1c0a97d52", "4be1c0a97d528f1c2b7e0d9935aa61f08873cd54e1b2a9f07766554433221100", new DateOnly(2026, 10, 29), [PayDate],
            new DateTime(2026, 10, 29, 16, 2, 11, DateTimeKind.Utc), new DateTime(2026, 10, 29, 16, 2, 19, DateTimeKind.Utc), "0.1.0", "degraded",
            ["The detector of payment legs stopped at a division by zero: currency hops were scored without chains of legs."]),
        Bundle = new BundleFacts("b7f03a1c99e24d10", new DateOnly(2025, 10, 1), new DateOnly(2026, 9, 30), new DateTime(2026, 10, 1, 2, 14, 0, DateTimeKind.Utc), 25_412),
        Lists =
        [
            new ListFacts("OFAC SDN", new DateOnly(2026, 10, 28), new DateTime(2026, 10, 29, 4, 0, 3, DateTimeKind.Utc), 18_712, "9c1e77ab40d25f30"),
            new ListFacts("UN consolidated", new DateOnly(2026, 10, 5), new DateTime(2026, 10, 6, 4, 0, 5, DateTimeKind.Utc), 1_004, "51aa0c3be7d18842"),
        ],
        Files =
        [
            new FileFacts("payroll_de_2026-10.csv", "1f7c2a9be04455d0a1", "payouts CSV", 1_204, 1_201, 3, FileStanding.Current),
            new FileFacts("payroll_jp_2026-10.csv", "8a00bb12cd93710ee2", "payouts CSV", 806, 801, 5, FileStanding.Current),
            new FileFacts("legs_2026-10.csv", "77de10c2b3f4a5960b", "payment legs CSV", 38, 38, 0, FileStanding.Current),
            new FileFacts("payroll_de_2026-09.csv", "02bbac77d1e0f35a99", "payouts CSV", 1_199, 1_199, 0, FileStanding.Unchanged),
        ],
        Reconciliation = new Reconciliation(2_048, 2_040, 8, 2_002, 1_996,
        [
            new NotScored("zero or negative amount (adjustment)", 4),
            new NotScored("pooled account without a sub-reference", 2),
        ]),
        Rejected =
        [
            new RejectedGroup("amount_not_a_number", 5,
            [
                new RejectedRow("payroll_jp_2026-10.csv", 44, "amount", "found 8 characters with a letter at 3, expected a decimal number"),
                new RejectedRow("payroll_jp_2026-10.csv", 1_209, "amount", "found nothing, expected a decimal number"),
            ]),
            new RejectedGroup("duplicate_transfer_id", 3, [new RejectedRow("payroll_de_2026-10.csv", 871, "transfer_id", "found an id of line 12 again, expected a new one")]),
        ],
        Flags = Flags(),
        Names = Names(),
        HeldBack = new HeldBackFacts(37, [new HeldBackCount(Typology.PayoutRouting, 22), new HeldBackCount(Typology.SharedAccount, 11), new HeldBackCount(Typology.CurrencyHop, 6)]),
        NotChecked =
        [
            "EU and UK sanctions lists: not loaded.",
            "212 payees without a birth date were compared by name and country only.",
        ],
        SettingsHash = "c0ffee7712ab90de",
        ReviewBudget = 5,
        ReviewBudgetSource = "as set",
        Settings = [new SettingFact("Alerting:ReviewsPerNight", "5"), new SettingFact("Store:Provider", "Sqlite")],
    };

    /// <summary>A quiet night: nothing flagged, everything in order.</summary>
    internal static NightReport Quiet() => Full() with
    {
        Run = Full().Run with { Status = "finished", Degraded = [] },
        Lists = [Full().Lists[0]],
        Flags = [],
        HeldBack = new HeldBackFacts(0, []),
        NotChecked = [],
        Rejected = [],
        Reconciliation = new Reconciliation(2_040, 2_040, 0, 2_002, 2_002, []),
    };

    internal static Dictionary<string, PartyNames> Names() => new(StringComparer.Ordinal)
    {
        ["DE-2026-10-0417"] = new("Katharina Oberhuber", "Marek Dvořák"),
        ["JP-2026-10-0093"] = new("渡辺 陽子", null),
        ["DE-2026-10-0733"] = new("Ri Chol-min Park", null),
        ["AE-2026-10-0008"] = new("ليلى الخطيب", "Blue Harbour Trading FZE"),
        ["US-2026-10-0051"] = new("Samuel T. Whitlock", null),
        ["DE-2026-10-0912"] = new(HostileName, HostileName),
    };

    internal static List<Flag> Flags()
    {
        var diverted = new FlagExplanation
        {
            Innocent =
            [
                new InnocentTest("bank_merger", false, "Nobody else at this employer left the old bank this quarter."),
                new InnocentTest("relocation", false, "Address and tax country are as before."),
                new InnocentTest("household", false, "Payee and holder share neither surname, address nor phone."),
            ],
            Detectors = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["forest"] = 0.9981, ["tail"] = 0.9994, ["hard_rules"] = 1 },
            Route = Monthly(12, "****4431", "COBADEFF", "DE", "EUR", 4_182.40m, new RouteStop(PayDate, "****9027", "FIOBCZPP", "CZ", "EUR", 4_182.40m, true)),
            StakeUsd = 4_500,
            Suggestion = "Hold. Call the payee on the number in the HR system, not on one from the change request, and ask whether the account was changed.",
        };
        var crypto = new FlagExplanation
        {
            Innocent =
            [
                new InnocentTest("contractual_crypto", false, "The contract names USD only."),
                new InnocentTest("new_joiner", true, "Third pay after joining: changes of details are frequent then."),
            ],
            Route =
            [
                new(new DateOnly(2026, 7, 31), "****7714", "EBILAEAD", "AE", "AED", 22_000m, false),
                new(new DateOnly(2026, 8, 31), "****7714", "EBILAEAD", "AE", "AED", 22_000m, false),
                new(new DateOnly(2026, 9, 30), "****1002", "HSBCHKHH", "HK", "USD", 6_000m, false),
                new(PayDate, "****a9f3", "wallet", null, "USDT", 5_988.25m, true),
            ],
            Legs =
            [
                new(1, new DateTime(2026, 10, 29, 9, 0, 0, DateTimeKind.Utc), "USD", "USD", 6_000m, 6_000m, "EBILAEAD", "AE", "****1002"),
                new(2, new DateTime(2026, 10, 29, 11, 40, 0, DateTimeKind.Utc), "USD", "USDC", 6_000m, 5_994m, "HSBCHKHH", "HK", "****55b0"),
                new(3, new DateTime(2026, 10, 29, 12, 3, 0, DateTimeKind.Utc), "USDC", "USDT", 5_994m, 5_988.25m, null, null, "****a9f3"),
            ],
            Suggestion = "Hold. Ask HR for the written pay instruction and who approved it.",
        };
        var match = new FlagExplanation
        {
            Matches =
            [
                new MatchNote("employee", "OFAC SDN", "2026-10-28", "29412", "RI, Chol Min", 0.947, "match",
                [
                    "All three name parts agree with the primary name; PARK is left over.",
                    "Birth year 1974 agrees; the list gives no day.",
                    "Nationality of the entry and country of residence do not agree, which alone clears nobody.",
                ]),
                new MatchNote("employee", "UN consolidated", "2026-10-05", "KPi.088", "RI CHOL-MIN", 0.871, "review", ["Two of three name parts agree; the entry has no birth date."]),
            ],
            Route = Monthly(5, "****2210", "DEUTDEFF", "DE", "EUR", 3_050m, new RouteStop(PayDate, "****2210", "DEUTDEFF", "DE", "EUR", 3_050m, true)),
            Suggestion = "Do not pay. Pass to compliance with the entry's number; compare birth date and passport before anything else.",
        };
        var shared = new FlagExplanation
        {
            Innocent = [new InnocentTest("household", true, "Two of the four share surname and address with the payee; the other two do not.")],
            Route = Monthly(8, "****0330", "MHCBJPJT", "JP", "JPY", 412_000m, new RouteStop(PayDate, "****8181", "BOTKJPJT", "JP", "JPY", 412_000m, true)),
            Suggestion = "Ask HR whether the four people know that they share an account.",
        };
        return
        [
            Flag("DE-2026-10-0417", "acme-de", "E-10417", "EUR", 4_182.40m, Typology.PayoutRouting, 0.9993, 1, Band.Critical, "****9027", diverted,
                new("R2_CHANGE_TO_PAY_GAP", "account.change_gap_days", 1, 99.8, 0.44, "Pay details were changed 1 business day before pay day."),
                new("R5_HOLDER_MISMATCH", "holder.similarity", 0.08, 99.1, 0.31, "The account is in another name than the payee's."),
                new("R4_COUNTRY_MISMATCH", "bank.country_novelty", 7.2, 98.6, 0.17, "The bank is in CZ; payee and work are in DE, and nobody at this employer is paid there."),
                new("R12_ACTOR_RISK", "change.same_actor", null, null, 0.0793, "The same user entered and approved the change.")),
            Flag("AE-2026-10-0008", "blue-harbour", "C-0008", "USDT", 5_988.25m, Typology.CurrencyHop, 0.99812, 2, Band.High, "****a9f3", crypto,
                new("C3_LEG_CHAIN", "legs.currencies_48h", 3, 99.9, 0.61, "Three currencies in one chain of legs within four hours."),
                new("C6_FIAT_TO_CRYPTO", "payout.crypto", 1, 99.5, 0.39, "Paid as USDT to a wallet first seen tonight."),
                new("NEW_JOINER", "payee.pays", 3, 12.4, -0.00188, "Third pay after joining.")),
            Flag("AE-2026-10-0008", "blue-harbour", "C-0008", "USDT", 5_988.25m, Typology.PayoutRouting, 0.987, 2, Band.Medium, "****a9f3", crypto with { Legs = [], Suggestion = "Hold. Ask HR for the written pay instruction and who approved it." },
                new("R6_METHOD_SWITCH", "channel.switch", 2, 99.2, 0.7, "Pay moved from a bank to a wallet."),
                new("R1_ACCT_CHANGE_COUNT", "account.changes_90d", 2, 98.7, 0.287, "Second change of account in 90 days.")),
            Flag("DE-2026-10-0733", "acme-de", "E-10733", "EUR", 3_050m, Typology.SanctionsMatch, 0.947, 3, Band.Critical, "****2210", match,
                new FlagReasonSeed("N1_NAME", "OFAC SDN", 0.947, null, 0.947, "The name resembles RI, Chol Min on OFAC SDN, and the birth year agrees.")),
            Flag("JP-2026-10-0093", "tokyo-kk", "J-0093", "JPY", 412_000m, Typology.SharedAccount, 0.9962, 4, Band.High, "****8181", shared,
                new("S1_FAN_IN", "account.people", 4, 99.7, 0.66, "Pay moved to an account that 3 other people at 2 employers also use."),
                new("S7_IDENTIFIER_GRAPH", "graph.component", 6, 99.0, 0.3362, "The four are linked by one device as well.")),
            Flag("US-2026-10-0051", "globex-us", "U-0051", "USD", 2_318.07m, Typology.PayoutRouting, 0.9904, 5, Band.Medium, "****6640", new FlagExplanation { Suggestion = "Ask HR why pay goes on after the last day." },
                new FlagReasonSeed("R9_PAY_AFTER_EXIT", "exit.days", 92, 99.4, 0.9904, "Paid 92 days after the last day of work, with no pay type that explains it.")),
            Flag("DE-2026-10-0912", "acme<b>de</b>", "=HYPERLINK(\"x\")", "EUR", 1_204.5m, Typology.SharedAccount, 0.985, 6, Band.Low, "****1111", new FlagExplanation
                {
                    Innocent = [new InnocentTest("household", false, HostileName)],
                    Route = [new RouteStop(PayDate, "****<1>", "<b>&bank</b>", "\"D", "EUR", 1_204.5m, true)],
                    Matches = [],
                    Suggestion = HostileName,
                },
                new FlagReasonSeed("<CODE>", "x", 1e7, 50, 0.985, HostileName)),
        ];
    }

    internal static Flag Flag(
        string transfer, string employer, string employee, string currency, decimal amount, Typology typology, double score, int rank, Band band,
        string account, FlagExplanation explanation, params FlagReasonSeed[] reasons) => new()
        {
            FlagId = FlagId(transfer, typology),
            TransferId = transfer,
            EmployerId = employer,
            EmployeeId = employee,
            PayDate = PayDate,
            Amount = Money(amount, currency),
            Typology = typology,
            Score = score,
            Rank = rank,
            Band = band,
            HeldBack = false,
            AccountMasked = account,
            Explanation = explanation,
            Reasons = [.. reasons.Select((seed, i) => new FlagReason(i + 1, seed.Code, seed.Feature, seed.Value, seed.Percentile, seed.Contribution, seed.Sentence))],
        };

    internal static Money Money(decimal amount, string currency) =>
        Currency.TryParse(currency, out var known) ? new Money(amount, known) : throw new ArgumentException("not a currency", nameof(currency));

    private static string FlagId(string transfer, Typology typology) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{transfer}/{typology.Word()}")))[..32];

    private static List<RouteStop> Monthly(int months, string account, string bank, string country, string currency, decimal amount, RouteStop tonight)
    {
        var stops = new List<RouteStop>();
        for (var back = months; back >= 1; back--)
        {
            stops.Add(new RouteStop(PayDate.AddMonths(-back), account, bank, country, currency, decimal.Floor(amount - (back % 5 * amount / 200)), false));
        }
        stops.Add(tonight);
        return stops;
    }
}

internal sealed record FlagReasonSeed(string Code, string Feature, double? Value, double? Percentile, double Contribution, string Sentence);
