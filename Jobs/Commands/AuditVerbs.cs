// audit.
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Audit.Packs;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Runs.Replaying;
using Paysieve.Pipeline.Store;

namespace Paysieve.Jobs.Commands;

internal static class AuditVerbs
{
    public static async Task<ExitCode> ExportAsync(VerbCall call, PackFilter filter, string folder, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToDecideAsync(call, call.Around.User, cancel).ConfigureAwait(false);
        var pack = await AuditDesk.ExportAsync(workspace, filter, folder, cancel).ConfigureAwait(false);
        var exitCode = pack.Manifest.Differences.Count == 0 ? ExitCode.Done : ExitCode.IntegrityFailed;
        call.Printer.Show(new { ExitCode = exitCode, pack.Folder, pack.ManifestSha256, pack.Manifest }, printer =>
        {
            printer.Heading($"Wrote the audit pack {(filter.From is { } from ? "of " + Printer.Day(from) : "from the beginning")} to {Printer.Day(filter.To)} for the role {filter.Role}");
            printer.Facts(
                ("folder", pack.Folder),
                ("events", pack.Manifest.Chain.FirstSeq == 0 ? "none" : $"{Printer.Count(pack.Manifest.Chain.FirstSeq)} to {Printer.Count(pack.Manifest.Chain.LastSeq)}"),
                ("alerts", Printer.Count(pack.Manifest.Files.Single(file => file.Name == PackCatalog.Alerts.JsonName).Rows)),
                ("manifest", pack.ManifestSha256),
                ("key", pack.Manifest.KeyId));
            foreach (var difference in pack.Manifest.Differences) printer.Line("  the store does not agree with its trail: " + difference);
        });
        return exitCode;
    }

    public static async Task<ExitCode> VerifyAsync(VerbCall call, string? target, string? key, bool files, CancellationToken cancel)
    {
        var folder = target is null or "store" ? call.Globals.Data : target;
        if (File.Exists(folder))
        {
            folder = Path.GetFileName(folder) == StoreSettings.FileName
                ? Path.GetDirectoryName(Path.GetFullPath(folder))!
                : throw new RefusedException(ExitCode.Usage, $"{folder} is a file; audit verify takes a pack's folder, a data folder or its {StoreSettings.FileName}");
        }
        var isPack = File.Exists(Path.Combine(folder, PackManifest.FileName));
        if (isPack && files) throw new RefusedException(ExitCode.Usage, "--files is for a store: a pack holds no lake, models and lists");
        if (!isPack && key is not null) throw new RefusedException(ExitCode.Usage, "--key is for a pack: a store has its keys beside it");
        return isPack
            ? await VerifyPackAsync(call, folder, key, cancel).ConfigureAwait(false)
            : await VerifyStoreAsync(call, folder, files, cancel).ConfigureAwait(false);
    }

    public static async Task<ExitCode> ReplayAsync(VerbCall call, string? flag, string run, CancellationToken cancel)
    {
        var outcome = await call.Errors.WatchAsync(async progress =>
        {
            await using var workspace = await Opening.ToReadAsync(call, progress, cancel).ConfigureAwait(false);
            return await Replay.ExecuteAsync(workspace, flag, run, cancel).ConfigureAwait(false);
        }).ConfigureAwait(false);
        call.Printer.Show(outcome, printer => Draw(printer, outcome));
        return outcome.ExitCode;
    }

    public static async Task<ExitCode> KeysAsync(VerbCall call, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var (current, known) = await AuditDesk.KeysAsync(workspace, cancel).ConfigureAwait(false);
        call.Printer.Show(new { Current = current, Known = known }, printer =>
        {
            foreach (var id in known) printer.Line(id + (id == current ? "  signs now" : "  signed before"));
        });
        return ExitCode.Done;
    }

    public static async Task<ExitCode> RotateKeyAsync(VerbCall call, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToDecideAsync(call, call.Around.User, cancel).ConfigureAwait(false);
        var (before, now) = await AuditDesk.RotateKeyAsync(workspace, cancel).ConfigureAwait(false);
        call.Printer.Show(new { Before = before, Now = now }, printer => printer.Line($"Key {now} signs from now on; {before} can still be checked"));
        return ExitCode.Done;
    }

