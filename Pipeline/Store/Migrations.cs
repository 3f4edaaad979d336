// Brings the schema up to date: numbered scripts, each once, in order, by one process at a time.
using DbUp.Engine;

namespace Paysieve.Pipeline.Store;

internal static class Migrations
{
    private const string Root = "Paysieve.Pipeline.Store.Migrations.";

    private const string Lease = "migrate";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>The dialect's scripts in order.</summary>
    public static IReadOnlyList<SqlScript> Scripts(string folder) =>
        [.. typeof(Migrations).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Root + folder + ".", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SqlScript(name[(Root.Length + folder.Length + 1)..], Statements.ReadResource(name)))];

    /// <summary>Runs what is missing and gives the names of what ran. One query and nothing else when nothing is missing.</summary>
    public static async Task<IReadOnlyList<string>> BringUpToDateAsync(Database database, CancellationToken cancellationToken)
    {
        var scripts = Scripts(database.MigrationFolder);
        if (await IsCurrentAsync(database, scripts, cancellationToken).ConfigureAwait(false)) return [];

        var lease = await TakeLeaseAsync(database, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            // Another process may have done it while this one waited.
            if (await IsCurrentAsync(database, scripts, cancellationToken).ConfigureAwait(false)) return [];

            var result = database.MigrationTarget()
                .WithScripts(scripts)
                .WithTransactionPerScript()
                .WithVariablesDisabled()
                .ResetConfiguredLoggers()
                .LogToNowhere()
                .Build()
                .PerformUpgrade();
            if (!result.Successful && database.WhyUnreachable(result.Error) is { } why) throw new StoreUnreachableException(why, result.Error);
            if (!result.Successful) throw new StoreMigrationException(result.ErrorScript?.Name ?? "journal", result.Error);
            return [.. result.Scripts.Select(script => script.Name)];
        }
    }

    private static async Task<bool> IsCurrentAsync(Database database, IReadOnlyList<SqlScript> scripts, CancellationToken cancellationToken)
    {
        var applied = await database.AppliedMigrationsAsync(cancellationToken).ConfigureAwait(false);
        return scripts.All(script => applied.Contains(script.Name, StringComparer.Ordinal));
    }

    private static async Task<IAsyncDisposable> TakeLeaseAsync(Database database, CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromMilliseconds(50);
        for (var waited = TimeSpan.Zero; waited < LongestWait; waited += step)
        {
            if (await database.TryLeaseAsync(Lease, cancellationToken).ConfigureAwait(false) is { } lease) return lease;
            await Task.Delay(step, cancellationToken).ConfigureAwait(false);
        }
        throw new StoreUnreachableException("another process has been migrating the store for two minutes");
    }
}
