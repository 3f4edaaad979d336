// The ensemble's arithmetic: several opinions made comparable, mixed, and made a probability again.
namespace Paysieve.Models;

internal sealed class EnsembleModel
{
    private readonly EnsemblePart[] _parts;
    private readonly Folding _folding;

    public EnsembleModel(EnsemblePart[] parts, Folding folding, TailCalibrator calibration)
    {
        _parts = parts;
        _folding = folding;
        Calibration = calibration;
    }

    public int Columns => _folding.Columns;

    public IReadOnlyList<EnsemblePart> Parts => _parts;

    public TailCalibrator Calibration { get; }

    public Scratch NewScratch(int rows) => new(this, rows);

    /// <summary>Every member's raw scores, in the order of the parts, and the surprise of a block of rows.</summary>
    public void Score(ReadOnlySpan<float> rows, Span<double> surprise, Scratch scratch)
    {
        var folded = scratch.Folded.AsSpan(0, rows.Length);
        _folding.Apply(rows, folded);
        surprise.Clear();
        for (var p = 0; p < _parts.Length; p++)
        {
            var part = _parts[p];
            var raw = scratch.Raw[p].AsSpan(0, surprise.Length);
            part.Model.Score(EnsemblePart.IsFolded(part.Member) ? folded : rows, raw, scratch.ForModels);
            for (var i = 0; i < surprise.Length; i++)
                surprise[i] += part.Weight * part.Calibration.Surprise(raw[i]);
        }

        foreach (ref var value in surprise)
            value = Calibration.Surprise(value);
    }

    /// <summary>Divides the surprise among the features: each member hands its own out in proportion to what speaks for it.</summary>
    public void Explain(ReadOnlySpan<float> row, double surprise, Span<double> memberSurprise, Span<double> contributions, Scratch scratch)
    {
        var folded = scratch.Folded.AsSpan(0, Columns);
        _folding.Apply(row, folded);
        contributions.Clear();
        for (var p = 0; p < _parts.Length; p++)
        {
            var part = _parts[p];
            var share = scratch.Share.AsSpan();
            memberSurprise[p] = part.Calibration.Surprise(part.Model.Explain(EnsemblePart.IsFolded(part.Member) ? folded : row, share, scratch.ForModels));
            // A missing value, or a column that makes the row more usual, is no reason.
            for (var j = 0; j < row.Length; j++)
                share[j] = float.IsNaN(row[j]) ? 0 : Math.Max(share[j], 0);
            if (!Normalise(share))
                continue;
            for (var j = 0; j < contributions.Length; j++)
                contributions[j] += part.Weight * memberSurprise[p] * share[j];
        }

        if (!Normalise(contributions))
            ShareEvenly(row, contributions);
        foreach (ref var contribution in contributions)
            contribution *= surprise;
    }

    public void Write(BinaryWriter writer)
    {
        _folding.Write(writer);
        Calibration.Write(writer);
        writer.Write(_parts.Length);
        foreach (var part in _parts)
            part.Write(writer);
    }

    public static EnsembleModel Read(BinaryReader reader)
    {
        var folding = Folding.Read(reader);
        var calibration = TailCalibrator.Read(reader);
        var count = reader.ReadInt32();
        if (count < 1 || count > Enum.GetValues<EnsembleMember>().Length)
            throw new InvalidDataException("An ensemble has an impossible number of members.");
        var parts = new EnsemblePart[count];
        for (var p = 0; p < count; p++)
            parts[p] = EnsemblePart.Read(reader);
        if (parts.Any(part => part.Model.Columns != folding.Columns || !(part.Weight > 0)) || parts.DistinctBy(part => part.Member).Count() != count)
            throw new InvalidDataException("An ensemble's members do not fit together.");
        return new EnsembleModel(parts, folding, calibration);
    }

    private static bool Normalise(Span<double> shares)
    {
        var sum = 0.0;
        foreach (var share in shares)
            sum += share;
        if (!(sum > 0))
            return false;
        foreach (ref var share in shares)
            share /= sum;
        return true;
    }

    // Nothing speaks for or against: a row like all others.
    private static void ShareEvenly(ReadOnlySpan<float> row, Span<double> shares)
    {
        var present = 0;
        foreach (var value in row)
            present += float.IsNaN(value) ? 0 : 1;
        for (var j = 0; j < shares.Length; j++)
            shares[j] = present == 0 ? 1.0 / shares.Length : float.IsNaN(row[j]) ? 0 : 1.0 / present;
    }

    /// <summary>Memory for one block of rows; one per thread.</summary>
    internal sealed class Scratch(EnsembleModel model, int rows)
    {
        public float[] Folded { get; } = new float[rows * model.Columns];

        public float[] ForModels { get; } = new float[model._parts.Max(part => part.Model.ScratchFloats(rows))];

        /// <summary>A member's scores as its model gives them.</summary>
        public double[][] Raw { get; } = [.. model._parts.Select(_ => new double[rows])];

        public double[] Share { get; } = new double[model.Columns];
    }
}
