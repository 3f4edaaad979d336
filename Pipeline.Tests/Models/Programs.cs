// The programs of Models/README.md, word for word: compiled here, run by ProgramTests, and held against the text there.
using Microsoft.ML;
using Microsoft.ML.Data;
using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

internal static class Programs
{
    public static void First(string[] args)
    {
        var context = new MLContext(seed: 1).RegisterPaysieveModels();
        var rows = context.Data.LoadFromTextFile(args[0], [new TextLoader.Column("Features", DataKind.Single, 0, 3)], ',', hasHeader: true);
        var model = new AnomalyEnsembleEstimator().Fit(rows);
        context.Model.Save(model, rows.Schema, args[1]);
        var scored = context.Model.Load(args[1], out _).Transform(rows);
        var surprise = scored.GetColumn<double>("Surprise").ToArray();
        var why = scored.GetColumn<double[]>("Contributions").ToArray();
        foreach (var row in Enumerable.Range(0, surprise.Length).OrderByDescending(i => surprise[i]).Take(3))
            Console.WriteLine($"row {row}: surprise {surprise[row]:F2}, mostly for column {Array.IndexOf(why[row], why[row].Max())}");
    }

    public static void Second(string[] args)
    {
        var context = new MLContext(seed: 1);
        var rows = context.Data.LoadFromTextFile(args[0], [new TextLoader.Column("Features", DataKind.Single, 0, 3)], ',', hasHeader: true);
        var pipeline = context.Transforms.NormalizeLogMeanVariance("Features")
            .Append(new NearestNeighboursEstimator(new() { ScoreColumn = "Distance" }));
        var scored = pipeline.Fit(rows).Transform(rows);
        Console.WriteLine($"greatest distance {scored.GetColumn<double>("Distance").Max():F2}");
    }

    public static void Third()
    {
        var random = new Random(1);
        var kinds = Enumerable.Range(0, 2000).Select(i => i % 4 == 0 ? "contractor" : "employee").ToArray();
        var values = kinds.SelectMany(kind => new[] { random.NextSingle() * (kind == "contractor" ? 9 : 1), random.NextSingle() }).ToArray();
        var rows = new FeatureTable(["amount", "hour"], kinds.Length, values);
        var model = new HistogramEstimator().Fit(rows);
        var scores = model.Score(rows, threads: 2);
        var calibrator = GroupedCalibrator.Fit(scores, kinds);
        var row = Enumerable.Range(0, scores.Length).MaxBy(i => calibrator.Surprise(scores[i], kinds[i]));
        Console.WriteLine($"row {row}, {kinds[row]}: p = {calibrator.TailProbability(scores[row], kinds[row]):G3}");
    }
}
