using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Detection;

[TestClass]
public sealed class DriftTests
{
    [TestMethod]
    public void The_same_payouts_have_not_moved_and_others_of_the_same_kind_only_by_chance()
    {
        var then = DrawnMatrix.Of(1, 3000);
        var reference = SpreadReference.Of(then, []);

        Assert.IsTrue(reference.Against(then, []).All(drift => drift.Psi == 0));
        var chance = reference.Against(DrawnMatrix.Of(2, 3000), []);
        Assert.HasCount(FeatureCatalog.Count, chance);
        Assert.IsTrue(chance.All(drift => !drift.HasMoved), string.Join(", ", chance.Where(drift => drift.HasMoved)));
        foreach (var column in reference.Columns) Assert.AreEqual(1, column.Missing + column.Shares.Sum(), 1e-9, column.Name);
    }

    [TestMethod]
    public void Values_that_shift_and_values_that_vanish_are_told_by_column()
    {
        var reference = SpreadReference.Of(DrawnMatrix.Of(1, 3000), []);
        var now = DrawnMatrix.Of(2, 3000);
        for (var row = 0; row < now.Count; row++)
        {
            now.Vector(row)[(int)Feature.CountryRarity] += 1;
            if (row % 2 == 0) now.Vector(row)[(int)Feature.AmountJump] = float.NaN;
        }
        var moved = reference.Against(now, []).Where(drift => drift.HasMoved).ToDictionary(drift => drift.Name, StringComparer.Ordinal);

        CollectionAssert.AreEquivalent(new[] { nameof(Feature.CountryRarity), nameof(Feature.AmountJump) }, moved.Keys.ToArray());
        Assert.AreEqual(0.5, moved[nameof(Feature.AmountJump)].MissingNow - moved[nameof(Feature.AmountJump)].MissingThen, 0.1);
    }

    [TestMethod]
    public void Few_payouts_wobble_without_having_moved()
    {
        var reference = SpreadReference.Of(DrawnMatrix.Of(1, 3000), []);
        for (var seed = 10; seed < 20; seed++)
        {
            var drifts = reference.Against(DrawnMatrix.Of(seed, 60), []);
            Assert.IsLessThan(4, drifts.Count(drift => drift.HasMoved), $"seed {seed}");
        }
    }
}
