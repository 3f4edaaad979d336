// Trains the classifier. Logistic regression with weights that cannot be negative: calibrated by nature, monotone by
// construction, and each weight can be read.
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Screening.Learning;

/// <summary>What training came to, beside the model.</summary>
public sealed record MatchTrained(MatchModel Model, int TruePairs, int FalsePairs);

/// <summary>Learns to tell true pairs from false ones on the lists given.</summary>
public static class MatchTraining
{
    /// <summary>Fewer people than this teach too little; the shipped model stays.</summary>
    public const int LeastPeople = 500;

    // How much all false pairs weigh beside all true ones, by kind of pair. False pairs here are the nearest ones that a search
    // brings up; most payees bring up none, so a missed party costs more than one more pair to look at. Korean and Chinese names,
    // short and shared by many, meet by chance far oftener than others and are asked for more.
    private static readonly float[] FalseShare = [0.2f, 0.5f, 0.15f];

    /// <summary>The half of all entries that the shipped model learnt from; the other half judges it.</summary>
    public static bool IsLearntFrom(ListedParty party)
    {
        ArgumentNullException.ThrowIfNull(party);
        var hash = 17u;
        foreach (var c in party.EntryId)
            hash = (hash * 31) + c;
        return ((hash * 2654435769u) >> 8) % 2 == 0;
    }

    /// <summary>Equal lists and seed give an equal model.</summary>
    /// <param name="takes">Which entries to learn from; null for all. Others are still searched.</param>
    /// <exception cref="ArgumentException">The lists hold fewer than <see cref="LeastPeople"/> people.</exception>
    public static MatchTrained Train(ListSnapshotSet lists, int seed, Func<ListedParty, bool>? takes = null)
    {
        ArgumentNullException.ThrowIfNull(lists);
        if (lists.Parties.Count(p => p.Kind == PartyKind.Person) < LeastPeople)
            throw new ArgumentException($"The matcher learns from lists of {LeastPeople} people or more.", nameof(lists));
        var pairs = TrainingPairs.Of(lists.Parties, takes ?? (_ => true), seed);
        var context = new MLContext(seed);
        var kept = Enumerable.Repeat(true, PairFeatures.Count).ToArray();
        // More evidence must never lower a score: a feature whose weight comes out negative is one the others explain already.
        // The most negative is left out and the rest trained again.
        while (true)
        {
            var model = new MatchModel(Fit(context, pairs, kept));
            var weights = model.Weights.Select(w => w.Weight).ToArray();
            if (Array.TrueForAll(weights, w => w >= 0))
                return new MatchTrained(model, pairs.Count(p => p.Same), pairs.Count(p => !p.Same));
            kept[Array.IndexOf(weights, weights.Min())] = false;
        }
    }

    private static BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> Fit(MLContext context, List<TrainingPair> pairs, bool[] kept)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, PairFeatures.Count);
        var sums = pairs.GroupBy(p => (p.Kind, p.Same)).ToDictionary(g => g.Key, g => g.Sum(p => p.Weight));
        var rows = context.Data.LoadFromEnumerable(pairs.Select(p => new Row
        {
            Label = p.Same,
            // True and false pairs of a kind are brought to a stated proportion, whatever numbers the lists gave.
            Weight = p.Weight / sums[(p.Kind, p.Same)] * pairs.Count / 6 * (p.Same ? 1 : FalseShare[(int)p.Kind]),
            Features = [.. p.Features.Select((value, i) => kept[i] ? value : 0)],
        }), schema);
        return context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            ExampleWeightColumnName = nameof(Row.Weight),
            L1Regularization = 0,
            L2Regularization = 0.2f,
            NumberOfThreads = 1,
            OptimizationTolerance = 1e-5f,
        }).Fit(context.Data.Cache(rows));
    }

    private sealed class Row
    {
        public bool Label { get; set; }
        public float Weight { get; set; }
        public float[] Features { get; set; } = [];
    }
}
