// Trains the ensembles on the lake's history and puts them on the shelf as one bundle.
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Paysieve.Models;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <summary>The verb <c>train</c>: learn from all history in the lake and put the bundle in use. The one before stays on the shelf.</summary>
public static class TrainRun
{
    /// <exception cref="RefusedException">There is no history to learn from.</exception>
    public static async Task<TrainOutcome> ExecuteAsync(Workspace workspace, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        workspace.Report("open lake");
        var view = workspace.Lake.Open(new LakeQuery());
        var none = new bool[view.Transfers.Count];
        var sample = TrainingSample.Of(view, none, workspace.Settings.Detection);
        if (sample.Count == 0) throw new RefusedException(ExitCode.NoInput, "no history in the lake to train on: ingest exports first");
        workspace.Report("features");
        var matrix = FeaturePass.Describe(view, sample.Mask, none, workspace.Settings.Features, cancel);
        var rows = Enumerable.Range(0, matrix.Count).ToArray();
        var trained = await TrainedBundle.MakeAsync(workspace, view, matrix, rows, "train", cancel).ConfigureAwait(false);
        return trained.Outcome;
    }
}

/// <summary>Which payouts of history are trained on.</summary>
internal sealed record TrainingSample(bool[] Mask, int Count)
{
    /// <summary>The first days of a history tell little of change: they are left out where the history is long enough.</summary>
    private const int WarmUpDays = 75;
    private const int LongEnoughDays = 150;

    /// <summary>
    /// History's scorable payouts, tonight's left out; without any history, tonight's own. Over the limit a seeded hash of the transfer key
    /// chooses, so that the choice depends on the payouts, not on their order.
    /// </summary>
    public static TrainingSample Of(LakeView view, bool[] tonight, DetectionSettings settings)
    {
        var t = view.Transfers;
        var mask = new bool[t.Count];
        var candidates = Mark(row => !tonight[row]);
        if (candidates == 0) candidates = Mark(_ => true);
        if (candidates == 0) return new TrainingSample(mask, 0);

        var first = int.MaxValue;
        var last = int.MinValue;
        for (var row = 0; row < t.Count; row++)
        {
            if (!mask[row]) continue;
            first = Math.Min(first, t.PayDay[row]);
            last = Math.Max(last, t.PayDay[row]);
        }
        if (last - first >= LongEnoughDays)
        {
            candidates = 0;
            for (var row = 0; row < t.Count; row++)
            {
                if (mask[row] && t.PayDay[row] < first + WarmUpDays) mask[row] = false;
                if (mask[row]) candidates++;
            }
        }
        if (candidates <= settings.MaxTrainingRows) return new TrainingSample(mask, candidates);

        var limit = (ulong)((double)settings.MaxTrainingRows / candidates * ulong.MaxValue);
        var kept = 0;
        Span<byte> key = stackalloc byte[8];
        for (var row = 0; row < t.Count; row++)
        {
            if (!mask[row]) continue;
            BitConverter.TryWriteBytes(key, t.TransferKey[row]);
            mask[row] = XxHash3.HashToUInt64(key, settings.Seed) < limit;
            if (mask[row]) kept++;
        }
        return new TrainingSample(mask, kept);

        int Mark(Func<int, bool> eligible)
        {
            var count = 0;
            for (var row = 0; row < t.Count; row++)
            {
                mask[row] = t.Amount[row] > 0 && eligible(row);
                if (mask[row]) count++;
            }
            return count;
        }
    }
}

/// <summary>A bundle and the models in it, ready to score.</summary>
internal sealed record TrainedBundle(ModelBundle Bundle, TypologyModels Models, TrainOutcome Outcome)
{
    private const string PercentilesDocument = "percentiles";

