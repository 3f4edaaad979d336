// Lists in the forms OpenSanctions publishes: a simple table of targets, or FollowTheMoney entities one per line, in which a
// wallet, an address, a document and the sanction itself are entities of their own that point to their holder.
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>
/// Reads <c>targets.simple.csv</c> or FollowTheMoney JSON lines. Of the latter the targets are taken, with everything that points to them; people who
/// are only related to a target are counted and left out. The table does not tell weak aliases from strong ones, so all of them count as strong.
/// </summary>
public sealed class OpenSanctionsLoader : IListLoader
{
    private const string Role = "opensanctions";

    /// <inheritdoc/>
    public string Source => "opensanctions";

    /// <inheritdoc/>
    public string Publisher => "OpenSanctions";

    /// <inheritdoc/>
    public string? OnlyRole => Role;

    /// <inheritdoc/>
    public IReadOnlyList<string> RequiredRoles { get; } = [Role];

    /// <inheritdoc/>
    public string? RoleOf(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var name = fileName.ToUpperInvariant();
        return name.Contains("TARGETS.SIMPLE", StringComparison.Ordinal) && name.EndsWith(".CSV", StringComparison.Ordinal) ? Role
            : (name.Contains("FTM", StringComparison.Ordinal) || name.StartsWith("OPENSANCTIONS", StringComparison.Ordinal)) && (name.EndsWith(".JSON", StringComparison.Ordinal) || name.EndsWith(".JSONL", StringComparison.Ordinal) || name.EndsWith(".NDJSON", StringComparison.Ordinal)) ? Role
            : null;
    }

    /// <inheritdoc/>
    public ParsedList Parse(IReadOnlyDictionary<string, ListFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var file = files[Role];
        if (CsvRows.WhyCutOff(file) is { } cutOff) return ParsedList.Refused(cutOff);
        if (CsvRows.FirstSign(file.Content) != '{') return ReadTable(file);
        try
        {
            return ReadEntities(file);
        }
        catch (InvalidOperationException)
        {
            // Whole as JSON, but a text in it is no text: the parser looks into texts only when they are asked for.
            return ParsedList.Refused($"{file.Name} holds text that is not valid Unicode");
        }
    }

    private ParsedList ReadTable(ListFile file)
    {
        Dictionary<string, int>? columns = null;
        var parties = new SortedDictionary<string, ListedParty>(StringComparer.Ordinal);
        var (nameless, dates) = (0, 0);
        DateOnly? newest = null;
        foreach (var (line, cells) in CsvRows.Read(file.Content, ','))
        {
            if (columns is null)
            {
                columns = [];
                for (var i = 0; i < cells.Length; i++)
                    if (!columns.TryAdd(cells[i].Trim(), i))
                        return ParsedList.Refused($"{file.Name} has two columns of one name");
                foreach (var required in (ReadOnlySpan<string>)["id", "schema", "name"])
                    if (!columns.ContainsKey(required))
                        return ParsedList.Refused($"{file.Name} has no column {required}");
                continue;
            }
            if (cells.Length != columns.Count)
                return ParsedList.Refused($"{file.Name} line {line.ToString(CultureInfo.InvariantCulture)}: expected {columns.Count.ToString(CultureInfo.InvariantCulture)} columns, found {cells.Length.ToString(CultureInfo.InvariantCulture)}");
            var headings = columns;
            string? Cell(string heading) => headings.TryGetValue(heading, out var at) ? PartyBuilder.Clean(cells[at]) : null;
            var party = new PartyBuilder(Source, Cell("id") ?? "") { Kind = Kind(Cell("schema")), ListedOn = ListDates.Leading(Cell("first_seen")), UpdatedOn = ListDates.Leading(Cell("last_change")) };
            party.Name(Cell("name"), NameStrength.Primary);
            foreach (var alias in Inner(Cell("aliases")))
                party.Name(alias, NameStrength.Strong);
            foreach (var birth in Inner(Cell("birth_date")))
                dates += party.Birth(birth) ? 0 : 1;
            foreach (var country in Inner(Cell("countries")))
                party.Country(country);
            foreach (var address in Inner(Cell("addresses")))
                party.Address(address, null, null);
            foreach (var number in Inner(Cell("identifiers")))
                party.Identifier("Identifier", number);
            foreach (var phone in Inner(Cell("phones")))
                party.Contact(ContactKind.Phone, phone);
            foreach (var email in Inner(Cell("emails")))
                party.Contact(ContactKind.Email, email);
            foreach (var programme in Inner(Cell("program_ids")))
                party.Programme(programme);
            foreach (var sanction in Inner(Cell("sanctions")))
                party.Remark(sanction);
            foreach (var dataset in Inner(Cell("dataset")))
                party.Reference(dataset);
            if (Cell("schema") == "CryptoWallet")
                party.Wallet("", Cell("name"));
            newest = Later(newest, ListDates.Leading(Cell("last_seen")));
            if (Cell("id") is not { } id || party.ToParty() is not { } whole)
                nameless++;
            else if (!parties.TryAdd(id, whole))
                return ParsedList.Refused($"{file.Name} line {line.ToString(CultureInfo.InvariantCulture)}: an id is used twice");
        }
        return Result(file, parties, newest, [(nameless, "rows without an id or a name"), (dates, "birth dates not understood")]);
    }

