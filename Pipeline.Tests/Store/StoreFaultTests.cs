// The store when the world is bad: a full disk, a store that may not be written, a writer in the way, a wire that is cut, a server that fails over
// or falls silent, a deadlock, a clock that jumps.
// Each for real and many times; after it, nothing is lost, nothing is there twice, and the trail agrees.
using Dapper;
using Microsoft.Data.SqlClient;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed class StoreFaultTestsOnSqlite() : StoreFaultTests(Dialect.Sqlite)
{
    private const int Times = 50;

    [TestMethod]
    public async Task A_disk_that_fills_up_anywhere_in_a_runs_end_leaves_no_half_of_it()
    {
        var refused = 0;
        for (var i = 0; i < Times; i++)
        {
            var name = "run" + i;
            var flags = Flags(name);
            await using var claim = await Store.Runs.BeginAsync(Night(name), None);
            // Kept by the handle that the store takes next. A run's end takes a dozen pages.
            await HandleAsync($"PRAGMA max_page_count = {await HandleAsync("PRAGMA page_count") + (i % 8)}");
            try
            {
                await Store.Runs.CompleteAsync(claim, Outcome(), flags, None);
            }
            catch (StoreUnreachableException full)
            {
                StringAssert.Contains(full.Message, "full");
                refused++;
            }
            await HandleAsync("PRAGMA max_page_count = 1073741823");
            await Store.Runs.CompleteAsync(claim, Outcome(), flags, None);
        }
        Assert.IsGreaterThan(40, refused, "or nothing was tested");
        await AssertWholeAsync(Times);
    }

    [TestMethod]
    public async Task A_store_that_may_not_be_written_says_so_and_takes_the_same_again_later()
    {
        for (var i = 0; i < Times; i++)
        {
            var name = "run" + i;
            await using var claim = await Store.Runs.BeginAsync(Night(name), None);
            await HandleAsync("PRAGMA query_only = ON");
            var refused = await Assert.ThrowsExactlyAsync<StoreUnreachableException>(() => Store.Runs.CompleteAsync(claim, Outcome(), Flags(name), None));
            StringAssert.Contains(refused.Message, "may not be written");
            await HandleAsync("PRAGMA query_only = OFF");
            await Store.Runs.CompleteAsync(claim, Outcome(), Flags(name), None);
        }
        await AssertWholeAsync(Times);
    }

    [TestMethod]
    public async Task A_writer_in_the_way_is_waited_for()
    {
        for (var i = 0; i < Times; i++)
        {
            var name = "run" + i;
            await using var claim = await Store.Runs.BeginAsync(Night(name), None);
            await using var other = await Database.ConnectAsync();
            await other.ExecuteAsync("BEGIN IMMEDIATE");
            var writing = Task.Run(() => Store.Runs.CompleteAsync(claim, Outcome(), Flags(name), None));
            await Task.Yield();
            await other.ExecuteAsync("ROLLBACK");
            await writing;
        }
        await AssertWholeAsync(Times);
    }

    private async Task<long> HandleAsync(string pragma)
    {
        // Not disposed: that would empty the pool, and with it the handle.
        var engine = new SqliteDatabase(Database.Settings().Path);
        return await engine.ReadAsync(connection => connection.ExecuteScalarAsync<long>(pragma), None);
    }
}

[TestClass]
public sealed class StoreFaultTestsOnSqlServer() : StoreFaultTests(Dialect.SqlServer)
{
    private const int Times = 50;
    private const int AtOnce = 5;
    private const int MeasuredRuns = 3;

    [TestMethod]
    public async Task A_wire_that_is_cut_anywhere_in_a_runs_end_and_a_server_that_fails_over_lose_nothing_and_double_nothing()
    {
        var (proxy, store) = await ThroughAsync("");
        await using var _ = proxy;
        await using var __ = store;
        var bytes = await BytesOfAsync(proxy, store);
        var told = 0;
        var runs = 0;
        while (proxy.Cuts < Times)
        {
            Assert.IsLessThan(3 * Times, runs, "or too many runs end before the cut");
            var name = "run" + runs++;
            await using var claim = await store.Runs.BeginAsync(Night(name), None);
            var cuts = proxy.Cuts;
            proxy.Passed();
            // After the cut the server turns away none, two or four connections, as one does that fails over.
            proxy.CutAfter(bytes * cuts / (Times + 1), turnedAway: cuts % 3 * 2);
            try
            {
                await store.Runs.CompleteAsync(claim, Outcome(), Flags(name), None);
            }
            catch (StoreUnreachableException gone)
            {
                StringAssert.Contains(gone.Message, "the store");
                told++;
            }
            proxy.CutAfter(long.MaxValue);
            // A run that ends before its cut is shorter than those that were measured: a slow server made them try something again.
            if (proxy.Cuts == cuts) bytes = Math.Min(bytes, proxy.Passed());
            // The answer may be lost with the wire: asked again, what was committed is found and what was not is done.
            await AgainAsync(() => store.Runs.CompleteAsync(claim, Outcome(), Flags(name), None));
        }
        TestContext.WriteLine($"{proxy.Cuts} cuts, {told} told to the operator");
        await AssertWholeAsync(runs + MeasuredRuns);
    }

