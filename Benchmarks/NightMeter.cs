// Watches a command of the real program from outside: it says where a stage begins, and its meters are read two hundred times a second.
using Paysieve.Benchmarks.Killing;

namespace Paysieve.Benchmarks;

/// <param name="MostMemory">The most that the system ever counted, bytes.</param>
internal sealed record NightMeasure(IReadOnlyList<StageMeasure> Stages, TimeSpan Elapsed, TimeSpan Processor, long MostMemory)
{
    /// <summary>Reading the same bytes, just before.</summary>
    public (TimeSpan Elapsed, TimeSpan Processor) Floor { get; init; }
}

internal static class NightMeter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public static async Task<NightMeasure> MeasureAsync(string[] args)
    {
        using var command = PaysieveProcess.Start(args, program: PaysieveProcess.BuiltProgram);
        var stages = new List<StageMeasure>();
        var (stage, begun, processorBefore) = ("start", TimeSpan.Zero, TimeSpan.Zero);
        var (last, most, mostInStage, heard) = (default(PaysieveMeters), 0L, 0L, 0);
        while (command.Meters() is { } meters)
        {
            last = meters;
            most = Math.Max(most, meters.PeakMemory);
            for (var told = command.Stages; heard < told.Count; heard++)
            {
                // A stage may say its name again.
                if (told[heard].Stage == stage) continue;
                End(told[heard].At);
                (stage, mostInStage) = (told[heard].Stage, 0);
            }
            mostInStage = Math.Max(mostInStage, meters.Memory);
            await Task.Delay(Pause).ConfigureAwait(false);
        }
        if (await command.EndAsync().ConfigureAwait(false) is not 0 and var code) throw new InvalidOperationException($"{args[0]} ended with exit code {code}: {command.Error}");
        End(last.At);
        return new NightMeasure(stages, last.At, last.Processor, most);

        void End(TimeSpan at)
        {
            stages.Add(new StageMeasure(stage, at - begun, last.Processor - processorBefore, mostInStage));
            (begun, processorBefore) = (at, last.Processor);
        }
    }
}
