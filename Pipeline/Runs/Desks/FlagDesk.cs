// Where reviewers work: finds flags, hands them out as a file, records what was decided.
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Runs.Desks;

/// <summary>A flag with everything decided about it, the first decision first.</summary>
public sealed record FlagFile(StoredFlag Stored, IReadOnlyList<DispositionRecord> Decisions);

/// <summary>The verbs <c>flags …</c>.</summary>
public static class FlagDesk
{
    /// <summary>
    /// What a reviewer may say, and the standing it gives the flag: the payout is held while somebody looks, is released as innocent, is
    /// handed to somebody higher up, or the suspicion is confirmed.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Words { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["hold"] = Decisions.InReview,
        ["release"] = Decisions.Cleared,
        ["escalate"] = Decisions.Escalated,
        ["confirm"] = Decisions.Confirmed,
    };

    /// <summary>Flags of a finished run in rank order.</summary>
    /// <exception cref="RefusedException">No such finished run.</exception>
    public static async Task<(RunRecord Run, IReadOnlyList<StoredFlag> Flags)> ListAsync(Workspace workspace, string run, bool withHeldBack, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var record = await RunLookup.FinishedAsync(workspace, run, cancel).ConfigureAwait(false);
        var filter = new FlagFilter { RunId = record.RunId, HeldBack = withHeldBack ? null : false };
        return (record, await workspace.Store.Flags.ListAsync(filter, cancel).ConfigureAwait(false));
    }

    /// <summary>The one flag whose id begins with <paramref name="flag"/>.</summary>
    /// <exception cref="RefusedException">None, or several.</exception>
    public static async Task<FlagFile> ShowAsync(Workspace workspace, string flag, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var stored = await FindAsync(workspace, flag, cancel).ConfigureAwait(false);
        return new FlagFile(stored, await workspace.Store.Dispositions.HistoryAsync(stored.Flag.FlagId, cancel).ConfigureAwait(false));
    }

    /// <summary>
    /// Writes every flag of a run, held back or not (the column tells), as the report's <c>flags.csv</c> does; beside, then renamed. That it was
    /// handed out is an event of the trail.
    /// </summary>
    /// <returns>The run and how many rows were written.</returns>
    /// <exception cref="RefusedException">No such finished run.</exception>
    public static async Task<(RunRecord Run, int Rows)> ExportAsync(Workspace workspace, string run, string outFile, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentException.ThrowIfNullOrEmpty(outFile);
        var record = await RunLookup.FinishedAsync(workspace, run, cancel).ConfigureAwait(false);
        var rows = 0;
        await WholeFile.WriteAsync(
            outFile,
            stream =>
            {
                var flags = workspace.Store.Flags.StreamAsync(new FlagFilter { RunId = record.RunId, HeldBack = null }, cancel).ToBlockingEnumerable(cancel);
                FlagsCsvWriter.Write(stream, record.RunId, Counted(flags), FlagTable.Shown);
            },
            cancel).ConfigureAwait(false);
        await workspace.Store.Audit.AppendAsync(
            new AuditEntry(workspace.Actor, AuditActions.FlagsExported, record.RunId, new JsonObject { ["flags"] = rows }), cancel).ConfigureAwait(false);
        return (record, rows);

        IEnumerable<Flag> Counted(IEnumerable<StoredFlag> flags)
        {
            foreach (var flag in flags)
            {
                rows++;
                yield return flag.Flag;
            }
        }
    }

    /// <summary>
    /// Records a decision; it is an audit event in the same transaction. None is ever changed: the last one counts. To release a flag of
    /// a high or critical band takes two: the first who says so proposes it, and it is released when another person says the same.
    /// </summary>
    /// <param name="word">One of <see cref="Words"/>.</param>
    /// <exception cref="RefusedException">No such flag, a field that a decision cannot have, or a person who may not decide this.</exception>
    public static async Task<DispositionRecord> DecideAsync(Workspace workspace, string flag, string word, string reasonCode, string note, string actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(note);
        if (!Words.TryGetValue(word, out var standing)) throw new RefusedException(ExitCode.Usage, $"a decision is one of {string.Join(", ", Words.Keys)}");
        if (string.IsNullOrWhiteSpace(reasonCode) || reasonCode.Length > 80) throw new RefusedException(ExitCode.Usage, "a reason code has 1 to 80 characters");
        actor = Actors.Read(actor);
        if (note.Length > 2000) throw new RefusedException(ExitCode.Usage, "a note has at most 2000 characters");
        var stored = await FindAsync(workspace, flag, cancel).ConfigureAwait(false);
        var users = workspace.LakeSettings.Key;
        var decision = new Decision(stored.Flag.FlagId, standing, reasonCode, note, actor, ActorKey: users.UserWord(actor));
        if (standing == Decisions.Cleared && stored.Flag.Band is Band.High or Band.Critical)
        {
            var first = stored.Latest is { Proposes: Decisions.Cleared } proposal && !ActorName.Same(proposal.Actor, actor) ? proposal.Actor : null;
            decision = first is null
                ? decision with { Word = Decisions.InReview, Proposes = Decisions.Cleared }
                : decision with { SecondActor = first, SecondActorKey = users.UserWord(first) };
        }
        try
        {
            return await workspace.Store.Dispositions.DecideAsync(decision, cancel).ConfigureAwait(false);
        }
        catch (StoreRuleException refused)
        {
            throw new RefusedException(ExitCode.Usage, refused.Message);
        }
    }

    internal static async Task<StoredFlag> FindAsync(Workspace workspace, string flag, CancellationToken cancel)
    {
        var found = await workspace.Store.Flags.FindAsync(flag, cancel).ConfigureAwait(false);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new RefusedException(ExitCode.NoInput, "no flag with that id"),
            _ => throw new RefusedException(ExitCode.Usage, $"{found.Count} flags begin with that id: give more of it"),
        };
    }
}
