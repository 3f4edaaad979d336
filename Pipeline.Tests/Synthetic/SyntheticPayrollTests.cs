// The generated payroll keeps the input contract, its labels keep their promises, and the same options give the same bytes.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Pipeline.Tests.Synthetic;

[TestClass]
public sealed partial class SyntheticPayrollTests
{
    private static readonly string[] Contract =
    [
        "transfer_id", "employer_id", "employee_id", "person_id", "employee_name", "pay_date", "pay_type", "amount", "currency", "gross_amount", "contract_currency", "split_no", "channel", "beneficiary_name",
        "payee_check", "account", "bank_id", "bank_country", "intermediary_bank_id", "return_code", "payment_ref", "employment_type", "job_title", "department", "hire_date", "termination_date", "residence_country",
        "work_country", "nationality", "date_of_birth", "address", "phone", "email", "device_id", "login_country", "account_changed_at", "account_changed_by", "account_change_approved_by",
    ];

    private static readonly string[] Required = ["transfer_id", "employer_id", "employee_id", "employee_name", "pay_date", "amount", "currency", "account"];

    private static SyntheticWorld s_world = null!;
    private static IReadOnlyList<Line> s_history = [];
    private static IReadOnlyList<Line> s_legs = [];

    [ClassInitialize]
    public static void Generate(TestContext context)
    {
        _ = context;
        s_world = new SyntheticWorld(new SyntheticOptions(8_000, 3, 7));
        s_history = s_world.Read("history");
        s_legs = s_world.Read("legs");
    }

    [ClassCleanup]
    public static void Remove() => s_world.Dispose();

    [TestMethod]
    public void Same_options_give_the_same_bytes_in_any_culture_and_another_seed_gives_others()
    {
        var options = new SyntheticOptions(400, 3, 5);
        var first = Fingerprint(options);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            Assert.AreEqual(first, Fingerprint(options));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.AreNotEqual(first, Fingerprint(options with { Seed = 6 }));
    }

