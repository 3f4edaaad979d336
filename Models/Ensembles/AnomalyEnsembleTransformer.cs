// A trained ensemble: as ML.NET transformer, and directly for tight loops.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// Scores rows with a trained <see cref="AnomalyEnsembleEstimator"/>. As a transformer it adds the Double columns "Score", "Surprise", a
/// member's own score each ("ForestScore", "NeighboursScore", ...) and the vector "Contributions"; the direct methods give the same
/// numbers bit for bit, on any number of threads, and contributions only for the rows that are asked for.
/// </summary>
public sealed class AnomalyEnsembleTransformer : ScoringTransformer
{
    internal const string Kind = "AnomalyEnsemble";
    private const int FirstMember = 2;
    private readonly EnsembleModel _model;
    private readonly OutputColumn[] _outputs;

    internal AnomalyEnsembleTransformer(EnsembleModel model, string[] names, string inputColumn)
        : base(inputColumn, names)
    {
        _model = model;
        _outputs = OutputsOf(model.Parts.Select(part => part.Member));
    }

    /// <summary>The calibration of the mix, from which surprise and score come.</summary>
    public TailCalibrator Calibration => _model.Calibration;

    /// <summary>The members, in order.</summary>
    public IReadOnlyList<EnsembleMember> Members => [.. _model.Parts.Select(part => part.Member)];

    internal override OutputColumn[] Outputs => _outputs;

    internal static OutputColumn[] OutputsOf(IEnumerable<EnsembleMember> members) =>
        [new("Score", false), new("Surprise", false), .. members.Select(member => new OutputColumn($"{member}Score", false)), new("Contributions", true)];

    /// <summary>Scores of all rows of a table.</summary>
    /// <param name="rows">The trained columns in the trained order.</param>
    /// <param name="threads">How many threads may work; the numbers do not depend on it.</param>
    /// <exception cref="ArgumentException">Other columns than trained on.</exception>
    public AnomalyScores Score(FeatureTable rows, int threads = 1)
    {
        RefuseOthers(rows);
        var count = rows.RowCount;
        var (score, surprises) = (new double[count], new double[count]);
        var members = _model.Parts.ToDictionary(part => part.Member, _ => new double[count]);
        Blocks.Run(count, threads, () => _model.NewScratch(Blocks.Rows), (first, size, scratch) =>
        {
            var surprise = surprises.AsSpan(first, size);
            _model.Score(rows.Rows(first, size), surprise, scratch);
            for (var i = 0; i < size; i++)
                score[first + i] = ScoreOf(surprise[i]);
            for (var p = 0; p < _model.Parts.Count; p++)
            {
                var member = _model.Parts[p].Member;
                for (var i = 0; i < size; i++)
                    members[member][first + i] = EnsemblePart.Shown(member, scratch.Raw[p][i]);
            }
        });
        return new AnomalyScores(score, surprises, Of(EnsembleMember.Forest), Of(EnsembleMember.Tail)) { Members = members };

        double[] Of(EnsembleMember member)
        {
            if (members.TryGetValue(member, out var found))
                return found;
            var none = new double[count];
            Array.Fill(none, double.NaN);
            return none;
        }
    }

    /// <summary>One row's scores with the features' contributions to its surprise.</summary>
    /// <exception cref="ArgumentException">Another number of columns than trained on.</exception>
    public AnomalyExplanation Explain(ReadOnlySpan<float> row)
    {
        RefuseOthers(row);
        var scorer = new Scorer(_model, explain: true);
        scorer.Load(row);
        var members = new Dictionary<EnsembleMember, double>();
        var own = new Dictionary<EnsembleMember, double>();
        for (var p = 0; p < _model.Parts.Count; p++)
        {
            members.Add(_model.Parts[p].Member, scorer.MemberSurprise[p]);
            own.Add(_model.Parts[p].Member, scorer.Number(FirstMember + p));
        }

        return new AnomalyExplanation(scorer.Number(0), scorer.Number(1), members, scorer.Vector(_outputs.Length - 1).ToArray()) { OwnScores = own };
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
        private readonly double[] _surprise = new double[1];
        private readonly double[] _contributions = new double[model.Columns];

        public double[] MemberSurprise { get; } = new double[model.Parts.Count];

        public override void Load(ReadOnlySpan<float> row)
        {
            model.Score(row, _surprise, _scratch);
            if (explain)
                model.Explain(row, _surprise[0], MemberSurprise, _contributions, _scratch);
        }

        public override double Number(int output) => output switch
        {
            0 => ScoreOf(_surprise[0]),
            1 => _surprise[0],
            _ => EnsemblePart.Shown(model.Parts[output - FirstMember].Member, _scratch.Raw[output - FirstMember][0]),
        };

        public override ReadOnlySpan<double> Vector(int output) => _contributions;
    }
}
