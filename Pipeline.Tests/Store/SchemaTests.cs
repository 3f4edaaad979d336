// The schema: the contract's tables and columns in both dialects, migrated once whoever comes first, and a store that says when it is gone.
using Dapper;
using Microsoft.Data.Sqlite;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Store;

/// <summary>The design's contract, section 8.</summary>
internal static class Contract
{
    public static IReadOnlyDictionary<string, string[]> Tables { get; } = new SortedDictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["source_file"] = Columns("file_id, source, name, format, byte_size, rows_read, rows_accepted, rows_rejected, first_seen_at"),
        ["rejected_record"] = Columns("file_id, line_no, column_name, code, detail"),
        ["run"] = Columns("run_id, run_key, kind, as_of, status, started_at, finished_at, bundle_id, list_snapshot_id, config_hash, transfers_scored, flags_raised, flags_held_back, program_version"),
        ["flagged_transfer"] = Columns("flag_id, run_id, transfer_id, employer_id, employee_id, pay_date, amount, currency, typology, score, rank, band, held_back, account_masked, explanation"),
        ["flag_reason"] = Columns("flag_id, ordinal, code, feature, value, percentile, contribution, sentence"),
        ["disposition"] = Columns("disposition_id, flag_id, decision, reason_code, note, actor, decided_at, second_actor"),
        ["suppression"] = [],
        ["model_bundle"] = [],
        ["list_snapshot"] = [],
        ["audit_event"] = Columns("seq, at, actor, action, subject, payload, prev_hash, hash"),
    };

    private static string[] Columns(string names) => names.Split(", ");
}

[TestClass]
public sealed class SchemaTestsOnSqlite() : SchemaTests(Dialect.Sqlite)
{
    [TestMethod]
    public async Task The_file_is_written_ahead_flushed_in_full_and_nobody_elses_to_read()
    {
        using var engine = new SqliteDatabase(Database.Settings().Path);
        var settings = await engine.ReadAsync(
            async connection => (
                await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode"),
                await connection.ExecuteScalarAsync<long>("PRAGMA synchronous"),
                await connection.ExecuteScalarAsync<long>("PRAGMA foreign_keys")),
            None);

        Assert.AreEqual(("wal", 2L, 1L), settings);
        if (!OperatingSystem.IsWindows())
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database.Settings().Path));
    }

    [TestMethod]
    public async Task A_store_that_cannot_be_opened_is_unreachable_and_says_why()
    {
        var directory = Directory.CreateDirectory(Path.Combine(Database.Directory, "other")).FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "paysieve.db"), "this is no database, whatever its name says about it".PadRight(4096));
        var notADatabase = await Assert.ThrowsExactlyAsync<StoreUnreachableException>(() => StoreDoor.OpenAsync(StoreSettings.Sqlite(directory, "tester"), Clock, None));
        StringAssert.Contains(notADatabase.Message, "damaged", StringComparison.Ordinal);

        await Assert.ThrowsExactlyAsync<StoreUnreachableException>(
            () => StoreDoor.OpenAsync(StoreSettings.Sqlite(Path.Combine(directory, "paysieve.db", "below-a-file"), "tester"), Clock, None));
        SqliteConnection.ClearAllPools();
    }

    [TestMethod]
    public async Task A_sql_server_that_is_not_there_is_unreachable_and_nothing_of_the_connection_string_is_said()
    {
        var settings = StoreSettings.SqlServer("Server=127.0.0.1,1;User ID=sa;Password=Pl4nted!;Connect Timeout=1;ConnectRetryCount=0", "tester");
        var unreachable = await Assert.ThrowsExactlyAsync<StoreUnreachableException>(() => StoreDoor.OpenAsync(settings, Clock, None));
        Assert.DoesNotContain("Pl4nted!", unreachable.ToString());
        Assert.DoesNotContain("Pl4nted!", settings.ToString());

        var nonsense = StoreSettings.SqlServer("Server=x;Passw0rd=Pl4nted!", "tester");
        var refused = await Assert.ThrowsExactlyAsync<StoreSettingsException>(() => StoreDoor.OpenAsync(nonsense, Clock, None));
        Assert.DoesNotContain("Pl4nted!", refused.ToString());
        Assert.DoesNotContain("Passw0rd", refused.ToString());
    }
}

[TestClass]
public sealed class SchemaTestsOnSqlServer() : SchemaTests(Dialect.SqlServer);

public abstract class SchemaTests(Dialect dialect) : StoreTestBase(dialect)
{
    [TestMethod]
    public async Task Every_table_and_column_of_the_contract_exists()
    {
        await using var connection = await Database.ConnectAsync();
        foreach (var (table, columns) in Contract.Tables)
        {
            var found = Dialect == Dialect.Sqlite
                ? await connection.QueryAsync<string>("SELECT name FROM pragma_table_info(@table)", new { table })
                : await connection.QueryAsync<string>("SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = 'paysieve' AND TABLE_NAME = @table", new { table });
            var names = found.ToHashSet(StringComparer.Ordinal);
            Assert.IsNotEmpty(names, $"no table {table}");
            foreach (var column in columns) Assert.Contains(column, names, $"no column {table}.{column}");
        }
    }