    /// <param name="rows">Matrix positions to train on.</param>
    /// <param name="why">Why the bundle is put in use: told in the audit trail.</param>
    public static async Task<TrainedBundle> MakeAsync(
        Workspace workspace, LakeView view, FeatureMatrix matrix, int[] rows, string why, CancellationToken cancel)
    {
        workspace.Report("train");
        ByKey(view, matrix, rows);
        var settings = workspace.Settings.Detection;
        var models = TypologyModels.Train(matrix, rows, settings, out var leftOut);
        cancel.ThrowIfCancellationRequested();
        var days = rows.Select(row => view.Transfers.PayDay[matrix.Rows[row]]).ToArray();
        var (from, to) = (DateOnly.FromDayNumber(days.Min()), DateOnly.FromDayNumber(days.Max()));
        var card = new ModelCard
        {
            CreatedAt = workspace.Clock.GetUtcNow(),
            TrainedFrom = from,
            TrainedTo = to,
            TrainingRows = rows.Length - leftOut,
            DataHash = DataHash(view, matrix, rows),
            Seed = settings.Seed,
            CatalogueVersion = FeatureCatalog.Version,
            ProgramVersion = Workspace.ProgramVersion,
            Metrics = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["left_out_hard_facts"] = leftOut },
            KnownLimits =
            [
                "Trained without labels: unusual is not wrong.",
                "Payouts of payees with fewer than two earlier pay dates are not judged by behaviour.",
                "Scores are calibrated to the training window; beyond it a generalised Pareto tail extrapolates.",
            ],
            Documents = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
            {
                [PercentilesDocument] = JsonSerializer.SerializeToNode(models.Percentiles.Quantiles),
            },
        };
        var bundle = ModelBundle.Create(Context(), card, models.Transformers());
        var isNew = workspace.Bundles.TryLoad(bundle.Id) is null;
        workspace.Bundles.Add(bundle);
        await workspace.Store.Bundles.RecordAsync(
            new BundleRecord
            {
                BundleId = bundle.Id,
                TrainedAt = card.CreatedAt,
                TrainFrom = from,
                TrainTo = to,
                DataHash = card.DataHash,
                Seed = card.Seed,
                CatalogueVersion = card.CatalogueVersion,
                Metrics = JsonSerializer.Serialize(card.Metrics),
            },
            cancel).ConfigureAwait(false);
        var promoted = workspace.Bundles.ChampionId != bundle.Id;
        if (promoted)
        {
            await workspace.Store.Bundles.PromoteAsync(bundle.Id, workspace.Actor, why, cancel).ConfigureAwait(false);
            workspace.Bundles.Promote(bundle.Id);
        }
        RunLog.Trained(workspace.Log, bundle.Id, rows.Length - leftOut, leftOut);
        return new TrainedBundle(bundle, models, new TrainOutcome(bundle.Id, isNew, promoted, rows.Length - leftOut, leftOut, from, to));
    }

    /// <summary>Within a pay date by transfer key: forests draw by position, and a bundle shall follow from the payouts, not from how a view sorts them.</summary>
    private static void ByKey(LakeView view, FeatureMatrix matrix, int[] rows)
    {
        var t = view.Transfers;
        var keys = Array.ConvertAll(rows, row => t.TransferKey[matrix.Rows[row]]);
        for (var from = 0; from < rows.Length;)
        {
            var day = t.PayDay[matrix.Rows[rows[from]]];
            var end = from + 1;
            while (end < rows.Length && t.PayDay[matrix.Rows[rows[end]]] == day) end++;
            Array.Sort(keys, rows, from, end - from);
            from = end;
        }
    }

    /// <summary>The champion's models; null when nothing was ever trained.</summary>
    /// <exception cref="RefusedException">The champion was trained on another feature catalogue.</exception>
    public static (ModelBundle Bundle, TypologyModels Models)? Champion(Workspace workspace)
    {
        if (workspace.Bundles.Champion() is not { } bundle) return null;
        return (bundle, Load(bundle));
    }

    public static TypologyModels Load(ModelBundle bundle)
    {
        if (bundle.Card.CatalogueVersion != FeatureCatalog.Version)
        {
            throw new RefusedException(
                ExitCode.Usage,
                $"bundle {bundle.Id} was trained on feature catalogue {bundle.Card.CatalogueVersion}, this program has {FeatureCatalog.Version}: train again");
        }
        var context = Context();
        var transformers = TypologyWords.Behavioural.ToDictionary(
            typology => typology.Word(), typology => (ITransformer)bundle.LoadModel<AnomalyEnsembleTransformer>(context, typology.Word()), StringComparer.Ordinal);
        var quantiles = bundle.Card.Documents.GetValueOrDefault(PercentilesDocument)?.Deserialize<float[][]>()
            ?? throw new BundleDamagedException("percentiles are missing");
        return TypologyModels.From(transformers, new PercentileTable(quantiles));
    }

    private static MLContext Context()
    {
        var context = new MLContext(seed: 1);
        context.RegisterPaysieveModels();
        return context;
    }

    /// <summary>SHA-256 over the keys of the payouts trained on and the lake's manifest.</summary>
    private static string DataHash(LakeView view, FeatureMatrix matrix, int[] rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(view.ManifestHash));
        Span<byte> key = stackalloc byte[8];
        foreach (var row in rows)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(key, view.Transfers.TransferKey[matrix.Rows[row]]);
            hash.AppendData(key);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
