// One source file on its way into the lake: rows are keyed and taken apart into columns in blocks beside the reader, kept by month (of a small file together), written in row groups,
// and moved into place when the file is complete.
using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ParquetSharp;
using ParquetSharp.IO;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Lake;

/// <summary>
/// Append, then <see cref="Commit"/>; disposing without commit leaves no trace. Memory is bounded by the rows held back
/// (<see cref="MostRowsHeld"/>), not by the file. Not for several threads.
/// </summary>
public sealed class LakeFileWriter : IDisposable
{
    /// <summary>Pay dates of one file in more months than this are no payroll.</summary>
    public const int MostMonths = 400;

    internal const int RowsPerGroup = 65_536;
    internal const int MostRowsHeld = RowsPerGroup;
    private const int BlockRows = 2_048;
    private const int BufferBytes = 1 << 16;
    private const int LeastRowBytes = 64;

    /// <summary>A file smaller than this is kept whole: opening a file costs more than its few rows, and a year of a small payroll would be twelve of them.</summary>
    internal const long BytesKeptWhole = 16 << 20;

    /// <summary>Blocks handed over and not yet encoded: enough to keep the processors busy, few enough to fit in memory.</summary>
    private const int MostBlocksUnderway = 4;

    /// <summary>Months that are brought to their end together: while the disk makes one safe, others are encoded.</summary>
    private static readonly int EndedAtOnce = Environment.ProcessorCount + 1;
    private const int MostPartiesRemembered = 2_000_000;

    private readonly LakeLayout _layout;
    private readonly ManifestNames _names;
    private readonly StagingFolder _staging;
    private readonly string _staged;
    private readonly SourceFile _file;
    private readonly LakeFileKind _kind;
    private readonly int _blockRows;
    private readonly int _bufferBytes;
    private readonly LakeWorkbench _bench;
    private readonly Queue<Task> _underway = new();
    private readonly ParquetScratch _scratch;
    private readonly SortedDictionary<int, Partition<TransferRow>> _months = [];
    private readonly Partition<PartyRow> _parties;
    private readonly Partition<LegRow> _legs;
    private readonly HashSet<(ulong Party, ulong Payee)> _partiesSeen = [];
    private Transfer[] _transferBlock = [];
    private PaymentLeg[] _legBlock = [];
    private int _inBlock;
    private Task _work = Task.CompletedTask;
    private int _held;
    private long _rows;
    private DateOnly? _first;
    private DateOnly? _last;
    private List<LakePart>? _finished;
    private LakePart? _finishedParties;
    private bool _ended;

    internal LakeFileWriter(LakeSettings settings, LakeLayout layout, ManifestNames names, LakeWorkbench bench, StagingFolder staging, SourceFile file, LakeFileKind kind)
    {
        _layout = layout;
        _names = names;
        _bench = bench;
        _scratch = bench.TakeScratch();
        _staging = staging;
        _staged = staging.Enter();
        _file = file;
        _kind = kind;
        _blockRows = (int)Math.Clamp(file.ByteSize / LeastRowBytes, 16, BlockRows);
        _bufferBytes = (int)Math.Clamp(file.ByteSize / 2, 1 << 12, BufferBytes);
        _parties = new Partition<PartyRow>(LakeSchema.Parties, _staged + "parties.parquet", _bufferBytes, settings.PartyEncryptionKey);
        _legs = new Partition<LegRow>(LakeSchema.Legs, _staged + "legs.parquet", _bufferBytes, null);
    }

    /// <exception cref="InvalidDataException">Pay dates in more than <see cref="MostMonths"/> months.</exception>
    /// <exception cref="InvalidOperationException">The file was begun as legs, or has ended.</exception>
    public void Append(Transfer transfer)
    {
        ArgumentNullException.ThrowIfNull(transfer);
        ExpectOpen(LakeFileKind.Transfers);
        if (_transferBlock.Length == 0) _transferBlock = new Transfer[_blockRows];
        _transferBlock[_inBlock++] = transfer;
        Count(transfer.PayDate);
        if (_inBlock == _blockRows) StartBlock();
    }

