// Vendors' layouts through a profile: delimiters, encodings, dates, numbers, made columns, rows that are no data.
using System.Globalization;
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Formats.Profiles;

namespace Paysieve.Pipeline.Tests.Formats.Profiles;

[TestClass]
public sealed class MappedReadingTests
{
    private const string German = "\"delimiter\": \";\", \"decimalMark\": \",\", \"groupMark\": \".\", \"dateFormats\": \"dd.MM.yyyy\",";
    private static readonly string GermanFile = Mapped.Header.Replace(',', ';') + "\nB1;7;Jörg;\"Müller; Graf\";30.11.2026;1.234,50;DE89370400440532013000\n";

    [TestMethod]
    [DataRow("utf-8")]
    [DataRow("utf-16")]
    [DataRow("utf-16BE")]
    [DataRow("windows-1252")]
    public void Declared_delimiter_marks_dates_and_encoding_are_read(string encoding)
    {
        var coding = ProfileChecks.EncodingOf(encoding)!;
        byte[] bytes = [.. coding.GetPreamble(), .. coding.GetBytes(GermanFile)];
        var (result, sink) = Mapped.Read(Mapped.Json($"\"encoding\": \"{encoding}\", {German}"), bytes);

        Assert.AreEqual((1L, 1L), (result.RowsRead, result.RowsAccepted), result.FileRejection?.ToString());
        Assert.AreEqual("mine", result.Profile);
        var transfer = sink.Transfers.Single();
        Assert.AreEqual("B1 ACME 7 Jörg Müller; Graf 2026-11-30 1234.50 EUR", string.Create(
            CultureInfo.InvariantCulture, $"{transfer.TransferId} {transfer.EmployerId} {transfer.EmployeeId} {transfer.EmployeeName.Reveal()} {transfer.PayDate:yyyy-MM-dd} {transfer.Amount}"));
    }

    [TestMethod]
    public void Japanese_in_shift_jis_is_read_and_bytes_outside_the_encoding_refuse_the_file()
    {
        const string Json = """
            { "profile": "kyuyo", "encoding": "shift_jis", "dateFormats": "yyyy'年'M'月'd'日'", "groupMark": ",",
              "columns": { "transfer_id": { "key": ["社員番号", "pay_date"] }, "employer_id": { "constant": "K" }, "employee_id": "社員番号", "employee_name": "氏名",
                "pay_date": "支給日", "amount": "支給額", "currency": { "constant": "JPY" }, "account": "口座番号" } }
            """;
        var text = Encoding.GetEncoding("shift_jis").GetBytes("社員番号,氏名,支給日,支給額,口座番号\r\n0012,髙橋 はなこ,2026年11月5日,\"¥325,000\",1234567\r\n");
        var (_, sink) = Mapped.Read(Json, text);
        Assert.AreEqual("髙橋 はなこ", sink.Transfers.Single().EmployeeName.Reveal());
        Assert.AreEqual("325000 JPY", sink.Transfers.Single().Amount.ToString());
        Assert.AreEqual(RejectionCode.FileNotInEncoding, Mapped.Read(Json, [.. text, 0x81, 0xFF, (byte)'\n']).Result.FileRejection?.Code);
    }

    [TestMethod]
    [DataRow(",", ".", "1.234,50", "1234.50")]
    [DataRow(",", null, "1234,5", "1234.50")]
    [DataRow(",", " ", "1\u202F234,50 €", "1234.50")]
    [DataRow(".", ",", "$1,234.50", "1234.50")]
    [DataRow(".", ",", "(1,234.50)", "-1234.50")]
    [DataRow(".", ",", "1,234.50-", "-1234.50")]
    [DataRow(".", ",", "12,34,567.00", "1234567.00")]
    [DataRow(".", "'", "1'234.50", "1234.50")]
    [DataRow(".", null, "-7", "-7.00")]
    [DataRow(",", ".", "1.234.50", null)]
    [DataRow(",", null, "1234.50", null)]
    [DataRow(".", ",", "1,50", null)]
    [DataRow(".", ",", "1234,567.00", null)]
    [DataRow(".", ",", "1,234,5", null)]
    [DataRow(".", ",", "--5", null)]
    [DataRow(".", ",", "12 34", null)]
    public void Numbers_are_read_in_the_declared_marks_and_in_no_others(string decimalMark, string? groupMark, string written, string? read)
    {
        var group = groupMark is null ? "" : $"\"groupMark\": \"{groupMark}\",";
        var (_, sink) = Mapped.Read(
            Mapped.Json($"\"decimalMark\": \"{decimalMark}\", {group}"), $"{Mapped.Header}\nB1,7,A,B,2026-11-30,\"{written}\",DE89370400440532013000\n");
        if (read is not null) Assert.AreEqual(read + " EUR", sink.Transfers.Single().Amount.ToString());
        else Assert.AreEqual(("Netto", RejectionCode.NotANumber), (sink.Rejected.Single().Record.Column, sink.Rejected.Single().Record.Code));
    }

