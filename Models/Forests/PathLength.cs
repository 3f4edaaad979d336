// The yardstick of isolation: how deep a random search in n points goes on average.
namespace Paysieve.Models;

internal static class PathLength
{
    private const double EulerGamma = 0.577215664901532860606512090082;

    /// <summary>
    /// c(n) of Liu, Ting, Zhou 2008, with the harmonic number taken as ln(n-1) + γ, as scikit-learn does:
    /// 0 for n ≤ 1, 1 for n = 2, otherwise 2(ln(n-1) + γ) - 2(n-1)/n.
    /// </summary>
    public static double Average(int n) => n switch
    {
        <= 1 => 0,
        2 => 1,
        _ => 2 * (Math.Log(n - 1.0) + EulerGamma) - 2 * (n - 1.0) / n,
    };
}
