// How well a run's ranking did against labels, as one value: whoever has the labels fills it, this room writes it as a page and as JSON.
namespace Paysieve.Pipeline.Reporting;

/// <summary>
/// Quality of one run against labels. Shares are 0 to 1, and null where there is nothing to have a share of (<see cref="NotMeasured"/> says what
/// and why): 0 is told of labelled payouts that were all missed, and of nothing else. Payouts without a label are counted as not wanted, though some may be
/// cases nobody knows of: precision is a lower bound.
/// </summary>
public sealed record EvaluationReport
{
    public required string RunId { get; init; }

    /// <summary>Payouts scored.</summary>
    public required int Scored { get; init; }

    /// <summary>Reviews the night bore.</summary>
    public required int Budget { get; init; }

    /// <summary>Distinct payouts with a label, scored or not.</summary>
    public required int Labelled { get; init; }

    /// <summary>Labelled payouts that the run did not score: they count as missed.</summary>
    public required int LabelledNotScored { get; init; }

    /// <summary>Null when the night bore no review, as the share of look-alikes.</summary>
    public required double? Precision { get; init; }
    public required double Recall { get; init; }

    /// <summary>Of the one review ranking over distinct payouts.</summary>
    public required double AveragePrecision { get; init; }

    /// <summary>Null when the run scored none of the labelled payouts.</summary>
    public required Interval? AveragePrecisionInterval { get; init; }

    /// <summary>Share of look-alikes among the payouts within the budget; null when none are known.</summary>
    public required double? LookAlikeShare { get; init; }

    /// <summary>Payouts with a flag that was not held back, list matches included.</summary>
    public required int FlaggedPayouts { get; init; }

    /// <summary>Null when none are known, or nothing was flagged.</summary>
    public required double? FlaggedLookAlikeShare { get; init; }

    /// <summary>What is null above and in the tables, and why: whole sentences.</summary>
    public required IReadOnlyList<string> NotMeasured { get; init; }
    public required IReadOnlyList<TypologyQuality> Typologies { get; init; }

    /// <summary>By rising budget; the night's own is among them.</summary>
    public required IReadOnlyList<BudgetQuality> Budgets { get; init; }
    public required IReadOnlyList<ScenarioQuality> Scenarios { get; init; }
    public required IReadOnlyList<ScenarioQuality> LookAlikes { get; init; }
    public required IReadOnlyList<CalibrationPoint> Calibration { get; init; }

    /// <summary>For the drawings: recall at rising budgets, over all and per typology.</summary>
    public required IReadOnlyList<QualityCurve> Curves { get; init; }

    /// <summary>Resamples and seed of the intervals.</summary>
    public required int Resamples { get; init; }
    public required int Seed { get; init; }
}

/// <summary>95 % bootstrap interval.</summary>
public sealed record Interval(double Low, double High);

/// <param name="RecallWithin">Share of the typology's labelled payouts within the review budget; null without labelled payouts, as the next two.</param>
/// <param name="AveragePrecision">Of the typology's own ranking.</param>
public sealed record TypologyQuality(string Typology, int Labelled, double? RecallWithin, double? AveragePrecision, Interval? AveragePrecisionInterval);

/// <param name="Share">Budget as a share of the scored payouts.</param>
/// <param name="Recall">Over all, then per typology (null without labelled payouts).</param>
/// <param name="LookAlikeShare">Null when none are known.</param>
public sealed record BudgetQuality(
    double Share, int Reviews, double Precision, double Recall, IReadOnlyDictionary<string, double?> RecallPerTypology, double? LookAlikeShare);

/// <param name="Hit">How many of them are within the review budget.</param>
public sealed record ScenarioQuality(string Scenario, int Total, int Hit);

/// <summary>Whether a score means what it says: how many payouts without a label reach it, against how many should.</summary>
/// <param name="Expected">Share of ordinary payouts that should score so high: 1 - score.</param>
/// <param name="Observed">Share of the assessed payouts without a label that do; null when none was assessed.</param>
/// <param name="Reached">Assessed payouts that do, labelled or not.</param>
/// <param name="ReachedLabelled">Of them labelled under this typology.</param>
public sealed record CalibrationPoint(string Typology, double Score, double Expected, double? Observed, int Reached, int ReachedLabelled);

/// <param name="Name">A typology, or <c>all</c>.</param>
/// <param name="Points">By rising budget.</param>
public sealed record QualityCurve(string Name, IReadOnlyList<CurvePoint> Points);

/// <param name="Budget">Reviews as a share of the scored payouts.</param>
public sealed record CurvePoint(double Budget, double Recall, double Precision);
