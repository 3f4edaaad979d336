// Watches a night from outside: where a stage begins, the meters are read; memory is looked at a hundred times a second.
using System.Diagnostics;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Benchmarks;

internal sealed record StageMeasure(string Name, TimeSpan Elapsed, TimeSpan Processor, long MostMemory);

internal sealed class StageMeter : IProgress<StageProgress>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<StageMeasure> _stages = [];
    private readonly Timer _timer;
    private string _stage = "open workspace";
    private long _since = Stopwatch.GetTimestamp();
    private TimeSpan _processorSince = ProcessorTime();
    private long _most;

    public StageMeter() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));

    public static TimeSpan ProcessorTime()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    public void Report(StageProgress value)
    {
        // A stage's beginning counts nothing yet; what counts is progress within one.
        if (value.Total > 0 || value.Done > 0) return;
        lock (_gate) Turn(value.Stage);
    }

    public IReadOnlyList<StageMeasure> End()
    {
        lock (_gate) Turn("");
        return _stages;
    }

    public void Dispose() => _timer.Dispose();

    private void Turn(string next)
    {
        var processor = ProcessorTime();
        _most = Math.Max(_most, Environment.WorkingSet);
        _stages.Add(new StageMeasure(_stage, Stopwatch.GetElapsedTime(_since), processor - _processorSince, _most));
        (_stage, _since, _processorSince, _most) = (next, Stopwatch.GetTimestamp(), processor, 0);
    }

    private void Look()
    {
        lock (_gate) _most = Math.Max(_most, Environment.WorkingSet);
    }
}
