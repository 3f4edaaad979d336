// What the columns of one thread write through on their way into a block and out of it.
using System.Runtime.InteropServices;
using ParquetSharp;

namespace Paysieve.Pipeline.Lake;

/// <summary>Buffers that the columns of one thread share. Blocks are kept on pages of <paramref name="pool"/>.</summary>
internal sealed class ParquetScratch(PagePool pool)
{
    private const int Alignment = sizeof(long);

    internal short[] Levels = [];
    internal int[] Ints = [];
    internal long[] Longs = [];
    internal float[] Floats = [];
    internal bool[] Flags = [];
    internal ByteArray[] Texts = [];
    internal FixedLenByteArray[] Fixed = [];
    internal byte[] Bytes = new byte[1 << 12];
    private short[] _ones = [];
    private short[] _zeros = [];
    private readonly List<byte[]> _pages = [];
    private TextsTaken[] _taken = [];
    private int _used;

    internal void Grow(int rows)
    {
        if (Levels.Length >= rows) return;
        Levels = new short[rows];
        Ints = new int[rows];
        Longs = new long[rows];
        Floats = new float[rows];
        Flags = new bool[rows];
        Texts = new ByteArray[rows];
        Fixed = new FixedLenByteArray[rows];
    }

    /// <summary>Keeps what is there.</summary>
    internal void GrowBytes(int bytes)
    {
        if (Bytes.Length < bytes) Array.Resize(ref Bytes, Math.Max(bytes, Bytes.Length * 2));
    }

    /// <summary>Puts values into the block, on one page; returns where they stand. What is larger than a page has one of its own.</summary>
    internal int Keep<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        if (_pages.Count == 0 || _pages[^1].Length - _used < Math.Max(1, bytes.Length))
        {
            _pages.Add(bytes.Length > PagePool.PageBytes ? bytes.ToArray() : pool.Lend());
            _used = 0;
        }
        bytes.CopyTo(_pages[^1].AsSpan(_used));
        var place = PagePool.PlaceOf(_pages.Count - 1, _used);
        _used = (_used + bytes.Length + Alignment - 1) & -Alignment;
        return place;
    }

    /// <summary>Room for the texts of as many shared columns, side by side.</summary>
    internal TextsTaken[] Taken(int columns, int rows)
    {
        if (_taken.Length < columns) _taken = [.. Enumerable.Range(0, columns).Select(_ => new TextsTaken())];
        foreach (var taken in _taken) taken.Begin(rows);
        return _taken;
    }

    /// <summary>Ends the block: its pages, until <see cref="GiveBack"/>.</summary>
    internal byte[][] Pages()
    {
        // Of few rows of each of many months a page each would be most of the memory of a night.
        if (_pages is [.., { Length: PagePool.PageBytes } last] && _used < PagePool.PageBytes / 2)
        {
            _pages[^1] = last.AsSpan(0, _used).ToArray();
            pool.TakeBack([last]);
        }
        byte[][] pages = [.. _pages];
        _pages.Clear();
        return pages;
    }

    internal void GiveBack(ColumnBlock block) => pool.TakeBack(block.Pages);

    /// <summary>As many ones, or zeros.</summary>
    internal ReadOnlySpan<short> Same(int rows, bool present)
    {
        if (_ones.Length < rows)
        {
            _zeros = new short[rows];
            _ones = new short[rows];
            Array.Fill(_ones, (short)1);
        }
        return (present ? _ones : _zeros).AsSpan(0, rows);
    }
}
