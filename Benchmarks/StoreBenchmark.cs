// How fast the store is beside the database it stands on: flags and reasons against the same rows written raw, a long trail verified, a large pack
// exported in bounded memory. SQLite, or the SQL Server that PAYSIEVE_TEST_SQLSERVER names (a database that may be filled).
using System.Data;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Audit.Packs;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Benchmarks;

internal static class StoreBenchmark
{
    private const int FlagsPerRun = 25_000;
    private const int EventsAtOnce = 50_000;
    private const int Pairs = 3;

    private static readonly BulkTable Events = new("audit_event",
    [
        new("seq", BulkKind.Whole), new("at", BulkKind.Text), new("actor", BulkKind.Text), new("action", BulkKind.Text), new("subject", BulkKind.Text),
        new("payload", BulkKind.Text), new("prev_hash", BulkKind.Text), new("hash", BulkKind.Text),
    ]);

    /// <param name="alterations">How often a byte of the largest pack is changed, to see it found.</param>
    public static async Task RunAsync(int events, int flags, int alterations)
    {
        var folder = Directory.CreateTempSubdirectory("paysieve-store-");
        try
        {
            await BulkAsync(Path.Combine(folder.FullName, "bulk")).ConfigureAwait(false);
            await VerifyAsync(Path.Combine(folder.FullName, "trail"), events).ConfigureAwait(false);
            await ExportAsync(Path.Combine(folder.FullName, "pack"), flags, alterations).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The same rows in turn: through a run's end, with digests, checks and the trail; and raw into the same tables.</summary>
    private static async Task BulkAsync(string data)
    {
        var workspace = await OpenAsync(data).ConfigureAwait(false);
        await using var _ = workspace.ConfigureAwait(false);
        using var database = Raw(workspace);
        var (store, raw, storeProcessor, rawProcessor) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        for (var pair = 0; pair <= Pairs; pair++)
        {
            var flags = Flags("store" + pair);
            var (watch, since) = (Stopwatch.StartNew(), StageMeter.ProcessorTime());
            await EndRunAsync(workspace.Store, "store" + pair, flags).ConfigureAwait(false);
            var (throughStore, throughStoreProcessor) = (watch.Elapsed, StageMeter.ProcessorTime() - since);
            await EndRunAsync(workspace.Store, "raw" + pair, []).ConfigureAwait(false);
            var (flagRows, reasonRows) = await CopyAsync(database, RunTable.IdOf(KeyOf("store" + pair)), RunTable.IdOf(KeyOf("raw" + pair))).ConfigureAwait(false);
            since = StageMeter.ProcessorTime();
            watch.Restart();
            await InsertAsync(database, flagRows, reasonRows).ConfigureAwait(false);
            // The first pair warms up.
            if (pair == 0) continue;
            (store, raw) = (store + throughStore, raw + watch.Elapsed);
            (storeProcessor, rawProcessor) = (storeProcessor + throughStoreProcessor, rawProcessor + (StageMeter.ProcessorTime() - since));
        }
        var count = (double)Pairs * FlagsPerRun;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"flags with 3 reasons each, {FlagsPerRun:N0} a run: {count / store.TotalSeconds:N0} flags/s through the store, {count / raw.TotalSeconds:N0} raw, ratio {raw / store:f2}, of processor time {rawProcessor / storeProcessor:f2}"));
    }

    /// <summary>The stored rows as they are, under another run and other ids.</summary>
    private static Task<(DataTable Flags, DataTable Reasons)> CopyAsync(Database database, string run, string otherRun) => database.ReadAsync(
        async connection =>
        {
            var schema = connection is SqlConnection ? "paysieve." : "";
            var flags = await FillAsync($"SELECT * FROM {schema}flagged_transfer WHERE run_id = '{run}'", "flagged_transfer").ConfigureAwait(false);
            var reasons = await FillAsync($"SELECT r.* FROM {schema}flag_reason AS r INNER JOIN {schema}flagged_transfer AS f ON f.flag_id = r.flag_id WHERE f.run_id = '{run}'", "flag_reason").ConfigureAwait(false);
            foreach (DataRow row in flags.Rows) row["run_id"] = otherRun;
            foreach (var table in (DataTable[])[flags, reasons])
                foreach (DataRow row in table.Rows) row["flag_id"] = KeyOf((string)row["flag_id"])[..32];
            return (flags, reasons);

            async Task<DataTable> FillAsync(string text, string name)
            {
                var table = new DataTable(name) { Locale = CultureInfo.InvariantCulture };
                var reader = await connection.ExecuteReaderAsync(text).ConfigureAwait(false);
                await using var _ = reader.ConfigureAwait(false);
                table.Load(reader);
                foreach (DataColumn column in table.Columns) column.ReadOnly = false;
                return table;
            }
        },
        CancellationToken.None);

