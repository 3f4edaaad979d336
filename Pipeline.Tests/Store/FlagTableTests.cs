// Flags: what went in comes out, in review order, whole or in pages, and an altered one shows.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed class FlagTableTestsOnSqlite() : FlagTableTests(Dialect.Sqlite);

[TestClass]
public sealed class FlagTableTestsOnSqlServer() : FlagTableTests(Dialect.SqlServer);

public abstract class FlagTableTests(Dialect dialect) : StoreTestBase(dialect)
{
    private static readonly System.Text.Json.JsonSerializerOptions EarlierJson = new(FlagTable.ExplanationJson) { PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.CamelCase };

    private static Flag[] Flags =>
    [
        .. Enumerable.Range(1, 20).Select(number => MakeFlag("tonight", number, number % 2 == 0 ? Typology.SharedAccount : Typology.PayoutRouting, reasons: number % 4)),
        .. Enumerable.Range(21, 5).Select(number => MakeFlag("tonight", number, heldBack: true)),
        MakeFlag("tonight", 3, Typology.SanctionsMatch),
    ];

    [TestMethod]
    public async Task A_flag_comes_back_with_everything_it_had()
    {
        var flag = MakeFlag("tonight", 1) with
        {
            Amount = Pay("0.123456789012345678", "ETH"),
            TransferId = "ıİ-株式会社-1",
            Explanation = MakeFlag("tonight", 1).Explanation with
            {
                Legs = [new RouteLeg(1, new DateTime(2026, 2, 26, 1, 2, 3, DateTimeKind.Utc), "EUR", "ETH", 2500m, null, null, "MT", "****0000")],
                Matches = [new MatchNote("holder", "ofac", "2026-02-20", "12345", "<b>Ivan</b>", 0.93, "review", ["birth date agrees"])],
                Suggestion = "Ask the payee by a known phone number.",
            },
            Reasons = [new FlagReason(1, "R1", "f", double.NaN, null, 0.1, "s"), new FlagReason(2, "R2", "g", 1e-300, 0, 0.2, new string('x', 2500))],
        };
        var run = await RunAsync("tonight", [flag]);

        var stored = (await Store.Flags.ListAsync(new FlagFilter { RunId = run.RunId }, None)).Single();

        Assert.AreEqual("open", stored.Standing);
        Assert.AreEqual(
            flag with { Reasons = stored.Flag.Reasons, Explanation = stored.Flag.Explanation }, stored.Flag);
        Assert.AreEqual(new FlagReason(1, "R1", "f", null, null, 0.1, "s"), stored.Flag.Reasons[0]);
        Assert.AreEqual(flag.Reasons[1] with { Sentence = stored.Flag.Reasons[1].Sentence }, stored.Flag.Reasons[1]);
        Assert.AreEqual(2000, stored.Flag.Reasons[1].Sentence.Length);
        Assert.AreEqual(flag.Explanation.Legs[0], stored.Flag.Explanation.Legs[0]);
        Assert.AreEqual(flag.Explanation.Route[0], stored.Flag.Explanation.Route[0]);
        Assert.AreEqual(flag.Explanation.Innocent[0], stored.Flag.Explanation.Innocent[0]);
        Assert.AreEqual("<b>Ivan</b>", stored.Flag.Explanation.Matches[0].MatchedName);
        Assert.AreEqual(0.75, stored.Flag.Explanation.Detectors["forest"]);
        Assert.AreEqual(flag.Explanation.Suggestion, stored.Flag.Explanation.Suggestion);
        Assert.DoesNotContain("<b>", (await Database.ScalarAsync<string>("SELECT explanation FROM paysieve.flagged_transfer"))!);
    }

    [TestMethod]
    public async Task An_explanation_is_in_snake_case_and_one_of_an_earlier_program_says_the_same()
    {
        var flag = MakeFlag("tonight", 1);
        flag = flag with
        {
            Explanation = flag.Explanation with
            {
                Detectors = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["learned_from_decisions: DaysSinceChange"] = 0.5, ["tail"] = double.PositiveInfinity },
                Legs = [new RouteLeg(1, new DateTime(2026, 2, 26, 1, 2, 3, DateTimeKind.Utc), "EUR", "ETH", 2500m, null, null, "MT", "****0000")],
                Matches = [new MatchNote("holder", "ofac", "2026-02-20", "12345", "Ivan \"stakeUsd\": 3", 0.93, "review", ["birth date agrees"]) { PartyKey = "ab", EntryVersion = "cd" }],
                StakeUsd = 12.5,
                Suppression = new SuppressionNote(["s1"], ["R1"], "sentence"),
            },
        };
        var run = await RunAsync("tonight", [flag]);
        var text = (await Database.ScalarAsync<string>("SELECT explanation FROM paysieve.flagged_transfer"))!;

