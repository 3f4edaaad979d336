// Which sanctions lists were loaded when, which one of each source is current, and which were refused.
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Store;

/// <summary>A row of <c>list_snapshot</c>.</summary>
public sealed record ListSnapshotRecord
{
    /// <summary>SHA-256 of the list's content, at most 64 characters.</summary>
    public required string SnapshotId { get; init; }

    /// <summary>ofac, un, own, …</summary>
    public required string Source { get; init; }
    public required string Publisher { get; init; }

    /// <summary>The publisher's own version or date.</summary>
    public required string ListVersion { get; init; }
    public required int Entries { get; init; }
    public required int Names { get; init; }
    public required int Wallets { get; init; }

    /// <summary>Set by the store when first loaded.</summary>
    public DateTimeOffset LoadedAt { get; init; }

    /// <summary>Set by the store: the snapshot of its source that is screened against.</summary>
    public bool IsCurrent { get; init; }
}

/// <summary>Table <c>list_snapshot</c>. Each source has at most one current snapshot.</summary>
public sealed class ListSnapshotTable
{
    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _clock;
    private readonly string _actor;

    internal ListSnapshotTable(Database database, AuditTrail audit, TimeProvider clock, string actor)
    {
        _database = database;
        _audit = audit;
        _clock = clock;
        _actor = actor;
    }

    /// <summary>Records a loaded snapshot and makes it its source's current one. The current one again changes nothing.</summary>
    /// <returns>True when something was written.</returns>
    public Task<bool> RecordLoadedAsync(ListSnapshotRecord snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return _database.WriteAsync(
            async work =>
            {
                var known = await work.FindAsync<ListSnapshotRecord>("list_snapshot.find", new { snapshot_id = snapshot.SnapshotId }).ConfigureAwait(false);
                if (known is { IsCurrent: true }) return false;
                await work.ExecuteAsync("list_snapshot.set_aside", new { source = snapshot.Source }).ConfigureAwait(false);
                if (known is null)
                {
                    await work.ExecuteAsync("list_snapshot.insert", new
                    {
                        snapshot_id = snapshot.SnapshotId, source = snapshot.Source, publisher = snapshot.Publisher,
                        list_version = snapshot.ListVersion, entries = snapshot.Entries, names = snapshot.Names, wallets = snapshot.Wallets,
                        loaded_at = _clock.Now(),
                    }).ConfigureAwait(false);
                }
                else
                {
                    await work.ExecuteAsync("list_snapshot.make_current", new { snapshot_id = snapshot.SnapshotId }).ConfigureAwait(false);
                }
                await _audit.AppendAsync(work, new AuditEntry(_actor, AuditActions.ListLoaded, snapshot.SnapshotId, Payload(snapshot))).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Records that a list was refused and why; the current snapshot stays.</summary>
    public Task RecordRefusedAsync(string source, string contentHash, string why, CancellationToken cancellationToken) =>
        _audit.AppendAsync(
            new AuditEntry(_actor, AuditActions.ListRefused, source, new JsonObject { ["content_hash"] = contentHash, ["why"] = why }), cancellationToken);

    /// <summary>Records that the past was asked for new and changed entries, and what it answered.</summary>
    /// <param name="listsId">Id of all lists in force together.</param>
    public Task RecordLookedBackAsync(string listsId, JsonObject finding, CancellationToken cancellationToken) =>
        _audit.AppendAsync(new AuditEntry(_actor, AuditActions.ListLookedBack, listsId, finding), cancellationToken);

    /// <summary>The snapshots screened against, by source.</summary>
    public Task<IReadOnlyList<ListSnapshotRecord>> CurrentAsync(CancellationToken cancellationToken) =>
        _database.QueryAsync<ListSnapshotRecord>("list_snapshot.select_current", null, cancellationToken);

    /// <summary>All snapshots, the one loaded last first.</summary>
    public Task<IReadOnlyList<ListSnapshotRecord>> ListAsync(CancellationToken cancellationToken) =>
        _database.QueryAsync<ListSnapshotRecord>("list_snapshot.select_all", null, cancellationToken);

    private static JsonObject Payload(ListSnapshotRecord snapshot) => new()
    {
        ["source"] = snapshot.Source,
        ["publisher"] = snapshot.Publisher,
        ["list_version"] = snapshot.ListVersion,
        ["entries"] = snapshot.Entries,
        ["names"] = snapshot.Names,
        ["wallets"] = snapshot.Wallets,
    };
}
