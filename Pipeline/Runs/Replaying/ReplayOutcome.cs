// How a replay ended, for the officer who asked and for the trail.
namespace Paysieve.Pipeline.Runs.Replaying;

public enum ReplayVerdict
{
    /// <summary>Computed again from what the run names, and the same to the last digit.</summary>
    Identical,

    /// <summary>Computed again, and something is not the same.</summary>
    Differs,

    /// <summary>Something that the run names is gone, or a person was erased: it cannot be computed again.</summary>
    NotPossible,
}

/// <summary>One thing that is not as it was.</summary>
/// <param name="What">score, rank, reason R1_ACCOUNT_NEW, feature DaysSinceChange, list entry ofac 123, …</param>
/// <param name="Then">As on record; null when it was not there, or is no number and no word.</param>
public sealed record ReplayDifference(string What, string? Then, string? Now);

/// <param name="Why">Why it is not possible; empty otherwise.</param>
public sealed record FlagReplay(string FlagId, ReplayVerdict Verdict, IReadOnlyList<ReplayDifference> Differences, string Why);

/// <param name="Altered">What the run names and is no longer what it was, one sentence each; ids only.</param>
/// <param name="Missing">What the run names and is gone.</param>
/// <param name="Notes">What else a reader should know.</param>
/// <param name="Flags">In order of flag id.</param>
public sealed record ReplayOutcome(
    string RunId, ReplayVerdict Verdict, IReadOnlyList<string> Altered, IReadOnlyList<string> Missing, IReadOnlyList<string> Notes, IReadOnlyList<FlagReplay> Flags)
{
    /// <summary>0 identical, 6 when something was altered or differs, 4 when what it takes is gone.</summary>
    public ExitCode ExitCode => Altered.Count > 0 || Verdict == ReplayVerdict.Differs ? ExitCode.IntegrityFailed
        : Verdict == ReplayVerdict.NotPossible ? ExitCode.NoInput : ExitCode.Done;
}
