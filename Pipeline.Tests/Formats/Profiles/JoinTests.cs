// Registers without accounts and elections without pay: what comes of the two together.
using System.Globalization;
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Formats.Profiles;

[TestClass]
public sealed class JoinTests
{
    private const string RegisterHeader = "transfer_id,employer_id,employee_id,employee_name,pay_date,amount,currency,gross_amount\n";
    private const string WorkdayHeader = "Worker ID,Effective Date,Country,Currency,Payment Type,Account Nickname,Routing Transit Number,Bank Name,Bank Identification Code,Account Type,Account Number,Amount,Percent,Balance,Order\n";

    [TestMethod]
    public void A_pay_is_split_over_the_elections_in_effect_on_pay_day()
    {
        var payouts = Joined(
            RegisterHeader + "R1,ACME,100,Ada Example,2026-11-25,1000.00,USD,1500\nR2,ACME,100,Ada Example,2026-09-25,1000.00,USD,1500\nR3,ACME,200,Bo Sample,2026-11-25,10.01,USD,\n",
            WorkdayHeader
                + "100,10/01/2026,United States,USD,Direct Deposit,main,021000021,Big Bank,,Checking,111222333,,,Yes,3\n"
                + "100,10/01/2026,United States,USD,Direct Deposit,rent,021000021,Big Bank,,Checking,444555666,250.00,,,1\n"
                + "100,10/01/2026,United States,USD,Direct Deposit,save,026009593,Other,,Savings,777888999,,10,,2\n"
                + "100,01/01/2026,United States,USD,Direct Deposit,old,021000021,Big Bank,,Checking,999000111,,,Yes,1\n"
                + "200,01/01/2026,Germany,EUR,Direct Deposit,,,Bank,DEUTDEFF,,DE89370400440532013000,,50%,,1\n"
                + "200,01/01/2026,Germany,EUR,Direct Deposit,,,Bank,DEUTDEFF,,DE75512108001245126199,,50%,,2\n").Sink.Transfers;

        CollectionAssert.AreEqual(
            new[]
            {
                "R1-1 250.00 1 ****5666 021000021 US 1500.00", "R1-2 100.00 2 ****8999 026009593 US ", "R1-3 650.00 3 ****2333 021000021 US ",
                "R2-1 1000.00 1 ****0111 021000021 US 1500.00", "R3-1 5.01 1 ****3000 DEUTDEFF DE ", "R3-2 5.00 2 ****6199 DEUTDEFF DE ",
            },
            payouts.Select(Line).ToArray());
    }

    [TestMethod]
    public void The_quickbooks_pair_joins_by_name_and_shows_no_name_in_any_id()
    {
        var (result, sink) = Sample("quickbooks/payroll-report.csv", "quickbooks/bank-report.csv", "quickbooks-payroll", "quickbooks-bank");
        Assert.AreEqual((4L, 3L, 1L), (result.RowsRead, result.RowsAccepted, result.RowsRejected), result.FileRejection?.ToString());
        Assert.AreEqual(new ReadWarning(ReadWarningCode.RowsLeftOut, "1"), result.Warnings.Single());
        Assert.AreEqual(RejectionCode.NoElection, sink.Rejected.Single().Record.Code);
        var first = sink.Transfers[0];
        Assert.AreEqual(("1254.10 USD", "****6789", "021000021", "Garcia, Elena"), (first.Amount.ToString(), first.Account.ToString(), first.BankId, first.EmployeeName.Reveal()));
        Assert.AreEqual(new DateOnly(2026, 11, 6), first.PayDate);
        foreach (var transfer in sink.Transfers)
            Assert.DoesNotContain("garcia", transfer.TransferId + transfer.EmployeeId, StringComparison.OrdinalIgnoreCase);
        Assert.AreEqual(first.EmployeeId, sink.Transfers[2].EmployeeId);
        Assert.AreNotEqual(first.TransferId, sink.Transfers[2].TransferId);
    }

    [TestMethod]
    public void A_register_joins_with_workdays_elections_and_with_bamboohrs()
    {
        var workday = Sample("workday/register.csv", "workday/payment-elections.csv", "register", "workday-elections");
        Assert.AreEqual((5L, 5L, 0L), (workday.Result.RowsRead, workday.Result.RowsAccepted, workday.Result.RowsRejected), workday.Result.FileRejection?.ToString());
        Assert.AreEqual(3200.55m + 2100m, workday.Sink.Transfers.Sum(transfer => transfer.Amount.Amount));
        var bamboo = Sample("bamboohr/register.csv", "bamboohr/bank-accounts.csv", "register", "bamboohr-bank-accounts");
        Assert.AreEqual((3L, 3L, 0L), (bamboo.Result.RowsRead, bamboo.Result.RowsAccepted, bamboo.Result.RowsRejected), bamboo.Result.FileRejection?.ToString());
        CollectionAssert.AreEqual(new[] { "150.00", "1850.00", "1900.00" }, bamboo.Sink.Transfers.Select(transfer => transfer.Amount.Amount.ToString("0.00", CultureInfo.InvariantCulture)).ToArray());
    }

