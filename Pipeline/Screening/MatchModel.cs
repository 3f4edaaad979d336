// The classifier in use: boosted trees over how the names compare, and an ML.NET logistic regression over their sum and what is
// known beside the names. It is asked for a handful of pairs per payee, so trees and weights are read out of the model once and
// applied here; a test holds the two equal.
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;

namespace Paysieve.Pipeline.Screening;

/// <summary>A calibrated judge of pairs. Immutable, thread-safe.</summary>
public sealed class MatchModel
{
    private const string Shipped = "Paysieve.Pipeline.Screening.matcher.zip";
    private static readonly Lazy<MatchModel> ShippedModel = new(LoadShipped);
    // Of all trees one after another: where each begins, its nodes, and what its leaves give.
    private readonly int[] _roots;
    private readonly Node[] _nodes;
    private readonly double[] _leaves;
    private readonly double _treesBias;
    private readonly float[] _weights;
    private readonly float _bias;

    /// <exception cref="ArgumentException">The model was trained on other features.</exception>
    public MatchModel(ITransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        var steps = transformer is IEnumerable<ITransformer> chain ? chain.ToArray() : [];
        if (steps is not [ISingleFeaturePredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>> forest, _,
                ISingleFeaturePredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> { Model.SubModel: { } linear }]
            || forest.FeatureColumnType is not VectorDataViewType { Size: var names } || names != PairFeatures.OfNames.Count
            || linear.Weights.Count != 1 + PairFeatures.OfFacts.Count)
            throw new ArgumentException($"The matcher's model is not one over {PairFeatures.OfNames.Count} and {PairFeatures.OfFacts.Count} features: train it again.", nameof(transformer));
        Transformer = transformer;
        var ensemble = forest.Model.SubModel.TrainedTreeEnsemble;
        Tree[] trees = [.. ensemble.Trees.Select((tree, i) => new Tree(tree, ensemble.TreeWeights[i]))];
        _roots = new int[trees.Length];
        for (var i = 1; i < trees.Length; i++)
            _roots[i] = _roots[i - 1] + trees[i - 1].Nodes.Length;
        _nodes = [.. trees.SelectMany(tree => tree.Nodes)];
        _leaves = [.. trees.SelectMany(tree => tree.Leaves)];
        _treesBias = ensemble.Bias;
        _weights = [.. linear.Weights];
        _bias = linear.Bias;
        Version = VersionOf(trees);
    }

    /// <summary>The model that came with this program, trained on public lists by the same code that <c>train</c> uses.</summary>
    public static MatchModel Default => ShippedModel.Value;

    /// <summary>The model as ML.NET knows it, for a bundle.</summary>
    public ITransformer Transformer { get; }

    /// <summary>Changes whenever the model, or what it is asked about, does.</summary>
    public string Version { get; }

    /// <summary>Weight of the names' score and of every fact beside them, none below 0, by name.</summary>
    public IEnumerable<(string Feature, double Weight)> Weights => PairFeatures.OfFacts.Prepend("names").Select((name, i) => (name, (double)_weights[i]));

    /// <summary>Reads a model saved by ML.NET.</summary>
    public static MatchModel Read(Stream stream)
    {
        var context = new MLContext(seed: 1);
        context.ComponentCatalog.RegisterAssembly(typeof(FastTreeBinaryModelParameters).Assembly);
        return new MatchModel(context.Model.Load(stream, out _));
    }

    /// <summary>The calibrated score of a pair, above 0 and below 1.</summary>
    internal double Score(ReadOnlySpan<float> names, ReadOnlySpan<float> facts) => 1 / (1 + Math.Exp(-LogOdds(names, facts)));

    private double LogOdds(ReadOnlySpan<float> names, ReadOnlySpan<float> facts)
    {
        var sum = _treesBias;
        for (var tree = 0; tree < _roots.Length; tree++)
        {
            var root = _roots[tree];
            var at = 0;
            do
            {
                ref readonly var node = ref _nodes[root + at];
                at = names[node.Feature] <= node.Threshold ? node.Left : node.Right;
            }
            while (at >= 0);
            // Every tree has one leaf more than nodes.
            sum += _leaves[root + tree + ~at];
        }
        sum = _bias + (_weights[0] * sum);
        for (var i = 0; i < facts.Length; i++)
            sum += _weights[i + 1] * facts[i];
        return sum;
    }

    /// <summary>What makes the score of a pair, in log-odds: the names, as they are with nothing known beside them, and every fact that moves it.</summary>
    internal IReadOnlyList<ScorePart> Parts(ReadOnlySpan<float> names, ReadOnlySpan<float> facts)
    {
        Span<float> unknown = stackalloc float[facts.Length];
        PairFeatures.WriteFacts(default, default, unknown);
        var parts = new List<ScorePart> { new("names", Math.Round(LogOdds(names, unknown), 4)) };
        for (var i = 0; i < facts.Length; i++)
            if (_weights[i + 1] * (facts[i] - unknown[i]) is not 0 and var moved)
                parts.Add(new ScorePart(PairFeatures.OfFacts[i], Math.Round(moved, 4)));
        return parts;
    }

    private string VersionOf(Tree[] trees)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(PairFeatures.Version);
        foreach (var tree in trees)
            tree.Write(writer);
        writer.Write(_treesBias);
        foreach (var weight in _weights.Append(_bias))
            writer.Write(weight);
        writer.Flush();
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()))[..16];
    }

    private static MatchModel LoadShipped()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Shipped) ?? throw new InvalidOperationException("The program was built without its matcher model.");
        return Read(stream);
    }

    // Places are those within a tree, a leaf is the complement of its own: the same walk as ML.NET's, without a call for every node, and small
    // enough to stay near.
    private readonly record struct Node(float Threshold, byte Feature, sbyte Left, sbyte Right);

    private sealed class Tree(RegressionTreeBase tree, double weight)
    {
        public Node[] Nodes { get; } = [.. tree.NumericalSplitFeatureIndexes.Select((feature, i) =>
            new Node(tree.NumericalSplitThresholds[i], checked((byte)feature), checked((sbyte)tree.LeftChild[i]), checked((sbyte)tree.RightChild[i])))];

        public double[] Leaves { get; } = [.. tree.LeafValues.Select(value => value * weight)];

        public void Write(BinaryWriter writer)
        {
            foreach (var node in Nodes)
            {
                writer.Write((int)node.Feature);
                writer.Write(node.Threshold);
                writer.Write((int)node.Left);
                writer.Write((int)node.Right);
            }
            foreach (var leaf in Leaves)
                writer.Write(leaf);
        }
    }
}
