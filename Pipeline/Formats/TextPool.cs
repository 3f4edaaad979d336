// Words that come again and again (employer, bank, department) are made into strings once.
using System.IO.Hashing;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// A direct-mapped cache from UTF-8 bytes to the string made of them. Fixed size, so memory is bounded whatever the file holds:
/// a collision costs a string, nothing else.
/// </summary>
internal sealed class TextPool
{
    private const int Slots = 1 << 10;
    private readonly byte[]?[] _keys = new byte[Slots][];
    private readonly string?[] _texts = new string[Slots];

    /// <summary>True with the string when known; else false with the slot to <see cref="Keep"/> it in.</summary>
    internal bool TryGet(ReadOnlySpan<byte> utf8, out string? text, out int slot)
    {
        slot = (int)(XxHash3.HashToUInt64(utf8) & (Slots - 1));
        var key = _keys[slot];
        if (key is not null && utf8.SequenceEqual(key))
        {
            text = _texts[slot]!;
            return true;
        }
        text = null;
        return false;
    }

    internal void Keep(int slot, ReadOnlySpan<byte> utf8, string text)
    {
        _keys[slot] = utf8.ToArray();
        _texts[slot] = text;
    }
}
