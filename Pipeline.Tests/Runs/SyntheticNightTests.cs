// One night on an invented payroll, looked at from every side, and the same night again under other circumstances.
using CsvHelper;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Synthetic;
using Paysieve.Pipeline.Tests.Reporting;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class SyntheticNightTests
{
    private static House _first = null!;
    private static string _made = null!;
    private static NightOutcome _night = null!;
    private static SyntheticSummary _summary = null!;

    [ClassInitialize]
    public static async Task RunTheNight(TestContext context)
    {
        _first = new House();
        _made = _first.At("made");
        _summary = SyntheticPayroll.Write(new SyntheticOptions(400, 8, 7), _made, cancellationToken: context.CancellationToken);
        _night = await RunAsync(_first, Files("history"), Files("night"));
    }

    [ClassCleanup]
    public static void RemoveFolder() => _first.Dispose();

    private static string[] Files(string folder) => [.. Directory.GetFiles(Path.Combine(_made, folder), "*.csv").Order(StringComparer.Ordinal)];

    private static Task<NightOutcome> RunAsync(House house, string[] history, string[] night) =>
        house.NightAsync([.. night, .. Files("legs")], history, Path.Combine(_made, "lists"));

    [TestMethod]
    public async Task A_night_trains_scores_flags_and_reports()
    {
        Assert.AreEqual(ExitCode.Done, _night.ExitCode);
        Assert.AreEqual("completed", _night.Status);
        Assert.IsTrue(_night.Trained);
        Assert.IsFalse(_night.AlreadyDone);
        Assert.AreEqual(_summary.NightPayouts, _night.TransfersScored + _night.NotScored.Values.Sum());
        Assert.AreEqual(_night.Night.RowsRead, _night.Night.RowsAccepted + _night.Night.RowsRejected);
        Assert.IsGreaterThan(3, _night.FlagsRaised);
        Assert.IsTrue(File.Exists(Path.Combine(_night.ReportFolder, "report.html")));
        Assert.IsTrue(File.Exists(Path.Combine(_night.ReportFolder, "flags.csv")));
        Assert.IsTrue(File.Exists(Path.Combine(_night.ReportFolder, "flags.xlsx")));
        var verdict = await _first.VerifyAsync();
        Assert.IsTrue(verdict.IsGood, verdict.Chain.Explanation + string.Join("; ", verdict.Differences));
    }

    [TestMethod]
    public async Task Flags_add_up_keep_the_budget_and_share_a_payouts_rank()
    {
        var flags = (await _first.FlagsAsync(_night.RunId)).Select(stored => stored.Flag).ToArray();

        foreach (var flag in flags)
        {
            Assert.AreEqual(flag.Score, flag.Reasons.Sum(reason => reason.Contribution), 1e-6, flag.FlagId);
            Assert.IsTrue(flag.Score is > 0 and <= 1);
            Assert.IsFalse(flag.HeldBack && flag.Typology == Typology.SanctionsMatch);
        }
        var payouts = flags.GroupBy(flag => flag.TransferId).Select(group => (group.Select(flag => flag.Rank).Distinct().Single(), group.ToArray())).OrderBy(pair => pair.Item1).ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(1, payouts.Length).ToArray(), payouts.Select(pair => pair.Item1).ToArray(), "one rank a payout, none left out");
        var listed = payouts.Where(pair => pair.Item2.Any(flag => flag.Typology == Typology.SanctionsMatch)).ToArray();
        var shown = payouts.Where(pair => !pair.Item2[0].HeldBack || listed.Contains(pair)).ToArray();
        Assert.AreEqual(_night.PayoutsToReview, shown.Length);
        Assert.IsLessThanOrEqualTo(new AlertingSettings().Budget(_night.TransfersScored), shown.Length - listed.Length);
        Assert.IsGreaterThan(0, listed.Length, "the payroll pays somebody on the list");
        Assert.AreEqual(_night.FlagsRaised + _night.FlagsHeldBack, flags.Length);
        Assert.IsTrue(flags.Where(flag => flag.HeldBack).All(held => flags.Where(flag => !flag.HeldBack).All(flag => flag.Rank < held.Rank)), "held back ones stand last");
    }

    [TestMethod]
    public async Task No_reason_tells_of_something_that_did_not_happen()
    {
        var flags = (await _first.FlagsAsync(_night.RunId)).Select(stored => stored.Flag).Where(flag => flag.Typology != Typology.SanctionsMatch);
        var always = FeatureCatalog.All.Where(feature => feature.Strange == StrangeEnd.High).Select(feature => feature.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var reason in flags.SelectMany(flag => flag.Reasons).Where(reason => always.Contains(reason.Code)))
            Assert.AreNotEqual(0d, reason.Value, $"{reason.Code}: {reason.Sentence}");
    }

    [TestMethod]
    public async Task Scores_rank_every_payout_once_per_typology_and_leave_out_what_was_not_assessed()
    {
        var scores = await _first.ScoresAsync(_night.RunId);
        var reviewRanks = scores.GroupBy(row => row.TransferId).ToDictionary(group => group.Key, group => group.Select(row => row.ReviewRank).Distinct().Single(), StringComparer.Ordinal);

        CollectionAssert.AreEqual(Enumerable.Range(1, _night.TransfersScored).ToArray(), reviewRanks.Values.Order().ToArray());
        foreach (var typology in TypologyWords.All)
        {
            var rows = scores.Where(row => row.Typology == typology.Word()).OrderBy(row => row.Rank).ToArray();
            CollectionAssert.AreEqual(Enumerable.Range(1, rows.Length).ToArray(), rows.Select(row => row.Rank).ToArray(), typology.Word());
            Assert.IsTrue(rows.All(row => row.Score is >= 0 and <= 1), typology.Word());
            if (typology != Typology.SharedAccount) Assert.HasCount(_night.TransfersScored, rows, typology.Word());
            for (var i = 1; i < rows.Length && typology != Typology.SanctionsMatch; i++) Assert.IsGreaterThanOrEqualTo(rows[i].Score, rows[i - 1].Score);
        }
    }

    [TestMethod]
    public async Task The_same_night_again_is_done_already_and_writes_nothing()
    {
        using var house = House.CopyOf(_first);
        house.Now = house.Now.AddDays(1);
        var before = house.Snapshot();
        var again = await RunAsync(house, Files("history"), Files("night"));

        Assert.IsTrue(again.AlreadyDone);
        Assert.AreEqual(_night.RunId, again.RunId);
        Assert.AreEqual(_night.TransfersScored, again.TransfersScored);
        Assert.AreEqual(_night.FlagsRaised, again.FlagsRaised);
        CollectionAssert.AreEqual(before, house.Snapshot());
    }

    [TestMethod]
    public async Task Another_directory_and_another_order_of_files_give_the_same_bytes()
    {
        using var other = new House();
        var night = await RunAsync(other, [.. Files("history").Reverse()], [.. Files("night").Reverse()]);

        Assert.AreEqual(_night.BundleId, night.BundleId);
        Assert.AreEqual(_night.RunId, night.RunId);
        foreach (var name in new[] { "flags.csv", "report.html", "flags.xlsx" })
        {
            CollectionAssert.AreEqual(
                File.ReadAllBytes(Path.Combine(_night.ReportFolder, name)), File.ReadAllBytes(Path.Combine(night.ReportFolder, name)), name);
        }
        CollectionAssert.AreEqual(await _first.ScoresAsync(_night.RunId), await other.ScoresAsync(night.RunId));
    }

    [TestMethod]
    public void Reports_hold_no_full_account_number()
    {
        string[] texts =
        [
            .. new[] { "flags.csv", "report.html" }.Select(name => File.ReadAllText(Path.Combine(_night.ReportFolder, name))),
            OpenedWorkbook.Open(Path.Combine(_night.ReportFolder, "flags.xlsx")).Text,
        ];
        var accounts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Files("history").Concat(Files("night")))
        {
            using var reader = CsvReader.FromFile(file, new CsvReaderOptions { HasHeader = true });
            reader.ReadHeader();
            while (reader.Read()) accounts.Add(reader.GetString("account"));
        }
        Assert.IsGreaterThan(300, accounts.Count);
        foreach (var account in accounts.Where(account => account.Length >= 7))
            foreach (var text in texts) Assert.DoesNotContain(account, text);
    }

    [TestMethod]
    public async Task A_run_that_breaks_at_any_stage_is_finished_by_the_next_start_with_the_same_flags()
    {
        using var house = new House();
        foreach (var stage in new[] { "train", "score", "screen", "decide", "store" })
        {
            var bell = new StageBell(now =>
            {
                if (now == stage) throw new OperationCanceledException("pulled the plug");
            });
            await Assert.ThrowsExactlyAsync<OperationCanceledException>(() => house.NightAsync([.. Files("night"), .. Files("legs")], Files("history"), Path.Combine(_made, "lists"), progress: bell), stage);
            Assert.IsEmpty(await house.AskAsync(async w => (await w.Store.Runs.ListAsync(0, 9, default)).Where(run => run.Status != RunStatus.Failed).ToArray()), stage);
        }
        var night = await RunAsync(house, Files("history"), Files("night"));

        Assert.AreEqual("completed", night.Status);
        CollectionAssert.AreEqual(
            File.ReadAllBytes(Path.Combine(_night.ReportFolder, "flags.csv")), File.ReadAllBytes(Path.Combine(night.ReportFolder, "flags.csv")));
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
    }

    [TestMethod]
    public async Task A_report_that_was_lost_is_drawn_again_from_the_store()
    {
        using var house = House.CopyOf(_first);
        var folder = Path.Combine(house.Data, "reports", _night.RunId);
        Directory.Delete(folder, recursive: true);
        var again = await RunAsync(house, Files("history"), Files("night"));

        Assert.IsTrue(again.AlreadyDone);
        foreach (var name in new[] { "flags.csv", "report.html", "flags.xlsx" })
            CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(_night.ReportFolder, name)), File.ReadAllBytes(Path.Combine(folder, name)), name);
    }
}
