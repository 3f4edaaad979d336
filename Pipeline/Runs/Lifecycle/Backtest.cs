// Two bundles judged on the months that have passed: each month scored by what each bundle would have been just before it.
using Paysieve.Models;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs.Lifecycle;

/// <summary>How a bundle was made, so that it can be made again on an earlier day.</summary>
/// <param name="WindowDays">Length of its training window.</param>
/// <param name="LagDays">Days between the end of its training and the end of the lake: how stale it is.</param>
internal sealed record Recipe(string BundleId, DetectionSettings Settings, int WindowDays, int LagDays)
{
    /// <summary>Name of the card's document that holds the settings.</summary>
    public const string SettingsDocument = "detection";

    public static Recipe Of(ModelBundle bundle, DetectionSettings fallback, int lakeEnd)
    {
        var settings = bundle.Card.Documents.GetValueOrDefault(SettingsDocument) is { } document
            ? System.Text.Json.JsonSerializer.Deserialize<DetectionSettings>(document) ?? fallback
            : fallback with { Seed = bundle.Card.Seed };
        var to = bundle.Card.TrainedTo?.DayNumber ?? lakeEnd;
        var from = bundle.Card.TrainedFrom?.DayNumber ?? to;
        // A bundle that learned from no decision is judged without any, however many there are by now.
        if (!bundle.ModelNames.Contains(DecisionModel.Name, StringComparer.Ordinal)) settings = settings with { LeastDecisions = 0 };
        return new Recipe(bundle.Id, settings, to - from, Math.Max(0, lakeEnd - to));
    }

    /// <summary>The training window the bundle would have had if the month beginning on <paramref name="day"/> were still to come; both ends inclusive.</summary>
    public (int From, int To) WindowBefore(int day) => (day - 1 - LagDays - WindowDays, day - 1 - LagDays);
}

/// <summary>How one recipe did in one month. Shares 0..1; NaN where there was nothing to measure.</summary>
internal sealed record MonthMeasure(
    double PlantedPrecision, IReadOnlyDictionary<Typology, double> PlantedRecall, double LabelPrecision, IReadOnlyDictionary<Typology, double> LabelRecall,
    double LookAlikes, double Stability, double Beyond99);

/// <summary>One month of a backtest.</summary>
/// <param name="Agreement">Share of the first bundle's review list that is on the second's too.</param>
internal sealed record BacktestMonth(DateOnly Month, int Payouts, int Budget, int Planted, MonthMeasure A, MonthMeasure B, double Agreement);

/// <summary>Labels as a backtest needs them: rows of the view.</summary>
internal sealed record KnownCases(IReadOnlyDictionary<int, HashSet<Typology>> Cases, IReadOnlySet<int> LookAlikes)
{
    public static KnownCases None { get; } = new(new Dictionary<int, HashSet<Typology>>(), new HashSet<int>());
}

/// <summary>
/// Rolled over months, oldest first. For each month both recipes are trained on what was paid before it (as stale and as long as their
/// bundles are), and score its payouts, a few of which are <see cref="PlantedChanges"/>. Payouts that were amended are seen as they
/// are today; of the decisions on them those are taught that were made by the end of a training window. Deterministic for the same lake, recipes and seed.
/// </summary>
internal static class Backtest
{
    /// <summary>Days of history a month needs before it, to have anything to be compared with.</summary>
    private const int LeastHistory = 90;

    /// <summary>Fewer training payouts make no model worth comparing.</summary>
    private const int LeastTraining = 200;

