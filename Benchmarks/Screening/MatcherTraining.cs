// Makes the model that the program ships with: the same training as `train --matcher`, on half of the entries, so that the other
// half can judge it.
using Microsoft.ML;
using Paysieve.Pipeline.Screening.Learning;

namespace Paysieve.Benchmarks.Screening;

internal static class MatcherTraining
{
    private const int Seed = 20261123;

    public static void Run(string folder, string file)
    {
        var trained = MatchTraining.Train(ListFolder.Open(folder), Seed, MatchTraining.IsLearntFrom);
        Console.WriteLine($"{trained.TruePairs:N0} true and {trained.FalsePairs:N0} false pairs");
        foreach (var (feature, weight) in trained.Model.Weights) Console.WriteLine($"{feature,-32} {weight:f2}");
        using var target = File.Create(file);
        new MLContext(Seed).Model.Save(trained.Model.Transformer, null, target);
    }
}
