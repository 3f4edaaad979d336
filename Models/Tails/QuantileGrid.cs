// Which ranks of a sorted sample are worth keeping when not all can be: all of both tails, ever fewer towards the middle.
namespace Paysieve.Models;

internal static class QuantileGrid
{
    /// <summary>Samples of up to this many values are kept whole.</summary>
    public const int ExactDistinct = 4096;

    private const int ExactRanks = 512;
    private const double Growth = 1 + 1.0 / 256;

    /// <summary>
    /// Ascending 0-based ranks of <paramref name="count"/> sorted values: the outermost 512 of each side, then steps that grow so
    /// that neighbouring ranks, counted from the nearer end, differ by at most 1/256. About 3,700 ranks for 200,000 values.
    /// </summary>
    public static int[] Ranks(int count)
    {
        var ranks = new SortedSet<int>();
        var half = (count + 1) / 2;
        for (double at = 0; at < half; at = at < ExactRanks ? at + 1 : Math.Max(at + 1, at * Growth))
        {
            ranks.Add((int)at);
            ranks.Add(count - 1 - (int)at);
        }

        return [.. ranks];
    }
}
