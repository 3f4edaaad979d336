// What stands in a Parquet file is said once, as a table of columns; this is the machinery that writes such a table.
// Columns are written by their physical types: a string costs one copy, not an object on the way.
using System.Buffers.Binary;
using ParquetSharp;
using ParquetSharp.Schema;
using Encoding = System.Text.Encoding;

namespace Paysieve.Pipeline.Lake;

/// <summary>One column of a Parquet file, and where its value comes from.</summary>
internal abstract class ParquetColumn<TRow>(string name, bool optional)
{
    internal string Name { get; } = name;

    internal bool Optional { get; } = optional;

    /// <summary>The position in the file, set by the table.</summary>
    internal int Index { get; set; }

    /// <summary>Whether values hardly repeat within a file: then a dictionary only costs.</summary>
    internal virtual bool Unique => false;

    /// <summary>Whether values are hashes, which no compression makes smaller.</summary>
    internal virtual bool Incompressible => false;

    /// <summary>Whether readers get the smallest and largest value of each row group, to skip what they do not ask for.</summary>
    internal virtual bool HasStatistics => false;

    internal abstract Node Node();

    internal abstract void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows, ParquetScratch scratch);

    protected Repetition Repetition => Optional ? Repetition.Optional : Repetition.Required;

    private protected void Write<T>(ColumnWriter writer, int rows, int values, ParquetScratch scratch, T[] buffer)
        where T : unmanaged
    {
        var typed = (ColumnWriter<T>)writer;
        if (Optional) typed.WriteBatch(rows, scratch.Levels.AsSpan(0, rows), default, buffer.AsSpan(0, values));
        else typed.WriteBatch(buffer.AsSpan(0, values));
    }
}

/// <summary>UTF-8 text; missing is null.</summary>
internal sealed class TextColumn<TRow>(string name, bool optional, Func<TRow, string?> value, bool unique = false) : ParquetColumn<TRow>(name, optional)
{
    internal override bool Unique => unique;

    internal override Node Node()
    {
        using var type = LogicalType.String();
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.ByteArray);
    }

    internal override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        var used = 0;
        var n = 0;
        scratch.Grow(rows.Length);
        string? latest = null;
        for (var i = 0; i < rows.Length; i++)
        {
            var text = value(rows[i]);
            if (text is null)
            {
                if (!Optional) throw new InvalidOperationException($"column {Name} may not be missing");
                scratch.Levels[i] = 0;
                continue;
            }
            scratch.Levels[i] = 1;
            if (text != latest)
            {
                scratch.GrowBytes(used + Encoding.UTF8.GetMaxByteCount(text.Length));
                scratch.Starts[n] = used;
                used += Encoding.UTF8.GetBytes(text, scratch.Bytes.AsSpan(used));
                scratch.Ends[n] = used;
                latest = text;
            }
            else
            {
                scratch.Starts[n] = scratch.Starts[n - 1];
                scratch.Ends[n] = used;
            }
            n++;
        }
        // Only now: the byte buffer may have moved while it grew.
        var bytes = scratch.BytesAt(0);
        for (var v = 0; v < n; v++) scratch.Texts[v] = new ByteArray(bytes + scratch.Starts[v], scratch.Ends[v] - scratch.Starts[v]);
        Write(writer, rows.Length, n, scratch, scratch.Texts);
    }
}

/// <summary>A 64-bit key as UINT_64, never null: 0 = missing.</summary>
internal sealed class KeyColumn<TRow>(string name, Func<TRow, ulong> value, bool unique = false) : ParquetColumn<TRow>(name, optional: false)
{
    internal override bool Unique => unique;

    internal override bool Incompressible => unique;

    internal override Node Node()
    {
        using var type = LogicalType.Int(64, isSigned: false);
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Int64);
    }

    internal override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        for (var i = 0; i < rows.Length; i++) scratch.Longs[i] = unchecked((long)value(rows[i]));
        Write(writer, rows.Length, rows.Length, scratch, scratch.Longs);
    }
}

/// <summary>A DATE.</summary>
internal sealed class DateColumn<TRow>(string name, bool optional, Func<TRow, DateOnly?> value) : ParquetColumn<TRow>(name, optional)
{
    /// <summary>Parquet counts days from 1970-01-01.</summary>
    internal static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    internal override bool HasStatistics => true;

    internal override Node Node()
    {
        using var type = LogicalType.Date();
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Int32);
    }

    internal override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        var n = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var day = value(rows[i]);
            scratch.Levels[i] = (short)(day is null ? 0 : 1);
            if (day is { } stated) scratch.Ints[n++] = stated.DayNumber - Epoch;
        }
        Write(writer, rows.Length, n, scratch, scratch.Ints);
    }
}

