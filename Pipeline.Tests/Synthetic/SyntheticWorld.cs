// One generated payroll for the tests to look at, read back as a stranger would: through the headings of its files.
using CsvHelper;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Pipeline.Tests.Synthetic;

/// <summary>A row with its file and its place in it; a column that the file lacks reads as empty.</summary>
internal sealed record Line(string File, int Index, int Of, IReadOnlyDictionary<string, int> Columns, string[] Fields)
{
    public string this[string column] => Columns.TryGetValue(column, out var i) ? Fields[i] : "";
}

internal sealed class SyntheticWorld : IDisposable
{
    public SyntheticWorld(SyntheticOptions options)
    {
        Directory = Path.Combine(Path.GetTempPath(), "paysieve-synthetic-" + Environment.ProcessId + "-" + options.Seed + "-" + options.Employees + "-" + options.Months + (options.Withheld ? "-withheld" : ""));
        Summary = SyntheticPayroll.Write(options, Directory);
        Night = Read("night");
        Labels = Read(Path.Combine(Directory, "labels.csv")).ToLookup(l => l["transfer_id"], StringComparer.Ordinal);
        Benign = Read(Path.Combine(Directory, "benign.csv")).ToLookup(l => l["transfer_id"], StringComparer.Ordinal);
    }

    public string Directory { get; }
    public SyntheticSummary Summary { get; }
    public IReadOnlyList<Line> Night { get; }
    public ILookup<string, Line> Labels { get; }
    public ILookup<string, Line> Benign { get; }

    public IReadOnlyList<Line> Read(string path)
    {
        var full = Path.Combine(Directory, path);
        string[] files = File.Exists(full) ? [full] : [.. System.IO.Directory.GetFiles(full, "*.csv").Order(StringComparer.Ordinal)];
        var lines = new List<Line>();
        foreach (var file in files)
        {
            using var reader = CsvReader.FromFile(file, new CsvReaderOptions { HasHeader = false });
            Dictionary<string, int>? columns = null;
            var rows = new List<string[]>();
            while (reader.Read())
            {
                var fields = new string[columns?.Count ?? reader.FieldCount];
                for (var i = 0; i < fields.Length; i++) fields[i] = reader.GetString(i);
                if (columns is null) columns = fields.Select((f, i) => (f, i)).ToDictionary(x => x.f, x => x.i, StringComparer.Ordinal);
                else rows.Add(fields);
            }
            for (var i = 0; i < rows.Count; i++) lines.Add(new Line(Path.GetFileName(file), i, rows.Count, columns!, rows[i]));
        }
        return lines;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
