// train, evaluate, models, and the exports for data science.
using System.Globalization;
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;

namespace Paysieve.Jobs.Commands;

internal static class ModelVerbs
{
    public static async Task<ExitCode> TrainAsync(VerbCall call, bool matcher, CancellationToken cancel)
    {
        var outcome = await call.Errors.WatchAsync(async progress =>
        {
            await using var workspace = await Opening.ToWriteAsync(call, progress, cancel).ConfigureAwait(false);
            return await TrainRun.ExecuteAsync(workspace, matcher, cancel).ConfigureAwait(false);
        }).ConfigureAwait(false);
        call.Printer.Show(outcome, printer =>
        {
            printer.Heading($"Bundle {Printer.Id(outcome.BundleId)}{(outcome.IsNew ? "" : ": the same as before")}");
            printer.Facts(
                ("trained on", $"{Printer.Count(outcome.TrainingRows, "payout")} of {Printer.Day(outcome.From)} to {Printer.Day(outcome.To)}"),
                ("left out", outcome.LeftOut == 0 ? null : $"{Printer.Count(outcome.LeftOut)} for a hard fact"),
                ("in use", outcome.InUse ? "yes" : $"no: a challenger, scored in shadow until `paysieve models promote {Printer.Id(outcome.BundleId)}`"));
        });
        return ExitCode.Done;
    }

    public static async Task<ExitCode> EvaluateAsync(VerbCall call, string labels, string? benign, string? run, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var outcome = await EvaluationRun.ExecuteAsync(workspace, labels, benign, run, cancel).ConfigureAwait(false);
        call.Printer.Show(outcome, printer =>
        {
            printer.Heading($"Run {outcome.RunId}: {Printer.Count(outcome.Scored)} payouts scored, {Printer.Count(outcome.Budget)} reviews a night");
            printer.Facts(
                ("precision", Share(outcome.Precision)),
                ("recall", Printer.Share(outcome.Recall)),
                ("average precision", Printer.Score(outcome.AveragePrecision) + Between(outcome.AveragePrecisionInterval)),
                ("look-alikes within the budget", Share(outcome.LookAlikeShare)),
                ("flagged", $"{Printer.Count(outcome.FlaggedPayouts, "payout")}, of them look-alikes {Share(outcome.FlaggedLookAlikeShare)}"),
                ("not scored", outcome.LabelledNotScored == 0 ? null : $"{Printer.Count(outcome.LabelledNotScored, "labelled payout")}, counted as missed"));
            printer.Table(
                [new("typology"), new("labelled", Side.Right), new("recall", Side.Right), new("average precision", Side.Right), new("95 %", Side.Right)],
                [.. outcome.Typologies.Select(each => (IReadOnlyList<string>)
                    [each.Typology, Printer.Count(each.Labelled), Share(each.RecallWithin), Score(each.AveragePrecision), Between(each.AveragePrecisionInterval).Trim(' ', ',')])]);
            printer.Table(
                [new("budget"), new("reviews", Side.Right), new("precision", Side.Right), new("recall", Side.Right), new("look-alikes", Side.Right)],
                [.. outcome.Budgets.Select(each => (IReadOnlyList<string>)[Printer.Share(each.Share), Printer.Count(each.Reviews), Printer.Share(each.Precision), Printer.Share(each.Recall), Share(each.LookAlikeShare)])]);
            Scenarios(printer, "scenario", "found", outcome.Scenarios);
            Scenarios(printer, "look-alike", "flagged", outcome.LookAlikes);
            printer.Table(
                [new("score", Side.Right), new("should reach it", Side.Right), new("do", Side.Right), new("calibration of")],
                [.. outcome.Calibration.Select(each => (IReadOnlyList<string>)[Printer.Score(each.Score), Fine(each.Expected), each.Observed is { } seen ? Fine(seen) : "-", each.Typology])]);
            foreach (var sentence in outcome.NotMeasured) printer.Line("  - " + sentence);
            printer.Line("  page and numbers: " + Path.Combine(workspace.ReportsFolder, outcome.RunId, EvaluationPage.HtmlName) + ", " + EvaluationPage.JsonName);
        });
        return ExitCode.Done;
    }

