// What stands in a Parquet file is said once, as a table of columns; this is the machinery that writes such a table.
// Columns are taken out of the rows block by block and written by their physical types: a string costs one copy, not an object on the way.
using System.Buffers.Binary;
using ParquetSharp;
using ParquetSharp.IO;
using ParquetSharp.Schema;
using Encoding = System.Text.Encoding;

namespace Paysieve.Pipeline.Lake;

/// <summary>One column of a block of rows as its file will hold it: the values that are there, and where they are missing.</summary>
/// <param name="Present">1 for a value, 0 for none; null when all are there or none is.</param>
/// <param name="Values">An array of the column's physical type; for texts where each ends among the bytes; for numbers of fixed length null.</param>
internal sealed record ColumnValues(int Rows, int Count, short[]? Present, Array? Values, byte[]? Bytes = null);

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

    /// <summary>Takes the column out of the rows, while these are near the processor.</summary>
    internal abstract ColumnValues Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch);

    internal abstract void Write(ColumnWriter writer, ColumnValues values, ParquetScratch scratch);

    protected Repetition Repetition => Optional ? Repetition.Optional : Repetition.Required;

    private protected static ColumnValues Taken<T>(int rows, int count, T[] values, ParquetScratch scratch)
        where T : unmanaged => new(rows, count, Present(rows, count, scratch), values.AsSpan(0, count).ToArray());

    private protected static short[]? Present(int rows, int count, ParquetScratch scratch) =>
        count == 0 || count == rows ? null : scratch.Levels.AsSpan(0, rows).ToArray();

    private protected void Write<T>(ColumnWriter writer, ColumnValues values, ReadOnlySpan<T> buffer, ParquetScratch scratch)
        where T : unmanaged
    {
        var typed = (ColumnWriter<T>)writer;
        if (!Optional) typed.WriteBatch(buffer);
        else typed.WriteBatch(values.Rows, values.Present ?? scratch.Same(values.Rows, values.Count > 0), default, buffer);
    }
}

/// <summary>A column whose values have one fixed size.</summary>
internal abstract class PlainColumn<TRow, T>(string name, bool optional) : ParquetColumn<TRow>(name, optional)
    where T : unmanaged
{
    internal sealed override void Write(ColumnWriter writer, ColumnValues values, ParquetScratch scratch) => Write<T>(writer, values, (T[])values.Values!, scratch);
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

    internal override ColumnValues Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        var used = 0;
        var n = 0;
        scratch.Grow(rows.Length);
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
            scratch.GrowBytes(used + Encoding.UTF8.GetMaxByteCount(text.Length));
            used += Encoding.UTF8.GetBytes(text, scratch.Bytes.AsSpan(used));
            scratch.Ints[n++] = used;
        }
        return new ColumnValues(rows.Length, n, Present(rows.Length, n, scratch), scratch.Ints.AsSpan(0, n).ToArray(), scratch.Bytes.AsSpan(0, used).ToArray());
    }

    internal override unsafe void Write(ColumnWriter writer, ColumnValues values, ParquetScratch scratch)
    {
        scratch.Grow(values.Count);
        var ends = (int[])values.Values!;
        fixed (byte* bytes = values.Bytes)
        {
            for (var (v, start) = (0, 0); v < ends.Length; start = ends[v++]) scratch.Texts[v] = new ByteArray((IntPtr)(bytes + start), ends[v] - start);
            Write<ByteArray>(writer, values, scratch.Texts.AsSpan(0, values.Count), scratch);
        }
    }
}

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

    internal override ColumnValues Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
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

    internal override ColumnValues Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
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

    internal override ColumnValues Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
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

    internal override ColumnValues Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
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

    internal override ColumnValues Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
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

    internal override ColumnValues Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
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

    internal override ColumnValues Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
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
        return new ColumnValues(rows.Length, n, Present(rows.Length, n, scratch), null, scratch.Bytes.AsSpan(0, n * Bytes).ToArray());
    }

    internal override unsafe void Write(ColumnWriter writer, ColumnValues values, ParquetScratch scratch)
    {
        scratch.Grow(values.Count);
        fixed (byte* bytes = values.Bytes)
        {
            for (var v = 0; v < values.Count; v++) scratch.Fixed[v] = new FixedLenByteArray((IntPtr)(bytes + (v * Bytes)));
            Write<FixedLenByteArray>(writer, values, scratch.Fixed.AsSpan(0, values.Count), scratch);
        }
    }
}

/// <summary>Buffers that the columns of one thread share.</summary>
internal sealed class ParquetScratch
{
    internal short[] Levels = [];
    internal int[] Ints = [];
    internal long[] Longs = [];
    internal float[] Floats = [];
    internal bool[] Flags = [];
    internal ByteArray[] Texts = [];
    internal FixedLenByteArray[] Fixed = [];
    internal byte[] Bytes = new byte[1 << 12];
    private short[] _ones = [];
    private short[] _zeros = [];

    internal void Grow(int rows)
    {
        if (Levels.Length >= rows) return;
        Levels = new short[rows];
        Ints = new int[rows];
        Longs = new long[rows];
        Floats = new float[rows];
        Flags = new bool[rows];
        Texts = new ByteArray[rows];
        Fixed = new FixedLenByteArray[rows];
    }

    /// <summary>Keeps what is there.</summary>
    internal void GrowBytes(int bytes)
    {
        if (Bytes.Length < bytes) Array.Resize(ref Bytes, Math.Max(bytes, Bytes.Length * 2));
    }

    /// <summary>As many ones, or zeros.</summary>
    internal ReadOnlySpan<short> Same(int rows, bool present)
    {
        if (_ones.Length < rows)
        {
            _zeros = new short[rows];
            _ones = new short[rows];
            Array.Fill(_ones, (short)1);
        }
        return (present ? _ones : _zeros).AsSpan(0, rows);
    }
}

/// <summary>Columns in file order.</summary>
internal sealed class ParquetTable<TRow>
{
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
    internal ParquetFileWriter Create(OutputStream output, byte[]? encryptionKey)
    {
        if (encryptionKey is null) return new ParquetFileWriter(output, _schema.Value, _plain.Value);
        using var properties = Properties(encryptionKey);
        return new ParquetFileWriter(output, _schema.Value, properties);
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

    /// <summary>The rows' columns, in file order.</summary>
    internal ColumnValues[] Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        var values = new ColumnValues[Columns.Count];
        for (var c = 0; c < values.Length; c++) values[c] = Columns[c].Of(rows, scratch);
        return values;
    }

    /// <summary>
    /// Writes a row group, one column after the other: what is held is one column's encoding, not that of all columns.
    /// </summary>
    internal void Write(ParquetFileWriter writer, IReadOnlyList<ColumnValues[]> blocks, ParquetScratch scratch)
    {
        using var group = writer.AppendRowGroup();
        for (var column = 0; column < Columns.Count; column++)
        {
            using var values = group.NextColumn();
            foreach (var block in blocks) Columns[column].Write(values, block[column], scratch);
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
