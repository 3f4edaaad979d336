// What a table of an examiner's pack is made of: columns that say what they mean, and rows that can be read back exactly.
using System.Text.Json;
using CsvHelper;
using Paysieve.Pipeline.Formats;

namespace Paysieve.Pipeline.Audit.Packs;

/// <summary>What a cell holds: text (exact decimals, dates and JSON too), a whole number below 2^53, a double, or true and false. Any may be null.</summary>
public enum CellKind { Text, Whole, Real, Flag }

/// <param name="Means">For the examiner, in plain words, with the unit.</param>
/// <param name="Since">Schema version that brought it.</param>
public sealed record PackColumn(string Name, CellKind Kind, string Means, int Since = 1);

/// <summary>
/// A table, written as NAME.jsonl (each line an object in RFC 8785 form) and NAME.csv (the same rows for a spreadsheet). The last column,
/// <c>row_hash</c>, is the SHA-256 of the row hash before (64 zeros for the first row) and the row without it, so that the first row
/// that was altered, moved, added or removed can be named.
/// </summary>
public sealed record PackTable(string Name, string Means, IReadOnlyList<PackColumn> Columns)
{
    public const string HashColumn = "row_hash";

    /// <summary>Schema version that brought the table.</summary>
    public int Since { get; init; } = 1;

    public string JsonName => Name + ".jsonl";

    public string CsvName => Name + ".csv";

    /// <summary>The cells of a line, and the hash it bears; whether it is spelled as it should be is for <see cref="RowSpelling"/> to say.</summary>
    internal bool TryRead(ReadOnlyMemory<byte> line, out object?[] cells, out string rowHash)
    {
        cells = new object?[Columns.Count];
        rowHash = "";
        try
        {
            using var document = JsonDocument.Parse(line);
            for (var i = 0; i < cells.Length; i++) cells[i] = Cell(document.RootElement.GetProperty(Columns[i].Name), Columns[i].Kind);
            rowHash = document.RootElement.GetProperty(HashColumn).GetString() ?? "";
            return true;
        }
        catch (Exception failure) when (failure is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    internal void WriteHeader(CsvWriter csv) => csv.WriteHeader([.. Columns.Select(column => column.Name), HashColumn]);

    internal static void WriteRecord(CsvWriter csv, IReadOnlyList<object?> cells, string rowHash)
    {
        foreach (var cell in cells)
        {
            switch (cell)
            {
                case string words: SafeCsv.Text(csv, words); break;
                case long whole: csv.WriteField(whole); break;
                case double real: csv.WriteField(real, "R"); break;
                case bool flag: csv.WriteField(flag); break;
                default: csv.WriteField(""); break;
            }
        }
        csv.WriteField(rowHash);
        csv.EndRecord();
    }

    private static object? Cell(JsonElement value, CellKind kind) => value.ValueKind == JsonValueKind.Null ? null : kind switch
    {
        CellKind.Text => value.GetString(),
        CellKind.Whole => value.GetInt64(),
        CellKind.Real => value.GetDouble(),
        CellKind.Flag => value.GetBoolean(),
        _ => throw new FormatException(kind.ToString()),
    };
}