    private static string Share(double? share) => share is { } known ? Printer.Share(known) : "-";

    private static string Score(double? score) => score is { } known ? Printer.Score(known) : "-";

    public static async Task<ExitCode> ListAsync(VerbCall call, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var bundles = ModelDesk.List(workspace);
        call.Printer.Show(new { Bundles = bundles.Select(Short) }, printer =>
        {
            if (bundles.Count == 0) printer.Line("No bundle yet: the first night, or `paysieve train`, makes one.");
            else printer.Table(
                [new("bundle"), new("in use"), new("made"), new("trained on", Side.Right), new("from"), new("to"), new("catalogue")],
                [.. bundles.Select(bundle => (IReadOnlyList<string>)
                [
                    Printer.Id(bundle.BundleId), bundle.InUse ? "yes" : "", Printer.Moment(bundle.Card.CreatedAt), Printer.Count(bundle.Card.TrainingRows),
                    bundle.Card.TrainedFrom is { } from ? Printer.Day(from) : "", bundle.Card.TrainedTo is { } to ? Printer.Day(to) : "", bundle.Card.CatalogueVersion,
                ])]);
        });
        return ExitCode.Done;
    }

    public static async Task<ExitCode> ShowAsync(VerbCall call, string bundle, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var shown = ModelDesk.Show(workspace, bundle);
        call.Printer.Show(shown, printer =>
        {
            var card = shown.Card;
            printer.Heading($"Bundle {shown.BundleId}{(shown.InUse ? ", in use" : "")}");
            printer.Facts(
                ("made", Printer.Moment(card.CreatedAt)),
                ("trained on", $"{Printer.Count(card.TrainingRows, "payout")}{(card.TrainedFrom is { } from && card.TrainedTo is { } to ? $" of {Printer.Day(from)} to {Printer.Day(to)}" : "")}"),
                ("data", card.DataHash.Length == 0 ? null : Printer.Id(card.DataHash)),
                ("seed", card.Seed.ToString(CultureInfo.InvariantCulture)),
                ("catalogue", card.CatalogueVersion),
                ("program", card.ProgramVersion),
                ("models", string.Join(", ", shown.Models)));
            if (card.Metrics.Count > 0)
                printer.Table([new("figure"), new("value", Side.Right)], [.. card.Metrics.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (IReadOnlyList<string>)[pair.Key, pair.Value.ToString("0.####", CultureInfo.InvariantCulture)])]);
            foreach (var limit in card.KnownLimits) printer.Line("  - " + limit);
        });
        return ExitCode.Done;
    }

    public static async Task<ExitCode> ExportFeaturesAsync(VerbCall call, string run, string file, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        await ScoreExport.FeaturesAsync(workspace, run, file, cancel).ConfigureAwait(false);
        return Written(call, file);
    }

    public static async Task<ExitCode> ExportScoresAsync(VerbCall call, string run, string file, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        await ScoreExport.ScoresAsync(workspace, run, file, cancel).ConfigureAwait(false);
        return Written(call, file);
    }

    private static ExitCode Written(VerbCall call, string file)
    {
        call.Printer.Show(new { File = file }, printer => printer.Line("Wrote " + file));
        return ExitCode.Done;
    }

    private static object Short(BundleLine bundle) => new { bundle.BundleId, bundle.InUse, bundle.Card.CreatedAt, bundle.Card.TrainingRows, bundle.Card.TrainedFrom, bundle.Card.TrainedTo, bundle.Card.CatalogueVersion };

    private static string Fine(double share) => (100 * share).ToString("0.000", CultureInfo.InvariantCulture) + " %";

    private static string Between(Interval? interval) => interval is null ? "" : $", {Printer.Score(interval.Low)} to {Printer.Score(interval.High)}";

    private static void Scenarios(Printer printer, string kind, string hit, IReadOnlyList<ScenarioQuality> scenarios)
    {
        if (scenarios.Count == 0) return;
        printer.Table(
            [new(kind), new("payouts", Side.Right), new(hit, Side.Right)],
            [.. scenarios.Select(each => (IReadOnlyList<string>)[each.Scenario, Printer.Count(each.Total), Printer.Count(each.Hit)])]);
    }
}
