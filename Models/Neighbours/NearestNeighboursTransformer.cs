// A trained nearest-neighbours model: as ML.NET transformer, and directly for tight loops.
namespace Paysieve.Models;

/// <summary>Scores rows with a trained <see cref="NearestNeighboursEstimator"/>: mean distances, ≥ 0, which are their own explanation.</summary>
public sealed class NearestNeighboursTransformer : DetectorTransformer
{
    internal const string Kind = "NearestNeighbours";

    internal NearestNeighboursTransformer(IDetectorModel model, string[] names, string inputColumn, OutputColumn[] outputs)
        : base(model, names, inputColumn, outputs)
    {
    }

    private protected override string KindName => Kind;

    internal static OutputColumn[] OutputsOf(NearestNeighboursOptions options) => ScoreAndContributions(options.ScoreColumn, options.ContributionsColumn);

    internal static NearestNeighboursTransformer Read(BinaryReader reader) =>
        Read(reader, NeighboursModel.Read, static (model, names, input, outputs) => new NearestNeighboursTransformer(model, names, input, outputs));
}
