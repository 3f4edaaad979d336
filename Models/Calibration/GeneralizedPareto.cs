// The distribution of excesses over a high threshold (Pickands 1975, Balkema and de Haan 1974), bent so that it never ends.
namespace Paysieve.Models;

/// <summary>
/// P(excess &gt; y) = (1 + ξ y/σ)^(-1/ξ), and e^(-y/σ) for ξ = 0. Where the shape is negative the distribution would end at -σ/ξ, and
/// all rows beyond would be equally impossible; from the excess reached once in the training rows onwards it goes on as
/// an exponential instead.
/// </summary>
/// <param name="Shape">ξ, -1 to 0.5.</param>
/// <param name="Scale">σ &gt; 0.</param>
/// <param name="Excesses">How many excesses it was fitted on, ≥ 0.</param>
internal readonly record struct GeneralizedPareto(double Shape, double Scale, int Excesses)
{
    /// <summary>Above one half the fit's own variance grows without bound; below -1 the density would rise towards the end.</summary>
    public const double MinShape = -1, MaxShape = 0.5;

    private const int TooFewForShape = 20;
    private const double NoShape = 1e-9;

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
        var shape = excesses.Length < TooFewForShape || !(spread > 0) ? 0 : Math.Clamp(2 - mean / spread, MinShape, MaxShape);
        // The scale that keeps the mean, whatever the clamp did to the shape; without one it is the moments' own.
        return new GeneralizedPareto(shape, mean * (1 - shape), excesses.Length);
    }

    /// <summary>-log10 P(excess &gt; <paramref name="excess"/>); strictly increasing, finite for every finite excess ≥ 0.</summary>
    public double Surprise(double excess)
    {
        if (Math.Abs(Shape) < NoShape)
            return excess / Scale / Math.Log(10);
        if (Shape > 0)
            return Math.Log(1 + Shape * (excess / Scale)) / Shape / Math.Log(10);
        var least = 1.0 / (Excesses + 1);
        var bend = Scale * (Math.Pow(least, -Shape) - 1) / Shape;
        if (excess <= bend)
            return Math.Log(1 + Shape * (excess / Scale)) / Shape / Math.Log(10);
        // The hazard at the bend, but no steeper than ten times that at the threshold.
        var scale = Scale * Math.Max(Math.Pow(least, -Shape), 0.1);
        return (-Math.Log(least) + (excess - bend) / scale) / Math.Log(10);
    }
}
