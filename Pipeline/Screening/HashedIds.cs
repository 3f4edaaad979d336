// Ids by the hash of a text, in two flat arrays: built at once and never changed, it takes a fraction of the memory and time of a
// dictionary of lists. Whoever asks compares what is found, so that two texts of one hash cost a look and no more.
using System.Numerics;

namespace Paysieve.Pipeline.Screening;

internal sealed class HashedIds
{
    private const uint Basis = 2166136261;
    private const uint Prime = 16777619;

    // Hash in the upper half, id in the lower, in order.
    private readonly ulong[] _filed;
    // One past the upper bits of a hash: where its entries begin, and behind it where they end.
    private readonly int[] _start;
    private readonly int _shift;

    /// <param name="entries">What is filed (<see cref="Entry"/>), in any order; the table keeps the array and orders it.</param>
    public HashedIds(ulong[] entries)
    {
        var bits = Math.Clamp(BitOperations.Log2((uint)entries.Length + 1), 4, 20);
        _shift = 32 - bits;
        _start = new int[(1 << bits) + 1];
        _filed = entries;
        Order(entries);
        var start = 0;
        for (var at = 0; at < entries.Length; at++)
            while (start <= (int)(entries[at] >> (32 + _shift)))
                _start[start++] = at;
        _start.AsSpan(start).Fill(entries.Length);
    }

    public static HashedIds None { get; } = new([]);

    /// <summary>An id under a hash, as a table files it.</summary>
    public static ulong Entry(uint hash, int id) => ((ulong)hash << 32) | (uint)id;

    // A table of millions is first parted by the upper bits where it lies: what is near in order is then near in memory, and each part is put in order
    // without leaving the cache. Filing each entry where it belongs at once would miss the cache every time.
    private static void Order(ulong[] entries)
    {
        if (entries.Length < WorthParting)
        {
            Array.Sort(entries);
            return;
        }
        Span<int> next = stackalloc int[1 << PartBits];
        Span<int> ends = stackalloc int[1 << PartBits];
        ends.Clear();
        foreach (var entry in entries)
            ends[(int)(entry >> OfPart)]++;
        for (int part = 0, start = 0; part < ends.Length; part++)
            (next[part], ends[part], start) = (start, start + ends[part], start + ends[part]);
        for (var part = 0; part < next.Length; part++)
            while (next[part] < ends[part])
            {
                var entry = entries[next[part]];
                for (var of = (int)(entry >> OfPart); of != part; of = (int)(entry >> OfPart))
                {
                    ref var place = ref entries[next[of]++];
                    (place, entry) = (entry, place);
                }
                entries[next[part]++] = entry;
            }
        for (int part = 0, start = 0; part < ends.Length; start = ends[part++])
            entries.AsSpan(start..ends[part]).Sort();
    }

    private const int PartBits = 10;
    private const int OfPart = 64 - PartBits;
    private const int WorthParting = 1 << 16;

    /// <summary>The ids filed under a hash, in ascending order.</summary>
    public Found this[uint hash] => new(this, hash);

    /// <summary>The hash of a text.</summary>
    public static uint Of(ReadOnlySpan<char> text) => Finish(Begun(text));

    /// <summary>The hash of two texts written together.</summary>
    /// <param name="begun">What the first comes to (<see cref="Begun(ReadOnlySpan{char})"/>).</param>
    /// <param name="then">The second.</param>
    public static uint Of(uint begun, ReadOnlySpan<char> then) => Finish(Begun(begun, then));

    /// <summary>The hash of a text that another may be written together with.</summary>
    public static uint Begun(ReadOnlySpan<char> text) => Begun(Basis, text);

    /// <summary>The same with more of the text.</summary>
    public static uint Begun(uint begun, ReadOnlySpan<char> then)
    {
        foreach (var c in then)
            begun = Step(begun, c);
        return begun;
    }

    private static uint Step(uint hash, char c) => (hash ^ c) * Prime;

    // The table goes by the upper bits, which the last letters must reach.
    private static uint Finish(uint hash) => (hash ^ (hash >> 15)) * 2654435769u;

    internal ref struct Found(HashedIds table, uint hash)
    {
        private readonly ulong[] _filed = table._filed;
        private readonly int _end = table._start[(hash >> table._shift) + 1];
        private int _at = table._start[hash >> table._shift] - 1;

        public readonly int Current => (int)(uint)_filed[_at];

        public readonly Found GetEnumerator() => this;

        public bool MoveNext()
        {
            while (++_at < _end)
                if ((uint)(_filed[_at] >> 32) == hash)
                    return true;
            return false;
        }
    }
}
