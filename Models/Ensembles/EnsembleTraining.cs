// From a table to an ensemble: the members one after the other, each calibrated on the same rows, then their mix.
namespace Paysieve.Models;

internal static class EnsembleTraining
{
    public static EnsembleModel Train(FeatureTable rows, AnomalyEnsembleOptions options)
    {
        if (rows.RowCount == 0)
            throw new ArgumentException("An ensemble needs at least one row to train on.");
        var rules = FeatureRule.For(rows.Columns, options.Rules);
        var weights = rules.Select(rule => rule.Weight).ToArray();
        var sample = RowSample.AtMost(rows, options.MaxCalibrationRows, options.Seed);
        // The tails are always trained: their medians are what the others are folded at.
        var tails = TailModel.Train(sample, rules, options.Extrapolate, options.Threads);
        var folding = Folding.Of(tails);
        var folded = folding.Apply(sample);
        var parts = new List<EnsemblePart>();
        var mix = new double[sample.RowCount];
        foreach (var member in Enum.GetValues<EnsembleMember>())
        {
            var weight = options.WeightOf(member);
            if (weight == 0)
                continue;
            IDetectorModel model = member switch
            {
                EnsembleMember.Forest => ForestTraining.Train(rows, options.Trees, options.SampleSize, options.Seed, weights, folding),
                EnsembleMember.Tail => tails,
                EnsembleMember.Histogram => HistogramModel.Train(folded, new HistogramOptions().Bins, weights),
                EnsembleMember.Components => ComponentsModel.Train(folded, new PrincipalComponentsOptions().NoiseVariance, weights),
                EnsembleMember.Neighbours => NeighboursModel.Train(rows, Standardisation.Of(folded, weights), folding,
                    new NearestNeighboursOptions().Samples, new NearestNeighboursOptions().SampleSize, options.Seed),
                _ => throw new ArgumentOutOfRangeException(nameof(options)),
            };
            var scores = Scores(model, EnsemblePart.IsFolded(member) ? folded : sample, options.Threads);
            var part = new EnsemblePart(member, model, TailCalibrator.Fit(scores), weight);
            for (var i = 0; i < mix.Length; i++)
                mix[i] += weight * part.Calibration.Surprise(scores[i]);
            parts.Add(part);
        }

        return new EnsembleModel([.. parts], folding, TailCalibrator.Fit(mix));
    }

    private static double[] Scores(IDetectorModel model, FeatureTable rows, int threads)
    {
        var scores = new double[rows.RowCount];
        Blocks.Run(rows.RowCount, threads, () => new float[model.ScratchFloats(Blocks.Rows)],
            (first, count, scratch) => model.Score(rows.Rows(first, count), scores.AsSpan(first, count), scratch));
        return scores;
    }
}
