// A bundle from its training to its end: challenger in shadow, judged, promoted or refused, taken back; and the evaluation a person looks at.
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Lifecycle;
using Paysieve.Pipeline.Synthetic;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class LifecycleTests
{
    private static readonly ComparisonRequest NoLabels = new(null, null);
    private static House _first = null!;
    private static NightOutcome _night = null!;

    [ClassInitialize]
    public static async Task RunTheNight(TestContext context)
    {
        _first = new House();
        SyntheticPayroll.Write(new SyntheticOptions(700, 9, 11), _first.At("made"), cancellationToken: context.CancellationToken);
        _night = await _first.NightAsync([_first.At("made/night"), _first.At("made/legs")], [_first.At("made/history")]);
    }

    [ClassCleanup]
    public static void RemoveFolder() => _first.Dispose();

    [TestMethod]
    public async Task The_first_bundle_is_champion_a_later_one_works_in_shadow_and_flags_nothing()
    {
        using var house = House.CopyOf(_first);
        var alone = await house.ScoresAsync(_night.RunId);
        Assert.IsFalse(File.Exists(Path.Combine(house.Data, "runs", _night.RunId, "shadow.parquet")));
        house.Now = house.Now.AddDays(1);
        house.Settings = house.Settings with { Detection = house.Settings.Detection with { Seed = 5 } };
        var trained = await house.AskAsync(workspace => TrainRun.ExecuteAsync(workspace, false, default));
        Assert.IsFalse(trained.InUse);
        Assert.AreNotEqual(_night.BundleId, trained.BundleId);

        var again = await house.NightAsync([_first.At("made/night"), _first.At("made/legs")]);
        Assert.IsFalse(again.AlreadyDone, "the seed is a setting");
        Assert.AreEqual(_night.BundleId, again.BundleId);
        CollectionAssert.AreEqual(alone, await house.ScoresAsync(again.RunId), "the champion's scores are what they were");
        var shadow = ScoresFile.Read(Path.Combine(house.Data, "runs", again.RunId, "shadow.parquet")).ToArray();
        CollectionAssert.AreEquivalent(alone.Select(row => (row.TransferId, row.Typology)).ToArray(), shadow.Select(row => (row.TransferId, row.Typology)).ToArray());
        CollectionAssert.AreNotEqual(alone, shadow);
        StringAssert.Contains(await File.ReadAllTextAsync(Path.Combine(again.ReportFolder, "report.html")), trained.BundleId + ":");
    }

    [TestMethod]
    public async Task A_comparison_leaves_the_lake_as_it_is_and_gives_the_same_twice()
    {
        using var house = House.CopyOf(_first);
        house.Now = house.Now.AddDays(1);
        var trained = await house.AskAsync(workspace => TrainRun.ExecuteAsync(workspace, false, default));
        var request = new ComparisonRequest(_first.At("made/labels.csv"), _first.At("made/benign.csv"));
        var once = await house.AskAsync(workspace => PromotionDesk.CompareAsync(workspace, _night.BundleId, trained.BundleId, request, default));
        var twice = await house.AskAsync(workspace => PromotionDesk.CompareAsync(workspace, _night.BundleId, trained.BundleId, request, default));

        Assert.HasCount(3, once.Months);
        Assert.IsGreaterThan(0, once.Labelled);
        Assert.IsGreaterThan(20, once.Planted);
        CollectionAssert.AreEqual(once.Measures.ToArray(), twice.Measures.ToArray());
        var planted = once.Measures.Single(measure => measure.Name == "recall shared_account, planted changes");
        Assert.IsGreaterThan(0.8, planted.A!.Value, "four unrelated people on one new account are not missed");
        Assert.IsGreaterThan(0.1, once.Measures.Single(measure => measure.Name == "average precision, planted changes").A!.Value);
        var actions = await ActionsAsync(house);
        Assert.AreEqual(2, actions.Count(action => action == AuditActions.ModelCompared));
    }

    [TestMethod]
    public async Task A_challenger_that_is_not_worse_takes_over_and_can_be_taken_back()
    {
        using var house = House.CopyOf(_first);
        house.Now = house.Now.AddDays(1);
        house.Settings = house.Settings with { Promotion = new PromotionSettings { Tolerance = 0.5, BacktestMonths = 1 } };
        var trained = await house.AskAsync(workspace => TrainRun.ExecuteAsync(workspace, false, default));
        house.Now = house.Now.AddDays(1);
        var promoted = await house.AskAsync(workspace => PromotionDesk.PromoteAsync(workspace, trained.BundleId[..6], NoLabels, force: false, reason: null, default));
        Assert.IsTrue(promoted.Promoted && !promoted.Forced);
        Assert.AreEqual(_night.BundleId, promoted.Before);
        Assert.AreEqual(trained.BundleId, await house.AskAsync(workspace => Task.FromResult(workspace.Bundles.ChampionId)));

        house.Now = house.Now.AddDays(1);
        var back = await house.AskAsync(workspace => PromotionDesk.RollBackAsync(workspace, "a test", default));
        Assert.AreEqual(_night.BundleId, back.BundleId);
        Assert.AreEqual(_night.BundleId, await house.AskAsync(workspace => Task.FromResult(workspace.Bundles.ChampionId)));
        var actions = await ActionsAsync(house);
        CollectionAssert.IsSubsetOf(new[] { AuditActions.ModelPromoted, AuditActions.ModelRolledBack }, actions);
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
    }

    [TestMethod]
    public async Task Without_a_backtest_nobody_is_promoted_but_by_force_and_with_a_reason()
    {
        using var house = new House();
        var staff = Enumerable.Range(100, 20).Select(number => Features.Payroll.Payee(number)).ToArray();
        await house.NightAsync([house.Export(staff)], [house.Export(staff.Select(payee => payee.On(Features.Payroll.Month(-1))))]);
        house.Now = house.Now.AddDays(1);
        var trained = await house.AskAsync(workspace => TrainRun.ExecuteAsync(workspace, false, default));
        Assert.IsFalse(trained.InUse);

        var refused = await house.AskAsync(workspace => PromotionDesk.PromoteAsync(workspace, trained.BundleId, NoLabels, force: false, reason: null, default));
        Assert.IsFalse(refused.Promoted);
        StringAssert.Contains(refused.Comparison!.Worse.Single(), "too short");
        Assert.AreNotEqual(trained.BundleId, await house.AskAsync(workspace => Task.FromResult(workspace.Bundles.ChampionId)));
        await Assert.ThrowsExactlyAsync<RefusedException>(() => house.AskAsync(workspace => PromotionDesk.PromoteAsync(workspace, trained.BundleId, NoLabels, force: true, reason: " ", default)));

        var forced = await house.AskAsync(workspace => PromotionDesk.PromoteAsync(workspace, trained.BundleId, NoLabels, force: true, "first month", default));
        Assert.IsTrue(forced.Promoted && forced.Forced);
        Assert.Contains(AuditActions.ModelPromotionRefused, await ActionsAsync(house));
    }

    [TestMethod]
    public void A_challenger_is_refused_for_what_it_is_worse_in_and_labels_outrank_planted_changes()
    {
        var good = Measure(planted: 0.8, label: 0.6, routing: 0.9);
        string[] Verdict(MonthMeasure b, int labelled) => [.. PromotionVerdict.Of("a", "b", [new BacktestMonth(new(2026, 1, 1), 100, 1, 3, good, b, 0.5)], labelled, 0.02).Worse];

        Assert.IsEmpty(Verdict(good, 5));
        Assert.IsEmpty(Verdict(Measure(planted: 0.1, label: 0.59, routing: 0.85), 5), "within tolerance, and planted changes do not count beside labels");
        StringAssert.StartsWith(Verdict(Measure(planted: 0.9, label: 0.57, routing: 0.9), 5).Single(), "average precision, labels: 0.570 against 0.600");
        StringAssert.StartsWith(Verdict(Measure(planted: 0.8, label: 0.6, routing: 0.8), 5).Single(), "recall payout_routing, labels");
        StringAssert.StartsWith(Verdict(Measure(planted: 0.7, label: 0.1, routing: 0.9), 0).Single(), "average precision, planted changes");
        StringAssert.StartsWith(Verdict(good with { LookAlikes = 0.3 }, 5).Single(), "look-alikes");
    }

    [TestMethod]
    public async Task Planted_changes_are_put_back()
    {
        using var house = House.CopyOf(_first);
        var view = await house.AskAsync(workspace => Task.FromResult(workspace.Lake.Open(new LakeQuery())));
        var t = view.Transfers;
        int[][] before = [[.. t.Account], [.. t.Bank], [.. t.ChangedDay], [.. t.Currency.Select(code => (int)code)], [.. t.PayeeCheck.Select(check => (int)check)]];
        using (var planted = PlantedChanges.Make(view.WithSpareAccounts(PlantedChanges.SpareAccounts(8)), Enumerable.Range(t.Count - 600, 600), 8, view.Counts.Accounts, 1))
        {
            CollectionAssert.AreEquivalent(TypologyWords.Behavioural.ToArray(), planted.Rows.Values.Distinct().ToArray());
            CollectionAssert.AreNotEqual(before[0], t.Account);
        }
        int[][] after = [[.. t.Account], [.. t.Bank], [.. t.ChangedDay], [.. t.Currency.Select(code => (int)code)], [.. t.PayeeCheck.Select(check => (int)check)]];
        for (var i = 0; i < before.Length; i++) CollectionAssert.AreEqual(before[i], after[i]);
    }

    [TestMethod]
    public async Task An_evaluation_leaves_a_page_with_drawings_and_the_same_numbers_as_JSON()
    {
        using var house = House.CopyOf(_first);
        var report = await house.AskAsync(workspace => EvaluationRun.ExecuteAsync(workspace, _first.At("made/labels.csv"), _first.At("made/benign.csv"), null, default));
        var folder = Path.Combine(house.Data, "reports", _night.RunId);

        var page = XDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, EvaluationPage.HtmlName)));
        var drawings = page.Descendants("img").Select(img => img.Attribute("src")!.Value.Split("base64,")[1]).ToArray();
        Assert.HasCount(3, drawings);
        foreach (var drawing in drawings) Assert.AreEqual("svg", XDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(drawing))).Root!.Name.LocalName);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, EvaluationPage.JsonName)));
        Assert.AreEqual(report.Recall, json.RootElement.GetProperty("recall").GetDouble());
        Assert.AreEqual(report.Budgets.Count, json.RootElement.GetProperty("budgets").GetArrayLength());

        var own = report.Budgets.Single(budget => budget.Reviews == report.Budget);
        Assert.AreEqual(report.Recall, own.Recall, 1e-12);
        Assert.IsEmpty(report.NotMeasured);
        Assert.IsTrue(report.AveragePrecisionInterval!.Low <= report.AveragePrecision && report.AveragePrecision <= report.AveragePrecisionInterval.High);
        Assert.IsTrue(report.Budgets.Zip(report.Budgets.Skip(1)).All(pair => pair.First.Recall <= pair.Second.Recall));
        StringAssert.Contains(await File.ReadAllTextAsync(Path.Combine(folder, "report.html")), "the window the bundle was trained on");
        Assert.Contains(AuditActions.RunEvaluated, await ActionsAsync(house));
    }

    [TestMethod]
    public async Task What_nobody_labelled_is_not_measured_and_no_zero()
    {
        using var house = House.CopyOf(_first);
        var routing = File.ReadAllLines(_first.At("made/labels.csv")).Where((line, i) => i == 0 || line.Contains(",payout_routing,", StringComparison.Ordinal)).ToArray();
        var some = await house.AskAsync(workspace => EvaluationRun.ExecuteAsync(workspace, house.Write("some.csv", string.Join('\n', routing)), null, null, default));
        Assert.IsNull(some.LookAlikeShare);
        foreach (var each in some.Typologies) Assert.AreEqual((each.Typology == "payout_routing", each.Typology == "payout_routing"), (each.RecallWithin.HasValue, each.AveragePrecision.HasValue), each.Typology);
        CollectionAssert.AreEqual(
            new[] { "No payout is labelled currency_hop, sanctions_match, shared_account: recall and average precision are not measured there.", "No innocent look-alike is known: their share is not measured." },
            some.NotMeasured.ToArray());

        var folder = Path.Combine(house.Data, "reports", _night.RunId);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, EvaluationPage.JsonName)));
        foreach (var name in (string[])["look_alike_share", "flagged_look_alike_share"])
            Assert.AreEqual(JsonValueKind.Null, json.RootElement.GetProperty(name).ValueKind, name);
        Assert.IsTrue(json.RootElement.GetProperty("budgets").EnumerateArray().All(budget =>
            budget.GetProperty("look_alike_share").ValueKind == JsonValueKind.Null && budget.GetProperty("recall_per_typology").GetProperty("currency_hop").ValueKind == JsonValueKind.Null));
        Assert.AreEqual(2, json.RootElement.GetProperty("not_measured").GetArrayLength());
        var page = XDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, EvaluationPage.HtmlName))).ToString();
        foreach (var words in (string[])["none labelled", "none known", some.NotMeasured[0]]) StringAssert.Contains(page, words, StringComparison.Ordinal);
        Assert.DoesNotContain("0.0 % of the reviews are known look-alikes", page, StringComparison.Ordinal);
    }

    private static MonthMeasure Measure(double planted, double label, double routing)
    {
        var recall = TypologyWords.Behavioural.ToDictionary(typology => typology, typology => typology == Typology.PayoutRouting ? routing : 1.0);
        var plantedRecall = TypologyWords.Behavioural.ToDictionary(typology => typology, _ => 1.0);
        return new MonthMeasure(planted, plantedRecall, label, recall, 0.1, 0.9, 0.01);
    }

    private static Task<string[]> ActionsAsync(House house) => house.AskAsync(async workspace =>
    {
        var actions = new List<string>();
        await foreach (var item in workspace.Store.Audit.ReadAsync(default)) actions.Add(item.Action);
        return actions.ToArray();
    });
}
