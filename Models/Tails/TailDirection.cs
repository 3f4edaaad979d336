// Which side of a column is worth looking at, and how much: the little a table's owner knows about each column.
namespace Paysieve.Models;

/// <summary>The side on which a column's values surprise.</summary>
public enum TailDirection
{
    /// <summary>
    /// The larger of both sides, and where a column's training values are exactly symmetric (skewness 0) their sum: ECOD's
    /// automatic choice as PyOD computes it.
    /// </summary>
    Auto,

    /// <summary>Small values surprise.</summary>
    Left,

    /// <summary>Large values surprise.</summary>
    Right,

    /// <summary>The larger of both sides.</summary>
    Both,
}

/// <summary>How a feature is to be read.</summary>
/// <param name="Direction">Side that surprises.</param>
/// <param name="Weight">A finite number ≥ 0; 0 leaves the feature out.</param>
public readonly record struct FeatureRule(TailDirection Direction, double Weight = 1)
{
    internal static FeatureRule[] For(IReadOnlyList<string> columns, IReadOnlyDictionary<string, FeatureRule>? rules)
    {
        var result = new FeatureRule[columns.Count];
        Array.Fill(result, new FeatureRule(TailDirection.Auto));
        if (rules is null)
            return result;
        foreach (var (name, rule) in rules)
        {
            var at = columns.IndexOfOrdinal(name);
            if (at < 0)
                throw new ArgumentException($"There is a rule for '{name}', but no such column.");
            if (!(rule.Weight >= 0) || double.IsInfinity(rule.Weight) || !Enum.IsDefined(rule.Direction))
                throw new ArgumentException($"The rule for '{name}' needs a known direction and a finite weight of at least 0.");
            result[at] = rule;
        }

        return result;
    }
}
