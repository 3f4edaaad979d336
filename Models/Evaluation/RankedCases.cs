// A ranking seen from its positives: where they stand is all that precision, recall and average precision need, at any budget.
namespace Paysieve.Models;

/// <summary>
/// The places of the positives in a ranking without ties. Cheap to ask again and again: no measure looks at a negative.
/// </summary>
public sealed class RankedCases
{
    /// <summary>Above this mean a Poisson number is drawn from its normal approximation: the error is below one in a hundred.</summary>
    private const double ManyPoisson = 40;

    private readonly int[] _places;

    /// <param name="rows">Rows ranked, positives and negatives.</param>
    /// <param name="places">Places of the positives, 1 for the first row, each once.</param>
    /// <exception cref="ArgumentException">A place outside 1..<paramref name="rows"/>, or twice.</exception>
    public RankedCases(int rows, IEnumerable<int> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        _places = [.. places.Order()];
        for (var i = 0; i < _places.Length; i++)
        {
            if (_places[i] < 1 || _places[i] > rows || (i > 0 && _places[i] == _places[i - 1]))
                throw new ArgumentException($"a place is between 1 and {rows} and given once, found {_places[i]}", nameof(places));
        }

        Rows = rows;
    }

    /// <summary>Rows ranked.</summary>
    public int Rows { get; }

    /// <summary>Positives among them.</summary>
    public int Positives => _places.Length;

    /// <summary>Positives among the first <paramref name="budget"/> rows.</summary>
    public int FoundWithin(int budget)
    {
        var at = Array.BinarySearch(_places, budget);
        return at >= 0 ? at + 1 : ~at;
    }

    /// <summary>Share of the positives among the first rows; NaN without positives.</summary>
    public double Recall(int budget) => (double)FoundWithin(budget) / Positives;

    /// <summary>Share of the first rows that are positives; NaN for a budget of 0.</summary>
    public double Precision(int budget) => (double)FoundWithin(budget) / Math.Min(budget, Rows);

    /// <summary>Mean over the positives of the precision at their places, as <see cref="RankingQuality.AveragePrecision"/>; NaN without positives.</summary>
    public double AveragePrecision
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < _places.Length; i++)
                sum += (i + 1.0) / _places[i];
            return sum / Positives;
        }
    }

    /// <summary>
    /// Percentile interval of the average precision over Poisson bootstraps of the rows (each row counts Poisson(1) times). Rows are drawn
    /// one by one: where positives come in bunches, such as one campaign's payouts, the truth is wider. O(positives × resamples).
    /// </summary>
    /// <param name="resamples">1 or more; 1,000 is plenty.</param>
    /// <param name="seed">Same seed, same interval.</param>
    /// <param name="level">Share of the resamples inside, over 0 and below 1.</param>
    /// <returns>NaN twice without positives.</returns>
    public (double Low, double High) AveragePrecisionInterval(int resamples, int seed, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "over 0 and below 1");
        if (Positives == 0)
            return (double.NaN, double.NaN);
        var draw = new SeededDraw(seed, stream: 0);
        var results = new double[resamples];
        for (var r = 0; r < resamples; r++)
            results[r] = Resample(ref draw);
        Array.Sort(results);
        return (results[(int)((1 - level) / 2 * (resamples - 1))], results[(int)Math.Ceiling((1 + level) / 2 * (resamples - 1))]);
    }

    private double Resample(ref SeededDraw draw)
    {
        while (true)
        {
            double seen = 0, found = 0, sum = 0;
            var before = 0;
            foreach (var place in _places)
            {
                seen += Poisson(place - before - 1, ref draw);
                before = place;
                var times = Poisson(1, ref draw);
                seen += times;
                found += times;
                // Copies of one row are a tie.
                if (times > 0)
                    sum += times * found / seen;
            }

            // A resample without any positive has no average precision: another is drawn.
            if (found > 0)
                return sum / found;
        }
    }

    private static int Poisson(double mean, ref SeededDraw draw)
    {
        if (mean <= 0)
            return 0;
        if (mean > ManyPoisson)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - draw.NextDouble())) * Math.Cos(2 * Math.PI * draw.NextDouble());
            return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * normal)));
        }

        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = draw.NextDouble(); product > limit; product *= draw.NextDouble())
            count++;
        return count;
    }
}