    [TestMethod]
    public void What_is_wrong_is_told_by_line_and_heading_of_the_file_and_what_the_profile_expects()
    {
        var (result, sink) = Mapped.Read(
            Mapped.Json("\"skipLines\": 3, " + German), "Lohnlauf November\r\n\"offen\r\n\r\n" + GermanFile.Replace("\n", "\r\n", StringComparison.Ordinal)
                + "B2;8;A;B;31.11.2026;5,00;DE89370400440532013000\r\nB3;9;A;B;30.11.2026;5.00;DE89370400440532013000\r\n");
        Assert.AreEqual((3L, 1L, 2L), (result.RowsRead, result.RowsAccepted, result.RowsRejected), result.FileRejection?.ToString());
        Assert.AreEqual((6L, "Zahltag", RejectionCode.NotADate), (sink.Rejected[0].Record.LineNo, sink.Rejected[0].Record.Column, sink.Rejected[0].Record.Code));
        Assert.Contains("dd.MM.yyyy", sink.Rejected[0].Record.Expected, StringComparison.Ordinal);
        Assert.AreEqual((7L, "Netto", RejectionCode.NotANumber), (sink.Rejected[1].Record.LineNo, sink.Rejected[1].Record.Column, sink.Rejected[1].Record.Code));
    }

    [TestMethod]
    public void Iso_dates_are_understood_whatever_the_profile_declares()
    {
        var (_, sink) = Mapped.Read(Mapped.Json(German), GermanFile.Replace("30.11.2026", "2026-11-30", StringComparison.Ordinal));
        Assert.AreEqual(new DateOnly(2026, 11, 30), sink.Transfers.Single().PayDate);
    }

    [TestMethod]
    public void Rows_that_are_no_data_are_counted_and_neither_accepted_nor_rejected()
    {
        const string Settings = "\"leaveOut\": { \"linesStartingWith\": \"!\", \"where\": { \"Nr\": [\"Summe\", \"\"] } },";
        var (result, sink) = Mapped.Read(
            Mapped.Json(Settings), $"!x,y\n{Mapped.Header}\n!,,\nB1,7,A,B,2026-11-30,1,DE89370400440532013000\n,SUMME,,,,1,\n,,,,,1,\n");
        Assert.AreEqual((1L, 1L), (result.RowsRead, result.RowsAccepted), result.FileRejection?.ToString());
        Assert.AreEqual(new ReadWarning(ReadWarningCode.RowsLeftOut, "4"), result.Warnings.Single());
        Assert.IsEmpty(sink.Rejected);
    }

    [TestMethod]
    public void Words_defaults_padding_and_digits_make_the_contracts_values()
    {
        const string Columns = """
            , "channel": { "from": "Weg", "words": { "Überweisung": "bank" }, "otherwise": "wallet" }, "bank_id": { "from": "BLZ", "transform": "pad:9" },
            "bank_country": { "from": "Land", "default": "US", "transform": "upper" }, "phone": { "from": "Tel", "transform": "digits" }, "gross_amount": { "from": "Cent", "transform": "cents" }
            """;
        var (_, sink) = Mapped.Read(
            Mapped.Json(columns: Columns), $"{Mapped.Header},Weg,BLZ,Land,Tel,Cent\nB1,7,A,B,2026-11-30,1,1234567,ÜBERWEISUNG,21000021,,+49 (30) 1,123450\nB2,7,A,B,2026-11-30,1,1234567,bar,21000021,de,,\n");
        Assert.AreEqual("Bank 021000021 US 491 1234.50", Of(sink.Transfers[0]).Replace("49301", "491", StringComparison.Ordinal));
        Assert.AreEqual("Wallet 021000021 DE  ", Of(sink.Transfers[1]));

        static string Of(Pipeline.Transfers.Transfer transfer) =>
            string.Create(CultureInfo.InvariantCulture, $"{transfer.Channel} {transfer.BankId} {transfer.BankCountry?.Code} {transfer.Phone} {transfer.GrossAmount}");
    }

