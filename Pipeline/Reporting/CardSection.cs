// One payout on one card: what it is, why it is here, what was ruled out, where the money went before, what to do now.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Transfers;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Reporting;

internal static class CardSection
{
    /// <summary>Reasons beyond these are summed up in a line.</summary>
    internal const int MaxReasons = 8;

    /// <summary>From this similarity on the names of payee and holder are one, and no reason counts them as two.</summary>
    private const double SameName = 0.95;

    internal static void Write(Page page, ReviewCase one, PartyNames? names, IReadOnlyDictionary<string, FlagDecision> decisions, int number)
    {
        var lead = one.Lead;
        page.Line($"<article class=\"card{(one.IsListMatch ? " match" : "")}\" id=\"card-{number}\" aria-labelledby=\"card-{number}-title\">");
        page.Line($"<header class=\"head\"><h3 id=\"card-{number}-title\"><span class=\"rank\">{one.Rank}.</span> <span class=\"amount\">{Figures.Amount(lead.Amount)}</span> to <bdi>{names?.Payee ?? lead.EmployeeId}</bdi></h3>");
        page.Line($"<span class=\"soft\">{string.Join(" and ", one.Flags.Select(flag => Figures.Name(flag.Typology)))}</span> <a class=\"back\" href=\"#review\">Back to the list</a></header>");
        Facts(page, one, names);

        var route = one.Route;
        var legs = one.Legs;
        var aside = route.Count > 0 || legs.Count > 0;
        page.Line($"<div class=\"cols{(aside ? "" : " solo")}\">");
        page.Line($"<div>");
        // Typologies of one payout share most innocent explanations: each is told once.
        var told = new HashSet<InnocentTest>();
        foreach (var flag in one.Flags) Verdict(page, flag, told);
        page.Line($"</div>");
        if (aside)
        {
            page.Line($"<div class=\"side\">");
            if (route.Count > 0)
            {
                page.Line($"<h4>The payee's route</h4>");
                RouteDrawing.Draw(page, route);
            }
            if (legs.Count > 0) Legs(page, legs);
            page.Line($"</div>");
        }
        page.Line($"</div>");
        ToDo(page, one, decisions);
        page.Line($"</article>");
    }

    private static void Facts(Page page, ReviewCase one, PartyNames? names)
    {
        var lead = one.Lead;
        page.Line($"<dl class=\"facts\">");
        Fact("Pay date", Figures.Date(lead.PayDate));
        if (names?.Payee is null) Fact("Payee", "name not available");
        if (names?.Holder is { } holder && holder != names.Payee)
        {
            page.Line($"<div><dt>Account holder, {HowNamed(names.Payee, holder)}</dt><dd><strong><bdi>{holder}</bdi></strong></dd></div>");
        }
        else
        {
            Fact("Account holder", "as payee, or not stated");
        }
        Fact("Account", lead.AccountMasked);
        if (one.Route.LastOrDefault(stop => stop.Tonight) is { } tonight)
        {
            Fact("Bank, country", $"{tonight.BankId ?? "bank not given"}, {tonight.Country ?? "country not given"}");
        }
        Fact("Employer", lead.EmployerId);
        Fact("Employee", lead.EmployeeId);
        Fact("Transfer", lead.TransferId);
        page.Line($"</dl>");

        void Fact(string name, string value) => page.Line($"<div><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div>");
    }

    /// <summary>A name in another order, case or spelling is not another's.</summary>
    private static string HowNamed(string? payee, string holder) => payee is null ? "as stated" : NameSimilarity.Compare(payee, holder) switch
    {
        null => "in other letters",
        >= SameName => "spelt another way",
        _ => "another name",
    };