    /// <exception cref="InvalidOperationException">The file was begun as transfers, or has ended.</exception>
    public void Append(PaymentLeg leg)
    {
        ArgumentNullException.ThrowIfNull(leg);
        ExpectOpen(LakeFileKind.Legs);
        if (_legBlock.Length == 0) _legBlock = new PaymentLeg[_blockRows];
        _legBlock[_inBlock++] = leg;
        Count(DateOnly.FromDateTime(leg.ExecutedAt));
        if (_inBlock == _blockRows) StartBlock();
    }

    /// <summary>
    /// Ends the rows: what is left is encoded and written; of a small file it is not waited for. <see cref="Seal"/> and <see cref="Commit"/> do it when it was not done; doing it
    /// before lets files be prepared side by side and committed in order.
    /// </summary>
    public void Finish()
    {
        Expect(_kind);
        if (_finished is not null) return;
        StartBlock(isLast: true);
        _work.GetAwaiter().GetResult();
        var (months, legs, parties) = (new LakePart[_months.Count], (LakePart?)null, (LakePart?)null);
        List<Action<ParquetScratch>> endings = [];
        foreach (var ((number, partition), m) in _months.Select((month, m) => (month, m)))
        {
            var month = number > 0 ? LakeLayout.MonthOf(new DateOnly((number - 1) / 12, ((number - 1) % 12) + 1, 1)) : OnlyMonth();
            endings.Add(scratch => months[m] = Ended(partition, scratch, LakeLayout.TransferPath(_file.FileId, month), month));
        }
        if (_legs.Rows > 0) endings.Add(scratch => legs = Ended(_legs, scratch, LakeLayout.LegPath(_file.FileId), null));
        if (_parties.Rows > 0) endings.Add(scratch => parties = Ended(_parties, scratch, LakeLayout.PartyPath(_file.FileId), null));
        if (_file.ByteSize < BytesKeptWhole) foreach (var end in endings) end(_scratch);
        else LakeReader.InParallel(endings.Count, EndedAtOnce, e => WithScratch(endings[e]));

        _finishedParties = parties;
        var parts = legs is null ? [.. months] : new List<LakePart> { legs };
        _bench.Return(_scratch);
        _finished = parts;

        LakePart Ended<TRow>(Partition<TRow> partition, ParquetScratch scratch, string path, string? month)
        {
            var part = partition.Finish(scratch, path, month);
            if (_file.ByteSize >= BytesKeptWhole) partition.Seal();
            return part;
        }
    }

    /// <summary>Waits until all rows are safe on disk, yet not in the lake. Little else is done, so that a thread may do it that does nothing but wait.</summary>
    public void Seal()
    {
        Finish();
        foreach (var month in _months.Values) month.Seal();
        _legs.Seal();
        _parties.Seal();
    }

    private void WithScratch(Action<ParquetScratch> ending)
    {
        var scratch = _bench.TakeScratch();
        ending(scratch);
        _bench.Return(scratch);
    }

    /// <summary>Puts the file into the lake, whole. The same file from another process may have been first: then nothing changes.</summary>
    /// <exception cref="ArgumentException">The counts do not fit the rows appended.</exception>
    public LakeCommitted Commit(LakeCommit counts)
    {
        CommitAll([(this, counts)]);
        return Committed!;
    }

    /// <summary>What became of the file; null before it is in the lake.</summary>
    public LakeCommitted? Committed { get; private set; }

    /// <summary>
    /// Puts files of one writer into the lake in this order, each whole; the disk is waited for once for all of them. Where one fails, those before it are in
    /// the lake, as <see cref="Committed"/> says.
    /// </summary>
    /// <exception cref="ArgumentException">The counts do not fit the rows appended: nothing was done.</exception>
    internal static void CommitAll(IReadOnlyList<(LakeFileWriter File, LakeCommit Counts)> files)
    {
        if (files.Count == 0) return;
        foreach (var (file, counts) in files) file.Prepare(counts);
        try
        {
            using var held = LakeLock.Take(files[0].File._layout.Lock);
            files[0].File._names.Add(
                held,
                [.. files.Select(each => each.File._file.FileId)],
                (i, sequence) => files[i].File.Publish(sequence, files[i].Counts),
                (i, committed) => files[i].File.Committed = committed);
        }
        finally
        {
            foreach (var (file, _) in files) file.End();
        }
    }

