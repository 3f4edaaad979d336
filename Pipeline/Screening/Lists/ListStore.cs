// Where lists lie and which are in force. The danger is not a list that cannot be read but one that reads as nothing:
// an empty, cut or half-delivered file would clear everybody. So a list is replaced only by one that is credible, and
// every list that was ever in force stays as it was.
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>The named files cannot be meant: none is known to the source, two play one part, or the source does not exist.</summary>
public sealed class ListUsageException : Exception
{
    public ListUsageException()
    {
    }

    public ListUsageException(string message) : base(message)
    {
    }

    public ListUsageException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>What came of loading a list.</summary>
public enum ListLoadOutcome
{
    /// <summary>The new list is in force.</summary>
    Loaded,
    /// <summary>The same entries were in force already; nothing was written.</summary>
    Unchanged,
    /// <summary>The files were refused; what was in force before still is.</summary>
    Refused,
}

/// <summary>One load: the outcome, the reason of a refusal, and the snapshot now in force (null when there is none).</summary>
public sealed record ListLoadResult(string Source, ListLoadOutcome Outcome, string? Reason, ListSnapshotFacts? InForce, IReadOnlyList<string> Notes);

/// <summary>What loading a folder came to, and the files in it that belong to no known list.</summary>
public sealed record ListFolderResult(IReadOnlyList<ListLoadResult> Lists, IReadOnlyList<string> UnknownFiles);

/// <summary>A load that was refused after the last good one.</summary>
public sealed record ListRefusal(DateTimeOffset At, string Reason);

/// <summary>One line of <c>lists status</c>. Age is since the load; a refusal is the newest one since then.</summary>
public sealed record ListStatus(ListSnapshotFacts Facts, TimeSpan Age, ListRefusal? RefusedSince);

/// <summary>How much smaller a list may get. Shares are of the list in force, 0 to 1.</summary>
public sealed record ListExpectations
{
    /// <summary>
    /// A list with more than this share fewer entries, or fewer names, than the one in force is refused. The first load of a
    /// source has nothing to be compared with and is taken at any size but none: an excerpt is a legitimate list.
    /// </summary>
    public double MaxShrinkShare { get; init; } = 0.10;
}

/// <summary>
/// Dated, hashed, immutable list snapshots in one directory: <c>SOURCE/SNAPSHOT/{entries.jsonl, snapshot.json}</c> and
/// <c>SOURCE/current</c>, which names the one in force. Everything is written beside and renamed.
/// </summary>
public sealed class ListStore
{
    private const long MaxFileBytes = 1L << 30;
    private const string EntriesFile = "entries.jsonl";
    private const string FactsFile = "snapshot.json";
    private const string CurrentFile = "current";
    private const string RefusalFile = "refused.json";

    private readonly string _directory;
    private readonly TimeProvider _clock;
    private readonly ListExpectations _expectations;

    public ListStore(string listsDirectory, TimeProvider clock)
        : this(listsDirectory, clock, new ListExpectations())
    {
    }

    public ListStore(string listsDirectory, TimeProvider clock, ListExpectations expectations)
    {
        ArgumentException.ThrowIfNullOrEmpty(listsDirectory);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(expectations);
        if (expectations.MaxShrinkShare is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(expectations), "MaxShrinkShare must be between 0 and 1.");
        _directory = listsDirectory;
        _clock = clock;
        _expectations = expectations;
    }

    /// <summary>
    /// Loads one list from a file or from a folder of the publisher's files (one level, plain or .gz). A refused list is a
    /// result; files that cannot be meant are a <see cref="ListUsageException"/>; a disk that fails is an
    /// <see cref="IOException"/>. <paramref name="allowShrink"/> takes a smaller list deliberately.
    /// </summary>
    public ListLoadResult Load(string source, string path, bool allowShrink = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(path);
        var loader = ListLoaders.Find(source) ?? throw new ListUsageException(ListLoaders.ComingLater.Contains(source)
            ? $"The list source {source} is not read by this version."
            : $"There is no list source {source}. Known are {string.Join(", ", ListLoaders.All.Select(l => l.Source))}.");
        if (File.Exists(path))
        {
            var role = loader.RoleOf(PlainName(path)) ?? loader.OnlyRole
                ?? throw new ListUsageException($"{Path.GetFileName(path)} is not recognised as a file of {source} by its name.");
            return Load(loader, new SortedDictionary<string, string>(StringComparer.Ordinal) { [role] = path }, allowShrink);
        }
        if (!Directory.Exists(path))
            throw new ListUsageException($"{Path.GetFileName(path)} is neither a file nor a folder.");
        var files = FilesOf(loader, path);
        return files.Count == 0
            ? throw new ListUsageException($"The folder holds no file of {source}.")
            : Load(loader, files, allowShrink);
    }

