// What the reader makes of good, odd and bad exports.
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Formats;

[TestClass]
public sealed class CanonicalCsvReaderTests
{
    [TestMethod]
    public void Every_column_arrives_in_its_place()
    {
        var row = Exports.Row("T9",
            ("person_id", "P1"), ("pay_type", "Off_Cycle"), ("amount", "1000"), ("gross_amount", "1500.5"), ("contract_currency", "usd"),
            ("split_no", "2"), ("channel", "BANK"), ("beneficiary_name", "Müller, Jörg"), ("payee_check", "close"), ("bank_id", "deutdeffxxx"),
            ("bank_country", "de"), ("intermediary_bank_id", "WISE"), ("return_code", "R03"), ("payment_ref", "E2E-1"), ("employment_type", "eor"),
            ("job_title", "Nurse"), ("department", "Ward 3"), ("hire_date", "2020-02-29"), ("termination_date", "20261231"), ("residence_country", "FR"),
            ("work_country", "DE"), ("nationality", "XK"), ("date_of_birth", "1949-05-01"), ("address", "1 Long Street\nBerlin"), ("phone", "+49 30 1"),
            ("email", "a@example.com"), ("device_id", "d1"), ("login_country", "NL"), ("account_changed_at", "2026-11-01T08:00:00Z"),
            ("account_changed_by", "hr"), ("account_change_approved_by", "u7"));

        var (result, sink) = Exports.Read(Exports.Csv(row));

        Assert.AreEqual((1L, 1L, 0L), (result.RowsRead, result.RowsAccepted, result.RowsRejected));
        Assert.IsEmpty(result.Warnings);
        var transfer = sink.Transfers.Single();
        Assert.AreEqual("T9", transfer.TransferId);
        Assert.AreEqual("ACME", transfer.EmployerId);
        Assert.AreEqual("E1", transfer.EmployeeId);
        Assert.AreEqual("P1", transfer.PersonId);
        Assert.AreEqual("Ada Example", transfer.EmployeeName.Reveal());
        Assert.AreEqual(new DateOnly(2026, 11, 25), transfer.PayDate);
        Assert.AreEqual(PayType.OffCycle, transfer.PayType);
        Assert.AreEqual("1000.00 EUR", transfer.Amount.ToString());
        Assert.AreEqual(1500.50m, transfer.GrossAmount);
        Assert.AreEqual("USD", transfer.ContractCurrency!.Value.Code);
        Assert.AreEqual(2, transfer.SplitNo);
        Assert.AreEqual(Channel.Bank, transfer.Channel);
        Assert.AreEqual("Müller, Jörg", transfer.BeneficiaryName!.Reveal());
        Assert.AreEqual(PayeeCheck.Close, transfer.PayeeCheck);
        Assert.AreEqual("DEUTDEFF", transfer.BankId);
        Assert.AreEqual("DE", transfer.BankCountry!.Value.Code);
        Assert.AreEqual("WISE", transfer.IntermediaryBankId);
        Assert.AreEqual("R03", transfer.ReturnCode);
        Assert.AreEqual("E2E-1", transfer.PaymentRef);
        Assert.AreEqual(EmploymentType.Eor, transfer.EmploymentType);
        Assert.AreEqual("Nurse", transfer.JobTitle);
        Assert.AreEqual("Ward 3", transfer.Department);
        Assert.AreEqual(new DateOnly(2020, 2, 29), transfer.HireDate);
        Assert.AreEqual(new DateOnly(2026, 12, 31), transfer.TerminationDate);
        Assert.AreEqual("FR", transfer.ResidenceCountry!.Value.Code);
        Assert.AreEqual("DE", transfer.WorkCountry!.Value.Code);
        Assert.AreEqual("XK", transfer.Nationality!.Value.Code);
        Assert.AreEqual(new DateOnly(1949, 5, 1), transfer.DateOfBirth);
        Assert.AreEqual("1 Long Street Berlin", transfer.Address);
        Assert.AreEqual("+49 30 1", transfer.Phone);
        Assert.AreEqual("a@example.com", transfer.Email);
        Assert.AreEqual("d1", transfer.DeviceId);
        Assert.AreEqual("NL", transfer.LoginCountry!.Value.Code);
        Assert.AreEqual(new DateOnly(2026, 11, 1), transfer.AccountChangedAt);
        Assert.AreEqual("hr", transfer.AccountChangedBy);
        Assert.AreEqual("u7", transfer.AccountChangeApprovedBy);
        Assert.AreEqual(RowFindings.None, transfer.Findings);
    }

