// The payee's route over time, drawn like a railway line: one track per account, so that a change of account is a change of track.
using Paysieve.Pipeline.Findings;

namespace Paysieve.Pipeline.Reporting;

/// <summary>Inline SVG, narrow enough to be read on a phone without zooming; its text is real text.</summary>
internal static class RouteDrawing
{
    /// <summary>Older payouts than these are left out, and the drawing says so.</summary>
    internal const int MaxStops = 14;

    private const double Width = 300;
    private const double LabelledRow = 31, PlainRow = 19;
    private const double FirstTrack = 74;
    private const double TracksWidth = 36;
    private const double AmountX = 297;
    private const double BarWidth = 80;

    internal static void Draw(Page page, IReadOnlyList<RouteStop> route)
    {
        var stops = route.Skip(Math.Max(0, route.Count - MaxStops)).ToList();
        if (stops.Count == 0) return;
        var tracks = stops.Select(Track).Distinct().ToList();
        var gap = tracks.Count > 1 ? Math.Min(18, TracksWidth / (tracks.Count - 1)) : 0;
        var labelX = FirstTrack + (gap * (tracks.Count - 1)) + 14;
        var largest = stops.GroupBy(stop => stop.Currency, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(stop => Math.Abs(stop.Amount)), StringComparer.Ordinal);

        // Where nothing changed nothing is said: the eye falls on the changes.
        var labelled = stops.Select((stop, i) => i == 0 || stop.Tonight || Route(stops[i - 1]) != Route(stop)).ToList();
        var tops = new List<double> { 2 };
        foreach (var said in labelled) tops.Add(tops[^1] + (said ? LabelledRow : PlainRow));
        var height = tops[^1] + 2;

        page.Line($"<svg class=\"route\" viewBox=\"0 0 {Figures.Px(Width)} {Figures.Px(height)}\" role=\"img\" aria-label=\"{Summary(stops)}\">");
        for (var i = 0; i < stops.Count; i++)
        {
            if (stops[i].Tonight) page.Line($"<rect class=\"tonight\" x=\"0\" y=\"{Figures.Px(tops[i])}\" width=\"{Figures.Px(Width)}\" height=\"{Figures.Px(tops[i + 1] - tops[i])}\" rx=\"3\"/>");
        }
        for (var i = 1; i < stops.Count; i++)
        {
            var same = Track(stops[i]) == Track(stops[i - 1]);
            page.Line($"<path class=\"{(same ? "rail" : "turn")}\" d=\"M{Figures.Px(X(i - 1))} {Figures.Px(Y(i - 1))}L{Figures.Px(X(i))} {Figures.Px(Y(i))}\"/>");
        }
        for (var i = 0; i < stops.Count; i++) Stop(i);
        page.Line($"</svg>");
        if (route.Count > stops.Count) page.Line($"<p class=\"small soft\">{Figures.Count(route.Count - stops.Count, "older payout is", "older payouts are")} not drawn.</p>");

        double X(int i) => FirstTrack + (tracks.IndexOf(Track(stops[i])) * gap);
        double Y(int i) => (tops[i] + tops[i + 1]) / 2;

        void Stop(int i)
        {
            var stop = stops[i];
            var before = i == 0 ? null : stops[i - 1];
            var first = before is not null && stops.FindIndex(other => Track(other) == Track(stop)) == i;
            var now = stop.Tonight ? " now" : "";
            var y = Y(i);
            page.Line($"<text class=\"{now}\" x=\"2\" y=\"{Figures.Px(y + 4)}\">{Figures.Date(stop.PayDate)}</text>");
            page.Line($"<circle class=\"stop{(first ? " first" : "")}{now}\" cx=\"{Figures.Px(X(i))}\" cy=\"{Figures.Px(y)}\" r=\"4\"/>");
            if (labelled[i])
            {
                page.Line($"<text x=\"{Figures.Px(labelX)}\" y=\"{Figures.Px(y - 2)}\" class=\"{Kind(before?.AccountMasked, stop.AccountMasked)}\">{Figures.Cut(stop.AccountMasked, 14)}</text>");
                page.Line($"<text x=\"{Figures.Px(labelX)}\" y=\"{Figures.Px(y + 11)}\"><tspan class=\"{Kind(before?.BankId, stop.BankId)}\">{Figures.Cut(stop.BankId ?? "bank not given", 14)}</tspan>");
                page.Line($" <tspan class=\"{Kind(before?.Country, stop.Country)}\">{Figures.Cut(stop.Country ?? "", 3)}</tspan></text>");
            }
            page.Line($"<text x=\"{Figures.Px(AmountX)}\" y=\"{Figures.Px(y + 2)}\" text-anchor=\"end\" class=\"{Kind(before?.Currency, stop.Currency)}\">{Figures.Cut(Figures.Amount(stop.Currency, stop.Amount), 20)}</text>");
            var most = largest[stop.Currency];
            var bar = most == 0 ? 0 : Math.Max(1, BarWidth * (double)(Math.Abs(stop.Amount) / most));
            page.Line($"<rect class=\"size{now}\" x=\"{Figures.Px(AmountX - bar)}\" y=\"{Figures.Px(y + 5)}\" width=\"{Figures.Px(bar)}\" height=\"3\"/>");

            string Kind(string? was, string? isNow) => before is not null && was != isNow ? "new" : now.TrimStart();
        }
    }

    private static (string Account, string? Bank, string? Country, string Currency) Route(RouteStop stop) =>
        (stop.AccountMasked, stop.BankId, stop.Country, stop.Currency);

    // Two accounts may end in the same four characters; bank and country tell most of those apart.
    private static (string Account, string? Bank, string? Country) Track(RouteStop stop) => (stop.AccountMasked, stop.BankId, stop.Country);

    private static string Summary(List<RouteStop> stops)
    {
        var accounts = 0;
        var countries = 0;
        var currencies = 0;
        for (var i = 1; i < stops.Count; i++)
        {
            if (Track(stops[i]) != Track(stops[i - 1])) accounts++;
            if (stops[i].Country != stops[i - 1].Country) countries++;
            if (stops[i].Currency != stops[i - 1].Currency) currencies++;
        }
        return $"{Figures.Count(stops.Count, "payout", "payouts")} from {Figures.Date(stops[0].PayDate)} to {Figures.Date(stops[^1].PayDate)}: "
            + $"{Figures.Count(accounts, "change", "changes")} of account, {Figures.Count(countries, "change", "changes")} of country, "
            + $"{Figures.Count(currencies, "change", "changes")} of currency";
    }
}
