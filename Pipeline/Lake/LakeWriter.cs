// The way into the lake: files go in whole, once, and in an order that is kept.
using System.Text;
using Paysieve.Pipeline.Sources;

namespace Paysieve.Pipeline.Lake;

/// <summary>What a caller counted while reading a source file. Rows read = accepted + rejected.</summary>
public sealed record LakeCommit(long RowsRead, long RowsRejected)
{
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>The file's entry, and whether this commit made it (false: another process was first; nothing was changed).</summary>
public sealed record LakeCommitted(LakeEntry Entry, bool Added);

/// <summary>What was cleared away when the lake was opened for writing: remains of writers that were killed.</summary>
public sealed record LakeSweep(int UnfinishedFiles, int OrphanedParts);

/// <summary>Opens files for writing into the lake. Several processes may write at once; each source file is taken once.</summary>
public sealed class LakeWriter
{
    private readonly LakeSettings _settings;
    private readonly LakeLayout _layout;
    private readonly LakeWorkbench _bench;
    private readonly ManifestNames _names;
    private readonly StagingFolder _staging;

    private LakeWriter(LakeSettings settings, LakeLayout layout, LakeSweep swept)
    {
        _settings = settings;
        _layout = layout;
        _bench = new LakeWorkbench(settings.Key);
        _names = new ManifestNames(layout);
        _staging = new StagingFolder(layout);
        Swept = swept;
    }

    public LakeSweep Swept { get; }

    /// <summary>Makes the lake's folders and sweeps what killed writers left. A writer at work elsewhere is not disturbed.</summary>
    /// <exception cref="LakeUnreadableException">The manifest is of another format version.</exception>
    public static LakeWriter Open(LakeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var layout = new LakeLayout(settings.Folder);
        layout.Create();
        using (LakeLock.Take(layout.Lock))
        {
            if (!File.Exists(layout.KeyMark)) WriteMark(layout.KeyMark, settings.Key.Mark);
            return new LakeWriter(settings, layout, Sweep(layout));
        }
    }

    /// <summary>Whole or not at all: half a mark would be taken for that of another key.</summary>
    private static void WriteMark(string path, string mark)
    {
        using (var stream = new FileStream(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Encoding.ASCII.GetBytes(mark));
            stream.Flush(flushToDisk: true);
        }
        File.Move(path + ".new", path);
    }

    /// <summary>The entry of a file that is in the lake, else null.</summary>
    public LakeEntry? Find(string fileId) => _names.Find(fileId);

    /// <summary>Gives back the memory that one file's writing leaves to the next, when no more come for now.</summary>
    public void Rest() => _bench.Clear();

    /// <summary>Entries in order of first ingest.</summary>
    public IReadOnlyList<LakeEntry> Entries() => LakeManifest.Read(_layout);

    /// <summary>
    /// Begins a source file. Ask <see cref="Find"/> first to save the work; beginning a file that is already there is harmless,
    /// its commit changes nothing. Dispose without commit aborts.
    /// </summary>
    public LakeFileWriter Begin(SourceFile file, LakeFileKind kind)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.FileId.Length != 64 || !file.FileId.All(char.IsAsciiHexDigitLower))
            throw new ArgumentException("a file id is 64 lower-case hex digits", nameof(file));
        return new LakeFileWriter(_settings, _layout, _names, _bench, _staging, file, kind);
    }

    private static LakeSweep Sweep(LakeLayout layout)
    {
        var unfinished = 0;
        foreach (var folder in Directory.EnumerateDirectories(layout.Staging).ToArray())
        {
            using (var held = LakeLock.TryTake(Path.Combine(folder, ".alive")))
            {
                if (held is null) continue;
            }
            Directory.Delete(folder, recursive: true);
            unfinished++;
        }
        foreach (var path in Directory.EnumerateFiles(layout.Manifest, ".*").ToArray()) File.Delete(path);
        var known = LakeManifest.Read(layout).Where(entry => entry.PrunedAt is null).Select(entry => entry.FileId).ToHashSet(StringComparer.Ordinal);
        var orphans = 0;
        foreach (var part in (string[])["transfers", "parties", "legs"])
        {
            foreach (var path in Directory.EnumerateFiles(layout.Full(part), "*.parquet", SearchOption.AllDirectories).ToArray())
            {
                if (known.Contains(Path.GetFileNameWithoutExtension(path))) continue;
                File.Delete(path);
                orphans++;
            }
        }
        return new LakeSweep(unfinished, orphans);
    }
}
