using System.Xml.Linq;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Reporting;

namespace Paysieve.Pipeline.Tests.Reporting;

[TestClass]
public sealed class WorkbookWriterTests
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [TestMethod]
    public async Task A_row_is_a_flag_with_numbers_and_dates_that_a_spreadsheet_can_sort_and_the_currency_beside_the_amount()
    {
        var flag = SampleNight.Flags()[0];
        var book = await WriteAsync(SampleNight.Full());
        CollectionAssert.AreEqual(new[] { "Flags", "Summary", "Held back" }, book.Names.ToArray());
        var row = book.Table("Flags")[0];

        Assert.AreEqual(1, row["Rank"].Number);
        Assert.AreEqual((4182.4m, "#,##0.00"), (row["Amount"].Number, row["Amount"].Format));
        Assert.AreEqual((new DateOnly(2026, 10, 30), "yyyy-mm-dd"), (row["Pay date"].Date, row["Pay date"].Format));
        Assert.AreEqual(0.9993m, row["Score"].Number);
        foreach (var (heading, text) in new (string, string)[]
        {
            ("Band", "Critical"), ("Typology", "Payout routing"), ("Currency", "EUR"), ("Account", "****9027"), ("Employer", "acme-de"), ("Employee", "E-10417"),
            ("Payee", "Katharina Oberhuber"), ("Account holder", "Marek Dvořák"), ("Transfer", "DE-2026-10-0417"), ("Flag", flag.FlagId), ("What to do", flag.Explanation.Suggestion!),
            ("Reasons", string.Join('\n', flag.Reasons.Select(reason => reason.Sentence))),
        }) Assert.AreEqual(("inlineStr", text), (row[heading].Type, row[heading].Value), heading);
        Assert.IsTrue(row["Reasons"].Wraps && !row["Transfer"].Wraps);
        Assert.Contains("Bank merger ruled out: Nobody else", row["Innocent explanations tested"].Value);
        var headings = book.Rows("Flags")[0].Select(cell => cell.Value).ToList();
        Assert.AreEqual(headings.IndexOf("Amount") + 1, headings.IndexOf("Currency"));
    }

    [TestMethod]
    public async Task Flags_to_review_keep_the_order_given_and_held_back_ones_are_apart_without_names_but_with_why()
    {
        var flags = SampleNight.Flags();
        flags[1] = flags[1] with { HeldBack = true };
        flags[4] = flags[4] with { HeldBack = true, Explanation = flags[4].Explanation with { Suppression = new SuppressionNote(["a"], ["S1"], "Approved until March.") } };
        var book = await WriteAsync(SampleNight.Full(), flags);

        CollectionAssert.AreEqual(flags.Where(flag => !flag.HeldBack).Select(flag => flag.FlagId).ToArray(), book.Table("Flags").Select(row => row["Flag"].Value).ToArray());
        var held = book.Table("Held back");
        CollectionAssert.AreEqual(new[] { flags[1].FlagId, flags[4].FlagId }, held.Select(row => row["Flag"].Value).ToArray());
        CollectionAssert.AreEqual(new[] { "Over the night's budget.", "Approved until March." }, held.Select(row => row["Held back because"].Value).ToArray());
        Assert.DoesNotContain(SampleNight.Names()[flags[4].TransferId].Payee!, book.Text);
    }

    [TestMethod]
    public async Task The_heading_stays_in_sight_and_every_row_can_be_filtered()
    {
        var book = await WriteAsync(SampleNight.Full());
        foreach (var (sheet, last) in new[] { ("Flags", "S" + (SampleNight.Flags().Count + 1)), ("Held back", "R1") })
        {
            var pane = book.Sheet(sheet).Descendants(Main + "pane").Single();
            Assert.AreEqual(("1", "frozen"), (pane.Attribute("ySplit")!.Value, pane.Attribute("state")!.Value));
            Assert.AreEqual("A1:" + last, book.Sheet(sheet).Descendants(Main + "autoFilter").Single().Attribute("ref")!.Value);
            Assert.AreEqual(last[..1][0] - 'A' + 1, book.Rows(sheet)[0].Count);
        }
    }

    [TestMethod]
    [DataRow("=1+1")]
    [DataRow("+1")]
    [DataRow("-1")]
    [DataRow("@SUM(A1)")]
    [DataRow("＝1+1")]
    [DataRow("=cmd|' /C calc'!A0")]
    [DataRow("pay_x0041_7")]
    [DataRow("0012")]
    [DataRow("1E5")]
    public async Task Text_stays_the_text_it_was_whatever_it_begins_with(string text)
    {
        var flag = SampleNight.Flags()[0] with { TransferId = text, EmployerId = text, EmployeeId = text, AccountMasked = text, Reasons = [new FlagReason(1, "R", "f", null, null, 0.5, text)] };
        var names = new Dictionary<string, PartyNames>(StringComparer.Ordinal) { [text] = new(text, text) };
        var row = (await WriteAsync(SampleNight.Full() with { Names = names }, [flag])).Table("Flags").Single();
        foreach (var heading in (string[])["Transfer", "Employer", "Employee", "Account", "Reasons", "Payee", "Account holder"])
            Assert.AreEqual(("inlineStr", text), (row[heading].Type, row[heading].Value.Replace("_x005F_", "_", StringComparison.Ordinal)), heading);
        Assert.AreEqual(text == "pay_x0041_7" ? "pay_x005F_x0041_7" : text, row["Transfer"].Value);
    }

    [TestMethod]
    public async Task Hostile_text_shows_as_on_the_page_and_what_no_cell_can_hold_is_cut()
    {
        var flag = SampleNight.Flags()[0] with { EmployeeId = SampleNight.HostileName + "\ud800\n", EmployerId = new string('x', WorkbookCells.MostText - 2) + "😀😀" };
        var row = (await WriteAsync(SampleNight.Full(), [flag])).Table("Flags").Single();
        Assert.AreEqual("<script>alert('x')</script> & \"Co\" [U+202E]evil\ufffd\ufffd ", row["Employee"].Value);
        Assert.AreEqual(new string('x', WorkbookCells.MostText - 2) + "…", row["Employer"].Value);
    }

    [TestMethod]
    public async Task Amounts_keep_their_currencys_decimals_and_more_where_they_have_more()
    {
        var flag = SampleNight.Flags()[0];
        var rows = (await WriteAsync(SampleNight.Full(),
        [
            flag with { Amount = SampleNight.Money(-5m, "EUR") },
            flag with { Amount = SampleNight.Money(412000.00m, "JPY") },
            flag with { Amount = SampleNight.Money(1.5m, "KWD") },
            flag with { Amount = SampleNight.Money(0.12345678m, "ETH") },
        ])).Table("Flags");
        CollectionAssert.AreEqual(new[] { -5m, 412000m, 1.5m, 0.12345678m }, rows.Select(row => row["Amount"].Number).ToArray());
        CollectionAssert.AreEqual(new[] { "#,##0.00", "#,##0", "#,##0.000", "#,##0.00000000" }, rows.Select(row => row["Amount"].Format).ToArray());
    }

    [TestMethod]
    public async Task The_summary_counts_by_typology_and_band_and_tells_rows_lists_model_and_what_was_not_checked()
    {
        var flags = SampleNight.Flags();
        flags[4] = flags[4] with { HeldBack = true };
        var report = SampleNight.Full();
        report = report with { Reconciliation = report.Reconciliation with { History = new RowCounts(90, 80, 9) } };
        var rows = (await WriteAsync(report, flags)).Rows("Summary").Where(row => row.Count > 0).ToArray();
        string[] Row(string first) => [.. rows.Single(row => row[0].Value == first).Skip(1).Select(cell => cell.Value)];

        CollectionAssert.AreEqual(new[] { report.Run.RunId }, Row("Run"));
        Assert.AreEqual(new DateOnly(2026, 10, 29), rows.Single(row => row[0].Value == "Night of")[1].Date);
        CollectionAssert.AreEqual(new[] { "Critical", "High", "Medium", "Low", "To review", "Held back" }, Row("Flags"));
        CollectionAssert.AreEqual(new[] { "1", "0", "2", "0", "3", "0" }, Row("Payout routing"));
        CollectionAssert.AreEqual(new[] { "0", "0", "0", "1", "1", "1" }, Row("Shared account"));
        CollectionAssert.AreEqual(new[] { "2", "1", "2", "1", "6", "1" }, Row("All"));
        CollectionAssert.AreEqual(new[] { "5" }, Row("Payouts to review"));
        CollectionAssert.AreEqual(new[] { "2048", "2040", "8", "yes" }, Row("Rows"));
        CollectionAssert.AreEqual(new[] { "90", "80", "9", "no" }, Row("Rows of the history given"));
        CollectionAssert.AreEqual(new[] { "2002", "1996", "6", "yes" }, Row("Payouts"));
        Assert.AreEqual("18712", Row("OFAC SDN")[4]);
        Assert.AreEqual("25412", Row(report.Bundle!.BundleId)[3]);
        var told = rows.Select(row => row[0].Value).ToArray();
        foreach (var sentence in (string[])[.. report.NotChecked, .. report.Run.Degraded]) Assert.Contains(sentence, told);
        Assert.IsTrue(told.Any(text => text.StartsWith("Not screened against what UN consolidated added since 2026-10-05", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_night_that_nobody_screened_and_no_model_scored_says_so()
    {
        var report = SampleNight.Quiet() with { Lists = [], Bundle = null };
        var book = await WriteAsync(report, []);
        Assert.IsEmpty(book.Table("Flags"));
        var told = book.Rows("Summary").Where(row => row.Count > 0).Select(row => row[0].Value).ToArray();
        foreach (var sentence in (string[])["Nobody was screened against a sanctions list: none is loaded.", "No model scored this night: only list matches can be among the flags."])
            Assert.Contains(sentence, told);
        Assert.Contains("Nothing is known that was not checked.", (await WriteAsync(SampleNight.Quiet(), [])).Text);
    }

    [TestMethod]
    public async Task Nothing_in_the_file_tells_when_it_was_written()
    {
        var book = await WriteAsync(SampleNight.Full());
        foreach (var (name, at) in book.Entries)
        {
            Assert.AreEqual(new DateTime(1980, 1, 1), at, name);
            Assert.DoesNotContain("docProps", name);
        }
        CollectionAssert.AreEqual(await BytesAsync(SampleNight.Full()), await BytesAsync(SampleNight.Full()));
    }

    private static async Task<OpenedWorkbook> WriteAsync(NightReport report, IReadOnlyList<Flag>? flags = null)
    {
        using var stream = new MemoryStream(await BytesAsync(report, flags));
        return OpenedWorkbook.Open(stream);
    }

    private static async Task<byte[]> BytesAsync(NightReport report, IReadOnlyList<Flag>? flags = null)
    {
        using var stream = new MemoryStream();
        await WorkbookWriter.WriteAsync(stream, report, flags ?? report.Flags);
        return stream.ToArray();
    }
}
