// Possible matches that somebody looked at and released. The same person and the same entry need no second look; when either has changed,
// the match is raised again and says so. The decisions are the only record: a later one on the same pair takes the clearance back.
using System.Globalization;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Runs;

/// <summary>Decisions on sanctions flags, by the pair of party and entry that they were about.</summary>
internal sealed class ClearedPairs
{
    private readonly Dictionary<(string Party, string List, string Entry), Verdict> _byParty = [];
    private readonly Dictionary<(string Employer, string Employee, string Role, string List, string Entry), Verdict> _byPayee = [];

    /// <param name="until">The moment of the run that asks: what was decided later does not count, so that a run of any age can be made again.</param>
    public static async Task<ClearedPairs> ReadAsync(Workspace workspace, DateTimeOffset until, CancellationToken cancel) =>
        Of(await workspace.Store.Flags.DecidedMatchesAsync(until, cancel).ConfigureAwait(false));

    /// <summary>The last decision on a pair stands.</summary>
    public static ClearedPairs Of(IEnumerable<DecidedMatch> decisions)
    {
        var pairs = new ClearedPairs();
        // The last word on a flag is the last one said, whatever the clock told then; between flags the clock is all there is.
        foreach (var decided in decisions.GroupBy(each => each.FlagId, StringComparer.Ordinal).Select(flag => flag.MaxBy(each => each.Ordinal)!)
            .OrderBy(each => each.DecidedAt).ThenBy(each => each.FlagId, StringComparer.Ordinal))
        {
            foreach (var note in decided.Explanation.Matches)
            {
                if (note.PartyKey is not { } party || note.EntryVersion is not { } version) continue;
                var verdict = new Verdict(decided.Decision == Decisions.Cleared, party, version, note.Matcher, note.Decision, decided.FlagId, decided.DecidedAt);
                pairs._byParty[(party, note.List, note.EntryId)] = verdict;
                pairs._byPayee[(decided.EmployerId, decided.EmployeeId, note.Party, note.List, note.EntryId)] = verdict;
            }
        }
        return pairs;
    }

    public bool IsEmpty => _byParty.Count == 0;

    /// <summary>The note as it is to be raised tonight: null when the pair is cleared and unchanged, with a first sentence when it was cleared and changed.</summary>
    /// <param name="by">When it is not raised: the flag that was released, and when.</param>
    public MatchNote? Judge(MatchNote note, string employerId, string employeeId, out (string FlagId, DateTimeOffset At) by)
    {
        by = default;
        if (note.PartyKey is not { } party) return note;
        if (_byParty.TryGetValue((party, note.List, note.EntryId), out var same) && same.Cleared)
        {
            by = (same.FlagId, same.DecidedAt);
            if (same.EntryVersion != note.EntryVersion) return Reopened(note, same, "the listed entry has changed since");
            // Another matcher that sees no more in the pair is no reason to look again; one that does is.
            return note.Matcher != same.Matcher && note.Decision == "match" && same.Decision != "match"
                ? Reopened(note, same, "the matcher has changed since and now decides match") : null;
        }
        if (_byPayee.TryGetValue((employerId, employeeId, note.Party, note.List, note.EntryId), out var earlier) && earlier.Cleared && earlier.Party != party)
            return Reopened(note, earlier, "the person's name, birth date or country has changed since");
        return note;
    }

    private static MatchNote Reopened(MatchNote note, Verdict earlier, string why) => note with
    {
        Why = [$"This match was released on {earlier.DecidedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} and is open again: {why}.", .. note.Why],
    };

    private sealed record Verdict(bool Cleared, string Party, string EntryVersion, string? Matcher, string Decision, string FlagId, DateTimeOffset DecidedAt);
}