    private static void Verdict(Page page, Flag flag, HashSet<InnocentTest> told)
    {
        var steps = (int)flag.Band + 1;
        page.Line($"<section class=\"part\">");
        page.Line($"<h4>{Figures.Name(flag.Typology)}</h4>");
        page.Line($"<p class=\"verdict\"><svg class=\"steps b{steps}\" viewBox=\"0 0 26 6\" aria-hidden=\"true\">");
        for (var i = 0; i < 4; i++) page.Line($"<rect class=\"{(i < steps ? "on" : "off")}\" x=\"{i * 7}\" y=\"0\" width=\"5\" height=\"6\"/>");
        page.Line($"</svg><strong>{Figures.Name(flag.Band)}</strong>, ");
        if (flag.Typology == Typology.SanctionsMatch)
        {
            page.Line($"possible list match, score {Figures.Likeness(flag.Score)}. A possible match is not a finding about the person.</p>");
        }
        else
        {
            page.Line($"{Figures.OneIn(flag.Score)} (score {Figures.Score(flag.Score)}).</p>");
        }
        if (flag.Explanation.Suppression is { } note) page.Line($"<p class=\"small soft\">{note.Sentence}</p>");
        else if (flag.Explanation.Matter is { } matter) page.Line($"<p><strong>{matter}</strong></p>");
        else if (flag.HeldBack) page.Line($"<p class=\"small soft\">This typology alone would have been over tonight's budget.</p>");
        Reasons(page, flag);
        foreach (var match in flag.Explanation.Matches) Match(page, match);
        Innocent(page, [.. flag.Explanation.Innocent.Where(told.Add)]);
        if (flag.Explanation.Detectors.Count > 0)
        {
            var opinions = flag.Explanation.Detectors
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{Figures.Plain(pair.Key).ToLowerInvariant()} {Figures.Score(pair.Value)}");
            page.Line($"<p class=\"small soft\">Detectors: {string.Join(" · ", opinions)}</p>");
        }
        page.Line($"</section>");
    }

    private static void Match(Page page, MatchNote match)
    {
        var isMatch = match.Decision == "match";
        page.Line($"<div class=\"hit{(isMatch ? "" : " review")}\">");
        page.Line($"<p><strong><bdi>{match.MatchedName}</bdi></strong>, entry {match.EntryId} of list {match.List}</p>");
        page.Line($"<p class=\"small soft\">Decision <strong>{match.Decision}</strong> · {match.Party} compared · likeness {Figures.Likeness(match.Score)} · {match.ListWords}</p>");
        if (match.Why.Count > 0)
        {
            page.Line($"<ul class=\"plain small\">");
            foreach (var why in match.Why) page.Line($"<li><bdi>{why}</bdi></li>");
            page.Line($"</ul>");
        }
        page.Line($"</div>");
    }

    private static void Reasons(Page page, Flag flag)
    {
        var reasons = flag.Reasons.OrderBy(reason => reason.Ordinal).ToList();
        if (reasons.Count == 0)
        {
            page.Line($"<p>No reason was recorded for this flag.</p>");
            return;
        }
        page.Line($"<ol class=\"reasons\">");
        foreach (var reason in reasons.Take(MaxReasons))
        {
            page.Line($"<li><bdi>{reason.Sentence}</bdi><div class=\"share\">");
            if (flag.Score > 0 && double.IsFinite(reason.Contribution))
            {
                var share = reason.Contribution / flag.Score;
                var width = 100 * Math.Clamp(Math.Abs(share), 0, 1);
                page.Line($"<svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"all\" width=\"100\" height=\"6\"/>");
                page.Line($"<rect class=\"{(share < 0 ? "less" : "own")}\" width=\"{Figures.Px(width)}\" height=\"6\"/></svg>");
                page.Line($"<span>{Figures.Share(Math.Abs(share))} {(share < 0 ? "less" : "of the score")}</span>");
            }
            if (reason.Value is { } value && double.IsFinite(value)) page.Line($"<span>value {Figures.Value(value)}</span>");
            if (reason.Percentile is { } percentile && double.IsFinite(percentile)) page.Line($"<span>percentile {Figures.Percentile(percentile)} of peers</span>");
            page.Line($"<code>{reason.Code}</code></div></li>");
        }
        page.Line($"</ol>");
        if (reasons.Count > MaxReasons)
        {
            var rest = reasons.Count - MaxReasons;
            page.Line($"<p class=\"small soft\">{Figures.Count(rest, "lesser reason is", "lesser reasons are")} in flags.csv.</p>");
        }
    }

