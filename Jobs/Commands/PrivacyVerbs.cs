// privacy.
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;

namespace Paysieve.Jobs.Commands;

internal static class PrivacyVerbs
{
    public static async Task<ExitCode> InventoryAsync(VerbCall call, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var (places, holds) = (PrivacyDesk.Inventory(workspace), await PrivacyDesk.HoldsAsync(workspace, cancel).ConfigureAwait(false));
        call.Printer.Show(new { Places = places, LegalHolds = holds }, printer =>
        {
            printer.Table(
                [new("where"), new("files", Side.Right), new("MiB", Side.Right), new("what"), new("kept"), new("on erasure")],
                [.. places.Select(line => (IReadOnlyList<string>)
                [
                    line.Place.Where, Printer.Count(line.Files), (line.Bytes / 1048576.0).ToString("N1", System.Globalization.CultureInfo.InvariantCulture), line.Place.What, line.Place.Kept, line.Place.Erasure,
                ])]);
            foreach (var hold in holds) printer.Line($"  legal hold on {hold.Subject}, placed by {hold.PlacedBy} at {hold.PlacedAt}: {hold.Why}");
        });
        return ExitCode.Done;
    }

    public static async Task<ExitCode> EraseAsync(VerbCall call, PersonRequest person, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToDecideAsync(call, person.Actor, cancel).ConfigureAwait(false);
        var erased = await PrivacyDesk.EraseAsync(workspace, person.Employer, person.Employee, person.Reason, person.Actor, cancel).ConfigureAwait(false);
        call.Printer.Show(erased, printer =>
        {
            printer.Heading($"Erased {erased.Subject}");
            printer.Facts(
                ("lake", $"{Printer.Count(erased.PartyRows, "row")} out of {Printer.Count(erased.PartyFiles, "party file")}"),
                ("quarantine", Printer.Count(erased.QuarantineRows, "row")),
                ("flags", Printer.Count(erased.Flags, "flag")),
                ("reports", $"{Printer.Count(erased.ReportsRedrawn)} drawn again"));
            printer.Line("  Files that were handed out, backups and the exports themselves are not in this program's reach.");
        });
        return ExitCode.Done;
    }

    public static async Task<ExitCode> HoldAsync(VerbCall call, PersonRequest person, bool release, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToDecideAsync(call, person.Actor, cancel).ConfigureAwait(false);
        var subject = release
            ? await PrivacyDesk.UnholdAsync(workspace, person.Employer, person.Employee, person.Reason, person.Actor, cancel).ConfigureAwait(false)
            : await PrivacyDesk.HoldAsync(workspace, person.Employer, person.Employee, person.Reason, person.Actor, cancel).ConfigureAwait(false);
        call.Printer.Show(new { Subject = subject }, printer => printer.Line($"Legal hold on {subject}: {(release ? "released" : "placed")}"));
        return ExitCode.Done;
    }

    public static async Task<ExitCode> RekeyAsync(VerbCall call, string? formerVariable, string reason, string actor, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToDecideAsync(call, actor, cancel).ConfigureAwait(false);
        var rekeyed = await PrivacyDesk.RekeyAsync(workspace, formerVariable, reason, actor, cancel).ConfigureAwait(false);
        call.Printer.Show(rekeyed, printer => printer.Line(
            $"{Printer.Count(rekeyed.Files, "party file")} {(workspace.LakeSettings.PartyEncryptionKey is null ? "not encrypted" : "under the configured key")}, {Printer.Count(rekeyed.Rewritten)} written again"));
        return ExitCode.Done;
    }

    public static async Task<ExitCode> PruneAsync(VerbCall call, int quarantineDays, int reportDays, int lakeDays, bool dryRun, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToDecideAsync(call, call.Around.User, cancel).ConfigureAwait(false);
        var quarantine = await PrivacyDesk.PruneQuarantineAsync(workspace, quarantineDays, dryRun, cancel).ConfigureAwait(false);
        var reports = reportDays == 0 ? null : await PrivacyDesk.PruneReportsAsync(workspace, reportDays, dryRun, cancel).ConfigureAwait(false);
        var lake = lakeDays == 0 ? null : await PrivacyDesk.PruneLakeAsync(workspace, lakeDays, dryRun, cancel).ConfigureAwait(false);
        call.Printer.Show(new { Quarantine = quarantine, Reports = reports, Lake = lake }, printer =>
        {
            Say(quarantine, "quarantine file");
            if (reports is not null) Say(reports, "report file");
            if (lake is not null) Say(lake, "lake file");

            void Say(PruneOutcome pruned, string what) => printer.Line(
                $"{Printer.Count(pruned.Files, what)} {(dryRun ? "would go" : "deleted")}{(pruned.Kept > 0 ? $", {Printer.Count(pruned.Kept)} kept by a legal hold" : "")}");
        });
        return ExitCode.Done;
    }
}

/// <summary>About whom, by whom and why.</summary>
internal sealed record PersonRequest(string Employer, string Employee, string Reason, string Actor)
{
    /// <summary>Never a number.</summary>
    public override string ToString() => nameof(PersonRequest);
}
