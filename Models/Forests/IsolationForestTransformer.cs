// A trained isolation forest: as ML.NET transformer, and directly for tight loops.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// Scores rows with a trained <see cref="IsolationForestEstimator"/>. The data-view columns and the direct methods give the same
/// numbers bit for bit, on any number of threads.
/// </summary>
public sealed class IsolationForestTransformer : ScoringTransformer
{
    internal const string Kind = "IsolationForest";
    private readonly PackedForest _forest;
    private readonly OutputColumn[] _outputs;

    internal IsolationForestTransformer(PackedForest forest, string[] names, IsolationForestOptions options)
        : this(forest, names, options.InputColumn, OutputsOf(options))
    {
    }

    private IsolationForestTransformer(PackedForest forest, string[] names, string inputColumn, OutputColumn[] outputs)
        : base(inputColumn, names)
    {
        _forest = forest;
        _outputs = outputs;
    }

    /// <summary>Raw score before a row is looked at; adding a row's contributions gives its raw score.</summary>
    public double BaseValue => _forest.BaseValue;

    /// <summary>Number of trees.</summary>
    public int TreeCount => _forest.TreeCount;

    internal override OutputColumn[] Outputs => _outputs;

    internal static OutputColumn[] OutputsOf(IsolationForestOptions options) =>
        [new(options.ScoreColumn, false), new(options.RawScoreColumn, false), new(options.ContributionsColumn, true)];

    /// <summary>Anomaly scores in (0, 1), one per row.</summary>
    /// <param name="rows">The trained columns in the trained order.</param>
    /// <param name="threads">How many threads may work; the numbers do not depend on it.</param>
    /// <exception cref="ArgumentException">Other columns than trained on.</exception>
    public double[] Score(FeatureTable rows, int threads = 1)
    {
        RefuseOthers(rows);
        var scores = new double[rows.RowCount];
        Blocks.Run(rows.RowCount, threads, () => new float[_forest.ScratchFloats(Blocks.Rows)], (first, count, scratch) =>
        {
            var block = scores.AsSpan(first, count);
            _forest.Score(rows.Rows(first, count), block, scratch);
            foreach (ref var score in block)
                score = ScoreOf(score);
        });
        return scores;
    }

    /// <summary>
    /// One row's raw score (-E[h]/c) taken apart along its paths: each split credits its column with the change of the expected
    /// path length (A. Saabas' path attribution). A missing value is credited like any other.
    /// </summary>
    /// <exception cref="ArgumentException">Another number of columns than trained on.</exception>
    public Attribution Explain(ReadOnlySpan<float> row)
    {
        RefuseOthers(row);
        var contributions = new double[row.Length];
        var raw = _forest.Explain(row, contributions, new float[_forest.ScratchFloats(1)]);
        return new Attribution(ScoreOf(raw), raw, _forest.BaseValue, contributions);
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
            _forest.Write(writer);
        });
    }

    internal static IsolationForestTransformer Read(BinaryReader reader)
    {
        var input = reader.ReadString();
        OutputColumn[] outputs = [new(reader.ReadString(), false), new(reader.ReadString(), false), new(reader.ReadString(), true)];
        var names = reader.ReadNames();
        var forest = PackedForest.Read(reader);
        if (forest.Columns != names.Length)
            throw new InvalidDataException("An isolation forest's columns do not fit its names.");
        return new IsolationForestTransformer(forest, names, input, outputs);
    }

    internal override RowScorer CreateScorer(bool withContributions) => new Scorer(_forest, withContributions);

    /// <summary>The score of a raw score.</summary>
    internal static double ScoreOf(double raw) => Math.Pow(2, raw);

    private sealed class Scorer(PackedForest forest, bool explain) : RowScorer
    {
        private readonly float[] _mirrored = new float[forest.ScratchFloats(1)];
        private readonly double[] _raw = new double[1];
        private readonly double[] _contributions = new double[forest.Columns];

        public override void Load(ReadOnlySpan<float> row)
        {
            forest.Score(row, _raw, _mirrored);
            if (explain)
                forest.Explain(row, _contributions, _mirrored);
        }

        public override double Number(int output) => output == 0 ? ScoreOf(_raw[0]) : _raw[0];

        public override ReadOnlySpan<double> Vector(int output) => _contributions;
    }
}
