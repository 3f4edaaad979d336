// Holds the lake's Parquet files against what its manifest recorded of them: for whoever has to show that an old computation stood on these bytes.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Paysieve.Pipeline.Lake;

/// <summary>A Parquet file that is not as the manifest says.</summary>
/// <param name="FileId">The source file it was made from.</param>
/// <param name="Path">Relative to the lake.</param>
/// <param name="IsGone">False: it is there with other bytes.</param>
public sealed record LakeFault(string FileId, string Path, bool IsGone);

/// <summary>
/// The lake in two hashes: over the transfer and leg files that its manifest names in order of ingest, and over the party files, which an erasure
/// writes again. Whoever notes them elsewhere sees a manifest that was rewritten together with a file.
/// </summary>
/// <param name="Sequence">The last file that counts; 0 for none.</param>
public sealed record LakeSeal(long Sequence, string Files, string Parties)
{
    /// <summary>The lake up to and with <paramref name="lastSequence"/>, as its manifest names it now.</summary>
    public static LakeSeal Of(LakeSettings settings, long lastSequence)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Of(LakeManifest.Read(new LakeLayout(Path.GetFullPath(settings.Folder))).Where(entry => entry.Sequence <= lastSequence));
    }

    /// <param name="entries">In order of ingest.</param>
    internal static LakeSeal Of(IEnumerable<LakeEntry> entries)
    {
        using var files = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var parties = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long last = 0;
        foreach (var entry in entries)
        {
            foreach (var part in entry.Parts) files.AppendData(Line(entry, part));
            if (entry.Parties is { } names) parties.AppendData(Line(entry, names));
            last = entry.Sequence;
        }
        return new LakeSeal(last, Convert.ToHexStringLower(files.GetHashAndReset()), Convert.ToHexStringLower(parties.GetHashAndReset()));
    }

    private static byte[] Line(LakeEntry entry, LakePart part) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{entry.Sequence} {entry.FileId} {part.Path} {part.Rows} {part.ByteSize} {part.Sha256}\n"));
}

/// <summary>What became of the lake as it was at some moment.</summary>
/// <param name="EntriesGone">Source files that are in the manifest no longer.</param>
/// <param name="Files">Parquet files that were looked at.</param>
/// <param name="Pruned">Source files that retention took away, by their place in the order of ingest, and when.</param>
public sealed record LakeCondition(long EntriesGone, long Files, IReadOnlyList<LakeFault> Faults, IReadOnlyList<(long Sequence, DateTimeOffset At)> Pruned)
{
    /// <summary>Reads every file up to and with <paramref name="lastSequence"/> once, <see cref="long.MaxValue"/> for all there are; in order of ingest.</summary>
    public static LakeCondition Of(LakeSettings settings, long lastSequence, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var layout = new LakeLayout(Path.GetFullPath(settings.Folder));
        LakeEntry[] entries = [.. LakeManifest.Read(layout).Where(entry => entry.Sequence <= lastSequence)];
        var faults = new List<LakeFault>();
        long files = 0;
        foreach (var entry in entries.Where(entry => entry.PrunedAt is null))
        {
            foreach (var part in entry.Parties is { } parties ? entry.Parts.Append(parties) : entry.Parts)
            {
                cancel.ThrowIfCancellationRequested();
                files++;
                var path = layout.Full(part.Path);
                if (!File.Exists(path)) faults.Add(new LakeFault(entry.FileId, part.Path, IsGone: true));
                else if (!IsSame(path, part)) faults.Add(new LakeFault(entry.FileId, part.Path, IsGone: false));
            }
        }
        var last = lastSequence < long.MaxValue ? lastSequence : entries.Length == 0 ? 0 : entries[^1].Sequence;
        return new LakeCondition(last - entries.Length, files, faults, [.. entries.Where(entry => entry.PrunedAt is not null).Select(entry => (entry.Sequence, entry.PrunedAt!.Value))]);
    }

    private static bool IsSame(string path, LakePart part)
    {
        using var stream = File.OpenRead(path);
        return stream.Length == part.ByteSize && string.Equals(Convert.ToHexStringLower(SHA256.HashData(stream)), part.Sha256, StringComparison.Ordinal);
    }
}
