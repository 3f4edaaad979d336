// Features of who a payee is and of how the money is turned: the planted case, its nearest innocent neighbour, the edge, and what is missing.
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Features;

[TestClass]
public sealed class StandingFeatureTests
{
    private static readonly DateOnly Today = Payroll.Today;

    private static Payout Anna => Payroll.Payee(1) with { Phone = "+49 1", Email = "anna@x.de", Device = "d-anna", Login = "DE" };

    private static Payout Moved => Anna with { Account = "5550001112", Bank = "NTSBDEB1" };

    [TestMethod]
    public async Task A_payee_who_lacks_what_peers_have_stands_out_and_one_among_others_who_lack_it_does_not()
    {
        var ghost = Payroll.Payee(1) with { Amount = 3100 };
        var plain = Payroll.Payee(2) with { Phone = "+49 2", Email = "b@x.de", Device = "d2", Amount = 3200 };
        await using var payroll = new Payroll()
            .Peers(24, change: (peer, i) => peer with { Phone = "+49 30" + i, Email = i + "@x.de", Device = "d" + i })
            .Peers(24, "BARE").Pays(ghost, plain, Payroll.Payee(3, "BARE"));
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(5, seen[ghost, Feature.GhostIndex], "no phone, no e-mail, no device");
        Assert.AreEqual(0, seen[plain, Feature.GhostIndex]);
        Assert.AreEqual(0, seen[Payroll.Payee(3, "BARE"), Feature.GhostIndex], "this employer delivers no contact details at all");
        Assert.IsTrue(float.IsNaN(seen[Payroll.Payee(100).On(Payroll.Month(-12)), Feature.GhostIndex]), "nobody to be held against on the first day");
    }

    [TestMethod]
    public async Task Pay_without_deductions_counts_among_peers_who_have_them()
    {
        await using var payroll = new Payroll().Peers(24, change: (peer, i) => peer with { Amount = 3000, Gross = 4300, Phone = "+49 30" + i });
        var ghost = Payroll.Payee(1) with { Amount = 3000, Gross = 3010 };
        await using var watched = new Payroll().Peers(24, change: (peer, i) => peer with { Amount = 3000, Gross = 4300, Phone = "+49 30" + i, Email = i + "@x.de" });
        var taxed = Payroll.Payee(2) with { Amount = 3000, Gross = 3030 };
        var untaxed = Payroll.Payee(3) with { Amount = 3000, Gross = 3000, Phone = "+49 3" };
        var seen = await payroll.Pays(ghost, taxed, untaxed).DescribeAsync();

        Assert.AreEqual(0, seen[ghost, Feature.GhostIndex], "two things lacking are a director's");
        Assert.IsGreaterThan(6, (await watched.Pays(ghost).DescribeAsync())[ghost, Feature.GhostIndex], "neither telephone, e-mail nor deductions");
        Assert.AreEqual(0, seen[taxed, Feature.GhostIndex], "one percent of deductions is one, and no telephone alone is nothing");
        Assert.AreEqual(0, seen[untaxed, Feature.GhostIndex], "no deductions alone is nothing");
    }

    [TestMethod]
    [DataRow("match", "u.clerk", "u.clerk", true)]
    [DataRow("unavailable", "u.clerk", "u.head", true)]
    [DataRow("unavailable", "u.clerk", "u.clerk", false)]
    [DataRow("unavailable", "u.clerk", null, false)]
    [DataRow("unavailable", null, null, false)]
    public async Task Bank_or_a_second_user_vouches_for_whose_papers_lack_things(string check, string? by, string? approved, bool expected)
    {
        await using var payroll = new Payroll().Peers(24, change: (peer, i) => peer with { Phone = "+49 30" + i, Email = i + "@x.de", Device = "d" + i });
        var ghost = Payroll.Payee(1) with { Check = check, ChangedBy = by, ApprovedBy = approved };
        var exit = ghost with { Employee = "E2", Account = "4000000002", Left = Today.AddDays(-40) };
        var seen = await payroll.PaysMonthly(ghost, -3, 0).PaysMonthly(exit, -3, 0).DescribeAsync();

        Assert.AreEqual(expected, seen.Facts(ghost).Applies.HasFlag(Innocents.Vouched));
        Assert.IsTrue(seen.Facts(ghost).Tested.HasFlag(Innocents.Vouched));
        Assert.IsFalse(seen.Facts(exit).Applies.HasFlag(Innocents.Vouched), "whoever he is, he has left");
    }

