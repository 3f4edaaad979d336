// Reads exports into the lake: every row ends up accepted, or rejected with a reason and quarantined.
using System.Threading.Channels;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;
using RejectedRow = Paysieve.Pipeline.Formats.RejectedRecord;

namespace Paysieve.Pipeline.Runs;

/// <summary>The verb <c>ingest</c>, and the first step of a night.</summary>
public static class IngestRun
{
    /// <summary>The readers, by file name ending. One so far; bank file formats arrive beside it, and what no ending claims is tried as CSV.</summary>
    private static readonly IReadOnlyList<IExportReader> Readers = [new CanonicalCsvReader()];

    /// <summary>Rejected rows of one file that go to the store singly; all of them go to the quarantine file.</summary>
    private const int MostRejectedStored = 100_000;

    /// <exception cref="RefusedException">No usable path, or nothing to read in them.</exception>
    public static async Task<IngestOutcome> ExecuteAsync(Workspace workspace, IReadOnlyList<string> paths, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(paths);
        return await ReadAsync(workspace, Resolve(paths, cancel), cancel).ConfigureAwait(false);
    }

    internal static SourceListing Resolve(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var listing = new FileSource([.. Readers.SelectMany(reader => reader.Extensions)]).Resolve(paths, cancel);
        if (listing.Files.Count == 0)
        {
            var why = listing.Problems.Count == 0 ? "no file given" : string.Join("; ", listing.Problems);
            throw new RefusedException(ExitCode.NoInput, "no usable input: " + why);
        }
        return listing;
    }

    internal static async Task<IngestOutcome> ReadAsync(Workspace workspace, SourceListing listing, CancellationToken cancel)
    {
        var outcomes = new List<FileOutcome>();
        foreach (var problem in listing.Problems)
        {
            outcomes.Add(new FileOutcome("", Path.GetFileName(problem.Path), "unread", "rejected", 0, 0, 0, problem.ToString(), []));
        }
        foreach (var file in listing.Files)
        {
            outcomes.Add(await ReadFileAsync(workspace, file, cancel).ConfigureAwait(false));
        }
        return new IngestOutcome(outcomes);
    }

    private static async Task<FileOutcome> ReadFileAsync(Workspace workspace, SourceFile file, CancellationToken cancel)
    {
        if (workspace.LakeWriter.Find(file.FileId) is { } entry
            && await workspace.Store.SourceFiles.FindAsync(file.FileId, cancel).ConfigureAwait(false) is not null)
        {
            RunLog.FileKnown(workspace.Log, file.Name, file.FileId[..12]);
            return new FileOutcome(
                file.FileId, file.Name, entry.Kind == LakeFileKind.Legs ? "legs" : "payouts", "already-known", entry.RowsRead, entry.RowsAccepted, entry.RowsRejected, null, []);
        }

        var reader = Readers.FirstOrDefault(reader => reader.Extensions.Any(ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) ?? Readers[0];
        using var quarantine = new QuarantineFile(workspace.QuarantineFolder, file);
        using var sink = new LakeSink(workspace, file, quarantine, MostRejectedStored);
        var progress = new Progress(workspace);
        var limits = new ReadLimits { MaxFileBytes = (long)workspace.Settings.Ingest.MaxFileMebibytes << 20 };
        var result = reader.Read(file, sink, limits, progress, cancel);
        var warnings = result.Warnings.Select(warning => warning.Subject.Length == 0 ? warning.Code.ToString() : $"{warning.Code} {warning.Subject}").ToArray();
        if (result.FileRejection is { } rejection)
        {
            sink.Abort();
            await RecordAsync(workspace, file, result, [rejection], cancel).ConfigureAwait(false);
            RunLog.FileRefused(workspace.Log, file.Name, file.FileId[..12], rejection.Code.Word());
            return new FileOutcome(file.FileId, file.Name, result.FormatId, "rejected", 0, 0, 0, $"{rejection.Code.Word()}: {rejection.Detail}", warnings);
        }

        // Quarantine first, then the lake's commit, then the record of both: a kill in between is mended by reading the file again.
        quarantine.Complete();
        sink.Commit(new LakeCommit(result.RowsRead, result.RowsRejected) { Warnings = warnings });
        await RecordAsync(workspace, file, result, sink.Rejected, cancel).ConfigureAwait(false);
        RunLog.FileRead(workspace.Log, file.Name, file.FileId[..12], result.RowsRead, result.RowsAccepted, result.RowsRejected);
        return new FileOutcome(
            file.FileId, file.Name, result.FormatId, "accepted", result.RowsRead, result.RowsAccepted, result.RowsRejected, null, warnings);
    }

    private static Task<bool> RecordAsync(Workspace workspace, SourceFile file, ReadResult result, IReadOnlyList<RejectedRow> rejected, CancellationToken cancel) =>
        workspace.Store.SourceFiles.RecordAsync(
            new SourceFileRecord
            {
                FileId = file.FileId,
                Source = "files",
                Name = file.Name,
                Format = result.Kind == ExportKind.Legs ? "legs" : "payouts",
                ByteSize = file.ByteSize,
                RowsRead = result.RowsRead,
                RowsAccepted = result.RowsAccepted,
                RowsRejected = result.RowsRejected,
                RefusedCode = result.FileRejection?.Code.Word(),
            },
            rejected.Select(row => new Store.RejectedRecord(row.LineNo, row.Column.Length == 0 ? null : row.Column, row.Code.Word(), row.Detail)),
            cancel);

    private sealed class Progress(Workspace workspace) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => workspace.Report("read", value.BytesRead, value.TotalBytes);
    }
}