/// <summary>An INT32.</summary>
internal sealed class CountColumn<TRow>(string name, bool optional, Func<TRow, int?> value) : ParquetColumn<TRow>(name, optional)
{
    internal override Node Node()
    {
        using var type = LogicalType.Int(32, isSigned: true);
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Int32);
    }

    internal override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        var n = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var number = value(rows[i]);
            scratch.Levels[i] = (short)(number is null ? 0 : 1);
            if (number is { } stated) scratch.Ints[n++] = stated;
        }
        Write(writer, rows.Length, n, scratch, scratch.Ints);
    }
}

/// <summary>A BOOLEAN, never null.</summary>
internal sealed class FlagColumn<TRow>(string name, Func<TRow, bool> value) : ParquetColumn<TRow>(name, optional: false)
{
    internal override Node Node()
    {
        using var type = LogicalType.None();
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Boolean);
    }

    internal override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        for (var i = 0; i < rows.Length; i++) scratch.Flags[i] = value(rows[i]);
        Write(writer, rows.Length, rows.Length, scratch, scratch.Flags);
    }
}

/// <summary>A FLOAT; NaN is written as null.</summary>
internal sealed class RatioColumn<TRow>(string name, Func<TRow, float> value) : ParquetColumn<TRow>(name, optional: true)
{
    internal override Node Node()
    {
        using var type = LogicalType.None();
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Float);
    }

    internal override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        var n = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var ratio = value(rows[i]);
            scratch.Levels[i] = (short)(float.IsNaN(ratio) ? 0 : 1);
            if (!float.IsNaN(ratio)) scratch.Floats[n++] = ratio;
        }
        Write(writer, rows.Length, n, scratch, scratch.Floats);
    }
}

/// <summary>A TIMESTAMP in microseconds, UTC, never null. What is finer than a microsecond is cut off.</summary>
internal sealed class InstantColumn<TRow>(string name, Func<TRow, DateTime> value) : ParquetColumn<TRow>(name, optional: false)
{
    internal static readonly long Epoch = DateTime.UnixEpoch.Ticks;

    internal override Node Node()
    {
        using var type = LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros);
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.Int64);
    }

    internal override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        for (var i = 0; i < rows.Length; i++)
            scratch.Longs[i] = (long)Math.Floor((value(rows[i]).Ticks - Epoch) / (double)TimeSpan.TicksPerMicrosecond);
        Write(writer, rows.Length, rows.Length, scratch, scratch.Longs);
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

    internal override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        scratch.Grow(rows.Length);
        scratch.GrowBytes(rows.Length * Bytes);
        var n = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var amount = value(rows[i]);
            scratch.Levels[i] = (short)(amount is null ? 0 : 1);
            if (amount is not { } stated) continue;
            BinaryPrimitives.WriteInt128BigEndian(scratch.Bytes.AsSpan(n * Bytes), MoneyUnits.ToUnits(stated));
            scratch.Fixed[n] = new FixedLenByteArray(scratch.BytesAt(n * Bytes));
            n++;
        }
        Write(writer, rows.Length, n, scratch, scratch.Fixed);
    }
}

/// <summary>Buffers that the columns of one writer share. Not for several threads.</summary>
internal sealed class ParquetScratch
{
    internal short[] Levels = [];
    internal int[] Ints = [];
    internal int[] Starts = [];
    internal int[] Ends = [];
    internal long[] Longs = [];
    internal float[] Floats = [];
    internal bool[] Flags = [];
    internal ByteArray[] Texts = [];
    internal FixedLenByteArray[] Fixed = [];
    internal byte[] Bytes = GC.AllocateUninitializedArray<byte>(1 << 16, pinned: true);

    internal void Grow(int rows)
    {
        if (Levels.Length >= rows) return;
        Levels = new short[rows];
        Ints = new int[rows];
        Starts = new int[rows];
        Ends = new int[rows];
        Longs = new long[rows];
        Floats = new float[rows];
        Flags = new bool[rows];
        Texts = new ByteArray[rows];
        Fixed = new FixedLenByteArray[rows];
    }

    /// <summary>Keeps what is there. Pointers taken before are void.</summary>
    internal void GrowBytes(int bytes)
    {
        if (Bytes.Length >= bytes) return;
        var larger = GC.AllocateUninitializedArray<byte>(Math.Max(bytes, Bytes.Length * 2), pinned: true);
        Bytes.CopyTo(larger, 0);
        Bytes = larger;
    }

    /// <summary>The buffer is pinned for its life, so its address may be handed out.</summary>
    internal unsafe IntPtr BytesAt(int offset) =>
        (IntPtr)(byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(
            ref System.Runtime.CompilerServices.Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(Bytes), offset));
}

/// <summary>Columns in file order.</summary>
internal sealed class ParquetTable<TRow>
{
    private const int BatchRows = 4096;

    // Made once for all files: a night may write a thousand. They are never changed, and tables live as long as the process.
    private readonly Lazy<GroupNode> _schema;
    private readonly Lazy<WriterProperties> _plain;

