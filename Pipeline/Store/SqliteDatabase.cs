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
/// power cut, and with one commit for a whole night the extra flush costs nothing. Writers begin with BEGIN IMMEDIATE. What is deleted is
/// written over, so that an erased note is not found in a free page.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private const int BusySeconds = 30;

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
                var known = await connection.ExecuteScalarAsync<long>(Sql["schema_version.exists"]).ConfigureAwait(false);
                if (known == 0)
                {
                    // Kept in the file once set.
                    await connection.ExecuteAsync("PRAGMA journal_mode = WAL;").ConfigureAwait(false);
                    return [];
                }
                return (await connection.QueryAsync<string>(Sql["schema_version.select_all"]).ConfigureAwait(false)).AsList();
            },
            cancellationToken).ConfigureAwait(false);
    }

    public override Task ForgetTracesAsync(CancellationToken cancellationToken) => ReadAsync(
        connection => connection.ExecuteAsync(new CommandDefinition("PRAGMA wal_checkpoint(TRUNCATE);", cancellationToken: cancellationToken)), cancellationToken);

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

    /// <remarks>
    /// One prepared command, one row at a time: several rows in one command were measured and cost a quarter more processor time,
    /// because the driver finds parameters by name, one after another.
    /// </remarks>
    public override Task BulkInsertAsync(UnitOfWork work, BulkTable table, IEnumerable<object?[]> rows)
    {
        using var command = ((SqliteConnection)work.Connection).CreateCommand();
        command.Transaction = (SqliteTransaction)work.Transaction;
        command.CommandText = InsertText(table);
        var parameters = new SqliteParameter[table.Columns.Count];
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] = new SqliteParameter("@" + table.Columns[i].Name, null);
            command.Parameters.Add(parameters[i]);
        }
        command.Prepare();
        foreach (var row in rows)
        {
            work.Cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < parameters.Length; i++) parameters[i].Value = Value(table.Columns[i].Kind, row[i]);
            command.ExecuteNonQuery();
        }
        return Task.CompletedTask;
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
            settings.CommandText = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON;";
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

    // There is no wire to be cut.
    protected override bool IsLost(Exception exception) => false;

    // The driver has waited for its turn already, for as long as it is told to.
    protected override bool IsTimeOut(Exception exception) => false;

    // 1811 a trigger's RAISE: its text is the schema's own.
    protected override string? WhyRefused(Exception exception) => exception is not SqliteException { SqliteExtendedErrorCode: 1811 } e ? null
        : Array.Find([Rules.TwoPeople, Rules.OwnChange, Rules.SuppressionByTwo, Rules.SuppressionOfListMatch, Rules.SuppressionOfOwnChange, Rules.AppendOnly], rule => e.Message.Contains(rule, StringComparison.Ordinal));

    public override string? WhyUnreachable(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: 5 or 6 } => "the store is busy: another program holds it",
        SqliteException { SqliteErrorCode: 8 or 3 or 23 } => "the store may not be written",
        SqliteException { SqliteErrorCode: 10 } => "the store's disk does not read or write",
        SqliteException { SqliteErrorCode: 11 or 26 } => "the store's file is damaged or no SQLite database",
        SqliteException { SqliteErrorCode: 13 } => "the store's disk is full",
        SqliteException { SqliteErrorCode: 14 } => "the store's file cannot be opened",
        _ => null,
    };

    private static string InsertText(BulkTable table) => string.Create(CultureInfo.InvariantCulture,
        $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(column => column.Name))}) VALUES ({string.Join(", ", table.Columns.Select(column => "@" + column.Name))});");

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
