// Decisions and suppressions: history kept, second person another person, trail in the same transaction.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed class DispositionTableTestsOnSqlite() : DispositionTableTests(Dialect.Sqlite);

[TestClass]
public sealed class DispositionTableTestsOnSqlServer() : DispositionTableTests(Dialect.SqlServer);

public abstract class DispositionTableTests(Dialect dialect) : StoreTestBase(dialect)
{
    private static readonly string FlagId = MakeFlag("tonight", 1).FlagId;

    private static Decision Clear(string actor = "reviewer") => new(FlagId, Decisions.Cleared, "KNOWN_CHANGE", "Called back.", actor);

    [TestMethod]
    public async Task The_last_decision_counts_and_the_earlier_ones_stay()
    {
        var run = await RunAsync("tonight", [MakeFlag("tonight", 1), MakeFlag("tonight", 2)]);
        await Store.Dispositions.DecideAsync(Clear("second") with { Word = Decisions.InReview, Proposes = Decisions.Cleared, ActorKey = "user:2" }, None);
        Clock.Advance(TimeSpan.FromMinutes(5));
        var last = await Store.Dispositions.DecideAsync(Clear() with { SecondActor = "second", ActorKey = "user:1", SecondActorKey = "user:2" }, None);

        var history = await Store.Dispositions.HistoryAsync(FlagId, None);

        CollectionAssert.AreEqual(new[] { Decisions.InReview, Decisions.Cleared }, history.Select(decision => decision.Decision).ToArray());
        Assert.AreEqual(last, history[1]);
        Assert.AreEqual(Clock.GetUtcNow(), last.DecidedAt);
        var cleared = await Store.Flags.ListAsync(new FlagFilter { RunId = run.RunId, Standing = Decisions.Cleared }, None);
        Assert.AreEqual(last, cleared.Single().Latest);
        Assert.AreEqual(last, (await Store.Flags.FindAsync(FlagId, None)).Single().Latest);
        Assert.HasCount(1, await Store.Flags.ListAsync(new FlagFilter { RunId = run.RunId, Standing = Decisions.Open }, None));
        Assert.HasCount(2, await Store.Dispositions.OfRunAsync(run.RunId, None));
    }

    [TestMethod]
    public async Task Decisions_made_at_the_same_moment_are_all_kept_in_one_order()
    {
        await RunAsync("tonight", [MakeFlag("tonight", 1)]);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(() => Store.Dispositions.DecideAsync(Clear($"reviewer {number}") with { Word = Decisions.Confirmed }, None))));

        var history = await Store.Dispositions.HistoryAsync(FlagId, None);
        CollectionAssert.AreEqual(Enumerable.Range(1, 6).ToArray(), history.Select(decision => decision.Ordinal).ToArray());
        Assert.AreEqual(6, history.Select(decision => decision.Actor).Distinct(StringComparer.Ordinal).Count());
    }

    [TestMethod]
    public async Task A_high_band_is_cleared_by_two_and_never_by_who_changed_the_account()
    {
        var flag = MakeFlag("tonight", 1) with { Origin = new FlagOrigin(Hash("file"), "E2E-1", "user:00000000000000aa", "user:00000000000000bb") };
        await RunAsync("tonight", [flag, MakeFlag("tonight", 2) with { Band = Band.Medium }]);
        var head = await Store.Audit.HeadAsync(None);

        var alone = await Assert.ThrowsExactlyAsync<StoreRuleException>(() => Store.Dispositions.DecideAsync(Clear(), None));
        Assert.AreEqual("a flag of a high band is cleared by two people", alone.Message);
        await RefusedAsync("by two people", Clear() with { SecondActor = "second", ActorKey = "user:1", SecondActorKey = "user:2" });
        Assert.AreEqual(head, await Store.Audit.HeadAsync(None), "what was refused left no event");
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => Store.Dispositions.DecideAsync(Clear() with { SecondActor = "second", Proposes = Decisions.Cleared }, None));

        var proposed = await ProposeAsync("reviewer", "user:2");
        foreach (var (who, key, named, namedKey) in ((string, string?, string, string?)[])
            [("second", "user:1", "third", "user:2"), ("second", "user:1", "reviewer", "user:3"), ("second", "user:1", "reviewer", null), ("second", null, "reviewer", "user:2"), ("someone", "user:2", "reviewer", "user:2")])
            await RefusedAsync("by two people", Clear(who) with { SecondActor = named, ActorKey = key, SecondActorKey = namedKey });
        foreach (var own in (string[])["user:00000000000000aa", "user:00000000000000bb"])
            await RefusedAsync("change of their own", Clear("second") with { SecondActor = "reviewer", ActorKey = own, SecondActorKey = "user:2" });
        var cleared = await Store.Dispositions.DecideAsync(Clear("second") with { SecondActor = "reviewer", ActorKey = "user:1", SecondActorKey = "user:2" }, None);
        await RefusedAsync("by two people", Clear("third") with { SecondActor = "reviewer", ActorKey = "user:3", SecondActorKey = "user:2" });
        var clerks = await ProposeAsync("clerk", "user:00000000000000aa");
        await RefusedAsync("change of their own", Clear("second") with { SecondActor = "clerk", ActorKey = "user:1", SecondActorKey = "user:00000000000000aa" });
        CollectionAssert.AreEqual(new[] { proposed, cleared, clerks }, (await Store.Dispositions.HistoryAsync(FlagId, None)).ToArray());
        Assert.AreEqual(flag.Origin, (await Store.Flags.FindAsync(FlagId, None)).Single().Flag.Origin);
        await Store.Dispositions.DecideAsync(Clear() with { FlagId = MakeFlag("tonight", 2).FlagId }, None);
        Assert.IsTrue((await StoreVerifier.VerifyAsync(Store, [], None)).IsGood);
    }

    [TestMethod]
    public async Task A_decision_that_makes_no_sense_is_refused_and_leaves_no_trace()
    {
        await RunAsync("tonight", [MakeFlag("tonight", 1)]);
        var head = await Store.Audit.HeadAsync(None);

        await Assert.ThrowsExactlyAsync<ArgumentException>(() => Store.Dispositions.DecideAsync(Clear() with { Word = "fine" }, None));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => Store.Dispositions.DecideAsync(Clear() with { ReasonCode = " " }, None));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => Store.Dispositions.DecideAsync(Clear() with { SecondActor = "REVIEWER" }, None));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => Store.Dispositions.DecideAsync(Clear() with { Note = new string('x', 2001) }, None));
        await Assert.ThrowsExactlyAsync<KeyNotFoundException>(() => Store.Dispositions.DecideAsync(Clear() with { FlagId = FlagId[..8] }, None));

        Assert.AreEqual(head, await Store.Audit.HeadAsync(None));
        Assert.IsEmpty(await Store.Dispositions.HistoryAsync(FlagId, None));
    }

    private Task<DispositionRecord> ProposeAsync(string actor, string key) =>
        Store.Dispositions.DecideAsync(Clear(actor) with { Word = Decisions.InReview, Proposes = Decisions.Cleared, ActorKey = key }, None);

    private async Task RefusedAsync(string word, Decision decision) =>
        StringAssert.Contains((await Assert.ThrowsExactlyAsync<StoreRuleException>(() => Store.Dispositions.DecideAsync(decision, None))).Message, word);
}
