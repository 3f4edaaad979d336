// Nights of a few dozen payouts, where every number can be told beforehand.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Runs.Replaying;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Tests.Features;
using Paysieve.Pipeline.Tests.Reporting;
using Paysieve.Pipeline.Tests.Screening;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class SmallNightTests
{
    private const string Wallet = "0x52908400098527886e0f7030069857d2e4169ee7";
    private const string List = "id,type,name,aliases,weak_aliases,birth_date,countries,identifiers,wallets\n1,person,Wolfgang Ohnemus,,,,,,\n2,person,Somebody Else,,,,,," + Wallet + "\n";

    private static readonly System.Text.Json.JsonSerializerOptions EarlierJson = new()
    {
        PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.CamelCase, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    private static readonly Payout[] Staff = [.. Enumerable.Range(100, 20).Select(number => Payroll.Payee(number))];

    private static Payout[] Year { get; } = [.. Enumerable.Range(-12, 12).SelectMany(month => Staff.Select(payee => payee.On(Payroll.Month(month))))];

    [TestMethod]
    public async Task An_amended_payout_is_scored_again_and_an_unchanged_one_is_counted()
    {
        using var house = new House();
        await house.NightAsync([house.Export(Staff)], [house.Export(Year)]);
        var amended = Staff.Select((payout, i) => i < 2 ? payout with { Account = "777000000" + i } : payout);
        var second = await house.NightAsync([house.Export(amended)]);

        Assert.AreEqual(2, second.TransfersScored);
        Assert.AreEqual(18, second.NotScored["unchanged since an earlier file"]);
        Assert.IsFalse(second.Trained);
        Assert.IsFalse(second.AlreadyDone);
        var scored = (await house.ScoresAsync(second.RunId)).Select(row => row.TransferId).Distinct().Order(StringComparer.Ordinal);
        CollectionAssert.AreEqual(Staff[..2].Select(payout => payout.Id).Order(StringComparer.Ordinal).ToArray(), scored.ToArray());
    }

    [TestMethod]
    public async Task Adjustments_are_counted_and_not_scored()
    {
        using var house = new House();
        var night = await house.NightAsync([house.Export(Staff.Select((payout, i) => i < 3 ? payout with { Amount = i == 0 ? 0 : -100 } : payout))], [house.Export(Year)]);

        Assert.AreEqual(17, night.TransfersScored);
        Assert.AreEqual(3, night.NotScored["adjustment (zero or negative amount)"]);
    }

    [TestMethod]
    public async Task A_rejected_row_is_counted_quarantined_and_taken_once_it_is_corrected()
    {
        using var house = new House();
        var good = Payout.Header + "\n" + string.Concat(Staff.Select(payout => payout.Line() + "\n"));
        var path = house.Write("night.csv", good.Replace(Staff[3].Line(), Staff[3].Line().Replace("3000", "three thousand", StringComparison.Ordinal), StringComparison.Ordinal));
        await house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, [house.Export(Year)], default));
        var night = await house.NightAsync([path]);

        Assert.AreEqual(ExitCode.RowsRejected, night.ExitCode, "one in twenty is beyond one in a hundred");
        Assert.AreEqual(19, night.TransfersScored);
        Assert.AreEqual((20L, 19L, 1L), (night.Night.RowsRead, night.Night.RowsAccepted, night.Night.RowsRejected));
        var record = (await house.AskAsync(w => w.Store.SourceFiles.RejectedAsync(night.Night.Files[0].FileId, default))).Single();
        Assert.AreEqual(("amount", "NOT_A_NUMBER", 5L), (record.ColumnName, record.Code, record.LineNo));

        var quarantined = Directory.GetFiles(Path.Combine(house.Data, "quarantine")).Single();
        var corrected = house.Write("corrected.rejected.csv", File.ReadAllText(quarantined).Replace("three thousand", "3000", StringComparison.Ordinal));
        var second = await house.NightAsync([corrected]);
        var third = await house.NightAsync([corrected]);

        Assert.AreEqual(ExitCode.Done, second.ExitCode);
        Assert.AreEqual(1, second.TransfersScored);
        Assert.AreEqual(Staff[3].Id, (await house.ScoresAsync(second.RunId))[0].TransferId);
        Assert.IsTrue(third.AlreadyDone, "fed again it doubles nothing");
    }

    [TestMethod]
    public async Task A_payout_that_is_odd_in_itself_is_scored_and_told()
    {
        using var house = new House();
        var slipped = Staff[2] with { Amount = 91_044.92m, Gross = 1_473.47m };
        var night = house.Export(Staff.Select((payout, i) => i == 2 ? slipped : i == 4 ? payout with { Account = "DE89370400440532013001" } : payout));
        foreach (var outcome in (NightOutcome[])[await house.NightAsync([night], [house.Export(Year)]), await house.NightAsync([night])])
        {
            Assert.AreEqual(20, outcome.TransfersScored);
            CollectionAssert.AreEqual(new[] { slipped.Id, Staff[4].Id }, outcome.OddValues.Select(odd => odd.TransferIds.Single()).ToArray());
            StringAssert.StartsWith(outcome.OddValues[0].What, "More than twenty times the gross pay");
            var report = File.ReadAllText(Path.Combine(outcome.ReportFolder, "report.html"));
            StringAssert.Contains(report[report.IndexOf("id=\"odd\"", StringComparison.Ordinal)..], slipped.Id);
        }
    }

    [TestMethod]
    [DataRow(100, 1, ExitCode.Done)]
    [DataRow(99, 1, ExitCode.RowsRejected)]
    public void Rows_beyond_tolerance_decide_the_exit_code(int read, int rejected, ExitCode expected)
    {
        var outcome = new IngestOutcome([new FileOutcome("f", "a.csv", "payouts", "accepted", read, read - rejected, rejected, null, [])]);
        Assert.AreEqual(expected, Tolerance.Of(new IngestSettings(), outcome, new IngestOutcome([])));
    }

    [TestMethod]
    public async Task As_of_scores_a_past_pay_date_as_it_looked_then()
    {
        var until = Year.Where(payout => payout.Day <= Payroll.Month(-2)).ToArray();
        Payout[] moved = [.. Staff.Select((payout, i) => payout.On(Payroll.Month(-1)) with { Account = i == 0 ? "7770000001" : payout.Account })];
        using var then = new House();
        using var now = new House();
        var live = await then.NightAsync([then.Export(moved)], [then.Export(until)]);
        var late = now.Export(Staff);
        var past = await now.NightAsync([late], [now.Export(until), now.Export(moved)], asOf: Payroll.Month(-1));

        Assert.AreEqual(20, past.TransfersScored);
        Assert.AreEqual("as_of", (await now.AskAsync(w => RunLookup.FinishedAsync(w, past.RunId, default))).Kind);
        CollectionAssert.AreEqual(await then.ScoresAsync(live.RunId), await now.ScoresAsync(past.RunId), "later rows are hidden");
        await Assert.ThrowsExactlyAsync<RefusedException>(() => now.NightAsync([late], asOf: new DateOnly(2025, 12, 25)));
    }

    [TestMethod]
    public async Task A_pay_date_asked_for_with_files_counts_their_other_payouts()
    {
        using var house = new House();
        var other = Staff[..5].Select(payout => payout.On(Payroll.Month(-1)));
        var night = await house.NightAsync([house.Export(Staff), house.Export(other)], [house.Export(Year.Where(payout => payout.Day < Payroll.Month(-1)))], asOf: Payroll.Month(-1));

        Assert.AreEqual(5, night.TransfersScored);
        Assert.AreEqual(20, night.NotScored[NightSelection.OtherDate]);
    }

    [TestMethod]
    public async Task What_an_earlier_night_scored_is_not_for_review_again_beside_what_is_new()
    {
        using var house = new House();
        var old = house.Export(Staff);
        await house.NightAsync([old], [house.Export(Year)]);
        Payout[] farm = [.. Enumerable.Range(1, 3).Select(number => Payroll.Payee(number) with { Account = "8880001112" })];
        var fresh = house.Export(farm);
        house.Now = house.Now.AddDays(1);
        var second = await house.NightAsync([old, fresh]);

        CollectionAssert.AreEqual(farm.Select(payout => payout.Id).Order(StringComparer.Ordinal).ToArray(), (await ScoredAsync(second)).ToArray());
        Assert.AreEqual(20, second.NotScored[NightSelection.ScoredBefore]);
        StringAssert.Contains(File.ReadAllText(Path.Combine(second.ReportFolder, "report.html")), "scored by an earlier run");
        var replayed = await house.AskAsync(workspace => Replay.ExecuteAsync(workspace, null, second.RunId, default));
        Assert.IsTrue(replayed.Flags.Count > 0 && replayed.ExitCode == ExitCode.Done, string.Join(' ', replayed.Notes.Concat(replayed.Altered)));

        // Nothing new, but a list: who asks for the same again wants all of it.
        house.Write("lists/own.csv", List);
        var third = await house.NightAsync([old, fresh], lists: house.At("lists"));
        Assert.HasCount(23, await ScoredAsync(third));

        async Task<string[]> ScoredAsync(NightOutcome night) =>
            [.. (await house.ScoresAsync(night.RunId)).Select(row => row.TransferId).Distinct().Order(StringComparer.Ordinal)];
    }

    [TestMethod]
    public async Task A_night_is_done_with_a_file_only_when_it_scored_and_screened_all_of_it()
    {
        using var house = new House();
        var old = house.Export(Staff[..5].Select(payout => payout.On(Payroll.Month(-1))).Concat(Staff[5..]));
        string[] history = [house.Export(Year.Where(payout => payout.Day < Payroll.Month(-1)))];
        Assert.AreEqual(5, (await house.NightAsync([old], history, asOf: Payroll.Month(-1))).TransfersScored);
        Assert.AreEqual(21, (await house.NightAsync([old, house.Export(Payroll.Payee(1))])).TransfersScored, "one pay date is not the file");

        house.Write("lists/own.csv", List);
        Assert.AreEqual(22, (await house.NightAsync([old, house.Export(Payroll.Payee(1)), house.Export(Payroll.Payee(2))], lists: house.At("lists"))).TransfersScored, "there were no lists");
        Assert.AreEqual(1, (await house.NightAsync([old, house.Export(Payroll.Payee(3))])).TransfersScored);
    }

    [TestMethod]
    public async Task A_night_that_ended_without_its_checkpoint_gets_it_when_it_is_asked_for_again()
    {
        using var house = new House();
        string[] night = [house.Export(Staff)];
        await house.NightAsync(night, [house.Export(Year)]);
        var path = Path.Combine(house.Data, "checkpoints.jsonl");
        var signed = File.ReadAllLines(path).Length;
        File.Delete(path);

        Assert.IsTrue((await house.NightAsync(night)).AlreadyDone);
        Assert.HasCount(1, File.ReadAllLines(path));
        Assert.IsTrue((await house.NightAsync(night)).AlreadyDone);
        Assert.HasCount(1, File.ReadAllLines(path), "once is enough");
        Assert.IsGreaterThan(0, signed);
        Assert.IsTrue((await house.AskAsync(workspace => AuditDesk.VerifyAsync(workspace, default))).IsGood);
    }

    [TestMethod]
    public async Task Rejected_history_is_in_the_report_and_in_the_runs_record()
    {
        using var house = new House();
        var year = Year.ToArray();
        var good = Payout.Header + "\n" + string.Concat(year.Select(payout => payout.Line() + "\n"));
        var history = house.Write("odd-history.csv", good.Replace(year[0].Line(), year[0].Line().Replace(",3000,", ",nothing,", StringComparison.Ordinal), StringComparison.Ordinal));
        var night = await house.NightAsync([house.Export(Staff)], [history]);

        var html = File.ReadAllText(Path.Combine(night.ReportFolder, "report.html"));
        StringAssert.Contains(html, "odd-history.csv");
        StringAssert.Contains(html, "NOT_A_NUMBER");
        var files = await house.AskAsync(workspace => workspace.Store.Runs.FilesAsync(night.RunId, default));
        CollectionAssert.AreEquivalent(
            new[] { (RunFile.Night, 20L, 0L), (RunFile.History, 0L, (long)year.Length) }, files.Select(file => (file.Role, file.RowsScored, file.RowsNotScored)).ToArray());
        Assert.IsTrue((await house.AskAsync(workspace => Replay.ExecuteAsync(workspace, null, night.RunId, default))).ExitCode is ExitCode.Done);
    }

    [TestMethod]
    public async Task Legs_that_arrive_later_lead_to_a_look_back()
    {
        using var house = new House();
        var first = await house.NightAsync([house.Export(Staff)], [house.Export(Year)]);
        var legs = house.Write("legs.csv", "leg_id,transfer_id,leg_no,executed_at,from_account,to_account,from_currency,to_currency,from_amount,to_amount,institution_id,country\n"
            + $"L1,{Staff[5].Id},1,2026-01-28T09:00:00Z,9000000000,9000000001,EUR,USD,1,1,X,AE\nL2,{Staff[5].Id},2,2026-01-28T11:00:00Z,9000000001,9000000002,USD,CNY,1,1,X,HK\n");
        var second = await house.NightAsync([legs]);

        Assert.AreEqual(1, second.TransfersScored);
        Assert.IsFalse((await house.FlagsAsync(first.RunId)).Any(stored => stored.Flag.TransferId == Staff[5].Id && stored.Flag.Typology == Typology.CurrencyHop));
        var flag = (await house.FlagsAsync(second.RunId)).Select(stored => stored.Flag).Single(flag => flag.Typology == Typology.CurrencyHop);
        Assert.AreEqual(Staff[5].Id, flag.TransferId);
        Assert.IsTrue(flag.Reasons.Any(reason => reason.Code == "C_THREE_CURRENCIES_48H"));
        Assert.HasCount(2, flag.Explanation.Legs);
        StringAssert.Contains(File.ReadAllText(Path.Combine(second.ReportFolder, "report.html")), "their legs arrived only now");
        Assert.IsTrue((await house.NightAsync([legs])).AlreadyDone);
    }

    [TestMethod]
    public async Task Without_a_list_the_run_is_degraded_and_says_so()
    {
        using var house = new House();
        var night = await house.NightAsync([house.Export(Staff)], [house.Export(Year)]);

        Assert.AreEqual("degraded", night.Status);
        Assert.IsTrue(night.Degraded.Any(what => what.Contains("nobody was screened", StringComparison.Ordinal)));
        Assert.IsNull(night.ListSnapshotId);
        Assert.IsFalse((await house.ScoresAsync(night.RunId)).Any(row => row.Typology == "sanctions_match"), "not screened is no score of 0");
        StringAssert.Contains(File.ReadAllText(Path.Combine(night.ReportFolder, "report.html")), "No sanctions list is in force");
    }

    [TestMethod]
    public async Task A_file_refused_whole_makes_a_degraded_run_that_ends_with_3()
    {
        using var house = new House();
        house.Write("lists/own.csv", List);
        var night = await house.NightAsync([house.Export(Staff), house.Write("broken.csv", "nothing,known\n1,2\n")], [house.Export(Year)], house.At("lists"));

        Assert.AreEqual((ExitCode.RowsRejected, "degraded"), (night.ExitCode, night.Status));
        CollectionAssert.AreEqual(new[] { "1 of 2 files of tonight rejected whole: what it holds was not looked at." }, night.Degraded.ToArray());
        StringAssert.Contains(File.ReadAllText(Path.Combine(night.ReportFolder, "report.html")), "rejected whole: what it holds was not looked at");
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
    }

    [TestMethod]
    public async Task A_list_refused_beside_a_night_that_is_done_is_said_all_the_same()
    {
        using var house = new House();
        house.Write("lists/own.csv", List);
        var export = house.Export(Staff);
        var first = await house.NightAsync([export], [house.Export(Year)], house.At("lists"));
        house.Write("lists/own.csv", List.Split('\n')[0] + "\n");
        var second = await house.NightAsync([export], null, house.At("lists"));

        Assert.AreEqual((first.RunId, true, "completed"), (second.RunId, second.AlreadyDone, second.Status));
        Assert.IsEmpty(first.Degraded);
        StringAssert.StartsWith(second.Degraded.Single(), "List own was refused");
    }

    [TestMethod]
    public async Task Two_employers_with_one_transfer_id_do_not_take_each_others_place_in_silence()
    {
        using var house = new House();
        house.Write("lists/own.csv", List);
        var mine = house.Export(Staff);
        var other = Payroll.Payee(300) with { Id = Staff[3].Id, Employer = "E9" };
        var night = await house.NightAsync([mine, house.Export(other, Payroll.Payee(301) with { Employer = "E9" })], [house.Export(Year)], house.At("lists"));

        Assert.AreEqual("degraded", night.Status);
        StringAssert.StartsWith(night.Degraded.Single(), "1 payout of tonight's was not looked at, having the transfer id of another employer's payout");
        Assert.AreEqual((21, 1), (night.TransfersScored, night.NotScored["transfer id of another employer's payout"]));
        var html = File.ReadAllText(Path.Combine(night.ReportFolder, "report.html"));
        StringAssert.Contains(html, "22 payouts read = 21 scored + 1 not scored");
        Assert.IsTrue((await house.ScoresAsync(night.RunId)).Any(row => row.TransferId == Staff[3].Id), "the earlier one keeps its place");
        // With an id of its own it is looked at.
        var again = await house.NightAsync([house.Export(other with { Id = "T-E9-1" })], null, house.At("lists"));
        Assert.AreEqual((1, "completed"), (again.TransfersScored, again.Status));
        StringAssert.Contains(File.ReadAllText(Path.Combine(again.ReportFolder, "report.html")), "Left out of every history: 1 payout of earlier files");
    }

    [TestMethod]
    public async Task A_payouts_flags_share_its_rank_and_payouts_are_numbered_without_a_gap()
    {
        using var house = new House();
        house.Write("lists/own.csv", List);
        var farm = Enumerable.Range(1, 4).Select(number => Payroll.Payee(number) with { Account = "8880001112", Name = number == 2 ? "Wolfgang Ohnemus" : Payroll.Payee(number).Name });
        var night = await house.NightAsync([house.Export([.. Staff, .. farm])], [house.Export(Year)], house.At("lists"));
        var rows = File.ReadAllLines(Path.Combine(night.ReportFolder, "flags.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => (Transfer: cells[2], Rank: int.Parse(cells[10], System.Globalization.CultureInfo.InvariantCulture))).ToArray();

        var payouts = rows.GroupBy(row => row.Transfer, StringComparer.Ordinal).ToArray();
        Assert.IsTrue(payouts.Any(payout => payout.Count() > 1), "one has two flags");
        Assert.IsTrue(payouts.All(payout => payout.Select(row => row.Rank).Distinct().Count() == 1));
        CollectionAssert.AreEqual(Enumerable.Range(1, payouts.Length).ToArray(), payouts.Select(payout => payout.First().Rank).Order().ToArray());
    }

    [TestMethod]
    public async Task A_report_drawn_again_says_what_was_decided_since()
    {
        using var house = new House();
        house.Write("lists/own.csv", List);
        var night = await house.NightAsync([house.Export([.. Staff, Payroll.Payee(7) with { Name = "Wolfgang Ohnemus" }])], [house.Export(Year)], house.At("lists"));
        var flag = (await house.FlagsAsync(night.RunId)).Single(stored => stored.Flag.Typology == Typology.SanctionsMatch).Flag;
        var (html, book) = (Path.Combine(night.ReportFolder, "report.html"), Path.Combine(night.ReportFolder, "flags.xlsx"));
        Assert.DoesNotContain("ecided", File.ReadAllText(html), StringComparison.Ordinal);

        house.Now = house.Now.AddHours(2);
        await house.AskAsync(workspace => FlagDesk.DecideAsync(workspace, flag.FlagId, "release", "KNOWN", "a note for the file", "r.first", default));
        await house.AskAsync(workspace => ReportRun.ExecuteAsync(workspace, "latest", default));
        var words = $"in review by r.first, {house.Now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC (KNOWN); to release it takes another person";
        StringAssert.Contains(File.ReadAllText(html), words);
        StringAssert.Contains(File.ReadAllText(html), "List match (in review)");
        StringAssert.Contains(OpenedWorkbook.Open(book).Text, words);
        await house.AskAsync(workspace => FlagDesk.DecideAsync(workspace, flag.FlagId, "release", "KNOWN", "", "r.second", default));
        await house.AskAsync(workspace => ReportRun.ExecuteAsync(workspace, "latest", default));
        StringAssert.Contains(File.ReadAllText(html), "cleared by r.second with r.first");
        Assert.DoesNotContain("a note for the file", File.ReadAllText(html) + OpenedWorkbook.Open(book).Text);
        var once = File.ReadAllBytes(html);
        await house.AskAsync(workspace => ReportRun.ExecuteAsync(workspace, "latest", default));
        CollectionAssert.AreEqual(once, File.ReadAllBytes(html));
    }

    [TestMethod]
    public async Task Every_document_names_its_members_in_snake_case_and_a_summary_of_an_earlier_program_is_read()
    {
        using var house = new House();
        house.Write("lists/own.csv", List);
        var farm = Enumerable.Range(1, 4).Select(number => Payroll.Payee(number) with { Account = "8880001112", Name = number == 2 ? "Wolfgang Ohnemus" : Payroll.Payee(number).Name });
        var night = await house.NightAsync([house.Export([.. Staff, .. farm])], [house.Export(Year)], house.At("lists"));
        await house.AskAsync(workspace => EvaluationRun.ExecuteAsync(workspace, house.Write("labels.csv", $"transfer_id,typology,scenario\n{Staff[0].Id},shared_account,x\n"), null, null, default));
        await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, new Pipeline.Audit.Packs.PackFilter(null, new DateOnly(2026, 12, 31), "auditor"), house.At("pack"), default));
        var run = await house.AskAsync(workspace => RunLookup.FinishedAsync(workspace, night.RunId, default));
        var explanations = (await house.FlagsAsync(night.RunId)).Select(stored => FlagTable.Shown(stored.Flag.Explanation));
        var events = await house.AskAsync(async workspace => await workspace.Store.Audit.ReadAsync(default).Select(item => item.Payload).ToArrayAsync());
        var files = Directory.EnumerateFiles(house.Data, "*.json", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(house.At("pack"), "*.json*"));
        string[] documents = [run.Summary, .. explanations, .. events, .. files.SelectMany(file => file.EndsWith(".jsonl", StringComparison.Ordinal) ? File.ReadLines(file) : [File.ReadAllText(file)])];
        Assert.IsGreaterThan(50, documents.Length);
        // A list's entries are as their snapshot's identity was made of; settings, features and detectors go by their own names.
        foreach (var document in documents) foreach (var name in Names(System.Text.Json.JsonDocument.Parse(document).RootElement))
            Assert.IsFalse(System.Text.RegularExpressions.Regex.IsMatch(name, "^[a-z]+[a-z0-9]*[A-Z]"), name);

        var summary = NightSummary.From(run.Summary);
        var earlier = System.Text.Json.JsonSerializer.Serialize(summary, EarlierJson);
        StringAssert.Contains(earlier, "\"payDates\":", StringComparison.Ordinal);
        Assert.AreEqual(run.Summary, Pipeline.Audit.CanonicalJson.OfText(NightSummary.From(earlier).ToJson().ToJsonString()));

        static IEnumerable<string> Names(System.Text.Json.JsonElement of) => of.ValueKind switch
        {
            System.Text.Json.JsonValueKind.Object => of.EnumerateObject().SelectMany(member => Names(member.Value).Prepend(member.Name)),
            System.Text.Json.JsonValueKind.Array => of.EnumerateArray().SelectMany(Names),
            // Cells of tables hold documents too.
            System.Text.Json.JsonValueKind.String when of.GetString() is ['{' or '[', ..] text => Names(System.Text.Json.JsonDocument.Parse(text).RootElement),
            _ => [],
        };
    }

    [TestMethod]
    public async Task A_listed_person_and_a_listed_wallet_are_found_and_never_held_back()
    {
        using var house = new House();
        house.Settings = house.Settings with { Alerting = new() { ReviewsPerNight = 0, LeastEvidence = 0.5 } };
        house.Write("lists/own.csv", List);
        var listed = Payroll.Payee(7) with { Name = "Wolfgang Ohnemus" };
        var holder = Payroll.Payee(8) with { Holder = "OHNEMUS, Wolfgang" };
        var wallet = Payroll.Payee(9) with { Currency = "USDT", Contract = "USDT", Channel = "wallet", Account = "0x" + Wallet[2..].ToUpperInvariant(), Bank = null, BankCountry = null };
        var farm = Enumerable.Range(1, 3).Select(number => Payroll.Payee(number) with { Account = "8880001112" });
        var night = await house.NightAsync([house.Export([.. Staff, listed, holder, wallet, .. farm])], [house.Export(Year)], house.At("lists"));
        var flags = (await house.FlagsAsync(night.RunId)).Select(stored => stored.Flag).ToArray();

        var matches = flags.Where(flag => flag.Typology == Typology.SanctionsMatch).ToArray();
        CollectionAssert.AreEquivalent(new[] { listed.Id, holder.Id, wallet.Id }, matches.Select(flag => flag.TransferId).ToArray());
        Assert.IsTrue(matches.All(flag => !flag.HeldBack));
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, matches.Select(flag => flag.Rank).Order().ToArray(), "first to review");
        Assert.IsTrue(matches.Single(flag => flag.TransferId == wallet.Id).Reasons.Any(reason => reason.Code == "N6_WALLET"));
        var held = flags.Where(flag => flag.Typology != Typology.SanctionsMatch && !matches.Any(match => match.TransferId == flag.TransferId)).ToArray();
        Assert.IsTrue(held.Length >= 3 && held.All(flag => flag.HeldBack), "nothing else within a budget of none");
        Assert.AreEqual(3, night.PayoutsToReview);
    }

    [TestMethod]
    [DataRow("N 0368-5531", "N03685531", true)]
    [DataRow("P4836980", "P4836980", true)]
    [DataRow("551219122", "551219122", true)]
    [DataRow("4836980", "4836980", false, DisplayName = "seven digits may be an employee's number")]
    [DataRow("P4836980", "P4836981", false)]
    public async Task A_listed_persons_number_is_found_whatever_the_name(string listed, string token, bool expected)
    {
        using var house = new House();
        house.Write("lists/own.csv", $"id,type,name,aliases,weak_aliases,birth_date,countries,identifiers,wallets\n1,person,Somebody Else,,,,,{listed},\n");
        var paid = Payroll.Payee(7) with { Person = token };
        var night = await house.NightAsync([house.Export([.. Staff, paid])], [house.Export(Year)], house.At("lists"));

        var flags = (await house.FlagsAsync(night.RunId)).Select(stored => stored.Flag).Where(flag => flag.Reasons.Any(reason => reason.Code == "N5_IDENTIFIER")).ToArray();
        Assert.AreEqual(expected, flags is [var flag] && flag.TransferId == paid.Id && !flag.HeldBack && flag.Explanation.Matches.Single().Party == "identifier");
        Assert.IsTrue(expected || flags.Length == 0);
    }

    [TestMethod]
    [DataRow("551219122", "Somebody Else", "review", true, DisplayName = "nine digits may be another's")]
    [DataRow("5512191223", "Somebody Else", "review", true)]
    [DataRow("551219122", "", "match", true, DisplayName = "nine digits beside the name")]
    [DataRow("P55121912", "Somebody Else", "match", true)]
    [DataRow("55121912233", "Somebody Else", "match", true)]
    public async Task A_number_that_may_be_anothers_is_for_review_unless_the_name_agrees_and_once_released_it_stays_so(string number, string name, string decision, bool stays)
    {
        using var house = new House();
        var paid = Payroll.Payee(7) with { Person = number };
        house.Write("lists/own.csv", $"id,type,name,aliases,weak_aliases,birth_date,countries,identifiers,wallets\n1,person,{(name.Length > 0 ? name : paid.Name)},,,,,{number},\n");
        async Task<Flag[]> FlagsAsync(string run) => [.. (await house.FlagsAsync(run)).Select(stored => stored.Flag).Where(flag => flag.Reasons.Any(reason => reason.Code == "N5_IDENTIFIER"))];

        var first = await house.NightAsync([house.Export([.. Staff, paid])], [house.Export(Year)], house.At("lists"));
        var flag = (await FlagsAsync(first.RunId)).Single();
        Assert.AreEqual(decision, flag.Explanation.Matches.Single(note => note.Party == MatchedParty.Identifier).Decision);
        foreach (var reviewer in (string[])["r.first", "r.second"]) await house.AskAsync(workspace => FlagDesk.DecideAsync(workspace, flag.FlagId, "release", "KNOWN", "", reviewer, default));

        var second = await house.NightAsync([house.Export([paid with { Id = "T-NEXT" }])], [], house.At("lists"));
        Assert.AreEqual(stays, (await FlagsAsync(second.RunId)).Length == 0);
        var third = await house.NightAsync([house.Export([paid with { Id = "T-THIRD", Name = "Wilhelmina Achterberg" }])], [], house.At("lists"));
        Assert.AreEqual(1, (await FlagsAsync(third.RunId)).Length, "under another name it is looked at again");
    }

    [TestMethod]
    public async Task A_listed_bank_is_found_by_its_code_whatever_the_branch()
    {
        using var house = new House();
        Payout[] paid = [Payroll.Payee(7) with { Bank = "SABRRUMM", BankCountry = "RU" }, Payroll.Payee(8) with { Bank = "sabr ru mm 012", BankCountry = "RU" }, Payroll.Payee(9) with { Bank = "SABRDEFF" }];
        var legs = house.Write("legs.csv", "leg_id,transfer_id,leg_no,executed_at,from_account,to_account,from_currency,to_currency,from_amount,to_amount,institution_id,country\n"
            + $"L1,{Staff[5].Id},1,2026-01-28T09:00:00Z,9000000000,9000000001,EUR,EUR,1,1,SABRRUMMXXX,RU\n");
        var night = await house.NightAsync([house.Export([.. Staff, .. paid]), legs], [house.Export(Year)], SampleLists.Excerpt);

        var matches = (await house.FlagsAsync(night.RunId)).Select(stored => stored.Flag).Where(flag => flag.Reasons.Any(reason => reason.Code == "N7_BANK")).ToArray();
        CollectionAssert.AreEquivalent(new[] { paid[0].Id, paid[1].Id, Staff[5].Id }, matches.Select(flag => flag.TransferId).ToArray());
        Assert.IsTrue(matches.All(flag => !flag.HeldBack && flag.Explanation.Matches.Single().Why.Single().Contains("BIC", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "Somebody Else", "match")]
    [DataRow("69217559390712", "69217559390712", "Somebody Else", "match")]
    [DataRow("692175593", "692175593", "Somebody Else", "review", DisplayName = "nine digits may be another bank's")]
    [DataRow("692175593", "692175593", "", "match", DisplayName = "nine digits beside the name")]
    [DataRow("69217559", "69217559", "Somebody Else", "", DisplayName = "eight digits are anybody's")]
    [DataRow("69217559390712", "69217559390713", "Somebody Else", "")]
    public async Task A_listed_account_is_found_at_any_bank(string listed, string paidTo, string name, string decision)
    {
        using var house = new House();
        var paid = Payroll.Payee(7) with { Account = paidTo };
        // Of the same name, so that both get one answer; one of them at a bank where nobody else is paid.
        var elsewhere = paid with { Employee = "E-elsewhere", Bank = "MARKDEF1" };
        house.Write("lists/own.csv", $"id,type,name,aliases,weak_aliases,birth_date,countries,identifiers,wallets\n1,person,{(name.Length > 0 ? name : paid.Name)},,,,,{listed},\n");
        var legs = house.Write("legs.csv", "leg_id,transfer_id,leg_no,executed_at,from_account,to_account,from_currency,to_currency,from_amount,to_amount,institution_id,country\n"
            + $"L1,{Staff[5].Id},1,2026-01-28T09:00:00Z,9000000000,{paidTo},EUR,EUR,1,1,X,DE\n");
        var night = await house.NightAsync([house.Export([.. Staff, paid, elsewhere]), legs], [house.Export(Year)], house.At("lists"));

        var notes = (await house.FlagsAsync(night.RunId)).Select(stored => stored.Flag).Where(flag => flag.Reasons.Any(reason => reason.Code == "N5_IDENTIFIER"))
            .SelectMany(flag => flag.Explanation.Matches.Where(note => MatchedParty.IsAccount(note.Party)).Select(note => $"{flag.TransferId} {note.Party} {note.Decision}")).ToArray();
        string[] expected = decision.Length == 0 ? [] : [$"{paid.Id} account {decision}", $"{elsewhere.Id} account {decision}", $"{Staff[5].Id} leg account {(decision == "match" && name.Length > 0 ? "match" : "review")}"];
        CollectionAssert.AreEquivalent(expected, notes);
        Assert.DoesNotContain(paidTo, string.Concat(Directory.GetFiles(night.ReportFolder).Select(File.ReadAllText)));
    }

    [TestMethod]
    public async Task A_leg_to_a_listed_wallet_is_found()
    {
        using var house = new House();
        house.Write("lists/own.csv", List);
        var legs = house.Write("legs.csv", "leg_id,transfer_id,leg_no,executed_at,from_account,to_account,from_currency,to_currency,from_amount,to_amount,institution_id,country\n"
            + $"L1,{Staff[5].Id},1,2026-01-28T09:00:00Z,9000000000,{Wallet},EUR,USDT,1,1,X,AE\n");
        var night = await house.NightAsync([house.Export(Staff), legs], [house.Export(Year)], house.At("lists"));

        var flag = (await house.FlagsAsync(night.RunId)).Select(stored => stored.Flag).Single(flag => flag.Typology == Typology.SanctionsMatch);
        Assert.AreEqual(Staff[5].Id, flag.TransferId);
        Assert.DoesNotContain(Wallet, string.Concat(Directory.GetFiles(night.ReportFolder).Select(File.ReadAllText)));
        Assert.DoesNotContain(Wallet, OpenedWorkbook.Open(Path.Combine(night.ReportFolder, "flags.xlsx")).Text);
    }

    [TestMethod]
    public async Task A_pooled_accounts_payouts_have_no_sharing_score()
    {
        using var house = new House();
        Payout[] pooled = [.. Enumerable.Range(1, 6).Select(number => Payroll.Payee(number) with { Account = "8880001112", Channel = "platform", Bank = "WISE", BankCountry = "GB" })];
        var night = await house.NightAsync([house.Export([.. Staff, .. pooled])], [house.Export([.. Year, .. pooled.Select(payout => payout.On(Payroll.Month(-1)))])]);
        var scores = await house.ScoresAsync(night.RunId);

        foreach (var payout in pooled)
        {
            CollectionAssert.AreEquivalent(
                new[] { "payout_routing", "currency_hop" }, scores.Where(row => row.TransferId == payout.Id).Select(row => row.Typology).ToArray());
        }
    }

    [TestMethod]
    public async Task A_run_whose_process_died_is_rolled_back_by_the_next_start()
    {
        using var house = new House();
        var key = new string('a', 64);
        await house.AskAsync(async workspace =>
        {
            var start = new RunStart { RunKey = key, Kind = "night", ConfigHash = key, ProgramVersion = "0" };
            // Letting go of the claim without an end is what a killed process does.
            await (await workspace.Store.Runs.BeginAsync(start, default)).DisposeAsync();
            Assert.AreEqual(RunStatus.Running, (await workspace.Store.Runs.TryFindByKeyAsync(key, default))!.Status);
            return 0;
        });
        var run = await house.AskAsync(workspace => workspace.Store.Runs.TryFindByKeyAsync(key, default));

        Assert.AreEqual(RunStatus.Failed, run!.Status);
        StringAssert.Contains(house.Log.Text, "1010");
        var night = await house.NightAsync([house.Export(Staff)], [house.Export(Year)]);
        Assert.AreEqual(20, night.TransfersScored);
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
    }

    [TestMethod]
    public async Task Hard_facts_alone_are_a_degraded_run_that_still_flags_them()
    {
        using var house = new House();
        house.Settings = house.Settings with { Detection = new() { UseModels = false } };
        var farm = Enumerable.Range(1, 3).Select(number => Payroll.Payee(number) with { Account = "8880001112" }).ToArray();
        var night = await house.NightAsync([house.Export([.. Staff, .. farm])], [house.Export(Year)]);
        var flags = (await house.FlagsAsync(night.RunId)).Select(stored => stored.Flag).ToArray();

        Assert.AreEqual("degraded", night.Status);
        CollectionAssert.AreEquivalent(farm.Select(payout => payout.Id).ToArray(), flags.Select(flag => flag.TransferId).ToArray());
        Assert.IsTrue(flags.All(flag => flag.Reasons.Single().Code == "S1_THREE_UNRELATED"));
    }

    [TestMethod]
    public async Task Settings_make_another_night()
    {
        using var house = new House();
        var export = house.Export(Staff);
        var first = await house.NightAsync([export], [house.Export(Year)]);
        house.Settings = house.Settings with { Alerting = new() { ReviewsPerNight = 3 } };
        var second = await house.NightAsync([export]);

        Assert.AreNotEqual(first.RunId, second.RunId);
        Assert.AreEqual(first.BundleId, second.BundleId);
        Assert.IsFalse(second.AlreadyDone);
    }

    [TestMethod]
    public async Task Nothing_usable_is_refused_with_4()
    {
        using var house = new House();
        var nonsense = house.Write("x.csv", "colour,shape\nred,round\n");
        Assert.AreEqual(ExitCode.NoInput, (await Assert.ThrowsExactlyAsync<RefusedException>(() => house.NightAsync([nonsense]))).ExitCode);
        Assert.AreEqual(ExitCode.NoInput, (await Assert.ThrowsExactlyAsync<RefusedException>(() => house.NightAsync([house.At("none")]))).ExitCode);
        Assert.AreEqual(ExitCode.NoInput, (await Assert.ThrowsExactlyAsync<RefusedException>(() => house.AskAsync(w => TrainRun.ExecuteAsync(w, matcher: false, default)))).ExitCode);
    }
}
