// What a bundle says about itself: enough for a stranger to decide whether to trust it, and for an examiner to rebuild it.
using System.Text.Json.Nodes;

namespace Paysieve.Models;

/// <summary>A bundle's own description, written as card.json.</summary>
public sealed record ModelCard
{
    /// <summary>When the bundle was made, by the caller's clock. Not part of the bundle's id.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>First day of the training rows, inclusive; null when unknown.</summary>
    public DateOnly? TrainedFrom { get; init; }

    /// <summary>Last day of the training rows, inclusive; null when unknown.</summary>
    public DateOnly? TrainedTo { get; init; }

    /// <summary>Number of training rows, ≥ 0.</summary>
    public long TrainingRows { get; init; }

    /// <summary>Hash of the training data, as the caller defines it.</summary>
    public string DataHash { get; init; } = "";

    /// <summary>The seed of all that was drawn.</summary>
    public int Seed { get; init; }

    /// <summary>Version of the feature catalogue the columns come from.</summary>
    public string CatalogueVersion { get; init; } = "";

    /// <summary>Version of the program that trained.</summary>
    public string ProgramVersion { get; init; } = "";

    /// <summary>Measured figures by name; finite.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>What the models do not see or where they are weak, one sentence each.</summary>
    public IReadOnlyList<string> KnownLimits { get; init; } = [];

    /// <summary>Any further documents by name, as JSON.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Documents { get; init; } = new Dictionary<string, JsonNode?>();
}
