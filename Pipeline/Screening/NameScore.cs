// The arithmetic from aligned parts to one score, alone in a file because two callers must agree on it to the last bit:
// the comparison, and the bound that lets the search skip names which cannot reach the threshold.
namespace Paysieve.Pipeline.Screening;

/// <summary>
/// Score = 1 - (1 - C) * g(m). C is the matched weight m over matched weight plus penalties: parts missing on one side only
/// are forgiven in part (middle names), parts that differ on both sides count in full and more. g makes any difference
/// weigh more when little that is rare was matched.
/// </summary>
internal static class NameScore
{
    // Conflict must stay below 1 + ScreenedExtra and above ListedExtra, or more matched weight could lower the score and
    // the bound would not hold.
    private const double PersonConflict = 1.3;
    private const double PersonScreenedExtra = 0.35;
    private const double PersonListedExtra = 0.12;
    private const double OtherConflict = 1.35;
    private const double OtherExtra = 0.6;

    /// <summary>
    /// <paramref name="matched"/>: sum of similarity times weight; <paramref name="aligned"/>: weight of listed parts that
    /// found a counterpart; the others: weight without counterpart on each side.
    /// </summary>
    public static double Of(double matched, double aligned, double onlyScreened, double onlyListed, bool person)
    {
        if (matched <= 0)
            return 0;
        var both = Math.Min(onlyScreened, onlyListed);
        var penalty = person
            ? (PersonConflict * both) + (PersonScreenedExtra * (onlyScreened - both)) + (PersonListedExtra * (onlyListed - both))
            : (OtherConflict * both) + (OtherExtra * (Math.Max(onlyScreened, onlyListed) - both));
        var coverage = matched / (aligned + penalty);
        return Math.Max(0, 1 - ((1 - coverage) * Severity(matched)));
    }

    /// <summary>0 for a name of which enough is rare (two parts that few bear), 1 for one that many people bear.</summary>
    public static double Commonness(double matched) => Math.Clamp(2 - matched, 0, 1);

    private static double Severity(double matched) => Math.Clamp(1.9 - (0.5 * matched), 0.9, 1.5);
}
