// Every score of a run, for those who want more than the flags: one Parquet file a run.
using ParquetSharp;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <summary>
/// <c>runs/RUN/scores.parquet</c>: transfer_id, typology, score, rank, review_rank, evidence. Rows in the order of the typologies and their
/// ranks. A typology that was not assessed for a payout has no row.
/// </summary>
internal static class ScoresFile
{
    public const string Name = "scores.parquet";

    public static string PathOf(Workspace workspace, string runId) => Path.Combine(workspace.RunFolder(runId), Name);

    public static void Write(Workspace workspace, string runId, string[] transferIds, ulong[] ties, ScoredNight night, int[] reviewOrder)
    {
        var folder = workspace.RunFolder(runId);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name);
        var part = path + ".part";
        var reviewRank = new int[reviewOrder.Length];
        for (var i = 0; i < reviewOrder.Length; i++) reviewRank[reviewOrder[i]] = i + 1;
        Column[] columns =
        [
            new Column<string>("transfer_id"), new Column<string>("typology"), new Column<double>("score"),
            new Column<int>("rank"), new Column<int>("review_rank"), new Column<double>("evidence"),
        ];
        using (var file = new ParquetFileWriter(part, columns, Compression.Snappy))
        {
            foreach (var typology in TypologyWords.All)
            {
                if (typology == Typology.SanctionsMatch && !night.Screening.WasScreened) continue;
                WriteGroup(file, typology, transferIds, ties, night, reviewRank);
            }
            file.Close();
        }
        File.Move(part, path, overwrite: true);
    }

    private static void WriteGroup(ParquetFileWriter file, Typology typology, string[] transferIds, ulong[] ties, ScoredNight night, int[] reviewRank)
    {
        var (positions, evidence, score) = Ranked(typology, ties, night);
        using var group = file.AppendRowGroup();
        Column([.. positions.Select(position => transferIds[position])]);
        Column(Enumerable.Repeat(typology.Word(), positions.Length).ToArray());
        Column(score);
        Column(Enumerable.Range(1, positions.Length).ToArray());
        Column([.. positions.Select(position => reviewRank[position])]);
        Column(evidence);

        void Column<T>(T[] values)
        {
            using var column = group.NextColumn().LogicalWriter<T>();
            column.WriteBatch(values);
        }
    }

    private static (int[] Positions, double[] Evidence, double[] Score) Ranked(Typology typology, ulong[] ties, ScoredNight night)
    {
        Func<int, double> evidenceOf;
        Func<int, double> scoreOf;
        if (typology == Typology.SanctionsMatch)
        {
            evidenceOf = i => night.Screening.ByIndex.TryGetValue(i, out var payout) ? payout.Evidence : 0;
            scoreOf = i => night.Screening.ByIndex.TryGetValue(i, out var payout) ? payout.Score : 0;
        }
        else
        {
            var opinion = night.Behaviour.Single(behaviour => behaviour.Typology == typology);
            evidenceOf = i => opinion.Evidence[i];
            scoreOf = opinion.Score;
        }
        var positions = Enumerable.Range(0, night.Matrix.Count).Where(i => !double.IsNaN(evidenceOf(i))).ToArray();
        var keys = positions.Select(i => (-evidenceOf(i), ties[i])).ToArray();
        Array.Sort(keys, positions);
        return (positions, [.. positions.Select(evidenceOf)], [.. positions.Select(scoreOf)]);
    }

    /// <summary>Reads the scores of a run, group by group.</summary>
    /// <exception cref="RefusedException">The run left no scores.</exception>
    public static IEnumerable<ScoreRow> Read(string path)
    {
        using var file = new ParquetFileReader(path);
        for (var g = 0; g < file.FileMetaData.NumRowGroups; g++)
        {
            using var group = file.RowGroup(g);
            var count = checked((int)group.MetaData.NumRows);
            var ids = Column<string>(group, 0, count);
            var typologies = Column<string>(group, 1, count);
            var scores = Column<double>(group, 2, count);
            var ranks = Column<int>(group, 3, count);
            var reviewRanks = Column<int>(group, 4, count);
            for (var i = 0; i < count; i++) yield return new ScoreRow(ids[i], typologies[i], scores[i], ranks[i], reviewRanks[i]);
        }

        static T[] Column<T>(RowGroupReader group, int index, int count)
        {
            using var column = group.Column(index).LogicalReader<T>();
            return column.ReadAll(count);
        }
    }
}

/// <summary>One row of <c>scores export</c>.</summary>
internal readonly record struct ScoreRow(string TransferId, string Typology, double Score, int Rank, int ReviewRank);