    /// <summary>
    /// Loads every known list of a folder (one level). Files that belong to none are named in the result. A folder without
    /// any list gives no results.
    /// </summary>
    public ListFolderResult LoadFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new ListUsageException("The lists folder does not exist.");
        var results = new List<ListLoadResult>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var perLoader = ListLoaders.All.Select(l => (Loader: l, Files: FilesOf(l, folder))).ToList();
        foreach (var (loader, files) in perLoader)
        {
            if (files.Count == 0)
                continue;
            known.UnionWith(files.Values);
            results.Add(Load(loader, files, allowShrink: false));
        }
        var unknown = FilesIn(folder).Where(f => !known.Contains(f)).Select(f => Path.GetFileName(f)!).ToList();
        return new ListFolderResult(results, unknown);
    }

    /// <summary>Every list in force, in order of source.</summary>
    public IReadOnlyList<ListStatus> Status()
    {
        var now = _clock.GetUtcNow();
        return [.. SourcesInForce().Select(s => new ListStatus(s, now - s.LoadedAt, ReadRefusal(s.Source)))];
    }

    /// <summary>Opens the snapshots in force with their entries. A snapshot that was altered on disk is an <see cref="InvalidDataException"/>.</summary>
    public ListSnapshotSet Open() => new(SourcesInForce().Select(Open));

