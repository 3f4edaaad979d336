// From scores to flags: the ranking, the budget, and drafts for the payouts that made it.
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <summary>What tonight's scoring gave, position by position of the matrix.</summary>
/// <param name="Behaviour">Per behavioural typology, in the order of <see cref="TypologyWords.Behavioural"/>.</param>
internal sealed record ScoredNight(FeatureMatrix Matrix, IReadOnlyList<TypologyEvidence> Behaviour, NightScreening Screening, TypologyModels Models, bool UseModels)
{
    /// <summary>What decisions of the past add to unusual payouts, by position.</summary>
    public IReadOnlyDictionary<int, double> Learned { get; } =
        UseModels && Models.Decisions is { } decisions ? decisions.Shifts(Matrix, Behaviour) : new Dictionary<int, double>();

    /// <summary>Why, for those of the positions that moved.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<(string Name, double Value)>> WhyLearned(IEnumerable<int> positions)
    {
        int[] moved = [.. positions.Where(Learned.ContainsKey)];
        return moved.Length == 0 ? new Dictionary<int, IReadOnlyList<(string, double)>>()
            : moved.Zip(Models.Decisions!.Reasons(Matrix, Behaviour, moved)).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}

/// <summary>The night's verdicts.</summary>
/// <param name="ReviewOrder">Matrix positions, first to review first, before money is weighed.</param>
internal sealed record NightFindings(int[] ReviewOrder, IReadOnlyList<Flag> Flags, int PayoutsToReview, IReadOnlyDictionary<Typology, int> HeldBackPayouts, int HeldBack)
{
    private const int RouteStops = 13;

    /// <summary>Flags kept back because that was approved; they are among <see cref="Flags"/>.</summary>
    public IEnumerable<Flag> Suppressed => Flags.Where(flag => flag.Explanation.Suppression is not null);

    public static NightFindings Of(Workspace workspace, AlertingSettings alerting, LakeView view, ScoredNight night, NightSuppressions suppressions, string runKey)
    {
        var candidates = Candidates(view, night);
        var order = ReviewRanking.Order(candidates);
        var quiet = suppressions.Judge(night, candidates, alerting.LeastEvidence);
        var (listed, unusual, kept) = (new List<int>(), new List<int>(), new List<int>());
        foreach (var position in order)
        {
            if (candidates[position].List is ListDecision.Match or ListDecision.Review)
            {
                listed.Add(position);
                continue;
            }
            // Decisions of the past put in order; they neither raise a flag nor silence one.
            if (ReviewRanking.Unlearned(candidates[position]) < alerting.LeastEvidence) continue;
            if (quiet.TryGetValue(position, out var payout) && ReviewRanking.Unlearned(payout.Left) < alerting.LeastEvidence)
            {
                // Takes no place in the budget.
                kept.Add(position);
            }
            else
            {
                unusual.Add(position);
            }
        }
        int[] matters = [.. unusual.Select(position => MatterOf(view, night, position))];
        var budget = alerting.Budget(candidates.Length);
        var placed = Matters.Places(matters, budget);
        int[] shown = [.. listed, .. unusual.Where((_, i) => placed[i])];
        int[] heldBack = [.. unusual.Where((_, i) => !placed[i])];

        var chosen = ReviewRanking.OrderWithMoney(candidates, shown).Select(position => (position, HeldBack: false))
            .Concat(ReviewRanking.OrderWithMoney(candidates, heldBack.Concat(kept)).Select(position => (position, HeldBack: true)))
            .ToArray();
        var flags = Draft(workspace, view, night, candidates, chosen, quiet, MatterNotes(unusual, matters, Matters.MostPlaces(budget)), alerting.LeastEvidence, runKey);
        var held = flags.Where(flag => flag.HeldBack && flag.Explanation.Suppression is null).ToArray();
        return new NightFindings(
            order, flags, shown.Length,
            held.GroupBy(flag => flag.Typology).ToDictionary(group => group.Key, group => group.Count()),
            heldBack.Length);
    }

    /// <summary>The account, where three or more strangers are paid to it: whoever decides about one of them decides about all. Else -1.</summary>
    private static int MatterOf(LakeView view, ScoredNight night, int position) =>
        (night.Matrix.Facts[position].Hard & HardFacts.ThreeUnrelatedPeople) != 0 ? view.Transfers.Account[night.Matrix.Rows[position]] : -1;

