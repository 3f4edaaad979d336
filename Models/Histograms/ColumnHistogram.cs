// What is remembered of one training column: where its values crowd, as a surprise per bin.
namespace Paysieve.Models;

internal sealed class ColumnHistogram
{
    private const double Unseen = 0.5;
    private readonly double _least;
    private readonly double _width;
    private readonly double _beyond;
    private readonly double _weight;
    private readonly double[] _surprise;

    private ColumnHistogram(double least, double width, double beyond, double weight, double[] surprise)
    {
        _least = least;
        _width = width;
        _beyond = beyond;
        _weight = weight;
        _surprise = surprise;
    }

    public static ColumnHistogram Of(FeatureTable rows, int column, int bins, double weight)
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        for (var i = 0; i < rows.RowCount; i++)
        {
            var value = rows.Row(i)[column];
            // False for NaN.
            least = value < least ? value : least;
            greatest = value > greatest ? value : greatest;
        }

        if (least > greatest)
            return new ColumnHistogram(0, 1, 0, 0, [0]);
        var constant = least == greatest;
        var width = constant ? Math.Max(Math.Abs(least), 1) : (greatest - least) / bins;
        var counts = new int[constant ? 1 : bins];
        for (var i = 0; i < rows.RowCount; i++)
        {
            var value = rows.Row(i)[column];
            if (!float.IsNaN(value))
                counts[Math.Min((int)((value - least) / width), counts.Length - 1)]++;
        }

        var fullest = counts.Max() + Unseen;
        return new ColumnHistogram(least, width, Math.Log(fullest / Unseen), weight, [.. counts.Select(count => Math.Log(fullest / (count + Unseen)))]);
    }

    /// <summary>At least 0; 0 for a missing value.</summary>
    public double Surprise(float value)
    {
        if (float.IsNaN(value))
            return 0;
        var at = (value - _least) / _width;
        // A constant column has but one value, and the greatest training value closes the last bin.
        var end = _surprise.Length == 1 ? 0 : _surprise.Length;
        if (at >= 0 && at <= end)
            return _weight * _surprise[Math.Min((int)at, _surprise.Length - 1)];
        return _weight * (_beyond + Math.Log(1 + (at < 0 ? -at : at - end)));
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_least);
        writer.Write(_width);
        writer.Write(_beyond);
        writer.Write(_weight);
        writer.WriteArray<double>(_surprise);
    }

    public static ColumnHistogram Read(BinaryReader reader)
    {
        var column = new ColumnHistogram(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadArray<double>());
        if (!(column._width > 0) || column._surprise.Length == 0)
            throw new InvalidDataException("A histogram's parts do not fit together.");
        return column;
    }
}
