// Keeps rejected rows as a CSV that a person can correct and feed again.
using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Paysieve.Pipeline.Sources;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// Writes <c>FILEID12-NAME.rejected.csv</c>: the original header and the rows as they came, behind four columns that say line, column,
/// code and detail and that the reader ignores when the file comes back. Nothing is written for a file without rejected rows.
/// <para>The rows' bytes are kept but for one mark: a field that a spreadsheet would run as a formula gets an apostrophe in front
/// (<see cref="FormulaEscape"/>), which the reader takes off again because it knows the file by its columns. Values therefore survive
/// exactly. The file opens with a byte order mark, so that a spreadsheet reads it as UTF-8. A quarantine that is rejected again
/// gets new reasons in the same columns. Rows that came through a mapping profile keep the vendor's headings, values and delimiter, in
/// UTF-8, and name the profile in a fifth column: they come back through it, wherever the file is fed.</para>
/// <para>The directory is private to the user (700), the file too (600); it is written beside and renamed. The same input gives the same
/// bytes under the same name.</para>
/// </summary>
public sealed class QuarantineFile : IDisposable
{
    private const string Ending = ".rejected.csv";
    private const int MaxNameLength = 60;
    private static readonly string[] PackedEndings = [".csv.gz", ".csv", ".tsv"];

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly string _directory;
    private readonly string _path;
    private readonly string _partial;
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private ExportLayout? _layout;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private FileStream? _stream;

    public QuarantineFile(string directory, SourceFile file)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(file);
        _directory = directory;
        _path = Path.Combine(directory, NameFor(file));
        _partial = $"{_path}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.partial";
    }

    /// <summary>The file name for a source file's rejected rows.</summary>
    public static string NameFor(SourceFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var name = file.Name;
        if (name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
        {
            name = name[..^Ending.Length];
            if (name.Length > 13 && name[12] == '-' && !name.AsSpan(0, 12).ContainsAnyExcept(HexDigits)) name = name[13..];
        }
        else if (PackedEndings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } ending)
        {
            name = name[..^ending.Length];
        }
        var plain = string.Concat(name.Take(MaxNameLength).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        return $"{file.FileId[..12]}-{plain}{Ending}";
    }

    /// <summary>SHA-256 of the finished file's bytes; null until it is complete, and when no row was rejected.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>Says what the header was; call before the first <see cref="Add"/>.</summary>
    public void Begin(ExportLayout layout) => _layout = layout;

    /// <summary>Adds one rejected row.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Add(RejectedRecord record, ReadOnlySpan<byte> rawRow)
    {
        ArgumentNullException.ThrowIfNull(record);
        var layout = _layout ?? throw new InvalidOperationException("a row came before the header");
        var stream = _stream ??= Open(layout);
        _line.ResetWrittenCount();
        var between = layout.Delimiter.ToString();
        Append(record.LineNo.ToString(CultureInfo.InvariantCulture));
        Append(between + (record.Column.Length == 0 || record.Column.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ' ') ? record.Column : Quoted(record.Column)));
        Append(between + record.Code.Word() + between + Quoted(record.Detail) + between);
        if (layout.Profile is { } profile) Append(profile + between);
        var row = layout.OpensWithQuarantineColumns ? WithoutReasons(rawRow, layout) : rawRow;
        if (layout.IsEscaped) _line.Write(row);
        else AppendEscaped(row, (byte)layout.Delimiter);
        Append("\n");
        Write(stream, _line.WrittenSpan);
    }

    /// <summary>Puts the finished file in its place, over an earlier one. Its path, or null when no row was rejected.</summary>
    public string? Complete()
    {
        if (_stream is null) return null;
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        _stream = null;
        Sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        File.Move(_partial, _path, overwrite: true);
        return _path;
    }

    /// <summary>Drops what was not completed.</summary>
    public void Dispose()
    {
        _hash.Dispose();
        if (_stream is null) return;
        _stream.Dispose();
        _stream = null;
        File.Delete(_partial);
    }

    private FileStream Open(ExportLayout layout)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_directory);
        }
        else
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Directory.CreateDirectory(_directory, Owner | UnixFileMode.UserExecute);
            File.SetUnixFileMode(_directory, Owner | UnixFileMode.UserExecute);
            options.UnixCreateMode = Owner;
            // A left-over of a killed process would keep its own mode.
            File.Delete(_partial);
        }
        var stream = new FileStream(_partial, options);
        Write(stream, ByteOrderMark);
        Write(stream, Encoding.UTF8.GetBytes(string.Concat(layout.QuarantineColumns.Select(column => column + layout.Delimiter))));
        Write(stream, layout.OpensWithQuarantineColumns ? WithoutReasons(layout.RawHeader.Span, layout) : layout.RawHeader.Span);
        Write(stream, "\n"u8);
        return stream;
    }

    private void Write(FileStream stream, ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _hash.AppendData(bytes);
    }

    private void Append(string text) => Encoding.UTF8.GetBytes(text, _line);

    // A heading may be anything; the shape of a value is masked and begins with a word.
    private static string Quoted(string text)
    {
        var marked = FormulaEscape.IsNeeded(Encoding.UTF8.GetBytes(text)) ? (char)FormulaEscape.Mark + text : text;
        return "\"" + marked.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    private void AppendEscaped(ReadOnlySpan<byte> row, byte delimiter)
    {
        while (true)
        {
            var length = FieldLength(row, delimiter);
            var field = row[..length];
            var quoted = !field.IsEmpty && field[0] == '"';
            if (FormulaEscape.IsNeeded(quoted ? field[1..] : field))
            {
                if (quoted) _line.Write("\""u8);
                _line.Write([FormulaEscape.Mark]);
                _line.Write(quoted ? field[1..] : field);
            }
            else
            {
                _line.Write(field);
            }
            if (length == row.Length) return;
            _line.Write([delimiter]);
            row = row[(length + 1)..];
        }
    }

    // What stands behind the quarantine's own columns; a row with fewer is kept whole, it has the wrong number of fields anyway.
    private static ReadOnlySpan<byte> WithoutReasons(ReadOnlySpan<byte> row, ExportLayout layout)
    {
        var rest = row;
        for (var i = 0; i < layout.QuarantineColumns.Length; i++)
        {
            var length = FieldLength(rest, (byte)layout.Delimiter);
            if (length == rest.Length) return row;
            rest = rest[(length + 1)..];
        }
        return rest;
    }

    // Length of the first field, quotes included, up to its delimiter or the end of the row.
    private static int FieldLength(ReadOnlySpan<byte> row, byte delimiter)
    {
        var at = 0;
        if (!row.IsEmpty && row[0] == '"')
        {
            for (at = 1; at < row.Length; at++)
            {
                if (row[at] != '"') continue;
                if (at + 1 == row.Length || row[at + 1] != '"') break;
                at++;
            }
        }
        var end = row[Math.Min(at, row.Length)..].IndexOf(delimiter);
        return end < 0 ? row.Length : at + end;
    }
}
