// lists and screen.
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Jobs.Commands;

internal static class ScreeningVerbs
{
    public static async Task<ExitCode> LoadAsync(VerbCall call, string source, string path, bool allowShrink, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToWriteAsync(call, null, cancel).ConfigureAwait(false);
        var result = await ListLoading.LoadAsync(workspace, source, path, allowShrink, cancel).ConfigureAwait(false);
        var exitCode = result.Outcome == ListLoadOutcome.Refused ? ExitCode.NoInput : ExitCode.Done;
        // Who was paid before and is listed now is asked at once, not when somebody thinks of it.
        var lookBack = result.Outcome == ListLoadOutcome.Loaded && workspace.LakeWriter.Entries().Count > 0
            ? await ListLookBack.ExecuteAsync(workspace, whole: false, cancel).ConfigureAwait(false) : null;
        call.Printer.Show(new { ExitCode = exitCode, result.Source, result.Outcome, result.Reason, result.InForce, result.Notes, LookBack = lookBack }, printer =>
        {
            printer.Heading(result.Outcome switch
            {
                ListLoadOutcome.Loaded => $"{source}: loaded and in force",
                ListLoadOutcome.Unchanged => $"{source}: the same entries are in force already",
                _ => $"{source}: refused, {result.Reason}",
            });
            if (result.InForce is { } facts)
            {
                printer.Facts(
                    ("in force", $"{Printer.Id(facts.SnapshotId)}, loaded {Printer.Moment(facts.LoadedAt)}"),
                    ("list date", facts.ListDate is { } date ? Printer.Day(date) : "not told by the files"),
                    ("entries", $"{Printer.Count(facts.Entries)}: {Kinds(facts)}"),
                    ("names", Printer.Count(facts.Names)),
                    ("wallets", Printer.Count(facts.Wallets)));
            }
            else
            {
                printer.Line("  No list of this source is in force.");
            }
            foreach (var note in result.Notes) printer.Line("  - " + note);
            if (lookBack is not null) Exposures(printer, lookBack);
        });
        return exitCode;
    }

    private static string Kinds(ListSnapshotFacts facts)
    {
        var untold = facts.Entries - facts.Persons - facts.Companies - facts.Vessels - facts.Aircraft;
        (int Count, string Words)[] kinds = [(facts.Persons, "people"), (facts.Companies, "companies"), (facts.Vessels, "vessels"), (facts.Aircraft, "aircraft"), (untold, "of a kind that is not told")];
        return string.Join(", ", kinds.Where(kind => kind.Count > 0).Select(kind => $"{Printer.Count(kind.Count)} {kind.Words}"));
    }

    public static async Task<ExitCode> StatusAsync(VerbCall call, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var lists = workspace.Lists.Status();
        var stale = call.Settings.Lists.StaleAfterDays;
        var gaps = ListLoading.Gaps(workspace);
        call.Printer.Show(
            new { Lists = lists.Select(list => new { list.Facts.Source, list.Facts.SnapshotId, list.Facts.ListDate, list.Facts.LoadedAt, list.Facts.Entries, list.Facts.Names, list.Facts.Wallets, list.CheckedAt, list.KnownUntil, AgeDays = AgeDays(list, call), Stale = AgeDays(list, call) > stale, list.RefusedSince }), NotCovered = gaps },
            printer =>
            {
                if (lists.Count == 0)
                {
                    printer.Line("No list is loaded: nobody is screened.");
                    foreach (var gap in gaps) printer.Line("  ! " + gap);
                    return;
                }
                printer.Table(
                    [new("list"), new("list date"), new("loaded"), new("age", Side.Right), new("entries", Side.Right), new("names", Side.Right), new("wallets", Side.Right), new("snapshot")],
                    [.. lists.Select(list => (IReadOnlyList<string>)
                    [
                        list.Facts.Source, list.Facts.ListDate is { } date ? Printer.Day(date) : "", Printer.Moment(list.Facts.LoadedAt),
                        Printer.Count(AgeDays(list, call)) + " d" + (AgeDays(list, call) > stale ? ", stale" : ""),
                        Printer.Count(list.Facts.Entries), Printer.Count(list.Facts.Names), Printer.Count(list.Facts.Wallets), Printer.Id(list.Facts.SnapshotId),
                    ])]);
                foreach (var gap in gaps) printer.Line("  ! " + gap);
            });
        return ExitCode.Done;
    }

    public static async Task<ExitCode> LookBackAsync(VerbCall call, bool whole, CancellationToken cancel)
    {
        var found = await call.Errors.WatchAsync(async progress =>
        {
            await using var workspace = await Opening.OpenAsync(call, Directory.Exists(call.Globals.Data) ? call.Globals.Data : throw new RefusedException(ExitCode.NoInput, $"there is no data folder {call.Globals.Data}"), progress, "manual", cancel).ConfigureAwait(false);
            return await ListLookBack.ExecuteAsync(workspace, whole, cancel).ConfigureAwait(false);
        }).ConfigureAwait(false);
        call.Printer.Show(found, printer => Exposures(printer, found));
        return ExitCode.Done;
    }