    [TestMethod]
    [DataRow(-12, "match", true)]
    [DataRow(-12, null, false)]
    [DataRow(-3, "match", false)]
    public async Task Whom_the_bank_has_long_known_by_name_is_less_of_a_ghost(int since, string? check, bool expected)
    {
        await using var payroll = new Payroll().Peers(24, change: (peer, i) => peer with { Phone = "+49 30" + i, Email = i + "@x.de", Device = "d" + i, Hired = new(2020, 1, 1) });
        var ghost = Payroll.Payee(1) with { Check = check, Hired = new(2020, 1, 1) };
        var plain = ghost with { Employee = "E2", Account = "4000000002", Check = null };
        var seen = await payroll.PaysMonthly(ghost, since, 0).PaysMonthly(plain, since, 0).DescribeAsync();

        Assert.AreEqual(expected ? 0.6f : 1, seen[ghost, Feature.GhostIndex] / seen[plain, Feature.GhostIndex], 1e-3f);
    }

    [TestMethod]
    public async Task One_hand_that_sets_a_payee_up_is_told_where_two_are_usual()
    {
        var alone = Payroll.Payee(1) with { ChangedBy = "clerk1", ApprovedBy = "clerk1" };
        var both = Payroll.Payee(2) with { ChangedBy = "clerk1", ApprovedBy = "clerk2" };
        var self = Payroll.Payee(3) with { ChangedBy = "employee", ApprovedBy = "employee" };
        await using var payroll = new Payroll()
            .Peers(24, change: (peer, i) => peer with { ChangedBy = "clerk1", ApprovedBy = "clerk2" })
            .Peers(24, "SMALL", change: (peer, i) => peer with { ChangedBy = "clerk9", ApprovedBy = "clerk9" })
            .Pays(alone, both, self, Payroll.Payee(4, "SMALL") with { ChangedBy = "clerk9", ApprovedBy = "clerk9" });
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(4, seen[alone, Feature.SetUpAlone]);
        Assert.AreEqual(0, seen[both, Feature.SetUpAlone]);
        Assert.IsTrue(float.IsNaN(seen[self, Feature.SetUpAlone]), "a class of users is no hand");
        Assert.AreEqual(0, seen[Payroll.Payee(4, "SMALL"), Feature.SetUpAlone], "an office with one clerk");
    }

