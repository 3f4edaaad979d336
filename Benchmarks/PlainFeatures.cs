// What a good data scientist has after an afternoon: six features of each payout, and two detectors off the shelf on them.
using Paysieve.Models;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Benchmarks;

/// <summary>
/// Days since the payee was first paid to the account (negated, at most a year), the payee's accounts within 180 days, payees on the account within 180 days, the payee's
/// currencies within 90 days, |robust z| of the amount among the payee's earlier ones in the currency, and whether the account is in another country than the residence.
/// In the order of time, the payouts of a day as they stand.
/// </summary>
internal static class PlainFeatures
{
    private const int Year = 365, HalfYear = 180, Quarter = 90;
    private const int FewestForSpread = 3;
    private const double MostSpreads = 20;

    private static readonly string[] Names = ["account_age", "accounts", "payees_on_account", "currencies", "amount_z", "abroad"];

    /// <summary>Described rows of the matrix, row by row.</summary>
    public static FeatureTable Of(LakeView view, FeatureMatrix matrix)
    {
        var t = view.Transfers;
        var place = new Dictionary<int, int>();
        for (var i = 0; i < matrix.Count; i++) place.Add(matrix.Rows[i], i);
        var values = new float[matrix.Count * Names.Length];
        var first = new Dictionary<(int, int), int>();
        var (accounts, currencies, payees) = (new Dictionary<int, Dictionary<int, int>>(), new Dictionary<int, Dictionary<int, int>>(), new Dictionary<int, Dictionary<int, int>>());
        var amounts = new Dictionary<(int, short), List<double>>();
        for (var row = 0; row < t.Count; row++)
        {
            if (!(t.Amount[row] > 0)) continue;
            var (payee, account, day) = (t.Payee[row], t.Account[row], t.PayDay[row]);
            if (!first.TryGetValue((payee, account), out var since)) first.Add((payee, account), since = day);
            var earlier = At(amounts, (payee, t.Currency[row]));
            var features = values.AsSpan(place.TryGetValue(row, out var i) ? i * Names.Length : 0, Names.Length);
            var (used, turned, sharing) = (Since(accounts, payee, account, day, HalfYear), Since(currencies, payee, t.Currency[row], day, Quarter), Since(payees, account, payee, day, HalfYear));
            if (place.ContainsKey(row))
            {
                features[0] = -Math.Min(Year, day - since);
                (features[1], features[2], features[3]) = (used, sharing, turned);
                features[4] = (float)Spread(earlier, t.Amount[row]);
                features[5] = t.AccountCountry[row] >= 0 && t.ResidenceCountry[row] >= 0 && t.AccountCountry[row] != t.ResidenceCountry[row] ? 1 : 0;
            }
            earlier.Add(t.Amount[row]);
        }
        return new FeatureTable(Names, matrix.Count, values);
    }

    /// <summary>How each row is ranked by ECOD and by an isolation forest of 100 trees, fitted on the training rows: higher is stranger.</summary>
    public static IEnumerable<(string Name, double[] Scores)> Ranked(FeatureTable all, int[] training, int[] scored)
    {
        var (fit, ask) = (all.Subset(training), all.Subset(scored));
        yield return ("instead: ECOD on six plain features", Scores(new EmpiricalTailEstimator().Fit(fit).Score(ask)));
        yield return ("instead: isolation forest on them", Scores(new IsolationForestEstimator(new IsolationForestOptions { Seed = 1 }).Fit(fit).Score(ask)));
    }

    private static double[] Scores<T>(IReadOnlyList<T> scores) where T : struct, IConvertible => [.. scores.Select(score => score.ToDouble(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Notes the key, and how many of the owner's were seen within so many days.</summary>
    private static int Since(Dictionary<int, Dictionary<int, int>> seen, int owner, int key, int day, int days)
    {
        if (!seen.TryGetValue(owner, out var last)) seen.Add(owner, last = []);
        last[key] = day;
        return last.Values.Count(at => at > day - days);
    }

    private static double Spread(List<double> earlier, double amount)
    {
        if (earlier.Count < FewestForSpread) return 0;
        var sorted = earlier.Order().ToArray();
        var median = sorted[sorted.Length / 2];
        var off = sorted.Select(one => Math.Abs(one - median)).Order().ToArray()[sorted.Length / 2];
        return Math.Min(MostSpreads, Math.Abs(amount - median) / Math.Max(1.4826 * off, 0.01 * median));
    }

    private static List<double> At(Dictionary<(int, short), List<double>> lists, (int, short) key)
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        return list;
    }
}