    [TestMethod]
    public async Task A_server_that_falls_silent_in_a_bulk_copy_is_given_up_in_time()
    {
        var places = Enumerable.Range(0, Times).ToArray();
        var (first, measured) = await ThroughAsync("");
        await using var _ = first;
        long bytes;
        await using (measured) bytes = await BytesOfAsync(first, measured);
        var told = 0;
        foreach (var batch in places.Chunk(AtOnce))
        {
            await Task.WhenAll(batch.Select(i => Task.Run(async () =>
            {
                var (proxy, store) = await ThroughAsync("Command Timeout=10");
                await using var _ = proxy;
                await using var __ = store;
                await using var claim = await store.Runs.BeginAsync(Night("run" + i), None);
                // Before the turn at the audit chain, for which the others wait.
                proxy.CutAfter(bytes * i / Times * 7 / 10, silent: true);
                try
                {
                    await store.Runs.CompleteAsync(claim, Outcome(), Flags("run" + i), None);
                }
                catch (StoreUnreachableException late)
                {
                    StringAssert.Contains(late.Message, "the store");
                    Interlocked.Increment(ref told);
                }
                await AgainAsync(() => store.Runs.CompleteAsync(claim, Outcome(), Flags("run" + i), None));
                Assert.AreEqual(1, proxy.Cuts, "or nothing was tested");
            })));
        }
        TestContext.WriteLine($"{told} of {Times} told to the operator");
        await AssertWholeAsync(Times + MeasuredRuns);
    }

    [TestMethod]
    public async Task A_writer_that_waits_too_long_gives_up_in_one_line_and_does_it_later()
    {
        await using var hasty = await StoreDoor.OpenAsync(StoreSettings.SqlServer(Database.ConnectionString + ";Command Timeout=6", "tester"), Clock, None);
        foreach (var batch in Enumerable.Range(0, Times).Chunk(AtOnce))
        {
            var claims = await Task.WhenAll(batch.Select(i => hasty.Runs.BeginAsync(Night("run" + i), None)));
            await using (var other = await Database.ConnectAsync())
            {
                await using var held = await other.BeginTransactionAsync();
                await other.ExecuteAsync("UPDATE paysieve.run SET failure = 'held' WHERE status = 'running'", transaction: held);
                await Task.WhenAll(batch.Zip(claims, (i, claim) => Task.Run(async () =>
                {
                    var late = await Assert.ThrowsExactlyAsync<StoreUnreachableException>(() => hasty.Runs.CompleteAsync(claim, Outcome(), Flags("run" + i), None));
                    StringAssert.Contains(late.Message, "did not answer in time");
                })));
                await held.RollbackAsync();
            }
            foreach (var (i, claim) in batch.Zip(claims))
            {
                await hasty.Runs.CompleteAsync(claim, Outcome(), Flags("run" + i), None);
                await claim.DisposeAsync();
            }
        }
        await AssertWholeAsync(Times);
    }

    [TestMethod]
    public async Task The_victim_of_a_deadlock_tries_again()
    {
        var victims = 0;
        for (var i = 0; i < Times; i++)
        {
            var name = "run" + i;
            await Store.SourceFiles.RecordAsync(SourceFileTableTests.Payroll() with { FileId = Hash("file" + i) }, [new RejectedRecord(1, null, "X", "y"), new RejectedRecord(2, null, "X", "y")], None);
            await using var claim = await Store.Runs.BeginAsync(Night(name), None);
            await using var other = await Database.ConnectAsync();
            await using var rival = await other.BeginTransactionAsync();
            // The rival holds the file that the run's end names, and then wants the run, which the run's end holds.
            await other.ExecuteAsync("SET DEADLOCK_PRIORITY HIGH; DELETE FROM paysieve.rejected_record WHERE file_id = @file; DELETE FROM paysieve.source_file WHERE file_id = @file", new { file = Hash("file" + i) }, rival);
            var writing = Task.Run(() => Store.Runs.CompleteAsync(claim, Outcome() with { Files = [new RunFile(Hash("file" + i), "tonight", 1, 0)] }, Flags(name), None));
            await HeldAsync(claim.Run.RunId);
            try
            {
                await other.ExecuteAsync("UPDATE paysieve.run SET failure = failure WHERE run_id = @run", new { run = claim.Run.RunId }, rival);
                victims++;
            }
            catch (SqlException e) when (e.Number == 1205)
            {
                // The rival was the victim: nothing was tested.
            }
            if (rival.Connection is not null) await rival.RollbackAsync();
            await writing;
        }
        TestContext.WriteLine($"{victims} of {Times} deadlocks struck the store");
        Assert.IsGreaterThan(Times / 2, victims, "or nothing was tested");
        await AssertWholeAsync(Times);
    }

