// The columns whose values have one fixed size, by what they mean.
using System.Buffers.Binary;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Paysieve.Pipeline.Lake;

/// <summary>A 64-bit key as UINT_64, never null: 0 = missing.</summary>
internal sealed class KeyColumn<TRow>(string name, Func<TRow, ulong> value, bool unique = false) : PlainColumn<TRow, long>(name, optional: false)
{
    internal override bool Unique => unique;

    internal override bool Incompressible => unique;

    internal override Node Node()
    {
        using var type = LogicalType.Int(64, isSigned: false);
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Int64);
    }

    internal override ColumnPlace Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        for (var i = 0; i < rows.Length; i++) scratch.Longs[i] = unchecked((long)value(rows[i]));
        return Taken(rows.Length, rows.Length, scratch.Longs, scratch);
    }
}

/// <summary>A DATE.</summary>
internal sealed class DateColumn<TRow>(string name, bool optional, Func<TRow, DateOnly?> value) : PlainColumn<TRow, int>(name, optional)
{
    /// <summary>Parquet counts days from 1970-01-01.</summary>
    internal static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    internal override bool HasStatistics => true;

    internal override Node Node()
    {
        using var type = LogicalType.Date();
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Int32);
    }

    internal override ColumnPlace Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        var n = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var day = value(rows[i]);
            scratch.Levels[i] = (short)(day is null ? 0 : 1);
            if (day is { } stated) scratch.Ints[n++] = stated.DayNumber - Epoch;
        }
        return Taken(rows.Length, n, scratch.Ints, scratch);
    }
}

/// <summary>An INT32.</summary>
internal sealed class CountColumn<TRow>(string name, bool optional, Func<TRow, int?> value) : PlainColumn<TRow, int>(name, optional)
{
    internal override Node Node()
    {
        using var type = LogicalType.Int(32, isSigned: true);
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Int32);
    }

    internal override ColumnPlace Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        var n = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var number = value(rows[i]);
            scratch.Levels[i] = (short)(number is null ? 0 : 1);
            if (number is { } stated) scratch.Ints[n++] = stated;
        }
        return Taken(rows.Length, n, scratch.Ints, scratch);
    }
}

/// <summary>A BOOLEAN, never null.</summary>
internal sealed class FlagColumn<TRow>(string name, Func<TRow, bool> value) : PlainColumn<TRow, bool>(name, optional: false)
{
    internal override Node Node()
    {
        using var type = LogicalType.None();
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Boolean);
    }

    internal override ColumnPlace Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        for (var i = 0; i < rows.Length; i++) scratch.Flags[i] = value(rows[i]);
        return Taken(rows.Length, rows.Length, scratch.Flags, scratch);
    }
}

/// <summary>A FLOAT; NaN is written as null.</summary>
internal sealed class RatioColumn<TRow>(string name, Func<TRow, float> value) : PlainColumn<TRow, float>(name, optional: true)
{
    internal override Node Node()
    {
        using var type = LogicalType.None();
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Float);
    }

    internal override ColumnPlace Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        var n = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var ratio = value(rows[i]);
            scratch.Levels[i] = (short)(float.IsNaN(ratio) ? 0 : 1);
            if (!float.IsNaN(ratio)) scratch.Floats[n++] = ratio;
        }
        return Taken(rows.Length, n, scratch.Floats, scratch);
    }
}

/// <summary>A TIMESTAMP in microseconds, UTC, never null. What is finer than a microsecond is cut off.</summary>
internal sealed class InstantColumn<TRow>(string name, Func<TRow, DateTime> value) : PlainColumn<TRow, long>(name, optional: false)
{
    internal static readonly long Epoch = DateTime.UnixEpoch.Ticks;

    internal override Node Node()
    {
        using var type = LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros);
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Int64);
    }

    internal override ColumnPlace Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        for (var i = 0; i < rows.Length; i++)
            scratch.Longs[i] = (long)Math.Floor((value(rows[i]).Ticks - Epoch) / (double)TimeSpan.TicksPerMicrosecond);
        return Taken(rows.Length, rows.Length, scratch.Longs, scratch);
    }
}

/// <summary>A DECIMAL(29, 12). A thirteenth decimal (a ledger of eighteen has them) is rounded half to even.</summary>
internal sealed class MoneyColumn<TRow>(string name, bool optional, Func<TRow, decimal?> value) : ParquetColumn<TRow>(name, optional)
{
    internal const int Precision = 29;
    internal const int Scale = 12;
    internal const int Bytes = 16;

    internal override Node Node()
    {
        using var type = LogicalType.Decimal(Precision, Scale);
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.FixedLenByteArray, Bytes);
    }

    internal override ColumnPlace Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        scratch.GrowBytes(rows.Length * Bytes);
        var n = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var amount = value(rows[i]);
            scratch.Levels[i] = (short)(amount is null ? 0 : 1);
            if (amount is { } stated) BinaryPrimitives.WriteInt128BigEndian(scratch.Bytes.AsSpan(n++ * Bytes), MoneyUnits.ToUnits(stated));
        }
        return new ColumnPlace(n, Present(rows.Length, n, scratch), scratch.Keep<byte>(scratch.Bytes.AsSpan(0, n * Bytes)));
    }

    internal override unsafe void Write(ColumnWriter writer, ColumnBlock block, ParquetScratch scratch)
    {
        var place = block.Columns[Index];
        scratch.Grow(place.Count);
        fixed (byte* bytes = block.At<byte>(place.Values, place.Count * Bytes))
        {
            for (var v = 0; v < place.Count; v++) scratch.Fixed[v] = new FixedLenByteArray((IntPtr)(bytes + (v * Bytes)));
            Write<FixedLenByteArray>(writer, block, scratch.Fixed.AsSpan(0, place.Count), scratch);
        }
    }
}
