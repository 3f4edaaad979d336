// Dated configuration that features lean on.
namespace Paysieve.Pipeline.Features;

/// <summary>Section <c>Features</c>.</summary>
public sealed record FeatureSettings
{
    public const string Section = "Features";

    /// <summary>
    /// Beginnings of bank ids (BIC, platform) whose accounts are often pooled or virtual, as of November 2026. A hint among others, never
    /// proof: payment firms move their details.
    /// </summary>
    public IReadOnlyList<string> PooledInstitutions { get; init; } =
        ["TRWI", "REVO", "EVIU", "MODR", "PAYR", "CLJU", "026073150", "084009519", "WISE", "PAYONEER", "DEEL", "REMOTE", "RIPPLING", "PAPAYA"];

    public IEnumerable<string> Failures()
    {
        foreach (var prefix in PooledInstitutions)
        {
            if (string.IsNullOrWhiteSpace(prefix) || prefix.Length < 3) yield return "Features:PooledInstitutions must be beginnings of at least 3 characters";
        }
    }
}
