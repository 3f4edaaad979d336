// Codes while reading. Each thread numbers what it meets in its own table, without waiting for the other; afterwards one walk over
// the rows in their final order gives the codes that remain. So neither threads nor the order of files leave a trace.
using System.Numerics;
using System.Runtime.InteropServices;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Paysieve.Pipeline.Lake;

/// <summary>Keys to codes. A provisional code names its thread in its low bits.</summary>
internal sealed class KeySpace
{
    private readonly KeyTable[] _tables;
    private readonly int[][] _final;
    private readonly int _bits;

    internal KeySpace(int threads)
    {
        _tables = [.. Enumerable.Range(0, threads).Select(_ => new KeyTable())];
        _final = [.. _tables.Select(_ => Array.Empty<int>())];
        _bits = BitOperations.Log2((uint)threads - 1 | 1) + 1;
    }

    internal void Read(int thread, ReadOnlySpan<long> keys, Span<int> codes)
    {
        var table = _tables[thread];
        for (var i = 0; i < keys.Length; i++)
            codes[i] = keys[i] == 0 ? KeyBook.Missing : (table.Code(unchecked((ulong)keys[i])) << _bits) | thread;
    }

    /// <summary>The key behind a provisional code; 0 for a missing one.</summary>
    internal ulong KeyOf(int code) => code < 0 ? 0 : _tables[code & ((1 << _bits) - 1)][code >> _bits];

    /// <summary>Fills <paramref name="settled"/> with the codes of the rows in <paramref name="order"/>, as <paramref name="book"/> gives them in that order.</summary>
    internal void Settle(int[] codes, int[] order, int[] settled, KeyBook book)
    {
        var mask = (1 << _bits) - 1;
        for (var i = 0; i < _tables.Length; i++) _final[i] = Final.Grown(_final[i], _tables[i].Count);
        for (var at = 0; at < settled.Length; at++)
        {
            var code = codes[order[at]];
            if (code >= 0)
            {
                ref var final = ref _final[code & mask][code >> _bits];
                if (final < 0) final = book.Code(_tables[code & mask][code >> _bits]);
                code = final;
            }
            settled[at] = code;
        }
    }
}

/// <summary>Texts to codes; a text becomes a string once for each thread that meets it.</summary>
internal sealed class TextSpace
{
    private readonly Table[] _tables;
    private readonly int[][] _final;
    private readonly int _bits;

    internal TextSpace(int threads)
    {
        _tables = [.. Enumerable.Range(0, threads).Select(_ => new Table())];
        _final = [.. _tables.Select(_ => Array.Empty<int>())];
        _bits = BitOperations.Log2((uint)threads - 1 | 1) + 1;
    }

    internal void Read<T>(int thread, ReadOnlySpan<ByteArray> texts, Span<T> codes)
        where T : struct, IBinaryInteger<T>
    {
        var table = _tables[thread];
        table.Begin();
        for (var i = 0; i < texts.Length; i++)
            codes[i] = T.CreateChecked(texts[i].Length == 0 ? CodeBook.Missing : (table.Code(texts[i]) << _bits) | thread);
    }

    /// <summary>For words with a fixed meaning: <paramref name="meaning"/> is asked once for each word (null = missing); a missing word means 0.</summary>
    internal void ReadWords(int thread, ReadOnlySpan<ByteArray> texts, Span<byte> meanings, Func<string?, byte> meaning)
    {
        var table = _tables[thread];
        table.Begin();
        for (var i = 0; i < texts.Length; i++)
        {
            if (texts[i].Length == 0)
            {
                meanings[i] = 0;
                continue;
            }
            var code = table.Code(texts[i]);
            ref var known = ref _final[thread];
            if (known.Length <= code) known = Final.Grown(known, code + 1);
            if (known[code] < 0) known[code] = meaning(table.Text(code));
            meanings[i] = (byte)known[code];
        }
    }