    /// <param name="decided">View rows that reviewers decided on.</param>
    /// <param name="months">Months to judge at the most, the last ones of the lake.</param>
    public static IReadOnlyList<BacktestMonth> Run(
        LakeView view, FeatureSettings features, AlertingSettings alerting, Recipe a, Recipe b, KnownCases known, IReadOnlyDictionary<int, DecidedPayout> decided,
        int months, int seed, Action<string> report, CancellationToken cancel)
    {
        var t = view.Transfers;
        var judged = Months(view, months);
        if (judged.Count == 0) return [];
        report("features");
        var wanted = new bool[t.Count];
        foreach (var row in decided.Keys) wanted[row] = true;
        foreach (var (first, end) in judged)
        {
            foreach (var recipe in (Recipe[])[a, b])
            {
                var (from, to) = recipe.WindowBefore(first);
                // A month earlier too: stability compares the two.
                TrainingSample.Within(view, from, to, recipe.Settings, wanted);
                TrainingSample.Within(view, from - 30, to - 30, recipe.Settings, wanted);
            }
            for (var row = 0; row < t.Count; row++) wanted[row] |= t.Amount[row] > 0 && t.PayDay[row] >= first && t.PayDay[row] < end;
        }
        var perKind = judged.Max(month => Math.Clamp(alerting.Budget(CountIn(view, month)) / 6, 4, 40));
        var wide = view.WithSpareAccounts(PlantedChanges.SpareAccounts(perKind));
        var matrix = FeaturePass.Describe(view, wanted, new bool[t.Count], features, cancel);
        var position = new int[t.Count];
        Array.Fill(position, -1);
        for (var i = 0; i < matrix.Count; i++) position[matrix.Rows[i]] = i;
        var history = new History(matrix, position, decided);

        var done = new List<BacktestMonth>();
        foreach (var (first, end) in judged)
        {
            cancel.ThrowIfCancellationRequested();
            report($"month {DateOnly.FromDayNumber(first):yyyy-MM}");
            var rows = Enumerable.Range(0, t.Count).Where(row => t.Amount[row] > 0 && t.PayDay[row] >= first && t.PayDay[row] < end).ToArray();
            var budget = alerting.Budget(rows.Length);
            var eligible = rows.Where(row => matrix.Facts[position[row]] is { PriorPayDates: >= 3, Hard: HardFacts.None } && !known.Cases.ContainsKey(row) && !known.LookAlikes.Contains(row));
            Dictionary<int, Typology> changed;
            FeatureMatrix plantedMatrix;
            using (var planted = PlantedChanges.Make(wide, eligible, Math.Clamp(budget / 6, 4, 40), view.Counts.Accounts, seed))
            {
                changed = planted.Rows;
                var mask = new bool[t.Count];
                foreach (var row in changed.Keys) mask[row] = true;
                plantedMatrix = FeaturePass.Describe(wide, mask, new bool[t.Count], features, cancel);
            }
            var month = new MonthRows(rows, matrix.Subset([.. rows.Select(row => position[row])]), plantedMatrix, changed, budget, [.. rows.Select(row => t.TransferKey[row])]);
            var (measureA, listA) = Judge(view, history, month, a, first, known);
            var (measureB, listB) = Judge(view, history, month, b, first, known);
            if (measureA is null || measureB is null) continue;
            done.Add(new BacktestMonth(DateOnly.FromDayNumber(first), rows.Length, budget, changed.Count, measureA, measureB, Overlap(listA, listB)));
        }
        return done;
    }

    /// <param name="Position">Of a view row in the matrix.</param>
    private sealed record History(FeatureMatrix Matrix, int[] Position, IReadOnlyDictionary<int, DecidedPayout> Decided);

    /// <param name="Matrix">The month as it was, in the order of <paramref name="Rows"/>.</param>
    /// <param name="Planted">Its changed payouts, in view order.</param>
    private sealed record MonthRows(int[] Rows, FeatureMatrix Matrix, FeatureMatrix Planted, Dictionary<int, Typology> Changed, int Budget, ulong[] Ties);

    private static (MonthMeasure? Measure, HashSet<int> List) Judge(
        LakeView view, History history, MonthRows month, Recipe recipe, int firstDay, KnownCases known)
    {
        var (from, to) = recipe.WindowBefore(firstDay);
        if (Trained(view, history, recipe, from, to) is not { } models) return (null, []);
        var evidence = Combined(models, month.Matrix);
        var order = Order(evidence, month.Ties);
        var list = order.Take(month.Budget).ToHashSet();

        // The same ranking with the changed payouts in the place of the real ones.
        var withPlanted = (double[])evidence.Clone();
        var plantedEvidence = Combined(models, month.Planted);
        var index = month.Rows.Select((row, i) => (row, i)).ToDictionary(pair => pair.row, pair => pair.i);
        for (var i = 0; i < month.Planted.Count; i++) withPlanted[index[month.Planted.Rows[i]]] = plantedEvidence[i];
        var place = Places(Order(withPlanted, month.Ties));
        var planted = new RankedCases(month.Rows.Length, month.Changed.Keys.Select(row => place[index[row]]));
        // A small month's budget may be shorter than what was planted.
        var reach = Math.Max(month.Budget, 2 * month.Changed.Count);
        var plantedRecall = TypologyWords.Behavioural.ToDictionary(typology => typology, typology => Recall(
            month.Changed.Where(pair => pair.Value == typology).Select(pair => place[index[pair.Key]]), reach));

        var realPlace = Places(order);
        var cases = month.Rows.Where(known.Cases.ContainsKey).ToArray();
        var labels = new RankedCases(month.Rows.Length, cases.Select(row => realPlace[index[row]]));
        var labelRecall = TypologyWords.Behavioural.ToDictionary(typology => typology, typology => Recall(
            cases.Where(row => known.Cases[row].Contains(typology)).Select(row => realPlace[index[row]]), month.Budget));

        var earlier = Trained(view, history, recipe, from - 30, to - 30);
        var stability = earlier is null ? double.NaN : Overlap(list, [.. Order(Combined(earlier, month.Matrix), month.Ties).Take(month.Budget)]);
        return (new MonthMeasure(
            planted.Positives == 0 ? double.NaN : planted.AveragePrecision, plantedRecall,
            labels.Positives == 0 ? double.NaN : labels.AveragePrecision, labelRecall,
            known.LookAlikes.Count == 0 ? double.NaN : (double)list.Count(i => known.LookAlikes.Contains(month.Rows[i])) / Math.Max(1, list.Count),
            stability, evidence.Count(each => each >= 2) / (double)Math.Max(1, evidence.Length)), list);
    }

