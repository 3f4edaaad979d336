// A table seen as an ML.NET data view: a cursor that copies one row of floats at a time, without boxing or reflection,
// because ML.NET's own LoadFromEnumerable costs an object and a delegate per row.
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Paysieve.Models;

internal sealed class FeatureTableView : IDataView
{
    public FeatureTableView(FeatureTable table, string column)
    {
        Table = table;
        ColumnName = column;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(column, new VectorDataViewType(NumberDataViewType.Single, table.ColumnCount),
            FeatureNames.SlotAnnotations([.. table.Columns]));
        Schema = builder.ToSchema();
    }

    public FeatureTable Table { get; }

    public string ColumnName { get; }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public long? GetRowCount() => Table.RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, columnsNeeded.Any());

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(FeatureTableView view, bool active) : DataViewRowCursor
    {
        private readonly FeatureTable _table = view.Table;
        private int _row = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _row;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (_row + 1 >= _table.RowCount)
            {
                _row = -1;
                return false;
            }

            _row++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active && column.Index == 0;

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)_row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<VBuffer<float>> getter = Copy;
            return getter as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Column '{column.Name}' is a vector of Single, not {typeof(TValue)}.");
        }

        private void Copy(ref VBuffer<float> value)
        {
            var row = _table.Row(_row);
            var editor = VBufferEditor.Create(ref value, row.Length);
            row.CopyTo(editor.Values);
            value = editor.Commit();
        }
    }
}
