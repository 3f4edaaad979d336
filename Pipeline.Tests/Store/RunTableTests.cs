// Runs: one per key, whole or not at all, whoever dies in between.
using Microsoft.Data.Sqlite;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed class RunTableTestsOnSqlite() : RunTableTests(Dialect.Sqlite)
{
    [TestMethod]
    public async Task A_machine_that_stops_before_the_commit_leaves_nothing_of_the_run_but_its_start()
    {
        var flags = Enumerable.Range(1, 4000).Select(number => MakeFlag("tonight", number, reasons: 5)).ToList();
        await using var claim = await Store.Runs.BeginAsync(Night(), None);
        var copy = Directory.CreateDirectory(Path.Combine(Database.Directory, "copy")).FullName;
        using var engine = new SqliteDatabase(Database.Settings().Path);
        await engine.WriteAsync(
            async work =>
            {
                await work.ExecuteAsync("run.complete", new
                {
                    run_id = claim.Run.RunId, attempt = 1, status = "completed", finished_at = Clock.GetUtcNow(),
                    transfers_scored = 1, flags_raised = 1, flags_held_back = 0, summary = "{}",
                });
                await FlagTable.WriteAsync(work, claim.Run.RunId, flags);
                foreach (var file in Directory.GetFiles(Database.Directory, "paysieve.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
                    File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
                return true;
            },
            None);

        Assert.IsGreaterThan(1_000_000, new FileInfo(Path.Combine(copy, "paysieve.db-wal")).Length, "the copy must hold half-written flags, or it shows nothing");
        await using var after = await StoreDoor.OpenAsync(StoreSettings.Sqlite(copy, "tester"), Clock, None);
        Assert.IsEmpty(await after.Flags.ListAsync(new FlagFilter { RunId = claim.Run.RunId }, None));
        var recovered = await after.Runs.RecoverAsync(None);
        Assert.HasCount(1, recovered);
        Assert.IsTrue(recovered[0].RolledBack);
        Assert.AreEqual(RunStatus.Failed, (await after.Runs.TryFindByKeyAsync(Night().RunKey, None))!.Status);
        SqliteConnection.ClearAllPools();
    }
}

[TestClass]
public sealed class RunTableTestsOnSqlServer() : RunTableTests(Dialect.SqlServer);

public abstract class RunTableTests(Dialect dialect) : StoreTestBase(dialect)
{
    [TestMethod]
    public async Task A_new_key_starts_a_run_whose_id_is_the_beginning_of_the_key()
    {
        Assert.IsNull(await Store.Runs.TryFindByKeyAsync(Night().RunKey, None));

        await using var claim = await Store.Runs.BeginAsync(Night(), None);

        Assert.AreEqual(RunClaimKind.Started, claim.Kind);
        Assert.AreEqual(Night().RunKey[..16], claim.Run.RunId);
        var run = await Store.Runs.TryFindByKeyAsync(Night().RunKey, None);
        Assert.AreEqual(claim.Run, run);
        Assert.AreEqual(RunStatus.Running, run!.Status);
        Assert.AreEqual(new DateOnly(2026, 2, 27), run.AsOf);
        Assert.AreEqual(Clock.GetUtcNow(), run.StartedAt);
        Assert.IsNull(run.FinishedAt);
        Assert.IsNull(await Store.Runs.LatestFinishedAsync(None));
    }

    [TestMethod]
    public async Task The_same_night_again_gives_the_finished_run_and_writes_nothing()
    {
        var first = await RunAsync("tonight", [MakeFlag("tonight", 1), MakeFlag("tonight", 2, heldBack: true)]);
        var head = await Store.Audit.HeadAsync(None);
        Clock.Advance(TimeSpan.FromHours(1));

        await using var again = await Store.Runs.BeginAsync(Night(), None);

        Assert.AreEqual(RunClaimKind.AlreadyFinished, again.Kind);
        Assert.AreEqual(first, again.Run);
        Assert.AreEqual(1, first.FlagsRaised);
        Assert.AreEqual(1, first.FlagsHeldBack);
        Assert.AreEqual(head, await Store.Audit.HeadAsync(None));
    }

    [TestMethod]
    public async Task A_second_process_learns_that_the_run_is_being_done()
    {
        await using var claim = await Store.Runs.BeginAsync(Night(), None);
        await using var other = await Database.OpenAsync(Clock);

        await using var second = await other.Runs.BeginAsync(Night(), None);
        var recovered = await other.Runs.RecoverAsync(None);

        Assert.AreEqual(RunClaimKind.RunningElsewhere, second.Kind);
        Assert.AreEqual(claim.Run.RunId, second.Run.RunId);
        Assert.HasCount(1, recovered);
        Assert.IsFalse(recovered[0].RolledBack, "its process is alive");
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => other.Runs.CompleteAsync(second, Outcome(), [], None));
        Assert.AreEqual(RunStatus.Completed, (await Store.Runs.CompleteAsync(claim, Outcome(), [], None)).Status);
    }

    [TestMethod]
    public async Task Of_many_starts_at_once_one_does_the_run()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.Runs.BeginAsync(Night(), None))));

        Assert.AreEqual(1, claims.Count(claim => claim.Kind == RunClaimKind.Started));
        Assert.AreEqual(7, claims.Count(claim => claim.Kind == RunClaimKind.RunningElsewhere));
        foreach (var claim in claims) await claim.DisposeAsync();
    }

    [TestMethod]
    public async Task Completing_twice_stores_once()
    {
        await using var claim = await Store.Runs.BeginAsync(Night(), None);
        Flag[] flags = [MakeFlag("tonight", 1), MakeFlag("tonight", 2)];
        var first = await Store.Runs.CompleteAsync(claim, Outcome(), flags, None);
        var head = await Store.Audit.HeadAsync(None);
        Clock.Advance(TimeSpan.FromMinutes(1));

        var second = await Store.Runs.CompleteAsync(claim, Outcome(), flags, None);

        Assert.AreEqual(first, second);
        Assert.AreEqual(head, await Store.Audit.HeadAsync(None));
        Assert.HasCount(2, await Store.Flags.ListAsync(new FlagFilter { RunId = first.RunId }, None));
    }

    [TestMethod]
    public async Task A_flag_that_cannot_be_stored_takes_the_whole_of_the_runs_end_with_it()
    {
        await Store.SourceFiles.RecordAsync(SourceFileTableTests.Payroll(), [], None);
        await using var claim = await Store.Runs.BeginAsync(Night(), None);
        var head = await Store.Audit.HeadAsync(None);
        Flag[] flags = [.. Enumerable.Range(1, 30).Select(number => MakeFlag("tonight", number)), MakeFlag("tonight", 31) with { Score = 1.5 }];
        var outcome = Outcome() with { Files = [new RunFile(SourceFileTableTests.Payroll().FileId, "night", 1000, 0)] };

        await Assert.ThrowsAsync<Exception>(() => Store.Runs.CompleteAsync(claim, outcome, flags, None));

        Assert.AreEqual(RunStatus.Running, (await Store.Runs.TryFindByKeyAsync(Night().RunKey, None))!.Status);
        Assert.IsEmpty(await Store.Flags.ListAsync(new FlagFilter { RunId = claim.Run.RunId, HeldBack = null }, None));
        Assert.AreEqual(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM paysieve.flag_reason"));
        Assert.IsEmpty(await Store.Runs.FilesAsync(claim.Run.RunId, None));
        Assert.AreEqual(head, await Store.Audit.HeadAsync(None));
        Assert.AreEqual(RunStatus.Completed, (await Store.Runs.CompleteAsync(claim, outcome, flags[..30], None)).Status);
    }

    [TestMethod]
    public async Task A_run_whose_process_died_is_rolled_back_at_the_next_start_and_can_be_done_again()
    {
        var dead = await Store.Runs.BeginAsync(Night(), None);
        await dead.DisposeAsync();
        Clock.Advance(TimeSpan.FromHours(1));

        var recovered = await Store.Runs.RecoverAsync(None);

        Assert.HasCount(1, recovered);
        Assert.AreEqual(new RecoveredRun(dead.Run.RunId, dead.Run.StartedAt, RolledBack: true), recovered[0]);
        var failed = await Store.Runs.TryFindByKeyAsync(Night().RunKey, None);
        Assert.AreEqual(RunStatus.Failed, failed!.Status);
        Assert.AreEqual(Clock.GetUtcNow(), failed.FinishedAt);
        Assert.IsNotNull(failed.Failure);
        Assert.IsEmpty(await Store.Runs.RecoverAsync(None));

        await using var again = await Store.Runs.BeginAsync(Night(), None);
        Assert.AreEqual(RunClaimKind.Started, again.Kind);
        Assert.AreEqual(2, again.Run.Attempt);
        Assert.IsNull(again.Run.Failure);
        await Assert.ThrowsExactlyAsync<RunLostException>(() => Store.Runs.CompleteAsync(dead, Outcome(), [MakeFlag("tonight", 1)], None));
        await Assert.ThrowsExactlyAsync<RunLostException>(() => Store.Runs.FailAsync(dead, "too late", None));
        Assert.AreEqual(RunStatus.Completed, (await Store.Runs.CompleteAsync(again, Outcome(), [], None)).Status);
    }

    [TestMethod]
    public async Task A_failed_run_says_why_and_is_no_finished_run()
    {
        await using (var claim = await Store.Runs.BeginAsync(Night(), None))
        {
            var failed = await Store.Runs.FailAsync(claim, "the list was empty", None);
            Assert.AreEqual(RunStatus.Failed, failed.Status);
            Assert.AreEqual("the list was empty", failed.Failure);
        }
        Assert.IsNull(await Store.Runs.LatestFinishedAsync(None));
    }

    [TestMethod]
    public async Task A_degraded_run_keeps_its_files_lists_and_summary()
    {
        var file = SourceFileTableTests.Payroll();
        await Store.SourceFiles.RecordAsync(file, [], None);
        await Store.ListSnapshots.RecordLoadedAsync(ListSnapshotTableTests.Ofac("1"), None);
        await using var claim = await Store.Runs.BeginAsync(Night(), None);

        var run = await Store.Runs.CompleteAsync(claim, new RunOutcome
        {
            IsDegraded = true,
            TransfersScored = 998,
            Files = [new RunFile(file.FileId, "night", 998, 2)],
            ListSnapshots = [ListSnapshotTableTests.Ofac("1").SnapshotId],
            Summary = new() { ["not_scored"] = new System.Text.Json.Nodes.JsonObject { ["adjustment"] = 2 }, ["degraded"] = "currency_hop" },
        }, [], None);

        Assert.AreEqual(RunStatus.Degraded, run.Status);
        Assert.AreEqual("""{"degraded":"currency_hop","not_scored":{"adjustment":2}}""", run.Summary);
        CollectionAssert.AreEqual(new[] { new RunFile(file.FileId, "night", 998, 2) }, (await Store.Runs.FilesAsync(run.RunId, None)).ToArray());
        CollectionAssert.AreEqual(new[] { ListSnapshotTableTests.Ofac("1").SnapshotId }, (await Store.Runs.ListSnapshotsAsync(run.RunId, None)).ToArray());
    }

    [TestMethod]
    public async Task The_latest_run_is_the_one_that_finished_last()
    {
        var first = await RunAsync("first", []);
        Clock.Advance(TimeSpan.FromDays(1));
        var second = await RunAsync("second", []);
        Clock.Advance(TimeSpan.FromDays(1));
        await using var running = await Store.Runs.BeginAsync(Night("third"), None);

        Assert.AreEqual(second, await Store.Runs.LatestFinishedAsync(None));
        CollectionAssert.AreEqual(new[] { running.Run.RunId, second.RunId, first.RunId }, (await Store.Runs.ListAsync(0, 10, None)).Select(run => run.RunId).ToArray());
        CollectionAssert.AreEqual(new[] { second.RunId }, (await Store.Runs.ListAsync(1, 1, None)).Select(run => run.RunId).ToArray());
        Assert.AreEqual(first, (await Store.Runs.FindAsync(first.RunId[..6], None)).Single());
        Assert.IsEmpty(await Store.Runs.FindAsync("' OR 1=1", None));
    }

    [TestMethod]
    public async Task A_run_cannot_name_a_bundle_that_is_not_on_record()
    {
        await Assert.ThrowsAsync<Exception>(() => Store.Runs.BeginAsync(Night() with { BundleId = Hash("nobody's") }, None));

        Assert.IsNull(await Store.Runs.TryFindByKeyAsync(Night().RunKey, None));
        await using var claim = await Store.Runs.BeginAsync(Night(), None);
        Assert.AreEqual(RunClaimKind.Started, claim.Kind);
    }

    [TestMethod]
    public async Task The_same_transfer_under_two_typologies_is_two_flags_of_one_run()
    {
        var run = await RunAsync("tonight", [MakeFlag("tonight", 1), MakeFlag("tonight", 1, Typology.CurrencyHop)]);

        Assert.AreEqual(2, run.FlagsRaised);
    }
}