    [TestMethod]
    public async Task What_one_in_five_does_is_ordinary_and_a_rarer_thing_is_no_rarer_for_a_hair_of_drift()
    {
        var alone = Payroll.Payee(1) with { ChangedBy = "clerk1", ApprovedBy = "clerk1" };
        var other = Payroll.Payee(1, "BETA") with { ChangedBy = "clerk1", ApprovedBy = "clerk1" };
        await using var payroll = new Payroll()
            .Peers(24, change: (peer, i) => peer with { ChangedBy = "clerk1", ApprovedBy = i % 4 == 0 ? "clerk1" : "clerk2" })
            .Peers(24, "BETA", change: (peer, i) => peer with { ChangedBy = "employee", ApprovedBy = "clerk2" })
            .Pays(alone, other, other.On(Payroll.Month(-2)), other.On(Payroll.Month(-6)));
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[alone, Feature.SetUpAlone], "a quarter of the set-ups");
        Assert.IsGreaterThan(4, seen[other, Feature.SetUpAlone], "an employee's own request that a clerk signed has two pairs of eyes");
        foreach (var payout in new[] { other, other.On(Payroll.Month(-2)), other.On(Payroll.Month(-6)) })
            Assert.AreEqual(0, seen[payout, Feature.SetUpAlone] % 0.5f, "steps of half a nat");
    }

    [TestMethod]
    public async Task A_ghost_that_one_hand_made_is_a_hard_fact_and_either_alone_is_not()
    {
        var ghost = Payroll.Payee(1) with { ChangedBy = "clerk1", ApprovedBy = "clerk1" };
        var known = Payroll.Payee(2) with { ChangedBy = "clerk1", ApprovedBy = "clerk1", Phone = "+49 2", Email = "b@x.de" };
        var bare = Payroll.Payee(3) with { ChangedBy = "clerk1", ApprovedBy = "clerk2" };
        await using var payroll = new Payroll()
            .Peers(24, change: (peer, i) => peer with { ChangedBy = "clerk1", ApprovedBy = "clerk2", Phone = "+49 30" + i, Email = i + "@x.de" }).Pays(ghost, known, bare);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(ghost).Hard.HasFlag(HardFacts.GhostPattern));
        Assert.IsFalse(seen.Facts(known).Hard.HasFlag(HardFacts.GhostPattern));
        Assert.IsFalse(seen.Facts(bare).Hard.HasFlag(HardFacts.GhostPattern));
    }

    [TestMethod]
    public async Task A_set_up_is_judged_for_a_year_and_left_to_the_change_while_that_is_new()
    {
        var clerk = (Payout payout) => payout with { ChangedBy = "clerk1", ApprovedBy = "clerk1" };
        var changed = clerk(Payroll.Payee(2) with { Account = "777" });
        await using var payroll = new Payroll()
            .Peers(24, change: (peer, i) => peer with { ChangedBy = "clerk1", ApprovedBy = "clerk2" })
            .PaysMonthly(clerk(Payroll.Payee(4)), -8, -4).PaysMonthly(clerk(Payroll.Payee(4) with { Account = "888" }), -3, 0)
            .Pays(clerk(Anna).On(Today.AddDays(-365)), clerk(Anna)).PaysMonthly(clerk(Payroll.Payee(2)), -3, -1).Pays(changed)
            .Pays(clerk(Payroll.Payee(3)).On(Today.AddDays(-366)), clerk(Payroll.Payee(3)));
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(2, seen[clerk(Anna), Feature.SetUpAlone], "365 days");
        Assert.IsTrue(float.IsNaN(seen[clerk(Payroll.Payee(3)), Feature.SetUpAlone]), "366 days");
        Assert.IsTrue(float.IsNaN(seen[changed, Feature.SetUpAlone]), "a change under 90 days old has a feature of its own");
        Assert.IsGreaterThan(2, seen[changed, Feature.SelfApproved]);
        Assert.IsTrue(seen.Facts(changed).Hard.HasFlag(HardFacts.SelfApproved), "two sign as a rule here");
        Assert.IsGreaterThan(2, seen[clerk(Payroll.Payee(4) with { Account = "888" }), Feature.SetUpAlone], "changed 92 days ago by one hand");
    }

    [TestMethod]
    public async Task Contact_details_that_move_with_the_account_count_and_without_it_do_not()
    {
        var taken = Moved with { Device = "d-new", Login = "NG", Email = "anna@mail.ru" };
        var phone = Payroll.Payee(2) with { Phone = "+49 2" };
        await using var payroll = new Payroll().PaysMonthly(Anna, -6, -1).Pays(taken)
            .PaysMonthly(phone, -6, -1).Pays(phone with { Phone = "+49 3" })
            .PaysMonthly(Payroll.Payee(3) with { Device = "a" }, -6, -2).PaysMonthly(Payroll.Payee(3) with { Device = "b" }, -1, -1).Pays(Payroll.Payee(3) with { Device = "a", Account = "778" })
            .PaysMonthly(Payroll.Payee(4) with { Phone = "+49 4" }, -6, -2).PaysMonthly(Payroll.Payee(4) with { Phone = "+49 5" }, -1, -1).Pays(Payroll.Payee(4) with { Phone = "+49 5", Account = "779" })
            .PaysMonthly(Payroll.Payee(5) with { Phone = "+49 6" }, -6, -3).PaysMonthly(Payroll.Payee(5) with { Phone = "+49 7" }, -2, -1).Pays(Payroll.Payee(5) with { Phone = "+49 7", Account = "780" });
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(2, seen[taken, Feature.ContactShift], "the login country has a feature of its own");
        Assert.IsTrue(float.IsNaN(seen[phone with { Phone = "+49 3" }, Feature.ContactShift]), "no new account");
        Assert.AreEqual(0, seen[Payroll.Payee(3) with { Device = "a", Account = "778" }, Feature.ContactShift], "back on a device of before: 31 days since the other came");
        Assert.AreEqual(1, seen[Payroll.Payee(4) with { Account = "779" }, Feature.ContactShift], "since the pay run before");
        Assert.AreEqual(0, seen[Payroll.Payee(5) with { Account = "780" }, Feature.ContactShift], "since the one before that");
    }

    /// <summary>A monthly pay date falls up to 35 days after the one before: the last Friday of a month after a month of five Fridays.</summary>
    [TestMethod]
    [DataRow(35, 1)]
    [DataRow(36, 0)]
    public async Task A_contact_detail_counts_beside_a_new_account_for_35_days(int days, int expected)
    {
        var before = Anna with { Phone = "+49 1", Email = "anna@firm.de", Device = "a" };
        foreach (var after in new[] { before with { Phone = "+49 2" }, before with { Email = "anna@mail.de" }, before with { Device = "b" } })
        {
            await using var payroll = new Payroll().PaysMonthly(before, -6, -2).Pays(after.On(Today.AddDays(-days)), after with { Account = "779" });
            var seen = await payroll.DescribeAsync();

            Assert.AreEqual(expected, seen[after with { Account = "779" }, Feature.ContactShift], $"{after.Phone} {after.Email} {after.Device}");
        }
    }

    [TestMethod]
    public async Task What_changes_in_the_first_sixty_days_is_counted_from_the_second_pay_on()
    {
        await using var payroll = new Payroll().Pays(Anna.On(Today.AddDays(-60)), Moved with { Address = "b", Phone = "+49 7" })
            .Pays((Payroll.Payee(2) with { Address = "a" }).On(Today.AddDays(-61)), Payroll.Payee(2) with { Address = "b", Account = "779" });
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(1, seen[Moved with { Address = "b", Phone = "+49 7" }, Feature.OnboardingChanges], "a phone beside the account; there was no address to change");
        Assert.IsTrue(float.IsNaN(seen[Anna.On(Today.AddDays(-60)), Feature.OnboardingChanges]));
        Assert.IsTrue(float.IsNaN(seen[Payroll.Payee(2) with { Address = "b", Account = "779" }, Feature.OnboardingChanges]), "61 days");
    }

    [TestMethod]
    public async Task A_jump_onto_a_new_account_is_a_feature_of_its_own_and_a_thirteenth_salary_is_none()
    {
        var big = Moved with { Amount = 9000 };
        var december = Payroll.Payee(2);
        await using var payroll = new Payroll().PaysMonthly(Anna, -8, -1).Pays(big)
            .PaysMonthly(december, -18, -13).Pays(december.On(Payroll.Month(-12)) with { Amount = 6000 }).PaysMonthly(december, -11, -1).Pays(december with { Amount = 6000 })
            .PaysMonthly(Payroll.Payee(3), -11, -1).Pays(Payroll.Payee(3) with { Amount = 6000 });
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(Math.Log(3), seen[big, Feature.JumpWithAccount], 1e-5);
        Assert.IsTrue(float.IsNaN(seen[december with { Amount = 6000 }, Feature.JumpWithAccount]), "no new account");
        Assert.AreEqual(0, seen[december with { Amount = 6000 }, Feature.AmountJump], 1e-5, "the same as a year ago");
        Assert.AreEqual(Math.Log(2), seen[Payroll.Payee(3) with { Amount = 6000 }, Feature.AmountJump], 1e-5);
    }

    [TestMethod]
    public async Task A_conversion_off_the_usual_rate_is_told_and_a_slip_of_minor_units_is_not()
    {
        await using var payroll = new Payroll();
        var staff = Enumerable.Range(100, 12).Select(number => Payroll.Payee(number)).ToArray();
        foreach (var payee in staff)
        {
            payroll.Pays(payee.On(Payroll.Month(-1)), payee);
            payroll.Leg(payee.On(Payroll.Month(-1)), 1, "2025-12-28T09:00:00Z", "EUR", "PHP", "PH", toAmount: 6500);
        }
        payroll.Leg(staff[0], 1, "2026-01-28T09:00:00Z", "EUR", "PHP", "PH", toAmount: 5200);
        payroll.Leg(staff[1], 1, "2026-01-28T09:00:00Z", "EUR", "PHP", "PH", toAmount: 65);
        payroll.Leg(staff[2], 1, "2026-01-28T09:00:00Z", "EUR", "PHP", "PH", toAmount: 6500);
        payroll.Leg(staff[3], 1, "2026-01-28T09:00:00Z", "EUR", "TRY", "TR", toAmount: 1);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(Math.Log(6500.0 / 5200), seen[staff[0], Feature.RateDeviation], 1e-5);
        Assert.AreEqual(0, seen[staff[1], Feature.RateDeviation]);
        Assert.AreEqual(0, seen[staff[2], Feature.RateDeviation]);
        Assert.IsTrue(float.IsNaN(seen[staff[3], Feature.RateDeviation]), "one conversion makes no usual rate");
        Assert.IsTrue(float.IsNaN(seen[staff[4], Feature.RateDeviation]), "no legs");
    }

    [TestMethod]
    public async Task A_rate_is_held_against_that_of_the_same_week_and_over_a_third_currency_where_few_turn_the_pair()
    {
        await using var payroll = new Payroll();
        var staff = Enumerable.Range(100, 19).Select(number => Payroll.Payee(number)).ToArray();
        void Turn(Payout payee, int month, string from, string to, int amount) =>
            payroll.Leg(payee.On(Payroll.Month(month)), 1, "2026-01-28T09:00:00Z", from, to, "PH", toAmount: amount);
        foreach (var payee in staff) payroll.PaysMonthly(payee, -1, 0);
        // A month ago the peso stood a fifth lower.
        foreach (var payee in staff[..6]) Turn(payee, -1, "EUR", "PHP", 5400);
        foreach (var payee in staff[..5]) Turn(payee, 0, "EUR", "PHP", 6500);
        Turn(staff[5], 0, "EUR", "PHP", 5400);
        foreach (var payee in staff[6..11]) Turn(payee, 0, "EUR", "USD", 110);
        foreach (var payee in staff[11..16]) Turn(payee, 0, "INR", "USD", 1);
        Turn(staff[16], 0, "EUR", "INR", 11_000);
        Turn(staff[17], 0, "EUR", "INR", 8_000);
        Turn(staff[18], 0, "EUR", "INR", 11_700);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[staff[0], Feature.RateDeviation], "the rate of the day");
        Assert.AreEqual(Math.Log(6500.0 / 5400), seen[staff[5], Feature.RateDeviation], 1e-5, "that of a month ago");
        Assert.IsTrue(seen.Facts(staff[5]).Hard.HasFlag(HardFacts.OffRate));
        Assert.IsTrue(seen.Facts(staff[17]).Hard.HasFlag(HardFacts.OffRate), "further off than a rate made of two can be");
        Assert.AreEqual(Math.Log(11.7 / 11), seen[staff[18], Feature.RateDeviation], 1e-5);
        Assert.IsFalse(seen.Facts(staff[18]).Hard.HasFlag(HardFacts.OffRate), "a rate made of two is off by as much");
        Assert.AreEqual(0, seen[staff[16], Feature.RateDeviation], "EUR to USD to INR");
        Assert.AreEqual(Math.Log(11.0 / 8), seen[staff[17], Feature.RateDeviation], 1e-5);
    }

    [TestMethod]
    [DataRow(new[] { 6500, 6520, 6490 }, true)]
    [DataRow(new[] { 6500, 6900, 6100 }, false)]
    [DataRow(new[] { 6500, 6510 }, false)]
    public async Task Four_conversions_of_a_week_make_a_rate_where_three_agree(int[] others, bool expected)
    {
        await using var payroll = new Payroll();
        var staff = Enumerable.Range(100, others.Length + 1).Select(number => Payroll.Payee(number)).ToArray();
        payroll.Pays(staff);
        for (var i = 0; i < staff.Length; i++) payroll.Leg(staff[i], 1, "2026-01-28T09:00:00Z", "EUR", "PHP", "PH", toAmount: i == 0 ? 6000 : others[i - 1]);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen[staff[0], Feature.RateDeviation] > 0);
        Assert.AreEqual(expected, seen.Facts(staff[0]).Hard.HasFlag(HardFacts.OffRate));
        if (expected) Assert.AreEqual(0, seen[staff[1], Feature.RateDeviation]);
    }

    [TestMethod]
    [DataRow(0, true)]
    [DataRow(400, false)]
    public async Task Weeks_in_which_a_pair_hardly_moved_are_held_to(int drift, bool expected)
    {
        await using var payroll = new Payroll();
        var staff = Enumerable.Range(100, 7).Select(number => Payroll.Payee(number)).ToArray();
        foreach (var payee in staff) payroll.PaysMonthly(payee, -1, 0);
        for (var i = 1; i < staff.Length; i++) payroll.Leg(staff[i].On(Payroll.Month(-1)), 1, "2025-12-28T09:00:00Z", "EUR", "PHP", "PH", toAmount: 6500 + (drift * ((i % 3) - 1)));
        payroll.Leg(staff[0], 1, "2026-01-28T09:00:00Z", "EUR", "PHP", "PH", toAmount: 6080);
        Assert.AreEqual(expected, (await payroll.DescribeAsync())[staff[0], Feature.RateDeviation] > 0);
    }

    [TestMethod]
    public async Task Pay_that_keeps_just_under_a_limit_is_told_when_it_varies()
    {
        decimal[] near = [9600, 9900, 9700, 9990, 9800];
        Payout At(int payee, int month, decimal amount, string currency = "EUR") => Payroll.Payee(payee).On(Payroll.Month(month)) with { Amount = amount, Currency = currency, Contract = currency };
        await using var payroll = new Payroll();
        for (var i = 0; i < near.Length; i++)
            payroll.Pays(At(1, i - 4, near[i]), At(2, i - 4, 9800), At(3, i - 4, near[i] + 500), At(4, i - 4, near[i], "CHF"));
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(1, seen[At(1, 0, 9800), Feature.BelowLimit]);
        Assert.AreEqual(0, seen[At(2, 0, 9800), Feature.BelowLimit], "a flat salary");
        Assert.AreEqual(0, seen[At(3, 0, 10300), Feature.BelowLimit], "over the limit");
        Assert.IsTrue(float.IsNaN(seen[At(4, 0, 9800, "CHF"), Feature.BelowLimit]), "no limit for the currency");
    }

    [TestMethod]
    public async Task An_off_cycle_payout_off_the_contract_and_a_rare_corridor_are_told()
    {
        var hop = Anna with { Currency = "TRY", PayType = "off_cycle" };
        await using var payroll = new Payroll().Peers(24, change: (peer, i) => i < 8 ? peer with { Currency = "CHF" } : peer).PaysMonthly(Anna, -3, -1).Pays(hop)
            .Pays(Payroll.Payee(2) with { PayType = "off_cycle" }, Payroll.Payee(3) with { Currency = "CHF" }, Payroll.Payee(4) with { PayType = null, Currency = "TRY" });
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(1, seen[hop, Feature.OffCycleCurrency]);
        Assert.AreEqual(0, seen[Payroll.Payee(2) with { PayType = "off_cycle" }, Feature.OffCycleCurrency], "in the contract's currency");
        Assert.IsTrue(float.IsNaN(seen[Payroll.Payee(4) with { PayType = null, Currency = "TRY" }, Feature.OffCycleCurrency]), "no pay type");
        Assert.IsGreaterThan(3, seen[hop, Feature.CorridorRarity]);
        Assert.IsLessThan(1, seen[Payroll.Payee(3) with { Currency = "CHF" }, Feature.CorridorRarity], "a third of those who work there");
        Assert.AreEqual(0, seen[Payroll.Payee(2) with { PayType = "off_cycle" }, Feature.CorridorRarity]);
    }

    [TestMethod]
    public async Task An_intermediary_that_nobody_else_uses_is_rare_and_the_usual_one_is_not()
    {
        await using var payroll = new Payroll().Peers(24, change: (peer, i) => peer with { Intermediary = "CHASUS33" })
            .Pays(Anna with { Intermediary = "GLOMKPPY" }, Payroll.Payee(2) with { Intermediary = "CHASUS33" }, Payroll.Payee(3));
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(3, seen[Anna with { Intermediary = "GLOMKPPY" }, Feature.IntermediaryRarity]);
        Assert.IsLessThan(0.5f, seen[Payroll.Payee(2) with { Intermediary = "CHASUS33" }, Feature.IntermediaryRarity]);
        Assert.IsTrue(float.IsNaN(seen[Payroll.Payee(3), Feature.IntermediaryRarity]));
    }
}
