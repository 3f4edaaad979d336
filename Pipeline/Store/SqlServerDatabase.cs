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
            BulkCopyTimeout = 0,
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
            throw new StoreUnreachableException(WhyUnreachable(e) ?? Numbered(e), e);
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
        catch (Exception failure) when (LastOf(failure) is { } e)
        {
            await connection.DisposeAsync().ConfigureAwait(false);

            // Whatever the reason, a connection that does not open is a store that is not there.
            throw new StoreUnreachableException(WhyUnreachable(e) ?? Numbered(e), e);
        }
    }

    protected override ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

    /// <summary>After several tries the client tells of all of them.</summary>
    private static SqlException? LastOf(Exception failure) => failure switch
    {
        SqlException e => e,
        AggregateException { InnerExceptions: [.., SqlException e] } => e,
        _ => null,
    };

    protected override bool IsLost(Exception exception) => exception is SqlException e && IsWire(e);

    // 2627 and 2601 unique violations, 1205 chosen as the victim of a deadlock.
    protected override bool IsContention(Exception exception) => exception is SqlException { Number: 2627 or 2601 or 1205 };

    protected override string? WhyRefused(Exception exception) => exception switch
    {
        SqlException { Number: 51000 or 51003 or 51007 } => Rules.AppendOnly,
        SqlException { Number: 51001 } => Rules.TwoPeople,
        SqlException { Number: 51002 } => Rules.OwnChange,
        SqlException { Number: 51004 } => Rules.SuppressionByTwo,
        SqlException { Number: 51005 } => Rules.SuppressionOfListMatch,
        SqlException { Number: 51006 } => Rules.SuppressionOfOwnChange,
        _ => null,
    };

    public override string? WhyUnreachable(Exception exception) => exception switch
    {
        SqlException { Number: 18456 } => "the store refuses the login (error 18456)",
        SqlException { Number: 4060 } => "the store has no such database, or it may not be opened (error 4060)",
        SqlException { Number: 1105 or 9002 } e => "the store's disk or log is full " + Number(e),
        SqlException { Number: 3906 } e => "the store may not be written " + Number(e),
        SqlException { Number: -2 } => "the store did not answer in time (error -2)",
        SqlException e when IsWire(e) => Numbered(e),
        _ => null,
    };

    private static bool IsWire(SqlException e) => e.Class >= 20 || e.Number is -1 or 2 or 53 or 64 or 233 or 258 or 10053 or 10054 or 10060 or 10061 or 11001;

    private static string LeaseName(string name) => "paysieve." + name;

    private static string Numbered(SqlException e) => "the store cannot be reached " + Number(e);

    private static string Number(SqlException e) => string.Create(CultureInfo.InvariantCulture, $"(error {e.Number})");

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
