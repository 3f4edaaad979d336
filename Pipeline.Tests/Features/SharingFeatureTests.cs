// The features of shared_account: who shares an account, an identifier or a holder's name with whom, and what relates them.
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Features;

[TestClass]
public sealed class SharingFeatureTests
{
    private const string Shared = "8880001112";

    private static readonly DateOnly Today = Payroll.Today;

    private static Payout To(int number, string employer = "ACME") => Payroll.Payee(number, employer) with { Account = Shared };

    [TestMethod]
    public async Task Three_unrelated_people_on_one_account_are_a_hard_fact_and_two_are_not()
    {
        await using var three = new Payroll().PaysMonthly(To(1), -5, 0).PaysMonthly(To(2), -5, 0).PaysMonthly(To(3), -5, 0);
        await using var two = new Payroll().PaysMonthly(To(1), -5, 0).PaysMonthly(To(2), -5, 0).PaysMonthly(Payroll.Payee(3), -5, 0);
        var many = await three.DescribeAsync();
        var few = await two.DescribeAsync();

        Assert.AreEqual(2, many[To(1), Feature.UnrelatedGroups]);
        Assert.AreEqual(2, many[To(1), Feature.OtherPersons]);
        Assert.AreEqual(0, many[To(1), Feature.OtherEmployers]);
        Assert.AreEqual(3, many.Facts(To(1)).Persons);
        Assert.AreEqual(HardFacts.ThreeUnrelatedPeople, many.Facts(To(1)).Hard);
        Assert.AreEqual(1, few[To(1), Feature.UnrelatedGroups]);
        Assert.AreEqual(HardFacts.None, few.Facts(To(1)).Hard);
        Assert.AreEqual(0, few[Payroll.Payee(3), Feature.UnrelatedGroups]);
    }

    [TestMethod]
    public async Task Payouts_of_one_night_see_each_other_whatever_their_pay_dates()
    {
        var early = To(1).On(Today.AddDays(-3));
        await using var payroll = new Payroll().PaysMonthly(Payroll.Payee(1), -3, -1).Pays(early, To(2), To(3).On(Today.AddDays(2)));
        var ids = new HashSet<string>([early.Id, To(2).Id, To(3).On(Today.AddDays(2)).Id], StringComparer.Ordinal);
        var seen = await payroll.DescribeAsync(tonight: ids.Contains);

        Assert.AreEqual(2, seen[early, Feature.UnrelatedGroups]);
        Assert.AreEqual(2, seen[To(2), Feature.UnrelatedGroups]);
    }

    [TestMethod]
    public async Task Other_employers_are_counted_but_not_for_one_person_with_two_jobs()
    {
        var across = new[] { To(1), To(2, "BETA"), To(3, "GAMMA") };
        var jobs = new[] { Payroll.Payee(7) with { Person = "p7" }, Payroll.Payee(7, "BETA") with { Person = "p7", Name = "G. Keiner" } };
        await using var payroll = new Payroll();
        foreach (var payee in across.Concat(jobs)) payroll.PaysMonthly(payee, -4, 0);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(2, seen[across[0], Feature.OtherEmployers]);
        Assert.IsTrue(seen.Facts(across[0]).Hard.HasFlag(HardFacts.SharedAcrossEmployers));
        Assert.AreEqual(0, seen[jobs[0], Feature.OtherEmployers]);
        Assert.AreEqual(0, seen[jobs[0], Feature.UnrelatedGroups]);
        Assert.AreEqual(0, seen[jobs[0], Feature.OtherPersons]);
    }

    [TestMethod]
    [DataRow(180, 1f)]
    [DataRow(181, 0f)]
    public async Task Somebody_paid_there_180_days_ago_still_shares_the_account(int daysAgo, float expected)
    {
        await using var payroll = new Payroll().Pays(To(2).On(Today.AddDays(-daysAgo))).Pays(To(1).On(Today.AddDays(-400)), To(1).On(Today.AddDays(-200)), To(1));
        var seen = await payroll.DescribeAsync();
        Assert.AreEqual(expected, seen[To(1), Feature.UnrelatedGroups]);
        Assert.AreEqual(expected, seen[To(1), Feature.OtherPersons]);
    }

    [TestMethod]
    [DataRow(89, 1f)]
    [DataRow(90, 0f)]
    public async Task Growth_counts_those_who_came_within_ninety_days(int daysAgo, float expected)
    {
        await using var payroll = new Payroll().PaysMonthly(To(1), -12, 0).Pays(To(2).On(Today.AddDays(-daysAgo)), To(2));
        Assert.AreEqual(expected, (await payroll.DescribeAsync())[To(1), Feature.FanInGrowth]);
    }

