// Where people agree that a flag need not come again: one proposes, another approves, and it hangs on what it was approved for.
using System.Globalization;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs.Desks;

/// <summary>What is proposed.</summary>
/// <param name="Flag">Flag id or the beginning of one.</param>
/// <param name="ReasonCode">One of the flag's reasons.</param>
/// <param name="Until">Last day on which it holds, UTC; at most <see cref="SuppressionDesk.MostDays"/> days from today.</param>
public sealed record SuppressionRequest(string Flag, string ReasonCode, DateOnly Until, string Note, string Actor)
{
    /// <summary>Never a note.</summary>
    public override string ToString() => nameof(SuppressionRequest);
}

/// <summary>The verbs <c>suppressions …</c>.</summary>
public static class SuppressionDesk
{
    public const int MostDays = 366;

    /// <exception cref="RefusedException">No such flag, a list match, a reason that the flag does not have, a day out of range, or a person who may not ask.</exception>
    public static async Task<SuppressionRecord> ProposeAsync(Workspace workspace, SuppressionRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(request);
        var actor = Actors.Read(request.Actor);
        if (request.Note.Length is 0 or > 2000) throw new RefusedException(ExitCode.Usage, "--note says why in 1 to 2000 characters");
        var today = DateOnly.FromDateTime(workspace.Clock.GetUtcNow().UtcDateTime);
        if (request.Until < today || request.Until > today.AddDays(MostDays))
            throw new RefusedException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"--until is a day from today to {today.AddDays(MostDays):yyyy-MM-dd}"));
        var stored = await FlagDesk.FindAsync(workspace, request.Flag, cancel).ConfigureAwait(false);
        var flag = stored.Flag;
        if (flag.Typology == Typology.SanctionsMatch) throw new RefusedException(ExitCode.Usage, Rules.SuppressionOfListMatch + ": `paysieve flags decide FLAG --decision release`");
        string[] codes = [.. flag.Reasons.Select(reason => reason.Code).Where(code => code != "OTHER").Distinct()];
        if (!codes.Contains(request.ReasonCode, StringComparer.Ordinal)) throw new RefusedException(ExitCode.Usage, $"--reason is one of the flag's: {string.Join(", ", codes)}");

        var run = await RunLookup.FinishedAsync(workspace, stored.RunId, cancel).ConfigureAwait(false);
        var summary = NightSummary.From(run.Summary);
        // As the flag saw it: the payout may have been amended since.
        var view = workspace.Lake.Open(new LakeQuery { LastPayDay = summary.LastPayDay, LastSequence = summary.LakeSequence });
        var row = LakeReader.FindTransfers(view, [flag.TransferId])[0];
        if (row < 0) throw new RefusedException(ExitCode.NoInput, "the lake no longer holds this payout: there is no account to hang a suppression on");
        return await RefusingAsync(() => workspace.Store.Suppressions.ProposeAsync(
            new SuppressionRecord
            {
                EmployerId = flag.EmployerId,
                EmployeeId = flag.EmployeeId,
                Typology = flag.Typology.Word(),
                ReasonCode = request.ReasonCode,
                ScopeKey = Hex(view.Accounts.Key(view.Transfers.Account[row])),
                PartyKey = Hex(workspace.Lake.PartyRefs(view, [row]).Payee[0]),
                BundleId = run.BundleId,
                CatalogueVersion = NightSuppressions.Catalogue,
                Note = request.Note,
                CreatedBy = actor,
                ExpiresAt = new DateTimeOffset(request.Until.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
                FlagId = flag.FlagId,
            },
            workspace.LakeSettings.Key.UserWord(actor), cancel)).ConfigureAwait(false);
    }

    /// <summary>Puts in force what another person proposed.</summary>
    /// <exception cref="RefusedException">None or several begin so, it is not proposed any more, or a person who may not approve it.</exception>
    public static async Task<SuppressionRecord> ApproveAsync(Workspace workspace, string suppression, string actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        actor = Actors.Read(actor);
        var found = await FindAsync(workspace, suppression, cancel).ConfigureAwait(false);
        return await RefusingAsync(() => workspace.Store.Suppressions.ApproveAsync(found.SuppressionId, actor, workspace.LakeSettings.Key.UserWord(actor), cancel)).ConfigureAwait(false)
            ?? throw new RefusedException(ExitCode.Usage, $"it is {found.StatusAt(workspace.Clock.GetUtcNow())}, not proposed");
    }

    /// <exception cref="RefusedException">None or several begin so, or it has ended.</exception>
    public static async Task<SuppressionRecord> RevokeAsync(Workspace workspace, string suppression, string why, string actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        actor = Actors.Read(actor);
        if (string.IsNullOrWhiteSpace(why) || why.Length > 2000) throw new RefusedException(ExitCode.Usage, "--reason says why in 1 to 2000 characters");
        var found = await FindAsync(workspace, suppression, cancel).ConfigureAwait(false);
        TypedReasons.RefuseNames(workspace, why, found.EmployerId, found.EmployeeId, cancel);
        return await workspace.Store.Suppressions.RevokeAsync(found.SuppressionId, actor, why, cancel).ConfigureAwait(false)
            ?? throw new RefusedException(ExitCode.Usage, $"it is {found.StatusAt(workspace.Clock.GetUtcNow())} already");
    }

    /// <summary>The oldest first, with where each stands now.</summary>
    /// <param name="all">Also those that have ended.</param>
    public static async Task<IReadOnlyList<(SuppressionRecord Suppression, string Status)>> ListAsync(Workspace workspace, bool all, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var now = workspace.Clock.GetUtcNow();
        var found = await workspace.Store.Suppressions.ListAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancel).ConfigureAwait(false);
        return [.. found.Select(each => (each, each.StatusAt(now))).Where(each => all || each.Item2 is "proposed" or "in_force")];
    }

    private static async Task<SuppressionRecord> FindAsync(Workspace workspace, string suppression, CancellationToken cancel)
    {
        var found = await workspace.Store.Suppressions.FindAsync(suppression, cancel).ConfigureAwait(false);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new RefusedException(ExitCode.NoInput, "no suppression with that id"),
            _ => throw new RefusedException(ExitCode.Usage, $"{found.Count} suppressions begin with that id: give more of it"),
        };
    }

    private static async Task<T> RefusingAsync<T>(Func<Task<T>> write)
    {
        try
        {
            return await write().ConfigureAwait(false);
        }
        catch (StoreRuleException refused)
        {
            throw new RefusedException(ExitCode.Usage, refused.Message);
        }
    }

    private static string Hex(ulong key) => key.ToString("x16", CultureInfo.InvariantCulture);
}
