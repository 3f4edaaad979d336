// The small samples and the distances to them.
namespace Paysieve.Models;

internal sealed class NeighboursModel : IDetectorModel
{
    private readonly Standardisation _scale;
    private readonly int _samples;
    private readonly int _members;

    // Sample after sample, in it column after column, in it the members side by side, padded to whole vectors.
    private readonly float[] _centres;

    // Per sample: whether a member has a missing value.
    private readonly bool[] _hasMissing;

    private NeighboursModel(Standardisation scale, int samples, int members, float[] centres)
    {
        _scale = scale;
        _samples = samples;
        _members = members;
        _centres = centres;
        _hasMissing = [.. Enumerable.Range(0, samples).Select(sample => centres.AsSpan(sample * SampleLength, SampleLength).IndexOf(float.NaN) >= 0)];
    }

    public int Columns => _scale.Columns;

    public double BaseValue => 0;

    private int SampleLength => Columns * MemberDistances.Padded(_members);

    public static NeighboursModel Train(FeatureTable rows, Standardisation scale, Folding? folding, int samples, int sampleSize, int seed)
    {
        if (rows.RowCount == 0)
            throw new ArgumentException("Nearest neighbours need at least one row to train on.");
        var members = Math.Clamp(rows.RowCount / 2, 1, sampleSize);
        var padded = MemberDistances.Padded(members);
        var centres = new float[samples * rows.ColumnCount * padded];
        Array.Fill(centres, MemberDistances.Nobody);
        var row = new float[rows.ColumnCount];
        for (var sample = 0; sample < samples; sample++)
        {
            var draw = new SeededDraw(seed, sample);
            var chosen = RowSample.Choose(rows.RowCount, members, ref draw);
            for (var m = 0; m < members; m++)
            {
                rows.Row(chosen[m]).CopyTo(row);
                folding?.Apply(row, row);
                scale.Apply(row, row);
                for (var j = 0; j < row.Length; j++)
                    centres[(sample * row.Length + j) * padded + m] = row[j];
            }
        }

        return new NeighboursModel(scale, samples, members, centres);
    }

    public int ScratchFloats(int rows) => rows * Columns;

    public void Score(ReadOnlySpan<float> rows, Span<double> scores, Span<float> scratch)
    {
        var standard = scratch[..rows.Length];
        _scale.Apply(rows, standard);
        for (var i = 0; i < scores.Length; i++)
            scores[i] = Score(standard.Slice(i * Columns, Columns), []);
    }

    public double Explain(ReadOnlySpan<float> row, Span<double> contributions, Span<float> scratch)
    {
        var standard = scratch[..row.Length];
        _scale.Apply(row, standard);
        contributions.Clear();
        return Score(standard, contributions);
    }

    public void Write(BinaryWriter writer)
    {
        _scale.Write(writer);
        writer.Write(_samples);
        writer.Write(_members);
        writer.WriteArray<float>(_centres);
    }

    public static NeighboursModel Read(BinaryReader reader)
    {
        var scale = Standardisation.Read(reader);
        var (samples, members, centres) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadArray<float>());
        if (samples < 1 || members < 1 || centres.LongLength != (long)samples * scale.Columns * MemberDistances.Padded(members))
            throw new InvalidDataException("A nearest-neighbours model's parts do not fit together.");
        return new NeighboursModel(scale, samples, members, centres);
    }

    private double Score(ReadOnlySpan<float> row, Span<double> contributions)
    {
        double sum = 0, asked = 0;
        for (var sample = 0; sample < _samples; sample++)
        {
            var centres = _centres.AsSpan(sample * SampleLength, SampleLength);
            var distance = MemberDistances.Nearest(row, centres, _hasMissing[sample]);
            if (float.IsPositiveInfinity(distance))
                continue;
            asked++;
            sum += distance;
            if (!contributions.IsEmpty)
                MemberDistances.Share(row, centres, _members, distance, contributions);
        }

        foreach (ref var contribution in contributions)
            contribution = asked > 0 ? contribution / asked : 0;
        return asked > 0 ? sum / asked : 0;
    }
}