    /// <summary>For each provisional code, by thread and number there, the place of its text among all in ordinal order; and how many there are.</summary>
    internal (int[][] Ranks, int Count) Ranks()
    {
        var texts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var table in _tables)
        {
            for (var code = 0; code < table.Count; code++) texts.Add(table.Text(code));
        }
        var places = new Dictionary<string, int>(texts.Count, StringComparer.Ordinal);
        foreach (var text in texts) places.Add(text, places.Count);
        return ([.. _tables.Select(table => Enumerable.Range(0, table.Count).Select(code => places[table.Text(code)]).ToArray())], places.Count);
    }

    /// <summary>Thread and number of a provisional code that is not missing.</summary>
    internal (int Thread, int Number) Parts(int code) => (code & ((1 << _bits) - 1), code >> _bits);

    /// <summary>Whether two provisional codes are of one text.</summary>
    internal bool IsSame(int one, int other)
    {
        if (one == other) return true;
        var (a, b) = (Parts(one), Parts(other));
        // In one table a text has one code.
        return a.Thread != b.Thread && string.Equals(_tables[a.Thread].Text(a.Number), _tables[b.Thread].Text(b.Number), StringComparison.Ordinal);
    }

    /// <summary>Fills <paramref name="settled"/> with the codes of the rows in <paramref name="order"/>, as <paramref name="book"/> gives them in that order.</summary>
    internal void Settle<T>(T[] codes, int[] order, T[] settled, CodeBook book) where T : struct, IBinaryInteger<T>
    {
        var mask = (1 << _bits) - 1;
        for (var i = 0; i < _tables.Length; i++) _final[i] = Final.Grown(_final[i], _tables[i].Count);
        for (var at = 0; at < settled.Length; at++)
        {
            var code = int.CreateTruncating(codes[order[at]]);
            if (code >= 0)
            {
                ref var final = ref _final[code & mask][code >> _bits];
                if (final < 0) final = book.Code(_tables[code & mask].Text(code >> _bits));
                code = final;
            }
            settled[at] = T.CreateChecked(code);
        }
    }

    private sealed class Table
    {
        private const int Remembered = 256;

        private int[] _slots = NewSlots(256);
        private byte[] _bytes = new byte[1024];
        private int[] _ends = new int[129];
        private uint[] _hashes = new uint[128];
        private readonly (IntPtr At, int Length, int Code)[] _seen = new (IntPtr, int, int)[Remembered];

        internal int Count { get; private set; }

        internal string Text(int code) => Encoding.UTF8.GetString(Bytes(code));

        /// <summary>A new batch: its texts stand where others stood before.</summary>
        internal void Begin() => Array.Clear(_seen);

        internal unsafe int Code(ByteArray text)
        {
            // Within a batch the same text mostly is the very same entry of the column's dictionary.
            ref var seen = ref _seen[(int)((ulong)text.Pointer >> 2) & (Remembered - 1)];
            if (seen.At == text.Pointer && seen.Length == text.Length) return seen.Code;
            var code = Find(new ReadOnlySpan<byte>((void*)text.Pointer, text.Length));
            seen = (text.Pointer, text.Length, code);
            return code;
        }

        private int Find(ReadOnlySpan<byte> bytes)
        {
            var hash = HashOf(bytes);
            var mask = _slots.Length - 1;
            var slot = (int)hash & mask;
            for (; _slots[slot] >= 0; slot = (slot + 1) & mask)
            {
                var code = _slots[slot];
                if (_hashes[code] == hash && bytes.SequenceEqual(Bytes(code))) return code;
            }
            if (Count == _hashes.Length)
            {
                Array.Resize(ref _hashes, Count * 2);
                Array.Resize(ref _ends, (Count * 2) + 1);
                _slots = NewSlots(_slots.Length * 2);
                mask = _slots.Length - 1;
                for (var code = 0; code < Count; code++) _slots[Free(_hashes[code], mask)] = code;
                slot = Free(hash, mask);
            }
            var from = _ends[Count];
            if (_bytes.Length - from < bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, from + bytes.Length));
            bytes.CopyTo(_bytes.AsSpan(from));
            _ends[Count + 1] = from + bytes.Length;
            _hashes[Count] = hash;
            _slots[slot] = Count;
            return Count++;
        }

        private int Free(uint hash, int mask)
        {
            var slot = (int)hash & mask;
            while (_slots[slot] >= 0) slot = (slot + 1) & mask;
            return slot;
        }

        private ReadOnlySpan<byte> Bytes(int code) => _bytes.AsSpan(_ends[code], _ends[code + 1] - _ends[code]);

        private static int[] NewSlots(int count)
        {
            var slots = new int[count];
            Array.Fill(slots, -1);
            return slots;
        }

        private static uint HashOf(ReadOnlySpan<byte> bytes)
        {
            var hash = (ulong)bytes.Length * 0x9E3779B97F4A7C15;
            for (; bytes.Length >= 8; bytes = bytes[8..]) hash = Mix(hash ^ MemoryMarshal.Read<ulong>(bytes));
            var rest = 0UL;
            foreach (var b in bytes) rest = (rest << 8) | b;
            hash = Mix(hash ^ rest);
            return (uint)(hash >> 32);
        }

        private static ulong Mix(ulong x) => BitOperations.RotateLeft(x * 0xD6E8FEB86659FD93, 32) * 0xD6E8FEB86659FD93;
    }
}

/// <summary>What provisional codes came to be: -1 = not yet met.</summary>
internal static class Final
{
    internal static int[] Grown(int[] known, int count)
    {
        if (known.Length >= count) return known;
        var from = known.Length;
        Array.Resize(ref known, count);
        known.AsSpan(from).Fill(-1);
        return known;
    }
}
