// The first step of reading a command's files: those that say where pay goes, so that registers without accounts can be read after them.
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Sources;
using RejectedRow = Paysieve.Pipeline.Formats.RejectedRecord;

namespace Paysieve.Pipeline.Runs;

/// <summary>
/// Election exports are read with every command that brings them and leave nothing in the lake: an account gets there with the pay that
/// went to it. Their rows are counted, and rejected ones quarantined, as those of any other file.
/// </summary>
internal static class ElectionReading
{
    /// <summary>Outcomes by file id of the election exports among <paramref name="files"/>; their rows are in <paramref name="table"/>.</summary>
    internal static async Task<IReadOnlyDictionary<string, FileOutcome>> ReadAsync(
        Workspace workspace, IReadOnlyList<SourceFile> files, ProfileShelf shelf, ExportFormats formats, ElectionTable table, CancellationToken cancel)
    {
        var outcomes = new Dictionary<string, FileOutcome>(StringComparer.Ordinal);
        if (shelf.All.All(shelved => shelved.Profile.Kind != ProfileKind.Elections)) return outcomes;
        var limits = IngestRun.Limits(workspace.Settings.Ingest);
        foreach (var file in files)
        {
            cancel.ThrowIfCancellationRequested();
            if (!formats.HoldsElections(file, limits)) continue;
            using var quarantine = new QuarantineFile(workspace.QuarantineFolder, file);
            var sink = new ElectionSink(quarantine);
            var result = formats.ReaderFor(file).Read(file, sink, limits, null, cancel);
            if (result.FileRejection is null)
            {
                quarantine.Complete();
                table.BeginFile(result.Profile!);
                foreach (var election in sink.Elections) table.Add(result.Profile!, election);
                RunLog.FileRead(workspace.Log, file.Name, file.FileId[..12], result.RowsRead, result.RowsAccepted, result.RowsRejected);
            }
            else
            {
                RunLog.FileRefused(workspace.Log, file.Name, file.FileId[..12], result.FileRejection.Code.Word());
            }
            await workspace.Store.SourceFiles.RecordAsync([IngestRun.RecordOf(file, result, result.FileRejection is { } refused ? [refused] : sink.Rejected) with { QuarantineSha256 = quarantine.Sha256 }], cancel).ConfigureAwait(false);
            outcomes.Add(file.FileId, new FileOutcome(
                file.FileId, file.Name, result.Profile!, result.FileRejection is null ? "accepted" : "rejected", result.RowsRead, result.RowsAccepted, result.RowsRejected,
                result.FileRejection is { } reason ? $"{reason.Code.Word()}: {reason.Detail}" : null, IngestRun.Words(result.Warnings)));
        }
        return outcomes;
    }

    private sealed class ElectionSink(QuarantineFile quarantine) : IExportSink
    {
        public List<PayElection> Elections { get; } = [];

        public List<RejectedRow> Rejected { get; } = [];

        public void Begin(ExportLayout layout) => quarantine.Begin(layout);

        public void Accept(Transfers.Transfer transfer) => throw new InvalidOperationException("an election export gave a payout");

        public void Accept(Transfers.PaymentLeg leg) => throw new InvalidOperationException("an election export gave a leg");

        public void Accept(PayElection election) => Elections.Add(election);

        public void Reject(RejectedRow record, ReadOnlySpan<byte> rawRow)
        {
            if (Rejected.Count < IngestRun.MostRejectedStored) Rejected.Add(record);
            quarantine.Add(record, rawRow);
        }
    }
}
