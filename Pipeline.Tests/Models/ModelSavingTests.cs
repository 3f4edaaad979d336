using Microsoft.ML;
using Microsoft.ML.Data;
using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class ModelSavingTests
{
    [TestMethod]
    public void Each_model_saved_and_loaded_by_ML_NET_scores_the_same_bits()
    {
        var rows = TestTables.Random(1200, 5, seed: 1);
        var forest = new IsolationForestEstimator().Fit(rows);
        TestTables.AreIdentical(forest.Score(rows), RoundTrip(forest, rows).Score(rows), "forest");
        Assert.AreEqual(forest.BaseValue, RoundTrip(forest, rows).BaseValue);
        var tail = new EmpiricalTailEstimator(new() { ScoreColumn = "Tail" }).Fit(rows);
        TestTables.AreIdentical(tail.Score(rows), RoundTrip(tail, rows).Score(rows), "tail");
        Assert.IsNotNull(RoundTrip(tail, rows).Transform(rows.AsDataView()).Schema.GetColumnOrNull("Tail"));
        var ensemble = new AnomalyEnsembleEstimator().Fit(rows);
        var loaded = RoundTrip(ensemble, rows);
        TestTables.AreIdentical(ensemble.Score(rows).Surprise, loaded.Score(rows).Surprise, "ensemble");
        TestTables.AreIdentical(ensemble.Explain(rows.Row(3)).Contributions, loaded.Explain(rows.Row(3)).Contributions, "contributions");
        CollectionAssert.AreEqual(rows.Columns.ToArray(), loaded.FeatureColumns.ToArray());
    }

    [TestMethod]
    public void A_model_inside_an_ML_NET_pipeline_survives_saving()
    {
        var rows = TestTables.Random(300, 4, seed: 2, missing: 0);
        var context = new MLContext(1).RegisterPaysieveModels().RegisterPaysieveModels();
        var model = context.Transforms.NormalizeMinMax("Features").Append(new IsolationForestEstimator()).Fit(rows.AsDataView());
        using var stream = new MemoryStream();
        context.Model.Save(model, rows.AsDataView().Schema, stream);
        stream.Position = 0;
        var loaded = context.Model.Load(stream, out _);
        double[] Scores(ITransformer from) => [.. from.Transform(rows.AsDataView()).GetColumn<double>("Score")];
        TestTables.AreIdentical(Scores(model), Scores(loaded), "scores");
    }

    private static T RoundTrip<T>(T model, FeatureTable rows)
        where T : ITransformer
    {
        using var stream = new MemoryStream();
        new MLContext(1).Model.Save(model, rows.AsDataView().Schema, stream);
        stream.Position = 0;
        return (T)new MLContext(2).RegisterPaysieveModels().Model.Load(stream, out _);
    }
}
