// The audit chain in a real database: every change is found, nobody forks it, and it says what it cannot see.
using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Tests.Store;

namespace Paysieve.Pipeline.Tests.Audit;

[TestClass]
public sealed class AuditTrailTestsOnSqlite() : AuditTrailTests(Dialect.Sqlite)
{
    [TestMethod]
    public async Task Every_single_byte_changed_in_any_field_of_the_table_is_found()
    {
        await FillAsync(4);
        await Database.ExecuteAsync("DROP TRIGGER audit_event_not_updated");
        await using var connection = (SqliteConnection)await Database.ConnectAsync();
        await connection.ExecuteAsync("PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF");
        var tried = 0;
        for (var seq = 1; seq <= 4; seq++)
        {
            foreach (var column in (string[])["at", "actor", "action", "subject", "payload", "prev_hash", "hash"])
            {
                var original = await connection.ExecuteScalarAsync<byte[]>($"SELECT CAST({column} AS BLOB) FROM audit_event WHERE seq = {seq}");
                for (var position = 0; position < original!.Length; position++)
                {
                    foreach (var change in (byte[])[0x01, 0x20, 0x80])
                    {
                        var altered = (byte[])original.Clone();
                        altered[position] ^= change;
                        await SetAsync(connection, column, seq, altered);
                        var verdict = await AuditVerifier.VerifyAsync(Store.Audit, None);
                        Assert.IsFalse(verdict.IsGood, $"{column} of event {seq}, byte {position} changed by {change}");
                        Assert.AreEqual(seq, verdict.BadSeq, $"{column} of event {seq}, byte {position} changed by {change}");
                        tried++;
                    }
                }
                await SetAsync(connection, column, seq, original);
            }
        }
        Assert.IsGreaterThan(2500, tried);
        Assert.IsTrue((await AuditVerifier.VerifyAsync(Store.Audit, None)).IsGood);
    }

    [TestMethod]
    public async Task An_event_cannot_be_put_anywhere_but_at_the_end_nor_replace_another()
    {
        await FillAsync(3);
        const string Values = "(seq, at, actor, action, subject, payload, prev_hash, hash) SELECT @seq, at, actor, action, subject, payload, 'x' || prev_hash, 'x' || hash FROM audit_event WHERE seq = 2";
        foreach (var seq in (int[])[0, 2, 5])
            await Assert.ThrowsExactlyAsync<SqliteException>(() => Database.ExecuteAsync("INSERT INTO audit_event " + Values, new { seq }), $"seq {seq}");
        await Assert.ThrowsExactlyAsync<SqliteException>(() => Database.ExecuteAsync("INSERT OR REPLACE INTO audit_event " + Values, new { seq = 2 }));
        Assert.IsTrue((await AuditVerifier.VerifyAsync(Store.Audit, None)).IsGood);
    }

    private static Task<int> SetAsync(DbConnection connection, string column, int seq, byte[] bytes) =>
        connection.ExecuteAsync($"UPDATE audit_event SET {column} = CAST(@bytes AS TEXT) WHERE seq = @seq", new { bytes, seq });
}

[TestClass]
public sealed class AuditTrailTestsOnSqlServer() : AuditTrailTests(Dialect.SqlServer);

public abstract class AuditTrailTests(Dialect dialect) : StoreTestBase(dialect)
{
    [TestMethod]
    public async Task A_chain_links_every_event_to_the_one_before_and_verifies()
    {
        await FillAsync(5);
        var events = await ReadAsync();

        Assert.AreEqual(AuditEvent.GenesisHash, events[0].PrevHash);
        for (var i = 1; i < events.Count; i++) Assert.AreEqual(events[i - 1].Hash, events[i].PrevHash);
        var verdict = await AuditVerifier.VerifyAsync(Store.Audit, None);
        Assert.IsTrue(verdict.IsGood);
        Assert.AreEqual(5, verdict.Count);
        Assert.AreEqual(await Store.Audit.HeadAsync(None), verdict.Head);
        Assert.Contains("cut off", verdict.NotSeen);
    }

