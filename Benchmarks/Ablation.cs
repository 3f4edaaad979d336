// What each part of detection buys: the same night judged again with one family of features, one innocent explanation or one model left out.
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Paysieve.Models;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Synthetic;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Benchmarks;

internal static class Ablation
{
    private static readonly string[] NightFolders = ["night", "legs"];

    /// <param name="payroll">A folder as <c>generate</c> writes it; null to draw one.</param>
    public static async Task RunAsync(int seed, int employees, string? payroll = null)
    {
        var folder = Directory.CreateTempSubdirectory("paysieve-ablation-");
        try
        {
            var input = payroll ?? Path.Combine(folder.FullName, "input");
            if (payroll is null) SyntheticPayroll.Write(new SyntheticOptions(employees, 13, seed), input);
            var options = new WorkspaceOptions { DataDirectory = Path.Combine(folder.FullName, "data"), Settings = new PaysieveSettings(), Logs = NullLoggerFactory.Instance, Actor = "benchmark" };
            var workspace = await Workspace.OpenAsync(options, CancellationToken.None).ConfigureAwait(false);
            await using (workspace.ConfigureAwait(false))
            {
                await IngestRun.ExecuteAsync(workspace, [Path.Combine(input, "history")], CancellationToken.None).ConfigureAwait(false);
                var night = await IngestRun.ExecuteAsync(workspace, [.. NightFolders.Select(part => Path.Combine(input, part)).Where(Directory.Exists)], CancellationToken.None).ConfigureAwait(false);
                Judge(workspace, input, night.Files.Select(file => file.FileId).ToHashSet(StringComparer.Ordinal));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Judge(Workspace workspace, string input, HashSet<string> nightFiles)
    {
        var view = workspace.Lake.Open(new LakeQuery());
        var t = view.Transfers;
        var tonight = Enumerable.Range(0, t.Count).Select(row => t.Amount[row] > 0 && nightFiles.Contains(view.Files[t.File[row]].FileId)).ToArray();
        var settings = workspace.Settings.Detection;
        var sample = TrainingSample.Of(view, tonight, settings);
        var wanted = tonight.Zip(sample.Mask, (one, other) => one || other).ToArray();
        var matrix = FeaturePass.Describe(view, wanted, tonight, workspace.Settings.Features, CancellationToken.None);
        var training = Positions(matrix, sample.Mask);
        var scored = matrix.Subset(Positions(matrix, tonight));
        var known = new Known(view, scored, LabelFile.Read(Path.Combine(input, "labels.csv"), withTypology: true), LabelFile.Read(Path.Combine(input, "benign.csv"), withTypology: false));
        var budget = workspace.Settings.Alerting.Budget(scored.Count);

        Console.WriteLine($"{scored.Count:N0} payouts, {budget:N0} reviews; list matches are not looked at");
        Console.WriteLine();
        Console.WriteLine("| left out | recall % | routing | sharing | currency | average precision | look-alikes in the budget % |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var whole = TypologyModels.Train(matrix, training, settings, out _);
        known.Line("nothing", whole, scored, budget);
        foreach (var (family, features) in AblationRows.Families)
            known.Line(family, TypologyModels.Train(matrix, training, settings with { LeaveOut = [.. features.Select(feature => feature.ToString())] }, out _), scored, budget);
        foreach (var model in AblationRows.Models)
            known.Line("model: " + model, TypologyModels.Train(matrix, training, settings with { LeaveOut = [model] }, out _), scored, budget);
        known.Line("both models: hard facts alone", whole, scored, budget, useModels: false);
        foreach (var explanation in AblationRows.Explanations)
        {
            var without = scored.Subset([.. Enumerable.Range(0, scored.Count)]);
            without.Forget(explanation);
            known.Line("explanation: " + explanation, whole, without, budget);
        }
        foreach (var (name, scores) in PlainFeatures.Ranked(PlainFeatures.Of(view, matrix), training, Positions(matrix, tonight))) known.Line(name, scores, budget);
    }

    private static int[] Positions(FeatureMatrix matrix, bool[] mask) => [.. Enumerable.Range(0, matrix.Count).Where(i => mask[matrix.Rows[i]])];

    private sealed class Known
    {
        private readonly Dictionary<Typology, int[]> _cases;
        private readonly int[] _all;
        private readonly HashSet<int> _lookAlikes;
        private readonly ulong[] _ties;

        public Known(LakeView view, FeatureMatrix scored, IReadOnlyList<Label> labels, IReadOnlyList<Label> benign)
        {
            var index = scored.Rows.Select((row, i) => (row, i)).ToDictionary(pair => pair.row, pair => pair.i);
            int[] At(IEnumerable<Label> some) => [.. LakeReader.FindTransfers(view, [.. some.Select(label => label.TransferId)]).Where(index.ContainsKey).Select(row => index[row]).Distinct()];
            _cases = TypologyWords.Behavioural.ToDictionary(typology => typology, typology => At(labels.Where(label => label.Typology == typology.Word())));
            _all = [.. _cases.Values.SelectMany(some => some).Distinct()];
            _lookAlikes = [.. At(benign).Except(At(labels))];
            _ties = [.. scored.Rows.Select(row => view.Transfers.TransferKey[row])];
        }

        public void Line(string what, TypologyModels models, FeatureMatrix scored, int budget, bool useModels = true)
        {
            var behaviour = TypologyWords.Behavioural.Select(typology => models.Assess(scored, typology, useModels)).ToArray();
            var candidates = Enumerable.Range(0, scored.Count).Select(i => new Candidate(
                behaviour[0].Evidence[i], behaviour[1].Evidence[i], behaviour[2].Evidence[i], ListDecision.NotScreened, 0, 0, 0, _ties[i])).ToArray();
            Line(what, ReviewRanking.Order(candidates), budget);
        }

        /// <summary>The same of a plain ranking, the strangest first.</summary>
        public void Line(string what, double[] scores, int budget) =>
            Line(what, [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => _ties[i])], budget);

        private void Line(string what, int[] order, int budget)
        {
            var place = new int[order.Length];
            for (var i = 0; i < order.Length; i++) place[order[i]] = i + 1;
            var shares = TypologyWords.Behavioural.Select(typology => Share(_cases[typology].Count(i => place[i] <= budget), _cases[typology].Length));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | {Share(_all.Count(i => place[i] <= budget), _all.Length)} | {string.Join(" | ", shares)} | {new RankedCases(order.Length, _all.Select(i => place[i])).AveragePrecision:0.000} | {Share(order.Take(budget).Count(_lookAlikes.Contains), budget)} |"));
        }

        private static string Share(int part, int whole) => whole == 0 ? "" : (100.0 * part / whole).ToString("0.0", CultureInfo.InvariantCulture);
    }
}