    [TestMethod]
    public async Task Opening_a_current_store_runs_no_migration()
    {
        Assert.HasCount(6, Store.MigrationsRun);
        await using var again = await Database.OpenAsync(Clock);
        Assert.IsEmpty(again.MigrationsRun);
    }

    [TestMethod]
    public async Task A_database_of_any_earlier_version_is_brought_up_with_its_rows()
    {
        var scripts = Migrations.Scripts(Dialect == Dialect.Sqlite ? "Sqlite" : "SqlServer");
        for (var version = 1; version < scripts.Count; version++)
        {
            await using var old = await TestDatabase.CreateAsync(Dialect, $"version {version} {Dialect}");
            using (var engine = old.Engine())
            {
                await engine.AppliedMigrationsAsync(None);
                var made = engine.MigrationTarget().WithScripts(scripts.Take(version)).WithTransactionPerScript().WithVariablesDisabled().LogToNowhere().Build().PerformUpgrade();
                Assert.IsTrue(made.Successful, made.Error?.Message);
            }
            await old.ExecuteAsync(
                """
                INSERT INTO paysieve.run (run_id, run_key, kind, status, started_at, finished_at, config_hash, transfers_scored, flags_raised, flags_held_back, program_version, attempt, actor, started_by, summary)
                VALUES ('r1', 'k1', 'night', 'completed', '2026-01-02T03:04:05.000000Z', '2026-01-02T03:05:05.000000Z', 'c', 7, 1, 0, '0.0.1', 1, 'somebody', 'manual', '{}');
                INSERT INTO paysieve.flagged_transfer (flag_id, run_id, transfer_id, employer_id, employee_id, pay_date, amount, currency, typology, score, rank, band, held_back, account_masked, explanation)
                VALUES ('f1', 'r1', 'T1', 'E1', 'P1', '2026-01-02', '12.5', 'EUR', 'payout_routing', 0.5, 1, 'high', 0, '****1234', '{}');
                INSERT INTO paysieve.disposition (disposition_id, flag_id, ordinal, decision, reason_code, note, actor, decided_at, second_actor)
                VALUES ('d1', 'f1', 1, 'confirmed', 'KNOWN', 'as it was', 'first', '2026-01-02T04:00:00.000000Z', NULL);
                """);

            await using var store = await old.OpenAsync(Clock);

            CollectionAssert.AreEqual(scripts.Skip(version).Select(script => script.Name).ToArray(), store.MigrationsRun.ToArray());
            Assert.AreEqual(("f1", "as it was", "first"), ((await store.Dispositions.HistoryAsync("f1", None)).Single() is var kept ? (kept.FlagId, kept.Note, kept.Actor) : default));
            Assert.AreEqual(12.5m, (await store.Flags.FindAsync("f1", None)).Single().Flag.Amount.Amount);
            await Assert.ThrowsAsync<System.Data.Common.DbException>(() => old.ExecuteAsync("UPDATE paysieve.disposition SET decision = 'open'"), "the rules hold for old rows too");
            await using var again = await old.OpenAsync(Clock);
            Assert.IsEmpty(again.MigrationsRun);
        }
    }

    [TestMethod]
    public async Task Of_many_first_starts_at_once_one_migrates_and_all_open()
    {
        await using var fresh = await TestDatabase.CreateAsync(Dialect, "fresh " + Dialect);

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => fresh.OpenAsync(Clock))));

        Assert.AreEqual(6, stores.Sum(store => store.MigrationsRun.Count));
        Assert.AreEqual(1, stores.Count(store => store.MigrationsRun.Count > 0));
        foreach (var store in stores) await store.DisposeAsync();
    }

    [TestMethod]
    public async Task Rows_written_in_bulk_land_in_the_columns_they_are_meant_for()
    {
        await RunAsync("tonight", [MakeFlag("tonight", 5)]);
        var flag = MakeFlag("tonight", 5);
        Assert.AreEqual(1, await Database.ScalarAsync<long>(
            """
            SELECT COUNT(*)
            FROM paysieve.flagged_transfer AS f INNER JOIN paysieve.flag_reason AS r ON r.flag_id = f.flag_id
            WHERE f.flag_id = @FlagId AND f.transfer_id = 'T5' AND f.employer_id = 'E2' AND f.employee_id = 'P5' AND f.pay_date = '2026-02-27'
                AND f.amount = '2500.1' AND f.currency = 'EUR' AND f.typology = 'payout_routing' AND f.score = @Score AND f.rank = 5
                AND f.band = 'critical' AND f.held_back = 0 AND f.account_masked = '****1234'
                AND r.ordinal = 2 AND r.code = 'R2_TEST' AND r.feature = 'change_to_pay_days' AND r.value = 2 AND r.percentile = 99.5 AND r.contribution = 0.25
            """,
            new { flag.FlagId, flag.Score }));
    }
}