    /// <summary>As an operator gives a command again: the server may hold on to what a dead session had locked.</summary>
    private static async Task AgainAsync(Func<Task> command)
    {
        for (var left = 5; ; left--)
        {
            try
            {
                await command();
                return;
            }
            catch (StoreUnreachableException) when (left > 0)
            {
                // Told in one line; then the same again.
            }
        }
    }

    /// <summary>Waits until somebody holds the run's row.</summary>
    private async Task HeldAsync(string runId)
    {
        await using var looking = await Database.ConnectAsync();
        while (true)
        {
            await using var look = await looking.BeginTransactionAsync();
            try
            {
                await looking.ExecuteAsync("SET LOCK_TIMEOUT 1; UPDATE paysieve.run SET failure = failure WHERE run_id = @runId", new { runId }, look);
                await look.RollbackAsync();
            }
            catch (SqlException)
            {
                // 1222 by SQL Server's count.
                return;
            }
        }
    }

    private async Task<(LossyProxy Proxy, IStore Store)> ThroughAsync(string more)
    {
        var settings = new SqlConnectionStringBuilder(Database.ConnectionString + ";" + more);
        var parts = settings.DataSource.Replace("tcp:", "", StringComparison.Ordinal).Split(',');
        var proxy = new LossyProxy(parts[0], parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 1433);
        settings.DataSource = $"127.0.0.1,{proxy.Port}";
        settings.ConnectRetryCount = 0;
        settings.Pooling = false;
        return (proxy, await StoreDoor.OpenAsync(StoreSettings.SqlServer(settings.ConnectionString, "tester"), Clock, None));
    }

    /// <summary>How much goes to the server at a run's end: the least of a few, since a slow server may make one of them try again.</summary>
    private static async Task<long> BytesOfAsync(LossyProxy proxy, IStore store)
    {
        var least = long.MaxValue;
        for (var i = 0; i < MeasuredRuns; i++)
        {
            var name = "measured" + i;
            await using var claim = await store.Runs.BeginAsync(Night(name), None);
            proxy.Passed();
            await store.Runs.CompleteAsync(claim, Outcome(), Flags(name), None);
            least = Math.Min(least, proxy.Passed());
        }
        return least;
    }
}

public abstract class StoreFaultTests(Dialect dialect) : StoreTestBase(dialect)
{
    private const int FlagsPerRun = 40;

    [TestMethod]
    public async Task A_clock_that_jumps_makes_no_gap_and_hides_nothing()
    {
        foreach (var hours in (int[])[0, -48, 72, -1, -200])
        {
            Clock.Advance(TimeSpan.FromHours(hours));
            await RunAsync("at" + hours, [MakeFlag("at" + hours, 1)]);
        }
        Assert.IsTrue((await StoreVerifier.VerifyAsync(Store, [], None)).IsGood);
        Assert.HasCount(5, await Store.Runs.ListAsync(0, 100, None));
    }

    private protected static Flag[] Flags(string run) => [.. Enumerable.Range(1, FlagsPerRun).Select(number => MakeFlag(run, number))];

    /// <summary>Every run completed, with its flags once, and the trail says the same.</summary>
    private protected async Task AssertWholeAsync(int runs)
    {
        var verdict = await StoreVerifier.VerifyAsync(Store, [], None);
        Assert.IsTrue(verdict.IsGood, verdict.Chain.Explanation + string.Join('\n', verdict.Differences));
        Assert.AreEqual(runs, (await Store.Runs.ListAsync(0, int.MaxValue, None)).Count(run => run.Status == RunStatus.Completed));
        Assert.AreEqual((long)runs * FlagsPerRun, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM paysieve.flagged_transfer"));
    }
}
