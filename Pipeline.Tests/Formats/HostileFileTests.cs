// Files made or fallen to do harm: each is refused with its reason, whole or row by row, and costs little.
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Tests.Formats.Profiles;

namespace Paysieve.Pipeline.Tests.Formats;

[TestClass]
public sealed class HostileFileTests
{
    private static readonly string Good = Exports.Csv(Exports.Row("T1"), Exports.Row("T2"));

    [TestMethod]
    [DataRow("101 076401251 0764012510807291511A094101achdestname            companyname                    \n5225companyname                         origid    PPDCHECKPAYMT000002080730   1076401250000001\n", RejectionCode.HeaderMissing, "NACHA")]
    [DataRow("\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document><CstmrCdtTrfInitn/></Document>\n", RejectionCode.HeaderMissing, "XML")]
    [DataRow("{ \"banks\": [1, 2] }\n", RejectionCode.HeaderMissing, "JSON")]
    [DataRow(":20:REF\r\n:32A:261125EUR1,00\r\n", RejectionCode.HeaderMissing, "SWIFT")]
    [DataRow("Anna Quackenbush;4711\n", RejectionCode.HeaderMissing, "no known column")]
    [DataRow("transfer_id;employer_id;\"employee_id\";employee_name;pay_date;amount;currency;account\nT1;E;1;Ann Lee;2026-11-25;5,5;EUR;4711\n", RejectionCode.HeaderMissing, "semicolons")]
    [DataRow("transfer_id\temployer_id\temployee_id\tpay_date\nT1\tE\t1\t2026-11-25\n", RejectionCode.HeaderMissing, "tabs")]
    [DataRow("%PDF-1.7\n%\n", RejectionCode.HeaderMissing, "no known column")]
    public void A_file_of_another_kind_is_refused_whole_and_told_for_what_it_is(string text, RejectionCode code, string word)
    {
        var (result, sink) = Exports.Read(text);
        Assert.AreEqual(code, result.FileRejection?.Code);
        Assert.Contains(word, result.FileRejection!.Found, StringComparison.Ordinal);
        Assert.Contains("payout CSV", result.FileRejection.Expected, StringComparison.Ordinal);
        Assert.DoesNotContain("Quackenbush", result.FileRejection.ToString(), StringComparison.Ordinal);
        Assert.IsNull(sink.Layout);
    }

    [TestMethod]
    public void A_byte_order_mark_that_joining_files_has_doubled_is_no_part_of_the_heading() =>
        Assert.AreEqual(2, Exports.Read("\uFEFF\uFEFF" + Good).Result.RowsAccepted);

    [TestMethod]
    public void A_zengin_file_in_its_own_encoding_is_refused_whole()
    {
        ProfilesReady();
        var record = "1110" + "0000000001" + "ｱｶﾞﾛｼﾞ".PadRight(106);
        Assert.AreEqual(RejectionCode.FileNotUtf8, Exports.Read(Encoding.GetEncoding("shift_jis").GetBytes(record + "\r\n")).Result.FileRejection?.Code);
        Assert.Contains("Zengin", Exports.Read("1110000000001".PadRight(120) + "\r\n2\r\n").Result.FileRejection!.Found, StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_field_of_a_hundred_megabytes_is_refused_without_being_kept()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "big.csv");
        using (var stream = File.Create(path))
        {
            stream.Write(Encoding.UTF8.GetBytes(Exports.Csv() + "T1,\""));
            var block = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
            for (var i = 0; i < 100; i++) stream.Write(block);
        }
        var file = new FileSource(".csv").Resolve([path], CancellationToken.None).Files.Single();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (result, _) = Exports.Read(file);
        Assert.AreEqual((RejectionCode.RowTooLong, 2L), (result.FileRejection?.Code, result.FileRejection!.LineNo));
        Assert.IsLessThan(24 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    [DataRow("employee_name", "\u0001\u0002", RejectionCode.ControlCharacter)]
    [DataRow("employee_name", "\u200B\u00A0\u2060", RejectionCode.ValueMissing)]
    [DataRow("employee_name", "=HYPERLINK(\"http://example.com\")", null)]
    [DataRow("amount", "=1+1", RejectionCode.NotANumber)]
    [DataRow("amount", "79228162514264337593543950336", RejectionCode.NumberOutOfRange)]
    [DataRow("amount", "NaN", RejectionCode.NotANumber)]
    [DataRow("amount", "٣٤", RejectionCode.NotANumber)]
    [DataRow("pay_date", "9999-12-31", RejectionCode.DateOutOfRange)]
    [DataRow("pay_date", "0001-01-01", RejectionCode.DateOutOfRange)]
    [DataRow("account", "=cmd|' /C calc'!A0", RejectionCode.NotAnAccount)]
    [DataRow("account", "1.23457E+15", RejectionCode.NotAnAccount)]
    [DataRow("account", "1,23457E+11", RejectionCode.NotAnAccount)]
    public void A_cell_meant_to_do_harm_is_text_or_rejects_its_row(string column, string value, RejectionCode? code)
    {
        var (result, sink) = Exports.Read(Exports.Csv(Exports.Row("T1"), Exports.Row("T2", (column, value)), Exports.Row("T3")));
        Assert.AreEqual(3, result.RowsRead);
        Assert.AreEqual(code, sink.Rejected.Count == 0 ? null : sink.Rejected.Single().Record.Code);
    }

    [TestMethod]
    public void A_file_that_grows_or_shrinks_after_it_was_found_is_refused_whole()
    {
        using var folder = new TestFolder();
        var file = folder.Write("a.csv", Encoding.UTF8.GetBytes(Good));
        File.AppendAllText(file.Path, Exports.Csv(Exports.Row("T3")).Split('\n')[1] + "\n");
        Assert.AreEqual(RejectionCode.FileChanged, Exports.Read(file).Result.FileRejection?.Code);
        File.WriteAllText(file.Path, Exports.Csv(Exports.Row("T1")));
        Assert.AreEqual(RejectionCode.FileChanged, Exports.Read(file).Result.FileRejection?.Code);
        File.Delete(file.Path);
        Assert.AreEqual(RejectionCode.FileUnreadable, Exports.Read(file).Result.FileRejection?.Code);
    }

    [TestMethod]
    [DataRow("\"")]
    [DataRow("\0\0\0\0")]
    [DataRow("\r\r\n\n\r")]
    [DataRow(",,,,\n,,,,\n")]
    [DataRow("leg_id\n")]
    [DataRow("rejected_line")]
    [DataRow("rejected_line,")]
    [DataRow("rejected_line;rejected_profile\n1;register\n")]
    [DataRow("rejected_line;rejected_profile\n1;../../etc/passwd\n")]
    [DataRow("transfer_id,employer_id,employee_id,employee_name,pay_date,amount,currency\n")]
    public void Shreds_are_refused_whole(string text) =>
        Assert.IsNotNull(Mapped.Read(Mapped.Json(), text).Result.FileRejection);

    private static void ProfilesReady() => Assert.IsNotNull(Pipeline.Formats.Profiles.ProfileChecks.EncodingOf("shift_jis"));
}
