// Reads one column of one row group in batches, by physical type: no object for a value, missing ones filled in.
using ParquetSharp;

namespace Paysieve.Pipeline.Lake;

/// <summary>Takes a batch: <paramref name="first"/> is the row of values[0] within the row group. Text points into the reader's pages and is void afterwards.</summary>
internal delegate void TakeBatch<T>(int first, ReadOnlySpan<T> values);

/// <summary>Buffers of one reading thread.</summary>
internal sealed class ParquetScan
{
    private const int Batch = 8_192;

    [ThreadStatic]
    private static ParquetScan? _ofThread;

    private readonly short[] _levels = new short[Batch];
    private readonly int[] _ints = new int[Batch];
    private readonly long[] _longs = new long[Batch];
    private readonly float[] _floats = new float[Batch];
    private readonly bool[] _flags = new bool[Batch];
    private readonly ByteArray[] _texts = new ByteArray[Batch];
    private readonly FixedLenByteArray[] _fixed = new FixedLenByteArray[Batch];

    private ParquetScan()
    {
    }

    /// <summary>The calling thread's: a lake of many files would else leave as many buffers to the collector.</summary>
    internal static ParquetScan OfThread => _ofThread ??= new ParquetScan();

    internal static ParquetFileReader Open<TRow>(string path, ParquetTable<TRow> table, byte[]? decryptionKey)
    {
        using var properties = ReaderProperties.WithMemoryPool(MemoryPool.SystemMemoryPool());
        if (decryptionKey is not null)
        {
            using var builder = new FileDecryptionPropertiesBuilder();
            properties.FileDecryptionProperties = builder.FooterKey(decryptionKey).Build();
        }
        var reader = new ParquetFileReader(path, properties);
        if (reader.FileMetaData.NumColumns == table.Columns.Count) return reader;
        reader.Dispose();
        throw new LakeUnreadableException($"{Path.GetFileName(path)} has other columns than this program's lake");
    }

    internal void Ints<TRow>(RowGroupReader group, ParquetColumn<TRow> column, int missing, TakeBatch<int> take) =>
        Read(group, column, _ints, missing, take);

    internal void Longs<TRow>(RowGroupReader group, ParquetColumn<TRow> column, TakeBatch<long> take) =>
        Read(group, column, _longs, 0, take);

    internal void Floats<TRow>(RowGroupReader group, ParquetColumn<TRow> column, TakeBatch<float> take) =>
        Read(group, column, _floats, float.NaN, take);

    internal void Flags<TRow>(RowGroupReader group, ParquetColumn<TRow> column, TakeBatch<bool> take) =>
        Read(group, column, _flags, false, take);

    /// <summary>Missing text has length 0: no column holds an empty one.</summary>
    internal void Texts<TRow>(RowGroupReader group, ParquetColumn<TRow> column, TakeBatch<ByteArray> take) =>
        Read(group, column, _texts, default, take);

    /// <summary>Missing amounts have a null pointer.</summary>
    internal void Money<TRow>(RowGroupReader group, ParquetColumn<TRow> column, TakeBatch<FixedLenByteArray> take) =>
        Read(group, column, _fixed, default, take);

    private void Read<T, TRow>(RowGroupReader group, ParquetColumn<TRow> column, T[] buffer, T missing, TakeBatch<T> take)
        where T : unmanaged
    {
        using var reader = (ColumnReader<T>)group.Column(column.Index);
        var rows = checked((int)group.MetaData.NumRows);
        for (var first = 0; first < rows;)
        {
            var wanted = Math.Min(Batch, rows - first);
            var read = column.Optional
                ? (int)reader.ReadBatch(wanted, _levels.AsSpan(0, wanted), default, buffer.AsSpan(0, wanted), out var stated)
                : (int)reader.ReadBatch(wanted, buffer.AsSpan(0, wanted), out stated);
            if (read == 0) throw new LakeUnreadableException($"column {column.Name} ends after {first} of {rows} rows");
            if (stated < read) Spread(buffer, (int)stated, read, missing);
            take(first, buffer.AsSpan(0, read));
            first += read;
        }
    }

    /// <summary>Values come packed; from the back each moves to its row.</summary>
    private void Spread<T>(T[] buffer, int stated, int rows, T missing)
    {
        for (var i = rows - 1; i >= 0; i--) buffer[i] = _levels[i] == 0 ? missing : buffer[--stated];
    }
}
