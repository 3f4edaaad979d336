// A trained histogram model: as ML.NET transformer, and directly for tight loops.
namespace Paysieve.Models;

/// <summary>Scores rows with a trained <see cref="HistogramEstimator"/>: sums over the columns, ≥ 0, which are their own explanation.</summary>
public sealed class HistogramTransformer : DetectorTransformer
{
    internal const string Kind = "Histogram";

    internal HistogramTransformer(IDetectorModel model, string[] names, string inputColumn, OutputColumn[] outputs)
        : base(model, names, inputColumn, outputs)
    {
    }

    private protected override string KindName => Kind;

    internal static OutputColumn[] OutputsOf(HistogramOptions options) => ScoreAndContributions(options.ScoreColumn, options.ContributionsColumn);

    internal static HistogramTransformer Read(BinaryReader reader) =>
        Read(reader, HistogramModel.Read, static (model, names, input, outputs) => new HistogramTransformer(model, names, input, outputs));
}
