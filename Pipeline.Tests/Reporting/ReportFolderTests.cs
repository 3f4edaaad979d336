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
    public void Both_files_are_written_and_again_with_the_same_bytes()
    {
        var report = SampleNight.Full();
        var paths = ReportFolder.Write(_root, report, report.Flags, Json);
        Assert.AreEqual(Path.Combine(_root, report.Run.RunId, "report.html"), paths.Html);
        var html = File.ReadAllBytes(paths.Html);
        var csv = File.ReadAllBytes(paths.Csv);
        Assert.AreEqual((byte)'<', html[0]);
        ReportFolder.Write(_root, report, report.Flags, Json);
        CollectionAssert.AreEqual(html, File.ReadAllBytes(paths.Html));
        CollectionAssert.AreEqual(csv, File.ReadAllBytes(paths.Csv));
        Assert.HasCount(2, Directory.GetFiles(Path.Combine(_root, report.Run.RunId)));
    }

    [TestMethod]
    public void A_failure_midway_leaves_the_former_report_whole_and_nothing_beside_it()
    {
        var report = SampleNight.Full();
        var paths = ReportFolder.Write(_root, report, report.Flags, Json);
        var html = File.ReadAllBytes(paths.Html);
        var csv = File.ReadAllBytes(paths.Csv);
        Assert.ThrowsExactly<IOException>(() => ReportFolder.Write(_root, SampleNight.Quiet(), Broken(), Json));
        CollectionAssert.AreEqual(html, File.ReadAllBytes(paths.Html));
        CollectionAssert.AreEqual(csv, File.ReadAllBytes(paths.Csv));
        Assert.HasCount(2, Directory.GetFiles(Path.GetDirectoryName(paths.Html)!));

        static IEnumerable<Flag> Broken()
        {
            yield return SampleNight.Flags()[0];
            throw new IOException("the store went away");
        }
    }

    [TestMethod]
    public void Remains_of_a_killed_run_are_written_over()
    {
        var report = SampleNight.Full();
        var folder = Directory.CreateDirectory(Path.Combine(_root, report.Run.RunId)).FullName;
        File.WriteAllText(Path.Combine(folder, "report.html.part"), new string('x', 1_000_000));
        var paths = ReportFolder.Write(_root, report, [], Json);
        Assert.DoesNotContain("xxxxxxxx", File.ReadAllText(paths.Html));
        Assert.HasCount(2, Directory.GetFiles(folder));
    }

    [TestMethod]
    public void A_cancelled_report_leaves_nothing()
    {
        var report = SampleNight.Full();
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => ReportFolder.Write(_root, report, report.Flags, Json, source.Token));
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(_root, report.Run.RunId)));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("..")]
    [DataRow("a/b")]
    [DataRow("a\\b")]
    [DataRow(".hidden")]
    [DataRow("run\n")]
    public void A_run_id_that_leads_out_of_the_folder_is_refused(string runId)
    {
        var report = SampleNight.Quiet();
        Assert.ThrowsExactly<ArgumentException>(() => ReportFolder.Write(_root, report with { Run = report.Run with { RunId = runId } }, [], Json));
        Assert.IsEmpty(Directory.GetFileSystemEntries(_root));
    }

    private static string Json(FlagExplanation explanation) => JsonSerializer.Serialize(explanation);
}
