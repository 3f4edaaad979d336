// The learned opinions: what they are made of adds up, what cannot be judged is not, and training draws the same every time.
using Microsoft.ML;
using Paysieve.Models;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Detection;

[TestClass]
public sealed class TypologyModelsTests
{
    private static readonly DetectionSettings Small = new() { Trees = 25, SampleSize = 128 };

    private static readonly FeatureMatrix Matrix = DrawnMatrix.Of(seed: 3, rows: 1500);

    private static readonly TypologyModels Models = TypologyModels.Train(Matrix, DrawnMatrix.AllRows(Matrix), Small, out _);

    [TestMethod]
    public void A_part_that_is_left_out_counts_nothing_and_an_unknown_one_is_refused()
    {
        var matrix = DrawnMatrix.Of(4, 800);
        var settings = new DetectionSettings { Trees = 20, LeaveOut = [nameof(Feature.CountryRarity), "tail"] };
        Assert.IsEmpty(settings.Failures());
        var models = TypologyModels.Train(matrix, DrawnMatrix.AllRows(matrix), settings, out _);
        var opinion = models.Assess(matrix, Typology.PayoutRouting);
        foreach (var row in Enumerable.Range(0, matrix.Count).Where(row => opinion.Surprise[row] >= 1.5))
            Assert.IsFalse(models.Explain(matrix, row, Typology.PayoutRouting).Any(part => part.Name == nameof(Feature.CountryRarity)), $"row {row}");

        Assert.HasCount(1, new DetectionSettings { LeaveOut = ["Nothing"] }.Failures());
        Assert.HasCount(1, new DetectionSettings { LeaveOut = ["forest", "tail"] }.Failures());

        var household = Enumerable.Range(0, matrix.Count).First(row => matrix.Facts[row].Applies.HasFlag(Innocents.Household));
        matrix.Forget(new DetectionSettings { LeaveOut = [nameof(Innocents.Household)] }.Forgotten);
        Assert.IsFalse((matrix.Facts[household].Applies | matrix.Facts[household].Tested).HasFlag(Innocents.Household));
    }

    [TestMethod]
    public void What_explains_a_row_adds_up_to_its_evidence()
    {
        var guarded = 0;
        foreach (var typology in TypologyWords.Behavioural)
        {
            var opinion = Models.Assess(Matrix, typology);
            for (var row = 0; row < Matrix.Count; row++)
            {
                if (double.IsNaN(opinion.Evidence[row])) continue;
                var parts = Models.Explain(Matrix, row, typology);
                Assert.AreEqual(opinion.Evidence[row], parts.Sum(part => part.Weight), 1e-6, $"{typology}, row {row}");
                Assert.IsGreaterThanOrEqualTo(0.0, opinion.Evidence[row]);
                Assert.IsTrue(opinion.Score(row) is >= 0 and <= 1);
                for (var i = 1; i < parts.Count; i++) Assert.IsGreaterThanOrEqualTo(parts[i].Weight, parts[i - 1].Weight, "weightiest first");
                if (DetectorCatalog.Guards.Any(guard => FeatureCatalog.TypologyOf(guard.Family) == typology && Matrix.Facts[row].Applies.HasFlag(guard.Explanation)) && Matrix.Facts[row].Hard != HardFacts.None) guarded++;
            }
        }
        Assert.IsGreaterThan(20, guarded, "rows with both a guard and a hard fact");
    }

    [TestMethod]
    public void A_feature_that_says_little_counts_little_also_where_the_family_is_silent_as_a_rule()
    {
        var matrix = new FeatureMatrix([.. Enumerable.Range(0, 2000)]);
        matrix.Values.AsSpan().Clear();
        matrix.Vector(0)[(int)Feature.BelowLimit] = 1;
        matrix.Vector(1)[(int)Feature.LegCryptoExit] = 1;
        var models = TypologyModels.Train(matrix, DrawnMatrix.AllRows(matrix), Small, out _);
        var opinion = models.Assess(matrix, Typology.CurrencyHop);

        Assert.IsLessThan(1.5, opinion.Evidence[0], "as rare as the other, and of a third of its weight");
        Assert.IsGreaterThan(2.5, opinion.Evidence[1]);
        Assert.AreEqual(opinion.Evidence[0], models.Explain(matrix, 0, Typology.CurrencyHop).Sum(part => part.Weight), 1e-9);
    }