    private void Prepare(LakeCommit counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Expect(_kind);
        if (counts.RowsRead - counts.RowsRejected != _rows)
            throw new ArgumentException($"{counts.RowsRead} rows read and {counts.RowsRejected} rejected do not leave the {_rows} appended", nameof(counts));
        Seal();
    }

    private void End()
    {
        _ended = true;
        CleanUp();
    }

    /// <summary>Gives the file up; the lake is as if it had never been begun. Nothing happens after a commit.</summary>
    public void Abort() => Dispose();

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        // What went wrong in the background was told by Append or Commit, or is void with the file.
        ((IAsyncResult)_work).AsyncWaitHandle.WaitOne();
        CleanUp();
    }

    /// <summary>Moves the parts into place and says what the manifest is to say of them.</summary>
    private LakeEntry Publish(long sequence, LakeCommit counts)
    {
        foreach (var month in _months.Values) month.MoveInto(_layout);
        if (_legs.Rows > 0) _legs.MoveInto(_layout);
        if (_parties.Rows > 0) _parties.MoveInto(_layout);
        return new LakeEntry
        {
            FormatVersion = LakeSchema.FormatVersion,
            Sequence = sequence,
            FileId = _file.FileId,
            Name = _file.Name,
            ByteSize = _file.ByteSize,
            Kind = _kind,
            RowsRead = counts.RowsRead,
            RowsAccepted = _rows,
            RowsRejected = counts.RowsRejected,
            FirstDay = _first,
            LastDay = _last,
            Parts = _finished!,
            Parties = _finishedParties,
            Warnings = [.. counts.Warnings],
        };
    }

    /// <summary>The month of all rows; null when they are of several.</summary>
    private string? OnlyMonth() => (_first!.Value.Year, _first.Value.Month) == (_last!.Value.Year, _last.Value.Month) ? LakeLayout.MonthOf(_first.Value) : null;

    private void Expect(LakeFileKind kind)
    {
        if (_ended) throw new InvalidOperationException("the file was committed or aborted");
        if (kind != _kind) throw new InvalidOperationException($"the file was begun as {_kind}");
    }

    private void ExpectOpen(LakeFileKind kind)
    {
        Expect(kind);
        if (_finished is not null) throw new InvalidOperationException("the file was finished");
    }

    private void Count(DateOnly day)
    {
        _rows++;
        if (_first is null || day < _first) _first = day;
        if (_last is null || day > _last) _last = day;
    }

    /// <summary>
    /// Hands the block to the background: blocks are keyed and taken apart side by side and written one after the other, so rows keep their order.
    /// A small file's only block is not worth the way there.
    /// </summary>
    private void StartBlock(bool isLast = false)
    {
        var count = _inBlock;
        if (count == 0) return;
        _inBlock = 0;
        var isOnly = isLast && _underway.Count == 0;
        while (_underway.Count >= MostBlocksUnderway) _underway.Dequeue().GetAwaiter().GetResult();
        if (_kind == LakeFileKind.Transfers)
        {
            var block = _transferBlock;
            _transferBlock = [];
            Start(keying => Columns(keying.Rows(block.AsSpan(0, count)), keying.Scratch), Take, isOnly);
        }
        else
        {
            var block = _legBlock;
            _legBlock = [];
            Start(keying => LakeSchema.Legs.Of(keying.Rows(block.AsSpan(0, count)), keying.Scratch), columns => _legs.Add(columns, _scratch), isOnly);
        }
    }

    private void Start<TBlock>(Func<RowKeying, TBlock> key, Action<TBlock> take, bool isOnly)
    {
        if (isOnly) take(Keyed(key));
        else _underway.Enqueue(_work = FollowAsync(_work, key, take));
    }

    /// <summary>Ends after the block before it, whatever became of that: who waits for the last block has waited for all encoding.</summary>
    private async Task FollowAsync<TBlock>(Task before, Func<RowKeying, TBlock> key, Action<TBlock> take)
    {
        var keyed = Task.Run(() => Keyed(key));
        await before.ConfigureAwait(false);
        take(await keyed.ConfigureAwait(false));
    }

    private TBlock Keyed<TBlock>(Func<RowKeying, TBlock> key)
    {
        var keying = _bench.TakeKeying();
        var block = key(keying);
        _bench.Return(keying);
        return block;
    }

    /// <summary>A block's rows as columns, month by month (of a file kept whole, under month 0).</summary>
    private sealed record TransferBlock(TransferRow[] Rows, List<(int Month, ColumnBlock Columns)> Months);

    /// <summary>Months come in the order of their first rows, and rows keep their order.</summary>
    private TransferBlock Columns(TransferRow[] rows, ParquetScratch scratch)
    {
        if (_file.ByteSize < BytesKeptWhole) return new TransferBlock(rows, [(0, LakeSchema.Transfers.Of(rows, scratch))]);
        var months = new List<(int Month, int Rows)>();
        var monthOf = new int[rows.Length];
        var m = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var (year, month, _) = rows[i].Transfer.PayDate;
            m = PlaceOf((year * 12) + month, m, months);
            months[m] = (months[m].Month, months[m].Rows + 1);
            monthOf[i] = m;
        }
        if (months.Count == 1) return new TransferBlock(rows, [(months[0].Month, LakeSchema.Transfers.Of(rows, scratch))]);

        var next = new int[months.Count];
        for (m = 1; m < next.Length; m++) next[m] = next[m - 1] + months[m - 1].Rows;
        var byMonth = new TransferRow[rows.Length];
        for (var i = 0; i < rows.Length; i++) byMonth[next[monthOf[i]]++] = rows[i];
        var columns = new List<(int Month, ColumnBlock Columns)>(months.Count);
        for (m = 0; m < next.Length; m++) columns.Add((months[m].Month, LakeSchema.Transfers.Of(byMonth.AsSpan(next[m] - months[m].Rows, months[m].Rows), scratch)));
        return new TransferBlock(rows, columns);
    }

    /// <summary>Where a month stands among those met, at their end when it is new. Rows of one month often come together: it is looked for at <paramref name="guess"/> first.</summary>
    private static int PlaceOf(int month, int guess, List<(int Month, int Rows)> months)
    {
        if (guess < months.Count && months[guess].Month == month) return guess;
        for (var m = 0; m < months.Count; m++) if (months[m].Month == month) return m;
        months.Add((month, 0));
        return months.Count - 1;
    }

    private void Take(TransferBlock block)
    {
        foreach (var (month, columns) in block.Months)
        {
            if (!_months.TryGetValue(month, out var partition))
            {
                if (_months.Count == MostMonths) throw new InvalidDataException($"pay dates in more than {MostMonths} months");
                partition = new Partition<TransferRow>(LakeSchema.Transfers, string.Create(CultureInfo.InvariantCulture, $"{_staged}{month}.parquet"), _bufferBytes, null);
                _months.Add(month, partition);
            }
            _held += partition.Add(columns, _scratch);
            if (_held > MostRowsHeld) _held -= _months.Values.MaxBy(m => m.Held)!.Flush(_scratch);
        }
        var fresh = new List<PartyRow>();
        foreach (var row in block.Rows)
        {
            if (_partiesSeen.Count >= MostPartiesRemembered) _partiesSeen.Clear();
            Know(row.Keys.PayeeParty, row, isHolder: false, fresh);
            if (row.Keys.HolderParty != 0) Know(row.Keys.HolderParty, row, isHolder: true, fresh);
        }
        if (fresh.Count > 0) _parties.Add(LakeSchema.Parties.Of(CollectionsMarshal.AsSpan(fresh), _scratch), _scratch);
    }

    private void Know(ulong party, TransferRow row, bool isHolder, List<PartyRow> fresh)
    {
        if (_partiesSeen.Add((party, row.Keys.PayeeKey))) fresh.Add(PartyRow.Of(party, row.Transfer, isHolder));
    }

    /// <summary>What was not moved into place is deleted.</summary>
    private void CleanUp()
    {
        foreach (var month in _months.Values) month.Dispose();
        _legs.Dispose();
        _parties.Dispose();
        _staging.Leave();
    }

    /// <summary>One Parquet file in the making; the file is opened when its first row group is full.</summary>
    private sealed class Partition<TRow>(ParquetTable<TRow> table, string staged, int bufferBytes, byte[]? encryptionKey) : IDisposable
    {
        private readonly List<ColumnBlock> _pending = [];
        private string? _path;
        private bool _isAside;
        private LakeOutput? _file;
        private ManagedOutputStream? _output;
        private ParquetFileWriter? _writer;

        /// <summary>Rows that wait for their row group.</summary>
        internal int Held { get; private set; }

        internal int Rows { get; private set; }

        /// <summary>How many rows more (or, after a row group was written, fewer) are held.</summary>
        internal int Add(ColumnBlock block, ParquetScratch scratch)
        {
            var rows = block.Rows;
            _pending.Add(block);
            Held += rows;
            Rows += rows;
            return Held < RowsPerGroup ? rows : rows - Flush(scratch);
        }

        /// <summary>Writes the row group; returns its rows.</summary>
        internal int Flush(ParquetScratch scratch)
        {
            var rows = Held;
            if (rows == 0) return 0;
            _writer ??= Open();
            table.Write(_writer, _pending, scratch);
            _file!.Check();
            _pending.Clear();
            Held = 0;
            return rows;
        }

        internal LakePart Finish(ParquetScratch scratch, string path, string? month)
        {
            _path = path;
            Flush(scratch);
            _writer!.Close();
            var hash = _file!.Read(written => Convert.ToHexStringLower(SHA256.HashData(written)));
            // Its buffers are not for who waits; the output would take the file with it.
            _writer.Dispose();
            _writer = null;
            return new LakePart(path, month, Rows, _file.Length, hash);
        }

        /// <summary>Waits for the disk; nothing when that was done, or there is nothing to wait for.</summary>
        internal void Seal()
        {
            _file?.Seal();
            Close();
        }

        /// <summary>Through a buffer of ours: a Parquet writer by itself asks the system for every page and header.</summary>
        private ParquetFileWriter Open()
        {
            _isAside = true;
            _file = new LakeOutput(staged, bufferBytes);
            _output = new ManagedOutputStream(_file);
            return table.Create(_output, encryptionKey);
        }

        internal void MoveInto(LakeLayout layout)
        {
            var target = layout.Full(_path!);
            try
            {
                File.Move(staged, target, overwrite: true);
            }
            catch (DirectoryNotFoundException)
            {
                // The first of its month.
                LakeLayout.MakeFolder(Path.GetDirectoryName(target)!);
                File.Move(staged, target, overwrite: true);
            }
            _isAside = false;
        }

        private void Close()
        {
            _writer?.Dispose();
            _output?.Dispose();
            _file?.Dispose();
            (_writer, _output, _file) = (null, null, null);
        }

        /// <summary>Leaves nothing aside.</summary>
        public void Dispose()
        {
            Close();
            if (_isAside) File.Delete(staged);
            _isAside = false;
        }
    }
}

/// <summary>What one file's writing leaves to the next: buffers, and names already folded. Safe for several threads.</summary>
internal sealed class LakeWorkbench(LakeKey key)
{
    private readonly ConcurrentBag<RowKeying> _keyings = [];
    private readonly ConcurrentBag<ParquetScratch> _scratches = [];
    private readonly KnownKeys _known = new();
    private PagePool _pages = new();

    internal RowKeying TakeKeying() => _keyings.TryTake(out var keying) ? keying : new RowKeying(key, _known, _pages);

    internal ParquetScratch TakeScratch() => _scratches.TryTake(out var scratch) ? scratch : new ParquetScratch(_pages);

    internal void Return(RowKeying keying) => _keyings.Add(keying);

    internal void Return(ParquetScratch scratch) => _scratches.Add(scratch);

    /// <summary>Gives back what is kept for files to come.</summary>
    internal void Clear()
    {
        _keyings.Clear();
        _scratches.Clear();
        _known.Clear();
        _pages = new PagePool();
    }
}
