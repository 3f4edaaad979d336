// What reviewers' decisions teach: among payouts that look unusual, which kinds turned out to be something and which did not.
using Microsoft.ML;
using Paysieve.Models;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Detection;

/// <summary>
/// Boosted trees over the features and the typologies' evidence, trained on confirmed against cleared payouts and on nothing else: what nobody
/// decided on is no label. Moves the review ranking only: scores, reasons and the threshold for a flag stay those of the models without
/// labels. Decisions exist only where the ranking once looked, so a payout moves no further than it stands out itself, and
/// at most <see cref="MostShift"/> powers of ten. Known false alarm: whatever reviewers wrongly agreed on.
/// </summary>
public sealed class DecisionModel
{
    /// <summary>The model's name in a bundle.</summary>
    public const string Name = "decisions";

    /// <summary>Largest move, in log10, either way.</summary>
    public const double MostShift = 1.5;

    /// <summary>Evidence up to which a payout is ordinary and does not move: one in ten.</summary>
    private const double Ordinary = 1;

    /// <summary>Decisions that the trees cannot tell apart better than this, on decisions held out, teach nothing. 0.5 is a coin.</summary>
    private const double LeastAuroc = 0.6;

    private readonly TaughtTrees _taught;

    private DecisionModel(TaughtTrees taught, int confirmed, int cleared) => (_taught, Confirmed, Cleared) = (taught, confirmed, cleared);

    public ITransformer Transformer => _taught.Trees;

    /// <summary>How many payouts were learned from.</summary>
    public int Confirmed { get; }
    public int Cleared { get; }

    /// <summary>What belongs into the card: enough, with the transformer, to have the model again.</summary>
    public IReadOnlyDictionary<string, double> Metrics => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["decisions_confirmed"] = Confirmed, ["decisions_cleared"] = Cleared, ["decisions_held_out_auroc"] = _taught.HeldOutAuroc,
        ["decisions_slope"] = _taught.Slope, ["decisions_offset"] = _taught.Offset,
    };

    /// <exception cref="KeyNotFoundException">The metrics are not those of <see cref="Metrics"/>.</exception>
    public static DecisionModel From(ITransformer trees, IReadOnlyDictionary<string, double> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new DecisionModel(
            new TaughtTrees(trees, metrics["decisions_slope"], metrics["decisions_offset"], metrics["decisions_held_out_auroc"]),
            (int)metrics["decisions_confirmed"], (int)metrics["decisions_cleared"]);
    }

    /// <param name="behaviour">Evidence for every row of the matrix.</param>
    /// <param name="decided">Matrix positions with what was decided: true = confirmed; in an order that follows from the payouts.</param>
    /// <param name="payees">A number ≥ 0 for the payee of each decided position, in the same order.</param>
    /// <returns>Null when there are fewer decisions than <see cref="DetectionSettings.LeastDecisions"/>, fewer than a tenth of them of either kind, or nothing to tell the kinds apart by.</returns>
    public static DecisionModel? Train(
        FeatureMatrix matrix, IReadOnlyList<TypologyEvidence> behaviour, IReadOnlyList<(int Position, bool Confirmed)> decided, ReadOnlySpan<int> payees, DetectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentNullException.ThrowIfNull(decided);
        ArgumentNullException.ThrowIfNull(settings);
        var confirmed = decided.Count(each => each.Confirmed);
        if (settings.LeastDecisions == 0 || decided.Count < settings.LeastDecisions || Math.Min(confirmed, decided.Count - confirmed) * 10 < decided.Count) return null;
        var taught = BoostedTrees.Train(
            Table(matrix, behaviour, [.. decided.Select(each => each.Position)]), [.. decided.Select(each => each.Confirmed)], payees, new BoostedTreesOptions { Seed = settings.Seed });
        return taught is { HeldOutAuroc: >= LeastAuroc } ? new DecisionModel(taught, confirmed, decided.Count - confirmed) : null;
    }

    /// <summary>What is added to the combined evidence in the review ranking, in log10, for the rows that stand out, by position; what is not there does not move.</summary>
    public IReadOnlyDictionary<int, double> Shifts(FeatureMatrix matrix, IReadOnlyList<TypologyEvidence> behaviour)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(behaviour);
        var rows = Enumerable.Range(0, matrix.Count).Where(i => Most(behaviour, i) > Ordinary).ToArray();
        var shifts = new Dictionary<int, double>(rows.Length);
        if (rows.Length == 0) return shifts;
        var margins = BoostedTrees.Margins(Transformer, Table(matrix, behaviour, rows));
        // Against what is usual among the decided: a house that confirms one in ten lifts nothing by that.
        var usual = Math.Log10((double)Confirmed / Cleared);
        for (var i = 0; i < rows.Length; i++)
        {
            var limit = Math.Min(MostShift, Most(behaviour, rows[i]) - Ordinary);
            var odds = -((_taught.Slope * margins[i]) + _taught.Offset) / Math.Log(10);
            shifts.Add(rows[i], Math.Clamp(odds - usual, -limit, limit));
        }
        return shifts;
    }

    /// <summary>Per position the three features or evidences that moved it most, in the trees' own unit; not additive.</summary>
    public IReadOnlyList<IReadOnlyList<(string Name, double Value)>> Reasons(FeatureMatrix matrix, IReadOnlyList<TypologyEvidence> behaviour, int[] positions)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.Length == 0) return [];
        var table = Table(matrix, behaviour, positions);
        return Array.ConvertAll(BoostedTrees.Contributions(Transformer, table), row => (IReadOnlyList<(string, double)>)
        [
            .. row.Select((value, column) => (Name: table.Columns[column], Value: (double)value)).Where(part => part.Value != 0)
                .OrderByDescending(part => Math.Abs(part.Value)).ThenBy(part => part.Name, StringComparer.Ordinal).Take(3),
        ]);
    }

    private static double Most(IReadOnlyList<TypologyEvidence> behaviour, int i)
    {
        var most = 0.0;
        foreach (var opinion in behaviour) if (opinion.Evidence[i] > most) most = opinion.Evidence[i];
        return most;
    }

    private static FeatureTable Table(FeatureMatrix matrix, IReadOnlyList<TypologyEvidence> behaviour, int[] rows)
    {
        var columns = FeatureCatalog.Count + behaviour.Count;
        var values = new float[rows.Length * columns];
        for (var i = 0; i < rows.Length; i++)
        {
            matrix.Vector(rows[i]).CopyTo(values.AsSpan(i * columns));
            for (var j = 0; j < behaviour.Count; j++) values[(i * columns) + FeatureCatalog.Count + j] = (float)behaviour[j].Evidence[rows[i]];
        }
        return new FeatureTable(FeatureCatalog.All.Select(feature => feature.Name).Concat(behaviour.Select(opinion => opinion.Typology.Word())), rows.Length, values);
    }
}
