// The threads that read files: they end with the command, however it ends.
using Paysieve.Pipeline.Runs;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class ReadingCrewTests
{
    [TestMethod]
    public async Task Whoever_waits_for_work_that_was_cancelled_in_the_queue_can_dismiss_the_crew()
    {
        using var busy = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var crew = new ReadingCrew(1);
        var first = crew.StartAsync(() => busy.Wait(TimeSpan.FromSeconds(60)), CancellationToken.None);
        var second = crew.StartAsync(() => 2, cancel.Token);
        var dismissed = DismissAfterAsync(crew, second);
        await cancel.CancelAsync();
        busy.Set();

        Assert.IsTrue(await first);
        await dismissed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.IsTrue(second.IsCanceled);
    }

    private static async Task DismissAfterAsync(ReadingCrew crew, Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        crew.Dispose();
    }
}
