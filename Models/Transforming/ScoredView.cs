// A data view with the scores beside its columns: lazy, one scorer per cursor, nothing computed that nobody reads.
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Paysieve.Models;

internal sealed class ScoredView(IDataView input, RowScoring scoring) : IDataView
{
    public DataViewSchema Schema => scoring.OutputSchema;

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = columnsNeeded.ToArray();
        return new Cursor(input.GetRowCursor(scoring.GetDependencies(needed), rand), scoring, needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var needed = columnsNeeded.ToArray();
        return [.. input.GetRowCursorSet(scoring.GetDependencies(needed), n, rand).Select(cursor => new Cursor(cursor, scoring, needed))];
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly RowScoring _scoring;
        private readonly RowScoring.Bound _bound;

        public Cursor(DataViewRowCursor input, RowScoring scoring, DataViewSchema.Column[] needed)
        {
            _input = input;
            _scoring = scoring;
            _bound = scoring.Bind(input, needed);
        }

        public override DataViewSchema Schema => _scoring.OutputSchema;

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override bool MoveNext() => _input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _bound.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _bound.Getter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _input.Dispose();
            base.Dispose(disposing);
        }
    }
}
