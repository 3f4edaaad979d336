// flags.xlsx: the night for a reviewer who works in a spreadsheet, before the bank's cut-off. Written row by row.
using System.IO.Compression;
using Paysieve.Pipeline.Findings;
using SpreadCheetah;

namespace Paysieve.Pipeline.Reporting;

/// <summary>
/// The sheets <c>Flags</c> (to review), <c>Summary</c> and <c>Held back</c>, the same bytes for the same <see cref="NightReport"/> and flags.
/// Masked as the page is, and with the names that the page has.
/// </summary>
public static class WorkbookWriter
{
    public const string FlagsSheet = "Flags", NightSheet = "Summary", HeldBackSheet = "Held back";

    // The earliest time a zip can hold: the library writes the hour of writing.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="output">Empty, and can be read and sought in; stays open.</param>
    /// <param name="flags">All flags of the run, held back ones too, in the order of review.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static async Task WriteAsync(Stream output, NightReport report, IReadOnlyList<Flag> flags, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(flags);
        // Document properties would hold the hour of writing; addresses in cells are what simple readers need.
        var options = new SpreadCheetahOptions { DocumentProperties = null, WriteCellReferenceAttributes = true, PreserveStringWhitespace = true };
        var book = await Spreadsheet.CreateNewAsync(output, options, cancellation).ConfigureAwait(false);
        await using (book.ConfigureAwait(false))
        {
            var cells = new WorkbookCells(book);
            var sheets = new FlagSheets(cells, report.Names, report.Decisions);
            await sheets.WriteAsync(book, FlagsSheet, [.. flags.Where(flag => !flag.HeldBack)], heldBack: false, cancellation).ConfigureAwait(false);
            await new SummarySheet(book, cells, report, cancellation).WriteAsync(NightSheet, flags).ConfigureAwait(false);
            await sheets.WriteAsync(book, HeldBackSheet, [.. flags.Where(flag => flag.HeldBack)], heldBack: true, cancellation).ConfigureAwait(false);
            await book.FinishAsync(cancellation).ConfigureAwait(false);
        }
        Unstamp(output);
    }

    private static void Unstamp(Stream output)
    {
        output.Position = 0;
        using var zip = new ZipArchive(output, ZipArchiveMode.Update, leaveOpen: true);
        foreach (var entry in zip.Entries) entry.LastWriteTime = Epoch;
    }
}
