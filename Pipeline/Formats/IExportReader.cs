// The seam between files and records: what a reader of an export format takes and gives, whichever the format.
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Formats;

/// <summary>What an export carries.</summary>
public enum ExportKind { Transfers, Legs, Elections }

/// <summary>Reads one format. Stateless; one instance may read several files at once.</summary>
public interface IExportReader
{
    /// <summary>Name of the format in <c>source_file.format</c>.</summary>
    string FormatId { get; }

    /// <summary>File name endings this reader takes, lower case with the dot.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>
    /// Reads <paramref name="file"/> from start to end and hands every row to <paramref name="sink"/>, accepted or rejected, in file order.
    /// Bad data never throws. When the result has a <see cref="ReadResult.FileRejection"/> the file as a whole is refused, possibly after
    /// rows were handed over: the sink's owner discards them. Exceptions of the sink and cancellation pass through.
    /// </summary>
    ReadResult Read(
        SourceFile file, IExportSink sink, ReadLimits limits, IProgress<ReadProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>Takes what a reader gives. <see cref="Begin"/> comes once, before the first row, and not at all for a file without a usable header.</summary>
public interface IExportSink
{
    void Begin(ExportLayout layout);

    void Accept(Transfer transfer);

    void Accept(PaymentLeg leg);

    /// <summary>
    /// Takes where an employee wants the pay to go. Only a sink that asked for an election export gets any. Of a rejected row whose employee is
    /// known comes a broken election, beside its <see cref="Reject"/>.
    /// </summary>
    void Accept(PayElection election) => throw new InvalidOperationException("this sink takes no elections");

    /// <param name="record">Where and why; holds no value of the row.</param>
    /// <param name="rawRow">The row's bytes as they came, without its line break; valid during the call only.</param>
    void Reject(RejectedRecord record, ReadOnlySpan<byte> rawRow);
}

/// <summary>What the header of an export said.</summary>
/// <param name="RawHeader">The header's bytes in UTF-8, otherwise as they came, without byte order mark and line break.</param>
/// <param name="OpensWithQuarantineColumns">True when the first columns are those that <see cref="QuarantineFile"/> puts in front.</param>
/// <param name="IsEscaped">True when the file has those columns at all: a quarantine fed again, its formula escapes still on.</param>
public sealed record ExportLayout(ExportKind Kind, ReadOnlyMemory<byte> RawHeader, bool OpensWithQuarantineColumns, bool IsEscaped)
{
    /// <summary>What stands between fields.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The profile that the file is read through; null for the contract's own layout.</summary>
    public string? Profile { get; init; }

    /// <summary>The columns that a quarantine of this file has in front.</summary>
    internal string[] QuarantineColumns => Profile is null ? ExportColumns.Quarantine : [.. ExportColumns.Quarantine, ExportColumns.QuarantineProfile];
}

/// <summary>How far reading is.</summary>
public readonly record struct ReadProgress(long BytesRead, long TotalBytes);

/// <summary>What a file may hold at most. A file beyond is refused whole.</summary>
public sealed record ReadLimits
{
    public long MaxFileBytes { get; init; } = 16L << 30;
    public long MaxRows { get; init; } = 100_000_000;

    /// <summary>Longest row, header included: guards against a quote that is never closed.</summary>
    public int MaxRowBytes { get; init; } = 1 << 20;
    public int MaxColumns { get; init; } = 500;

    /// <summary>How far packed files may expand.</summary>
    public UnpackLimits Unpack { get; init; } = new();
}

/// <summary>Something a person should know about an accepted file.</summary>
public enum ReadWarningCode
{
    /// <summary>A column the contract does not know; ignored.</summary>
    UnknownColumn,

    /// <summary>A header and no rows.</summary>
    NoRows,

    /// <summary>Rows that the profile says are no data.</summary>
    RowsLeftOut,
}

/// <param name="Subject">For <see cref="ReadWarningCode.UnknownColumn"/> the heading, shortened and without control characters; for <see cref="ReadWarningCode.RowsLeftOut"/> how many; else empty.</param>
public sealed record ReadWarning(ReadWarningCode Code, string Subject);

/// <summary>The outcome of one file. Rows read = accepted + rejected, always; all three are 0 when the file is refused whole.</summary>
public sealed record ReadResult
{
    public required SourceFile File { get; init; }
    public required string FormatId { get; init; }

    /// <summary>The mapping profile through which the file was read; null for the contract's own layout.</summary>
    public string? Profile { get; init; }

    /// <summary>Null when the header did not say.</summary>
    public ExportKind? Kind { get; init; }
    public long RowsAccepted { get; init; }
    public long RowsRejected { get; init; }
    public long RowsRead => RowsAccepted + RowsRejected;
    public IReadOnlyList<ReadWarning> Warnings { get; init; } = [];

    /// <summary>Why the file is refused whole; null when it was read.</summary>
    public RejectedRecord? FileRejection { get; init; }
}
