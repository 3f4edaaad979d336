// Ids by the hash of a text, in two flat arrays: built at once and never changed, it takes a fraction of the memory and time of a
// dictionary of lists. Whoever asks compares what is found, so that two texts of one hash cost a look and no more.
using System.Numerics;

namespace Paysieve.Pipeline.Screening;

internal sealed class HashedIds
{
    private const uint Basis = 2166136261;
    private const uint Prime = 16777619;

    // Hash in the upper half, id in the lower, in order of the upper bits.
    private readonly ulong[] _filed;
    // One past the upper bits of a hash: where its entries begin, and behind it where they end.
    private readonly int[] _start;
    private readonly int _shift;

    /// <param name="about">About how many there are to file.</param>
    /// <param name="fill">Adds them all; asked twice for the same, first to count them and then to put each in its place, so that nothing is kept meanwhile that has to be collected.</param>
    public HashedIds(int about, Action<Filing> fill)
    {
        var bits = Math.Clamp(BitOperations.Log2((uint)about + 1), 4, 20);
        _shift = 32 - bits;
        _start = new int[(1 << bits) + 2];
        fill(new Filing(_start.AsMemory(2), null, _shift));
        for (var i = 1; i < _start.Length; i++)
            _start[i] += _start[i - 1];
        // What begins where its entries begin ends where they end, which is where the next ones begin.
        _filed = new ulong[_start[^1]];
        fill(new Filing(_start.AsMemory(1), _filed, _shift));
    }

    public static HashedIds None { get; } = new(0, static _ => { });

    /// <summary>The ids filed under a hash, in the order in which they were filed.</summary>
    public Found this[uint hash] => new(this, hash);

    /// <summary>The hash of a text.</summary>
    public static uint Of(ReadOnlySpan<char> text) => Finish(Begun(text));

    /// <summary>The hash of two texts written together.</summary>
    /// <param name="begun">What the first comes to (<see cref="Begun"/>).</param>
    /// <param name="then">The second.</param>
    public static uint Of(uint begun, ReadOnlySpan<char> then)
    {
        foreach (var c in then)
            begun = Step(begun, c);
        return Finish(begun);
    }

    /// <summary>The hash of a text that another may be written together with.</summary>
    public static uint Begun(ReadOnlySpan<char> text)
    {
        var hash = Basis;
        foreach (var c in text)
            hash = Step(hash, c);
        return hash;
    }

    /// <summary>The hash of a text without the letters at two places; -1 for none.</summary>
    public static uint OfRest(string text, int without, int andWithout)
    {
        var hash = Basis;
        for (var i = 0; i < text.Length; i++)
            if (i != without && i != andWithout)
                hash = Step(hash, text[i]);
        return Finish(hash);
    }

    private static uint Step(uint hash, char c) => (hash ^ c) * Prime;

    // The table goes by the upper bits, which the last letters must reach.
    private static uint Finish(uint hash) => (hash ^ (hash >> 15)) * 2654435769u;

    /// <summary>Takes what is to be found.</summary>
    internal sealed class Filing(Memory<int> places, ulong[]? filed, int shift)
    {
        public void Add(uint hash, int id)
        {
            ref var place = ref places.Span[(int)(hash >> shift)];
            if (filed is not null)
                filed[place] = ((ulong)hash << 32) | (uint)id;
            place++;
        }
    }

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
