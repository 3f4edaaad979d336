// Whole nights of the real program, each a process of its own, cold, as a user has it: generated files in, report out, a line for each stage.
using System.Diagnostics;
using System.Globalization;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Benchmarks;

/// <param name="Rows">Rows of history and night together, about.</param>
/// <param name="Months">The last of them is the night.</param>
/// <param name="Times">Nights to run on each payroll; the one with the median time is shown.</param>
/// <param name="HistoryFirst">History is read into the lake by a command of its own, before the night.</param>
/// <param name="Folder">A payroll as <c>generate</c> writes it, to be measured instead; null: payrolls are generated.</param>
internal sealed record WholeOptions(IReadOnlyList<int> Rows, int Months, int Times, bool HistoryFirst, string? Folder = null)
{
    public const string Usage =
        "usage: whole ROWS[,ROWS...] [MONTHS] [TIMES] [lake], at least 1,000 rows; of the months (13) the last is the night, those before it are history; lake: history is in the lake before the night; or whole FOLDER [TIMES], of a payroll at hand: history, night and, if there are any, legs and lists";

    public static WholeOptions? Parse(string[] args)
    {
        var historyFirst = args is [.., "lake"];
        if (historyFirst) args = args[..^1];
        if (args.Length is < 1 or > 3) return null;
        if (Directory.Exists(args[0])) return args.Length > 2 || (args.Length == 2 && Number(args[1]) < 1) ? null : new WholeOptions([], 0, args.Length == 2 ? Number(args[1]) : 1, historyFirst, args[0]);
        var rows = Array.ConvertAll(args[0].Split(','), Number);
        var rest = Array.ConvertAll(args[1..], Number);
        if (rows.Any(count => count < 1_000) || rest.Any(count => count < 1)) return null;
        return new WholeOptions(rows, rest.Length > 0 ? rest[0] : 13, rest.Length > 1 ? rest[1] : 1, historyFirst);

        static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}

internal static class WholeNight
{
    private const int Seed = 7;
    private const string PlotName = "whole.svg";

    /// <summary>Payouts of one payee in one month, about: the generator has biweekly and weekly employers and bonuses.</summary>
    private const double PayoutsPerMonth = 1.16;

