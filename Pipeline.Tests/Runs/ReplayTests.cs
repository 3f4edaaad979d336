// An old night made again: identical whatever came in since, and whatever was touched behind its back is named.
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Runs.Lifecycle;
using Paysieve.Pipeline.Runs.Replaying;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Tests.Screening;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class ReplayTests
{
    private static House _house = null!;
    private static NightOutcome _night = null!;

    /// <summary>The sample night; then decisions, files that amend, another model in use, other lists and other settings.</summary>
    [ClassInitialize]
    public static async Task RunTheSampleNightAndMuchElse(TestContext context)
    {
        _house = new House();
        _house.Settings = _house.Settings with { Alerting = new() { LeastEvidence = 2 } };
        var samples = Path.GetDirectoryName(SampleLists.Excerpt)!;
        _night = await _house.NightAsync([Path.Combine(samples, "night"), Path.Combine(samples, "legs")], [Path.Combine(samples, "history")], SampleLists.Excerpt);
        var flags = await _house.FlagsAsync(_night.RunId);
        Assert.IsTrue(flags.Length > 15 && flags.Any(flag => flag.Flag.HeldBack) && flags.Any(flag => flag.Flag.Explanation.Matches.Count > 0));

        _house.Now = _house.Now.AddDays(1);
        foreach (var flag in flags.Where(flag => flag.Flag.Explanation.Matches.Count > 0))
        {
            foreach (var actor in (string[])["r.first", "r.second"])
                await _house.AskAsync(workspace => FlagDesk.DecideAsync(workspace, flag.Flag.FlagId, "release", "KNOWN", "", actor, default));
        }
        var first = Directory.GetFiles(Path.Combine(samples, "night")).Order(StringComparer.Ordinal).First();
        var amended = _house.Write("amended.csv", File.ReadAllText(first).Replace("regular", "bonus", StringComparison.Ordinal));
        _house.Write("lists/own_other.csv", "id,type,name,aliases,weak_aliases,birth_date,countries,identifiers,wallets\n1,person,Wolfgang Ohnemus,,,,,,\n");
        _house.Settings = _house.Settings with { Detection = _house.Settings.Detection with { Seed = 7 }, Alerting = new() { ReviewsPerNight = 2, LeastEvidence = 3 } };
        var trained = await _house.AskAsync(workspace => TrainRun.ExecuteAsync(workspace, false, default));
        await _house.AskAsync(workspace => PromotionDesk.PromoteAsync(workspace, trained.BundleId, new ComparisonRequest(null, null), force: true, "a test", default));
        _house.Now = _house.Now.AddDays(1);
        await _house.AskAsync(workspace => Pipeline.Runs.ListLoading.LoadAsync(workspace, "own", _house.At("lists/own_other.csv"), allowShrink: true, default));
        var second = await _house.NightAsync([amended]);
        Assert.AreNotEqual(_night.BundleId, second.BundleId);
        Assert.AreNotEqual(_night.ListSnapshotId, second.ListSnapshotId);
    }

    [ClassCleanup]
    public static void Remove() => _house.Dispose();

    [TestMethod]
    public async Task Every_flag_of_the_sample_night_is_identical_after_newer_files_models_lists_and_settings()
    {
        using var house = House.CopyOf(_house);
        var replayed = await ReplayAsync(house, null);

        Assert.AreEqual(ReplayVerdict.Identical, replayed.Verdict, Words(replayed));
        Assert.HasCount(_night.FlagsRaised + _night.FlagsHeldBack, replayed.Flags);
        Assert.AreEqual(ExitCode.Done, replayed.ExitCode);
        var told = await house.AskAsync(workspace => workspace.Store.Audit.OfActionAsync(AuditActions.RunReplayed, default));
        StringAssert.Contains(told.Single().Payload, "\"verdict\":\"identical\"");
        Assert.AreEqual(_night.RunId, told.Single().Subject);
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
        var later = await house.AskAsync(async workspace => await Replay.ExecuteAsync(workspace, null, "latest", default));
        Assert.AreEqual(ReplayVerdict.Identical, later.Verdict, Words(later));
    }

    [TestMethod]
    public async Task One_flag_is_asked_for_by_the_beginning_of_its_id()
    {
        using var house = House.CopyOf(_house);
        var flag = (await house.FlagsAsync(_night.RunId))[3].Flag.FlagId;
        var replayed = await ReplayAsync(house, flag[..12]);

        Assert.AreEqual(flag, replayed.Flags.Single().FlagId);
        Assert.AreEqual(ReplayVerdict.Identical, replayed.Verdict, Words(replayed));
    }

    [TestMethod]
    public async Task A_bundles_changed_byte_is_named_and_nothing_is_computed_with_it()
    {
        using var house = House.CopyOf(_house);
        var bundle = Path.Combine(house.Data, "models", _night.BundleId + ".zip");
        var bytes = await File.ReadAllBytesAsync(bundle);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes);
        var altered = await ReplayAsync(house, null);
        Assert.AreEqual((ReplayVerdict.NotPossible, ExitCode.IntegrityFailed), (altered.Verdict, altered.ExitCode));
        StringAssert.Contains(altered.Altered.Single(), _night.BundleId);

        File.Delete(bundle);
        var pruned = await ReplayAsync(house, null);
        Assert.AreEqual((ReplayVerdict.NotPossible, ExitCode.NoInput), (pruned.Verdict, pruned.ExitCode));
        StringAssert.Contains(pruned.Missing.Single(), _night.BundleId);
        StringAssert.Contains(pruned.Flags[0].Why, "gone");
    }

    [TestMethod]
    public async Task A_lake_row_that_was_changed_with_its_manifest_shows_in_score_and_feature()
    {
        using var house = House.CopyOf(_house);
        var before = await house.FlagsAsync(_night.RunId);
        var flag = before.Select(stored => stored.Flag).First(flag => flag.Typology == Pipeline.Transfers.Typology.PayoutRouting && flag.Reasons.Any(reason => reason.Code == "R5_HOLDER_MISMATCH"));
        // The careful forger: the same file with another holder, read by this lake's own key, put in the place of the true one.
        var entry = await house.AskAsync(workspace => Task.FromResult(workspace.Lake.Entries().Single(each => each.FileId == flag.Origin.FileId)));
        var samples = Path.GetDirectoryName(SampleLists.Excerpt)!;
        var text = await File.ReadAllTextAsync(Path.Combine(samples, "night", entry.Name));
        var forged = house.Write("forged.csv", WithoutHolder(text, flag.TransferId));
        await house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, [forged], default));
        var made = await house.AskAsync(workspace => Task.FromResult(workspace.Lake.Entries()[^1]));
        var lake = Path.Combine(house.Data, "lake");
        var manifest = Directory.GetFiles(Path.Combine(lake, "manifest"), $"*{entry.FileId}.json").Single();
        for (var i = 0; i < entry.Parts.Count; i++) File.Copy(Path.Combine(lake, made.Parts[i].Path), Path.Combine(lake, entry.Parts[i].Path), overwrite: true);
        var named = await ReplayAsync(house, flag.FlagId);
        StringAssert.Contains(string.Join(' ', named.Altered), entry.FileId);

        var json = await File.ReadAllTextAsync(manifest);
        for (var i = 0; i < entry.Parts.Count; i++)
        {
            json = json.Replace(entry.Parts[i].Sha256, made.Parts[i].Sha256, StringComparison.Ordinal)
                .Replace($"\"byte_size\": {entry.Parts[i].ByteSize}", $"\"byte_size\": {made.Parts[i].ByteSize}", StringComparison.Ordinal);
        }
        await File.WriteAllTextAsync(manifest, json);
        var replayed = await ReplayAsync(house, flag.FlagId);

        StringAssert.Contains(replayed.Altered.Single(), "manifest names other files", "the trail remembers what the manifest named");
        Assert.AreEqual((ReplayVerdict.Differs, ExitCode.IntegrityFailed), (replayed.Verdict, replayed.ExitCode));
        var what = replayed.Flags.Single().Differences.Select(difference => difference.What).ToArray();
        Assert.Contains("score", what);
        Assert.Contains("reason R5_HOLDER_MISMATCH", what);
    }

    [TestMethod]
    public async Task A_list_entry_that_was_changed_and_a_flag_that_was_rewritten_are_named()
    {
        using var house = House.CopyOf(_house);
        var flags = await house.FlagsAsync(_night.RunId);
        var listed = flags.First(flag => flag.Flag.Explanation.Matches.Count > 0).Flag;
        var match = listed.Explanation.Matches[0];
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(house.Data, "paysieve.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync("UPDATE flagged_transfer SET score = 0.5 WHERE flag_id = @FlagId", new { listed.FlagId });
        }
        var rewritten = await ReplayAsync(house, listed.FlagId);
        Assert.AreEqual(ReplayVerdict.Differs, rewritten.Verdict);
        Assert.AreEqual(("score", "0.5"), (rewritten.Flags[0].Differences.Single().What, rewritten.Flags[0].Differences.Single().Then));
        StringAssert.Contains(rewritten.Altered.Single(), "audit trail recorded");

        var entries = Directory.GetFiles(Path.Combine(house.Data, "lists", match.List), "entries.jsonl", SearchOption.AllDirectories)
            .First(file => File.ReadAllText(file).Contains(match.MatchedName, StringComparison.Ordinal));
        await File.WriteAllTextAsync(entries, (await File.ReadAllTextAsync(entries)).Replace(match.MatchedName, "Somebody Else", StringComparison.Ordinal));
        var altered = await ReplayAsync(house, listed.FlagId);
        Assert.AreEqual(ExitCode.IntegrityFailed, altered.ExitCode);
        StringAssert.Contains(string.Join(' ', altered.Altered), "list snapshot " + match.List);
    }

    [TestMethod]
    public async Task Files_that_were_taken_out_of_the_lake_are_counted()
    {
        using var house = House.CopyOf(_house);
        File.Delete(Directory.GetFiles(Path.Combine(house.Data, "lake", "manifest"), "00000001-*.json").Single());
        var replayed = await ReplayAsync(house, null);

        Assert.AreEqual((ReplayVerdict.NotPossible, ExitCode.NoInput), (replayed.Verdict, replayed.ExitCode));
        StringAssert.StartsWith(replayed.Missing.Single(), "1 of the ");
    }

    [TestMethod]
    public async Task Changed_settings_are_on_record_with_what_they_were_who_started_the_run_and_why()
    {
        using var house = House.CopyOf(_house);
        var events = await house.AskAsync(workspace => workspace.Store.Audit.OfActionAsync(AuditActions.SettingsChanged, default));
        Assert.HasCount(2, events);
        Assert.IsTrue(SettingsTrail.Changes(events[0]).Count > 30 && SettingsTrail.Changes(events[0]).All(change => change.Before is null));
        CollectionAssert.AreEqual(
            new[] { "Alerting:LeastEvidence 2 3", "Alerting:ReviewsPerNight null 2", "Detection:Seed 20261123 7" },
            SettingsTrail.Changes(events[1]).Select(change => $"{change.Key} {change.Before} {change.After}").ToArray());

        house.Settings = house.Settings with { Alerting = house.Settings.Alerting with { ReviewsPerNight = 20 } };
        await using (var workspace = await house.OpenAsync())
            await NightRun.ExecuteAsync(workspace, new NightRequest([house.Write("more.csv", Header(_house.At("amended.csv")))], [], null, null, "the auditors asked for more"), default);
        var folder = house.At("pack");
        var period = new Pipeline.Audit.Packs.PackFilter(new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 28), Pipeline.Audit.Packs.PackRoles.Auditor);
        await house.AskAsync(workspace => AuditDesk.ExportAsync(workspace, period, folder, default));
        var last = JsonDocument.Parse(File.ReadLines(Path.Combine(folder, "settings_changes.jsonl")).Last()).RootElement;

        Assert.AreEqual(
            ("Alerting:ReviewsPerNight", "2", "20", "tester", "the auditors asked for more"),
            (Text("key"), Text("before"), Text("after"), Text("actor"), Text("reason")));
        string? Text(string name) => last.GetProperty(name).GetString();
    }

    [TestMethod]
    public void Every_setting_that_decides_a_night_is_on_its_sheet_and_comes_back_from_it()
    {
        var settings = new PaysieveSettings { Alerting = new() { ReviewsPerNight = 5 }, Lists = new() { Expected = ["un", "ofac:100"] } };
        var sheet = SettingsSheet.Of(settings);
        Assert.AreEqual(settings.Hash(), SettingsSheet.Restore(sheet, settings.Hash())!.Hash());
        sheet["Alerting:ReviewsPerNight"] = "6";
        Assert.IsNull(SettingsSheet.Restore(sheet, settings.Hash()));
        Assert.IsFalse(sheet.Keys.Any(key => key.StartsWith("Store", StringComparison.Ordinal) || key.StartsWith("Schedule", StringComparison.Ordinal)));
    }

    private static Task<ReplayOutcome> ReplayAsync(House house, string? flag) =>
        house.AskAsync(workspace => Replay.ExecuteAsync(workspace, flag, _night.RunId, default));

    private static string Words(ReplayOutcome outcome) => JsonSerializer.Serialize(outcome with { Flags = [.. outcome.Flags.Where(flag => flag.Verdict != ReplayVerdict.Identical)] });

    /// <summary>The export's header and its first row under another id.</summary>
    private static string Header(string path)
    {
        var lines = File.ReadLines(path).Take(2).ToArray();
        return lines[0] + "\nNEW-" + lines[1] + "\n";
    }

    private static string WithoutHolder(string csv, string transferId)
    {
        var lines = csv.Split('\n');
        var column = Array.IndexOf(lines[0].TrimEnd('\r').Split(','), "beneficiary_name");
        return string.Join('\n', lines.Select(line =>
        {
            if (!line.StartsWith(transferId + ",", StringComparison.Ordinal)) return line;
            var cells = line.Split(',');
            cells[column] = "";
            return string.Join(',', cells);
        }));
    }
}
