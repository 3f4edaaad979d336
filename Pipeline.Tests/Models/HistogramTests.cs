using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class HistogramTests
{
    [TestMethod]
    public void A_value_s_surprise_is_how_much_emptier_its_bin_is_than_the_fullest()
    {
        // 0..10 in ten bins of width 1: 90 values in the first, 9 in the fourth, one at the very end.
        var rows = new FeatureTable(["x"], 100, [.. Enumerable.Repeat(0f, 90), .. Enumerable.Repeat(3.5f, 9), 10f]);
        var model = new HistogramEstimator().Fit(rows);
        foreach (var (value, expected) in ((float, double)[])
            [(0.9f, 0), (3, Math.Log(90.5 / 9.5)), (5, Math.Log(90.5 / 0.5)), (10, Math.Log(90.5 / 1.5)), (12, Math.Log(90.5 / 0.5) + Math.Log(3)), (-3, Math.Log(90.5 / 0.5) + Math.Log(4))])
            TestTables.AreClose(expected, model.Explain([value]).Score, 1e-9, $"{value}");
        Assert.AreEqual(0.0, model.Explain([float.NaN]).Score);
    }

    [TestMethod]
    public void A_constant_column_minds_every_other_value_and_one_missing_everywhere_none()
    {
        var model = new HistogramEstimator().Fit(new FeatureTable(["same", "gone"], 50, [.. Enumerable.Range(0, 50).SelectMany(_ => (float[])[7, float.NaN])]));
        Assert.AreEqual(0.0, model.Explain([7, 1]).Score);
        Assert.IsGreaterThan(4, model.Explain([7.001f, 1]).Score);
        Assert.IsGreaterThan(4, model.Explain([6.999f, 1]).Score);
    }
}
