// The owner's script of roles, executed: each role does its work through the store as a login of its own, and is refused what is not its work.
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.SqlClient;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed partial class RolesTestsOnSqlServer() : StoreTestBase(Dialect.SqlServer)
{
    /// <summary>The one number by which a stand-in tells of everything that it has no number for. SQL Server has no such number.</summary>
    private const int NotKnownThere = 33557097;

    /// <summary>Permission denied on an object, a column, or a schema.</summary>
    private static readonly int[] Denied = [229, 230, NotKnownThere];

    private readonly List<(string Login, string User)> _logins = [];

    [TestCleanup]
    public async Task DropLogins()
    {
        if (_logins.Count == 0) return;
        SqlConnection.ClearAllPools();
        await using var owner = await Database.ConnectAsync();
        foreach (var (login, user) in _logins)
        {
            await owner.ExecuteAsync($"DROP USER [{user}]");
            await owner.ExecuteAsync($"DROP LOGIN [{login}]");
        }
    }

    [TestMethod]
    public async Task The_writer_does_a_whole_night_and_decides_nothing()
    {
        await using var writer = await AsAsync("paysieve_writer");
        await writer.SourceFiles.RecordAsync(SourceFileTableTests.Payroll() with { RowsAccepted = 9, RowsRejected = 1, RowsRead = 10 }, [new RejectedRecord(2, "amount", "X", "y")], None);
        await using (var claim = await writer.Runs.BeginAsync(Night(), None))
            await writer.Runs.CompleteAsync(claim, Outcome(), [MakeFlag("tonight", 1), MakeFlag("tonight", 2)], None);
        Assert.IsTrue((await StoreVerifier.VerifyAsync(writer, [], None)).IsGood);

        await RefusedAsync("paysieve_writer", "UPDATE paysieve.audit_event SET actor = 'x'", "DELETE FROM paysieve.audit_event", "UPDATE paysieve.flagged_transfer SET score = 0", "DELETE FROM paysieve.flagged_transfer",
            "INSERT INTO paysieve.disposition (disposition_id, flag_id, ordinal, decision, reason_code, note, actor, decided_at) SELECT flag_id, flag_id, 1, 'cleared', 'x', '', 'x', '2026-01-01' FROM paysieve.flagged_transfer",
            "DROP TRIGGER paysieve.audit_event_not_changed");
    }

    [TestMethod]
    public async Task The_reviewer_decides_and_changes_no_flag()
    {
        await RunAsync("tonight", [MakeFlag("tonight", 1)]);
        await using var reviewer = await AsAsync("paysieve_reviewer");
        var flag = (await reviewer.Flags.ListAsync(new FlagFilter { RunId = RunTable.IdOf(Hash("tonight")) }, None)).Single().Flag;
        var decides = true;
        try
        {
            await reviewer.Dispositions.DecideAsync(new Decision(flag.FlagId, Decisions.InReview, "CALLED", "note", "ann", ActorKey: "user:ann"), None);
        }
        catch (SqlException e) when (e.Number == NotKnownThere)
        {
            decides = false;
        }
        Assert.IsTrue((await StoreVerifier.VerifyAsync(reviewer, [], None)).IsGood);

        await RefusedAsync("paysieve_reviewer", "UPDATE paysieve.flagged_transfer SET score = 0", "DELETE FROM paysieve.disposition", "UPDATE paysieve.disposition SET actor = 'x'",
            "UPDATE paysieve.run SET failure = 'x'", "DELETE FROM paysieve.audit_event", "UPDATE paysieve.suppression SET note = 'x'");
        if (!decides) Assert.Inconclusive("a stand-in that asks who decides for the right to lock the flag that the decision's foreign key names");
    }

    [TestMethod]
    public async Task The_auditor_reads_everything_and_writes_nothing()
    {
        await RunAsync("tonight", [MakeFlag("tonight", 1)]);
        await using var auditor = await AsAsync("paysieve_auditor");
        Assert.IsTrue((await StoreVerifier.VerifyAsync(auditor, [], None)).IsGood);

        await RefusedAsync("paysieve_auditor", "UPDATE paysieve.run SET failure = 'x'", "DELETE FROM paysieve.flag_reason", "DELETE FROM paysieve.audit_event",
            "INSERT INTO paysieve.run_list (run_id, snapshot_id) VALUES ('a', 'b')");
    }

    [TestMethod]
    public async Task The_data_scientist_sees_scores_and_no_payee_account_or_free_word()
    {
        await RunAsync("tonight", [MakeFlag("tonight", 1)]);
        await using (var scientist = await ConnectAsync("paysieve_data_scientist"))
        {
            Assert.AreEqual(1, await scientist.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM (SELECT flag_id, score, band FROM paysieve.flagged_transfer) AS f"));
            Assert.AreEqual(2, (await scientist.QueryAsync<double>("SELECT contribution FROM paysieve.flag_reason")).Count());
        }
        await RefusedAsync("paysieve_data_scientist", "SELECT employee_id FROM paysieve.flagged_transfer", "SELECT account_masked FROM paysieve.flagged_transfer", "SELECT explanation FROM paysieve.flagged_transfer",
            "SELECT sentence FROM paysieve.flag_reason", "SELECT note FROM paysieve.disposition", "SELECT payload FROM paysieve.audit_event", "SELECT employee_id FROM paysieve.suppression", "DELETE FROM paysieve.flag_reason");
    }

    [TestMethod]
    public async Task The_script_may_be_run_again()
    {
        await RunScriptAsync();
        await RunScriptAsync();
        Assert.AreEqual(4, await Database.ScalarAsync<int>("SELECT COUNT(*) FROM sys.database_principals WHERE name LIKE 'paysieve[_]%' AND type = 'R'"));
    }

    private async Task RefusedAsync(string role, params string[] statements)
    {
        foreach (var statement in statements)
        {
            await using var connection = await ConnectAsync(role);
            var refused = await Assert.ThrowsAsync<SqlException>(() => connection.ExecuteAsync(statement), statement);
            // 3701: who may not drop it is told that there is none.
            Assert.Contains(refused.Number, statement.StartsWith("DROP", StringComparison.Ordinal) ? [.. Denied, 3701] : Denied, $"{statement}: {refused.Number}");
        }
    }

    private async Task<IStore> AsAsync(string role) => await StoreDoor.OpenAsync(StoreSettings.SqlServer(await LoginAsync(role), "tester"), Clock, None);

    private async Task<SqlConnection> ConnectAsync(string role)
    {
        var connection = new SqlConnection(await LoginAsync(role));
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>A connection string of a login that is a member of the role and nothing else.</summary>
    private async Task<string> LoginAsync(string role)
    {
        var settings = new SqlConnectionStringBuilder(Database.ConnectionString);
        settings.UserID = $"{settings.InitialCatalog}_{role[9..]}";
        var user = "member_of_" + role;
        settings.Password = "Aa1!" + Hash(settings.UserID)[..24];
        if (_logins.Contains((settings.UserID, user))) return settings.ConnectionString;
        await RunScriptAsync();
        await using var owner = await Database.ConnectAsync();
        await owner.ExecuteAsync($"CREATE LOGIN [{settings.UserID}] WITH PASSWORD = '{settings.Password}'");
        await owner.ExecuteAsync($"CREATE USER [{user}] FOR LOGIN [{settings.UserID}]");
        await owner.ExecuteAsync($"ALTER ROLE {role} ADD MEMBER [{user}]");
        _logins.Add((settings.UserID, user));
        return settings.ConnectionString;
    }

    private async Task RunScriptAsync()
    {
        await using var owner = await Database.ConnectAsync();
        foreach (var batch in Go().Split(Statements.ReadResource("Paysieve.Pipeline.Store.Scripts.roles.sql")).Where(text => text.Trim().Length > 0))
        {
            try
            {
                await owner.ExecuteAsync(batch);
            }
            catch (SqlException unknown) when (unknown.Number == NotKnownThere && batch.TrimStart().StartsWith("DENY", StringComparison.Ordinal))
            {
                // It takes from who has another role as well; what the role itself has not been given it does not have without it either.
                TestContext.WriteLine("this server knows no DENY");
            }
        }
    }

    [GeneratedRegex(@"^GO\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Go();
}
