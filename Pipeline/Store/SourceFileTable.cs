// Which files came, what became of their rows, and why some rows were turned away.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Store;

/// <summary>A row of <c>source_file</c>. Rows read = accepted + rejected.</summary>
public sealed record SourceFileRecord
{
    /// <summary>SHA-256 of the file's bytes, lower-case hex.</summary>
    public required string FileId { get; init; }

    /// <summary>Where it came from: a folder watched, a server, the command line. Not a path.</summary>
    public required string Source { get; init; }
    public required string Name { get; init; }

    /// <summary>payouts, legs, or the name of another format or mapping.</summary>
    public required string Format { get; init; }
    public required long ByteSize { get; init; }
    public required long RowsRead { get; init; }
    public required long RowsAccepted { get; init; }
    public required long RowsRejected { get; init; }

    /// <summary>Why the file was rejected whole; null when it was read.</summary>
    public string? RefusedCode { get; init; }

    /// <summary>Set by the store at first sight.</summary>
    public DateTimeOffset FirstSeenAt { get; init; }
}

/// <summary>A row of <c>rejected_record</c>. <paramref name="Detail"/> is masked: no raw values of names or accounts; cut at 1000 characters.</summary>
public sealed record RejectedRecord(long LineNo, string? ColumnName, string Code, string Detail);

/// <summary>What is to be recorded of one file.</summary>
/// <param name="Rejected">Enumerated once per try: it may be asked for again when two writers meet.</param>
public sealed record FileRecord(SourceFileRecord File, IEnumerable<RejectedRecord> Rejected)
{
    /// <summary>SHA-256 of the quarantine file as it was written; null when there is none.</summary>
    public string? QuarantineSha256 { get; init; }
}

/// <summary>Tables <c>source_file</c> and <c>rejected_record</c>.</summary>
public sealed class SourceFileTable
{
    private const int LongestDetail = 1000;

    private static readonly BulkTable Rejected = new("rejected_record",
    [
        new("file_id", BulkKind.Text), new("ordinal", BulkKind.Whole), new("line_no", BulkKind.Whole),
        new("column_name", BulkKind.Text), new("code", BulkKind.Text), new("detail", BulkKind.Text),
    ]);

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _clock;
    private readonly string _actor;

    internal SourceFileTable(Database database, AuditTrail audit, TimeProvider clock, string actor)
    {
        _database = database;
        _audit = audit;
        _clock = clock;
        _actor = actor;
    }

    internal static IReadOnlyList<BulkTable> BulkTables => [Rejected];

    /// <summary>Records one file: <see cref="RecordAsync(IReadOnlyList{FileRecord}, CancellationToken)"/>.</summary>
    /// <returns>True when something was written.</returns>
    public async Task<bool> RecordAsync(SourceFileRecord file, IEnumerable<RejectedRecord> rejected, CancellationToken cancellationToken) =>
        await RecordAsync([new FileRecord(file, rejected)], cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>
    /// Records files and their rejected rows, all or none. The same file with the same counts changes nothing, not even the audit trail; with other
    /// counts (read again by a better reader) its counts and rejected rows are replaced. The first name and time of sight stay.
    /// </summary>
    /// <returns>For how many files something was written.</returns>
    public Task<int> RecordAsync(IReadOnlyList<FileRecord> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (var (file, _) in files)
        {
            if (file.RowsRead != file.RowsAccepted + file.RowsRejected || file.RowsAccepted < 0 || file.RowsRejected < 0)
                throw new ArgumentException($"{file.RowsRead} rows read are not {file.RowsAccepted} accepted and {file.RowsRejected} rejected", nameof(files));
        }

        return _database.WriteAsync(
            async work =>
            {
                var written = new List<(FileRecord Record, string? Rejected)>();
                foreach (var record in files)
                {
                    using var digest = new RejectedDigest();
                    if (await WriteAsync(work, record.File, record.Rejected, digest).ConfigureAwait(false)) written.Add((record, digest.Value()));
                }
                foreach (var (record, rejected) in written)
                {
                    await _audit.AppendAsync(work, new AuditEntry(
                        _actor, record.File.RefusedCode is null ? AuditActions.FileIngested : AuditActions.FileRefused, record.File.FileId, Payload(record, rejected))).ConfigureAwait(false);
                }
                return written.Count;
            },
            cancellationToken);
    }

    private async Task<bool> WriteAsync(UnitOfWork work, SourceFileRecord file, IEnumerable<RejectedRecord> rejected, RejectedDigest digest)
    {
        var known = await work.FindAsync<SourceFileRecord>("source_file.find", new { file_id = file.FileId }).ConfigureAwait(false);
        if (known is not null && SameOutcome(known, file)) return false;
        if (known is null)
        {
            await work.ExecuteAsync("source_file.insert", new
            {
                file_id = file.FileId, source = file.Source, name = file.Name, format = file.Format, byte_size = file.ByteSize,
                rows_read = file.RowsRead, rows_accepted = file.RowsAccepted, rows_rejected = file.RowsRejected,
                refused_code = file.RefusedCode, first_seen_at = _clock.Now(),
            }).ConfigureAwait(false);
        }
        else
        {
            await work.ExecuteAsync("rejected_record.delete", new { file_id = file.FileId }).ConfigureAwait(false);
            await work.ExecuteAsync("source_file.update", new
            {
                file_id = file.FileId, format = file.Format, rows_read = file.RowsRead, rows_accepted = file.RowsAccepted,
                rows_rejected = file.RowsRejected, refused_code = file.RefusedCode,
            }).ConfigureAwait(false);
        }
        if (file.RowsRejected > 0 || file.RefusedCode is not null) await _database.BulkInsertAsync(work, Rejected, Rows(file.FileId, rejected, digest)).ConfigureAwait(false);
        return true;
    }

    public Task<SourceFileRecord?> FindAsync(string fileId, CancellationToken cancellationToken) =>
        _database.FindAsync<SourceFileRecord>("source_file.find", new { file_id = fileId }, cancellationToken);

    /// <summary>All files, by time of first sight.</summary>
    public Task<IReadOnlyList<SourceFileRecord>> ListAsync(CancellationToken cancellationToken) =>
        _database.QueryAsync<SourceFileRecord>("source_file.select_all", null, cancellationToken);

    /// <summary>The file's rejected rows in the order in which they were given.</summary>
    public async Task<IReadOnlyList<RejectedRecord>> RejectedAsync(string fileId, CancellationToken cancellationToken)
    {
        var rows = await _database.QueryAsync<RejectedRow>("rejected_record.select_by_file", new { file_id = fileId }, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new RejectedRecord(row.LineNo, row.ColumnName, row.Code, row.Detail))];
    }

