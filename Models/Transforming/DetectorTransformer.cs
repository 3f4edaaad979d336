// What all detectors' transformers share: a score column, a contributions column, and the direct way to both.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// A trained detector with one score a row. The data-view columns and the direct methods give the same numbers bit for bit, on any
/// number of threads.
/// </summary>
public abstract class DetectorTransformer : ScoringTransformer
{
    private readonly IDetectorModel _model;
    private readonly OutputColumn[] _outputs;

    private protected DetectorTransformer(IDetectorModel model, string[] names, string inputColumn, OutputColumn[] outputs)
        : base(inputColumn, names)
    {
        if (model.Columns != names.Length)
            throw new InvalidDataException("A detector's columns do not fit its names.");
        _model = model;
        _outputs = outputs;
    }

    internal override OutputColumn[] Outputs => _outputs;

    private protected abstract string KindName { get; }

    private protected IDetectorModel Model => _model;

    /// <summary>Scores, one per row, larger = more unusual.</summary>
    /// <param name="rows">The trained columns in the trained order.</param>
    /// <param name="threads">How many threads may work; the numbers do not depend on it.</param>
    /// <exception cref="ArgumentException">Other columns than trained on.</exception>
    public double[] Score(FeatureTable rows, int threads = 1)
    {
        RefuseOthers(rows);
        var scores = new double[rows.RowCount];
        Blocks.Run(rows.RowCount, threads, () => new float[_model.ScratchFloats(Blocks.Rows)], (first, count, scratch) =>
        {
            var block = scores.AsSpan(first, count);
            _model.Score(rows.Rows(first, count), block, scratch);
            foreach (ref var score in block)
                score = Shown(score);
        });
        return scores;
    }

    /// <summary>One row's score taken apart; base value and contributions add up to <see cref="Attribution.Explained"/> within 1e-6.</summary>
    /// <exception cref="ArgumentException">Another number of columns than trained on.</exception>
    public Attribution Explain(ReadOnlySpan<float> row)
    {
        RefuseOthers(row);
        var contributions = new double[row.Length];
        var raw = _model.Explain(row, contributions, new float[_model.ScratchFloats(1)]);
        return new Attribution(Shown(raw), raw, _model.BaseValue, contributions);
    }

    /// <inheritdoc/>
    public override void Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        TransformerLoader.Write(ctx, KindName, writer =>
        {
            writer.Write(InputColumn);
            foreach (var output in _outputs)
                writer.Write(output.Name);
            writer.WriteNames(Names);
            _model.Write(writer);
        });
    }

    internal static OutputColumn[] ScoreAndContributions(string score, string contributions) => [new(score, false), new(contributions, true)];

    /// <summary>Reads what <see cref="Save"/> wrote of a detector with a score and a contributions column.</summary>
    internal static T Read<T>(BinaryReader reader, Func<BinaryReader, IDetectorModel> model, Func<IDetectorModel, string[], string, OutputColumn[], T> make)
    {
        var input = reader.ReadString();
        var outputs = ScoreAndContributions(reader.ReadString(), reader.ReadString());
        var names = reader.ReadNames();
        return make(model(reader), names, input, outputs);
    }

    internal override RowScorer CreateScorer(bool withContributions) => new Scorer(this, withContributions);

    /// <summary>The score as it is shown; the model's own number unless a detector says otherwise.</summary>
    private protected virtual double Shown(double raw) => raw;

    private sealed class Scorer(DetectorTransformer owner, bool explain) : RowScorer
    {
        private readonly float[] _scratch = new float[owner._model.ScratchFloats(1)];
        private readonly double[] _raw = new double[1];
        private readonly double[] _contributions = new double[owner._model.Columns];

        public override void Load(ReadOnlySpan<float> row)
        {
            if (explain)
                _raw[0] = owner._model.Explain(row, _contributions, _scratch);
            else
                owner._model.Score(row, _raw, _scratch);
        }

        // The first column is the score as shown; a second number, where there is one, is the model's own.
        public override double Number(int output) => output == 0 ? owner.Shown(_raw[0]) : _raw[0];

        public override ReadOnlySpan<double> Vector(int output) => _contributions;
    }
}
