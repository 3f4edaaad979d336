// The learned part: one ensemble per behavioural typology, trained on history, applied to tonight.
using Microsoft.ML;
using Paysieve.Models;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Detection;

/// <summary>One typology's opinion of the payouts of a matrix. NaN where it could not be assessed.</summary>
/// <param name="Evidence">-log10: model surprise, weakened by innocent explanations that apply, plus prior evidence of hard facts. 2 = as strange as one past payout in a hundred.</param>
/// <param name="Surprise">The models' surprise before innocent explanations weaken it.</param>
public sealed record TypologyEvidence(Typology Typology, double[] Evidence, double[] Surprise, double[] ForestScore, double[] TailScore)
{
    /// <summary>0..1: 1 - 10^-evidence.</summary>
    public double Score(int index) => 1 - Math.Pow(10, -Evidence[index]);
}

/// <summary>A part of a typology's evidence: a feature or a hard rule, in log10.</summary>
public sealed record EvidencePart(string Code, string Name, double? Value, double? Percentile, double Weight, string Sentence);

/// <summary>Trains, saves, loads and applies the ensembles.</summary>
public sealed class TypologyModels
{
    private readonly Dictionary<Typology, AnomalyEnsembleTransformer> _ensembles;
    private readonly PercentileTable _percentiles;

    /// <summary>What decisions taught; null before there were enough of them.</summary>
    public DecisionModel? Decisions { get; init; }

    private TypologyModels(Dictionary<Typology, AnomalyEnsembleTransformer> ensembles, PercentileTable percentiles)
    {
        _ensembles = ensembles;
        _percentiles = percentiles;
    }

