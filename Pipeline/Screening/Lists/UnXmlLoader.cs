// The consolidated list of the United Nations Security Council: one XML file, people and entities apart, nearly every
// element optional and often there and empty.
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Reads the UN consolidated XML. Aliases of quality Low are weak; an entry's id is its permanent reference number.</summary>
public sealed class UnXmlLoader : IListLoader
{
    private const string Role = "un";

    /// <inheritdoc/>
    public string Source => "un";

    /// <inheritdoc/>
    public string Publisher => "United Nations Security Council";

    /// <inheritdoc/>
    public string? OnlyRole => Role;

    /// <inheritdoc/>
    public IReadOnlyList<string> RequiredRoles { get; } = [Role];

    /// <inheritdoc/>
    public string? RoleOf(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var name = fileName.ToUpperInvariant();
        return name.EndsWith(".XML", StringComparison.Ordinal) && (name.StartsWith("CONSOLIDATED", StringComparison.Ordinal) || name.StartsWith("UN_", StringComparison.Ordinal) || name.StartsWith("UN-", StringComparison.Ordinal) || name == "UN.XML")
            ? Role : null;
    }

    /// <inheritdoc/>
    public ParsedList Parse(IReadOnlyDictionary<string, ListFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var file = files[Role];
        if (file.Content.Length == 0)
            return ParsedList.Refused($"{file.Name} is empty");
        var parties = new SortedDictionary<string, ListedParty>(StringComparer.Ordinal);
        var counts = new Counts();
        DateOnly? generated = null;
        string? refusal = null;
        try
        {
            var elements = XmlLists.Elements(file.Content, ["INDIVIDUAL", "ENTITY"], root =>
            {
                if (root.Name.LocalName != "CONSOLIDATED_LIST")
                    refusal = $"{file.Name} is no list of the United Nations";
                generated = ListDates.Leading(root.Said("dateGenerated"));
            });
            foreach (var element in elements)
            {
                if (refusal is not null)
                    break;
                var id = element.Text("REFERENCE_NUMBER") ?? element.Text("DATAID");
                if (id is null || parties.ContainsKey(id))
                    id = element.Text("DATAID");
                var party = id is null ? null : Read(element, id, counts);
                if (party is null)
                    counts.Nameless++;
                else if (!parties.TryAdd(party.EntryId, party))
                    return ParsedList.Refused($"{file.Name} has entry {party.EntryId} twice");
            }
        }
        catch (XmlException trouble)
        {
            return ParsedList.Refused(XmlLists.Trouble(file, trouble));
        }
        if (refusal is not null || parties.Count == 0)
            return ParsedList.Refused(refusal ?? $"{file.Name} has no entries");
        return new ParsedList { Parties = [.. parties.Values], Notes = counts.Notes(file), ListDate = generated };
    }

