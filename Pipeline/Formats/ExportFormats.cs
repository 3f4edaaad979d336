// The table of contents of the readers: which formats there are and which reader takes a file.
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Sources;

namespace Paysieve.Pipeline.Formats;

/// <summary>The readers, in order of preference. A new format is one row here.</summary>
public sealed class ExportFormats
{
    private readonly CanonicalCsvReader _csv;
    private readonly IReadOnlyList<IExportReader> _all;

    /// <param name="shelf">Profiles of vendors' CSV.</param>
    /// <param name="elections">Where pay goes that registers name no account for.</param>
    /// <param name="memory">What readers before these came to know; null: nothing.</param>
    public ExportFormats(ProfileShelf shelf, ElectionTable? elections = null, ReadMemory? memory = null)
    {
        _csv = new CanonicalCsvReader(shelf, elections, memory);
        _all = [_csv];
    }

    /// <summary>Endings under which files are looked for in folders.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [.. new ExportFormats(ProfileShelf.Empty)._all.SelectMany(reader => reader.Extensions).Distinct(StringComparer.Ordinal)];

    /// <summary>The reader for a file by its name; a file named by hand with an ending nobody knows is taken for CSV.</summary>
    public IExportReader ReaderFor(SourceFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return _all.FirstOrDefault(reader => reader.Extensions.Any(ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) ?? _all[0];
    }

    /// <summary>True when the file says where pay goes, and is to be read before the registers that do not.</summary>
    internal bool HoldsElections(SourceFile file, ReadLimits limits) => _csv.HoldsElections(file, limits);
}
