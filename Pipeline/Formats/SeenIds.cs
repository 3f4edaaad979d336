// Which ids a file has brought already: eight bytes an id instead of the id.
using System.IO.Hashing;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// An open-addressing set of 64-bit hashes. Two different ids taken for one another: about 3 in a million files of ten million rows,
/// and then a row is rejected in plain sight.
/// </summary>
internal sealed class SeenIds
{
    private const long Seed = 0x7061797369657665;
    private ulong[] _slots = new ulong[1 << 12];
    private int _count;

    /// <summary>False when the id was there already.</summary>
    internal bool Add(ReadOnlySpan<byte> id)
    {
        var key = XxHash3.HashToUInt64(id, Seed);
        if (key == 0) key = 1;
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

    private static bool Insert(ulong[] slots, ulong key)
    {
        var mask = slots.Length - 1;
        for (var i = (int)(key >> 20) & mask; ; i = (i + 1) & mask)
        {
            if (slots[i] == key) return false;
            if (slots[i] != 0) continue;
            slots[i] = key;
            return true;
        }
    }
}
