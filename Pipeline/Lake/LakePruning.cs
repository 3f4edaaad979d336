// Takes files out of the lake that are past its behaviour window. Their entries stay in the manifest and say so: a file that was pruned is not one that is missing.
using System.Runtime.InteropServices;

namespace Paysieve.Pipeline.Lake;

/// <summary>What would go.</summary>
/// <param name="Sequences">Of the entries, rising.</param>
/// <param name="Files">Parquet files of them.</param>
/// <param name="Kept">Source files old enough to go that a legal hold keeps.</param>
public sealed record PrunePlan(IReadOnlyList<long> Sequences, int Files, long Bytes, int Kept);

/// <summary>
/// A source file goes as a whole, once its last pay date is old enough, with the names behind it. One that amends a file which stays, stays too:
/// without it the rows that it replaced would count again.
/// </summary>
public static class LakePruning
{
    /// <param name="before">Rows of this day and later stay.</param>
    /// <param name="isHeld">Whether an employer's employee is under legal hold; null when nobody is.</param>
    public static PrunePlan Plan(LakeSettings settings, DateOnly before, Func<string, string, bool>? isHeld, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var layout = new LakeLayout(Path.GetFullPath(settings.Folder));
        var entries = LakeManifest.Read(layout).Where(entry => entry.PrunedAt is null && entry.Parts.Count > 0).ToArray();
        var held = isHeld is null ? [] : Held(layout, entries, isHeld, cancel);
        var (going, kept) = (new List<LakeEntry>(), 0);
        foreach (var kind in (LakeFileKind[])[LakeFileKind.Transfers, LakeFileKind.Legs])
        {
            DateOnly? staying = null;
            foreach (var entry in entries.Where(entry => entry.Kind == kind))
            {
                var old = entry.LastDay < before;
                if (old && held.Contains(entry.Sequence)) kept++;
                if (old && !held.Contains(entry.Sequence) && !(staying <= entry.LastDay)) going.Add(entry);
                else if (staying is null || entry.FirstDay < staying) staying = entry.FirstDay;
            }
        }
        var parts = going.SelectMany(PartsOf).ToArray();
        return new PrunePlan([.. going.Select(entry => entry.Sequence).Order()], parts.Length, parts.Sum(part => part.ByteSize), kept);
    }

    /// <summary>Marks the entries and deletes their files. After a kill in between, the next writer's sweep deletes what is left.</summary>
    /// <param name="at">The time of the event that tells of it.</param>
    public static void CarryOut(LakeSettings settings, PrunePlan plan, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(plan);
        var layout = new LakeLayout(Path.GetFullPath(settings.Folder));
        var going = plan.Sequences.ToHashSet();
        using var held = LakeLock.Take(layout.Lock);
        foreach (var entry in LakeManifest.Read(layout).Where(entry => going.Contains(entry.Sequence)))
        {
            LakeManifest.Add(layout, entry with { PrunedAt = at });
            foreach (var part in PartsOf(entry)) File.Delete(layout.Full(part.Path));
        }
    }

    private static IEnumerable<LakePart> PartsOf(LakeEntry entry) => entry.Parties is { } parties ? entry.Parts.Append(parties) : entry.Parts;

    /// <summary>Entries with a payout of somebody under hold, and with legs of one.</summary>
    private static HashSet<long> Held(LakeLayout layout, LakeEntry[] entries, Func<string, string, bool> isHeld, CancellationToken cancel)
    {
        var (held, payouts, known) = (new HashSet<long>(), new HashSet<ulong>(), new Dictionary<(string, string), bool>());
        foreach (var entry in entries.Where(entry => entry.Kind == LakeFileKind.Transfers))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var part in entry.Parts)
            {
                var (employers, employees) = (new string?[part.Rows], new string?[part.Rows]);
                var keys = Read(layout, part, LakeSchema.Transfers, (scan, group, table, first) =>
                {
                    scan.Texts(group, table["employer_id"], (at, values) => Take(values, employers, first + at));
                    scan.Texts(group, table["employee_id"], (at, values) => Take(values, employees, first + at));
                });
                for (var row = 0; row < part.Rows; row++)
                {
                    var payee = (employers[row]!, employees[row]!);
                    ref var verdict = ref CollectionsMarshal.GetValueRefOrAddDefault(known, payee, out var seen);
                    if (!seen) verdict = isHeld(payee.Item1, payee.Item2);
                    if (!verdict) continue;
                    held.Add(entry.Sequence);
                    payouts.Add(keys[row]);
                }
            }
        }
        if (payouts.Count == 0) return held;
        foreach (var entry in entries.Where(entry => entry.Kind == LakeFileKind.Legs))
        {
            cancel.ThrowIfCancellationRequested();
            if (entry.Parts.Any(part => Read(layout, part, LakeSchema.Legs, null).Any(payouts.Contains))) held.Add(entry.Sequence);
        }
        return held;
    }

    /// <summary>The transfer keys of a part's rows, in order, and whatever else is asked for.</summary>
    private static ulong[] Read<TRow>(LakeLayout layout, LakePart part, ParquetTable<TRow> table, Action<ParquetScan, ParquetSharp.RowGroupReader, ParquetTable<TRow>, int>? more)
    {
        var keys = new ulong[part.Rows];
        using var file = LakeReader.OpenPart(layout.Full(part.Path), table, null);
        var scan = ParquetScan.OfThread;
        var first = 0;
        for (var g = 0; g < file.FileMetaData.NumRowGroups; g++)
        {
            using var group = file.RowGroup(g);
            var from = first;
            scan.Longs(group, table["transfer_key"], (at, values) => MemoryMarshal.Cast<long, ulong>(values).CopyTo(keys.AsSpan(from + at)));
            more?.Invoke(scan, group, table, from);
            first += checked((int)group.MetaData.NumRows);
        }
        return keys;
    }

    private static void Take(ReadOnlySpan<ParquetSharp.ByteArray> values, string?[] texts, int first)
    {
        for (var i = 0; i < values.Length; i++) texts[first + i] = LakeReader.Text(values[i]);
    }
}
