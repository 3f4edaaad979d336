// How commands end badly: which code, which words, and nothing personal in them.
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Paysieve.Jobs;
using Paysieve.Jobs.Commands;
using Paysieve.Jobs.Logging;
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;

namespace Paysieve.Pipeline.Tests.Jobs;

[TestClass]
public sealed class BoundaryTests
{
    private const string Planted = "Zdravka Quillfeather DE89370400440532013000";

    [TestMethod]
    public void A_refusal_says_its_own_words_and_code()
    {
        var (code, problem, details) = Boundary.Describe(new RefusedException(ExitCode.NoInput, "nothing to read"), CancellationToken.None);

        Assert.AreEqual(4, code);
        Assert.AreEqual("nothing to read", problem);
        Assert.IsNull(details);
    }

    [TestMethod]
    public void An_unexpected_failure_is_a_bug_named_by_type_and_place_without_its_message()
    {
        var first = Boundary.Describe(Thrown(), CancellationToken.None);
        var second = Boundary.Describe(Thrown(), CancellationToken.None);

        Assert.AreEqual(1, first.Code);
        StringAssert.Contains(first.Problem, "FormatException");
        StringAssert.Contains(first.Details, "System.InvalidOperationException");
        StringAssert.Contains(first.Details, nameof(Deep));
        Assert.DoesNotContain("Quillfeather", first.Problem + first.Details);
        Assert.DoesNotContain("DE8937", first.Problem + first.Details);
        Assert.AreEqual(first.Problem, second.Problem);
    }

    [TestMethod]
    public async Task A_data_folder_that_is_a_file_is_wrong_usage()
    {
        using var folder = new TemporaryFolder();
        foreach (var place in (string[])[folder.Write("file", ""), folder.At("file/below")])
        {
            var run = await CommandLineRun.OfAsync("ingest", folder.Write("in.csv", "x"), "--data", place);
            Assert.AreEqual(2, run.ExitCode, run.Error);
            Assert.Contains($"the data folder {place} cannot be used: {folder.At("file")} is a file", run.Error);
        }
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task A_data_folder_that_this_process_may_not_use_is_no_bug()
    {
        using var folder = new TemporaryFolder();
        // Whoever is root may open everything but a folder.
        Directory.CreateDirectory(folder.At("data/.work/.gate"));

        var run = await CommandLineRun.OfAsync("flags", "list", "--data", folder.At("data"));
        var (code, problem, details) = Boundary.Describe(new AggregateException(new UnauthorizedAccessException(Planted)), CancellationToken.None);

        Assert.AreEqual(2, run.ExitCode, run.Error);
        Assert.Contains("cannot be used: this process may not write there", run.Error);
        Assert.AreEqual(5, code);
        Assert.DoesNotContain("Quillfeather", problem + details);
    }

    [TestMethod]
    public async Task Exports_of_somebody_else_are_neither_deleted_nor_mixed_with_invented_ones()
    {
        using var folder = new TemporaryFolder();
        var export = folder.Write("payroll/history/acme-2026-10.csv", "kept");
        var list = folder.Write("mine/lists/own.csv", "kept");
        string[] small = ["generate", "--employees", "50", "--months", "2", "--out"];

        var beside = await CommandLineRun.OfAsync([.. small, folder.At("payroll")]);
        var over = await CommandLineRun.OfAsync([.. small, folder.At("mine")]);
        var first = await CommandLineRun.OfAsync([.. small, folder.At("made"), "--seed", "1"]);
        var again = await CommandLineRun.OfAsync([.. small, folder.At("made"), "--seed", "2"]);
        var fresh = await CommandLineRun.OfAsync([.. small, folder.At("fresh"), "--seed", "2"]);

        Assert.AreEqual(2, beside.ExitCode, beside.Error);
        Assert.AreEqual(2, over.ExitCode, over.Error);
        Assert.AreEqual("kept", File.ReadAllText(export));
        Assert.AreEqual("kept", File.ReadAllText(list));
        Assert.IsFalse(Directory.Exists(folder.At("payroll/night")));
        Assert.AreEqual((0, 0, 0), (first.ExitCode, again.ExitCode, fresh.ExitCode), first.Error + again.Error + fresh.Error);
        CollectionAssert.AreEqual(Names("fresh"), Names("made"));

        string[] Names(string of) => [.. Directory.EnumerateFiles(folder.At(of), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.At(of), file)).Order(StringComparer.Ordinal)];
    }