    [TestMethod]
    public void Empty_optional_columns_and_absent_ones_are_missing_not_zero()
    {
        var (result, sink) = Exports.Read(
            "transfer_id,employer_id,employee_id,employee_name,pay_date,amount,currency,account\nT1,A,E,N,2026-01-31,-5,JPY,1\n" +
            "T2,A,E,N,2026-01-31,0,JPY,1\n");
        Assert.AreEqual(2, result.RowsAccepted);
        var transfer = sink.Transfers[0];
        Assert.IsNull(transfer.GrossAmount);
        Assert.IsNull(transfer.SplitNo);
        Assert.IsNull(transfer.BeneficiaryName);
        Assert.IsNull(transfer.BankCountry);
        Assert.IsNull(transfer.HireDate);
        Assert.AreEqual(PayType.Unstated, transfer.PayType);
        Assert.IsFalse(transfer.IsScorable);
    }

    [TestMethod]
    public void A_name_of_blanks_only_is_missing_of_whatever_kind_the_blanks_are()
    {
        var (_, sink) = Exports.Read(Exports.Csv(Exports.Row("T1", ("beneficiary_name", " \u00A0\u3000")), Exports.Row("T2", ("employee_name", "\u00A0"))));
        Assert.IsNull(sink.Transfers.Single().BeneficiaryName);
        Assert.AreEqual(("employee_name", RejectionCode.ValueMissing), (sink.Rejected[0].Record.Column, sink.Rejected[0].Record.Code));
    }

    [TestMethod]
    [DataRow("{0}\u00A0")]
    [DataRow("\u200E{0}\u200B")]
    [DataRow("\u3000{0}\uFEFF")]
    [DataRow("\u00A0")]
    public void What_nobody_sees_makes_no_other_id(string form)
    {
        string With(string id) => form == "\u00A0" ? id.Insert(1, "\u200B") : string.Format(System.Globalization.CultureInfo.InvariantCulture, form, id);
        var columns = new[] { "employer_id", "employee_id", "person_id", "account_changed_by", "account_change_approved_by" };

        var (_, sink) = Exports.Read(Exports.Csv(
            Exports.Row("T1", [.. columns.Select(column => (column, With("U7")))]),
            Exports.Row(With("T1")),
            Exports.Row("T2", ("amount", "12.50\u00A0"))));

        Assert.AreEqual(RejectionCode.DuplicateId, sink.Rejected.Single().Record.Code);
        var payout = sink.Transfers[0];
        CollectionAssert.AreEqual(
            Enumerable.Repeat("U7", columns.Length).ToArray(),
            new[] { payout.EmployerId, payout.EmployeeId, payout.PersonId, payout.AccountChangedBy, payout.AccountChangeApprovedBy });
        Assert.AreEqual("12.50 EUR", sink.Transfers[1].Amount.ToString());
    }

    [TestMethod]
    public void A_name_whose_encoding_went_wrong_before_is_kept()
    {
        var (_, sink) = Exports.Read(Exports.Csv(Exports.Row("T1", ("employee_name", "\u00C3\u0096mer Broek"), ("beneficiary_name", "\u00C3\u0096mer Broek"))));
        Assert.AreEqual("\u00C3\u0096mer Broek", sink.Transfers.Single().EmployeeName.Reveal());
    }