    private ParsedList ReadEntities(ListFile file)
    {
        var targets = new SortedDictionary<string, PartyBuilder>(StringComparer.Ordinal);
        var beside = new List<(string Schema, string Id, JsonElement Properties)>();
        var (related, unlinked, others, dates) = (0, 0, 0, 0);
        DateOnly? newest = null;
        var line = 0;
        for (ReadOnlySpan<byte> rest = file.Content; !rest.IsEmpty;)
        {
            line++;
            var end = rest.IndexOf((byte)'\n');
            var text = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (text.Trim((byte)' ').Trim((byte)'\r').IsEmpty)
                continue;
            JsonElement entity;
            try
            {
                var reader = new Utf8JsonReader(text);
                entity = JsonElement.ParseValue(ref reader);
            }
            catch (JsonException)
            {
                return ParsedList.Refused($"{file.Name} line {line.ToString(CultureInfo.InvariantCulture)} is not whole JSON");
            }
            if (entity.ValueKind != JsonValueKind.Object || One(entity, "id") is not { } id || One(entity, "schema") is not { } schema
                || !entity.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
                return ParsedList.Refused($"{file.Name} line {line.ToString(CultureInfo.InvariantCulture)} is no entity with id, schema and properties");
            newest = Later(newest, ListDates.Leading(One(entity, "last_change")) ?? ListDates.Leading(One(entity, "last_seen")));
            if (schema is "Address" or "Sanction" or "Passport" or "Identification" or "CryptoWallet")
                beside.Add((schema, id, properties));
            else if (Kind(schema) == PartyKind.Unknown && schema is not ("LegalEntity" or "Asset"))
                others++;
            else if (!IsTarget(entity, properties))
                related++;
            else if (targets.ContainsKey(id))
                return ParsedList.Refused($"{file.Name} line {line.ToString(CultureInfo.InvariantCulture)}: an id is used twice");
            else
                targets.Add(id, ReadTarget(id, schema, entity, properties, ref dates));
        }
        // Two addresses of one id: the first stands, as they only support a match.
        var addresses = beside.Where(b => b.Schema == "Address").DistinctBy(b => b.Id, StringComparer.Ordinal).ToDictionary(b => b.Id, b => b.Properties, StringComparer.Ordinal);
        foreach (var (id, party) in targets)
            foreach (var address in party.Awaited)
                if (addresses.TryGetValue(address, out var found))
                    party.Address(First(found, "full") ?? First(found, "street"), First(found, "city"), First(found, "country"));
        foreach (var (schema, id, properties) in beside)
            if (schema != "Address" && !Attach(schema, id, properties, targets))
                unlinked++;
        var parties = new SortedDictionary<string, ListedParty>(StringComparer.Ordinal);
        var nameless = 0;
        foreach (var (id, party) in targets)
            if (party.ToParty() is { } whole)
                parties.Add(id, whole);
            else
                nameless++;
        return Result(file, parties, newest,
            [(nameless, "targets without a name"), (related, "entities that are no targets themselves"), (others, "entities that are no parties, such as ownerships and families"), (unlinked, "wallets, documents and sanctions of entities that are no targets"), (dates, "birth dates not understood")]);
    }

    private PartyBuilder ReadTarget(string id, string schema, JsonElement entity, JsonElement properties, ref int dates)
    {
        var party = new PartyBuilder(Source, id) { Kind = Kind(schema), ListedOn = ListDates.Leading(One(entity, "first_seen")), UpdatedOn = ListDates.Leading(One(entity, "last_change")) };
        var family = All(properties, "lastName").FirstOrDefault();
        party.Name(One(entity, "caption"), NameStrength.Primary, family);
        foreach (var name in All(properties, "name"))
            party.Name(name, party.HasName ? NameStrength.Strong : NameStrength.Primary, family);
        foreach (var alias in All(properties, "alias"))
            party.Name(alias, NameStrength.Strong);
        foreach (var former in All(properties, "previousName"))
            party.Name(former, NameStrength.Strong, former: true);
        foreach (var weak in All(properties, "weakAlias").Concat(All(properties, "abbreviation")))
            party.Name(weak, NameStrength.Weak);
        foreach (var birth in All(properties, "birthDate"))
            dates += party.Birth(birth) ? 0 : 1;
        foreach (var place in All(properties, "birthPlace"))
            party.BirthPlace(null, place);
        foreach (var property in (ReadOnlySpan<string>)["country", "mainCountry", "jurisdiction", "birthCountry", "flag", "pastFlags"])
            foreach (var country in All(properties, property))
                party.Country(country);
        foreach (var property in (ReadOnlySpan<string>)["nationality", "citizenship"])
            foreach (var country in All(properties, property))
                party.Nationality(country);
        foreach (var (property, kind) in Identifiers)
            foreach (var number in All(properties, property))
                party.Identifier(kind, number);
        foreach (var address in All(properties, "address"))
            party.Address(address, null, null);
        party.Awaited.AddRange(All(properties, "addressEntity"));
        foreach (var (property, kind) in (ReadOnlySpan<(string, ContactKind)>)[("phone", ContactKind.Phone), ("email", ContactKind.Email), ("website", ContactKind.Website)])
            foreach (var contact in All(properties, property))
                party.Contact(kind, contact);
        foreach (var gender in All(properties, "gender"))
            party.Gender(gender);
        foreach (var title in All(properties, "title"))
            party.Title(title);
        foreach (var position in All(properties, "position"))
            party.Position(position);
        foreach (var programme in All(properties, "programId").Concat(All(properties, "program")))
            party.Programme(programme);
        foreach (var owner in All(properties, "owner"))
            party.LinkedTo(owner);
        foreach (var source in All(properties, "sourceUrl").Concat(All(entity, "datasets")))
            party.Reference(source);
        foreach (var note in All(properties, "notes").Concat(All(properties, "summary")))
            party.Remark(note);
        return party;
    }

    private static bool Attach(string schema, string id, JsonElement properties, SortedDictionary<string, PartyBuilder> targets)
    {
        var attached = false;
        foreach (var holder in All(properties, schema == "Sanction" ? "entity" : "holder"))
        {
            if (!targets.TryGetValue(holder, out var party))
                continue;
            attached = true;
            switch (schema)
            {
                case "CryptoWallet":
                    foreach (var key in All(properties, "publicKey"))
                        party.Wallet(First(properties, "currency") ?? "", key);
                    break;
                case "Sanction":
                    foreach (var programme in All(properties, "programId").Concat(All(properties, "program")))
                        party.Programme(programme);
                    foreach (var date in All(properties, "listingDate").Concat(All(properties, "startDate")).Select(ListDates.Leading).OfType<DateOnly>())
                        party.ListedOn = party.ListedOn < date ? party.ListedOn : date;
                    foreach (var reference in All(properties, "authorityId").Concat(All(properties, "unscId")))
                        party.Reference(reference);
                    break;
                default:
                    foreach (var number in All(properties, "number").Concat(All(properties, "passportNumber")))
                        party.Identifier(schema == "Passport" ? "Passport" : First(properties, "type") ?? "Identification", number, First(properties, "country"));
                    break;
            }
        }
        return attached;
    }

    private static readonly (string Property, string Kind)[] Identifiers =
    [
        ("passportNumber", "Passport"), ("idNumber", "National identifier"), ("socialSecurityNumber", "Social security number"), ("taxNumber", "Tax number"), ("vatCode", "VAT number"), ("innCode", "INN"),
        ("registrationNumber", "Registration number"), ("ogrnCode", "OGRN"), ("leiCode", "Legal entity identifier"), ("kppCode", "Registration code KPP"), ("okpoCode", "Registration code OKPO"), ("uscCode", "Unified social credit code"),
        ("imoNumber", "IMO number"), ("mmsi", "MMSI"), ("callSign", "Call sign"), ("swiftBic", "SWIFT/BIC"), ("bikCode", "BIK"), ("serialNumber", "Aircraft serial number"),
    ];

    // What is listed bears the mark or the topic; files of other makers have neither and hold targets alone.
    private static bool IsTarget(JsonElement entity, JsonElement properties)
    {
        if (entity.TryGetProperty("target", out var target) && target.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return target.ValueKind == JsonValueKind.True;
        var topics = All(properties, "topics").ToArray();
        return topics.Length == 0 || Array.Exists(topics, t => t == "sanction");
    }

    private static PartyKind Kind(string? schema) => schema switch
    {
        "Person" => PartyKind.Person,
        "Company" or "Organization" or "PublicBody" => PartyKind.Company,
        "Vessel" => PartyKind.Vessel,
        "Airplane" => PartyKind.Aircraft,
        _ => PartyKind.Unknown,
    };

    private static ParsedList Result(ListFile file, SortedDictionary<string, ListedParty> parties, DateOnly? newest, ReadOnlySpan<(int Count, string What)> counts)
    {
        if (parties.Count == 0)
            return ParsedList.Refused($"{file.Name} has no entries");
        var notes = new List<string>();
        foreach (var (count, what) in counts)
            if (count > 0)
                notes.Add($"{file.Name}: {count.ToString(CultureInfo.InvariantCulture)} {what}");
        return new ParsedList { Parties = [.. parties.Values], Notes = notes, ListDate = ListDates.InName(file.Name) ?? newest };
    }

    // A cell that holds several values is itself a line of CSV with semicolons.
    private static string[] Inner(string? cell)
    {
        if (cell is null)
            return [];
        if (!cell.Contains('"', StringComparison.Ordinal))
            return cell.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. CsvRows.Read(Encoding.UTF8.GetBytes(cell), ';').SelectMany(r => r.Cells)];
    }

    private static string? One(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? PartyBuilder.Clean(value.GetString()) : null;

    private static string? First(JsonElement properties, string property) => All(properties, property).FirstOrDefault();

    private static IEnumerable<string> All(JsonElement properties, string property)
    {
        if (!properties.TryGetProperty(property, out var values) || values.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var value in values.EnumerateArray())
            if (value.ValueKind == JsonValueKind.String && PartyBuilder.Clean(value.GetString()) is { } text)
                yield return text;
    }

    private static DateOnly? Later(DateOnly? a, DateOnly? b) => a > b || b is null ? a : b;
}
