// The form in which numbers enter this project: one block of floats with named columns. It has a room of its own because
// everything else, ML.NET's data views included, is only a way to look at it.
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Paysieve.Models;

/// <summary>
/// Named float columns over rows, row by row in one array. <see cref="float.NaN"/> means missing; infinities are refused.
/// The array is used as it is, not copied: do not change it while a table over it is in use.
/// </summary>
public sealed class FeatureTable
{
    private readonly float[] _values;
    private readonly string[] _names;

    /// <param name="columns">Distinct, non-empty column names in order; ordinal comparison.</param>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="values">At least rows × columns numbers, row by row.</param>
    /// <exception cref="ArgumentException">No column, a name empty or twice, too few values, or an infinite value.</exception>
    public FeatureTable(IEnumerable<string> columns, int rows, float[] values)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        _names = FeatureNames.Checked(columns);
        if (values.LongLength < (long)rows * _names.Length)
            throw new ArgumentException($"{rows} rows of {_names.Length} columns need {(long)rows * _names.Length} values, found {values.LongLength}.", nameof(values));
        RowCount = rows;
        _values = values;
        RefuseInfinite();
    }

    /// <summary>Column names in order.</summary>
    public IReadOnlyList<string> Columns => _names;

    /// <summary>Number of columns, at least 1.</summary>
    public int ColumnCount => _names.Length;

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>One value; NaN when missing.</summary>
    public float this[int row, int column] => Row(row)[column];

    /// <summary>The values of one row in column order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such row.</exception>
    public ReadOnlySpan<float> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return _values.AsSpan(row * _names.Length, _names.Length);
    }

    /// <summary>The values of <paramref name="count"/> rows from <paramref name="first"/>, row by row.</summary>
    public ReadOnlySpan<float> Rows(int first, int count) => _values.AsSpan(first * _names.Length, count * _names.Length);

    /// <summary>A copy of the given rows, in the given order.</summary>
    public FeatureTable Subset(ReadOnlySpan<int> rows)
    {
        var copy = new float[rows.Length * _names.Length];
        for (var i = 0; i < rows.Length; i++)
            Row(rows[i]).CopyTo(copy.AsSpan(i * _names.Length));
        return new FeatureTable(_names, rows.Length, copy);
    }

    /// <summary>
    /// The table as an ML.NET data view with one vector column, its slots named after the columns. Nothing is copied until a
    /// cursor reads; reading a million rows of 30 columns takes well under a second.
    /// </summary>
    /// <param name="column">Name of the vector column.</param>
    public IDataView AsDataView(string column = ColumnNames.Features) => new FeatureTableView(this, column);

    /// <summary>Reads a vector column of floats of any data view into a table (O(rows × columns) memory).</summary>
    /// <exception cref="ArgumentException">The column is absent or not a vector of Single with a fixed size.</exception>
    public static FeatureTable FromDataView(IDataView view, string column = ColumnNames.Features)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view is FeatureTableView own && string.Equals(own.ColumnName, column, StringComparison.Ordinal))
            return own.Table;

        var features = FeatureNames.VectorColumn(view.Schema, column, out var size);
        var names = FeatureNames.OfSlots(features, size);
        var values = new float[checked((int)((view.GetRowCount() ?? 1024) * size))];
        var rows = 0;
        VBuffer<float> buffer = default;
        using var cursor = view.GetRowCursor([features]);
        var getter = cursor.GetGetter<VBuffer<float>>(features);
        while (cursor.MoveNext())
        {
            if (values.Length < (rows + 1) * size)
                Array.Resize(ref values, checked((int)Math.Max((rows + 1L) * size, Math.Min(values.Length * 2L, Array.MaxLength))));
            getter(ref buffer);
            buffer.CopyTo(values.AsSpan(rows * size, size));
            rows++;
        }

        return new FeatureTable(names, rows, values);
    }

    private void RefuseInfinite()
    {
        var used = _values.AsSpan(0, RowCount * _names.Length);
        for (var i = 0; i < used.Length; i++)
        {
            if (float.IsInfinity(used[i]))
                throw new ArgumentException($"Column {_names[i % _names.Length]} is infinite in row {i / _names.Length}; use NaN for missing.");
        }
    }
}
