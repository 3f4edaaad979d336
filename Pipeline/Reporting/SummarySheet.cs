// The sheet that says what the flags are worth: which night, how many of what, rows in and out, against which lists and by which model, and what nobody looked at.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Transfers;
using SpreadCheetah;
using SpreadCheetah.Worksheets;

namespace Paysieve.Pipeline.Reporting;

/// <summary>Blocks below each other, each with a heading. What is empty is said to be empty, as on the page.</summary>
internal sealed class SummarySheet(Spreadsheet book, WorkbookCells cells, NightReport report, CancellationToken cancellation)
{
    private static readonly double[] Widths = [36, 20, 20, 20, 12, 12, 12];

    public async Task WriteAsync(string sheet, IReadOnlyList<Flag> flags)
    {
        var options = new WorksheetOptions();
        for (var i = 0; i < Widths.Length; i++) options.Column(i + 1).Width = Widths[i];
        await book.StartWorksheetAsync(sheet, options, cancellation).ConfigureAwait(false);
        foreach (var block in (IEnumerable<Cell[]>[])[Night(), NotChecked(), Flags(flags), Counts(), Lists(), Models()])
        {
            foreach (var row in block) await book.AddRowAsync(row, cancellation).ConfigureAwait(false);
            await book.AddRowAsync(Array.Empty<Cell>(), cancellation).ConfigureAwait(false);
        }
        await book.AddRowAsync([cells.Text("Account numbers are masked; names are personal data: pass this file only to those who review it. Nothing is stopped by it: a person decides.")], cancellation).ConfigureAwait(false);
    }

    private IEnumerable<Cell[]> Night()
    {
        var run = report.Run;
        yield return [cells.Heading("Night")];
        yield return [cells.Text("Run"), cells.Text(run.RunId)];
        yield return [cells.Text("Night of"), cells.Date(run.AsOf)];
        foreach (var date in run.PayDates.Order()) yield return [cells.Text("Pay date"), cells.Date(date)];
        yield return [cells.Text("Status"), cells.Text(report.IsDegraded ? "degraded" : run.Status)];
        yield return [cells.Text("Started (UTC)"), cells.Time(run.StartedAt)];
        yield return [cells.Text("Finished (UTC)"), cells.Time(run.FinishedAt)];
        yield return [cells.Text("Program"), cells.Text(run.ProgramVersion)];
        yield return [cells.Text("Settings hash"), cells.Text(report.SettingsHash)];
        yield return [cells.Text("Review budget"), cells.Count(report.ReviewBudget), cells.Text(report.ReviewBudgetSource)];
    }

    private IEnumerable<Cell[]> NotChecked()
    {
        yield return [cells.Heading("Not checked")];
        var sentences = Sentences().ToArray();
        foreach (var sentence in sentences) yield return [cells.Text(sentence)];
        if (sentences.Length == 0) yield return [cells.Text("Nothing is known that was not checked.")];

        IEnumerable<string> Sentences()
        {
            foreach (var sentence in report.Run.Degraded) yield return sentence;
            if (report.IsDegraded && report.Run.Degraded.Count == 0) yield return "The run is recorded as degraded; the cause was not recorded.";
            if (report.Lists.Count == 0) yield return "Nobody was screened against a sanctions list: none is loaded.";
            if (report.Bundle is null) yield return "No model scored this night: only list matches can be among the flags.";
            if (!report.CountsBalance) yield return "The counts do not add up: do not rely on this report until that is explained.";
            foreach (var file in report.Files.Where(file => file.Standing == FileStanding.Refused)) yield return $"{file.Name} was rejected whole: {file.Refusal ?? "no reason recorded"}";
            foreach (var sentence in report.Cautions) yield return sentence;
        }
    }

