// What is paid beside the regular pay: extras in a row, accounts of their own, parts that grow, salaries that jump.
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Features;

[TestClass]
public sealed class ExtrasFeatureTests
{
    private static Payout Anna => Payroll.Payee(1);

    private static Payout Extra(int amount = 2000, string type = "off_cycle") => Anna with { PayType = type, Amount = amount, Split = 2 };

    [TestMethod]
    [DataRow(3, 2000, "off_cycle", false, true)]
    [DataRow(3, 2000, "expense", false, true)]
    [DataRow(1, 2000, "off_cycle", false, false)]
    [DataRow(3, 300, "off_cycle", false, false)]
    [DataRow(3, 2000, "bonus", true, false)]
    [DataRow(2, 2000, "off_cycle", false, true)]
    [DataRow(3, 2000, "bonus", false, true)]
    [DataRow(2, 2000, "bonus", false, false)]
    public async Task Extras_pay_date_after_pay_date_are_a_series_where_hardly_anybody_gets_one(int dates, int amount, string type, bool others, bool expected)
    {
        await using var payroll = new Payroll().Peers(40).PaysMonthly(Anna, -8, 0).PaysMonthly(Extra(amount, type), 1 - dates, 0);
        for (var number = 100; others && number < 110; number++) payroll.PaysMonthly(Payroll.Payee(number) with { PayType = type, Split = 2 }, -12, 0);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen[Extra(amount, type), Feature.ExtraSeries] > 0);
        Assert.AreEqual(0, seen[Anna, Feature.ExtraSeries], "the regular pay is no extra");
    }

    [TestMethod]
    public async Task A_series_grows_with_its_dates_and_ends_with_a_gap()
    {
        await using var payroll = new Payroll().Peers(40).PaysMonthly(Anna, -8, 0).PaysMonthly(Extra(), -7, -5).PaysMonthly(Extra(), -1, 0);
        var seen = await payroll.DescribeAsync();
        float At(int month) => seen[Extra().On(Payroll.Month(month)), Feature.ExtraSeries];

        Assert.AreEqual(0, At(-7), "the first two pay dates have no past");
        Assert.IsGreaterThan(0, At(-5));
        Assert.AreEqual(0, At(-1), "four months later it begins anew");
        Assert.IsGreaterThan(0, At(0));
    }

    [TestMethod]
    [DataRow("", true)]
    [DataRow("the usual account", false)]
    [DataRow("small", false)]
    [DataRow("the pay moves there too", false)]
    [DataRow("a first pay", false)]
    public async Task An_extra_to_an_account_that_takes_no_regular_pay_stands_out(string but, bool expected)
    {
        var elsewhere = Extra(but == "small" ? 200 : 2000, "expense") with { Account = but == "the usual account" ? Anna.Account : "7770000001" };
        await using var payroll = new Payroll().Peers(40);
        if (but != "a first pay") payroll.PaysMonthly(Anna, -8, -1);
        payroll.Pays(but == "the pay moves there too" ? Anna with { Account = "7770000001" } : Anna, elsewhere);
        Assert.AreEqual(expected, (await payroll.DescribeAsync())[elsewhere, Feature.SideAccount] > 0);
    }

    [TestMethod]
    [DataRow(new[] { 300, 600, 1000, 1500 }, false, 2)]
    [DataRow(new[] { 300, 600, 1000 }, false, 1)]
    [DataRow(new[] { 300, 600, 600, 600 }, false, 0)]
    [DataRow(new[] { 300, 600, 1000, 1500 }, true, 0)]
    public async Task A_part_that_grows_at_the_cost_of_the_rest_is_counted_by_its_steps(int[] parts, bool paidMore, int expected)
    {
        Payout Part(int amount) => Anna with { Account = "7770000001", Split = 2, Amount = amount };
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna, -8, -parts.Length);
        for (var i = 0; i < parts.Length; i++)
        {
            var day = Payroll.Month(i + 1 - parts.Length);
            // A raise of the whole pay takes nothing from the rest.
            payroll.Pays(Anna.On(day) with { Split = 1, Amount = paidMore ? 3000 : 3000 - parts[i] }, Part(parts[i]).On(day));
        }
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(expected, seen[Part(parts[^1]), Feature.GrowingPart]);
        Assert.AreEqual(0, seen[Anna with { Split = 1 }, Feature.GrowingPart], "the account that shrinks grows nothing");
        Assert.IsFalse(seen.Facts(Part(parts[^1])).Applies.HasFlag(Innocents.SavingsSplit));
    }

    [TestMethod]
    public async Task A_part_in_another_money_grows_by_what_it_was_in_its_own_whichever_payout_comes_first()
    {
        Payout Rest(int yen) => Anna with { Split = 1, Amount = yen, Currency = "JPY", Contract = "JPY" };
        Payout Part(int euros) => Anna with { Account = "7770000001", Split = 2, Amount = euros, Contract = "JPY" };
        (int Yen, int Euros)[] months = [(430_000, 300), (370_000, 650), (300_000, 1000), (230_000, 1400), (150_000, 1850), (60_000, 2400)];
        await using var payroll = new Payroll().Peers().PaysMonthly(Rest(480_000), -8, -months.Length);
        for (var i = 0; i < months.Length; i++) payroll.Pays(Rest(months[i].Yen).On(Payroll.Month(i + 1 - months.Length)), Part(months[i].Euros).On(Payroll.Month(i + 1 - months.Length)));

        Assert.AreEqual(4, (await payroll.DescribeAsync())[Part(2400), Feature.GrowingPart]);
    }

    [TestMethod]
    [DataRow("", 4800, true)]
    [DataRow("", 3600, false)]
    [DataRow("contractor", 4800, false)]
    [DataRow("varies", 4800, false)]
    [DataRow("bonus", 4800, false)]
    public async Task A_salary_that_was_always_the_same_and_jumps_is_told(string but, int amount, bool expected)
    {
        var anna = Anna with { Employment = but == "contractor" ? "contractor" : "employee" };
        var jump = anna with { Amount = amount, PayType = but == "bonus" ? "bonus" : "regular" };
        await using var payroll = new Payroll().Peers();
        for (var month = -6; month < 0; month++) payroll.Pays(anna.On(Payroll.Month(month)) with { Amount = but == "varies" && month % 2 == 0 ? 3400 : 3000 });
        Assert.AreEqual(expected, (await payroll.Pays(jump).DescribeAsync())[jump, Feature.SalaryJump] > 0);
    }

    [TestMethod]
    [DataRow(3, 3000, false)]
    [DataRow(3, 3290, false)]
    [DataRow(3, 3600, true)]
    [DataRow(2, 3000, true)]
    public async Task Who_is_back_at_the_pay_of_before_leave_has_no_jump(int monthsHeld, int amount, bool expected)
    {
        var back = Anna with { Amount = amount };
        await using var payroll = new Payroll().Peers().PaysMonthly(Anna with { Amount = 3000 }, -6 - monthsHeld, -7).PaysMonthly(Anna with { Amount = 1100 }, -6, -1);
        var seen = await payroll.Pays(back).DescribeAsync();

        Assert.AreEqual(expected, seen[back, Feature.SalaryJump] > 0);
        Assert.AreEqual(expected, seen[back, Feature.AmountJump] > 0);
    }

    [TestMethod]
    [DataRow("off_cycle", false)]
    [DataRow("regular", true)]
    public async Task What_is_paid_beside_the_salary_is_no_jump_of_it(string payType, bool expected)
    {
        await using var payroll = new Payroll().Peers().PaysMonthly(Payroll.Payee(1), -8, 0);
        var beside = Payroll.Payee(1) with { PayType = payType, Split = 2, Amount = 2950 };
        var seen = await payroll.Pays(beside).DescribeAsync();

        Assert.AreEqual(expected, seen[Payroll.Payee(1), Feature.SalaryJump] > 0);
        Assert.AreEqual(expected, seen[Payroll.Payee(1), Feature.AmountJump] > 0);
    }

    [TestMethod]
    public async Task Who_was_paid_once_and_again_after_half_a_year_to_another_account_was_woken()
    {
        var woken = Anna with { Account = "7770000001" };
        await using var payroll = new Payroll().Peers().Pays(Anna.On(Payroll.Month(-7)), woken, Payroll.Payee(2).On(Payroll.Month(-7)), Payroll.Payee(2));
        var seen = await payroll.DescribeAsync();

        Assert.IsGreaterThan(1, seen[woken, Feature.IdleBefore]);
        Assert.IsTrue(float.IsNaN(seen[Payroll.Payee(2), Feature.IdleBefore]), "back from leave to the old account");
    }
}