    /// <summary>
    /// Trains on the given rows of the matrix. Payouts on which a hard fact fired are left out: they are what the models shall not
    /// take for ordinary. Deterministic for the same matrix and settings.
    /// </summary>
    /// <param name="trimmed">How many rows were left out for a hard fact.</param>
    public static TypologyModels Train(FeatureMatrix matrix, ReadOnlySpan<int> rows, DetectionSettings settings, out int trimmed)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(settings);
        var kept = new List<int>(rows.Length);
        foreach (var row in rows)
        {
            if (matrix.Facts[row].Hard == HardFacts.None) kept.Add(row);
        }
        trimmed = rows.Length - kept.Count;
        if (kept.Count == 0) kept.AddRange(rows);
        var training = kept.ToArray();
        // Side by side: each has stretches that one thread does alone.
        var fitted = new AnomalyEnsembleTransformer[TypologyWords.Behavioural.Count];
        Parallel.For(0, fitted.Length, i => fitted[i] = Fit(matrix, TypologyWords.Behavioural[i], training, settings));
        var ensembles = new Dictionary<Typology, AnomalyEnsembleTransformer>();
        for (var i = 0; i < fitted.Length; i++) ensembles.Add(TypologyWords.Behavioural[i], fitted[i]);
        return new TypologyModels(ensembles, PercentileTable.Of(matrix, training));
    }

    private static AnomalyEnsembleTransformer Fit(FeatureMatrix matrix, Typology typology, int[] training, DetectionSettings settings) =>
        new AnomalyEnsembleEstimator(new AnomalyEnsembleOptions
        {
            Rules = FeatureCatalog.Of(typology).ToDictionary(
                feature => feature.Name,
                feature => new FeatureRule(feature.Strange == StrangeEnd.High ? TailDirection.Right : TailDirection.Left, settings.Leaves(feature.Name) ? 0 : feature.Weight),
                StringComparer.Ordinal),
            Seed = settings.Seed,
            Trees = settings.Trees,
            SampleSize = settings.SampleSize,
            ForestWeight = settings.Leaves(DetectionSettings.Forest) ? 0 : settings.Leaves(DetectionSettings.Tail) ? 1 : settings.ForestWeight,
            TailWeight = settings.Leaves(DetectionSettings.Tail) ? 0 : 1,
            NeighboursWeight = 0,
            Threads = Environment.ProcessorCount,
        }).Fit(Table(matrix, typology, training));

    /// <summary>The typology's opinion of every row of the matrix.</summary>
    public TypologyEvidence Assess(FeatureMatrix matrix, Typology typology, bool useModels = true)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var count = matrix.Count;
        AnomalyScores scores;
        if (useModels)
        {
            scores = _ensembles[typology].Score(Table(matrix, typology, default), Environment.ProcessorCount);
        }
        else
        {
            scores = new AnomalyScores(new double[count], new double[count], new double[count], new double[count]);
        }
        var evidence = new double[count];
        for (var i = 0; i < count; i++)
        {
            var notAssessable = typology == Typology.SharedAccount && matrix.Facts[i].SharingNotAssessable;
            evidence[i] = notAssessable ? double.NaN : (scores.Surprise[i] * DetectorCatalog.Leaves(matrix.Facts[i].Applies, typology))
                + DetectorCatalog.Weight(matrix.Facts[i].Hard, typology);
        }
        return new TypologyEvidence(typology, evidence, scores.Surprise, scores.ForestScore, scores.TailScore);
    }

    /// <summary>What one row's evidence is made of, weightiest first. The weights add up to the evidence.</summary>
    public IReadOnlyList<EvidencePart> Explain(FeatureMatrix matrix, int index, Typology typology, bool useModels = true)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var parts = new List<EvidencePart>();
        var facts = matrix.Facts[index];
        foreach (var rule in DetectorCatalog.HardRules)
        {
            if (rule.Typology == typology && (facts.Hard & rule.Fact) != 0)
                parts.Add(new EvidencePart(rule.Code, rule.Fact.ToString(), null, null, rule.Weight, rule.Sentence(facts)));
        }
        if (useModels)
        {
            var vector = matrix.Vector(index);
            var features = FeatureCatalog.Of(typology).ToArray();
            var values = new float[features.Length];
            for (var i = 0; i < features.Length; i++) values[i] = vector[(int)features[i].Id];
            var leaves = DetectorCatalog.Leaves(facts.Applies, typology);
            var explanation = _ensembles[typology].Explain(values);
            for (var i = 0; i < features.Length; i++)
            {
                var contribution = explanation.Contributions[i] * leaves;
                if (contribution == 0) continue;
                parts.Add(new EvidencePart(
                    features[i].Code, features[i].Name, values[i], _percentiles.Percentile(features[i].Id, values[i]), contribution,
                    features[i].Sentence(values[i], facts)));
            }
        }
        parts.Sort((a, b) =>
        {
            var byWeight = b.Weight.CompareTo(a.Weight);
            return byWeight != 0 ? byWeight : string.CompareOrdinal(a.Code, b.Code);
        });
        return parts;
    }

    /// <summary>Puts the ensembles and percentiles into a bundle.</summary>
    public IReadOnlyDictionary<string, ITransformer> Transformers() =>
        _ensembles.Select(pair => (Name: pair.Key.Word(), Model: (ITransformer)pair.Value))
            .Concat(Decisions is null ? [] : [(DecisionModel.Name, Decisions.Transformer)])
            .ToDictionary(pair => pair.Name, pair => pair.Model, StringComparer.Ordinal);

    /// <summary>The same models with what decisions taught.</summary>
    public TypologyModels With(DecisionModel? decisions) => new(_ensembles, _percentiles) { Decisions = decisions };

    public PercentileTable Percentiles => _percentiles;

    /// <summary>The models of a loaded bundle.</summary>
    public static TypologyModels From(IReadOnlyDictionary<string, ITransformer> transformers, PercentileTable percentiles)
    {
        ArgumentNullException.ThrowIfNull(transformers);
        return new TypologyModels(
            TypologyWords.Behavioural.ToDictionary(typology => typology, typology => (AnomalyEnsembleTransformer)transformers[typology.Word()]),
            percentiles);
    }

    /// <summary>The typology's columns of the given rows; all rows when none are given.</summary>
    private static FeatureTable Table(FeatureMatrix matrix, Typology typology, ReadOnlySpan<int> rows)
    {
        var features = FeatureCatalog.Of(typology).ToArray();
        var first = (int)features[0].Id;
        var all = rows.IsEmpty;
        var count = all ? matrix.Count : rows.Length;
        var values = new float[count * features.Length];
        for (var i = 0; i < count; i++)
        {
            matrix.Values.AsSpan(((all ? i : rows[i]) * FeatureCatalog.Count) + first, features.Length).CopyTo(values.AsSpan(i * features.Length));
        }
        return new FeatureTable(features.Select(feature => feature.Name), count, values);
    }
}
