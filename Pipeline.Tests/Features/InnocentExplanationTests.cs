// The innocent look-alikes of the typologies' rule-out table: each is recognised, weakens what it explains, and its fraud twin is not taken for it.
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Features;

[TestClass]
public sealed class InnocentExplanationTests
{
    private const string Shared = "8880001112";
    private const string Wallet = "0x52908400098527886e0f7030069857d2e4169ee7";

    private static readonly DateOnly Today = Payroll.Today;

    private static Payout Anna => Payroll.Payee(1);

    [TestMethod]
    public async Task A_couple_on_one_account_is_a_household_and_two_strangers_are_not()
    {
        var surname = Anna.Name.Split(' ')[1];
        var wife = Anna with { Account = Shared, Address = "Gartenweg 4" };
        var husband = Payroll.Payee(2) with { Name = "Jonas " + surname, Account = Shared, Address = "Gartenweg 4" };
        var namesake = Payroll.Payee(4) with { Account = "8880002222" };
        var stranger = Payroll.Payee(5) with { Name = "Jonas " + namesake.Name.Split(' ')[1], Account = "8880002222" };
        await using var payroll = new Payroll();
        foreach (var payee in new[] { wife, husband, namesake, stranger }) payroll.PaysMonthly(payee, -4, 0);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(wife).Applies.HasFlag(Innocents.Household));
        foreach (var feature in new[] { Feature.UnrelatedGroups, Feature.OtherPersons, Feature.OtherEmployers, Feature.FanInGrowth })
            Assert.AreEqual(0, seen[wife, feature], feature.ToString());
        Assert.IsFalse(seen.Facts(namesake).Applies.HasFlag(Innocents.Household), "a common name alone is one link, not two");
        Assert.IsTrue(seen.Facts(namesake).Tested.HasFlag(Innocents.Household));
        Assert.AreEqual(1, seen[namesake, Feature.UnrelatedGroups]);
    }

    [TestMethod]
    [DataRow("match", "close", -3, true)]
    [DataRow("match", "match", -3, true)]
    [DataRow("close", "close", -3, false)]
    [DataRow("match", "none", -3, false)]
    [DataRow(null, null, -3, false)]
    [DataRow(null, null, -7, true)]
    public async Task Two_of_one_name_are_a_household_where_the_bank_knows_both_or_both_were_there_for_half_a_year_when_the_payroll_begins(string? her, string? his, int since, bool expected)
    {
        var wife = Anna with { Account = Shared, Check = her };
        var husband = Payroll.Payee(2) with { Name = "Jonas " + Anna.Name.Split(' ')[1], Account = Shared, Check = his };
        await using var payroll = (her is null ? new Payroll() : new Payroll().Peers()).PaysMonthly(wife, since, 0).PaysMonthly(husband, since, since + 1).PaysMonthly(husband, since + 2, 0);
        Assert.AreEqual(expected, (await payroll.DescribeAsync()).Facts(wife).Applies.HasFlag(Innocents.Household));
    }

    [TestMethod]
    public async Task A_common_address_does_not_make_a_household_of_more_than_three()
    {
        Payout[] Farm(int people, string account) =>
            [.. Enumerable.Range(1, people).Select(number => Payroll.Payee(number + (people * 10)) with { Account = account, Address = "Lagerweg " + people, Phone = "+49 30 555" + people })];
        await using var payroll = new Payroll().Pays(Farm(3, "8880003333")).Pays(Farm(4, "8880004444"));
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[Farm(3, "8880003333")[0], Feature.UnrelatedGroups]);
        Assert.AreEqual(3, seen[Farm(4, "8880004444")[0], Feature.UnrelatedGroups]);
    }

    [TestMethod]
    public async Task Payees_of_one_old_bank_moving_to_one_new_bank_are_a_merger()
    {
        // Five of five at the old bank move; four others come to another new bank from four banks.
        Payout Old(int number) => Payroll.Payee(number) with { Bank = "DRESDEFF", Device = "d" + number };
        Payout New(int number) => Old(number) with { Bank = "NTSBDEB1", Account = "777000000" + number, Changed = Today.AddDays(-12), Device = number == 5 ? "dx" : "d" + number };
        string[] banks = ["COBADEFF", "DEUTDEFF", "GENODEFF", "INGDDEFF"];
        Payout Victim(int number) => Payroll.Payee(number) with { Bank = banks[number % 4] };
        Payout Hijacked(int number) => Victim(number) with { Bank = "HYVEDEMM", Account = "777000001" + number, Changed = Today.AddDays(-12) };
        await using var payroll = new Payroll().Peers(40);
        for (var number = 1; number <= 5; number++) payroll.PaysMonthly(Old(number), -12, -1).Pays(New(number));
        for (var number = 10; number <= 13; number++) payroll.PaysMonthly(Victim(number), -12, -1).Pays(Hijacked(number));
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(New(1)).Applies.HasFlag(Innocents.MergerCohort));
        Assert.AreEqual(0, seen[New(1), Feature.BankBurst]);
        Assert.IsTrue(float.IsNaN(seen[New(1), Feature.ChangeToPayGap]), "a change that the merger explains has no gap");
        Assert.IsFalse(seen.Facts(New(5)).Applies.HasFlag(Innocents.MergerCohort), "a merger changes nobody's device");
        Assert.IsFalse(seen.Facts(Hijacked(10)).Applies.HasFlag(Innocents.MergerCohort));
        Assert.IsTrue(seen.Facts(Hijacked(10)).Tested.HasFlag(Innocents.MergerCohort));
        Assert.IsGreaterThan(2, seen[Hijacked(10), Feature.BankBurst]);
        Assert.IsFalse(float.IsNaN(seen[Hijacked(10), Feature.ChangeToPayGap]));
    }

    [TestMethod]
    [DataRow(3, "import", "bank", false)]
    [DataRow(4, "import", "bank", true)]
    [DataRow(2, "import", "card", false)]
    [DataRow(3, "import", "card", true)]
    [DataRow(4, "clerk1", "card", false)]
    public async Task Four_whom_an_import_moves_to_one_bank_or_three_to_cards_are_a_roll_out(int movers, string by, string channel, bool expected)
    {
        Payout Card(int number) => Payroll.Payee(number) with { Bank = "NTSBDEB1", Channel = channel, Account = "777000000" + number, Changed = Today.AddDays(-8), ChangedBy = by };
        await using var payroll = new Payroll().Peers(40);
        for (var number = 1; number <= movers; number++) payroll.PaysMonthly(Payroll.Payee(number) with { Bank = number % 2 == 0 ? "COBADEFF" : "DEUTDEFF" }, -8, -1).Pays(Card(number));
        var seen = await payroll.DescribeAsync();
        var facts = seen.Facts(Card(1));

        Assert.AreEqual(expected, facts.Applies.HasFlag(Innocents.RollOut));
        Assert.AreEqual(expected || channel == "bank", seen[Card(1), Feature.ChannelStep] == 0, "the step is the employer's");
        Assert.AreEqual(expected, seen[Card(1), Feature.NewBankRarity] == 0, "the bank is the employer's choice");
        Assert.IsTrue(facts.Tested.HasFlag(Innocents.RollOut));
    }

    [TestMethod]
    [DataRow(8, "u.clerk", "unavailable", "card", true)]
    [DataRow(7, "u.clerk", "unavailable", "card", false)]
    [DataRow(12, "employee", "unavailable", "card", false)]
    [DataRow(12, "u.clerk", "unavailable", "bank", false)]
    [DataRow(12, "u.clerk", "none", "card", false)]
    [DataRow(6, "employee", "match", "card", true)]
    [DataRow(5, "employee", "match", "card", false)]
    public async Task Cards_that_many_get_are_a_roll_out_whoever_is_named_and_still_are_on_the_next_pay_date(int movers, string by, string check, string channel, bool expected)
    {
        Payout Card(int number) => Payroll.Payee(number) with
        {
            Bank = "NTSBDEB1", Channel = channel, Check = check, Account = (7_770_000_000 + number).ToString(System.Globalization.CultureInfo.InvariantCulture), Changed = Payroll.Month(-1).AddDays(-4), ChangedBy = by, ApprovedBy = "u.head",
        };
        string[] banks = ["COBADEFF", "DEUTDEFF", "GENODEFF", "INGDDEFF"];
        await using var payroll = new Payroll().Peers(60);
        for (var number = 1; number <= movers; number++) payroll.PaysMonthly(Payroll.Payee(number) with { Bank = banks[number % 4] }, -9, -2).PaysMonthly(Card(number), -1, 0);
        var seen = await payroll.DescribeAsync();

        foreach (var month in new[] { -1, 0 })
            Assert.AreEqual(expected, seen.Facts(Card(1).On(Payroll.Month(month))).Applies.HasFlag(Innocents.RollOut), "month " + month);
    }

    [TestMethod]
    [DataRow(3, false)]
    [DataRow(4, true)]
    public async Task A_merger_moves_at_least_four(int movers, bool expected)
    {
        Payout Old(int number) => Payroll.Payee(number) with { Bank = "DRESDEFF" };
        Payout New(int number) => Old(number) with { Bank = "NTSBDEB1", Account = "777000000" + number };
        await using var payroll = new Payroll().Peers();
        for (var number = 1; number <= movers; number++) payroll.PaysMonthly(Old(number), -6, -1).Pays(New(number));
        Assert.AreEqual(expected, (await payroll.DescribeAsync()).Facts(New(1)).Applies.HasFlag(Innocents.MergerCohort));
    }

    [TestMethod]
    public async Task An_account_that_moves_with_address_and_country_is_a_relocation_and_without_them_is_not()
    {
        var before = Anna with { Address = "Gartenweg 4" };
        var moved = before with { Address = "12 High St", Residence = "GB", Work = "GB", Account = "5550007777", Bank = "BARCGB22", BankCountry = "GB", Currency = "GBP" };
        var thief = Payroll.Payee(2) with { Address = "Hof 1", Account = "5550008888", Bank = "BARCGB22", BankCountry = "GB", Currency = "GBP" };
        await using var payroll = new Payroll().PaysMonthly(before, -6, -1).Pays(moved).PaysMonthly(Payroll.Payee(2) with { Address = "Hof 1" }, -6, -1).Pays(thief);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(moved).Applies.HasFlag(Innocents.Relocation));
        Assert.AreEqual(0, seen[moved, Feature.HopWithAccountChange]);
        Assert.IsFalse(seen.Facts(thief).Applies.HasFlag(Innocents.Relocation));
        Assert.AreEqual(1, seen[thief, Feature.HopWithAccountChange]);
    }

    [TestMethod]
    public async Task Where_no_address_is_delivered_the_country_alone_tells_a_relocation()
    {
        var moved = Anna with { Residence = "GB", Work = "GB", Account = "5550007777", Bank = "BARCGB22", BankCountry = "GB", Currency = "GBP" };
        var still = Payroll.Payee(2) with { Account = "5550008888", Bank = "BARCGB22", BankCountry = "GB", Currency = "GBP" };
        var told = Payroll.Payee(3) with { Address = "Hof 1" };
        var home = told with { Residence = "GB", Work = "GB", Account = "5550009999", Bank = "BARCGB22", BankCountry = "GB", Currency = "GBP" };
        await using var payroll = new Payroll().PaysMonthly(Anna, -6, -1).Pays(moved).PaysMonthly(Payroll.Payee(2), -6, -1).Pays(still).PaysMonthly(told, -6, -1).Pays(home);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(moved).Applies.HasFlag(Innocents.Relocation));
        Assert.IsFalse(seen.Facts(still).Applies.HasFlag(Innocents.Relocation), "neither works nor lives there");
        Assert.IsFalse(seen.Facts(home).Applies.HasFlag(Innocents.Relocation), "the address is known, and stayed");
    }

    [TestMethod]
    [DataRow("USDT", true, DisplayName = "in the contract")]
    [DataRow("EUR", false, DisplayName = "not in the contract")]
    public async Task Crypto_that_the_contract_names_counts_little(string contract, bool contractual)
    {
        var crypto = Anna with { Currency = "USDT", Contract = contract, Channel = "wallet", Account = Wallet, Bank = null, BankCountry = null };
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna with { Contract = contract }, -6, -1).Pays(crypto);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(contractual, seen.Facts(crypto).Applies.HasFlag(Innocents.ContractualCrypto));
        Assert.AreEqual(contractual ? 0f : 7f, seen[crypto, Feature.CryptoRarity], 1e-5f);
    }

    [TestMethod]
    public async Task Crypto_at_an_employer_that_pays_it_is_usual()
    {
        var crypto = Anna with { Currency = "USDT", Channel = "wallet", Account = Wallet, Bank = null, BankCountry = null };
        await using var payroll = new Payroll()
            .Peers(24, change: (peer, i) => i % 2 == 0 ? peer with { Currency = "USDT", Channel = "wallet", Account = "0x" + (i + 100).ToString("x40", null), Bank = null, BankCountry = null } : peer)
            .PaysMonthly(Anna, -6, -1).Pays(crypto);
        Assert.IsTrue((await payroll.DescribeAsync()).Facts(crypto).Applies.HasFlag(Innocents.ContractualCrypto));
    }

    [TestMethod]
    public async Task A_leavers_account_that_comes_back_under_a_new_number_is_a_rehire()
    {
        var first = Anna with { Person = "p1" };
        var again = Payroll.Payee(50) with { Name = first.Name, Person = "p1", Account = first.Account };
        await using var byToken = new Payroll().PaysMonthly(first, -8, -4).PaysMonthly(again, -1, 0);
        await using var byName = new Payroll().PaysMonthly(first with { Person = null }, -8, -4).PaysMonthly(again with { Person = null }, -1, 0);

        foreach (var seen in new[] { await byToken.DescribeAsync(), await byName.DescribeAsync() })
        {
            Assert.AreEqual(0, seen[again, Feature.BatonReuse]);
            Assert.IsTrue(seen.Facts(again).Applies.HasFlag(Innocents.Rehire));
            Assert.AreEqual(HardFacts.None, seen.Facts(again).Hard);
        }
    }

    [TestMethod]
    public async Task Equal_names_with_different_person_tokens_are_two_people()
    {
        var one = Anna with { Person = "p1" };
        var other = Payroll.Payee(50) with { Name = one.Name, Person = "p2", Account = one.Account };
        await using var payroll = new Payroll().PaysMonthly(one, -8, -4).PaysMonthly(other, -1, 0);
        Assert.IsGreaterThan(0, (await payroll.DescribeAsync())[other, Feature.BatonReuse]);
    }

    [TestMethod]
    [DataRow(6, false)]
    [DataRow(8, true)]
    public async Task A_month_in_which_a_third_is_paid_more_is_a_bonus_month(int paidMore, bool expected)
    {
        var peers = Enumerable.Range(100, 24).Select(number => Payroll.Payee(number)).ToArray();
        await using var payroll = new Payroll();
        for (var i = 0; i < peers.Length; i++) payroll.PaysMonthly(peers[i], -12, -1).Pays(i < paidMore ? peers[i] with { Amount = 6000 } : peers[i]);
        var seen = await payroll.DescribeAsync();

        var first = peers[0] with { Amount = 6000 };
        Assert.AreEqual(expected, seen.Facts(first).Applies.HasFlag(Innocents.BonusMonth));
        Assert.AreEqual((expected ? 0 : 1) * Math.Log(2), seen[first, Feature.AmountJump], 1e-5);
    }

    [TestMethod]
    [DataRow(1000, true)]
    [DataRow(1100, false)]
    public async Task A_third_of_the_pay_to_a_new_account_of_ones_own_is_saving(int saved, bool expected)
    {
        var rest = Anna with { Split = 1, Amount = 3000 - saved };
        var savings = Anna with { Split = 2, Amount = saved, Account = "5550001112" };
        await using var payroll = new Payroll().PaysMonthly(Anna, -6, -1).Pays(rest, savings);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen.Facts(savings).Applies.HasFlag(Innocents.SavingsSplit));
        Assert.IsTrue(seen.Facts(savings).Tested.HasFlag(Innocents.SavingsSplit));
    }

    [TestMethod]
    public async Task A_third_of_the_pay_to_a_strangers_account_is_not_saving()
    {
        var rest = Anna with { Split = 1, Amount = 2000 };
        var away = Anna with { Split = 2, Amount = 1000, Account = "5550001112", Holder = "Wolfgang Ohnemus" };
        await using var payroll = new Payroll().PaysMonthly(Anna, -6, -1).Pays(rest, away);
        Assert.IsFalse((await payroll.DescribeAsync()).Facts(away).Applies.HasFlag(Innocents.SavingsSplit));
    }

    [TestMethod]
    public async Task A_change_after_a_returned_payment_is_its_correction()
    {
        var corrected = Anna with { Account = "5550001112", Changed = Today.AddDays(-3) };
        var other = Payroll.Payee(2) with { Account = "5550002222", Changed = Today.AddDays(-3) };
        await using var payroll = new Payroll().PaysMonthly(Anna, -6, -2).Pays(Anna.On(Payroll.Month(-1)) with { Returned = "AC04" }).Pays(corrected)
            .PaysMonthly(Payroll.Payee(2), -6, -1).Pays(other);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(corrected).Applies.HasFlag(Innocents.ReturnedPayment));
        Assert.IsTrue(float.IsNaN(seen[corrected, Feature.ChangeToPayGap]));
        Assert.IsFalse(seen.Facts(other).Applies.HasFlag(Innocents.ReturnedPayment));
        Assert.AreEqual(3, seen[other, Feature.ChangeToPayGap]);
    }

    [TestMethod]
    public async Task A_new_name_on_the_old_account_is_a_change_of_name()
    {
        var married = Anna with { Holder = "Petra Wunderlich" };
        var stolen = Payroll.Payee(2) with { Account = "5550002222", Holder = "Petra Sonderlich" };
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna, -6, -1).Pays(married).PaysMonthly(Payroll.Payee(2), -6, -1).Pays(stolen);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(married).Applies.HasFlag(Innocents.NameChange));
        Assert.IsFalse(seen.Facts(stolen).Applies.HasFlag(Innocents.NameChange));
        Assert.IsLessThan(0.3f * seen[stolen, Feature.HolderMismatch], seen[married, Feature.HolderMismatch]);
    }

    [TestMethod]
    public async Task Part_of_the_employees_name_is_family_and_a_confirmed_payee_counts_less()
    {
        var spouse = Anna with { Account = "5550001112", Holder = "Oskar " + Anna.Name.Split(' ')[1] };
        var stranger = Payroll.Payee(2) with { Account = "5550002222", Holder = "Petra Sonderlich" };
        var confirmed = Payroll.Payee(3) with { Account = "5550003333", Holder = "Petra Sonderlich", Check = "match" };
        var both = Payroll.Payee(4) with { Account = "5550004444", Holder = "Oskar " + Payroll.Payee(4).Name.Split(' ')[1], Check = "match" };
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna, -6, -1).Pays(spouse).PaysMonthly(Payroll.Payee(4), -6, -1).Pays(both)
            .PaysMonthly(Payroll.Payee(2), -6, -1).Pays(stranger).PaysMonthly(Payroll.Payee(3), -6, -1).Pays(confirmed);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(spouse).Applies.HasFlag(Innocents.FamilyHolder));
        Assert.IsFalse(seen.Facts(stranger).Applies.HasFlag(Innocents.FamilyHolder));
        Assert.IsLessThan(seen[stranger, Feature.HolderMismatch], seen[spouse, Feature.HolderMismatch]);
        Assert.IsTrue(seen.Facts(confirmed).Applies.HasFlag(Innocents.PayeeConfirmed));
        Assert.AreEqual(0.3f * seen[stranger, Feature.HolderMismatch], seen[confirmed, Feature.HolderMismatch], 0.02f);
        Assert.AreEqual(0, seen[both, Feature.HolderMismatch], "family, and confirmed: nothing is left");
    }

    [TestMethod]
    public async Task The_sepa_zone_a_frontier_pair_and_a_long_standing_route_weaken_a_foreign_account()
    {
        Payout Abroad(int number, string country, string bank) => Payroll.Payee(number) with { Account = "555000000" + number, Bank = bank, BankCountry = country };
        var far = Abroad(1, "US", "BOFAUS3N");
        var sepa = Abroad(2, "PT", "CGDIPTPL");
        var frontier = Abroad(3, "CH", "UBSWCHZH") with { Work = "CH", Residence = "CH", BankCountry = "DE", Bank = "COBADEFF" };
        var old = Abroad(4, "BR", "BRASBRRJ");
        await using var payroll = new Payroll().Peers()
            .PaysMonthly(Payroll.Payee(1), -6, -1).Pays(far).PaysMonthly(Payroll.Payee(2), -6, -1).Pays(sepa)
            .PaysMonthly(Payroll.Payee(3) with { Work = "CH", Residence = "CH", Bank = "UBSWCHZH", BankCountry = "CH" }, -6, -1).Pays(frontier).PaysMonthly(old, -8, 0);
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(4, seen[far, Feature.CountryRarity]);
        Assert.IsLessThan(0.25f * seen[far, Feature.CountryRarity], seen[sepa, Feature.CountryRarity], "one zone");
        Assert.IsTrue(seen.Facts(frontier).Applies.HasFlag(Innocents.FrontierWorker));
        Assert.IsFalse(seen.Facts(far).Applies.HasFlag(Innocents.FrontierWorker));
        Assert.IsTrue(seen.Facts(old).Applies.HasFlag(Innocents.LongStanding));
        var fresh = seen[old.On(Payroll.Month(-3)), Feature.CountryRarity];
        Assert.IsLessThan(0.5f * fresh, seen[old, Feature.CountryRarity]);
    }

    [TestMethod]
    [DataRow(179, false)]
    [DataRow(180, true)]
    public async Task A_route_is_long_standing_from_180_days(int age, bool expected)
    {
        await using var payroll = new Payroll().Pays(Anna.On(Today.AddDays(-age)), Anna.On(Today.AddDays(-60)), Anna);
        Assert.AreEqual(expected, (await payroll.DescribeAsync()).Facts(Anna).Applies.HasFlag(Innocents.LongStanding));
    }

    [TestMethod]
    public async Task A_change_that_came_with_an_import_is_known_as_one()
    {
        var imported = Anna with { Account = "5550001112", Changed = Today.AddDays(-9), ChangedBy = "import" };
        var byHand = Payroll.Payee(2) with { Account = "5550002222", Changed = Today.AddDays(-9), ChangedBy = "u.clerk" };
        var untold = Payroll.Payee(3) with { Account = "5550003333", ChangedBy = null, Address = null };
        await using var payroll = new Payroll().PaysMonthly(Anna, -6, -1).Pays(imported).PaysMonthly(Payroll.Payee(2), -6, -1).Pays(byHand).PaysMonthly(untold with { Account = "5550004444" }, -6, -1).Pays(untold);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(imported).Applies.HasFlag(Innocents.BulkImport));
        Assert.IsFalse(seen.Facts(byHand).Applies.HasFlag(Innocents.BulkImport));
        Assert.IsTrue(seen.Facts(byHand).Tested.HasFlag(Innocents.BulkImport));
        Assert.AreEqual(Innocents.None, seen.Facts(untold).Tested & (Innocents.BulkImport | Innocents.Relocation), "what the export does not tell is not said to be so");
    }

    [TestMethod]
    public void Every_guard_is_a_test_that_a_flag_tells_of()
    {
        foreach (var (explanation, family, leaves) in DetectorCatalog.Guards)
        {
            var facts = new PayoutFacts { Tested = explanation, Applies = explanation };
            var typology = FeatureCatalog.TypologyOf(family);
            var told = Paysieve.Pipeline.Findings.InnocentWords.Of(facts, typology);
            Assert.HasCount(1, told, $"{explanation} weakens {typology} in silence");
            Assert.IsTrue(told[0].Applies);
            Assert.IsTrue(leaves is > 0 and < 1, $"{explanation} leaves {leaves}");
        }
    }

    [TestMethod]
    public async Task A_payment_that_came_back_explains_one_correction_and_no_third_account()
    {
        Payout At(int number, string account, string bank) => Payroll.Payee(number) with { Account = account, Bank = bank };
        var closed = At(1, "7770000001", "NTSBDEB1");
        var typo = At(2, "7770000022", "NTSBDEB1");
        var third = At(3, "7770000003", "HYVEDEMM");
        await using var payroll = new Payroll().Peers()
            .PaysMonthly(Payroll.Payee(1), -6, -2).Pays(Payroll.Payee(1).On(Payroll.Month(-1)) with { Returned = "AC04" }, closed)
            .PaysMonthly(Payroll.Payee(2), -6, -2).Pays(At(2, "7770000002", "NTSBDEB1").On(Payroll.Month(-1)) with { Returned = "AC01" }, typo)
            .PaysMonthly(Payroll.Payee(3), -6, -2).Pays(At(3, "7770000033", "NTSBDEB1").On(Payroll.Month(-1)) with { Returned = "AC01" }, third);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(closed).Applies.HasFlag(Innocents.ReturnedPayment), "the account of old was closed");
        Assert.IsTrue(seen.Facts(typo).Applies.HasFlag(Innocents.ReturnedPayment), "the same bank");
        Assert.IsFalse(seen.Facts(third).Applies.HasFlag(Innocents.ReturnedPayment), "the new account came back, and a third one follows");
    }

    [TestMethod]
    public async Task Of_a_large_roll_out_less_is_the_payees_own()
    {
        async Task<float> StepAsync(int movers)
        {
            Payout Card(int number) => Payroll.Payee(number) with
            {
                Bank = "NTSBDEB1", Channel = "card", Account = (7_770_000_000 + number).ToString(System.Globalization.CultureInfo.InvariantCulture), Changed = Today.AddDays(-4), ChangedBy = "u.clerk", ApprovedBy = "u.head",
            };
            await using var payroll = new Payroll().Peers(60);
            for (var number = 1; number <= 12; number++) payroll.PaysMonthly(Payroll.Payee(number), -9, -1).Pays(number <= movers ? Card(number) : Payroll.Payee(number));
            return (await payroll.DescribeAsync())[Card(1), Feature.ChannelStep];
        }

        var large = await StepAsync(12);
        Assert.IsGreaterThan(0f, large);
        Assert.AreEqual(2 * large, await StepAsync(11));
    }

    [TestMethod]
    [DataRow(5, "platform", "", false)]
    [DataRow(6, "platform", "", true)]
    [DataRow(8, "bank", "", false)]
    [DataRow(8, "platform", "others are signed for", false)]
    [DataRow(8, "platform", "of very many", false)]
    [DataRow(8, "platform", "of very many, and they contractors", true)]
    [DataRow(8, "platform", "of very many, and twelve there before", true)]
    [DataRow(8, "platform", "of very many, and eleven there before", false)]
    [DataRow(8, "platform", "of this one the telephone is new too", false)]
    [DataRow(8, "platform", "this one signs in from abroad", false)]
    public async Task Six_who_move_to_one_platform_are_a_roll_out_where_nobody_says_who_moved_them(int movers, string channel, string but, bool expected)
    {
        Payout Known(int number) => Payroll.Payee(number) with { Employment = but.EndsWith("contractors", StringComparison.Ordinal) ? "contractor" : "employee", Phone = "+4930" + number, Login = "DE" };
        Payout New(int number) => Known(number) with
        {
            Bank = "NTSBDEB1", Channel = channel, Account = "77700000" + number.ToString("00", System.Globalization.CultureInfo.InvariantCulture),
            Phone = number == 1 && but.Contains("telephone", StringComparison.Ordinal) ? "+4940" : "+4930" + number, Login = number == 1 && but.Contains("abroad", StringComparison.Ordinal) ? "NG" : "DE",
        };
        string[] banks = ["COBADEFF", "DEUTDEFF", "GENODEFF", "INGDDEFF"];
        await using var payroll = new Payroll().Peers(but.StartsWith("of very many", StringComparison.Ordinal) ? 900 : 60);
        var before = but.Contains("twelve", StringComparison.Ordinal) ? 12 : but.Contains("eleven", StringComparison.Ordinal) ? 11 : 0;
        for (var number = 30; number < 30 + before; number++) payroll.PaysMonthly(New(number), -8, 0);
        if (but == "others are signed for") payroll.PaysMonthly(Payroll.Payee(90) with { ChangedBy = "u.clerk" }, -8, 0);
        for (var number = 1; number <= movers; number++) payroll.PaysMonthly(Known(number) with { Bank = banks[number % 4] }, -8, -1).Pays(New(number));
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen.Facts(New(1)).Applies.HasFlag(Innocents.RollOut));
        Assert.IsGreaterThan(0f, seen[New(1), Feature.BankBurst], "a guess leaves some of the crowd");
    }

    [TestMethod]
    public async Task What_comes_back_and_is_paid_anew_on_one_day_is_no_jump_and_explains_the_change_if_the_old_account_failed()
    {
        static Payout Moved(int number) => Payroll.Payee(number) with { Account = "777000000" + number, Bank = "NTSBDEB1" };
        var (closed, bounced) = (Moved(1), Moved(2));
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna, -6, -1).PaysMonthly(Payroll.Payee(2), -6, -1)
            .Pays(closed, Anna with { Split = 2, PayType = "off_cycle", Returned = "AC04" }, bounced, bounced with { Split = 2, PayType = "off_cycle", Returned = "AC01" });
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(closed).Applies.HasFlag(Innocents.ReturnedPayment), "the account of old was closed");
        Assert.IsFalse(seen.Facts(bounced).Applies.HasFlag(Innocents.ReturnedPayment), "the new account came back, and is paid again");
        foreach (var anew in new[] { closed, bounced })
        {
            Assert.AreEqual(0, seen[anew, Feature.AmountJump]);
            Assert.AreEqual(0, seen[anew, Feature.SplitDrain], "paid once, and whole");
        }
    }

    [TestMethod]
    [DataRow("hr", 900, true)]
    [DataRow("hr", 1200, false)]
    [DataRow("employee", 900, false)]
    [DataRow(null, 900, false)]
    [DataRow("u.clerk", 900, false)]
    [DataRow("u.clerk and u.head", 900, true)]
    public async Task A_small_part_that_the_payroll_begins_to_send_to_a_third_party_is_an_attachment(string? by, int part, bool expected)
    {
        var court = Anna with { Split = 2, Amount = part, Account = "7770000001", Holder = "County Court", Changed = Today.AddDays(-8), ChangedBy = by?.Split(' ')[0], ApprovedBy = by == "u.clerk and u.head" ? "u.head" : null };
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna, -6, -1).Pays(Anna with { Split = 1, Amount = 3000 - part }, court);
        var facts = (await payroll.DescribeAsync()).Facts(court);

        Assert.IsTrue(facts.Tested.HasFlag(Innocents.Attachment));
        Assert.AreEqual(expected, facts.Applies.HasFlag(Innocents.Attachment));
    }

    [TestMethod]
    [DataRow(14, false, true)]
    [DataRow(13, false, false)]
    [DataRow(31 + 14, true, true, DisplayName = "and paid a month ago")]
    [DataRow(31 + 13, true, false, DisplayName = "thirteen days before it was first paid")]
    [DataRow(29, true, false, DisplayName = "entered after it was first paid")]
    [DataRow(14, false, false, "phone")]
    [DataRow(14, false, false, "abroad")]
    [DataRow(14, false, false, "close")]
    public async Task A_change_entered_two_weeks_before_the_first_pay_came_in_good_time(int daysAgo, bool isPaidBefore, bool expected, string but = "")
    {
        var before = Anna with { Phone = "+49 1", Login = "DE" };
        var moved = before with
        {
            Account = "7770000001", Bank = "NTSBDEB1", Changed = Today.AddDays(-daysAgo), Phone = but == "phone" ? "+49 2" : "+49 1",
            Login = but == "abroad" ? "NG" : "DE", Check = but == "close" ? "close" : null,
        };
        await using var payroll = new Payroll().Peers(40, change: (peer, i) => peer with { Login = "DE" }).PaysMonthly(before, -6, isPaidBefore ? -2 : -1);
        if (isPaidBefore) payroll.PaysMonthly(moved, -1, -1);
        var facts = (await payroll.Pays(moved).DescribeAsync()).Facts(moved);

        Assert.IsTrue(facts.Tested.HasFlag(Innocents.InGoodTime));
        Assert.AreEqual(expected, facts.Applies.HasFlag(Innocents.InGoodTime));
    }

    [TestMethod]
    [DataRow("u.clerk", "u.head", true, true)]
    [DataRow("employee", "u.head", true, true)]
    [DataRow("employee", "hr", true, true)]
    [DataRow("u.clerk", "u.clerk", true, false)]
    [DataRow("u.clerk", null, false, false, DisplayName = "what the export does not tell is not said to be so")]
    [DataRow("import", "u.head", false, false)]
    [DataRow("employee", "import", false, false)]
    public async Task What_another_approved_was_seen_by_two(string by, string? approvedBy, bool tested, bool expected)
    {
        var moved = Anna with { Account = "7770000001", Bank = "NTSBDEB1", Changed = Today.AddDays(-8), ChangedBy = by, ApprovedBy = approvedBy };
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna, -6, -1).Pays(moved);
        var facts = (await payroll.DescribeAsync()).Facts(moved);

        Assert.AreEqual(tested, facts.Tested.HasFlag(Innocents.SignedByTwo));
        Assert.AreEqual(expected, facts.Applies.HasFlag(Innocents.SignedByTwo));
    }

    [TestMethod]
    [DataRow(false, true)]
    [DataRow(true, false)]
    public async Task Who_changes_accounts_time_and_again_is_not_excused_by_how_each_change_was_entered(bool often, bool expected)
    {
        var moved = Anna with { Account = "7770000001", Bank = "NTSBDEB1", Changed = Today.AddDays(-20), ChangedBy = "u.clerk", ApprovedBy = "u.head" };
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna, -9, -5);
        if (often) payroll.PaysMonthly(Anna with { Account = "7770000002" }, -4, -3).PaysMonthly(Anna with { Account = "7770000003" }, -2, -1);
        else payroll.PaysMonthly(Anna, -4, -1);
        var seen = await payroll.Pays(moved).DescribeAsync();

        Assert.AreEqual(often, seen[moved, Feature.AccountChanges] > 0);
        Assert.AreEqual(expected, seen.Facts(moved).Applies.HasFlag(Innocents.InGoodTime));
        Assert.AreEqual(expected, seen.Facts(moved).Applies.HasFlag(Innocents.SignedByTwo));
    }

    [TestMethod]
    [DataRow("", true)]
    [DataRow("by the office", false)]
    [DataRow("from another device", false)]
    [DataRow("from a device of two months", false)]
    [DataRow("from a shared desk", false)]
    [DataRow("after a new e-mail", false)]
    [DataRow("from abroad", false)]
    [DataRow("to an account abroad", false)]
    [DataRow("to a card", false)]
    [DataRow("to another's account", false)]
    [DataRow("refused", false)]
    [DataRow("over another bank", false)]
    [DataRow("in part", false)]
    public async Task Who_changes_his_bank_himself_from_his_own_device_did_it_himself(string but, bool expected)
    {
        var before = Payroll.Payee(1) with { Device = "d1", Email = "old@x.de", Login = "DE" };
        var moved = before with
        {
            Account = "7770000001", Bank = "NTSBDEB1", Changed = Today.AddDays(-8), ChangedBy = but == "by the office" ? "hr" : "employee", Check = but == "refused" ? "none" : "unavailable",
            Device = but == "from another device" ? "d9" : "d1", Email = but == "after a new e-mail" ? "new@x.de" : "old@x.de", Login = but == "from abroad" ? "NG" : "DE",
            Channel = but == "to a card" ? "card" : "bank", Holder = but == "to another's account" ? "Olga Fremd" : null, Intermediary = but == "over another bank" ? "BKCHHKHH" : null, Split = but == "in part" ? 2 : 0,
            BankCountry = but == "to an account abroad" ? "NG" : "DE",
        };
        await using var payroll = new Payroll().Peers(40, change: (peer, i) => peer with { Login = "DE", Device = "p" + i });
        if (but == "from a device of two months") payroll.PaysMonthly(before with { Device = "d0" }, -8, -3).PaysMonthly(before, -2, -1);
        else payroll.PaysMonthly(before, -8, -1);
        if (but == "from a shared desk") payroll.PaysMonthly(Payroll.Payee(99) with { Device = "d1" }, -8, 0);
        if (but == "in part") payroll.Pays(before with { Split = 1 });
        var facts = (await payroll.Pays(moved).DescribeAsync()).Facts(moved);

        Assert.AreEqual(expected, facts.Applies.HasFlag(Innocents.OwnHand));
        Assert.AreEqual(but != "by the office", facts.Tested.HasFlag(Innocents.OwnHand));
    }

    [TestMethod]
    [DataRow(3, "platform", "", true)]
    [DataRow(2, "platform", "", false)]
    [DataRow(3, "bank", "", false)]
    [DataRow(3, "platform", "one stays", false)]
    [DataRow(3, "platform", "refused", false)]
    public async Task All_who_leave_one_platform_for_another_follow_their_employer(int movers, string channel, string but, bool expected)
    {
        Payout Old(int number) => Payroll.Payee(number) with { Bank = "PROVIDERA", Channel = channel };
        Payout New(int number) => Old(number) with { Bank = "PROVIDERB", Account = "777000000" + number, Check = but == "refused" ? "none" : null };
        await using var payroll = new Payroll().Peers(40);
        for (var number = 1; number <= movers; number++) payroll.PaysMonthly(Old(number), -8, -1).Pays(New(number));
        if (but == "one stays") payroll.PaysMonthly(Old(9), -8, 0);
        var facts = (await payroll.DescribeAsync()).Facts(New(1));

        Assert.AreEqual(expected, facts.Applies.HasFlag(Innocents.RollOut));
    }
}
