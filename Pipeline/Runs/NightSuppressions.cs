// What approved suppressions do to a night: which flags they keep back, and which of them end because what they hang on has changed.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <summary>A payout whose flags are kept back, or some of them.</summary>
/// <param name="Left">The payout as it stands without the suppressed reasons.</param>
/// <param name="Notes">What the kept-back flags say.</param>
internal sealed record QuietPayout(Candidate Left, IReadOnlyDictionary<Typology, SuppressionNote> Notes);

/// <summary>
/// A suppression takes one reason's weight out of one payee's evidence while pay goes to the same account. A flag is kept back when what is
/// left would not have been flagged: another reason on top raises it as ever.
/// </summary>
internal sealed class NightSuppressions
{
    private readonly Dictionary<int, List<SuppressionRecord>> _byRow = [];

    private NightSuppressions(IReadOnlyList<LapsedSuppression> lapsed) => Lapsed = lapsed;

    public static NightSuppressions None { get; } = new([]);

    /// <summary>What flags are made of in this program: features and hard rules. Another value, another opinion.</summary>
    public static string Catalogue { get; } = FeatureCatalog.Version + "+" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', DetectorCatalog.HardRules.Select(rule => string.Create(CultureInfo.InvariantCulture, $"{rule.Typology} {rule.Fact} {rule.Code} {rule.Weight:R}"))))))[..12];

    /// <summary>Suppressions that end with this night.</summary>
    public IReadOnlyList<LapsedSuppression> Lapsed { get; }

    /// <summary>Of a night alone: who asks for a day of the past is shown everything, and ends nothing.</summary>
    /// <param name="rows">View rows of tonight, ascending.</param>
    public static async Task<NightSuppressions> ReadAsync(Workspace workspace, RunRecord run, LakeView view, int[] rows, CancellationToken cancel)
    {
        if (run.AsOf is not null) return None;
        var inForce = await workspace.Store.Suppressions.InForceAsync(run.StartedAt, cancel).ConfigureAwait(false);
        if (inForce.Count == 0) return None;
        var lapsed = new List<LapsedSuppression>();
        var night = new NightSuppressions(lapsed);
        var known = LakeReader.FindTransfers(view, [.. inForce.Select(each => each.TransferId!)]);
        var latest = LatestOf(view, rows, [.. known.Where(row => row >= 0).Select(row => view.Transfers.Payee[row])]);
        var (parties, _) = workspace.Lake.PartyRefs(view, [.. latest.Values.SelectMany(list => list)]);
        var partyOf = latest.Values.SelectMany(list => list).Zip(parties).ToDictionary(pair => pair.First, pair => pair.Second);
        for (var i = 0; i < inForce.Count; i++)
        {
            var each = inForce[i];
            if (WhyModel(each, run) is { } other)
            {
                lapsed.Add(new LapsedSuppression(each.SuppressionId, other));
                continue;
            }
            if (known[i] < 0 || !latest.TryGetValue(view.Transfers.Payee[known[i]], out var paid)) continue;
            var account = view.Accounts.Find(Key(each.ScopeKey));
            int[] same = [.. paid.Where(row => view.Transfers.Account[row] == account)];
            if (same.Length == 0) lapsed.Add(new LapsedSuppression(each.SuppressionId, "the payee is paid to another account"));
            else if (same.Any(row => partyOf[row] != Key(each.PartyKey!))) lapsed.Add(new LapsedSuppression(each.SuppressionId, "the payee's name, birth date or country has changed"));
            else foreach (var row in same) night.Add(row, each);
        }
        return night;
    }

    /// <summary>By matrix position, what of a payout is kept back; payouts that are raised as ever are not in it.</summary>
    public IReadOnlyDictionary<int, QuietPayout> Judge(ScoredNight night, Candidate[] candidates, double leastEvidence)
    {
        var quiet = new Dictionary<int, QuietPayout>();
        if (_byRow.Count == 0) return quiet;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (_byRow.TryGetValue(night.Matrix.Rows[i], out var applying) && Judge(night, i, candidates[i], applying, leastEvidence) is { } payout) quiet.Add(i, payout);
        }
        return quiet;
    }

    private static QuietPayout? Judge(ScoredNight night, int position, Candidate candidate, List<SuppressionRecord> applying, double least)
    {
        var left = candidate;
        var notes = new SortedDictionary<Typology, SuppressionNote>();
        foreach (var group in applying.GroupBy(each => each.Typology, StringComparer.Ordinal))
        {
            if (!TypologyWords.TryParse(group.Key, out var typology) || typology == Typology.SanctionsMatch) continue;
            var evidence = night.Behaviour.Single(opinion => opinion.Typology == typology).Evidence[position];
            if (double.IsNaN(evidence)) continue;
            var codes = group.Select(each => each.ReasonCode).ToHashSet(StringComparer.Ordinal);
            var weight = night.Models.Explain(night.Matrix, position, typology, night.UseModels).Where(part => codes.Contains(part.Code)).Sum(part => part.Weight);
            if (weight <= 0 || evidence - weight >= least) continue;
            left = Without(left, typology, evidence - weight);
            notes.Add(typology, new SuppressionNote(
                [.. group.Select(each => each.SuppressionId).Order(StringComparer.Ordinal)], [.. codes.Order(StringComparer.Ordinal)],
                $"Kept back: suppression {group.First().SuppressionId[..12]} was approved for {string.Join(", ", codes.Order(StringComparer.Ordinal))} and this account; what is left would not have been flagged."));
        }
        if (notes.Count == 0) return null;
        // A payout that stays up for review needs a flag to be reviewed by.
        var stands = candidate.List is ListDecision.Match or ListDecision.Review
            || left.Routing >= least || left.Sharing >= least || left.Currency >= least;
        return stands || ReviewRanking.Unlearned(left) < least ? new QuietPayout(left, notes) : null;
    }

    private static Candidate Without(in Candidate candidate, Typology typology, double evidence) => typology switch
    {
        Typology.PayoutRouting => candidate with { Routing = evidence },
        Typology.SharedAccount => candidate with { Sharing = evidence },
        _ => candidate with { Currency = evidence },
    };

    private static string? WhyModel(SuppressionRecord each, RunRecord run) =>
        !string.Equals(each.BundleId, run.BundleId, StringComparison.Ordinal) ? $"model {run.BundleId} is in use, it was approved under {each.BundleId}"
        : !string.Equals(each.CatalogueVersion, Catalogue, StringComparison.Ordinal) ? $"features and rules are {Catalogue}, it was approved under {each.CatalogueVersion}" : null;

    /// <summary>Tonight's rows of some payees, of each payee's last pay date alone: what is assessed again of older days says nothing of today's account.</summary>
    private static Dictionary<int, List<int>> LatestOf(LakeView view, int[] rows, HashSet<int> payees)
    {
        var latest = new Dictionary<int, List<int>>();
        foreach (var row in rows)
        {
            var payee = view.Transfers.Payee[row];
            if (!payees.Contains(payee)) continue;
            if (!latest.TryGetValue(payee, out var list)) latest.Add(payee, list = []);
            if (list.Count > 0 && view.Transfers.PayDay[list[0]] < view.Transfers.PayDay[row]) list.Clear();
            if (list.Count == 0 || view.Transfers.PayDay[list[0]] == view.Transfers.PayDay[row]) list.Add(row);
        }
        return latest;
    }

    private static ulong Key(string hex) => ulong.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private void Add(int row, SuppressionRecord suppression)
    {
        if (!_byRow.TryGetValue(row, out var list)) _byRow.Add(row, list = []);
        list.Add(suppression);
    }
}
