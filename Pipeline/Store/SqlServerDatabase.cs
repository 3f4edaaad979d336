// The server dialect: SqlClient, bulk copy with mapped columns, application locks where SQLite has one writer.
using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using DbUp;
using DbUp.Builder;
using Microsoft.Data.SqlClient;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Store;

/// <summary>
/// Nothing here relies on lock hints: unique constraints and a new try decide between writers, and <c>sp_getapplock</c> gives them turns
/// at the audit chain.
/// </summary>
internal sealed class SqlServerDatabase : Database
{
    private const string Schema = "paysieve";
    private const int BulkRows = 5000;

    /// <summary>The client's own: for a server that is busy or failing over while a connection is opened. Its delays are jittered.</summary>
    private static readonly SqlRetryLogicBaseProvider OpenAgain = SqlConfigurableRetryFactory.CreateExponentialRetryProvider(
        new SqlRetryLogicOption { NumberOfTries = 3, DeltaTime = TimeSpan.FromMilliseconds(300), MaxTimeInterval = TimeSpan.FromSeconds(3) });

    private readonly string _connectionString;
    private readonly string _leaseConnectionString;

    /// <exception cref="StoreSettingsException">The connection string cannot be parsed. Its text is not repeated.</exception>
    public SqlServerDatabase(string connectionString)
    {
        try
        {
            var builder = new SqlConnectionStringBuilder(connectionString) { ApplicationName = "Paysieve" };
            _connectionString = builder.ConnectionString;

            // A pooled session would give its locks back late, at its next use.
            builder.Pooling = false;
            _leaseConnectionString = builder.ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new StoreSettingsException("the connection string of the store cannot be read: keywords or values are not SqlClient's");
        }
    }

    public override Statements Sql => Statements.SqlServer;

    public override string MigrationFolder => "SqlServer";

    public override void Dispose()
    {
        using var connection = new SqlConnection(_connectionString);
        SqlConnection.ClearPool(connection);
    }

    public override UpgradeEngineBuilder MigrationTarget() =>
        DeployChanges.To.SqlDatabase(_connectionString, Schema).JournalToSqlTable(Schema, "schema_version");

    public override Task<IReadOnlyList<string>> AppliedMigrationsAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<string>>(
            async connection =>
            {
                var known = await connection.ExecuteScalarAsync<int>(Sql["schema_version.exists"]).ConfigureAwait(false);
                if (known == 0) return [];
                return (await connection.QueryAsync<string>(Sql["schema_version.select_all"]).ConfigureAwait(false)).AsList();
            },
            cancellationToken);

    public override async Task TakeAuditTurnAsync(UnitOfWork work)
    {
        var granted = await work.Connection.ExecuteScalarAsync<int>(new CommandDefinition(
            Sql["audit_event.take_turn"], new { lock_name = "paysieve.audit_event" }, work.Transaction, cancellationToken: work.Cancellation)).ConfigureAwait(false);
        // -3: chosen as the victim of a deadlock.
        if (granted == -3) throw new ContentionException();
        if (granted < 0) throw new StoreUnreachableException("the store is busy: another writer has held the audit chain for twenty seconds");
    }

    public override AuditEvent ReadAuditEvent(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetDateTime(1).ToString(AuditEvent.TimeForm, CultureInfo.InvariantCulture),
        row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7));

    public override async Task BulkInsertAsync(UnitOfWork work, BulkTable table, IEnumerable<object?[]> rows)
    {
        // Constraints stay on: bulk copy would leave checks and foreign keys out and mark them untrusted.
        using var bulk = new SqlBulkCopy((SqlConnection)work.Connection, SqlBulkCopyOptions.CheckConstraints, (SqlTransaction)work.Transaction)
        {
            DestinationTableName = $"[{Schema}].[{table.Name}]",
            // As for any other statement: a server that has gone silent is noticed.
            BulkCopyTimeout = ((SqlConnection)work.Connection).CommandTimeout,
        };
        using var buffer = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var column in table.Columns)
        {
            buffer.Columns.Add(column.Name, ClrType(column.Kind));
            bulk.ColumnMappings.Add(column.Name, column.Name);
        }

        foreach (var chunk in rows.Chunk(BulkRows))
        {
            buffer.Clear();
            foreach (var row in chunk)
            {
                var cells = new object[row.Length];
                for (var i = 0; i < row.Length; i++) cells[i] = Value(row[i]);
                buffer.Rows.Add(cells);
            }
            await bulk.WriteToServerAsync(buffer, work.Cancellation).ConfigureAwait(false);
        }
    }

    public override async Task<IAsyncDisposable?> TryLeaseAsync(string name, CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(_leaseConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var granted = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
                Sql["lease.take"], new { lock_name = LeaseName(name) }, cancellationToken: cancellationToken)).ConfigureAwait(false);
            if (granted >= 0) return new SessionLease(connection, Sql["lease.release"], LeaseName(name));
        }
        catch (SqlException e)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new StoreUnreachableException(WhyUnreachable(e) ?? SqlFaults.CannotBeReached(e.Number), e);
        }
        await connection.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    protected override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(_connectionString) { RetryLogicProvider = OpenAgain };
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception failure) when (SqlFaults.Find(failure) is { } e)
        {
            await connection.DisposeAsync().ConfigureAwait(false);

            // Whatever the reason, a connection that does not open is a store that is not there.
            throw new StoreUnreachableException(WhyUnreachable(e) ?? SqlFaults.CannotBeReached(e.Number), e);
        }
    }

    protected override ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

    protected override bool IsLost(Exception exception) => SqlFaults.Find(exception) is { } e && SqlFaults.IsLost(e.Number, e.Class);

    protected override bool IsTimeOut(Exception exception) => SqlFaults.Find(exception) is { } e && SqlFaults.IsTimeOut(e.Number);

    protected override bool IsContention(Exception exception) => SqlFaults.Find(exception) is { } e && SqlFaults.IsContention(e.Number);

    protected override string? WhyRefused(Exception exception) => SqlFaults.Find(exception) is { } e ? SqlFaults.WhyRefused(e.Number) : null;

    public override string? WhyUnreachable(Exception exception) => SqlFaults.Find(exception) is { } e ? SqlFaults.WhyUnreachable(e.Number, e.Class) : null;

    private static string LeaseName(string name) => "paysieve." + name;

    private static Type ClrType(BulkKind kind) => kind switch
    {
        BulkKind.Text => typeof(string),
        BulkKind.Whole => typeof(long),
        BulkKind.Real => typeof(double),
        BulkKind.Bit => typeof(bool),
        BulkKind.Date => typeof(DateTime),
        BulkKind.Money => typeof(decimal),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of column"),
    };

    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        _ => value,
    };

    private sealed class SessionLease(SqlConnection connection, string release, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection.ConfigureAwait(false))
            {
                // A session that died has let go already.
                if (connection.State == ConnectionState.Open)
                    await connection.ExecuteAsync(release, new { lock_name = name }).ConfigureAwait(false);
            }
        }
    }
}
