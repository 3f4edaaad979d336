// Where an officer looks at lists: what two states of one differ in.
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Runs.Desks;

/// <summary>One side of a comparison: a kept snapshot, or files that were only read.</summary>
/// <param name="SnapshotId">Null for files.</param>
public sealed record ListSide(string Source, string? SnapshotId, DateOnly? ListDate, int Entries);

/// <summary>What two states of a list differ in, entry by entry in order of entry id.</summary>
public sealed record ListComparison(ListSide Before, ListSide After, int Added, int Removed, int Changed, IReadOnlyList<ListEntryChange> Entries);

/// <summary>The verb <c>lists diff</c>.</summary>
public static class ListDesk
{
    /// <summary>Compares two snapshots (ids or beginnings of ids) or two files or folders of the publisher's, or one with the other.</summary>
    /// <param name="source">The source of files whose names do not tell it; null when they do.</param>
    /// <param name="lists">Where snapshots are kept; null when both are files.</param>
    /// <exception cref="RefusedException">Neither a snapshot nor files of a list, two different lists, or files that are refused.</exception>
    public static ListComparison Compare(ListStore? lists, string before, string after, string? source)
    {
        ArgumentException.ThrowIfNullOrEmpty(before);
        ArgumentException.ThrowIfNullOrEmpty(after);
        try
        {
            var (first, second) = (Read(lists, before, source), Read(lists, after, source));
            if (first.Side.Source != second.Side.Source)
                throw new RefusedException(ExitCode.Usage, $"{first.Side.Source} cannot be compared with {second.Side.Source}: two states of one list are");
            var changes = ListDiff.Between(first.Parties, second.Parties);
            return new ListComparison(
                first.Side, second.Side, Count(ListDifference.Added), Count(ListDifference.Removed), Count(ListDifference.Changed), changes);

            int Count(ListDifference difference) => changes.Count(change => change.Difference == difference);
        }
        catch (ListUsageException failure)
        {
            throw new RefusedException(ExitCode.Usage, failure.Message);
        }
        catch (InvalidDataException)
        {
            throw new RefusedException(ExitCode.IntegrityFailed, "a snapshot was altered or damaged after it was loaded");
        }
    }

    /// <summary>Whether there is a file or folder of that name; otherwise it is taken for a snapshot's id.</summary>
    public static bool IsPath(string what) => File.Exists(what) || Directory.Exists(what);

    private static (ListSide Side, IReadOnlyList<ListedParty> Parties) Read(ListStore? lists, string what, string? source)
    {
        if (!IsPath(what) && lists?.Find(what) is { } facts)
            return (new ListSide(facts.Source, facts.SnapshotId, facts.ListDate, facts.Entries), lists.Open(facts).Parties);
        var parsed = ListPreview.Read(what, source);
        return parsed.List.Refusal is { } reason
            ? throw new RefusedException(ExitCode.NoInput, $"{parsed.Source}: refused, {reason}")
            : (new ListSide(parsed.Source, null, parsed.List.ListDate, parsed.List.Parties.Count), parsed.List.Parties);
    }
}
