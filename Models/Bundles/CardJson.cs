// The card as bytes: names in ordinal order, numbers round-trip, no culture, the same card always the same text.
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paysieve.Models;

internal static class CardJson
{
    private const string DateFormat = "yyyy-MM-dd";
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    public static byte[] Write(ModelCard card, bool withCreation)
    {
        var json = new JsonObject
        {
            ["trained_from"] = Day(card.TrainedFrom),
            ["trained_to"] = Day(card.TrainedTo),
            ["training_rows"] = card.TrainingRows,
            ["data_hash"] = card.DataHash,
            ["seed"] = card.Seed,
            ["catalogue_version"] = card.CatalogueVersion,
            ["program_version"] = card.ProgramVersion,
            ["metrics"] = Ordered(card.Metrics, value => JsonValue.Create(value)),
            ["known_limits"] = new JsonArray([.. card.KnownLimits.Select(limit => JsonValue.Create(limit))]),
            ["documents"] = Ordered(card.Documents, Canonical),
        };
        if (withCreation)
            json.Insert(0, "created_at", card.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        return Encoding.UTF8.GetBytes(json.ToJsonString(Layout) + "\n");
    }

    /// <exception cref="BundleDamagedException">Not a card.</exception>
    public static ModelCard Read(byte[] bytes)
    {
        try
        {
            var json = JsonNode.Parse(bytes)!.AsObject();
            return new ModelCard
            {
                CreatedAt = DateTimeOffset.Parse(Text(json, "created_at"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                TrainedFrom = ParseDay(json["trained_from"]),
                TrainedTo = ParseDay(json["trained_to"]),
                TrainingRows = json["training_rows"]!.GetValue<long>(),
                DataHash = Text(json, "data_hash"),
                Seed = json["seed"]!.GetValue<int>(),
                CatalogueVersion = Text(json, "catalogue_version"),
                ProgramVersion = Text(json, "program_version"),
                Metrics = json["metrics"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<double>(), StringComparer.Ordinal),
                KnownLimits = [.. json["known_limits"]!.AsArray().Select(limit => limit!.GetValue<string>())],
                Documents = json["documents"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value?.DeepClone(), StringComparer.Ordinal),
            };
        }
        catch (Exception reason) when (reason is JsonException or FormatException or InvalidOperationException or NullReferenceException)
        {
            throw new BundleDamagedException("its card is not readable", reason);
        }
    }

    private static JsonObject Ordered<T>(IReadOnlyDictionary<string, T> values, Func<T, JsonNode?> node)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json[name] = node(value);
        return json;
    }

    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject inner => Ordered(inner.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal), Canonical),
        JsonArray array => new JsonArray([.. array.Select(Canonical)]),
        _ => node?.DeepClone(),
    };

    private static JsonValue? Day(DateOnly? day) =>
        day is { } known ? JsonValue.Create(known.ToString(DateFormat, CultureInfo.InvariantCulture)) : null;

    private static DateOnly? ParseDay(JsonNode? node) =>
        node is null ? null : DateOnly.ParseExact(node.GetValue<string>(), DateFormat, CultureInfo.InvariantCulture);

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();
}
