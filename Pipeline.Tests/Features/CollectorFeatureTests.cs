// Accounts that collect dues, instalments and court orders, told from those of a ring that takes parts of its members' pay.
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Features;

[TestClass]
public sealed class CollectorFeatureTests
{
    private const string Shared = "8880001112";

    [TestMethod]
    public async Task Who_takes_small_parts_of_many_pays_collects_deductions_and_who_takes_whole_ones_does_not()
    {
        Payout Part(int number, string account, string holder = "State Disbursement Unit") => Payroll.Payee(number, number % 2 == 0 ? "ACME" : "BETA") with { Account = account, Holder = holder, Amount = 400, Split = 2 };
        Payout Rest(int number) => Payroll.Payee(number, number % 2 == 0 ? "ACME" : "BETA") with { Amount = 2000, Split = 1 };
        Payout Whole(int number) => Part(number, "7770000001", "Wolfgang Ohnemus");
        await using var payroll = new Payroll();
        for (var number = 1; number <= 3; number++)
        {
            payroll.PaysMonthly(Rest(number), -6, 0).PaysMonthly(Part(number, Shared), -6, 0).PaysMonthly(Whole(number + 10), -6, 0);
            payroll.PaysMonthly(Rest(number + 20), -6, 0).PaysMonthly(Part(number + 20, "7770000002", "Loan Servicing"), -2, 0);
            payroll.PaysMonthly(Rest(number + 30), -6, 0).PaysMonthly(Part(number + 30, "7770000003", Payroll.Payee(number + 30).Name), -6, 0);
        }
        var seen = await payroll.DescribeAsync();

        var court = Part(1, Shared);
        Assert.IsTrue(seen.Facts(court).Applies.HasFlag(Innocents.Deduction));
        Assert.AreEqual(HardFacts.None, seen.Facts(court).Hard);
        foreach (var feature in new[] { Feature.UnrelatedGroups, Feature.OtherPersons, Feature.OtherEmployers, Feature.FanInGrowth, Feature.HolderFanIn, Feature.BatonReuse })
            Assert.AreEqual(0, seen[court, feature], feature.ToString());
        foreach (var (other, why) in new[] { (Whole(11), "whole pays"), (Part(21, "7770000002", "Loan Servicing"), "in use for two months"), (Part(31, "7770000003", Payroll.Payee(31).Name), "in the payees' own names") })
        {
            Assert.IsFalse(seen.Facts(other).Applies.HasFlag(Innocents.Deduction), why);
            Assert.IsTrue(seen.Facts(other).Hard.HasFlag(HardFacts.ThreeUnrelatedPeople), why);
        }
    }

    [TestMethod]
    [DataRow("dues", 2, 150, null, null, true)]
    [DataRow("more than dues", 2, 600, null, null, false)]
    [DataRow("an import's", 3, 600, "import", null, true)]
    [DataRow("a user's", 3, 600, "u.clerk", null, false)]
    [DataRow("an import's, half the pay", 3, 1400, "import", null, false)]
    [DataRow("the bank knows the lender", 3, 600, null, "match", true)]
    public async Task Dues_and_parts_that_are_arranged_are_deductions_from_the_first_on(string what, int people, int part, string? by, string? check, bool expected)
    {
        Payout Part(int number) => Payroll.Payee(number) with { Account = Shared, Split = 2, Amount = part, ChangedBy = by, Check = check, Holder = check is null ? null : "Early Wage Client Account" };
        await using var payroll = new Payroll().Peers();
        for (var number = 1; number <= people; number++) payroll.PaysMonthly(Payroll.Payee(number), -6, -1).Pays(Payroll.Payee(number) with { Split = 1, Amount = 3000 - part }, Part(number));
        Assert.AreEqual(expected, (await payroll.DescribeAsync()).Facts(Part(1)).Applies.HasFlag(Innocents.Deduction), what);
    }

    [TestMethod]
    [DataRow("", true)]
    [DataRow("one hand", false)]
    [DataRow("an office's, two who approved", true)]
    [DataRow("an office's, one who approved", false)]
    [DataRow("a payee's hand among them", false)]
    [DataRow("two of four by unknown hands", false)]
    [DataRow("half the pay", false)]
    [DataRow("of late", false)]
    [DataRow("the bank was asked for the payee", false)]
    [DataRow("holders are named here", false)]
    public async Task Thirds_that_several_of_the_employers_hands_sent_for_long_to_nobodys_name_are_deductions(string but, bool expected)
    {
        var isOffice = but.StartsWith("an office's", StringComparison.Ordinal);
        Payout Part(int number) => Payroll.Payee(number) with
        {
            Account = Shared,
            Split = 2,
            Amount = but == "half the pay" ? 1400 : 900,
            ChangedBy = (but, number) switch
            {
                ("one hand", _) => "u.clerk1",
                ("a payee's hand among them", 3) => "employee",
                ("two of four by unknown hands", > 2) => null,
                (not "a payee's hand among them", 4) => null,
                _ => isOffice ? "hr" : "u.clerk" + number,
            },
            ApprovedBy = isOffice && number < 4 ? "u.chief" + (but.EndsWith("two who approved", StringComparison.Ordinal) ? number : 1) : null,
            Check = but == "the bank was asked for the payee" ? "close" : null,
        };
        await using var payroll = new Payroll().Peers(24, "ACME", (peer, i) => but == "holders are named here" && i == 0 ? peer with { Holder = "Early Wage Client Account" } : peer);
        for (var number = 1; number <= 4; number++)
        {
            var part = Part(number);
            payroll.PaysMonthly(Payroll.Payee(number) with { Split = 1, Amount = 3000 - part.Amount }, -6, 0).PaysMonthly(part, but == "of late" ? -5 : -6, 0);
        }
        Assert.AreEqual(expected, (await payroll.DescribeAsync()).Facts(Part(1)).Applies.HasFlag(Innocents.Deduction));
    }

    [TestMethod]
    [DataRow("", true)]
    [DataRow("four people", false)]
    [DataRow("whole pays", false)]
    [DataRow("two months", false)]
    [DataRow("another name on the account", false)]
    [DataRow("turned there by the payees", false)]
    public async Task Whose_name_takes_parts_of_many_pays_collects_also_where_an_account_has_one_payee_or_two(string but, bool expected)
    {
        // A court has an account in every town: two people's, two people's and one's.
        Payout Part(int number) => Payroll.Payee(number) with
        {
            Account = "888000000" + ((number + 1) / 2),
            Holder = but == "another name on the account" && number == 2 ? "Wolfgang Ohnemus" : "Court Collections Office",
            Split = 2,
            Amount = but == "whole pays" ? 3000 : 600,
            ChangedBy = but == "turned there by the payees" ? "employee" : null,
        };
        var people = but == "four people" ? 4 : 5;
        await using var payroll = new Payroll().Peers();
        for (var number = 1; number <= people; number++)
        {
            payroll.PaysMonthly(Part(number), but == "two months" ? -1 : -3, 0);
            if (but != "whole pays") payroll.PaysMonthly(Payroll.Payee(number) with { Split = 1, Amount = 2400 }, -6, 0);
        }
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen.Facts(Part(1)).Applies.HasFlag(Innocents.Deduction), "two people's account");
        Assert.AreEqual(expected, seen[Part(1), Feature.UnrelatedGroups] == 0);
        if (people < 5 || but == "another name on the account") return;
        Assert.AreEqual(expected, seen.Facts(Part(5)).Applies.HasFlag(Innocents.Deduction), "one's account");
        Assert.AreEqual(expected, seen[Part(5), Feature.HolderFanIn] == 0);
    }
}