    private static void Innocent(Page page, IReadOnlyList<InnocentTest> tests)
    {
        if (tests.Count == 0) return;
        page.Line($"<h5>Innocent explanations tested</h5>");
        page.Line($"<ul class=\"plain small\">");
        foreach (var test in tests.OrderByDescending(test => test.Applies))
        {
            page.Line($"<li><strong>{Figures.Plain(test.Name)}</strong> {(test.Applies ? "applies, and was taken into account:" : "ruled out:")} <bdi>{test.Sentence}</bdi></li>");
        }
        page.Line($"</ul>");
    }

    private static void Legs(Page page, IReadOnlyList<RouteLeg> legs)
    {
        var ordered = legs.OrderBy(leg => leg.LegNo).ToList();
        page.Line($"<h5>How this payout travels</h5>");
        page.Line($"<ol class=\"legs small\">");
        page.Line($"<li>{Sum(ordered[0].FromCurrency, ordered[0].FromAmount)} leaves the payer</li>");
        foreach (var leg in ordered)
        {
            var change = string.Equals(leg.FromCurrency, leg.ToCurrency, StringComparison.Ordinal) ? "" : "becomes ";
            page.Line($"<li>{change}<strong>{Sum(leg.ToCurrency, leg.ToAmount)}</strong>");
            if (leg.ToAccountMasked is not null) page.Line($" to <bdi>{leg.ToAccountMasked}</bdi>");
            var country = leg.Country is null ? "" : ", " + leg.Country;
            page.Line($"<br/><span class=\"soft\"><bdi>{leg.Institution ?? "institution not given"}</bdi>{country}, {Figures.Time(leg.ExecutedAt)}</span></li>");
        }
        page.Line($"</ol>");

        static string Sum(string currency, decimal? amount) => amount is { } known ? Figures.Amount(currency, known) : $"{currency}, amount not given";
    }

    private static void ToDo(Page page, ReviewCase one, IReadOnlyDictionary<string, FlagDecision> decisions)
    {
        page.Line($"<div class=\"do\">");
        page.Line($"<h4>What to do</h4>");
        var suggestions = one.Flags.Select(flag => flag.Explanation.Suggestion).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (suggestions.Count == 0) suggestions.Add("Hold the payout until somebody who knows the payee has confirmed it on a number you already had.");
        foreach (var suggestion in suggestions) page.Line($"<p><bdi>{suggestion}</bdi></p>");
        foreach (var flag in one.Flags)
        {
            if (decisions.TryGetValue(flag.FlagId, out var decided)) page.Line($"<p><strong>{(one.Flags.Count > 1 ? Figures.Name(flag.Typology) + " decided" : "Decided")}:</strong> <bdi>{decided.Words}</bdi></p>");
        }
        page.Line($"<p class=\"small soft\">Then record the decision{(one.Flags.Count > 1 ? ", for each typology" : "")}:</p>");
        foreach (var flag in one.Flags)
        {
            if (one.Flags.Count > 1) page.Line($"<p class=\"small\">{Figures.Name(flag.Typology)}</p>");
            page.Line($"<code class=\"cmd\">paysieve flags decide {flag.FlagId} --decision hold --reason CODE</code>");
            page.Line($"<code class=\"cmd\">paysieve flags decide {flag.FlagId} --decision release --reason CODE</code>");
        }
        page.Line($"<p class=\"paper\">On paper: □ hold □ release &#160; by ____________________ on ____________ because ________________________________</p>");
        page.Line($"</div>");
    }
}
