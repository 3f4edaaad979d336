// What somebody knows of past payouts, as a CSV: the truth that rankings are held against.
using CsvHelper;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <param name="Typology">Empty for an innocent look-alike.</param>
internal sealed record Label(string TransferId, string Typology, string Scenario);

/// <summary>Reads <c>transfer_id,typology,scenario</c>, or <c>transfer_id,scenario</c> for look-alikes. Other columns are ignored.</summary>
internal static class LabelFile
{
    /// <exception cref="RefusedException">The file or a column is missing, it is no CSV, a typology is none of the four, or there are no labels.</exception>
    public static IReadOnlyList<Label> Read(string path, bool withTypology)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path)) throw new RefusedException(ExitCode.NoInput, $"{path} does not exist");
        try
        {
            var labels = Read(name, path, withTypology);
            // Held against nothing every ranking looks the same.
            return labels.Count > 0 || !withTypology ? labels : throw new RefusedException(ExitCode.Usage, $"{name} holds no label");
        }
        catch (CsvFormatException failure)
        {
            throw new RefusedException(ExitCode.Usage, $"{name} is not a readable CSV ({failure.GetType().Name})");
        }
    }

    private static List<Label> Read(string name, string path, bool withTypology)
    {
        using var reader = CsvReader.Create(
            File.OpenRead(path), new CsvReaderOptions { HasHeader = true, IncludeValuesInExceptions = false }, leaveOpen: false);
        var id = Column("transfer_id");
        var scenario = Column("scenario");
        var typology = withTypology ? Column("typology") : -1;
        var labels = new List<Label>();
        while (reader.Read())
        {
            var word = typology < 0 ? "" : reader.GetString(typology);
            if (typology >= 0 && !TypologyWords.TryParse(word, out _))
                throw new RefusedException(ExitCode.Usage, $"{name}, label {labels.Count + 1}: the typology is none of {string.Join(", ", TypologyWords.All.Select(each => each.Word()))}");
            labels.Add(new Label(reader.GetString(id), word, reader.GetString(scenario)));
        }
        return labels;

        int Column(string column) => reader.TryGetFieldIndex(column, out var index) ? index
            : throw new RefusedException(ExitCode.Usage, $"{name} has no column {column}");
    }
}
