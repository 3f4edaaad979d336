// Decisions become a model: what it may move, what it must leave alone, and how it comes into a bundle.
using System.Collections.Concurrent;
using Microsoft.ML;
using Paysieve.Models;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Runs.Lifecycle;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Synthetic;
using Paysieve.Pipeline.Tests.Detection;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class LearningTests
{
    private static readonly ConcurrentDictionary<int, (FeatureMatrix, TypologyEvidence[], int[])> Nights = new();
    /// <summary>Drawn so that more than a tenth of its unusual rows are guilty: fewer of one kind teach nothing.</summary>
    private const int Night = 15;

    private static readonly DetectionSettings Settings = new() { Trees = 20, LeastDecisions = 40 };

    [TestMethod]
    public void What_was_confirmed_rises_what_was_cleared_falls_and_the_ordinary_stays()
    {
        var model = Taught(Night, 160)!;
        Assert.IsGreaterThan(0.6, model.Metrics["decisions_held_out_auroc"]);

        var (fresh, behaviour, unusual) = Drawn(8);
        var shifts = model.Shifts(fresh, behaviour);
        CollectionAssert.AreEquivalent(unusual, shifts.Keys.ToArray(), "only what is unusual is moved");
        Assert.IsTrue(shifts.All(pair => Math.Abs(pair.Value) <= Math.Min(DecisionModel.MostShift, behaviour.Max(opinion => opinion.Evidence[pair.Key]) - 1)), "and no further than it stands out");
        Assert.IsGreaterThan(
            shifts.Where(pair => !IsGuilty(fresh, pair.Key)).Average(pair => pair.Value) + 0.3,
            shifts.Where(pair => IsGuilty(fresh, pair.Key)).Average(pair => pair.Value));
        Assert.IsGreaterThan(
            shifts.Count / 3, model.Reasons(fresh, behaviour, unusual).Count(why => why.Any(part => part.Name == nameof(Feature.CountryRarity))), "the feature that decided is told");
    }

    [TestMethod]
    public void Too_few_decisions_of_one_kind_only_or_without_a_pattern_teach_nothing()
    {
        Assert.IsNull(Taught(Night, 39));
        Assert.IsNotNull(Taught(Night, 160));
        Assert.IsNull(Taught(Night, 120, answer: (_, _) => false), "of one kind");
        var coin = new Random(3);
        Assert.IsNull(Taught(Night, 160, answer: (_, _) => coin.Next(2) == 0), "what reviewers decide by tossing a coin is not repeated");
        Assert.IsNull(Taught(Night, 120, Settings with { LeastDecisions = 0 }));
    }

    [TestMethod]
    public void The_same_decisions_give_the_same_bundle_byte_for_byte_and_it_answers_alike_when_loaded()
    {
        var model = Taught(Night, 160)!;
        var context = new MLContext(1);
        var card = new ModelCard { CreatedAt = DateTimeOffset.UnixEpoch, DataHash = "", CatalogueVersion = "", ProgramVersion = "", Metrics = model.Metrics };
        var bundle = ModelBundle.Create(context, card, new Dictionary<string, ITransformer> { [DecisionModel.Name] = model.Transformer });
        Assert.AreEqual(bundle.Id, ModelBundle.Create(context, card, new Dictionary<string, ITransformer> { [DecisionModel.Name] = Taught(Night, 160)!.Transformer }).Id);

        var loaded = DecisionModel.From(bundle.LoadModel<ITransformer>(context, DecisionModel.Name), bundle.Card.Metrics);
        var (fresh, behaviour, _) = Drawn(8);
        var expected = model.Shifts(fresh, behaviour);
        var found = loaded.Shifts(fresh, behaviour);
        Assert.IsTrue(expected.All(pair => found[pair.Key] == pair.Value));
        int[] moved = [.. expected.Keys];
        Assert.IsTrue(model.Reasons(fresh, behaviour, moved).Zip(loaded.Reasons(fresh, behaviour, moved)).All(pair => pair.First.SequenceEqual(pair.Second)));
    }

    [TestMethod]
    public void A_missing_value_is_an_answer_of_its_own_and_payees_are_held_out_whole()
    {
        var values = Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? float.NaN : i % 7).ToArray();
        var table = new FeatureTable(["x"], values.Length, values);
        bool[] positive = [.. values.Select(float.IsNaN)];
        var taught = BoostedTrees.Train(table, positive, [.. Enumerable.Range(0, 400).Select(i => i / 4)], new BoostedTreesOptions { Seed = 3 })!;
        Assert.AreEqual(1, taught.HeldOutAuroc);
        Assert.IsLessThan(0, taught.Slope);
        Assert.IsTrue(BoostedTrees.Margins(taught.Trees, table).Zip(positive).All(pair => pair.First > 0 == pair.Second));
        var moves = BoostedTrees.Contributions(taught.Trees, table);
        Assert.IsTrue(moves.Zip(positive).All(pair => pair.First[0] > 0 == pair.Second), "a missing value speaks for itself, a number against it");
        Assert.ThrowsExactly<ArgumentException>(() => BoostedTrees.Train(table, [.. positive.Select(_ => true)], new int[400], new BoostedTreesOptions()));

        // The column tells payees apart and nothing else: rows of one payee on both sides of a fold would look like learning.
        var draw = new Random(5);
        var guilty = Enumerable.Range(0, 40).Select(_ => draw.Next(2) == 0).ToArray();
        int[] payees = [.. Enumerable.Range(0, 400).Select(i => i / 10)];
        var memory = new FeatureTable(["x"], 400, [.. payees.Select(payee => (float)((payee * 17) % 41))]);
        bool[] answers = [.. payees.Select(payee => guilty[payee])];
        Assert.IsLessThan(0.75, BoostedTrees.Train(memory, answers, payees, new BoostedTreesOptions())!.HeldOutAuroc);
        Assert.IsGreaterThan(0.9, BoostedTrees.Train(memory, answers, [.. Enumerable.Range(0, 400)], new BoostedTreesOptions())!.HeldOutAuroc);
        Assert.IsNull(BoostedTrees.Train(memory, answers, new int[400], new BoostedTreesOptions()), "one group leaves nothing to learn from");
    }

    [TestMethod]
    public async Task Decisions_on_flags_re_rank_the_next_night_and_leave_its_scores_and_flags_alone()
    {
        // Invented payrolls end in October 2026.
        using var house = new House { Now = new DateTimeOffset(2026, 11, 1, 1, 0, 0, TimeSpan.Zero) };
        house.Settings = house.Settings with { Detection = house.Settings.Detection with { LeastDecisions = 10 }, Alerting = new() { ReviewsPerNight = 80, LeastEvidence = 1.2 } };
        SyntheticPayroll.Write(new SyntheticOptions(700, 8, 7), house.At("made"));
        var night = await house.NightAsync([house.At("made/night"), house.At("made/legs")], [house.At("made/history")]);
        var flags = (await house.FlagsAsync(night.RunId)).Select(stored => stored.Flag).Where(flag => flag.Typology != Typology.SanctionsMatch).OrderBy(flag => flag.FlagId, StringComparer.Ordinal).ToArray();
        // Whatever looks like routing is innocent at this house.
        Task DecideAsync() => house.AskAsync(async workspace =>
        {
            foreach (var flag in flags)
            {
                if (flag.Typology == Typology.PayoutRouting && flag.Band >= Band.High)
                {
                    // Two people, as the database wants it.
                    foreach (var actor in (string[])["another", "reviewer"]) await FlagDesk.DecideAsync(workspace, flag.FlagId, "release", "TEST", "", actor, default);
                    continue;
                }
                await workspace.Store.Dispositions.DecideAsync(
                    new Decision(flag.FlagId, flag.Typology == Typology.PayoutRouting ? Decisions.Cleared : Decisions.Confirmed, "TEST", "", "reviewer", "another"), default);
            }
            return 0;
        });
        await DecideAsync();
        var last = await house.AskAsync(workspace => Task.FromResult(workspace.Lake.Entries().Max(entry => entry.LastDay)));
        async Task<(ModelBundle Bundle, NightOutcome Night)> LearnedAsync(int leastDecisions)
        {
            house.Now = house.Now.AddDays(1);
            house.Settings = house.Settings with { Detection = house.Settings.Detection with { LeastDecisions = leastDecisions } };
            var trained = await house.AskAsync(workspace => TrainRun.ExecuteAsync(workspace, false, default));
            var bundle = await house.AskAsync(workspace => Task.FromResult(workspace.Bundles.TryLoad(trained.BundleId)!));
            await house.AskAsync(async workspace =>
            {
                await PromotionDesk.PutInUseAsync(workspace, bundle, "a test", AuditActions.ModelPromoted, [], default);
                return 0;
            });
            return (bundle, await house.NightAsync([], asOf: last));
        }

        var (without, before) = await LearnedAsync(0);
        var (with, after) = await LearnedAsync(10);
        Assert.DoesNotContain(DecisionModel.Name, without.ModelNames.ToArray());
        Assert.Contains(DecisionModel.Name, with.ModelNames.ToArray(), $"{flags.Length} flags, {flags.Count(flag => flag.Typology == Typology.PayoutRouting)} of routing");
        Assert.IsGreaterThan(5, with.Card.Metrics["decisions_cleared"]);
        Assert.AreEqual(with.Id, after.BundleId);

        var told = (await house.FlagsAsync(after.RunId)).Where(stored => stored.Flag.Typology != Typology.SanctionsMatch).ToArray();
        Assert.IsTrue(told.All(stored => stored.Flag.Explanation.Detectors.ContainsKey("learned_from_decisions_log10")));
        var (old, young) = (await house.ScoresAsync(before.RunId), await house.ScoresAsync(after.RunId));
        CollectionAssert.AreEqual(old.Select(row => (row.TransferId, row.Typology, row.Score, row.Rank)).ToArray(), young.Select(row => (row.TransferId, row.Typology, row.Score, row.Rank)).ToArray());
        CollectionAssert.AreNotEqual(old.Select(row => row.ReviewRank).ToArray(), young.Select(row => row.ReviewRank).ToArray());
        CollectionAssert.AreEquivalent(
            (await house.FlagsAsync(before.RunId)).Select(stored => (stored.Flag.TransferId, stored.Flag.Typology)).ToArray(),
            (await house.FlagsAsync(after.RunId)).Select(stored => (stored.Flag.TransferId, stored.Flag.Typology)).ToArray(), "no flag is silenced and none is raised");

        // A month of the past is judged by what was decided before it.
        Task<ComparisonOutcome> CompareAsync() => house.AskAsync(workspace => PromotionDesk.CompareAsync(workspace, without.Id, with.Id, new ComparisonRequest(house.At("made/labels.csv"), null), default));
        house.Settings = house.Settings with { Promotion = new PromotionSettings { BacktestMonths = 1 } };
        Assert.IsTrue((await CompareAsync()).Measures.All(measure => measure.A.Equals(measure.B)), "nothing was decided before the last month");
        house.Now = house.Now.AddDays(-90);
        await DecideAsync();
        Assert.IsFalse((await CompareAsync()).Measures.All(measure => measure.A.Equals(measure.B)));
    }

    private static bool IsGuilty(FeatureMatrix matrix, int i) => matrix.Vector(i)[(int)Feature.CountryRarity] > 1;

    /// <summary>A model of the first <paramref name="decisions"/> unusual rows, confirmed where they are guilty.</summary>
    private static DecisionModel? Taught(int seed, int decisions, DetectionSettings? settings = null, Func<FeatureMatrix, int, bool>? answer = null)
    {
        var (matrix, behaviour, unusual) = Drawn(seed);
        var decided = unusual.Take(decisions).Select(i => (i, (answer ?? IsGuilty)(matrix, i))).ToArray();
        return DecisionModel.Train(matrix, behaviour, decided, [.. Enumerable.Range(0, decided.Length)], settings ?? Settings);
    }

    private static (FeatureMatrix Matrix, TypologyEvidence[] Behaviour, int[] Unusual) Drawn(int seed) => Nights.GetOrAdd(seed, Draw);

    private static (FeatureMatrix Matrix, TypologyEvidence[] Behaviour, int[] Unusual) Draw(int seed)
    {
        var matrix = DrawnMatrix.Of(seed, 1500, hardShare: 0);
        var training = DrawnMatrix.Of(1, 1500);
        var models = TypologyModels.Train(training, DrawnMatrix.AllRows(training), Settings, out _);
        var behaviour = TypologyWords.Behavioural.Select(typology => models.Assess(matrix, typology)).ToArray();
        return (matrix, behaviour, [.. Enumerable.Range(0, matrix.Count).Where(i => behaviour.Any(opinion => opinion.Evidence[i] > 1))]);
    }
}