    internal ParquetTable(params ParquetColumn<TRow>[] columns)
    {
        Columns = columns;
        _schema = new Lazy<GroupNode>(Schema);
        _plain = new Lazy<WriterProperties>(() => Properties(null));
        for (var i = 0; i < columns.Length; i++) columns[i].Index = i;
    }

    internal IReadOnlyList<ParquetColumn<TRow>> Columns { get; }

    internal ParquetColumn<TRow> this[string name] => Columns.First(column => column.Name == name);

    /// <summary>A writer whose bytes follow from the rows alone (and from fresh random numbers, when encrypted).</summary>
    internal ParquetFileWriter Create(string path, byte[]? encryptionKey)
    {
        if (encryptionKey is null) return new ParquetFileWriter(path, _schema.Value, _plain.Value);
        using var properties = Properties(encryptionKey);
        return new ParquetFileWriter(path, _schema.Value, properties);
    }

    private GroupNode Schema()
    {
        var nodes = Columns.Select(column => column.Node()).ToArray();
        var schema = new GroupNode("schema", Repetition.Required, nodes);
        foreach (var node in nodes) node.Dispose();
        return schema;
    }

    /// <summary>Snappy: a codec that packs closer holds a megabyte of tables for each column and month in the making, and takes longer than all else.</summary>
    private WriterProperties Properties(byte[]? encryptionKey)
    {
        using var builder = new WriterPropertiesBuilder();
        builder.Compression(Compression.Snappy).CreatedBy("paysieve").DisableStatistics()
            .MaxRowGroupLength(1 << 20).Version(ParquetVersion.PARQUET_2_6);
        foreach (var column in Columns)
        {
            if (column.HasStatistics) builder.EnableStatistics(column.Name);
            if (column.Unique) builder.DisableDictionary(column.Name);
            if (column.Incompressible) builder.Compression(column.Name, Compression.Uncompressed);
        }
        if (encryptionKey is not null)
        {
            using var encryption = new FileEncryptionPropertiesBuilder(encryptionKey);
            builder.Encryption(encryption.Build());
        }
        return builder.Build();
    }

    /// <summary>
    /// Writes a row group, one column after the other: what is held is one column's encoding, not that of all columns.
    /// </summary>
    internal void Write(ParquetFileWriter writer, ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        using var group = writer.AppendRowGroup();
        foreach (var column in Columns)
        {
            using var values = group.NextColumn();
            for (var from = 0; from < rows.Length; from += BatchRows) column.Write(values, rows[from..Math.Min(rows.Length, from + BatchRows)], scratch);
            values.Close();
        }
        group.Close();
    }
}

/// <summary>Amounts as whole numbers of 10^-12, as DECIMAL(29, 12) holds them.</summary>
internal static class MoneyUnits
{
    private static readonly Int128 Unit = 1_000_000_000_000;

    internal static Int128 ToUnits(decimal amount)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(Math.Round(amount, MoneyColumn<object>.Scale), bits);
        var scale = (bits[3] >> 16) & 0xff;
        var whole = new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        for (; scale < MoneyColumn<object>.Scale; scale++) whole *= 10;
        return bits[3] < 0 ? -whole : whole;
    }

    /// <summary>Exact; without the zeros at the end.</summary>
    internal static decimal ToDecimal(Int128 units)
    {
        var (whole, rest) = Int128.DivRem(units, Unit);
        var amount = (decimal)whole + ((decimal)rest / 1_000_000_000_000m);
        return amount / 1.0000000000000000000000000000m;
    }

    /// <summary>True when the double of the amount says it exactly: up to fifteen digits, no more than four of them decimals.</summary>
    internal static bool IsShort(Int128 units)
    {
        var amount = (UInt128)Int128.Abs(units);
        return (ulong)(amount >> 64) == 0 && (ulong)amount % 100_000_000 == 0 && (ulong)amount / 100_000_000 < 1_000_000_000_000_000;
    }

    /// <summary>The double nearest to the amount, or within one unit in the last place beyond four decimals.</summary>
    internal static double ToDouble(Int128 units)
    {
        // Four decimals cover money of every state: a whole number below 2^53 divided by 10^4 is rounded once only.
        var (shorter, rest) = ((ulong)((UInt128)Int128.Abs(units) >> 64)) == 0
            ? Short((ulong)Int128.Abs(units))
            : Long(Int128.Abs(units));
        if (rest != 0 || shorter > 1L << 53) return (double)ToDecimal(units);
        var amount = shorter / 10_000.0;
        return Int128.IsNegative(units) ? -amount : amount;

        static (ulong, ulong) Short(ulong value) => (value / 100_000_000, value % 100_000_000);

        static (ulong, ulong) Long(Int128 value)
        {
            var (quotient, remainder) = Int128.DivRem(value, 100_000_000);
            return (quotient > long.MaxValue ? ulong.MaxValue : (ulong)quotient, (ulong)remainder);
        }
    }
}
