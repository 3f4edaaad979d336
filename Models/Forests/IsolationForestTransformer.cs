// A trained isolation forest: as ML.NET transformer, and directly for tight loops.
namespace Paysieve.Models;

/// <summary>
/// Scores rows with a trained <see cref="IsolationForestEstimator"/>. The score is 2 to the power of the raw score -E[h]/c, and the raw
/// score is what <see cref="DetectorTransformer.Explain"/> takes apart along the row's paths: each split credits its column with the
/// change of the expected path length (A. Saabas' path attribution). A missing value is credited like any other.
/// </summary>
public sealed class IsolationForestTransformer : DetectorTransformer
{
    internal const string Kind = "IsolationForest";
    private readonly PackedForest _forest;

    internal IsolationForestTransformer(PackedForest forest, string[] names, IsolationForestOptions options)
        : this(forest, names, options.InputColumn, OutputsOf(options))
    {
    }

    private IsolationForestTransformer(PackedForest forest, string[] names, string inputColumn, OutputColumn[] outputs)
        : base(forest, names, inputColumn, outputs) => _forest = forest;

    /// <summary>Raw score before a row is looked at; adding a row's contributions gives its raw score.</summary>
    public double BaseValue => _forest.BaseValue;

    /// <summary>Number of trees.</summary>
    public int TreeCount => _forest.TreeCount;

    private protected override string KindName => Kind;

    internal static OutputColumn[] OutputsOf(IsolationForestOptions options) =>
        [new(options.ScoreColumn, false), new(options.RawScoreColumn, false), new(options.ContributionsColumn, true)];

    internal static IsolationForestTransformer Read(BinaryReader reader)
    {
        var input = reader.ReadString();
        OutputColumn[] outputs = [new(reader.ReadString(), false), new(reader.ReadString(), false), new(reader.ReadString(), true)];
        var names = reader.ReadNames();
        return new IsolationForestTransformer(PackedForest.Read(reader), names, input, outputs);
    }

    /// <summary>The score of a raw score.</summary>
    internal static double ScoreOf(double raw) => Math.Pow(2, raw);

    private protected override double Shown(double raw) => ScoreOf(raw);
}
