// What a start makes of what a killed one left behind, planted by hand.
using System.Text.Json;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class RecoveryTests
{
    [TestMethod]
    public async Task A_start_after_a_good_end_recovers_nothing_and_writes_nothing()
    {
        using var house = new House();
        await using (await house.OpenAsync()) Assert.HasCount(1, Notes(house));
        Assert.IsEmpty(Notes(house));
        var before = house.Snapshot();

        Assert.IsNull(await house.AskAsync(workspace => Task.FromResult(workspace.Recovered)));

        CollectionAssert.AreEqual(before, house.Snapshot());
        Assert.DoesNotContain("recovered", house.Log.Text);
    }

    [TestMethod]
    public async Task What_was_being_written_is_cleared_and_told_once_in_the_log_the_result_and_the_trail()
    {
        using var house = new House();
        await using (await house.OpenAsync())
        {
        }
        string[] unfinished =
        [
            "models/0123456789abcdef.zip.part", "models/CHAMPION.part", "lists/own/.writing/entries.jsonl", "lists/own/current.writing", "reports/76a6/report.html.part",
            "runs/76a6/scores.parquet.part", "quarantine/abc-x.rejected.csv.12.partial", "keys/.lake.key.0011223344556677",
        ];
        foreach (var name in unfinished) Plant(house, name, "half");
        Plant(house, "paysieve.db-run-76a6.lock", "");
        Plant(house, "lake/.staging/99-1/2026-01.parquet", "half");
        Plant(house, ".work/99-1.json", """{"verb":"run","stage":"ingest tonight","run_id":null,"started_at":"2026-11-25T02:00:00+00:00"}""");

        var recovered = await house.AskAsync(workspace => Task.FromResult(workspace.Recovered!));

        Assert.AreEqual("recovered: `run` was interrupted while reading tonight's files; 1 unfinished lake file removed; 8 unfinished files removed", recovered.Line);
        foreach (var name in unfinished) Assert.IsFalse(File.Exists(Path.Combine(house.Data, name)), name);
        Assert.IsFalse(File.Exists(Path.Combine(house.Data, "paysieve.db-run-76a6.lock")));
        Assert.HasCount(1, house.Log.Text.Split('\n').Where(line => line.Contains("recovered: ", StringComparison.Ordinal)));
        var events = await house.AskAsync(async workspace => await workspace.Store.Audit.ReadAsync(CancellationToken.None).Where(each => each.Action == AuditActions.StartRecovered).ToListAsync());
        Assert.HasCount(1, events);
        using var payload = JsonDocument.Parse(events[0].Payload);
        Assert.AreEqual("ingest tonight", payload.RootElement.GetProperty("interrupted")[0].GetProperty("stage").GetString());
        Assert.AreEqual(8, payload.RootElement.GetProperty("other_files").GetInt32());
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
    }

    [TestMethod]
    public async Task Files_of_a_process_at_work_are_left_alone()
    {
        using var house = new House();
        await using var other = await house.OpenAsync();
        Plant(house, "models/CHAMPION.part", "being written");
        Plant(house, ".work/99-1.json", "");

        var recovered = await house.AskAsync(workspace => Task.FromResult(workspace.Recovered!));

        Assert.IsTrue(File.Exists(Path.Combine(house.Data, "models/CHAMPION.part")));
        Assert.AreEqual("recovered: `a command` was interrupted while at an unknown stage; nothing was left half-done", recovered.Line);
    }

    [TestMethod]
    public async Task A_run_that_died_is_named_with_the_stage_it_died_in_and_its_scores_go()
    {
        using var house = new House();
        var runId = await house.AskAsync(async workspace =>
        {
            var claim = await workspace.Store.Runs.BeginAsync(
                new RunStart { RunKey = new string('a', 64), Kind = "night", ConfigHash = new string('b', 64), ProgramVersion = "1" }, CancellationToken.None);
            await claim.DisposeAsync();
            return claim.Run.RunId;
        });
        Plant(house, $"runs/{runId}/scores.parquet", "whole");
        Plant(house, ".work/99-1.json", $$"""{"verb":"run","stage":"store","run_id":"{{runId}}","started_at":"2026-11-25T02:00:00+00:00"}""");

        var recovered = await house.AskAsync(workspace => Task.FromResult(workspace.Recovered!));

        Assert.AreEqual($"recovered: run {runId} interrupted while storing was rolled back", recovered.Line);
        Assert.IsFalse(Directory.Exists(Path.Combine(house.Data, "runs", runId)));
        Assert.IsNull(await house.AskAsync(workspace => Task.FromResult(workspace.Recovered)));
    }

    private static string[] Notes(House house) => Directory.GetFiles(Path.Combine(house.Data, ".work"), "*.json");

    private static void Plant(House house, string name, string text)
    {
        var path = Path.Combine(house.Data, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
