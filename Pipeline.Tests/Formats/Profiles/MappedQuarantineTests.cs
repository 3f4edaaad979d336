// Rejected rows of a vendor's file go out as the vendor wrote them, and come back through the same profile wherever they are fed.
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Formats.Profiles;

[TestClass]
public sealed class MappedQuarantineTests
{
    private const string Settings = "\"files\": \"lohn*.csv\", \"delimiter\": \";\", \"encoding\": \"windows-1252\", \"skipLines\": 1, \"decimalMark\": \",\", \"dateFormats\": \"dd.MM.yyyy\",";

    [TestMethod]
    public void A_corrected_quarantine_gives_what_the_corrected_file_would_have_given()
    {
        using var folder = new TestFolder();
        var shelf = Mapped.Shelf(folder, Mapped.Json(Settings, columns: ", \"phone\": \"Tel\", \"address\": \"Ort\""));
        var text = "Lohnlauf\r\n" + Mapped.Header.Replace(',', ';') + ";Tel;Ort\r\nB1;7;Jörg;Müller;31.11.2026;-1234,5;DE89370400440532013000;+49 1;\"a;\"\"b\"\"\"\r\nB2;8;A;B;30.11.2026;5;DE89370400440532013000;;\r\n";
        var coding = Encoding.GetEncoding("windows-1252");
        var (path, first) = Quarantine(folder, folder.Write("lohn.csv", coding.GetBytes(text)), shelf);
        Assert.AreEqual((2L, 1L, 1L), (first.RowsRead, first.RowsAccepted, first.RowsRejected), first.FileRejection?.ToString());
        var written = File.ReadAllText(path!);
        StringAssert.StartsWith(written.TrimStart('\uFEFF'), "rejected_line;rejected_column;rejected_code;rejected_detail;rejected_profile;" + Mapped.Header.Replace(',', ';') + ";Tel;Ort\n3;Zahltag;NOT_A_DATE;\"", StringComparison.Ordinal);
        Assert.Contains(";mine;B1;7;Jörg;Müller;31.11.2026;'-1234,5;", written, StringComparison.Ordinal);

        var corrected = written.Replace("31.11.2026", "30.11.2026", StringComparison.Ordinal);
        // As it is, and as a spreadsheet in another country saves it.
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(corrected), Encoding.UTF8.GetBytes(corrected.TrimStart('\uFEFF').Replace("1234,5", "1234#5", StringComparison.Ordinal).Replace("a;\"\"b", "a#\"\"b", StringComparison.Ordinal).Replace(';', '\t').Replace("a#", "a;", StringComparison.Ordinal).Replace('#', ',').Replace("\n", "\r\n", StringComparison.Ordinal)) })
        {
            var (again, sink) = Mapped.Read(folder.Write("anything.csv", bytes), shelf);
            Assert.AreEqual((1L, 1L), (again.RowsRead, again.RowsAccepted), again.FileRejection?.ToString());
            Assert.AreEqual(Mapped.Read(folder.Write("lohn-2.csv", coding.GetBytes(text.Replace("31.11.2026", "30.11.2026", StringComparison.Ordinal))), shelf).Sink.Transfers[0], sink.Transfers.Single());
        }
    }

    [TestMethod]
    public void A_quarantine_rejected_again_names_its_profile_once_and_one_that_is_gone_is_told()
    {
        using var folder = new TestFolder();
        var shelf = Mapped.Shelf(folder, Mapped.Json());
        var (path, _) = Quarantine(folder, folder.Write("a.csv", Encoding.UTF8.GetBytes(Mapped.Header + "\nB1,7,A,B,2026-13-01,1,1234567\n")), shelf);
        var (second, _) = Quarantine(folder, folder.Write(Path.GetFileName(path!), File.ReadAllBytes(path!)), shelf);
        // The line is another: there were no quarantine columns above the first.
        CollectionAssert.AreEqual(File.ReadAllBytes(path!), File.ReadAllBytes(second!));
        var refused = Mapped.Read(folder.Write("b.csv", File.ReadAllBytes(path!)), Mapped.Shipped).Result.FileRejection!;
        Assert.AreEqual(RejectionCode.ProfileUnknown, refused.Code);
        Assert.Contains("mine", refused.Found, StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_rejected_row_of_a_register_comes_back_with_all_its_splits()
    {
        using var folder = new TestFolder();
        const string Elections = "employee_number,account_type,account_number,routing_number,deposit_order,rule_type,rule_amount\n7,x,1111,021000021,1,Flat,10\n7,x,2222,021000021,2,Remainder,\n";
        var table = Mapped.Elections("bamboohr-bank-accounts", folder.Write("e.csv", Encoding.UTF8.GetBytes(Elections)), Mapped.Shipped);
        var (path, _) = Quarantine(folder, folder.Write("r.csv", Encoding.UTF8.GetBytes("transfer_id,employer_id,employee_id,employee_name,pay_date,amount,currency\nT1,A,7,N,2026-11-25,100,EURO\n")), Mapped.Shipped, table);
        var (_, sink) = Mapped.Read(folder.Write("c.csv", Encoding.UTF8.GetBytes(File.ReadAllText(path!).Replace("EURO", "EUR", StringComparison.Ordinal))), Mapped.Shipped, table);
        CollectionAssert.AreEqual(new[] { "T1-1", "T1-2" }, sink.Transfers.Select(transfer => transfer.TransferId).ToArray());
    }

    private static (string? Path, ReadResult Result) Quarantine(TestFolder folder, SourceFile file, ProfileShelf shelf, ElectionTable? elections = null)
    {
        using var quarantine = new QuarantineFile(Path.Combine(folder.Path, "quarantine"), file);
        var result = new CanonicalCsvReader(shelf, elections).Read(file, new Sink(quarantine), new ReadLimits(), null, CancellationToken.None);
        return (quarantine.Complete(), result);
    }

    private sealed class Sink(QuarantineFile file) : IExportSink
    {
        public void Begin(ExportLayout layout) => file.Begin(layout);

        public void Accept(Transfer transfer)
        {
        }

        public void Accept(PaymentLeg leg)
        {
        }

        public void Reject(RejectedRecord record, ReadOnlySpan<byte> rawRow) => file.Add(record, rawRow);
    }
}
