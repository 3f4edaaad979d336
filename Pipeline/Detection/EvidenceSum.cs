// How independent witnesses are added up: the same rule between the families of a typology and between typologies.
namespace Paysieve.Pipeline.Detection;

/// <summary>
/// The strongest opinion counts whole, and others that are unusual themselves (over one in twenty) add half: two independent
/// families weigh more than either, but a single extreme one still competes. Rising evidence never lowers the sum.
/// </summary>
public static class EvidenceSum
{
    /// <summary>Evidence above which a second family adds to the first: one in twenty.</summary>
    private const double Notable = 1.3;

    private const double Share = 0.5;

    /// <param name="parts">-log10 evidence; NaN counts as none.</param>
    /// <param name="counted">What each part adds to the sum, in the order of the parts: they add up to it.</param>
    /// <returns>-log10 evidence of all together; 0 for none.</returns>
    public static double Of(ReadOnlySpan<double> parts, Span<double> counted)
    {
        var first = -1;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] > 0 && (first < 0 || parts[i] > parts[first])) first = i;
        }
        var sum = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            counted[i] = i == first ? parts[i] : parts[i] > Notable ? Share * (parts[i] - Notable) : 0;
            sum += counted[i];
        }
        return sum;
    }
}
