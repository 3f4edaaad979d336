// The table of contents of the readers: which formats there are and which reader takes a file.
using Paysieve.Pipeline.Sources;

namespace Paysieve.Pipeline.Formats;

/// <summary>The readers, in order of preference. A new format is one row here.</summary>
public static class ExportFormats
{
    public static IReadOnlyList<IExportReader> All { get; } = [new CanonicalCsvReader()];

    /// <summary>Endings under which files are looked for in folders.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [.. All.SelectMany(reader => reader.Extensions).Distinct(StringComparer.Ordinal)];

    /// <summary>The reader for a file by its name; a file named by hand with an ending nobody knows is taken for the contract's own CSV.</summary>
    public static IExportReader ReaderFor(SourceFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return All.FirstOrDefault(reader => reader.Extensions.Any(ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) ?? All[0];
    }
}
