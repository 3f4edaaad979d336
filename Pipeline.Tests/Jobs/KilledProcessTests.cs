// The real program, as a process: killed, stopped, started twice, started beside itself. `Benchmarks -- kill` does the same a hundred times.
using System.Diagnostics;
using Paysieve.Benchmarks.Killing;
using Paysieve.Jobs.Commands;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Pipeline.Tests.Jobs;

[TestClass]
public sealed class KilledProcessTests
{
    private static TemporaryFolder _house = null!;

    [ClassInitialize]
    public static async Task RunAnUndisturbedNight(TestContext context)
    {
        _house = new TemporaryFolder();
        SyntheticPayroll.Write(new SyntheticOptions(120, 3, 5), _house.At("made"), cancellationToken: context.CancellationToken);
        var run = await CommandLineRun.OfAsync(Night("undisturbed"));
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.DoesNotContain("recovered", run.Out + run.Error);
    }

    [ClassCleanup]
    public static void RemoveFolder() => _house.Dispose();

    [TestMethod]
    public async Task A_night_killed_at_one_stage_after_another_ends_as_if_nothing_had_been()
    {
        TakeKey("killed");
        var killed = 0;
        foreach (var stage in new[] { "ingest history", "ingest tonight", "train", "score", "store", "report" })
        {
            var before = DataFolder.Interrupted(_house.At("killed"));
            using var struck = PaysieveProcess.StartToStrike(Night("killed"), stage, TimeSpan.Zero);
            var code = await struck.EndAsync();
            Assert.Contains(code, new[] { 0, 128 + PaysieveProcess.Kill }, struck.Error);
            if (code != 0) killed++;
            Assert.HasCount(before.Length > 0 ? 1 : 0, struck.Recovered, struck.Error);
        }
        Assert.IsGreaterThan(2, killed);

        var left = DataFolder.Interrupted(_house.At("killed"));
        using var next = PaysieveProcess.Start([.. Night("killed"), "--json"]);
        Assert.AreEqual(0, await next.EndAsync(), next.Error);
        Assert.HasCount(left.Length, next.Recovered, next.Error);
        Assert.AreEqual(left.Length > 0, next.Out.Contains("\"recovered\": {", StringComparison.Ordinal), next.Out);
        await AssertUndisturbedAsync("killed");
    }

    [TestMethod]
    public async Task A_night_stopped_by_a_signal_ends_with_130_and_the_same_command_takes_it_up()
    {
        TakeKey("stopped");
        using var stopped = PaysieveProcess.StartToStrike(Night("stopped"), "ingest tonight", TimeSpan.Zero, PaysieveProcess.Terminate);
        var code = await stopped.EndAsync();
        using var next = PaysieveProcess.Start(Night("stopped"));

        Assert.AreEqual(Boundary.Stopped, code, stopped.Error);
        StringAssert.Contains(stopped.Error, "paysieve: stopped before the end");
        Assert.IsEmpty(DataFolder.Interrupted(_house.At("stopped")));
        Assert.AreEqual(0, await next.EndAsync(), next.Error);
        Assert.IsEmpty(next.Recovered, "what was stopped in order left nothing to recover");
        await AssertUndisturbedAsync("stopped");
    }

    [TestMethod]
    public async Task Of_two_starts_of_one_night_one_does_it_and_the_other_says_so()
    {
        TakeKey("twice");
        using var one = PaysieveProcess.Start(Night("twice"));
        using var other = PaysieveProcess.Start(Night("twice"));
        int[] codes = [await one.EndAsync(), await other.EndAsync()];

        var said = new[] { one, other }.Select(each => each.Out + each.Error).ToArray();
        Assert.AreEqual(1, said.Count(text => text.Contains(": completed", StringComparison.Ordinal)), said[0] + said[1]);
        var loser = said[0].Contains(": completed", StringComparison.Ordinal) ? 1 : 0;
        Assert.AreEqual(0, codes[1 - loser]);
        if (codes[loser] == 0) StringAssert.Contains(said[loser], "done before, nothing written");
        else
        {
            Assert.AreEqual(2, codes[loser], said[loser]);
            StringAssert.Contains(said[loser], "another process is at this night");
        }
        Assert.DoesNotContain("recovered", said[0] + said[1]);
        await AssertUndisturbedAsync("twice");
    }

