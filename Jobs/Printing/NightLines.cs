// The night in a dozen lines: what came in, what was looked at, what is to be reviewed, what was not done.
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Jobs.Printing;

internal static class NightLines
{
    private const int NamesShown = 5;

    public static void Ingest(Printer printer, IngestOutcome outcome, ExitCode exitCode)
    {
        printer.Heading("Read as history");
        printer.Facts(("files", Rows(outcome)));
        Remarks(printer, outcome);
        if (Remark(exitCode) is { } remark) printer.Line("  " + remark);
    }

    public static void Night(Printer printer, NightOutcome outcome)
    {
        printer.Heading(outcome.AlreadyDone
            ? $"Night {outcome.RunId}: done before, nothing written"
            : $"Night {outcome.RunId}: {outcome.Status}");

        var notScored = outcome.NotScored.Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        printer.Facts(
            ("history", outcome.History.Files.Count == 0 ? null : Rows(outcome.History)),
            ("tonight", Rows(outcome.Night)),
            ("scored", Printer.Count(outcome.TransfersScored, "payout")),
            ("not scored", notScored.Length == 0 ? null : string.Join(", ", notScored.Select(pair => $"{Printer.Count(pair.Value)} {pair.Key}"))),
            ("model", Printer.Id(outcome.BundleId) + (outcome.Trained ? ", trained tonight" : "")),
            ("lists", outcome.ListSnapshotId is { } lists ? "snapshot " + Printer.Id(lists) : "none loaded: nobody was screened"),
            ("to review", $"{Printer.Count(outcome.PayoutsToReview, "payout")}, {Printer.Count(outcome.FlagsRaised, "flag")}"),
            ("held back", HeldBack(outcome)),
            ("report", Path.Combine(outcome.ReportFolder, "report.html")));

        if (outcome.FlagsByTypology.Count > 0)
        {
            printer.Table(
                [new("typology"), new("flags", Side.Right)],
                [.. outcome.FlagsByTypology.Select(pair => (IReadOnlyList<string>)[pair.Key, Printer.Count(pair.Value)])]);
        }

        Remarks(printer, outcome.History);
        Remarks(printer, outcome.Night);
        foreach (var odd in outcome.OddValues) printer.Line($"  ! {Printer.Count(odd.Payouts, "payout")}, scored: {odd.What}");
        foreach (var degraded in outcome.Degraded) printer.Line("  ! " + degraded);
        if (Remark(outcome.ExitCode) is { } remark) printer.Line("  " + remark);
        if (outcome.Stages.Count > 0)
        {
            var total = new TimeSpan(outcome.Stages.Sum(stage => stage.Elapsed.Ticks));
            printer.Line($"  {Printer.Seconds(total)}: {string.Join(", ", outcome.Stages.Select(stage => $"{stage.Stage} {Printer.Seconds(stage.Elapsed)}"))}");
        }
    }

    private static string? HeldBack(NightOutcome outcome)
    {
        var over = outcome.FlagsHeldBack - outcome.FlagsSuppressed;
        string[] parts =
        [
            .. over > 0 ? [$"{Printer.Count(over, "flag")} over the night's budget"] : Array.Empty<string>(),
            .. outcome.FlagsSuppressed > 0 ? [$"{Printer.Count(outcome.FlagsSuppressed, "flag")} suppressed"] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }

    private static string Rows(IngestOutcome outcome)
    {
        var known = outcome.Files.Count(file => file.Status == "already-known");
        var whole = outcome.Files.Count(file => file.Status == "rejected");
        var rows = outcome.RowsRejected == 0
            ? $"{Printer.Count(outcome.RowsRead, "row")}{(outcome.RowsRead > 0 ? ", all accepted" : "")}"
            : $"{Printer.Count(outcome.RowsRead, "row")} = {Printer.Count(outcome.RowsAccepted)} accepted + {Printer.Count(outcome.RowsRejected)} rejected";
        return $"{Printer.Count(outcome.Files.Count, "file")}, {rows}{(whole > 0 ? $"; {Printer.Count(whole, "file")} rejected whole" : "")}{(known > 0 ? $"; {Printer.Count(known, "file")} known already" : "")}";
    }

    private static void Remarks(Printer printer, IngestOutcome outcome)
    {
        foreach (var file in outcome.Files)
        {
            if (file.Status == "rejected") printer.Line($"  ! {file.Name} was rejected whole: {file.Problem}");
            else if (file.RowsRejected > 0) printer.Line($"  ! {file.Name}: {Printer.Count(file.RowsRejected, "row")} rejected, kept in quarantine to be corrected and fed again");
            foreach (var warning in file.Warnings) printer.Line($"  ! {file.Name}: {Plain(warning)}");
        }
        if (outcome.PassedOver.Count == 0) return;
        var more = outcome.PassedOver.Count - NamesShown;
        printer.Line($"  ! passed over, since the name does not end as an export's does: {string.Join(", ", outcome.PassedOver.Take(NamesShown))}{(more > 0 ? $" and {Printer.Count(more)} more" : "")}");
    }

    /// <summary>A warning is a code and what it is about, for programs; here it is read.</summary>
    private static string Plain(string warning)
    {
        var (code, about) = warning.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var at ? (warning[..at], warning[(at + 1)..]) : (warning, "");
        return code switch
        {
            nameof(ReadWarningCode.UnknownColumn) when about.Length == 0 => "a column without a heading was left out",
            nameof(ReadWarningCode.UnknownColumn) => $"column {about} is not known here and was left out",
            nameof(ReadWarningCode.NoRows) => "a header and no rows",
            nameof(ReadWarningCode.RowsLeftOut) => $"{about} rows left out that the profile says are no data",
            _ => warning,
        };
    }

    private static string? Remark(ExitCode exitCode) => exitCode switch
    {
        ExitCode.RowsRejected => "More was rejected than is tolerated: this command ends with exit code 3.",
        ExitCode.NoInput => "Nothing usable came in: this command ends with exit code 4.",
        _ => null,
    };
}
