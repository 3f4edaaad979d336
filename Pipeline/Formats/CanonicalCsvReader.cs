// Reads CSV: the contract's own (payouts, or payment legs when the header has leg_id), and vendors' through a mapping profile.
using System.Collections.Concurrent;
using System.Numerics;
using System.Text;
using CsvHelper;
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// Streams the file once through CsvHelper's UTF-8 reader, unpacked and decoded on the way. UTF-8 with or without byte order mark,
/// RFC 4180, line breaks of any kind, columns in any order; what a profile declares otherwise is read as declared. Memory is bounded by
/// the longest row, plus eight to sixteen bytes a row for the ids seen.
/// </summary>
/// <param name="shelf">The profiles that may fit.</param>
/// <param name="elections">Where pay goes that a register names no account for; null: no election export was read.</param>
/// <param name="memory">What readers before this one came to know; null: nothing.</param>
public sealed class CanonicalCsvReader(ProfileShelf shelf, ElectionTable? elections = null, ReadMemory? memory = null) : IExportReader
{
    private const int LeastBufferBytes = 1 << 12;
    private const int MostBufferBytes = 1 << 18;
    private const int TypicalRowBytes = 250;
    private const int CancellationInterval = 4096;

    private readonly StandingPool _standing = (memory ?? new ReadMemory()).Standing;
    private readonly ConcurrentDictionary<string, ReadPlan> _plans = new(StringComparer.Ordinal);

    public CanonicalCsvReader()
        : this(ProfileShelf.Empty)
    {
    }

    public string FormatId => "paysieve-csv";

    public IReadOnlyList<string> Extensions { get; } = [".csv", ".csv.gz", ".tsv", ".zip"];

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

        var plan = _plans.TryRemove(file.FileId, out var found) ? found : PlanFinder.Find(file, shelf, limits.Unpack);
        if (plan.Refusal is { } refusal) return Refused(file, null, refusal.Code, 0, refusal.Found, refusal.Expected);

