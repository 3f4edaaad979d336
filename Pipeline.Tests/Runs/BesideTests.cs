// Work beside a night: what comes of it is had once it is asked for, and nobody leaves it running.
using Paysieve.Pipeline.Runs;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class BesideTests
{
    [TestMethod]
    public async Task What_comes_of_the_work_is_its_result_and_so_is_what_goes_wrong()
    {
        await using var done = new Beside<int>(_ => 7, CancellationToken.None);
        await using var failed = new Beside<int>(_ => throw new InvalidDataException(), CancellationToken.None);

        Assert.AreEqual(7, await done.Result);
        await Assert.ThrowsExactlyAsync<InvalidDataException>(() => failed.Result);
    }

    [TestMethod]
    public async Task Whoever_gives_it_up_tells_it_to_stop_and_waits_until_it_has()
    {
        using var begun = new ManualResetEventSlim();
        var hasEnded = false;
        var work = new Beside<int>(
            stop =>
            {
                begun.Set();
                stop.WaitHandle.WaitOne();
                hasEnded = true;
                return 0;
            },
            CancellationToken.None);
        begun.Wait();
        await work.DisposeAsync();

        Assert.IsTrue(hasEnded);
    }
}
