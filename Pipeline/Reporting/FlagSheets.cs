// The two sheets of flags, column by column: what is to be reviewed, and what was held back. One row per flag, in rank order.
using System.Globalization;
using Paysieve.Pipeline.Findings;
using SpreadCheetah;
using SpreadCheetah.Worksheets;

namespace Paysieve.Pipeline.Reporting;

/// <summary>
/// What <c>flags.csv</c> has, in words for people, the explanation in sentences. Names stand where the page has them, on flags to review;
/// held-back ones say why they are that instead.
/// </summary>
internal sealed class FlagSheets(WorkbookCells cells, IReadOnlyDictionary<string, PartyNames> names, IReadOnlyDictionary<string, FlagDecision> decisions)
{
    /// <param name="flags">Those of this sheet, in rank order.</param>
    public async Task WriteAsync(Spreadsheet book, string sheet, IReadOnlyList<Flag> flags, bool heldBack, CancellationToken cancellation)
    {
        Column[] columns = [.. heldBack ? HeldBack() : ToReview()];
        var options = new WorksheetOptions { FrozenRows = 1, AutoFilter = new AutoFilterOptions($"A1:{Letter(columns.Length)}{Number(flags.Count + 1)}") };
        for (var i = 0; i < columns.Length; i++) options.Column(i + 1).Width = columns[i].Width;
        await book.StartWorksheetAsync(sheet, options, cancellation).ConfigureAwait(false);
        var row = new Cell[columns.Length];
        for (var i = 0; i < columns.Length; i++) row[i] = cells.Heading(columns[i].Name);
        await book.AddRowAsync(row, cancellation).ConfigureAwait(false);
        foreach (var flag in flags)
        {
            for (var i = 0; i < columns.Length; i++) row[i] = columns[i].Of(flag);
            await book.AddRowAsync(row, cancellation).ConfigureAwait(false);
        }
    }

    private IEnumerable<Column> ToReview() =>
    [
        .. Head(),
        new("Payee", 26, flag => cells.Text(names.GetValueOrDefault(flag.TransferId)?.Payee)),
        new("Account holder", 26, flag => cells.Text(names.GetValueOrDefault(flag.TransferId)?.Holder)),
        .. Body(),
    ];

    private IEnumerable<Column> HeldBack() =>
    [
        .. Head(),
        new("Held back because", 40, flag => cells.Lines([flag.Explanation.Suppression?.Sentence ?? flag.Explanation.Matter ?? "Over the night's budget."])),
        .. Body(),
    ];

    private IEnumerable<Column> Head() =>
    [
        new("Rank", 8, flag => cells.Count(flag.Rank)),
        new("Band", 10, flag => cells.Text(Figures.Name(flag.Band))),
        new("Typology", 16, flag => cells.Text(Figures.Name(flag.Typology))),
    ];

    private IEnumerable<Column> Body() =>
    [
        new("Amount", 18, flag => cells.Amount(flag.Amount)),
        new("Currency", 11, flag => cells.Text(flag.Amount.Currency.Code)),
        new("Pay date", 12, flag => cells.Date(flag.PayDate)),
        new("Account", 12, flag => cells.Text(flag.AccountMasked)),
        new("Employer", 16, flag => cells.Text(flag.EmployerId)),
        new("Employee", 16, flag => cells.Text(flag.EmployeeId)),
        new("Score", 11, flag => cells.Score(flag.Score)),
        new("Reasons", 70, flag => cells.Lines(flag.Reasons.OrderBy(reason => reason.Ordinal).Select(reason => reason.Sentence))),
        new("Innocent explanations tested", 60, flag => cells.Lines(flag.Explanation.Innocent.OrderByDescending(test => test.Applies).Select(Innocent))),
        new("Possible list matches", 50, flag => cells.Lines(flag.Explanation.Matches.Select(Match))),
        new("What to do", 50, flag => cells.Lines(flag.Explanation.Suggestion is { } suggestion ? [suggestion] : [])),
        new("Decision", 40, flag => cells.Text(decisions.GetValueOrDefault(flag.FlagId)?.Words)),
        new("Transfer", 22, flag => cells.Text(flag.TransferId)),
        new("Flag", 36, flag => cells.Text(flag.FlagId)),
    ];

    private static string Innocent(InnocentTest test) =>
        $"{Figures.Plain(test.Name)} {(test.Applies ? "applies, and was taken into account:" : "ruled out:")} {test.Sentence}";

    private static string Match(MatchNote match) =>
        $"{match.MatchedName}, entry {match.EntryId} of {match.ListWords}: {match.Decision}, {match.Party} compared, likeness {Figures.Likeness(match.Score)}. {string.Join(' ', match.Why)}";

    private static string Letter(int column) => ((char)('A' + column - 1)).ToString();

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Column(string Name, double Width, Func<Flag, Cell> Of);
}
