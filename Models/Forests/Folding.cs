// How a forest, which by itself looks both ways along a column, is kept from isolating rows on a side that nobody minds.
namespace Paysieve.Models;

/// <summary>
/// Moves values on the harmless side of the training median to the median: for a column of which only large values
/// matter, all small ones look alike. Missing stays missing.
/// </summary>
internal sealed class Folding
{
    private readonly float[] _least;
    private readonly float[] _greatest;

    private Folding(float[] least, float[] greatest)
    {
        _least = least;
        _greatest = greatest;
    }

    public int Columns => _least.Length;

    public static Folding Of(TailModel tails)
    {
        var least = new float[tails.Columns];
        var greatest = new float[tails.Columns];
        for (var j = 0; j < tails.Columns; j++)
        {
            var (rule, median) = (tails.RuleOf(j), tails.MedianOf(j));
            least[j] = rule.Direction == TailDirection.Right && median is { } low ? low : float.NegativeInfinity;
            greatest[j] = rule.Direction == TailDirection.Left && median is { } high ? high : float.PositiveInfinity;
        }

        return new Folding(least, greatest);
    }

    /// <summary>Folds rows that lie one after the other.</summary>
    public void Apply(ReadOnlySpan<float> rows, Span<float> folded)
    {
        var columns = _least.Length;
        for (var first = 0; first < rows.Length; first += columns)
        {
            var from = rows.Slice(first, columns);
            var to = folded.Slice(first, columns);
            for (var j = 0; j < from.Length; j++)
            {
                // Comparisons, not Max and Min: a comparison with NaN is false and leaves NaN.
                var value = from[j];
                value = value < _least[j] ? _least[j] : value;
                to[j] = value > _greatest[j] ? _greatest[j] : value;
            }
        }
    }

    /// <summary>The table itself where nothing is folded, otherwise a folded copy.</summary>
    public FeatureTable Apply(FeatureTable rows)
    {
        if (_least.All(float.IsNegativeInfinity) && _greatest.All(float.IsPositiveInfinity))
            return rows;
        var folded = new float[rows.RowCount * rows.ColumnCount];
        Apply(rows.Rows(0, rows.RowCount), folded);
        return new FeatureTable(rows.Columns, rows.RowCount, folded);
    }

    public void Write(BinaryWriter writer)
    {
        writer.WriteArray<float>(_least);
        writer.WriteArray<float>(_greatest);
    }

    public static Folding Read(BinaryReader reader)
    {
        var (least, greatest) = (reader.ReadArray<float>(), reader.ReadArray<float>());
        if (least.Length is 0 or > FeatureNames.MaxColumns || greatest.Length != least.Length)
            throw new InvalidDataException("A folding's parts do not fit together.");
        return new Folding(least, greatest);
    }
}
