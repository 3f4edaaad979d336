// The way back from bytes to a transformer: one loader for all kinds, chosen by the kind written in front of the payload.
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Paysieve.Models;

internal static class TransformerLoader
{
    private const int FormatVersion = 2;

    public static void Write(ModelSaveContext context, string kind, Action<BinaryWriter> payload)
    {
        var writer = MlNetInternals.BeginSave(context);
        writer.Write(kind);
        writer.Write(FormatVersion);
        payload(writer);
    }

    // Called by ML.NET; the second parameter is its internal ModelLoadContext.
    private static ITransformer Create(IHostEnvironment env, object context)
    {
        _ = env;
        var reader = MlNetInternals.Reader(context);
        var kind = reader.ReadString();
        var version = reader.ReadInt32();
        if (version != FormatVersion)
            throw new InvalidDataException($"A model of kind '{kind}' has format {version}; this program reads {FormatVersion}.");
        return kind switch
        {
            IsolationForestTransformer.Kind => IsolationForestTransformer.Read(reader),
            EmpiricalTailTransformer.Kind => EmpiricalTailTransformer.Read(reader),
            HistogramTransformer.Kind => HistogramTransformer.Read(reader),
            PrincipalComponentsTransformer.Kind => PrincipalComponentsTransformer.Read(reader),
            NearestNeighboursTransformer.Kind => NearestNeighboursTransformer.Read(reader),
            AnomalyEnsembleTransformer.Kind => AnomalyEnsembleTransformer.Read(reader),
            _ => throw new InvalidDataException($"Unknown kind of model '{kind}'."),
        };
    }
}
