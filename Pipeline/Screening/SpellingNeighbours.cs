// Which words of a fixed set are within one or two edits of another word, without comparing them all: two such words are equal
// after leaving out as many letters from each, so words are filed under what is left (Garbe's symmetric deletes).
using System.Runtime.InteropServices;

namespace Paysieve.Pipeline.Screening;

internal sealed class SpellingNeighbours
{
    // Longer words have too many deletions to file; they are few and each is looked at.
    private const int MostFiled = 14;
    private const int TableBits = 18;

    // Hash of what is left in the upper half, id in the lower; ascending.
    private readonly ulong[] _filed;
    private readonly int[] _start = new int[(1 << TableBits) + 1];
    private readonly (int Length, int Id)[] _long;

    public SpellingNeighbours(IEnumerable<(string Text, int Id)> words)
    {
        var filed = new List<ulong>(1 << 20);
        var longer = new List<(int, int)>();
        Span<uint> hashes = stackalloc uint[MostHashes];
        foreach (var (text, id) in words)
        {
            if (text.Length > MostFiled)
            {
                longer.Add((text.Length, id));
                continue;
            }
            foreach (var hash in hashes[..Deletions(text, hashes)])
                filed.Add(((ulong)hash << 32) | (uint)id);
        }
        _filed = Sorted(CollectionsMarshal.AsSpan(filed), _start);
        _long = [.. longer];
    }

    private const int MostHashes = 1 + MostFiled + 2 + ((MostFiled + 2) * (MostFiled + 1) / 2);

    /// <summary>Appends the id of every word that may be within <see cref="NamePart.AllowedEdits"/> of the text: none is left out, some are too many.</summary>
    public void Collect(string text, List<int> ids)
    {
        if (text.Length <= MostFiled + 2)
        {
            Span<uint> hashes = stackalloc uint[MostHashes];
            foreach (var hash in hashes[..Deletions(text, hashes)])
            {
                var bucket = hash >> (32 - TableBits);
                for (var at = _start[bucket]; at < _start[bucket + 1]; at++)
                    if ((uint)(_filed[at] >> 32) == hash)
                        ids.Add((int)(uint)_filed[at]);
            }
        }
        if (text.Length >= MostFiled - 1)
            foreach (var (length, id) in _long)
                if (Math.Abs(length - text.Length) <= 2)
                    ids.Add(id);
    }

    // Hashes of the word and of what is left after leaving out one letter, from six letters on also two.
    private static int Deletions(string text, Span<uint> hashes)
    {
        var count = 0;
        hashes[count++] = Hash(text, -1, -1);
        for (var i = 0; i < text.Length; i++)
        {
            // Of doubled letters one is enough: leaving out the other gives the same.
            if (i > 0 && text[i] == text[i - 1])
                continue;
            hashes[count++] = Hash(text, i, -1);
        }
        if (text.Length >= NamePart.TwoEditsFrom)
            for (var i = 0; i < text.Length; i++)
                for (var k = i + 1; k < text.Length; k++)
                    hashes[count++] = Hash(text, i, k);
        return count;
    }

    private static uint Hash(string text, int without, int andWithout)
    {
        var hash = 2166136261u;
        for (var i = 0; i < text.Length; i++)
            if (i != without && i != andWithout)
                hash = (hash ^ text[i]) * 16777619u;
        // The table goes by the upper bits, which the last letters must reach.
        hash ^= hash >> 15;
        return hash * 2654435769u;
    }

    private static ulong[] Sorted(Span<ulong> filed, int[] start)
    {
        foreach (var entry in filed)
            start[(entry >> (64 - TableBits)) + 1]++;
        for (var i = 1; i < start.Length; i++)
            start[i] += start[i - 1];
        var next = start.ToArray();
        var sorted = new ulong[filed.Length];
        foreach (var entry in filed)
            sorted[next[entry >> (64 - TableBits)]++] = entry;
        return sorted;
    }
}
