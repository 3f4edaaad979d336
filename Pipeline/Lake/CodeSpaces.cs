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
    private readonly Table[] _tables;
    private readonly int _bits;

    internal KeySpace(int threads)
    {
        _tables = [.. Enumerable.Range(0, threads).Select(_ => new Table())];
        _bits = BitOperations.Log2((uint)threads - 1 | 1) + 1;
    }

    internal void Scatter(int thread, ReadOnlySpan<long> keys, ReadOnlySpan<int> positions, int[] target)
    {
        var table = _tables[thread];
        for (var i = 0; i < keys.Length; i++)
        {
            var at = positions[i];
            if (at >= 0) target[at] = keys[i] == 0 ? KeyBook.Missing : (table.Code(unchecked((ulong)keys[i])) << _bits) | thread;
        }
    }

    /// <summary>Replaces provisional codes by those of <paramref name="book"/>, given in order of the rows.</summary>
    internal void Settle(int[] codes, KeyBook book)
    {
        var mask = (1 << _bits) - 1;
        foreach (var table in _tables) table.GrowFinal();
        foreach (ref var code in codes.AsSpan())
        {
            if (code < 0) continue;
            var table = _tables[code & mask];
            ref var final = ref table.Final[code >> _bits];
            if (final < 0) final = book.Code(table.Keys[code >> _bits]);
            code = final;
        }
    }

    /// <summary>Open addressing; keys are hashes already and need no other. Slots hold code + 1, so that a thread's tables stay small.</summary>
    private sealed class Table
    {
        private const int MostLuck = 64;

        private int[] _slots = new int[1024];
        private int _count;
        private int _latest = -1;
        private int _luck = MostLuck;

        internal ulong[] Keys = new ulong[512];
        internal int[] Final = [];

        internal int Code(ulong key)
        {
            // Payrolls keep their order from month to month, so what followed last time mostly follows again. Where that fails
            // it is asked less and less.
            var guess = _latest + 1;
            if (_luck > 0 && guess < _count)
            {
                if (Keys[guess] == key)
                {
                    if (_luck < MostLuck) _luck++;
                    return _latest = guess;
                }
                _luck--;
            }
            else if (_luck <= 0 && --_luck < -100 * MostLuck) _luck = MostLuck / 8;
            return _latest = Find(key);
        }

        private int Find(ulong key)
        {
            var mask = _slots.Length - 1;
            var slot = (int)key & mask;
            for (; _slots[slot] != 0; slot = (slot + 1) & mask)
            {
                if (Keys[_slots[slot] - 1] == key) return _slots[slot] - 1;
            }
            if (_count * 2 >= _slots.Length)
            {
                _slots = new int[_slots.Length * 2];
                for (var code = 0; code < _count; code++) _slots[Free(Keys[code])] = code + 1;
                slot = Free(key);
            }
            _slots[slot] = _count + 1;
            if (_count == Keys.Length) Array.Resize(ref Keys, _count * 2);
            Keys[_count] = key;
            return _count++;
        }

        private int Free(ulong key)
        {
            var mask = _slots.Length - 1;
            var slot = (int)key & mask;
            while (_slots[slot] != 0) slot = (slot + 1) & mask;
            return slot;
        }

        internal void GrowFinal()
        {
            var known = Final.Length;
            Array.Resize(ref Final, _count);
            Final.AsSpan(known).Fill(-1);
        }
    }
}

/// <summary>Texts to codes; a text becomes a string once for each thread that meets it.</summary>
internal sealed class TextSpace
{
    private readonly Table[] _tables;
    private readonly int _bits;

    internal TextSpace(int threads)
    {
        _tables = [.. Enumerable.Range(0, threads).Select(_ => new Table())];
        _bits = BitOperations.Log2((uint)threads - 1 | 1) + 1;
    }

    internal void Scatter<T>(int thread, ReadOnlySpan<ByteArray> texts, ReadOnlySpan<int> positions, T[] target)
        where T : struct, IBinaryInteger<T>
    {
        var table = _tables[thread];
        for (var i = 0; i < texts.Length; i++)
        {
            var at = positions[i];
            if (at < 0) continue;
            var code = texts[i].Length == 0 ? CodeBook.Missing : (table.Code(texts[i]) << _bits) | thread;
            target[at] = T.CreateChecked(code);
        }
    }

    /// <summary>For words with a fixed meaning: <paramref name="meaning"/> is asked once for each word (null = missing).</summary>
    internal void ScatterWords(int thread, ReadOnlySpan<ByteArray> texts, ReadOnlySpan<int> positions, byte[] target, Func<string?, byte> meaning)
    {
        var table = _tables[thread];
        for (var i = 0; i < texts.Length; i++)
        {
            var at = positions[i];
            if (at < 0) continue;
            if (texts[i].Length == 0)
            {
                target[at] = 0;
                continue;
            }
            var code = table.Code(texts[i]);
            table.GrowFinal();
            ref var final = ref table.Final[code];
            if (final < 0) final = meaning(table.Text(code));
            target[at] = (byte)final;
        }
    }

    /// <summary>Replaces provisional codes by those of <paramref name="book"/>, given in order of the rows.</summary>
    internal void Settle<T>(T[] codes, CodeBook book) where T : struct, IBinaryInteger<T>
    {
        var mask = (1 << _bits) - 1;
        foreach (var table in _tables) table.GrowFinal();
        foreach (ref var cell in codes.AsSpan())
        {
            var code = int.CreateTruncating(cell);
            if (code < 0) continue;
            var table = _tables[code & mask];
            ref var final = ref table.Final[code >> _bits];
            if (final < 0) final = book.Code(table.Text(code >> _bits));
            cell = T.CreateChecked(final);
        }
    }

    private sealed class Table
    {
        private int[] _slots = NewSlots(256);
        private byte[] _bytes = new byte[1024];
        private int[] _ends = new int[129];
        private uint[] _hashes = new uint[128];
        private int _count;
        private int _latest = -1;

        internal int[] Final = [];

        internal string Text(int code) => Encoding.UTF8.GetString(Bytes(code));

        internal unsafe int Code(ByteArray text)
        {
            var bytes = new ReadOnlySpan<byte>((void*)text.Pointer, text.Length);
            // Rows come in the order of the export, where neighbours say the same.
            if (_latest >= 0 && bytes.SequenceEqual(Bytes(_latest))) return _latest;
            return _latest = Find(bytes);
        }

        internal void GrowFinal()
        {
            if (Final.Length == _count) return;
            var known = Final.Length;
            Array.Resize(ref Final, _count);
            Final.AsSpan(known).Fill(-1);
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
            if (_count == _hashes.Length)
            {
                Array.Resize(ref _hashes, _count * 2);
                Array.Resize(ref _ends, (_count * 2) + 1);
                _slots = NewSlots(_slots.Length * 2);
                mask = _slots.Length - 1;
                for (var code = 0; code < _count; code++) _slots[Free(_hashes[code], mask)] = code;
                slot = Free(hash, mask);
            }
            var from = _ends[_count];
            if (_bytes.Length - from < bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, from + bytes.Length));
            bytes.CopyTo(_bytes.AsSpan(from));
            _ends[_count + 1] = from + bytes.Length;
            _hashes[_count] = hash;
            _slots[slot] = _count;
            return _count++;
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
