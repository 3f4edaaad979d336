// The manifest says which files exist: one small JSON entry for each source file, written last. What no entry names is not there.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paysieve.Pipeline.Lake;

/// <summary>What a source file holds.</summary>
public enum LakeFileKind { Transfers, Legs }

/// <summary>A Parquet file of the lake. <paramref name="Path"/> is relative to the lake, with forward slashes.</summary>
/// <param name="Sha256">Lower-case hex over its bytes, for <c>audit verify</c>.</param>
public sealed record LakePart(string Path, string? Month, int Rows, long ByteSize, string Sha256);

/// <summary>A source file of the lake. Rows read = accepted + rejected; the parts' transfer or leg rows add up to accepted.</summary>
public sealed record LakeEntry
{
    public required int FormatVersion { get; init; }

    /// <summary>1, 2, ... in the order of first ingest.</summary>
    public required long Sequence { get; init; }
    public required string FileId { get; init; }
    public required string Name { get; init; }
    public required long ByteSize { get; init; }
    public required LakeFileKind Kind { get; init; }
    public required long RowsRead { get; init; }
    public required long RowsAccepted { get; init; }
    public required long RowsRejected { get; init; }

    /// <summary>First and last pay date (of legs: day of execution); null for a file without an accepted row.</summary>
    public DateOnly? FirstDay { get; init; }
    public DateOnly? LastDay { get; init; }

    /// <summary>In order of month; legs have one. A file without an accepted row has none.</summary>
    public required IReadOnlyList<LakePart> Parts { get; init; }

    /// <summary>The names behind the transfers; null for legs and for a file without an accepted row.</summary>
    public LakePart? Parties { get; init; }
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>When retention took the files away; the entry still says what they were. Null while they are there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? PrunedAt { get; init; }

    /// <summary>Id and name.</summary>
    public override string ToString() => $"{Name} ({FileId[..Math.Min(12, FileId.Length)]})";
}

/// <summary>Snake case, indented, enumerations as words: a person may have to read it.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, NewLine = "\n")]
[JsonSerializable(typeof(LakeEntry))]
internal sealed partial class LakeManifestJson : JsonSerializerContext;

/// <summary>As earlier programs wrote it: their entries stay as they are, and are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LakeEntry))]
internal sealed partial class EarlierManifestJson : JsonSerializerContext;

/// <summary>Reads and adds manifest entries.</summary>
internal static class LakeManifest
{
    /// <summary>All entries in order of ingest; none when the lake is not there yet.</summary>
    /// <exception cref="LakeUnreadableException">An entry cannot be read, or is of another format version.</exception>
    internal static IReadOnlyList<LakeEntry> Read(LakeLayout layout)
    {
        if (!Directory.Exists(layout.Manifest)) return [];
        return
        [
            .. Directory.EnumerateFiles(layout.Manifest, "*.json")
                .Where(path => !Path.GetFileName(path).StartsWith('.'))
                .Select(ReadEntry)
                .OrderBy(entry => entry.Sequence),
        ];
    }

    /// <summary>The commit: until the rename the file does not exist, after it it does. Only under the lake's lock.</summary>
    internal static void Add(LakeLayout layout, LakeEntry entry)
    {
        using var staged = new StagedEntry(layout, entry);
        staged.Publish();
    }

    internal static string NameOf(long sequence, string fileId) => string.Create(CultureInfo.InvariantCulture, $"{sequence:d8}-{fileId}.json");

