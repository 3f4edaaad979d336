// What a payout looked like on its pay day must not depend on what came later, on the order of rows or files, or on why it is described.
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Features;

[TestClass]
public sealed class PointInTimeTests
{
    private static readonly DateOnly Today = Payroll.Today;

    /// <summary>A bit of everything: ordinary people, moves, shared accounts, other currencies, jumps, leavers; drawn from a seed.</summary>
    private static List<Payout> Colourful(int seed, int employees = 40)
    {
        var random = new Random(seed);
        var payouts = new List<Payout>();
        string[] banks = ["COBADEFF", "DEUTDEFF", "GENODEFF", "NTSBDEB1", "WISE"];
        string[] currencies = ["EUR", "EUR", "EUR", "EUR", "USD", "GBP"];
        for (var number = 0; number < employees; number++)
        {
            var payee = Payroll.Payee(number, number % 3 == 0 ? "BETA" : "ACME") with { Bank = banks[number % banks.Length], Address = "Weg " + (number % 25), Device = "d" + (number % 30) };
            var account = 0;
            for (var month = -8; month <= 0; month++)
            {
                if (number % 9 == 4 && month > -3) break;
                if (random.Next(10) == 0)
                {
                    account++;
                    payee = payee with
                    {
                        Account = random.Next(3) == 0 ? "888000" + random.Next(3) : "66600" + number + "0" + account,
                        Bank = banks[random.Next(banks.Length)],
                        Changed = Payroll.Month(month).AddDays(-random.Next(1, 30)),
                        ChangedBy = "u" + random.Next(3),
                        ApprovedBy = "u" + random.Next(3),
                        Holder = random.Next(4) == 0 ? "Wolfgang Ohnemus" : null,
                    };
                }
                var day = Payroll.Month(month).AddDays(-random.Next(3));
                var amount = 2000 + (random.Next(12) == 0 ? 4000 : random.Next(100));
                payouts.Add(payee with { Day = day, Amount = amount, Currency = currencies[random.Next(currencies.Length)], Login = random.Next(6) == 0 ? "LA" : "DE" });
            }
        }
        return payouts;
    }

    [TestMethod]
    [DataRow(11)]
    [DataRow(12)]
    public async Task Rows_appended_later_change_no_earlier_vector(int seed)
    {
        var all = Colourful(seed);
        var cut = Payroll.Month(-3);
        await using var before = new Payroll().Pays(all.Where(payout => payout.Day <= cut));
        await using var after = new Payroll().Pays(all);

        var early = await before.DescribeAsync();
        var unhidden = await after.DescribeAsync();
        var hidden = await after.DescribeAsync(lastPayDay: cut);

        Assert.IsGreaterThan(150, early.Ids.Count());
        CollectionAssert.AreEqual(early.Ids.ToArray(), hidden.Ids.ToArray(), $"seed {seed}");
        foreach (var id in early.Ids)
        {
            Assert.AreEqual(early.Fingerprint(id), unhidden.Fingerprint(id), $"seed {seed}, {id}: leaks from the future");
            Assert.AreEqual(early.Fingerprint(id), hidden.Fingerprint(id), $"seed {seed}, {id}: hidden rows show");
        }
        // Every day once as the last one: what leaks from the next day shows nowhere else.
        foreach (var day in all.Select(payout => payout.Day).Distinct())
        {
            var until = await after.DescribeAsync(lastPayDay: day);
            foreach (var id in until.Ids) Assert.AreEqual(until.Fingerprint(id), unhidden.Fingerprint(id), $"seed {seed}, {id}: leaks from after {day:O}");
        }
    }

    [TestMethod]
    public async Task Who_comes_to_the_account_next_is_not_seen_today()
    {
        var stranger = Payroll.Payee(2) with { Account = Payroll.Payee(1).Account, Phone = "+49 30 5550", Email = "box@example.org" };
        var payee = Payroll.Payee(1) with { Phone = "+49 30 5550", Email = "box@example.org" };
        await using var payroll = new Payroll().PaysMonthly(payee, -6, 0).Pays(stranger);
        var seen = await payroll.DescribeAsync();

        var before = payee.On(Payroll.Month(-1));
        Assert.AreEqual(0, seen[before, Feature.OtherPersons]);
        Assert.AreEqual(0, seen[before, Feature.IdentifierLinks]);
        Assert.AreEqual(1, seen[payee, Feature.IdentifierLinks]);
    }

    [TestMethod]
    [DataRow(21)]
    [DataRow(22)]
    public async Task Row_order_and_file_split_change_no_vector(int seed)
    {
        var all = Colourful(seed);
        await using var one = new Payroll().Pays(all);
        await using var many = new Payroll();
        var shuffled = all.ToArray();
        new Random(seed).Shuffle(shuffled);
        foreach (var chunk in shuffled.Chunk(97))
        {
            many.Pays(chunk);
            await many.IngestAsync();
        }

        var straight = await one.DescribeAsync();
        var mixed = await many.DescribeAsync();

        CollectionAssert.AreEqual(straight.Ids.ToArray(), mixed.Ids.ToArray());
        foreach (var id in straight.Ids) Assert.AreEqual(straight.Fingerprint(id), mixed.Fingerprint(id), $"seed {seed}, {id}");
    }

    [TestMethod]
    [DataRow(31)]
    public async Task Training_and_scoring_see_the_same_payout(int seed)
    {
        // One pay date tonight, so that arriving together and being paid together is the same thing.
        var all = Colourful(seed).ConvertAll(payout => payout with { Day = payout.Day > Payroll.Month(-1) ? Today : payout.Day });
        var tonight = all.Where(payout => payout.Day == Today).Select(payout => payout.Id).ToHashSet(StringComparer.Ordinal);
        await using var payroll = new Payroll().Pays(all);

        var training = await payroll.DescribeAsync();
        var scoring = await payroll.DescribeAsync(tonight: tonight.Contains);

        Assert.IsGreaterThan(30, tonight.Count);
        foreach (var id in training.Ids) Assert.AreEqual(training.Fingerprint(id), scoring.Fingerprint(id), $"seed {seed}, {id}");
    }

    [TestMethod]
    public async Task Adjustments_leave_no_trace()
    {
        var all = Colourful(41);
        await using var without = new Payroll().Pays(all);
        await using var with = new Payroll().Pays(all)
            .Pays(all.Where((_, i) => i % 7 == 0).Select(payout => payout with { Id = "adjust-" + payout.Id, Amount = Adjusted(payout), Account = "1231231234", Currency = "JPY" }));

        var plain = await without.DescribeAsync();
        var adjusted = await with.DescribeAsync();

        foreach (var id in plain.Ids) Assert.AreEqual(plain.Fingerprint(id), adjusted.Fingerprint(id), id);

        static decimal Adjusted(Payout payout) => payout.Amount > 2050 ? 0 : -payout.Amount;
    }

    [TestMethod]
    public async Task An_amendment_replaces_what_it_amends()
    {
        var payee = Payroll.Payee(1);
        await using var payroll = new Payroll().PaysMonthly(payee, -6, -2).Pays(payee.On(Payroll.Month(-1)) with { Id = "X", Account = "5550001112" });
        await payroll.IngestAsync();
        payroll.Pays(payee.On(Payroll.Month(-1)) with { Id = "X" }).Pays(payee);
        var seen = await payroll.DescribeAsync();

        Assert.AreEqual(0, seen[payee, Feature.AccountChanges], "the wrong account was never paid");
        Assert.AreEqual(0, seen[payee, Feature.AccountNew]);
    }
}
