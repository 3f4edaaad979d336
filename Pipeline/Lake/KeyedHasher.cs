// HMAC-SHA-256 many at a time: a payroll night asks for ten keyed hashes a row, all different, and a library call for each
// costs more than everything else that happens to the row. Eight messages go through one pass of vector instructions.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Paysieve.Pipeline.Lake;

/// <summary>
/// HMAC-SHA-256 truncated to its first 64 bits (big-endian), 0 replaced by 1. The message is one byte of kind, then the value.
/// Batches give the same keys as single calls (which go through the platform's own implementation). Safe for several threads.
/// </summary>
internal sealed class KeyedHasher
{
    private const int Lanes = 8;
    private const int Block = 64;

    private static readonly uint[] K =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private static readonly uint[] Initial =
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private readonly byte[] _secret;
    private readonly Vector256<uint>[] _inner;
    private readonly Vector256<uint>[] _outer;

    internal KeyedHasher(byte[] secret)
    {
        _secret = secret;
        _inner = Padded(0x36);
        _outer = Padded(0x5c);
    }

    /// <summary>One key, through the platform's HMAC.</summary>
    internal ulong Hash(KeyKind kind, ReadOnlySpan<byte> value)
    {
        var message = new byte[value.Length + 1];
        message[0] = (byte)kind;
        value.CopyTo(message.AsSpan(1));
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, message, digest);
        return KeyText.NeverZero(digest);
    }

    /// <summary>
    /// Keys of several messages. Message i is <paramref name="bytes"/> from <paramref name="starts"/>[i] up to starts[i + 1]
    /// and already begins with its kind; its key goes to <paramref name="keys"/>[i].
    /// </summary>
    internal void HashAll(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> starts, Span<ulong> keys)
    {
        var count = starts.Length - 1;
        // Lanes of one pass must need equally many blocks: messages are taken by block count, almost all need one.
        Span<int> lane = stackalloc int[Lanes];
        var left = count;
        for (var blocks = 1; left > 0; blocks++)
        {
            var filled = 0;
            for (var i = 0; i < count; i++)
            {
                if (BlocksOf(starts[i + 1] - starts[i]) != blocks) continue;
                lane[filled++] = i;
                left--;
                if (filled < Lanes) continue;
                HashLanes(bytes, starts, lane, blocks, keys);
                filled = 0;
            }
            if (filled > 0) HashLanes(bytes, starts, lane[..filled], blocks, keys);
        }
    }

    private static int BlocksOf(int length) => (length + 9 + Block - 1) / Block;

    // Not ahead of time, where the processor's widest instructions are not known, and not by steps.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void HashLanes(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> starts, ReadOnlySpan<int> lanes, int blocks, Span<ulong> keys)
    {
        Span<Vector256<uint>> state = stackalloc Vector256<uint>[8];
        Span<Vector256<uint>> schedule = stackalloc Vector256<uint>[16];
        Span<uint> words = System.Runtime.InteropServices.MemoryMarshal.Cast<Vector256<uint>, uint>(schedule);
        Span<byte> block = stackalloc byte[Block];
        _inner.CopyTo(state);
        for (var b = 0; b < blocks; b++)
        {
            if (lanes.Length < Lanes) words.Clear();
            for (var l = 0; l < lanes.Length; l++)
            {
                var start = starts[lanes[l]];
                Fill(block, bytes[start..starts[lanes[l] + 1]], b, b == blocks - 1);
                for (var t = 0; t < 16; t++) words[(t * Lanes) + l] = BinaryPrimitives.ReadUInt32BigEndian(block[(t * 4)..]);
            }
            Compress(state, schedule);
        }
        for (var t = 0; t < 8; t++) schedule[t] = state[t];
        schedule[8] = Vector256.Create(0x80000000u);
        for (var t = 9; t < 15; t++) schedule[t] = Vector256<uint>.Zero;
        schedule[15] = Vector256.Create((uint)((Block + 32) * 8));
        _outer.CopyTo(state);
        Compress(state, schedule);
        for (var l = 0; l < lanes.Length; l++)
        {
            var key = ((ulong)state[0].GetElement(l) << 32) | state[1].GetElement(l);
            keys[lanes[l]] = key == 0 ? 1 : key;
        }
    }

    /// <summary>Block number <paramref name="index"/> of the padded message; the key's own block precedes it.</summary>
    private static void Fill(Span<byte> block, ReadOnlySpan<byte> message, int index, bool last)
    {
        var from = index * Block;
        var take = Math.Clamp(message.Length - from, 0, Block);
        if (take > 0) message.Slice(from, take).CopyTo(block);
        block[take..].Clear();
        if (take < Block && message.Length - from >= 0) block[take] = 0x80;
        if (last) BinaryPrimitives.WriteUInt64BigEndian(block[(Block - 8)..], (ulong)(Block + message.Length) * 8);
    }

    private Vector256<uint>[] Padded(byte pad)
    {
        Span<byte> block = stackalloc byte[Block];
        block.Fill(pad);
        for (var i = 0; i < _secret.Length; i++) block[i] ^= _secret[i];
        var state = new Vector256<uint>[8];
        for (var i = 0; i < 8; i++) state[i] = Vector256.Create(Initial[i]);
        Span<Vector256<uint>> schedule = stackalloc Vector256<uint>[16];
        for (var t = 0; t < 16; t++) schedule[t] = Vector256.Create(BinaryPrimitives.ReadUInt32BigEndian(block[(t * 4)..]));
        Compress(state, schedule);
        return state;
    }

    /// <summary>FIPS 180-4, section 6.2.2, eight lanes wide; the schedule is kept in sixteen words that turn over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(Span<Vector256<uint>> state, Span<Vector256<uint>> w)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < 64; t++)
        {
            if (t >= 16)
            {
                var w15 = w[(t + 1) & 15];
                var w2 = w[(t + 14) & 15];
                var s0 = Right(w15, 7) ^ Right(w15, 18) ^ Vector256.ShiftRightLogical(w15, 3);
                var s1 = Right(w2, 17) ^ Right(w2, 19) ^ Vector256.ShiftRightLogical(w2, 10);
                w[t & 15] = w[t & 15] + s0 + w[(t + 9) & 15] + s1;
            }
            var t1 = h + (Right(e, 6) ^ Right(e, 11) ^ Right(e, 25)) + ((e & f) ^ Vector256.AndNot(g, e)) + Vector256.Create(K[t]) + w[t & 15];
            var t2 = (Right(a, 2) ^ Right(a, 13) ^ Right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Right(Vector256<uint> x, [System.Diagnostics.CodeAnalysis.ConstantExpected] byte n) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(x, n) : Vector256.ShiftRightLogical(x, n) | Vector256.ShiftLeft(x, 32 - n);
}