    [TestMethod]
    public void A_hand_that_acted_alone_counts_no_more_than_its_rarity_bears_out()
    {
        var matrix = new FeatureMatrix([.. Enumerable.Range(0, 2000)]);
        matrix.Values.AsSpan().Clear();
        matrix.Vector(0)[(int)Feature.SelfApproved] = 6;
        var models = TypologyModels.Train(matrix, DrawnMatrix.AllRows(matrix), Small, out _);
        var opinion = models.Assess(matrix, Typology.PayoutRouting);

        Assert.IsGreaterThan(2.0, opinion.Evidence[0]);
        Assert.IsLessThan(4.0, opinion.Evidence[0], "one in two thousand");
    }

    [TestMethod]
    public void An_innocent_explanation_weakens_the_surprise_and_not_the_hard_facts()
    {
        var matrix = DrawnMatrix.Of(seed: 4, rows: 50);
        for (var row = 0; row < matrix.Count; row++)
        {
            matrix.Facts[row].SharingNotAssessable = false;
            matrix.Facts[row].Applies = Innocents.Household;
            matrix.Facts[row].Hard = HardFacts.BatonBetweenUnrelated;
        }
        var opinion = Models.Assess(matrix, Typology.SharedAccount);
        var routing = Models.Assess(matrix, Typology.PayoutRouting);
        for (var row = 0; row < matrix.Count; row++)
        {
            Assert.AreEqual((0.4 * opinion.Surprise[row]) + 1.5, opinion.Evidence[row], 1e-12);
            Assert.AreEqual(routing.Surprise[row], routing.Evidence[row], 1e-12, "a household explains nothing about routing");
        }
    }

    [TestMethod]
    public void Sharing_that_cannot_be_judged_is_not_a_number_and_the_rest_is_judged()
    {
        var sharing = Models.Assess(Matrix, Typology.SharedAccount);
        var routing = Models.Assess(Matrix, Typology.PayoutRouting);
        var withoutModels = Models.Assess(Matrix, Typology.SharedAccount, useModels: false);
        for (var row = 0; row < Matrix.Count; row++)
        {
            Assert.AreEqual(Matrix.Facts[row].SharingNotAssessable, double.IsNaN(sharing.Evidence[row]), $"row {row}");
            Assert.AreEqual(Matrix.Facts[row].SharingNotAssessable, double.IsNaN(withoutModels.Evidence[row]), $"row {row}");
            Assert.IsFalse(double.IsNaN(routing.Evidence[row]), $"row {row}");
        }
    }

    [TestMethod]
    public void Without_the_models_hard_facts_alone_count()
    {
        foreach (var typology in TypologyWords.Behavioural)
        {
            var opinion = Models.Assess(Matrix, typology, useModels: false);
            for (var row = 0; row < Matrix.Count; row++)
            {
                if (double.IsNaN(opinion.Evidence[row])) continue;
                Assert.AreEqual(DetectorCatalog.Weight(Matrix.Facts[row].Hard, typology), opinion.Evidence[row]);
                var parts = Models.Explain(Matrix, row, typology, useModels: false);
                Assert.AreEqual(opinion.Evidence[row], parts.Sum(part => part.Weight), 1e-12);
                Assert.IsTrue(parts.All(part => DetectorCatalog.HardRules.Any(rule => rule.Code == part.Code)));
            }
        }
    }

    [TestMethod]
    public void Training_twice_gives_the_same_bytes_and_another_seed_gives_others()
    {
        var rows = DrawnMatrix.AllRows(Matrix);
        var first = Bundle(TypologyModels.Train(Matrix, rows, Small, out _));
        var second = Bundle(TypologyModels.Train(Matrix, rows, Small, out _));
        var other = Bundle(TypologyModels.Train(Matrix, rows, Small with { Seed = Small.Seed + 1 }, out _));

        Assert.AreEqual(first.Id, second.Id);
        CollectionAssert.AreEqual(first.ToBytes(), second.ToBytes());
        Assert.AreNotEqual(first.Id, other.Id);
    }

