// The table of contents of list sources: one row each, in the order folders are searched.
namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Every list source this program reads.</summary>
public static class ListLoaders
{
    public static IReadOnlyList<IListLoader> All { get; } =
    [
        new OfacSdnLoader(),
        new OfacConsolidatedLoader(),
        new UnXmlLoader(),
        new UkSanctionsLoader(),
        new EuSanctionsLoader(),
        new OpenSanctionsLoader(),
        new CryptoJsonLoader(),
        new OwnCsvLoader(),
    ];

    public static IListLoader? Find(string source) =>
        All.FirstOrDefault(l => string.Equals(l.Source, source, StringComparison.Ordinal));
}
