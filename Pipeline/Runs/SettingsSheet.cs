// The settings that decide a night's outcome, key by key as text: what the trail records when they change, and what an old run is made again with.
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paysieve.Pipeline.Runs;

/// <summary>Keys are <c>Section:Name</c>, values JSON text. Exactly the settings that <see cref="PaysieveSettings.Hash"/> is made of.</summary>
internal static class SettingsSheet
{
    private static readonly string[] Deciding =
    [
        nameof(PaysieveSettings.Ingest), nameof(PaysieveSettings.Features), nameof(PaysieveSettings.Detection), nameof(PaysieveSettings.Lists),
        nameof(PaysieveSettings.Screening), nameof(PaysieveSettings.Alerting),
    ];

    public static SortedDictionary<string, string> Of(PaysieveSettings settings)
    {
        var sheet = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in Deciding.Select(name => typeof(PaysieveSettings).GetProperty(name)!))
        {
            foreach (var property in Knobs(section.PropertyType))
                sheet.Add($"{section.Name}:{property.Name}", JsonSerializer.Serialize(property.GetValue(section.GetValue(settings)), property.PropertyType));
        }
        return sheet;
    }

    /// <summary>The settings that a sheet tells; null when this program has other keys, so that they do not come to the hash.</summary>
    public static PaysieveSettings? Restore(IReadOnlyDictionary<string, string> sheet, string hash)
    {
        var sections = new JsonObject();
        foreach (var (key, value) in sheet)
        {
            var cut = key.IndexOf(':', StringComparison.Ordinal);
            if (!sections.TryGetPropertyValue(key[..cut], out var section)) sections.Add(key[..cut], section = new JsonObject());
            section![key[(cut + 1)..]] = JsonNode.Parse(value);
        }
        try
        {
            var settings = sections.Deserialize<PaysieveSettings>();
            return settings is not null && string.Equals(settings.Hash(), hash, StringComparison.Ordinal) ? settings : null;
        }
        catch (JsonException)
        {
            // A key that was of another type once.
            return null;
        }
    }

    private static IEnumerable<PropertyInfo> Knobs(Type section) => section.GetProperties().Where(property => property.CanWrite);
}
