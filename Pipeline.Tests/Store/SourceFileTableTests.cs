// Files and rejected rows: recorded once, however often they come.
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed class SourceFileTableTestsOnSqlite() : SourceFileTableTests(Dialect.Sqlite);

[TestClass]
public sealed class SourceFileTableTestsOnSqlServer() : SourceFileTableTests(Dialect.SqlServer);

public abstract class SourceFileTableTests(Dialect dialect) : StoreTestBase(dialect)
{
    internal static SourceFileRecord Payroll() => new()
    {
        FileId = Hash("payroll"),
        Source = "command line",
        Name = "payroll-2026-02.csv",
        Format = "payouts",
        ByteSize = 12345,
        RowsRead = 1000,
        RowsAccepted = 998,
        RowsRejected = 2,
    };

    private static RejectedRecord[] Rows =>
        [new(17, "amount", "AMOUNT_NOT_A_NUMBER", "found a**, expected a decimal"), new(17, null, "TOO_FEW_COLUMNS", "found 3, expected 5")];

    [TestMethod]
    public async Task A_file_and_its_rejected_rows_come_back_as_they_went_in()
    {
        Assert.IsTrue(await Store.SourceFiles.RecordAsync(Payroll(), Rows, None));

        Assert.AreEqual(Payroll() with { FirstSeenAt = Clock.GetUtcNow() }, await Store.SourceFiles.FindAsync(Payroll().FileId, None));
        CollectionAssert.AreEqual(Rows, (await Store.SourceFiles.RejectedAsync(Payroll().FileId, None)).ToArray());
    }

    [TestMethod]
    public async Task The_same_file_again_changes_nothing_and_leaves_no_trace()
    {
        await Store.SourceFiles.RecordAsync(Payroll(), Rows, None);
        var head = await Store.Audit.HeadAsync(None);
        Clock.Advance(TimeSpan.FromDays(1));

        Assert.IsFalse(await Store.SourceFiles.RecordAsync(Payroll() with { Name = "copy.csv" }, Rows, None));

        Assert.AreEqual(head, await Store.Audit.HeadAsync(None));
        Assert.HasCount(2, await Store.SourceFiles.RejectedAsync(Payroll().FileId, None));
        Assert.AreEqual("payroll-2026-02.csv", (await Store.SourceFiles.ListAsync(None)).Single().Name);
    }

    [TestMethod]
    public async Task A_file_read_again_with_another_outcome_replaces_its_rejected_rows()
    {
        await Store.SourceFiles.RecordAsync(Payroll(), Rows, None);
        Clock.Advance(TimeSpan.FromDays(1));

        Assert.IsTrue(await Store.SourceFiles.RecordAsync(Payroll() with { RowsAccepted = 999, RowsRejected = 1 }, Rows[..1], None));

        var stored = await Store.SourceFiles.FindAsync(Payroll().FileId, None);
        Assert.AreEqual(999, stored!.RowsAccepted);
        Assert.AreEqual(Clock.GetUtcNow() - TimeSpan.FromDays(1), stored.FirstSeenAt);
        Assert.HasCount(1, await Store.SourceFiles.RejectedAsync(Payroll().FileId, None));
    }

    [TestMethod]
    public async Task Rows_that_do_not_add_up_are_refused_by_the_store_and_by_the_database()
    {
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => Store.SourceFiles.RecordAsync(Payroll() with { RowsRejected = 3 }, [], None));
        await Store.SourceFiles.RecordAsync(Payroll(), Rows, None);
        await Assert.ThrowsAsync<Exception>(() => Database.ExecuteAsync("UPDATE paysieve.source_file SET rows_accepted = 1000"));
    }

    [TestMethod]
    public async Task Many_rejected_rows_keep_their_order_and_long_details_are_cut()
    {
        var rows = Enumerable.Range(1, 12_345).Select(line => new RejectedRecord(line, "account", "ACCOUNT_EMPTY", new string('x', line == 7 ? 5000 : 10))).ToList();

        await Store.SourceFiles.RecordAsync(Payroll() with { RowsRead = 12_345, RowsAccepted = 0, RowsRejected = 12_345 }, rows, None);

        var stored = await Store.SourceFiles.RejectedAsync(Payroll().FileId, None);
        CollectionAssert.AreEqual(rows.Select(row => row.LineNo).ToArray(), stored.Select(row => row.LineNo).ToArray());
        Assert.AreEqual(1000, stored[6].Detail.Length);
    }
}
