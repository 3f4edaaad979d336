// A challenger works beside the champion on real nights before anybody trusts it: its scores are kept apart and flag nothing.
using Paysieve.Models;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs.Lifecycle;

/// <summary>Finds tonight's challenger and scores with it.</summary>
internal static class ShadowScoring
{
    /// <summary>The youngest candidate trained after the champion on this program's catalogue; null when there is none.</summary>
    public static async Task<string?> ChallengerAsync(Workspace workspace, string championId, CancellationToken cancel)
    {
        var known = await workspace.Store.Bundles.ListAsync(cancel).ConfigureAwait(false);
        var since = known.FirstOrDefault(bundle => bundle.BundleId == championId)?.TrainedAt ?? DateTimeOffset.MinValue;
        var ids = workspace.Bundles.Ids().ToHashSet(StringComparer.Ordinal);
        return known.FirstOrDefault(bundle =>
            bundle.State == "candidate" && bundle.TrainedAt > since && bundle.CatalogueVersion == FeatureCatalog.Version && ids.Contains(bundle.BundleId))?.BundleId;
    }

    /// <summary>Scores tonight with the challenger and keeps it as <c>runs/RUN/shadow.parquet</c>. A challenger that cannot be loaded is named as degraded, not fatal.</summary>
    public static async Task<ShadowFacts?> KeepAsync(
        Workspace workspace, string runId, LakeView view, ScoredNight night, NightFindings findings, string championId, ScoredIds ids, List<string> degraded, CancellationToken cancel)
    {
        if (!night.UseModels || await ChallengerAsync(workspace, championId, cancel).ConfigureAwait(false) is not { } challenger) return null;
        TypologyModels models;
        try
        {
            models = TrainedBundle.Load(workspace.Bundles.TryLoad(challenger) ?? throw new BundleDamagedException("it is gone"));
        }
        catch (BundleDamagedException)
        {
            degraded.Add($"The challenger {challenger} is damaged: it was not scored in shadow.");
            return null;
        }
        var shadow = new ScoredNight(
            night.Matrix, [.. TypologyWords.Behavioural.Select(typology => models.Assess(night.Matrix, typology))], night.Screening, models, night.UseModels);
        var order = NightFindings.Order(view, shadow);
        ScoresFile.Write(workspace, runId, ScoresFile.ShadowName, ids, shadow, order);
        var budget = workspace.Settings.Alerting.Budget(order.Length);
        var first = findings.ReviewOrder.Take(budget).ToHashSet();
        return new ShadowFacts(challenger, budget, order.Take(budget).Count(first.Contains));
    }
}
