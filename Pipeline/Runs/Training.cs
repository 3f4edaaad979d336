// Trains the ensembles on the lake's history and puts them on the shelf as one bundle.
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Paysieve.Models;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs.Lifecycle;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Learning;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <summary>
/// The verb <c>train</c>: learn from all history in the lake. The first bundle is the champion; a later one is a challenger that works in
/// shadow until it is promoted, unless this program cannot score with the champion.
/// </summary>
public static class TrainRun
{
    /// <param name="matcher">Whether the matcher of names is trained too, on the lists in force; otherwise the bundle takes over the one in use.</param>
    /// <exception cref="RefusedException">There is no history to learn from, or the lists in force are too small to learn from.</exception>
    public static async Task<TrainOutcome> ExecuteAsync(Workspace workspace, bool matcher, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var matchModel = matcher ? Matcher(workspace) : null;
        workspace.Report("open lake");
        var view = workspace.Lake.Open(new LakeQuery());
        var none = new bool[view.Transfers.Count];
        var sample = TrainingSample.Of(view, none, workspace.Settings.Detection);
        if (sample.Count == 0) throw new RefusedException(ExitCode.NoInput, "no history in the lake to train on: ingest exports first");
        workspace.Report("features");
        var decided = await DecidedPayouts.OfAsync(workspace, view, cancel).ConfigureAwait(false);
        var wanted = (bool[])sample.Mask.Clone();
        foreach (var row in decided.Keys) wanted[row] = true;
        var matrix = FeaturePass.Describe(view, wanted, none, workspace.Settings.Features, cancel);
        matrix.Forget(workspace.Settings.Detection.Forgotten);
        var rows = Enumerable.Range(0, matrix.Count).Where(i => sample.Mask[matrix.Rows[i]]).ToArray();
        var trained = await TrainedBundle.MakeAsync(workspace, view, matrix, rows, decided, cancel, matchModel).ConfigureAwait(false);
        return trained.Outcome;
    }

    private static MatchModel Matcher(Workspace workspace)
    {
        workspace.Report("train matcher");
        try
        {
            return MatchTraining.Train(workspace.Lists.Open(), workspace.Settings.Detection.Seed).Model;
        }
        catch (ArgumentException)
        {
            throw new RefusedException(ExitCode.NoInput, $"the lists in force hold fewer than {MatchTraining.LeastPeople} people to train the matcher on: load a whole list first");
        }
    }
}

/// <summary>Which payouts of history are trained on.</summary>
internal sealed record TrainingSample(bool[] Mask, int Count)
{
    /// <summary>The first days of a history tell little of change: they are left out where the history is long enough.</summary>
    private const int WarmUpDays = 75;
    private const int LongEnoughDays = 150;

    /// <summary>
    /// Marks in <paramref name="mask"/> what would have been trained on if the lake had ended on day <paramref name="to"/> (inclusive) and the
    /// window had begun on day <paramref name="from"/>; marks that are there stay.
    /// </summary>
    /// <returns>How many payouts the sample has.</returns>
    public static int Within(LakeView view, int from, int to, DetectionSettings settings, bool[] mask)
    {
        var t = view.Transfers;
        if (t.Count == 0) return 0;
        // What lies before the warm-up is left out of every window, as it is of the whole.
        var begin = to - t.PayDay[0] >= LongEnoughDays ? Math.Max(from, t.PayDay[0] + WarmUpDays) : from;
        var candidates = 0;
        for (var row = 0; row < t.Count; row++) if (IsIn(row)) candidates++;
        var count = 0;
        for (var row = 0; row < t.Count; row++)
        {
            if (!IsIn(row) || (candidates > settings.MaxTrainingRows && !IsKept(t.TransferKey[row], candidates, settings))) continue;
            mask[row] = true;
            count++;
        }
        return count;

        bool IsIn(int row) => t.Amount[row] > 0 && t.PayDay[row] >= begin && t.PayDay[row] <= to;
    }

    private static bool IsKept(ulong transferKey, int candidates, DetectionSettings settings)
    {
        Span<byte> key = stackalloc byte[8];
        BitConverter.TryWriteBytes(key, transferKey);
        return XxHash3.HashToUInt64(key, settings.Seed) < (ulong)((double)settings.MaxTrainingRows / candidates * ulong.MaxValue);
    }

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

