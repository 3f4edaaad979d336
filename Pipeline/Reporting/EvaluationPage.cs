// The page a data scientist opens after `evaluate`: the numbers that decide, then the drawings, then every scenario.
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Paysieve.Pipeline.Reporting;

/// <summary>Writes <c>evaluation.html</c> (one self-contained file without scripts or network) and <c>evaluation.json</c> (the same numbers).</summary>
public static class EvaluationPage
{
    public const string HtmlName = "evaluation.html", JsonName = "evaluation.json";

    private const string NoneLabelled = "none labelled";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Both files into a folder, each beside and then renamed.</summary>
    /// <exception cref="IOException">The disk refuses; a former file is as it was.</exception>
    public static (string Html, string Json) Write(string folder, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        PrivateFile.MakeFolder(folder);
        var text = new StringWriter(CultureInfo.InvariantCulture);
        Draw(report, new Page(text));
        return (Beside(Path.Combine(folder, HtmlName), text.ToString()), Beside(Path.Combine(folder, JsonName), JsonSerializer.Serialize(report, Json) + "\n"));
    }

    private static string Beside(string path, string text)
    {
        using (var stream = PrivateFile.Create(path + ".part")) stream.Write(Encoding.UTF8.GetBytes(text));
        File.Move(path + ".part", path, overwrite: true);
        return path;
    }

