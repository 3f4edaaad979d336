// The embedded dialect: one file, one writer at a time, no server.
using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using DbUp;
using DbUp.Builder;
using Microsoft.Data.Sqlite;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Store;

/// <summary>
/// Write-ahead log, so that readers never wait. <c>synchronous = FULL</c>: a decision or a run that was acknowledged must survive a
/// power cut, and with one commit for a whole night the extra flush costs nothing. Writers begin with BEGIN IMMEDIATE.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private const int BusySeconds = 30;

    // Parameters are bound by name, which SQLite looks up one by one: wide commands cost more than they save.
    private const int RowsPerCommand = 8;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly string _connectionString;

    public SqliteDatabase(string path)
    {
        _path = Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = BusySeconds,
        }.ConnectionString;
    }

    public override Statements Sql => Statements.Sqlite;

    public override string MigrationFolder => "Sqlite";

    public override void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    public override UpgradeEngineBuilder MigrationTarget() => DeployChanges.To.SqliteDatabase(_connectionString);

    public override async Task<IReadOnlyList<string>> AppliedMigrationsAsync(CancellationToken cancellationToken)
    {
        CreateFile();
        return await ReadAsync<IReadOnlyList<string>>(
            async connection =>
            {
                var known = await connection.ExecuteScalarAsync<long>(
                    "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'SchemaVersions';").ConfigureAwait(false);
                if (known == 0)
                {
                    // Kept in the file once set.
                    await connection.ExecuteAsync("PRAGMA journal_mode = WAL;").ConfigureAwait(false);
                    return [];
                }
                return (await connection.QueryAsync<string>("SELECT ScriptName FROM SchemaVersions;").ConfigureAwait(false)).AsList();
            },
            cancellationToken).ConfigureAwait(false);
    }

    public override Task TakeAuditTurnAsync(UnitOfWork work) => Task.CompletedTask;

    public override AuditEvent ReadAuditEvent(DbDataReader row)
    {
        var seq = row.GetInt64(0);
        return new AuditEvent(seq, Read(1, "at"), Read(2, "actor"), Read(3, "action"), Read(4, "subject"), Read(5, "payload"), Read(6, "prev_hash"), Read(7, "hash"));

        // As bytes: a lenient decoder would turn damaged text into replacement characters, and two damages into the same text.
        string Read(int column, string name)
        {
            try
            {
                return StrictUtf8.GetString(row.GetFieldValue<byte[]>(column));
            }
            catch (DecoderFallbackException)
            {
                throw new UnreadableAuditEventException(seq, name);
            }
        }
    }

    public override async Task BulkInsertAsync(UnitOfWork work, BulkTable table, IEnumerable<object?[]> rows)
    {
        var connection = (SqliteConnection)work.Connection;
        var transaction = (SqliteTransaction)work.Transaction;
        foreach (var chunk in rows.Chunk(RowsPerCommand * 4096))
        {
            work.Cancellation.ThrowIfCancellationRequested();
            var whole = chunk.Length / RowsPerCommand * RowsPerCommand;
            Insert(chunk.AsSpan(0, whole), RowsPerCommand);
            Insert(chunk.AsSpan(whole), 1);
        }
        await Task.CompletedTask.ConfigureAwait(false);

        void Insert(ReadOnlySpan<object?[]> part, int together)
        {
            if (part.Length == 0) return;
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = InsertText(table, together);
            var parameters = new SqliteParameter[together * table.Columns.Count];
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i] = new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"@p{i}"), null);
                command.Parameters.Add(parameters[i]);
            }
            command.Prepare();
            for (var start = 0; start < part.Length; start += together)
            {
                for (var i = 0; i < parameters.Length; i++)
                {
                    var column = i % table.Columns.Count;
                    parameters[i].Value = Value(table.Columns[column].Kind, part[start + (i / table.Columns.Count)][column]);
                }
                command.ExecuteNonQuery();
            }
        }
    }

    public override async Task<IAsyncDisposable?> TryLeaseAsync(string name, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        CreateFile();
        try
        {
            return FileLease.TryTake($"{_path}-{name}.lock");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnreachableException("the store's directory cannot be written", e);
        }
    }

    protected override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            using var settings = connection.CreateCommand();
            settings.CommandText = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;";
            await settings.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    protected override ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    // 2067 unique constraint, 1555 primary key, 517 a snapshot that grew old.
    protected override bool IsContention(Exception exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: 2067 or 1555 or 517 };

    protected override string? WhyUnreachable(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: 5 or 6 } => "the store is busy: another program holds it",
        SqliteException { SqliteErrorCode: 8 or 3 or 23 } => "the store may not be written",
        SqliteException { SqliteErrorCode: 10 } => "the store's disk does not read or write",
        SqliteException { SqliteErrorCode: 11 or 26 } => "the store's file is damaged or no SQLite database",
        SqliteException { SqliteErrorCode: 13 } => "the store's disk is full",
        SqliteException { SqliteErrorCode: 14 } => "the store's file cannot be opened",
        _ => null,
    };

    internal static string InsertText(BulkTable table, int rows)
    {
        var text = new StringBuilder("INSERT INTO ").Append(table.Name).Append(" (")
            .AppendJoin(", ", table.Columns.Select(column => column.Name)).Append(") VALUES ");
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < table.Columns.Count; column++)
                text.Append(CultureInfo.InvariantCulture, $"{(column == 0 ? "" : ", ")}@p{(row * table.Columns.Count) + column}");
            text.Append(')');
        }
        return text.Append(';').ToString();
    }

    private static object Value(BulkKind kind, object? value) => (kind, value) switch
    {
        (_, null) => DBNull.Value,
        (BulkKind.Bit, bool bit) => bit ? 1L : 0L,
        (BulkKind.Date, DateOnly date) => DapperSetup.DateText(date),
        (BulkKind.Money, decimal amount) => MoneyText.Write(amount),
        _ => value,
    };

    private void CreateFile()
    {
        if (File.Exists(_path)) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(_path, options).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnreachableException("the store's file cannot be made", e);
        }
    }
}