        foreach (var name in (string[])["stake_usd", "account_masked", "pay_date", "list_version", "entry_version", "party_key", "to_account_masked", "reason_codes", "learned_from_decisions: DaysSinceChange"])
            StringAssert.Contains(text, $"\"{name}\":", StringComparison.Ordinal);
        var stored = (await Store.Flags.ListAsync(new FlagFilter { RunId = run.RunId }, None)).Single().Flag.Explanation;
        // As programs wrote it before: the same in camel case.
        var earlier = System.Text.Json.JsonSerializer.Serialize(flag.Explanation, EarlierJson);
        StringAssert.Contains(earlier, "\"listVersion\":", StringComparison.Ordinal);
        foreach (var read in (FlagExplanation[])[stored, FlagTable.ReadExplanation(earlier)])
            Assert.AreEqual(FlagTable.Shown(flag.Explanation), FlagTable.Shown(read));
        Assert.AreEqual("ab", FlagTable.ReadExplanation(earlier).Matches[0].PartyKey);
    }

    [TestMethod]
    [DataRow("2500.10", "EUR", "2500.10")]
    [DataRow("2500", "EUR", "2500.00")]
    [DataRow("350000", "JPY", "350000")]
    [DataRow("1.5", "KWD", "1.500")]
    [DataRow("999999999999.99", "KRW", "999999999999.99")]
    [DataRow("0.000000000000000001", "ETH", "0.000000000000000001")]
    [DataRow("1000000000000", "USDT", "1000000000000")]
    public async Task Money_is_exact_to_the_last_digit(string amount, string currency, string read)
    {
        var run = await RunAsync("tonight", [MakeFlag("tonight", 1) with { Amount = Pay(amount, currency) }]);

        var stored = (await Store.Flags.ListAsync(new FlagFilter { RunId = run.RunId }, None)).Single();

        Assert.AreEqual(Pay(amount, currency), stored.Flag.Amount);
        Assert.AreEqual($"{read} {currency}", stored.Flag.Amount.ToString());
    }

    [TestMethod]
    public async Task Flags_are_listed_in_review_order_with_their_reasons_and_without_what_is_held_back()
    {
        var run = await RunAsync("tonight", [.. Flags.Reverse()]);

        var listed = await Store.Flags.ListAsync(new FlagFilter { RunId = run.RunId }, None);

        var expected = Flags.Where(flag => !flag.HeldBack).OrderBy(flag => flag.Rank).ThenBy(flag => flag.FlagId, StringComparer.Ordinal).ToList();
        CollectionAssert.AreEqual(expected.Select(flag => flag.FlagId).ToArray(), listed.Select(flag => flag.Flag.FlagId).ToArray());
        for (var i = 0; i < expected.Count; i++) CollectionAssert.AreEqual(expected[i].Reasons.ToArray(), listed[i].Flag.Reasons.ToArray());
        Assert.HasCount(26, await Store.Flags.ListAsync(new FlagFilter { RunId = run.RunId, HeldBack = null }, None));
        Assert.IsEmpty(await Store.Flags.ListAsync(new FlagFilter { RunId = "0000000000000000" }, None));
    }

    [TestMethod]
    public async Task Each_filter_narrows_and_pages_join_to_the_whole()
    {
        var run = await RunAsync("tonight", Flags);
        var all = new FlagFilter { RunId = run.RunId, HeldBack = null };
        async Task<int> CountAsync(FlagFilter filter) => (await Store.Flags.ListAsync(filter, None)).Count;

        Assert.AreEqual(10, await CountAsync(all with { Typology = Typology.SharedAccount }));
        Assert.AreEqual(1, await CountAsync(all with { Typology = Typology.SanctionsMatch }));
        Assert.AreEqual(Flags.Count(flag => flag.Band == Band.High), await CountAsync(all with { Band = Band.High }));
        Assert.AreEqual(5, await CountAsync(all with { HeldBack = true }));
        Assert.AreEqual(2, await CountAsync(all with { TransferId = "T3" }));
        Assert.AreEqual(0, await CountAsync(all with { TransferId = "t3" }), "ids compare byte by byte");
        Assert.AreEqual(1, await CountAsync(all with { EmployerId = "E1", EmployeeId = "P7" }));
        Assert.AreEqual(26, await CountAsync(all with { Standing = Decisions.Open }));
        Assert.AreEqual(0, await CountAsync(all with { Standing = Decisions.Cleared }));

        var whole = await Store.Flags.ListAsync(all, None);
        var pages = new List<StoredFlag>();
        for (var skip = 0; skip < 30; skip += 7) pages.AddRange(await Store.Flags.ListAsync(all with { Skip = skip, Take = 7 }, None));
        CollectionAssert.AreEqual(whole.Select(flag => flag.Flag.FlagId).ToArray(), pages.Select(flag => flag.Flag.FlagId).ToArray());
        CollectionAssert.AreEqual(
            whole.SelectMany(flag => flag.Flag.Reasons).ToArray(), pages.SelectMany(flag => flag.Flag.Reasons).ToArray());
    }

    [TestMethod]
    public async Task A_flag_is_found_by_its_id_or_a_beginning_of_it()
    {
        await RunAsync("tonight", Flags);
        var wanted = Flags[2];

        Assert.AreEqual(wanted.FlagId, (await Store.Flags.FindAsync(wanted.FlagId, None)).Single().Flag.FlagId);
        var byPrefix = (await Store.Flags.FindAsync(wanted.FlagId[..8].ToUpperInvariant(), None)).Single();
        CollectionAssert.AreEqual(wanted.Reasons.ToArray(), byPrefix.Flag.Reasons.ToArray());
        var digit = wanted.FlagId[..1];
        Assert.HasCount(Flags.Count(flag => flag.FlagId.StartsWith(digit, StringComparison.Ordinal)), await Store.Flags.FindAsync(digit, None));
        Assert.IsEmpty(await Store.Flags.FindAsync("", None));
        Assert.IsEmpty(await Store.Flags.FindAsync("%", None));
    }

    [TestMethod]
    public async Task Counts_add_up_to_the_run()
    {
        var run = await RunAsync("tonight", Flags);

        var counts = await Store.Flags.CountAsync(run.RunId, None);

        Assert.AreEqual(run.FlagsRaised, counts.Where(count => !count.HeldBack).Sum(count => count.Flags));
        Assert.AreEqual(run.FlagsHeldBack, counts.Where(count => count.HeldBack).Sum(count => count.Flags));
        Assert.AreEqual(10, counts.Where(count => count.Typology == Typology.SharedAccount).Sum(count => count.Flags));
    }

    [TestMethod]
    [DataRow("UPDATE paysieve.flagged_transfer SET account_masked = '****1235' WHERE transfer_id = 'T7'")]
    [DataRow("UPDATE paysieve.flagged_transfer SET held_back = 1 WHERE transfer_id = 'T7'")]
    [DataRow("UPDATE paysieve.flagged_transfer SET rank = 900 WHERE transfer_id = 'T7'")]
    [DataRow("UPDATE paysieve.flagged_transfer SET amount = '2500.11' WHERE transfer_id = 'T7'")]
    [DataRow("UPDATE paysieve.flag_reason SET sentence = 'nothing to see' WHERE ordinal = 2")]
    [DataRow("UPDATE paysieve.flag_reason SET percentile = NULL WHERE ordinal = 3")]
    [DataRow("DELETE FROM paysieve.flag_reason WHERE ordinal = 3")]
    public async Task An_altered_flag_no_longer_gives_the_digest_in_the_audit_trail(string attack)
    {
        var run = await RunAsync("tonight", Flags);
        var events = new List<Pipeline.Audit.AuditEvent>();
        await foreach (var item in Store.Audit.ReadAsync(None)) events.Add(item);
        var digest = await Store.Flags.DigestAsync(run.RunId, None);
        StringAssert.Contains(events[^1].Payload, $"\"flags_sha256\":\"{digest}\"", StringComparison.Ordinal);

        Assert.IsGreaterThan(0, await Database.ExecuteAsync(attack));

        Assert.AreNotEqual(digest, await Store.Flags.DigestAsync(run.RunId, None));
    }

    [TestMethod]
    public async Task The_database_itself_refuses_a_held_back_sanctions_match()
    {
        await Assert.ThrowsAsync<Exception>(() => RunAsync("tonight", [MakeFlag("tonight", 1, Typology.SanctionsMatch, heldBack: true)]));
    }
}
