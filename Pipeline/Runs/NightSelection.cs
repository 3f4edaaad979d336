// Which payouts tonight is about, and why the others that were read are not scored.
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Runs;

/// <summary>Tonight's rows of a view. Masks are indexed by view row.</summary>
/// <param name="Tonight">Rows to score: new or amended payouts of tonight's files, or those of the as-of date, and look-back.</param>
/// <param name="Brought">Payouts that tonight's files hold (or the as-of date selects), scored or not.</param>
/// <param name="NotScored">Payouts read but not scored, by reason; with the scored ones of tonight's files they add up to <paramref name="Brought"/>.</param>
/// <param name="LookBack">Payouts of earlier nights for which legs arrived only now.</param>
internal sealed record NightSelection(
    bool[] Tonight, int Count, long Brought, int LookBack, IReadOnlyDictionary<string, int> NotScored, IReadOnlyList<DateOnly> PayDates)
{
    public const string Adjustment = "adjustment (zero or negative amount)";
    public const string Unchanged = "unchanged since an earlier file";
    public const string Superseded = "superseded by a later file";
    public const string Foreign = "transfer id of another employer's payout";
    public const string OtherDate = "other pay date than --as-of";
    public const string ScoredBefore = "scored by an earlier run";

    /// <summary>Payouts scored of each file of tonight, by file id.</summary>
    public IReadOnlyDictionary<string, int> ScoredByFile { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// Files of tonight with which an earlier night is done, when tonight brings something else too: those are not for review again. A night in which nothing is new
    /// is looked at as a whole again, since whoever asks for it has changed lists, settings or history.
    /// </summary>
    /// <param name="newlyRead">Files that this command brought into the lake.</param>
    /// <param name="settled">Files of which a night scored every payout, and screened it if tonight there are lists to screen against.</param>
    public static HashSet<string> SeenBefore(IEnumerable<LakeEntry> entries, IReadOnlySet<string> nightFiles, IReadOnlySet<string> newlyRead, IReadOnlySet<string> settled)
    {
        var (seen, bringsMore) = (new HashSet<string>(StringComparer.Ordinal), false);
        foreach (var entry in entries.Where(entry => nightFiles.Contains(entry.FileId)))
        {
            if (entry.Kind == LakeFileKind.Legs) bringsMore |= newlyRead.Contains(entry.FileId);
            else if (settled.Contains(entry.FileId)) seen.Add(entry.FileId);
            else bringsMore = true;
        }
        return bringsMore ? seen : [];
    }

    /// <param name="scoredBefore">Files whose payouts an earlier run scored: legs that arrive for those are a look-back.</param>
    public static NightSelection Of(LakeView view, IReadOnlySet<string> nightFiles, IReadOnlySet<string> scoredBefore, DateOnly? asOf)
    {
        var t = view.Transfers;
        var tonight = new bool[t.Count];
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var isNight = new bool[view.Files.Count];
        for (var file = 0; file < isNight.Length; file++) isNight[file] = nightFiles.Contains(view.Files[file].FileId);

        long brought = 0;
        var count = 0;
        var days = new SortedSet<int>();
        var asOfDay = asOf?.DayNumber;
        var scored = new int[view.Files.Count];
        for (var row = 0; row < t.Count; row++)
        {
            var selected = asOfDay is { } day ? t.PayDay[row] == day : isNight[t.File[row]];
            if (!selected)
            {
                if (!isNight[t.File[row]]) continue;
                brought++;
                Count(OtherDate, 1);
                continue;
            }
            brought++;
            if (t.Amount[row] <= 0)
            {
                Count(Adjustment, 1);
                continue;
            }
            tonight[row] = true;
            scored[t.File[row]]++;
            days.Add(t.PayDay[row]);
            count++;
        }
        for (var file = 0; file < isNight.Length; file++)
        {
            if (!isNight[file] || view.Files[file].IsLegs) continue;
            var (unchanged, superseded, hidden) = (view.Files[file].Unchanged, view.Files[file].Superseded, asOf is null ? 0 : view.Files[file].Hidden);
            Count(Unchanged, unchanged);
            Count(Superseded, superseded);
            Count(OtherDate, hidden);
            Count(Foreign, view.Files[file].Foreign);
            brought += unchanged + superseded + hidden + view.Files[file].Foreign;
        }
        var lookBack = asOf is null ? AddLookBack(view, isNight, scoredBefore, tonight, days) : 0;
        return new NightSelection(
            tonight, count + lookBack, brought, lookBack, reasons, [.. days.Select(DateOnly.FromDayNumber)])
        {
            ScoredByFile = Enumerable.Range(0, isNight.Length).Where(file => isNight[file]).ToDictionary(file => view.Files[file].FileId, file => scored[file], StringComparer.Ordinal),
        };

        void Count(string reason, int payouts)
        {
            if (payouts > 0) reasons[reason] = reasons.GetValueOrDefault(reason) + payouts;
        }
    }

    /// <summary>The same, with payouts counted that tonight's files hold and an earlier run scored, or could not score because of their ids.</summary>
    public NightSelection Besides(long scoredBefore, int foreign)
    {
        if (scoredBefore + foreign == 0) return this;
        var reasons = new SortedDictionary<string, int>(NotScored.ToDictionary(), StringComparer.Ordinal);
        if (scoredBefore > 0) reasons[ScoredBefore] = checked((int)scoredBefore);
        if (foreign > 0) reasons[Foreign] = reasons.GetValueOrDefault(Foreign) + foreign;
        return this with { Brought = Brought + scoredBefore + foreign, NotScored = reasons };
    }

    /// <summary>Payouts that an earlier run scored and whose legs arrive only with tonight's files are assessed again.</summary>
    private static int AddLookBack(LakeView view, bool[] isNight, IReadOnlySet<string> scoredBefore, bool[] tonight, SortedSet<int> days)
    {
        var legs = view.Legs;
        var late = new HashSet<ulong>();
        for (var leg = 0; leg < legs.Count; leg++) if (isNight[legs.File[leg]]) late.Add(legs.TransferKey[leg]);
        if (late.Count == 0 || scoredBefore.Count == 0) return 0;
        var wasScored = view.Files.Select(file => scoredBefore.Contains(file.FileId)).ToArray();
        var t = view.Transfers;
        var added = 0;
        for (var row = 0; row < t.Count; row++)
        {
            if (tonight[row] || t.Amount[row] <= 0 || !wasScored[t.File[row]] || !late.Contains(t.TransferKey[row])) continue;
            tonight[row] = true;
            days.Add(t.PayDay[row]);
            added++;
        }
        return added;
    }
}
