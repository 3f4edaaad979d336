using System.Text.Json.Nodes;
using Microsoft.ML;
using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class ModelBundleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.FromHours(2));

    [TestMethod]
    public void Training_again_with_the_same_seed_gives_the_same_bytes()
    {
        var first = Bundle(seed: 1, Noon);
        CollectionAssert.AreEqual(first.ToBytes(), Bundle(seed: 1, Noon).ToBytes());
        Assert.AreNotEqual(first.Id, Bundle(seed: 2, Noon).Id);
    }

    [TestMethod]
    public void The_id_does_not_depend_on_when_the_bundle_was_made()
    {
        var (first, later) = (Bundle(1, Noon), Bundle(1, Noon.AddDays(1)));
        Assert.AreEqual(first.Id, later.Id);
        Assert.AreEqual(16, first.Id.Length);
        Assert.IsFalse(first.ToBytes().SequenceEqual(later.ToBytes()));
    }

    [TestMethod]
    public void A_bundle_read_back_has_the_same_card_and_the_same_scores()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "bundle.zip");
        var bundle = Bundle(1, Noon);
        bundle.Save(path);
        var loaded = ModelBundle.Load(path);
        Assert.AreEqual(bundle.Id, loaded.Id);
        Assert.AreEqual(Noon, loaded.Card.CreatedAt);
        Assert.AreEqual(new DateOnly(2026, 1, 31), loaded.Card.TrainedTo);
        Assert.AreEqual(0.1, loaded.Card.Metrics["share"]);
        Assert.AreEqual("Eğri ışık", loaded.Card.KnownLimits[0]);
        Assert.AreEqual(7, loaded.Card.Documents["calibration"]!["knots"]!.GetValue<int>());
        CollectionAssert.AreEqual((string[])["forest", "routing"], loaded.ModelNames.ToArray());
        var rows = TestTables.Random(400, 4, seed: 3);
        var model = loaded.LoadModel<AnomalyEnsembleTransformer>(new MLContext(1), "routing");
        TestTables.AreIdentical(new AnomalyEnsembleEstimator(new() { Seed = 1 }).Fit(rows).Score(rows).Surprise, model.Score(rows).Surprise, "surprise");
        Assert.ThrowsExactly<BundleDamagedException>(() => loaded.LoadModel<AnomalyEnsembleTransformer>(new MLContext(1), "forest"));
        Assert.ThrowsExactly<KeyNotFoundException>(() => loaded.LoadModel<AnomalyEnsembleTransformer>(new MLContext(1), "none"));
        CollectionAssert.AreEqual((string[])["bundle.zip"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void Any_changed_byte_and_any_cut_is_refused()
    {
        var bytes = Bundle(1, Noon).ToBytes();
        var random = new Random(4);
        for (var turn = 0; turn < 200; turn++)
        {
            var damaged = bytes.ToArray();
            var at = turn < 100 ? turn * bytes.Length / 100 : bytes.Length - 1 - random.Next(600);
            damaged[at] ^= (byte)(1 << random.Next(8));
            Assert.ThrowsExactly<BundleDamagedException>(() => ModelBundle.FromBytes(damaged), $"byte {at}");
            Assert.ThrowsExactly<BundleDamagedException>(() => ModelBundle.FromBytes(bytes[..random.Next(bytes.Length)]), $"cut in turn {turn}");
        }

        Assert.ThrowsExactly<BundleDamagedException>(() => ModelBundle.FromBytes([.. bytes, 0]));
    }

    [TestMethod]
    public void Documents_in_another_order_are_the_same_card()
    {
        ModelBundle With(string json) => ModelBundle.Create(new MLContext(1),
            new ModelCard { CreatedAt = Noon, Documents = new Dictionary<string, JsonNode?> { ["d"] = JsonNode.Parse(json) } },
            new Dictionary<string, ITransformer> { ["m"] = new EmpiricalTailEstimator().Fit(TestTables.Random(50, 2, seed: 5)) });
        Assert.AreEqual(With("""{"a":1,"b":{"x":[1,null],"y":2}}""").Id, With("""{"b":{"y":2,"x":[1,null]},"a":1}""").Id);
    }

    [TestMethod]
    public void A_model_name_that_is_no_file_name_is_refused()
    {
        var model = new EmpiricalTailEstimator().Fit(TestTables.Random(20, 2, seed: 6));
        foreach (var name in (string[])["", "../up", "A", "ı"])
            Assert.ThrowsExactly<ArgumentException>(() => ModelBundle.Create(new MLContext(1), new ModelCard { CreatedAt = Noon }, new Dictionary<string, ITransformer> { [name] = model }), name);
        Assert.ThrowsExactly<ArgumentException>(() => ModelBundle.Create(new MLContext(1), new ModelCard { CreatedAt = Noon }, new Dictionary<string, ITransformer>()));
    }

    internal static ModelBundle Bundle(int seed, DateTimeOffset created)
    {
        var rows = TestTables.Random(400, 4, seed: 3);
        var card = new ModelCard
        {
            CreatedAt = created,
            TrainedFrom = new DateOnly(2025, 1, 1),
            TrainedTo = new DateOnly(2026, 1, 31),
            TrainingRows = rows.RowCount,
            DataHash = "abc",
            Seed = seed,
            CatalogueVersion = "1",
            Metrics = new Dictionary<string, double> { ["share"] = 0.1 },
            KnownLimits = ["Eğri ışık"],
            Documents = new Dictionary<string, JsonNode?> { ["calibration"] = new JsonObject { ["knots"] = 7 } },
        };
        return ModelBundle.Create(new MLContext(seed), card, new Dictionary<string, ITransformer>
        {
            ["routing"] = new AnomalyEnsembleEstimator(new() { Seed = seed }).Fit(rows),
            ["forest"] = new IsolationForestEstimator(new() { Seed = seed, Trees = 10 }).Fit(rows),
        });
    }
}