        var kept = 0;
        for (var row = 0; row < t.Count; row++)
        {
            if (!mask[row]) continue;
            mask[row] = IsKept(t.TransferKey[row], candidates, settings);
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
    private const string MatcherName = "screening";

    /// <summary>Payouts that the card's spread and calibration figures are taken from, at the most.</summary>
    private const int ReferenceRows = 20_000;

    /// <summary>Training on fewer payouts leaves nothing worth the time of giving it back.</summary>
    private const int WorthCollecting = 100_000;

    /// <param name="rows">Matrix positions to train on.</param>
    /// <param name="decided">View rows that reviewers decided on; all of them are described by the matrix.</param>
    /// <param name="matcher">The matcher of names to put into the bundle; null for the one in use.</param>
    public static async Task<TrainedBundle> MakeAsync(
        Workspace workspace, LakeView view, FeatureMatrix matrix, int[] rows, IReadOnlyDictionary<int, DecidedPayout> decided, CancellationToken cancel, MatchModel? matcher = null)
    {
        workspace.Report("train");
        ByKey(view, matrix, rows);
        var settings = workspace.Settings.Detection;
        var models = TypologyModels.Train(matrix, rows, settings, out var leftOut);
        cancel.ThrowIfCancellationRequested();
        // The columns that the models were fitted on are gone, and what follows makes as many again.
        if (rows.Length >= WorthCollecting) StageWatch.Collect();
        models = Taught(view, matrix, models, decided, settings);
        var days = rows.Select(row => view.Transfers.PayDay[matrix.Rows[row]]).ToArray();
        var (from, to) = (DateOnly.FromDayNumber(days.Min()), DateOnly.FromDayNumber(days.Max()));
        var sample = matrix.Subset(Thinned(rows));
        var behaviour = TypologyWords.Behavioural.Select(typology => models.Assess(sample, typology)).ToArray();
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["left_out_hard_facts"] = leftOut };
        foreach (var opinion in behaviour)
            metrics[$"training_share_beyond_99_{opinion.Typology.Word()}"] = Math.Round(opinion.Evidence.Count(evidence => evidence >= 2) / (double)sample.Count, 6);
        if (models.Decisions is { } taught)
        {
            foreach (var (name, value) in taught.Metrics) metrics[name] = value;
        }
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
            Metrics = metrics,
            KnownLimits =
            [
                "Trained without labels: unusual is not wrong.",
                "Payouts of payees with fewer than two earlier pay dates are not judged by behaviour.",
                "Scores are calibrated to the training window; beyond it a generalised Pareto tail extrapolates.",
                .. models.Decisions is null ? (string[])[] : ["The ranking learned from decisions on flags alone: what was never flagged taught it nothing."],
            ],
            Documents = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
            {
                [PercentilesDocument] = JsonSerializer.SerializeToNode(models.Percentiles.Quantiles),
                [NightDrift.ReferenceDocument] = JsonSerializer.SerializeToNode(SpreadReference.Of(sample, behaviour)),
                [Recipe.SettingsDocument] = JsonSerializer.SerializeToNode(settings),
            },
        };
        var bundle = ModelBundle.Create(Context(), card, new Dictionary<string, ITransformer>(models.Transformers(), StringComparer.Ordinal)
        {
            [MatcherName] = (matcher ?? MatcherInUse(workspace)).Transformer,
        });
        using var turn = workspace.Turn("models");
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
        var champion = workspace.Bundles.Champion();
        var why = champion is null ? "first bundle"
            : champion.Card.CatalogueVersion != FeatureCatalog.Version ? "the champion was trained on another feature catalogue and cannot score" : null;
        if (why is not null) await PromotionDesk.PutInUseAsync(workspace, bundle, why, AuditActions.ModelPromoted, [], cancel).ConfigureAwait(false);
        var inUse = why is not null || champion!.Id == bundle.Id;
        RunLog.Trained(workspace.Log, bundle.Id, rows.Length - leftOut, leftOut);
        return new TrainedBundle(bundle, models, new TrainOutcome(bundle.Id, isNew, inUse, rows.Length - leftOut, leftOut, from, to));
    }

    /// <summary>The models with what the decided payouts teach; as they are when those are too few or teach nothing.</summary>
    internal static TypologyModels Taught(LakeView view, FeatureMatrix matrix, TypologyModels models, IReadOnlyDictionary<int, DecidedPayout> decided, DetectionSettings settings)
    {
        if (settings.LeastDecisions == 0 || decided.Count < settings.LeastDecisions) return models;
        var positions = Enumerable.Range(0, matrix.Count).Where(i => decided.ContainsKey(matrix.Rows[i])).ToArray();
        ByKey(view, matrix, positions);
        var known = matrix.Subset(positions);
        // Payees are numbered as they appear: codes of a view follow its files.
        var numbers = new Dictionary<int, int>();
        var payees = Array.ConvertAll(known.Rows, row => numbers.TryAdd(view.Transfers.Payee[row], numbers.Count) ? numbers.Count - 1 : numbers[view.Transfers.Payee[row]]);
        var behaviour = TypologyWords.Behavioural.Select(typology => models.Assess(known, typology)).ToArray();
        return models.With(DecisionModel.Train(known, behaviour, [.. known.Rows.Select((row, i) => (i, decided[row].Confirmed))], payees, settings));
    }

    /// <summary>Every n-th row, so that there are no more than the figures need.</summary>
    private static int[] Thinned(int[] rows)
    {
        var step = ((rows.Length - 1) / ReferenceRows) + 1;
        return [.. rows.Where((_, i) => i % step == 0)];
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
        var quantiles = bundle.Card.Documents.GetValueOrDefault(PercentilesDocument)?.Deserialize<float[][]>()
            ?? throw new BundleDamagedException("percentiles are missing");
        var decisions = bundle.ModelNames.Contains(DecisionModel.Name, StringComparer.Ordinal)
            ? DecisionModel.From(bundle.LoadModel<ITransformer>(context, DecisionModel.Name), bundle.Card.Metrics) : null;
        return TypologyModels.From(name => bundle.LoadModel<AnomalyEnsembleTransformer>(context, name), new PercentileTable(quantiles)).With(decisions);
    }

    /// <summary>The matcher of the bundle in use, or the one that came with the program.</summary>
    /// <exception cref="RefusedException">The bundle's matcher was trained by another version of this program.</exception>
    public static MatchModel MatcherInUse(Workspace workspace) => workspace.Bundles.Champion() is { } bundle ? MatcherOf(bundle) : MatchModel.Default;

    /// <inheritdoc cref="MatcherInUse"/>
    public static MatchModel MatcherOf(ModelBundle bundle)
    {
        if (!bundle.ModelNames.Contains(MatcherName)) return MatchModel.Default;
        try
        {
            return new MatchModel(bundle.LoadModel<ITransformer>(Context(), MatcherName));
        }
        catch (ArgumentException)
        {
            throw new RefusedException(ExitCode.Usage, $"the matcher of bundle {bundle.Id} was trained on other features than this program has: train again");
        }
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
