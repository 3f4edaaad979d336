// The life of a bundle after training: compared, promoted, refused, taken back. Every step leaves an event in the trail.
using System.Text.Json.Nodes;
using Paysieve.Models;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs.Lifecycle;

/// <summary>What a comparison may lean on besides the lake.</summary>
/// <param name="Labels">CSV transfer_id,typology,scenario; null = planted changes alone.</param>
/// <param name="Benign">CSV transfer_id,scenario; null = none known.</param>
public sealed record ComparisonRequest(string? Labels, string? Benign);

/// <summary>How a promotion ended.</summary>
/// <param name="Promoted">False: refused, and <see cref="ComparisonOutcome.Worse"/> says why.</param>
/// <param name="Before">The champion before; null when there was none.</param>
/// <param name="Comparison">Null when there was nobody to compare with.</param>
public sealed record PromotionOutcome(string BundleId, bool Promoted, bool Forced, string? Before, ComparisonOutcome? Comparison);

/// <summary>The verbs <c>models compare</c>, <c>models promote</c> and <c>models rollback</c>.</summary>
public static class PromotionDesk
{
    /// <summary>Judges two bundles on the lake's last months.</summary>
    /// <exception cref="RefusedException">One of the bundles is not known, or a label file is missing.</exception>
    public static async Task<ComparisonOutcome> CompareAsync(Workspace workspace, string a, string b, ComparisonRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(request);
        var outcome = await CompareAsync(workspace, Known(workspace, a), Known(workspace, b), request, cancel).ConfigureAwait(false);
        await workspace.Store.Audit.AppendAsync(new AuditEntry(workspace.Actor, AuditActions.ModelCompared, outcome.B, Facts(outcome)), cancel).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>Puts a bundle in use if it is not worse than the one that is, or if that is forced with a reason.</summary>
    /// <param name="reason">Why it is forced; for the audit trail.</param>
    /// <exception cref="RefusedException">The bundle is not known, cannot score with this program, or is forced without a reason.</exception>
    public static async Task<PromotionOutcome> PromoteAsync(
        Workspace workspace, string bundle, ComparisonRequest request, bool force, string? reason, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(request);
        if (force && string.IsNullOrWhiteSpace(reason)) throw new RefusedException(ExitCode.Usage, "--force needs --reason: the audit trail says why");
        var challenger = Known(workspace, bundle);
        _ = TrainedBundle.Load(challenger);
        var before = workspace.Bundles.ChampionId;
        if (before == challenger.Id) return new PromotionOutcome(challenger.Id, true, false, before, null);
        var comparison = before is null ? null : await CompareAsync(workspace, Known(workspace, before), challenger, request, cancel).ConfigureAwait(false);
        var facts = comparison is null ? [] : Facts(comparison);
        facts["forced"] = force;
        if (comparison is { Worse.Count: > 0 } && !force)
        {
            await workspace.Store.Audit.AppendAsync(new AuditEntry(workspace.Actor, AuditActions.ModelPromotionRefused, challenger.Id, facts), cancel).ConfigureAwait(false);
            return new PromotionOutcome(challenger.Id, false, false, before, comparison);
        }
        await PutInUseAsync(workspace, challenger, reason ?? (comparison is null ? "first champion" : "not worse in the backtest"), AuditActions.ModelPromoted, facts, cancel).ConfigureAwait(false);
        return new PromotionOutcome(challenger.Id, true, force && comparison is { Worse.Count: > 0 }, before, comparison);
    }

    /// <summary>Puts the bundle back in use that was in use before. Done twice it changes nothing.</summary>
    /// <exception cref="RefusedException">There was none before, or it cannot score with this program.</exception>
    public static async Task<PromotionOutcome> RollBackAsync(Workspace workspace, string? reason, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var present = workspace.Bundles.ChampionId;
        var retired = (await workspace.Store.Bundles.ListAsync(cancel).ConfigureAwait(false))
            .Where(each => each.State == "retired" && each.BundleId != present).OrderByDescending(each => each.PromotedAt).ThenBy(each => each.BundleId, StringComparer.Ordinal).FirstOrDefault()
            ?? throw new RefusedException(ExitCode.NoInput, "no bundle was in use before this one");
        var bundle = Known(workspace, retired.BundleId);
        _ = TrainedBundle.Load(bundle);
        await PutInUseAsync(workspace, bundle, reason ?? "rollback", AuditActions.ModelRolledBack, [], cancel).ConfigureAwait(false);
        return new PromotionOutcome(bundle.Id, true, false, present, null);
    }

    /// <summary>The store first, then the pointer that nights read: a process that ends in between leaves a step that can be repeated.</summary>
    internal static async Task PutInUseAsync(Workspace workspace, ModelBundle bundle, string why, string action, JsonObject facts, CancellationToken cancel)
    {
        await workspace.Store.Bundles.PromoteAsync(bundle.Id, workspace.Actor, why, action, facts, cancel).ConfigureAwait(false);
        workspace.Bundles.Promote(bundle.Id);
        RunLog.Promoted(workspace.Log, bundle.Id, action);
    }

    private static async Task<ComparisonOutcome> CompareAsync(Workspace workspace, ModelBundle a, ModelBundle b, ComparisonRequest request, CancellationToken cancel)
    {
        workspace.Report("open lake");
        var view = workspace.Lake.Open(new LakeQuery());
        var settings = workspace.Settings;
        var end = view.Transfers.Count == 0 ? 0 : view.Transfers.PayDay[^1];
        var known = Labels(view, request);
        var decided = await DecidedPayouts.OfAsync(workspace, view, cancel).ConfigureAwait(false);
        var months = Backtest.Run(
            view, settings.Features, settings.Alerting, Recipe.Of(a, settings.Detection, end), Recipe.Of(b, settings.Detection, end), known, decided,
            settings.Promotion.BacktestMonths, settings.Detection.Seed, stage => workspace.Report(stage), cancel);
        var t = view.Transfers;
        var judged = months.Select(month => (month.Month.Year, month.Month.Month)).ToHashSet();
        var labelled = known.Cases.Keys.Count(row => DateOnly.FromDayNumber(t.PayDay[row]) is var day && judged.Contains((day.Year, day.Month)));
        return PromotionVerdict.Of(a.Id, b.Id, months, labelled, settings.Promotion.Tolerance);
    }

    private static KnownCases Labels(LakeView view, ComparisonRequest request)
    {
        if (request.Labels is null && request.Benign is null) return KnownCases.None;
        var cases = new Dictionary<int, HashSet<Typology>>();
        var labels = request.Labels is null ? [] : LabelFile.Read(request.Labels, withTypology: true);
        var rows = LakeReader.FindTransfers(view, [.. labels.Select(label => label.TransferId)]);
        for (var i = 0; i < rows.Length; i++)
        {
            // Listed parties are screening's: no model ranks them.
            var typology = TypologyWords.Behavioural.Where(each => each.Word() == labels[i].Typology).ToArray();
            if (rows[i] < 0 || typology.Length == 0) continue;
            if (!cases.TryGetValue(rows[i], out var typologies)) cases.Add(rows[i], typologies = []);
            typologies.Add(typology[0]);
        }
        var benign = request.Benign is null ? [] : LabelFile.Read(request.Benign, withTypology: false);
        var innocent = LakeReader.FindTransfers(view, [.. benign.Select(label => label.TransferId)]).Where(row => row >= 0 && !cases.ContainsKey(row)).ToHashSet();
        return new KnownCases(cases, innocent);
    }

    private static ModelBundle Known(Workspace workspace, string idOrPrefix) =>
        workspace.Bundles.TryLoad(idOrPrefix) ?? throw new RefusedException(ExitCode.NoInput, "no bundle, or more than one, begins with that id");

    private static JsonObject Facts(ComparisonOutcome outcome)
    {
        var measures = new JsonObject();
        foreach (var measure in outcome.Measures) measures[measure.Name] = new JsonArray(Rounded(measure.A), Rounded(measure.B));
        return new JsonObject
        {
            ["against"] = outcome.A,
            ["months"] = new JsonArray([.. outcome.Months.Select(month => (JsonNode?)month.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture))]),
            ["payouts"] = outcome.Payouts, ["planted"] = outcome.Planted, ["labelled"] = outcome.Labelled,
            ["measures"] = measures,
            ["worse"] = new JsonArray([.. outcome.Worse.Select(reason => (JsonNode?)reason)]),
        };

        // Exact decimals as text, as everywhere in the trail.
        static JsonNode? Rounded(double? value) => value is { } number ? number.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
