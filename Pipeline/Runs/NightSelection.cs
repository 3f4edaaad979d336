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
    public const string OtherDate = "other pay date than --as-of";

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
        for (var row = 0; row < t.Count; row++)
        {
            var selected = asOfDay is { } day ? t.PayDay[row] == day : isNight[t.File[row]];
            if (!selected) continue;
            brought++;
            if (t.Amount[row] <= 0)
            {
                Count(Adjustment, 1);
                continue;
            }
            tonight[row] = true;
            days.Add(t.PayDay[row]);
            count++;
        }
        if (asOf is null)
        {
            for (var file = 0; file < isNight.Length; file++)
            {
                if (!isNight[file] || view.Files[file].IsLegs) continue;
                Count(Unchanged, view.Files[file].Unchanged);
                Count(Superseded, view.Files[file].Superseded);
                brought += view.Files[file].Unchanged + view.Files[file].Superseded;
            }
        }
        var lookBack = asOf is null ? AddLookBack(view, isNight, scoredBefore, tonight, days) : 0;
        return new NightSelection(
            tonight, count + lookBack, brought, lookBack, reasons, [.. days.Select(DateOnly.FromDayNumber)]);

        void Count(string reason, int payouts)
        {
            if (payouts > 0) reasons[reason] = reasons.GetValueOrDefault(reason) + payouts;
        }
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
