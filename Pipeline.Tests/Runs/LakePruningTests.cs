// Retention of the lake: what is past the window goes, and everybody who asks later is told so instead of missing it.
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Runs.Replaying;
using Paysieve.Pipeline.Tests.Features;
using Paysieve.Pipeline.Tests.Jobs;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class LakePruningTests
{
    private const int Days = 500;

    private static readonly Payout[] Staff = [.. Enumerable.Range(100, 20).Select(number => Payroll.Payee(number))];
    private static readonly Payout Leaver = Payroll.Payee(1);

    private static House _house = null!;
    private static string _old = null!;
    private static string _night = null!;
    private static NightOutcome _run = null!;

    [ClassInitialize]
    public static async Task RunANight(TestContext context)
    {
        _house = new House();
        _old = _house.Export(Months(-30, 12).SelectMany(month => Staff.Append(Leaver).Select(payee => payee.On(month))));
        _night = _house.Export(Staff.Select((payee, i) => i == 3 ? payee with { Account = "8880001112", Changed = Payroll.Month(0).AddDays(-2) } : payee));
        _run = await _house.NightAsync([_night], [_old, _house.Export(Months(-12, 12).SelectMany(month => Staff.Select(payee => payee.On(month))))]);
        _house.Now = _house.Now.AddHours(1);
    }

    [ClassCleanup]
    public static void Remove() => _house.Dispose();

    [TestMethod]
    public async Task What_is_past_the_window_goes_and_those_who_ask_are_told_when_and_why()
    {
        using var house = Copy();
        Assert.AreEqual(ReplayVerdict.Identical, (await ReplayAsync(house, _run.RunId)).Verdict);
        var would = await PruneAsync(house, dryRun: true);
        Assert.IsGreaterThan(1, would.Files);
        Assert.AreEqual("", string.Join(' ', (await VerifyAsync(house)).Faults));

        Assert.AreEqual(would with { DryRun = false }, await PruneAsync(house));
        var verdict = await VerifyAsync(house);
        Assert.AreEqual(("", 1), (string.Join(' ', verdict.Faults), verdict.LakePruned));
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
        var replayed = await ReplayAsync(house, _run.RunId);
        Assert.AreEqual((ReplayVerdict.NotPossible, ExitCode.NoInput), (replayed.Verdict, replayed.ExitCode));
        Assert.AreEqual("1 of the 3 files of history that the run saw were pruned by retention at 2026-02-02 02:30 UTC", replayed.Missing.Single());
        Assert.IsEmpty(replayed.Altered);
        Assert.AreEqual(0, (await PruneAsync(house)).Files, "once");
    }

    [TestMethod]
    public async Task Nights_go_on_without_it_and_their_replays_are_identical()
    {
        using var house = Copy();
        await PruneAsync(house);
        Assert.AreEqual(_run.RunId, (await house.NightAsync([_night])).RunId, "the same night is done already");
        var fed = await house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, [_old], default));
        Assert.AreEqual("already-known", fed.Files.Single().Status, "what was pruned does not come back by being fed");
        house.Now = house.Now.AddDays(28);
        var next = await house.NightAsync([house.Export(Staff.Select(payee => payee.On(Payroll.Month(1))))]);

        Assert.AreEqual(ReplayVerdict.Identical, (await ReplayAsync(house, next.RunId)).Verdict);
        Assert.AreEqual("", string.Join(' ', (await VerifyAsync(house)).Faults));
    }

    [TestMethod]
    public async Task A_legal_hold_keeps_the_file()
    {
        using var house = Copy();
        await house.AskAsync(workspace => PrivacyDesk.HoldAsync(workspace, Leaver.Employer, Leaver.Employee, "court order", "counsel", default));
        var kept = await PruneAsync(house);
        Assert.AreEqual((0, 1), (kept.Files, kept.Kept));
        await house.AskAsync(workspace => PrivacyDesk.UnholdAsync(workspace, Leaver.Employer, Leaver.Employee, "case closed", "counsel", default));
        Assert.IsGreaterThan(1, (await PruneAsync(house)).Files);
    }

    [TestMethod]
    public async Task What_amends_a_file_that_stays_stays_with_it()
    {
        using var house = Copy();
        var day = Payroll.Month(-20);
        // One file reaches into the window; the other mends a row of it that does not.
        await house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, [house.Export(Payroll.Payee(50).On(day), Payroll.Payee(50).On(Payroll.Month(-1)))], default));
        await house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, [house.Export(Payroll.Payee(50).On(day) with { Amount = 17m })], default));
        await PruneAsync(house);
        var amounts = await house.AskAsync(workspace =>
        {
            var view = workspace.Lake.Open(new LakeQuery());
            int[] rows = [.. Enumerable.Range(0, view.Transfers.Count).Where(row => view.Transfers.PayDay[row] == day.DayNumber)];
            return Task.FromResult(workspace.Lake.Details(view, rows).Select(detail => detail.Amount.Amount).ToArray());
        });
        CollectionAssert.AreEqual(new[] { 17m }, amounts);
    }

    [TestMethod]
    public async Task Files_deleted_under_a_mark_that_no_event_tells_of_are_a_fault()
    {
        using var house = Copy();
        var entry = Directory.GetFiles(Path.Combine(house.Data, "lake", "manifest"), "*.json").Order(StringComparer.Ordinal).First();
        var json = JsonNode.Parse(await File.ReadAllTextAsync(entry))!;
        json["pruned_at"] = "2026-01-01T00:00:00+00:00";
        await File.WriteAllTextAsync(entry, json.ToJsonString());
        StringAssert.Contains((await VerifyAsync(house)).Faults.Single(), "no audit event does");
    }

    [TestMethod]
    public async Task A_kill_between_mark_and_deletion_is_ended_by_the_next_writer()
    {
        using var house = Copy();
        var transfers = Path.Combine(house.Data, "lake", "transfers");
        var aside = house.At("aside");
        Directory.CreateDirectory(aside);
        foreach (var file in Directory.GetFiles(transfers, "*.parquet", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(aside, Path.GetRelativePath(transfers, file)))!);
            File.Copy(file, Path.Combine(aside, Path.GetRelativePath(transfers, file)));
        }
        await PruneAsync(house);
        var left = Directory.GetFiles(transfers, "*.parquet", SearchOption.AllDirectories).Length;
        foreach (var file in Directory.GetFiles(aside, "*.parquet", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(transfers, Path.GetRelativePath(aside, file)), overwrite: true);
        Assert.AreEqual("", string.Join(' ', (await VerifyAsync(house)).Faults), "what is left over counts for nothing");
        await house.AskAsync(workspace => Task.FromResult(workspace.LakeWriter.Swept.OrphanedParts));
        Assert.AreEqual(left, Directory.GetFiles(transfers, "*.parquet", SearchOption.AllDirectories).Length);
    }

    [TestMethod]
    public async Task Features_of_a_run_are_not_computed_again_from_less_than_it_saw()
    {
        using var house = Copy();
        using var folder = new TemporaryFolder();
        await ExportAsync("before.parquet");
        await PruneAsync(house);

        var refused = await Assert.ThrowsExactlyAsync<RefusedException>(() => ExportAsync("after.parquet"));

        Assert.AreEqual(ExitCode.NoInput, refused.ExitCode);
        StringAssert.Contains(refused.Message, "1 of the 3 files of history");
        CollectionAssert.AreEqual(new[] { "before.parquet" }, Directory.EnumerateFiles(folder.At("")).Select(Path.GetFileName).ToArray());

        Task<bool> ExportAsync(string name) => house.AskAsync(async workspace =>
        {
            await ScoreExport.FeaturesAsync(workspace, _run.RunId, folder.At(name), default);
            return true;
        });
    }

    [TestMethod]
    public void Ranges_say_what_they_were_made_of()
    {
        foreach (var numbers in (long[][])[[], [3], [1, 2, 3], [1, 3, 4, 5, 9]])
            CollectionAssert.AreEqual(numbers, PrunedLake.Sequences(PrunedLake.Ranges(numbers)).ToArray());
        Assert.AreEqual("1,3-5,9", PrunedLake.Ranges([1, 3, 4, 5, 9]));
    }

    private static IEnumerable<DateOnly> Months(int first, int count) => Enumerable.Range(first, count).Select(Payroll.Month);

    private static House Copy()
    {
        var house = House.CopyOf(_house);
        house.Now = _house.Now;
        return house;
    }

    private static Task<PruneOutcome> PruneAsync(House house, bool dryRun = false) => house.AskAsync(workspace => PrivacyDesk.PruneLakeAsync(workspace, Days, dryRun, default));

    private static Task<FilesVerdict> VerifyAsync(House house) => house.AskAsync(workspace => FileVerifier.VerifyAsync(workspace, default));

    private static Task<ReplayOutcome> ReplayAsync(House house, string run) => house.AskAsync(workspace => Replay.ExecuteAsync(workspace, null, run, default));
}