    [TestMethod]
    [DataRow("transfer_id", "", RejectionCode.ValueMissing)]
    [DataRow("employee_name", "  ", RejectionCode.ValueMissing)]
    [DataRow("transfer_id", "LONG", RejectionCode.ValueTooLong)]
    [DataRow("account", "LONG", RejectionCode.ValueTooLong)]
    [DataRow("employer_id", "a\u0007b", RejectionCode.ControlCharacter)]
    [DataRow("transfer_id", "a\nb", RejectionCode.ControlCharacter)]
    [DataRow("pay_date", "31/12/2026", RejectionCode.NotADate)]
    [DataRow("pay_date", "2026-02-30", RejectionCode.NotADate)]
    [DataRow("pay_date", "1949-12-31", RejectionCode.DateOutOfRange)]
    [DataRow("pay_date", "2101-01-01", RejectionCode.DateOutOfRange)]
    [DataRow("hire_date", "45000", RejectionCode.NotADate)]
    [DataRow("date_of_birth", "1899-12-31", RejectionCode.DateOutOfRange)]
    [DataRow("amount", "1,234.50", RejectionCode.NotANumber)]
    [DataRow("amount", "1e3", RejectionCode.NotANumber)]
    [DataRow("amount", "1000000000000.01", RejectionCode.NumberOutOfRange)]
    [DataRow("amount", "99999999999999999999999999999999999999999", RejectionCode.NumberOutOfRange)]
    [DataRow("amount", "10.005", RejectionCode.TooManyDecimals)]
    [DataRow("gross_amount", "x", RejectionCode.NotANumber)]
    [DataRow("currency", "EURO", RejectionCode.UnknownCurrency)]
    [DataRow("contract_currency", "XXX", RejectionCode.UnknownCurrency)]
    [DataRow("split_no", "0", RejectionCode.NumberOutOfRange)]
    [DataRow("split_no", "1.5", RejectionCode.NotANumber)]
    [DataRow("bank_country", "UK", RejectionCode.UnknownCountry)]
    [DataRow("work_country", "Germany", RejectionCode.UnknownCountry)]
    [DataRow("pay_type", "salary", RejectionCode.UnknownWord)]
    [DataRow("channel", "wire", RejectionCode.UnknownWord)]
    [DataRow("payee_check", "yes", RejectionCode.UnknownWord)]
    [DataRow("employment_type", "temp", RejectionCode.UnknownWord)]
    [DataRow("account", "---", RejectionCode.NotAnAccount)]
    public void A_bad_value_rejects_its_row_with_column_and_code(string column, string value, RejectionCode code)
    {
        if (value == "LONG") value = new string('7', 129);
        var (result, sink) = Exports.Read(Exports.Csv(Exports.Row("T1"), Exports.Row("T2", (column, value)), Exports.Row("T3")));

        Assert.AreEqual((3L, 2L, 1L), (result.RowsRead, result.RowsAccepted, result.RowsRejected));
        var record = sink.Rejected.Single().Record;
        Assert.AreEqual((column, code, 3L), (record.Column, record.Code, record.LineNo));
        Assert.AreEqual(result.File.FileId, record.FileId);
    }

    [TestMethod]
    public void An_unknown_word_is_told_the_expected_ones_and_decimals_name_the_currency()
    {
        var (_, sink) = Exports.Read(Exports.Csv(
            Exports.Row("T1", ("payee_check", "yes")), Exports.Row("T2", ("currency", "JPY")), Exports.Row("T3", ("amount", "x"), ("bank_country", "??"))));
        Assert.AreEqual("found yes; expected one of match, close, none, unavailable", sink.Rejected[0].Record.Detail);
        Assert.AreEqual("found 9999.99; expected no decimals: JPY has no minor unit", sink.Rejected[1].Record.Detail);
        StringAssert.EndsWith(sink.Rejected[2].Record.Detail, "found ??; expected an ISO 3166-1 alpha-2 code; also wrong: amount NOT_A_NUMBER", StringComparison.Ordinal);
    }

