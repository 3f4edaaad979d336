// flags.
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Jobs.Commands;

internal static class FindingVerbs
{
    public static async Task<ExitCode> ListAsync(VerbCall call, string run, bool heldBack, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var (record, flags) = await FlagDesk.ListAsync(workspace, run, heldBack, cancel).ConfigureAwait(false);
        call.Printer.Show(new { record.RunId, Flags = flags.Select(Json) }, printer =>
        {
            printer.Heading($"Run {record.RunId}: {Printer.Count(flags.Count, "flag")}{(heldBack ? ", held back or not" : "")}");
            if (flags.Count == 0) return;
            printer.Table(
                [new("rank", Side.Right), new("flag"), new("typology"), new("band"), new("score", Side.Right), new("amount", Side.Right), new("account"), new("pay date"), new("standing"), new("first reason")],
                [.. flags.Select(stored => (IReadOnlyList<string>)
                [
                    Printer.Count(stored.Flag.Rank) + (stored.Flag.Explanation.Suppression is not null ? "s" : stored.Flag.HeldBack ? "*" : ""), stored.Flag.FlagId[..12], stored.Flag.Typology.Word(), Word(stored.Flag.Band), Printer.Score(stored.Flag.Score),
                    Amount(stored.Flag.Amount), stored.Flag.AccountMasked, Printer.Day(stored.Flag.PayDate), stored.Standing, stored.Flag.Reasons.Count == 0 ? "" : stored.Flag.Reasons[0].Code,
                ])]);
            if (flags.Any(stored => stored.Flag.HeldBack)) printer.Line("  * over the night's budget, s suppressed");
        });
        return ExitCode.Done;
    }

    public static async Task<ExitCode> ShowAsync(VerbCall call, string flag, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var file = await FlagDesk.ShowAsync(workspace, flag, cancel).ConfigureAwait(false);
        call.Printer.Show(new { Flag = Json(file.Stored), file.Decisions }, printer => Draw(printer, file));
        return ExitCode.Done;
    }

    public static async Task<ExitCode> ExportAsync(VerbCall call, string run, string target, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToReadAsync(call, cancel).ConfigureAwait(false);
        var (record, rows) = await FlagDesk.ExportAsync(workspace, run, target, cancel).ConfigureAwait(false);
        call.Printer.Show(new { record.RunId, Rows = rows, File = target }, printer => printer.Line($"Wrote {Printer.Count(rows, "flag")} of run {record.RunId} to {target}"));
        return ExitCode.Done;
    }

    public static async Task<ExitCode> DecideAsync(VerbCall call, DecideRequest request, CancellationToken cancel)
    {
        await using var workspace = await Opening.ToDecideAsync(call, request.Actor ?? call.Around.User, cancel).ConfigureAwait(false);
        var decided = await FlagDesk.DecideAsync(
            workspace, request.Flag, request.Decision, request.Reason, request.Note ?? "", request.Actor ?? call.Around.User, cancel).ConfigureAwait(false);
        call.Printer.Show(decided, printer =>
        {
            printer.Line($"Flag {decided.FlagId}: {decided.Decision} by {decided.Actor}{(decided.SecondActor is { } first ? ", proposed by " + first : "")} at {Printer.Moment(decided.DecidedAt)} ({decided.ReasonCode})");
            if (decided.Proposes is not null) printer.Line("  To release a flag of this band takes a second person: it is released when somebody else decides the same.");
        });
        return ExitCode.Done;
    }

    private static void Draw(Printer printer, FlagFile file)
    {
        var flag = file.Stored.Flag;
        printer.Heading($"Flag {flag.FlagId}: {flag.Typology.Word()}, {Word(flag.Band)}, {file.Stored.Standing}");
        printer.Facts(
            ("run", file.Stored.RunId),
            ("rank", Printer.Count(flag.Rank) + (flag.Explanation.Suppression is not null ? ", suppressed" : flag.HeldBack ? ", over the night's budget" : "")),
            ("score", Printer.Score(flag.Score)),
            ("transfer", flag.TransferId),
            ("employer", flag.EmployerId),
            ("employee", flag.EmployeeId),
            ("amount", Amount(flag.Amount)),
            ("account", flag.AccountMasked),
            ("pay date", Printer.Day(flag.PayDate)));
        if (flag.Explanation.Suppression is { } note) printer.Line("  " + note.Sentence);
        if (flag.Explanation.Matter is { } matter) printer.Line("  " + matter);
        printer.Heading("Why");
        foreach (var reason in flag.Reasons)
            printer.Line($"  {reason.Ordinal}. {reason.Sentence} ({reason.Code})");
        if (flag.Explanation.Innocent.Count > 0)
        {
            printer.Heading("Innocent explanations tested");
            foreach (var test in flag.Explanation.Innocent) printer.Line($"  {(test.Applies ? "fits" : "no  ")}  {test.Sentence}");
        }
        foreach (var match in flag.Explanation.Matches)
            printer.Line($"  possible match: {match.Party}, {match.List} {match.EntryId} ({match.ListVersion}), {match.Decision} {Printer.Score(match.Score)}");
        if (flag.Explanation.Suggestion is { } suggestion) printer.Line("  Next: " + suggestion);
        if (file.Decisions.Count > 0) printer.Heading("Decisions");
        foreach (var decided in file.Decisions)
            printer.Line($"  {Printer.Moment(decided.DecidedAt)}  {decided.Decision}  {decided.ReasonCode}  {decided.Actor}{(decided.SecondActor is { } first ? " with " + first : "")}{(decided.Proposes is not null ? " (proposes to release)" : "")}{(decided.Note.Length > 0 ? ": " + decided.Note : "")}");
    }

    private static object Json(StoredFlag stored) => new
    {
        stored.Flag.FlagId, stored.RunId, stored.Flag.TransferId, stored.Flag.EmployerId, stored.Flag.EmployeeId, stored.Flag.PayDate,
        Amount = stored.Flag.Amount.Amount, Currency = stored.Flag.Amount.Currency.Code, Typology = stored.Flag.Typology.Word(), stored.Flag.Score, stored.Flag.Rank,
        Band = Word(stored.Flag.Band), stored.Flag.HeldBack, stored.Flag.AccountMasked, stored.Standing, stored.Flag.Explanation, stored.Flag.Reasons,
    };

    private static string Amount(Money money) => money.ToString();

    private static string Word(Band band) => band.ToString().ToLowerInvariant();
}
