// Reads exports into the lake: every row ends up accepted, or rejected with a reason and quarantined.
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;
using RejectedRow = Paysieve.Pipeline.Formats.RejectedRecord;

namespace Paysieve.Pipeline.Runs;

/// <summary>The verb <c>ingest</c>, and the first step of a night.</summary>
public static class IngestRun
{
    /// <summary>Rejected rows of one file that go to the store singly; all of them go to the quarantine file.</summary>
    internal const int MostRejectedStored = 100_000;

    /// <summary>Files are read side by side, so that one waits for the disk while another computes. Large ones go alone: they keep all processors busy by themselves.</summary>
    private static readonly int FilesAtOnce = Math.Clamp(Environment.ProcessorCount + 1, 2, 6);
    private const long BytesAtOnce = 32L << 20;

    /// <summary>Files that are being read, or wait behind one that is: a large file among small ones does not stop those behind it.</summary>
    private const int FilesUnderway = 12;

    /// <summary>Threads that wait for the disk to have what was read, and do nothing else: one that waited itself would not read the next file.</summary>
    private const int WaitsAtOnce = 4;

    /// <summary>Files that one transaction of the store records at most.</summary>
    private const int RecordedAtOnce = 32;

    /// <summary>A file with more rejected rows than this does not wait for others: its rows are in memory until then.</summary>
    private const int RejectedKept = 1_000;

    /// <exception cref="RefusedException">No usable path, or nothing to read in them.</exception>
    public static async Task<IngestOutcome> ExecuteAsync(Workspace workspace, IReadOnlyList<string> paths, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(paths);
        var memory = new ReadMemory();
        try
        {
            return await ExecuteAsync(workspace, paths, memory, cancel).ConfigureAwait(false);
        }
        finally
        {
            Forget(workspace, memory);
        }
    }

    /// <summary>Gives back what was kept for files to come.</summary>
    internal static void Forget(Workspace workspace, ReadMemory memory)
    {
        memory.Forget();
        workspace.LakeWriter.Rest();
    }

    /// <summary>One of several readings, each of which knows what those before it came to know. After the last one comes <see cref="Forget"/>.</summary>
    internal static Task<IngestOutcome> ExecuteAsync(Workspace workspace, IReadOnlyList<string> paths, ReadMemory memory, CancellationToken cancel) =>
        ReadAsync(workspace, Resolve(workspace, paths, cancel), memory, cancel);

    internal static SourceListing Resolve(Workspace workspace, IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var listing = new FileSource(Limits(workspace.Settings.Ingest).Unpack, [.. ExportFormats.Extensions]).Resolve(paths, cancel);
        if (listing.Files.Count == 0)
        {
            var why = listing.Problems.Count == 0 ? "no file given" : string.Join("; ", listing.Problems);
            throw new RefusedException(ExitCode.NoInput, "no usable input: " + why);
        }
        return listing;
    }

