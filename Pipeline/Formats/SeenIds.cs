// Which ids a file has brought already: eight bytes an id instead of the id.
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// An open-addressing set of 64-bit hashes. Two different ids taken for one another: about 3 in a million files of ten million rows,
/// and then a row is rejected in plain sight.
/// </summary>
internal sealed class SeenIds
{
    private const long Seed = 0x7061797369657665;
    private const int MaxFirstSlots = 1 << 24;
    private ulong[] _slots;
    private int _count;

    /// <param name="expected">About how many ids will come; only speed depends on it.</param>
    internal SeenIds(long expected) => _slots = new ulong[(int)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(expected * 4 / 3, 64, MaxFirstSlots))];

    /// <summary>
    /// The key of an id, for <see cref="Add"/>. Its place in the table is asked for at once: it is nearly always out of cache, and arrives while
    /// the rest of the row is read.
    /// </summary>
    internal unsafe ulong KeyOf(ReadOnlySpan<byte> id)
    {
        var key = Math.Max(1, XxHash3.HashToUInt64(id, Seed));
        // A table that the collector moves meanwhile is not asked for in time; a prefetch of any address is harmless.
        if (Sse.IsSupported) Sse.Prefetch0(System.Runtime.CompilerServices.Unsafe.AsPointer(ref _slots[First(key, _slots)]));
        return key;
    }

    /// <summary>False when the id was there already.</summary>
    internal bool Add(ulong key)
    {
        if (!Insert(_slots, key)) return false;
        if (++_count * 4L > _slots.Length * 3L) Grow();
        return true;
    }

    private void Grow()
    {
        var larger = new ulong[_slots.Length * 2];
        foreach (var key in _slots)
        {
            if (key != 0) Insert(larger, key);
        }
        _slots = larger;
    }

    private static int First(ulong key, ulong[] slots) => (int)(key >> 20) & (slots.Length - 1);

    private static bool Insert(ulong[] slots, ulong key)
    {
        for (var i = First(key, slots); ; i = (i + 1) & (slots.Length - 1))
        {
            if (slots[i] == key) return false;
            if (slots[i] != 0) continue;
            slots[i] = key;
            return true;
        }
    }
}
