// The entries that came or changed between two states of the lists: what a change of lists can newly hit.
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Runs;

internal static class ListChanges
{
    /// <summary>The added and changed entries of <paramref name="lists"/> against earlier snapshots; null when they are more than <paramref name="most"/>, or an earlier snapshot is no longer kept.</summary>
    /// <param name="before">Snapshot ids by source; a source that is not in it is new as a whole.</param>
    public static ListSnapshotSet? Since(ListStore store, ListSnapshotSet lists, IReadOnlyDictionary<string, string> before, int most)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(lists);
        var changed = new List<ListSnapshot>();
        var count = 0;
        foreach (var list in lists.Lists)
        {
            if (before.TryGetValue(list.Facts.Source, out var id) && id == list.Facts.SnapshotId) continue;
            IReadOnlyList<ListedParty> parties = list.Parties;
            if (id is not null)
            {
                var kept = store.Kept().FirstOrDefault(facts => facts.Source == list.Facts.Source && facts.SnapshotId == id);
                if (kept is null) return null;
                var versions = store.Open(kept).Parties.ToDictionary(party => party.EntryId, party => party.Version, StringComparer.Ordinal);
                parties = [.. list.Parties.Where(party => !versions.TryGetValue(party.EntryId, out var version) || version != party.Version)];
            }
            count += parties.Count;
            if (count > most) return null;
            if (parties.Count > 0) changed.Add(list with { Parties = parties });
        }
        return new ListSnapshotSet(changed);
    }
}
