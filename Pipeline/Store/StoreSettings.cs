// Where the store is and in whose name it is written.
namespace Paysieve.Pipeline.Store;

public enum StoreProvider { Sqlite, SqlServer }

/// <summary>
/// Where the store is. Its text form says nothing of the connection string.
/// </summary>
public sealed record StoreSettings
{
    /// <summary>The embedded store's file in its data directory.</summary>
    public const string FileName = "paysieve.db";

    public StoreProvider Provider { get; private init; }

    /// <summary>Path of the database file; empty for SQL Server.</summary>
    public string Path { get; private init; } = "";

    internal string ConnectionString { get; private init; } = "";

    /// <summary>Who works here: the user or service account that the audit trail names. 1 to 128 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>The embedded store: <c>paysieve.db</c> in the data directory, made when it is not there.</summary>
    public static StoreSettings Sqlite(string dataDirectory, string actor) => new()
    {
        Provider = StoreProvider.Sqlite,
        Path = System.IO.Path.Combine(dataDirectory, FileName),
        Actor = actor,
    };

    /// <summary>SQL Server; encryption stays as the client's default, which is on, unless the connection string says otherwise.</summary>
    public static StoreSettings SqlServer(string connectionString, string actor) => new()
    {
        Provider = StoreProvider.SqlServer,
        ConnectionString = connectionString,
        Actor = actor,
    };

    public override string ToString() => Provider == StoreProvider.Sqlite ? "SQLite " + Path : "SQL Server";
}
