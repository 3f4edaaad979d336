// What a list must look like to be believed. An empty, cut or half-delivered file would clear everybody, so a source says beforehand
// what is expected of it.
using System.Globalization;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Expectations of lists. Shares are of the list in force, 0 to 1.</summary>
public sealed record ListExpectations
{
    /// <summary>
    /// A list with more than this share fewer entries, names or wallets than the one in force is refused. The first load of a source has nothing to be
    /// compared with and is taken at any size from its declared minimum: an excerpt is a legitimate list.
    /// </summary>
    public double MaxShrinkShare { get; init; } = 0.10;

    /// <summary>Sources that have to be in force, each with the least number of entries to be believed: <c>ofac</c>, or <c>ofac:15000</c>.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>Every failure; none for expectations that make sense.</summary>
    public IReadOnlyList<string> Failures()
    {
        var failures = new List<string>();
        if (MaxShrinkShare is not (>= 0 and <= 1))
            failures.Add("MaxShrinkShare must be 0 to 1");
        foreach (var text in Expected)
            if (Parse(text) is not { } expected || ListLoaders.Find(expected.Source) is null)
                failures.Add($"Expected holds {text}: a source is one of {string.Join(", ", ListLoaders.All.Select(l => l.Source))}, with a least number of entries after a colon if wanted");
        return failures;
    }

    /// <summary>The declared sources with their least number of entries, in order of source.</summary>
    public IReadOnlyList<(string Source, int LeastEntries)> Declared() =>
        [.. Expected.Select(Parse).OfType<(string Source, int LeastEntries)>().OrderBy(e => e.Source, StringComparer.Ordinal)];

    internal string? WhyTooSmall(ListSnapshotFacts facts)
    {
        foreach (var (source, least) in Declared())
            if (source == facts.Source && facts.Entries < least)
                return string.Create(CultureInfo.InvariantCulture, $"{facts.Entries} entries, at least {least} are expected of {source}");
        return null;
    }

    internal string? WhyShrunk(ListSnapshotFacts before, ListSnapshotFacts after)
    {
        foreach (var (what, had, has) in (ReadOnlySpan<(string, int, int)>)[("entries", before.Entries, after.Entries), ("names", before.Names, after.Names), ("wallets", before.Wallets, after.Wallets)])
            if (has < had * (1 - MaxShrinkShare))
                return string.Create(CultureInfo.InvariantCulture, $"{has} {what}, {had} in the list in force: more than {MaxShrinkShare * 100:0.##} % fewer");
        return null;
    }

    private static (string Source, int LeastEntries)? Parse(string text)
    {
        var cut = text.IndexOf(':', StringComparison.Ordinal);
        if (cut < 0)
            return (text, 1);
        return int.TryParse(text[(cut + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var least) ? (text[..cut], least) : null;
    }
}
