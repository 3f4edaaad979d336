// One source file on its way into the lake: rows are keyed in blocks beside the reader, kept by month (of a small file together), written in row groups,
// and moved into place when the file is complete.
using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ParquetSharp;
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
    internal const int MostRowsHeld = 2 * RowsPerGroup;
    private const int BlockRows = 2_048;

    /// <summary>A file smaller than this is kept whole: opening a file costs more than its few rows, and a year of a small payroll would be twelve of them.</summary>
    internal const long BytesKeptWhole = 16 << 20;

    /// <summary>Blocks handed over and not yet encoded: enough to keep the processors busy, few enough to fit in memory.</summary>
    private const int MostBlocksUnderway = 4;
    private const int MostPartiesRemembered = 2_000_000;

    private readonly LakeLayout _layout;
    private readonly string _folder;
    private readonly LakeLock _alive;
    private readonly SourceFile _file;
    private readonly LakeFileKind _kind;
    private readonly LakeWorkbench _bench;
    private readonly Queue<Task> _underway = new();
    private readonly ParquetScratch _scratch;
    private readonly SortedDictionary<int, Partition<TransferRow>> _months = [];
    private readonly Partition<PartyRow> _parties;
    private readonly Partition<LegRow> _legs;
    private readonly HashSet<(ulong Party, ulong Payee)> _partiesSeen = [];
    private Transfer[] _transferBlock = new Transfer[BlockRows];
    private PaymentLeg[] _legBlock = new PaymentLeg[BlockRows];
    private int _inBlock;
    private Task _work = Task.CompletedTask;
    private int _held;
    private long _rows;
    private DateOnly? _first;
    private DateOnly? _last;
    private List<LakePart>? _sealed;
    private LakePart? _sealedParties;
    private bool _ended;

    internal LakeFileWriter(LakeSettings settings, LakeLayout layout, LakeWorkbench bench, string folder, LakeLock alive, SourceFile file, LakeFileKind kind)
    {
        _layout = layout;
        _bench = bench;
        _scratch = bench.TakeScratch();
        _folder = folder;
        _alive = alive;
        _file = file;
        _kind = kind;
        _parties = new Partition<PartyRow>(LakeSchema.Parties, Path.Combine(folder, "parties.parquet"), settings.PartyEncryptionKey);
        _legs = new Partition<LegRow>(LakeSchema.Legs, Path.Combine(folder, "legs.parquet"), null);
    }

    /// <exception cref="InvalidDataException">Pay dates in more than <see cref="MostMonths"/> months.</exception>
    /// <exception cref="InvalidOperationException">The file was begun as legs, or has ended.</exception>
    public void Append(Transfer transfer)
    {
        ArgumentNullException.ThrowIfNull(transfer);
        ExpectOpen(LakeFileKind.Transfers);
        _transferBlock[_inBlock++] = transfer;
        Count(transfer.PayDate);
        if (_inBlock == BlockRows) StartBlock();
    }

    /// <exception cref="InvalidOperationException">The file was begun as transfers, or has ended.</exception>
    public void Append(PaymentLeg leg)
    {
        ArgumentNullException.ThrowIfNull(leg);
        ExpectOpen(LakeFileKind.Legs);
        _legBlock[_inBlock++] = leg;
        Count(DateOnly.FromDateTime(leg.ExecutedAt));
        if (_inBlock == BlockRows) StartBlock();
    }

    /// <summary>
    /// Ends the rows: what is left is encoded and made safe on disk, yet not in the lake. <see cref="Commit"/> does it when it was not done;
    /// doing it before lets files be prepared side by side and committed in order.
    /// </summary>
    public void Seal()
    {
        Expect(_kind);
        if (_sealed is not null) return;
        StartBlock();
        _work.GetAwaiter().GetResult();
        var parts = new List<LakePart>();
        foreach (var (months, partition) in _months)
        {
            var month = months > 0 ? LakeLayout.MonthOf(new DateOnly((months - 1) / 12, ((months - 1) % 12) + 1, 1)) : OnlyMonth();
            parts.Add(partition.Finish(_scratch, LakeLayout.TransferPath(_file.FileId, month), month));
        }
        if (_legs.Rows > 0) parts.Add(_legs.Finish(_scratch, LakeLayout.LegPath(_file.FileId), null));
        _sealedParties = _parties.Rows > 0 ? _parties.Finish(_scratch, LakeLayout.PartyPath(_file.FileId), null) : null;
        _bench.Return(_scratch);
        _sealed = parts;
    }

    /// <summary>Puts the file into the lake, whole. The same file from another process may have been first: then nothing changes.</summary>
    /// <exception cref="ArgumentException">The counts do not fit the rows appended.</exception>
    public LakeCommitted Commit(LakeCommit counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Expect(_kind);
        if (counts.RowsRead - counts.RowsRejected != _rows)
            throw new ArgumentException($"{counts.RowsRead} rows read and {counts.RowsRejected} rejected do not leave the {_rows} appended", nameof(counts));
        Seal();
        _ended = true;
        using (LakeLock.Take(_layout.Lock))
        {
            try
            {
                return Publish(counts, _sealed!, _sealedParties);
            }
            finally
            {
                CleanUp();
            }
        }
    }

    /// <summary>Gives the file up; the lake is as if it had never been begun. Nothing happens after a commit.</summary>
    public void Abort() => Dispose();

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        // What went wrong in the background was told by Append or Commit, or is void with the file.
        ((IAsyncResult)_work).AsyncWaitHandle.WaitOne();
        foreach (var month in _months.Values) month.Dispose();
        _legs.Dispose();
        _parties.Dispose();
        using (LakeLock.Take(_layout.Lock)) CleanUp();
    }

    private LakeCommitted Publish(LakeCommit counts, List<LakePart> parts, LakePart? parties)
    {
        if (LakeManifest.Find(_layout, _file.FileId, out var latest) is { } first) return new LakeCommitted(first, Added: false);
        foreach (var month in _months.Values) month.MoveInto(_layout);
        if (_legs.Rows > 0) _legs.MoveInto(_layout);
        if (_parties.Rows > 0) _parties.MoveInto(_layout);
        var entry = new LakeEntry
        {
            FormatVersion = LakeSchema.FormatVersion,
            Sequence = latest + 1,
            FileId = _file.FileId,
            Name = _file.Name,
            ByteSize = _file.ByteSize,
            Kind = _kind,
            RowsRead = counts.RowsRead,
            RowsAccepted = _rows,
            RowsRejected = counts.RowsRejected,
            FirstDay = _first,
            LastDay = _last,
            Parts = parts,
            Parties = parties,
            Warnings = [.. counts.Warnings],
        };
        LakeManifest.Add(_layout, entry);
        return new LakeCommitted(entry, Added: true);
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
        if (_sealed is not null) throw new InvalidOperationException("the file was sealed");
    }

    private void Count(DateOnly day)
    {
        _rows++;
        if (_first is null || day < _first) _first = day;
        if (_last is null || day > _last) _last = day;
    }

    /// <summary>Hands the block to the background: blocks are keyed side by side and encoded one after the other, so rows keep their order.</summary>
    private void StartBlock()
    {
        var count = _inBlock;
        if (count == 0) return;
        _inBlock = 0;
        while (_underway.Count >= MostBlocksUnderway) _underway.Dequeue().GetAwaiter().GetResult();
        var before = _work;
        if (_kind == LakeFileKind.Transfers)
        {
            var block = _transferBlock;
            _transferBlock = new Transfer[BlockRows];
            _work = FollowAsync(before, keying => keying.Rows(block.AsSpan(0, count)), Take);
        }
        else
        {
            var block = _legBlock;
            _legBlock = new PaymentLeg[BlockRows];
            _work = FollowAsync(before, keying => keying.Rows(block.AsSpan(0, count)), Take);
        }
        _underway.Enqueue(_work);
    }

    /// <summary>Ends after the block before it, whatever became of that: who waits for the last block has waited for all encoding.</summary>
    private async Task FollowAsync<TRow>(Task before, Func<RowKeying, TRow[]> key, Action<TRow[]> take)
    {
        var keyed = Task.Run(() =>
        {
            var keying = _bench.TakeKeying();
            var rows = key(keying);
            _bench.Return(keying);
            return rows;
        });
        await before.ConfigureAwait(false);
        take(await keyed.ConfigureAwait(false));
    }

    private void Take(LegRow[] rows)
    {
        foreach (var row in rows) _legs.Add(row, _scratch);
    }

    private void Take(TransferRow[] rows)
    {
        foreach (var row in rows)
        {
            var day = row.Transfer.PayDate;
            var months = _file.ByteSize < BytesKeptWhole ? 0 : (day.Year * 12) + day.Month;
            if (!_months.TryGetValue(months, out var partition))
            {
                if (_months.Count == MostMonths) throw new InvalidDataException($"pay dates in more than {MostMonths} months");
                partition = new Partition<TransferRow>(LakeSchema.Transfers, Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{months}.parquet")), null);
                _months.Add(months, partition);
            }
            _held += partition.Add(row, _scratch);
            if (_held > MostRowsHeld) _held -= _months.Values.MaxBy(m => m.Held)!.Flush(_scratch);
            if (_partiesSeen.Count >= MostPartiesRemembered) _partiesSeen.Clear();
            Know(row.Keys.PayeeParty, row, isHolder: false);
            if (row.Keys.HolderParty != 0) Know(row.Keys.HolderParty, row, isHolder: true);
        }
    }

    private void Know(ulong party, TransferRow row, bool isHolder)
    {
        if (_partiesSeen.Add((party, row.Keys.PayeeKey)))
            _parties.Add(PartyRow.Of(party, row.Transfer, isHolder), _scratch);
    }

    /// <summary>Only under the lake's lock: between letting go and deleting, a sweep would take the folder for a dead writer's.</summary>
    private void CleanUp()
    {
        _alive.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>One Parquet file in the making; the file is opened when its first row group is full.</summary>
    private sealed class Partition<TRow>(ParquetTable<TRow> table, string staged, byte[]? encryptionKey) : IDisposable
    {
        private readonly List<TRow> _pending = [];
        private string? _path;
        private ParquetFileWriter? _writer;

        /// <summary>Rows that wait for their row group.</summary>
        internal int Held => _pending.Count;

        internal int Rows { get; private set; }

        /// <summary>How many rows more (or, after a row group was written, fewer) are held.</summary>
        internal int Add(TRow row, ParquetScratch scratch)
        {
            _pending.Add(row);
            Rows++;
            return Held < RowsPerGroup ? 1 : 1 - Flush(scratch);
        }

        /// <summary>Writes the row group; returns its rows.</summary>
        internal int Flush(ParquetScratch scratch)
        {
            var rows = _pending.Count;
            if (rows == 0) return 0;
            _writer ??= table.Create(staged, encryptionKey);
            table.Write(_writer, CollectionsMarshal.AsSpan(_pending), scratch);
            _pending.Clear();
            return rows;
        }

        internal LakePart Finish(ParquetScratch scratch, string path, string? month)
        {
            _path = path;
            Flush(scratch);
            _writer!.Close();
            Dispose();
            using var stream = new FileStream(staged, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            stream.Flush(flushToDisk: true);
            return new LakePart(path, month, Rows, stream.Length, hash);
        }

        internal void MoveInto(LakeLayout layout)
        {
            var target = layout.Full(_path!);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(staged, target, overwrite: true);
        }

        public void Dispose()
        {
            _writer?.Dispose();
            _writer = null;
        }
    }
}

/// <summary>What one file's writing leaves to the next: buffers, and names already folded. Safe for several threads.</summary>
internal sealed class LakeWorkbench(LakeKey key)
{
    private readonly ConcurrentBag<RowKeying> _keyings = [];
    private readonly ConcurrentBag<ParquetScratch> _scratches = [];
    private readonly KnownKeys _known = new();

    internal RowKeying TakeKeying() => _keyings.TryTake(out var keying) ? keying : new RowKeying(key, _known);

    internal ParquetScratch TakeScratch() => _scratches.TryTake(out var scratch) ? scratch : new ParquetScratch();

    internal void Return(RowKeying keying) => _keyings.Add(keying);

    internal void Return(ParquetScratch scratch) => _scratches.Add(scratch);
}