    /// <summary>By matrix position, for matters that asked for more than their places.</summary>
    private static Dictionary<int, string> MatterNotes(List<int> unusual, int[] matters, int most)
    {
        var notes = new Dictionary<int, string>();
        foreach (var matter in unusual.Zip(matters).Where(pair => pair.Second >= 0).GroupBy(pair => pair.Second, pair => pair.First))
        {
            var payouts = matter.Count();
            if (payouts <= most) continue;
            var sentence = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"One matter: {payouts} flagged payouts of this night go to this account. Each is decided by itself, and what is true of one is likely true of all.");
            foreach (var position in matter) notes.Add(position, sentence);
        }
        return notes;
    }

    /// <summary>Matrix positions, first to review first: the ranking alone.</summary>
    public static int[] Order(LakeView view, ScoredNight night) => ReviewRanking.Order(Candidates(view, night));

    private static SortedDictionary<string, double> WithLearned(IReadOnlyDictionary<string, double> told, double learned, IReadOnlyList<(string Name, double Value)> why)
    {
        var all = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["learned_from_decisions_log10"] = learned };
        foreach (var (name, value) in told) all[name] = value;
        foreach (var (name, value) in why) all["learned_from_decisions: " + name] = value;
        return all;
    }

    private static Candidate[] Candidates(LakeView view, ScoredNight night)
    {
        var t = view.Transfers;
        var candidates = new Candidate[night.Matrix.Count];
        for (var i = 0; i < candidates.Length; i++)
        {
            var row = night.Matrix.Rows[i];
            var listed = night.Screening.ByIndex.GetValueOrDefault(i);
            candidates[i] = new Candidate(
                night.Behaviour[0].Evidence[i],
                night.Behaviour[1].Evidence[i],
                night.Behaviour[2].Evidence[i],
                listed?.Decision ?? (night.Screening.WasScreened ? ListDecision.None : ListDecision.NotScreened),
                listed?.Evidence ?? 0,
                listed?.Score ?? 0,
                ReferenceRates.Usd(view.Currencies[t.Currency[row]], t.Amount[row]) ?? 0,
                t.TransferKey[row])
            {
                Learned = night.Learned.GetValueOrDefault(i),
            };
        }
        return candidates;
    }

    private static List<Flag> Draft(
        Workspace workspace, LakeView view, ScoredNight night, Candidate[] candidates, (int Position, bool HeldBack)[] chosen,
        IReadOnlyDictionary<int, QuietPayout> quiet, IReadOnlyDictionary<int, string> matters, double least, string runKey)
    {
        var rows = chosen.Select(choice => night.Matrix.Rows[choice.Position]).ToArray();
        var details = workspace.Lake.Details(view, rows);
        var routes = Routes.Of(view, rows, RouteStops);
        var why = night.WhyLearned(chosen.Select(choice => choice.Position));
        var flags = new Flag[chosen.Length][];
        Parallel.For(0, chosen.Length, i =>
        {
            var position = chosen[i].Position;
            var parts = new Dictionary<Typology, IReadOnlyList<EvidencePart>>();
            var detectors = new Dictionary<Typology, IReadOnlyDictionary<string, double>>();
            foreach (var opinion in night.Behaviour)
            {
                var evidence = opinion.Evidence[position];
                if (double.IsNaN(evidence)) continue;
                var hard = DetectorCatalog.Weight(night.Matrix.Facts[position].Hard, opinion.Typology);
                parts[opinion.Typology] = night.Models.Explain(night.Matrix, position, opinion.Typology, night.UseModels);
                var told = new SortedDictionary<string, double>(StringComparer.Ordinal)
                {
                    ["evidence_log10"] = evidence,
                    ["hard_facts_log10"] = hard,
                    ["left_by_innocent_explanations"] = opinion.Surprise[position] > 0 ? (evidence - hard) / opinion.Surprise[position] : 1,
                    ["tail"] = opinion.TailScore[position],
                    ["forest"] = opinion.ForestScore[position],
                };
                // Not every family has a forest, nor every bundle tails.
                foreach (var name in told.Where(pair => double.IsNaN(pair.Value)).Select(pair => pair.Key).ToArray()) told.Remove(name);
                detectors[opinion.Typology] = told;
                if (night.Learned.TryGetValue(position, out var learned)) detectors[opinion.Typology] = WithLearned(detectors[opinion.Typology], learned, why[position]);
            }
            flags[i] = [.. FlagWriter.Write(runKey, new FlagDraft
            {
                Transfer = details[i],
                Origin = Origin(view, rows[i], details[i]),
                Facts = night.Matrix.Facts[position],
                Candidate = candidates[position],
                Parts = parts,
                Detectors = detectors,
                Matches = night.Screening.ByIndex.GetValueOrDefault(position)?.Notes ?? [],
                Route = routes.Stops(rows[i]),
                Legs = routes.Legs(rows[i]),
                Rank = i + 1,
                HeldBack = chosen[i].HeldBack,
                Matter = matters.GetValueOrDefault(position),
                Suppressed = quiet.TryGetValue(position, out var payout) ? payout.Notes : new Dictionary<Typology, SuppressionNote>(),
            }, least)];
        });
        return [.. flags.SelectMany(ofPayout => ofPayout)];
    }

    private static FlagOrigin Origin(LakeView view, int row, TransferDetail detail)
    {
        var t = view.Transfers;
        return new FlagOrigin(view.Files[t.File[row]].FileId, detail.PaymentRef, Actor(t.ChangedBy[row]), Actor(t.ApprovedBy[row]));

        string? Actor(int code) => code < 0 ? null : view.Actors[code];
    }
}

