// The surprise of a value under a column's remembered distribution, tabulated once so that scoring is a search in a sorted array.
namespace Paysieve.Models;

/// <summary>
/// Surprise of one column: -ln of the share of training values at least as extreme on the side(s) of its rule, times its weight.
/// A missing value gives 0.
/// </summary>
internal sealed class TailScoring
{
    private readonly float[] _knots;
    private readonly double[] _at;
    private readonly double[] _after;
    private readonly double[] _before;
    private readonly FeatureRule _rule;
    private readonly bool _extrapolate;
    private readonly int _count;
    private readonly int _skew;
    private readonly double _downScale;
    private readonly double _upScale;

    public TailScoring(ColumnTail tail, FeatureRule rule, bool extrapolate)
    {
        _rule = rule;
        _extrapolate = extrapolate;
        _knots = tail.Knots;
        _count = tail.Count;
        _skew = tail.Skew;
        _downScale = tail.DownScale;
        _upScale = tail.UpScale;
        _at = new double[_knots.Length];
        _after = new double[_knots.Length];
        _before = new double[_knots.Length];
        for (var k = 0; k < _knots.Length; k++)
        {
            _at[k] = FromCounts(tail.UpTo[k], _count - tail.Below[k]);
            // Just above the knot, and just below the next one: equal unless values were left out in between.
            _after[k] = FromCounts(tail.UpTo[k], _count - tail.UpTo[k]);
            _before[k] = FromCounts(tail.Below[k], _count - tail.Below[k]);
        }
    }

    public double Surprise(float value)
    {
        if (float.IsNaN(value) || _knots.Length == 0 || _rule.Weight == 0)
            return 0;
        var at = KnotSearch.LastNotAbove(_knots, value);
        if (at < 0)
            return Combine(Beyond((_knots[0] - (double)value) / _downScale), 0);
        var knot = _knots[at];
        if (knot == value)
            return _at[at];
        if (at == _knots.Length - 1)
            return Combine(0, Beyond((value - (double)knot) / _upScale));
        var share = (value - (double)knot) / ((double)_knots[at + 1] - knot);
        return _after[at] + share * (_before[at + 1] - _after[at]);
    }

    private double FromCounts(int upTo, int from) =>
        Combine(-Math.Log(Math.Max(upTo, 1) / (double)_count), -Math.Log(Math.Max(from, 1) / (double)_count));

    // Outside the training range the share is floored at 1/(n+1); beyond it the surprise grows with the logarithm of the
    // distance, as under a Pareto tail of index 1.
    private double Beyond(double distance) => Math.Log(_count + 1.0) + (_extrapolate ? Math.Log(1 + distance) : 0);

    private double Combine(double left, double right) => _rule.Weight * _rule.Direction switch
    {
        TailDirection.Left => left,
        TailDirection.Right => right,
        TailDirection.Auto when _skew == 0 => left + right,
        _ => Math.Max(left, right),
    };
}
