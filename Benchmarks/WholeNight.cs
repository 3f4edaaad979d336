// One night in this process, cold, as a user has it: generated files in, report out, a line for each stage.
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Benchmarks;

internal static class WholeNight
{
    private const int Seed = 7;

    /// <summary>Payouts of one payee in one month, about: the generator has biweekly and weekly employers and bonuses.</summary>
    private const double PayoutsPerMonth = 1.16;

    public static async Task RunAsync(int rows, int months)
    {
        var folder = Directory.CreateTempSubdirectory("paysieve-whole-");
        try
        {
            var input = Path.Combine(folder.FullName, "input");
            var employees = Math.Clamp((int)(rows / (PayoutsPerMonth * months)), 50, 5_000_000);
            var made = SyntheticPayroll.Write(new SyntheticOptions(employees, months, Seed), input);
            var past = Path.Combine(input, "history");
            string[] folders = [past, Path.Combine(input, "night"), Path.Combine(input, "legs")];
            var files = folders.Where(Directory.Exists).SelectMany(path => Directory.EnumerateFiles(path)).ToArray();
            Console.WriteLine($"{made.HistoryPayouts:N0} rows of history, {made.NightPayouts:N0} of the night, {made.Legs:N0} legs in {files.Length:N0} files, {files.Sum(file => new FileInfo(file).Length) / 1048576.0:N0} MiB; {Environment.ProcessorCount} processors");

            var (floor, floorProcessor) = ReadBytes(files);
            using var stages = new StageMeter();
            var all = Stopwatch.StartNew();
            var options = new WorkspaceOptions
            {
                DataDirectory = Path.Combine(folder.FullName, "data"), Settings = new PaysieveSettings(), Logs = NullLoggerFactory.Instance, Actor = "benchmark", Progress = stages,
            };
            var workspace = await Workspace.OpenAsync(options, CancellationToken.None).ConfigureAwait(false);
            await using (workspace.ConfigureAwait(false))
            {
                string[] tonight = [.. folders.Skip(1).Where(HasFiles)];
                string[] history = HasFiles(past) ? [past] : [];
                var outcome = await NightRun.ExecuteAsync(workspace, new NightRequest(tonight, history, Path.Combine(input, "lists"), null), CancellationToken.None).ConfigureAwait(false);
                all.Stop();
                var measured = stages.End();
                Console.WriteLine($"{outcome.TransfersScored:N0} payouts scored, {outcome.FlagsRaised:N0} flags");
                Console.WriteLine();
                Console.WriteLine("| stage | seconds | processor s | most memory MiB | times the bytes' reading |");
                Console.WriteLine("|---|---|---|---|---|");
                Console.WriteLine($"| (reading the bytes) | {floor.TotalSeconds:f2} | {floorProcessor.TotalSeconds:f2} | | 1 |");
                foreach (var stage in measured) Line(stage);
                Line(new StageMeasure("all", all.Elapsed, TimeSpan.FromTicks(measured.Sum(stage => stage.Processor.Ticks)), measured.Max(stage => stage.MostMemory)));
            }

            void Line(StageMeasure stage) => Console.WriteLine(
                $"| {stage.Name} | {stage.Elapsed.TotalSeconds:f2} | {stage.Processor.TotalSeconds:f2} | {stage.MostMemory / 1048576.0:f0} | {stage.Elapsed / floor:f1} |");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool HasFiles(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any();

    /// <summary>The floor: every byte of the input once through a buffer, its lines counted. The files are in the page cache, as they are for the night.</summary>
    private static (TimeSpan Elapsed, TimeSpan Processor) ReadBytes(string[] files)
    {
        var buffer = new byte[1 << 18];
        var since = StageMeter.ProcessorTime();
        var watch = Stopwatch.StartNew();
        long lines = 0;
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            for (var count = stream.Read(buffer); count > 0; count = stream.Read(buffer)) lines += buffer.AsSpan(0, count).Count((byte)'\n');
        }
        return lines > 0 ? (watch.Elapsed, StageMeter.ProcessorTime() - since) : throw new InvalidOperationException("no lines to read");
    }
}
