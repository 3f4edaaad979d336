// The tables against the trail: the chain may be whole while what it speaks of was changed.
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed class StoreVerifierTestsOnSqlite() : StoreVerifierTests(Dialect.Sqlite)
{
    // Whoever alters a byte of the file asks no constraint.
    [TestMethod]
    [DataRow("UPDATE paysieve.run SET summary = '{\"rows\":' WHERE status = 'completed'", "has another summary than audit event")]
    [DataRow("UPDATE paysieve.run SET started_at = '2026-02-3oT01:00:00.000000Z' WHERE status = 'completed'", "a row of run, flagged_transfer or flag_reason holds what this program never writes")]
    [DataRow("UPDATE paysieve.run SET status = 'completee' WHERE status = 'completed'", "a row of run, flagged_transfer or flag_reason holds what this program never writes")]
    [DataRow("UPDATE paysieve.flagged_transfer SET amount = '1o.00' WHERE transfer_id = 'T1'", "a row of run, flagged_transfer or flag_reason holds what this program never writes")]
    [DataRow("UPDATE paysieve.model_bundle SET metrics = '{recall'", "is not the one that audit event")]
    [DataRow("UPDATE paysieve.source_file SET first_seen_at = '2026-1o-01T00:00:00.000000Z'", "a row of source_file or rejected_record holds what this program never writes")]
    public async Task A_row_that_cannot_be_read_any_more_is_a_finding_and_no_bug(string attack, string named)
    {
        await WorkAsync();
        Assert.IsGreaterThan(0, await Database.ExecuteAsync("PRAGMA ignore_check_constraints = ON; " + attack));

        var verdict = await StoreVerifier.VerifyAsync(Store, [], None);

        Assert.IsTrue(verdict.Chain.IsGood);
        Assert.HasCount(1, verdict.Differences, string.Join('\n', verdict.Differences));
        Assert.Contains(named, verdict.Differences[0]);
    }
}

[TestClass]
public sealed class StoreVerifierTestsOnSqlServer() : StoreVerifierTests(Dialect.SqlServer);

public abstract class StoreVerifierTests(Dialect dialect) : StoreTestBase(dialect)
{
    protected async Task WorkAsync()
    {
        await Store.SourceFiles.RecordAsync(SourceFileTableTests.Payroll(), [new RejectedRecord(1, null, "X", "y"), new RejectedRecord(2, null, "X", "y")], None);
        await RunAsync("tonight", [MakeFlag("tonight", 1), MakeFlag("tonight", 2)]);
        await ClearByTwoAsync(MakeFlag("tonight", 1).FlagId);
        await Store.Bundles.RecordAsync(new BundleRecord { BundleId = Hash("bundle"), DataHash = Hash("data"), Seed = 7, CatalogueVersion = "1", Metrics = """{"recall":0.5}""" }, None);
        await Store.ListSnapshots.RecordLoadedAsync(new ListSnapshotRecord { SnapshotId = Hash("list"), Source = "own", Publisher = "us", ListVersion = "1", Entries = 1, Names = 2, Wallets = 0 }, None);
        var asked = await Store.Suppressions.ProposeAsync(SuppressionTableTests.Wanted(Clock), "user:1", None);
        await Store.Suppressions.ApproveAsync(asked.SuppressionId, "other", "user:2", None);
        await using (var failed = await Store.Runs.BeginAsync(Night("failed"), None)) await Store.Runs.FailAsync(failed, "why", None);
    }

    [TestMethod]
    public async Task An_untouched_store_agrees_with_its_trail()
    {
        await WorkAsync();
        await using var running = await Store.Runs.BeginAsync(Night("running"), None);

        var verdict = await StoreVerifier.VerifyAsync(Store, [], None);

        Assert.IsTrue(verdict.IsGood, string.Join('\n', verdict.Differences));
        Assert.AreEqual(12, verdict.Chain.Count);
    }

