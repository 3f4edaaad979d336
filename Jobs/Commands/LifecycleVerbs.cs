// models compare, promote and rollback: what a bundle goes through between training and use.
using System.Globalization;
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Lifecycle;

namespace Paysieve.Jobs.Commands;

internal static class LifecycleVerbs
{
    public static async Task<ExitCode> CompareAsync(VerbCall call, string a, string b, ComparisonRequest request, CancellationToken cancel)
    {
        var outcome = await call.Errors.WatchAsync(async progress =>
        {
            await using var workspace = await Opening.ToReadAsync(call, progress, cancel).ConfigureAwait(false);
            return await PromotionDesk.CompareAsync(workspace, a, b, request, cancel).ConfigureAwait(false);
        }).ConfigureAwait(false);
        call.Printer.Show(outcome, printer =>
        {
            Comparison(printer, outcome);
            if (outcome.Worse.Count == 0) printer.Line("  B is not worse: it may be promoted.");
        });
        return ExitCode.Done;
    }

    public static async Task<ExitCode> PromoteAsync(VerbCall call, string bundle, ComparisonRequest request, bool force, string? reason, CancellationToken cancel)
    {
        var outcome = await call.Errors.WatchAsync(async progress =>
        {
            await using var workspace = await Opening.ToDecideAsync(call, call.Around.User, cancel).ConfigureAwait(false);
            return await PromotionDesk.PromoteAsync(workspace, bundle, request, force, reason, cancel).ConfigureAwait(false);
        }).ConfigureAwait(false);
        call.Printer.Show(outcome, printer =>
        {
            printer.Heading(outcome.Before == outcome.BundleId ? $"Bundle {outcome.BundleId} is in use already"
                : outcome.Promoted ? $"Bundle {outcome.BundleId} is in use{(outcome.Forced ? ", forced" : "")}"
                : $"Bundle {outcome.BundleId} was not promoted: it is worse than {outcome.Before}");
            if (outcome.Comparison is { } comparison) Comparison(printer, comparison);
        });
        return outcome.Promoted ? ExitCode.Done : ExitCode.Usage;
    }

    public static async Task<ExitCode> RollBackAsync(VerbCall call, string? reason, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToDecideAsync(call, call.Around.User, cancel).ConfigureAwait(false);
        var outcome = await PromotionDesk.RollBackAsync(workspace, reason, cancel).ConfigureAwait(false);
        call.Printer.Show(outcome, printer => printer.Heading($"Bundle {outcome.BundleId} is in use again, {outcome.Before} is not"));
        return ExitCode.Done;
    }

    private static void Comparison(Printer printer, ComparisonOutcome outcome)
    {
        printer.Line($"  A {outcome.A}, B {outcome.B}");
        printer.Line($"  {Printer.Count(outcome.Months.Count, "month")}{(outcome.Months.Count == 0 ? "" : $" of {Printer.Day(outcome.Months[0])} on")}, {Printer.Count(outcome.Payouts, "payout")}, {Printer.Count(outcome.Labelled)} labelled, {Printer.Count(outcome.Planted)} changed");
        printer.Table(
            [new("measure"), new("A", Side.Right), new("B", Side.Right), new("decides")],
            [.. outcome.Measures.Select(each => (IReadOnlyList<string>)[each.Name, Number(each.A), Number(each.B), each.Weighs ? "yes" : ""])]);
        foreach (var reason in outcome.Worse) printer.Line("  ! " + reason);
    }

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "";
}