    [TestMethod]
    public void The_second_row_of_an_id_is_rejected_and_a_rejected_row_takes_no_id()
    {
        var (_, sink) = Exports.Read(Exports.Csv(Exports.Row("T1", ("amount", "x")), Exports.Row("T1"), Exports.Row("T1")));
        Assert.HasCount(1, sink.Transfers);
        Assert.AreEqual((2L, RejectionCode.NotANumber), (sink.Rejected[0].Record.LineNo, sink.Rejected[0].Record.Code));
        Assert.AreEqual((4L, RejectionCode.DuplicateId, "transfer_id"), (sink.Rejected[1].Record.LineNo, sink.Rejected[1].Record.Code, sink.Rejected[1].Record.Column));
    }

    [TestMethod]
    public void Rows_of_the_wrong_width_and_misplaced_quotes_are_rejected()
    {
        var good = Exports.Csv(Exports.Row());
        var (result, sink) = Exports.Read(good + "T2,too,short\n" + good.Split('\n')[1].Replace("T1", "\"T\"3", StringComparison.Ordinal) + "\n");
        Assert.AreEqual((3L, 1L, 2L), (result.RowsRead, result.RowsAccepted, result.RowsRejected));
        Assert.AreEqual(RejectionCode.FieldCount, sink.Rejected[0].Record.Code);
        Assert.AreEqual("found 3 fields; expected 38 fields, as in the header", sink.Rejected[0].Record.Detail);
        Assert.AreEqual(RejectionCode.QuoteMisplaced, sink.Rejected[1].Record.Code);
        Assert.AreEqual("T2,too,short", Encoding.UTF8.GetString(sink.Rejected[0].Raw));
    }

    [TestMethod]
    public void Quoted_line_breaks_and_empty_lines_keep_line_numbers_right()
    {
        var (_, sink) = Exports.Read(Exports.Csv(Exports.Row("T1", ("address", "one\r\ntwo\nthree")), Exports.Row("T2", ("amount", "x"))) + "\n\n"
            + Exports.Csv(Exports.Row("T3", ("amount", "y"))).Split('\n')[1] + "\n");
        CollectionAssert.AreEqual(new[] { 5L, 8L }, sink.Rejected.Select(rejected => rejected.Record.LineNo).ToArray());
    }

    [TestMethod]
    public void Byte_order_mark_line_breaks_column_order_and_case_change_nothing()
    {
        var plain = Exports.Csv(Exports.Row("T1"), Exports.Row("T2", ("employee_name", "Zoë Ünal")));
        var lines = plain.TrimEnd('\n').Split('\n').Select(line => string.Join(',', line.Split(',').Reverse()));
        var expected = Exports.Read(plain).Sink.Transfers;
        foreach (var variant in new[]
        {
            "\uFEFF" + plain, plain.Replace("\n", "\r\n", StringComparison.Ordinal), plain.Replace('\n', '\r'), plain.TrimEnd('\n'),
            string.Join('\n', lines), plain.Replace("transfer_id", " Transfer_ID ", StringComparison.Ordinal),
        })
        {
            CollectionAssert.AreEqual(expected, Exports.Read(variant).Sink.Transfers);
        }
    }

    [TestMethod]
    public void Unknown_columns_are_ignored_with_one_warning_each()
    {
        var text = Exports.Csv(Exports.Row(), Exports.Row("T2")).TrimEnd('\n').Split('\n');
        var (result, _) = Exports.Read($"{text[0]},Cost Center,extra\n{text[1]},1,2\n{text[2]},1,2\n");
        Assert.AreEqual(2, result.RowsAccepted);
        CollectionAssert.AreEqual(
            new[] { new ReadWarning(ReadWarningCode.UnknownColumn, "cost center"), new ReadWarning(ReadWarningCode.UnknownColumn, "extra") }, result.Warnings.ToArray());
    }

