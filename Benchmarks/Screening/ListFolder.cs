// The lists a measurement runs against: a folder of publishers' files, or a folder of such folders.
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Benchmarks.Screening;

internal static class ListFolder
{
    /// <summary>Every list in the folder and in the folders directly below it.</summary>
    /// <exception cref="InvalidOperationException">A list was refused, or there is none.</exception>
    public static ListSnapshotSet Open(string folder)
    {
        var work = Directory.CreateTempSubdirectory("paysieve-lists-");
        try
        {
            var store = new ListStore(work.FullName, TimeProvider.System);
            foreach (var place in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Prepend(folder))
                foreach (var list in store.LoadFolder(place).Lists)
                    if (list.Outcome == ListLoadOutcome.Refused) throw new InvalidOperationException($"{list.Source} was refused: {list.Reason}");
            var lists = store.Open();
            return lists.IsEmpty ? throw new InvalidOperationException($"{folder} holds no list that is known here") : lists;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }
}
