// Text columns: a string costs one copy, not an object on the way, and what rows have in common is written once.
using System.Buffers.Binary;
using ParquetSharp;
using ParquetSharp.Schema;
using Encoding = System.Text.Encoding;

namespace Paysieve.Pipeline.Lake;

/// <summary>
/// What the shared text columns say of a row, written as bytes once and copied from there for all rows that have it in common: otherwise every row of a
/// payee would ask eighteen strings that lie far apart, and write them anew.
/// </summary>
internal abstract class SharedTexts
{
    /// <summary>Text for text its length (-1 = missing) and its bytes; null before the first row was taken.</summary>
    internal byte[]? Written;
}

/// <summary>UTF-8 text; missing is null.</summary>
/// <param name="shared">Whether the text follows from what the table's rows share.</param>
internal sealed class TextColumn<TRow>(string name, bool optional, Func<TRow, string?> value, bool unique = false, bool shared = false) : ParquetColumn<TRow>(name, optional)
{
    internal override bool Unique => unique;

    internal bool Shared => shared;

    /// <summary>Appends the row's text to what is written for all that share it; returns the bytes used.</summary>
    internal int Append(TRow row, int used, ParquetScratch scratch)
    {
        var text = value(row);
        if (text is null && !Optional) throw new InvalidOperationException($"column {Name} may not be missing");
        scratch.GrowBytes(used + sizeof(int) + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0));
        var length = text is null ? -1 : Encoding.UTF8.GetBytes(text, scratch.Bytes.AsSpan(used + sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(scratch.Bytes.AsSpan(used), length);
        return used + sizeof(int) + Math.Max(0, length);
    }

    internal override Node Node()
    {
        using var type = LogicalType.String();
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.ByteArray);
    }

    internal override ColumnPlace Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        var used = 0;
        var n = 0;
        scratch.Grow(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var text = value(rows[i]);
            if (text is null)
            {
                if (!Optional) throw new InvalidOperationException($"column {Name} may not be missing");
                scratch.Levels[i] = 0;
                continue;
            }
            scratch.Levels[i] = 1;
            scratch.GrowBytes(used + Encoding.UTF8.GetMaxByteCount(text.Length));
            used += Encoding.UTF8.GetBytes(text, scratch.Bytes.AsSpan(used));
            scratch.Ints[n++] = used;
        }
        return new ColumnPlace(n, Present(rows.Length, n, scratch), scratch.Keep<int>(scratch.Ints.AsSpan(0, n)), scratch.Keep<byte>(scratch.Bytes.AsSpan(0, used)));
    }

    internal override unsafe void Write(ColumnWriter writer, ColumnBlock block, ParquetScratch scratch)
    {
        var place = block.Columns[Index];
        scratch.Grow(place.Count);
        var ends = block.At<int>(place.Values, place.Count);
        fixed (byte* text = block.At<byte>(place.Text, ends.Length > 0 ? ends[^1] : 0))
        {
            for (var (v, start) = (0, 0); v < ends.Length; start = ends[v++]) scratch.Texts[v] = new ByteArray((IntPtr)(text + start), ends[v] - start);
            Write<ByteArray>(writer, block, scratch.Texts.AsSpan(0, place.Count), scratch);
        }
    }
}

/// <summary>The texts of one shared column while rows are taken one by one.</summary>
internal sealed class TextsTaken
{
    private short[] _levels = [];
    private int[] _ends = [];
    private byte[] _bytes = new byte[1 << 12];
    private int _count;
    private int _used;

    internal void Begin(int rows)
    {
        _count = _used = 0;
        if (_levels.Length >= rows) return;
        _levels = new short[rows];
        _ends = new int[rows];
    }

    internal void Missing(int row) => _levels[row] = 0;

    internal void Take(int row, ReadOnlySpan<byte> text)
    {
        if (_bytes.Length - _used < text.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + text.Length));
        text.CopyTo(_bytes.AsSpan(_used));
        _levels[row] = 1;
        _ends[_count++] = _used += text.Length;
    }

    internal ColumnPlace Kept(int rows, ParquetScratch scratch) => new(
        _count, _count == 0 || _count == rows ? null : scratch.Keep<short>(_levels.AsSpan(0, rows)), scratch.Keep<int>(_ends.AsSpan(0, _count)), scratch.Keep<byte>(_bytes.AsSpan(0, _used)));
}
