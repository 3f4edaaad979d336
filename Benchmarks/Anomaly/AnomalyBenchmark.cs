// How well the detectors rank on labelled sets that others gathered: every file of a folder, every detector, five seeds, no label seen
// before the scores stand.
using System.Diagnostics;
using System.Globalization;
using Paysieve.Models;

namespace Paysieve.Benchmarks;

internal static class AnomalyBenchmark
{
    public const string Usage = "usage: anomaly DIR [--out FILE.csv] [--rows N]; DIR holds .csv (last column the label, 0 or 1) or .npz (arrays X and y); "
        + "of sets longer than N (default 30000) evenly spaced rows are taken";

    private const int Seeds = 5;
    private const int DefaultCap = 30_000;

    public static int Run(string[] args)
    {
        if (!TryOptions(args, out var folder, out var into, out var cap))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var files = Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path) is ".csv" or ".npz").Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
        {
            Console.Error.WriteLine("no .csv or .npz in the folder");
            return 2;
        }

        using var file = into is null ? null : new StreamWriter(into);
        Write("set,detector,auroc,average_precision,seconds");
        var sums = Detector.All.ToDictionary(detector => detector, _ => new Measure());
        var read = 0;
        var lost = 0;
        foreach (var path in files)
        {
            LabelledSet set;
            try
            {
                set = LabelledSet.Read(path, cap);
            }
            catch (Exception reason) when (reason is InvalidDataException or IOException)
            {
                Console.Error.WriteLine($"left out: {reason.Message}");
                lost++;
                continue;
            }

            Console.Error.WriteLine($"{set.Name}: {set.Rows.RowCount} of {set.RowsInFile} rows, {set.Rows.ColumnCount} columns, {set.Positive.Count(is1 => is1)} anomalies");
            read++;
            foreach (var detector in Detector.All)
            {
                var mean = MeanOverSeeds(detector, set);
                sums[detector].Add(mean.Auroc, mean.Precision, mean.Seconds);
                Write(Line(set.Name, detector, mean));
            }
        }

        foreach (var detector in Detector.All)
            Write(Line($"mean of {read}", detector, sums[detector].Over(read)));
        return lost == 0 ? 0 : 3;

        void Write(string line)
        {
            Console.WriteLine(line);
            file?.WriteLine(line);
            file?.Flush();
        }
    }

    private static Measure MeanOverSeeds(Detector detector, LabelledSet set)
    {
        // A detector that draws nothing gives the same scores for every seed.
        var runs = detector.Draws ? Seeds : 1;
        var sum = new Measure();
        for (var seed = 1; seed <= runs; seed++)
        {
            var watch = Stopwatch.StartNew();
            var scores = detector.Scores(set.Rows, seed);
            var seconds = watch.Elapsed.TotalSeconds;
            sum.Add(RankingQuality.AreaUnderRoc(scores, set.Positive), RankingQuality.AveragePrecision(scores, set.Positive), seconds);
        }

        return sum.Over(runs);
    }

    private static string Line(string set, Detector detector, Measure measure) =>
        string.Create(CultureInfo.InvariantCulture, $"{set},{detector.Name},{measure.Auroc:F4},{measure.Precision:F4},{measure.Seconds:F3}");

    private static bool TryOptions(string[] args, out string folder, out string? into, out int cap)
    {
        (folder, into, cap) = (args.Length > 0 ? args[0] : "", null, DefaultCap);
        for (var i = 1; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length)
                return false;
            if (args[i] == "--out")
                into = args[i + 1];
            else if (args[i] != "--rows" || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out cap) || cap < 100)
                return false;
        }

        return Directory.Exists(folder);
    }

    private sealed class Measure
    {
        public double Auroc { get; private set; }

        public double Precision { get; private set; }

        public double Seconds { get; private set; }

        public void Add(double auroc, double precision, double seconds)
        {
            Auroc += auroc;
            Precision += precision;
            Seconds += seconds;
        }

        public Measure Over(int count) => new() { Auroc = Auroc / count, Precision = Precision / count, Seconds = Seconds / count };
    }
}
