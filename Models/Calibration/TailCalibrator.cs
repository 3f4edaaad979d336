// From a score that only ranks to a probability that means the same every night and for every model.
namespace Paysieve.Models;

/// <summary>
/// Turns a raw score (larger = more unusual) into the share of training rows that would have scored at least as high, and that
/// share p into a surprise, -log10 p. Strictly monotone in the raw score.
/// </summary>
/// <remarks>
/// <para>Up to a high threshold (2 % of the rows above it, at least 50 and at most 1,000 of them): the empirical share
/// #{≥ s}/(n+1) at training scores, log-linear in between. Above it: a generalized Pareto distribution of the excesses (peaks over
/// threshold), fitted by probability-weighted moments, its shape held within -1 to 0.5; a tail that would
/// end goes on as an exponential past the last training row.</para>
/// <para>p = 1: below everything seen. p = 0.01, surprise 2: one training row in a hundred was as unusual. Within the training
/// range p is an observed frequency, anomalies among the training rows included. Beyond it (p below about 1/n) it is an
/// extrapolation: it orders rows and never reaches 0, but its size is a guess that grows less certain with each power of ten.</para>
/// <para>Training O(n log n); a score O(log n).</para>
/// </remarks>
public sealed class TailCalibrator
{
    private readonly double[] _knots;
    private readonly double[] _surprise;
    private readonly double _threshold;
    private readonly double _tailSurprise;
    private readonly double _lowScale;
    private readonly GeneralizedPareto _tail;

    private TailCalibrator(int trainingRows, double[] knots, double[] surprise, double tailSurprise, double lowScale, GeneralizedPareto tail)
    {
        TrainingRows = trainingRows;
        _knots = knots;
        _surprise = surprise;
        _threshold = knots[^1];
        _tailSurprise = tailSurprise;
        _lowScale = lowScale;
        _tail = tail;
    }

    /// <summary>Number of scores it was fitted on.</summary>
    public int TrainingRows { get; }

    /// <summary>Raw score above which the tail is extrapolated from a fit.</summary>
    public double Threshold => _threshold;

    /// <summary>Shape ξ of the fitted tail, -1 to 0.5.</summary>
    public double TailShape => _tail.Shape;

    /// <summary>Scale σ of the fitted tail, in units of the raw score.</summary>
    public double TailScale => _tail.Scale;

    /// <param name="scores">Raw scores of the training rows, at least one, all finite; any order.</param>
    /// <exception cref="ArgumentException">Empty, or a score that is not a finite number.</exception>
    public static TailCalibrator Fit(ReadOnlySpan<double> scores)
    {
        if (scores.IsEmpty)
            throw new ArgumentException("A calibration needs at least one score.", nameof(scores));
        foreach (var score in scores)
        {
            if (!double.IsFinite(score))
                throw new ArgumentException("A calibration needs finite scores.", nameof(scores));
        }

        var sorted = scores.ToArray();
        Array.Sort(sorted);
        var n = sorted.Length;
        var wanted = Math.Clamp(n / 50, Math.Min(50, (n + 3) / 4), 1000);
        var threshold = sorted[n - 1 - Math.Min(wanted, n - 1)];
        var exceeding = n - FirstAbove(sorted, threshold);

        var knots = new List<double>();
        var surprise = new List<double>();
        foreach (var rank in QuantileGrid.Ranks(n))
        {
            var score = sorted[rank];
            if (score > threshold || (knots.Count > 0 && score <= knots[^1]))
                continue;
            knots.Add(score);
            surprise.Add(-Math.Log10((n - FirstAtLeast(sorted, score)) / (n + 1.0)));
        }

        if (knots.Count == 0 || knots[^1] < threshold)
        {
            knots.Add(threshold);
            surprise.Add(-Math.Log10((n - FirstAtLeast(sorted, threshold)) / (n + 1.0)));
        }

        var spread = Spread(sorted);
        var tail = new GeneralizedPareto(0, spread, 0);
        if (exceeding > 0)
        {
            var excesses = new double[exceeding];
            for (var i = 0; i < exceeding; i++)
                excesses[i] = sorted[n - exceeding + i] - threshold;
            tail = GeneralizedPareto.Fit(excesses);
        }

        var tailShare = (exceeding > 0 ? exceeding : 0.5) / (n + 1.0);
        return new TailCalibrator(n, [.. knots], [.. surprise], -Math.Log10(tailShare), spread, tail);
    }

    /// <summary>-log10 of the tail probability, ≥ 0; finite for every finite score.</summary>
    /// <exception cref="ArgumentException">Not a number.</exception>
    public double Surprise(double score)
    {
        if (double.IsNaN(score))
            throw new ArgumentException("A score is a number.", nameof(score));
        if (score > _threshold)
            return _tailSurprise + _tail.Surprise(score - _threshold);
        if (score < _knots[0])
        {
            var above = 1 - Math.Pow(10, -_surprise[0]);
            return -Math.Log10(1 - above * Math.Exp((score - _knots[0]) / _lowScale));
        }

        var at = KnotSearch.LastNotAbove(_knots, score);
        if (_knots[at] == score)
            return _surprise[at];
        var share = (score - _knots[at]) / (_knots[at + 1] - _knots[at]);
        return _surprise[at] + share * (_surprise[at + 1] - _surprise[at]);
    }

    /// <summary>The tail probability, in (0, 1].</summary>
    /// <exception cref="ArgumentException">Not a number.</exception>
    public double TailProbability(double score) => ProbabilityOf(Surprise(score));

    /// <summary>p = 10^-surprise, held above 0.</summary>
    internal static double ProbabilityOf(double surprise) => Math.Max(Math.Pow(10, -surprise), double.Epsilon);

    internal void Write(BinaryWriter writer)
    {
        writer.Write(TrainingRows);
        writer.WriteArray<double>(_knots);
        writer.WriteArray<double>(_surprise);
        writer.Write(_tailSurprise);
        writer.Write(_lowScale);
        writer.Write(_tail.Shape);
        writer.Write(_tail.Scale);
        writer.Write(_tail.Excesses);
    }

    internal static TailCalibrator Read(BinaryReader reader)
    {
        var rows = reader.ReadInt32();
        var knots = reader.ReadArray<double>();
        var surprise = reader.ReadArray<double>();
        if (knots.Length == 0 || surprise.Length != knots.Length)
            throw new InvalidDataException("A calibration's parts do not fit together.");
        return new TailCalibrator(rows, knots, surprise, reader.ReadDouble(), reader.ReadDouble(), new GeneralizedPareto(reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32()));
    }

    private static double Spread(double[] sorted)
    {
        var spread = sorted[^1] - sorted[sorted.Length / 2];
        if (!(spread > 0))
            spread = sorted[^1] - sorted[0];
        return spread > 0 ? spread : Math.Max(Math.Abs(sorted[^1]), 1);
    }

    private static int FirstAtLeast(double[] sorted, double score)
    {
        int first = 0, end = sorted.Length;
        while (first < end)
        {
            var middle = first + (end - first) / 2;
            if (sorted[middle] < score)
                first = middle + 1;
            else
                end = middle;
        }

        return first;
    }

    private static int FirstAbove(double[] sorted, double score)
    {
        int first = 0, end = sorted.Length;
        while (first < end)
        {
            var middle = first + (end - first) / 2;
            if (sorted[middle] <= score)
                first = middle + 1;
            else
                end = middle;
        }

        return first;
    }
}