    private static async Task<IngestOutcome> ReadAsync(Workspace workspace, SourceListing listing, ReadMemory memory, CancellationToken cancel)
    {
        var outcomes = new List<FileOutcome>();
        foreach (var problem in listing.Problems)
        {
            outcomes.Add(new FileOutcome("", Path.GetFileName(problem.Path), "unread", "rejected", 0, 0, 0, problem.ToString(), []));
        }
        var shelf = ProfileDesk.Shelf(workspace);
        // Opened before anybody asks for it side by side.
        _ = workspace.LakeWriter;
        // Elections first: the registers among the others are joined with them.
        var elections = new ElectionTable();
        var formats = new ExportFormats(shelf, elections, memory);
        var told = await ElectionReading.ReadAsync(workspace, listing.Files, shelf, formats, elections, cancel).ConfigureAwait(false);
        var files = listing.Files.Where(file => !told.ContainsKey(file.FileId)).ToArray();
        var underway = new Queue<Task<FileReading>>();
        var concluded = new Queue<FileOutcome>();
        var records = new List<FileRecord>();
        using var crew = new ReadingCrew(Math.Min(FilesAtOnce, files.Length));
        using var waiting = new ReadingCrew(Math.Min(WaitsAtOnce, files.Length));
        try
        {
            var next = 0;
            long bytes = 0;
            foreach (var file in listing.Files)
            {
                if (told.TryGetValue(file.FileId, out var read))
                {
                    outcomes.Add(read);
                    continue;
                }
                if (concluded.Count == 0)
                {
                    while (next < files.Length && underway.Count < FilesUnderway && (underway.Count == 0 || bytes + files[next].ByteSize <= BytesAtOnce))
                    {
                        var starting = files[next++];
                        bytes += starting.ByteSize;
                        underway.Enqueue(ReadToEndAsync(crew, waiting, () => FileReading.Of(workspace, formats, starting, cancel), cancel));
                    }
                    // While the next file is still being read there is time to record those before it.
                    if (!underway.Peek().IsCompleted || records.Count >= RecordedAtOnce || records.Exists(record => record.File.RowsRejected > RejectedKept)) await RecordAsync(workspace, records, cancel).ConfigureAwait(false);
                    concluded = await ConcludeAsync(workspace, formats, underway, records, cancel).ConfigureAwait(false);
                    bytes = files[(next - underway.Count)..next].Sum(each => each.ByteSize);
                }
                outcomes.Add(concluded.Dequeue());
            }
        }
        finally
        {
            await DropAsync(underway).ConfigureAwait(false);
            // What is in the lake is recorded, even when a later file's trouble ends the command.
            await RecordAsync(workspace, records, CancellationToken.None).ConfigureAwait(false);
        }
        return new IngestOutcome(outcomes) { PassedOver = listing.PassedOver };
    }

    /// <summary>The file once it was read and what was read is safe on the disk.</summary>
    private static async Task<FileReading> ReadToEndAsync(ReadingCrew crew, ReadingCrew waiting, Func<FileReading> read, CancellationToken cancel)
    {
        var reading = await crew.StartAsync(read, cancel).ConfigureAwait(false);
        try
        {
            await waiting.StartAsync(reading.Seal, cancel).ConfigureAwait(false);
            return reading;
        }
        catch
        {
            reading.Dispose();
            throw;
        }
    }

