// Opens a store: picks the dialect, brings the schema up to date, hands out the tables.
namespace Paysieve.Pipeline.Store;

public static class StoreDoor
{
    /// <summary>
    /// Opens the store and migrates it when it is not current. With a current schema this costs one query.
    /// </summary>
    /// <exception cref="StoreUnreachableException">No database there, or it refuses.</exception>
    /// <exception cref="StoreSettingsException">The connection string cannot be parsed.</exception>
    /// <exception cref="StoreMigrationException">A migration failed.</exception>
    public static async Task<IStore> OpenAsync(StoreSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        if (string.IsNullOrWhiteSpace(settings.Actor) || settings.Actor.Length > 128)
            throw new StoreSettingsException("the store's actor has 1 to 128 characters");

        DapperSetup.Ensure();
        Database database = settings.Provider == StoreProvider.Sqlite
            ? new SqliteDatabase(settings.Path)
            : new SqlServerDatabase(settings.ConnectionString);
        var migrations = await Migrations.BringUpToDateAsync(database, cancellationToken).ConfigureAwait(false);
        return new OpenStore(settings, database, clock, migrations);
    }

    private sealed class OpenStore : IStore
    {
        private readonly Database _database;

        public OpenStore(StoreSettings settings, Database database, TimeProvider clock, IReadOnlyList<string> migrations)
        {
            _database = database;
            Settings = settings;
            MigrationsRun = migrations;
            Audit = new AuditTrail(database, clock);
            SourceFiles = new SourceFileTable(database, Audit, clock, settings.Actor);
            Flags = new FlagTable(database);
            Runs = new RunTable(database, Audit, clock, settings.Actor);
            Dispositions = new DispositionTable(database, Audit, clock);
            Suppressions = new SuppressionTable(database, Audit, clock);
            Erasures = new ErasureTable(database, Audit);
            Bundles = new BundleTable(database, Audit, clock, settings.Actor);
            ListSnapshots = new ListSnapshotTable(database, Audit, clock, settings.Actor);
        }

        public StoreSettings Settings { get; }

        public IReadOnlyList<string> MigrationsRun { get; }

        public SourceFileTable SourceFiles { get; }

        public RunTable Runs { get; }

        public FlagTable Flags { get; }

        public DispositionTable Dispositions { get; }

        public SuppressionTable Suppressions { get; }

        public ErasureTable Erasures { get; }

        public BundleTable Bundles { get; }

        public ListSnapshotTable ListSnapshots { get; }

        public AuditTrail Audit { get; }

        public ValueTask DisposeAsync()
        {
            _database.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
