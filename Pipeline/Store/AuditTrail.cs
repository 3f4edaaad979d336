// The audit chain in the database: appended in the same transaction as what it records.
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Store;

/// <summary>
/// Table <c>audit_event</c>. Writers cannot fork the chain: they append one after another (SQLite has one writer; SQL Server gives them
/// turns), and the keys on <c>seq</c> and <c>prev_hash</c> refuse whoever came too late, who then tries again.
/// </summary>
public sealed class AuditTrail : IAuditSource
{
    private readonly Database _database;
    private readonly TimeProvider _clock;

    internal AuditTrail(Database database, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
    }

    /// <summary>Appends one event on its own: for what leaves no other row, such as a refused list.</summary>
    public Task<AuditEvent> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _database.WriteAsync(work => AppendAsync(work, entry), cancellationToken);
    }

    /// <summary>Appends inside somebody's transaction; the last thing to do there, since others wait for their turn.</summary>
    internal Task<AuditEvent> AppendAsync(UnitOfWork work, AuditEntry entry) => AppendAsync(work, entry, _clock.Now());

    /// <param name="at">The time that the deed itself bears, so that event and row fall into the same period.</param>
    internal async Task<AuditEvent> AppendAsync(UnitOfWork work, AuditEntry entry, DateTimeOffset at)
    {
        await _database.TakeAuditTurnAsync(work).ConfigureAwait(false);
        var head = await work.FindAsync<HeadRow>("audit_event.head", null).ConfigureAwait(false);
        var appended = AuditEvent.After(head is null ? null : new AuditHead(head.Seq, head.Hash), at, entry);
        await work.ExecuteAsync("audit_event.insert", new
        {
            seq = appended.Seq, at, actor = appended.Actor, action = appended.Action, subject = appended.Subject,
            payload = appended.Payload, prev_hash = appended.PrevHash, hash = appended.Hash,
        }).ConfigureAwait(false);
        return appended;
    }

    /// <summary>The last event; null for an empty chain. A report that prints it makes a cut-off tail visible later.</summary>
    public async Task<AuditHead?> HeadAsync(CancellationToken cancellationToken)
    {
        var head = await _database.FindAsync<HeadRow>("audit_event.head", null, cancellationToken).ConfigureAwait(false);
        return head is null ? null : new AuditHead(head.Seq, head.Hash);
    }

    /// <summary>Every event with this action, the first one first.</summary>
    public Task<IReadOnlyList<AuditEvent>> OfActionAsync(string action, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => OfActionAsync(connection, null, action, cancellationToken), cancellationToken);

    /// <summary>The same inside somebody's transaction, when no other writer can add one before it ends.</summary>
    internal async Task<IReadOnlyList<AuditEvent>> OfActionAsync(UnitOfWork work, string action)
    {
        await _database.TakeAuditTurnAsync(work).ConfigureAwait(false);
        return await OfActionAsync(work.Connection, work.Transaction, action, work.Cancellation).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<AuditEvent>> OfActionAsync(DbConnection connection, DbTransaction? transaction, string action, CancellationToken cancellationToken)
    {
        var rows = await connection.ExecuteReaderAsync(
            new CommandDefinition(_database.Sql["audit_event.select_by_action"], new { action }, transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await using var _ = rows.ConfigureAwait(false);
        var found = new List<AuditEvent>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)) found.Add(_database.ReadAuditEvent(rows));
        return found;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AuditEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await _database.OpenForStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var rows = await connection.ExecuteReaderAsync(
            new CommandDefinition(_database.Sql["audit_event.select_all"], cancellationToken: cancellationToken)).ConfigureAwait(false);
        await using var __ = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)) yield return _database.ReadAuditEvent(rows);
    }

    /// <summary>An id for a row of a table, from what the row says: 32 hex characters of SHA-256.</summary>
    internal static string DerivedId(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts) text.Append(CultureInfo.InvariantCulture, $"{part.Length}:").Append(part);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    private sealed record HeadRow
    {
        public long Seq { get; init; }
        public string Hash { get; init; } = "";
    }
}
