// ingest, run and report.
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Jobs.Commands;

internal static class NightVerbs
{
    public static async Task<ExitCode> IngestAsync(VerbCall call, string[] paths, CancellationToken cancel)
    {
        var outcome = await call.Errors.WatchAsync(async progress =>
        {
            await using var workspace = await Opening.ToWriteAsync(call, progress, cancel).ConfigureAwait(false);
            workspace.Report("ingest");
            return await IngestRun.ExecuteAsync(workspace, paths, cancel).ConfigureAwait(false);
        }).ConfigureAwait(false);
        // As the night has it: of files known already the rows accepted then count.
        var exitCode = outcome.RowsAccepted == 0 ? ExitCode.NoInput : Tolerance.Of(call.Settings.Ingest, outcome);
        call.Printer.Show(
            new { ExitCode = exitCode, outcome.RowsRead, outcome.RowsAccepted, outcome.RowsRejected, outcome.Files },
            printer => NightLines.Ingest(printer, outcome, exitCode));
        return exitCode;
    }

    public static async Task<ExitCode> RunAsync(VerbCall call, NightRequest request, CancellationToken cancel)
    {
        var outcome = await call.Errors.WatchAsync(async progress =>
        {
            await using var workspace = await Opening.ToWriteAsync(call, progress, cancel).ConfigureAwait(false);
            return await NightRun.ExecuteAsync(workspace, request, cancel).ConfigureAwait(false);
        }).ConfigureAwait(false);
        call.Printer.Show(outcome, printer => NightLines.Night(printer, outcome));
        return outcome.ExitCode;
    }

    public static async Task<ExitCode> ReportAsync(VerbCall call, string run, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var folder = await ReportRun.ExecuteAsync(workspace, run, cancel).ConfigureAwait(false);
        call.Printer.Show(new { ReportFolder = folder }, printer => printer.Line(Path.Combine(folder, "report.html")));
        return ExitCode.Done;
    }
}