    private static void Exposures(Printer printer, LookBackOutcome found)
    {
        printer.Line("  " + found.Sentence());
        if (found.Exposures.Count == 0) return;
        printer.Table(
            [new("list"), new("entry"), new("name"), new("employer"), new("employee"), new("party"), new("decision"), new("score", Side.Right), new("payouts", Side.Right), new("first"), new("last"), new("paid")],
            [.. found.Exposures.Select(exposure => (IReadOnlyList<string>)
            [
                exposure.List, exposure.EntryId, exposure.MatchedName, exposure.EmployerId, exposure.EmployeeId, exposure.Party, exposure.Decision, Printer.Score(exposure.Score),
                Printer.Count(exposure.Payouts), Printer.Day(exposure.FirstPaid), Printer.Day(exposure.LastPaid), string.Join(", ", exposure.Paid.Select(sum => FormattableString.Invariant($"{sum.Value} {sum.Key}"))),
            ])]);
    }

    public static async Task<ExitCode> DiffAsync(VerbCall call, string before, string after, string? source, CancellationToken cancel)
    {
        // Two files are compared without a data folder; a snapshot needs the one it lies in.
        await using var workspace = ListDesk.IsPath(before) && ListDesk.IsPath(after) ? null : await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var found = ListDesk.Compare(workspace?.Lists, before, after, source);
        call.Printer.Show(found, printer =>
        {
            printer.Heading($"{found.Before.Source}: {Printer.Count(found.Added)} added, {Printer.Count(found.Removed)} removed, {Printer.Count(found.Changed)} changed");
            printer.Facts(("before", Side(found.Before)), ("after", Side(found.After)));
            foreach (var entry in found.Entries)
            {
                printer.Line($"  {Sign(entry.Difference)} {entry.EntryId}  {entry.Name}");
                foreach (var field in entry.Fields)
                {
                    foreach (var value in field.Added) printer.Line($"      + {field.Field}: {value}");
                    foreach (var value in field.Removed) printer.Line($"      - {field.Field}: {value}");
                    if (field.Added.Count + field.Removed.Count == 0) printer.Line($"      ~ {field.Field}: in another order");
                }
            }
        });
        return ExitCode.Done;

        static string Side(ListSide side) =>
            $"{Printer.Count(side.Entries)} entries, {(side.ListDate is { } date ? "dated " + Printer.Day(date) : "undated")}{(side.SnapshotId is { } id ? ", snapshot " + Printer.Id(id) : ", not loaded")}";

        static char Sign(ListDifference difference) => difference switch { ListDifference.Added => '+', ListDifference.Removed => '-', _ => '~' };
    }

    private static int AgeDays(ListStatus list, VerbCall call) => Math.Max(0, DateOnly.FromDateTime(call.Around.Clock.GetUtcNow().UtcDateTime).DayNumber - list.KnownUntil.DayNumber);

    public static async Task<ExitCode> ScreenAsync(VerbCall call, ScreenRequest request, CancellationToken cancel)
    {
        var single = request.Name ?? request.Wallet ?? request.BirthDate ?? request.Country;
        if ((request.File is null) != (request.Out is null)) throw new RefusedException(ExitCode.Usage, "--file and --out go together");
        if (request.File is not null && single is not null) throw new RefusedException(ExitCode.Usage, "screen takes --file, or --name and --wallet, not both");
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        if (request.File is not null)
        {
            var screened = await call.Errors.WatchAsync(progress => ScreeningDesk.ScreenFileAsync(workspace, request.File, request.Out!, request.AsOf, progress, cancel)).ConfigureAwait(false);
            call.Printer.Show(screened, printer =>
            {
                printer.Heading($"{Printer.Count(screened.Names, "name")} screened, {Printer.Count(screened.WithMatches)} with a possible match");
                printer.Facts(
                    ("matches", Printer.Count(screened.Matches)),
                    ("to review", Printer.Count(screened.Reviews)),
                    ("without a name", screened.WithoutName == 0 ? null : Printer.Count(screened.WithoutName, "row")),
                    ("not understood", screened.NotUnderstood == 0 ? null : $"{Printer.Count(screened.NotUnderstood)} birth dates, countries or types, left out of the comparison"),
                    ("written", request.Out));
                Lists(printer, screened.Lists);
            });
            return ExitCode.Done;
        }
        var found = ScreeningDesk.ScreenOne(workspace, request.Name, request.BirthDate, request.Country, request.Wallet, request.AsOf);
        call.Printer.Show(found, printer =>
        {
            printer.Heading(found.Matches.Count == 0 ? "No possible match" : found.Matches.Count == 1 ? "1 possible match" : $"{Printer.Count(found.Matches.Count)} possible matches");
            foreach (var match in found.Matches)
            {
                printer.Line($"  {match.Decision}  {Printer.Score(match.Score)}  {match.MatchedName}  ({match.List} {match.EntryId})");
                printer.Line("      " + match.Why);
            }
            foreach (var note in found.Notes) printer.Line("  ! " + note);
            Lists(printer, found.Lists);
        });
        return ExitCode.Done;
    }

    private static void Lists(Printer printer, IReadOnlyList<ScreenedAgainst> lists)
    {
        foreach (var list in lists)
            printer.Line($"  against {list.Source}: {Printer.Count(list.Entries)} entries, {(list.ListDate is { } date ? "dated " + Printer.Day(date) : "loaded " + Printer.Moment(list.LoadedAt))}");
    }
}
