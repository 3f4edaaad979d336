// What was looked at, found innocent, and should not be flagged again for a while.
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Store;

/// <summary>A row of <c>suppression</c>: one payee, one typology, one reason, one account, until it ends.</summary>
public sealed record SuppressionRecord
{
    /// <summary>Set by the store.</summary>
    public string SuppressionId { get; init; } = "";
    public required string EmployerId { get; init; }
    public required string EmployeeId { get; init; }

    /// <summary>The contract's word for the typology; never a list match: that is released by two people.</summary>
    public required string Typology { get; init; }

    /// <summary>The reason that is not to be raised again.</summary>
    public required string ReasonCode { get; init; }

    /// <summary>The account it hangs on: keyed hash, hex.</summary>
    public required string ScopeKey { get; init; }

    /// <summary>The person as they were: keyed hash of name, birth date and countries, hex.</summary>
    public string? PartyKey { get; init; }

    /// <summary>The model that raised the flag.</summary>
    public string? BundleId { get; init; }
    public string? CatalogueVersion { get; init; }
    public string Note { get; init; } = "";

    /// <summary>Set by the store; gone when the note was erased.</summary>
    public string? NoteSalt { get; init; }
    public required string CreatedBy { get; init; }

    /// <summary>Set by the store.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Another person; null while it is proposed and does nothing.</summary>
    public string? ApprovedBy { get; init; }
    public DateTimeOffset? ApprovedAt { get; init; }
    public string? RevokedBy { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When something it hangs on was seen to have changed.</summary>
    public DateTimeOffset? LapsedAt { get; init; }

    /// <summary>Why it was revoked or lapsed.</summary>
    public string? EndedWhy { get; init; }

    /// <summary>The flag whose review led here.</summary>
    public required string? FlagId { get; init; }

    /// <summary>That flag's payout; set by the store.</summary>
    public string? TransferId { get; init; }

    /// <summary>proposed, in_force, expired, revoked or lapsed.</summary>
    public string StatusAt(DateTimeOffset moment) =>
        RevokedAt <= moment ? "revoked" : LapsedAt <= moment ? "lapsed" : ExpiresAt <= moment ? "expired" : ApprovedAt <= moment ? "in_force" : "proposed";

    /// <summary>The id only.</summary>
    public override string ToString() => "suppression " + SuppressionId;
}

/// <summary>Table <c>suppression</c>. Every step is an event in the same transaction; the schema refuses the wrong person.</summary>
public sealed class SuppressionTable
{
    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _clock;

    internal SuppressionTable(Database database, AuditTrail audit, TimeProvider clock)
    {
        _database = database;
        _audit = audit;
        _clock = clock;
    }

