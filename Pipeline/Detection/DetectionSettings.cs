// The knobs of training and scoring.
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Detection;

/// <summary>Section <c>Detection</c>.</summary>
public sealed record DetectionSettings
{
    public const string Section = "Detection";

    /// <summary>Seed of everything that draws in training.</summary>
    public int Seed { get; init; } = 20261123;

    /// <summary>Trees per forest, 10 to 1000.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows per tree, 16 to 8192.</summary>
    public int SampleSize { get; init; } = 256;

    /// <summary>Weight of the forest in the mix, 0 to 10; the tail weighs 1.</summary>
    public double ForestWeight { get; init; } = 0.25;

    /// <summary>Payouts to train on at the most, chosen by a seeded hash; 1,000 to 2,000,000.</summary>
    public int MaxTrainingRows { get; init; } = 200_000;

    /// <summary>False scores by hard facts alone: to show what the models add. Recorded in the run's settings hash.</summary>
    public bool UseModels { get; init; } = true;

    /// <summary>
    /// Payouts that reviewers confirmed or cleared from which training learns of them, at least a tenth of them of either kind; 0 to 100,000, 0 = never.
    /// </summary>
    public int LeastDecisions { get; init; } = 100;

    /// <summary>
    /// Parts to leave out, to see what they buy: features and innocent explanations by name, models <c>forest</c> or <c>tail</c>. Features and
    /// models count when a bundle is trained, explanations on every night.
    /// </summary>
    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    internal const string Forest = "forest", Tail = "tail";

    internal bool Leaves(string part) => LeaveOut.Contains(part, StringComparer.Ordinal);

    /// <summary>Innocent explanations among <see cref="LeaveOut"/>.</summary>
    internal Innocents Forgotten => LeaveOut.Where(part => Enum.GetNames<Innocents>().Contains(part, StringComparer.Ordinal)).Aggregate(Innocents.None, (all, part) => all | Enum.Parse<Innocents>(part));

    public IEnumerable<string> Failures()
    {
        if (LeastDecisions is < 0 or > 100_000) yield return "Detection:LeastDecisions must be 0 to 100000";
        foreach (var part in LeaveOut)
        {
            if (part is not (Forest or Tail) && !Enum.GetNames<Feature>().Contains(part, StringComparer.Ordinal) && !Enum.GetNames<Innocents>().Contains(part, StringComparer.Ordinal))
                yield return $"Detection:LeaveOut names {part}, which is no feature, no innocent explanation and no model";
        }
        if (Leaves(Forest) && Leaves(Tail)) yield return "Detection:LeaveOut cannot name both models: Detection:UseModels=false does that";
        if (Trees is < 10 or > 1000) yield return "Detection:Trees must be 10 to 1000";
        if (SampleSize is < 16 or > 8192) yield return "Detection:SampleSize must be 16 to 8192";
        if (!(ForestWeight >= 0 && ForestWeight <= 10)) yield return "Detection:ForestWeight must be 0 to 10";
        if (MaxTrainingRows is < 1000 or > 2_000_000) yield return "Detection:MaxTrainingRows must be 1000 to 2000000";
    }
}
