// Strings and keyed hashes become dense integer codes, so that features run over small arrays instead of text.
using System.Runtime.InteropServices;

namespace Paysieve.Pipeline.Lake;

/// <summary>Strings in order of first appearance; code = position. Missing text has code <see cref="Missing"/>.</summary>
public sealed class CodeBook
{
    public const int Missing = -1;

    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    public int Count => _texts.Count;

    public string this[int code] => _texts[code];

    /// <summary>The code of <paramref name="text"/>, given on first sight; null or empty is <see cref="Missing"/>.</summary>
    public int Code(string? text)
    {
        if (string.IsNullOrEmpty(text)) return Missing;
        ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(_codes, text, out var known);
        if (!known)
        {
            code = _texts.Count;
            _texts.Add(text);
        }
        return code;
    }

    /// <summary>The code of a text already seen, else <see cref="Missing"/>.</summary>
    public int Find(string? text) => text is not null && _codes.TryGetValue(text, out var code) ? code : Missing;

    public string? Text(int code) => code < 0 ? null : _texts[code];
}

/// <summary>Keyed hashes (64-bit) in order of first appearance; code = position. Hash 0 means missing.</summary>
public sealed class KeyBook
{
    public const int Missing = -1;

    private readonly KeyTable _table = new();

    public int Count => _table.Count;

    public int Code(ulong key) => key == 0 ? Missing : _table.Code(key);

    /// <summary>The key of a code that was given.</summary>
    public ulong Key(int code) => _table[code];

    /// <summary>The code of a key already seen, else <see cref="Missing"/>.</summary>
    public int Find(ulong key) => key == 0 ? Missing : _table.Find(key);
}

/// <summary>
/// Open addressing; keys are hashes already and need no other. Slots hold code + 1, so that a thread's tables stay small. Before them
/// stands a small table of the latest keys: a payroll names the same payees month after month, and a large table is far from the processor.
/// </summary>
internal sealed class KeyTable
{
    private const int LatestBits = 12;

    private readonly (ulong Key, int Code)[] _latest = new (ulong, int)[1 << LatestBits];
    private int[] _slots = new int[1024];
    private ulong[] _keys = new ulong[512];

    internal int Count { get; private set; }

    internal ulong this[int code] => _keys[code];

    /// <summary>The code of a key (never 0), given on first sight.</summary>
    internal int Code(ulong key)
    {
        ref var latest = ref _latest[(int)(key >> (64 - LatestBits))];
        if (latest.Key == key) return latest.Code;
        var slot = SlotOf(key);
        var code = _slots[slot] != 0 ? _slots[slot] - 1 : Add(key, slot);
        latest = (key, code);
        return code;
    }

    /// <summary>The code of a key already seen, else -1.</summary>
    internal int Find(ulong key) => _slots[SlotOf(key)] - 1;

    private int Add(ulong key, int slot)
    {
        if (Count * 2 >= _slots.Length)
        {
            _slots = new int[_slots.Length * 2];
            for (var code = 0; code < Count; code++) _slots[SlotOf(_keys[code])] = code + 1;
            slot = SlotOf(key);
        }
        _slots[slot] = Count + 1;
        if (Count == _keys.Length) Array.Resize(ref _keys, Count * 2);
        _keys[Count] = key;
        return Count++;
    }

    /// <summary>The slot that holds the key, or the free one where it belongs.</summary>
    private int SlotOf(ulong key)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var slot = (int)key & mask;
        while (slots[slot] != 0 && _keys[slots[slot] - 1] != key) slot = (slot + 1) & mask;
        return slot;
    }
}
