// A trained ensemble: as ML.NET transformer, and directly for tight loops.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// Scores rows with a trained <see cref="AnomalyEnsembleEstimator"/>. As a transformer it adds the Double columns "Score", "Surprise",
/// "ForestScore", "TailScore" and the vector "Contributions"; the direct methods give the same numbers bit for bit, on any
/// number of threads, and contributions only for the rows that are asked for.
/// </summary>
public sealed class AnomalyEnsembleTransformer : ScoringTransformer
{
    internal const string Kind = "AnomalyEnsemble";

    internal static readonly OutputColumn[] OutputColumns =
        [new("Score", false), new("Surprise", false), new("ForestScore", false), new("TailScore", false), new("Contributions", true)];

    private readonly EnsembleModel _model;

    internal AnomalyEnsembleTransformer(EnsembleModel model, string[] names, string inputColumn)
        : base(inputColumn, names) => _model = model;

    /// <summary>The calibration of the mix, from which surprise and score come.</summary>
    public TailCalibrator Calibration => _model.Calibration;

    internal override OutputColumn[] Outputs => OutputColumns;

    /// <summary>Scores of all rows of a table.</summary>
    /// <param name="rows">The trained columns in the trained order.</param>
    /// <param name="threads">How many threads may work; the numbers do not depend on it.</param>
    /// <exception cref="ArgumentException">Other columns than trained on.</exception>
    public AnomalyScores Score(FeatureTable rows, int threads = 1)
    {
        RefuseOthers(rows);
        var count = rows.RowCount;
        var scores = new AnomalyScores(new double[count], new double[count], new double[count], new double[count]);
        Blocks.Run(count, threads, () => _model.NewScratch(Blocks.Rows), (first, size, scratch) =>
        {
            var forest = scores.ForestScore.AsSpan(first, size);
            var surprise = scores.Surprise.AsSpan(first, size);
            _model.Score(rows.Rows(first, size), forest, scores.TailScore.AsSpan(first, size), surprise, scratch);
            for (var i = 0; i < size; i++)
            {
                forest[i] = IsolationForestTransformer.ScoreOf(forest[i]);
                scores.Score[first + i] = ScoreOf(surprise[i]);
            }
        });
        return scores;
    }

    /// <summary>One row's scores with the features' contributions to its surprise. O(trees × depth + features).</summary>
    /// <exception cref="ArgumentException">Another number of columns than trained on.</exception>
    public AnomalyExplanation Explain(ReadOnlySpan<float> row)
    {
        RefuseOthers(row);
        var scorer = new Scorer(_model, explain: true);
        scorer.Load(row);
        return new AnomalyExplanation(scorer.Number(0), scorer.Number(1), scorer.ForestSurprise, scorer.TailSurprise, scorer.Vector(4).ToArray());
    }

    /// <inheritdoc/>
    public override void Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        TransformerLoader.Write(ctx, Kind, writer =>
        {
            writer.Write(InputColumn);
            writer.WriteNames(Names);
            _model.Write(writer);
        });
    }

    internal static AnomalyEnsembleTransformer Read(BinaryReader reader)
    {
        var input = reader.ReadString();
        var names = reader.ReadNames();
        var model = EnsembleModel.Read(reader);
        if (model.Columns != names.Length)
            throw new InvalidDataException("An ensemble's columns do not fit its names.");
        return new AnomalyEnsembleTransformer(model, names, input);
    }

    internal override RowScorer CreateScorer(bool withContributions) => new Scorer(_model, withContributions);

    private static double ScoreOf(double surprise) => 1 - TailCalibrator.ProbabilityOf(surprise);

    private sealed class Scorer(EnsembleModel model, bool explain) : RowScorer
    {
        private readonly EnsembleModel.Scratch _scratch = model.NewScratch(rows: 1);
        private readonly double[] _forest = new double[1];
        private readonly double[] _tails = new double[1];
        private readonly double[] _surprise = new double[1];
        private readonly double[] _contributions = new double[model.Columns];

        public double ForestSurprise { get; private set; }

        public double TailSurprise { get; private set; }

        public override void Load(ReadOnlySpan<float> row)
        {
            model.Score(row, _forest, _tails, _surprise, _scratch);
            if (explain)
                (ForestSurprise, TailSurprise) = model.Explain(row, _surprise[0], _contributions, _scratch);
        }

        public override double Number(int output) => output switch
        {
            0 => ScoreOf(_surprise[0]),
            1 => _surprise[0],
            2 => IsolationForestTransformer.ScoreOf(_forest[0]),
            3 => _tails[0],
            _ => throw new ArgumentOutOfRangeException(nameof(output)),
        };

        public override ReadOnlySpan<double> Vector(int output) => _contributions;
    }
}
