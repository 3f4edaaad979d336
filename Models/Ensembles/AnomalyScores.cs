// What the ensemble answers: scores of many rows, reasons of one.
namespace Paysieve.Models;

/// <summary>Scores of a table's rows, each array in row order.</summary>
/// <param name="Score">1 - p, in 0..1; rows with a surprise beyond 15 round to 1, so rank by <paramref name="Surprise"/>.</param>
/// <param name="Surprise">-log10 p, ≥ 0, p being the calibrated tail probability of the mix.</param>
/// <param name="ForestScore">The isolation forest's score, in (0, 1); NaN where it is no member.</param>
/// <param name="TailScore">The empirical tails' sum, ≥ 0; NaN where they are no member.</param>
public sealed record AnomalyScores(double[] Score, double[] Surprise, double[] ForestScore, double[] TailScore)
{
    /// <summary>Every member's own score, as its transformer gives it.</summary>
    public IReadOnlyDictionary<EnsembleMember, double[]> Members { get; init; } = new Dictionary<EnsembleMember, double[]>();
}

/// <summary>One row's surprise taken apart.</summary>
/// <param name="Score">1 - p, in 0..1.</param>
/// <param name="Surprise">-log10 p, ≥ 0.</param>
/// <param name="Members">Each member's own calibrated surprise, ≥ 0.</param>
/// <param name="Contributions">One number ≥ 0 per feature in the trained order; they add up to the surprise within 1e-6.</param>
public sealed record AnomalyExplanation(double Score, double Surprise, IReadOnlyDictionary<EnsembleMember, double> Members, double[] Contributions)
{
    /// <summary>Every member's own score, as <see cref="AnomalyScores.Members"/> has it.</summary>
    public IReadOnlyDictionary<EnsembleMember, double> OwnScores { get; init; } = new Dictionary<EnsembleMember, double>();
}
