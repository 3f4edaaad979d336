// The table of contents of list sources: one row each, in the order folders are searched.
namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Every list source this program reads.</summary>
public static class ListLoaders
{
    public static IReadOnlyList<IListLoader> All { get; } =
    [
        new OfacCsvLoader(),
        new CryptoJsonLoader(),
        new OwnCsvLoader(),
    ];

    /// <summary>Sources of the contract that a later version reads; naming one is wrong usage today, and says so.</summary>
    public static IReadOnlyList<string> ComingLater { get; } = ["ofac-consolidated", "un", "uk", "eu", "opensanctions"];

    public static IListLoader? Find(string source) =>
        All.FirstOrDefault(l => string.Equals(l.Source, source, StringComparison.Ordinal));
}
