// The error stream: log lines, refusals and progress, which must not write over one another.
using System.Globalization;
using Paysieve.Jobs.Commands;
using Paysieve.Pipeline.Runs;
using Spectre.Console;

namespace Paysieve.Jobs.Printing;

/// <summary>Everything that is not a result. Safe for concurrent use.</summary>
internal sealed class ErrorScreen
{
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(10);

    private readonly TextWriter _error;
    private readonly IAnsiConsole? _console;
    private readonly TimeProvider _clock;
    private readonly Loudness _loudness;
    private readonly Lock _gate = new();

    public ErrorScreen(Surroundings around, Loudness loudness)
    {
        _error = around.Error;
        _clock = around.Clock;
        _loudness = loudness;
        if (around.ErrorIsTerminal) _console = Consoles.Over(around.Error, InteractionSupport.Yes);
    }

    public void Line(string text)
    {
        lock (_gate)
        {
            // Through the console while bars move, so that it draws them again below the line.
            if (_console is null) _error.WriteLine(Printer.Plain(text));
            else _console.Write(new Text(Printer.Plain(text) + "\n"));
            _error.Flush();
        }
    }

    /// <summary>Does long work while its progress shows: bars at a terminal, a line every ten seconds elsewhere, nothing when quiet.</summary>
    public async Task<T> WatchAsync<T>(Func<IProgress<StageProgress>?, Task<T>> work)
    {
        if (_loudness == Loudness.Quiet) return await work(null).ConfigureAwait(false);
        if (_console is null) return await work(new PlainProgress(this)).ConfigureAwait(false);
        return await _console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(context => work(new Bars(context)))
            .ConfigureAwait(false);
    }

    private sealed class PlainProgress(ErrorScreen screen) : IProgress<StageProgress>
    {
        private readonly Lock _gate = new();
        private DateTimeOffset _next = screen._clock.GetUtcNow() + PlainEvery;

        public void Report(StageProgress value)
        {
            lock (_gate)
            {
                var now = screen._clock.GetUtcNow();
                if (now < _next) return;
                _next = now + PlainEvery;
            }
            // A stage begins; how far it is, nobody has counted yet.
            if (value is { Done: 0, Total: 0 })
            {
                screen.Line(value.Stage);
                return;
            }
            var of = value.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {value.Total:N0}") : "";
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{value.Stage}: {value.Done:N0}{of}"));
        }
    }

    private sealed class Bars(ProgressContext context) : IProgress<StageProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = new(StringComparer.Ordinal);
        private readonly Lock _gate = new();

        public void Report(StageProgress value)
        {
            lock (_gate)
            {
                if (!_tasks.TryGetValue(value.Stage, out var task))
                {
                    // One stage follows the other: what went before is done.
                    foreach (var earlier in _tasks.Values.Where(earlier => !earlier.IsFinished))
                    {
                        earlier.IsIndeterminate = false;
                        earlier.Value = earlier.MaxValue;
                        earlier.StopTask();
                    }
                    _tasks.Add(value.Stage, task = context.AddTask(Markup.Escape(value.Stage)));
                }
                if (task.IsFinished) return;
                task.IsIndeterminate = value.Total <= 0;
                if (value.Total > 0) task.MaxValue = value.Total;
                task.Value = value.Done;
            }
        }
    }
}
