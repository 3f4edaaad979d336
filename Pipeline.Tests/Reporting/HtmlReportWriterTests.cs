using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Reporting;

[TestClass]
public sealed partial class HtmlReportWriterTests
{
    [TestMethod]
    public void The_page_is_well_formed_and_every_link_within_it_has_its_aim()
    {
        var page = Parse(SampleNight.Full());
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        CollectionAssert.AllItemsAreUnique(ids);
        var aims = page.Descendants("a").Attributes("href").Select(href => href.Value).ToList();
        Assert.IsGreaterThan(10, aims.Count);
        foreach (var aim in aims) Assert.Contains(aim.TrimStart('#'), ids, $"{aim} leads nowhere");
        Assert.AreEqual("en", page.Root!.Attribute("lang")?.Value);
        Assert.HasCount(1, page.Descendants("h1"));
        foreach (var table in page.Descendants("table")) Assert.IsTrue(table.Descendants("th").All(th => th.Attribute("scope") is not null));
    }

    [TestMethod]
    public void The_page_needs_nothing_from_elsewhere_and_runs_nothing()
    {
        var html = Render(SampleNight.Full());
        Assert.DoesNotContain("http://", html);
        Assert.DoesNotContain("https://", html);
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("@import", html);
        var page = Parse(SampleNight.Full());
        string[] foreign = ["script", "link", "img", "iframe", "object", "form", "base"];
        Assert.IsFalse(page.Descendants().Any(element => foreign.Contains(element.Name.LocalName)));
        Assert.IsFalse(page.Descendants().Attributes().Any(attribute => attribute.Name.LocalName is "src" or "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)));
        Assert.Contains("default-src 'none'", html);
    }

    [TestMethod]
    public void Hostile_text_in_any_field_stays_text()
    {
        const string Hostile = "\"><script>x</script><svg onload='y'>&amp; ]]> {0} \u202e\u0001\ud800 z";
        var flag = SampleNight.Flags()[1] with
        {
            TransferId = Hostile,
            EmployerId = Hostile,
            EmployeeId = Hostile,
            FlagId = Hostile,
            AccountMasked = Hostile,
            Reasons = [new FlagReason(1, Hostile, Hostile, double.NaN, double.PositiveInfinity, double.NaN, Hostile)],
            Explanation = new FlagExplanation
            {
                Innocent = [new InnocentTest(Hostile, true, Hostile)],
                Detectors = new SortedDictionary<string, double>(StringComparer.Ordinal) { [Hostile] = 0.5 },
                Route = [new RouteStop(SampleNight.PayDate, Hostile, Hostile, Hostile, Hostile, 0m, false), new RouteStop(SampleNight.PayDate, Hostile, null, null, Hostile, -1m, true)],
                Legs = [new RouteLeg(1, DateTime.UnixEpoch, Hostile, Hostile, 1m, null, Hostile, Hostile, Hostile)],
                Matches = [new MatchNote(Hostile, Hostile, Hostile, Hostile, Hostile, 0.9, Hostile, [Hostile])],
                Suggestion = Hostile,
            },
        };
        var full = SampleNight.Full();
        var report = full with
        {
            Run = full.Run with { RunId = Hostile, RunKey = Hostile, ProgramVersion = Hostile, Status = Hostile, Degraded = [Hostile] },
            Bundle = full.Bundle! with { BundleId = Hostile },
            Lists = [full.Lists[0] with { Name = Hostile, SnapshotId = Hostile }],
            Files = [new FileFacts(Hostile, Hostile, Hostile, 1, 0, 1, FileStanding.Refused, Hostile)],
            Rejected = [new RejectedGroup(Hostile, 1, [new RejectedRow(Hostile, 1, Hostile, Hostile)])],
            Reconciliation = full.Reconciliation with { NotScored = [new NotScored(Hostile, 1)] },
            Flags = [flag],
            Names = new Dictionary<string, PartyNames>(StringComparer.Ordinal) { [Hostile] = new(Hostile, Hostile) },
            NotChecked = [Hostile],
            SettingsHash = Hostile,
            ReviewBudgetSource = Hostile,
            Settings = [new SettingFact(Hostile, Hostile)],
        };
        var page = Parse(report);
        Assert.IsFalse(page.Descendants("script").Any());
        Assert.IsFalse(page.Descendants().Attributes("onload").Any());
        var text = page.Root!.Value;
        Assert.Contains("\"><script>x</script><svg onload='y'>&amp; ]]> {0} [U+202E]\ufffd\ufffd z", text);
        Assert.DoesNotContain('\u202e', text);
    }

    [TestMethod]
    public void One_payout_under_two_typologies_is_one_card_and_one_row()
    {
        var page = Parse(SampleNight.Full());
        var card = page.Descendants("article").Single(article => article.Value.Contains("AE-2026-10-0008", StringComparison.Ordinal));
        CollectionAssert.AreEqual(new[] { "Currency hop", "Payout routing" }, card.Descendants("section").Select(part => part.Element("h4")!.Value).ToList());
        Assert.HasCount(1, card.Descendants("p").Where(p => p.Value.StartsWith("Hold. Ask HR", StringComparison.Ordinal)));
        Assert.HasCount(4, card.Descendants("code").Where(code => code.Value.StartsWith("paysieve flags decide ", StringComparison.Ordinal)));
        Assert.HasCount(1, card.Descendants("li").Where(li => li.Value.StartsWith("New joiner applies", StringComparison.Ordinal)), "an innocent explanation is told once");
        Assert.HasCount(1, ReviewRows(page).Where(row => row.Value.Contains("الخطيب", StringComparison.Ordinal)));
        Assert.HasCount(6, page.Descendants("article"));
        Assert.AreEqual("6 payouts to review", page.Descendants("h1").Single().Value);
    }

    [TestMethod]
    public void List_matches_come_first_whatever_their_rank_and_the_others_by_rank()
    {
        var page = Parse(SampleNight.Full());
        var ranks = ReviewRows(page).Select(row => row.Elements("td").First().Value).ToList();
        CollectionAssert.AreEqual(new[] { "3", "1", "2", "4", "5", "6" }, ranks);
        Assert.AreEqual("card match", page.Descendants("article").First().Attribute("class")?.Value);
    }

    [TestMethod]
    public void The_order_in_which_flags_arrive_changes_nothing()
    {
        var report = SampleNight.Full();
        Assert.AreEqual(Render(report), Render(report with { Flags = [.. report.Flags.Reverse()] }));
        var tied = report with { Flags = [.. report.Flags.Select(flag => flag with { Score = 0.99, Rank = 1 })] };
        Assert.AreEqual(Render(tied), Render(tied with { Flags = [.. tied.Flags.Reverse()] }));
    }

    [TestMethod]
    [DataRow("tr-TR")]
    [DataRow("ar-SA")]
    [DataRow("de-CH")]
    public void The_same_night_gives_the_same_bytes_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var expected = Render(SampleNight.Full());
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.AreEqual(expected, Render(SampleNight.Full()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.DoesNotContain('\r', Render(SampleNight.Full()));
    }

    [TestMethod]
    public void Amounts_bear_the_minor_units_of_their_currency_and_are_never_added_across_currencies()
    {
        var page = Parse(SampleNight.Full());
        var money = page.Descendants("header").First().Elements("ul").Single(list => list.Attribute("class")?.Value == "money");
        CollectionAssert.AreEqual(
            new[] { "EUR 8 436.90", "JPY 412 000", "USD 2 318.07", "USDT 5 988.25" },
            money.Elements("li").Select(li => li.Value.Replace('\u202f', ' ').Replace('\u00a0', ' ')).ToList());
    }

    [TestMethod]
    public void A_score_reads_as_a_share_of_past_payouts()
    {
        var text = Parse(SampleNight.Full()).Root!.Value.Replace('\u202f', ' ');
        Assert.Contains("about 1 in 1 400 past payouts looked as strange (score 0.99930)", text);
        Assert.Contains("about 1 in 530 past payouts looked as strange (score 0.998)", text);
    }

    [TestMethod]
    [DataRow(0.0, "0.000")]
    [DataRow(0.9999999, "0.99999")]
    [DataRow(1.0, "1.00000")]
    [DataRow(0.29, "0.290")]
    public void A_score_below_one_never_reads_as_one(double score, string expected) => Assert.AreEqual(expected, Figures.Score(score));

    [TestMethod]
    public void A_night_without_lists_says_so_loudly_before_anything_else()
    {
        var page = Parse(SampleNight.Quiet() with { Lists = [] });
        var first = page.Descendants("section").First();
        Assert.AreEqual("note alarm", first.Attribute("class")?.Value);
        Assert.Contains("Nobody was screened", first.Value);
        Assert.DoesNotContain("resembled an entry", page.Root!.Value);
        Assert.DoesNotContain("Nothing to review", page.Root!.Value);
        Assert.AreEqual("Nothing flagged, but the night is incomplete", page.Descendants("h1").Single().Value);
    }

    [TestMethod]
    public void An_empty_night_reads_as_good_news_without_alarms()
    {
        var page = Parse(SampleNight.Quiet());
        Assert.AreEqual("Nothing to review tonight", page.Descendants("h1").Single().Value);
        Assert.IsFalse(page.Descendants().Attributes("class").Any(name => name.Value.Contains("alarm", StringComparison.Ordinal) || name.Value.Contains("warn", StringComparison.Ordinal)));
        Assert.IsFalse(page.Descendants("article").Any());
    }

    [TestMethod]
    public void A_degraded_run_names_what_failed_and_what_was_not_checked()
    {
        var page = Parse(SampleNight.Full());
        var alarms = page.Descendants("section").Where(section => section.Attribute("class")?.Value is "note alarm" or "note warn").Select(section => section.Value).ToList();
        Assert.Contains(alarm => alarm.Contains("division by zero", StringComparison.Ordinal), alarms);
        Assert.Contains(alarm => alarm.Contains("EU and UK sanctions lists: not loaded.", StringComparison.Ordinal), alarms);
        Assert.Contains(alarm => alarm.Contains("Not screened against what UN consolidated added since", StringComparison.Ordinal), alarms);
    }

    [TestMethod]
    public void Counts_that_do_not_add_up_are_an_alarm()
    {
        var report = SampleNight.Quiet();
        var lost = report with { Reconciliation = report.Reconciliation with { RowsAccepted = 2_039 } };
        Assert.Contains("The counts do not add up", Parse(lost).Root!.Value);
        Assert.DoesNotContain("The counts do not add up", Parse(report).Root!.Value);
        var unscored = report with { Reconciliation = report.Reconciliation with { PayoutsScored = 2_001 } };
        Assert.Contains("The counts do not add up", Parse(unscored).Root!.Value);
    }

    [TestMethod]
    public void Every_code_file_list_and_not_scored_reason_is_on_the_page()
    {
        var report = SampleNight.Full();
        var text = Parse(report).Root!.Value.Replace('\u202f', ' ');
        foreach (var group in report.Rejected) Assert.Contains(group.Code, text);
        foreach (var file in report.Files) Assert.Contains(file.Name, text);
        foreach (var list in report.Lists) Assert.Contains(list.Name, text);
        foreach (var part in report.Reconciliation.NotScored) Assert.Contains(part.Reason, text);
        Assert.Contains("2 048 rows read = 2 040 accepted + 8 rejected", text);
        Assert.Contains("and 3 more with this code", text);
        Assert.Contains(report.SettingsHash, text);
        Assert.Contains(report.Bundle!.BundleId, text);
    }

    [TestMethod]
    public void No_digit_run_as_long_as_an_account_is_shown_when_accounts_came_masked()
    {
        var text = Parse(SampleNight.Full()).Root!.Value;
        foreach (Match run in LongDigits().Matches(text)) Assert.Fail($"{run.Length} digits in a row");
    }

    [TestMethod]
    public void The_route_is_drawn_with_the_change_turned_and_tonight_marked()
    {
        var page = Parse(SampleNight.Full());
        var card = page.Descendants("article").Single(article => article.Value.Contains("DE-2026-10-0417", StringComparison.Ordinal));
        var route = card.Descendants("svg").Single(svg => svg.Attribute("class")?.Value == "route");
        Assert.HasCount(11, route.Elements("path").Where(path => path.Attribute("class")?.Value == "rail"));
        Assert.HasCount(1, route.Elements("path").Where(path => path.Attribute("class")?.Value == "turn"));
        Assert.HasCount(1, route.Elements("rect").Where(rect => rect.Attribute("class")?.Value == "tonight"));
        Assert.AreEqual("13 payouts from 2025-10-30 to 2026-10-30: 1 change of account, 1 change of country, 0 changes of currency", route.Attribute("aria-label")?.Value);
    }

    [TestMethod]
    public void Ten_thousand_flags_give_a_page_with_every_list_match_and_the_first_of_the_rest()
    {
        var flags = Enumerable.Range(1, 10_000)
            .Select(i => SampleNight.Flag($"T-{i:D5}", "e", $"p{i}", "EUR", i, i % 200 == 0 ? Typology.SanctionsMatch : Typology.PayoutRouting,
                0.99, i, Band.High, "****0001", new FlagExplanation(), new FlagReasonSeed("R", "f", 1, 2, 0.99, "Because.")))
            .ToList();
        var report = SampleNight.Quiet() with { Flags = flags, ReviewBudget = 100 };
        var html = Render(report);
        var page = XDocument.Parse(html);
        Assert.HasCount(150, page.Descendants("article"));
        Assert.HasCount(1_050, ReviewRows(page));
        Assert.Contains("cards are shown for every list match and for the first 100 of 9\u202f950 unusual payouts", html);
        Assert.Contains("8\u202f950 more payouts are in flags.csv", html);
        Assert.IsLessThan(1_500_000, html.Length);
        Assert.HasCount(HtmlReportWriter.MaxCards + 50, Parse(report with { ReviewBudget = 100_000 }).Descendants("article"));
    }

    [TestMethod]
    public void A_payout_held_back_altogether_is_not_shown_and_one_held_back_in_part_is()
    {
        var flags = SampleNight.Flags();
        var held = flags.Select(flag => flag.TransferId switch
        {
            "DE-2026-10-0417" => flag with { HeldBack = true },
            "AE-2026-10-0008" when flag.Typology == Typology.PayoutRouting => flag with { HeldBack = true },
            _ => flag,
        });
        var page = Parse(SampleNight.Full() with { Flags = [.. held] });
        Assert.HasCount(5, page.Descendants("article"));
        Assert.DoesNotContain("Oberhuber", page.Root!.Value);
        Assert.HasCount(1, page.Descendants("article").Where(card => card.Value.Contains("over tonight's budget", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Another_account_holder_stands_out()
    {
        var holders = Parse(SampleNight.Full()).Descendants("dt").Where(dt => dt.Value == "Account holder, another name").Select(dt => dt.Parent!.Element("dd")!.Value).ToList();
        CollectionAssert.AreEqual(new[] { "Marek Dvořák", "Blue Harbour Trading FZE" }, holders);
    }

    [TestMethod]
    [DataRow("Katharina Oberhuber", "Marek Dvořák", "another name")]
    [DataRow("Katharina Oberhuber", "OBERHUBER, KATHARINA", "spelt another way")]
    [DataRow("佐藤 沙織", "SATO SAORI", "in other letters")]
    public void A_name_written_otherwise_is_not_called_another(string payee, string holder, string words)
    {
        var night = SampleNight.Full();
        var names = SampleNight.Names();
        names["DE-2026-10-0417"] = new(payee, holder);
        var said = Parse(night with { Names = names }).Descendants("dd").Where(dd => dd.Value == holder).Select(dd => dd.Parent!.Element("dt")!.Value).First();
        Assert.AreEqual("Account holder, " + words, said);
    }

    [TestMethod]
    public void A_list_match_gives_one_figure_in_its_verdict_and_its_sentence()
    {
        var flag = SampleNight.Full().Flags.First(one => one.Typology == Typology.SanctionsMatch) with { Score = 0.9961 };
        var text = Parse(SampleNight.Full() with { Flags = [flag] }).Root!.Value;
        Assert.Contains("possible list match, score 1.00.", text);
    }

    [TestMethod]
    public void A_name_without_a_blank_cannot_push_amounts_and_reasons_out_of_the_window()
    {
        Assert.Contains(".review bdi, .head h3 { overflow-wrap: anywhere; }", ReportStyle.Sheet);
        foreach (var row in Parse(SampleNight.Full()).Descendants("table").Single(table => table.Attribute("class")?.Value == "review").Descendants("td").Where(cell => cell.Elements("a").Any()))
            Assert.HasCount(1, row.Element("a")!.Elements("bdi"));
    }

    [TestMethod]
    public void A_printed_card_begins_with_what_stands_beside_its_reasons()
    {
        // As one block the route would push the whole row of a long card to the next page.
        var kept = System.Text.RegularExpressions.Regex.Matches(ReportStyle.Sheet, @"([^{}]*)\{[^{}]*break-inside: avoid").Select(rule => rule.Groups[1].Value);
        Assert.IsFalse(kept.Any(selectors => selectors.Contains(".side", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void A_hole_in_an_attribute_cannot_end_it()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new Page(text).Line($"<a title=\"{"\" onload=\"x"}\" lang='{"' onload='x"}'/>");
        var attributes = XElement.Parse(text.ToString()).Attributes().Select(attribute => attribute.Name.LocalName).ToList();
        CollectionAssert.AreEqual(new[] { "title", "lang" }, attributes);
    }

    [TestMethod]
    public void Names_do_not_print_themselves() =>
        Assert.DoesNotContain("Oberhuber", new PartyNames("Katharina Oberhuber", null).ToString());

    private static IEnumerable<XElement> ReviewRows(XDocument page) =>
        page.Descendants("table").Single(table => table.Attribute("class")?.Value == "review").Elements("tbody").Elements("tr").Where(row => row.Elements("td").Any());

    private static string Render(NightReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        HtmlReportWriter.Write(report, text);
        return text.ToString();
    }

    private static XDocument Parse(NightReport report) => XDocument.Parse(Render(report));

    // Hex ids hold digits too; only whole words of digits count.
    [GeneratedRegex(@"(?<![\w-])\d{7,}(?![\w-])")]
    private static partial Regex LongDigits();
}
