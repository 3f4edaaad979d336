// Draws a run's report from what was stored: the same run, the same files, any number of times.
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Runs;

/// <summary>The verb <c>report</c>. Drawn again it says also what was decided since.</summary>
public static class ReportRun
{
    private const int RejectedExamples = 5;

    /// <param name="run">A run id, a unique prefix of one, or <c>latest</c>.</param>
    /// <returns>The folder of the report.</returns>
    /// <exception cref="RefusedException">No such finished run.</exception>
    public static async Task<string> ExecuteAsync(Workspace workspace, string run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        workspace.Report("report");
        var record = await RunLookup.FinishedAsync(workspace, run, cancel).ConfigureAwait(false);
        var summary = NightSummary.From(record.Summary);
        var view = workspace.Lake.Open(new LakeQuery { LastPayDay = summary.LastPayDay, LastSequence = summary.LakeSequence });
        return await WriteAsync(workspace, record, view, cancel).ConfigureAwait(false);
    }

    internal static async Task<string> WriteAsync(Workspace workspace, RunRecord run, LakeView view, CancellationToken cancel)
    {
        var summary = NightSummary.From(run.Summary);
        var stored = await workspace.Store.Flags.ListAsync(new FlagFilter { RunId = run.RunId, HeldBack = null }, cancel).ConfigureAwait(false);
        var flags = stored.Select(each => each.Flag).ToArray();
        var shown = flags.Where(flag => !flag.HeldBack).ToArray();
        var report = new NightReport
        {
            Run = new RunFacts(
                run.RunId, run.RunKey, run.AsOf ?? DateOnly.FromDateTime(run.StartedAt.UtcDateTime), summary.PayDates, run.StartedAt.UtcDateTime,
                run.FinishedAt?.UtcDateTime, run.ProgramVersion, run.Status.ToString().ToLowerInvariant(), summary.Degraded),
            Bundle = summary.Bundle,
            Drift = summary.Drift,
            Shadow = summary.Shadow,
            Lists = summary.Lists,
            ListOldAfterDays = workspace.Settings.Lists.StaleAfterDays,
            Files = summary.Files,
            Reconciliation = summary.Reconciliation,
            OddValues = summary.OddValues,
            Rejected = await RejectedAsync(workspace, summary.Files, cancel).ConfigureAwait(false),
            Flags = shown,
            Names = Names(workspace, view, [.. shown.Select(flag => flag.TransferId).Distinct(StringComparer.Ordinal)]),
            Decisions = stored.Where(each => each.Latest is not null).ToDictionary(each => each.Flag.FlagId, each => Decided(each.Latest!), StringComparer.Ordinal),
            HeldBack = summary.HeldBack,
            NotChecked = summary.NotChecked,
            Notices = summary.Notices,
            Suppressions = summary.Suppressions,
            SettingsHash = run.ConfigHash,
            ReviewBudget = summary.Budget,
            ReviewBudgetSource = summary.BudgetSource,
            Settings = summary.Settings,
        };
        var paths = await ReportFolder.WriteAsync(workspace.ReportsFolder, report, flags, FlagTable.Shown, cancel).ConfigureAwait(false);
        return Path.GetDirectoryName(paths.Html)!;
    }

    private static FlagDecision Decided(DispositionRecord last) =>
        new(last.Decision, last.Actor, last.SecondActor, last.ReasonCode, last.Proposes is not null, last.DecidedAt.UtcDateTime);

    internal static Dictionary<string, PartyNames> Names(Workspace workspace, LakeView view, string[] transferIds)
    {
        var rows = LakeReader.FindTransfers(view, transferIds);
        var names = new Dictionary<string, PartyNames>(StringComparer.Ordinal);
        var found = Enumerable.Range(0, rows.Length).Where(i => rows[i] >= 0).ToArray();
        var shown = found.Select(i => rows[i]).ToArray();
        var (payees, holders) = workspace.Lake.PartyRefs(view, shown);
        var parties = workspace.Lake.Parties(view, shown, payees, holders).SelectMany(batch => batch).ToDictionary(party => party.PartyKey);
        for (var i = 0; i < found.Length; i++)
        {
            names[transferIds[found[i]]] = new PartyNames(
                parties.GetValueOrDefault(payees[i])?.Name.Reveal(), holders[i] == 0 ? null : parties.GetValueOrDefault(holders[i])?.Name.Reveal());
        }
        return names;
    }

    private static async Task<IReadOnlyList<RejectedGroup>> RejectedAsync(Workspace workspace, IReadOnlyList<FileFacts> files, CancellationToken cancel)
    {
        var groups = new SortedDictionary<string, (long Rows, List<RejectedRow> Examples)>(StringComparer.Ordinal);
        foreach (var file in files.Where(file => file.FileId.Length > 0))
        {
            foreach (var row in await workspace.Store.SourceFiles.RejectedAsync(file.FileId, cancel).ConfigureAwait(false))
            {
                var group = groups.GetValueOrDefault(row.Code);
                group.Examples ??= [];
                if (group.Examples.Count < RejectedExamples) group.Examples.Add(new RejectedRow(file.Name, row.LineNo, row.ColumnName, row.Detail));
                groups[row.Code] = (group.Rows + 1, group.Examples);
            }
        }
        return [.. groups.Select(pair => new RejectedGroup(pair.Key, pair.Value.Rows, pair.Value.Examples))];
    }
}

/// <summary>Finds the run that a person means.</summary>
public static class RunLookup
{
    /// <param name="run">A run id, a unique prefix of one, or <c>latest</c>.</param>
    /// <exception cref="RefusedException">No such finished run, or several.</exception>
    public static async Task<RunRecord> FinishedAsync(Workspace workspace, string run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (string.Equals(run, "latest", StringComparison.Ordinal))
        {
            return await workspace.Store.Runs.LatestFinishedAsync(cancel).ConfigureAwait(false)
                ?? throw new RefusedException(ExitCode.NoInput, "no night has been run yet");
        }
        var found = (await workspace.Store.Runs.FindAsync(run, cancel).ConfigureAwait(false))
            .Where(record => record.Status is RunStatus.Completed or RunStatus.Degraded).ToArray();
        return found.Length switch
        {
            1 => found[0],
            0 => throw new RefusedException(ExitCode.NoInput, "no finished run with that id"),
            _ => throw new RefusedException(ExitCode.Usage, "several runs begin with that id: give more of it"),
        };
    }
}