    private static void Draw(Printer printer, ReplayOutcome outcome)
    {
        var identical = outcome.Flags.Count(flag => flag.Verdict == ReplayVerdict.Identical);
        printer.Heading($"Run {outcome.RunId}, computed again: {Printer.Count(identical)} of {Printer.Count(outcome.Flags.Count, "flag")} identical");
        foreach (var altered in outcome.Altered) printer.Line("  altered: " + altered);
        foreach (var missing in outcome.Missing) printer.Line("  gone: " + missing);
        foreach (var note in outcome.Notes) printer.Line("  note: " + note);
        foreach (var flag in outcome.Flags.Where(flag => flag.Verdict != ReplayVerdict.Identical))
        {
            printer.Line($"  flag {flag.FlagId}: {(flag.Verdict == ReplayVerdict.Differs ? "differs" : "cannot be computed again: " + flag.Why)}");
            foreach (var difference in flag.Differences) printer.Line("    " + difference.What + Change(difference));
        }

        static string Change(ReplayDifference difference) =>
            difference.Then is null && difference.Now is null ? "" : $": {difference.Then ?? "absent"} then, {difference.Now ?? "absent"} now";
    }

    private static async Task<ExitCode> VerifyPackAsync(VerbCall call, string folder, string? key, CancellationToken cancel)
    {
        var verdict = await PackVerifier.VerifyAsync(folder, key, cancel).ConfigureAwait(false);
        var exitCode = verdict.IsGood ? ExitCode.Done : ExitCode.IntegrityFailed;
        call.Printer.Show(new { ExitCode = exitCode, Verdict = verdict }, printer =>
        {
            printer.Heading(verdict.IsGood ? "The pack is whole" : $"The pack is broken at {verdict.File}{(verdict.Line is { } line ? $", line {Printer.Count(line)}" : "")}");
            printer.Facts(("found", verdict.Explanation), ("not seen", verdict.NotSeen));
        });
        return exitCode;
    }

    private static async Task<ExitCode> VerifyStoreAsync(VerbCall call, string folder, bool files, CancellationToken cancel)
    {
        if (Directory.Exists(folder) && !ReferenceEquals(folder, call.Globals.Data) && !File.Exists(Path.Combine(folder, StoreSettings.FileName)))
            throw new RefusedException(ExitCode.Usage, $"{folder} is neither a pack ({PackManifest.FileName}) nor a data folder ({StoreSettings.FileName})");
        await using var workspace = await Opening.ToReadAsync(call, folder, cancel).ConfigureAwait(false);
        var verdict = await AuditDesk.VerifyAsync(workspace, cancel).ConfigureAwait(false);
        var found = files ? await FileVerifier.VerifyAsync(workspace, cancel).ConfigureAwait(false) : null;
        var exitCode = verdict.IsGood && found is not { IsGood: false } ? ExitCode.Done : ExitCode.IntegrityFailed;
        call.Printer.Show(new { ExitCode = exitCode, Verdict = verdict.Chain, verdict.Differences, Files = found }, printer =>
        {
            printer.Heading(
                verdict.IsGood && found is { IsGood: false } ? "The audit trail is whole, and files that it names are not"
                : verdict.IsGood ? "The audit trail is whole, and the tables say what it says"
                : verdict.Chain.IsGood ? "The tables do not say what the audit trail says" : $"The audit trail is broken at event {verdict.Chain.BadSeq}");
            printer.Facts(
                ("found", verdict.Chain.Explanation),
                ("head", verdict.Chain.Head is { } head ? $"event {head.Seq}, {head.Hash}" : "no event yet"),
                ("not seen", verdict.Chain.NotSeen));
            if (found is not null)
                printer.Facts(("files", $"{Printer.Count(found.LakeFiles)} of the lake{(found.LakePruned > 0 ? $" ({Printer.Count(found.LakePruned, "source file")} pruned by retention)" : "")}, held against {Printer.Count(found.Seals, "event")}; {Printer.Count(found.Models, "model")}, {Printer.Count(found.Lists, "list")}"));
            foreach (var note in found?.Notes ?? []) printer.Line("  note: " + note);
            foreach (var difference in verdict.Differences.Concat(found?.Faults ?? [])) printer.Line("  " + difference);
        });
        return exitCode;
    }
}
