// A real database for one test: a SQLite file, or a database of its own on the SQL Server that PAYSIEVE_TEST_SQLSERVER names.
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Store;

public enum Dialect { Sqlite, SqlServer }

/// <summary>A clock that stands until it is moved.</summary>
public sealed class TestClock : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 2, 27, 2, 0, 0, TimeSpan.Zero).UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}

internal sealed class TestDatabase : IAsyncDisposable
{
    public const string Variable = "PAYSIEVE_TEST_SQLSERVER";

    private readonly string? _server;
    private readonly string _connectionString;

    private TestDatabase(Dialect dialect, string directory, string? server, string connectionString)
    {
        Dialect = dialect;
        Directory = directory;
        _server = server;
        _connectionString = connectionString;
    }

    public Dialect Dialect { get; }

    public string Directory { get; }

    public static async Task<TestDatabase> CreateAsync(Dialect dialect, string testName)
    {
        DapperSetup.Ensure();
        var name = "paysieve_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{dialect}|{testName}|{Environment.ProcessId}")))[..20];
        if (dialect == Dialect.Sqlite)
        {
            var directory = Path.Combine(Path.GetTempPath(), name);
            if (System.IO.Directory.Exists(directory)) System.IO.Directory.Delete(directory, recursive: true);
            return new TestDatabase(dialect, directory, null, $"Data Source={Path.Combine(directory, "paysieve.db")};Pooling=False");
        }

        var server = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(server)) Assert.Inconclusive($"{Variable} is not set: not run on SQL Server");
        await using var connection = new SqlConnection(server);
        await connection.ExecuteAsync($"IF DB_ID('{name}') IS NOT NULL DROP DATABASE [{name}]");
        await connection.ExecuteAsync($"CREATE DATABASE [{name}]");
        return new TestDatabase(dialect, "", server, new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString);
    }

    public string ConnectionString => _connectionString;

    public StoreSettings Settings(string actor = "tester") =>
        Dialect == Dialect.Sqlite ? StoreSettings.Sqlite(Directory, actor) : StoreSettings.SqlServer(_connectionString, actor);

    /// <summary>The dialect below the store.</summary>
    public Database Engine() => Dialect == Dialect.Sqlite ? new SqliteDatabase(Settings().Path) : new SqlServerDatabase(_connectionString);

    public Task<IStore> OpenAsync(TimeProvider clock) => StoreDoor.OpenAsync(Settings(), clock, CancellationToken.None);

    /// <summary>The way past the store: what a database administrator could do.</summary>
    public async Task<DbConnection> ConnectAsync()
    {
        DbConnection connection = Dialect == Dialect.Sqlite ? new SqliteConnection(_connectionString) : new SqlConnection(_connectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>SQL written for schema paysieve, run in either dialect.</summary>
    public async Task<int> ExecuteAsync(string sql, object? arguments = null)
    {
        await using var connection = await ConnectAsync();
        return await connection.ExecuteAsync(Adapt(sql), arguments);
    }

    public async Task<T?> ScalarAsync<T>(string sql, object? arguments = null)
    {
        await using var connection = await ConnectAsync();
        return await connection.ExecuteScalarAsync<T>(Adapt(sql), arguments);
    }

    public async ValueTask DisposeAsync()
    {
        if (Dialect == Dialect.Sqlite)
        {
            if (System.IO.Directory.Exists(Directory)) System.IO.Directory.Delete(Directory, recursive: true);
            return;
        }
        SqlConnection.ClearAllPools();
        await using var connection = new SqlConnection(_server);
        // A session whose wire was cut may live on for a while.
        for (var left = 100; ; left--)
        {
            try
            {
                await connection.ExecuteAsync($"DROP DATABASE [{new SqlConnectionStringBuilder(_connectionString).InitialCatalog}]");
                return;
            }
            catch (SqlException) when (left > 0)
            {
                await Task.Delay(100);
            }
        }
    }

    private string Adapt(string sql) => Dialect == Dialect.Sqlite ? sql.Replace("paysieve.", "", StringComparison.Ordinal) : sql;
}