/// <summary>The way pay took before tonight, for the payees that are shown.</summary>
internal sealed class Routes
{
    private readonly LakeView _view;
    private readonly Dictionary<int, List<int>> _rowsOfPayee;

    private Routes(LakeView view, Dictionary<int, List<int>> rowsOfPayee)
    {
        _view = view;
        _rowsOfPayee = rowsOfPayee;
    }

    public static Routes Of(LakeView view, int[] rows, int mostStops)
    {
        var t = view.Transfers;
        var isShown = new bool[view.Counts.Payees];
        var rowsOfPayee = new Dictionary<int, List<int>>();
        foreach (var row in rows)
        {
            isShown[t.Payee[row]] = true;
            rowsOfPayee.TryAdd(t.Payee[row], []);
        }
        for (var row = 0; row < t.Count; row++)
        {
            if (!isShown[t.Payee[row]] || t.Amount[row] <= 0) continue;
            var list = rowsOfPayee[t.Payee[row]];
            list.Add(row);
            if (list.Count > mostStops) list.RemoveAt(0);
        }
        return new Routes(view, rowsOfPayee);
    }

    /// <summary>The payee's latest payouts up to this one, oldest first.</summary>
    public IReadOnlyList<RouteStop> Stops(int row)
    {
        var t = _view.Transfers;
        var stops = new List<RouteStop>();
        foreach (var other in _rowsOfPayee[t.Payee[row]])
        {
            if (t.PayDay[other] > t.PayDay[row]) continue;
            stops.Add(new RouteStop(
                DateOnly.FromDayNumber(t.PayDay[other]), "****" + _view.AccountEnds.Text(t.AccountEnd[other]), _view.Banks.Text(t.Bank[other]),
                _view.Countries.Text(t.AccountCountry[other]), _view.Currencies[t.Currency[other]], t.ExactAmount(other), other == row));
        }
        return stops;
    }

    public IReadOnlyList<RouteLeg> Legs(int row)
    {
        var legs = _view.Legs;
        var key = _view.Transfers.TransferKey[row];
        var at = Array.BinarySearch(legs.TransferKey, 0, legs.Count, key);
        if (at < 0) return [];
        while (at > 0 && legs.TransferKey[at - 1] == key) at--;
        var found = new List<RouteLeg>();
        for (; at < legs.Count && legs.TransferKey[at] == key; at++)
        {
            found.Add(new RouteLeg(
                legs.LegNo[at], new DateTime(legs.ExecutedAt[at], DateTimeKind.Utc), _view.Currencies[legs.FromCurrency[at]], _view.Currencies[legs.ToCurrency[at]],
                Amount(legs.FromAmount[at]), Amount(legs.ToAmount[at]), null, _view.Countries.Text(legs.Country[at]), null));
        }
        return found;

        static decimal? Amount(double value) => double.IsNaN(value) ? null : (decimal)value;
    }
}
