// The classifier in use: an ML.NET logistic regression over a pair's features. It is asked for a handful of pairs per payee and
// must say what each feature gave, so its weights are read out of the model once and applied here; a test holds the two equal.
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Paysieve.Pipeline.Screening;

/// <summary>A calibrated judge of pairs. Immutable, thread-safe.</summary>
public sealed class MatchModel
{
    private const string Shipped = "Paysieve.Pipeline.Screening.matcher.zip";
    private static readonly Lazy<MatchModel> ShippedModel = new(LoadShipped);
    private readonly float[] _weights;
    private readonly float _bias;

    /// <exception cref="ArgumentException">The model was trained on other features.</exception>
    public MatchModel(ITransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        if (transformer is not BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> { Model.SubModel: { } linear }
            || linear.Weights.Count != PairFeatures.Count)
            throw new ArgumentException($"The matcher's model is not a logistic regression over {PairFeatures.Count} features: train it again.", nameof(transformer));
        Transformer = transformer;
        _weights = [.. linear.Weights];
        _bias = linear.Bias;
    }

    /// <summary>The model that came with this program, trained on public lists by the same code that <c>train</c> uses.</summary>
    public static MatchModel Default => ShippedModel.Value;

    /// <summary>The model as ML.NET knows it, for a bundle.</summary>
    public ITransformer Transformer { get; }

    /// <summary>Changes whenever the model, or what it is asked about, does.</summary>
    public string Version => Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(PairFeatures.Version), .. MemoryMarshal.AsBytes<float>(_weights), .. BitConverter.GetBytes(_bias)]))[..16];

    /// <summary>Weight of every feature, none below 0, by name.</summary>
    public IEnumerable<(string Feature, double Weight)> Weights => PairFeatures.Names.Select((name, i) => (name, (double)_weights[i]));

    /// <summary>Reads a model saved by ML.NET.</summary>
    public static MatchModel Read(Stream stream) => new(new MLContext(seed: 1).Model.Load(stream, out _));

    /// <summary>The calibrated score of a pair, above 0 and below 1.</summary>
    internal double Score(ReadOnlySpan<float> features)
    {
        double sum = _bias;
        for (var i = 0; i < features.Length; i++)
            sum += _weights[i] * features[i];
        return 1 / (1 + Math.Exp(-sum));
    }

    private static MatchModel LoadShipped()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Shipped) ?? throw new InvalidOperationException("The program was built without its matcher model.");
        return Read(stream);
    }
}
