// generate: an invented payroll with the answers beside it.
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Jobs.Commands;

internal static class GenerateVerb
{
    public static async Task<ExitCode> RunAsync(VerbCall call, int employees, int months, int seed, bool withheld, string folder, CancellationToken cancel)
    {
        var wrong = new List<string>();
        if (employees is < 50 or > 5_000_000) wrong.Add("--employees takes 50 to 5000000");
        if (months is < 1 or > 60) wrong.Add("--months takes 1 to 60");
        if (wrong.Count > 0) throw new RefusedException(ExitCode.Usage, string.Join("; ", wrong));

        if (SyntheticPayroll.InTheWay(folder) is { } other)
            throw new RefusedException(ExitCode.Usage, $"{other} is none of `generate`: nothing was written; give a folder of its own");
        SyntheticSummary summary;
        try
        {
            summary = await call.Errors.WatchAsync(progress => Task.Run(
                () => SyntheticPayroll.Write(new SyntheticOptions(employees, months, seed, Withheld: withheld), folder, progress is null ? null : new Watching(progress), cancel), cancel)).ConfigureAwait(false);
        }
        catch (Exception failure) when (UnwritablePlace.Why(failure, folder) is { } why)
        {
            throw new RefusedException(ExitCode.Usage, $"the folder {folder} cannot be used: {why}");
        }
        call.Printer.Show(summary, printer => Draw(printer, summary, folder));
        return ExitCode.Done;
    }

    private static void Draw(Printer printer, SyntheticSummary summary, string folder)
    {
        printer.Heading($"{Printer.Count(summary.Employees, "payee")} of {Printer.Count(summary.Employers, "employer")}, all invented");
        printer.Facts(
            ("history", Printer.Count(summary.HistoryPayouts, "payout")),
            ("night", Printer.Count(summary.NightPayouts, "payout")),
            ("legs", Printer.Count(summary.Legs)),
            ("labelled", $"{Printer.Count(summary.LabelledPayouts, "payout")} in a scheme, {Printer.Count(summary.BenignPayouts)} that only look like it"),
            ("files", $"{Printer.Count(summary.Files)} in {folder}"));
        printer.Table(
            [new("typology"), new("labelled", Side.Right)],
            [.. summary.ByTypology.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (IReadOnlyList<string>)[pair.Key, Printer.Count(pair.Value)])]);
    }

    private sealed class Watching(IProgress<StageProgress> progress) : IProgress<SyntheticProgress>
    {
        public void Report(SyntheticProgress value) => progress.Report(new StageProgress("generate", value.Employers, value.AllEmployers));
    }
}
