// Decisions as training needs them: the last word on each payout, at its row of the lake.
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Runs.Lifecycle;

/// <summary>What reviewers said of a payout.</summary>
/// <param name="Day">Day number (UTC) of the last word: what a model of that time could know.</param>
internal readonly record struct DecidedPayout(bool Confirmed, int Day);

internal static class DecidedPayouts
{
    /// <summary>
    /// View rows of payouts that were confirmed or cleared under a behavioural typology. A payout confirmed under one flag and cleared under
    /// another is confirmed; what is still in review, escalated, or a list match teaches nothing here.
    /// </summary>
    public static async Task<IReadOnlyDictionary<int, DecidedPayout>> OfAsync(Workspace workspace, LakeView view, CancellationToken cancel)
    {
        var byTransfer = new SortedDictionary<string, DecidedPayout>(StringComparer.Ordinal);
        foreach (var word in await workspace.Store.Dispositions.LastWordsAsync(cancel).ConfigureAwait(false))
        {
            var day = DateOnly.FromDateTime(word.DecidedAt.UtcDateTime).DayNumber;
            var known = byTransfer.GetValueOrDefault(word.TransferId);
            byTransfer[word.TransferId] = new DecidedPayout(known.Confirmed || word.Decision == Decisions.Confirmed, Math.Max(known.Day, day));
        }
        var rows = LakeReader.FindTransfers(view, [.. byTransfer.Keys]);
        var decided = new Dictionary<int, DecidedPayout>();
        foreach (var (payout, row) in byTransfer.Values.Zip(rows))
        {
            if (row >= 0 && view.Transfers.Amount[row] > 0) decided[row] = payout;
        }
        return decided;
    }
}