    [TestMethod]
    public void A_key_is_the_same_whatever_case_spacing_and_date_form_and_says_nothing_of_what_it_is_made_of()
    {
        var json = Mapped.Json("\"dateFormats\": \"d/M/yyyy\",").Replace("\"transfer_id\": \"Beleg\"", "\"transfer_id\": { \"key\": [\"Nachname\", \"pay_date\"] }", StringComparison.Ordinal);
        string[] ids = [.. new[] { "Müller,5/11/2026", " MÜLLER ,05/11/2026", "Müller,2026-11-05" }.Select(cells =>
            Mapped.Read(json, $"{Mapped.Header}\nB1,7,A,{cells},1,1234567\n").Sink.Transfers.Single().TransferId)];
        Assert.HasCount(1, ids.Distinct().ToArray());
        Assert.AreEqual(24, ids[0].Length);
        Assert.AreNotEqual(ids[0], Mapped.Read(json, $"{Mapped.Header}\nB1,7,A,Müller,6/11/2026,1,1234567\n").Sink.Transfers.Single().TransferId);
        Assert.AreEqual(RejectionCode.ValueMissing, Mapped.Read(Mapped.Json().Replace("\"Beleg\"", "{ \"key\": \"Beleg\" }", StringComparison.Ordinal), $"{Mapped.Header}\n,7,A,B,2026-11-05,1,1234567\n").Sink.Rejected.Single().Record.Code);
    }

    [TestMethod]
    public void Every_line_break_and_quoted_break_is_read_in_a_vendors_file_too()
    {
        var lines = GermanFile.TrimEnd('\n').Split('\n');
        foreach (var end in new[] { "\n", "\r\n", "\r" })
            Assert.HasCount(1, Mapped.Read(Mapped.Json(German), string.Join(end, lines.Append(""))).Sink.Transfers, end == "\r" ? "CR" : "LF");
        Assert.AreEqual("Jö rg Müller; Graf", Mapped.Read(Mapped.Json(German), GermanFile.Replace("Jörg", "\"Jö\r\nrg\"", StringComparison.Ordinal)).Sink.Transfers.Single().EmployeeName.Reveal());
    }

    [TestMethod]
    public void A_file_takes_the_one_profile_that_fits_and_is_refused_over_two_until_one_is_declared()
    {
        using var folder = new TestFolder();
        var file = folder.Write("lohn-2026-11.csv", Encoding.UTF8.GetBytes($"{Mapped.Header},Mehr\nB1,7,A,B,2026-11-30,1,1234567\n".Replace("1234567\n", "1234567,x\n", StringComparison.Ordinal)));
        Assert.AreEqual("mine", Mapped.Read(file, Mapped.Shelf(folder, Mapped.Json())).Result.Profile);
        var refused = Mapped.Read(file, Mapped.Shelf(folder, Mapped.Json(), Mapped.Json(name: "other"))).Result.FileRejection!;
        Assert.AreEqual(RejectionCode.ProfileAmbiguous, refused.Code);
        Assert.Contains("mine, other", refused.Found, StringComparison.Ordinal);
        Assert.AreEqual("other", Mapped.Read(file, Mapped.Shelf(folder, Mapped.Json(), Mapped.Json("\"files\": \"lohn-*.csv\",", "other"))).Result.Profile);
        Assert.AreEqual("mine", Mapped.Read(file, Mapped.Shelf(folder, Mapped.Json(), Mapped.Json("\"files\": \"bonus-*.csv\",", "other"))).Result.Profile);
    }

    [TestMethod]
    public void A_header_that_lacks_or_repeats_a_heading_of_the_declared_profile_is_refused_with_its_name()
    {
        using var folder = new TestFolder();
        var shelf = Mapped.Shelf(folder, Mapped.Json("\"files\": \"*.csv\","));
        var lacking = Mapped.Read(folder.Write("a.csv", Encoding.UTF8.GetBytes(Mapped.Header.Replace("Netto", "Brutto", StringComparison.Ordinal) + "\n")), shelf).Result.FileRejection!;
        Assert.AreEqual((RejectionCode.ColumnMissing, "Netto"), (lacking.Code, lacking.Column));
        var twice = Mapped.Read(folder.Write("b.csv", Encoding.UTF8.GetBytes(Mapped.Header + ", NETTO\n")), shelf).Result.FileRejection!;
        Assert.AreEqual((RejectionCode.ColumnRepeated, "Netto"), (twice.Code, twice.Column));
    }

    [TestMethod]
    public void The_contracts_own_layout_needs_no_profile_and_is_offered_to_none()
    {
        using var folder = new TestFolder();
        var everything = Mapped.Json().Replace("\"Beleg\"", "\"transfer_id\"", StringComparison.Ordinal);
        var (result, _) = Mapped.Read(folder.Write("a.csv", Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row()))), Mapped.Shelf(folder, everything));
        Assert.IsNull(result.Profile);
        Assert.AreEqual(1, result.RowsAccepted);
    }
}