    private ListSnapshot Open(ListSnapshotFacts facts)
    {
        var bytes = File.ReadAllBytes(Path.Combine(_directory, facts.Source, facts.SnapshotId, EntriesFile));
        if (!string.Equals(Hash(bytes), facts.SnapshotId, StringComparison.Ordinal))
            throw new InvalidDataException($"The snapshot of {facts.Source} in force was altered after it was written.");
        var parties = new List<ListedParty>(facts.Entries);
        for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)'\n');
            parties.Add(JsonSerializer.Deserialize(rest[..end], ListPartyJson.Default.ListedParty)
                ?? throw new InvalidDataException($"The snapshot of {facts.Source} holds an empty entry."));
            rest = rest[(end + 1)..];
        }
        return new ListSnapshot(facts, parties);
    }

    private ListLoadResult Load(IListLoader loader, SortedDictionary<string, string> paths, bool allowShrink)
    {
        var before = Current(loader.Source);
        foreach (var role in loader.RequiredRoles)
            if (!paths.ContainsKey(role))
                return Refuse(loader.Source, before, $"the file {role} is missing", []);
        var files = new Dictionary<string, ListFile>(StringComparer.Ordinal);
        foreach (var (role, path) in paths)
        {
            if (!TryRead(path, role, out var file, out var trouble))
                return Refuse(loader.Source, before, trouble, []);
            files.Add(role, file);
        }
        var parsed = loader.Parse(files);
        if (parsed.Refusal is not null)
            return Refuse(loader.Source, before, parsed.Refusal, parsed.Notes);
        var bytes = Serialise(parsed.Parties);
        var facts = Describe(loader.Source, Hash(bytes), parsed, files.Values);
        if (before is not null && string.Equals(before.SnapshotId, facts.SnapshotId, StringComparison.Ordinal))
        {
            File.Delete(Path.Combine(_directory, loader.Source, RefusalFile));
            return new ListLoadResult(loader.Source, ListLoadOutcome.Unchanged, null, before, parsed.Notes);
        }
        if (before is not null && !allowShrink && WhyShrunk(before, facts) is { } shrunk)
            return Refuse(loader.Source, before, shrunk, parsed.Notes);
        Write(facts, bytes);
        return new ListLoadResult(loader.Source, ListLoadOutcome.Loaded, null, facts, parsed.Notes);
    }

    private string? WhyShrunk(ListSnapshotFacts before, ListSnapshotFacts after)
    {
        foreach (var (what, had, has) in (ReadOnlySpan<(string, int, int)>)[("entries", before.Entries, after.Entries), ("names", before.Names, after.Names), ("wallets", before.Wallets, after.Wallets)])
            if (has < had * (1 - _expectations.MaxShrinkShare))
                return string.Create(CultureInfo.InvariantCulture, $"{has} {what}, {had} in the list in force: more than {_expectations.MaxShrinkShare * 100:0.##} % fewer");
        return null;
    }

    private ListLoadResult Refuse(string source, ListSnapshotFacts? inForce, string reason, IReadOnlyList<string> notes)
    {
        var folder = Path.Combine(_directory, source);
        Directory.CreateDirectory(folder);
        Replace(Path.Combine(folder, RefusalFile), JsonSerializer.SerializeToUtf8Bytes(new ListRefusal(_clock.GetUtcNow(), reason), ListFactsJson.Default.ListRefusal));
        return new ListLoadResult(source, ListLoadOutcome.Refused, reason, inForce, notes);
    }

    private void Write(ListSnapshotFacts facts, byte[] entries)
    {
        var folder = Path.Combine(_directory, facts.Source);
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, facts.SnapshotId);
        if (!Directory.Exists(target))
        {
            // A crash leaves this beside folder at most; the next load of the list clears it.
            var beside = Path.Combine(folder, ".writing");
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
            Directory.CreateDirectory(beside);
            WriteThrough(Path.Combine(beside, EntriesFile), entries);
            WriteThrough(Path.Combine(beside, FactsFile), JsonSerializer.SerializeToUtf8Bytes(facts, ListFactsJson.Default.ListSnapshotFacts));
            Directory.Move(beside, target);
        }
        else
        {
            // Entries seen before come into force again: they are the same, when and from what is new.
            Replace(Path.Combine(target, FactsFile), JsonSerializer.SerializeToUtf8Bytes(facts, ListFactsJson.Default.ListSnapshotFacts));
        }
        Replace(Path.Combine(folder, CurrentFile), System.Text.Encoding.ASCII.GetBytes(facts.SnapshotId));
        File.Delete(Path.Combine(folder, RefusalFile));
    }

    private IEnumerable<ListSnapshotFacts> SourcesInForce() =>
        ListLoaders.All.Select(l => Current(l.Source)).OfType<ListSnapshotFacts>().OrderBy(f => f.Source, StringComparer.Ordinal);

    private ListSnapshotFacts? Current(string source)
    {
        var current = Path.Combine(_directory, source, CurrentFile);
        if (!File.Exists(current))
            return null;
        var id = File.ReadAllText(current).Trim();
        var facts = Path.Combine(_directory, source, id, FactsFile);
        if (id.Length != 64 || !File.Exists(facts))
            throw new InvalidDataException($"The snapshot of {source} in force is missing.");
        return JsonSerializer.Deserialize(File.ReadAllBytes(facts), ListFactsJson.Default.ListSnapshotFacts)
            ?? throw new InvalidDataException($"The snapshot of {source} in force has no description.");
    }

    private ListRefusal? ReadRefusal(string source)
    {
        var path = Path.Combine(_directory, source, RefusalFile);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ListFactsJson.Default.ListRefusal) : null;
    }

    private ListSnapshotFacts Describe(string source, string id, ParsedList parsed, IEnumerable<ListFile> files) => new()
    {
        Source = source,
        SnapshotId = id,
        LoadedAt = _clock.GetUtcNow(),
        ListDate = parsed.ListDate,
        Files = [.. files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => new ListFileFact(f.Name, f.Role, f.Sha256, f.ByteSize))],
        Notes = parsed.Notes,
        Entries = parsed.Parties.Count,
        Persons = parsed.Parties.Count(p => p.Kind == PartyKind.Person),
        Companies = parsed.Parties.Count(p => p.Kind == PartyKind.Company),
        Vessels = parsed.Parties.Count(p => p.Kind == PartyKind.Vessel),
        Aircraft = parsed.Parties.Count(p => p.Kind == PartyKind.Aircraft),
        Names = parsed.Parties.Sum(p => p.Names.Count),
        Wallets = parsed.Parties.Sum(p => p.Wallets.Count),
    };

    private static byte[] Serialise(IReadOnlyList<ListedParty> parties)
    {
        using var buffer = new MemoryStream();
        using var writer = new Utf8JsonWriter(buffer);
        foreach (var party in parties)
        {
            JsonSerializer.Serialize(writer, party, ListPartyJson.Default.ListedParty);
            writer.Flush();
            buffer.WriteByte((byte)'\n');
            writer.Reset();
        }
        return buffer.ToArray();
    }

    private static SortedDictionary<string, string> FilesOf(IListLoader loader, string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in FilesIn(folder))
            if (loader.RoleOf(PlainName(path)) is { } role && !files.TryAdd(role, path))
                throw new ListUsageException($"The folder holds two files that are {role} of {loader.Source}: {Path.GetFileName(files[role])} and {Path.GetFileName(path)}. Name one, or keep one.");
        return files;
    }

    private static string[] FilesIn(string folder)
    {
        var files = Directory.GetFiles(folder);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static string PlainName(string path)
    {
        var name = Path.GetFileName(path);
        return name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
    }

    private static bool TryRead(string path, string role, out ListFile file, out string trouble)
    {
        file = null!;
        trouble = "";
        var raw = File.ReadAllBytes(path);
        var content = raw;
        if (raw is [0x1F, 0x8B, ..])
        {
            try
            {
                using var unpacked = new MemoryStream();
                using var packed = new GZipStream(new MemoryStream(raw, writable: false), CompressionMode.Decompress);
                var block = new byte[1 << 16];
                for (int read; (read = packed.Read(block)) > 0;)
                {
                    unpacked.Write(block, 0, read);
                    if (unpacked.Length > MaxFileBytes)
                    {
                        trouble = $"{Path.GetFileName(path)} unpacks to more than {(MaxFileBytes >> 20).ToString(CultureInfo.InvariantCulture)} MB";
                        return false;
                    }
                }
                content = unpacked.ToArray();
            }
            catch (InvalidDataException)
            {
                trouble = $"{Path.GetFileName(path)} is a damaged gzip file";
                return false;
            }
        }
        file = new ListFile(PlainName(path), role, content, Hash(raw), raw.LongLength);
        return true;
    }

    private static void Replace(string path, byte[] content)
    {
        var beside = path + ".writing";
        WriteThrough(beside, content);
        File.Move(beside, path, overwrite: true);
    }

    private static void WriteThrough(string path, byte[] content)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
