// How well a score ranks, when somebody knows the answer.
namespace Paysieve.Models;

/// <summary>
/// Measures of a ranking by score, larger = more unusual. Rows with equal scores are a tie: every measure gives the mean over all
/// orders of the tied rows, so the order of the input never matters. O(n log n).
/// </summary>
public static class RankingQuality
{
    /// <summary>
    /// Area under the ROC curve: the chance that a random positive scores above a random negative, a tie counting one half. 1: all
    /// positives first; 0.5: a coin; 0: all last. NaN when positives or negatives are absent.
    /// </summary>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static double AreaUnderRoc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        double below = 0, wins = 0, positives = 0;
        var groups = Groups(scores, positive);
        for (var g = groups.Count - 1; g >= 0; g--)
        {
            var (rows, hits) = groups[g];
            wins += hits * (below + (rows - hits) / 2.0);
            below += rows - hits;
            positives += hits;
        }

        return positives == 0 || below == 0 ? double.NaN : wins / (positives * below);
    }

    /// <summary>
    /// Average precision, Σ (recall step) × precision over the thresholds between distinct scores, as scikit-learn defines it. 1: all
    /// positives first; about the share of positives for a coin. NaN without positives.
    /// </summary>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        double seen = 0, found = 0, sum = 0;
        foreach (var (rows, hits) in Groups(scores, positive))
        {
            seen += rows;
            found += hits;
            sum += hits * (found / seen);
        }

        return found == 0 ? double.NaN : sum / found;
    }

    /// <summary>Share of positives among the <paramref name="k"/> highest scores (of all rows when there are fewer); NaN for no rows.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static double PrecisionAt(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive, int k)
    {
        var found = FoundAt(scores, positive, k, out _);
        return found / Math.Min(k, scores.Length);
    }

    /// <summary>Share of all positives that stand among the <paramref name="k"/> highest scores; NaN without positives.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static double RecallAt(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive, int k)
    {
        var found = FoundAt(scores, positive, k, out var positives);
        return found / positives;
    }

    private static double FoundAt(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive, int k, out double positives)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        double left = k, found = 0;
        positives = 0;
        foreach (var (rows, hits) in Groups(scores, positive))
        {
            var taken = Math.Min(left, rows);
            found += hits * taken / rows;
            left -= taken;
            positives += hits;
        }

        return found;
    }

    /// <summary>Rows and positives per distinct score, highest score first.</summary>
    private static List<(int Rows, int Hits)> Groups(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.Length != positive.Length)
            throw new ArgumentException($"{scores.Length} scores need as many labels, found {positive.Length}.");
        var keys = new double[scores.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            if (double.IsNaN(scores[i]))
                throw new ArgumentException("A score is a number, found NaN.");
            keys[i] = -scores[i];
        }

        var labels = positive.ToArray();
        Array.Sort(keys, labels);
        var groups = new List<(int Rows, int Hits)>();
        for (var i = 0; i < keys.Length;)
        {
            int next = i, hits = 0;
            for (; next < keys.Length && keys[next] == keys[i]; next++)
                hits += labels[next] ? 1 : 0;
            groups.Add((next - i, hits));
            i = next;
        }

        return groups;
    }
}
