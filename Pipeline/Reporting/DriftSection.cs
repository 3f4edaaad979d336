// Whether the model still knows the payroll it looks at: what moved since it was taught, or since the same pay cycle of last year.
using System.Globalization;

namespace Paysieve.Pipeline.Reporting;

/// <summary>The part of the page about drift: scores always, features where they moved.</summary>
internal static class DriftSection
{
    private const int MaxRows = 15;

    public static void Write(Page page, DriftFacts? drift)
    {
        if (drift is null) return;
        var moved = drift.Columns.Where(column => column.HasMoved).ToList();
        page.Line($"<h3 id=\"drift\">Drift</h3>");
        page.Line($"<p>Tonight's payouts against {Figures.Count(drift.Payouts)} of {drift.Against}: {(moved.Count == 0 ? "nothing moved beyond chance" : Figures.Count(moved.Count, "column", "columns") + " moved beyond chance")}. A population stability index (PSI) under 0.1 is little, over 0.25 much: then find out what changed, in the payroll or in its export, and train anew.</p>");
        var shown = drift.Columns.Where(column => column.IsScore).Concat(moved.Where(column => !column.IsScore).Take(MaxRows)).ToList();
        page.Line($"<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Score or feature</th><th scope=\"col\" class=\"num\">PSI</th><th scope=\"col\">Moved</th><th scope=\"col\" class=\"num\">Missing then</th><th scope=\"col\" class=\"num\">Missing now</th></tr></thead><tbody>");
        foreach (var column in shown)
            page.Line($"<tr><th scope=\"row\">{(column.IsScore ? "score " : "")}{column.Name}</th><td class=\"num\">{column.Psi.ToString("0.000", CultureInfo.InvariantCulture)}</td><td>{(column.HasMoved ? "yes" : "no")}</td><td class=\"num\">{Figures.Share(column.MissingThen)}</td><td class=\"num\">{Figures.Share(column.MissingNow)}</td></tr>");
        page.Line($"</tbody></table></div>");
        var features = moved.Count(column => !column.IsScore);
        if (features > MaxRows) page.Line($"<p class=\"small soft\">and {Figures.Count(features - MaxRows, "more feature", "more features")}.</p>");
    }
}
