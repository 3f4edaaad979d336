// Which model bundles there are, on what they were trained, and which one scores.
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Store;

/// <summary>A row of <c>model_bundle</c>.</summary>
public sealed record BundleRecord
{
    /// <summary>Content-addressed: hex.</summary>
    public required string BundleId { get; init; }

    /// <summary>Set by the store.</summary>
    public DateTimeOffset TrainedAt { get; init; }

    /// <summary>First pay date trained on.</summary>
    public DateOnly? TrainFrom { get; init; }

    /// <summary>Last pay date trained on, inclusive.</summary>
    public DateOnly? TrainTo { get; init; }
    public required string DataHash { get; init; }
    public required long Seed { get; init; }
    public required string CatalogueVersion { get; init; }

    /// <summary>JSON object.</summary>
    public required string Metrics { get; init; }

    /// <summary>candidate, champion or retired.</summary>
    public string State { get; init; } = "candidate";
    public DateTimeOffset? PromotedAt { get; init; }
    public string? PromotedBy { get; init; }
}

/// <summary>Table <c>model_bundle</c>. There is at most one champion.</summary>
public sealed class BundleTable
{
    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _clock;
    private readonly string _actor;

    internal BundleTable(Database database, AuditTrail audit, TimeProvider clock, string actor)
    {
        _database = database;
        _audit = audit;
        _clock = clock;
        _actor = actor;
    }

    /// <summary>Records a trained bundle as a candidate. One already known stays as it is.</summary>
    /// <returns>True when it was new.</returns>
    public Task<bool> RecordAsync(BundleRecord bundle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        if (!IdPrefix.TryParse(bundle.BundleId, out var range)) throw new ArgumentException("a bundle id is up to 64 hex digits", nameof(bundle));
        var metrics = CanonicalJson.OfText(bundle.Metrics);
        return _database.WriteAsync(
            async work =>
            {
                if (await GetAsync(work, range, bundle.BundleId).ConfigureAwait(false) is not null) return false;
                await work.ExecuteAsync("model_bundle.insert", new
                {
                    bundle_id = bundle.BundleId, trained_at = _clock.Now(), train_from = bundle.TrainFrom, train_to = bundle.TrainTo,
                    data_hash = bundle.DataHash, seed = bundle.Seed, catalogue_version = bundle.CatalogueVersion, metrics,
                    state = "candidate", promoted_at = (DateTimeOffset?)null, promoted_by = (string?)null,
                }).ConfigureAwait(false);
                await _audit.AppendAsync(work, new AuditEntry(_actor, AuditActions.ModelTrained, bundle.BundleId, new JsonObject
                {
                    ["train_from"] = bundle.TrainFrom is { } from ? DapperSetup.DateText(from) : null,
                    ["train_to"] = bundle.TrainTo is { } to ? DapperSetup.DateText(to) : null,
                    ["data_hash"] = bundle.DataHash,
                    ["seed"] = FormattableString.Invariant($"{bundle.Seed}"),
                    ["catalogue_version"] = bundle.CatalogueVersion,
                    ["metrics"] = JsonNode.Parse(metrics),
                })).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Makes a bundle the one that scores; the one before is retired. Promoting the champion again changes nothing.</summary>
    /// <param name="why">For the audit trail.</param>
    /// <exception cref="KeyNotFoundException">There is no bundle with this id.</exception>
    public Task<BundleRecord> PromoteAsync(string bundleId, string actor, string why, CancellationToken cancellationToken) =>
        PromoteAsync(bundleId, actor, why, AuditActions.ModelPromoted, [], cancellationToken);

    /// <summary>As above, told in the trail as <paramref name="action"/> with further <paramref name="facts"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no bundle with this id.</exception>
    public Task<BundleRecord> PromoteAsync(string bundleId, string actor, string why, string action, JsonObject facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!IdPrefix.TryParse(bundleId, out var range)) throw new KeyNotFoundException("there is no such bundle");
        return _database.WriteAsync(
            async work =>
            {
                var bundle = await GetAsync(work, range, bundleId).ConfigureAwait(false) ?? throw new KeyNotFoundException($"there is no bundle {bundleId}");
                if (string.Equals(bundle.State, "champion", StringComparison.Ordinal)) return bundle;
                var before = await work.FindAsync<BundleRecord>("model_bundle.champion", null).ConfigureAwait(false);
                await work.ExecuteAsync("model_bundle.retire", null).ConfigureAwait(false);
                await work.ExecuteAsync("model_bundle.promote", new { bundle_id = bundleId, promoted_at = _clock.Now(), promoted_by = actor }).ConfigureAwait(false);
                // A transaction may be tried again: a node has one parent.
                var payload = facts.DeepClone().AsObject();
                payload["before"] = before?.BundleId;
                payload["why"] = why;
                await _audit.AppendAsync(work, new AuditEntry(actor, action, bundleId, payload)).ConfigureAwait(false);
                return await GetAsync(work, range, bundleId).ConfigureAwait(false) ?? throw new KeyNotFoundException($"there is no bundle {bundleId}");
            },
            cancellationToken);
    }

    /// <summary>All bundles whose id begins with <paramref name="idPrefix"/>.</summary>
    public async Task<IReadOnlyList<BundleRecord>> FindAsync(string idPrefix, CancellationToken cancellationToken) =>
        IdPrefix.TryParse(idPrefix, out var range)
            ? await _database.QueryAsync<BundleRecord>("model_bundle.find_by_prefix", range.Arguments, cancellationToken).ConfigureAwait(false)
            : [];

    /// <summary>All bundles, the youngest first.</summary>
    public Task<IReadOnlyList<BundleRecord>> ListAsync(CancellationToken cancellationToken) =>
        _database.QueryAsync<BundleRecord>("model_bundle.select_all", null, cancellationToken);

    /// <summary>The bundle that scores; null when none was promoted yet.</summary>
    public Task<BundleRecord?> ChampionAsync(CancellationToken cancellationToken) =>
        _database.FindAsync<BundleRecord>("model_bundle.champion", null, cancellationToken);

    /// <summary>The bundle with exactly this id; null when it is not on record.</summary>
    internal static async Task<BundleRecord?> GetAsync(UnitOfWork work, string bundleId) =>
        IdPrefix.TryParse(bundleId, out var range) ? await GetAsync(work, range, bundleId).ConfigureAwait(false) : null;

    private static async Task<BundleRecord?> GetAsync(UnitOfWork work, IdPrefix range, string bundleId)
    {
        var found = await work.QueryAsync<BundleRecord>("model_bundle.find_by_prefix", range.Arguments).ConfigureAwait(false);
        return found.FirstOrDefault(bundle => string.Equals(bundle.BundleId, bundleId, StringComparison.Ordinal));
    }
}
