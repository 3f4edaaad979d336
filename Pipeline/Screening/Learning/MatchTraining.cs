// Trains the classifier. How names compare is learnt by boosted trees, because what a missing part means depends on what is
// left; the facts beside the names join by a logistic regression with weights that cannot be negative.
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening.Learning;

/// <summary>What training came to, beside the model.</summary>
public sealed record MatchTrained(MatchModel Model, int TruePairs, int FalsePairs);

/// <summary>Learns to tell true pairs from false ones on the lists given.</summary>
public static class MatchTraining
{
    /// <summary>Fewer people than this teach too little; the shipped model stays.</summary>
    public const int LeastPeople = 500;

    // How much all false pairs weigh beside all true ones, by kind of pair, as measured: a missed party costs more than one more pair to
    // look at. Korean and Chinese names, short and shared by many, and names without vowels meet by chance far oftener than others and are asked
    // for more.
    private static readonly float[] FalseShare = [0.47f, 0.62f, 1f, 0.31f];

    /// <summary>The half of all entries that the shipped model learnt from; the other half judges it. Entries of several lists under one name stay together.</summary>
    public static bool IsLearntFrom(ListedParty party) => (Draw(party) >> 8) % 2 == 0;

    /// <summary>The same for the names that people on no list are given: the half that the shipped model learnt from.</summary>
    public static bool IsLearntFrom(string givenOrFamilyName) => (Draw(givenOrFamilyName) >> 8) % 2 == 0;

    private static uint Draw(ListedParty party)
    {
        ArgumentNullException.ThrowIfNull(party);
        return Draw(party.PrimaryName);
    }

    private static uint Draw(string name)
    {
        var hash = 20261126u;
        foreach (var part in NameFolding.Tokens(name).Order(StringComparer.Ordinal))
            foreach (var c in part)
                hash = (hash ^ c) * 16777619u;
        return (hash ^ (hash >> 15)) * 2654435769u;
    }

    /// <summary>Equal lists and seed give an equal model.</summary>
    /// <param name="takes">Which entries to learn from; null for all. Others are still searched.</param>
    /// <param name="takesName">Which given and family names people on no list may have to be learnt from; null for all.</param>
    /// <exception cref="ArgumentException">The lists hold fewer than <see cref="LeastPeople"/> people.</exception>
    public static MatchTrained Train(ListSnapshotSet lists, int seed, Func<ListedParty, bool>? takes = null, Func<string, bool>? takesName = null)
    {
        ArgumentNullException.ThrowIfNull(lists);
        if (lists.Parties.Count(p => p.Kind == PartyKind.Person) < LeastPeople)
            throw new ArgumentException($"The matcher learns from lists of {LeastPeople} people or more.", nameof(lists));
        var pairs = TrainingPairs.Of(lists.Parties, takes ?? (_ => true), takesName ?? (_ => true), seed);
        var context = new MLContext(seed);
        // The logistic regression learns from entries that the trees have not seen: on their own pairs trees are surer than they should be.
        var forest = Trees(seed, context).Fit(View(context, [.. pairs.Where(p => p.Group % Third != 0)]));
        var judged = pairs.Where(p => p.Group % Third == 0).ToList();
        var kept = Enumerable.Repeat(true, PairFeatures.OfFacts.Count).ToArray();
        // A fact must never move a score against the way it points: one whose weight comes out negative is explained by the others
        // already. The most negative is left out and the rest trained again.
        while (true)
        {
            var scored = forest.Transform(View(context, judged, kept));
            var together = context.Transforms.Concatenate(JudgedColumn, "Score", nameof(Row.Facts)).Fit(scored);
            var model = new MatchModel(forest.Append(together).Append(Regression(context).Fit(context.Data.Cache(together.Transform(scored)))));
            var weights = model.Weights.Skip(1).Select(w => w.Weight).ToArray();
            if (Array.TrueForAll(weights, w => w >= 0))
                return new MatchTrained(model, pairs.Count(p => p.Same), pairs.Count(p => !p.Same));
            kept[Array.IndexOf(weights, weights.Min())] = false;
        }
    }

    private static FastTreeBinaryTrainer Trees(int seed, MLContext context) =>
        context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Names),
            ExampleWeightColumnName = nameof(Row.Weight),
            NumberOfTrees = 400,
            NumberOfLeaves = 24,
            MinimumExampleCountPerLeaf = 50,
            LearningRate = 0.05,
            // Each split is chosen among half of the features, so that no tree leans on one of several that say the same.
            FeatureFractionPerSplit = 0.5,
            FeatureSelectionSeed = seed,
            // And each tree on part of the pairs: what one tree makes of a few of them, others do not.
            BaggingSize = 1,
            BaggingExampleFraction = 0.7,
            Seed = seed,
            NumberOfThreads = 1,
        });

    private static LbfgsLogisticRegressionBinaryTrainer Regression(MLContext context) =>
        context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = JudgedColumn,
            ExampleWeightColumnName = nameof(Row.Weight),
            L1Regularization = 0,
            L2Regularization = 0.2f,
            NumberOfThreads = 1,
            OptimizationTolerance = 1e-5f,
        });

    // True and false pairs of a kind are brought to a stated proportion, whatever numbers the lists gave.
    private static IDataView View(MLContext context, List<TrainingPair> pairs, bool[]? kept = null)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Names)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, PairFeatures.OfNames.Count);
        schema[nameof(Row.Facts)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, PairFeatures.OfFacts.Count);
        var sums = pairs.GroupBy(p => (p.Kind, p.Same)).ToDictionary(g => g.Key, g => g.Sum(p => p.Weight));
        return context.Data.LoadFromEnumerable(pairs.Select(p => new Row
        {
            Label = p.Same,
            Weight = p.Weight / sums[(p.Kind, p.Same)] * pairs.Count / (2 * FalseShare.Length) * (p.Same ? 1 : FalseShare[(int)p.Kind]),
            Names = p.Names,
            Facts = [.. p.Facts.Select((value, i) => kept is null || kept[i] ? value : 0)],
        }), schema);
    }

    private const string JudgedColumn = "Judged";
    private const int Third = 3;

    private sealed class Row
    {
        public bool Label { get; set; }
        public float Weight { get; set; }
        public float[] Names { get; set; } = [];
        public float[] Facts { get; set; } = [];
    }
}