    [TestMethod]
    public async Task The_hash_is_that_of_the_event_as_canonical_json()
    {
        await Store.Audit.AppendAsync(Entry(1), None);
        var item = (await ReadAsync()).Single();
        var whole = new JsonObject
        {
            ["seq"] = item.Seq, ["at"] = item.At, ["actor"] = item.Actor, ["action"] = item.Action, ["subject"] = item.Subject,
            ["payload"] = JsonNode.Parse(item.Payload), ["prev_hash"] = item.PrevHash,
        };

        Assert.AreEqual(Hash(CanonicalJson.Of(whole)), item.Hash);
        Assert.AreEqual("2026-02-27T02:00:00.000000Z", item.At);
    }

    [TestMethod]
    public async Task An_empty_chain_is_good_and_says_that_it_saw_nothing()
    {
        var verdict = await AuditVerifier.VerifyAsync(Store.Audit, None);

        Assert.IsTrue(verdict.IsGood);
        Assert.AreEqual(0, verdict.Count);
        Assert.IsNull(verdict.Head);
    }

    [TestMethod]
    public async Task The_database_refuses_to_change_or_delete_an_event()
    {
        await FillAsync(3);

        await Assert.ThrowsAsync<DbException>(() => Database.ExecuteAsync("UPDATE paysieve.audit_event SET actor = 'nobody' WHERE seq = 2"));
        await Assert.ThrowsAsync<DbException>(() => Database.ExecuteAsync("DELETE FROM paysieve.audit_event WHERE seq = 3"));
        await Assert.ThrowsAsync<DbException>(() => Database.ExecuteAsync("DELETE FROM paysieve.audit_event"));

        Assert.AreEqual(3, (await AuditVerifier.VerifyAsync(Store.Audit, None)).Count);
    }

    [TestMethod]
    public async Task Writers_on_many_connections_make_one_chain_without_a_fork()
    {
        var stores = new List<IStore>();
        for (var i = 0; i < 4; i++) stores.Add(await Database.OpenAsync(Clock));

        await Task.WhenAll(stores.SelectMany((store, writer) => Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++) await store.Audit.AppendAsync(Entry(writer), None);
        }))));

        var verdict = await AuditVerifier.VerifyAsync(Store.Audit, None);
        Assert.IsTrue(verdict.IsGood, verdict.Explanation);
        Assert.AreEqual(80, verdict.Count);
        foreach (var store in stores) await store.DisposeAsync();
    }

    [TestMethod]
    public async Task An_event_whose_deed_is_rolled_back_is_not_in_the_chain()
    {
        await FillAsync(2);
        await Assert.ThrowsExactlyAsync<KeyNotFoundException>(() => Store.Bundles.PromoteAsync(Hash("none"), "x", "y", None));
        await Assert.ThrowsAsync<Exception>(() => Store.Runs.BeginAsync(Night() with { BundleId = Hash("none") }, None));

        Assert.AreEqual(2, (await Store.Audit.HeadAsync(None))!.Seq);
    }

    [TestMethod]
    public async Task A_night_leaves_its_deeds_in_order()
    {
        await Store.SourceFiles.RecordAsync(SourceFileTableTests.Payroll(), [], None);
        await RunAsync("tonight", [MakeFlag("tonight", 1)]);
        await Store.Dispositions.DecideAsync(new Decision(MakeFlag("tonight", 1).FlagId, Decisions.Confirmed, "FRAUD", "", "reviewer"), None);
        var dead = await Store.Runs.BeginAsync(Night("tomorrow"), None);
        await dead.DisposeAsync();
        await Store.Runs.RecoverAsync(None);

        CollectionAssert.AreEqual(
            new[]
            {
                AuditActions.FileIngested, AuditActions.RunStarted, AuditActions.RunCompleted, AuditActions.FlagDecided,
                AuditActions.RunStarted, AuditActions.RunRolledBack,
            },
            (await ReadAsync()).Select(item => item.Action).ToArray());
        Assert.AreEqual("reviewer", (await ReadAsync())[3].Actor);
    }

    protected async Task FillAsync(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await Store.Audit.AppendAsync(Entry(i), None);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static AuditEntry Entry(int number) => new(
        "tester", AuditActions.ListRefused, string.Create(CultureInfo.InvariantCulture, $"list {number}"),
        new JsonObject { ["why"] = "empty İı株\ud83d\ude00\ufffd", ["share"] = 0.1 + number, ["count"] = number });

    private async Task<List<AuditEvent>> ReadAsync()
    {
        var events = new List<AuditEvent>();
        await foreach (var item in Store.Audit.ReadAsync(None)) events.Add(item);
        return events;
    }
}
