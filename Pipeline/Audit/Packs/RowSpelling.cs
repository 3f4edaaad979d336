// Spells the rows of a table one after another, in RFC 8785 form, each chained to the one before: the same for who writes a pack and who checks it.
using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Paysieve.Pipeline.Audit.Packs;

/// <summary>Keeps its buffers from row to row: a large pack has millions.</summary>
internal sealed class RowSpelling
{
    private const int HashHexLength = 64;

    private readonly PackTable _table;

    /// <summary>Members in the order of their names, the hash among them as -1.</summary>
    private readonly (string Start, int Column)[] _members;

    private readonly StringBuilder _text = new();
    private readonly ArrayBufferWriter<byte> _plain = new(4096);
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly byte[] _digest = new byte[SHA256.HashSizeInBytes];

    public RowSpelling(PackTable table)
    {
        _table = table;
        _members =
        [
            .. table.Columns.Select((column, i) => (column.Name, Column: i)).Append((PackTable.HashColumn, -1))
                .OrderBy(member => member.Item1, StringComparer.Ordinal)
                .Select(member => ("\"" + member.Item1 + "\":", member.Item2)),
        ];
    }

    /// <summary>Of the last row; 64 zeros before the first.</summary>
    public string RowHash { get; private set; } = AuditEvent.GenesisHash;

    /// <summary>The next row with the hash that it bears after the row before it. Good until the next call.</summary>
    /// <param name="cells">In the order of the table's columns; string, long, double, bool or null.</param>
    public ReadOnlySpan<byte> Next(IReadOnlyList<object?> cells)
    {
        _plain.ResetWrittenCount();
        Encoding.UTF8.GetBytes(RowHash, _plain);
        _plain.Write("\n"u8);
        Spell(cells, rowHash: null, _plain, out var hashAt);
        SHA256.HashData(_plain.WrittenSpan, _digest);
        RowHash = Convert.ToHexStringLower(_digest);

        var row = _plain.WrittenSpan[(HashHexLength + 1)..];
        _line.ResetWrittenCount();
        _line.Write(row[..hashAt]);
        Encoding.UTF8.GetBytes(hashAt > 1 ? $",\"{PackTable.HashColumn}\":\"{RowHash}\"" : $"\"{PackTable.HashColumn}\":\"{RowHash}\",", _line);
        _line.Write(row[hashAt..]);
        return _line.WrittenSpan;
    }

    /// <summary>The row as it would be spelled with that hash, right or wrong.</summary>
    public byte[] With(IReadOnlyList<object?> cells, string rowHash)
    {
        var line = new ArrayBufferWriter<byte>(4096);
        Spell(cells, rowHash, line, out _);
        return line.WrittenSpan.ToArray();
    }

    /// <param name="hashAt">Where in the bytes the hash would stand that is left out.</param>
    private void Spell(IReadOnlyList<object?> cells, string? rowHash, ArrayBufferWriter<byte> output, out int hashAt)
    {
        if (cells.Count != _table.Columns.Count) throw new ArgumentException($"a row of {_table.Name} has {_table.Columns.Count} cells, not {cells.Count}", nameof(cells));
        var from = output.WrittenCount;
        hashAt = 0;
        _text.Clear().Append('{');
        foreach (var (start, column) in _members)
        {
            if (column < 0 && rowHash is null)
            {
                // What stands before it goes out first, so that its place is known in bytes.
                Flush(output);
                hashAt = output.WrittenCount - from;
                continue;
            }
            if (_text.Length > 1 || (_text.Length == 0 && hashAt > 1)) _text.Append(',');
            _text.Append(start);
            Write(column < 0 ? rowHash : cells[column], column);
        }
        _text.Append('}');
        Flush(output);
    }

    private void Write(object? value, int column)
    {
        switch (value)
        {
            case null: _text.Append("null"); break;
            case string words: CanonicalJson.WriteString(words, _text); break;
            case long whole: _text.Append(CanonicalJson.Number(whole)); break;
            case double real: _text.Append(CanonicalJson.Number(real)); break;
            case bool flag: _text.Append(flag ? "true" : "false"); break;
            default: throw new ArgumentException($"{_table.Name}.{_table.Columns[column].Name} cannot hold a {value.GetType().Name}");
        }
    }

    private void Flush(ArrayBufferWriter<byte> output)
    {
        foreach (var chunk in _text.GetChunks()) Encoding.UTF8.GetBytes(chunk.Span, output);
        _text.Clear();
    }
}