    private ListedParty? Read(XElement element, string id, Counts counts)
    {
        var person = element.Name.LocalName == "INDIVIDUAL";
        var party = new PartyBuilder(Source, id)
        {
            Kind = person ? PartyKind.Person : PartyKind.Company,
            ListedOn = ListDates.Leading(element.Text("LISTED_ON")),
            UpdatedOn = element.Values("LAST_DAY_UPDATED").Select(ListDates.Leading).Max(),
        };
        party.Name(PartyBuilder.Joined(" ", element.Text("FIRST_NAME"), element.Text("SECOND_NAME"), element.Text("THIRD_NAME"), element.Text("FOURTH_NAME")), NameStrength.Primary);
        foreach (var part in AliasText.Parts(element.Text("NAME_ORIGINAL_SCRIPT")))
            party.Name(part, NameStrength.Strong);
        foreach (var alias in element.Elements(person ? "INDIVIDUAL_ALIAS" : "ENTITY_ALIAS"))
            ReadAlias(party, alias, counts);
        foreach (var birth in element.Elements("INDIVIDUAL_DATE_OF_BIRTH"))
            ReadBirth(party, birth, counts);
        foreach (var place in element.Elements("INDIVIDUAL_PLACE_OF_BIRTH"))
            party.BirthPlace(place.Text("COUNTRY"), place.Text("STREET"), place.Text("CITY"), place.Text("STATE_PROVINCE"));
        foreach (var nation in element.Values("NATIONALITY"))
            party.Nationality(nation);
        foreach (var address in element.Elements(person ? "INDIVIDUAL_ADDRESS" : "ENTITY_ADDRESS"))
        {
            party.Address(address.Text("STREET"), PartyBuilder.Joined(", ", address.Text("CITY"), address.Text("STATE_PROVINCE"), address.Text("ZIP_CODE")), address.Text("COUNTRY"));
            party.Remark(address.Text("NOTE"));
        }
        foreach (var document in element.Elements("INDIVIDUAL_DOCUMENT"))
        {
            party.Identifier(
                PartyBuilder.Joined(", ", document.Text("TYPE_OF_DOCUMENT"), document.Text("TYPE_OF_DOCUMENT2")) ?? "Document",
                document.Text("NUMBER"), document.Text("ISSUING_COUNTRY") ?? document.Text("COUNTRY_OF_ISSUE"));
            party.Remark(document.Text("NOTE"));
        }
        foreach (var title in element.Values("TITLE"))
            party.Title(title);
        foreach (var position in element.Values("DESIGNATION"))
            party.Position(position);
        party.Gender(element.Text("GENDER"));
        party.Programme(element.Text("UN_LIST_TYPE"));
        party.Reference(element.Text("REFERENCE_NUMBER") is { } reference ? "UN " + reference : null);
        party.Reference(element.Text("DATAID") is { } number ? "UN data " + number : null);
        party.Remark(element.Text("COMMENTS1"));
        return party.ToParty();
    }

    private static void ReadAlias(PartyBuilder party, XElement alias, Counts counts)
    {
        var quality = alias.Text("QUALITY") ?? "";
        var strength = quality.Equals("Low", StringComparison.OrdinalIgnoreCase) ? NameStrength.Weak : NameStrength.Strong;
        foreach (var (name, aside) in AliasText.Names(alias.Text("ALIAS_NAME")))
            party.Name(name, aside ? NameStrength.Weak : strength, former: quality.StartsWith("f.k.a", StringComparison.OrdinalIgnoreCase));
        if (!party.Birth(alias.Text("DATE_OF_BIRTH")))
            counts.Dates++;
        if (alias.Text("CITY_OF_BIRTH") is not null || alias.Text("COUNTRY_OF_BIRTH") is not null)
            party.BirthPlace(alias.Text("COUNTRY_OF_BIRTH"), alias.Text("CITY_OF_BIRTH"));
        party.Remark(alias.Text("NOTE"));
    }

    private static void ReadBirth(PartyBuilder party, XElement birth, Counts counts)
    {
        var note = birth.Text("NOTE");
        var about = birth.Text("TYPE_OF_DATE") is { } type && type.StartsWith("APPROX", StringComparison.OrdinalIgnoreCase)
            || (note?.StartsWith("approx", StringComparison.OrdinalIgnoreCase) ?? false);
        var text = birth.Text("DATE") is { } day ? day[..Math.Min(10, day.Length)]
            : birth.Text("YEAR") is { } year ? year
            : birth.Text("FROM_YEAR") is { } from ? from + " to " + (birth.Text("TO_YEAR") ?? from)
            : note;
        if (text is null)
            return;
        if (!BirthDate.TryParse(text, out var date))
        {
            counts.Dates++;
            party.Remark("Born: " + text);
            return;
        }
        party.Birth(about && !date.Circa ? new BirthDate(date.From, date.To, circa: true) : date);
    }

    private sealed class Counts
    {
        public int Nameless { get; set; }
        public int Dates { get; set; }

        public List<string> Notes(ListFile file)
        {
            var notes = new List<string>();
            if (Nameless > 0)
                notes.Add($"{file.Name}: {Nameless.ToString(CultureInfo.InvariantCulture)} entries without a number or a name");
            if (Dates > 0)
                notes.Add($"{file.Name}: {Dates.ToString(CultureInfo.InvariantCulture)} birth dates not understood, kept as remarks");
            return notes;
        }
    }
}
