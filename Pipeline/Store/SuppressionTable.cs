// What was looked at, found innocent, and should not be flagged again for a while.
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Store;

/// <summary>A row of <c>suppression</c>: one payee, one typology, one reason, one scope, until it expires.</summary>
public sealed record SuppressionRecord
{
    /// <summary>Set by the store.</summary>
    public string SuppressionId { get; init; } = "";
    public required string EmployerId { get; init; }
    public required string EmployeeId { get; init; }

    /// <summary>The contract's word for the typology.</summary>
    public required string Typology { get; init; }

    /// <summary>The reason that is not to be raised again.</summary>
    public required string ReasonCode { get; init; }

    /// <summary>What it hangs on: the keyed hash of the account, or list and entry. When that changes, the suppression does not fit any more.</summary>
    public required string ScopeKey { get; init; }
    public string Note { get; init; } = "";
    public required string CreatedBy { get; init; }

    /// <summary>Set by the store.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
    public string? ApprovedBy { get; init; }
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>The flag whose review led here.</summary>
    public string? FlagId { get; init; }
}

/// <summary>Table <c>suppression</c>.</summary>
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

    /// <summary>Adds a suppression and its audit event in one transaction, and gives it with id and time.</summary>
    /// <exception cref="ArgumentException">It has expired already, bears an unknown typology, or a sanctions match is to be suppressed without another person's approval.</exception>
    public Task<SuppressionRecord> AddAsync(SuppressionRecord suppression, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(suppression);
        var createdAt = _clock.Now();
        Check(suppression, createdAt);
        var record = suppression with
        {
            CreatedAt = createdAt,
            ApprovedAt = suppression.ApprovedBy is null ? null : suppression.ApprovedAt ?? createdAt,
            SuppressionId = AuditTrail.DerivedId(
                suppression.EmployerId, suppression.EmployeeId, suppression.Typology, suppression.ReasonCode, suppression.ScopeKey,
                suppression.CreatedBy, DapperSetup.TimeText(createdAt)),
        };
        return _database.WriteAsync(
            async work =>
            {
                await work.ExecuteAsync("suppression.insert", new
                {
                    suppression_id = record.SuppressionId, employer_id = record.EmployerId, employee_id = record.EmployeeId,
                    typology = record.Typology, reason_code = record.ReasonCode, scope_key = record.ScopeKey, note = record.Note,
                    created_by = record.CreatedBy, created_at = record.CreatedAt, expires_at = record.ExpiresAt,
                    approved_by = record.ApprovedBy, approved_at = record.ApprovedAt, flag_id = record.FlagId,
                }).ConfigureAwait(false);
                await _audit.AppendAsync(work, new AuditEntry(record.CreatedBy, AuditActions.SuppressionAdded, record.SuppressionId, new JsonObject
                {
                    ["employer_id"] = record.EmployerId,
                    ["employee_id"] = record.EmployeeId,
                    ["typology"] = record.Typology,
                    ["reason_code"] = record.ReasonCode,
                    ["scope_key"] = record.ScopeKey,
                    ["note"] = record.Note,
                    ["expires_at"] = DapperSetup.TimeText(record.ExpiresAt),
                    ["approved_by"] = record.ApprovedBy,
                    ["flag_id"] = record.FlagId,
                })).ConfigureAwait(false);
                return record;
            },
            cancellationToken);
    }

    /// <summary>Suppressions in force at <paramref name="at"/>, by payee and typology.</summary>
    public Task<IReadOnlyList<SuppressionRecord>> ListActiveAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        _database.QueryAsync<SuppressionRecord>("suppression.select_active", new { now = at }, cancellationToken);

    /// <summary>Suppressions that were made before the period's end and had not expired at its beginning, the oldest first.</summary>
    public Task<IReadOnlyList<SuppressionRecord>> ListAsync(DateTimeOffset from, DateTimeOffset below, CancellationToken cancellationToken) =>
        _database.QueryAsync<SuppressionRecord>("suppression.select_for_period", new { period_from = from, period_below = below }, cancellationToken);

    private static void Check(SuppressionRecord suppression, DateTimeOffset createdAt)
    {
        if (!TypologyWords.TryParse(suppression.Typology, out var typology))
            throw new ArgumentException("a suppression names one of the four typologies", nameof(suppression));
        if (suppression.ExpiresAt <= createdAt) throw new ArgumentException("a suppression expires after it is made", nameof(suppression));
        if (string.Equals(suppression.ApprovedBy, suppression.CreatedBy, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("who approves a suppression is another person", nameof(suppression));
        if (typology == Typology.SanctionsMatch && suppression.ApprovedBy is null)
            throw new ArgumentException("a sanctions match is suppressed only with another person's approval", nameof(suppression));
    }
}
