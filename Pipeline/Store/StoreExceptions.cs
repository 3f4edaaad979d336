// How the store says that the world is bad. No message carries a connection string or a row.
namespace Paysieve.Pipeline.Store;

/// <summary>The database cannot be reached, opened or written: exit code 5. <see cref="Exception.InnerException"/> has the driver's own words.</summary>
public sealed class StoreUnreachableException : Exception
{
    public StoreUnreachableException(string message) : base(message) { }

    public StoreUnreachableException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>The settings of the store make no sense (a connection string that cannot be parsed): exit code 2.</summary>
public sealed class StoreSettingsException(string message) : Exception(message);

/// <summary>A migration failed; the script named was rolled back.</summary>
public sealed class StoreMigrationException(string script, Exception inner)
    : Exception($"migration {script} failed and was rolled back", inner)
{
    public string Script { get; } = script;
}

/// <summary>The run no longer belongs to this process: another start took it over or rolled it back. Nothing was written.</summary>
public sealed class RunLostException(string runId)
    : Exception($"run {runId} no longer belongs to this process; nothing was written")
{
    public string RunId { get; } = runId;
}

/// <summary>
/// The store does not know the model that is to score: its database is another one than the data folder was kept with. Nothing was begun.
/// </summary>
public sealed class BundleUnknownException(string bundleId)
    : Exception($"the store has no record of model bundle {bundleId}, which is in use in this data folder")
{
    public string BundleId { get; } = bundleId;
}

/// <summary>The database refused a row by one of its own rules; the message is a sentence for the person at the keyboard.</summary>
public sealed class StoreRuleException(string message, Exception inner) : Exception(message, inner);