    [TestMethod]
    public async Task Different_commands_at_once_do_not_disturb_each_other()
    {
        var data = _house.At("beside");
        using var history = PaysieveProcess.Start(["ingest", _house.At("made/history"), "--data", data]);
        using var legs = PaysieveProcess.Start(["ingest", _house.At("made/legs"), "--data", data]);
        using var lists = PaysieveProcess.Start(["lists", "load", "own", _house.At("made/lists"), "--data", data]);
        foreach (var each in new[] { history, legs, lists }) Assert.AreEqual(0, await each.EndAsync(), each.Error);

        using var run = PaysieveProcess.Start(["run", _house.At("made/night"), "--data", data]);
        using var train = PaysieveProcess.Start(["train", "--data", data]);
        using var again = PaysieveProcess.Start(["lists", "load", "own", _house.At("made/lists"), "--data", data]);
        foreach (var each in new[] { run, train, again })
        {
            Assert.AreEqual(0, await each.EndAsync(), each.Error);
            Assert.IsEmpty(each.Recovered, each.Error);
        }
        var verified = await CommandLineRun.OfAsync("audit", "verify", "--data", data);
        Assert.AreEqual(0, verified.ExitCode, verified.Error);
        var rows = await DataFolder.RowsAsync(data);
        CollectionAssert.AreEqual(Kind(await DataFolder.RowsAsync(_house.At("undisturbed")), "file"), Kind(rows, "file"));
        Assert.IsNotEmpty(Kind(rows, "flag"));
        Assert.HasCount(1, Kind(rows, "run"));
    }

    [TestMethod]
    [DataRow("300k")]
    [DataRow("900k")]
    public async Task A_full_disk_is_said_in_one_line_and_the_same_command_ends_the_night_once_there_is_room(string size)
    {
        var disk = _house.At("disk-" + size);
        Directory.CreateDirectory(disk);
        if (!OperatingSystem.IsLinux() || !Did("mount", "-t", "tmpfs", "-o", "size=" + size, "none", disk))
            Assert.Inconclusive("a small disk can be mounted by root on Linux alone");
        try
        {
            var data = Path.Combine(disk, "data");
            var full = await CommandLineRun.OfAsync([.. Night(data), "-q"]);
            Assert.IsTrue(Did("mount", "-o", "remount,size=64m", disk));
            var next = await CommandLineRun.OfAsync([.. Night(data), "-q"]);

            Assert.AreEqual(5, full.ExitCode, full.Error);
            Assert.HasCount(1, full.Error.TrimEnd().Split('\n'), full.Error);
            StringAssert.Contains(full.Error, "disk is full");
            Assert.AreEqual(0, next.ExitCode, next.Error);
            CollectionAssert.AreEqual(Flags("undisturbed"), Flags(data));
        }
        finally
        {
            Did("umount", disk);
        }
    }

    private static string[] Night(string data) =>
        ["run", _house.At("made/night"), _house.At("made/legs"), "--history", _house.At("made/history"), "--lists", _house.At("made/lists"), "--data", _house.At(data)];

    /// <summary>Equal keys, equal bytes: a lake is compared with another.</summary>
    private static void TakeKey(string data)
    {
        Directory.CreateDirectory(Path.Combine(_house.At(data), "keys"));
        File.Copy(_house.At("undisturbed/keys/lake.key"), Path.Combine(_house.At(data), "keys/lake.key"));
    }

    private static async Task AssertUndisturbedAsync(string data)
    {
        CollectionAssert.AreEqual(await DataFolder.RowsAsync(_house.At("undisturbed")), await DataFolder.RowsAsync(_house.At(data)));
        CollectionAssert.AreEqual(DataFolder.Files(_house.At("undisturbed")), DataFolder.Files(_house.At(data)));
        var verified = await CommandLineRun.OfAsync("audit", "verify", "--data", _house.At(data));
        Assert.AreEqual(0, verified.ExitCode, verified.Error);
    }

    private static string[] Kind(string[] rows, string kind) => [.. rows.Where(row => row.StartsWith(kind + " ", StringComparison.Ordinal))];

    private static string[] Flags(string data) =>
        File.ReadAllLines(Directory.EnumerateFiles(_house.At(data), "flags.csv", SearchOption.AllDirectories).Single());

    private static bool Did(string program, params string[] args)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
