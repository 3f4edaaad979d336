// export.json: who made a pack and when. Apart from the manifest, so that the rest of the pack is the same each time it is asked for.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paysieve.Pipeline.Audit.Packs;

internal static class PackOriginJson
{
    /// <summary>RFC 8785 form.</summary>
    public static string Of(PackOrigin origin, string manifestSha256, string keyId) => CanonicalJson.Of(new JsonObject
    {
        ["exported_at"] = origin.ExportedAt.UtcDateTime.ToString(AuditEvent.TimeForm, CultureInfo.InvariantCulture),
        ["exported_by"] = origin.ExportedBy,
        ["key_id"] = keyId,
        ["manifest_sha256"] = manifestSha256,
    });

    /// <summary>The manifest's hash that it names, when it is spelled exactly as <see cref="Of"/> spells it; null otherwise.</summary>
    public static string? ManifestHash(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return string.Equals(CanonicalJson.Of(document.RootElement), json, StringComparison.Ordinal)
                ? document.RootElement.GetProperty("manifest_sha256").GetString() : null;
        }
        catch (Exception failure) when (failure is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
