// Holds the lake's Parquet files against what its manifest recorded of them: for whoever has to show that an old computation stood on these bytes.
using System.Security.Cryptography;

namespace Paysieve.Pipeline.Lake;

/// <summary>A Parquet file that is not as the manifest says.</summary>
/// <param name="FileId">The source file it was made from.</param>
/// <param name="Path">Relative to the lake.</param>
/// <param name="IsGone">False: it is there with other bytes.</param>
public sealed record LakeFault(string FileId, string Path, bool IsGone);

/// <summary>What became of the lake as it was at some moment.</summary>
/// <param name="EntriesGone">Source files that are in the manifest no longer.</param>
public sealed record LakeCondition(long EntriesGone, IReadOnlyList<LakeFault> Faults)
{
    /// <summary>Reads every file up to and with <paramref name="lastSequence"/> once; in order of ingest.</summary>
    public static LakeCondition Of(LakeSettings settings, long lastSequence, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var layout = new LakeLayout(Path.GetFullPath(settings.Folder));
        LakeEntry[] entries = [.. LakeManifest.Read(layout).Where(entry => entry.Sequence <= lastSequence)];
        var faults = new List<LakeFault>();
        foreach (var entry in entries)
        {
            foreach (var part in entry.Parties is { } parties ? entry.Parts.Append(parties) : entry.Parts)
            {
                cancel.ThrowIfCancellationRequested();
                var path = layout.Full(part.Path);
                if (!File.Exists(path)) faults.Add(new LakeFault(entry.FileId, part.Path, IsGone: true));
                else if (!IsSame(path, part)) faults.Add(new LakeFault(entry.FileId, part.Path, IsGone: false));
            }
        }
        return new LakeCondition(lastSequence - entries.Length, faults);
    }

    private static bool IsSame(string path, LakePart part)
    {
        using var stream = File.OpenRead(path);
        return stream.Length == part.ByteSize && string.Equals(Convert.ToHexStringLower(SHA256.HashData(stream)), part.Sha256, StringComparison.Ordinal);
    }
}
