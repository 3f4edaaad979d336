// The one door to the database: an aggregate each, whichever dialect is behind it.
namespace Paysieve.Pipeline.Store;

/// <summary>
/// The store. Opened by <see cref="StoreDoor.OpenAsync"/>, which also brings the schema up to date. Safe for concurrent use.
/// Every operation may throw <see cref="StoreUnreachableException"/>.
/// </summary>
public interface IStore : IAsyncDisposable
{
    StoreSettings Settings { get; }

    /// <summary>Names of the migrations that opening ran, in order; empty when the schema was current.</summary>
    IReadOnlyList<string> MigrationsRun { get; }

    SourceFileTable SourceFiles { get; }

    RunTable Runs { get; }

    FlagTable Flags { get; }

    DispositionTable Dispositions { get; }

    SuppressionTable Suppressions { get; }

    ErasureTable Erasures { get; }

    BundleTable Bundles { get; }

    ListSnapshotTable ListSnapshots { get; }

    AuditTrail Audit { get; }
}
