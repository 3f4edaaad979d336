// Every score of a run, for those who want more than the flags: one Parquet file a run.
using ParquetSharp;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Transfers;
using Encoding = System.Text.Encoding;

namespace Paysieve.Pipeline.Runs;

/// <summary>The payouts of a run by matrix position: their ids, and what orders equal ones.</summary>
internal sealed record ScoredIds(string[] TransferIds, ulong[] Ties);

/// <summary>
/// <c>runs/RUN/scores.parquet</c>: transfer_id, typology, score, rank, review_rank, evidence. Rows in the order of the typologies and their
/// ranks. A typology that was not assessed for a payout has no row.
/// </summary>
internal static class ScoresFile
{
    public const string Name = "scores.parquet";

    /// <summary>The challenger's opinion of the same night, in the same shape.</summary>
    public const string ShadowName = "shadow.parquet";

    private const int Batch = 8_192;

    public static string PathOf(Workspace workspace, string runId) => Path.Combine(workspace.RunFolder(runId), Name);

    public static void Write(Workspace workspace, string runId, string name, ScoredIds ids, ScoredNight night, int[] reviewOrder)
    {
        var folder = workspace.RunFolder(runId);
        Workspace.CreatePrivate(folder);
        var path = Path.Combine(folder, name);
        var part = path + ".part";
        var reviewRank = new int[reviewOrder.Length];
        for (var i = 0; i < reviewOrder.Length; i++) reviewRank[reviewOrder[i]] = i + 1;
        Column[] columns =
        [
            new Column<string>("transfer_id"), new Column<string>("typology"), new Column<double>("score"),
            new Column<int>("rank"), new Column<int>("review_rank"), new Column<double>("evidence"),
        ];
        var texts = new Texts(ids.TransferIds);
        // Ids and scores hardly repeat: a dictionary would only cost.
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder.Compression(Compression.Snappy).DisableDictionary("transfer_id").DisableDictionary("score")
            .DisableDictionary("rank").DisableDictionary("review_rank").DisableDictionary("evidence").Build();
        using (var file = new ParquetFileWriter(part, columns, properties))
        {
            foreach (var typology in TypologyWords.All)
            {
                if (typology == Typology.SanctionsMatch && !night.Screening.WasScreened) continue;
                WriteGroup(file, typology, texts, ids.Ties, night, reviewRank);
            }
            file.Close();
        }
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(part, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using (var written = new FileStream(part, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) written.Flush(flushToDisk: true);
        File.Move(part, path, overwrite: true);
    }

    private static void WriteGroup(ParquetFileWriter file, Typology typology, Texts transferIds, ulong[] ties, ScoredNight night, int[] reviewRank)
    {
        var (positions, evidence, score) = Ranked(typology, ties, night);
        using var group = file.AppendRowGroup();
        Text(position => transferIds[position]);
        var word = new Texts([typology.Word()]);
        Text(_ => word[0]);
        Number(i => score[positions[i]]);
        Number(i => i + 1);
        Number(i => reviewRank[positions[i]]);
        Number(i => evidence[positions[i]]);

        void Text(Func<int, ByteArray> of)
        {
            using var column = (ColumnWriter<ByteArray>)group.NextColumn();
            var batch = new ByteArray[Batch];
            var stated = new short[Batch];
            Array.Fill(stated, (short)1);
            for (var from = 0; from < positions.Length; from += Batch)
            {
                var count = Math.Min(Batch, positions.Length - from);
                for (var i = 0; i < count; i++) batch[i] = of(positions[from + i]);
                column.WriteBatch(count, stated.AsSpan(0, count), default, batch.AsSpan(0, count));
            }
        }

        void Number<T>(Func<int, T> of) where T : unmanaged
        {
            using var column = (ColumnWriter<T>)group.NextColumn();
            var batch = new T[Batch];
            for (var from = 0; from < positions.Length; from += Batch)
            {
                var count = Math.Min(Batch, positions.Length - from);
                for (var i = 0; i < count; i++) batch[i] = of(from + i);
                column.WriteBatch(batch.AsSpan(0, count));
            }
        }
    }

    /// <summary>The positions that were assessed, strangest first; evidence and score are by position.</summary>
    private static (int[] Positions, double[] Evidence, double[] Score) Ranked(Typology typology, ulong[] ties, ScoredNight night)
    {
        var count = night.Matrix.Count;
        double[] evidence;
        var score = new double[count];
        if (typology == Typology.SanctionsMatch)
        {
            evidence = new double[count];
            foreach (var (position, payout) in night.Screening.ByIndex) (evidence[position], score[position]) = (payout.Evidence, payout.Score);
        }
        else
        {
            var opinion = night.Behaviour.Single(behaviour => behaviour.Typology == typology);
            evidence = opinion.Evidence;
            for (var i = 0; i < count; i++) score[i] = opinion.Score(i);
        }
        // Of possible matches with the same evidence the likelier comes first.
        var listed = typology == Typology.SanctionsMatch ? night.Screening.ByIndex : null;
        var assessed = new List<int>(count);
        for (var i = 0; i < count; i++) if (!double.IsNaN(evidence[i]) && listed?.ContainsKey(i) != true) assessed.Add(i);
        IEnumerable<int> first = listed is null ? [] : listed.Keys.OrderByDescending(i => evidence[i]).ThenByDescending(i => score[i]).ThenBy(i => ties[i]);
        return ([.. first, .. StrangestFirst.Order([.. assessed], evidence, ties)], evidence, score);
    }

    /// <summary>Texts as Parquet takes them: UTF-8 in one buffer that stays where it is.</summary>
    private sealed class Texts
    {
        private readonly byte[] _bytes;
        private readonly int[] _ends;

        public Texts(string[] texts)
        {
            _ends = new int[texts.Length + 1];
            _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(1, texts.Sum(text => Encoding.UTF8.GetByteCount(text))), pinned: true);
            for (var i = 0; i < texts.Length; i++) _ends[i + 1] = _ends[i] + Encoding.UTF8.GetBytes(texts[i], _bytes.AsSpan(_ends[i]));
        }

        public unsafe ByteArray this[int text] =>
            new((IntPtr)((byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _bytes[0]) + _ends[text]), _ends[text + 1] - _ends[text]);
    }

    private static T Undamaged<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ParquetException)
        {
            throw new RefusedException(ExitCode.IntegrityFailed, $"the run's {Name} is damaged: it cannot be read as Parquet");
        }
    }

    /// <summary>Reads the scores of a run, group by group.</summary>
    /// <exception cref="RefusedException">The run left no scores, or they are damaged.</exception>
    public static IEnumerable<ScoreRow> Read(string path)
    {
        using var file = Undamaged(() => new ParquetFileReader(path));
        for (var g = 0; g < file.FileMetaData.NumRowGroups; g++)
        {
            using var group = Undamaged(() => file.RowGroup(g));
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
            return Undamaged(() =>
            {
                using var column = group.Column(index).LogicalReader<T>();
                return column.ReadAll(count);
            });
        }
    }
}

/// <summary>One row of <c>scores export</c>.</summary>
internal readonly record struct ScoreRow(string TransferId, string Typology, double Score, int Rank, int ReviewRank);
