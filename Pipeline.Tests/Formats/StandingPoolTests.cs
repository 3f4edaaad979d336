// A payee's details are read once and found again by their bytes: nobody may ever be given another's.
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Formats;

[TestClass]
public sealed class StandingPoolTests
{
    /// <summary>For each column a value that is right and one that is wrong (null where nothing but length or control characters is).</summary>
    private static readonly (string Column, string Right, string? Wrong)[] Changes =
    [
        ("employer_id", "BETA", null), ("employee_id", "E2", null), ("person_id", "P9", "a\u0001b"), ("employee_name", "Ben Example", "\u200b"),
        ("pay_date", "2026-10-25", "yesterday"), ("pay_type", "bonus", "gift"), ("amount", "99.10", "1,5"), ("currency", "USD", "XYZ"), ("gross_amount", "2000", "x"),
        ("contract_currency", "GBP", "??"), ("split_no", "2", "0"), ("channel", "platform", "pigeon"), ("beneficiary_name", "Cy Example", "\u200b"),
        ("payee_check", "none", "perhaps"), ("account", "DE02120300000000202051", "1.23E+15"), ("bank_id", "DEUTDEFF", "a\u0001b"), ("bank_country", "FR", "??"),
        ("intermediary_bank_id", "BNPAFRPP", "a\u0001b"), ("return_code", "AC04", "a\u0001b"), ("payment_ref", "R7", "a\u0001b"), ("employment_type", "eor", "pirate"),
        ("job_title", "Nurse", "a\u0001b"), ("department", "Ward", "a\u0001b"), ("hire_date", "2030-01-01", "x"), ("termination_date", "2020-01-01", "x"),
        ("residence_country", "US", "??"), ("work_country", "US", "??"), ("nationality", "US", "??"), ("date_of_birth", "1980-01-01", "1800-01-01"),
        ("address", "Lane 1", "a\u0001b"), ("phone", "+1 2", "a\u0001b"), ("email", "a@b.example", "a\u0001b"), ("device_id", "d1", "a\u0001b"), ("login_country", "US", "??"),
        ("account_changed_at", "2026-01-01", "x"), ("account_changed_by", "hr", "a\u0001b"), ("account_change_approved_by", "admin", "a\u0001b"),
    ];

    [TestMethod]
    public void Rows_of_one_file_are_read_as_each_would_be_alone()
    {
        var rows = new List<Dictionary<string, string>> { Exports.Row("T0") };
        foreach (var (column, right, wrong) in Changes)
        {
            rows.Add(Exports.Row($"T{rows.Count}", (column, right)));
            if (wrong is not null) rows.Add(Exports.Row($"T{rows.Count}", (column, wrong)));
            rows.Add(Exports.Row($"T{rows.Count}"));
            // Once more, now that everything may have been kept: the wrong ones above all.
            rows.Add(Exports.Row($"T{rows.Count}", (column, right)));
            if (wrong is not null) rows.Add(Exports.Row($"T{rows.Count}", (column, wrong)));
        }
        CollectionAssert.AreEquivalent(Exports.Columns.Skip(1).ToArray(), Changes.Select(change => change.Column).ToArray());

        var together = Exports.Read(Exports.Csv([.. rows])).Sink;
        var alone = rows.Select(row => Exports.Read(Exports.Csv(row)).Sink).ToArray();

        CollectionAssert.AreEqual(alone.SelectMany(sink => sink.Transfers).ToArray(), together.Transfers);
        CollectionAssert.AreEqual(
            alone.SelectMany(sink => sink.Rejected).Select(rejected => (rejected.Record.Column, rejected.Record.Code, rejected.Record.Detail)).ToArray(),
            together.Rejected.Select(rejected => (rejected.Record.Column, rejected.Record.Code, rejected.Record.Detail)).ToArray());
        Assert.AreSame(together.Transfers[0].Standing, together.Transfers.Last(transfer => transfer.Equals(together.Transfers[0] with { TransferId = transfer.TransferId })).Standing);
    }

    [TestMethod]
    public void A_reader_knows_what_the_one_before_it_read_and_reads_what_has_changed()
    {
        var memory = new ReadMemory();
        var history = Read(Exports.Row("T1"));
        Dictionary<string, string>[] rows = [Exports.Row("T2"), Exports.Row("T3", ("account", "DE02120300000000202051")), Exports.Row("T4")];
        var tonight = Read(rows);

        CollectionAssert.AreEqual(Exports.Read(Exports.Csv(rows)).Sink.Transfers, tonight);
        Assert.AreSame(history[0].Standing, tonight[0].Standing);
        memory.Forget();
        Assert.AreNotSame(history[0].Standing, Read(Exports.Row("T5"))[0].Standing);

        List<Transfer> Read(params Dictionary<string, string>[] rows)
        {
            using var folder = new TestFolder();
            var sink = new RememberingSink();
            new CanonicalCsvReader(ProfileShelf.Empty, memory: memory)
                .Read(folder.Write("export.csv", Encoding.UTF8.GetBytes(Exports.Csv(rows))), sink, new ReadLimits(), null, CancellationToken.None);
            return sink.Transfers;
        }
    }

    [TestMethod]
    public void A_field_that_ends_where_the_next_begins_is_not_taken_for_it()
    {
        var sink = Exports.Read(Exports.Csv(
            Exports.Row("T1", ("job_title", "ab"), ("department", "c")), Exports.Row("T2", ("job_title", "a"), ("department", "bc")))).Sink;
        CollectionAssert.AreEqual(new[] { "ab|c", "a|bc" }, sink.Transfers.Select(transfer => $"{transfer.JobTitle}|{transfer.Department}").ToArray());
    }

    [TestMethod]
    public void A_bank_and_a_word_spelt_alike_keep_their_own_spelling()
    {
        var sink = Exports.Read(Exports.Csv(Exports.Row("T1", ("department", "wise"), ("bank_id", "wise"), ("return_code", "wise")))).Sink;
        Assert.AreEqual("wise|WISE|wise", $"{sink.Transfers[0].Department}|{sink.Transfers[0].BankId}|{sink.Transfers[0].ReturnCode}");
    }

    [TestMethod]
    public void A_pool_that_is_full_begins_anew_and_forgets_nothing_that_matters()
    {
        var pool = new StandingPool();
        var row = new StandingRow(StandingDetails.Unset, null, RowFindings.None);
        for (var i = 0; i < StandingPool.MostKept; i++) pool.Keep(BitConverter.GetBytes(i), row);
        Assert.IsNull(pool.Find(BitConverter.GetBytes(1)));
        pool.Keep(BitConverter.GetBytes(1), row);
        Assert.AreSame(row, pool.Find(BitConverter.GetBytes(1)));
        Assert.IsNull(pool.Find([]));
    }
}
