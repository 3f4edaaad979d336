// A CSV of numbers, the label in the last column, with or without a header.
using System.Globalization;
using CsvHelper;

namespace Paysieve.Benchmarks;

internal static class LabelledCsv
{
    /// <summary>The numbers row by row, and the labels. An empty field is a missing number; a first line that is no numbers is a header.</summary>
    /// <exception cref="InvalidDataException">A field that is no number, or rows of different lengths.</exception>
    public static (float[] X, float[] Y) Read(string path)
    {
        using var csv = CsvReader.Create(File.OpenRead(path), new CsvReaderOptions { HasHeader = false }, leaveOpen: false);
        List<float> values = [], labels = [];
        var columns = -1;
        for (var line = 1; csv.Read(); line++)
        {
            if (line == 1 && Enumerable.Range(0, csv.FieldCount).Any(i => Number(csv.GetSpan(i)) is null))
                continue;
            columns = columns < 0 ? csv.FieldCount : columns;
            if (csv.FieldCount != columns || columns < 2)
                throw new InvalidDataException($"{Path.GetFileName(path)}, line {line}: {csv.FieldCount} fields, expected {columns}, at least 2.");
            for (var i = 0; i < columns; i++)
            {
                var number = Number(csv.GetSpan(i)) ?? throw new InvalidDataException($"{Path.GetFileName(path)}, line {line}, field {i + 1} is no number.");
                (i < columns - 1 ? values : labels).Add(number);
            }
        }

        return ([.. values], [.. labels]);
    }

    private static float? Number(ReadOnlySpan<byte> field)
    {
        var text = field.Trim((byte)' ');
        if (text.IsEmpty)
            return float.NaN;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
