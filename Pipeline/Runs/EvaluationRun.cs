// Holds a run's ranking against labels: what share of the known cases stands within the review budget, and what innocent company they keep.
using CsvHelper;
using Paysieve.Models;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <summary>The verb <c>evaluate</c>.</summary>
public static class EvaluationRun
{
    /// <param name="labelsFile">CSV transfer_id,typology,scenario.</param>
    /// <param name="benignFile">CSV transfer_id,scenario: innocent look-alikes; null = none known.</param>
    /// <param name="run">A run id or prefix; null = the latest.</param>
    /// <exception cref="RefusedException">A file or column is missing, or the run left no scores.</exception>
    public static async Task<EvaluationOutcome> ExecuteAsync(Workspace workspace, string labelsFile, string? benignFile, string? run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var record = await RunLookup.FinishedAsync(workspace, run ?? "latest", cancel).ConfigureAwait(false);
        var labels = Labels(labelsFile, withTypology: true);
        var benign = benignFile is null ? [] : Labels(benignFile, withTypology: false);
        var scores = ScoreExport.Rows(workspace, record).ToArray();

        // One place in the ranking per payout, and per typology the score of every payout it was assessed for.
        var place = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in scores) place[row.TransferId] = row.ReviewRank;
        var budget = workspace.Settings.Alerting.Budget(place.Count);
        var labelled = labels.Select(label => label.TransferId).ToHashSet(StringComparer.Ordinal);
        var innocent = benign.Select(label => label.TransferId).Where(id => !labelled.Contains(id)).ToHashSet(StringComparer.Ordinal);
        bool Within(string id) => place.TryGetValue(id, out var rank) && rank <= budget;

        var within = place.Where(pair => pair.Value <= budget).Select(pair => pair.Key).ToArray();
        var flagged = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var flag in workspace.Store.Flags.StreamAsync(new FlagFilter { RunId = record.RunId, HeldBack = false }, cancel).ConfigureAwait(false))
            flagged.Add(flag.Flag.TransferId);

        return new EvaluationOutcome(
            record.RunId, place.Count, budget,
            Share(within.Count(labelled.Contains), within.Length),
            Share(labelled.Count(Within), labelled.Count),
            AveragePrecision(place.Select(pair => (-(double)pair.Value, labelled.Contains(pair.Key)))),
            Share(within.Count(innocent.Contains), within.Length),
            [.. TypologyWords.All.Select(typology => Quality(typology.Word(), labels, scores, Within))],
            Scenarios(labels, Within),
            Scenarios(benign.Where(label => innocent.Contains(label.TransferId)), Within),
            flagged.Count,
            Share(flagged.Count(innocent.Contains), flagged.Count));
    }

    private static TypologyQuality Quality(string typology, IReadOnlyList<Label> labels, ScoreRow[] scores, Func<string, bool> within)
    {
        var own = labels.Where(label => label.Typology == typology).Select(label => label.TransferId).ToHashSet(StringComparer.Ordinal);
        return new TypologyQuality(
            typology, own.Count, Share(own.Count(within), own.Count),
            AveragePrecision(scores.Where(row => row.Typology == typology).Select(row => (-(double)row.Rank, own.Contains(row.TransferId)))));
    }

    private static ScenarioQuality[] Scenarios(IEnumerable<Label> labels, Func<string, bool> within) =>
    [
        .. (from label in labels
           group label.TransferId by label.Scenario into scenario
           let ids = scenario.Distinct(StringComparer.Ordinal).ToArray()
           select new ScenarioQuality(scenario.Key, ids.Length, ids.Count(within))).OrderBy(quality => quality.Scenario, StringComparer.Ordinal),
    ];

    private static double AveragePrecision(IEnumerable<(double Score, bool Positive)> rows)
    {
        var all = rows.ToArray();
        return all.Any(row => row.Positive)
            ? RankingQuality.AveragePrecision([.. all.Select(row => row.Score)], [.. all.Select(row => row.Positive)])
            : 0;
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static List<Label> Labels(string path, bool withTypology)
    {
        if (!File.Exists(path)) throw new RefusedException(ExitCode.NoInput, $"{path} does not exist");
        using var reader = CsvReader.Create(
            File.OpenRead(path), new CsvReaderOptions { HasHeader = true, IncludeValuesInExceptions = false, PoolStrings = true }, leaveOpen: false);
        reader.ReadHeader();
        var id = Column("transfer_id");
        var scenario = Column("scenario");
        var typology = withTypology ? Column("typology") : -1;
        var labels = new List<Label>();
        while (reader.Read())
        {
            labels.Add(new Label(reader.GetString(id), typology < 0 ? "" : reader.GetString(typology), reader.GetString(scenario)));
        }
        return labels;

        int Column(string name) => reader.TryGetFieldIndex(name, out var index) ? index
            : throw new RefusedException(ExitCode.Usage, $"{Path.GetFileName(path)} has no column {name}");
    }

    private sealed record Label(string TransferId, string Typology, string Scenario);
}