    public static async Task RunAsync(WholeOptions options)
    {
        if (options.Folder is { } given)
        {
            var work = Directory.CreateTempSubdirectory("paysieve-whole-");
            try
            {
                await RunAsync(given, options, work.FullName).ConfigureAwait(false);
            }
            finally
            {
                work.Delete(recursive: true);
            }
            return;
        }
        var sizes = new List<(long Rows, NightMeasure Night)>();
        foreach (var rows in options.Rows)
        {
            var folder = Directory.CreateTempSubdirectory("paysieve-whole-");
            try
            {
                sizes.Add(await RunAsync(rows, options, folder.FullName).ConfigureAwait(false));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
        if (sizes.Count < 2) return;
        Console.WriteLine("| rows | seconds | processor s | most memory MiB | processor µs a row |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (rows, night) in sizes)
            Console.WriteLine($"| {rows:N0} | {night.Elapsed.TotalSeconds:f1} | {night.Processor.TotalSeconds:f1} | {night.MostMemory / 1048576.0:f0} | {night.Processor.TotalMicroseconds / rows:f1} |");
        Draw(sizes);
        Console.WriteLine();
        Console.WriteLine($"drawn in {Path.GetFullPath(PlotName)}");
    }

    private static async Task<(long Rows, NightMeasure Night)> RunAsync(int rows, WholeOptions options, string folder)
    {
        var input = Path.Combine(folder, "input");
        var employees = Math.Clamp((int)(rows / (PayoutsPerMonth * options.Months)), 50, 5_000_000);
        var made = SyntheticPayroll.Write(new SyntheticOptions(employees, options.Months, Seed), input);
        Console.WriteLine($"{made.HistoryPayouts:N0} rows of history, {made.NightPayouts:N0} of the night, {made.Legs:N0} legs");
        return (made.HistoryPayouts + made.NightPayouts + made.Legs, await RunAsync(input, options, folder).ConfigureAwait(false));
    }

    /// <summary>The night with the median time, printed.</summary>
    private static async Task<NightMeasure> RunAsync(string input, WholeOptions options, string folder)
    {
        var past = Path.Combine(input, "history");
        string[] folders = [past, Path.Combine(input, "night"), Path.Combine(input, "legs")];
        var files = folders.Where(Directory.Exists).SelectMany(path => Directory.EnumerateFiles(path)).ToArray();
        Console.WriteLine($"{files.Length:N0} files, {files.Sum(file => new FileInfo(file).Length) / 1048576.0:N0} MiB; {Environment.ProcessorCount} processors");

        var listed = Path.Combine(input, "lists");
        string[] lists = HasFiles(listed) ? ["--lists", listed] : [];
        var nights = new List<NightMeasure>();
        for (var i = 0; i < options.Times; i++)
        {
            var data = Path.Combine(folder, "data");
            var floor = ReadBytes(files);
            string[] history = HasFiles(past) ? ["--history", past] : [];
            if (options.HistoryFirst && history.Length > 0)
            {
                var read = await NightMeter.MeasureAsync(["ingest", past, "--data", data]).ConfigureAwait(false);
                if (i == 0) Console.WriteLine($"history into the lake: {read.Elapsed.TotalSeconds:f1} s, {read.Processor.TotalSeconds:f1} processor s, {read.MostMemory / 1048576.0:f0} MiB");
                history = [];
            }
            string[] tonight = [.. folders.Skip(1).Where(HasFiles)];
            var night = await NightMeter.MeasureAsync(["run", .. tonight, .. history, .. lists, "--data", data]).ConfigureAwait(false);
            nights.Add(night with { Floor = floor });
            Directory.Delete(data, recursive: true);
        }
        var median = nights.OrderBy(night => night.Elapsed).ElementAt(nights.Count / 2);
        if (nights.Count > 1) Console.WriteLine($"{nights.Count} nights of {string.Join(", ", nights.Select(night => night.Elapsed.TotalSeconds.ToString("f1", CultureInfo.InvariantCulture)))} s; the median one:");
        Print(median);
        return median;
    }

    private static void Print(NightMeasure night)
    {
        var (floor, floorProcessor) = night.Floor;
        Console.WriteLine();
        Console.WriteLine("| stage | seconds | processor s | most memory MiB | times the bytes' reading |");
        Console.WriteLine("|---|---|---|---|---|");
        Console.WriteLine($"| (reading the bytes) | {floor.TotalSeconds:f2} | {floorProcessor.TotalSeconds:f2} | | 1 |");
        foreach (var stage in night.Stages) Line(stage);
        Line(new StageMeasure("all", night.Elapsed, night.Processor, night.MostMemory));
        Console.WriteLine();

        void Line(StageMeasure stage) => Console.WriteLine(
            $"| {stage.Name} | {stage.Elapsed.TotalSeconds:f2} | {stage.Processor.TotalSeconds:f2} | {stage.MostMemory / 1048576.0:f0} | {stage.Elapsed / floor:f1} |");
    }

    private static void Draw(List<(long Rows, NightMeasure Night)> sizes) => TwoScales.Draw(
        PlotName, "A night, by its rows", "million rows", [0, .. sizes.Select(size => size.Rows / 1e6)],
        new Growth("processor s", [0, .. sizes.Select(size => size.Night.Processor.TotalSeconds)]),
        new Growth("most memory, MiB", [double.NaN, .. sizes.Select(size => size.Night.MostMemory / 1048576.0)]));

    private static bool HasFiles(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any();

    /// <summary>The floor: every byte of the input once through a buffer, its lines counted. The files are in the page cache, as they are for the night.</summary>
    private static (TimeSpan Elapsed, TimeSpan Processor) ReadBytes(string[] files)
    {
        using var self = Process.GetCurrentProcess();
        var buffer = new byte[1 << 18];
        var since = self.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        long lines = 0;
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            for (var count = stream.Read(buffer); count > 0; count = stream.Read(buffer)) lines += buffer.AsSpan(0, count).Count((byte)'\n');
        }
        self.Refresh();
        return lines > 0 ? (watch.Elapsed, self.TotalProcessorTime - since) : throw new InvalidOperationException("no lines to read");
    }
}
