// What is proposed for a file that nobody described: and that the proposal, completed, reads the file.
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Sources;

namespace Paysieve.Pipeline.Tests.Formats.Profiles;

[TestClass]
public sealed class ProfileProposalTests
{
    private const string German = "Lohnjournal;;;;;\r\nNovember 2026;;;;;\r\nPersonalnummer;Vorname;Nachname;Zahltag;Auszahlungsbetrag;IBAN\r\n"
        + "12;Jörg;Müller;30.11.2026;1.234,50;DE89370400440532013000\r\n13;Änne;Groß;30.11.2026;980,00;DE75512108001245126199\r\n";

    [TestMethod]
    public void A_german_export_is_understood_and_the_completed_proposal_reads_it()
    {
        ProfileChecks.IsName("");
        var bytes = Encoding.GetEncoding("windows-1252").GetBytes(German);
        var found = Of("lohn-2026-11.csv", bytes);
        var profile = found.Profile!;
        Assert.AreEqual(("lohn", ";", 2, ",", ".", "dd.MM.yyyy", ProfileKind.Payouts), (profile.Profile, profile.Delimiter, profile.SkipLines, profile.DecimalMark, profile.GroupMark, profile.DateFormats.Single(), profile.Kind));
        Assert.IsEmpty(found.NotMapped);
        Assert.IsEmpty(found.NotUsed);
        Assert.IsTrue(found.Remarks.Any(remark => remark.Contains("XXX", StringComparison.Ordinal)));

        var json = ProfileJson.Write(profile).Replace("\"XXX\"", "\"EUR\"", StringComparison.Ordinal);
        var (result, sink) = Mapped.Read(json, bytes);
        Assert.AreEqual(2, result.RowsAccepted, result.FileRejection?.ToString() ?? string.Join("; ", sink.Rejected.Select(rejected => rejected.Record)));
        Assert.AreEqual(("Jörg Müller", "1234.50 EUR"), (sink.Transfers[0].EmployeeName.Reveal(), sink.Transfers[0].Amount.ToString()));
    }

    [TestMethod]
    public void Misspelt_headings_are_guessed_and_said_unused_ones_and_missing_ones_are_named()
    {
        var found = Of("x.csv", "Employe Number,Employee_Name,PayDate,Net Pay,Shoe Size\n1,A,2026-11-05,10.00,42\n"u8.ToArray());
        Assert.AreEqual("Employe Number", found.Profile!.Columns["employee_id"].From.Single());
        Assert.AreEqual(ProfileKind.Register, found.Profile.Kind);
        Assert.AreEqual("Shoe Size", found.NotUsed.Single());
        Assert.IsTrue(found.Remarks.Any(remark => remark.Contains("Employe Number", StringComparison.Ordinal)));
        Assert.AreEqual("amount", Of("x.csv", "Employee Number,Employee Name,Pay Date,Account Number\n1,A,2026-11-05,123\n"u8.ToArray()).NotMapped.Single());
    }

    [TestMethod]
    public void The_contracts_own_headings_are_themselves_whatever_the_delimiter_and_before_any_guess()
    {
        var names = ExportColumns.Payout.Select(column => column.Name).Reverse().ToArray();
        var found = Of("x.csv", Encoding.UTF8.GetBytes(string.Join(';', names) + ";Date\n" + string.Join(';', names.Select(_ => "1")) + ";1\n"));

        foreach (var name in names) Assert.AreEqual(name, found.Profile!.Columns[name].From.Single());
        Assert.AreEqual("Date", found.NotUsed.Single());
        Assert.IsFalse(found.Remarks.Any(remark => remark.Contains("was taken for", StringComparison.Ordinal)));
        Assert.IsFalse(Of("x.csv", "Employee Number,Employee Name,Account Changed By\n1,A,B\n"u8.ToArray()).Profile!.Columns.ContainsKey("account_changed_at"));
    }

    [TestMethod]
    [DataRow("05/06/2026", "07/08/2026", "dd/MM/yyyy", true)]
    [DataRow("05/06/2026", "25/06/2026", "dd/MM/yyyy", false)]
    [DataRow("05/06/2026", "05/25/2026", "MM/dd/yyyy", false)]
    [DataRow("2026-06-05", "20260605", null, false)]
    [DataRow("5 Jun 2026", "15 Nov 2026", "d MMM yyyy", false)]
    public void Day_and_month_are_told_apart_where_the_dates_do_and_asked_about_where_they_do_not(string first, string second, string? format, bool asked)
    {
        var found = Of("x.csv", Encoding.UTF8.GetBytes($"Employee Number,Employee Name,Pay Date,Net Pay,IBAN\n1,A,{first},1.00,DE89370400440532013000\n2,B,{second},1.00,DE89370400440532013000\n"));
        Assert.AreEqual(format, found.Profile!.DateFormats.SingleOrDefault());
        Assert.AreEqual(asked, found.Remarks.Any(remark => remark.Contains(" or ", StringComparison.Ordinal) && remark.StartsWith("pay_date", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void What_fits_already_is_said_and_no_value_is_shown_of_a_file_without_header()
    {
        Assert.AreEqual("paysieve-csv", Of("x.csv", Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row()))).Fits);
        Assert.AreEqual("quickbooks-bank", Of("x.csv", "Employee,Bank Account Number,ABA Routing Number,CHK/SAV\n"u8.ToArray()).Fits);
        var bare = Of("x.csv", "Wilhelmina Quackenbush,DE89370400440532013000,2026-11-05\nBo,DE89370400440532013000,2026-11-05\n"u8.ToArray());
        Assert.IsNull(bare.Profile);
        Assert.DoesNotContain("Quackenbush", string.Join('\n', bare.NotUsed.Concat(bare.Remarks)), StringComparison.Ordinal);
        foreach (var bytes in new byte[][] { [], [0], [0xFF, 0xFE], "x"u8.ToArray(), "<?xml version='1.0'?>\n<a/>"u8.ToArray(), [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * 7))] })
            Assert.IsNull(Of("x.csv", bytes).Profile);
    }

    private static ProfileFinding Of(string name, byte[] bytes)
    {
        using var folder = new TestFolder();
        return ProfileProposal.Of(folder.Write(name, bytes), Mapped.Shipped, new UnpackLimits());
    }
}
