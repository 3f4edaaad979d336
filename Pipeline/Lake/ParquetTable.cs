// What stands in a Parquet file is said once, as a table of columns; this is the machinery that writes such a table.
using System.Buffers.Binary;
using ParquetSharp;
using ParquetSharp.IO;
using ParquetSharp.Schema;

namespace Paysieve.Pipeline.Lake;

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