    private static TypologyModels? Trained(LakeView view, History history, Recipe recipe, int from, int to)
    {
        var mask = new bool[view.Transfers.Count];
        if (TrainingSample.Within(view, from, to, recipe.Settings, mask) < LeastTraining) return null;
        var rows = Enumerable.Range(0, mask.Length).Where(row => mask[row]).Select(row => history.Position[row]).ToArray();
        var models = TypologyModels.Train(history.Matrix, rows, recipe.Settings, out _);
        return TrainedBundle.Taught(view, history.Matrix, models, history.Decided.Where(pair => pair.Value.Day <= to).ToDictionary(), recipe.Settings);
    }

    /// <summary>Combined evidence as the night's ranking takes it, lists and money left out.</summary>
    private static double[] Combined(TypologyModels models, FeatureMatrix matrix)
    {
        var behaviour = TypologyWords.Behavioural.Select(typology => models.Assess(matrix, typology)).ToArray();
        var learned = models.Decisions?.Shifts(matrix, behaviour);
        return [.. Enumerable.Range(0, matrix.Count).Select(i => ReviewRanking.Combined(
            new Candidate(behaviour[0].Evidence[i], behaviour[1].Evidence[i], behaviour[2].Evidence[i], ListDecision.NotScreened, 0, 0, 0, 0) { Learned = learned?.GetValueOrDefault(i) ?? 0 }))];
    }

    private static int[] Order(double[] evidence, ulong[] ties)
    {
        var order = Enumerable.Range(0, evidence.Length).ToArray();
        var keys = order.Select(i => (-evidence[i], ties[i])).ToArray();
        Array.Sort(keys, order);
        return order;
    }

    private static int[] Places(int[] order)
    {
        var places = new int[order.Length];
        for (var i = 0; i < order.Length; i++) places[order[i]] = i + 1;
        return places;
    }

    private static double Recall(IEnumerable<int> places, int budget)
    {
        var all = places.ToArray();
        return all.Length == 0 ? double.NaN : (double)all.Count(place => place <= budget) / all.Length;
    }

    private static double Overlap(HashSet<int> one, HashSet<int> other) => one.Count == 0 ? double.NaN : (double)one.Count(other.Contains) / one.Count;

    private static int CountIn(LakeView view, (int First, int End) month)
    {
        var count = 0;
        foreach (var day in view.Transfers.PayDay) if (day >= month.First && day < month.End) count++;
        return count;
    }

    /// <summary>The lake's last months that have enough history before them: first day, and the day after the last.</summary>
    private static List<(int First, int End)> Months(LakeView view, int most)
    {
        var t = view.Transfers;
        var months = new List<(int, int)>();
        if (t.Count == 0) return months;
        var last = DateOnly.FromDayNumber(t.PayDay[^1]);
        for (var first = new DateOnly(last.Year, last.Month, 1); months.Count < most; first = first.AddMonths(-1))
        {
            if (first.DayNumber < t.PayDay[0] + LeastHistory) break;
            var month = (first.DayNumber, first.AddMonths(1).DayNumber);
            if (CountIn(view, month) > 0) months.Add(month);
        }
        months.Reverse();
        return months;
    }
}
