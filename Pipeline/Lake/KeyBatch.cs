// Gathers the values of one block of rows, then hashes them together: the batch side of the keyed hashes.
using System.Text;

namespace Paysieve.Pipeline.Lake;

/// <summary>Writes the plain form of a text to the output (as long as the text, or one longer) and returns its length; 0 = missing.</summary>
internal delegate int KeyWriting(ReadOnlySpan<char> text, Span<char> output);

/// <summary>Reused from block to block. Not for several threads.</summary>
internal sealed class KeyBatch(KeyedHasher hasher)
{
    private byte[] _bytes = new byte[1 << 16];
    private char[] _chars = new char[1024];
    private int[] _starts = new int[4097];
    private int[] _rows = new int[4096];
    private ulong[] _keys = new ulong[4096];
    private int _count;
    private KeyKind _kind;

    internal void Begin(KeyKind kind)
    {
        _kind = kind;
        _count = 0;
        _starts[0] = 0;
    }

    internal void Add(int row, string? text, KeyWriting writing)
    {
        if (text is null) return;
        if (_chars.Length < text.Length + 1) _chars = new char[(text.Length * 2) + 1];
        var length = writing(text, _chars);
        if (length > 0) Add(row, _chars.AsSpan(0, length), _kind);
    }

    internal void Add(int row, ReadOnlySpan<char> text) => Add(row, text, _kind);

    internal void Add(int row, ReadOnlySpan<char> text, KeyKind kind)
    {
        var at = Room(Encoding.UTF8.GetMaxByteCount(text.Length) + 1, row);
        _bytes[at] = (byte)kind;
        _starts[_count] = at + 1 + Encoding.UTF8.GetBytes(text, _bytes.AsSpan(at + 1));
    }

    internal void Add(int row, ReadOnlySpan<byte> bytes)
    {
        var at = Room(bytes.Length + 1, row);
        _bytes[at] = (byte)_kind;
        bytes.CopyTo(_bytes.AsSpan(at + 1));
        _starts[_count] = at + 1 + bytes.Length;
    }

    /// <summary>Calls <paramref name="take"/> with row and key of every value added since <see cref="Begin"/>.</summary>
    internal void Finish(Action<int, ulong> take)
    {
        if (_keys.Length < _count) _keys = new ulong[_rows.Length];
        hasher.HashAll(_bytes, _starts.AsSpan(0, _count + 1), _keys);
        for (var i = 0; i < _count; i++) take(_rows[i], _keys[i]);
    }

    private int Room(int bytes, int row)
    {
        if (_count == _rows.Length)
        {
            Array.Resize(ref _rows, _count * 2);
            Array.Resize(ref _starts, (_count * 2) + 1);
        }
        var at = _starts[_count];
        if (_bytes.Length - at < bytes) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, at + bytes));
        _rows[_count++] = row;
        return at;
    }
}
