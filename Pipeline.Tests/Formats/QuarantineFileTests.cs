// Rejected rows go out, are corrected and come back.
using System.Text;
using CsCheck;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Sources;

namespace Paysieve.Pipeline.Tests.Formats;

[TestClass]
public sealed class QuarantineFileTests
{
    [TestMethod]
    public void A_corrected_quarantine_is_accepted_without_a_warning()
    {
        using var folder = new TestFolder();
        var first = Exports.Csv(Exports.Row("T1"), Exports.Row("T2", ("currency", "EURO"), ("address", "=1+1,\"x\"\nline"), ("phone", "+49 30 1"), ("department", "'=odd")));
        var (path, result) = Quarantine(folder, folder.Write("june.csv", Encoding.UTF8.GetBytes(first)));
        Assert.AreEqual(1, result.RowsRejected);
        var text = File.ReadAllText(path!);
        StringAssert.StartsWith(
            text.ReplaceLineEndings("\n"),
            "rejected_line,rejected_column,rejected_code,rejected_detail," + string.Join(',', Exports.Columns) + "\n3,currency,UNKNOWN_CURRENCY,\"found AAAA; expected", StringComparison.Ordinal);

        var (again, sink) = Exports.Read(folder.Write("corrected.csv", Encoding.UTF8.GetBytes(text.Replace("EURO", "EUR", StringComparison.Ordinal))));

        Assert.AreEqual((1L, 1L), (again.RowsRead, again.RowsAccepted));
        Assert.IsEmpty(again.Warnings);
        var expected = Exports.Read(first.Replace("EURO", "EUR", StringComparison.Ordinal)).Sink.Transfers[1];
        Assert.AreEqual(expected, sink.Transfers.Single());
        Assert.AreEqual("=1+1,\"x\" line", expected.Address);
        Assert.AreEqual("'=odd", expected.Department);
    }

    [TestMethod]
    public void What_a_spreadsheet_would_run_is_marked()
    {
        using var folder = new TestFolder();
        var (path, _) = Quarantine(folder, folder.Write("a.csv", Encoding.UTF8.GetBytes(
            Exports.Csv(Exports.Row("T2", ("currency", "EURO"), ("job_title", "=cmd()"), ("address", "@a,b"), ("phone", "+1"), ("email", "'t Hooft"))))));
        var row = File.ReadAllLines(path!)[1];
        Assert.Contains(",'=cmd(),", row, StringComparison.Ordinal);
        Assert.Contains(",\"'@a,b\",'+1,'t Hooft,", row, StringComparison.Ordinal);
    }

