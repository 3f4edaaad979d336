// What stands in a Parquet file is said once, as a table of columns; this is the machinery that writes such a table.
// Columns are taken out of the rows block by block and written by their physical types: a string costs one copy, not an object on the way.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ParquetSharp;
using ParquetSharp.IO;
using ParquetSharp.Schema;
using Encoding = System.Text.Encoding;

namespace Paysieve.Pipeline.Lake;

/// <summary>One column of a block: where its values stand among the block's bytes.</summary>
/// <param name="Count">Values that are there.</param>
/// <param name="Present">Where a 1 stands for each row that has a value and a 0 for one that has none; null when all have one or none has.</param>
/// <param name="Values">Where the values stand, in the column's physical type; of texts where each ends among their bytes.</param>
/// <param name="Text">Where the bytes of the texts stand.</param>
internal readonly record struct ColumnPlace(int Count, int? Present, int Values, int Text = 0);

/// <summary>
/// A block of rows as its file will hold it: all columns in pages that are lent, and given back when the block is written. A million rows
/// have thousands of blocks of fifty columns, and an array for each would be the collector's to move until its row group is full.
/// </summary>
internal sealed record ColumnBlock(int Rows, ColumnPlace[] Columns, byte[][] Pages)
{
    internal ReadOnlySpan<T> At<T>(int place, int count) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(Pages[PagePool.PageOf(place)].AsSpan(PagePool.PlaceOnPage(place), count * Unsafe.SizeOf<T>()));
}

/// <summary>Pages of one size, small enough not to count as large with the collector. Safe for several threads.</summary>
internal sealed class PagePool
{
    internal const int PageBytes = 1 << PageBits;
    private const int PageBits = 16;

    private readonly Lock _access = new();
    private readonly Stack<byte[]> _pages = new();

    internal static int PlaceOf(int page, int onPage) => (page << PageBits) | onPage;

    internal static int PageOf(int place) => place >> PageBits;

    internal static int PlaceOnPage(int place) => place & (PageBytes - 1);

    internal byte[] Lend()
    {
        lock (_access)
        {
            if (_pages.TryPop(out var page)) return page;
        }
        return GC.AllocateUninitializedArray<byte>(PageBytes);
    }

    internal void TakeBack(ReadOnlySpan<byte[]> pages)
    {
        lock (_access)
        {
            foreach (var page in pages) if (page.Length == PageBytes) _pages.Push(page);
        }
    }
}

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
    internal abstract ColumnPlace Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch);

    internal abstract void Write(ColumnWriter writer, ColumnBlock block, ParquetScratch scratch);

    protected Repetition Repetition => Optional ? Repetition.Optional : Repetition.Required;

    private protected static ColumnPlace Taken<T>(int rows, int count, T[] values, ParquetScratch scratch) where T : unmanaged =>
        new(count, Present(rows, count, scratch), scratch.Keep<T>(values.AsSpan(0, count)));

    private protected static int? Present(int rows, int count, ParquetScratch scratch) =>
        count == 0 || count == rows ? null : scratch.Keep<short>(scratch.Levels.AsSpan(0, rows));

    private protected void Write<T>(ColumnWriter writer, ColumnBlock block, ReadOnlySpan<T> values, ParquetScratch scratch)
        where T : unmanaged
    {
        var typed = (ColumnWriter<T>)writer;
        if (!Optional) typed.WriteBatch(values);
        else typed.WriteBatch(block.Rows, block.Columns[Index].Present is { } place ? block.At<short>(place, block.Rows) : scratch.Same(block.Rows, values.Length > 0), default, values);
    }
}

/// <summary>A column whose values have one fixed size.</summary>
internal abstract class PlainColumn<TRow, T>(string name, bool optional) : ParquetColumn<TRow>(name, optional)
    where T : unmanaged
{
    internal sealed override void Write(ColumnWriter writer, ColumnBlock block, ParquetScratch scratch)
    {
        var place = block.Columns[Index];
        Write(writer, block, block.At<T>(place.Values, place.Count), scratch);
    }
}

/// <summary>
/// What the shared text columns say of a row, written as bytes once and copied from there for all rows that have it in common: otherwise every row of a
/// payee would ask eighteen strings that lie far apart, and write them anew.
/// </summary>
internal abstract class SharedTexts
{
    /// <summary>Text for text its length (-1 = missing) and its bytes; null before the first row was taken.</summary>
    internal byte[]? Written;
}

/// <summary>UTF-8 text; missing is null.</summary>
/// <param name="shared">Whether the text follows from what the table's rows share.</param>
internal sealed class TextColumn<TRow>(string name, bool optional, Func<TRow, string?> value, bool unique = false, bool shared = false) : ParquetColumn<TRow>(name, optional)
{
    internal override bool Unique => unique;

