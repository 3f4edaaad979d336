// How many reviews a night bears.
namespace Paysieve.Pipeline.Findings;

/// <summary>Section <c>Alerting</c>.</summary>
public sealed record AlertingSettings
{
    public const string Section = "Alerting";

    /// <summary>Payouts flagged per night at the most for the three behavioural typologies; unset = <see cref="ReviewShare"/> of scored payouts.</summary>
    public int? ReviewsPerNight { get; init; }

    /// <summary>Share of scored payouts flagged when <see cref="ReviewsPerNight"/> is unset; 0 exclusive to 1.</summary>
    public double ReviewShare { get; init; } = 0.01;

    /// <summary>Least evidence (-log10) for a flag, 0.5 to 12: 2.6 = stranger than 399 in 400 past payouts. Below it nothing is flagged however quiet the night.</summary>
    public double LeastEvidence { get; init; } = 2.6;

    public IEnumerable<string> Failures()
    {
        if (ReviewsPerNight is < 0) yield return "Alerting:ReviewsPerNight must be 0 or more";
        if (!(ReviewShare > 0 && ReviewShare <= 1)) yield return "Alerting:ReviewShare must be over 0 and at most 1";
        if (!(LeastEvidence >= 0.5 && LeastEvidence <= 12)) yield return "Alerting:LeastEvidence must be 0.5 to 12";
    }

    /// <summary>The night's budget in payouts, at least 1 when anything was scored.</summary>
    public int Budget(int scored) => ReviewsPerNight ?? (scored == 0 ? 0 : Math.Max(1, (int)Math.Ceiling(scored * ReviewShare)));
}
