// The page a reviewer opens before the cut-off: in the order in which it is needed, and nothing that needs a network or a script.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Reporting;

/// <summary>
/// <c>report.html</c>: one self-contained page, well-formed as XML too, the same bytes for the same <see cref="NightReport"/>.
/// List matches always have a card; of the others the first ones by rank up to the budget and <see cref="MaxCards"/>.
/// </summary>
public static class HtmlReportWriter
{
    /// <summary>Cards for payouts that are no list match, whatever the budget: beyond it a page is no longer usable.</summary>
    public const int MaxCards = 300;

    /// <summary>Rows of the review table for payouts that are no list match.</summary>
    public const int MaxRows = 1000;

    /// <summary>Rows of the tables of files and of examples per rejection code.</summary>
    public const int MaxFileRows = 200, MaxRejectedRows = 25;

    /// <summary>Writes the page as text; the caller encodes as UTF-8 without a byte order mark.</summary>
    public static void Write(NightReport report, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        new Body(report, new Page(output)).Write();
    }

    private sealed class Body(NightReport report, Page page)
    {
        private readonly ReviewList _review = ReviewList.From(report.Flags);

        private int RowsForOthers => Math.Min(_review.Others.Count, MaxRows);

        private int CardsForOthers => Math.Min(_review.Others.Count, Math.Clamp(report.ReviewBudget, 0, MaxCards));

