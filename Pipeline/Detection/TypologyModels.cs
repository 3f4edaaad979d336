// The learned part: one ensemble per evidence family of the behavioural typologies, trained on history, applied to tonight.
using Microsoft.ML;
using Paysieve.Models;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Detection;

/// <summary>One typology's opinion of the payouts of a matrix. NaN where it could not be assessed.</summary>
/// <param name="Evidence">-log10: the families' surprise, weakened by innocent explanations that apply and summed, plus prior evidence of hard facts. 2 = about as strange as one past payout in a hundred.</param>
/// <param name="Surprise">The families' summed surprise, as far as it counts, before innocent explanations weaken it.</param>
/// <param name="ForestScore">The largest score of the families' forests; NaN where none has one.</param>
/// <param name="TailScore">The largest sum of the families' tails; NaN where none has them.</param>
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
    /// <summary>A forest asks columns together: with fewer it has nothing to add to their tails.</summary>
    private const int FewestForForest = 5;

    /// <summary>See <see cref="Counts"/>; in log10, and as a share of the tails' sum. Measured, like every weight here.</summary>
    private const double BorneOutAtLeast = 0.5, HandBorneOutAtLeast = 1.5, BorneOutShare = 0.8;

    private readonly Dictionary<EvidenceFamily, AnomalyEnsembleTransformer> _ensembles;
    private readonly PercentileTable _percentiles;

    /// <summary>What decisions taught; null before there were enough of them.</summary>
    public DecisionModel? Decisions { get; init; }

    private TypologyModels(Dictionary<EvidenceFamily, AnomalyEnsembleTransformer> ensembles, PercentileTable percentiles)
    {
        _ensembles = ensembles;
        _percentiles = percentiles;
    }

    /// <summary>
    /// Trains on the given rows of the matrix. Payouts with a grave hard fact are left out: they are what the models shall not
    /// take for ordinary. Lesser ones stay, or the models would take them for unheard of. Deterministic for the same matrix and settings.
    /// </summary>
    /// <param name="trimmed">How many rows were left out for a grave hard fact.</param>
    public static TypologyModels Train(FeatureMatrix matrix, ReadOnlySpan<int> rows, DetectionSettings settings, out int trimmed)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(settings);
        var kept = new List<int>(rows.Length);
        foreach (var row in rows)
        {
            if (!DetectorCatalog.IsGrave(matrix.Facts[row].Hard)) kept.Add(row);
        }
        trimmed = rows.Length - kept.Count;
        if (kept.Count == 0) kept.AddRange(rows);
        var training = kept.ToArray();
        // Side by side, since each has stretches that one thread does alone; no more than can work, since each copies its columns.
        var families = Families;
        var fitted = new AnomalyEnsembleTransformer[families.Length];
        Parallel.For(0, fitted.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => fitted[i] = Fit(matrix, families[i], training, settings));
        var ensembles = new Dictionary<EvidenceFamily, AnomalyEnsembleTransformer>();
        for (var i = 0; i < fitted.Length; i++) ensembles.Add(families[i], fitted[i]);
        return new TypologyModels(ensembles, PercentileTable.Of(matrix, training));
    }

    private static EvidenceFamily[] Families => Enum.GetValues<EvidenceFamily>();

    private static AnomalyEnsembleTransformer Fit(FeatureMatrix matrix, EvidenceFamily family, int[] training, DetectionSettings settings)
    {
        var features = FeatureCatalog.Of(family).ToArray();
        var forest = settings.Leaves(DetectionSettings.Forest) ? 0 : settings.Leaves(DetectionSettings.Tail) ? 1 : features.Length < FewestForForest ? 0 : settings.ForestWeight;
        return new AnomalyEnsembleEstimator(new AnomalyEnsembleOptions
        {
            Rules = features.ToDictionary(
                feature => feature.Name,
                feature => new FeatureRule(feature.Strange == StrangeEnd.High ? TailDirection.Right : TailDirection.Left, settings.Leaves(feature.Name) ? 0 : feature.Weight),
                StringComparer.Ordinal),
            Seed = settings.Seed,
            Trees = settings.Trees,
            SampleSize = settings.SampleSize,
            ForestWeight = forest,
            TailWeight = settings.Leaves(DetectionSettings.Tail) ? 0 : 1,
            NeighboursWeight = 0,
            Threads = Environment.ProcessorCount,
        }).Fit(Table(matrix, features, training));
    }

    /// <summary>The typology's opinion of every row of the matrix.</summary>
    public TypologyEvidence Assess(FeatureMatrix matrix, Typology typology, bool useModels = true)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var count = matrix.Count;
        var (evidence, surprise) = (new double[count], new double[count]);
        var (forest, tail) = (new double[count], new double[count]);
        if (useModels)
        {
            var families = FeatureCatalog.Families(typology).ToArray();
            var scores = Array.ConvertAll(families, family => _ensembles[family].Score(Table(matrix, [.. FeatureCatalog.Of(family)], default), Environment.ProcessorCount));
            Span<double> whole = stackalloc double[families.Length];
            Span<double> left = stackalloc double[families.Length];
            Span<double> counted = stackalloc double[families.Length];
            for (var i = 0; i < count; i++)
            {
                (forest[i], tail[i]) = (double.NaN, double.NaN);
                for (var f = 0; f < families.Length; f++)
                {
                    var counts = Counts(families[f], scores[f].Surprise[i], scores[f].TailScore[i]);
                    whole[f] = counts * DetectorCatalog.Leaves(Innocents.None, families[f]);
                    left[f] = counts * DetectorCatalog.Leaves(matrix.Facts[i].Applies, families[f]);
                    if (!(scores[f].ForestScore[i] <= forest[i]) && !double.IsNaN(scores[f].ForestScore[i])) forest[i] = scores[f].ForestScore[i];
                    if (!(scores[f].TailScore[i] <= tail[i]) && !double.IsNaN(scores[f].TailScore[i])) tail[i] = scores[f].TailScore[i];
                }
                surprise[i] = EvidenceSum.Of(whole, counted);
                evidence[i] = EvidenceSum.Of(left, counted);
            }
        }
        for (var i = 0; i < count; i++)
        {
            var notAssessable = typology == Typology.SharedAccount && matrix.Facts[i].SharingNotAssessable;
            evidence[i] = notAssessable ? double.NaN : evidence[i] + DetectorCatalog.Weight(matrix.Facts[i].Hard, typology);
        }
        return new TypologyEvidence(typology, evidence, surprise, forest, tail);
    }

    /// <summary>
    /// What of a family's surprise counts: no more than its features, each weighed by what it says, bear out. A sum can be rare for no other reason
    /// than that the family is silent as a rule, and a feature of little weight that speaks alone would then count like the gravest. Rises with both.
    /// The hand that acted counts a little more: its features compare those who acted with each other, and that somebody did is part of the news.
    /// </summary>
    /// <param name="tailScore">The weighed sum of the features' tails, in nats; NaN without them: then all of it counts.</param>
    private static double Counts(EvidenceFamily family, double surprise, double tailScore) =>
        double.IsNaN(tailScore) ? surprise : Math.Min(surprise, (family == EvidenceFamily.Hand ? HandBorneOutAtLeast : BorneOutAtLeast) + (BorneOutShare * tailScore / Math.Log(10)));

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
            var opinions = FeatureCatalog.Families(typology).Select(family => (Family: family, Features: FeatureCatalog.Of(family).ToArray(), Leaves: DetectorCatalog.Leaves(facts.Applies, family), Ensemble: _ensembles[family]))
                .Select(family =>
                {
                    var values = Array.ConvertAll(family.Features, feature => matrix.Vector(index)[(int)feature.Id]);
                    return (family.Family, family.Features, Values: values, family.Leaves, Explanation: family.Ensemble.Explain(values));
                }).ToArray();
            var left = Array.ConvertAll(opinions, opinion => opinion.Leaves * Counts(opinion.Family, opinion.Explanation.Surprise, opinion.Explanation.OwnScores.GetValueOrDefault(EnsembleMember.Tail, double.NaN)));
            var counted = new double[left.Length];
            EvidenceSum.Of(left, counted);
            for (var f = 0; f < opinions.Length; f++)
            {
                if (counted[f] == 0) continue;
                var (_, features, values, _, explanation) = opinions[f];
                for (var i = 0; i < features.Length; i++)
                {
                    var contribution = explanation.Contributions[i] / explanation.Surprise * counted[f];
                    if (contribution == 0) continue;
                    parts.Add(new EvidencePart(
                        features[i].Code, features[i].Name, values[i], _percentiles.Percentile(features[i].Id, values[i]), contribution,
                        features[i].Sentence(values[i], facts)));
                }
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
        _ensembles.Select(pair => (Name: NameOf(pair.Key), Model: (ITransformer)pair.Value))
            .Concat(Decisions is null ? [] : [(DecisionModel.Name, Decisions.Transformer)])
            .ToDictionary(pair => pair.Name, pair => pair.Model, StringComparer.Ordinal);

    /// <summary>The same models with what decisions taught.</summary>
    public TypologyModels With(DecisionModel? decisions) => new(_ensembles, _percentiles) { Decisions = decisions };

    public PercentileTable Percentiles => _percentiles;

    /// <summary>The models of a bundle.</summary>
    /// <param name="load">Gives the model of a name.</param>
    public static TypologyModels From(Func<string, AnomalyEnsembleTransformer> load, PercentileTable percentiles)
    {
        ArgumentNullException.ThrowIfNull(load);
        return new TypologyModels(Families.ToDictionary(family => family, family => load(NameOf(family))), percentiles);
    }

    /// <summary>A family's name in a bundle: its typology's word and its own.</summary>
    private static string NameOf(EvidenceFamily family) => FeatureCatalog.TypologyOf(family).Word() + "." + family.ToString().ToLowerInvariant();

    /// <summary>Columns of the given rows; all rows when none are given.</summary>
    private static FeatureTable Table(FeatureMatrix matrix, FeatureDefinition[] features, ReadOnlySpan<int> rows)
    {
        var all = rows.IsEmpty;
        var count = all ? matrix.Count : rows.Length;
        var columns = Array.ConvertAll(features, feature => (int)feature.Id);
        var values = new float[count * columns.Length];
        for (var i = 0; i < count; i++)
        {
            var vector = matrix.Vector(all ? i : rows[i]);
            for (var j = 0; j < columns.Length; j++) values[(i * columns.Length) + j] = vector[columns[j]];
        }
        return new FeatureTable(features.Select(feature => feature.Name), count, values);
    }
}
