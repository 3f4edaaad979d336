// What is decided once should not fill a night: an account that strangers are paid to is one question, however many of them there are.
namespace Paysieve.Pipeline.Findings;

/// <summary>
/// Hands out the night's places. One matter takes at most a tenth of them, and five at least; what of it is over waits until the others
/// had their turn, and has the places that nobody wanted. A night flags as many as it would without. Pure.
/// </summary>
public static class Matters
{
    /// <summary>Places that a matter may take before others had theirs, of <paramref name="budget"/>.</summary>
    public static int MostPlaces(int budget) => Math.Max(5, budget / 10);

    /// <param name="matters">What each payout is about, the strangest first: equal numbers are one matter, a negative one stands alone.</param>
    /// <returns>Per payout whether it has a place.</returns>
    public static bool[] Places(ReadOnlySpan<int> matters, int budget)
    {
        var placed = new bool[matters.Length];
        var taken = new Dictionary<int, int>();
        var most = MostPlaces(budget);
        for (var i = 0; i < matters.Length && budget > 0; i++)
        {
            var places = taken.GetValueOrDefault(matters[i]);
            if (matters[i] >= 0 && places >= most) continue;
            taken[matters[i]] = places + 1;
            placed[i] = true;
            budget--;
        }
        for (var i = 0; i < matters.Length && budget > 0; i++)
        {
            if (placed[i]) continue;
            placed[i] = true;
            budget--;
        }
        return placed;
    }
}
