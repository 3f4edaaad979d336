// The ensemble's arithmetic: two opinions made comparable, mixed, and made a probability again.
namespace Paysieve.Models;

internal sealed class EnsembleModel
{
    private readonly PackedForest _forest;
    private readonly TailModel _tails;
    private readonly Folding _folding;
    private readonly TailCalibrator _forestCalibration;
    private readonly TailCalibrator _tailCalibration;
    private readonly TailCalibrator _mixCalibration;
    private readonly double _forestWeight;
    private readonly double _tailWeight;

    private EnsembleModel(PackedForest forest, TailModel tails, TailCalibrator forestCalibration, TailCalibrator tailCalibration,
        Func<EnsembleModel, TailCalibrator> mixCalibration, double forestWeight, double tailWeight)
    {
        _forest = forest;
        _tails = tails;
        _folding = Folding.Of(tails);
        _forestCalibration = forestCalibration;
        _tailCalibration = tailCalibration;
        _forestWeight = forestWeight;
        _tailWeight = tailWeight;
        _mixCalibration = mixCalibration(this);
    }

    public int Columns => _tails.Columns;

    public TailCalibrator Calibration => _mixCalibration;

    public static EnsembleModel Train(FeatureTable rows, AnomalyEnsembleOptions options)
    {
        if (rows.RowCount == 0)
            throw new ArgumentException("An ensemble needs at least one row to train on.");
        var rules = FeatureRule.For(rows.Columns, options.Rules);
        var draw = new SeededDraw(options.Seed, stream: -1);
        var sample = rows.RowCount <= options.MaxCalibrationRows
            ? rows
            : rows.Subset(RowSample.Choose(rows.RowCount, options.MaxCalibrationRows, ref draw));
        var tails = TailModel.Train(sample, rules, options.Extrapolate, options.Threads);
        var folding = Folding.Of(tails);
        var forest = ForestTraining.Train(rows, options.Trees, options.SampleSize, options.Seed, [.. rules.Select(rule => rule.Weight)], folding);

        var raw = new double[sample.RowCount];
        var sums = new double[sample.RowCount];
        Blocks.Run(sample.RowCount, options.Threads, () => new Scratch(forest, Blocks.Rows), (first, count, scratch) =>
        {
            var block = sample.Rows(first, count);
            ForestRaw(forest, folding, block, raw.AsSpan(first, count), scratch);
            tails.Score(block, sums.AsSpan(first, count));
        });
        return new EnsembleModel(forest, tails, TailCalibrator.Fit(raw), TailCalibrator.Fit(sums), model =>
        {
            var mix = new double[raw.Length];
            for (var i = 0; i < mix.Length; i++)
                mix[i] = model.Mix(model._forestCalibration.Surprise(raw[i]), model._tailCalibration.Surprise(sums[i]));
            return TailCalibrator.Fit(mix);
        }, options.ForestWeight, options.TailWeight);
    }

    public Scratch NewScratch(int rows) => new(_forest, rows);

    /// <summary>Raw forest score, tail sum and surprise of a block of rows.</summary>
    public void Score(ReadOnlySpan<float> rows, Span<double> forestRaw, Span<double> tailSums, Span<double> surprise, Scratch scratch)
    {
        ForestRaw(_forest, _folding, rows, forestRaw, scratch);
        _tails.Score(rows, tailSums);
        for (var i = 0; i < surprise.Length; i++)
            surprise[i] = _mixCalibration.Surprise(Mix(_forestCalibration.Surprise(forestRaw[i]), _tailCalibration.Surprise(tailSums[i])));
    }

    /// <summary>Divides the surprise among the features; both components hand theirs out in proportion to what speaks for it.</summary>
    public (double ForestSurprise, double TailSurprise) Explain(ReadOnlySpan<float> row, double surprise, Span<double> contributions, Scratch scratch)
    {
        _folding.Apply(row, scratch.Folded.AsSpan(0, Columns));
        var raw = _forest.Explain(scratch.Folded.AsSpan(0, Columns), scratch.ForestShare, scratch.Mirrored);
        var sum = _tails.Explain(row, scratch.TailShare);
        var forestSurprise = _forestCalibration.Surprise(raw);
        var tailSurprise = _tailCalibration.Surprise(sum);

        // A missing value, or a column that makes the row more usual, is no reason.
        for (var j = 0; j < row.Length; j++)
            scratch.ForestShare[j] = float.IsNaN(row[j]) ? 0 : Math.Max(scratch.ForestShare[j], 0);
        var hasForest = Normalise(scratch.ForestShare);
        var hasTail = Normalise(scratch.TailShare);
        if (!hasForest && !hasTail)
            ShareEvenly(row, scratch.TailShare);
        var forestShare = hasForest ? scratch.ForestShare : scratch.TailShare;
        var tailShare = hasTail || !hasForest ? scratch.TailShare : scratch.ForestShare;
        for (var j = 0; j < contributions.Length; j++)
            contributions[j] = _forestWeight * forestSurprise * forestShare[j] + _tailWeight * tailSurprise * tailShare[j];
        if (!Normalise(contributions))
            tailShare.CopyTo(contributions);
        foreach (ref var contribution in contributions)
            contribution *= surprise;
        return (forestSurprise, tailSurprise);
    }

    public void Write(BinaryWriter writer)
    {
        _forest.Write(writer);
        _tails.Write(writer);
        _forestCalibration.Write(writer);
        _tailCalibration.Write(writer);
        _mixCalibration.Write(writer);
        writer.Write(_forestWeight);
        writer.Write(_tailWeight);
    }

    public static EnsembleModel Read(BinaryReader reader)
    {
        var forest = PackedForest.Read(reader);
        var tails = TailModel.Read(reader);
        if (forest.Columns != tails.Columns)
            throw new InvalidDataException("An ensemble's forest and tails have different columns.");
        var (forestCalibration, tailCalibration, mix) = (TailCalibrator.Read(reader), TailCalibrator.Read(reader), TailCalibrator.Read(reader));
        return new EnsembleModel(forest, tails, forestCalibration, tailCalibration, _ => mix, reader.ReadDouble(), reader.ReadDouble());
    }

    private static void ForestRaw(PackedForest forest, Folding folding, ReadOnlySpan<float> rows, Span<double> raw, Scratch scratch)
    {
        folding.Apply(rows, scratch.Folded);
        forest.Score(scratch.Folded.AsSpan(0, rows.Length), raw, scratch.Mirrored);
    }

    private double Mix(double forestSurprise, double tailSurprise) => _forestWeight * forestSurprise + _tailWeight * tailSurprise;

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
    internal sealed class Scratch(PackedForest forest, int rows)
    {
        public float[] Folded { get; } = new float[rows * forest.Columns];

        public float[] Mirrored { get; } = new float[forest.ScratchFloats(rows)];

        public double[] ForestShare { get; } = new double[forest.Columns];

        public double[] TailShare { get; } = new double[forest.Columns];
    }
}
