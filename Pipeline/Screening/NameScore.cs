// The arithmetic from aligned parts to one score, alone in a file because two callers must agree on it to the last bit:
// the comparison, and the bound that lets the search skip names which cannot reach the threshold.
namespace Paysieve.Pipeline.Screening;

/// <summary>What two names are compared as.</summary>
internal enum PairKind : byte
{
    Person,
    /// <summary>Two people whose names both read as Korean or Chinese: every syllable is part of the name.</summary>
    EastAsianPerson,
    /// <summary>A screened person in a script without vowels: more names look alike there, and more spellings of one differ.</summary>
    UnvocalisedPerson,
    Thing,
}

/// <summary>
/// Score = 1 - (1 - C) * g(m). C is the matched weight m over matched weight plus penalties: parts missing on one side only
/// are forgiven in part (middle names), parts that differ on both sides count in full and more. g makes any difference
/// weigh more when little that is rare was matched.
/// </summary>
internal static class NameScore
{
    // What unmatched weight on both sides costs, on the screened side alone and on the listed side alone. The first must be
    // above the others, or a smaller unmatched weight could lower the score and the bound would not hold.
    private static readonly (double Both, double Screened, double Listed)[] Costs = [(1.3, 0.35, 0.12), (1.3, 0.7, 0.5), (1.3, 0.35, 0.12), (1.35, 0.5, 0.25)];

    /// <summary>
    /// <paramref name="matched"/>: sum of similarity times weight; <paramref name="aligned"/>: weight of listed parts that
    /// found a counterpart; the others: weight without counterpart on each side.
    /// </summary>
    public static double Of(double matched, double aligned, double onlyScreened, double onlyListed, PairKind kind)
    {
        if (matched <= 0)
            return 0;
        var cost = Costs[(int)kind];
        var both = Math.Min(onlyScreened, onlyListed);
        var penalty = (cost.Both * both) + (cost.Screened * (onlyScreened - both)) + (cost.Listed * (onlyListed - both));
        var coverage = matched / (aligned + penalty);
        return Math.Max(0, 1 - ((1 - coverage) * Severity(matched)));
    }

    /// <summary>0 for a name of which enough is rare (two parts that few bear), 1 for one that many people bear.</summary>
    public static double Commonness(double matched) => Math.Clamp(2 - matched, 0, 1);

    /// <summary>Whether so many bear a name that it alone says of nobody who he is.</summary>
    public static bool IsCommon(double matched) => Commonness(matched) > MostCommonAlone;

    private const double MostCommonAlone = 0.5;

    private static double Severity(double matched) => Math.Clamp(1.9 - (0.5 * matched), 0.9, 1.5);
}
