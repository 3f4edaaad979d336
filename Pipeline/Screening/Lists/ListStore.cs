// Where lists lie and which are in force. The danger is not a list that cannot be read but one that reads as nothing:
// an empty, cut or half-delivered file would clear everybody. So a list is replaced only by one that is credible, and
// every list that was ever in force stays as it was.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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

/// <summary>The files of a folder, by the list that they belong to, and those that belong to none.</summary>
public sealed class ListFolder
{
    internal ListFolder(IReadOnlyList<(IListLoader Loader, SortedDictionary<string, string> Files)> lists, IReadOnlyList<string> unknownFiles)
    {
        Lists = lists;
        UnknownFiles = unknownFiles;
    }

    internal IReadOnlyList<(IListLoader Loader, SortedDictionary<string, string> Files)> Lists { get; }

    public IReadOnlyList<string> UnknownFiles { get; }

    public bool IsEmpty => Lists.Count == 0;
}

/// <summary>
/// A list as read from its publisher's files, or why they are refused. Nothing of it is in force. Its entries are those that its snapshot would give back.
/// </summary>
public sealed record ReadList
{
    public required string Source { get; init; }

    internal string? Refusal { get; init; }

    internal IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Null when it is refused.</summary>
    internal ListSnapshot? Snapshot { get; init; }

    /// <summary>The entries as they are kept.</summary>
    internal byte[] Bytes { get; init; } = [];
}

/// <summary>A load that was refused after the last good one.</summary>
public sealed record ListRefusal(DateTimeOffset At, string Reason);

/// <summary>One line of <c>lists status</c>. A refusal is the newest one since the list was last good.</summary>
/// <param name="CheckedAt">When the publisher's files were last given and good, whether they had changed or not.</param>
/// <param name="Age">Since <paramref name="CheckedAt"/>.</param>
public sealed record ListStatus(ListSnapshotFacts Facts, DateTimeOffset CheckedAt, TimeSpan Age, ListRefusal? RefusedSince)
{
    /// <summary>The day up to which this list is known: its own date, else the day its files were last given.</summary>
    public DateOnly KnownUntil => Facts.ListDate ?? DateOnly.FromDateTime(CheckedAt.UtcDateTime);
}

/// <summary>A snapshot coming into force.</summary>
public sealed record ListTurn(DateTimeOffset At, string SnapshotId);

