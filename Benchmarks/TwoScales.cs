// How two figures grow with one size: a line for each, with a scale of its own, both from nothing.
using ScottPlot;

namespace Paysieve.Benchmarks;

/// <param name="Label">Says the unit.</param>
internal sealed record Growth(string Label, IReadOnlyList<double> Values);

internal static class TwoScales
{
    /// <summary>Draws into <paramref name="file"/> (SVG). The values are in the order of <paramref name="sizes"/>; NaN leaves a point out.</summary>
    public static void Draw(string file, string title, string sizeLabel, IReadOnlyList<double> sizes, Growth left, Growth right)
    {
        using var plot = new Plot();
        plot.Title(title);
        plot.XLabel(sizeLabel);
        Add(left, left.Label, plot.Axes.Left);
        Add(right, right.Label + " (right)", plot.Axes.Right);
        plot.Axes.SetLimitsX(0, 1.05 * sizes.Max());
        plot.ShowLegend(Alignment.UpperLeft);
        plot.SaveSvg(file, 620, 380);

        void Add(Growth growth, string name, IYAxis axis)
        {
            axis.Label.Text = growth.Label;
            var line = plot.Add.ScatterLine(sizes.ToArray(), growth.Values.ToArray());
            line.LegendText = name;
            line.Axes.YAxis = axis;
            plot.Axes.SetLimitsY(0, 1.1 * growth.Values.Where(double.IsFinite).Max(), axis);
        }
    }
}
