// A trained principal-components model: as ML.NET transformer, and directly for tight loops.
namespace Paysieve.Models;

/// <summary>Scores rows with a trained <see cref="PrincipalComponentsEstimator"/>: squared distances, ≥ 0, that the columns' contributions add up to.</summary>
public sealed class PrincipalComponentsTransformer : DetectorTransformer
{
    internal const string Kind = "PrincipalComponents";

    internal PrincipalComponentsTransformer(IDetectorModel model, string[] names, string inputColumn, OutputColumn[] outputs)
        : base(model, names, inputColumn, outputs)
    {
    }

    private protected override string KindName => Kind;

    internal static OutputColumn[] OutputsOf(PrincipalComponentsOptions options) => ScoreAndContributions(options.ScoreColumn, options.ContributionsColumn);

    internal static PrincipalComponentsTransformer Read(BinaryReader reader) =>
        Read(reader, ComponentsModel.Read, static (model, names, input, outputs) => new PrincipalComponentsTransformer(model, names, input, outputs));
}