        public void Write()
        {
            page.Line($"<!DOCTYPE html>");
            page.Line($"<html lang=\"en\">");
            page.Line($"<head>");
            page.Line($"<meta charset=\"utf-8\"/>");
            page.Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>");
            page.Line($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
            page.Line($"<meta name=\"robots\" content=\"noindex\"/>");
            page.Line($"<meta name=\"referrer\" content=\"no-referrer\"/>");
            page.Line($"<title>Paysieve: {Figures.Count(_review.Count)} to review, {Figures.Date(report.Run.AsOf)}</title>");
            page.Style();
            page.Line($"</head>");
            page.Line($"<body>");
            Top();
            page.Line($"<main>");
            ReviewTable();
            Cards();
            PerTypology();
            Reconciliation();
            RejectedRows();
            Files();
            Lists();
            Models();
            Settings();
            Glossary();
            page.Line($"</main>");
            Foot();
            page.Line($"</body>");
            page.Line($"</html>");
        }

        private void Top()
        {
            var run = report.Run;
            page.Line($"<header class=\"top\">");
            page.Line($"<p class=\"small soft\">Paysieve night report, {Figures.Date(run.AsOf)}</p>");
            page.Line($"<h1>{Headline()}</h1>");
            page.Line($"<p class=\"lead\">{PayDates()}. {Figures.Count(report.Reconciliation.PayoutsScored, "payout", "payouts")} scored. Nothing is stopped by this report: a person decides.</p>");
            if (report.Decisions.Count > 0)
                page.Line($"<p class=\"lead\">{Figures.Count(report.Decisions.Count, "flag has", "flags have")} a decision, the last of {Figures.Time(report.Decisions.Values.Max(decision => decision.At))}.</p>");
            page.Line($"<dl class=\"tiles\">");
            if (report.Lists.Count > 0 || _review.Matches.Count > 0)
            {
                Tile("Possible list matches", Figures.Count(_review.Matches.Count), _review.Matches.Count > 0 ? "look at these first" : $"against {Figures.Count(report.Lists.Count, "list", "lists")}", _review.Matches.Count > 0);
            }
            else
            {
                Tile("Possible list matches", "not screened", "no list is loaded", alarm: true);
            }
            Tile("Unusual payouts", Figures.Count(_review.Others.Count), $"budget {Figures.Count(report.ReviewBudget)}{(report.ReviewBudgetSource is null ? "" : ", " + report.ReviewBudgetSource)}");
            Tile("Held back", Figures.Count(report.HeldBack.Payouts), "over the budget, kept");
            var (rejected, read) = (report.Reconciliation.RowsRejected, report.Reconciliation.RowsRead);
            if (report.Reconciliation.History is { } history) (rejected, read) = (rejected + history.Rejected, read + history.Read);
            Tile("Rows rejected", Figures.Count(rejected), $"of {Figures.Count(read)} read");
            page.Line($"</dl>");
            if (_review.Count > 0)
            {
                page.Line($"<p class=\"small soft\">Money in the payouts to review</p>");
                Money(_review.Money());
            }
            Alarms();
            Cautions();
            page.Line($"<nav aria-label=\"Sections\"><ul>");
            Link("review", "Review list");
            if (_review.Count > 0) Link("cards", "Cards");
            Link("typologies", "By typology");
            Link("counts", "Rows in, rows out");
            Link("rejected", "Rejected rows");
            Link("files", "Files");
            Link("lists", "Lists");
            Link("model", "Model");
            Link("settings", "Settings");
            Link("words", "What the words mean");
            page.Line($"</ul></nav>");
            page.Line($"</header>");

            void Tile(string name, string value, string under, bool alarm = false) =>
                page.Line($"<div class=\"{(alarm ? "alarm" : "tile")}\"><dt>{name}</dt><dd>{value}<small>{under}</small></dd></div>");

            void Link(string id, string words) => page.Line($"<li><a href=\"#{id}\">{words}</a></li>");
        }

        // An empty list is good news only when everything that should have looked did look.
        private string Headline()
        {
            if (_review.Count > 0) return Figures.Count(_review.Count, "payout", "payouts") + " to review";
            var whole = !report.IsDegraded && report.Lists.Count > 0 && report.Bundle is not null && report.CountsBalance
                && report.Files.All(file => file.Standing != FileStanding.Refused);
            return whole ? "Nothing to review tonight" : "Nothing flagged, but the night is incomplete";
        }

        private string PayDates()
        {
            var dates = report.Run.PayDates.Order().ToList();
            return dates.Count switch
            {
                0 => "No pay date",
                1 => $"Pay date {Figures.Date(dates[0])}",
                <= 4 => $"Pay dates {string.Join(", ", dates.Select(Figures.Date))}",
                _ => $"{Figures.Count(dates.Count)} pay dates from {Figures.Date(dates[0])} to {Figures.Date(dates[^1])}",
            };
        }

        private void Alarms()
        {
            if (report.IsDegraded)
            {
                page.Line($"<section class=\"note alarm\"><h2>This run is degraded</h2>");
                Sentences(report.Run.Degraded.Count > 0 ? report.Run.Degraded : ["The run is recorded as degraded; the cause was not recorded."]);
                page.Line($"</section>");
            }
            if (report.Lists.Count == 0)
            {
                page.Line($"<section class=\"note alarm\"><h2>Nobody was screened against a sanctions list</h2>");
                page.Line($"<p>No list is loaded. Load one, then run the night again: <code>paysieve lists load ofac PATH</code></p></section>");
            }
            if (report.Bundle is null)
            {
                page.Line($"<section class=\"note alarm\"><h2>No model scored this night</h2><p>Only list matches can be among the flags below.</p></section>");
            }
            if (!report.CountsBalance)
            {
                page.Line($"<section class=\"note alarm\"><h2>The counts do not add up</h2><p>Rows or payouts are unaccounted for: see <a href=\"#counts\">Rows in, rows out</a>. Do not rely on this report until that is explained.</p></section>");
            }
            var refused = report.Files.Where(file => file.Standing == FileStanding.Refused).ToList();
            if (refused.Count > 0)
            {
                page.Line($"<section class=\"note alarm\"><h2>{Figures.Count(refused.Count, "file was", "files were")} rejected whole</h2><ul>");
                foreach (var file in refused.Take(5)) page.Line($"<li><bdi>{file.Name}</bdi>: {file.Refusal ?? "no reason recorded"}</li>");
                if (refused.Count > 5) page.Line($"<li>and {Figures.Count(refused.Count - 5)} more, see <a href=\"#files\">Files</a></li>");
                page.Line($"</ul></section>");
            }
        }

        private void Cautions()
        {
            var sentences = report.Cautions;
            if (sentences.Count == 0) return;
            page.Line($"<section class=\"note warn\" id=\"not-checked\"><h2>Not checked tonight</h2>");
            Sentences(sentences);
            page.Line($"</section>");
        }

        private void Sentences(IReadOnlyList<string> sentences)
        {
            page.Line($"<ul>");
            foreach (var sentence in sentences) page.Line($"<li>{sentence}</li>");
            page.Line($"</ul>");
        }

        private void Money(IReadOnlyList<MoneyTotal> totals)
        {
            page.Line($"<ul class=\"money\">");
            foreach (var total in totals) page.Line($"<li>{Figures.Amount(total.Sum)}</li>");
            page.Line($"</ul>");
        }

        private void PerTypology()
        {
            var held = report.HeldBack.PerTypology.ToLookup(part => part.Typology, part => part.Payouts);
            page.Line($"<h2 id=\"typologies\">By typology</h2>");
            page.Line($"<div class=\"scroll\"><table><caption>Payouts; one flagged under two typologies counts in both</caption>");
            page.Line($"<thead><tr><th scope=\"col\">Typology</th><th scope=\"col\" class=\"num\">To review</th><th scope=\"col\" class=\"num\">Held back</th><th scope=\"col\" class=\"num\">Money to review</th></tr></thead><tbody>");
            foreach (var total in _review.PerTypology())
            {
                page.Line($"<tr><th scope=\"row\">{Figures.Name(total.Typology)}</th><td class=\"num\">{Figures.Count(total.Flags)}</td><td class=\"num\">{Figures.Count(held[total.Typology].Sum())}</td><td class=\"num\">");
                if (total.Money.Count > 0) Money(total.Money);
                page.Line($"</td></tr>");
            }
            page.Line($"</tbody></table></div>");
        }

        private void ReviewTable()
        {
            page.Line($"<h2 id=\"review\">Review list</h2>");
            if (_review.Count == 0)
            {
                page.Line($"<p>No payout of tonight was unusual enough to flag{(report.Lists.Count > 0 ? ", and nobody resembled an entry of the lists in force" : "")}.</p>");
                HeldBack();
                return;
            }
            // Phones lay this table out as a grid; the roles keep it a table for a screen reader.
            page.Line($"<table class=\"review\" role=\"table\">");
            page.Line($"<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">Rank</th><th role=\"columnheader\" scope=\"col\">Payee</th><th role=\"columnheader\" scope=\"col\" class=\"num\">Amount</th><th role=\"columnheader\" scope=\"col\">Typology</th><th role=\"columnheader\" scope=\"col\">Main reason</th></tr></thead>");
            if (_review.Matches.Count > 0)
            {
                page.Line($"<tbody role=\"rowgroup\"><tr role=\"row\"><th role=\"rowheader\" scope=\"rowgroup\" colspan=\"5\" class=\"group alarm\">Possible list matches</th></tr>");
                for (var i = 0; i < _review.Matches.Count; i++) Row(_review.Matches[i], i + 1);
                page.Line($"</tbody>");
            }
            if (RowsForOthers > 0)
            {
                page.Line($"<tbody role=\"rowgroup\"><tr role=\"row\"><th role=\"rowheader\" scope=\"rowgroup\" colspan=\"5\" class=\"group\">Unusual payouts</th></tr>");
                for (var i = 0; i < RowsForOthers; i++) Row(_review.Others[i], i < CardsForOthers ? _review.Matches.Count + i + 1 : null);
                page.Line($"</tbody>");
            }
            page.Line($"</table>");
            if (RowsForOthers < _review.Others.Count)
            {
                page.Line($"<p class=\"note warn\">The list is shortened: {Figures.Count(_review.Others.Count - RowsForOthers, "more payout is", "more payouts are")} in flags.csv, in rank order.</p>");
            }
            HeldBack();
        }

        private void Row(ReviewCase one, int? card)
        {
            var payee = report.Names.GetValueOrDefault(one.Lead.TransferId)?.Payee ?? one.Lead.EmployeeId;
            page.Line($"<tr role=\"row\"><td role=\"cell\">{one.Rank}</td><td role=\"cell\" class=\"who\">");
            if (card is { } number)
            {
                page.Line($"<a href=\"#card-{number}\"><bdi>{payee}</bdi></a>");
            }
            else
            {
                page.Line($"<bdi>{payee}</bdi>");
            }
            page.Line($"</td><td role=\"cell\" class=\"num\">{Figures.Amount(one.Lead.Amount)}</td><td role=\"cell\" class=\"kind\">{string.Join(", ", one.Flags.Select(flag => Figures.Name(flag.Typology) + Standing(flag)))}</td><td role=\"cell\" class=\"why\"><bdi>{MainReason(one)}</bdi></td></tr>");
        }

        private string Standing(Flag flag) =>
            report.Decisions.TryGetValue(flag.FlagId, out var decided) ? $" ({Figures.Plain(decided.Standing).ToLowerInvariant()})" : "";

        private static string MainReason(ReviewCase one) =>
            one.Lead.Reasons.MinBy(reason => reason.Ordinal)?.Sentence
            ?? one.Lead.Explanation.Matches.Select(match => $"{match.MatchedName} on {match.List}").FirstOrDefault()
            ?? "no reason recorded";

        private void HeldBack()
        {
            if (report.Suppressions.Count > 0)
            {
                page.Line($"<p class=\"small soft\">Suppressions:</p>");
                Sentences(report.Suppressions);
            }
            if (report.HeldBack.Payouts == 0) return;
            page.Line($"<p class=\"small soft\">{Figures.Count(report.HeldBack.Payouts, "more payout was", "more payouts were")} flagged but over tonight's budget of {Figures.Count(report.ReviewBudget)}. They are kept as held back, and are in flags.xlsx and flags.csv. A list match is never held back.</p>");
        }

        private void Cards()
        {
            if (_review.Count == 0) return;
            page.Line($"<h2 id=\"cards\">Cards</h2>");
            if (CardsForOthers < _review.Others.Count)
            {
                page.Line($"<p class=\"note warn\">Shortened: cards are shown for every list match and for the first {Figures.Count(CardsForOthers)} of {Figures.Count(_review.Others.Count)} unusual payouts. The others are in flags.csv with their reasons; <code>paysieve flags show</code> tells all about one.</p>");
            }
            var number = 0;
            foreach (var one in _review.Matches.Concat(_review.Others.Take(CardsForOthers)))
            {
                CardSection.Write(page, one, report.Names.GetValueOrDefault(one.Lead.TransferId), report.Decisions, ++number);
            }
        }

        private void Reconciliation()
        {
            var counts = report.Reconciliation;
            page.Line($"<h2 id=\"counts\">Rows in, rows out</h2>");
            page.Line($"<p>{Figures.Count(counts.RowsRead, "row", "rows")} read {(counts.RowsBalance ? "=" : "≠")} {Figures.Count(counts.RowsAccepted)} accepted + {Figures.Count(counts.RowsRejected)} rejected.</p>");
            if (counts.History is { } history)
                page.Line($"<p>History given with the night: {Figures.Count(history.Read, "row", "rows")} read {(history.Read == history.Accepted + history.Rejected ? "=" : "≠")} {Figures.Count(history.Accepted)} accepted + {Figures.Count(history.Rejected)} rejected.</p>");
            page.Line($"<p>{Figures.Count(counts.PayoutsRead, "payout", "payouts")} read {(counts.PayoutsBalance ? "=" : "≠")} {Figures.Count(counts.PayoutsScored)} scored + {Figures.Count(counts.NotScored.Sum(part => part.Payouts))} not scored.</p>");
            if (report.OddValues.Count > 0)
            {
                page.Line($"<div class=\"scroll\"><table id=\"odd\"><caption>Accepted and scored, but odd in themselves: ask whoever made the file</caption><thead><tr><th scope=\"col\">What is odd</th><th scope=\"col\" class=\"num\">Payouts</th><th scope=\"col\">Transfers</th></tr></thead><tbody>");
                foreach (var odd in report.OddValues)
                {
                    var rest = odd.Payouts - odd.TransferIds.Count;
                    page.Line($"<tr><td>{odd.What}</td><td class=\"num\">{Figures.Count(odd.Payouts)}</td><td><bdi>{string.Join(", ", odd.TransferIds)}</bdi>{(rest > 0 ? $" and {Figures.Count(rest)} more" : "")}</td></tr>");
                }
                page.Line($"</tbody></table></div>");
            }
            if (counts.NotScored.Count == 0) return;
            page.Line($"<table><caption>Read but not scored</caption><thead><tr><th scope=\"col\">Reason</th><th scope=\"col\" class=\"num\">Payouts</th></tr></thead><tbody>");
            foreach (var part in counts.NotScored) page.Line($"<tr><td>{part.Reason}</td><td class=\"num\">{Figures.Count(part.Payouts)}</td></tr>");
            page.Line($"</tbody></table>");
        }

        private void RejectedRows()
        {
            page.Line($"<h2 id=\"rejected\">Rejected rows</h2>");
            if (report.Rejected.Count == 0)
            {
                page.Line($"<p>None.</p>");
                return;
            }
            page.Line($"<p>Rows that could not be read as payouts or legs. They wait in the quarantine folder as a CSV to be corrected and fed again; none of them was checked.</p>");
            foreach (var group in report.Rejected.OrderByDescending(group => group.Rows).ThenBy(group => group.Code, StringComparer.Ordinal))
            {
                page.Line($"<div class=\"scroll\"><table><caption><code>{group.Code}</code>, {Figures.Count(group.Rows, "row", "rows")}</caption>");
                page.Line($"<thead><tr><th scope=\"col\">File</th><th scope=\"col\" class=\"num\">Line</th><th scope=\"col\">Column</th><th scope=\"col\">What was found, what was expected</th></tr></thead><tbody>");
                var shown = group.Examples.Take(MaxRejectedRows).ToList();
                foreach (var row in shown)
                {
                    page.Line($"<tr><td><bdi>{row.FileName}</bdi></td><td class=\"num\">{Figures.Count(row.Line)}</td><td>{row.Column ?? "whole row"}</td><td><bdi>{row.Detail}</bdi></td></tr>");
                }
                page.Line($"</tbody></table></div>");
                if (group.Rows > shown.Count) page.Line($"<p class=\"small soft\">and {Figures.Count(group.Rows - shown.Count)} more with this code.</p>");
            }
        }

        private void Files()
        {
            page.Line($"<h2 id=\"files\">Files</h2>");
            if (report.Files.Count == 0)
            {
                page.Line($"<p>None.</p>");
                return;
            }
            page.Line($"<div class=\"scroll\"><table><thead><tr><th scope=\"col\">File</th><th scope=\"col\">SHA-256</th><th scope=\"col\">Format</th><th scope=\"col\" class=\"num\">Rows read</th><th scope=\"col\" class=\"num\">Accepted</th><th scope=\"col\" class=\"num\">Rejected</th><th scope=\"col\">Standing</th></tr></thead><tbody>");
            foreach (var file in report.Files.Take(MaxFileRows))
            {
                page.Line($"<tr><td><bdi>{file.Name}</bdi></td><td><code>{Figures.Short(file.FileId)}</code></td><td>{file.Format}</td><td class=\"num\">{Figures.Count(file.RowsRead)}</td><td class=\"num\">{Figures.Count(file.RowsAccepted)}</td><td class=\"num\">{Figures.Count(file.RowsRejected)}</td><td>{(file.IsHistory ? "history, " : "")}{Figures.Name(file.Standing)}{(file.Refusal is null ? "" : ": " + file.Refusal)}</td></tr>");
            }
            page.Line($"</tbody></table></div>");
            if (report.Files.Count > MaxFileRows) page.Line($"<p class=\"small soft\">and {Figures.Count(report.Files.Count - MaxFileRows, "more file", "more files")}.</p>");
        }

        private void Lists()
        {
            page.Line($"<h2 id=\"lists\">Sanctions lists in force</h2>");
            if (report.Lists.Count == 0)
            {
                page.Line($"<p class=\"note alarm\">None. Nobody was screened.</p>");
                return;
            }
            page.Line($"<div class=\"scroll\"><table><thead><tr><th scope=\"col\">List</th><th scope=\"col\">Publisher's date</th><th scope=\"col\">Age</th><th scope=\"col\">Loaded</th><th scope=\"col\" class=\"num\">Entries</th><th scope=\"col\">Snapshot</th></tr></thead><tbody>");
            foreach (var list in report.Lists)
            {
                var published = list.PublishedOn is { } date ? Figures.Date(date) : "not stated";
                page.Line($"<tr><td>{list.Name}</td><td class=\"nowrap\">{published}</td><td>{Figures.Days(list.AgeDays(report.Run.AsOf))}</td><td class=\"nowrap\">{Figures.Time(list.LoadedAt)}</td><td class=\"num\">{Figures.Count(list.Entries)}</td><td><code>{Figures.Short(list.SnapshotId ?? "")}</code></td></tr>");
            }
            page.Line($"</tbody></table></div>");
            if (report.Notices.Count > 0) Sentences(report.Notices);
        }

        private void Models()
        {
            page.Line($"<h2 id=\"model\">Model</h2>");
            if (report.Bundle is not { } bundle)
            {
                page.Line($"<p class=\"note alarm\">None. Payouts were not scored.</p>");
                return;
            }
            page.Line($"<dl class=\"kv\">");
            Pair("Bundle", bundle.BundleId);
            Pair("Trained on pay dates", $"{Figures.Date(bundle.TrainedFrom)} to {Figures.Date(bundle.TrainedTo)}");
            if (bundle.TrainedPayouts is { } payouts) Pair("Payouts in the window", Figures.Count(payouts));
            Pair("Trained at", Figures.Time(bundle.TrainedAt));
            if (report.Shadow is { } shadow)
                Pair("Challenger in shadow", $"{shadow.BundleId}: {Figures.Count(shadow.Shared)} of its first {Figures.Count(shadow.Budget)} are among the champion's. Nothing was flagged by it.");
            page.Line($"</dl>");
            DriftSection.Write(page, report.Drift);
        }

        private void Settings()
        {
            var run = report.Run;
            page.Line($"<h2 id=\"settings\">Run and settings</h2>");
            page.Line($"<dl class=\"kv\">");
            Pair("Run", run.RunId);
            Pair("Run key", Figures.Short(run.RunKey));
            Pair("Status", run.Degraded.Count > 0 && run.Status != "degraded" ? $"{run.Status}, degraded" : run.Status);
            Pair("As of", Figures.Date(run.AsOf));
            Pair("Started", Figures.Time(run.StartedAt));
            Pair("Finished", run.FinishedAt is { } finished ? Figures.Time(finished) : "not recorded");
            Pair("Program", run.ProgramVersion);
            Pair("Settings hash", report.SettingsHash);
            Pair("Review budget", $"{Figures.Count(report.ReviewBudget)}{(report.ReviewBudgetSource is null ? "" : ", " + report.ReviewBudgetSource)}");
            foreach (var setting in report.Settings) Pair(setting.Name, setting.Value);
            page.Line($"</dl>");
        }

        private void Pair(string name, string value) => page.Line($"<dt>{name}</dt><dd>{value}</dd>");

        private void Glossary()
        {
            page.Line($"<h2 id=\"words\">What the words mean</h2>");
            page.Line($"<dl class=\"deflist\">");
            foreach (var typology in TypologyWords.All)
            {
                page.Line($"<dt>{Figures.Name(typology)} <code>{typology.Word()}</code></dt><dd>{Meaning(typology)}</dd>");
            }
            page.Line($"<dt>Score</dt><dd>How unusual a payout is under one typology, from 0 to 1, measured against past payouts: 0.999 means that about 1 in {Figures.Count(1000)} past payouts looked as strange. It is not the probability of fraud. For a list match it says how well the name and the other particulars agree.</dd>");
            page.Line($"<dt>Reasons</dt><dd>What the score is made of, the weightiest first; the shares add up to the score. A percentile says where the value stands among the payee's peers in the training window.</dd>");
            page.Line($"<dt>Band</dt><dd>Low, medium, high or critical: how urgent, by the score and by the kind of evidence.</dd>");
            page.Line($"<dt>Rank</dt><dd>The order of review: the strangest first, then the most money at stake. A payout flagged under two typologies is one thing to review.</dd>");
            page.Line($"<dt>Held back</dt><dd>Flagged, stored and counted, but over the number of reviews that a night bears. List matches are never held back.</dd>");
            page.Line($"<dt>Innocent explanations</dt><dd>Ordinary causes of the same picture, such as a couple with a joint account or a bank merger. Each one that was tested is named, with what spoke for or against it.</dd>");
            page.Line($"<dt>Possible list match</dt><dd>A party resembles an entry of a sanctions list. Compare birth date, country and identifiers with the entry before deciding.</dd>");
            page.Line($"</dl>");
        }

        private static string Meaning(Typology typology) => typology switch
        {
            Typology.PayoutRouting => "Pay goes where it should not: details changed shortly before pay day, an unusual bank or country, an account in another name, pay after leaving.",
            Typology.SharedAccount => "One account, address, phone or device serves several people who have nothing to do with each other.",
            Typology.CurrencyHop => "Pay leaves in a currency the contract does not know, goes back and forth between currencies, or ends as crypto.",
            Typology.SanctionsMatch => "The payee, the account holder, a company or a wallet is, or may be, on a sanctions list.",
            _ => throw new ArgumentOutOfRangeException(nameof(typology), typology, "not a typology"),
        };

        private void Foot()
        {
            var run = report.Run;
            page.Line($"<footer class=\"foot\"><p>Run <code>{run.RunId}</code>, Paysieve {run.ProgramVersion}. Times are UTC. Account numbers are masked; names are personal data: pass this file only to those who review it.</p>");
            page.Line($"<p>Commands assume the data folder <code>./paysieve-data</code>; elsewhere add <code>--data DIR</code>.</p></footer>");
        }
    }
}
