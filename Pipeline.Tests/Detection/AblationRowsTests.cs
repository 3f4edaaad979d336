// The ablation table is what the README says every part buys: none may be missing from it, or stand there twice.
using Paysieve.Benchmarks;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Detection;

[TestClass]
public sealed class AblationRowsTests
{
    [TestMethod]
    public void Every_feature_of_the_catalogue_stands_in_exactly_one_row()
    {
        CollectionAssert.AreEquivalent(FeatureCatalog.All.Select(feature => feature.Id).ToArray(), AblationRows.Families.SelectMany(row => row.Features).ToArray());
        Assert.HasCount(AblationRows.Families.Count, AblationRows.Families.Select(row => row.Family).Distinct(StringComparer.Ordinal).ToArray());
    }

    [TestMethod]
    public void Every_guard_has_one_row_and_can_be_left_out()
    {
        CollectionAssert.AllItemsAreUnique(AblationRows.Explanations.ToArray());
        CollectionAssert.AreEquivalent(DetectorCatalog.Guards.Select(guard => guard.Explanation).Distinct().ToArray(), AblationRows.Explanations.ToArray());
        var parts = AblationRows.Explanations.Select(explanation => explanation.ToString()).Concat(AblationRows.Families.SelectMany(row => row.Features).Select(feature => feature.ToString()));
        Assert.IsEmpty(new DetectionSettings { LeaveOut = [.. parts] }.Failures());
        foreach (var model in AblationRows.Models) Assert.IsEmpty(new DetectionSettings { LeaveOut = [model] }.Failures());
    }
}