    /// <summary>What was read ahead when one file's trouble ended the command leaves no trace; trouble of its own is void with it.</summary>
    private static async Task DropAsync(Queue<Task<FileReading>> underway)
    {
        foreach (var task in underway)
        {
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompletedSuccessfully) (await task.ConfigureAwait(false)).Dispose();
        }
    }

    /// <summary>
    /// Takes the next file when it was read to its end, and with it those behind it that were, too: the disk is then waited for once for all of them.
    /// They go into lake and store in the order of the listing.
    /// </summary>
    private static async Task<Queue<FileOutcome>> ConcludeAsync(
        Workspace workspace, ExportFormats formats, Queue<Task<FileReading>> underway, List<FileRecord> records, CancellationToken cancel)
    {
        var group = new List<FileReading>();
        var ends = new List<FileEnd>();
        try
        {
            do group.Add(await underway.Dequeue().ConfigureAwait(false));
            while (underway.TryPeek(out var behind) && behind.IsCompletedSuccessfully);
            foreach (var reading in group) ends.Add(await EndAsync(workspace, formats, reading, cancel).ConfigureAwait(false));
        }
        finally
        {
            // What came before one file's trouble is kept.
            try
            {
                LakeFileWriter.CommitAll([.. ends.Where(end => end.Commit is not null).Select(end => (end.Reading.Sink!.Writer, end.Commit!))]);
            }
            finally
            {
                foreach (var end in ends.TakeWhile(end => end.Commit is null || end.Reading.Sink!.Writer.Committed is not null)) Record(workspace, end, records);
                foreach (var reading in group) reading.Dispose();
            }
        }
        return new Queue<FileOutcome>(ends.Select(end => end.Outcome));
    }

    /// <summary>What becomes of a file that was read to its end. Quarantine first, then the lake's commit, then the record of both: a kill in between is mended by reading the file again.</summary>
    private static async Task<FileEnd> EndAsync(Workspace workspace, ExportFormats formats, FileReading reading, CancellationToken cancel)
    {
        var file = reading.File;
        if (reading.Known is { } entry && await workspace.Store.SourceFiles.FindAsync(file.FileId, cancel).ConfigureAwait(false) is not null)
        {
            return new FileEnd(reading, new FileOutcome(
                file.FileId, file.Name, entry.Kind == LakeFileKind.Legs ? "legs" : "payouts", "already-known", entry.RowsRead, entry.RowsAccepted, entry.RowsRejected, null, []));
        }
        // In the lake, but not in the store: a kill came between. Reading again mends it.
        if (reading.Known is not null) reading.Read(workspace, formats, cancel);

        var result = reading.Result!;
        var warnings = Words(result.Warnings);
        if (result.FileRejection is { } rejection)
        {
            reading.Sink!.Abort();
            return new FileEnd(reading, new FileOutcome(file.FileId, file.Name, result.FormatId, "rejected", 0, 0, 0, $"{rejection.Code.Word()}: {rejection.Detail}", warnings));
        }
        reading.Quarantine!.Complete();
        return new FileEnd(reading, new FileOutcome(
            file.FileId, file.Name, FormatOf(result), "accepted", result.RowsRead, result.RowsAccepted, result.RowsRejected, null, warnings))
        {
            Commit = new LakeCommit(result.RowsRead, result.RowsRejected) { Warnings = warnings },
        };
    }

    private static void Record(Workspace workspace, FileEnd end, List<FileRecord> records)
    {
        var (file, result) = (end.Reading.File, end.Reading.Result);
        if (result is null)
        {
            RunLog.FileKnown(workspace.Log, file.Name, file.FileId[..12]);
        }
        else if (result.FileRejection is { } rejection)
        {
            records.Add(RecordOf(file, result, [rejection]));
            RunLog.FileRefused(workspace.Log, file.Name, file.FileId[..12], rejection.Code.Word());
        }
        else
        {
            records.Add(RecordOf(file, result, end.Reading.Sink!.Rejected) with { QuarantineSha256 = end.Reading.Quarantine!.Sha256 });
            RunLog.FileRead(workspace.Log, file.Name, file.FileId[..12], result.RowsRead, result.RowsAccepted, result.RowsRejected);
        }
    }

    /// <param name="Reading">The file.</param>
    /// <param name="Outcome">What the caller is told.</param>
    private sealed record FileEnd(FileReading Reading, FileOutcome Outcome)
    {
        /// <summary>For the lake; null where nothing goes there.</summary>
        public LakeCommit? Commit { get; init; }
    }

    internal static ReadLimits Limits(IngestSettings settings) => new()
    {
        MaxFileBytes = (long)settings.MaxFileMebibytes << 20,
        Unpack = new UnpackLimits { MaxExpandedBytes = (long)settings.MaxExpandedMebibytes << 20, MaxRatio = settings.MaxExpansionRatio, MaxEntries = settings.MaxZipMembers },
    };

    internal static string[] Words(IEnumerable<ReadWarning> warnings) =>
        [.. warnings.Select(warning => warning.Subject.Length == 0 ? warning.Code.ToString() : $"{warning.Code} {warning.Subject}")];

    /// <summary>What <c>source_file.format</c> says: payouts or legs, or the profile through which the file was read.</summary>
    private static string FormatOf(ReadResult result) =>
        result.Profile ?? (result.Kind == ExportKind.Legs ? "legs" : "payouts");

    private static async Task RecordAsync(Workspace workspace, List<FileRecord> records, CancellationToken cancel)
    {
        if (records.Count > 0) await workspace.Store.SourceFiles.RecordAsync(records, cancel).ConfigureAwait(false);
        records.Clear();
    }

    internal static FileRecord RecordOf(SourceFile file, ReadResult result, IReadOnlyList<RejectedRow> rejected) => new(
        new SourceFileRecord
        {
            FileId = file.FileId,
            Source = "files",
            Name = file.Name,
            Format = FormatOf(result),
            ByteSize = file.ByteSize,
            RowsRead = result.RowsRead,
            RowsAccepted = result.RowsAccepted,
            RowsRejected = result.RowsRejected,
            RefusedCode = result.FileRejection?.Code.Word(),
        },
        rejected.Select(row => new Store.RejectedRecord(row.LineNo, row.Column.Length == 0 ? null : row.Column, row.Code.Word(), row.Detail)));

    private sealed class Progress(Workspace workspace) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => workspace.Report("read", value.BytesRead, value.TotalBytes);
    }

    /// <summary>One file, read to its end and waiting for its turn: in quarantine and lake only as a file aside. Disposed without a commit it leaves nothing.</summary>
    private sealed class FileReading(SourceFile file, LakeEntry? known) : IDisposable
    {
        public SourceFile File { get; } = file;

        /// <summary>The lake's entry when the file was there already: then it was not read.</summary>
        public LakeEntry? Known { get; } = known;
        public QuarantineFile? Quarantine { get; private set; }
        public LakeSink? Sink { get; private set; }
        public ReadResult? Result { get; private set; }

        public static FileReading Of(Workspace workspace, ExportFormats formats, SourceFile file, CancellationToken cancel)
        {
            var reading = new FileReading(file, workspace.LakeWriter.Find(file.FileId));
            try
            {
                if (reading.Known is null) reading.Read(workspace, formats, cancel);
                return reading;
            }
            catch
            {
                reading.Dispose();
                throw;
            }
        }

        public void Read(Workspace workspace, ExportFormats formats, CancellationToken cancel)
        {
            var reader = formats.ReaderFor(File);
            Quarantine = new QuarantineFile(workspace.QuarantineFolder, File);
            Sink = new LakeSink(workspace, File, Quarantine, MostRejectedStored);
            Result = reader.Read(File, Sink, Limits(workspace.Settings.Ingest), new Progress(workspace), cancel);
            if (Result.FileRejection is null) Sink.Finish();
        }

        /// <summary>Waits for the disk.</summary>
        public FileReading Seal()
        {
            if (Result is { FileRejection: null }) Sink!.Seal();
            return this;
        }

        public void Dispose()
        {
            Sink?.Dispose();
            Quarantine?.Dispose();
        }
    }
}

