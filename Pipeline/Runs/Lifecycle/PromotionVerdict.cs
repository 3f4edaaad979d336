// Whether a challenger may take over, in words that a person can argue with.
using System.Globalization;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs.Lifecycle;

/// <summary>One line of a comparison: the mean over the months, NaN where nothing was measured.</summary>
/// <param name="Weighs">True when the verdict depends on it.</param>
public sealed record ComparedMeasure(string Name, double? A, double? B, bool Weighs);

/// <summary>Two bundles side by side.</summary>
/// <param name="A">The one in use, or the first named.</param>
/// <param name="Months">Months judged, oldest first.</param>
/// <param name="Worse">Why B may not take A's place; empty when it may.</param>
public sealed record ComparisonOutcome(
    string A, string B, IReadOnlyList<DateOnly> Months, int Payouts, int Planted, int Labelled, IReadOnlyList<ComparedMeasure> Measures, IReadOnlyList<string> Worse);

internal static class PromotionVerdict
{
    /// <summary>
    /// B is worse when its average precision is lower by more than <paramref name="tolerance"/>, or its recall of any typology is lower
    /// by more than three times that. Labels decide where there are any, planted changes otherwise. Nothing measured is nothing shown.
    /// </summary>
    public static ComparisonOutcome Of(string a, string b, IReadOnlyList<BacktestMonth> months, int labelled, double tolerance)
    {
        var byLabels = labelled > 0;
        var measures = new List<ComparedMeasure>();
        var worse = new List<string>();
        Add("average precision, labels", month => month.LabelPrecision, byLabels, tolerance);
        foreach (var typology in TypologyWords.Behavioural) Add($"recall {typology.Word()}, labels", month => month.LabelRecall[typology], byLabels, 3 * tolerance);
        Add("look-alikes on the review list", month => -month.LookAlikes, byLabels, 3 * tolerance);
        Add("average precision, planted changes", month => month.PlantedPrecision, !byLabels, tolerance);
        foreach (var typology in TypologyWords.Behavioural) Add($"recall {typology.Word()}, planted changes", month => month.PlantedRecall[typology], !byLabels, 3 * tolerance);
        Add("review list kept after a month more of data", month => month.Stability, weighs: false, 0);
        Add("payouts beyond evidence 2 (1 % is as claimed)", month => month.Beyond99, weighs: false, 0);
        if (Mean(months.Select(month => month.Agreement)) is { } agreement) measures.Add(new ComparedMeasure("review list in common", agreement, agreement, false));
        if (months.Count == 0) worse.Add("the lake's history is too short for a backtest: there is no month with 90 days and 200 payouts before it");
        else if (!measures.Exists(measure => measure.Weighs)) worse.Add("the backtest found nothing to measure by: no label and no payout that could be changed");
        return new ComparisonOutcome(a, b, [.. months.Select(month => month.Month)], months.Sum(month => month.Payouts), months.Sum(month => month.Planted), labelled, measures, worse);

        void Add(string name, Func<MonthMeasure, double> value, bool weighs, double slack)
        {
            var (first, second) = (Mean(months.Select(month => value(month.A))), Mean(months.Select(month => value(month.B))));
            if (first is not { } mean || second is not { } other) return;
            measures.Add(new ComparedMeasure(name, Math.Abs(mean), Math.Abs(other), weighs));
            if (weighs && other < mean - slack)
                worse.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {Math.Abs(other):0.000} against {Math.Abs(mean):0.000}, worse by more than {slack:0.###}"));
        }
    }

    private static double? Mean(IEnumerable<double> values)
    {
        var known = values.Where(value => !double.IsNaN(value)).ToArray();
        return known.Length == 0 ? null : known.Average();
    }
}
