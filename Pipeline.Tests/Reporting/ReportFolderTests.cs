using System.Text.Json;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Reporting;

namespace Paysieve.Pipeline.Tests.Reporting;

[TestClass]
public sealed class ReportFolderTests
{
    private string _root = "";

    [TestInitialize]
    public void MakeFolder() => _root = Directory.CreateTempSubdirectory("paysieve-report-").FullName;

    [TestCleanup]
    public void RemoveFolder() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public async Task All_files_are_written_and_again_with_the_same_bytes()
    {
        var report = SampleNight.Full();
        var paths = await ReportFolder.WriteAsync(_root, report, report.Flags, Json);
        Assert.AreEqual(Path.Combine(_root, report.Run.RunId, "report.html"), paths.Html);
        var html = File.ReadAllBytes(paths.Html);
        var csv = File.ReadAllBytes(paths.Csv);
        var workbook = File.ReadAllBytes(paths.Workbook);
        Assert.AreEqual((byte)'<', html[0]);
        await ReportFolder.WriteAsync(_root, report, report.Flags, Json);
        CollectionAssert.AreEqual(html, File.ReadAllBytes(paths.Html));
        CollectionAssert.AreEqual(csv, File.ReadAllBytes(paths.Csv));
        CollectionAssert.AreEqual(workbook, File.ReadAllBytes(paths.Workbook));
        Assert.HasCount(3, Directory.GetFiles(Path.Combine(_root, report.Run.RunId)));
    }

    [TestMethod]
    public async Task A_failure_midway_leaves_the_former_report_whole_and_nothing_beside_it()
    {
        var report = SampleNight.Full();
        var paths = await ReportFolder.WriteAsync(_root, report, report.Flags, Json);
        var html = File.ReadAllBytes(paths.Html);
        var csv = File.ReadAllBytes(paths.Csv);
        var workbook = File.ReadAllBytes(paths.Workbook);
        await Assert.ThrowsExactlyAsync<IOException>(() => ReportFolder.WriteAsync(_root, SampleNight.Quiet(), report.Flags, Broken));
        CollectionAssert.AreEqual(html, File.ReadAllBytes(paths.Html));
        CollectionAssert.AreEqual(csv, File.ReadAllBytes(paths.Csv));
        CollectionAssert.AreEqual(workbook, File.ReadAllBytes(paths.Workbook));
        Assert.HasCount(3, Directory.GetFiles(Path.GetDirectoryName(paths.Html)!));

        static string Broken(FlagExplanation explanation) => throw new IOException("the store went away");
    }

    [TestMethod]
    public async Task Remains_of_a_killed_run_are_written_over()
    {
        var report = SampleNight.Full();
        var folder = Directory.CreateDirectory(Path.Combine(_root, report.Run.RunId)).FullName;
        File.WriteAllText(Path.Combine(folder, "report.html.part"), new string('x', 1_000_000));
        var paths = await ReportFolder.WriteAsync(_root, report, [], Json);
        Assert.DoesNotContain("xxxxxxxx", File.ReadAllText(paths.Html));
        Assert.HasCount(3, Directory.GetFiles(folder));
    }

    [TestMethod]
    public async Task Folder_and_files_are_the_owners_alone_even_where_others_could_read_the_former_ones()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("modes are Unix's");
            return;
        }
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var report = SampleNight.Full();
        var folder = Directory.CreateDirectory(Path.Combine(_root, report.Run.RunId)).FullName;
        File.SetUnixFileMode(folder, Owner | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        foreach (var name in (string[])["report.html", "flags.csv.part"])
        {
            File.WriteAllText(Path.Combine(folder, name), "former");
            File.SetUnixFileMode(Path.Combine(folder, name), Owner | UnixFileMode.OtherRead);
        }
        await ReportFolder.WriteAsync(_root, report, report.Flags, Json);
        Assert.AreEqual(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        foreach (var file in Directory.GetFiles(folder)) Assert.AreEqual(Owner, File.GetUnixFileMode(file), Path.GetFileName(file));
    }

    [TestMethod]
    public async Task A_cancelled_report_leaves_nothing()
    {
        var report = SampleNight.Full();
        using var source = new CancellationTokenSource();
        source.Cancel();
        await Assert.ThrowsExactlyAsync<OperationCanceledException>(() => ReportFolder.WriteAsync(_root, report, report.Flags, Json, source.Token));
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(_root, report.Run.RunId)));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("..")]
    [DataRow("a/b")]
    [DataRow("a\\b")]
    [DataRow(".hidden")]
    [DataRow("run\n")]
    public async Task A_run_id_that_leads_out_of_the_folder_is_refused(string runId)
    {
        var report = SampleNight.Quiet();
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => ReportFolder.WriteAsync(_root, report with { Run = report.Run with { RunId = runId } }, [], Json));
        Assert.IsEmpty(Directory.GetFileSystemEntries(_root));
    }

    private static string Json(FlagExplanation explanation) => JsonSerializer.Serialize(explanation);
}
