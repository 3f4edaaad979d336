// All columns' histograms together: contributions and their sum.
namespace Paysieve.Models;

internal sealed class HistogramModel : IDetectorModel
{
    private readonly ColumnHistogram[] _columns;

    private HistogramModel(ColumnHistogram[] columns) => _columns = columns;

    public int Columns => _columns.Length;

    public double BaseValue => 0;

    public static HistogramModel Train(FeatureTable rows, int bins, double[] weights)
    {
        if (rows.RowCount == 0)
            throw new ArgumentException("A histogram needs at least one row to train on.");
        var columns = new ColumnHistogram[rows.ColumnCount];
        for (var j = 0; j < columns.Length; j++)
            columns[j] = ColumnHistogram.Of(rows, j, bins, weights[j]);
        return new HistogramModel(columns);
    }

    public int ScratchFloats(int rows) => 0;

    public void Score(ReadOnlySpan<float> rows, Span<double> scores, Span<float> scratch)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < _columns.Length; j++)
                sum += _columns[j].Surprise(rows[i * _columns.Length + j]);
            scores[i] = sum;
        }
    }

    public double Explain(ReadOnlySpan<float> row, Span<double> contributions, Span<float> scratch)
    {
        var sum = 0.0;
        for (var j = 0; j < _columns.Length; j++)
            sum += contributions[j] = _columns[j].Surprise(row[j]);
        return sum;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_columns.Length);
        foreach (var column in _columns)
            column.Write(writer);
    }

    public static HistogramModel Read(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count is < 1 or > FeatureNames.MaxColumns)
            throw new InvalidDataException("A histogram has an impossible number of columns.");
        var columns = new ColumnHistogram[count];
        for (var j = 0; j < count; j++)
            columns[j] = ColumnHistogram.Read(reader);
        return new HistogramModel(columns);
    }
}
