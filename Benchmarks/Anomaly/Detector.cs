// Every detector as it comes, nothing tuned: a name, whether a seed changes it, and the scores of the rows it was fitted on.
using Paysieve.Models;

namespace Paysieve.Benchmarks;

internal sealed record Detector(string Name, bool Draws, Func<FeatureTable, int, double[]> Scores)
{
    public static readonly IReadOnlyList<Detector> All =
    [
        new("ensemble", true, (rows, seed) => new AnomalyEnsembleEstimator(new() { Seed = seed }).Fit(rows).Score(rows).Surprise),
        new("neighbours", true, (rows, seed) => new NearestNeighboursEstimator(new() { Seed = seed }).Fit(rows).Score(rows)),
        new("forest", true, (rows, seed) => new IsolationForestEstimator(new() { Seed = seed }).Fit(rows).Score(rows)),
        new("components", false, (rows, _) => new PrincipalComponentsEstimator().Fit(rows).Score(rows)),
        new("histogram", false, (rows, _) => new HistogramEstimator().Fit(rows).Score(rows)),
        new("tail", false, (rows, _) => new EmpiricalTailEstimator().Fit(rows).Score(rows)),
    ];
}
