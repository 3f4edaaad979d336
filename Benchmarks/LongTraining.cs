// `training ROWS`: the default ensemble and the forest fitted on so many rows of 12 columns, with the time and the memory above the data.
using System.Diagnostics;
using Paysieve.Models;

namespace Paysieve.Benchmarks;

internal static class LongTraining
{
    public static void Run(int rows)
    {
        var table = DrawnTable.Of(rows);
        Measure("isolation forest", () => new IsolationForestEstimator().Fit(table));
        Measure("ensemble", () => new AnomalyEnsembleEstimator().Fit(table));

        void Measure(string name, Action fit)
        {
            GC.Collect();
            var before = Environment.WorkingSet;
            var most = before;
            using var timer = new Timer(_ => most = Math.Max(most, Environment.WorkingSet), null, 0, 5);
            var processor = StageMeter.ProcessorTime();
            var watch = Stopwatch.StartNew();
            fit();
            Console.WriteLine($"{name}: {rows:N0} rows, {watch.Elapsed.TotalSeconds:f1} s, {(StageMeter.ProcessorTime() - processor).TotalSeconds:f1} processor s, "
                + $"{Math.Max(0, most - before) / 1048576.0:f0} MiB above the {before / 1048576.0:f0} MiB before");
        }
    }
}
