// The three drawings of an evaluation: what a review budget buys, what it costs in false alarms, and whether the scores keep their word.
using System.Text;
using ScottPlot;

namespace Paysieve.Pipeline.Reporting;

/// <summary>Plots as SVG text. Letters are measured with the fonts of the machine, so the bytes may differ between machines; the numbers do not.</summary>
internal static class EvaluationPlots
{
    private const int Width = 620, Height = 380;

    public static string Recall(EvaluationReport report)
    {
        using var plot = Empty("Recall at review budgets", "payouts reviewed, % of all", "labelled payouts among them, %");
        foreach (var curve in report.Curves)
            Line(plot, curve.Name, [.. curve.Points.Select(point => 100 * point.Budget)], [.. curve.Points.Select(point => 100 * point.Recall)], bold: curve.Name == "all");
        if (report.Scored > 0)
        {
            var budget = plot.Add.VerticalLine(100.0 * report.Budget / report.Scored);
            budget.Color = Colors.Gray;
            budget.LinePattern = LinePattern.Dashed;
            budget.LegendText = "the night's budget";
        }
        plot.Axes.SetLimitsY(0, 102);
        return Svg(plot, Alignment.LowerRight);
    }

    public static string PrecisionAgainstRecall(EvaluationReport report)
    {
        using var plot = Empty("Precision against recall", "recall, %", "precision, %");
        foreach (var curve in report.Curves)
            Line(plot, curve.Name, [.. curve.Points.Select(point => 100 * point.Recall)], [.. curve.Points.Select(point => 100 * point.Precision)], bold: curve.Name == "all");
        plot.Axes.SetLimits(0, 102, 0, 102);
        return Svg(plot, Alignment.UpperRight);
    }

    public static string Calibration(EvaluationReport report)
    {
        using var plot = Empty("Calibration", "evidence claimed, −log10 of 1 − score", "evidence seen among unlabelled payouts, −log10");
        foreach (var points in report.Calibration.GroupBy(point => point.Typology, StringComparer.Ordinal))
        {
            var seen = points.Where(point => point.Observed > 0).ToList();
            Line(plot, points.Key, [.. seen.Select(point => -Math.Log10(point.Expected))], [.. seen.Select(point => -Math.Log10(point.Observed!.Value))], bold: false);
        }
        var promise = plot.Add.Line(0.5, 0.5, 4.2, 4.2);
        promise.LineColor = Colors.Gray;
        promise.LinePattern = LinePattern.Dashed;
        promise.LegendText = "as claimed";
        plot.Axes.SetLimits(0.5, 4.2, 0.5, 4.2);
        return Svg(plot, Alignment.UpperLeft);
    }

    private static Plot Empty(string title, string x, string y)
    {
        var plot = new Plot();
        plot.Title(title);
        plot.XLabel(x);
        plot.YLabel(y);
        return plot;
    }

    private static void Line(Plot plot, string name, double[] x, double[] y, bool bold)
    {
        if (x.Length == 0) return;
        var line = plot.Add.ScatterLine(x, y);
        line.LineWidth = bold ? 3 : 1.6f;
        line.LegendText = name;
    }

    private static string Svg(Plot plot, Alignment legend)
    {
        plot.ShowLegend(legend);
        return "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(plot.GetSvgXml(Width, Height)));
    }
}
