// Every score and every feature of a run, for a data scientist's own tools.
using System.Globalization;
using CsvHelper;
using ParquetSharp;
using ParquetSharp.IO;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Runs;

/// <summary>The verbs <c>scores export</c> and <c>features export</c>.</summary>
public static class ScoreExport
{
    /// <summary>Writes <c>transfer_id,typology,score,rank,review_rank</c>; scores are round-trip decimal.</summary>
    /// <exception cref="RefusedException">No such run, or it left no scores.</exception>
    public static async Task ScoresAsync(Workspace workspace, string run, string outFile, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var record = await RunLookup.FinishedAsync(workspace, run, cancel).ConfigureAwait(false);
        await WholeFile.WriteAsync(outFile, stream =>
        {
            using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { FormatProvider = CultureInfo.InvariantCulture, Injection = CsvInjection.Escape }, leaveOpen: true);
            csv.WriteHeader("transfer_id", "typology", "score", "rank", "review_rank");
            foreach (var row in Rows(workspace, record))
            {
                cancel.ThrowIfCancellationRequested();
                csv.WriteField(row.TransferId);
                csv.WriteField(row.Typology);
                csv.WriteField(row.Score, "R");
                csv.WriteField(row.Rank);
                csv.WriteField(row.ReviewRank);
                csv.EndRecord();
            }
            csv.Flush();
        }, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Computes the run's features again from the lake as the run saw it and writes one row per scored payout: transfer_id, then a
    /// column per feature of the catalogue (null = missing).
    /// </summary>
    /// <exception cref="RefusedException">No such run, or retention took away what it saw: features of less history would be others.</exception>
    public static async Task FeaturesAsync(Workspace workspace, string run, string outFile, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var record = await RunLookup.FinishedAsync(workspace, run, cancel).ConfigureAwait(false);
        var summary = NightSummary.From(record.Summary);
        var pruned = workspace.Lake.Entries().Count(entry => entry.Sequence <= summary.LakeSequence && entry.PrunedAt > record.StartedAt);
        if (pruned > 0) throw new RefusedException(ExitCode.NoInput, $"{pruned} of the {summary.LakeSequence} files of history that run {record.RunId} saw were pruned by retention: its features cannot be computed again");
        var view = workspace.Lake.Open(new LakeQuery { LastPayDay = summary.LastPayDay, LastSequence = summary.LakeSequence });
        var scored = Rows(workspace, record).Select(row => row.TransferId).Distinct(StringComparer.Ordinal).ToArray();
        var tonight = new bool[view.Transfers.Count];
        foreach (var row in LakeReader.FindTransfers(view, scored)) if (row >= 0) tonight[row] = true;
        var matrix = FeaturePass.Describe(view, tonight, tonight, workspace.Settings.Features, cancel);
        var ids = workspace.Lake.TransferIds(view, matrix.Rows);
        await WholeFile.WriteAsync(outFile, stream =>
        {
            Column[] columns = [new Column<string>("transfer_id"), .. FeatureCatalog.All.Select(feature => new Column<float?>(feature.Name))];
            using var output = new ManagedOutputStream(stream, leaveOpen: true);
            using var file = new ParquetFileWriter(output, columns, Compression.Snappy);
            using var group = file.AppendRowGroup();
            using (var column = group.NextColumn().LogicalWriter<string>()) column.WriteBatch(ids);
            for (var feature = 0; feature < FeatureCatalog.Count; feature++)
            {
                using var column = group.NextColumn().LogicalWriter<float?>();
                var values = new float?[matrix.Count];
                for (var i = 0; i < values.Length; i++)
                {
                    var value = matrix.Vector(i)[feature];
                    values[i] = float.IsNaN(value) ? null : value;
                }
                column.WriteBatch(values);
            }
            file.Close();
        }, cancel).ConfigureAwait(false);
    }

    internal static IEnumerable<ScoreRow> Rows(Workspace workspace, RunRecord run)
    {
        var path = ScoresFile.PathOf(workspace, run.RunId);
        return File.Exists(path)
            ? ScoresFile.Read(path)
            : throw new RefusedException(ExitCode.NoInput, $"run {run.RunId} has no scores file in this data directory");
    }
}