    [TestMethod]
    public void Every_row_keeps_the_contract()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in s_history.Concat(s_world.Night))
        {
            foreach (var column in line.Columns.Keys) Assert.Contains(column, Contract);
            foreach (var column in Required) Assert.AreNotEqual("", line[column], column);
            Assert.IsTrue(ids.Add(line["transfer_id"]), "transfer_id twice");
            foreach (var column in new[] { "pay_date", "hire_date", "termination_date", "date_of_birth", "account_changed_at" })
                if (line[column].Length > 0) _ = DateOnly.ParseExact(line[column], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            foreach (var column in new[] { "bank_country", "residence_country", "work_country", "nationality", "login_country" }) Assert.IsTrue(line[column].Length is 0 or 2, column);
            Assert.Contains(line["pay_type"], new[] { "regular", "bonus", "off_cycle", "final", "expense", "invoice" });
            Assert.Contains(line["channel"], new[] { "bank", "platform", "wallet", "card", "cheque" });
            Assert.Contains(line["payee_check"], new[] { "", "match", "close", "none", "unavailable" });
            Assert.Contains(line["employment_type"], new[] { "employee", "contractor", "eor" });
            Assert.MatchesRegex(new Regex("^([A-Z]{3}|USDT|USDC)$"), line["currency"]);
            Assert.IsTrue(line["account_changed_at"].Length == 0 || string.CompareOrdinal(line["account_changed_at"], line["pay_date"]) <= 0, "change after pay day");
            Assert.IsTrue(string.CompareOrdinal(line["hire_date"], line["pay_date"]) <= 0, "paid before hired");
        }
        Assert.AreEqual(s_world.Summary.HistoryPayouts, s_history.Count);
        Assert.AreEqual(s_world.Summary.NightPayouts, s_world.Night.Count);
    }

    [TestMethod]
    public void Amounts_have_the_decimals_of_their_currency()
    {
        foreach (var line in s_history.Concat(s_world.Night))
        {
            var decimals = line["currency"] switch { "JPY" or "KRW" or "VND" => 0, "XBT" or "ETH" => 8, _ => 2 };
            foreach (var column in new[] { "amount", "gross_amount" })
            {
                if (line[column].Length == 0) continue;
                var dot = line[column].IndexOf('.', StringComparison.Ordinal);
                Assert.AreEqual(decimals, dot < 0 ? 0 : line[column].Length - dot - 1, $"{line["currency"]} {column}");
                Assert.IsGreaterThan(0m, Amount(line[column]));
            }
        }
    }

    [TestMethod]
    public void Account_numbers_pass_their_check_digits()
    {
        int ibans = 0, routings = 0, wallets = 0;
        foreach (var line in s_world.Night)
        {
            var account = line["account"];
            if (line["channel"] == "wallet")
            {
                wallets++;
                Assert.MatchesRegex(new Regex("^(0x[0-9A-Fa-f]{40}|T[1-9A-HJ-NP-Za-km-z]{33}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[a-z0-9]+)$"), account);
            }
            else if (IbanShape().IsMatch(account))
            {
                ibans++;
                Assert.IsTrue(IsIban(account), "IBAN check digits of " + account[..2]);
                Assert.AreEqual(IbanLength(account[..2]), account.Length, account[..2]);
                Assert.AreEqual(account[..2], line["bank_id"].Substring(4, 2), "BIC of another country");
            }
            else if (line["bank_country"] == "US")
            {
                routings++;
                var sum = line["bank_id"].Select((c, i) => (c - '0') * (i % 3) switch { 0 => 3, 1 => 7, _ => 1 }).Sum();
                Assert.AreEqual(0, sum % 10, "routing number");
            }
        }
        Assert.IsGreaterThan(1000, ibans);
        Assert.IsGreaterThan(500, routings);
        Assert.IsGreaterThan(15, wallets);
    }

    [TestMethod]
    public void Ethereum_addresses_in_mixed_case_carry_their_checksum() =>
        // The published examples of EIP-55.
        Assert.AreEqual("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", CheckDigits.Eip55("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"));

    [TestMethod]
    public void Base58_addresses_carry_their_checksum() =>
        // The first Bitcoin address ever paid, known to everybody.
        Assert.AreEqual("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", CheckDigits.Base58Check(0, System.Convert.FromHexString("62e907b15cbf27d5425399ebf6f0fb50ebb88f18")));

    [TestMethod]
    public void Splits_of_a_pay_are_numbered_in_full_and_add_up_to_no_more_than_the_gross()
    {
        // A bonus beside the salary of the same day is another pay, with splits of its own.
        var pays = s_world.Night.Where(l => l["split_no"].Length > 0).GroupBy(l => (l["employer_id"], l["employee_id"], l["pay_date"], l["pay_type"])).Where(g => g.Select(l => l["split_no"]).Distinct().Count() == g.Count()).ToList();
        Assert.IsGreaterThan(200, pays.Count);
        foreach (var pay in pays)
        {
            CollectionAssert.AreEqual(Enumerable.Range(1, pay.Count()).ToList(), pay.Select(l => int.Parse(l["split_no"], CultureInfo.InvariantCulture)).Order().ToList());
            foreach (var line in pay) Assert.AreEqual(line["split_no"] == "1" && line.Columns.ContainsKey("gross_amount"), line["gross_amount"].Length > 0);
            if (pay.Select(l => l["currency"]).Distinct().Count() > 1 || !pay.First().Columns.ContainsKey("gross_amount")) continue;
            var (sum, gross) = (pay.Sum(l => Amount(l["amount"])), pay.Max(l => Amount(l["gross_amount"].Length == 0 ? "0" : l["gross_amount"])));
            Assert.IsTrue(sum <= gross + .02m + (pay.First()["amount"].Contains('.', StringComparison.Ordinal) ? 0 : 2) && sum > gross * .4m, "splits do not add up");
        }
    }

    [TestMethod]
    public void A_night_holds_several_employers_countries_and_pay_dates()
    {
        Assert.IsGreaterThanOrEqualTo(20, s_world.Night.Select(l => l["employer_id"]).Distinct().Count());
        var countries = s_world.Night.Select(l => l["work_country"]).ToHashSet(StringComparer.Ordinal);
        foreach (var country in new[] { "JP", "KR", "US", "GB", "DE", "FR", "PL", "BR", "IN", "VN", "PH" }) Assert.Contains(country, countries);
        Assert.IsGreaterThanOrEqualTo(5, s_world.Night.Select(l => l["pay_date"]).Distinct().Count());
        Assert.IsTrue(s_world.Night.All(l => l["pay_date"].StartsWith("2026-10", StringComparison.Ordinal)));
        Assert.IsTrue(s_history.All(l => string.CompareOrdinal(l["pay_date"], "2026-10") < 0));
        Assert.IsTrue(s_world.Night.Any(l => l["employee_name"].Any(c => c is >= '가' and <= '힣')), "Korean script");
        Assert.IsTrue(s_world.Night.Any(l => l["beneficiary_name"].Any(c => c is >= 'ァ' and <= 'ヺ')), "katakana");
    }

    [TestMethod]
    public void Schemes_and_look_alikes_come_in_the_promised_numbers()
    {
        var seen = new HashSet<string>(s_world.Summary.ByScenario.Keys, StringComparer.Ordinal);
        foreach (var seed in new[] { 1, 2 })
        {
            using var world = new SyntheticWorld(new SyntheticOptions(20_000, 2, seed));
            var (night, bad, good) = ((double)world.Night.Count, world.Labels.Count, world.Benign.Count);
            Assert.IsTrue(bad / night is > .0045 and < .0075, $"seed {seed}, schemes {bad / night}");
            Assert.IsTrue(good / night is > .008 and < .015, $"seed {seed}, look-alikes {good / night}");
            Assert.IsGreaterThanOrEqualTo(bad, good);
            foreach (var typology in Typologies.All)
            {
                var share = world.Labels.Count(l => l.Any(x => x["typology"] == typology)) / (double)bad;
                Assert.IsGreaterThanOrEqualTo(.15, share, $"seed {seed}, {typology}");
            }
            seen.UnionWith(world.Summary.ByScenario.Keys);
        }
        var missing = ScenarioCatalog.Schemes.Concat(ScenarioCatalog.LookAlikes).Select(s => s.Id).Where(id => !seen.Contains(id)).ToList();
        Assert.IsEmpty(missing, string.Join(", ", missing));
    }

    [TestMethod]
    public void Labels_refer_to_night_rows_and_never_to_a_look_alike()
    {
        var night = s_world.Night.Select(l => l["transfer_id"]).ToHashSet(StringComparer.Ordinal);
        foreach (var label in s_world.Labels)
        {
            Assert.Contains(label.Key, night);
            Assert.IsFalse(s_world.Benign.Contains(label.Key), "bad and good at once");
            Assert.AreEqual(label.Count(), label.Select(l => l["typology"]).Distinct().Count());
        }
        foreach (var benign in s_world.Benign) Assert.Contains(benign.Key, night);
        Assert.IsTrue(s_world.Labels.Any(l => l.Count() > 1), "no payout of two typologies");
    }

    [TestMethod]
    public void Legs_join_to_payouts_and_hang_together()
    {
        var payouts = s_history.Concat(s_world.Night).ToDictionary(l => l["transfer_id"], StringComparer.Ordinal);
        var chains = s_legs.GroupBy(l => l["transfer_id"], StringComparer.Ordinal).ToList();
        Assert.IsGreaterThan(300, chains.Count);
        Assert.AreEqual(s_legs.Count, s_legs.Select(l => l["leg_id"]).Distinct().Count());
        foreach (var chain in chains)
        {
            var legs = chain.OrderBy(l => int.Parse(l["leg_no"], CultureInfo.InvariantCulture)).ToList();
            for (var i = 1; i < legs.Count; i++)
            {
                Assert.AreEqual(legs[i - 1]["to_account"], legs[i]["from_account"]);
                Assert.AreEqual(legs[i - 1]["to_currency"], legs[i]["from_currency"]);
                Assert.AreEqual(legs[i - 1]["to_amount"], legs[i]["from_amount"]);
            }
            var payout = payouts[chain.Key];
            Assert.AreEqual(payout["account"], legs[^1]["to_account"]);
            Assert.AreEqual(payout["amount"], legs[^1]["to_amount"]);
            Assert.AreEqual(payout["currency"], legs[^1]["to_currency"]);
        }
    }

    [TestMethod]
    public void Sanctions_cases_refer_to_the_list_that_is_written_beside_them()
    {
        var list = s_world.Read(Path.Combine(s_world.Directory, "lists", "own.csv"));
        Assert.IsGreaterThan(60, list.Count);
        CollectionAssert.AreEqual(new[] { "id", "type", "name", "aliases", "weak_aliases", "birth_date", "countries", "identifiers", "wallets" }, list[0].Columns.Keys.ToArray());
        var wallets = list.SelectMany(l => l["wallets"].Split(';')).ToHashSet(StringComparer.Ordinal);
        var legs = s_legs.ToLookup(l => l["transfer_id"], StringComparer.Ordinal);
        foreach (var line in s_world.Night.Where(l => s_world.Labels[l["transfer_id"]].Any(x => x["scenario"] == "listed_wallet")))
            Assert.IsTrue(wallets.Contains(line["account"]) || legs[line["transfer_id"]].Any(l => wallets.Contains(l["to_account"])), "no listed wallet in it");
    }

    [TestMethod]
    public void A_small_world_still_has_each_typology()
    {
        using var world = new SyntheticWorld(new SyntheticOptions(300, 2, 9));
        foreach (var typology in Typologies.All) Assert.IsTrue(world.Summary.ByTypology.ContainsKey(typology), typology);
        Assert.IsGreaterThanOrEqualTo(world.Summary.LabelledPayouts, world.Summary.BenignPayouts);
    }

    [TestMethod]
    public void Options_out_of_range_are_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SyntheticPayroll.Write(new SyntheticOptions(10), Path.GetTempPath()));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SyntheticPayroll.Write(new SyntheticOptions(100, 0), Path.GetTempPath()));
    }

    private static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static bool IsIban(string iban)
    {
        var rest = 0;
        foreach (var c in iban[4..] + iban[..4])
        {
            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            rest = ((rest * (value > 9 ? 100 : 10)) + value) % 97;
        }
        return rest == 1;
    }

    private static int IbanLength(string country) => country switch
    {
        "AE" => 23, "AT" => 20, "BE" => 16, "CH" => 21, "CZ" => 24, "DE" => 22, "ES" => 24, "FR" => 27, "GB" => 22, "IE" => 22, "IT" => 27, "LT" => 20, "NL" => 18, "PL" => 28, "PT" => 25, "RO" => 24,
        "TR" => 26, "UA" => 29, _ => 0,
    };

    private static string Fingerprint(SyntheticOptions options)
    {
        using var world = new SyntheticWorld(options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(world.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(world.Directory, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return System.Convert.ToHexString(hash.GetHashAndReset());
    }

    [GeneratedRegex("^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")]
    private static partial Regex IbanShape();
}