/// <summary>Takes what a reader gives into the lake's writer, which works in the background, and what it turns away into quarantine.</summary>
internal sealed class LakeSink(Workspace workspace, SourceFile file, QuarantineFile quarantine, int mostRejected) : IExportSink, IDisposable
{
    private readonly List<RejectedRow> _rejected = [];
    private LakeFileWriter? _writer;

    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    public void Begin(ExportLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        quarantine.Begin(layout);
        _writer = workspace.LakeWriter.Begin(file, layout.Kind == ExportKind.Legs ? LakeFileKind.Legs : LakeFileKind.Transfers);
    }

    public void Accept(Transfer transfer) => _writer!.Append(transfer);

    public void Accept(PaymentLeg leg) => _writer!.Append(leg);

    public void Reject(RejectedRow record, ReadOnlySpan<byte> rawRow)
    {
        if (_rejected.Count < mostRejected) _rejected.Add(record);
        quarantine.Add(record, rawRow);
    }

    /// <summary>Nothing more comes: all rows are written beside the lake.</summary>
    public void Finish() => _writer?.Finish();

    /// <summary>They are safe on the disk when this returns.</summary>
    public void Seal() => _writer?.Seal();

    /// <summary>The file on its way; only after <see cref="Begin"/>.</summary>
    public LakeFileWriter Writer => _writer!;

    /// <summary>Leaves nothing in the lake.</summary>
    public void Abort() => Dispose();

    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
    }
}
