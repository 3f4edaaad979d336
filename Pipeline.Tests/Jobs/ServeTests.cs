// The host: it fires, it ends when told to, and firing again changes nothing.
using System.Text.Json;
using Paysieve.Jobs.Hosting;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Pipeline.Tests.Jobs;

[TestClass]
public sealed class ServeTests
{
    private static TemporaryFolder _house = null!;

    [ClassInitialize]
    public static void MakeInbox(TestContext context)
    {
        _house = new TemporaryFolder();
        SyntheticPayroll.Write(new SyntheticOptions(120, 2, 5), _house.At("made"), cancellationToken: context.CancellationToken);
    }

    [ClassCleanup]
    public static void RemoveFolder() => _house.Dispose();

    [TestMethod]
    public async Task Once_runs_the_night_now_and_a_second_time_finds_it_done()
    {
        var environment = Schedule(_house.At("made/night"));

        var first = await CommandLineRun.OfAsync(["serve", "--once", "--data", _house.At("once"), "--json"], environment);
        var second = await CommandLineRun.OfAsync(["serve", "--once", "--data", _house.At("once"), "--json"], environment);

        Assert.AreEqual(0, first.ExitCode, first.Error);
        Assert.AreEqual(0, second.ExitCode, second.Error);
        using var before = JsonDocument.Parse(first.Out);
        using var after = JsonDocument.Parse(second.Out);
        Assert.IsFalse(before.RootElement.GetProperty("already_done").GetBoolean());
        Assert.IsTrue(after.RootElement.GetProperty("already_done").GetBoolean());
        Assert.AreEqual(before.RootElement.GetProperty("run_id").GetString(), after.RootElement.GetProperty("run_id").GetString());
    }

    [TestMethod]
    public async Task The_schedule_fires_and_a_stop_ends_the_host_well()
    {
        using var stop = new CancellationTokenSource();
        using var error = new StringWriter();
        var environment = Schedule(_house.At("made/night"));
        environment["Paysieve__Schedule__NightCron"] = "* * * * * ?";
        var heard = new TaskCompletionSource();
        using var output = new Listening("Night", heard);
        var around = new Paysieve.Jobs.Surroundings { Out = TextWriter.Synchronized(output), Error = TextWriter.Synchronized(error), Environment = environment };

        var serving = Paysieve.Jobs.Program.RunAsync(["serve", "--data", _house.At("cron")], around, stop.Token);
        await Task.WhenAny(heard.Task, serving);
        await stop.CancelAsync();

        Assert.AreEqual(0, await serving, error.ToString());
        Assert.IsTrue(heard.Task.IsCompleted, error.ToString());
        StringAssert.Contains(error.ToString(), "Stopped serving");
    }

    [TestMethod]
    public async Task A_failing_night_ends_once_with_its_code_and_quotes_nothing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("in/a.csv", "colour,shape\nZdravka Quillfeather,round\n");
        folder.Write("empty/readme.txt", "nothing");

        var useless = await CommandLineRun.OfAsync(["serve", "--once", "--data", folder.At("d")], Schedule(folder.At("in")));
        var empty = await CommandLineRun.OfAsync(["serve", "--once", "--data", folder.At("d")], Schedule(folder.At("empty")));

        Assert.AreEqual(4, useless.ExitCode, useless.Error);
        Assert.AreEqual(4, empty.ExitCode, empty.Error);
        Assert.DoesNotContain("Quillfeather", useless.Out + useless.Error);
    }

    [TestMethod]
    public async Task A_store_that_does_not_answer_is_told_before_the_schedule_starts()
    {
        var environment = Schedule(_house.At("made/night"));
        environment["Paysieve__Store__Provider"] = "SqlServer";
        environment["ConnectionStrings__Paysieve"] = "Server=127.0.0.1,1;User Id=u;Password=planted-secret;Connect Timeout=1;ConnectRetryCount=0;Encrypt=false";

        var run = await CommandLineRun.OfAsync(["serve", "--data", _house.At("unreachable")], environment);

        Assert.AreEqual(5, run.ExitCode, run.Error);
        Assert.DoesNotContain("planted-secret", run.Out + run.Error);
    }

    [TestMethod]
    public async Task A_schedule_that_makes_no_sense_is_refused_with_every_failure()
    {
        var run = await CommandLineRun.OfAsync(["serve", "--once"], new()
        {
            ["Paysieve__Schedule__NightCron"] = "at midnight",
            ["Paysieve__Schedule__TimeZone"] = "Mars/Olympus",
            ["Paysieve__Schedule__ListsFolder"] = "/no/such/folder",
        });

        Assert.AreEqual(2, run.ExitCode);
        foreach (var expected in new[] { "InboxFolder is not set", "NightCron", "TimeZone", "ListsFolder is not a folder" }) StringAssert.Contains(run.Error, expected);
    }

    [TestMethod]
    public async Task A_file_that_is_still_being_written_is_waited_for()
    {
        using var folder = new TemporaryFolder();
        var clock = new LeapingClock(new DateTimeOffset(2026, 10, 30, 2, 0, 0, TimeSpan.Zero));
        Touch(folder.Write("b.csv", "x"), clock.GetUtcNow().AddSeconds(-5));
        Touch(folder.Write("a.CSV", "x"), clock.GetUtcNow().AddHours(-5));
        Touch(folder.Write(".hidden.csv", "x"), clock.GetUtcNow().AddHours(-5));
        Touch(folder.Write("a.csv.part", "x"), clock.GetUtcNow().AddHours(-5));

        var (ready, unsettled) = await new Inbox(folder.Path, TimeSpan.FromSeconds(60), clock).TakeAsync(CancellationToken.None);

        CollectionAssert.AreEqual(new[] { folder.At("a.CSV"), folder.At("b.csv") }, ready.ToArray());
        Assert.AreEqual(0, unsettled);
        Assert.AreEqual(1, clock.Leaps);
    }

    [TestMethod]
    public async Task A_file_that_never_settles_does_not_hold_up_the_others_for_ever()
    {
        using var folder = new TemporaryFolder();
        var clock = new LeapingClock(new DateTimeOffset(2026, 10, 30, 2, 0, 0, TimeSpan.Zero));
        Touch(folder.Write("a.csv", "x"), clock.GetUtcNow().AddHours(-5));
        Touch(folder.Write("b.csv", "x"), clock.GetUtcNow().AddDays(2));

        var (ready, unsettled) = await new Inbox(folder.Path, TimeSpan.FromSeconds(60), clock).TakeAsync(CancellationToken.None);

        CollectionAssert.AreEqual(new[] { folder.At("a.csv") }, ready.ToArray());
        Assert.AreEqual(1, unsettled);
    }

    private static Dictionary<string, string> Schedule(string inbox) => new()
    {
        ["Paysieve__Schedule__InboxFolder"] = inbox,
        ["Paysieve__Schedule__SettledSeconds"] = "0",
    };

    private static void Touch(string path, DateTimeOffset at) => File.SetLastWriteTimeUtc(path, at.UtcDateTime);

    /// <summary>Every wait is over at once and moves the clock on by its length.</summary>
    private sealed class LeapingClock(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset _now = now;

        public int Leaps { get; private set; }

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _now += dueTime;
            Leaps++;
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    /// <summary>Tells when a word is printed.</summary>
    private sealed class Listening(string word, TaskCompletionSource heard) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(word, StringComparison.Ordinal) == true) heard.TrySetResult();
        }
    }
}