/// <summary>
/// Dated, hashed, immutable list snapshots in one directory: <c>SOURCE/SNAPSHOT/{entries.jsonl, snapshot.json}</c> and
/// <c>SOURCE/current</c>, a line for each time a snapshot came into force, the last one naming that in force. Everything is written beside and renamed.
/// </summary>
public sealed class ListStore
{
    private const string EntriesFile = "entries.jsonl";
    private const string FactsFile = "snapshot.json";
    private const string CurrentFile = "current";
    private const string CheckedFile = "checked";
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
        if (expectations.Failures().Count > 0)
            throw new ArgumentException(string.Join("; ", expectations.Failures()), nameof(expectations));
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
        var loader = ListLoaders.Find(source)
            ?? throw new ListUsageException($"There is no list source {source}. Known are {string.Join(", ", ListLoaders.All.Select(l => l.Source))}.");
        return Load(Read(loader, ListFiles.At(loader, path)), allowShrink);
    }

    /// <summary>
    /// Loads every known list of a folder (one level). Files that belong to none are named in the result. A folder without
    /// any list gives no results.
    /// </summary>
    public ListFolderResult LoadFolder(string folder)
    {
        var files = FilesIn(folder);
        return Load(files, Read(files));
    }

    /// <summary>The known lists' files of a folder (one level), of which none is opened.</summary>
    /// <exception cref="ListUsageException">There is no such folder, or two files play one part.</exception>
    public static ListFolder FilesIn(string folder)
    {
        if (!Directory.Exists(folder))
            throw new ListUsageException("The lists folder does not exist.");
        var lists = ListLoaders.All.Select(l => (Loader: l, Files: ListFiles.Of(l, folder))).Where(l => l.Files.Count > 0).ToList();
        var known = lists.SelectMany(l => l.Files.Values).ToHashSet(StringComparer.Ordinal);
        return new ListFolder(lists, [.. ListFiles.In(folder).Where(f => !known.Contains(f)).Select(f => Path.GetFileName(f)!)]);
    }

    /// <summary>Reads them, which takes most of the time of loading and changes nothing: for whoever has something else to do meanwhile.</summary>
    public static IReadOnlyList<ReadList> Read(ListFolder folder, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var lists = new List<ReadList>();
        foreach (var (loader, files) in folder.Lists)
        {
            cancel.ThrowIfCancellationRequested();
            lists.Add(Read(loader, files));
        }
        return lists;
    }

    /// <summary>Puts in force what was read of a folder; see <see cref="LoadFolder"/>.</summary>
    public ListFolderResult Load(ListFolder folder, IReadOnlyList<ReadList> lists)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(lists);
        return new ListFolderResult([.. lists.Select(list => Load(list, allowShrink: false))], folder.UnknownFiles);
    }

    /// <summary>Every list in force, in order of source.</summary>
    public IReadOnlyList<ListStatus> Status()
    {
        var now = _clock.GetUtcNow();
        return [.. SourcesInForce().Select(s => new ListStatus(s, CheckedAt(s), now - CheckedAt(s), ReadRefusal(s.Source)))];
    }

    /// <summary>Loads of sources of which none was ever good, refused: newest each, in order of source.</summary>
    public IReadOnlyList<(string Source, ListRefusal Refusal)> NeverGood() =>
        [.. ListLoaders.All.Where(l => !File.Exists(Path.Combine(_directory, l.Source, CurrentFile))).OrderBy(l => l.Source, StringComparer.Ordinal).Select(l => (l.Source, Refusal: ReadRefusal(l.Source))).Where(l => l.Refusal is not null).Select(l => (l.Source, l.Refusal!))];

    /// <summary>Every snapshot kept, by source, the newest first.</summary>
    public IReadOnlyList<ListSnapshotFacts> Kept() =>
        [.. ListLoaders.All.SelectMany(l => Directory.Exists(Path.Combine(_directory, l.Source)) ? Directory.GetDirectories(Path.Combine(_directory, l.Source)) : [])
            .Where(f => Path.GetFileName(f).Length == 64).Select(f => ReadFacts(Path.GetFileName(Path.GetDirectoryName(f))!, Path.GetFileName(f)))
            .OrderBy(f => f.Source, StringComparer.Ordinal).ThenByDescending(f => f.LoadedAt).ThenBy(f => f.SnapshotId, StringComparer.Ordinal)];

    /// <summary>The one kept snapshot whose id begins so. Null for none.</summary>
    /// <exception cref="ListUsageException">Several begin so.</exception>
    public ListSnapshotFacts? Find(string idPrefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(idPrefix);
        var found = Kept().Where(f => f.SnapshotId.StartsWith(idPrefix, StringComparison.OrdinalIgnoreCase)).DistinctBy(f => (f.Source, f.SnapshotId)).ToList();
        return found.Count <= 1 ? found.FirstOrDefault() : throw new ListUsageException("Several snapshots begin with that id: give more of it.");
    }

    /// <summary>When which snapshot of a source came into force, the first one first; empty when none ever did.</summary>
    public IReadOnlyList<ListTurn> History(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var path = Path.Combine(_directory, source, CurrentFile);
        if (!File.Exists(path))
            return [];
        var turns = new List<ListTurn>();
        foreach (var line in File.ReadAllLines(path).Where(l => l.Length > 0))
        {
            var cells = line.Split(' ');
            if (cells[^1].Length != 64)
                throw new InvalidDataException($"The snapshot of {source} in force is missing.");
            // Before there was a history the file held the id alone.
            turns.Add(cells.Length == 1 || !DateTimeOffset.TryParseExact(cells[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? new ListTurn(ReadFacts(source, cells[^1]).LoadedAt, cells[^1]) : new ListTurn(at, cells[1]));
        }
        return turns;
    }

    /// <summary>
    /// The lists that were in force at the end of a day (UTC). A source that was loaded for the first time only later gives its newest snapshot whose own date
    /// is not after that day, if there is one: an archive loaded today answers for the past by the dates of its lists.
    /// </summary>
    public ListSnapshotSet OpenAsOf(DateOnly day)
    {
        var end = new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var kept = Kept().ToLookup(f => f.Source, StringComparer.Ordinal);
        var then = new List<ListSnapshotFacts>();
        foreach (var loader in ListLoaders.All)
        {
            var inForce = History(loader.Source).LastOrDefault(t => t.At < end);
            var facts = inForce is not null ? ReadFacts(loader.Source, inForce.SnapshotId)
                : kept[loader.Source].Where(f => f.ListDate <= day).OrderByDescending(f => f.ListDate).ThenByDescending(f => f.LoadedAt).FirstOrDefault();
            if (facts is not null)
                then.Add(facts);
        }
        return new ListSnapshotSet(then.Select(Open));
    }

    /// <summary>Opens the snapshots in force with their entries, in order of source. A snapshot that was altered on disk is an <see cref="InvalidDataException"/>.</summary>
    public ListSnapshotSet Open() => Open([]);

    /// <summary>The same; what was read just now and is in force is not read again.</summary>
    public ListSnapshotSet Open(IReadOnlyList<ReadList> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        return new(SourcesInForce().Select(facts =>
            lists.FirstOrDefault(l => l.Source == facts.Source && l.Snapshot?.Facts.SnapshotId == facts.SnapshotId)?.Snapshot is { } read ? read with { Facts = facts } : Open(facts)));
    }

    /// <summary>One kept snapshot with its entries. One that was altered on disk is an <see cref="InvalidDataException"/>.</summary>
    public ListSnapshot Open(ListSnapshotFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var bytes = File.ReadAllBytes(Path.Combine(_directory, facts.Source, facts.SnapshotId, EntriesFile));
        if (!string.Equals(Hash(bytes), facts.SnapshotId, StringComparison.Ordinal))
            throw new InvalidDataException($"The snapshot of {facts.Source} in force was altered after it was written.");
        return new ListSnapshot(facts, Entries(facts, bytes));
    }

    private static List<ListedParty> Entries(ListSnapshotFacts facts, byte[] bytes)
    {
        var parties = new List<ListedParty>(facts.Entries);
        for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)'\n');
            parties.Add((JsonSerializer.Deserialize(rest[..end], ListPartyJson.Default.ListedParty)
                ?? throw new InvalidDataException($"The snapshot of {facts.Source} holds an empty entry.")) with { Version = ListEntry.VersionOf(rest[..end]) });
            rest = rest[(end + 1)..];
        }
        return parties;
    }

    private static ReadList Read(IListLoader loader, SortedDictionary<string, string> paths)
    {
        foreach (var role in loader.RequiredRoles)
            if (!paths.ContainsKey(role))
                return Refused($"the file {role} is missing", []);
        if (!ListFiles.TryRead(paths, out var files, out var trouble))
            return Refused(trouble, []);
        var parsed = ListFiles.Parse(loader, files);
        if (parsed.Refusal is not null)
            return Refused(parsed.Refusal, parsed.Notes);
        var bytes = Serialise(parsed.Parties);
        var facts = Describe(loader.Source, Hash(bytes), parsed, files.Values);
        return new ReadList { Source = loader.Source, Notes = parsed.Notes, Bytes = bytes, Snapshot = new ListSnapshot(facts, Entries(facts, bytes)) };

        ReadList Refused(string why, IReadOnlyList<string> notes) => new() { Source = loader.Source, Refusal = why, Notes = notes };
    }

    private ListLoadResult Load(ReadList list, bool allowShrink)
    {
        var before = Current(list.Source);
        if (list.Refusal is not null)
            return Refuse(list.Source, before, list.Refusal, list.Notes);
        var facts = list.Snapshot!.Facts with { LoadedAt = _clock.GetUtcNow() };
        if (before is not null && string.Equals(before.SnapshotId, facts.SnapshotId, StringComparison.Ordinal))
        {
            Confirm(list.Source);
            return new ListLoadResult(list.Source, ListLoadOutcome.Unchanged, null, before, list.Notes);
        }
        if (_expectations.WhyTooSmall(facts) is { } small)
            return Refuse(list.Source, before, small, list.Notes);
        if (before is not null && !allowShrink && _expectations.WhyShrunk(before, facts) is { } shrunk)
            return Refuse(list.Source, before, shrunk, list.Notes);
        Write(facts, list.Bytes);
        return new ListLoadResult(list.Source, ListLoadOutcome.Loaded, null, facts, list.Notes);
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
        // Entries seen before come into force again by a line in the history; what is told of the snapshot stays as it was.
        var history = History(facts.Source).Append(new ListTurn(_clock.GetUtcNow(), facts.SnapshotId));
        Replace(Path.Combine(folder, CurrentFile), Encoding.ASCII.GetBytes(string.Concat(history.Select(t => t.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) + " " + t.SnapshotId + "\n"))));
        Confirm(facts.Source);
    }

    private void Confirm(string source)
    {
        // Once a day is enough to tell an age in days, and the same night asked again writes nothing.
        var now = _clock.GetUtcNow();
        var path = Path.Combine(_directory, source, CheckedFile);
        if (!TryReadMoment(path, out var before) || before.UtcDateTime.Date != now.UtcDateTime.Date)
            Replace(path, Encoding.ASCII.GetBytes(now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
        if (File.Exists(Path.Combine(_directory, source, RefusalFile)))
            File.Delete(Path.Combine(_directory, source, RefusalFile));
    }

    private DateTimeOffset CheckedAt(ListSnapshotFacts facts) =>
        TryReadMoment(Path.Combine(_directory, facts.Source, CheckedFile), out var at) ? at : facts.LoadedAt;

    private static bool TryReadMoment(string path, out DateTimeOffset at)
    {
        at = default;
        return File.Exists(path) && DateTimeOffset.TryParseExact(File.ReadAllText(path), "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);
    }

    private IEnumerable<ListSnapshotFacts> SourcesInForce() =>
        ListLoaders.All.Select(l => Current(l.Source)).OfType<ListSnapshotFacts>().OrderBy(f => f.Source, StringComparer.Ordinal);

    private ListSnapshotFacts? Current(string source)
    {
        var history = History(source);
        return history.Count == 0 ? null : ReadFacts(source, history[^1].SnapshotId);
    }

    private ListSnapshotFacts ReadFacts(string source, string id)
    {
        var facts = Path.Combine(_directory, source, id, FactsFile);
        if (!File.Exists(facts))
            throw new InvalidDataException($"The snapshot of {source} in force is missing.");
        var json = File.ReadAllBytes(facts);
        var form = json.AsSpan().IndexOf("\"snapshotId\":"u8) >= 0 ? EarlierFactsJson.Default.ListSnapshotFacts : ListFactsJson.Default.ListSnapshotFacts;
        return JsonSerializer.Deserialize(json, form)
            ?? throw new InvalidDataException($"The snapshot of {source} in force has no description.");
    }

    private ListRefusal? ReadRefusal(string source)
    {
        var path = Path.Combine(_directory, source, RefusalFile);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ListFactsJson.Default.ListRefusal) : null;
    }

    private static ListSnapshotFacts Describe(string source, string id, ParsedList parsed, IEnumerable<ListFile> files) => new()
    {
        Source = source,
        SnapshotId = id,
        // Told when it is loaded.
        LoadedAt = default,
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
            ListEntry.Write(writer, party);
            buffer.WriteByte((byte)'\n');
        }
        return buffer.ToArray();
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