        SourceStream content;
        try
        {
            content = SourceStream.Open(file, limits.Unpack);
        }
        catch (InvalidDataException)
        {
            return Refused(file, null, RejectionCode.FileDamaged, 0, "a packed file that does not open", "a whole gzip or zip file");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refused(file, null, RejectionCode.FileUnreadable, 0, "a file that does not open", "a file this process may read");
        }
        Stream text = plan.Encoding is { } encoding ? Encoding.CreateTranscodingStream(content, encoding, Encoding.UTF8, leaveOpen: true) : content;
        if (plan.SkipLines > 0) text = new LinesBehind(text, plan.SkipLines);
        using var bytes = new CheckedStream(text, content, file.ByteSize, progress);
        return new Pass(this, file, sink, limits, bytes, plan, elections).Run(cancellationToken);
    }

    /// <summary>True when a profile of elections is the one that fits: such files are read before the others. What was found is kept for the reading.</summary>
    internal bool HoldsElections(SourceFile file, ReadLimits limits) =>
        file.ByteSize > 0 && file.ByteSize <= limits.MaxFileBytes
        && _plans.GetOrAdd(file.FileId, _ => PlanFinder.Find(file, shelf, limits.Unpack)).Profile?.Kind == ProfileKind.Elections;

    private ReadResult Refused(SourceFile file, ExportKind? kind, RejectionCode code, long line, string found, string expected, string column = "", MappingProfile? profile = null) => new()
    {
        File = file,
        FormatId = FormatId,
        Profile = profile?.Profile,
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
        private readonly ReadPlan _plan;
        private readonly ElectionTable? _elections;
        private readonly List<ReadWarning> _warnings = [];
        private readonly SeenIds _seen;
        private CsvMalformedReason? _malformed;
        private ExportKind? _kind;
        private long _accepted;
        private long _rejected;
        private long _leftOut;

        internal Pass(CanonicalCsvReader owner, SourceFile file, IExportSink sink, ReadLimits limits, CheckedStream bytes, ReadPlan plan, ElectionTable? elections)
        {
            _plan = plan;
            _elections = elections;
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
            var mapping = row.Mapping;
            var joining = _plan.Profile?.Kind == ProfileKind.Register ? new SplitJoin(row, mapping!, _elections!.Of(_plan.Profile)) : null;
            while (true)
            {
                if (((_accepted + _rejected) % CancellationInterval) == 0) cancellationToken.ThrowIfCancellationRequested();
                _malformed = null;
                if (!TryRead(csv, out tooLong)) break;
                if (csv.RawRecord.Length > _limits.MaxRowBytes) return TooLong(Line(csv));
                if (mapping?.LeavesOut() == true)
                {
                    _leftOut++;
                    continue;
                }
                if (_accepted + _rejected >= _limits.MaxRows) return Refuse(RejectionCode.TooManyRows, Line(csv), "more rows", $"at most {_limits.MaxRows} rows");

                row.Reset();
                if (_malformed == CsvMalformedReason.UnterminatedQuote)
                {
                    return EndedEarly() ?? Refuse(RejectionCode.QuoteNotClosed, Line(csv), "a quote that stays open to the end of the file", "a closing quote");
                }
                if (_malformed == CsvMalformedReason.TextAfterClosingQuote)
                {
                    row.Fail("", RejectionCode.QuoteMisplaced, "text behind a closing quote", "a delimiter or line break there; quotes inside quotes doubled");
                }
                else if (csv.FieldCount != width)
                {
                    if (csv.FieldCount < width && IsCutOff(csv)) return EndedEarly() ?? Refuse(RejectionCode.FileTruncated, Line(csv), "a last row cut short, without a line break", "a whole file");
                    row.Fail("", RejectionCode.FieldCount, $"{csv.FieldCount} fields", $"{width} fields, as in the header");
                }

                if (row.IsBad) Reject(csv, row);
                else if (joining is not null)
                {
                    if (joining.Read(_seen, _owner._standing) is { } splits) foreach (var split in splits) Accept(split);
                    else Reject(csv, row);
                }
                else if (_kind == ExportKind.Elections)
                {
                    var election = ElectionRow.Read(row);
                    if (!row.IsBad) _accepted++;
                    if (election is not null) _sink.Accept(election);
                    if (row.IsBad) Reject(csv, row);
                }
                else if (isLegs)
                {
                    if (LegRow.Read(row, _seen) is { } leg) Accept(leg);
                    else Reject(csv, row);
                }
                else if (TransferRow.Read(row, _seen, _owner._standing) is { } transfer) Accept(transfer);
                else Reject(csv, row);
            }

            if ((tooLong ?? EndedEarly()) is { } failed) return failed;
            if (_leftOut > 0) _warnings.Add(new ReadWarning(ReadWarningCode.RowsLeftOut, _leftOut.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            if (_accepted + _rejected == 0) _warnings.Add(new ReadWarning(ReadWarningCode.NoRows, ""));
            return new ReadResult
            {
                File = _file,
                FormatId = _owner.FormatId,
                Profile = _plan.Profile?.Profile,
                Kind = _kind,
                RowsAccepted = _accepted,
                RowsRejected = _rejected,
                Warnings = _warnings,
            };
        }

        private CsvReaderOptions Options() => new()
        {
            Separator = _plan.Delimiter,
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
                tooLong = EndedEarly() ?? TooLong(failure.LineNumber + _plan.SkipLines);
                return false;
            }
        }

        private ReadResult? Header(CsvReader csv, out RowFields row)
        {
            row = null!;
            var raw = csv.RawRecord;
            if (raw.Length > _limits.MaxRowBytes) return TooLong(Line(csv));
            if (_plan.Profile is { } profile) return MappedHeader(csv, profile, out row);
            if (csv.FieldCount > _limits.MaxColumns) return Refuse(RejectionCode.TooManyColumns, csv.LineNumber, $"{csv.FieldCount} columns", $"at most {_limits.MaxColumns}");
            var names = new string[csv.FieldCount];
            for (var i = 0; i < names.Length; i++) names[i] = ExportColumns.Plain(csv.GetString(i));

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
                if (positions[at] >= 0) return Refuse(RejectionCode.ColumnRepeated, csv.LineNumber, $"the column {columns[at].Name} twice, in whatever case", "each column once", columns[at].Name);
                positions[at] = i;
            }
            if (Array.TrueForAll(positions, position => position < 0))
            {
                // The first row may be data: nothing of it is shown.
                return Refuse(
                    RejectionCode.HeaderMissing, csv.LineNumber, OtherFormats.Of(raw) ?? "no known column in the first row",
                    "a payout CSV: a header with the contract's column names and commas between them, or one that a mapping profile fits (`paysieve profiles check`)");
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
            row = new RowFields(csv, columns, positions, escaped, reasons: escaped ? (Array.IndexOf(names, "rejected_code"), Array.IndexOf(names, "rejected_detail")) : null);
            _sink.Begin(new ExportLayout(_kind.Value, raw.ToArray(), opens, escaped) { Delimiter = _plan.Delimiter });
            return null;
        }

        private ReadResult? MappedHeader(CsvReader csv, MappingProfile profile, out RowFields row)
        {
            row = null!;
            // Lines that are no data may stand above the header too.
            var prefixes = ColumnMapping.PrefixesOf(profile);
            while (ColumnMapping.OpensWith(csv.RawRecord, prefixes))
            {
                _leftOut++;
                if (!TryRead(csv, out var tooLong)) return tooLong ?? EndedEarly() ?? Refuse(RejectionCode.FileEmpty, 0, "no row at all", "a header and rows");
            }
            if (csv.FieldCount > _limits.MaxColumns) return Refuse(RejectionCode.TooManyColumns, Line(csv), $"{csv.FieldCount} columns", $"at most {_limits.MaxColumns}");
            _kind = profile.Kind switch { ProfileKind.Legs => ExportKind.Legs, ProfileKind.Elections => ExportKind.Elections, _ => ExportKind.Transfers };
            if (profile.Kind == ProfileKind.Register && _elections?.Of(profile).IsEmpty != false)
            {
                return Refuse(RejectionCode.ElectionsMissing, 0, "a register without accounts", $"an election export of {string.Join(" or ", profile.JoinWith)} in the same command");
            }
            var names = new string[csv.FieldCount];
            for (var i = 0; i < names.Length; i++) names[i] = csv.GetString(i);
            var reasons = names.TakeWhile((name, at) => at <= ExportColumns.Quarantine.Length
                && name.Trim().Equals(at < ExportColumns.Quarantine.Length ? ExportColumns.Quarantine[at] : ExportColumns.QuarantineProfile, StringComparison.OrdinalIgnoreCase)).Count();
            var escaped = reasons >= ExportColumns.Quarantine.Length;
            var columns = ProfileChecks.ColumnsOf(profile.Kind);
            var mapping = ColumnMapping.Resolve(csv, profile, names, columns, escaped, out var missing, out var repeated);
            if (missing is not null) return Refuse(RejectionCode.ColumnMissing, Line(csv), "a header without " + missing, $"every heading that profile {profile.Profile} needs", missing);
            if (repeated is not null) return Refuse(RejectionCode.ColumnRepeated, Line(csv), "the heading twice", "each heading of the profile once", repeated);
            if (_malformed is not null) return Refuse(RejectionCode.HeaderMissing, Line(csv), "a header with misplaced quotes", "a header as the profile describes it");
            row = new RowFields(csv, columns, [], escaped, mapping, escaped ? (Array.IndexOf(ExportColumns.Quarantine, "rejected_code"), Array.IndexOf(ExportColumns.Quarantine, "rejected_detail")) : null);
            _sink.Begin(new ExportLayout(_kind.Value, csv.RawRecord.ToArray(), reasons > ExportColumns.Quarantine.Length, escaped) { Delimiter = _plan.Delimiter, Profile = profile.Profile });
            return null;
        }

        /// <summary>Lines above the header count: a person looks for the line in the file.</summary>
        private long Line(CsvReader csv) => csv.LineNumber + _plan.SkipLines;

        private static string Heading(string name)
        {
            var cut = name.Length > 64 ? name[..64] + "…" : name;
            return string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c));
        }

        // The last record, ended by the end of the file and not by a line break.
        private bool IsCutOff(CsvReader csv) =>
            _bytes.HasEnded && csv.ByteOffset + csv.RawRecord.Length >= _bytes.Position && _bytes.LastByte is not ((byte)'\n' or (byte)'\r');

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
            _sink.Reject(row.Rejected(_file.FileId, Line(csv)), csv.RawRecord);
        }

        private ReadResult TooLong(long line) =>
            Refuse(RejectionCode.RowTooLong, line, $"a row of more than {_limits.MaxRowBytes} bytes", "shorter rows; perhaps a quote is not closed");

        private ReadResult? EndedEarly() => _bytes.Fault switch
        {
            null => null,
            RejectionCode.FileNotText => Refuse(RejectionCode.FileNotText, 0, "NUL bytes", "a payout CSV in UTF-8, or a mapping profile that declares the encoding"),
            RejectionCode.FileNotUtf8 => Refuse(RejectionCode.FileNotUtf8, 0, "bytes that are not UTF-8", "a payout CSV in UTF-8, or a mapping profile that declares the encoding"),
            RejectionCode.FileNotInEncoding => Refuse(RejectionCode.FileNotInEncoding, 0, "bytes that the declared encoding does not have", $"text in {_plan.Profile?.Encoding ?? "one encoding"}"),
            RejectionCode.FileExpandsTooFar => Refuse(RejectionCode.FileExpandsTooFar, 0, "more bytes than the limits allow", $"at most {_limits.Unpack.MaxExpandedBytes} bytes, {_limits.Unpack.MaxRatio} for each packed one"),
            RejectionCode.FileDamaged => Refuse(RejectionCode.FileDamaged, 0, "a packed file cut short or altered", "a whole gzip or zip file"),
            RejectionCode.FileChanged => Refuse(RejectionCode.FileChanged, 0, "other bytes than when the file was found", "a file that nobody writes to"),
            _ => Refuse(RejectionCode.FileUnreadable, 0, "an error while reading", "a file that can be read to its end"),
        };

        private ReadResult Refuse(RejectionCode code, long line, string found, string expected, string column = "") =>
            _owner.Refused(_file, _kind, code, line, found, expected, column, _plan.Profile);
    }
}
