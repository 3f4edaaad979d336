// A scoring transformer bound to the schema of its input: which columns come out, and how to compute them lazily,
// once per row however many of them are asked for.
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Paysieve.Models;

internal sealed class RowScoring : IRowToRowMapper
{
    private readonly ScoringTransformer _transformer;
    private readonly OutputColumn[] _outputs;
    private readonly DataViewSchema.Column _features;

    public RowScoring(ScoringTransformer transformer, DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer = transformer;
        _outputs = transformer.Outputs;
        _features = transformer.Input(input);
        InputSchema = input;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        foreach (var output in _outputs)
        {
            if (output.IsVector)
                builder.AddColumn(output.Name, new VectorDataViewType(NumberDataViewType.Double, transformer.FeatureColumns.Count), transformer.ContributionAnnotations());
            else
                builder.AddColumn(output.Name, NumberDataViewType.Double);
        }

        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = dependingColumns.Select(column => column.Index).ToHashSet();
        var scored = needed.Any(index => index >= InputSchema.Count);
        return InputSchema.Where(column => needed.Contains(column.Index) || (scored && column.Index == _features.Index));
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema != InputSchema)
            throw new ArgumentException("The row has another schema than the mapper.", nameof(input));
        return new ScoredRow(input, Bind(input, activeColumns));
    }

    public Bound Bind(DataViewRow input, IEnumerable<DataViewSchema.Column> active) => new(this, input, active);

    /// <summary>The outputs over one live input row.</summary>
    internal sealed class Bound
    {
        private readonly RowScoring _owner;
        private readonly DataViewRow _input;
        private readonly bool[] _active;
        private readonly RowScorer? _scorer;
        private readonly ValueGetter<VBuffer<float>>? _getter;
        private readonly float[] _row;
        private VBuffer<float> _buffer;
        private long _loaded = long.MinValue;

        public Bound(RowScoring owner, DataViewRow input, IEnumerable<DataViewSchema.Column> active)
        {
            _owner = owner;
            _input = input;
            _active = new bool[owner.OutputSchema.Count];
            foreach (var column in active)
                _active[column.Index] = true;
            _row = new float[owner._transformer.FeatureColumns.Count];
            var own = Enumerable.Range(0, owner._outputs.Length).Where(i => _active[owner.InputSchema.Count + i]).ToArray();
            if (own.Length == 0)
                return;
            _scorer = owner._transformer.CreateScorer(own.Any(i => owner._outputs[i].IsVector));
            _getter = input.GetGetter<VBuffer<float>>(owner._features);
        }

        public RowScoring Owner => _owner;

        public bool IsActive(DataViewSchema.Column column) => column.Index < _active.Length && _active[column.Index];

        public ValueGetter<T> Getter<T>(DataViewSchema.Column column)
        {
            var index = column.Index - _owner.InputSchema.Count;
            if (index < 0)
                return _input.GetGetter<T>(_owner.InputSchema[column.Index]);
            if (!IsActive(column))
                throw new InvalidOperationException($"Column '{column.Name}' was not asked for.");
            Delegate getter = _owner._outputs[index].IsVector
                ? new ValueGetter<VBuffer<double>>((ref VBuffer<double> value) => CopyVector(index, ref value))
                : new ValueGetter<double>((ref double value) => value = Current().Number(index));
            return getter as ValueGetter<T>
                ?? throw new InvalidOperationException($"Column '{column.Name}' is {column.Type}, not {typeof(T)}.");
        }

        private void CopyVector(int index, ref VBuffer<double> value)
        {
            var vector = Current().Vector(index);
            var editor = VBufferEditor.Create(ref value, vector.Length);
            vector.CopyTo(editor.Values);
            value = editor.Commit();
        }

        private RowScorer Current()
        {
            if (_input.Position != _loaded)
            {
                _getter!(ref _buffer);
                _buffer.CopyTo(_row);
                _scorer!.Load(_row);
                _loaded = _input.Position;
            }

            return _scorer!;
        }
    }

    private sealed class ScoredRow(DataViewRow input, Bound bound) : DataViewRow
    {
        public override DataViewSchema Schema => bound.Owner.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => bound.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => bound.Getter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
