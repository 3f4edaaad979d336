// Slavic family names and patronymics change with the bearer's sex: Kozlov and Kozlova are two people, though one letter apart.
namespace Paysieve.Pipeline.Screening;

internal static class FeminineEnding
{
    private static readonly string[] Adjectives = ["skaya", "skaia", "skaja", "skaa", "ska"];
    private static readonly string[] MasculineAdjectives = ["sky", "skiy", "skii", "skij", "ski"];

    /// <summary>Whether two folded parts are the male and the female form of one name.</summary>
    public static bool Differs(string a, string b)
    {
        if (a[0] != b[0])
            return false;
        if (IsFemaleOf(a, b) || IsFemaleOf(b, a))
            return true;
        return IsAdjective(a, b) || IsAdjective(b, a);
    }

    // Kozlova of Kozlov; Ivanovna of Ivanovich.
    private static bool IsFemaleOf(string female, string male) =>
        (female.Length > 4 && female.Length == male.Length + 1 && female[^1] == 'a' && female.StartsWith(male, StringComparison.Ordinal) && EndsMale(male))
        || Stems(male, "vich", female, "vna");

    /// <summary>The forms that a folded part has for the other sex; every part for which <see cref="Differs"/> holds and the letters are more than two apart is among them.</summary>
    public static IEnumerable<string> Counterparts(string text)
    {
        foreach (var ending in MasculineAdjectives)
            if (text.Length > ending.Length + 1 && text.EndsWith(ending, StringComparison.Ordinal))
                foreach (var other in Adjectives)
                    yield return text[..^ending.Length] + other;
        foreach (var ending in Adjectives)
            if (text.Length > ending.Length + 1 && text.EndsWith(ending, StringComparison.Ordinal))
                foreach (var other in MasculineAdjectives)
                    yield return text[..^ending.Length] + other;
        if (text.EndsWith("vich", StringComparison.Ordinal))
            yield return text[..^4] + "vna";
        if (text.EndsWith("vna", StringComparison.Ordinal))
            yield return text[..^3] + "vich";
    }

    private static bool EndsMale(string name) =>
        name.EndsWith("ov", StringComparison.Ordinal) || name.EndsWith("ev", StringComparison.Ordinal) || name.EndsWith("in", StringComparison.Ordinal) || name.EndsWith("yn", StringComparison.Ordinal);

    private static bool Stems(string male, string maleEnding, string female, string femaleEnding) =>
        male.EndsWith(maleEnding, StringComparison.Ordinal) && female.EndsWith(femaleEnding, StringComparison.Ordinal)
        && male.AsSpan(0, male.Length - maleEnding.Length).SequenceEqual(female.AsSpan(0, female.Length - femaleEnding.Length));

    private static bool IsAdjective(string male, string female)
    {
        foreach (var ending in Adjectives)
            if (female.Length > ending.Length + 1 && female.EndsWith(ending, StringComparison.Ordinal))
                foreach (var other in MasculineAdjectives)
                    if (male.EndsWith(other, StringComparison.Ordinal) && male.AsSpan(0, male.Length - other.Length).SequenceEqual(female.AsSpan(0, female.Length - ending.Length)))
                        return true;
        return false;
    }
}