    [TestMethod]
    [DataRow("UPDATE paysieve.flagged_transfer SET score = 0.1 WHERE transfer_id = 'T1'", "flags of run")]
    [DataRow("DELETE FROM paysieve.flag_reason WHERE ordinal = 1", "flags of run")]
    [DataRow("UPDATE paysieve.disposition SET decision = 'confirmed' WHERE ordinal = 2", "decision")]
    [DataRow("UPDATE paysieve.disposition SET note = 'another' WHERE ordinal = 1", "decision")]
    [DataRow("UPDATE paysieve.disposition SET decided_at = '2026-02-27T01:00:00.000000Z' WHERE ordinal = 2", "decision")]
    [DataRow("UPDATE paysieve.disposition SET proposes = NULL WHERE ordinal = 1", "decision")]
    [DataRow("DELETE FROM paysieve.disposition WHERE ordinal = 2", "is gone")]
    [DataRow("UPDATE paysieve.suppression SET employee_id = 'P9'", "suppression")]
    [DataRow("UPDATE paysieve.suppression SET expires_at = '2036-02-27T01:00:00.000000Z'", "suppression")]
    [DataRow("UPDATE paysieve.suppression SET approved_by = 'somebody'", "suppression")]
    [DataRow("UPDATE paysieve.model_bundle SET metrics = '{\"recall\":0.9}'", "model")]
    [DataRow("UPDATE paysieve.list_snapshot SET list_version = '2'", "list")]
    [DataRow("DELETE FROM paysieve.list_snapshot", "is gone")]
    [DataRow("UPDATE paysieve.run SET config_hash = 'x' WHERE status = 'failed'", "another model, list, setting")]
    [DataRow("UPDATE paysieve.run SET program_version = '9' WHERE status = 'completed'", "another model, list, setting")]
    [DataRow("UPDATE paysieve.run SET summary = '{\"rows\":1}' WHERE status = 'completed'", "another summary")]
    [DataRow("UPDATE paysieve.run SET status = 'completed' WHERE status = 'failed'", "another status")]
    [DataRow("UPDATE paysieve.run SET transfers_scored = 5 WHERE status = 'completed'", "other counts")]
    [DataRow("DELETE FROM paysieve.run WHERE status = 'failed'", "is gone")]
    [DataRow("UPDATE paysieve.source_file SET rows_accepted = 1000, rows_rejected = 0", "row counts")]
    public async Task What_was_changed_behind_the_trails_back_is_named(string attack, string named)
    {
        await WorkAsync();

        // Whoever owns the database owns its triggers.
        foreach (var trigger in Dialect == Dialect.Sqlite
            ? (string[])["disposition_not_updated", "disposition_not_deleted", "suppression_not_rewritten", "suppression_by_the_right_people"]
            : ["paysieve.disposition_not_changed", "paysieve.suppression_not_rewritten", "paysieve.suppression_by_the_right_people"])
            await Database.ExecuteAsync("DROP TRIGGER " + trigger);
        Assert.IsGreaterThan(0, await Database.ExecuteAsync(attack));

        var verdict = await StoreVerifier.VerifyAsync(Store, [], None);
        Assert.IsTrue(verdict.Chain.IsGood);
        Assert.HasCount(1, verdict.Differences);
        Assert.Contains(named, verdict.Differences[0]);
    }

    [TestMethod]
    public async Task A_cut_off_tail_is_given_away_by_what_it_recorded()
    {
        await WorkAsync();
        if (Dialect == Dialect.Sqlite) await Database.ExecuteAsync("DROP TRIGGER audit_event_not_deleted");
        else await Database.ExecuteAsync("DROP TRIGGER paysieve.audit_event_not_changed");
        await Database.ExecuteAsync("DELETE FROM paysieve.audit_event WHERE seq >= 4");

        var verdict = await StoreVerifier.VerifyAsync(Store, [], None);

        Assert.IsTrue(verdict.Chain.IsGood, "the chain alone does not see it");
        Assert.HasCount(6, verdict.Differences, string.Join('\n', verdict.Differences));
        Assert.IsFalse((await StoreVerifier.VerifyAsync(Store, [new AuditHead(6, "x")], None)).Chain.IsGood);
    }
}
