// A column between the files and a view: read in the order of the files, one value after the other; settled in the order of the
// view once that is known. So every file is opened once, and memory is written from front to back.
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using ParquetSharp;

namespace Paysieve.Pipeline.Lake;

/// <summary>One column of a table; a settled shelf keeps nothing of what was read.</summary>
internal abstract class Shelf<TRow>
{
    /// <summary>Reads the column of one row group whose first row is the lake's row <paramref name="first"/>. Row groups may come from several threads.</summary>
    internal abstract void Read(int thread, ParquetScan scan, RowGroupReader group, int first);

    /// <summary>Puts the lake's rows in <paramref name="order"/> into the order of the view; rows that are not in it are dropped.</summary>
    internal abstract void Settle(int[] order);

    /// <summary>Shelves with the same ledger number their values together: they are settled one after the other.</summary>
    internal virtual object Ledger => this;
}

/// <summary>The common part: the raw values, and the settled ones.</summary>
internal abstract class Shelf<TRow, TRaw, T>(ParquetColumn<TRow> column, int rows) : Shelf<TRow>
    where TRaw : unmanaged
{
    protected ParquetColumn<TRow> Column { get; } = column;

    internal TRaw[] Raw { get; private set; } = GC.AllocateUninitializedArray<TRaw>(rows);

    internal T[] Settled { get; private set; } = [];

    internal sealed override void Settle(int[] order)
    {
        Settled = Settle(Raw, order);
        Raw = [];
    }

    protected abstract T[] Settle(TRaw[] raw, int[] order);

    protected static TValue[] Gather<TValue>(TValue[] raw, int[] order)
    {
        var settled = GC.AllocateUninitializedArray<TValue>(order.Length);
        for (var at = 0; at < settled.Length; at++) settled[at] = raw[order[at]];
        return settled;
    }
}

/// <summary>Keyed hashes to codes.</summary>
internal sealed class KeyShelf<TRow>(ParquetColumn<TRow> column, int rows, KeySpace space, KeyBook book) : Shelf<TRow, int, int>(column, rows)
{
    internal override object Ledger => space;

    internal KeySpace Space => space;

    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Longs(group, Column, (at, values) => space.Read(thread, values, Raw.AsSpan(first + at, values.Length)));

    protected override int[] Settle(int[] raw, int[] order) => space.Settle(raw, order, book);
}

/// <summary>Texts to codes.</summary>
internal sealed class TextShelf<TRow, T>(ParquetColumn<TRow> column, int rows, TextSpace space, CodeBook book) : Shelf<TRow, T, T>(column, rows)
    where T : unmanaged, IBinaryInteger<T>
{
    internal override object Ledger => space;

    internal TextSpace Space => space;

    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Texts(group, Column, (at, values) => space.Read(thread, values, Raw.AsSpan(first + at, values.Length)));

    protected override T[] Settle(T[] raw, int[] order) => space.Settle(raw, order, book);
}

/// <summary>Words of an enumeration of bytes.</summary>
internal sealed class WordShelf<TRow, T>(ParquetColumn<TRow> column, int rows, int threads, Func<string?, byte> meaning) : Shelf<TRow, byte, T>(column, rows)
    where T : struct, Enum
{
    private readonly TextSpace _space = new(threads);

    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Texts(group, Column, (at, values) => _space.ReadWords(thread, values, Raw.AsSpan(first + at, values.Length), meaning));

    protected override T[] Settle(byte[] raw, int[] order)
    {
        var settled = new T[order.Length];
        var bytes = Unsafe.As<byte[]>(settled);
        for (var at = 0; at < bytes.Length; at++) bytes[at] = raw[order[at]];
        return settled;
    }
}

/// <summary>Whole numbers; a missing one has the value given.</summary>
internal sealed class IntShelf<TRow>(ParquetColumn<TRow> column, int rows, int missing) : Shelf<TRow, int, int>(column, rows)
{
    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Ints(group, Column, missing, (at, values) => values.CopyTo(Raw.AsSpan(first + at)));

    protected override int[] Settle(int[] raw, int[] order) => Gather(raw, order);
}