    private static void Draw(EvaluationReport report, Page page)
    {
        page.Line($"<!DOCTYPE html>");
        page.Line($"<html lang=\"en\"><head><meta charset=\"utf-8\"/>");
        page.Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"/>");
        page.Line($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><meta name=\"robots\" content=\"noindex\"/>");
        page.Line($"<title>Paysieve: evaluation of run {report.RunId}</title>");
        page.Style();
        page.Line($"</head><body><header class=\"top\"><p class=\"small soft\">Paysieve evaluation, run {report.RunId}</p>");
        page.Line($"<h1>{Percent(report.Recall)} of {Figures.Count(report.Labelled, "labelled payout", "labelled payouts")} within {Figures.Count(report.Budget, "review", "reviews")}</h1>");
        page.Line($"<p class=\"lead\">{Figures.Count(report.Scored, "payout", "payouts")} scored; average precision {Number(report.AveragePrecision)}{Of(report.AveragePrecisionInterval)}{Lead(report)}.</p>");
        foreach (var sentence in report.NotMeasured) page.Line($"<p>{sentence}</p>");
        if (report.LabelledNotScored > 0)
            page.Line($"<p>{Figures.Count(report.LabelledNotScored, "labelled payout was", "labelled payouts were")} not scored by this run and count as missed.</p>");
        page.Line($"</header><main>");
        Budgets(report, page);
        Typologies(report, page);
        page.Line($"<h2>Drawings</h2>");
        Picture(page, EvaluationPlots.Recall(report), "Recall at review budgets, over all and per typology; the numbers stand in the tables.");
        Picture(page, EvaluationPlots.PrecisionAgainstRecall(report), "Precision against recall of the review ranking and of each typology's own labels.");
        Picture(page, EvaluationPlots.Calibration(report), "Calibration: evidence claimed by the score against evidence seen among payouts without a label.");
        Scenarios(page, "Scenarios", "found", report.Scenarios);
        Scenarios(page, "Innocent look-alikes", "within the budget", report.LookAlikes);
        Calibration(report, page);
        page.Line($"<h2>How to read this</h2>");
        page.Line($"<p>Payouts without a label count as not wanted, though some may be cases that nobody knows of: precision is a lower bound. Intervals are 95 % of {Figures.Count(report.Resamples)} bootstraps, seed {report.Seed}; payouts are drawn one by one, so where labels come in bunches (one campaign, several victims) the truth is wider.</p>");
        page.Line($"</main></body></html>");
    }

    private static void Budgets(EvaluationReport report, Page page)
    {
        page.Line($"<h2>Review budgets</h2><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Budget</th><th scope=\"col\" class=\"num\">Reviews</th><th scope=\"col\" class=\"num\">Precision</th><th scope=\"col\" class=\"num\">Recall</th>");
        foreach (var typology in report.Typologies) page.Line($"<th scope=\"col\" class=\"num\">{typology.Typology}</th>");
        page.Line($"<th scope=\"col\" class=\"num\">Look-alikes</th></tr></thead><tbody>");
        foreach (var budget in report.Budgets)
        {
            page.Line($"<tr><th scope=\"row\">{Percent(budget.Share)}{(budget.Reviews == report.Budget ? ", the night's" : "")}</th><td class=\"num\">{Figures.Count(budget.Reviews)}</td><td class=\"num\">{Percent(budget.Precision)}</td><td class=\"num\">{Percent(budget.Recall)}</td>");
            foreach (var typology in report.Typologies)
                page.Line($"<td class=\"num\">{Percent(budget.RecallPerTypology[typology.Typology], NoneLabelled)}</td>");
            page.Line($"<td class=\"num\">{Percent(budget.LookAlikeShare, "none known")}</td></tr>");
        }
        page.Line($"</tbody></table></div>");
    }

    private static void Typologies(EvaluationReport report, Page page)
    {
        page.Line($"<h2>Typologies</h2><div class=\"scroll\"><table><caption>At the night's budget; average precision of each typology's own ranking</caption><thead><tr><th scope=\"col\">Typology</th><th scope=\"col\" class=\"num\">Labelled</th><th scope=\"col\" class=\"num\">Recall</th><th scope=\"col\" class=\"num\">Average precision</th></tr></thead><tbody>");
        foreach (var each in report.Typologies)
            page.Line($"<tr><th scope=\"row\">{each.Typology}</th><td class=\"num\">{Figures.Count(each.Labelled)}</td><td class=\"num\">{Percent(each.RecallWithin, NoneLabelled)}</td><td class=\"num\">{(each.AveragePrecision is { } average ? Number(average) : NoneLabelled)}{Of(each.AveragePrecisionInterval)}</td></tr>");
        page.Line($"</tbody></table></div>");
    }

    private static void Scenarios(Page page, string heading, string hit, IReadOnlyList<ScenarioQuality> scenarios)
    {
        if (scenarios.Count == 0) return;
        page.Line($"<h2>{heading}</h2><table><thead><tr><th scope=\"col\">Scenario</th><th scope=\"col\" class=\"num\">Payouts</th><th scope=\"col\" class=\"num\">{hit}</th><th scope=\"col\" class=\"num\">share</th></tr></thead><tbody>");
        foreach (var each in scenarios)
            page.Line($"<tr><th scope=\"row\">{each.Scenario}</th><td class=\"num\">{Figures.Count(each.Total)}</td><td class=\"num\">{Figures.Count(each.Hit)}</td><td class=\"num\">{Percent((double)each.Hit / each.Total)}</td></tr>");
        page.Line($"</tbody></table>");
    }

    private static void Calibration(EvaluationReport report, Page page)
    {
        page.Line($"<h2>Calibration</h2><div class=\"scroll\"><table><caption>How many payouts without a label reach a score, against how many should</caption><thead><tr><th scope=\"col\">Typology</th><th scope=\"col\" class=\"num\">Score</th><th scope=\"col\" class=\"num\">Should</th><th scope=\"col\" class=\"num\">Do</th><th scope=\"col\" class=\"num\">Payouts there</th><th scope=\"col\" class=\"num\">Of them labelled</th></tr></thead><tbody>");
        foreach (var point in report.Calibration)
            page.Line($"<tr><th scope=\"row\">{point.Typology}</th><td class=\"num\">{Number(point.Score)}</td><td class=\"num\">{Fine(point.Expected)}</td><td class=\"num\">{(point.Observed is { } observed ? Fine(observed) : "none assessed")}</td><td class=\"num\">{Figures.Count(point.Reached)}</td><td class=\"num\">{Figures.Count(point.ReachedLabelled)}</td></tr>");
        page.Line($"</tbody></table></div>");
    }

    private static void Picture(Page page, string source, string words) => page.Line($"<p><img src=\"{source}\" alt=\"{words}\" style=\"max-width:100%;background:#fff\"/></p>");

    private static string Of(Interval? interval) => interval is null ? "" : $" ({Number(interval.Low)} to {Number(interval.High)})";

    private static string Lead(EvaluationReport report)
    {
        string?[] parts =
        [
            report.Precision is { } precision ? $"{Percent(precision)} of the reviews are labelled payouts" : null,
            report.LookAlikeShare is { } share ? $"{Percent(share)} of the reviews are known look-alikes" : null,
        ];
        return string.Concat(parts.OfType<string>().Select(part => "; " + part));
    }

    private static string Percent(double? share, string otherwise) => share is { } known ? Percent(known) : otherwise;

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Fine(double share) => (100 * share).ToString("0.###", CultureInfo.InvariantCulture) + " %";

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