    /// <summary>Records what somebody asks for, and gives it with id and time.</summary>
    /// <param name="createdByKey">Who asks as the lake spells users: keyed hash.</param>
    /// <exception cref="ArgumentException">It has expired already or bears an unknown typology.</exception>
    /// <exception cref="StoreRuleException">Of a list match, or by who changed the pay details.</exception>
    public Task<SuppressionRecord> ProposeAsync(SuppressionRecord suppression, string? createdByKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(suppression);
        var createdAt = _clock.Now();
        if (!TypologyWords.TryParse(suppression.Typology, out _)) throw new ArgumentException("a suppression names one of the four typologies", nameof(suppression));
        if (suppression.ExpiresAt <= createdAt) throw new ArgumentException("a suppression expires after it is made", nameof(suppression));
        var record = suppression with
        {
            CreatedAt = createdAt,
            NoteSalt = NoteSeal.Salt(suppression.Note),
            SuppressionId = IdOf(suppression, createdAt),
        };
        return _database.WriteAsync(
            async work =>
            {
                await work.ExecuteAsync("suppression.insert", new
                {
                    suppression_id = record.SuppressionId, employer_id = record.EmployerId, employee_id = record.EmployeeId,
                    typology = record.Typology, reason_code = record.ReasonCode, scope_key = record.ScopeKey, note = record.Note, note_salt = record.NoteSalt,
                    created_by = record.CreatedBy, created_by_key = createdByKey, created_at = record.CreatedAt, expires_at = record.ExpiresAt,
                    party_key = record.PartyKey, bundle_id = record.BundleId, catalogue_version = record.CatalogueVersion, flag_id = record.FlagId,
                }).ConfigureAwait(false);
                await _audit.AppendAsync(work, new AuditEntry(record.CreatedBy, AuditActions.SuppressionProposed, record.SuppressionId, new JsonObject
                {
                    ["typology"] = record.Typology,
                    ["reason_code"] = record.ReasonCode,
                    ["scope_key"] = record.ScopeKey,
                    ["note_sha256"] = NoteSeal.Of(record.NoteSalt, record.Note),
                    ["expires_at"] = DapperSetup.TimeText(record.ExpiresAt),
                    ["bundle_id"] = record.BundleId,
                    ["catalogue_version"] = record.CatalogueVersion,
                    ["flag_id"] = record.FlagId,
                }), createdAt).ConfigureAwait(false);
                return await GetAsync(work, record.SuppressionId).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>Puts a proposed suppression in force.</summary>
    /// <returns>Null when it is not proposed any more: approved before, ended or expired.</returns>
    /// <exception cref="StoreRuleException">By the person who asked for it, or who changed the pay details.</exception>
    public Task<SuppressionRecord?> ApproveAsync(string suppressionId, string actor, string? actorKey, CancellationToken cancellationToken) =>
        ChangeAsync(
            "suppression.approve", suppressionId, AuditActions.SuppressionApproved, actor,
            at => new { suppression_id = suppressionId, approved_by = actor, approved_by_key = actorKey, approved_at = at }, [], cancellationToken);

    /// <summary>Ends a suppression, proposed or in force.</summary>
    /// <returns>Null when it has ended before.</returns>
    public Task<SuppressionRecord?> RevokeAsync(string suppressionId, string actor, string why, CancellationToken cancellationToken) =>
        ChangeAsync(
            "suppression.revoke", suppressionId, AuditActions.SuppressionRevoked, actor,
            at => new { suppression_id = suppressionId, revoked_by = actor, revoked_at = at, ended_why = why }, new JsonObject { ["why"] = why }, cancellationToken);

    /// <summary>Approved, not ended and not expired at <paramref name="at"/>, by payee and typology.</summary>
    public Task<IReadOnlyList<SuppressionRecord>> InForceAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        _database.QueryAsync<SuppressionRecord>("suppression.select_active", new { now = at }, cancellationToken);

    /// <summary>Suppressions that were made before the period's end and had not expired at its beginning, the oldest first.</summary>
    public Task<IReadOnlyList<SuppressionRecord>> ListAsync(DateTimeOffset from, DateTimeOffset below, CancellationToken cancellationToken) =>
        _database.QueryAsync<SuppressionRecord>("suppression.select_for_period", new { period_from = from, period_below = below }, cancellationToken);

    /// <summary>All whose id begins with <paramref name="idPrefix"/>.</summary>
    public async Task<IReadOnlyList<SuppressionRecord>> FindAsync(string idPrefix, CancellationToken cancellationToken) =>
        IdPrefix.TryParse(idPrefix, out var range)
            ? await _database.QueryAsync<SuppressionRecord>("suppression.find_by_prefix", range.Arguments, cancellationToken).ConfigureAwait(false) : [];

    /// <summary>What a suppression is called: it spells payee, typology, reason, account, who asked and when, so that none of them can be altered without its id.</summary>
    internal static string IdOf(SuppressionRecord suppression, DateTimeOffset createdAt) => AuditTrail.DerivedId(
        suppression.EmployerId, suppression.EmployeeId, suppression.Typology, suppression.ReasonCode, suppression.ScopeKey, suppression.CreatedBy, DapperSetup.TimeText(createdAt));

    /// <summary>Ends suppressions whose ground has changed, in the transaction of the run that saw it.</summary>
    internal static async Task LapseAsync(AuditTrail audit, UnitOfWork work, string actor, string runId, IEnumerable<LapsedSuppression> lapsed, DateTimeOffset at)
    {
        foreach (var each in lapsed)
        {
            if (await work.ExecuteAsync("suppression.lapse", new { suppression_id = each.SuppressionId, lapsed_at = at, ended_why = each.Why }).ConfigureAwait(false) == 0) continue;
            await audit.AppendAsync(
                work, new AuditEntry(actor, AuditActions.SuppressionLapsed, each.SuppressionId, new JsonObject { ["run_id"] = runId, ["why"] = each.Why }), at).ConfigureAwait(false);
        }
    }

    private Task<SuppressionRecord?> ChangeAsync(
        string statement, string suppressionId, string action, string actor, Func<DateTimeOffset, object> arguments, JsonObject facts, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            async work =>
            {
                var at = _clock.Now();
                if (await work.ExecuteAsync(statement, arguments(at)).ConfigureAwait(false) == 0) return null;
                await _audit.AppendAsync(work, new AuditEntry(actor, action, suppressionId, facts.DeepClone().AsObject()), at).ConfigureAwait(false);
                return await GetAsync(work, suppressionId).ConfigureAwait(false);
            },
            cancellationToken);

    private static async Task<SuppressionRecord> GetAsync(UnitOfWork work, string suppressionId) =>
        await work.FindAsync<SuppressionRecord>("suppression.find_by_prefix", new { id_from = suppressionId, id_below = suppressionId + "g" }).ConfigureAwait(false)
        ?? throw new KeyNotFoundException($"there is no suppression {suppressionId}");
}

/// <summary>A suppression that a run found to hang on something that has changed.</summary>
/// <param name="Why">A sentence without names and accounts.</param>
public sealed record LapsedSuppression(string SuppressionId, string Why);
