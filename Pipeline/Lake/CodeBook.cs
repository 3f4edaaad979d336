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

    private readonly Dictionary<ulong, int> _codes = [];

    public int Count => _codes.Count;

    public int Code(ulong key)
    {
        if (key == 0) return Missing;
        ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(_codes, key, out var known);
        if (!known) code = _codes.Count - 1;
        return code;
    }

    /// <summary>The code of a key already seen, else <see cref="Missing"/>.</summary>
    public int Find(ulong key) => key != 0 && _codes.TryGetValue(key, out var code) ? code : Missing;
}