/// <summary>
/// Takes what a reader gives into the lake on a second thread, in batches, so that parsing and hashing overlap. Memory is bounded by a
/// few batches.
/// </summary>
internal sealed class LakeSink : IExportSink, IDisposable
{
    private const int BatchRows = 1024;
    private const int BatchesUnderway = 8;

    private readonly Workspace _workspace;
    private readonly SourceFile _file;
    private readonly QuarantineFile _quarantine;
    private readonly int _mostRejected;
    private readonly List<RejectedRow> _rejected = [];
    private readonly Channel<object[]> _batches = System.Threading.Channels.Channel.CreateBounded<object[]>(new BoundedChannelOptions(BatchesUnderway) { SingleReader = true, SingleWriter = true });
    private List<object> _batch = new(BatchRows);
    private LakeFileWriter? _writer;
    private Task _writing = Task.CompletedTask;

    public LakeSink(Workspace workspace, SourceFile file, QuarantineFile quarantine, int mostRejected)
    {
        _workspace = workspace;
        _file = file;
        _quarantine = quarantine;
        _mostRejected = mostRejected;
    }

    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    public void Begin(ExportLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _quarantine.Begin(layout);
        var writer = _workspace.LakeWriter.Begin(_file, layout.Kind == ExportKind.Legs ? LakeFileKind.Legs : LakeFileKind.Transfers);
        _writer = writer;
        _writing = Task.Run(() => WriteAsync(writer));
    }

    public void Accept(Transfer transfer) => Add(transfer);

    public void Accept(PaymentLeg leg) => Add(leg);

    public void Reject(RejectedRow record, ReadOnlySpan<byte> rawRow)
    {
        if (_rejected.Count < _mostRejected) _rejected.Add(record);
        _quarantine.Add(record, rawRow);
    }

    public void Commit(LakeCommit counts)
    {
        if (_writer is null) return;
        Hand();
        _batches.Writer.Complete();
        _writing.GetAwaiter().GetResult();
        _writer.Commit(counts);
    }

    /// <summary>Leaves nothing in the lake.</summary>
    public void Abort() => Dispose();

    public void Dispose()
    {
        _batches.Writer.TryComplete();
        // The writer's files must not be taken away under its hands; what it may throw now belongs to work that is thrown away.
        ((IAsyncResult)_writing).AsyncWaitHandle.WaitOne();
        _writer?.Dispose();
        _writer = null;
    }

    private void Add(object record)
    {
        _batch.Add(record);
        if (_batch.Count >= BatchRows) Hand();
    }

    private void Hand()
    {
        if (_batch.Count == 0) return;
        var full = _batch.ToArray();
        _batch = new List<object>(BatchRows);
        while (!_batches.Writer.TryWrite(full))
        {
            // A writer that failed never makes room: let its exception through.
            if (_writing.IsFaulted) _writing.GetAwaiter().GetResult();
            _batches.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private async Task WriteAsync(LakeFileWriter writer)
    {
        try
        {
            await foreach (var batch in _batches.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                foreach (var record in batch)
                {
                    if (record is Transfer transfer) writer.Append(transfer);
                    else writer.Append((PaymentLeg)record);
                }
            }
        }
        catch (Exception failure)
        {
            _batches.Writer.TryComplete(failure);
            throw;
        }
    }
}
