// What somebody knows of past payouts, as a CSV: the truth that rankings are held against.
using CsvHelper;

namespace Paysieve.Pipeline.Runs;

/// <param name="Typology">Empty for an innocent look-alike.</param>
internal sealed record Label(string TransferId, string Typology, string Scenario);

/// <summary>Reads <c>transfer_id,typology,scenario</c>, or <c>transfer_id,scenario</c> for look-alikes. Other columns are ignored.</summary>
internal static class LabelFile
{
    /// <exception cref="RefusedException">The file or a column is missing.</exception>
    public static IReadOnlyList<Label> Read(string path, bool withTypology)
    {
        if (!File.Exists(path)) throw new RefusedException(ExitCode.NoInput, $"{path} does not exist");
        using var reader = CsvReader.Create(
            File.OpenRead(path), new CsvReaderOptions { HasHeader = true, IncludeValuesInExceptions = false }, leaveOpen: false);
        reader.ReadHeader();
        var id = Column("transfer_id");
        var scenario = Column("scenario");
        var typology = withTypology ? Column("typology") : -1;
        var labels = new List<Label>();
        while (reader.Read())
        {
            labels.Add(new Label(reader.GetString(id), typology < 0 ? "" : reader.GetString(typology), reader.GetString(scenario)));
        }
        return labels;

        int Column(string name) => reader.TryGetFieldIndex(name, out var index) ? index
            : throw new RefusedException(ExitCode.Usage, $"{Path.GetFileName(path)} has no column {name}");
    }
}