    /// <summary>As fast as the client library goes: SqlBulkCopy, or one prepared statement, in one transaction.</summary>
    private static Task<int> InsertAsync(Database database, params DataTable[] tables) => database.WriteAsync(
        async work =>
        {
            foreach (var table in tables)
            {
                if (work.Connection is SqlConnection server)
                {
                    using var bulk = new SqlBulkCopy(server, SqlBulkCopyOptions.CheckConstraints, (SqlTransaction)work.Transaction) { DestinationTableName = "paysieve." + table.TableName, BulkCopyTimeout = 0 };
                    foreach (DataColumn column in table.Columns) bulk.ColumnMappings.Add(column.ColumnName, column.ColumnName);
                    await bulk.WriteToServerAsync(table).ConfigureAwait(false);
                    continue;
                }
                using var command = (SqliteCommand)work.Connection.CreateCommand();
                command.Transaction = (SqliteTransaction)work.Transaction;
                DataColumn[] columns = [.. table.Columns.Cast<DataColumn>()];
                command.CommandText = $"INSERT INTO {table.TableName} ({string.Join(", ", columns.Select(column => column.ColumnName))}) VALUES ({string.Join(", ", columns.Select(column => "@" + column.ColumnName))})";
                SqliteParameter[] parameters = [.. columns.Select(column => command.Parameters.Add(new SqliteParameter("@" + column.ColumnName, null)))];
                command.Prepare();
                foreach (DataRow row in table.Rows)
                {
                    for (var i = 0; i < parameters.Length; i++) parameters[i].Value = row[i];
                    command.ExecuteNonQuery();
                }
            }
            return 0;
        },
        CancellationToken.None);

    private static Database Raw(Workspace workspace) => Environment.GetEnvironmentVariable("PAYSIEVE_TEST_SQLSERVER") is { Length: > 0 } server
        ? new SqlServerDatabase(server) : new SqliteDatabase(Path.Combine(workspace.DataDirectory, "paysieve.db"));

