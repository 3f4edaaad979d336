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
        var name = NameOf(entry.Sequence, entry.FileId);
        var staged = Path.Combine(layout.Manifest, "." + name);
        using (var stream = new FileStream(staged, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, entry, LakeManifestJson.Default.LakeEntry);
            stream.Flush(flushToDisk: true);
        }
        File.Move(staged, Path.Combine(layout.Manifest, name), overwrite: true);
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

    /// <summary>Adds the entry that <paramref name="make"/> makes of its sequence number, or returns the file's earlier one.</summary>
    internal LakeCommitted Add(LakeLock held, string fileId, Func<long, LakeEntry> make)
    {
        lock (_access)
        {
            if (_sequences is null || held.Turn != _turn)
            {
                List();
                _turn = held.Turn;
            }
            if (Find(fileId) is { } first) return new LakeCommitted(first, Added: false);
            var entry = make(_latest + 1);
            held.Turn = ++_turn;
            LakeManifest.Add(layout, entry);
            _sequences![fileId] = _latest = entry.Sequence;
            return new LakeCommitted(entry, Added: true);
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
