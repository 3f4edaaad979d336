// The store when the world is bad: a full disk, a store that may not be written, a writer in the way, a wire that is cut, a clock that jumps.
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

    [TestMethod]
    public async Task A_wire_that_is_cut_anywhere_in_a_runs_end_loses_nothing_and_doubles_nothing()
    {
        var settings = new SqlConnectionStringBuilder(Database.ConnectionString);
        var parts = settings.DataSource.Replace("tcp:", "", StringComparison.Ordinal).Split(',');
        await using var proxy = new LossyProxy(parts[0], parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 1433);
        settings.DataSource = $"127.0.0.1,{proxy.Port}";
        settings.ConnectRetryCount = 0;
        settings.Pooling = false;
        await using var store = await StoreDoor.OpenAsync(StoreSettings.SqlServer(settings.ConnectionString, "tester"), Clock, None);
        await using (var whole = await store.Runs.BeginAsync(Night("whole"), None))
        {
            proxy.Passed();
            await store.Runs.CompleteAsync(whole, Outcome(), Flags("whole"), None);
        }
        var bytes = proxy.Passed();
        var cuts = 0;
        for (var i = 0; i < Times; i++)
        {
            var name = "run" + i;
            await using var claim = await store.Runs.BeginAsync(Night(name), None);
            proxy.CutAfter(bytes * i / Times);
            try
            {
                await store.Runs.CompleteAsync(claim, Outcome(), Flags(name), None);
            }
            catch (StoreUnreachableException)
            {
                cuts++;
            }
            proxy.Mend();
            // The answer may be lost with the wire: asked again, what was committed is found and what was not is done.
            await store.Runs.CompleteAsync(claim, Outcome(), Flags(name), None);
        }
        Assert.IsGreaterThan(Times / 2, cuts, "or nothing was tested");
        await AssertWholeAsync(Times + 1);
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
