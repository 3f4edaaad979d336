// Makes the model that the program ships with: the same training as `train --matcher`, on half of the entries and half of the names that
// people on no list have, so that the other halves can judge it.
using System.IO.Compression;
using Microsoft.ML;
using Paysieve.Pipeline.Screening.Learning;

namespace Paysieve.Benchmarks.Screening;

internal static class MatcherTraining
{
    private const int Seed = 20261123;

    public static void Run(string folder, string file)
    {
        var trained = MatchTraining.Train(ListFolder.Open(folder), Seed, MatchTraining.IsLearntFrom, MatchTraining.IsLearntFrom);
        Console.WriteLine($"{trained.TruePairs:N0} true and {trained.FalsePairs:N0} false pairs");
        foreach (var (feature, weight) in trained.Model.Weights) Console.WriteLine($"{feature,-32} {weight:f2}");
        using var model = new MemoryStream();
        new MLContext(Seed).Model.Save(trained.Model.Transformer, null, model);
        WithoutTimes(model);
        File.WriteAllBytes(file, model.ToArray());
    }

    // An archive tells of every entry when it was written: the same lists give the same file all the same.
    private static void WithoutTimes(MemoryStream model)
    {
        using var archive = new ZipArchive(model, ZipArchiveMode.Update, leaveOpen: true);
        foreach (var entry in archive.Entries) entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