    internal bool Shared => shared;

    /// <summary>Appends the row's text to what is written for all that share it; returns the bytes used.</summary>
    internal int Append(TRow row, int used, ParquetScratch scratch)
    {
        var text = value(row);
        if (text is null && !Optional) throw new InvalidOperationException($"column {Name} may not be missing");
        scratch.GrowBytes(used + sizeof(int) + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0));
        var length = text is null ? -1 : Encoding.UTF8.GetBytes(text, scratch.Bytes.AsSpan(used + sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(scratch.Bytes.AsSpan(used), length);
        return used + sizeof(int) + Math.Max(0, length);
    }

    internal override Node Node()
    {
        using var type = LogicalType.String();
        return new PrimitiveNode(Name, Repetition, type, PhysicalType.ByteArray);
    }

    internal override ColumnPlace Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
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
        return new ColumnPlace(n, Present(rows.Length, n, scratch), scratch.Keep<int>(scratch.Ints.AsSpan(0, n)), scratch.Keep<byte>(scratch.Bytes.AsSpan(0, used)));
    }

    internal override unsafe void Write(ColumnWriter writer, ColumnBlock block, ParquetScratch scratch)
    {
        var place = block.Columns[Index];
        scratch.Grow(place.Count);
        var ends = block.At<int>(place.Values, place.Count);
        fixed (byte* text = block.At<byte>(place.Text, ends.Length > 0 ? ends[^1] : 0))
        {
            for (var (v, start) = (0, 0); v < ends.Length; start = ends[v++]) scratch.Texts[v] = new ByteArray((IntPtr)(text + start), ends[v] - start);
            Write<ByteArray>(writer, block, scratch.Texts.AsSpan(0, place.Count), scratch);
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

/// <summary>Buffers that the columns of one thread share. Blocks are kept on pages of <paramref name="pool"/>.</summary>
internal sealed class ParquetScratch(PagePool pool)
{
    private const int Alignment = sizeof(long);

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
    private readonly List<byte[]> _pages = [];
    private TextsTaken[] _taken = [];
    private int _used;

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

    /// <summary>Puts values into the block, on one page; returns where they stand. What is larger than a page has one of its own.</summary>
    internal int Keep<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        if (_pages.Count == 0 || _pages[^1].Length - _used < Math.Max(1, bytes.Length))
        {
            _pages.Add(bytes.Length > PagePool.PageBytes ? bytes.ToArray() : pool.Lend());
            _used = 0;
        }
        bytes.CopyTo(_pages[^1].AsSpan(_used));
        var place = PagePool.PlaceOf(_pages.Count - 1, _used);
        _used = (_used + bytes.Length + Alignment - 1) & -Alignment;
        return place;
    }

    /// <summary>Room for the texts of as many shared columns, side by side.</summary>
    internal TextsTaken[] Taken(int columns, int rows)
    {
        if (_taken.Length < columns) _taken = [.. Enumerable.Range(0, columns).Select(_ => new TextsTaken())];
        foreach (var taken in _taken) taken.Begin(rows);
        return _taken;
    }

    /// <summary>Ends the block: its pages, until <see cref="GiveBack"/>.</summary>
    internal byte[][] Pages()
    {
        // Of few rows of each of many months a page each would be most of the memory of a night.
        if (_pages is [.., { Length: PagePool.PageBytes } last] && _used < PagePool.PageBytes / 2)
        {
            _pages[^1] = last.AsSpan(0, _used).ToArray();
            pool.TakeBack([last]);
        }
        byte[][] pages = [.. _pages];
        _pages.Clear();
        return pages;
    }

    internal void GiveBack(ColumnBlock block) => pool.TakeBack(block.Pages);

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

/// <summary>The texts of one shared column while rows are taken one by one.</summary>
internal sealed class TextsTaken
{
    private short[] _levels = [];
    private int[] _ends = [];
    private byte[] _bytes = new byte[1 << 12];
    private int _count;
    private int _used;

    internal void Begin(int rows)
    {
        _count = _used = 0;
        if (_levels.Length >= rows) return;
        _levels = new short[rows];
        _ends = new int[rows];
    }

    internal void Missing(int row) => _levels[row] = 0;

    internal void Take(int row, ReadOnlySpan<byte> text)
    {
        if (_bytes.Length - _used < text.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + text.Length));
        text.CopyTo(_bytes.AsSpan(_used));
        _levels[row] = 1;
        _ends[_count++] = _used += text.Length;
    }

    internal ColumnPlace Kept(int rows, ParquetScratch scratch) => new(
        _count, _count == 0 || _count == rows ? null : scratch.Keep<short>(_levels.AsSpan(0, rows)), scratch.Keep<int>(_ends.AsSpan(0, _count)), scratch.Keep<byte>(_bytes.AsSpan(0, _used)));
}

/// <summary>Columns in file order.</summary>
internal sealed class ParquetTable<TRow>
{
    // Made once for all files: a night may write a thousand. They are never changed, and tables live as long as the process.
    private readonly Lazy<GroupNode> _schema;
    private readonly Lazy<WriterProperties> _plain;

    private readonly Func<TRow, SharedTexts>? _share;
    private readonly TextColumn<TRow>[] _shared;

    internal ParquetTable(params ParquetColumn<TRow>[] columns)
        : this(null, columns)
    {
    }

    /// <param name="share">Where a row keeps the texts of the shared columns.</param>
    internal ParquetTable(Func<TRow, SharedTexts>? share, params ParquetColumn<TRow>[] columns)
    {
        Columns = columns;
        _share = share;
        _shared = share is null ? [] : [.. columns.OfType<TextColumn<TRow>>().Where(column => column.Shared)];
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

    /// <summary>
    /// Snappy: a codec that packs closer holds a megabyte of tables for each column and month in the making, and takes longer than all else. The system's memory:
    /// the library's own pool keeps what the threads that wrote and read have freed, for as long as they live.
    /// </summary>
    private WriterProperties Properties(byte[]? encryptionKey)
    {
        using var builder = new WriterPropertiesBuilder();
        builder.MemoryPool(MemoryPool.SystemMemoryPool()).Compression(Compression.Snappy).CreatedBy("paysieve").DisableStatistics()
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
    internal ColumnBlock Of(ReadOnlySpan<TRow> rows, ParquetScratch scratch)
    {
        var places = new ColumnPlace[Columns.Count];
        for (var c = 0; c < places.Length; c++)
        {
            if (_share is null || Columns[c] is not TextColumn<TRow> { Shared: true }) places[c] = Columns[c].Of(rows, scratch);
        }
        if (_share is not null) TakeShared(_share, rows, places, scratch);
        return new ColumnBlock(rows.Length, places, scratch.Pages());
    }

    /// <summary>Row by row: the texts of one row stand together.</summary>
    private void TakeShared(Func<TRow, SharedTexts> share, ReadOnlySpan<TRow> rows, ColumnPlace[] places, ParquetScratch scratch)
    {
        var taken = scratch.Taken(_shared.Length, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var texts = share(rows[i]);
            // Another thread may write the same: the same bytes.
            ReadOnlySpan<byte> written = texts.Written ??= Written(rows[i], scratch);
            for (var c = 0; c < _shared.Length; c++)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(written);
                written = written[sizeof(int)..];
                if (length < 0)
                {
                    taken[c].Missing(i);
                    continue;
                }
                taken[c].Take(i, written[..length]);
                written = written[length..];
            }
        }
        for (var c = 0; c < _shared.Length; c++) places[_shared[c].Index] = taken[c].Kept(rows.Length, scratch);
    }

    private byte[] Written(TRow row, ParquetScratch scratch)
    {
        var used = 0;
        foreach (var column in _shared) used = column.Append(row, used, scratch);
        return scratch.Bytes.AsSpan(0, used).ToArray();
    }

    /// <summary>
    /// Writes a row group, one column after the other: what is held is one column's encoding, not that of all columns. The blocks are given back.
    /// </summary>
    internal void Write(ParquetFileWriter writer, IReadOnlyList<ColumnBlock> blocks, ParquetScratch scratch)
    {
        using var group = writer.AppendRowGroup();
        foreach (var column in Columns)
        {
            using var values = group.NextColumn();
            foreach (var block in blocks) column.Write(values, block, scratch);
            values.Close();
        }
        group.Close();
        foreach (var block in blocks) scratch.GiveBack(block);
    }
}

/// <summary>Amounts as whole numbers of 10^-12, as DECIMAL(29, 12) holds them.</summary>
internal static class MoneyUnits
{
    private static readonly Int128 Unit = 1_000_000_000_000;

    private static readonly ulong[] Powers = [.. Enumerable.Range(0, MoneyColumn<object>.Scale + 1).Select(power => (ulong)Math.Pow(10, power))];

    internal static Int128 ToUnits(decimal amount)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        var scale = (bits[3] >> 16) & 0xff;
        // Nearly every amount: 64 bits, and no more decimals than are kept.
        if (bits[2] == 0 && scale <= MoneyColumn<object>.Scale)
        {
            var units = (Int128)Math.BigMul(((ulong)(uint)bits[1] << 32) | (uint)bits[0], Powers[MoneyColumn<object>.Scale - scale]);
            return bits[3] < 0 ? -units : units;
        }
        decimal.GetBits(Math.Round(amount, MoneyColumn<object>.Scale), bits);
        scale = (bits[3] >> 16) & 0xff;
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