    private static async Task VerifyAsync(string data, int events)
    {
        var workspace = await OpenAsync(data).ConfigureAwait(false);
        await using var _ = workspace.ConfigureAwait(false);
        using var database = Raw(workspace);
        var head = await workspace.Store.Audit.HeadAsync(CancellationToken.None).ConfigureAwait(false);
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var made = 0; made < events; made += EventsAtOnce)
        {
            var batch = new List<object?[]>(EventsAtOnce);
            for (var i = made; i < Math.Min(events, made + EventsAtOnce); i++)
            {
                var item = AuditEvent.After(head, at.AddSeconds(i), new AuditEntry("reviewer", AuditActions.FlagDecided, KeyOf("flag" + i)[..32], new JsonObject
                {
                    ["disposition_id"] = KeyOf("decision" + i)[..32], ["ordinal"] = 1, ["decision"] = "cleared", ["reason_code"] = "CALLED", ["note_sha256"] = KeyOf("note" + i), ["second_actor"] = "second",
                }));
                head = new AuditHead(item.Seq, item.Hash);
                batch.Add([item.Seq, item.At, item.Actor, item.Action, item.Subject, item.Payload, item.PrevHash, item.Hash]);
            }
            await database.WriteAsync(async work => { await database.BulkInsertAsync(work, Events, batch).ConfigureAwait(false); return 0; }, CancellationToken.None).ConfigureAwait(false);
        }
        var since = StageMeter.ProcessorTime();
        var watch = Stopwatch.StartNew();
        var verdict = await AuditVerifier.VerifyAsync(workspace.Store.Audit, CancellationToken.None).ConfigureAwait(false);
        if (!verdict.IsGood) throw new InvalidOperationException(verdict.Explanation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verdict.Count:N0} events verified in {watch.Elapsed.TotalSeconds:f1} s, {(StageMeter.ProcessorTime() - since).TotalSeconds:f1} processor s"));
    }

    /// <summary>A pack of a tenth of the flags, then of all, written and checked: memory that grows with the period would show.</summary>
    private static async Task ExportAsync(string data, int flags, int alterations)
    {
        var made = 0;
        int[] sizes = [Math.Min(flags, Math.Max(FlagsPerRun, flags / 10)), flags];
        foreach (var wanted in sizes.Distinct())
        {
            var workspace = await OpenAsync(data).ConfigureAwait(false);
            await using var _ = workspace.ConfigureAwait(false);
            for (; made < wanted; made += FlagsPerRun) await EndRunAsync(workspace.Store, "run" + made, Flags("run" + made)).ConfigureAwait(false);
            var pack = Path.Combine(data, $"pack-{made}");
            var size = $"{made.ToString("N0", CultureInfo.InvariantCulture)} flags";
            await MeasureAsync(size + " exported", () => AuditDesk.ExportAsync(workspace, new PackFilter(null, new DateOnly(9999, 12, 30), PackRoles.Auditor), pack, CancellationToken.None)).ConfigureAwait(false);
            var bytes = Directory.GetFiles(pack).Sum(file => new FileInfo(file).Length);
            await MeasureAsync(string.Create(CultureInfo.InvariantCulture, $"{size} verified, {bytes / 1048576.0:N0} MiB"), async () =>
            {
                var verdict = await PackVerifier.VerifyAsync(pack, null, CancellationToken.None).ConfigureAwait(false);
                if (!verdict.IsGood) throw new InvalidOperationException(verdict.Explanation);
                return verdict;
            }).ConfigureAwait(false);
            if (wanted == sizes[^1]) await AlterAsync(pack, bytes, alterations).ConfigureAwait(false);
            Directory.Delete(pack, recursive: true);
        }
    }

    private static async Task MeasureAsync<T>(string what, Func<Task<T>> work)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var meter = new StageMeter();
        var watch = Stopwatch.StartNew();
        await work().ConfigureAwait(false);
        var elapsed = watch.Elapsed;
        var measured = meter.End();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {elapsed.TotalSeconds:f1} s, {measured.Sum(each => each.Processor.TotalSeconds):f1} processor s, at most {measured.Max(each => each.MostMemory) / 1048576.0:N0} MiB of memory"));
    }

    /// <summary>Every file in turn and then drawn by size, one bit of one drawn byte at a time: each is to be found, and the pack to be good again after it.</summary>
    private static async Task AlterAsync(string pack, long bytes, int alterations)
    {
        var draw = new Random(20261125);
        string[] files = [.. Directory.GetFiles(pack).Where(file => new FileInfo(file).Length > 0).Order(StringComparer.Ordinal)];
        var named = 0;
        for (var i = 0; i < alterations; i++)
        {
            var (file, at) = i < files.Length ? (files[i], draw.NextInt64(new FileInfo(files[i]).Length)) : Place(files, draw.NextInt64(bytes));
            var bit = (byte)(1 << draw.Next(8));
            Flip(file, at, bit);
            var verdict = await PackVerifier.VerifyAsync(pack, null, CancellationToken.None).ConfigureAwait(false);
            if (verdict.IsGood) throw new InvalidOperationException($"byte {at} of {Path.GetFileName(file)} was changed and not found");
            // Of a file and its signature nobody can tell which one was altered: both are named.
            if (verdict.File == Path.GetFileName(file) || verdict.Explanation.Contains(Path.GetFileName(file), StringComparison.Ordinal)) named++;
            Flip(file, at, bit);
        }
        if (alterations > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{alterations:N0} single bytes changed in {files.Length} files: all found, {named:N0} of them with the file named"));
    }

    private static (string File, long At) Place(string[] files, long at)
    {
        foreach (var file in files)
        {
            var length = new FileInfo(file).Length;
            if (at < length) return (file, at);
            at -= length;
        }
        throw new ArgumentOutOfRangeException(nameof(at));
    }

    private static void Flip(string file, long at, byte bit)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = at;
        var there = (byte)stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(there ^ bit));
    }

    private static async Task EndRunAsync(IStore store, string name, IReadOnlyList<Flag> flags)
    {
        var key = KeyOf(name);
        var claim = await store.Runs.BeginAsync(new RunStart { RunKey = key, Kind = "night", ConfigHash = key, ProgramVersion = "0" }, CancellationToken.None).ConfigureAwait(false);
        await using (claim.ConfigureAwait(false))
            await store.Runs.CompleteAsync(claim, new RunOutcome { TransfersScored = 1_000_000 }, flags, CancellationToken.None).ConfigureAwait(false);
    }

    private static Flag[] Flags(string run)
    {
        if (!Currency.TryParse("EUR", out var euro)) throw new InvalidOperationException("no euro");
        return [.. Enumerable.Range(1, FlagsPerRun).Select(number => new Flag
        {
            FlagId = KeyOf($"{run}/{number}")[..32], TransferId = $"T{number}", EmployerId = $"E{number % 50}", EmployeeId = $"P{number}", PayDate = new DateOnly(2026, 2, 27),
            Amount = new Money(2500.10m + number, euro), Typology = Typology.PayoutRouting, Score = 1 - (number / 1e6), Rank = number, Band = Band.High, HeldBack = number > 100,
            AccountMasked = "****1234",
            Explanation = new FlagExplanation
            {
                Innocent = [new InnocentTest("household", false, "No household: family name, address, phone and tenure do not relate all the people on the account.")],
                Detectors = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["forest"] = 0.75, ["tail"] = 0.5 },
                Route = [.. Enumerable.Range(1, 6).Select(month => new RouteStop(new DateOnly(2026, month, 27), "****9876", "DEUTDEFF", "DE", "EUR", 2500.10m, Tonight: false))],
            },
            Reasons = [.. Enumerable.Range(1, 3).Select(ordinal => new FlagReason(ordinal, $"R{ordinal}_TEST", "change_to_pay_days", ordinal, 99.5, 0.25, "The pay details were changed 3 working days before pay day."))],
        })];
    }

    private static string KeyOf(string name) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));

    private static Task<Workspace> OpenAsync(string data)
    {
        var server = Environment.GetEnvironmentVariable("PAYSIEVE_TEST_SQLSERVER");
        return Workspace.OpenAsync(
            new WorkspaceOptions
            {
                DataDirectory = data, Logs = NullLoggerFactory.Instance, Actor = "benchmark", ConnectionString = server,
                Settings = new PaysieveSettings { Store = new StoreChoice { Provider = string.IsNullOrEmpty(server) ? "Sqlite" : "SqlServer" } },
            },
            CancellationToken.None);
    }
}
