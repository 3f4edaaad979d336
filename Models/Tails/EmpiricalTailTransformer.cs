// A trained empirical-tail model: as ML.NET transformer, and directly for tight loops.
namespace Paysieve.Models;

/// <summary>Scores rows with a trained <see cref="EmpiricalTailEstimator"/>: sums of surprises, ≥ 0, which are their own explanation.</summary>
public sealed class EmpiricalTailTransformer : DetectorTransformer
{
    internal const string Kind = "EmpiricalTail";

    internal EmpiricalTailTransformer(IDetectorModel model, string[] names, string inputColumn, OutputColumn[] outputs)
        : base(model, names, inputColumn, outputs)
    {
    }

    private protected override string KindName => Kind;

    internal static OutputColumn[] OutputsOf(EmpiricalTailOptions options) => ScoreAndContributions(options.ScoreColumn, options.ContributionsColumn);

    internal static EmpiricalTailTransformer Read(BinaryReader reader) =>
        Read(reader, TailModel.Read, static (model, names, input, outputs) => new EmpiricalTailTransformer(model, names, input, outputs));
}
