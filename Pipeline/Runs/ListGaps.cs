// What the lists in force do not cover, in sentences: the report says it, and `lists status` too. A night that was screened against an old
// list, or against one too few, must not read like one that was screened.
using System.Globalization;

namespace Paysieve.Pipeline.Runs;

internal static class ListGaps
{
    /// <summary>Lists that are expected and were never good, and lists of which a newer load was refused. In order of source.</summary>
    public static IReadOnlyList<string> Sentences(Workspace workspace)
    {
        var lists = workspace.Lists.Status();
        var neverGood = workspace.Lists.NeverGood().ToDictionary(list => list.Source, list => list.Refusal, StringComparer.Ordinal);
        var sentences = new List<string>();
        foreach (var (source, _) in workspace.Settings.Lists.Expectations().Declared())
            if (!lists.Any(list => list.Facts.Source == source) && !neverGood.ContainsKey(source))
                sentences.Add($"Not screened against {source}: the list is expected and was never loaded.");
        foreach (var (source, refusal) in neverGood.OrderBy(list => list.Key, StringComparer.Ordinal))
            sentences.Add($"Not screened against {source}: the list was refused {Day(refusal.At)} ({refusal.Reason}), and none was in force before.");
        foreach (var list in lists)
            if (list.RefusedSince is { } refusal)
                sentences.Add($"Not screened against {list.Facts.Source} since {list.KnownUntil:yyyy-MM-dd}: a newer list was refused {Day(refusal.At)} ({refusal.Reason}); the one loaded {Day(list.Facts.LoadedAt)} stays in force.");
        return sentences;
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
