// Digital currency addresses published apart from the entries that own them: one JSON object keyed by the address in
// lower case, each with the entries it belongs to.
using System.Globalization;
using System.Text.Json;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Reads a crypto-address JSON (<c>addresses</c>: address to currency tag and owning entries).</summary>
public sealed class CryptoJsonLoader : IListLoader
{
    private const string Role = "addresses";
    private const string TagLead = "Digital Currency Address - ";

    /// <inheritdoc/>
    public string Source => "crypto";

    /// <inheritdoc/>
    public string Publisher => "US Treasury, OFAC";

    /// <inheritdoc/>
    public string? OnlyRole => Role;

    /// <inheritdoc/>
    public IReadOnlyList<string> RequiredRoles { get; } = [Role];

    /// <inheritdoc/>
    public string? RoleOf(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            && (fileName.Contains("crypto", StringComparison.OrdinalIgnoreCase) || fileName.Contains("addresses", StringComparison.OrdinalIgnoreCase)) ? Role : null;
    }

    /// <inheritdoc/>
    public ParsedList Parse(IReadOnlyDictionary<string, ListFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var file = files[Role];
        if (file.Content.Length == 0)
            return ParsedList.Refused($"{file.Name} is empty");
        try
        {
            using var document = JsonDocument.Parse(file.Content);
            return Read(file, document.RootElement);
        }
        catch (JsonException trouble)
        {
            return ParsedList.Refused($"{file.Name} is not whole JSON (line {((trouble.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture)})");
        }
        catch (InvalidOperationException)
        {
            // Whole as JSON, but a text in it is no text: the parser looks into texts only when they are asked for.
            return ParsedList.Refused($"{file.Name} holds text that is not valid Unicode");
        }
    }

    private ParsedList Read(ListFile file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("addresses", out var addresses) || addresses.ValueKind != JsonValueKind.Object)
            return ParsedList.Refused($"{file.Name} has no object named addresses");
        var owners = new SortedDictionary<string, Owner>(StringComparer.Ordinal);
        var ownerless = 0;
        var count = 0;
        foreach (var address in addresses.EnumerateObject())
        {
            count++;
            if (address.Value.ValueKind != JsonValueKind.Object || !address.Value.TryGetProperty("entries", out var entries) || entries.ValueKind != JsonValueKind.Array || entries.GetArrayLength() == 0)
            {
                ownerless++;
                continue;
            }
            foreach (var entry in entries.EnumerateArray())
            {
                if (Text(entry, "uid") is not { } id || Text(entry, "entity") is not { } name)
                {
                    ownerless++;
                    continue;
                }
                if (!owners.TryGetValue(id, out var owner))
                    owners.Add(id, owner = new Owner(name, Text(entry, "program"), Aliases(entry)));
                var tag = Text(entry, "type") ?? Text(address.Value, "type") ?? "";
                owner.Wallets.Add(new ListedWallet(tag.StartsWith(TagLead, StringComparison.Ordinal) ? tag[TagLead.Length..] : tag, address.Name));
            }
        }
        if (owners.Count == 0)
            return ParsedList.Refused($"{file.Name} has no addresses with an owner");
        // The file states how many addresses it holds; fewer means that it was edited or cut.
        var metadata = root.TryGetProperty("metadata", out var stated) && stated.ValueKind == JsonValueKind.Object ? stated : default;
        if (metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty("totalAddresses", out var total) && total.TryGetInt32(out var declared) && declared != count)
            return ParsedList.Refused($"{file.Name} says it holds {declared.ToString(CultureInfo.InvariantCulture)} addresses and holds {count.ToString(CultureInfo.InvariantCulture)}");
        return new ParsedList
        {
            Parties = [.. owners.Select(o => o.Value.ToParty(Source, o.Key))],
            Notes = ownerless == 0 ? [] : [$"{file.Name}: {ownerless.ToString(CultureInfo.InvariantCulture)} addresses or entries without an owner"],
            ListDate = metadata.ValueKind == JsonValueKind.Object && DateOnly.TryParseExact(Text(metadata, "sdnListDate"), "MM/dd/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        };
    }

    private static List<string> Aliases(JsonElement entry) =>
        entry.TryGetProperty("akas", out var akas) && akas.ValueKind == JsonValueKind.Array
            ? [.. akas.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.String).Select(a => a.GetString()!.Trim()).Where(a => a.Length > 0)]
            : [];

    private static string? Text(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;

    private sealed class Owner(string name, string? programmes, List<string> aliases)
    {
        private readonly string _name = name;

        public List<ListedWallet> Wallets { get; } = [];

        public ListedParty ToParty(string list, string id) => new()
        {
            List = list,
            EntryId = id,
            // The file does not say what the owner is; its aliases' strength is not told either, so they stay below strong.
            Kind = PartyKind.Unknown,
            Names = [new ListedName(_name, NameStrength.Primary), .. aliases.Where(a => !string.Equals(a, _name, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Select(a => new ListedName(a, NameStrength.Weak))],
            Wallets = [.. Wallets.Distinct().OrderBy(w => w.Address, StringComparer.Ordinal).ThenBy(w => w.Currency, StringComparer.Ordinal)],
            Programmes = [.. (programmes ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        };
    }
}
