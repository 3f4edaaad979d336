// One column of a Parquet file: taken out of the rows block by block and written by its physical type.
using ParquetSharp;
using ParquetSharp.Schema;

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