    [TestMethod]
    public void A_header_alone_is_no_error_but_worth_a_word()
    {
        var (result, _) = Exports.Read(Exports.Csv());
        Assert.IsNull(result.FileRejection);
        Assert.AreEqual(ReadWarningCode.NoRows, result.Warnings.Single().Code);
    }

    [TestMethod]
    public void A_heading_is_known_by_what_is_seen_of_it_and_one_that_stands_twice_is_named()
    {
        var good = Exports.Csv(Exports.Row("T1"));

        var (read, sink) = Exports.Read(good.Replace(",amount,", ",amo\u200Bunt\u00A0,", StringComparison.Ordinal));
        Assert.IsEmpty(read.Warnings);
        Assert.AreEqual("1234.50 EUR", sink.Transfers.Single().Amount.ToString());

        var (twice, _) = Exports.Read(good.Replace(",address,", ",Account,", StringComparison.Ordinal));
        StringAssert.StartsWith(twice.FileRejection!.Found, "the column account twice");
    }

    [TestMethod]
    public void Files_that_cannot_be_read_are_refused_whole_with_one_reason()
    {
        var good = Exports.Csv(Exports.Row("T1"), Exports.Row("T2"));
        Refused(RejectionCode.FileEmpty, []);
        Refused(RejectionCode.FileEmpty, Encoding.UTF8.GetBytes("\uFEFF\n\n"));
        Refused(RejectionCode.FileNotText, [0x50, 0x4B, 3, 4, 0, 0, 0]);
        Refused(RejectionCode.FileNotText, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(good)]);
        Refused(RejectionCode.FileNotUtf8, Encoding.Latin1.GetBytes(good.Replace("Ada", "Zoë", StringComparison.Ordinal)));
        Refused(RejectionCode.FileNotUtf8, [.. Encoding.UTF8.GetBytes(good), 0xC3]);
        Refused(RejectionCode.HeaderMissing, Encoding.UTF8.GetBytes(good[(good.IndexOf('\n', StringComparison.Ordinal) + 1)..]));
        Refused(RejectionCode.ColumnMissing, Encoding.UTF8.GetBytes(good.Replace("pay_date", "payday", StringComparison.Ordinal)));
        Refused(RejectionCode.ColumnRepeated, Encoding.UTF8.GetBytes(good.Replace("address", "Account", StringComparison.Ordinal)));
        Refused(RejectionCode.TooManyColumns, Encoding.UTF8.GetBytes(good), new ReadLimits { MaxColumns = 37 });
        Refused(RejectionCode.TooManyRows, Encoding.UTF8.GetBytes(good), new ReadLimits { MaxRows = 1 });
        Refused(RejectionCode.FileTooLarge, Encoding.UTF8.GetBytes(good), new ReadLimits { MaxFileBytes = 100 });
        Refused(RejectionCode.RowTooLong, Encoding.UTF8.GetBytes(good), new ReadLimits { MaxRowBytes = 300 }, inHeader: true);
        Refused(RejectionCode.RowTooLong, Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row("T1", ("address", new string('x', 900))))), new ReadLimits { MaxRowBytes = 800 });
        Refused(RejectionCode.RowTooLong, Encoding.UTF8.GetBytes(good + "\"" + new string('x', 3 << 20)));
        Refused(RejectionCode.QuoteNotClosed, Encoding.UTF8.GetBytes(good + "\"T3,A\nT4,B\n"));
        Refused(RejectionCode.FileTruncated, Encoding.UTF8.GetBytes(good + "T3,ACME,E3"));
    }

    [TestMethod]
    public void A_file_that_is_gone_or_has_changed_is_refused_whole()
    {
        using var folder = new TestFolder();
        var file = folder.Write("a.csv", Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row())));
        File.AppendAllText(file.Path, "\n");
        Assert.AreEqual(RejectionCode.FileChanged, Exports.Read(file).Result.FileRejection!.Code);
        File.Delete(file.Path);
        Assert.AreEqual(RejectionCode.FileUnreadable, Exports.Read(file).Result.FileRejection!.Code);
    }

    [TestMethod]
    public void Every_code_has_a_stable_word_and_a_test_that_fires_it()
    {
        CollectionAssert.AreEqual(
            ("FILE_UNREADABLE FILE_EMPTY FILE_TOO_LARGE FILE_NOT_TEXT FILE_NOT_UTF_8 FILE_NOT_IN_ENCODING FILE_EXPANDS_TOO_FAR FILE_DAMAGED "
            + "FILE_CHANGED FILE_TRUNCATED HEADER_MISSING PROFILE_AMBIGUOUS PROFILE_UNKNOWN ELECTIONS_MISSING COLUMN_MISSING "
            + "COLUMN_REPEATED TOO_MANY_COLUMNS TOO_MANY_ROWS ROW_TOO_LONG QUOTE_NOT_CLOSED FIELD_COUNT QUOTE_MISPLACED VALUE_MISSING VALUE_TOO_LONG "
            + "CONTROL_CHARACTER NOT_A_DATE DATE_OUT_OF_RANGE NOT_A_TIMESTAMP NOT_A_NUMBER NUMBER_OUT_OF_RANGE TOO_MANY_DECIMALS UNKNOWN_CURRENCY "
            + "UNKNOWN_COUNTRY UNKNOWN_WORD NOT_AN_ACCOUNT DUPLICATE_ID NO_ELECTION SPLITS_DO_NOT_ADD_UP").Split(' '),
            Enum.GetValues<RejectionCode>().Select(code => code.Word()).ToArray());
    }

    [TestMethod]
    public void A_nul_far_from_the_start_is_its_rows_matter()
    {
        var rows = Enumerable.Range(1, 8000).Select(i => Exports.Row("T" + i, ("department", i == 7990 ? "a\0b" : "Ward")));
        var (result, sink) = Exports.Read(Exports.Csv([.. rows]));
        Assert.AreEqual((8000L, 7999L), (result.RowsRead, result.RowsAccepted));
        Assert.AreEqual((7991L, RejectionCode.ControlCharacter), (sink.Rejected[0].Record.LineNo, sink.Rejected[0].Record.Code));
    }

    [TestMethod]
    public void Multibyte_characters_survive_every_block_boundary()
    {
        var rows = Enumerable.Range(1, 6000).Select(i => Exports.Row("T" + i, ("employee_name", "金正恩😀é"[(i % 3)..])));
        var (result, sink) = Exports.Read(Exports.Csv([.. rows]));
        Assert.AreEqual(6000, result.RowsAccepted, result.FileRejection?.ToString());
        Assert.IsTrue(sink.Transfers.All(transfer => transfer.EmployeeName.Reveal().EndsWith("恩😀é", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Nothing_of_a_row_shows_in_what_is_said_about_it()
    {
        const string Name = "Wilhelmina Quackenbush";
        const string Account = "DE99888877776666555544";
        var values = Exports.Columns.SelectMany(column => new[] { Name, Account }.Select((secret, i) => Exports.Row("T" + column + i, (column, secret + " %")))).ToArray();
        var text = Exports.Csv(values) + $"{Name},{Account}\n\"{Name}\"{Account},x\n";
        var (_, sink) = Exports.Read(text);
        Assert.IsGreaterThan(30, sink.Rejected.Count);
        var said = string.Join('\n', sink.Rejected.Select(rejected => rejected.Record.ToString()))
            + Exports.Read(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]).Result.FileRejection;
        foreach (var secret in new[] { "Wilhelmina", "Quackenbush", "8888", "5544" }) Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    [DataRow(RowFindings.IbanChecksum, "account", "DE89370400440532013001")]
    [DataRow(RowFindings.BankCountryDiffers, "bank_country", "AT")]
    [DataRow(RowFindings.RoutingNumberChecksum, "bank_id", "021000022", "bank_country", "US", "account", "12345")]
    [DataRow(RowFindings.BankCountryDiffers, "bank_id", "BOFAUS3N", "bank_country", "CA", "account", "12345")]
    [DataRow(RowFindings.HolderMissing, "payee_check", "none")]
    [DataRow(RowFindings.ScaleSuspect, "gross_amount", "20.00")]
    [DataRow(RowFindings.DatesOutOfOrder, "hire_date", "2026-01-01", "termination_date", "2025-01-01")]
    [DataRow(RowFindings.None, "bank_id", "021000022", "bank_country", "CA", "account", "12345")]
    [DataRow(RowFindings.None, "bank_id", "PAYONEER", "bank_country", "US", "account", "12345")]
    [DataRow(RowFindings.None, "account", "FR1420041010050500013M02606", "bank_country", "RE")]
    public void What_is_odd_but_legal_is_a_finding(RowFindings expected, params string[] changes)
    {
        var row = Exports.Row("T1", [.. changes.Chunk(2).Select(pair => (pair[0], pair[1]))]);
        Assert.AreEqual(expected, Exports.Read(Exports.Csv(row)).Sink.Transfers.Single().Findings);
    }

    [TestMethod]
    public void Legs_are_read_by_their_header()
    {
        const string Header = "leg_id,transfer_id,leg_no,executed_at,from_account,to_account,from_currency,to_currency,from_amount,to_amount,institution_id,country\n";
        var (result, sink) = Exports.Read(Header
            + "L1,T1,1,2026-11-25T10:00:00+09:00,DE89370400440532013000,0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed,EUR,USDT,100.5,109.123456,KRAKEN,DE\n"
            + "L1,T1,2,2026-11-25,,,EUR,USD,,,,\nL2,T1,2,2026-11-25 10:00,,,EUR,USD,,,,\nL3,T1,3,yesterday,,,EUR,USD,,,,\n");
        Assert.AreEqual(ExportKind.Legs, result.Kind);
        Assert.AreEqual((4L, 2L, 2L), (result.RowsRead, result.RowsAccepted, result.RowsRejected));
        var leg = sink.Legs[0];
        Assert.AreEqual(new DateTime(2026, 11, 25, 1, 0, 0, DateTimeKind.Utc), leg.ExecutedAt);
        Assert.AreEqual(AccountScheme.EthereumWallet, leg.ToAccount!.Scheme);
        Assert.AreEqual(109.123456m, leg.ToAmount);
        Assert.IsNull(sink.Legs[1].FromAmount);
        Assert.AreEqual((RejectionCode.DuplicateId, RejectionCode.NotATimestamp), (sink.Rejected[0].Record.Code, sink.Rejected[1].Record.Code));
    }

    [TestMethod]
    public void Progress_ends_at_the_whole_file_and_cancellation_passes_through()
    {
        using var folder = new TestFolder();
        var file = folder.Write("a.csv", Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row())));
        var seen = new List<ReadProgress>();
        new CanonicalCsvReader().Read(file, new RememberingSink(), new ReadLimits(), new Reports(seen), CancellationToken.None);
        Assert.AreEqual(new ReadProgress(file.ByteSize, file.ByteSize), seen[^1]);
        Assert.ThrowsExactly<OperationCanceledException>(
            () => new CanonicalCsvReader().Read(file, new RememberingSink(), new ReadLimits(), null, new CancellationToken(true)));
    }

    private static void Refused(RejectionCode code, byte[] bytes, ReadLimits? limits = null, bool inHeader = false)
    {
        var (result, _) = Exports.Read(bytes, limits);
        Assert.AreEqual(code, result.FileRejection?.Code, $"{code}: {result.FileRejection}");
        Assert.AreEqual(0, result.RowsRead);
        if (inHeader) Assert.AreEqual(1, result.FileRejection!.LineNo);
    }

    private sealed class Reports(List<ReadProgress> seen) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => seen.Add(value);
    }
}
