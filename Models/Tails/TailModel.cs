// All columns' tails together: contributions and their sum.
namespace Paysieve.Models;

internal sealed class TailModel : IDetectorModel
{
    private readonly ColumnTail[] _tails;
    private readonly FeatureRule[] _rules;
    private readonly bool _extrapolate;
    private readonly TailScoring[] _scoring;

    private TailModel(ColumnTail[] tails, FeatureRule[] rules, bool extrapolate)
    {
        _tails = tails;
        _rules = rules;
        _extrapolate = extrapolate;
        _scoring = new TailScoring[tails.Length];
        for (var j = 0; j < tails.Length; j++)
            _scoring[j] = new TailScoring(tails[j], rules[j], extrapolate);
    }

    public int Columns => _tails.Length;

    public double BaseValue => 0;

    public FeatureRule RuleOf(int column) => _rules[column];

    /// <summary>The training median (lower of two), or null when the column was missing everywhere.</summary>
    public float? MedianOf(int column) => _tails[column].Median;

    /// <summary>Trains on all rows of the table; columns are independent of each other, so threads change nothing.</summary>
    public static TailModel Train(FeatureTable rows, FeatureRule[] rules, bool extrapolate, int threads)
    {
        if (rows.RowCount == 0)
            throw new ArgumentException("An empirical tail needs at least one row to train on.");
        var tails = new ColumnTail[rows.ColumnCount];
        Parallel.For(0, tails.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, j => tails[j] = ColumnTail.Of(rows, j));
        return new TailModel(tails, rules, extrapolate);
    }

    public int ScratchFloats(int rows) => 0;

    /// <summary>Sums of a block of rows; column by column, so that a column's knots stay in the cache.</summary>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores, Span<float> scratch)
    {
        scores.Clear();
        for (var j = 0; j < _scoring.Length; j++)
        {
            var column = _scoring[j];
            for (var i = 0; i < scores.Length; i++)
                scores[i] += column.Surprise(rows[i * _scoring.Length + j]);
        }
    }

    /// <returns>The sum, added in the order in which <see cref="Score"/> adds.</returns>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions, Span<float> scratch)
    {
        var sum = 0.0;
        for (var j = 0; j < _scoring.Length; j++)
            sum += contributions[j] = _scoring[j].Surprise(row[j]);
        return sum;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_extrapolate);
        writer.Write(_tails.Length);
        for (var j = 0; j < _tails.Length; j++)
        {
            writer.Write((int)_rules[j].Direction);
            writer.Write(_rules[j].Weight);
            _tails[j].Write(writer);
        }
    }

    public static TailModel Read(BinaryReader reader)
    {
        var extrapolate = reader.ReadBoolean();
        var columns = reader.ReadInt32();
        if (columns is < 1 or > FeatureNames.MaxColumns)
            throw new InvalidDataException("An empirical tail has an impossible number of columns.");
        var tails = new ColumnTail[columns];
        var rules = new FeatureRule[columns];
        for (var j = 0; j < columns; j++)
        {
            rules[j] = new FeatureRule((TailDirection)reader.ReadInt32(), reader.ReadDouble());
            tails[j] = ColumnTail.Read(reader);
        }

        return new TailModel(tails, rules, extrapolate);
    }
}