    [TestMethod]
    public void The_same_file_again_gives_the_same_bytes_under_the_same_name()
    {
        using var folder = new TestFolder();
        var file = folder.Write("a b.csv", Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row("T2", ("amount", "x")))));
        var (path, _) = Quarantine(folder, file);
        var bytes = File.ReadAllBytes(path!);
        var (second, _) = Quarantine(folder, file);
        Assert.AreEqual(path, second);
        Assert.AreEqual($"{file.FileId[..12]}-a_b.rejected.csv", Path.GetFileName(path));
        CollectionAssert.AreEqual(bytes, File.ReadAllBytes(path!));
        Assert.HasCount(1, Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [TestMethod]
    public void A_quarantine_rejected_again_has_one_set_of_reasons_and_the_same_values()
    {
        using var folder = new TestFolder();
        var (path, _) = Quarantine(folder, folder.Write("a.csv", Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row("T2", ("amount", "-x"))))));
        var bytes = File.ReadAllBytes(path!);
        var (second, _) = Quarantine(folder, folder.Write(Path.GetFileName(path!), bytes));
        Assert.AreEqual("a.rejected.csv", Path.GetFileName(second!)[13..]);
        // Only the line number is another: the row is now on line 2, as it was.
        CollectionAssert.AreEqual(bytes, File.ReadAllBytes(second!));
    }

    [TestMethod]
    public void A_row_whose_number_hides_something_is_erased_with_its_payee()
    {
        using var folder = new TestFolder();
        var (path, _) = Quarantine(folder, folder.Write("a.csv", Encoding.UTF8.GetBytes(
            Exports.Csv(Exports.Row("T2", ("employee_id", "E\u200B1\uFEFF"), ("amount", "x")), Exports.Row("T3", ("employee_id", "E2"), ("amount", "x"))))));
        Assert.AreEqual(1, QuarantineErasure.Erase(Path.GetDirectoryName(path)!, "ACME", "E1", default));
        Assert.Contains("T3", File.ReadAllText(path!), StringComparison.Ordinal);
    }

    [TestMethod]
    public void Any_rejected_row_keeps_its_values_on_the_way_through() =>
        Gen.String[Gen.Char["'=+-@\t a1,\"\n"], 0, 8].Array[4].Sample(
            values =>
            {
                using var folder = new TestFolder();
                var row = Exports.Row("T2", ("currency", "EURO"), ("job_title", values[0]), ("address", values[1]), ("phone", values[2]), ("department", "b" + values[3]));
                var source = Exports.Csv(row);
                var (path, _) = Quarantine(folder, folder.Write("a.csv", Encoding.UTF8.GetBytes(source)));
                var back = Exports.Read(Encoding.UTF8.GetBytes(File.ReadAllText(path!).Replace("EURO", "EUR", StringComparison.Ordinal))).Sink.Transfers;
                return Exports.Read(source.Replace("EURO", "EUR", StringComparison.Ordinal)).Sink.Transfers.SequenceEqual(back);
            },
            iter: 200, seed: "0000KPIrQbX4");

    [TestMethod]
    public void A_quarantine_saved_by_a_spreadsheet_is_read_all_the_same()
    {
        using var folder = new TestFolder();
        var source = Exports.Csv(Exports.Row("T2", ("currency", "EURO"), ("address", "=1+1, \"x\"; y\nline"), ("phone", "+49 30 1"), ("employee_name", "Zoë Ünal")));
        var (path, _) = Quarantine(folder, folder.Write("june.csv", Encoding.UTF8.GetBytes(source)));
        var expected = Exports.Read(source.Replace("EURO", "EUR", StringComparison.Ordinal)).Sink.Transfers.Single();
        var corrected = File.ReadAllText(path!).Replace("EURO", "EUR", StringComparison.Ordinal);
        var rows = Cells(corrected);
        string Saved(char between, string end, bool allQuoted) => string.Concat(rows.Select(row =>
            string.Join(between, row.Select(cell => allQuoted || cell.AsSpan().ContainsAny($"{between}\"\r\n") ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : cell)) + end));
        byte[][] variants =
        [
            Encoding.UTF8.GetBytes(Saved(',', "\r\n", false)),
            [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Saved(';', "\r\n", false))],
            Encoding.UTF8.GetBytes(Saved(';', "\n", true)),
            Encoding.UTF8.GetBytes(Saved('\t', "\r", false)),
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Saved('\t', "\r\n", false))],
        ];
        foreach (var variant in variants)
        {
            var (result, sink) = Exports.Read(variant);
            Assert.AreEqual(1, result.RowsAccepted, result.FileRejection?.ToString());
            Assert.IsEmpty(result.Warnings);
            Assert.AreEqual(expected, sink.Transfers.Single());
        }
    }

    [TestMethod]
    public void A_quarantine_with_semicolons_that_is_rejected_again_keeps_them_and_has_one_set_of_reasons()
    {
        using var folder = new TestFolder();
        var (path, _) = Quarantine(folder, folder.Write("a.csv", Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row("T2", ("amount", "-x"), ("phone", "=1;2"))))));
        var saved = string.Concat(Cells(File.ReadAllText(path!)).Select(row => string.Join(';', row.Select(cell => cell.Contains(';', StringComparison.Ordinal) ? $"\"{cell}\"" : cell)) + "\n"));
        var (second, _) = Quarantine(folder, folder.Write(Path.GetFileName(path!), Encoding.UTF8.GetBytes(saved)));
        var lines = File.ReadAllText(second!).TrimEnd('\n').Split('\n');
        Assert.AreEqual(saved.Split('\n')[0], lines[0]);
        Assert.HasCount(1, System.Text.RegularExpressions.Regex.Matches(lines[1], "NOT_A_NUMBER"));
        Assert.Contains("\"'=1;2\"", lines[1], StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(',')]
    [DataRow(';')]
    public void A_row_rejected_for_its_id_is_not_let_in_under_the_same_one(char between)
    {
        using var folder = new TestFolder();
        var (path, _) = Quarantine(folder, folder.Write("a.csv", Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row("T1"), Exports.Row("T1", ("amount", "9999.00"))))));
        var rows = Cells(File.ReadAllText(path!));
        byte[] Saved(Action<string[]> change)
        {
            var copy = rows.ConvertAll(row => (string[])row.Clone());
            change(copy[1]);
            return Encoding.UTF8.GetBytes(string.Concat(copy.Select(row => string.Join(between, row.Select(cell => $"\"{cell}\"")) + "\n")));
        }
        int At(string column) => Array.IndexOf(rows[0], column);

        var unmended = folder.Write(Path.GetFileName(path!), Saved(_ => { }));
        var (again, sink) = Exports.Read(unmended);
        Assert.AreEqual((0L, 1L), (again.RowsAccepted, again.RowsRejected));
        Assert.AreEqual((RejectionCode.DuplicateId, "transfer_id"), (sink.Rejected[0].Record.Code, sink.Rejected[0].Record.Column));
        // Once more: the mark went with it.
        var (second, _) = Quarantine(folder, unmended);
        Assert.AreEqual(0, Exports.Read(folder.Write("third.csv", File.ReadAllBytes(second!))).Result.RowsAccepted);

        Assert.AreEqual("T2", Exports.Read(Saved(row => row[At("transfer_id")] = "T2")).Sink.Transfers.Single().TransferId);
        Assert.AreEqual("T1", Exports.Read(Saved(row => row[At("rejected_code")] = "")).Sink.Transfers.Single().TransferId);
    }

    [TestMethod]
    public void A_leg_rejected_for_its_id_is_not_let_in_under_the_same_one()
    {
        using var folder = new TestFolder();
        const string Legs = "leg_id,transfer_id,leg_no,executed_at,from_currency,to_currency\nL1,T1,1,2026-11-25T10:00:00Z,EUR,USD\nL1,T1,2,2026-11-25T11:00:00Z,EUR,USD\n";
        var (path, _) = Quarantine(folder, folder.Write("legs.csv", Encoding.UTF8.GetBytes(Legs)));
        var text = File.ReadAllText(path!);
        Assert.AreEqual(RejectionCode.DuplicateId, Exports.Read(text).Sink.Rejected.Single().Record.Code);
        Assert.AreEqual("L2", Exports.Read(text.Replace("L1,", "L2,", StringComparison.Ordinal)).Sink.Legs.Single().LegId);
    }

    private static List<string[]> Cells(string text)
    {
        using var csv = CsvHelper.CsvReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(text)), new CsvHelper.CsvReaderOptions { HasHeader = false });
        var rows = new List<string[]>();
        while (csv.Read()) rows.Add([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
        return rows;
    }

    [TestMethod]
    public void Nothing_is_written_without_rejected_rows_and_an_uncompleted_file_leaves_no_trace()
    {
        using var folder = new TestFolder();
        var (path, _) = Quarantine(folder, folder.Write("a.csv", Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row()))));
        Assert.IsNull(path);
        Assert.IsFalse(Directory.Exists(Path.Combine(folder.Path, "quarantine")));

        var file = folder.Write("b.csv", Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row("T1", ("amount", "x")))));
        using (var dropped = new QuarantineFile(Path.Combine(folder.Path, "quarantine"), file))
        {
            new CanonicalCsvReader().Read(file, new QuarantineSink(dropped), new ReadLimits(), null, CancellationToken.None);
        }
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(folder.Path, "quarantine")));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Folder_and_file_are_for_their_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TestFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "quarantine"));
        var (path, _) = Quarantine(folder, folder.Write("a.csv", Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row("T1", ("amount", "x"))))));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path!));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
    }

    private static (string? Path, ReadResult Result) Quarantine(TestFolder folder, SourceFile file)
    {
        using var quarantine = new QuarantineFile(Path.Combine(folder.Path, "quarantine"), file);
        var result = new CanonicalCsvReader().Read(file, new QuarantineSink(quarantine), new ReadLimits(), null, CancellationToken.None);
        return (quarantine.Complete(), result);
    }

    private sealed class QuarantineSink(QuarantineFile file) : IExportSink
    {
        public void Begin(ExportLayout layout) => file.Begin(layout);

        public void Accept(Pipeline.Transfers.Transfer transfer)
        {
        }

        public void Accept(Pipeline.Transfers.PaymentLeg leg)
        {
        }

        public void Reject(RejectedRecord record, ReadOnlySpan<byte> rawRow) => file.Add(record, rawRow);
    }
}