    /// <summary>SHA-256 over the file's rejected rows as they are stored now: <c>rejected_sha256</c> of its audit event, as long as nobody has altered one.</summary>
    internal async Task<string?> RejectedDigestAsync(string fileId, CancellationToken cancellationToken)
    {
        using var digest = new RejectedDigest();
        foreach (var row in await RejectedAsync(fileId, cancellationToken).ConfigureAwait(false)) digest.Add(row.LineNo, row.ColumnName, row.Code, row.Detail);
        return digest.Value();
    }

    private static bool SameOutcome(SourceFileRecord known, SourceFileRecord file) =>
        known.RowsRead == file.RowsRead && known.RowsAccepted == file.RowsAccepted && known.RowsRejected == file.RowsRejected
        && string.Equals(known.Format, file.Format, StringComparison.Ordinal)
        && string.Equals(known.RefusedCode, file.RefusedCode, StringComparison.Ordinal);

    private static IEnumerable<object?[]> Rows(string fileId, IEnumerable<RejectedRecord> rejected, RejectedDigest digest)
    {
        var ordinal = 0L;
        foreach (var row in rejected)
        {
            var detail = row.Detail.Length <= LongestDetail ? row.Detail : row.Detail[..(LongestDetail - 1)] + "…";
            digest.Add(row.LineNo, row.ColumnName, row.Code, detail);
            yield return [fileId, ++ordinal, row.LineNo, row.ColumnName, row.Code, detail];
        }
    }

    private static JsonObject Payload(FileRecord record, string? rejected)
    {
        var payload = Payload(record.File);
        if (rejected is not null) payload["rejected_sha256"] = rejected;
        if (record.QuarantineSha256 is { } quarantine) payload["quarantine_sha256"] = quarantine;
        return payload;
    }

    private static JsonObject Payload(SourceFileRecord file) => new()
    {
        ["source"] = file.Source,
        ["name"] = file.Name,
        ["format"] = file.Format,
        ["byte_size"] = file.ByteSize,
        ["rows_read"] = file.RowsRead,
        ["rows_accepted"] = file.RowsAccepted,
        ["rows_rejected"] = file.RowsRejected,
        ["refused_code"] = file.RefusedCode,
    };

    /// <summary>Rejected rows one after another, every cell with its length before it.</summary>
    private sealed class RejectedDigest : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private bool _any;

        public void Add(long line, string? column, string code, string detail)
        {
            _any = true;
            _hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line} {column?.Length ?? -1}:{column} {code.Length}:{code} {detail.Length}:{detail}\n")));
        }

        /// <summary>Null when there were no rows.</summary>
        public string? Value() => _any ? Convert.ToHexStringLower(_hash.GetHashAndReset()) : null;

        public void Dispose() => _hash.Dispose();
    }

    private sealed record RejectedRow
    {
        public long LineNo { get; init; }
        public string? ColumnName { get; init; }
        public string Code { get; init; } = "";
        public string Detail { get; init; } = "";
    }
}
