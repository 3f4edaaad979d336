// Registers and election exports through the real ingest: order of files, what is counted, what is read again.
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class RegisterJoinTests
{
    private const string Register = "transfer_id,employer_id,employee_id,employee_name,pay_date,amount,currency\nT1,ACME,7,Ada Example,2026-01-28,100.00,EUR\nT2,ACME,8,Bo Sample,2026-01-28,200.00,EUR\n";
    private const string ElectionHeader = "employee_number,account_type,account_number,routing_number,deposit_order,rule_type,rule_amount\n";

    [TestMethod]
    public async Task A_register_is_joined_whatever_the_order_of_the_files_and_read_once()
    {
        using var house = new House();
        var register = house.Write("a-register.csv", Register);
        var elections = house.Write("z-elections.csv", ElectionHeader + "7,x,1111222,021000021,1,Flat,30\n7,x,3333444,021000021,2,Remainder,\n8,x,---,021000021,1,Remainder,\n");

        var first = await IngestAsync(house, register, elections);
        CollectionAssert.AreEqual(
            new[] { "a-register.csv register accepted 3 2 1", "z-elections.csv bamboohr-bank-accounts accepted 3 2 1" },
            first.Files.Select(file => $"{file.Name} {file.Format} {file.Status} {file.RowsRead} {file.RowsAccepted} {file.RowsRejected}").ToArray());
        CollectionAssert.AreEqual(new[] { "T1-1 30", "T1-2 70" }, await PayoutsAsync(house));

        // Both quarantines, corrected and fed together, bring the rest; the register itself is not read again.
        var corrected = Directory.GetFiles(Path.Combine(house.Data, "quarantine"))
            .Select(path => house.Write("fixed/" + Path.GetFileName(path), File.ReadAllText(path).Replace("---", "5555666", StringComparison.Ordinal))).ToArray();
        Assert.HasCount(2, corrected);
        var second = await IngestAsync(house, [register, .. corrected]);
        Assert.AreEqual("already-known", second.Files[0].Status);
        CollectionAssert.AreEqual(new[] { "T1-1 30", "T1-2 70", "T2-1 200" }, await PayoutsAsync(house));
        await IngestAsync(house, corrected);
        Assert.HasCount(3, await PayoutsAsync(house));

        // Another account tomorrow does not rewrite what was paid.
        var later = house.Write("later.csv", ElectionHeader + "7,x,9999888,021000021,1,Remainder,\n");
        await IngestAsync(house, register, later);
        CollectionAssert.AreEqual(new[] { "T1-1 30", "T1-2 70", "T2-1 200" }, await PayoutsAsync(house));
    }

    [TestMethod]
    public async Task A_register_alone_is_refused_and_read_once_its_elections_come()
    {
        using var house = new House();
        var register = house.Write("register.csv", Register);
        var refused = await IngestAsync(house, register);
        Assert.Contains("ELECTIONS_MISSING", refused.Files.Single().Problem!, StringComparison.Ordinal);
        var read = await IngestAsync(house, register, house.Write("e.csv", ElectionHeader + "7,x,1111222,021000021,1,Remainder,\n8,x,3333444,021000021,1,Remainder,\n"));
        Assert.AreEqual(2, read.Files[0].RowsAccepted);
        Assert.AreEqual("register", (await house.AskAsync(workspace => workspace.Store.SourceFiles.FindAsync(read.Files[0].FileId, default)))!.Format);
    }

    [TestMethod]
    public async Task A_broken_profile_of_the_customers_stops_the_command_before_anything_is_read()
    {
        using var house = new House();
        house.Write("data/profiles/mine.json", "{ \"profile\": \"mine\", \"columns\": {} }");
        var refused = await Assert.ThrowsExactlyAsync<RefusedException>(() => IngestAsync(house, house.Write("register.csv", Register)));
        Assert.AreEqual(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("profiles/mine.json: columns: account is required", refused.Message, StringComparison.Ordinal);
    }

    private static Task<IngestOutcome> IngestAsync(House house, params string[] paths) => house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, paths, default));

    private static Task<string[]> PayoutsAsync(House house) => house.AskAsync(workspace =>
    {
        var view = workspace.Lake.Open(new LakeQuery());
        var rows = Enumerable.Range(0, view.Transfers.Count).ToArray();
        var ids = workspace.Lake.TransferIds(view, rows);
        return Task.FromResult(rows.Select(row => $"{ids[row]} {view.Transfers.Amount[row]}").Order(StringComparer.Ordinal).ToArray());
    });
}