    [TestMethod]
    public void Rows_with_a_grave_hard_fact_are_left_out_of_training()
    {
        var ordinary = DrawnMatrix.AllRows(Matrix).Where(row => !DetectorCatalog.IsGrave(Matrix.Facts[row].Hard)).ToArray();
        var trimmed = TypologyModels.Train(Matrix, DrawnMatrix.AllRows(Matrix), Small, out var leftOut);
        var clean = TypologyModels.Train(Matrix, ordinary, Small, out var none);

        Assert.AreEqual(Matrix.Count - ordinary.Length, leftOut);
        Assert.IsGreaterThan(20, leftOut);
        Assert.AreEqual(0, none);
        Assert.AreEqual(Bundle(clean).Id, Bundle(trimmed).Id);
    }

    [TestMethod]
    public void Models_read_back_from_a_bundle_have_the_same_opinions()
    {
        var bundle = ModelBundle.FromBytes(Bundle(Models).ToBytes());
        var context = new MLContext(seed: 1);
        context.RegisterPaysieveModels();
        var back = TypologyModels.From(name => bundle.LoadModel<AnomalyEnsembleTransformer>(context, name), Models.Percentiles);
        foreach (var typology in TypologyWords.Behavioural)
            CollectionAssert.AreEqual(Models.Assess(Matrix, typology).Evidence, back.Assess(Matrix, typology).Evidence);
    }

    [TestMethod]
    public void A_stranger_value_never_lowers_the_tails_opinion()
    {
        for (var row = 0; row < 60; row++)
        {
            foreach (var feature in FeatureCatalog.All)
            {
                var pair = new FeatureMatrix([0, 1]);
                Matrix.Vector(row).CopyTo(pair.Vector(0));
                Matrix.Vector(row).CopyTo(pair.Vector(1));
                var (usual, strange) = feature.Strange == StrangeEnd.High ? (1f, 6f) : (20f, 1f);
                pair.Vector(0)[(int)feature.Id] = usual;
                pair.Vector(1)[(int)feature.Id] = strange;
                var tails = Models.Assess(pair, feature.Typology).TailScore;
                Assert.IsGreaterThanOrEqualTo(tails[0], tails[1], $"row {row}, {feature.Name}");
            }
        }
    }

    private static ModelBundle Bundle(TypologyModels models)
    {
        var context = new MLContext(seed: 1);
        context.RegisterPaysieveModels();
        return ModelBundle.Create(context, new ModelCard { CreatedAt = DateTimeOffset.UnixEpoch, CatalogueVersion = FeatureCatalog.Version }, models.Transformers());
    }
}

[TestClass]
public sealed class PercentileTableTests
{
    [TestMethod]
    public void Percentiles_count_the_less_strange_and_are_null_where_nothing_is_known()
    {
        var matrix = new FeatureMatrix([.. Enumerable.Range(0, 200)]);
        matrix.Values.AsSpan().Fill(float.NaN);
        for (var row = 0; row < 200; row++)
        {
            matrix.Vector(row)[(int)Feature.AccountChanges] = row / 2;
            matrix.Vector(row)[(int)Feature.ChangeToPayGap] = row;
        }
        var table = PercentileTable.Of(matrix, DrawnMatrix.AllRows(matrix));

        Assert.AreEqual(0, table.Percentile(Feature.AccountChanges, 0));
        Assert.AreEqual(50, table.Percentile(Feature.AccountChanges, 50)!.Value, 1);
        Assert.AreEqual(100, table.Percentile(Feature.AccountChanges, 100));
        Assert.AreEqual(0, table.Percentile(Feature.ChangeToPayGap, 199), "strange is low here");
        Assert.AreEqual(99.5, table.Percentile(Feature.ChangeToPayGap, 0)!.Value, 0.6);
        Assert.IsNull(table.Percentile(Feature.AccountChanges, float.NaN));
        Assert.IsNull(table.Percentile(Feature.BankBurst, 3), "no training value");
    }
}
