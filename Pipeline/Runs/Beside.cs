// Work that goes on while the stages of a night take their turn.
namespace Paysieve.Pipeline.Runs;

/// <summary>Begins when it is made. What came of it, or went wrong, is <see cref="Result"/>'s; nobody who disposes it leaves it running.</summary>
internal sealed class Beside<T> : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;

    public Beside(Func<CancellationToken, T> work, CancellationToken cancel)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Result = Task.Run(() => work(_stop.Token), _stop.Token);
    }

    public Task<T> Result { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
