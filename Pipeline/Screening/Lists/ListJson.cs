// The form in which snapshots lie on disk: one entry per line, properties in declared order, so that equal entries are
// equal bytes and a person can read and compare them.
using System.Text.Json.Serialization;

namespace Paysieve.Pipeline.Screening.Lists;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n")]
[JsonSerializable(typeof(ListedParty))]
internal sealed partial class ListPartyJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ListSnapshotFacts))]
[JsonSerializable(typeof(ListRefusal))]
internal sealed partial class ListFactsJson : JsonSerializerContext;
