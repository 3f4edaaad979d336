// The features of payout_routing, one by one: the planted case, its nearest innocent neighbour, the edge, and what is missing.
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Features;

[TestClass]
public sealed class RoutingFeatureTests
{
    private static readonly DateOnly Today = Payroll.Today;

    private static Payout Anna => Payroll.Payee(1);

    private static Payout Moved => Anna with { Account = "5550001112", Bank = "NTSBDEB1" };

    [TestMethod]
    public async Task A_new_account_is_new_then_recent_then_old()
    {
        await using var payroll = new Payroll().PaysMonthly(Anna, -8, -4).PaysMonthly(Moved, -3, 0).PaysMonthly(Payroll.Payee(2), -8, 0);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[Anna.On(Payroll.Month(-4)), Feature.AccountNew]);
        Assert.AreEqual(1, seen[Moved.On(Payroll.Month(-3)), Feature.AccountNew]);
        Assert.AreEqual(0.7f, seen[Moved.On(Payroll.Month(-2)), Feature.AccountNew]);
        Assert.AreEqual(0, seen[Moved, Feature.AccountNew], "92 days later");
        Assert.AreEqual(0, seen[Payroll.Payee(2), Feature.AccountNew]);
        Assert.AreEqual(0, seen.Facts(Moved.On(Payroll.Month(-3))).AccountAgeDays);
    }

    [TestMethod]
    [DataRow(59, 0.7f)]
    [DataRow(60, 0f)]
    public async Task An_account_is_recent_for_less_than_sixty_days(int age, float expected)
    {
        await using var payroll = new Payroll().Pays(Anna.On(Today.AddDays(-120)), Anna.On(Today.AddDays(-90)), Moved.On(Today.AddDays(-age)), Moved);
        Assert.AreEqual(expected, (await payroll.DescribeAsync())[Moved, Feature.AccountNew]);
    }

    [TestMethod]
    public async Task A_new_joiners_routing_is_missing_until_the_third_pay_date()
    {
        await using var payroll = new Payroll().Pays(Anna.On(Payroll.Month(-2)), Moved.On(Payroll.Month(-1)), Anna with { Account = "5550009999" });
        var seen = await payroll.DescribeAsync();

        foreach (var feature in new[] { Feature.AccountNew, Feature.AccountChanges, Feature.ChannelStep, Feature.SplitDrain, Feature.AmountJump, Feature.NewBankRarity, Feature.SelfApproved })
        {
            Assert.IsTrue(float.IsNaN(seen[Anna.On(Payroll.Month(-2)), feature]), $"{feature} on the first pay date");
            Assert.IsTrue(float.IsNaN(seen[Moved.On(Payroll.Month(-1)), feature]), $"{feature} on the second pay date");
        }
        Assert.AreEqual(1, seen[Anna, Feature.AccountNew], "two earlier pay dates are enough");
        Assert.IsTrue(seen.Facts(Moved.On(Payroll.Month(-1))).Applies.HasFlag(Innocents.NewJoiner));
        Assert.IsFalse(seen.Facts(Anna).Applies.HasFlag(Innocents.NewJoiner));
        Assert.AreEqual(2, seen.Facts(Anna).PriorPayDates);
    }

    [TestMethod]
    public async Task The_third_change_of_account_within_a_year_counts_and_the_second_within_90_days_and_a_kept_account_does_not()
    {
        var third = Anna with { Account = "5550003333" };
        await using var payroll = new Payroll()
            .PaysMonthly(Anna, -8, -4).PaysMonthly(Moved, -3, -3).PaysMonthly(Anna, -2, -2).PaysMonthly(Moved, -1, -1).Pays(third)
            .PaysMonthly(Payroll.Payee(2), -8, 0);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[Moved.On(Payroll.Month(-3)), Feature.AccountChanges], "one change is a new account and no habit");
        Assert.AreEqual(0 + 1, seen[Moved.On(Payroll.Month(-1)), Feature.AccountChanges], "away and back within 90 days");
        Assert.AreEqual(2 + 2, seen[third, Feature.AccountChanges], "away, back, away again, on to a third: three of them within 90 days");
        Assert.AreEqual(4, seen.Facts(third).AccountChanges);
        Assert.AreEqual(0, seen[Payroll.Payee(2), Feature.AccountChanges]);
    }

    [TestMethod]
    [DataRow(364, 1)]
    [DataRow(365, 0)]
    public async Task A_change_is_forgotten_after_a_year(int daysAgo, int expected)
    {
        await using var payroll = new Payroll().Pays(
            Anna.On(Today.AddDays(-500)), Anna.On(Today.AddDays(-470)), Moved.On(Today.AddDays(-daysAgo)), Moved.On(Today.AddDays(-200)), Moved.On(Today.AddDays(-100)), Moved);
        Assert.AreEqual(expected, (await payroll.DescribeAsync()).Facts(Moved).AccountChanges);
    }

    [TestMethod]
    [DataRow("2026-01-26", 2f, 2)]
    [DataRow("2026-01-28", 0f, 0)]
    [DataRow("2026-01-23", 3f, 3)]
    [DataRow("2026-01-08", 14f, 14)]
    [DataRow("2026-01-06", 15f, 16, DisplayName = "over three weeks before")]
    [DataRow("2025-11-29", 15f, 43, DisplayName = "sixty days before")]
    [DataRow("2025-11-28", float.NaN, -1, DisplayName = "sixty-one days before")]
    [DataRow("2026-01-29", float.NaN, -1, DisplayName = "after pay day")]
    [DataRow(null, float.NaN, -1, DisplayName = "no change declared")]
    public async Task The_gap_is_in_working_days_up_to_three_weeks_and_missing_without_a_change_in_sixty_days(string? changed, float expected, int days)
    {
        var tonight = Anna with { Changed = changed is null ? null : DateOnly.ParseExact(changed, "yyyy-MM-dd", null) };
        await using var payroll = new Payroll().PaysMonthly(Anna, -4, -1).Pays(tonight);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen[tonight, Feature.ChangeToPayGap]);
        Assert.AreEqual(days, seen.Facts(tonight).GapDays);
    }

    [TestMethod]
    public async Task A_bank_that_nobody_uses_is_rare_and_a_colleagues_bank_is_not()
    {
        var common = Payroll.Payee(2) with { Account = "5550002222", Bank = "DEUTDEFF" };
        var unnamed = Payroll.Payee(3) with { Account = "5550002223", Bank = null };
        await using var payroll = new Payroll().Peers()
            .PaysMonthly(Anna, -8, -1).Pays(Moved).PaysMonthly(Payroll.Payee(2), -8, -1).Pays(common).PaysMonthly(Payroll.Payee(3), -8, -1).Pays(unnamed)
            .PaysMonthly(Payroll.Payee(4), -8, 0);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(7, seen[Moved, Feature.NewBankRarity], "capped at one in a thousand");
        Assert.IsLessThan(2, seen[common, Feature.NewBankRarity]);
        Assert.IsTrue(float.IsNaN(seen[unnamed, Feature.NewBankRarity]), "no bank is stated");
        Assert.IsTrue(float.IsNaN(seen[Payroll.Payee(4), Feature.NewBankRarity]), "the account is not new");
    }

    [TestMethod]
    public async Task An_account_in_a_country_of_no_ones_is_rare_and_one_at_home_is_not()
    {
        var abroad = Moved with { Bank = "BOFAUS3N", BankCountry = "US" };
        var home = Payroll.Payee(2) with { Residence = "US", Account = "5550002222", Bank = "BOFAUS3N", BankCountry = "US" };
        var unknown = Payroll.Payee(3) with { Account = "5550002223", Bank = null, BankCountry = null };
        await using var payroll = new Payroll().Peers()
            .PaysMonthly(Anna, -8, -1).Pays(abroad).PaysMonthly(home with { Account = "5550002221" }, -8, -1).Pays(home).PaysMonthly(Payroll.Payee(3), -8, -1).Pays(unknown);
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(3, seen[abroad, Feature.CountryRarity]);
        Assert.AreEqual(0, seen[home, Feature.CountryRarity], "where the payee lives");
        Assert.AreEqual(0, seen[Anna.On(Payroll.Month(-1)), Feature.CountryRarity]);
        Assert.IsTrue(float.IsNaN(seen[unknown, Feature.CountryRarity]), "the account's country is unknown");
    }

    [TestMethod]
    public async Task A_strangers_name_on_the_account_is_a_mismatch_and_the_payees_own_in_other_order_is_not()
    {
        var stranger = Moved with { Holder = "Wolfgang Ohnemus" };
        var own = Payroll.Payee(2) with { Holder = "DORDORF GRETA" };
        var named = own with { Name = "Greta Dordorf" };
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna, -8, -1).Pays(stranger).PaysMonthly(named, -8, 0).PaysMonthly(Payroll.Payee(3), -8, 0);
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(0.6f, seen[stranger, Feature.HolderMismatch]);
        Assert.AreEqual(0, seen[named, Feature.HolderMismatch]);
        Assert.AreEqual(0, seen[Payroll.Payee(3), Feature.HolderMismatch], "no holder stated: the payee's own");
    }

    [TestMethod]
    [DataRow("none", 1f)]
    [DataRow("close", 0.3f)]
    [DataRow("match", 0f)]
    [DataRow("unavailable", float.NaN)]
    [DataRow("", float.NaN)]
    public async Task The_banks_answer_counts_as_it_is_and_no_answer_is_missing(string check, float expected)
    {
        var tonight = Moved with { Check = check };
        await using var payroll = new Payroll().PaysMonthly(Anna, -3, -1).Pays(tonight);
        Assert.AreEqual(expected, (await payroll.DescribeAsync())[tonight, Feature.PayeeCheckRisk]);
    }

    [TestMethod]
    [DataRow(59, 1f)]
    [DataRow(60, float.NaN)]
    public async Task The_banks_answer_is_news_while_the_account_is(int age, float expected)
    {
        var tonight = Moved with { Check = "none" };
        await using var payroll = new Payroll().Pays(Anna.On(Today.AddDays(-120)), Anna.On(Today.AddDays(-90)), Moved.On(Today.AddDays(-age)), tonight);
        Assert.AreEqual(expected, (await payroll.DescribeAsync())[tonight, Feature.PayeeCheckRisk]);
    }

    [TestMethod]
    public async Task A_step_to_a_riskier_channel_counts_by_how_rare_it_is_and_a_step_back_does_not()
    {
        var card = Anna with { Channel = "card", Account = "5550001112" };
        var back = Payroll.Payee(2) with { Account = "5550002222" };
        var usual = Payroll.Payee(3, "CARDS") with { Channel = "card", Account = "5550003333" };
        var stepped = Payroll.Payee(4) with { Channel = "card", Account = "5550004444" };
        await using var payroll = new Payroll().Peers().Peers(24, "CARDS", (peer, i) => peer with { Channel = i < 16 ? "card" : "bank" })
            .PaysMonthly(Anna, -6, -1).Pays(card)
            .PaysMonthly(Payroll.Payee(2) with { Channel = "card" }, -6, -1).Pays(back)
            .PaysMonthly(Payroll.Payee(3, "CARDS"), -6, -1).Pays(usual)
            .PaysMonthly(Payroll.Payee(4), -10, -6).PaysMonthly(stepped, -5, 0);
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(5, seen[card, Feature.ChannelStep]);
        Assert.IsLessThan(2, seen[usual, Feature.ChannelStep]);
        Assert.AreEqual(0, seen[back, Feature.ChannelStep]);
        Assert.AreEqual(seen[stepped, Feature.ChannelStep], seen[stepped.On(Payroll.Month(-5)), Feature.ChannelStep], 1.5, "remembered while the account is young");
        Assert.IsGreaterThan(4, seen[stepped, Feature.ChannelStep]);
        Assert.AreEqual(0, seen[Anna.On(Payroll.Month(-1)), Feature.ChannelStep]);
    }

    [TestMethod]
    public async Task Most_of_the_pay_to_a_new_account_beside_the_old_one_is_a_drain()
    {
        var rest = Anna with { Split = 1, Amount = 300 };
        var drain = Moved with { Split = 2, Amount = 2700 };
        await using var payroll = new Payroll().PaysMonthly(Anna, -6, -1).Pays(rest, drain).PaysMonthly(Payroll.Payee(2), -6, -1).Pays(Payroll.Payee(2) with { Account = "5550002222" });
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0.9f, seen[drain, Feature.SplitDrain], 1e-5f);
        Assert.AreEqual(0, seen[rest, Feature.SplitDrain], "the old account's own share");
        Assert.AreEqual(0, seen[Payroll.Payee(2) with { Account = "5550002222" }, Feature.SplitDrain], "a whole move is no split");
    }

    [TestMethod]
    public async Task Of_pay_in_two_currencies_the_parts_are_what_they_are_worth()
    {
        var rest = Anna with { Split = 1, Amount = 30_000, Currency = "JPY", Contract = "JPY" };
        var drain = Moved with { Split = 2, Amount = 1_800, Currency = "USD", Contract = "JPY" };
        await using var payroll = new Payroll().PaysMonthly(Anna with { Amount = 300_000, Currency = "JPY", Contract = "JPY" }, -6, -1).Pays(rest, drain);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0.9f, seen[drain, Feature.SplitDrain], 0.03f);
        Assert.IsFalse(seen.Facts(drain).Applies.HasFlag(Innocents.SavingsSplit), "a hundredth of the figures");
    }

    [TestMethod]
    [DataRow(61, 0.9f)]
    [DataRow(62, 0f)]
    public async Task A_splits_account_is_young_for_two_monthly_pays(int age, float expected)
    {
        Payout[] Pay(DateOnly day) => [Anna.On(day) with { Split = 1, Amount = 300 }, Moved.On(day) with { Split = 2, Amount = 2700 }];
        await using var payroll = new Payroll().PaysMonthly(Anna, -6, -4).Pays(Pay(Today.AddDays(-age))).Pays(Pay(Today));
        Assert.AreEqual(expected, (await payroll.DescribeAsync())[Moved with { Split = 2 }, Feature.SplitDrain], 1e-5f);
    }

    [TestMethod]
    public async Task Regular_pay_long_after_the_exit_counts_and_is_a_hard_fact_beyond_the_grace()
    {
        var left = Anna with { Left = new DateOnly(2025, 12, 1) };
        var first = left.On(new DateOnly(2025, 12, 28));
        var within = left.On(new DateOnly(2026, 1, 15));
        var beyond = left.On(new DateOnly(2026, 1, 16));
        await using var payroll = new Payroll().PaysMonthly(Anna, -8, -2).Pays(first, within, beyond).PaysMonthly(Payroll.Payee(2), -8, 0);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[first, Feature.DaysAfterExit], "27 days: the last pay");
        Assert.AreEqual(14, seen[within, Feature.DaysAfterExit]);
        Assert.IsFalse(seen.Facts(within).Hard.HasFlag(HardFacts.PayAfterExit), "45 days are the grace");
        Assert.IsTrue(seen.Facts(beyond).Hard.HasFlag(HardFacts.PayAfterExit), "46 days are not");
        Assert.AreEqual(0, seen[Payroll.Payee(2), Feature.DaysAfterExit], "employed");
    }

    [TestMethod]
    [DataRow("final")]
    [DataRow("expense")]
    [DataRow("bonus")]
    public async Task A_pay_type_that_explains_pay_after_exit_silences_it(string type)
    {
        var left = Anna with { Left = new DateOnly(2025, 11, 1) };
        var late = left with { PayType = type };
        await using var payroll = new Payroll().PaysMonthly(Anna, -8, -3).Pays(left.On(new DateOnly(2025, 12, 1)), late);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[late, Feature.DaysAfterExit]);
        Assert.IsTrue(seen.Facts(late).Applies.HasFlag(Innocents.ExitPay));
        Assert.IsFalse(seen.Facts(late).Hard.HasFlag(HardFacts.PayAfterExit));
    }

    [TestMethod]
    public async Task A_bonus_after_the_exit_explains_nothing_beside_regular_pay_that_goes_on()
    {
        var left = Anna with { Left = new DateOnly(2025, 11, 1) };
        var bonus = left with { PayType = "bonus", Split = 9 };
        await using var payroll = new Payroll().PaysMonthly(Anna, -8, -3).Pays(left.On(new DateOnly(2025, 12, 1)), left, bonus);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(bonus).Hard.HasFlag(HardFacts.PayAfterExit));
        Assert.IsFalse(seen.Facts(bonus).Applies.HasFlag(Innocents.ExitPay));
    }

    [TestMethod]
    [DataRow("u.clerk", "u.clerk", 1.5f)]
    [DataRow("u.clerk", "u.second", 0f)]
    [DataRow("employee", "u.second", 0f)]
    [DataRow("u.clerk", "", float.NaN)]
    [DataRow("", "", float.NaN)]
    [DataRow("import", "import", float.NaN)]
    public async Task One_pair_of_eyes_counts_and_a_class_of_users_or_nobody_is_missing(string by, string approved, float expected)
    {
        var tonight = Moved with { Changed = Today.AddDays(-10), ChangedBy = by, ApprovedBy = approved };
        var kept = Payroll.Payee(2) with { Changed = Today.AddDays(-10), ChangedBy = by, ApprovedBy = approved };
        await using var payroll = new Payroll().PaysMonthly(Anna, -4, -1).Pays(tonight).PaysMonthly(Payroll.Payee(2), -4, -1).Pays(kept);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen[tonight, Feature.SelfApproved]);
        Assert.IsFalse(seen.Facts(tonight).Hard.HasFlag(HardFacts.SelfApproved), "what is usual here is not known");
        Assert.IsTrue(float.IsNaN(seen[kept, Feature.SelfApproved]), "the account is not new");
    }

    [TestMethod]
    public async Task One_user_moving_several_payees_to_a_rare_bank_is_told()
    {
        await using var payroll = new Payroll().Peers();
        Payout To(int number, string by) => Payroll.Payee(number) with { Account = "777000000" + number, Bank = "NTSBDEB1", Changed = Today.AddDays(-9), ChangedBy = by, ApprovedBy = by };
        for (var number = 1; number <= 4; number++) payroll.PaysMonthly(Payroll.Payee(number), -6, -1);
        payroll.Pays(To(1, "u.clerk"), To(2, "u.clerk"), To(3, "u.clerk"), To(4, "u.other"));
        payroll.PaysMonthly(Payroll.Payee(5), -6, -1).Pays(To(5, "hr"));
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(3, seen[To(1, "u.clerk"), Feature.ActorSameBank], "three of three to a bank that hardly anybody uses");
        Assert.AreEqual(0, seen[To(4, "u.other"), Feature.ActorSameBank], "the only one of this user");
        Assert.IsTrue(float.IsNaN(seen[To(5, "hr"), Feature.ActorSameBank]), "a class of users");
        Assert.IsTrue(float.IsNaN(seen[Payroll.Payee(100), Feature.ActorSameBank]), "the account is not new");
    }

    [TestMethod]
    public async Task Three_moves_from_several_banks_to_one_are_a_burst_and_two_are_not()
    {
        string[] banks = ["COBADEFF", "DEUTDEFF", "GENODEFF", "INGDDEFF"];
        Payout At(int number) => Payroll.Payee(number) with { Bank = banks[number % 4] };
        Payout To(int number, string bank) => At(number) with { Account = "777000000" + number, Bank = bank };
        await using var payroll = new Payroll().Peers();
        for (var number = 1; number <= 5; number++) payroll.PaysMonthly(At(number), -12, -1);
        payroll.Pays(To(1, "NTSBDEB1"), To(2, "NTSBDEB1"), To(3, "NTSBDEB1"), To(4, "HYVEDEMM"), To(5, "HYVEDEMM"));
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(2, seen[To(1, "NTSBDEB1"), Feature.BankBurst]);
        Assert.AreEqual(0, seen[To(4, "HYVEDEMM"), Feature.BankBurst]);
        Assert.IsTrue(float.IsNaN(seen[Payroll.Payee(100), Feature.BankBurst]), "the account is not new");
    }

    [TestMethod]
    public async Task A_crowd_at_a_bank_that_many_use_is_a_burst_when_it_comes_at_once()
    {
        Payout At(int number) => Payroll.Payee(number) with { Bank = number % 2 == 0 ? "DEUTDEFF" : "GENODEFF" };
        Payout To(int number) => At(number) with { Account = "777000000" + number, Bank = "COBADEFF" };
        await using var payroll = new Payroll().Peers(24, change: (peer, i) => peer with { Bank = i % 3 == 0 ? "COBADEFF" : "INGDDEFF" });
        for (var number = 1; number <= 6; number++) payroll.PaysMonthly(At(number), -12, -1).Pays(To(number));
        payroll.PaysMonthly(At(7), -12, -1).Pays(To(7) with { Bank = "INGDDEFF" });
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(1, seen[To(1), Feature.BankBurst]);
        Assert.AreEqual(0, seen[To(7) with { Bank = "INGDDEFF" }, Feature.BankBurst], "one alone");
    }

    [TestMethod]
    public async Task A_payout_above_the_usual_counts_by_its_logarithm_after_three_pay_dates()
    {
        var jump = Anna with { Amount = 6000 };
        var early = Payroll.Payee(2) with { Amount = 6000 };
        var other = Payroll.Payee(3) with { Currency = "USD", Contract = "USD", Amount = 6000 };
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna, -6, -1).Pays(jump)
            .PaysMonthly(Payroll.Payee(2), -2, -1).Pays(early).PaysMonthly(Payroll.Payee(3), -6, -1).Pays(other)
            .PaysMonthly(Payroll.Payee(4), -6, -1).Pays(Payroll.Payee(4) with { Amount = 3250 });
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(Math.Log(2), seen[jump, Feature.AmountJump], 1e-5);
        Assert.AreEqual(0, seen[Payroll.Payee(4), Feature.AmountJump], "a few hours more");
        Assert.IsTrue(float.IsNaN(seen[early, Feature.AmountJump]), "two earlier payouts");
        Assert.IsTrue(float.IsNaN(seen[other, Feature.AmountJump]), "none in this currency");
        Assert.AreEqual(0, seen[Payroll.Payee(100), Feature.AmountJump]);
    }

    [TestMethod]
    public async Task A_login_from_where_no_peer_logs_in_is_rare_and_from_home_is_not()
    {
        var far = Anna with { Login = "LA" };
        var home = Payroll.Payee(2) with { Login = "DE" };
        var travel = Payroll.Payee(3) with { Login = "FR" };
        await using var payroll = new Payroll().Peers(24, change: (peer, i) => peer with { Login = i % 3 == 0 ? "FR" : "DE" })
            .PaysMonthly(Anna, -6, -1).Pays(far).PaysMonthly(Payroll.Payee(2), -6, -1).Pays(home).PaysMonthly(Payroll.Payee(3), -6, -1).Pays(travel);
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(5, seen[far, Feature.LoginRarity]);
        Assert.AreEqual(0, seen[home, Feature.LoginRarity]);
        Assert.IsLessThan(1.5f, seen[travel, Feature.LoginRarity]);
        Assert.IsTrue(float.IsNaN(seen[Anna.On(Payroll.Month(-1)), Feature.LoginRarity]), "no login country delivered");
    }

    [TestMethod]
    [DataRow(16, true)]
    [DataRow(7, false)]
    public async Task Where_the_network_moves_everybody_logs_in_from_elsewhere(int moved, bool expected)
    {
        await using var payroll = new Payroll();
        for (var i = 0; i < 24; i++)
        {
            var peer = Payroll.Payee(100 + i) with { Login = "DE" };
            payroll.PaysMonthly(peer, -12, -1).Pays(peer with { Login = i < moved ? "IE" : "DE" });
        }
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen[Payroll.Payee(100), Feature.LoginRarity] == 0);
    }

    [TestMethod]
    [DataRow("", true)]
    [DataRow("the other stays", false)]
    [DataRow("a third has long had it", false)]
    [DataRow("two more use it and stay", false)]
    [DataRow("of one family", false)]
    [DataRow("each from his own", false)]
    public async Task Pay_that_moves_from_one_device_none_of_several_had_is_a_fact(string but, bool expected)
    {
        Payout Known(int number) => Payroll.Payee(number) with { Device = "own" + number, Name = number <= 2 && but == "of one family" ? $"Nr{number} Halbach" : Payroll.Payee(number).Name };
        Payout Taken(int number) => Known(number) with { Account = "777000000" + number, Bank = "NTSBDEB1", Device = but == "each from his own" ? "own" + number : "d" };
        await using var payroll = new Payroll().Peers().PaysMonthly(Known(1), -8, -1).PaysMonthly(Known(2), -8, -1)
            .Pays(Taken(1), but == "the other stays" ? Known(2) with { Device = "d" } : Taken(2));
        if (but == "a third has long had it") payroll.PaysMonthly(Payroll.Payee(3) with { Device = "d" }, -8, 0);
        for (var number = 4; but == "two more use it and stay" && number <= 6; number++) payroll.PaysMonthly(Known(number), -8, -1).Pays(Known(number) with { Device = "d" });
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen.Facts(Taken(1)).Hard.HasFlag(HardFacts.OneDevice));
    }

    [TestMethod]
    [DataRow(10, 8, true)]
    [DataRow(16, 7, false)]
    public async Task Where_many_come_back_to_the_accounts_they_had_a_season_begins(int back, int toOld, bool expected)
    {
        Payout New(int number) => Payroll.Payee(number) with { Account = "777000000" + number, Amount = 4500 };
        await using var payroll = new Payroll().Peers();
        for (var number = 1; number <= back; number++) payroll.PaysMonthly(Payroll.Payee(number), -12, -7).Pays(number <= toOld ? Payroll.Payee(number) : New(number));
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen[New(back), Feature.IdleBefore] == 0);
        Assert.AreEqual(expected, float.IsNaN(seen[New(back), Feature.AmountJump]));
    }

    [TestMethod]
    public async Task Pay_that_wakes_up_at_a_new_account_after_long_is_told_and_a_return_from_leave_is_not()
    {
        Payout To(int number) => Payroll.Payee(number) with { Account = "777000000" + number };
        await using var payroll = new Payroll().Peers();
        for (var number = 1; number <= 3; number++) payroll.PaysMonthly(Payroll.Payee(number), -12, -7);
        var again = To(3) with { Hired = Payroll.Month(-1) };
        payroll.Pays(To(1), Payroll.Payee(2), again);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(Math.Log(7), seen[To(1), Feature.IdleBefore], 0.1);
        Assert.IsTrue(float.IsNaN(seen[Payroll.Payee(2), Feature.IdleBefore]), "the account of old");
        Assert.AreEqual(0, seen[again, Feature.IdleBefore], "hired anew");
    }

    [TestMethod]
    public async Task Who_moves_the_main_account_and_leaves_the_savings_account_its_share_drains_nothing()
    {
        Payout Main(int number, string account) => Payroll.Payee(number) with { Split = 1, Amount = 2400, Account = account };
        Payout Rest(int number, decimal amount) => Payroll.Payee(number) with { Split = 2, Amount = amount, Account = "555000100" + number };
        await using var payroll = new Payroll().Peers();
        payroll.PaysMonthly(Main(1, "5550000001"), -6, -1).PaysMonthly(Rest(1, 600), -6, -1).Pays(Main(1, "5550000002"), Rest(1, 600));
        payroll.PaysMonthly(Rest(2, 3000), -6, -1).Pays(Main(2, "5550000003"), Rest(2, 600));
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[Main(1, "5550000002"), Feature.SplitDrain]);
        Assert.AreEqual(0.8, seen[Main(2, "5550000003"), Feature.SplitDrain], 1e-6);
    }
}
