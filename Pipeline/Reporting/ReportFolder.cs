// Where a run's report lives, and how it gets there: a reader sees the whole file or the former one, never half.
using System.Text;
using Paysieve.Pipeline.Findings;

namespace Paysieve.Pipeline.Reporting;

/// <summary>The files of a run's report.</summary>
public sealed record ReportPaths(string Html, string Csv, string Workbook);

/// <summary>
/// Writes <c>RUN/report.html</c>, <c>RUN/flags.csv</c> and <c>RUN/flags.xlsx</c> under the reports folder: all beside their place first,
/// brought to disk, then renamed. Written again, the same report gives the same bytes. Folder and files are the owner's alone.
/// </summary>
public static class ReportFolder
{
    public const string HtmlName = "report.html";
    public const string CsvName = "flags.csv";
    public const string WorkbookName = "flags.xlsx";

    private static readonly string[] Names = [HtmlName, CsvName, WorkbookName];

    /// <param name="folder">A run's folder.</param>
    /// <returns>False when a file of the report is missing: a process ended before it was written, or a program wrote it that knew fewer.</returns>
    public static bool IsWhole(string folder) => Names.All(name => File.Exists(Path.Combine(folder, name)));

    /// <returns>True when there is any file of a report.</returns>
    public static bool HasAny(string folder) => Names.Any(name => File.Exists(Path.Combine(folder, name)));

    /// <param name="reportsFolder">E.g. <c>paysieve-data/reports</c>; made when it is not there.</param>
    /// <param name="flags">All flags of the run, held back ones too, in the order of review.</param>
    /// <param name="explanationJson">See <see cref="FlagsCsvWriter.Write"/>.</param>
    /// <exception cref="ArgumentException">The run id cannot name a folder.</exception>
    /// <exception cref="IOException">The disk refuses; the former files, if any, are as they were.</exception>
    public static async Task<ReportPaths> WriteAsync(
        string reportsFolder, NightReport report, IReadOnlyList<Flag> flags, Func<FlagExplanation, string> explanationJson,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(flags);
        var folder = Path.Combine(reportsFolder, FolderName(report.Run.RunId));
        PrivateFile.MakeFolder(folder);
        var paths = new ReportPaths(Path.Combine(folder, HtmlName), Path.Combine(folder, CsvName), Path.Combine(folder, WorkbookName));
        string[] parts = [paths.Html + ".part", paths.Csv + ".part", paths.Workbook + ".part"];
        try
        {
            cancellation.ThrowIfCancellationRequested();
            // Side by side: none needs another, and each waits for the disk.
            await Task.WhenAll(
                Task.Run(() => WritePartAsync(parts[0], stream =>
                {
                    using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
                    HtmlReportWriter.Write(report, text);
                    return Task.CompletedTask;
                }), CancellationToken.None),
                Task.Run(() => WritePartAsync(parts[1], stream =>
                {
                    FlagsCsvWriter.Write(stream, report.Run.RunId, Watched(flags, cancellation), explanationJson);
                    return Task.CompletedTask;
                }), CancellationToken.None),
                Task.Run(() => WritePartAsync(parts[2], stream => WorkbookWriter.WriteAsync(stream, report, flags, cancellation)), CancellationToken.None)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            File.Move(parts[0], paths.Html, overwrite: true);
            File.Move(parts[1], paths.Csv, overwrite: true);
            File.Move(parts[2], paths.Workbook, overwrite: true);
            return paths;
        }
        finally
        {
            foreach (var part in parts) File.Delete(part);
        }
    }

    private static async Task WritePartAsync(string path, Func<FileStream, Task> write)
    {
        var stream = PrivateFile.Create(path);
        await using (stream.ConfigureAwait(false))
        {
            await write(stream).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
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