/// <summary>Dates as day numbers; a missing one is <see cref="TransferColumns.NoDay"/>.</summary>
internal sealed class DayShelf<TRow>(ParquetColumn<TRow> column, int rows) : Shelf<TRow, int, int>(column, rows)
{
    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Ints(group, Column, TransferColumns.NoDay, (at, values) =>
        {
            var target = Raw.AsSpan(first + at, values.Length);
            for (var i = 0; i < values.Length; i++) target[i] = values[i] == TransferColumns.NoDay ? TransferColumns.NoDay : values[i] + DateColumn<TRow>.Epoch;
        });

    protected override int[] Settle(int[] raw, int[] order) => Gather(raw, order);
}

/// <summary>64-bit numbers as they are.</summary>
internal sealed class LongShelf<TRow>(ParquetColumn<TRow> column, int rows) : Shelf<TRow, ulong, ulong>(column, rows)
{
    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Longs(group, Column, (at, values) => System.Runtime.InteropServices.MemoryMarshal.Cast<long, ulong>(values).CopyTo(Raw.AsSpan(first + at)));

    protected override ulong[] Settle(ulong[] raw, int[] order) => Gather(raw, order);
}

/// <summary>Instants as ticks.</summary>
internal sealed class InstantShelf<TRow>(ParquetColumn<TRow> column, int rows) : Shelf<TRow, long, long>(column, rows)
{
    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Longs(group, Column, (at, values) =>
        {
            var target = Raw.AsSpan(first + at, values.Length);
            for (var i = 0; i < values.Length; i++) target[i] = (values[i] * TimeSpan.TicksPerMicrosecond) + InstantColumn<TRow>.Epoch;
        });

    protected override long[] Settle(long[] raw, int[] order) => Gather(raw, order);
}

/// <summary>Ratios; a missing one is NaN.</summary>
internal sealed class RatioShelf<TRow>(ParquetColumn<TRow> column, int rows) : Shelf<TRow, float, float>(column, rows)
{
    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Floats(group, Column, (at, values) => values.CopyTo(Raw.AsSpan(first + at)));

    protected override float[] Settle(float[] raw, int[] order) => Gather(raw, order);
}

/// <summary>Yes or no.</summary>
internal sealed class FlagShelf<TRow>(ParquetColumn<TRow> column, int rows) : Shelf<TRow, bool, bool>(column, rows)
{
    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Flags(group, Column, (at, values) => values.CopyTo(Raw.AsSpan(first + at)));

    protected override bool[] Settle(bool[] raw, int[] order) => Gather(raw, order);
}

/// <summary>Amounts as doubles, NaN for a missing one; the few that a double does not hold to the last digit are kept beside.</summary>
internal sealed class MoneyShelf<TRow>(ParquetColumn<TRow> column, int rows) : Shelf<TRow, double, double>(column, rows)
{
    private readonly ConcurrentDictionary<int, decimal> _long = new();

    /// <summary>By row of the view, once settled: amounts that their double does not say exactly.</summary>
    internal Dictionary<int, decimal> Long { get; } = [];

    internal override unsafe void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Money(group, Column, (at, values) =>
        {
            var target = Raw.AsSpan(first + at, values.Length);
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i].Pointer == IntPtr.Zero)
                {
                    target[i] = double.NaN;
                    continue;
                }
                var units = BinaryPrimitives.ReadInt128BigEndian(new ReadOnlySpan<byte>((void*)values[i].Pointer, MoneyColumn<TRow>.Bytes));
                target[i] = MoneyUnits.ToDouble(units);
                if (!MoneyUnits.IsShort(units)) _long.TryAdd(first + at + i, MoneyUnits.ToDecimal(units));
            }
        });

    protected override double[] Settle(double[] raw, int[] order)
    {
        if (!_long.IsEmpty)
        {
            var isLong = new System.Collections.BitArray(raw.Length);
            foreach (var row in _long.Keys) isLong[row] = true;
            for (var at = 0; at < order.Length; at++) if (isLong[order[at]]) Long.Add(at, _long[order[at]]);
            _long.Clear();
        }
        return Gather(raw, order);
    }
}
