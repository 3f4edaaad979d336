// The distribution of excesses over a high threshold (Pickands 1975, Balkema and de Haan 1974), fitted so that it never ends.
namespace Paysieve.Models;

/// <summary>P(excess &gt; y) = (1 + ξ y/σ)^(-1/ξ), and e^(-y/σ) for ξ = 0.</summary>
/// <param name="Shape">ξ, 0 to 0.5.</param>
/// <param name="Scale">σ &gt; 0.</param>
internal readonly record struct GeneralizedPareto(double Shape, double Scale)
{
    /// <summary>
    /// A negative shape would put an end to the range, beyond which every row were equally impossible; a shape over one half is
    /// where the fit's own variance grows without bound.
    /// </summary>
    public const double MaxShape = 0.5;

    private const int TooFewForShape = 20;

    /// <summary>Probability-weighted moments (Hosking, Wallis 1987).</summary>
    /// <param name="excesses">Positive excesses, ascending; not empty.</param>
    public static GeneralizedPareto Fit(ReadOnlySpan<double> excesses)
    {
        double mean = 0, weighted = 0;
        for (var i = 0; i < excesses.Length; i++)
        {
            mean += excesses[i];
            weighted += (1 - (i + 0.65) / excesses.Length) * excesses[i];
        }

        mean /= excesses.Length;
        weighted /= excesses.Length;
        var spread = mean - 2 * weighted;
        if (excesses.Length < TooFewForShape || !(spread > 0))
            return new GeneralizedPareto(0, mean);
        var shape = 2 - mean / spread;
        if (!(shape > 0))
            return new GeneralizedPareto(0, mean);
        if (shape > MaxShape)
            return new GeneralizedPareto(MaxShape, mean * (1 - MaxShape));
        return new GeneralizedPareto(shape, 2 * mean * weighted / spread);
    }

    /// <summary>-log10 P(excess &gt; <paramref name="excess"/>); finite for every finite excess.</summary>
    public double Surprise(double excess)
    {
        var relative = excess / Scale;
        const double small = 1e-9;
        return (Shape < small ? relative : Math.Log(1 + Shape * relative) / Shape) / Math.Log(10);
    }
}