    private IEnumerable<Cell[]> Flags(IReadOnlyList<Flag> flags)
    {
        Band[] bands = [.. Enum.GetValues<Band>().OrderDescending()];
        var counts = flags.CountBy(flag => (flag.Typology, flag.Band, flag.HeldBack)).ToDictionary();
        long Of(Typology typology, Band band, bool heldBack) => counts.GetValueOrDefault((typology, band, heldBack));
        yield return [cells.Heading("Flags"), .. bands.Select(band => cells.Heading(Figures.Name(band))), cells.Heading("To review"), cells.Heading("Held back")];
        foreach (var typology in TypologyWords.All) yield return Row(Figures.Name(typology), [typology]);
        yield return Row("All", [.. TypologyWords.All]);
        yield return [cells.Text("Payouts to review"), cells.Count(Payouts(heldBack: false))];

        Cell[] Row(string name, Typology[] of) =>
        [
            cells.Text(name), .. bands.Select(band => cells.Count(of.Sum(typology => Of(typology, band, heldBack: false)))),
            cells.Count(of.Sum(typology => bands.Sum(band => Of(typology, band, heldBack: false)))),
            cells.Count(of.Sum(typology => bands.Sum(band => Of(typology, band, heldBack: true)))),
        ];

        int Payouts(bool heldBack) => flags.Where(flag => flag.HeldBack == heldBack).DistinctBy(flag => flag.TransferId, StringComparer.Ordinal).Count();
    }

    private IEnumerable<Cell[]> Counts()
    {
        var counts = report.Reconciliation;
        yield return [cells.Heading("Rows in, rows out"), cells.Heading("Read"), cells.Heading("Accepted, scored"), cells.Heading("Rejected, not scored"), cells.Heading("Adds up")];
        yield return Row("Rows", counts.RowsRead, counts.RowsAccepted, counts.RowsRejected);
        if (counts.History is { } history) yield return Row("Rows of the history given", history.Read, history.Accepted, history.Rejected);
        yield return Row("Payouts", counts.PayoutsRead, counts.PayoutsScored, counts.NotScored.Sum(part => part.Payouts));
        foreach (var group in report.Rejected.OrderByDescending(group => group.Rows).ThenBy(group => group.Code, StringComparer.Ordinal))
            yield return [cells.Text("Rows rejected"), cells.Text(null), cells.Text(null), cells.Count(group.Rows), cells.Text(group.Code)];
        foreach (var odd in report.OddValues) yield return [cells.Text("Payouts scored, but odd"), cells.Text(null), cells.Count(odd.Payouts), cells.Text(null), cells.Text(odd.What)];
        foreach (var part in counts.NotScored) yield return [cells.Text("Payouts not scored"), cells.Text(null), cells.Text(null), cells.Count(part.Payouts), cells.Text(part.Reason)];

        Cell[] Row(string what, long all, long taken, long not) =>
            [cells.Text(what), cells.Count(all), cells.Count(taken), cells.Count(not), cells.Text(all == taken + not ? "yes" : "no")];
    }

    private IEnumerable<Cell[]> Lists()
    {
        yield return [cells.Heading("Sanctions list"), cells.Heading("Publisher's date"), cells.Heading("Loaded (UTC)"), cells.Heading("Snapshot"), cells.Heading("Age, days"), cells.Heading("Entries")];
        foreach (var list in report.Lists)
            yield return [cells.Text(list.Name), cells.Date(list.PublishedOn), cells.Time(list.LoadedAt), cells.Text(list.SnapshotId), cells.Count(list.AgeDays(report.Run.AsOf)), cells.Count(list.Entries)];
        if (report.Lists.Count == 0) yield return [cells.Text("None. Nobody was screened.")];
        foreach (var sentence in report.Notices.Concat(report.Suppressions)) yield return [cells.Text(sentence)];
    }

    private IEnumerable<Cell[]> Models()
    {
        yield return [cells.Heading("Model"), cells.Heading("First pay date"), cells.Heading("Last pay date"), cells.Heading("Trained at (UTC)"), cells.Heading("Payouts")];
        if (report.Bundle is not { } bundle) yield return [cells.Text("None. Payouts were not scored.")];
        else yield return [cells.Text(bundle.BundleId), cells.Date(bundle.TrainedFrom), cells.Date(bundle.TrainedTo), cells.Time(bundle.TrainedAt), bundle.TrainedPayouts is { } payouts ? cells.Count(payouts) : cells.Text(null)];
        if (report.Shadow is { } shadow) yield return [cells.Text($"Challenger in shadow: {shadow.BundleId}. Nothing was flagged by it.")];
    }
}
