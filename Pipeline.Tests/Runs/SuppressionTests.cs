// A suppression in a house: what it keeps back and says so, what it lets through, and what ends it without anybody's doing.
using Paysieve.Pipeline.Audit.Packs;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Runs.Replaying;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Tests.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class SuppressionTests
{
    private const string Code = "S1_THREE_UNRELATED";
    private const string Shared = "8880001112";

    private static readonly Payout[] Staff = [.. Enumerable.Range(100, 20).Select(number => Payroll.Payee(number))];
    private static readonly Payout[] Sharers = [.. Enumerable.Range(1, 3).Select(number => Payroll.Payee(number) with { Account = Shared })];

    private static House _house = null!;
    private static string _id = null!;

    /// <summary>Hard facts alone, so that the reasons can be told beforehand: three strangers on one account, and a suppression for the first of them.</summary>
    [ClassInitialize]
    public static async Task ApproveOne(TestContext context)
    {
        _house = new House();
        _house.Settings = _house.Settings with { Detection = new() { UseModels = false }, Alerting = new() { ReviewsPerNight = 2 } };
        var night = await _house.NightAsync([_house.Export([.. Staff, .. Sharers])], [_house.Export(Staff.Select(payee => payee.On(Payroll.Month(-1))))]);
        var flag = await FlagAsync(_house, night, Sharers[0]);
        var until = DateOnly.FromDateTime(_house.Now.UtcDateTime).AddDays(200);
        var proposed = await _house.AskAsync(workspace => SuppressionDesk.ProposeAsync(workspace, new SuppressionRequest(flag.FlagId[..10], Code, until, "a family firm", "r.first"), default));
        _id = proposed.SuppressionId;
        _house.Now = _house.Now.AddHours(1);
        await _house.AskAsync(workspace => SuppressionDesk.ApproveAsync(workspace, _id[..8], "r.second", default));
        _house.Now = _house.Now.AddDays(27);
    }

    [ClassCleanup]
    public static void Remove() => _house.Dispose();

    [TestMethod]
    public async Task The_flag_is_kept_back_with_a_statement_takes_no_place_in_the_budget_and_is_in_every_file()
    {
        using var house = House.CopyOf(_house);
        house.Now = _house.Now;
        var night = await house.NightAsync([house.Export(Staff.Concat(Sharers).Select(payee => payee.On(Payroll.Month(1))))]);
        var kept = await FlagAsync(house, night, Sharers[0].On(Payroll.Month(1)));

        Assert.IsTrue(kept.HeldBack);
        StringAssert.Contains(kept.Explanation.Suppression!.Sentence, _id[..12]);
        foreach (var other in Sharers[1..]) Assert.IsFalse((await FlagAsync(house, night, other.On(Payroll.Month(1)))).HeldBack, "two places are for the two others");
        Assert.AreEqual((1, 1), (night.FlagsHeldBack, night.FlagsSuppressed));
        StringAssert.Contains(File.ReadAllText(Path.Combine(night.ReportFolder, "report.html")), "suppression " + _id[..12]);
        StringAssert.Contains(File.ReadAllText(Path.Combine(night.ReportFolder, "flags.csv")), _id);
        var replayed = await house.AskAsync(workspace => Replay.ExecuteAsync(workspace, null, night.RunId, default));
        Assert.AreEqual(ReplayVerdict.Identical, replayed.Verdict);

        var period = new PackFilter(new DateOnly(2026, 2, 1), new DateOnly(2026, 3, 31), PackRoles.Auditor);
        await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, period, house.At("pack"), default));
        StringAssert.Contains(File.ReadAllText(house.At("pack/alerts.jsonl")), $"\"suppression_id\":\"{_id}\"");
        StringAssert.Contains(File.ReadAllText(house.At("pack/suppressions.jsonl")), "\"status\":\"in_force\"");
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
    }

    [TestMethod]
    public async Task Another_reason_on_top_raises_the_flag_as_ever()
    {
        using var house = House.CopyOf(_house);
        house.Now = _house.Now;
        var day = Payroll.Month(1);
        house.Settings = house.Settings with { Alerting = new() { ReviewsPerNight = 9 } };
        // Paid twice after the exit.
        var left = Sharers[0].On(day) with { Left = Payroll.Month(0).AddDays(-20) };
        var night = await house.NightAsync([house.Export([.. Staff.Select(payee => payee.On(day)), left, .. Sharers[1..].Select(payee => payee.On(day))])]);
        var flags = (await house.FlagsAsync(night.RunId)).Select(stored => stored.Flag).Where(flag => flag.TransferId == left.Id).ToArray();

        Assert.IsFalse(flags.Single(flag => flag.Typology == Typology.PayoutRouting).HeldBack, "pay after exit was never found innocent");
        Assert.IsTrue(flags.Single(flag => flag.Typology == Typology.SharedAccount).HeldBack);
    }

    [TestMethod]
    [DataRow("account", "another account")]
    [DataRow("birth", "birth date")]
    [DataRow("model", "model")]
    public async Task It_lapses_by_itself_and_the_flag_comes_back(string change, string why)
    {
        using var house = House.CopyOf(_house);
        house.Now = _house.Now;
        var day = Payroll.Month(1);
        var payouts = Sharers.Select(payee => payee.On(day)).ToArray();
        if (change == "account") payouts = [.. payouts.Select(payout => payout with { Account = "9990001113" })];
        if (change == "birth") payouts[0] = payouts[0] with { Residence = "AT" };
        if (change == "model")
        {
            house.Settings = house.Settings with { Detection = house.Settings.Detection with { Seed = 9 } };
            var trained = await house.AskAsync(workspace => TrainRun.ExecuteAsync(workspace, false, default));
            await house.AskAsync(workspace => Pipeline.Runs.Lifecycle.PromotionDesk.PromoteAsync(workspace, trained.BundleId, new(null, null), force: true, "a test", default));
        }
        var night = await house.NightAsync([house.Export([.. Staff.Select(payee => payee.On(day)), .. payouts])]);

        Assert.IsNull((await FlagAsync(house, night, payouts[0])).Explanation.Suppression);
        var ended = (await house.AskAsync(workspace => SuppressionDesk.ListAsync(workspace, all: true, default))).Single();
        Assert.AreEqual("lapsed", ended.Status);
        StringAssert.Contains(ended.Suppression.EndedWhy!, why);
        StringAssert.Contains(File.ReadAllText(Path.Combine(night.ReportFolder, "report.html")), "has lapsed");
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
        Assert.AreEqual(ReplayVerdict.Identical, (await house.AskAsync(workspace => Replay.ExecuteAsync(workspace, null, night.RunId, default))).Verdict);
    }

    [TestMethod]
    public async Task After_its_day_and_after_it_was_revoked_the_flag_comes_back()
    {
        foreach (var revoked in (bool[])[false, true])
        {
            using var house = House.CopyOf(_house);
            house.Now = revoked ? _house.Now : _house.Now.AddDays(201);
            if (revoked) await house.AskAsync(workspace => SuppressionDesk.RevokeAsync(workspace, _id, "not so innocent", "r.third", default));
            house.Now = house.Now.AddMinutes(1);
            var night = await house.NightAsync([house.Export(Staff.Concat(Sharers).Select(payee => payee.On(Payroll.Month(1))))]);
            Assert.IsNull((await FlagAsync(house, night, Sharers[0].On(Payroll.Month(1)))).Explanation.Suppression);
        }
    }

    [TestMethod]
    public async Task What_makes_no_sense_or_is_the_wrong_persons_is_refused()
    {
        using var house = House.CopyOf(_house);
        house.Now = _house.Now;
        var flag = (await house.AskAsync(workspace => workspace.Store.Suppressions.FindAsync(_id, default))).Single().FlagId!;
        var day = DateOnly.FromDateTime(house.Now.UtcDateTime);
        SuppressionRequest Ask(string code, DateOnly until) => new(flag, code, until, "why", "r.first");
        async Task RefusedAsync(string word, Func<Workspace, Task<SuppressionRecord>> ask) =>
            StringAssert.Contains((await Assert.ThrowsExactlyAsync<RefusedException>(() => house.AskAsync(ask))).Message, word);

        await RefusedAsync("one of the flag's", workspace => SuppressionDesk.ProposeAsync(workspace, Ask("R9_NOTHING", day), default));
        await RefusedAsync("--until", workspace => SuppressionDesk.ProposeAsync(workspace, Ask(Code, day.AddDays(-1)), default));
        await RefusedAsync("--until", workspace => SuppressionDesk.ProposeAsync(workspace, Ask(Code, day.AddDays(367)), default));
        var made = await house.AskAsync(workspace => SuppressionDesk.ProposeAsync(workspace, Ask(Code, day), default));
        foreach (var same in (string[])["R.FIRST", " r.first", "r.first\t", "ｒ.first"])
            await RefusedAsync("another", workspace => SuppressionDesk.ApproveAsync(workspace, made.SuppressionId, same, default));
        foreach (var none in (string[])["r.f\u0456rst", "r.first\u200B", " "])
            await RefusedAsync("invisible", workspace => SuppressionDesk.ApproveAsync(workspace, made.SuppressionId, none, default));
        await RefusedAsync("in_force", workspace => SuppressionDesk.ApproveAsync(workspace, _id, "r.third", default));
        await RefusedAsync("no suppression", workspace => SuppressionDesk.RevokeAsync(workspace, "ffff", "x", "r.third", default));
    }

    private static async Task<Flag> FlagAsync(House house, NightOutcome night, Payout payout) =>
        (await house.FlagsAsync(night.RunId)).Single(stored => stored.Flag.TransferId == payout.Id && stored.Flag.Typology == Typology.SharedAccount).Flag;
}