    /// <summary>SHA-256 over the file ids in ordinal order, one a line.</summary>
    internal static string Hash(IEnumerable<string> fileIds)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var id in fileIds.Order(StringComparer.Ordinal)) hash.AppendData(Encoding.UTF8.GetBytes(id + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal static LakeEntry ReadEntry(string path)
    {
        try
        {
            var json = File.ReadAllBytes(path);
            var form = json.AsSpan().IndexOf("\"formatVersion\":"u8) >= 0 ? EarlierManifestJson.Default.LakeEntry : LakeManifestJson.Default.LakeEntry;
            var entry = JsonSerializer.Deserialize(json, form)
                ?? throw new LakeUnreadableException($"manifest entry {Path.GetFileName(path)} is empty");
            if (entry.FormatVersion != LakeSchema.FormatVersion)
            {
                throw new LakeUnreadableException(
                    $"manifest entry {Path.GetFileName(path)} has format version {entry.FormatVersion}, this program reads {LakeSchema.FormatVersion}");
            }
            return entry;
        }
        catch (JsonException e)
        {
            throw new LakeUnreadableException($"manifest entry {Path.GetFileName(path)} cannot be read", e);
        }
    }
}

/// <summary>An entry written beside the manifest: not in it before <see cref="Publish"/>. What is left beside is swept when the lake is opened.</summary>
internal sealed class StagedEntry : IDisposable
{
    private readonly LakeLayout _layout;
    private readonly string _path;
    private readonly FileStream _file;
    private Task? _flush;

    internal StagedEntry(LakeLayout layout, LakeEntry entry)
    {
        _layout = layout;
        Entry = entry;
        _path = Path.Combine(layout.Manifest, "." + LakeManifest.NameOf(entry.Sequence, entry.FileId));
        _file = new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.None);
        try
        {
            JsonSerializer.Serialize(_file, entry, LakeManifestJson.Default.LakeEntry);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    internal LakeEntry Entry { get; }

    /// <summary>Lets the disk begin, on a thread that does nothing but wait for it.</summary>
    internal void BeginFlush() =>
        _flush ??= Task.Factory.StartNew(() => _file.Flush(flushToDisk: true), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The rename, once the entry is on the disk.</summary>
    internal void Publish()
    {
        if (_flush is null) _file.Flush(flushToDisk: true);
        else _flush.GetAwaiter().GetResult();
        _file.Dispose();
        File.Move(_path, Path.Combine(_layout.Manifest, LakeManifest.NameOf(Entry.Sequence, Entry.FileId)), overwrite: true);
    }

    public void Dispose()
    {
        // What went wrong with it is void with the entry.
        if (_flush is not null) Task.WaitAny(_flush);
        _file.Dispose();
    }
}

/// <summary>
/// The entries by their names alone: a file's commit must neither read nor list what all files before it left. Listed when first asked, and again when
/// another process may have added to them. Safe for several threads.
/// </summary>
internal sealed class ManifestNames(LakeLayout layout)
{
    private readonly Lock _access = new();
    private Dictionary<string, long>? _sequences;
    private long _latest;
    private long _turn;

    /// <summary>The entry of a file; null when there is none, or another process made it a moment ago.</summary>
    internal LakeEntry? Find(string fileId)
    {
        lock (_access)
        {
            if (_sequences is null) List();
            if (!_sequences!.TryGetValue(fileId, out var sequence)) return null;
            return LakeManifest.ReadEntry(Path.Combine(layout.Manifest, LakeManifest.NameOf(sequence, fileId)));
        }
    }

    /// <summary>
    /// Adds one entry for each of <paramref name="fileIds"/>, in this order: what <paramref name="make"/> makes of the place among them and the sequence
    /// number. <paramref name="done"/> gets the entry, or the file's earlier one. They go to the disk side by side and are renamed one after the other; where
    /// one fails, those before it are in the manifest, and no other.
    /// </summary>
    internal void Add(LakeLock held, IReadOnlyList<string> fileIds, Func<int, long, LakeEntry> make, Action<int, LakeCommitted> done)
    {
        lock (_access)
        {
            if (_sequences is null || held.Turn != _turn)
            {
                List();
                _turn = held.Turn;
            }
            var staged = new Queue<(int Place, StagedEntry Entry)>();
            try
            {
                for (var i = 0; i < fileIds.Count; i++)
                {
                    if (staged.Any(each => each.Entry.Entry.FileId == fileIds[i])) Publish();
                    if (Find(fileIds[i]) is { } first)
                    {
                        done(i, new LakeCommitted(first, Added: false));
                        continue;
                    }
                    var entry = new StagedEntry(layout, make(i, _latest + 1 + staged.Count));
                    staged.Enqueue((i, entry));
                    // The last one is waited for right here.
                    if (i < fileIds.Count - 1) entry.BeginFlush();
                }
            }
            finally
            {
                Publish();
            }

            void Publish()
            {
                try
                {
                    while (staged.TryPeek(out var next))
                    {
                        held.Turn = ++_turn;
                        next.Entry.Publish();
                        _sequences![next.Entry.Entry.FileId] = _latest = next.Entry.Entry.Sequence;
                        done(next.Place, new LakeCommitted(next.Entry.Entry, Added: true));
                        staged.Dequeue();
                    }
                }
                finally
                {
                    while (staged.TryDequeue(out var left)) left.Entry.Dispose();
                }
            }
        }
    }

    private void List()
    {
        _sequences = new Dictionary<string, long>(StringComparer.Ordinal);
        _latest = 0;
        if (!Directory.Exists(layout.Manifest)) return;
        foreach (var path in Directory.EnumerateFiles(layout.Manifest, "*.json"))
        {
            var name = Path.GetFileNameWithoutExtension(path.AsSpan());
            if (name.StartsWith('.')) continue;
            var dash = name.IndexOf('-');
            if (dash < 0 || !long.TryParse(name[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                throw new LakeUnreadableException($"manifest entry {name} is not named by its sequence");
            _sequences[new string(name[(dash + 1)..])] = sequence;
            _latest = Math.Max(_latest, sequence);
        }
    }
}
