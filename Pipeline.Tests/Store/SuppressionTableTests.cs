// Suppressions in the database: one proposes, another approves, and what is refused is refused by the schema itself.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed class SuppressionTableTestsOnSqlite() : SuppressionTableTests(Dialect.Sqlite);

[TestClass]
public sealed class SuppressionTableTestsOnSqlServer() : SuppressionTableTests(Dialect.SqlServer);

public abstract class SuppressionTableTests(Dialect dialect) : StoreTestBase(dialect)
{
    private SuppressionRecord Wanted() => Wanted(Clock);

    internal static SuppressionRecord Wanted(TestClock clock) => new()
    {
        EmployerId = "E1", EmployeeId = "P1", Typology = Typology.PayoutRouting.Word(), ReasonCode = "R2", ScopeKey = "00000000000000aa", PartyKey = "00000000000000bb",
        BundleId = "b", CatalogueVersion = "1", CreatedBy = "first", ExpiresAt = clock.GetUtcNow() + TimeSpan.FromDays(90), FlagId = MakeFlag("tonight", 1).FlagId, Note = "known",
    };

    [TestMethod]
    public async Task A_suppression_is_in_force_from_its_approval_until_it_expires_or_ends()
    {
        await RunAsync("tonight", [MakeFlag("tonight", 1)]);
        var proposed = await Store.Suppressions.ProposeAsync(Wanted(), "user:1", None);
        Assert.AreEqual(("proposed", "T1"), (proposed.StatusAt(Clock.GetUtcNow()), proposed.TransferId));
        Assert.IsEmpty(await Store.Suppressions.InForceAsync(Clock.GetUtcNow(), None), "it does nothing before another person approves it");

        Clock.Advance(TimeSpan.FromDays(1));
        var approved = await Store.Suppressions.ApproveAsync(proposed.SuppressionId, "second", "user:2", None);
        Assert.AreEqual(approved, (await Store.Suppressions.InForceAsync(Clock.GetUtcNow(), None)).Single());
        Assert.IsEmpty(await Store.Suppressions.InForceAsync(Clock.GetUtcNow() - TimeSpan.FromHours(1), None));
        Assert.HasCount(1, await Store.Suppressions.InForceAsync(proposed.ExpiresAt - TimeSpan.FromMicroseconds(1), None));
        Assert.IsEmpty(await Store.Suppressions.InForceAsync(proposed.ExpiresAt, None));
        Assert.IsNull(await Store.Suppressions.ApproveAsync(proposed.SuppressionId, "third", "user:3", None), "approved once");

        Clock.Advance(TimeSpan.FromDays(1));
        var revoked = await Store.Suppressions.RevokeAsync(proposed.SuppressionId[..32], "third", "not so innocent", None);
        Assert.AreEqual(("revoked", "third", "not so innocent"), (revoked!.StatusAt(Clock.GetUtcNow()), revoked.RevokedBy, revoked.EndedWhy));
        Assert.IsEmpty(await Store.Suppressions.InForceAsync(Clock.GetUtcNow(), None));
        Assert.HasCount(1, await Store.Suppressions.InForceAsync(Clock.GetUtcNow() - TimeSpan.FromHours(1), None), "as it was then");
        Assert.IsNull(await Store.Suppressions.RevokeAsync(proposed.SuppressionId, "third", "again", None));
        Assert.IsTrue((await StoreVerifier.VerifyAsync(Store, [], None)).IsGood);
    }

    [TestMethod]
    public async Task A_run_ends_what_has_lost_its_ground_and_says_why()
    {
        await RunAsync("tonight", [MakeFlag("tonight", 1)]);
        var made = await Store.Suppressions.ProposeAsync(Wanted(), "user:1", None);
        await Store.Suppressions.ApproveAsync(made.SuppressionId, "second", "user:2", None);
        Clock.Advance(TimeSpan.FromDays(1));
        await using (var claim = await Store.Runs.BeginAsync(Night("next"), None))
            await Store.Runs.CompleteAsync(claim, Outcome() with { Lapsed = [new LapsedSuppression(made.SuppressionId, "the payee is paid to another account")] }, [], None);

        var lapsed = (await Store.Suppressions.FindAsync(made.SuppressionId, None)).Single();
        Assert.AreEqual(("lapsed", "the payee is paid to another account"), (lapsed.StatusAt(Clock.GetUtcNow()), lapsed.EndedWhy));
        Assert.IsEmpty(await Store.Suppressions.InForceAsync(Clock.GetUtcNow(), None));
        Assert.IsTrue((await StoreVerifier.VerifyAsync(Store, [], None)).IsGood);
    }

    [TestMethod]
    public async Task The_schema_refuses_one_person_their_own_change_a_list_match_and_a_rewritten_row()
    {
        var flag = MakeFlag("tonight", 1) with { Origin = new FlagOrigin("file", "ref", "user:00000000000000aa", "hr") };
        await RunAsync("tonight", [flag, MakeFlag("tonight", 2, Typology.SanctionsMatch)]);
        await RefusedAsync("by another", () => Store.Suppressions.ProposeAsync(Wanted() with { FlagId = null }, "user:1", None));
        await RefusedAsync("releasing", () => Store.Suppressions.ProposeAsync(Wanted() with { Typology = "sanctions_match" }, "user:1", None));
        await RefusedAsync("own", () => Store.Suppressions.ProposeAsync(Wanted(), "user:00000000000000aa", None));
        var made = await Store.Suppressions.ProposeAsync(Wanted(), "user:1", None);
        await RefusedAsync("by another", () => Store.Suppressions.ApproveAsync(made.SuppressionId, "FIRST", "user:3", None));
        await RefusedAsync("by another", () => Store.Suppressions.ApproveAsync(made.SuppressionId, "first", "user:3", None));
        await RefusedAsync("by another", () => Store.Suppressions.ApproveAsync(made.SuppressionId, "first under another name", "user:1", None));
        await RefusedAsync("by another", () => Store.Suppressions.ApproveAsync(made.SuppressionId, "nobody that the lake knows", null, None));
        await RefusedAsync("own", () => Store.Suppressions.ApproveAsync(made.SuppressionId, "second", "user:00000000000000aa", None));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => Store.Suppressions.ProposeAsync(Wanted() with { ExpiresAt = Clock.GetUtcNow() }, "user:1", None));

        foreach (var attack in (string[])["UPDATE paysieve.suppression SET expires_at = '2036-01-01'", "UPDATE paysieve.suppression SET scope_key = 'x'", "DELETE FROM paysieve.suppression"])
            await Assert.ThrowsAsync<System.Data.Common.DbException>(() => Database.ExecuteAsync(attack));
        Assert.IsTrue((await StoreVerifier.VerifyAsync(Store, [], None)).IsGood);
    }

    private static async Task RefusedAsync<T>(string word, Func<Task<T>> write) => StringAssert.Contains((await Assert.ThrowsExactlyAsync<StoreRuleException>(write)).Message, word);
}
