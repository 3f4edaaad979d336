// How common is this among peers? Counts by group, with the wider group as a prior, so that a small employer does not look odd for being small.
using System.Numerics;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// Shares P(value | group) with additive smoothing towards P(value | wider group): (n(v,g) + k P(v|wide)) / (n(g) + k),
/// P(v|wide) = (n(v,w) + 0.5) / (n(w) + 0.5 m). Point in time: only what was added before is counted. Groups, wider groups and
/// values are codes, 0 or more. Reading changes nothing: several threads may.
/// </summary>
internal sealed class PeerShares
{
    /// <summary>Weight of the wider group, in payouts.</summary>
    private const double PriorStrength = 20;

    /// <summary>Number of values that smoothing of the wider group allows for.</summary>
    private const double SmoothedValues = 50;

    private readonly Tally _groups = new();
    private readonly Tally _narrow = new();
    private readonly Tally _wide = new();
    private int[] _wideTotal = new int[16];

    public void Add(int group, int wideGroup, int value)
    {
        var place = _groups.Add(Pair(group, wideGroup));
        _narrow.Add(Pair(place, value));
        _wide.Add(Pair(wideGroup, value));
        if (wideGroup >= _wideTotal.Length) Array.Resize(ref _wideTotal, Math.Max(_wideTotal.Length * 2, wideGroup + 1));
        _wideTotal[wideGroup]++;
    }

    /// <summary>Share in 0..1 exclusive.</summary>
    public double Share(int group, int wideGroup, int value)
    {
        var inWide = wideGroup < _wideTotal.Length ? _wideTotal[wideGroup] : 0;
        var wide = (_wide.Count(Pair(wideGroup, value)) + 0.5) / (inWide + (0.5 * SmoothedValues));
        var place = _groups.Find(Pair(group, wideGroup));
        var (own, all) = place < 0 ? (0, 0) : (_narrow.Count(Pair(place, value)), _groups.CountAt(place));
        return (own + (PriorStrength * wide)) / (all + PriorStrength);
    }

    /// <summary>-ln of the share: 0 for what everybody does, about 3 for one in twenty, 7 for one in a thousand.</summary>
    public double Rarity(int group, int wideGroup, int value) => -Math.Log(Share(group, wideGroup, value));

    /// <summary>How many were counted in the group.</summary>
    public int Support(int group, int wideGroup)
    {
        var place = _groups.Find(Pair(group, wideGroup));
        return place < 0 ? 0 : _groups.CountAt(place);
    }

    private static ulong Pair(int a, int b) => ((ulong)(uint)a << 32) | (uint)b;

    /// <summary>Counts by pair of codes, numbered in order of first appearance; open addressing, slots hold number + 1.</summary>
    private sealed class Tally
    {
        private int[] _slots = new int[64];
        private (ulong Key, int Count)[] _entries = new (ulong, int)[32];
        private int _shift = 64 - 6;
        private int _used;
        private int _latest;

        /// <summary>Counts one more; returns the pair's number.</summary>
        public int Add(ulong key)
        {
            // An employer's payouts stand together, and say the same one after the other.
            if (_used == 0 || _entries[_latest].Key != key)
            {
                var slot = SlotOf(key);
                _latest = _slots[slot] != 0 ? _slots[slot] - 1 : New(key, slot);
            }
            _entries[_latest].Count++;
            return _latest;
        }

        public int Find(ulong key) => _slots[SlotOf(key)] - 1;

        public int Count(ulong key) => Find(key) is >= 0 and var place ? _entries[place].Count : 0;

        public int CountAt(int place) => _entries[place].Count;

        private int New(ulong key, int slot)
        {
            if (_used * 2 >= _slots.Length)
            {
                _slots = new int[_slots.Length * 2];
                _shift = 64 - BitOperations.Log2((uint)_slots.Length);
                for (var place = 0; place < _used; place++) _slots[SlotOf(_entries[place].Key)] = place + 1;
                slot = SlotOf(key);
            }
            if (_used == _entries.Length) Array.Resize(ref _entries, _used * 2);
            _slots[slot] = _used + 1;
            _entries[_used] = (key, 0);
            return _used++;
        }

        private int SlotOf(ulong key)
        {
            var mask = _slots.Length - 1;
            var slot = (int)((key * 0x9E3779B97F4A7C15) >> _shift);
            while (_slots[slot] != 0 && _entries[_slots[slot] - 1].Key != key) slot = (slot + 1) & mask;
            return slot;
        }
    }
}
