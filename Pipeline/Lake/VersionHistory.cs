// Which row of several with one id is the current one. Pure.
namespace Paysieve.Pipeline.Lake;

/// <summary>What became of a row.</summary>
internal enum RowFate : byte { Current, Amended, Unchanged, Superseded, Hidden, Foreign }

/// <summary>
/// Rows stand in order of ingest. A row that says what the then current one says is unchanged and the earlier stays current;
/// one that says something else supersedes it and is current, amended. Only its own employer amends a payout: a row with the id of a payout of
/// another one is foreign, and the earlier stays current. Which of the two has the wrong id nobody can tell here; that neither takes the other's place
/// in silence can be seen to.
/// </summary>
internal static class VersionHistory
{
    private const int Buckets = 256;

    /// <summary>Decides every row that is not already <see cref="RowFate.Hidden"/>.</summary>
    /// <param name="sameOwner">Whether two rows with one id may be versions of one thing; asked of those alone, by several threads.</param>
    internal static void Decide(ulong[] keys, ulong[] contents, RowFate[] fates, int threads, Func<int, int, bool>? sameOwner = null)
    {
        // By the key's first byte: each bucket is small enough for a table that stays in the cache, and buckets go in parallel.
        var starts = new int[Buckets + 1];
        for (var row = 0; row < keys.Length; row++)
        {
            if (fates[row] != RowFate.Hidden) starts[(int)(keys[row] >> 56) + 1]++;
        }
        for (var b = 0; b < Buckets; b++) starts[b + 1] += starts[b];
        var rows = new int[starts[Buckets]];
        var next = starts.AsSpan(0, Buckets).ToArray();
        for (var row = 0; row < keys.Length; row++)
        {
            if (fates[row] != RowFate.Hidden) rows[next[(int)(keys[row] >> 56)]++] = row;
        }
        Parallel.For(0, Buckets, new ParallelOptions { MaxDegreeOfParallelism = threads },
            bucket => Decide(keys, contents, fates, rows.AsSpan(starts[bucket], starts[bucket + 1] - starts[bucket]), sameOwner));
    }

    private static void Decide(ulong[] keys, ulong[] contents, RowFate[] fates, ReadOnlySpan<int> rows, Func<int, int, bool>? sameOwner)
    {
        if (rows.IsEmpty) return;
        var slots = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)rows.Length * 2)];
        var mask = slots.Length - 1;
        foreach (var row in rows)
        {
            var key = keys[row];
            var slot = (int)key & mask;
            while (slots[slot] != 0 && keys[slots[slot] - 1] != key) slot = (slot + 1) & mask;
            if (slots[slot] == 0)
            {
                slots[slot] = row + 1;
                fates[row] = RowFate.Current;
                continue;
            }
            var current = slots[slot] - 1;
            if (contents[current] == contents[row])
            {
                fates[row] = RowFate.Unchanged;
                continue;
            }
            if (sameOwner is not null && !sameOwner(current, row))
            {
                fates[row] = RowFate.Foreign;
                continue;
            }
            fates[current] = RowFate.Superseded;
            fates[row] = RowFate.Amended;
            slots[slot] = row + 1;
        }
    }
}
