// The form in which snapshots lie on disk: one entry per line, properties in declared order, so that equal entries are
// equal bytes and a person can read and compare them. Entries are in camel case for good: their bytes are a snapshot's identity, which runs,
// decisions and signed checkpoints name. What is told of a snapshot beside them is in snake case as everything else.
using System.Text.Json.Serialization;

namespace Paysieve.Pipeline.Screening.Lists;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n")]
[JsonSerializable(typeof(ListedParty))]
internal sealed partial class ListPartyJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ListSnapshotFacts))]
[JsonSerializable(typeof(ListRefusal))]
internal sealed partial class ListFactsJson : JsonSerializerContext;

/// <summary>As earlier programs wrote it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ListSnapshotFacts))]
internal sealed partial class EarlierFactsJson : JsonSerializerContext;
