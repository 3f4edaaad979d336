// A trained empirical-tail model: as ML.NET transformer, and directly for tight loops.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>Scores rows with a trained <see cref="EmpiricalTailEstimator"/>; both ways of asking give the same numbers bit for bit.</summary>
public sealed class EmpiricalTailTransformer : ScoringTransformer
{
    internal const string Kind = "EmpiricalTail";
    private readonly TailModel _model;
    private readonly OutputColumn[] _outputs;

    internal EmpiricalTailTransformer(TailModel model, string[] names, EmpiricalTailOptions options)
        : this(model, names, options.InputColumn, OutputsOf(options))
    {
    }

    private EmpiricalTailTransformer(TailModel model, string[] names, string inputColumn, OutputColumn[] outputs)
        : base(inputColumn, names)
    {
        _model = model;
        _outputs = outputs;
    }

    internal override OutputColumn[] Outputs => _outputs;

    internal static OutputColumn[] OutputsOf(EmpiricalTailOptions options) =>
        [new(options.ScoreColumn, false), new(options.ContributionsColumn, true)];

    /// <summary>Sums of surprises, ≥ 0, one per row.</summary>
    /// <param name="rows">The trained columns in the trained order.</param>
    /// <param name="threads">How many threads may work; the numbers do not depend on it.</param>
    /// <exception cref="ArgumentException">Other columns than trained on.</exception>
    public double[] Score(FeatureTable rows, int threads = 1)
    {
        RefuseOthers(rows);
        var scores = new double[rows.RowCount];
        Blocks.Run(rows.RowCount, threads, static () => 0,
            (first, count, _) => _model.Score(rows.Rows(first, count), scores.AsSpan(first, count)));
        return scores;
    }

    /// <summary>One row's score taken apart; the base value is 0.</summary>
    /// <exception cref="ArgumentException">Another number of columns than trained on.</exception>
    public Attribution Explain(ReadOnlySpan<float> row)
    {
        RefuseOthers(row);
        var contributions = new double[row.Length];
        var sum = _model.Explain(row, contributions);
        return new Attribution(sum, sum, 0, contributions);
    }

    /// <inheritdoc/>
    public override void Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        TransformerLoader.Write(ctx, Kind, writer =>
        {
            writer.Write(InputColumn);
            foreach (var output in _outputs)
                writer.Write(output.Name);
            writer.WriteNames(Names);
            _model.Write(writer);
        });
    }

    internal static EmpiricalTailTransformer Read(BinaryReader reader)
    {
        var input = reader.ReadString();
        OutputColumn[] outputs = [new(reader.ReadString(), false), new(reader.ReadString(), true)];
        var names = reader.ReadNames();
        var model = TailModel.Read(reader);
        if (model.Columns != names.Length)
            throw new InvalidDataException("An empirical tail's columns do not fit its names.");
        return new EmpiricalTailTransformer(model, names, input, outputs);
    }

    internal override RowScorer CreateScorer(bool withContributions) => new Scorer(_model);

    private sealed class Scorer(TailModel model) : RowScorer
    {
        private readonly double[] _contributions = new double[model.Columns];
        private double _sum;

        public override void Load(ReadOnlySpan<float> row) => _sum = model.Explain(row, _contributions);

        public override double Number(int output) => _sum;

        public override ReadOnlySpan<double> Vector(int output) => _contributions;
    }
}
