// Reads the contract's own CSV: payouts, or payment legs when the header has leg_id.
using System.Numerics;
using CsvHelper;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// Streams the file once through CsvHelper's UTF-8 reader. UTF-8 with or without byte order mark, RFC 4180, line breaks of any kind,
/// columns in any order. Memory is bounded by the longest row, plus eight to sixteen bytes a row for the ids seen.
/// </summary>
public sealed class CanonicalCsvReader : IExportReader
{
    private const int LeastBufferBytes = 1 << 12;
    private const int MostBufferBytes = 1 << 18;
    private const int TypicalRowBytes = 250;
    private const int CancellationInterval = 4096;

    public string FormatId => "paysieve-csv";

    public IReadOnlyList<string> Extensions { get; } = [".csv"];

    public ReadResult Read(
        SourceFile file, IExportSink sink, ReadLimits limits, IProgress<ReadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(limits);
        if (file.ByteSize == 0) return Refused(file, null, RejectionCode.FileEmpty, 0, "no bytes", "a header and rows");
        if (file.ByteSize > limits.MaxFileBytes)
        {
            return Refused(file, null, RejectionCode.FileTooLarge, 0, $"{file.ByteSize} bytes", $"at most {limits.MaxFileBytes} bytes");
        }

        FileStream opened;
        try
        {
            opened = new FileStream(file.Path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0, Share = FileShare.Read | FileShare.Delete });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refused(file, null, RejectionCode.FileUnreadable, 0, "a file that does not open", "a file this process may read");
        }
        using var bytes = new CheckedStream(opened, file, progress);
        return new Pass(this, file, sink, limits, bytes).Run(cancellationToken);
    }

    private ReadResult Refused(SourceFile file, ExportKind? kind, RejectionCode code, long line, string found, string expected, string column = "") => new()
    {
        File = file,
        FormatId = FormatId,
        Kind = kind,
        FileRejection = new RejectedRecord(file.FileId, line, column, code, found, expected),
    };

    /// <summary>One pass over one file: the state machine header, rows, end.</summary>
    private sealed class Pass
    {
        private readonly CanonicalCsvReader _owner;
        private readonly SourceFile _file;
        private readonly IExportSink _sink;
        private readonly ReadLimits _limits;
        private readonly CheckedStream _bytes;
        private readonly List<ReadWarning> _warnings = [];
        private readonly SeenIds _seen;
        private CsvMalformedReason? _malformed;
        private ExportKind? _kind;
        private long _accepted;
        private long _rejected;

        internal Pass(CanonicalCsvReader owner, SourceFile file, IExportSink sink, ReadLimits limits, CheckedStream bytes)
        {
            _owner = owner;
            _file = file;
            _sink = sink;
            _limits = limits;
            _bytes = bytes;
            _seen = new SeenIds(file.ByteSize / TypicalRowBytes);
        }

        internal ReadResult Run(CancellationToken cancellationToken)
        {
            using var csv = CsvReader.Create(_bytes, Options(), true);
            if (!TryRead(csv, out var tooLong)) return tooLong ?? EndedEarly() ?? Refuse(RejectionCode.FileEmpty, 0, "no row at all", "a header and rows");
            if (Header(csv, out var row) is { } refused) return EndedEarly() ?? refused;

            var width = csv.FieldCount;
            var isLegs = _kind == ExportKind.Legs;
            while (true)
            {
                if (((_accepted + _rejected) % CancellationInterval) == 0) cancellationToken.ThrowIfCancellationRequested();
                _malformed = null;
                if (!TryRead(csv, out tooLong)) break;
                if (csv.RawRecord.Length > _limits.MaxRowBytes) return TooLong(csv.LineNumber);
                if (_accepted + _rejected >= _limits.MaxRows) return Refuse(RejectionCode.TooManyRows, csv.LineNumber, "more rows", $"at most {_limits.MaxRows} rows");

                row.Reset();
                if (_malformed == CsvMalformedReason.UnterminatedQuote)
                {
                    return EndedEarly() ?? Refuse(RejectionCode.QuoteNotClosed, csv.LineNumber, "a quote that stays open to the end of the file", "a closing quote");
                }
                if (_malformed == CsvMalformedReason.TextAfterClosingQuote)
                {
                    row.Fail("", RejectionCode.QuoteMisplaced, "text behind a closing quote", "a comma or line break there; quotes inside quotes doubled");
                }
                else if (csv.FieldCount != width)
                {
                    if (csv.FieldCount < width && IsCutOff(csv)) return EndedEarly() ?? Refuse(RejectionCode.FileTruncated, csv.LineNumber, "a last row cut short, without a line break", "a whole file");
                    row.Fail("", RejectionCode.FieldCount, $"{csv.FieldCount} fields", $"{width} fields, as in the header");
                }

                if (row.IsBad) Reject(csv, row);
                else if (isLegs)
                {
                    if (LegRow.Read(row, _seen) is { } leg) Accept(leg);
                    else Reject(csv, row);
                }
                else if (TransferRow.Read(row, _seen) is { } transfer) Accept(transfer);
                else Reject(csv, row);
            }

            if ((tooLong ?? EndedEarly()) is { } failed) return failed;
            if (_accepted + _rejected == 0) _warnings.Add(new ReadWarning(ReadWarningCode.NoRows, ""));
            return new ReadResult
            {
                File = _file,
                FormatId = _owner.FormatId,
                Kind = _kind,
                RowsAccepted = _accepted,
                RowsRejected = _rejected,
                Warnings = _warnings,
            };
        }

        private CsvReaderOptions Options() => new()
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            IncludeValuesInExceptions = false,
            MaxRecordSize = _limits.MaxRowBytes,
            // No larger than the file: thousands of small files would each leave large arrays to the collector.
            BufferSize = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(_file.ByteSize, LeastBufferBytes, MostBufferBytes)),
            OnMalformedRecord = record => _malformed = record.Reason,
        };

        private bool TryRead(CsvReader csv, out ReadResult? tooLong)
        {
            tooLong = null;
            try
            {
                return csv.Read();
            }
            catch (CsvFormatException failure)
            {
                // With recovery on, a row beyond the limit is all that the parser refuses.
                tooLong = EndedEarly() ?? TooLong(failure.LineNumber);
                return false;
            }
        }

        private ReadResult? Header(CsvReader csv, out RowFields row)
        {
            row = null!;
            var raw = csv.RawRecord;
            if (raw.Length > _limits.MaxRowBytes) return TooLong(csv.LineNumber);
            if (csv.FieldCount > _limits.MaxColumns) return Refuse(RejectionCode.TooManyColumns, csv.LineNumber, $"{csv.FieldCount} columns", $"at most {_limits.MaxColumns}");
            var names = new string[csv.FieldCount];
            for (var i = 0; i < names.Length; i++) names[i] = csv.GetString(i).Trim().ToLowerInvariant();

            _kind = Array.IndexOf(names, "leg_id") >= 0 ? ExportKind.Legs : ExportKind.Transfers;
            var columns = _kind == ExportKind.Legs ? ExportColumns.Leg : ExportColumns.Payout;
            var positions = new int[columns.Length];
            Array.Fill(positions, -1);
            var unknown = new List<ReadWarning>();
            for (var i = 0; i < names.Length; i++)
            {
                var at = Array.FindIndex(columns, column => column.Name == names[i]);
                if (at < 0)
                {
                    if (!ExportColumns.Quarantine.Contains(names[i], StringComparer.Ordinal)) unknown.Add(new ReadWarning(ReadWarningCode.UnknownColumn, Heading(names[i])));
                    continue;
                }
                if (positions[at] >= 0) return Refuse(RejectionCode.ColumnRepeated, csv.LineNumber, "the column twice", "each column once", columns[at].Name);
                positions[at] = i;
            }
            if (Array.TrueForAll(positions, position => position < 0))
            {
                // The first row may be data: nothing of it is shown.
                return Refuse(RejectionCode.HeaderMissing, csv.LineNumber, "no known column in the first row", "a header with the contract's column names");
            }
            var missing = columns.Where((column, at) => column.IsRequired && positions[at] < 0).Select(column => column.Name).ToList();
            if (missing.Count > 0)
            {
                return Refuse(RejectionCode.ColumnMissing, csv.LineNumber, "a header without " + string.Join(", ", missing), "every required column", missing[0]);
            }
            if (_malformed is not null)
            {
                return Refuse(RejectionCode.HeaderMissing, csv.LineNumber, "a header with misplaced quotes", "a header with the contract's column names");
            }
            _warnings.AddRange(unknown.Distinct());
            var opens = names.Length > ExportColumns.Quarantine.Length && names.AsSpan(0, ExportColumns.Quarantine.Length).SequenceEqual(ExportColumns.Quarantine);
            var escaped = ExportColumns.Quarantine.All(name => names.Contains(name, StringComparer.Ordinal));
            row = new RowFields(csv, columns, positions, escaped);
            _sink.Begin(new ExportLayout(_kind.Value, raw.ToArray(), opens, escaped));
            return null;
        }

        private static string Heading(string name)
        {
            var cut = name.Length > 64 ? name[..64] + "…" : name;
            return string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c));
        }

        // The last record, ended by the end of the file and not by a line break.
        private bool IsCutOff(CsvReader csv) =>
            csv.ByteOffset + csv.RawRecord.Length >= _file.ByteSize && _bytes.LastByte is not ((byte)'\n' or (byte)'\r');

        private void Accept(Transfer transfer)
        {
            _accepted++;
            _sink.Accept(transfer);
        }

        private void Accept(PaymentLeg leg)
        {
            _accepted++;
            _sink.Accept(leg);
        }

        private void Reject(CsvReader csv, RowFields row)
        {
            _rejected++;
            _sink.Reject(row.Rejected(_file.FileId, csv.LineNumber), csv.RawRecord);
        }

        private ReadResult TooLong(long line) =>
            Refuse(RejectionCode.RowTooLong, line, $"a row of more than {_limits.MaxRowBytes} bytes", "shorter rows; perhaps a quote is not closed");

        private ReadResult? EndedEarly() => _bytes.Fault switch
        {
            null => null,
            RejectionCode.FileNotText => Refuse(RejectionCode.FileNotText, 0, "NUL bytes", "UTF-8 text"),
            RejectionCode.FileNotUtf8 => Refuse(RejectionCode.FileNotUtf8, 0, "bytes that are not UTF-8", "UTF-8 text"),
            RejectionCode.FileChanged => Refuse(RejectionCode.FileChanged, 0, "other bytes than when the file was found", "a file that nobody writes to"),
            _ => Refuse(RejectionCode.FileUnreadable, 0, "an error while reading", "a file that can be read to its end"),
        };

        private ReadResult Refuse(RejectionCode code, long line, string found, string expected, string column = "") =>
            _owner.Refused(_file, _kind, code, line, found, expected, column);
    }
}
