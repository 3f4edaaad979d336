// Where a run's report lives, and how it gets there: a reader sees the whole file or the former one, never half.
using System.Text;
using Paysieve.Pipeline.Findings;

namespace Paysieve.Pipeline.Reporting;

/// <summary>The two files of a run's report.</summary>
public sealed record ReportPaths(string Html, string Csv);

/// <summary>
/// Writes <c>RUN/report.html</c> and <c>RUN/flags.csv</c> under the reports folder: both beside their place first, brought to disk,
/// then renamed. Written again, the same report gives the same bytes.
/// </summary>
public static class ReportFolder
{
    public const string HtmlName = "report.html";
    public const string CsvName = "flags.csv";

    /// <param name="reportsFolder">E.g. <c>paysieve-data/reports</c>; made when it is not there.</param>
    /// <param name="csvFlags">All flags of the run, held back ones too, in the order the file shall have; read once, never kept.</param>
    /// <param name="explanationJson">See <see cref="FlagsCsvWriter.Write"/>.</param>
    /// <exception cref="ArgumentException">The run id cannot name a folder.</exception>
    /// <exception cref="IOException">The disk refuses; the former files, if any, are as they were.</exception>
    public static ReportPaths Write(
        string reportsFolder, NightReport report, IEnumerable<Flag> csvFlags, Func<FlagExplanation, string> explanationJson,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(csvFlags);
        var folder = Path.Combine(reportsFolder, FolderName(report.Run.RunId));
        Directory.CreateDirectory(folder);
        var paths = new ReportPaths(Path.Combine(folder, HtmlName), Path.Combine(folder, CsvName));
        var html = paths.Html + ".part";
        var csv = paths.Csv + ".part";
        try
        {
            WritePart(html, stream =>
            {
                using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
                HtmlReportWriter.Write(report, text);
            });
            cancellation.ThrowIfCancellationRequested();
            WritePart(csv, stream => FlagsCsvWriter.Write(stream, report.Run.RunId, Watched(csvFlags, cancellation), explanationJson));
            File.Move(html, paths.Html, overwrite: true);
            File.Move(csv, paths.Csv, overwrite: true);
            return paths;
        }
        finally
        {
            File.Delete(html);
            File.Delete(csv);
        }
    }

    private static void WritePart(string path, Action<Stream> write)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    private static IEnumerable<Flag> Watched(IEnumerable<Flag> flags, CancellationToken cancellation)
    {
        foreach (var flag in flags)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return flag;
        }
    }

    private static string FolderName(string runId)
    {
        var sound = runId.Length is > 0 and <= 128 && runId[0] != '.'
            && runId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        return sound ? runId : throw new ArgumentException("a run id that names a folder has letters, digits, '-', '_' and '.' only", nameof(runId));
    }
}
