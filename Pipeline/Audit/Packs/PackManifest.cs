// What a pack says about itself: the filter, the piece of the chain, the hash of every file. Signed; the same filter gives the same bytes.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paysieve.Pipeline.Audit.Packs;

/// <summary>What was asked for.</summary>
/// <param name="From">First day, UTC, inclusive; null: from the beginning of the trail.</param>
/// <param name="To">Last day, UTC, inclusive.</param>
/// <param name="Role">For whom: one of <see cref="PackRoles"/>.</param>
public sealed record PackFilter(DateOnly? From, DateOnly To, string Role);

/// <summary>Who the pack is for, which decides what is masked.</summary>
public static class PackRoles
{
    /// <summary>Identifiers and masked accounts, no names.</summary>
    public const string Auditor = "auditor";

    /// <summary>Names of the payees of flagged transfers as well.</summary>
    public const string Compliance = "compliance";

    /// <summary>Identifiers of employers, payees, transfers and people replaced by keyed hashes; no free text.</summary>
    public const string DataScientist = "data_scientist";

    public static IReadOnlyList<string> All { get; } = [Auditor, Compliance, DataScientist];
}

/// <param name="Rows">Rows of a table; 0 for other files.</param>
public sealed record PackFile(string Name, string Sha256, long Bytes, long Rows);

/// <summary>The piece of the chain that the pack holds.</summary>
/// <param name="FirstSeq">0 when the period has no event.</param>
/// <param name="PrevHash">Hash of the event before the first.</param>
public sealed record PackChain(long FirstSeq, long LastSeq, string PrevHash, string HeadHash);

/// <param name="SchemaVersion">Version of <see cref="PackCatalog"/> that it was written by.</param>
/// <param name="Differences">Where the store's tables did not say what its trail says when the pack was made; empty is as it should be.</param>
public sealed record PackManifest(PackFilter Filter, PackChain Chain, IReadOnlyList<string> Differences, IReadOnlyList<PackFile> Files, string KeyId, string SchemaVersion = PackCatalog.SchemaVersion)
{
    public const string FileName = "manifest.json";
    public const string SignatureName = "manifest.sig";

    /// <summary>RFC 8785 form.</summary>
    public string ToJson()
    {
        var files = new JsonArray();
        foreach (var file in Files)
            files.Add(new JsonObject { ["name"] = file.Name, ["sha256"] = file.Sha256, ["bytes"] = file.Bytes, ["rows"] = file.Rows });
        return CanonicalJson.Of(new JsonObject
        {
            ["schema_version"] = SchemaVersion,
            ["filter"] = new JsonObject { ["from"] = Filter.From is { } from ? Day(from) : null, ["to"] = Day(Filter.To), ["role"] = Filter.Role },
            ["chain"] = new JsonObject
            {
                ["first_seq"] = Chain.FirstSeq, ["last_seq"] = Chain.LastSeq, ["prev_hash"] = Chain.PrevHash, ["head_hash"] = Chain.HeadHash,
            },
            ["differences"] = new JsonArray([.. Differences.Select(text => (JsonNode)text)]),
            ["files"] = files,
            ["key_id"] = KeyId,
        });
    }

    /// <summary>Reads exactly what <see cref="ToJson"/> writes; null for anything else.</summary>
    public static PackManifest? TryParse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var filter = root.GetProperty("filter");
            var chain = root.GetProperty("chain");
            var manifest = new PackManifest(
                new PackFilter(filter.GetProperty("from").ValueKind == JsonValueKind.Null ? null : Date(filter, "from"), Date(filter, "to"), Text(filter, "role")),
                new PackChain(chain.GetProperty("first_seq").GetInt64(), chain.GetProperty("last_seq").GetInt64(), Text(chain, "prev_hash"), Text(chain, "head_hash")),
                [.. root.GetProperty("differences").EnumerateArray().Select(item => item.GetString()!)],
                [.. root.GetProperty("files").EnumerateArray().Select(file => new PackFile(
                    Text(file, "name"), Text(file, "sha256"), file.GetProperty("bytes").GetInt64(), file.GetProperty("rows").GetInt64()))],
                Text(root, "key_id"),
                Text(root, "schema_version"));
            return PackCatalog.Of(manifest.SchemaVersion).Count > 0 && string.Equals(manifest.ToJson(), json, StringComparison.Ordinal) ? manifest : null;
        }
        catch (Exception failure) when (failure is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }

        static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? throw new FormatException(name);

        static DateOnly Date(JsonElement of, string name) => DateOnly.ParseExact(Text(of, name), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