    [TestMethod]
    public async Task An_account_alone_grows_by_nobody()
    {
        await using var payroll = new Payroll().PaysMonthly(To(1), -1, 0);
        var seen = await payroll.DescribeAsync();
        Assert.AreEqual(0, seen[To(1), Feature.FanInGrowth]);
        Assert.AreEqual(0, seen[To(1), Feature.OtherPersons]);
        Assert.AreEqual(0, seen[To(1), Feature.BatonReuse]);
        Assert.AreEqual(0, seen[To(1), Feature.IdentifierLinks], "nothing delivered is nothing shared");
        Assert.AreEqual(0, seen[To(1), Feature.HolderFanIn]);
    }

    [TestMethod]
    [DataRow(180, 1f)]
    [DataRow(181, 0f)]
    public async Task A_leavers_account_in_a_strangers_hands_is_a_baton_within_180_days(int gap, float expected)
    {
        await using var payroll = new Payroll().Pays(To(1).On(Today.AddDays(-gap - 60)), To(1).On(Today.AddDays(-gap)))
            .Pays(Payroll.Payee(2).On(Today.AddDays(-60)), Payroll.Payee(2).On(Today.AddDays(-30)), To(2));
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen[To(2), Feature.BatonReuse]);
        Assert.AreEqual(expected == 1, seen.Facts(To(2)).Hard.HasFlag(HardFacts.BatonBetweenUnrelated));
    }

    [TestMethod]
    public async Task A_familys_baton_counts_a_third_and_one_that_is_still_held_does_not_count()
    {
        var family = To(2) with { Name = "Klara " + To(1).Name.Split(' ')[1] };
        await using var handed = new Payroll().PaysMonthly(To(1), -8, -3).PaysMonthly(Payroll.Payee(2) with { Name = family.Name }, -4, -1).Pays(family);
        await using var shared = new Payroll().PaysMonthly(To(1), -8, 0).PaysMonthly(Payroll.Payee(2), -4, -1).Pays(To(2));

        Assert.AreEqual(0.3f, (await handed.DescribeAsync())[family, Feature.BatonReuse]);
        Assert.AreEqual(0, (await shared.DescribeAsync())[To(2), Feature.BatonReuse]);
    }

    [TestMethod]
    public async Task Two_kinds_of_identifiers_in_common_link_people_and_one_kind_or_one_family_does_not()
    {
        Payout Ring(int number) => Payroll.Payee(number) with { Address = "Lagerweg 9", Phone = "+49 30 5550" };
        var flatmate = Payroll.Payee(4) with { Address = "Lagerweg 9", Phone = "+49 30 1111" };
        var sibling = Payroll.Payee(5) with { Name = "Irma " + Payroll.Payee(1).Name.Split(' ')[1], Address = "Lagerweg 9", Phone = "+49 30 5550" };
        await using var payroll = new Payroll();
        foreach (var payee in new[] { Ring(1), Ring(2), Ring(3), flatmate, sibling }) payroll.PaysMonthly(payee, -3, 0);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(2, seen[Ring(1), Feature.IdentifierLinks], "two strangers; the sibling is family");
        Assert.AreEqual(3, seen[Ring(2), Feature.IdentifierLinks]);
        Assert.IsTrue(seen.Facts(Ring(1)).Hard.HasFlag(HardFacts.IdentityRing));
        Assert.AreEqual(0, seen[flatmate, Feature.IdentifierLinks]);
    }

    [TestMethod]
    public async Task Two_of_different_names_under_one_roof_with_one_telephone_are_a_couple()
    {
        Payout[] couple = [Payroll.Payee(1) with { Address = "Gartenweg 4", Phone = "+49 30 5550" }, Payroll.Payee(2) with { Address = "Gartenweg 4", Phone = "+49 30 5550" }];
        Payout[] pair = [Payroll.Payee(3) with { Email = "box@example.org", Phone = "+49 30 6660" }, Payroll.Payee(4) with { Email = "box@example.org", Phone = "+49 30 6660" }];
        await using var payroll = new Payroll().Pays(couple).Pays(pair);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[couple[0], Feature.IdentifierLinks]);
        Assert.AreEqual(1, seen[pair[0], Feature.IdentifierLinks], "no address in common");
    }

    [TestMethod]
    public async Task Colleagues_who_moved_into_one_house_over_the_years_are_lodgers_and_a_crew_hired_together_is_a_ring()
    {
        Payout In(int number, string house, int hiredDaysAgo, string? device = null) =>
            Payroll.Payee(number) with { Address = house, Phone = "+49 30 " + house.Length, Hired = Today.AddDays(-hiredDaysAgo), Device = device };
        var lodgers = Enumerable.Range(0, 4).Select(i => In(10 + i, "Am Werk 1", 100 + (400 * i))).ToArray();
        var crew = Enumerable.Range(0, 4).Select(i => In(20 + i, "Parkallee 22", 100 + (30 * i))).ToArray();
        var farm = Enumerable.Range(0, 4).Select(i => In(30 + i, "Seestrasse 333", 100 + (400 * i), "d1")).ToArray();
        await using var payroll = new Payroll().Pays(lodgers).Pays(crew).Pays(farm);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[lodgers[0], Feature.IdentifierLinks]);
        Assert.AreEqual(3, seen[crew[0], Feature.IdentifierLinks]);
        Assert.AreEqual(3, seen[farm[0], Feature.IdentifierLinks], "and one device besides");
    }

    [TestMethod]
    public async Task One_device_at_two_employers_links_people_and_a_shared_desk_does_not()
    {
        var desk = new[] { Payroll.Payee(1) with { Device = "d1" }, Payroll.Payee(2) with { Device = "d1" } };
        var farm = new[] { Payroll.Payee(3) with { Device = "d2" }, Payroll.Payee(4, "BETA") with { Device = "d2" } };
        await using var payroll = new Payroll().Pays(desk).Pays(farm);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[desk[0], Feature.IdentifierLinks]);
        Assert.AreEqual(1, seen[farm[0], Feature.IdentifierLinks]);
    }

    [TestMethod]
    [DataRow("", 0f)]
    [DataRow("hired together", 3f)]
    [DataRow("hired together but for one", 3f)]
    [DataRow("two employers", 1f)]
    [DataRow("one account", 1f)]
    [DataRow("since last month", 3f)]
    public async Task An_offices_device_and_telephone_are_nobodys_ring(string but, float expected)
    {
        Payout At(int i) => Payroll.Payee(10 + i, but == "two employers" && i == 3 ? "BETA" : "ACME") with
        {
            Device = "d1", Phone = "+49 30 9090", Hired = Today.AddDays(-300 - ((but.StartsWith("hired together", StringComparison.Ordinal) && (i < 3 || but == "hired together") ? 30 : 400) * i)),
            Account = but == "one account" && i is 0 or 3 ? "5550007777" : Payroll.Payee(10 + i).Account,
        };
        await using var payroll = new Payroll();
        for (var i = 0; i < 4; i++)
        {
            if (but == "since last month") payroll.PaysMonthly(At(i) with { Device = "own" + i, Phone = null }, -8, -2).PaysMonthly(At(i), -1, 0);
            else payroll.PaysMonthly(At(i), -8, 0);
        }
        Assert.AreEqual(expected, (await payroll.DescribeAsync())[At(0), Feature.IdentifierLinks]);
    }

    [TestMethod]
    [DataRow(12, 11f)]
    [DataRow(13, 0f)]
    public async Task More_than_twelve_at_one_address_and_phone_are_an_office(int people, float expected)
    {
        var house = Enumerable.Range(1, people).Select(number => Payroll.Payee(number) with { Address = "Heimstr. 1", Phone = "+49 30 7777" }).ToArray();
        await using var payroll = new Payroll().Pays(house);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen[house[0], Feature.IdentifierLinks]);
        Assert.AreEqual(expected == 0, seen.Facts(house[0]).Applies.HasFlag(Innocents.EmployerAddress));
    }

    [TestMethod]
    public async Task Pay_of_several_in_one_third_partys_name_counts_and_everybodys_own_name_does_not()
    {
        Payout Collected(int number) => Payroll.Payee(number) with { Holder = "Wolfgang Ohnemus" };
        await using var payroll = new Payroll();
        for (var number = 1; number <= 3; number++) payroll.PaysMonthly(Collected(number), -3, 0);
        payroll.PaysMonthly(Payroll.Payee(4), -3, 0).PaysMonthly(Payroll.Payee(5) with { Holder = Payroll.Payee(5).Name }, -3, 0);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(2, seen[Collected(1), Feature.HolderFanIn]);
        Assert.AreEqual(0, seen[Payroll.Payee(4), Feature.HolderFanIn]);
        Assert.AreEqual(0, seen[Payroll.Payee(5), Feature.HolderFanIn]);
    }

    [TestMethod]
    public async Task A_pooled_account_is_not_assessable_and_missing_everywhere()
    {
        Payout Pooled(int number) => To(number) with { Channel = "platform", Bank = "WISE", BankCountry = "GB" };
        await using var payroll = new Payroll();
        for (var number = 1; number <= 6; number++) payroll.PaysMonthly(Pooled(number), -2, 0);
        var seen = await payroll.DescribeAsync();

        var facts = seen.Facts(Pooled(1));
        Assert.IsTrue(facts.SharingNotAssessable);
        Assert.IsTrue(facts.Applies.HasFlag(Innocents.PooledAccount));
        Assert.AreEqual(HardFacts.None, facts.Hard);
        foreach (var feature in FeatureCatalog.Of(Paysieve.Pipeline.Transfers.Typology.SharedAccount))
        {
            Assert.IsTrue(float.IsNaN(seen[Pooled(1), feature.Id]), feature.Name);
        }
        Assert.IsTrue(float.IsNaN(seen[Pooled(1), Feature.CountryRarity]), "the pool's country is not the payee's");
    }

    [TestMethod]
    [DataRow("Khan Imran", "Khan Poppy", true, -5, true)]
    [DataRow("Khan Imran", "Khan Poppy", false, -5, false)]
    [DataRow("Imran Khan", "Poppy Osei", true, -5, false)]
    public async Task Under_one_roof_the_same_first_word_may_be_a_family_name(string one, string other, bool roof, int since, bool expected)
    {
        Payout Lodger(int number, string name) => To(number) with { Name = name, Address = roof ? "Bergstr 5" : "Bergstr " + number };
        await using var payroll = new Payroll().Peers().PaysMonthly(Lodger(1, one), since, 0).PaysMonthly(Lodger(2, other), -1, 0);
        Assert.AreEqual(expected, (await payroll.DescribeAsync()).Facts(Lodger(1, one)).Applies.HasFlag(Innocents.Household));
    }

    [TestMethod]
    [DataRow(true, true, true, true)]
    [DataRow(true, false, false, true)]
    [DataRow(false, true, false, false)]
    public async Task Two_names_with_one_account_roof_telephone_and_device_who_came_together_are_one_person(bool together, bool device, bool isSecondIdentity, bool unrelated)
    {
        Payout Persona(int number) => To(number) with { Address = "Bergstr 5", Phone = "+49301", Device = device ? "d1" : "d" + number };
        await using var payroll = new Payroll().Peers().PaysMonthly(Persona(1), together ? -4 : -9, 0).PaysMonthly(Persona(2), -3, 0);
        var facts = (await payroll.DescribeAsync()).Facts(Persona(1));

        Assert.AreEqual(isSecondIdentity, facts.Hard.HasFlag(HardFacts.SecondIdentity));
        Assert.AreEqual(!unrelated, facts.Applies.HasFlag(Innocents.Household), "a couple comes one after the other");
    }

    [TestMethod]
    public async Task Who_shares_device_and_roof_but_not_the_account_is_no_second_identity_on_it()
    {
        Payout Persona(int number, string account) => Payroll.Payee(number) with { Account = account, Address = "Bergstr 5", Phone = "+49301", Device = "d1" };
        await using var payroll = new Payroll().Peers().PaysMonthly(Persona(1, Shared), -4, 0).PaysMonthly(Persona(2, "7770000001"), -3, 0).PaysMonthly(To(3), -8, 0);
        Assert.IsFalse((await payroll.DescribeAsync()).Facts(Persona(1, Shared)).Hard.HasFlag(HardFacts.SecondIdentity));
    }

    [TestMethod]
    public async Task An_account_that_most_were_always_paid_to_and_hired_for_long_ago_is_settled_and_a_ring_is_not()
    {
        static Payout At(int number, string account, int hiredMonthsAgo) =>
            Payroll.Payee(number, number % 2 == 0 ? "ACME" : "BETA") with { Account = account, BankCountry = "PT", Holder = "Atlas Staffing", Hired = Today.AddMonths(-hiredMonthsAgo), Employment = "contractor" };
        var (agency, joiner) = (new List<Payout>(), At(5, "7770000001", 1));
        await using var payroll = new Payroll().Pays(joiner);
        for (var number = 1; number <= 4; number++)
        {
            agency.Add(At(number, "7770000001", number == 4 ? 3 : 20 + number));
            payroll.PaysMonthly(agency[^1], number == 4 ? -2 : -7, 0);
            payroll.PaysMonthly(Payroll.Payee(number + 10), -12, -8).PaysMonthly(At(number + 10, "7770000002", 30), -7, 0);
            payroll.PaysMonthly(At(number + 20, "7770000003", 11), -7, 0);
            payroll.PaysMonthly(At(number + 30, "7770000004", 30), -4, 0);
            payroll.PaysMonthly(At(number + 40, "7770000005", number <= 2 ? 30 : 9), number <= 2 ? -7 : -6, 0);
        }
        var seen = await payroll.DescribeAsync();

        foreach (var payee in agency.Append(joiner))
        {
            Assert.IsTrue(seen.Facts(payee).Applies.HasFlag(Innocents.SettledCircle));
            Assert.AreEqual(HardFacts.None, seen.Facts(payee).Hard);
            foreach (var feature in new[] { Feature.UnrelatedGroups, Feature.OtherPersons, Feature.OtherEmployers, Feature.HolderFanIn, Feature.BatonReuse })
                Assert.AreEqual(0, seen[payee, feature], feature.ToString());
            Assert.AreEqual(2, seen[payee, Feature.FanInGrowth], "who joins is counted all the same");
            Assert.IsTrue(float.IsNaN(seen[payee, Feature.CountryRarity]), "the agency's country is not the payee's");
        }
        foreach (var (ring, why) in new[] { (At(11, "7770000002", 30), "paid elsewhere before"), (At(21, "7770000003", 11), "hired within a year"), (At(31, "7770000004", 30), "in use for four months"), (At(41, "7770000005", 30), "no more than half") })
        {
            Assert.IsTrue(seen.Facts(ring).Tested.HasFlag(Innocents.SettledCircle), why);
            Assert.IsFalse(seen.Facts(ring).Applies.HasFlag(Innocents.SettledCircle), why);
            Assert.IsTrue(seen.Facts(ring).Hard.HasFlag(HardFacts.ThreeUnrelatedPeople), why);
            Assert.AreEqual(3, seen[ring, Feature.UnrelatedGroups], why);
        }
    }

    [TestMethod]
    public async Task A_few_who_were_paid_elsewhere_until_they_came_are_no_pool_even_on_a_platform()
    {
        Payout Pooled(int number) => To(number) with { Channel = "platform", Bank = "WISE", BankCountry = "GB" };
        await using var payroll = new Payroll();
        for (var number = 1; number <= 6; number++)
        {
            if (number <= 4) payroll.PaysMonthly(Payroll.Payee(number), -5, -3);
            payroll.PaysMonthly(Pooled(number), -2, 0);
        }
        var seen = await payroll.DescribeAsync();

        Assert.IsFalse(seen.Facts(Pooled(1)).SharingNotAssessable);
        Assert.IsTrue(seen.Facts(Pooled(1)).Hard.HasFlag(HardFacts.ThreeUnrelatedPeople));
    }

    [TestMethod]
    public async Task A_whole_payroll_that_is_turned_to_one_new_account_is_no_pool_for_being_large()
    {
        await using var payroll = new Payroll();
        for (var number = 1; number <= LinkLists.HubSize + 20; number++) payroll.PaysMonthly(Payroll.Payee(number), -4, -1).Pays(number == 2 ? To(number) with { Bank = "WISE" } : To(number));
        var seen = await payroll.DescribeAsync();

        Assert.IsFalse(seen.Facts(To(1)).SharingNotAssessable);
        Assert.IsTrue(seen.Facts(To(1)).Hard.HasFlag(HardFacts.ThreeUnrelatedPeople));
    }

    [TestMethod]
    public async Task A_crowd_that_has_used_one_account_for_long_is_a_pool()
    {
        await using var payroll = new Payroll();
        for (var number = 1; number <= LinkLists.HubSize + 20; number++) payroll.PaysMonthly(To(number), -8, 0);
        Assert.IsTrue((await payroll.DescribeAsync()).Facts(To(1)).SharingNotAssessable);
    }

    [TestMethod]
    public async Task Cheques_share_no_account_whatever_stands_in_the_column()
    {
        Payout Cheque(int number) => To(number) with { Channel = "cheque" };
        await using var payroll = new Payroll().PaysMonthly(To(9), -2, 0);
        for (var number = 1; number <= 6; number++) payroll.PaysMonthly(Cheque(number), -2, 0);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(Cheque(1)).SharingNotAssessable);
        Assert.AreEqual(HardFacts.None, seen.Facts(Cheque(1)).Hard);
        Assert.AreEqual(1, seen.Facts(To(9)).Persons, "those who are paid by cheque are nobody's company");
    }

    [TestMethod]
    public async Task Accounts_in_a_row_are_told_across_employers_and_are_a_bank_day_when_all_were_hired_at_once()
    {
        Payout New(int number, string account, string employer, DateOnly hired) => Payroll.Payee(number, employer) with { Account = account, Bank = "NTSBDEB1", Hired = hired };
        var several = new[] { New(1, "1000005001", "ACME", Payroll.Month(-1)), New(2, "1000005003", "E2", Payroll.Month(-1)), New(3, "1000005004", "E2", Payroll.Month(-1)) };
        var atOnce = new[] { New(4, "1000008001", "ACME", Payroll.Month(-1)), New(5, "1000008002", "ACME", Payroll.Month(-1)), New(6, "1000008004", "ACME", Payroll.Month(-1)) };
        await using var payroll = new Payroll().Peers().Peers(24, "E2").Pays([.. several, .. atOnce]);
        var seen = await payroll.DescribeAsync();

        foreach (var mule in several)
        {
            Assert.AreEqual(2, seen[mule, Feature.SequentialAccounts]);
            Assert.IsTrue(seen.Facts(mule).Hard.HasFlag(HardFacts.AccountRow));
        }
        foreach (var joiner in atOnce)
        {
            Assert.AreEqual(2, seen[joiner, Feature.SequentialAccounts]);
            Assert.IsTrue(seen.Facts(joiner).Applies.HasFlag(Innocents.BankDay));
            Assert.IsFalse(seen.Facts(joiner).Hard.HasFlag(HardFacts.AccountRow));
        }
    }

    [TestMethod]
    [DataRow("", true)]
    [DataRow("hardly anybody else is there", false)]
    [DataRow("one is new here", false)]
    [DataRow("one is another employer's", false)]
    [DataRow("one telephone and device", false)]
    [DataRow("the holder is another", false)]
    public async Task Accounts_in_a_row_of_old_hands_who_come_to_the_house_bank_are_a_bank_day(string but, bool expected)
    {
        const string House = "COBADEFF";
        Payout Old(int number) => Payroll.Payee(number, but.Contains("employer", StringComparison.Ordinal) && number == 2 ? "E2" : "ACME") with { Bank = "INGDDEFF", Phone = Of(number), Device = Of(number) };
        string Of(int number) => "1" + (but.StartsWith("one telephone", StringComparison.Ordinal) && number <= 2 ? 1 : number);
        Payout New(int number) => Old(number) with { Bank = but.StartsWith("hardly", StringComparison.Ordinal) ? "NTSBDEB1" : House, Account = "100000500" + number, Holder = but.StartsWith("the holder", StringComparison.Ordinal) && number == 1 ? "Nadir Osman" : null };
        await using var payroll = new Payroll().Peers().Peers(24, "E2");
        for (var number = 1; number <= 4; number++)
        {
            if (but == "one is new here" && number == 1) payroll.PaysMonthly(New(1), -1, 0);
            else payroll.PaysMonthly(Old(number), -6, -2).PaysMonthly(New(number), -1, 0);
        }
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(1f, seen[New(1), Feature.SequentialAccounts]);
        Assert.AreEqual(expected, seen.Facts(New(1)).Applies.HasFlag(Innocents.BankDay));
    }

    [TestMethod]
    public async Task Many_people_at_an_ordinary_bank_are_no_pool()
    {
        await using var payroll = new Payroll();
        for (var number = 1; number <= 6; number++) payroll.PaysMonthly(To(number), -2, 0);
        var seen = await payroll.DescribeAsync();

        Assert.IsFalse(seen.Facts(To(1)).SharingNotAssessable);
        Assert.AreEqual(5, seen[To(1), Feature.UnrelatedGroups]);
    }

    [TestMethod]
    public async Task Three_new_accounts_in_a_row_at_one_bank_are_told_and_two_or_scattered_ones_are_not()
    {
        Payout New(int number, string account, string employer = "ACME") => Payroll.Payee(number, employer) with { Account = account, Bank = "NTSBDEB1" };
        var row = new[] { New(1, "1000005001"), New(2, "1000005009"), New(3, "1000005019") };
        var pair = new[] { New(4, "1000007001"), New(5, "1000007002") };
        var apart = New(6, "1000005030");
        await using var payroll = new Payroll().Peers().Pays([.. row, .. pair, apart]);
        var seen = await payroll.DescribeAsync();

        foreach (var mule in row) Assert.AreEqual(2, seen[mule, Feature.SequentialAccounts]);
        Assert.AreEqual(0, seen[pair[0], Feature.SequentialAccounts], "two neighbours are chance");
        Assert.AreEqual(0, seen[apart, Feature.SequentialAccounts], "eleven apart");
        Assert.AreEqual(0, seen[Payroll.Payee(100), Feature.SequentialAccounts], "an old account");
    }

    [TestMethod]
    public async Task Whoever_is_hired_onto_an_unrelated_colleagues_account_is_told_and_who_moves_there_or_is_family_is_not()
    {
        Payout Hired(int number, string account, int monthsAgo) => Payroll.Payee(number) with { Account = account, Hired = Payroll.Month(-monthsAgo) };
        var (host, ghost) = (Hired(1, "7770000001", 40), Hired(2, "7770000001", 2));
        var (wife, husband) = (Hired(3, "7770000003", 40), Hired(4, "7770000003", 30));
        var (sister, brother) = (Hired(5, "7770000005", 40) with { Name = "Ada Grimm", Address = "Hof 1" }, Hired(6, "7770000005", 2) with { Name = "Uwe Grimm", Address = "Hof 1" });
        var (one, other) = (Hired(7, "7770000007", 3), Hired(8, "7770000007", 2));
        var wallet = new[] { Hired(9, "0x52908400098527886e0f7030069857d2e4169ee7", 3), Hired(10, "0x52908400098527886e0f7030069857d2e4169ee7", 3) }
            .Select(payee => payee with { Currency = "USDT", Channel = "wallet", Bank = null, BankCountry = null }).ToArray();
        await using var payroll = new Payroll().Peers().PaysMonthly(host, -12, 0).PaysMonthly(ghost, -1, 0)
            .PaysMonthly(wife, -12, 0).PaysMonthly(Payroll.Payee(4), -12, -2).PaysMonthly(husband, -1, 0)
            .PaysMonthly(sister, -12, 0).PaysMonthly(brother, -1, 0).PaysMonthly(one, -2, 0).PaysMonthly(other, -1, 0)
            .PaysMonthly(wallet[0], -2, 0).PaysMonthly(wallet[1], -2, 0);
        var seen = await payroll.DescribeAsync();

        foreach (var payee in new[] { host, ghost, wallet[0], wallet[1] }) Assert.AreEqual(1, seen[payee, Feature.HiredOntoAccount], payee.Employee);
        foreach (var (payee, why) in new[] { (husband, "moved there"), (brother, "family"), (other, "both came lately"), (Payroll.Payee(100), "alone") })
            Assert.AreEqual(0, seen[payee, Feature.HiredOntoAccount], why);
    }

    [TestMethod]
    [DataRow("BETA", true)]
    [DataRow("ACME", false)]
    public async Task Two_who_came_together_to_two_employers_and_to_one_account_were_hired_onto_it(string employer, bool expected)
    {
        var (one, other) = (To(1) with { Hired = Payroll.Month(-2) }, To(2, employer) with { Hired = Payroll.Month(-2) });
        await using var payroll = new Payroll().Peers().Peers(24, "BETA").PaysMonthly(one, -1, 0).PaysMonthly(other, -1, 0);
        var seen = await payroll.DescribeAsync();
        Assert.AreEqual(expected ? 1 : 0, seen[one, Feature.HiredOntoAccount]);
    }

    [TestMethod]
    [DataRow("4000005009", "d1", 0, 1)]
    [DataRow("4000005012", "d1", 0, 0)]
    [DataRow("4000005009", "d2", 0, 0)]
    [DataRow("4000005009", "d1", -4, 0)]
    public async Task One_device_and_two_accounts_that_were_opened_one_after_the_other_join_two_people(string account, string device, int since, int expected)
    {
        Payout New(int number, string to, string on) => Payroll.Payee(number) with { Account = to, Bank = "NTSBDEB1", Device = on };
        await using var payroll = new Payroll().Peers().Pays(New(1, "4000005001", "d1")).PaysMonthly(New(2, account, device), since, 0);
        Assert.AreEqual(expected, (await payroll.DescribeAsync())[New(1, "4000005001", "d1"), Feature.IdentifierLinks]);
    }

    [TestMethod]
    public async Task A_holder_whose_name_cannot_be_compared_with_the_payees_still_counts_who_else_is_paid_in_it()
    {
        Payout In(int number, string name) => Payroll.Payee(number) with { Name = name, Holder = "Wolfgang Ohnemus" };
        await using var payroll = new Payroll().Peers().PaysMonthly(In(1, "Anna Feldmann"), -3, 0).PaysMonthly(In(2, "Bruno Stein"), -3, 0).PaysMonthly(In(3, "张伟"), -3, 0);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(float.IsNaN(seen[In(3, "张伟"), Feature.HolderMismatch]));
        Assert.AreEqual(2, seen[In(3, "张伟"), Feature.HolderFanIn]);
    }

    [TestMethod]
    [DataRow("", true)]
    [DataRow("an employee among them", false)]
    [DataRow("hired together", false)]
    [DataRow("one telephone", false)]
    [DataRow("another holder", false)]
    [DataRow("two employers", false)]
    [DataRow("three of them", false)]
    [DataRow("three hired together", false)]
    [DataRow("three together whose papers say otherwise", false)]
    [DataRow("two together", true)]
    [DataRow("within a quarter", true)]
    [DataRow("within a quarter, no contact known", false)]
    [DataRow("no contact known", true)]
    [DataRow("no contact known, two together", false)]
    public async Task Contractors_who_come_one_after_the_other_to_one_companys_account_are_an_agencys_and_a_ring_is_not(string but, bool expected)
    {
        var sent = Enumerable.Range(1, but == "three of them" ? 3 : 4).Select(number => Payroll.Payee(number, but == "two employers" && number == 1 ? "BETA" : "ACME") with
        {
            Account = "7770000001", Holder = but == "another holder" && number == 1 ? "Nadir Osman" : "Atlas Staffing",
            Employment = but == "an employee among them" && number == 1 ? "employee" : "contractor",
            Hired = Payroll.Month(but == "hired together" ? -3 : -2 * number), Phone = but.Contains("no contact", StringComparison.Ordinal) ? null : but == "one telephone" && number <= 2 ? "+49301" : "+4930" + number,
        }).ToArray();
        await using var payroll = new Payroll().Peers();
        for (var i = 0; i < sent.Length; i++)
        {
            var first = but switch { "hired together" => -2, "three hired together" => i < 3 ? -1 : -6, "three together whose papers say otherwise" => i < 3 ? 0 : -6, "within a quarter" or "within a quarter, no contact known" => -i, "two together" or "no contact known, two together" => -2 * Math.Max(1, i), _ => -2 * i };
            payroll.PaysMonthly(but == "three hired together" && i < 3 ? sent[i] with { Hired = Payroll.Month(-2).AddDays(i) } : sent[i], first, 0);
        }
        var facts = (await payroll.DescribeAsync()).Facts(sent[^1]);

        Assert.AreEqual(expected, facts.Applies.HasFlag(Innocents.SettledCircle), but);
        Assert.AreEqual(!expected, facts.Hard.HasFlag(HardFacts.ThreeUnrelatedPeople), but);
    }

    [TestMethod]
    [DataRow(12, true, true)]
    [DataRow(11, true, false)]
    [DataRow(12, false, false)]
    public async Task A_dozen_of_old_hands_on_one_account_are_no_ring_where_the_payroll_begins_with_them(int people, bool begins, bool expected)
    {
        await using var payroll = new Payroll().Peers(employer: begins ? "BETA" : "ACME").PaysMonthly(Payroll.Payee(90), -3, 0);
        for (var number = 1; number <= people; number++) payroll.PaysMonthly(To(number) with { Hired = Payroll.Month(-20 - number) }, -3, 0);
        Assert.AreEqual(expected, (await payroll.DescribeAsync()).Facts(To(1)).Applies.HasFlag(Innocents.SettledCircle));
    }

    [TestMethod]
    public async Task A_row_of_one_employers_new_hires_is_a_hard_fact_only_when_more_connects_them()
    {
        Payout New(int number, string account, string? phone, string? device) =>
            Payroll.Payee(number) with { Account = account, Bank = "NTSBDEB1", Hired = Payroll.Month(-1).AddDays(number), Phone = phone, Device = device };
        var site = new[] { New(1, "1000005001", "+491", "d1"), New(2, "1000005003", "+492", "d2"), New(3, "1000005004", "+493", "d3") };
        var farm = new[] { New(4, "1000008001", "+499", "d9"), New(5, "1000008003", "+499", "d9"), New(6, "1000008004", "+496", "d6") };
        await using var payroll = new Payroll().Peers().Pays([.. site, .. farm]);
        var seen = await payroll.DescribeAsync();

        foreach (var joiner in site)
        {
            Assert.AreEqual(2, seen[joiner, Feature.SequentialAccounts]);
            Assert.IsFalse(seen.Facts(joiner).Hard.HasFlag(HardFacts.AccountRow));
        }
        Assert.IsTrue(seen.Facts(farm[0]).Hard.HasFlag(HardFacts.AccountRow));
    }

    [TestMethod]
    [DataRow("{1}, {0}")]
    [DataRow("{0} {1}")]
    [DataRow("{2} {0}")]
    public async Task A_family_is_known_by_its_name_and_not_by_a_given_one_however_names_are_written(string form)
    {
        Payout Named(int number, string given, string family) => To(number) with
        {
            Name = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, given, family, family.ToUpperInvariant()), Hired = Payroll.Month(-20),
        };
        var (julia, emil) = (Named(1, "Julia", "Winter"), Named(2, "Emil", "Winter"));
        var personas = new[] { Named(3, "Julia", "Rojas"), Named(4, "Julia", "Moreno") }.Select(each => each with { Account = "77700000" + each.Employee, Phone = "+491", Device = "d1" }).ToArray();
        await using var payroll = new Payroll().Peers().PaysMonthly(julia, -3, 0).PaysMonthly(emil, -3, 0).PaysMonthly(personas[0], -3, 0).PaysMonthly(personas[1], -3, 0);
        var seen = await payroll.DescribeAsync();

        Assert.IsTrue(seen.Facts(julia).Applies.HasFlag(Innocents.Household), "one family name and long here");
        Assert.AreEqual(1, seen[personas[0], Feature.IdentifierLinks], "a given name in common is no family");
    }
}
