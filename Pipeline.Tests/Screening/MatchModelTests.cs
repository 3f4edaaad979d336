// The classifier that decides: that it is what ML.NET says it is, and that evidence only ever speaks one way.
using Bogus;
using Microsoft.ML;
using Microsoft.ML.Data;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class MatchModelTests
{
    [TestMethod]
    public void The_score_read_out_of_trees_and_weights_is_the_one_that_ML_NET_gives()
    {
        var random = new Randomizer(3);
        var rows = Enumerable.Range(0, 50).Select(_ => new Row
        {
            Names = [.. Enumerable.Range(0, PairFeatures.OfNames.Count).Select(_ => random.Float(0, 3))],
            Facts = [.. Enumerable.Range(0, PairFeatures.OfFacts.Count).Select(_ => random.Float())],
        }).ToList();
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Names)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, PairFeatures.OfNames.Count);
        schema[nameof(Row.Facts)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, PairFeatures.OfFacts.Count);
        var context = new MLContext(seed: 1);
        var scored = MatchModel.Default.Transformer.Transform(context.Data.LoadFromEnumerable(rows, schema));
        var expected = scored.GetColumn<float>("Probability").ToArray();
        Assert.IsGreaterThan(40, expected.Distinct().Count());
        for (var i = 0; i < rows.Count; i++)
            Assert.AreEqual(expected[i], MatchModel.Default.Score(rows[i].Names, rows[i].Facts), 1e-5, "row " + i);
    }

    [TestMethod]
    public void No_weight_is_negative_so_a_fact_never_moves_a_score_against_the_way_it_points()
    {
        foreach (var (feature, weight) in MatchModel.Default.Weights)
            Assert.IsGreaterThanOrEqualTo(0.0, weight, feature);
        Assert.IsGreaterThan(0.0, MatchModel.Default.Weights.Single(w => w.Feature == "birth_date_equal").Weight);
        Assert.IsGreaterThan(0.0, MatchModel.Default.Weights.Single(w => w.Feature == "birth_date_not_in_conflict").Weight);
    }

    [TestMethod]
    public void What_is_known_beside_the_name_moves_the_score_the_way_it_points()
    {
        var screener = new Screener(SampleLists.Of("Person|1971-05-09|RU|STRIZHOV, Andrei Alexandrovich"), new ScreeningOptions { ReviewThreshold = 0.51 });
        double Score(BirthDate? born, params string[] countries) =>
            screener.Screen(new ScreeningSubject("1", "Andrey Strizhov", PartyKind.Person, born, countries)).Select(m => m.Score).DefaultIfEmpty(0).Single();
        var alone = Score(null);
        Assert.IsGreaterThan(alone, Score(BirthDate.Day(1971, 5, 9)));
        Assert.IsGreaterThan(alone, Score(BirthDate.OfYear(1971)));
        Assert.IsGreaterThan(Score(BirthDate.OfYear(1971)), Score(BirthDate.Day(1971, 5, 9)));
        Assert.IsLessThan(alone, Score(BirthDate.Day(1988, 1, 2)));
        Assert.IsLessThan(alone, Score(null, "JP"));
        Assert.AreEqual(alone, Score(null, "RU"), "a country in common says nothing by itself");
    }

    private sealed class Row
    {
        public float[] Names { get; set; } = [];
        public float[] Facts { get; set; } = [];
    }
}