    [TestMethod]
    public async Task A_place_to_write_to_that_cannot_be_one_is_wrong_usage()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "kept");

        var generated = await CommandLineRun.OfAsync("generate", "--employees", "50", "--months", "1", "--out", folder.At("file/below"));
        var below = await Assert.ThrowsExactlyAsync<RefusedException>(() => WholeFile.WriteAsync(folder.At("file/below.csv"), _ => { }, CancellationToken.None));
        var onFolder = await Assert.ThrowsExactlyAsync<RefusedException>(() => WholeFile.WriteAsync(folder.At(""), _ => { }, CancellationToken.None));

        Assert.AreEqual(2, generated.ExitCode, generated.Error);
        Assert.Contains($"cannot be used: {file} is a file", generated.Error);
        Assert.AreEqual(ExitCode.Usage, below.ExitCode);
        Assert.Contains($"cannot be written: {file} is a file", below.Message);
        Assert.Contains("is a folder", onFolder.Message);
        Assert.AreEqual("kept", File.ReadAllText(file));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task What_is_written_through_a_link_stands_where_it_points_and_the_link_stays()
    {
        using var folder = new TemporaryFolder();
        var (there, link, dangling) = (folder.Write("there.csv", "before"), folder.At("link.csv"), folder.At("dangling.csv"));
        File.CreateSymbolicLink(link, there);
        File.CreateSymbolicLink(dangling, folder.At("made/new.csv"));
        File.CreateSymbolicLink(folder.At("round.csv"), folder.At("round.csv"));

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => WholeFile.WriteAsync(link, stream => { stream.WriteByte(1); throw new InvalidOperationException(); }, CancellationToken.None));
        Assert.AreEqual("before", File.ReadAllText(there));
        foreach (var path in (string[])[link, dangling])
        {
            await WholeFile.WriteAsync(path, stream => stream.Write("after"u8), CancellationToken.None);
            Assert.IsNotNull(new FileInfo(path).LinkTarget);
            Assert.AreEqual("after", File.ReadAllText(path));
        }
        Assert.AreEqual("after", File.ReadAllText(there));
        Assert.AreEqual(ExitCode.Usage, (await Assert.ThrowsExactlyAsync<RefusedException>(() => WholeFile.WriteAsync(folder.At("round.csv"), _ => { }, CancellationToken.None))).ExitCode);
        Assert.AreEqual(ExitCode.Usage, (await Assert.ThrowsExactlyAsync<RefusedException>(() => WholeFile.WriteAsync("-", _ => { }, CancellationToken.None))).ExitCode);
        Assert.HasCount(5, Directory.GetFileSystemEntries(folder.Path));
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder.At("made")));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task A_pipe_is_written_into_and_stays_a_pipe()
    {
        using var folder = new TemporaryFolder();
        var pipe = folder.At("pipe");
        using (var made = Process.Start("mkfifo", [pipe])) await made.WaitForExitAsync();
        var read = Task.Run(() => File.ReadAllText(pipe));

        await WholeFile.WriteAsync(pipe, stream =>
        {
            stream.Write("one"u8);
            Assert.AreEqual(3, stream.Position);
            stream.Write("two"u8);
        }, CancellationToken.None);

        Assert.AreEqual("onetwo", await read);
        using var asked = Process.Start("test", ["-p", pipe]);
        await asked.WaitForExitAsync();
        Assert.AreEqual(0, asked.ExitCode, "no file took its place");
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder.Path));
        Assert.IsTrue(WholeFile.IsDevice("/dev/null"));
        Assert.IsFalse(WholeFile.IsDevice("/dev/shm/scores.csv"));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    [DataRow("profiles list >&-", 0)]
    [DataRow("profiles list --json >&-", 0)]
    [DataRow("ingest nosuch 2>&-", 4)]
    [DataRow("ingest nosuch --json >&- 2>&-", 4)]
    public async Task Output_that_nobody_reads_is_no_error(string line, int code)
    {
        using var folder = new TemporaryFolder();
        var program = Path.Combine(AppContext.BaseDirectory, "paysieve.dll");
        var start = new ProcessStartInfo("bash") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder.Path };
        foreach (var argument in (string[])["-c", "\"$0\" \"$1\" " + line, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", program]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();

        Assert.AreEqual(code, process.ExitCode, error);
        Assert.AreEqual("", error);
    }

    [TestMethod]
    public void Being_stopped_is_no_bug()
    {
        var (code, problem, _) = Boundary.Describe(new OperationCanceledException(), new CancellationToken(canceled: true));

        Assert.AreEqual(130, code);
        StringAssert.Contains(problem, "stopped");
    }

    [TestMethod]
    [DataRow(28, "the disk is full")]
    [DataRow(30, "the disk is read-only")]
    [DataRow(5, "the disk does not read or write")]
    public void A_disk_that_takes_nothing_is_no_bug(int number, string why)
    {
        var deep = new AggregateException(new IOException(Planted, number));
        var parquet = new ParquetSharp.ParquetException("parquet::ParquetStatusException", $"IOError: {Planted}. Detail: [errno {number}] x");
        foreach (var failure in new Exception[] { deep, parquet })
        {
            var (code, problem, details) = Boundary.Describe(failure, CancellationToken.None);

            Assert.AreEqual(5, code);
            Assert.StartsWith(why, problem);
            Assert.IsNull(details);
            Assert.DoesNotContain("Quillfeather", problem);
        }
        Assert.AreEqual(1, Boundary.Describe(new IOException(Planted, 17), CancellationToken.None).Code);
    }

    [TestMethod]
    public void A_cancellation_that_nobody_asked_for_is_a_bug()
    {
        Assert.AreEqual(1, Boundary.Describe(new OperationCanceledException(), CancellationToken.None).Code);
    }

    [TestMethod]
    public void The_log_prints_neither_exception_messages_nor_what_other_libraries_fill_in()
    {
        using var text = new StringWriter();
        var around = new Surroundings { Out = TextWriter.Null, Error = text, Environment = new Dictionary<string, string>() };
        using var logs = new ScreenLogging(new ErrorScreen(around, Loudness.Verbose), TimeProvider.System, Loudness.Verbose);

        logs.CreateLogger("Quartz.Core").Log(LogLevel.Error, new EventId(1), new[] { new KeyValuePair<string, object?>("name", Planted), new("{OriginalFormat}", "job {name} failed") }, Thrown(), (_, _) => "job " + Planted);
        logs.CreateLogger("Paysieve.Lake").Log(LogLevel.Information, new EventId(2), "wrote 3 rows", null, (state, _) => state);

        Assert.DoesNotContain("Quillfeather", text.ToString());
        StringAssert.Contains(text.ToString(), "job {name} failed");
        StringAssert.Contains(text.ToString(), "wrote 3 rows");
    }

    [TestMethod]
    public void Control_characters_never_reach_a_terminal()
    {
        using var text = new StringWriter();
        new Printer(text, isTerminal: false, json: false).Line("file \u001b[2J.csv");

        Assert.DoesNotContain("\u001b", text.ToString());
    }

    private static FormatException Thrown()
    {
        try
        {
            Deep();
            throw new InvalidOperationException("not reached");
        }
        catch (InvalidOperationException inner)
        {
            return new FormatException("row " + Planted, inner);
        }
    }

    private static void Deep() => throw new InvalidOperationException(Planted);
}
