// The features of currency_hop: currencies against contract, country and habit, and the legs behind a payout.
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Features;

[TestClass]
public sealed class CurrencyFeatureTests
{
    private const string Wallet = "0x52908400098527886e0f7030069857d2e4169ee7";

    private static readonly DateOnly Today = Payroll.Today;

    private static Payout Anna => Payroll.Payee(1);

    private static Payout In(string currency) => Anna with { Currency = currency };

    private static Payout Crypto => Anna with { Currency = "USDT", Channel = "wallet", Account = Wallet, Bank = null, BankCountry = null };

    [TestMethod]
    public async Task Pay_off_the_contract_counts_by_rarity_less_when_it_is_stable_and_not_at_all_without_a_contract()
    {
        var open = Payroll.Payee(2) with { Contract = null, Currency = "GBP" };
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna, -8, -4).PaysMonthly(In("GBP"), -3, 0).PaysMonthly(open, -3, 0).PaysMonthly(Payroll.Payee(3), -8, 0);
        var seen = await payroll.DescribeAsync();

        var fresh = seen[In("GBP").On(Payroll.Month(-3)), Feature.OffContractRarity];
        Assert.IsGreaterThan(5, fresh);
        Assert.IsLessThan(0.2 * fresh, seen[In("GBP"), Feature.OffContractRarity], "the third pay date made it an election");
        Assert.IsGreaterThan(0.5 * fresh, seen[In("GBP").On(Payroll.Month(-1)), Feature.OffContractRarity], "two pay dates did not yet");
        Assert.AreEqual(0, seen[open, Feature.OffContractRarity]);
        Assert.AreEqual(0, seen[Payroll.Payee(3), Feature.OffContractRarity]);
    }

    [TestMethod]
    public async Task Pay_off_the_contract_from_the_first_pay_on_counts_less_than_one_that_turns_from_it()
    {
        var always = Payroll.Payee(2) with { Currency = "GBP" };
        var turned = Payroll.Payee(3);
        await using var payroll = new Payroll().Peers().PaysMonthly(always, -2, 0).PaysMonthly(turned, -3, -2).PaysMonthly(turned with { Currency = "GBP" }, -1, 0);
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(2 * seen[always, Feature.OffContractRarity], seen[turned with { Currency = "GBP" }, Feature.OffContractRarity]);
        Assert.IsGreaterThan(0, seen[always, Feature.OffContractRarity]);
    }

    [TestMethod]
    public async Task What_the_employers_peers_get_is_not_rare()
    {
        await using var payroll = new Payroll().Peers(24, change: (peer, i) => i % 2 == 0 ? peer with { Currency = "USD" } : peer).PaysMonthly(Anna, -8, -1).Pays(In("USD"));
        var seen = await payroll.DescribeAsync();

        Assert.IsLessThan(1.5f, seen[In("USD"), Feature.OffContractRarity]);
        Assert.IsTrue(seen.Facts(In("USD")).Applies.HasFlag(Innocents.CommonForPeers));
    }

    [TestMethod]
    public async Task A_currency_never_paid_before_is_new_once_and_missing_for_a_new_joiner()
    {
        await using var payroll = new Payroll().Pays(Anna.On(Payroll.Month(-4))).Pays(In("USD").On(Payroll.Month(-3))).Pays(In("GBP").On(Payroll.Month(-2))).Pays(In("GBP").On(Payroll.Month(-1)), In("EUR"));
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(float.IsNaN(seen[In("USD").On(Payroll.Month(-3)), Feature.CurrencyNew]));
        Assert.IsTrue(float.IsNaN(seen[In("USD").On(Payroll.Month(-3)), Feature.DistinctCurrencies]));
        Assert.IsTrue(float.IsNaN(seen[In("USD").On(Payroll.Month(-3)), Feature.HopReversals]));
        Assert.IsTrue(float.IsNaN(seen[In("USD").On(Payroll.Month(-3)), Feature.HopWithAccountChange]));
        Assert.AreEqual(1, seen[In("GBP").On(Payroll.Month(-2)), Feature.CurrencyNew]);
        Assert.AreEqual(0, seen[In("GBP").On(Payroll.Month(-1)), Feature.CurrencyNew]);
        Assert.AreEqual(0, seen[In("EUR"), Feature.CurrencyNew], "an old one again");
    }

    [TestMethod]
    [DataRow(179, 2f)]
    [DataRow(180, 1f)]
    public async Task Currencies_within_180_days_are_counted(int daysAgo, float expected)
    {
        await using var payroll = new Payroll().Pays(
            Anna.On(Today.AddDays(-400)), In("USD").On(Today.AddDays(-daysAgo)), In("GBP").On(Today.AddDays(-60)), In("GBP").On(Today.AddDays(-30)), In("GBP"),
            In("CHF").On(Today.AddDays(-300)), Anna.On(Today.AddDays(-1)));
        Assert.AreEqual(expected, (await payroll.DescribeAsync())[In("GBP"), Feature.DistinctCurrencies]);
    }

    [TestMethod]
    public async Task There_and_back_is_a_reversal_and_one_permanent_switch_is_not()
    {
        var settled = Payroll.Payee(2);
        await using var payroll = new Payroll()
            .PaysMonthly(Anna, -8, -3).PaysMonthly(In("USD"), -2, -2).PaysMonthly(Anna, -1, -1).Pays(In("USD"))
            .PaysMonthly(settled, -8, -3).PaysMonthly(settled with { Currency = "USD" }, -2, 0)
            .PaysMonthly(Payroll.Payee(3), -8, -3).PaysMonthly(Payroll.Payee(3) with { Currency = "USD", Returned = "AC04" }, -2, -2).PaysMonthly(Payroll.Payee(3), -1, 0);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(1, seen[Anna.On(Payroll.Month(-1)), Feature.HopReversals]);
        Assert.AreEqual(2, seen[In("USD"), Feature.HopReversals]);
        Assert.AreEqual(0, seen[settled with { Currency = "USD" }, Feature.HopReversals]);
        Assert.AreEqual(0, seen[Payroll.Payee(3), Feature.HopReversals], "back from a payment that came back");
        Assert.IsTrue(seen.Facts(settled with { Currency = "USD" }).Applies.HasFlag(Innocents.PermanentSwitch));
        Assert.AreEqual(0, seen[Anna.On(Payroll.Month(-3)), Feature.HopReversals]);
    }

    [TestMethod]
    [DataRow("GBP", "GBP", "FR", "PT", "", true, DisplayName = "the contract's")]
    [DataRow("GBP", "EUR", "GB", "GB", "", true, DisplayName = "the money of home on an account at home")]
    [DataRow("GBP", "EUR", "GB", "PT", "", false, DisplayName = "an account elsewhere")]
    [DataRow("USD", "EUR", "GB", "GB", "", false, DisplayName = "another country's money")]
    [DataRow("GBP", "EUR", "GB", "GB", "in another's name", false)]
    [DataRow("GBP", "EUR", "GB", "GB", "no match", false)]
    [DataRow("GBP", "EUR", "GB", "GB", "to and fro", false)]
    public async Task One_switch_to_the_contracts_money_or_to_that_of_home_is_agreed(string currency, string contract, string home, string bank, string but, bool expected)
    {
        var tonight = In(currency) with
        {
            Contract = contract, Residence = home, BankCountry = bank, Bank = null,
            Holder = but == "in another's name" ? "Wolfgang Ohnemus" : null, Check = but == "no match" ? "none" : null,
        };
        await using var payroll = new Payroll().PaysMonthly(Anna with { Residence = home }, -6, -1).Pays(tonight);
        if (but == "to and fro") payroll.Pays(tonight.On(Today.AddDays(-75)));
        var facts = (await payroll.DescribeAsync()).Facts(tonight);
        Assert.AreEqual(expected && contract == currency, facts.Applies.HasFlag(Innocents.ApprovedSwitch));
        Assert.AreEqual(expected && contract != currency, facts.Applies.HasFlag(Innocents.HomeCurrency));
    }

    [TestMethod]
    [DataRow("GBP", "EUR", "DE", 1f, DisplayName = "neither contract nor country")]
    [DataRow("USD", "EUR", "DE", 0.5f, DisplayName = "a reserve currency counts half")]
    [DataRow("GBP", "EUR", "GB", 0f, DisplayName = "legal tender where the account is")]
    [DataRow("GBP", "GBP", "DE", 0f, DisplayName = "the contract's")]
    [DataRow("GBP", null, "DE", 1f, DisplayName = "no contract currency")]
    [DataRow("EUR", "EUR", "DE", 0f, DisplayName = "at home")]
    public async Task A_currency_of_no_country_of_the_payees_counts(string currency, string? contract, string bankCountry, float expected)
    {
        var tonight = In(currency) with { Contract = contract, BankCountry = bankCountry, Bank = null };
        await using var payroll = new Payroll().PaysMonthly(Anna, -4, -1).Pays(tonight);
        Assert.AreEqual(expected, (await payroll.DescribeAsync())[tonight, Feature.ThirdCountryCurrency]);
    }

    [TestMethod]
    public async Task Where_neither_contract_nor_countries_are_told_no_currency_is_of_a_third_one()
    {
        var tonight = In("EUR") with { Contract = null, BankCountry = null, Bank = null, Work = null, Residence = null };
        await using var payroll = new Payroll().PaysMonthly(tonight, -4, -1).Pays(tonight);
        Assert.IsTrue(float.IsNaN((await payroll.DescribeAsync())[tonight, Feature.ThirdCountryCurrency]));
    }

    [TestMethod]
    public async Task Crypto_is_rare_where_nobody_gets_it_and_money_is_zero()
    {
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna, -6, -1).Pays(Crypto);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(7, seen[Crypto, Feature.CryptoRarity], "capped at one in a thousand");
        Assert.IsFalse(seen.Facts(Crypto).Applies.HasFlag(Innocents.ContractualCrypto));
        Assert.IsGreaterThan(10, seen[Crypto, Feature.ChannelStep], "three steps of risk");
        Assert.AreEqual(0, seen[Anna.On(Payroll.Month(-1)), Feature.CryptoRarity]);
    }

    [TestMethod]
    public async Task One_pay_in_two_currencies_counts_one_and_in_one_currency_none()
    {
        Payout[] Split(DateOnly day) => [Anna.On(day) with { Split = 1, Amount = 2000 }, In("GBP").On(day) with { Split = 2, Amount = 1000, Account = "5550004444" }];
        Payout[] Plain(DateOnly day) => [Payroll.Payee(2).On(day) with { Split = 1 }, Payroll.Payee(2).On(day) with { Split = 2, Account = "5550005555" }];
        await using var payroll = new Payroll().PaysMonthly(Anna, -8, -4);
        Payout[] old = [Payroll.Payee(3) with { Split = 1 }, Payroll.Payee(3) with { Currency = "GBP", Split = 2, Account = "5550006666" }];
        foreach (var part in old) payroll.PaysMonthly(part, -9, 0);
        for (var month = -3; month <= 0; month++) payroll.Pays(Split(Payroll.Month(month))).Pays(Plain(Payroll.Month(month)));
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(1, seen[Split(Payroll.Month(-3))[1], Feature.SameDayCurrencies]);
        Assert.AreEqual(0, seen[Split(Today)[1], Feature.SameDayCurrencies], "three pay dates made it stable");
        Assert.AreEqual(0, seen[Plain(Today)[1], Feature.SameDayCurrencies]);
        Assert.AreEqual(1, seen[Split(Today)[1], Feature.DistinctCurrencies]);
        Assert.AreEqual(0, seen[old[1], Feature.DistinctCurrencies], "both for a year, and no switch");
        Assert.IsTrue(seen.Facts(Split(Payroll.Month(-3))[1]).Applies.HasFlag(Innocents.HomeSplit));
    }

    [TestMethod]
    public async Task Currency_and_account_changing_together_count_and_either_alone_does_not()
    {
        var both = In("GBP") with { Account = "5550004444" };
        var currency = Payroll.Payee(2) with { Currency = "GBP" };
        var account = Payroll.Payee(3) with { Account = "5550006666" };
        await using var payroll = new Payroll().PaysMonthly(Anna, -6, -1).Pays(both).PaysMonthly(Payroll.Payee(2), -6, -1).Pays(currency).PaysMonthly(Payroll.Payee(3), -6, -1).Pays(account);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(1, seen[both, Feature.HopWithAccountChange]);
        Assert.AreEqual(0, seen[currency, Feature.HopWithAccountChange]);
        Assert.AreEqual(0, seen[account, Feature.HopWithAccountChange]);
    }

    [TestMethod]
    [DataRow("2026-01-30T09:00:00Z", 3f, DisplayName = "exactly 48 hours")]
    [DataRow("2026-01-30T09:00:01Z", 2f, DisplayName = "a second later")]
    public async Task Three_currencies_within_48_hours_are_a_hard_fact(string secondAt, float expected)
    {
        await using var payroll = new Payroll().Peers(4).PaysMonthly(Anna, -4, 0)
            .Leg(Anna, 1, "2026-01-28T09:00:00Z", "EUR", "USD", "AE").Leg(Anna, 2, secondAt, "USD", "CNY", "HK");
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen[Anna, Feature.LegCurrencies]);
        Assert.AreEqual(expected == 3, seen.Facts(Anna).Hard.HasFlag(HardFacts.ThreeCurrencyChain));
        Assert.AreEqual(2, seen[Anna, Feature.LegCountries]);
        Assert.AreEqual(0, seen[Anna, Feature.LegCryptoExit]);
    }

    [TestMethod]
    public async Task Without_legs_the_legs_features_are_missing()
    {
        await using var payroll = new Payroll().PaysMonthly(Anna, -2, 0).PaysMonthly(Payroll.Payee(2), -2, 0).Leg(Anna, 1, "2026-01-28T09:00:00Z", "EUR", "USD", "AE");
        var seen = await payroll.DescribeAsync();

        foreach (var feature in new[] { Feature.LegCurrencies, Feature.LegCryptoExit, Feature.LegCountries })
        {
            Assert.IsTrue(float.IsNaN(seen[Payroll.Payee(2), feature]), feature.ToString());
            Assert.IsFalse(float.IsNaN(seen[Anna, feature]), feature.ToString());
        }
    }

    [TestMethod]
    public async Task Money_that_ends_as_crypto_is_a_hard_fact_and_crypto_pay_is_not()
    {
        await using var payroll = new Payroll().Peers(4).PaysMonthly(Anna, -4, 0).PaysMonthly(Crypto with { Employee = "E2", Contract = "USDT" }, -4, 0);
        var paid = Crypto with { Employee = "E2", Contract = "USDT" };
        payroll.Leg(Anna, 1, "2026-01-28T09:00:00Z", "EUR", "USDT", "AE", Wallet).Leg(paid, 1, "2026-01-28T09:00:00Z", "EUR", "USDT", "AE", Wallet);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(1, seen[Anna, Feature.LegCryptoExit]);
        Assert.IsTrue(seen.Facts(Anna).Hard.HasFlag(HardFacts.CryptoExit));
        Assert.AreEqual(0, seen[paid, Feature.LegCryptoExit]);
        Assert.IsFalse(seen.Facts(paid).Hard.HasFlag(HardFacts.CryptoExit));
    }

    [TestMethod]
    public async Task A_chain_that_an_employer_always_uses_is_usual()
    {
        await using var payroll = new Payroll().Peers(6);
        var peers = Enumerable.Range(100, 6).Select(number => Payroll.Payee(number)).ToArray();
        for (var month = -6; month <= 0; month++)
        {
            foreach (var peer in peers)
            {
                var at = Payroll.Month(month).ToString("yyyy-MM-dd", null);
                payroll.Leg(peer.On(Payroll.Month(month)), 1, at + "T09:00:00Z", "EUR", "USD", "US").Leg(peer.On(Payroll.Month(month)), 2, at + "T10:00:00Z", "USD", "PHP", "PH");
            }
        }
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(peers[0]).Applies.HasFlag(Innocents.UsualChain));
        Assert.AreEqual(2, seen[peers[0], Feature.LegCurrencies]);
        Assert.IsFalse(seen.Facts(peers[0]).Hard.HasFlag(HardFacts.ThreeCurrencyChain));
    }

    [TestMethod]
    [DataRow("USD", "", true)]
    [DataRow("CHF", "", false, DisplayName = "not over a vehicle currency")]
    [DataRow("USD", "new account", false)]
    [DataRow("USD", "new joiner", true)]
    [DataRow("USD", "one more turn", false)]
    [DataRow("USD", "to a wallet", false)]
    [DataRow("USD", "into another money than is paid", false)]
    public async Task Money_turned_over_the_dollar_into_that_of_home_is_no_chain(string over, string but, bool expected)
    {
        var bea = Payroll.Payee(1) with { Currency = "PLN", Contract = "GBP", Work = "PL", Residence = "PL", Bank = "BREXPLPW", BankCountry = "PL" };
        var tonight = but == "new account" ? bea with { Account = "777" } : bea;
        await using var payroll = new Payroll().Peers();
        if (but != "new joiner") payroll.PaysMonthly(bea, -4, -1);
        payroll.Pays(tonight)
            .Leg(tonight, 1, "2026-01-28T09:00:00Z", "GBP", over, "US")
            .Leg(tonight, 2, "2026-01-28T11:00:00Z", over, but == "into another money than is paid" ? "CZK" : "PLN", "PL", but == "to a wallet" ? Wallet : "9000000001");
        if (but == "one more turn") payroll.Leg(tonight, 3, "2026-01-28T12:00:00Z", "PLN", "CZK", "CZ");
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen.Facts(tonight).Applies.HasFlag(Innocents.VehicleCurrency));
        Assert.AreEqual(!expected, seen.Facts(tonight).Hard.HasFlag(HardFacts.ThreeCurrencyChain));
        Assert.AreEqual(expected ? 2 : but == "one more turn" ? 4 : 3, seen[tonight, Feature.LegCurrencies]);
    }

    [TestMethod]
    [DataRow(-6, true)]
    [DataRow(-5, false)]
    public async Task A_chain_is_usual_for_a_payee_after_half_a_year_or_from_the_first_pay_on(int since, bool expected)
    {
        Payout[] chained = [Anna, Payroll.Payee(2)];
        await using var payroll = new Payroll().Peers(20);
        foreach (var peer in Enumerable.Range(100, 20).Select(number => Payroll.Payee(number)))
            for (var month = -6; month <= 0; month++) payroll.Leg(peer.On(Payroll.Month(month)), 1, Payroll.Month(month).ToString("yyyy-MM-dd", null) + "T09:00:00Z", "EUR", "EUR", "DE");
        payroll.PaysMonthly(Anna, -8, 0).PaysMonthly(chained[1], since, 0);
        foreach (var payee in chained)
        {
            for (var month = since; month <= 0; month++)
            {
                var (paid, at) = (payee.On(Payroll.Month(month)), Payroll.Month(month).ToString("yyyy-MM-dd", null));
                payroll.Leg(paid, 1, at + "T09:00:00Z", "EUR", "CHF", "CH").Leg(paid, 2, at + "T10:00:00Z", "CHF", "HKD", "HK");
            }
        }
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen.Facts(Anna).Applies.HasFlag(Innocents.UsualChain));
        Assert.AreEqual(!expected, seen.Facts(Anna).Hard.HasFlag(HardFacts.ThreeCurrencyChain));
        Assert.IsTrue(seen.Facts(chained[1]).Applies.HasFlag(Innocents.UsualChain), "there was never another way");
    }

    [TestMethod]
    public async Task A_sum_that_is_paid_in_parts_just_under_the_limit_is_a_fact_and_two_equal_prices_or_a_split_are_none()
    {
        Payout Part(int number, decimal amount, int nth) => Payroll.Payee(number) with { Id = $"P{number}-{nth}", Amount = amount, PayType = "invoice" };
        var parts = new[] { Part(1, 9600, 1), Part(1, 9910, 2) };
        var equal = new[] { Part(2, 9800, 1), Part(2, 9800, 2) };
        var split = new[] { Part(3, 9600, 1) with { Split = 1 }, Part(3, 9910, 2) with { Split = 2, Account = "5550004444" } };
        await using var payroll = new Payroll().Peers().Pays([.. parts, .. equal, .. split]);
        for (var number = 1; number <= 3; number++) payroll.PaysMonthly(Payroll.Payee(number), -4, -1);
        var seen = await payroll.DescribeAsync();

        foreach (var part in parts)
        {
            Assert.IsTrue(seen.Facts(part).Hard.HasFlag(HardFacts.SumInParts));
            Assert.AreEqual(1, seen[part, Feature.BelowLimit], "the whole lies over the limit, its parts do not");
        }
        Assert.AreEqual(0, seen[equal[0], Feature.BelowLimit]);
        Assert.IsFalse(seen.Facts(equal[0]).Hard.HasFlag(HardFacts.SumInParts));
        Assert.IsFalse(seen.Facts(split[0]).Hard.HasFlag(HardFacts.SumInParts));
    }

    [TestMethod]
    public async Task Crypto_that_takes_more_of_the_pay_month_after_month_is_a_fact_and_one_decision_or_a_raise_is_none()
    {
        var payroll = new Payroll().Peers();
        Payout Coins(int number) => Crypto with { Employee = Payroll.Payee(number).Employee, Name = Payroll.Payee(number).Name, Split = 2, Account = "0x" + number.ToString("x40", null) };
        void Parts(int number, (decimal Money, decimal Coins)[] lately)
        {
            var money = Payroll.Payee(number) with { Split = 1 };
            for (var month = -9; month <= 0; month++)
            {
                var (paid, turned) = month < -2 ? lately[0] : lately[month + 3];
                if (paid > 0) payroll.Pays(money.On(Payroll.Month(month)) with { Amount = paid });
                payroll.Pays(Coins(number).On(Payroll.Month(month)) with { Amount = turned });
            }
        }
        Parts(1, [(2600, 400), (2200, 900), (1500, 1700), (500, 2900)]);
        Parts(2, [(2600, 400), (1500, 1700), (1500, 1700), (1500, 1700)]);
        Parts(3, [(2600, 400), (3000, 470), (3500, 540), (4000, 620)]);
        Parts(4, [(0, 1000), (0, 1500), (0, 2000), (0, 2500)]);
        await using var owned = payroll;
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(Coins(1)).Hard.HasFlag(HardFacts.CryptoCreep));
        Assert.IsFalse(seen.Facts(Coins(1).On(Payroll.Month(-1))).Hard.HasFlag(HardFacts.CryptoCreep), "twice may be two decisions");
        Assert.IsFalse(seen.Facts(Coins(1).On(Payroll.Month(-1))).Applies.HasFlag(Innocents.ContractualCrypto), "but it is no longer what was agreed");
        Assert.IsTrue(seen.Facts(Coins(1).On(Payroll.Month(-3))).Applies.HasFlag(Innocents.ContractualCrypto));
        foreach (var (number, why) in new[] { (2, "one decision"), (3, "a raise lifts both parts"), (4, "paid in crypto alone") })
        {
            Assert.IsFalse(seen.Facts(Coins(number)).Hard.HasFlag(HardFacts.CryptoCreep), why);
            Assert.IsTrue(seen.Facts(Coins(number)).Applies.HasFlag(Innocents.ContractualCrypto), why);
        }
    }

    [TestMethod]
    public async Task A_currency_that_comes_and_goes_with_the_country_of_work_is_no_hop()
    {
        Payout Abroad(Payout payee, string work) => payee with { Currency = "USD", Work = work, Account = "5550009" + payee.Employee, BankCountry = "US", Bank = "021000021" };
        var sent = Payroll.Payee(1);
        var stayed = Payroll.Payee(2);
        await using var payroll = new Payroll().Peers()
            .PaysMonthly(sent, -9, -5).PaysMonthly(Abroad(sent, "US"), -4, -1).Pays(sent)
            .PaysMonthly(stayed, -9, -5).PaysMonthly(Abroad(stayed, "DE"), -4, -1).Pays(stayed);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[sent, Feature.HopReversals]);
        Assert.AreEqual(0, seen[sent, Feature.DistinctCurrencies]);
        Assert.AreEqual(1, seen[stayed, Feature.HopReversals]);
        Assert.AreEqual(1, seen[stayed, Feature.DistinctCurrencies]);
    }

    [TestMethod]
    public async Task A_payout_over_its_gross_counts_off_the_contract_and_what_rounding_or_minor_units_make_does_not()
    {
        Payout Over(int number, decimal gross, string currency = "GBP") => Payroll.Payee(number) with { Currency = currency, Gross = gross };
        var bonus = Over(6, 2500) with { PayType = "bonus" };
        await using var payroll = new Payroll().Peers().Pays(Over(1, 2500), Over(2, 2950), Over(3, 30), Over(4, 2500, "EUR"), Over(5, 3600), bonus, Payroll.Payee(7) with { Currency = "GBP" });
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(Math.Log(1.2), seen[Over(1, 2500), Feature.NetOverGross], 1e-6);
        foreach (var (payee, why) in new[] { (Over(2, 2950), "rounding"), (Over(3, 30), "minor units"), (Over(4, 2500, "EUR"), "the contract's currency"), (Over(5, 3600), "net of gross"), (bonus, "bonus") })
            Assert.AreEqual(0, seen[payee, Feature.NetOverGross], why);
        Assert.IsTrue(float.IsNaN(seen[Payroll.Payee(7) with { Currency = "GBP" }, Feature.NetOverGross]), "no gross stated");
    }

    [TestMethod]
    [DataRow("BGN", "EUR", true)]
    [DataRow("BGN", "USD", false)]
    [DataRow("HRK", "EUR", true)]
    [DataRow("RON", "EUR", false)]
    public async Task Money_that_a_country_gave_up_for_another_is_the_same(string old, string now, bool expected)
    {
        var before = Payroll.Payee(1) with { Currency = old, Contract = null, Amount = 3000 };
        var after = before with { Currency = now, Amount = 1534 };
        await using var payroll = new Payroll().Peers().PaysMonthly(before, -8, -1);
        var seen = await payroll.Pays(after).DescribeAsync();

        Assert.AreEqual(expected, seen[after, Feature.CurrencyNew] == 0);
        Assert.AreEqual(expected, seen[after, Feature.DistinctCurrencies] == 0);
    }

    [TestMethod]
    public async Task Before_its_day_the_new_money_is_another()
    {
        var early = Payroll.Payee(1).On(new DateOnly(2025, 12, 28)) with { Currency = "EUR", Contract = null };
        await using var payroll = new Payroll().Peers().PaysMonthly(Payroll.Payee(1) with { Currency = "BGN", Contract = null }, -8, -2);

        Assert.AreEqual(1, (await payroll.Pays(early).DescribeAsync())[early, Feature.CurrencyNew]);
    }
}
