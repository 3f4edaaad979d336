// An examiner's morning on a small house: the pack alone answers the nine questions; people decide as they may; a rewritten store is seen.
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Paysieve.Pipeline.Audit.Packs;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Tests.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class AuditDeskTests
{
    private const string List = "id,type,name,aliases,weak_aliases,birth_date,countries,identifiers,wallets\n1,person,Wolfgang Ohnemus,,,,,,\n";
    private const string Clerk = "payroll.clerk";

    private static readonly Payout[] Staff = [.. Enumerable.Range(100, 20).Select(number => Payroll.Payee(number))];
    private static readonly PackFilter Period = new(new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 28), PackRoles.Auditor);

    private static House _house = null!;
    private static NightOutcome _night = null!;
    private static string _listed = null!;

    [ClassInitialize]
    public static async Task RunANight(TestContext context)
    {
        _house = new House();
        var year = Enumerable.Range(-12, 12).SelectMany(month => Staff.Select(payee => payee.On(Payroll.Month(month))));
        _house.Write("lists/own.csv", List);
        var payouts = Staff.Select((payout, i) => i == 4 ? payout with { Name = "Wolfgang Ohnemus", Changed = Payroll.Month(0).AddDays(-2), ChangedBy = Clerk } : payout).ToArray();
        var tonight = _house.Write("night.csv", Payout.Header + "\n" + string.Concat(payouts.Select(payout => payout.Line() + "\n")) + "broken,row\n");
        _night = await _house.NightAsync([tonight], [_house.Export(year)], _house.At("lists"));
        _listed = (await _house.FlagsAsync(_night.RunId)).Single(flag => flag.Flag.TransferId == Staff[4].Id && flag.Flag.Typology == Typology.SanctionsMatch).Flag.FlagId;
        _house.Now = _house.Now.AddHours(1);
        Assert.AreEqual("proposes", (await DecideAsync("release", "r.first")).Proposes is null ? "decides" : "proposes");
        await DecideAsync("release", "r.second");
    }

    [ClassCleanup]
    public static void Remove() => _house.Dispose();

    [TestMethod]
    public async Task A_high_band_is_released_by_two_people_and_never_by_who_changed_the_account()
    {
        using var house = House.CopyOf(_house);
        var history = await house.AskAsync(workspace => workspace.Store.Dispositions.HistoryAsync(_listed, default));
        Assert.AreEqual((Decisions.InReview, "r.first", null), (history[0].Decision, history[0].Actor, history[0].SecondActor));
        Assert.AreEqual((Decisions.Cleared, "r.second", "r.first"), (history[1].Decision, history[1].Actor, history[1].SecondActor));

        await DecideAsync("hold", "r.first", house);
        Assert.IsNotNull((await DecideAsync("release", "r.first", house)).Proposes);
        foreach (var same in (string[])["R.First", "r.first ", " ｒ.first"])
            Assert.IsNotNull((await DecideAsync("release", same, house)).Proposes, "the same person again is no second person");
        await Assert.ThrowsExactlyAsync<RefusedException>(() => DecideAsync("release", "r.f\u0456rst", house));
        var refused = await Assert.ThrowsExactlyAsync<RefusedException>(() => DecideAsync("release", Clerk.ToUpperInvariant(), house));
        Assert.AreEqual("nobody clears a flag on a change of their own", refused.Message);
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
    }

    [TestMethod]
    public async Task The_database_itself_refuses_the_wrong_person()
    {
        using var house = House.CopyOf(_house);
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(house.Data, "paysieve.db")};Pooling=False");
        await connection.OpenAsync();
        const string Insert = """
            INSERT INTO disposition (disposition_id, flag_id, ordinal, decision, reason_code, note, actor, decided_at, second_actor, actor_key, second_actor_key)
            SELECT 'x' || @actor, flag_id, 9, 'cleared', 'X', '', @actor, '2026-02-02T00:00:00.000000Z', @second, CASE WHEN @own THEN changed_by ELSE 'user:0' END, 'user:1'
            FROM flagged_transfer WHERE flag_id = @flag
            """;
        var alone = await Assert.ThrowsExactlyAsync<SqliteException>(() => connection.ExecuteAsync(Insert, new { flag = _listed, actor = "a", second = (string?)null, own = false }));
        StringAssert.Contains(alone.Message, "two people");
        var named = await Assert.ThrowsExactlyAsync<SqliteException>(() => connection.ExecuteAsync(Insert, new { flag = _listed, actor = "a", second = "b", own = false }));
        StringAssert.Contains(named.Message, "two people", "somebody who never looked was named");
        await connection.ExecuteAsync(
            "INSERT INTO disposition (disposition_id, flag_id, ordinal, decision, reason_code, note, actor, decided_at, actor_key, proposes) VALUES ('y', @flag, 8, 'in_review', 'X', '', 'c', '2026-02-02T00:00:00.000000Z', 'user:1', 'cleared')",
            new { flag = _listed });
        var own = await Assert.ThrowsExactlyAsync<SqliteException>(() => connection.ExecuteAsync(Insert, new { flag = _listed, actor = "b", second = "c", own = true }));
        StringAssert.Contains(own.Message, "own");
        var changed = await Assert.ThrowsExactlyAsync<SqliteException>(() => connection.ExecuteAsync("UPDATE disposition SET note = 'other'"));
        StringAssert.Contains(changed.Message, "append-only");
        await Assert.ThrowsExactlyAsync<SqliteException>(() => connection.ExecuteAsync("DELETE FROM disposition"));
    }

    [TestMethod]
    public async Task The_nine_questions_are_answered_from_the_pack_alone()
    {
        using var house = House.CopyOf(_house);
        var folder = house.At("pack");
        await house.AskAsync(workspace => Pipeline.Runs.Replaying.Replay.ExecuteAsync(workspace, null, "latest", default));
        var exported = await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period, folder, default));
        Assert.IsTrue((await PackVerifier.VerifyAsync(folder, exported.Manifest.KeyId, default)).IsGood);
        JsonElement[] Rows(string table) => [.. File.ReadLines(Path.Combine(folder, table + ".jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
        static long Number(JsonElement row, string name) => row.GetProperty(name).GetInt64();
        var run = Rows("runs").Single();
        var alerts = Rows("alerts");
        var listed = alerts.Single(row => Text(row, "alert_id") == _listed);

        // 1. Every row screened or rejected, with the reason.
        foreach (var file in Rows("files")) Assert.AreEqual(Number(file, "rows_read"), Number(file, "rows_accepted") + Number(file, "rows_rejected"));
        var rejected = Rows("rejections").Single();
        Assert.AreEqual(("FIELD_COUNT", 22L), (Text(rejected, "code"), Number(rejected, "line_no")));
        Assert.AreEqual(20, Number(run, "payouts_scored"));
        Assert.AreEqual(1, Rows("files").Where(file => Rows("run_files").Any(named => Text(named, "file_id") == Text(file, "file_id"))).Sum(file => Number(file, "rows_rejected")));

        // 2. The list in force, and when it was fetched.
        var list = Rows("lists").Single();
        Assert.AreEqual(Text(list, "snapshot_id"), Text(Rows("run_lists").Single(), "snapshot_id"));
        Assert.AreEqual("own", Text(list, "source"));
        Assert.IsNotNull(Text(list, "in_force_from"));

        // 3. Everything that decides the outcome is named.
        foreach (var name in (string[])["run_key", "model_id", "list_set_id", "configuration_hash", "program_version"]) Assert.IsNotNull(Text(run, name), name);
        Assert.AreEqual((Text(run, "run_id"), "identical"), (Text(Rows("replays").Single(), "subject"), Text(Rows("replays").Single(), "verdict")), "and was computed again");

        // 4. Which settings were in force, changed by whom and why.
        var settings = Rows("settings_changes");
        Assert.AreEqual("tester", settings.Select(row => Text(row, "actor")).Distinct().Single());
        Assert.AreEqual("2.6", Text(settings.Single(row => Text(row, "key") == "Alerting:LeastEvidence"), "after"));

        // 5. Decisions, by whom, with what reason.
        var decisions = Rows("decisions");
        CollectionAssert.AreEqual(new[] { "in_review", "cleared" }, decisions.Select(row => Text(row, "decision")).ToArray());
        Assert.AreEqual(("r.second", "r.first", "KNOWN"), (Text(decisions[1], "actor"), Text(decisions[1], "second_actor"), Text(decisions[1], "reason_code")));
        Assert.AreEqual("cleared", Text(listed, "status"));

        // 6. The model, on what it was trained, who put it in use.
        var model = Rows("models").Single(row => Text(row, "model_id") == Text(run, "model_id"));
        Assert.AreEqual(64, Text(model, "data_hash")!.Length);
        Assert.AreEqual("tester", Text(Rows("model_changes").Last(row => Text(row, "action") == "model.promoted"), "actor"));

        // 7. What is not seen.
        StringAssert.Contains(Text(run, "summary")!, "not screened against lists");

        // 8. Both people of the decision differ; the refusal itself is tested above.
        Assert.AreNotEqual(Text(decisions[1], "actor"), Text(decisions[1], "second_actor"));

        // 9. No name in this role, and the account masked.
        Assert.IsNull(Text(listed, "employee_name"));
        StringAssert.StartsWith(Text(listed, "account_masked")!, "****");
        foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl"))
            Assert.DoesNotContain(Staff[4].Account, File.ReadAllText(file), Path.GetFileName(file));
    }

    [TestMethod]
    public async Task Flags_that_were_handed_out_are_on_record_with_who_took_them()
    {
        using var house = House.CopyOf(_house);
        var (_, rows) = await house.AskAsync(workspace => FlagDesk.ExportAsync(workspace, "latest", house.At("flags.csv"), default));
        var item = (await house.AskAsync(async workspace => await workspace.Store.Audit.ReadAsync(default).ToArrayAsync()))[^1];
        Assert.AreEqual(("flags.exported", "tester", _night.RunId, $$"""{"flags":{{rows}}}"""), (item.Action, item.Actor, item.Subject, item.Payload));
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
    }

    [TestMethod]
    public async Task A_signature_that_is_not_of_its_file_names_both()
    {
        using var house = House.CopyOf(_house);
        var exported = await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period, house.At("signed"), default));
        var path = house.At("signed/manifest.sig");
        var signature = Convert.FromBase64String(File.ReadAllText(path));
        signature[7] ^= 1;
        File.WriteAllText(path, Convert.ToBase64String(signature));
        var verdict = await PackVerifier.VerifyAsync(house.At("signed"), exported.Manifest.KeyId, default);
        Assert.AreEqual((false, "manifest.json", "is not what manifest.sig signs: one of the two was altered"), (verdict.IsGood, verdict.File, verdict.Explanation));
    }

    [TestMethod]
    public async Task A_pack_from_the_beginning_names_no_first_day()
    {
        using var house = House.CopyOf(_house);
        var exported = await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period with { From = null }, house.At("all"), default));
        var manifest = File.ReadAllText(house.At("all/manifest.json"));

        StringAssert.Contains(manifest, "\"filter\":{\"from\":null,", StringComparison.Ordinal);
        StringAssert.Contains(File.ReadAllText(house.At("all/README.txt")), "Period: from the beginning of the trail to 2026-02-28", StringComparison.Ordinal);
        Assert.AreEqual(1, exported.Manifest.Chain.FirstSeq);
        Assert.AreEqual(exported.Manifest.ToJson(), PackManifest.TryParse(manifest)?.ToJson());
        Assert.IsTrue((await PackVerifier.VerifyAsync(house.At("all"), exported.Manifest.KeyId, default)).IsGood);
        // As earlier versions wrote it.
        var earlier = manifest.Replace("\"from\":null", "\"from\":\"0001-01-01\"", StringComparison.Ordinal);
        Assert.AreEqual(DateOnly.MinValue, PackManifest.TryParse(earlier)?.Filter.From);
    }

    [TestMethod]
    public async Task The_same_filter_gives_the_same_bytes_and_each_role_sees_what_it_may()
    {
        using var house = House.CopyOf(_house);
        house.Now = new DateTimeOffset(2026, 3, 5, 9, 0, 0, TimeSpan.Zero);
        var first = await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period, house.At("first"), default));
        house.Now = house.Now.AddHours(5);
        var second = await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period, house.At("second"), default));
        Assert.AreEqual(first.ManifestSha256, second.ManifestSha256);

        await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period with { Role = PackRoles.Compliance }, house.At("named"), default));
        await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period with { Role = PackRoles.DataScientist }, house.At("blind"), default));
        StringAssert.Contains(File.ReadAllText(house.At("named/alerts.jsonl")), "Wolfgang Ohnemus");
        foreach (var folder in (string[])["named", "blind"]) Assert.IsTrue((await PackVerifier.VerifyAsync(house.At(folder), first.Manifest.KeyId, default)).IsGood, folder);
        var blind = string.Concat(Directory.EnumerateFiles(house.At("blind"), "*.jsonl").Select(File.ReadAllText));
        foreach (var hidden in (string[])[Staff[4].Id, Staff[4].Employee, "Ohnemus", "r.first", "tester", "night.csv"]) Assert.DoesNotContain(hidden, blind);

        await Assert.ThrowsExactlyAsync<RefusedException>(() => house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period, house.At("first"), default)));
        var events = await house.AskAsync(async workspace => await workspace.Store.Audit.ReadAsync(default).CountAsync(item => item.Action == "audit.exported"));
        Assert.AreEqual(4, events);
    }

    [TestMethod]
    public async Task A_pack_is_made_of_runs_whose_summary_tells_of_no_released_match_and_of_a_store_without_runs()
    {
        using var house = House.CopyOf(_house);
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(house.Data, "paysieve.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            // As an earlier version wrote it.
            Assert.AreEqual(1, await connection.ExecuteAsync("UPDATE run SET summary = json_remove(summary, '$.released')"));
        }
        var exported = await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period, house.At("old"), default));
        Assert.IsEmpty(File.ReadAllLines(house.At("old/released_matches.jsonl")));
        Assert.AreEqual(1, File.ReadAllLines(house.At("old/runs.jsonl")).Length);
        StringAssert.Contains(exported.Manifest.Differences.Single(), "another summary", "and the pack says that the table is not what the trail says");
        var verdict = await PackVerifier.VerifyAsync(house.At("old"), null, default);
        StringAssert.Contains(verdict.Explanation, "another summary");

        using var empty = new House();
        await empty.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period, empty.At("none"), default));
        Assert.IsTrue((await PackVerifier.VerifyAsync(empty.At("none"), null, default)).IsGood);
    }

    [TestMethod]
    public async Task A_chain_rewritten_as_a_whole_is_seen_by_the_signed_checkpoints()
    {
        using var house = House.CopyOf(_house);
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(house.Data, "paysieve.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            var events = await house.AskAsync(async workspace => await workspace.Store.Audit.ReadAsync(default).ToArrayAsync());
            await connection.ExecuteAsync("DROP TRIGGER audit_event_not_updated; DROP TRIGGER audit_event_not_deleted; DELETE FROM audit_event;");
            Pipeline.Audit.AuditHead? head = null;
            foreach (var item in events)
            {
                var entry = new Pipeline.Audit.AuditEntry(item.Seq == 2 ? "somebody else" : item.Actor, item.Action, item.Subject, (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(item.Payload)!);
                var rewritten = Pipeline.Audit.AuditEvent.After(head, DateTimeOffset.Parse(item.At, System.Globalization.CultureInfo.InvariantCulture), entry);
                head = new Pipeline.Audit.AuditHead(rewritten.Seq, rewritten.Hash);
                await connection.ExecuteAsync(
                    "INSERT INTO audit_event VALUES (@Seq, @At, @Actor, @Action, @Subject, @Payload, @PrevHash, @Hash)", rewritten);
            }
        }
        var alone = await house.VerifyAsync();
        var compared = await house.AskAsync(workspace => AuditDesk.VerifyAsync(workspace, default));

        Assert.IsTrue(alone.Chain.IsGood, "the forger was careful");
        Assert.AreEqual(Pipeline.Audit.AuditFault.Rewritten, compared.Chain.Fault);
    }

    [TestMethod]
    public async Task After_a_rotation_old_packs_and_checkpoints_still_verify()
    {
        using var house = House.CopyOf(_house);
        var old = await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period, house.At("old"), default));
        var (before, now) = await house.AskAsync(workspace => AuditDesk.RotateKeyAsync(workspace, default));
        var renewed = await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, Period, house.At("new"), default));

        Assert.AreEqual((old.Manifest.KeyId, renewed.Manifest.KeyId), (before, now));
        Assert.IsTrue((await house.AskAsync(workspace => AuditDesk.VerifyAsync(workspace, default))).IsGood);
        Assert.IsTrue((await PackVerifier.VerifyAsync(house.At("old"), before, default)).IsGood);
        Assert.IsTrue((await PackVerifier.VerifyAsync(house.At("new"), now, default)).IsGood);
        var (current, known) = await house.AskAsync(workspace => AuditDesk.KeysAsync(workspace, default));
        Assert.AreEqual(now, current);
        CollectionAssert.AreEquivalent(new[] { before, now }, known.ToArray());
    }

    [TestMethod]
    public async Task A_key_whose_making_left_no_event_is_put_on_record_by_its_next_use()
    {
        using var house = new House();
        await house.AskAsync(_ => Task.FromResult(0));
        var made = Pipeline.Audit.Signing.KeyRing.OpenOrCreate(Path.Combine(house.Data, "keys")).Current.Id;
        for (var i = 0; i < 2; i++) await house.AskAsync(workspace => AuditDesk.KeysAsync(workspace, default));
        var told = await house.AskAsync(workspace => workspace.Store.Audit.OfActionAsync(Pipeline.Audit.AuditActions.KeyCreated, default));

        Assert.AreEqual(made, told.Single().Subject);
    }

    private static Task<DispositionRecord> DecideAsync(string word, string actor, House? house = null) =>
        (house ?? _house).AskAsync(workspace => FlagDesk.DecideAsync(workspace, _listed, word, "KNOWN", "seen", actor, default));
}