    [TestMethod]
    public void A_register_without_any_election_export_is_refused_and_says_which_it_needs()
    {
        using var folder = new TestFolder();
        var refused = Mapped.Read(folder.Write("r.csv", Encoding.UTF8.GetBytes(RegisterHeader)), Mapped.Shipped).Result.FileRejection!;
        Assert.AreEqual(RejectionCode.ElectionsMissing, refused.Code);
        Assert.Contains("workday-elections or bamboohr-bank-accounts", refused.Expected, StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("100,,US,USD,Direct Deposit,,,,,,1,600,,,1\n", RejectionCode.SplitsDoNotAddUp)]
    [DataRow("100,,US,USD,Direct Deposit,,,,,,1,,60,,1\n100,,US,USD,Direct Deposit,,,,,,2,,30,,2\n", RejectionCode.SplitsDoNotAddUp)]
    [DataRow("100,,US,USD,Direct Deposit,,,,,,1,,,,1\n100,,US,USD,Direct Deposit,,,,,,2,,,,2\n", RejectionCode.SplitsDoNotAddUp)]
    [DataRow("100,12/01/2026,US,USD,Direct Deposit,,,,,,1,,,,1\n", RejectionCode.NoElection)]
    [DataRow("200,,US,USD,Direct Deposit,,,,,,1,,,,1\n", RejectionCode.NoElection)]
    [DataRow("100,,US,USD,Direct Deposit,,,,,,1,,,,2\n100,,US,USD,Direct Deposit,,,,,,---,100,,,1\n", RejectionCode.NoElection)]
    public void Pay_that_cannot_be_divided_is_rejected_whole(string elections, RejectionCode code)
    {
        var (result, sink) = Joined(RegisterHeader + "R1,ACME,100,Ada Example,2026-11-25,1000.00,USD,\n", WorkdayHeader + elections);
        Assert.AreEqual((1L, 0L, 1L), (result.RowsRead, result.RowsAccepted, result.RowsRejected));
        Assert.AreEqual(code, sink.Rejected.Single().Record.Code);
    }

    [TestMethod]
    public void Splits_beyond_the_pay_are_cut_and_an_adjustment_is_not_divided()
    {
        var payouts = Joined(
            RegisterHeader + "R1,ACME,100,Ada Example,2026-11-25,100.00,USD,\nR2,ACME,100,Ada Example,2026-11-25,-5,USD,\n",
            WorkdayHeader + "100,,US,USD,Direct Deposit,,,,,,1,80,,,1\n100,,US,USD,Direct Deposit,,,,,,2,,50,,2\n100,,US,USD,Direct Deposit,,,,,,3,,,,3\n").Sink.Transfers;
        CollectionAssert.AreEqual(new[] { "R1-1 80.00 1 *** US", "R1-2 20.00 2 *** US", "R2-1 -5.00 1 *** US" }, payouts.Select(payout =>
            string.Create(CultureInfo.InvariantCulture, $"{payout.TransferId} {payout.Amount.Amount} {payout.SplitNo} *** {payout.BankCountry?.Code}")).ToArray());
    }

    [TestMethod]
    public void A_later_election_file_amends_the_earlier_one_split_by_split()
    {
        using var folder = new TestFolder();
        var table = new ElectionTable();
        foreach (var (name, rows) in new[]
        {
            ("a.csv", "100,,US,USD,Direct Deposit,,,,,,1111,,,,2\n100,,US,USD,Direct Deposit,,,,,,---,100,,,1\n"), ("b.csv", "100,,US,USD,Direct Deposit,,,,,,2222,100,,,1\n"),
        })
        {
            table.BeginFile("workday-elections");
            foreach (var election in Mapped.Read(folder.Write(name, Encoding.UTF8.GetBytes(WorkdayHeader + rows)), Mapped.Shipped).Sink.Elections) table.Add("workday-elections", election);
        }
        var (_, sink) = Mapped.Read(folder.Write("r.csv", Encoding.UTF8.GetBytes(RegisterHeader + "R1,ACME,100,Ada,2026-11-25,1000.00,USD,\n")), Mapped.Shipped, table);
        CollectionAssert.AreEqual(new[] { "100.00 ****22", "900.00 ****11" }, sink.Transfers.Select(payout => $"{payout.Amount.Amount.ToString(CultureInfo.InvariantCulture)} {payout.Account}").ToArray());
    }

    private static string Line(Transfer payout) => string.Create(
        CultureInfo.InvariantCulture, $"{payout.TransferId} {payout.Amount.Amount} {payout.SplitNo} {payout.Account} {payout.BankId} {payout.BankCountry?.Code} {payout.GrossAmount}");

    private static (ReadResult Result, RememberingSink Sink) Joined(string register, string workday)
    {
        using var folder = new TestFolder();
        var elections = Mapped.Elections("workday-elections", folder.Write("e.csv", Encoding.UTF8.GetBytes(workday)), Mapped.Shipped);
        return Mapped.Read(folder.Write("r.csv", Encoding.UTF8.GetBytes(register)), Mapped.Shipped, elections);
    }

    private static (ReadResult Result, RememberingSink Sink) Sample(string register, string elections, string registerProfile, string electionProfile)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Paysieve.slnx"))) root = root.Parent;
        using var folder = new TestFolder();
        byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(root.FullName, "data-samples", "vendors", name));
        var table = Mapped.Elections(electionProfile, folder.Write("e.csv", Bytes(elections)), Mapped.Shipped);
        var read = Mapped.Read(folder.Write("r.csv", Bytes(register)), Mapped.Shipped, table);
        Assert.AreEqual(registerProfile, read.Result.Profile, read.Result.FileRejection?.ToString());
        return read;
    }
}
