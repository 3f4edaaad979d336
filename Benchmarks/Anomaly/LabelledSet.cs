// A table of numbers with the answer beside each row, read from a file of either kind.
using Paysieve.Models;

namespace Paysieve.Benchmarks;

/// <param name="Name">The file's name without its ending.</param>
/// <param name="Rows">The numbers; NaN where the file has none.</param>
/// <param name="Positive">Which rows are anomalies.</param>
/// <param name="RowsInFile">Rows before the cap.</param>
internal sealed record LabelledSet(string Name, FeatureTable Rows, bool[] Positive, int RowsInFile)
{
    /// <summary>Reads a set, of a longer one evenly spaced rows: row ⌊k n / cap⌋ for k = 0, 1, ….</summary>
    /// <exception cref="InvalidDataException">The file is no set of numbers with labels 0 and 1.</exception>
    public static LabelledSet Read(string path, int cap)
    {
        var (values, labels) = Path.GetExtension(path) == ".npz" ? NumpyFile.Read(path) : LabelledCsv.Read(path);
        var columns = labels.Length == 0 ? 0 : values.Length / labels.Length;
        if (columns == 0)
            throw new InvalidDataException($"{Path.GetFileName(path)} has no rows or no columns.");
        if (labels.Any(label => label is not (0 or 1)))
            throw new InvalidDataException($"{Path.GetFileName(path)} has labels other than 0 and 1.");
        if (values.Any(float.IsInfinity))
            throw new InvalidDataException($"{Path.GetFileName(path)} holds a number too large for single precision.");
        var count = Math.Min(labels.Length, cap);
        var kept = new float[count * columns];
        var positive = new bool[count];
        for (var k = 0; k < count; k++)
        {
            var row = (int)((long)k * labels.Length / count);
            values.AsSpan(row * columns, columns).CopyTo(kept.AsSpan(k * columns));
            positive[k] = labels[row] == 1;
        }

        var names = Enumerable.Range(0, columns).Select(j => $"x{j}");
        return new LabelledSet(Path.GetFileNameWithoutExtension(path), new FeatureTable(names, count, kept), positive, labels.Length);
    }
}
