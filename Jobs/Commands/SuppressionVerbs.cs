// suppressions.
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Store;

namespace Paysieve.Jobs.Commands;

internal static class SuppressionVerbs
{
    public static async Task<ExitCode> ProposeAsync(VerbCall call, SuppressionRequest request, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToDecideAsync(call, request.Actor, cancel).ConfigureAwait(false);
        var made = await SuppressionDesk.ProposeAsync(workspace, request, cancel).ConfigureAwait(false);
        call.Printer.Show(made, printer =>
        {
            printer.Line($"Suppression {made.SuppressionId}: {made.Typology} {made.ReasonCode} of {made.EmployerId}/{made.EmployeeId}, proposed by {made.CreatedBy}, to {Last(made)}");
            printer.Line("  It does nothing until another person approves it.");
        });
        return ExitCode.Done;
    }

    public static async Task<ExitCode> ApproveAsync(VerbCall call, string suppression, string actor, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToDecideAsync(call, actor, cancel).ConfigureAwait(false);
        var approved = await SuppressionDesk.ApproveAsync(workspace, suppression, actor, cancel).ConfigureAwait(false);
        call.Printer.Show(approved, printer => printer.Line($"Suppression {approved.SuppressionId}: in force to {Last(approved)}, approved by {approved.ApprovedBy}"));
        return ExitCode.Done;
    }

    public static async Task<ExitCode> RevokeAsync(VerbCall call, string suppression, string why, string actor, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToDecideAsync(call, actor, cancel).ConfigureAwait(false);
        var revoked = await SuppressionDesk.RevokeAsync(workspace, suppression, why, actor, cancel).ConfigureAwait(false);
        call.Printer.Show(revoked, printer => printer.Line($"Suppression {revoked.SuppressionId}: revoked by {revoked.RevokedBy}"));
        return ExitCode.Done;
    }

    public static async Task<ExitCode> ListAsync(VerbCall call, bool all, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var found = await SuppressionDesk.ListAsync(workspace, all, cancel).ConfigureAwait(false);
        call.Printer.Show(found.Select(each => new { each.Status, each.Suppression }), printer =>
        {
            printer.Heading(Printer.Count(found.Count, "suppression"));
            if (found.Count == 0) return;
            printer.Table(
                [new("suppression"), new("status"), new("payee"), new("typology"), new("reason"), new("to"), new("proposed by"), new("approved by"), new("ended because")],
                [.. found.Select(each => (IReadOnlyList<string>)
                [
                    each.Suppression.SuppressionId[..12], each.Status, $"{each.Suppression.EmployerId}/{each.Suppression.EmployeeId}", each.Suppression.Typology, each.Suppression.ReasonCode,
                    Last(each.Suppression), each.Suppression.CreatedBy, each.Suppression.ApprovedBy ?? "", each.Suppression.EndedWhy ?? "",
                ])]);
        });
        return ExitCode.Done;
    }

    /// <summary>The last day on which it holds.</summary>
    private static string Last(SuppressionRecord suppression) => Printer.Day(DateOnly.FromDateTime(suppression.ExpiresAt.UtcDateTime).AddDays(-1));
}
