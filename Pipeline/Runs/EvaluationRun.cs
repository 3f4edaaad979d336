// Holds a run's ranking against labels: what share of the known cases stands within the review budget, and what innocent company they keep.
using System.Globalization;
using System.Text.Json.Nodes;
using Paysieve.Models;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <summary>The verb <c>evaluate</c>.</summary>
public static class EvaluationRun
{
    private const int Resamples = 1000;
    private const string All = "all";
    private static readonly double[] BudgetShares = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05];
    private static readonly double[] CalibratedScores = [0.9, 0.97, 0.99, 0.997, 0.999, 0.9997, 0.9999];

    /// <summary>Judges a run and writes <c>evaluation.html</c> and <c>evaluation.json</c> beside its report.</summary>
    /// <param name="labelsFile">CSV transfer_id,typology,scenario.</param>
    /// <param name="benignFile">CSV transfer_id,scenario: innocent look-alikes; null = none known.</param>
    /// <param name="run">A run id or prefix; null = the latest.</param>
    /// <exception cref="RefusedException">A file or column is missing, or the run left no scores.</exception>
    public static async Task<EvaluationReport> ExecuteAsync(Workspace workspace, string labelsFile, string? benignFile, string? run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var record = await RunLookup.FinishedAsync(workspace, run ?? "latest", cancel).ConfigureAwait(false);
        var labels = LabelFile.Read(labelsFile, withTypology: true);
        var benign = benignFile is null ? [] : LabelFile.Read(benignFile, withTypology: false);
        var flagged = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var flag in workspace.Store.Flags.StreamAsync(new FlagFilter { RunId = record.RunId, HeldBack = false }, cancel).ConfigureAwait(false))
            flagged.Add(flag.Flag.TransferId);
        var report = Judge(record.RunId, [.. ScoreExport.Rows(workspace, record)], labels, benign, flagged, workspace.Settings.Alerting.Budget, workspace.Settings.Detection.Seed);
        EvaluationPage.Write(Path.Combine(workspace.ReportsFolder, record.RunId), report);
        await workspace.Store.Audit.AppendAsync(new AuditEntry(workspace.Actor, AuditActions.RunEvaluated, record.RunId, Facts(report, record.BundleId)), cancel).ConfigureAwait(false);
        return report;
    }

    private static JsonObject Facts(EvaluationReport report, string? bundle) => new()
    {
        ["bundle"] = bundle, ["labelled"] = report.Labelled, ["budget"] = report.Budget,
        ["recall"] = Text(report.Recall), ["precision"] = Text(report.Precision), ["average_precision"] = Text(report.AveragePrecision),
        ["look_alikes"] = Text(report.LookAlikeShare),
    };

    private static string? Text(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture);

    private static EvaluationReport Judge(
        string runId, ScoreRow[] scores, IReadOnlyList<Label> labels, IReadOnlyList<Label> benign, HashSet<string> flagged, Func<int, int> budgetOf, int seed)
    {
        // One place in the ranking per payout, and per typology the score of every payout it was assessed for.
        var place = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in scores) place[row.TransferId] = row.ReviewRank;
        var budget = budgetOf(place.Count);
        var own = TypologyWords.All.ToDictionary(
            typology => typology.Word(),
            typology => labels.Where(label => label.Typology == typology.Word()).Select(label => label.TransferId).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var labelled = labels.Select(label => label.TransferId).ToHashSet(StringComparer.Ordinal);
        var innocent = benign.Select(label => label.TransferId).Where(id => !labelled.Contains(id)).ToHashSet(StringComparer.Ordinal);
        var cases = Cases(labelled);
        var casesOf = own.ToDictionary(pair => pair.Key, pair => Cases(pair.Value), StringComparer.Ordinal);
        var lookAlikes = Cases(innocent);
        bool Within(string id) => place.TryGetValue(id, out var rank) && rank <= budget;

        return new EvaluationReport
        {
            RunId = runId,
            Scored = place.Count,
            Budget = budget,
            Labelled = labelled.Count,
            LabelledNotScored = labelled.Count(id => !place.ContainsKey(id)),
            Precision = Share(cases.FoundWithin(budget), Math.Min(budget, place.Count)),
            Recall = Recall(budget),
            AveragePrecision = AveragePrecision(cases, labelled.Count),
            AveragePrecisionInterval = Between(cases, labelled.Count, seed),
            LookAlikeShare = innocent.Count == 0 ? null : Share(lookAlikes.FoundWithin(budget), Math.Min(budget, place.Count)),
            FlaggedPayouts = flagged.Count,
            FlaggedLookAlikeShare = innocent.Count == 0 ? null : Share(flagged.Count(innocent.Contains), flagged.Count),
            NotMeasured = [.. NotMeasured()],
            Typologies = [.. TypologyWords.All.Select(typology => Quality(typology.Word()))],
            Budgets =
            [
                .. BudgetShares.Select(share => Math.Max(1, (int)Math.Ceiling(place.Count * share))).Append(budget).Where(reviews => reviews > 0).Distinct().Order().Select(AtBudget),
            ],
            Scenarios = Scenarios(labels, Within),
            LookAlikes = Scenarios(benign.Where(label => innocent.Contains(label.TransferId)), Within),
            Calibration = [.. TypologyWords.Behavioural.SelectMany(typology => Calibration(typology.Word()))],
            Curves = [Curve(All, cases, labelled.Count), .. own.Where(pair => pair.Value.Count > 0).Select(pair => Curve(pair.Key, casesOf[pair.Key], pair.Value.Count))],
            Resamples = Resamples,
            Seed = seed,
        };

        // A file of labels holds one at the least.
        double Recall(int reviews) => (double)cases.FoundWithin(reviews) / labelled.Count;

        RankedCases Cases(IEnumerable<string> ids) => new(place.Count, ids.Where(place.ContainsKey).Select(id => place[id]));

        TypologyQuality Quality(string typology)
        {
            var rows = scores.Where(row => row.Typology == typology).ToArray();
            var ranked = new RankedCases(rows.Length, rows.Where(row => own[typology].Contains(row.TransferId)).Select(row => row.Rank));
            return new TypologyQuality(
                typology, own[typology].Count, Share(casesOf[typology].FoundWithin(budget), own[typology].Count),
                own[typology].Count == 0 ? null : AveragePrecision(ranked, own[typology].Count), Between(ranked, own[typology].Count, seed));
        }

        BudgetQuality AtBudget(int reviews) => new(
            (double)reviews / place.Count, reviews, cases.Precision(reviews), Recall(reviews),
            own.ToDictionary(pair => pair.Key, pair => Share(casesOf[pair.Key].FoundWithin(reviews), pair.Value.Count), StringComparer.Ordinal),
            innocent.Count == 0 ? null : lookAlikes.Precision(reviews));

        IEnumerable<string> NotMeasured()
        {
            var without = own.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key).Order(StringComparer.Ordinal).ToArray();
            if (without.Length > 0) yield return $"No payout is labelled {string.Join(", ", without)}: recall and average precision are not measured there.";
            if (budget == 0) yield return "The night bore no review: precision and the share of look-alikes are not measured.";
            if (innocent.Count == 0) yield return "No innocent look-alike is known: their share is not measured.";
            var unassessed = TypologyWords.Behavioural.Select(typology => typology.Word()).Where(typology => !scores.Any(row => row.Typology == typology && !labelled.Contains(row.TransferId))).ToArray();
            if (unassessed.Length > 0) yield return $"No payout without a label was assessed for {string.Join(", ", unassessed)}: calibration is not measured there.";
        }

        IEnumerable<CalibrationPoint> Calibration(string typology)
        {
            var rows = scores.Where(row => row.Typology == typology).ToArray();
            var ordinary = rows.Where(row => !labelled.Contains(row.TransferId)).ToArray();
            foreach (var score in CalibratedScores)
            {
                yield return new CalibrationPoint(
                    typology, score, Math.Round(1 - score, 6), Share(ordinary.Count(row => row.Score >= score), ordinary.Length),
                    rows.Count(row => row.Score >= score), rows.Count(row => row.Score >= score && own[typology].Contains(row.TransferId)));
            }
        }

        QualityCurve Curve(string name, RankedCases ranked, int all)
        {
            // Up to one payout in twenty: no finance team reads further.
            var reviews = Enumerable.Range(1, 100).Select(i => Math.Max(1, (int)Math.Round(place.Count * 0.0005 * i))).Distinct();
            return new QualityCurve(name, [.. reviews.Where(each => each <= place.Count).Select(each => new CurvePoint((double)each / place.Count, (double)ranked.FoundWithin(each) / all, ranked.Precision(each)))]);
        }
    }

    private static Interval? Between(RankedCases cases, int labelled, int seed)
    {
        if (cases.Positives == 0) return null;
        var (low, high) = cases.AveragePrecisionInterval(Resamples, seed);
        var ranked = (double)cases.Positives / labelled;
        return new Interval(low * ranked, high * ranked);
    }

    private static ScenarioQuality[] Scenarios(IEnumerable<Label> labels, Func<string, bool> within) =>
    [
        .. (from label in labels
           group label.TransferId by label.Scenario into scenario
           let ids = scenario.Distinct(StringComparer.Ordinal).ToArray()
           select new ScenarioQuality(scenario.Key, ids.Length, ids.Count(within))).OrderBy(quality => quality.Scenario, StringComparer.Ordinal),
    ];

    /// <summary>Labelled payouts that were not assessed count as missed.</summary>
    private static double AveragePrecision(RankedCases cases, int labelled) => cases.Positives == 0 ? 0 : cases.AveragePrecision * cases.Positives / labelled;

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
