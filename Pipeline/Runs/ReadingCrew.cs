// The threads that read files side by side. They stay for the whole command: what a thread keeps for its next file would die with it.
using System.Collections.Concurrent;

namespace Paysieve.Pipeline.Runs;

/// <summary>A scheduler of a few threads of its own, for work that waits for the disk and for other work. They end when it is disposed and nothing is left to do.</summary>
internal sealed class ReadingCrew : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly Thread[] _threads;

    internal ReadingCrew(int threads)
    {
        _threads = new Thread[threads];
        for (var i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = "paysieve reading" };
            _threads[i].Start();
        }
    }

    /// <summary>Who waits for the work never goes on in a thread of the crew, which could not wait for its own end.</summary>
    internal Task<T> StartAsync<T>(Func<T> work, CancellationToken cancel) =>
        Task.Factory.StartNew(work, cancel, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.RunContinuationsAsynchronously, this);

    protected override void QueueTask(Task task) => _tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    public void Dispose()
    {
        _tasks.CompleteAdding();
        foreach (var thread in _threads) thread.Join();
        _tasks.Dispose();
    }

    private void Work()
    {
        foreach (var task in _tasks.GetConsumingEnumerable()) TryExecuteTask(task);
    }
}
