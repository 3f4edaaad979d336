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

    /// <summary>
    /// Puts the lake's rows in <paramref name="order"/> into the order of the view; rows that are not in it are dropped. What was read goes
    /// to <paramref name="spares"/>, and the next shelf settles there.
    /// </summary>
    internal abstract void Settle(int[] order, SpareArrays spares);

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

    internal sealed override void Settle(int[] order, SpareArrays spares)
    {
        Settled = spares.Take<T>(order.Length);
        Settle(Raw, order, Settled);
        spares.Give(Raw);
        Raw = [];
    }

    protected abstract void Settle(TRaw[] raw, int[] order, T[] settled);

    protected static void Gather<TValue>(TValue[] raw, int[] order, TValue[] settled)
    {
        for (var at = 0; at < settled.Length; at++) settled[at] = raw[order[at]];
    }
}

/// <summary>Arrays to settle in: those of shelves settled before, where they have the right length. A lake is read in hardly more memory than it keeps.</summary>
internal sealed class SpareArrays
{
    private readonly ConcurrentDictionary<Type, ConcurrentBag<Array>> _spares = new();

    internal T[] Take<T>(int length)
    {
        while (_spares.TryGetValue(typeof(T[]), out var spares) && spares.TryTake(out var spare))
        {
            if (spare.Length == length) return (T[])spare;
        }
        return GC.AllocateUninitializedArray<T>(length);
    }

    internal void Give(Array spare) => _spares.GetOrAdd(spare.GetType(), _ => []).Add(spare);
}

/// <summary>Keyed hashes to codes.</summary>
internal sealed class KeyShelf<TRow>(ParquetColumn<TRow> column, int rows, KeySpace space, KeyBook book) : Shelf<TRow, int, int>(column, rows)
{
    internal override object Ledger => space;

    internal KeySpace Space => space;

    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Longs(group, Column, (at, values) => space.Read(thread, values, Raw.AsSpan(first + at, values.Length)));

    protected override void Settle(int[] raw, int[] order, int[] settled) => space.Settle(raw, order, settled, book);
}

/// <summary>Texts to codes.</summary>
internal sealed class TextShelf<TRow, T>(ParquetColumn<TRow> column, int rows, TextSpace space, CodeBook book) : Shelf<TRow, T, T>(column, rows)
    where T : unmanaged, IBinaryInteger<T>
{
    internal override object Ledger => space;

    internal TextSpace Space => space;

    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Texts(group, Column, (at, values) => space.Read(thread, values, Raw.AsSpan(first + at, values.Length)));

    protected override void Settle(T[] raw, int[] order, T[] settled) => space.Settle(raw, order, settled, book);
}

/// <summary>Words of an enumeration of bytes.</summary>
internal sealed class WordShelf<TRow, T>(ParquetColumn<TRow> column, int rows, int threads, Func<string?, byte> meaning) : Shelf<TRow, byte, T>(column, rows)
    where T : struct, Enum
{
    private readonly TextSpace _space = new(threads);

    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Texts(group, Column, (at, values) => _space.ReadWords(thread, values, Raw.AsSpan(first + at, values.Length), meaning));

    protected override void Settle(byte[] raw, int[] order, T[] settled) => Gather(raw, order, Unsafe.As<byte[]>(settled));
}

/// <summary>Whole numbers; a missing one has the value given.</summary>
internal sealed class IntShelf<TRow>(ParquetColumn<TRow> column, int rows, int missing) : Shelf<TRow, int, int>(column, rows)
{
    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Ints(group, Column, missing, (at, values) => values.CopyTo(Raw.AsSpan(first + at)));

    protected override void Settle(int[] raw, int[] order, int[] settled) => Gather(raw, order, settled);
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

    protected override void Settle(int[] raw, int[] order, int[] settled) => Gather(raw, order, settled);
}

/// <summary>64-bit numbers as they are.</summary>
internal sealed class LongShelf<TRow>(ParquetColumn<TRow> column, int rows) : Shelf<TRow, ulong, ulong>(column, rows)
{
    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Longs(group, Column, (at, values) => System.Runtime.InteropServices.MemoryMarshal.Cast<long, ulong>(values).CopyTo(Raw.AsSpan(first + at)));

    protected override void Settle(ulong[] raw, int[] order, ulong[] settled) => Gather(raw, order, settled);
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

    protected override void Settle(long[] raw, int[] order, long[] settled) => Gather(raw, order, settled);
}

/// <summary>Ratios; a missing one is NaN.</summary>
internal sealed class RatioShelf<TRow>(ParquetColumn<TRow> column, int rows) : Shelf<TRow, float, float>(column, rows)
{
    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Floats(group, Column, (at, values) => values.CopyTo(Raw.AsSpan(first + at)));

    protected override void Settle(float[] raw, int[] order, float[] settled) => Gather(raw, order, settled);
}

/// <summary>Yes or no.</summary>
internal sealed class FlagShelf<TRow>(ParquetColumn<TRow> column, int rows) : Shelf<TRow, bool, bool>(column, rows)
{
    internal override void Read(int thread, ParquetScan scan, RowGroupReader group, int first) =>
        scan.Flags(group, Column, (at, values) => values.CopyTo(Raw.AsSpan(first + at)));

    protected override void Settle(bool[] raw, int[] order, bool[] settled) => Gather(raw, order, settled);
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

    protected override void Settle(double[] raw, int[] order, double[] settled)
    {
        if (!_long.IsEmpty)
        {
            var isLong = new System.Collections.BitArray(raw.Length);
            foreach (var row in _long.Keys) isLong[row] = true;
            for (var at = 0; at < order.Length; at++) if (isLong[order[at]]) Long.Add(at, _long[order[at]]);
            _long.Clear();
        }
        Gather(raw, order, settled);
    }
}
