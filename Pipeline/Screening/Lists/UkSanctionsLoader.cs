// The UK Sanctions List: the same columns as CSV and as a spreadsheet, one row per combination of a name and an address,
// and the same content as XML. Published in short and long forms whose columns come and go, so columns are found by heading.
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Reads the UK Sanctions List as CSV, ODS or XML and merges the rows of a unique id. Aliases of low quality are weak.</summary>
public sealed class UkSanctionsLoader : IListLoader
{
    private const string Role = "uk";
    private static readonly string[] Endings = [".csv", ".ods", ".xml"];
    private static readonly string[] NameParts = ["name1", "name2", "name3", "name4", "name5"];

    /// <inheritdoc/>
    public string Source => "uk";

    /// <inheritdoc/>
    public string Publisher => "UK Foreign, Commonwealth and Development Office";

    /// <inheritdoc/>
    public string? OnlyRole => Role;

    /// <inheritdoc/>
    public IReadOnlyList<string> RequiredRoles { get; } = [Role];

    /// <inheritdoc/>
    public string? RoleOf(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var name = Heading(fileName);
        return Array.Exists(Endings, e => fileName.EndsWith(e, StringComparison.OrdinalIgnoreCase))
            && (name.Contains("uksanction", StringComparison.Ordinal) || fileName.StartsWith("uk_", StringComparison.OrdinalIgnoreCase) || fileName.StartsWith("uk-", StringComparison.OrdinalIgnoreCase) || fileName.StartsWith("uk.", StringComparison.OrdinalIgnoreCase))
            ? Role : null;
    }

    /// <inheritdoc/>
    public ParsedList Parse(IReadOnlyDictionary<string, ListFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var file = files[Role];
        if (file.Content.Length == 0)
            return ParsedList.Refused($"{file.Name} is empty");
        var entries = new Entries(Source);
        try
        {
            var refusal = SheetRows.IsSpreadsheet(file.Content) ? ReadRows(file, SheetRows.Read(file.Content), entries)
                : CsvRows.FirstSign(file.Content) == '<' ? ReadXml(file, entries)
                : CsvRows.WhyCutOff(file) ?? ReadRows(file, CsvRows.Read(file.Content, ','), entries);
            if (refusal is not null)
                return ParsedList.Refused(refusal);
        }
        catch (XmlException trouble)
        {
            return ParsedList.Refused(XmlLists.Trouble(file, trouble));
        }
        catch (InvalidDataException)
        {
            return ParsedList.Refused($"{file.Name} is a damaged or overlarge spreadsheet");
        }
        return entries.ToList(file);
    }

    private static string? ReadRows(ListFile file, IEnumerable<(int Line, string[] Cells)> rows, Entries entries)
    {
        Dictionary<string, int>? columns = null;
        foreach (var (line, cells) in rows)
        {
            // A line above the headings says when the list was made; a further sheet has headings of its own.
            if (Array.Exists(cells, c => Heading(c) == "uniqueid"))
            {
                columns = [];
                for (var i = 0; i < cells.Length; i++)
                    columns.TryAdd(Heading(cells[i]), i);
                if (!columns.ContainsKey("name") && !columns.ContainsKey("name6"))
                    return $"{file.Name} line {line.ToString(CultureInfo.InvariantCulture)}: the headings have no name";
                continue;
            }
            if (columns is null)
            {
                if (line > 20)
                    break;
                foreach (var cell in cells)
                    entries.ReportDate ??= cell.Contains("date", StringComparison.OrdinalIgnoreCase) ? ListDates.Day(cell[(cell.IndexOf(':', StringComparison.Ordinal) + 1)..]) : ListDates.Day(cell);
                continue;
            }
            if (Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
                continue;
            var headings = columns;
            ReadRow(entries, heading => headings.TryGetValue(heading, out var at) && at < cells.Length ? PartyBuilder.Clean(cells[at]) : null);
        }
        return columns is null ? $"{file.Name} has no column Unique ID" : null;
    }

    private static void ReadRow(Entries entries, Func<string, string?> cell)
    {
        if (cell("uniqueid") is not { } id)
        {
            entries.Numberless++;
            return;
        }
        var party = entries.Of(id);
        ReadKind(party, cell("individualentityship") ?? cell("designationtype") ?? cell("type"));
        Name(party, cell("nametype"), cell("aliasstrength"), NameParts.Select(cell), cell("name6"), cell("name"));
        party.Name(cell("namenonlatinscript"), NameStrength.Strong, language: Languages.CodeOf(cell("nonlatinscriptlanguage")));
        ReadCommon(
            party, entries, cell("regimename"), cell("ofsigroupid"), cell("unreferencenumber"), cell("datedesignated"), cell("lastupdated"));
        party.Title(cell("title"));
        party.Address(
            PartyBuilder.Joined(", ", cell("addressline1"), cell("addressline2"), cell("addressline3"), cell("addressline4"), cell("addressline5")),
            PartyBuilder.Joined(", ", cell("addressline6"), cell("addresspostalcode")), cell("addresscountry"));
        foreach (var (heading, kind) in (ReadOnlySpan<(string, ContactKind)>)[("phonenumber", ContactKind.Phone), ("website", ContactKind.Website), ("emailaddress", ContactKind.Email)])
            foreach (var contact in AliasText.Parts(cell(heading)))
                party.Contact(kind, contact);
        foreach (var date in AliasText.Parts(cell("dob")))
            Birth(party, entries, date);
        foreach (var nation in AliasText.Parts(cell("nationalityies") ?? cell("nationality")))
            party.Nationality(nation);
        foreach (var number in AliasText.Parts(cell("nationalidentifiernumber")))
            party.Identifier("National identifier", number);
        foreach (var number in AliasText.Parts(cell("passportnumber")))
            party.Identifier("Passport", number);
        party.Remark(cell("nationalidentifieradditionalinformation"));
        party.Remark(cell("passportadditionalinformation"));
        foreach (var position in AliasText.Parts(cell("position")))
            party.Position(position);
        party.Gender(cell("gender"));
        if (cell("townofbirth") is not null || cell("countryofbirth") is not null)
            party.BirthPlace(cell("countryofbirth"), cell("townofbirth"));
        foreach (var linked in (ReadOnlySpan<string>)["subsidiaries", "parentcompany", "currentowneroperators", "previousowneroperators"])
            foreach (var name in AliasText.Parts(cell(linked)))
                party.LinkedTo(name);
        foreach (var number in AliasText.Parts(cell("businessregistrationnumbers")))
            party.Identifier("Business registration number", number);
        foreach (var number in AliasText.Parts(cell("imonumber")))
            party.Identifier("IMO number", number);
        foreach (var number in AliasText.Parts(cell("hullidentificationnumberhin")))
            party.Identifier("Hull identification number", number);
        Vessel(party, cell("typeofship"), cell("currentbelievedflagofship"), cell("tonnageofship"), cell("currentowneroperators"));
        foreach (var flag in AliasText.Parts(cell("previousflags")))
            party.Country(flag);
        Remarks(party, cell("sanctionsimposed"), cell("typeofentity"), cell("otherinformation"), cell("ukstatementofreasons"));
    }

    private static string? ReadXml(ListFile file, Entries entries)
    {
        string? refusal = null;
        var elements = XmlLists.Elements(file.Content, ["Designation", "DateGenerated"], root =>
        {
            if (root.Name.LocalName is not ("Designations" or "UKSanctionsList"))
                refusal = $"{file.Name} is no UK Sanctions List";
        });
        foreach (var element in elements)
        {
            if (refusal is not null)
                break;
            if (element.Name.LocalName == "DateGenerated")
                entries.ReportDate ??= ListDates.Day(element.Value) ?? ListDates.Leading(element.Value);
            else
                ReadDesignation(entries, element);
        }
        return refusal;
    }

    private static void ReadDesignation(Entries entries, XElement element)
    {
        if (element.Text("UniqueID") is not { } id)
        {
            entries.Numberless++;
            return;
        }
        var party = entries.Of(id);
        ReadKind(party, element.Text("IndividualEntityShip"));
        foreach (var name in element.Elements("Names").Elements("Name"))
            Name(party, name.Text("NameType"), name.Text("AliasStrength"), Enumerable.Range(1, 5).Select(i => name.Text("Name" + i.ToString(CultureInfo.InvariantCulture))), name.Text("Name6"), null);
        foreach (var name in element.Elements("NonLatinNames").Elements("NonLatinName"))
            party.Name(name.Text("NameNonLatinScript"), NameStrength.Strong, language: Languages.CodeOf(name.Text("NonLatinScriptLanguage")));
        ReadCommon(party, entries, element.Text("RegimeName"), element.Text("OFSIGroupID"), element.Text("UNReferenceNumber"), element.Text("DateDesignated"), element.Text("LastUpdated"));
        foreach (var title in All(element, "Title"))
            party.Title(title);
        foreach (var address in element.Descendants("Address"))
            party.Address(
                PartyBuilder.Joined(", ", address.Text("AddressLine1"), address.Text("AddressLine2"), address.Text("AddressLine3"), address.Text("AddressLine4"), address.Text("AddressLine5")),
                PartyBuilder.Joined(", ", address.Text("AddressLine6"), address.Text("AddressPostalCode")), address.Text("AddressCountry"));
        foreach (var (tag, kind) in (ReadOnlySpan<(string, ContactKind)>)[("PhoneNumber", ContactKind.Phone), ("Website", ContactKind.Website), ("EmailAddress", ContactKind.Email)])
            foreach (var contact in All(element, tag))
                party.Contact(kind, contact);
        foreach (var date in All(element, "DOB"))
            Birth(party, entries, date);
        foreach (var nation in All(element, "Nationality"))
            party.Nationality(nation);
        foreach (var (tag, kind) in (ReadOnlySpan<(string, string)>)[("NationalIdentifierNumber", "National identifier"), ("PassportNumber", "Passport"), ("BusinessRegistrationNumber", "Business registration number"), ("IMONumber", "IMO number"), ("HullIdentificationNumber", "Hull identification number")])
            foreach (var number in All(element, tag))
                party.Identifier(kind, number);
        foreach (var position in All(element, "Position"))
            party.Position(position);
        foreach (var gender in All(element, "Gender"))
            party.Gender(gender);
        foreach (var place in element.Descendants("Location"))
            if (place.Text("TownOfBirth") is not null || place.Text("CountryOfBirth") is not null)
                party.BirthPlace(place.Text("CountryOfBirth"), place.Text("TownOfBirth"));
        foreach (var tag in (ReadOnlySpan<string>)["Subsidiary", "ParentCompany", "CurrentOwnerOperator", "PreviousOwnerOperator"])
            foreach (var name in All(element, tag))
                party.LinkedTo(name);
        Vessel(party, All(element, "TypeOfShip").FirstOrDefault(), All(element, "CurrentBelievedFlagOfShip").FirstOrDefault(), All(element, "TonnageOfShip").FirstOrDefault(), All(element, "CurrentOwnerOperator").FirstOrDefault());
        foreach (var flag in All(element, "PreviousFlag"))
            party.Country(flag);
        Remarks(party, element.Text("SanctionsImposed"), All(element, "TypeOfEntity").FirstOrDefault(), element.Text("OtherInformation"), element.Text("UKStatementofReasons"));
    }

    // Elements that hold text alone: a wrapper of the same name around several is not one of them.
    private static IEnumerable<string> All(XElement element, string tag) =>
        element.Descendants(tag).Where(e => !e.HasElements).Select(e => PartyBuilder.Clean(e.Value)).OfType<string>();

    private static void ReadKind(PartyBuilder party, string? word)
    {
        party.Kind = word?.ToUpperInvariant() switch { "INDIVIDUAL" => PartyKind.Person, "ENTITY" => PartyKind.Company, "SHIP" => PartyKind.Vessel, _ => party.Kind };
    }

    private static void Name(PartyBuilder party, string? type, string? strength, IEnumerable<string?> given, string? last, string? whole)
    {
        var text = PartyBuilder.Joined(" ", [.. given, last]) ?? whole;
        // Without a word of its type a row's name is the one the entry is listed under.
        var rank = type is null || type.Equals("primary name", StringComparison.OrdinalIgnoreCase) ? NameStrength.Primary
            : strength is not null && (strength.Contains("low", StringComparison.OrdinalIgnoreCase) || strength.Contains("weak", StringComparison.OrdinalIgnoreCase)) ? NameStrength.Weak
            : NameStrength.Strong;
        party.Name(text, rank, family: party.Kind == PartyKind.Person ? last ?? Capitals(whole) : null);
    }

    // The short form writes a person's whole name with the family name first, in capitals.
    private static string? Capitals(string? whole)
    {
        var words = (whole ?? "").Split(' ');
        var count = words.TakeWhile(w => w.Length > 1 && !w.Any(char.IsLower)).Count();
        return count == 0 || count == words.Length ? null : string.Join(' ', words[..count]);
    }

    private static void ReadCommon(PartyBuilder party, Entries entries, string? regime, string? ofsi, string? un, string? designated, string? updated)
    {
        party.Programme(regime);
        party.Reference(ofsi is null ? null : "OFSI " + ofsi);
        party.Reference(un is null ? null : "UN " + un);
        party.ListedOn ??= ListDates.Day(designated);
        if (ListDates.Day(updated) is { } day)
        {
            party.UpdatedOn = party.UpdatedOn > day ? party.UpdatedOn : day;
            entries.LastUpdated = entries.LastUpdated > day ? entries.LastUpdated : day;
        }
    }

    private static void Vessel(PartyBuilder party, string? type, string? flag, string? tonnage, string? owner)
    {
        if (type is null && flag is null && tonnage is null)
            return;
        party.Vessel ??= new ListedVessel(type, CountryNames.CodeOf(flag), tonnage, null, owner);
        party.Country(flag);
    }

    private static void Remarks(PartyBuilder party, string? sanctions, string? form, string? other, string? reasons)
    {
        party.Remark(sanctions is null ? null : "Sanctions imposed: " + sanctions);
        party.Remark(form is null ? null : "Type of entity: " + form);
        party.Remark(other);
        party.Remark(reasons);
    }

    private static void Birth(PartyBuilder party, Entries entries, string text)
    {
        if (party.Birth(text))
            return;
        entries.Dates++;
        party.Remark("Born: " + text);
    }

    private static string Heading(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private sealed class Entries(string source)
    {
        private readonly string _source = source;
        private readonly SortedDictionary<string, PartyBuilder> _parties = new(StringComparer.Ordinal);

        public int Numberless { get; set; }
        public int Dates { get; set; }
        public DateOnly? ReportDate { get; set; }
        public DateOnly? LastUpdated { get; set; }

        public PartyBuilder Of(string id)
        {
            if (!_parties.TryGetValue(id, out var party))
                _parties.Add(id, party = new PartyBuilder(_source, id));
            return party;
        }

        public ParsedList ToList(ListFile file)
        {
            ListedParty[] parties = [.. _parties.Values.Select(p => p.ToParty()).OfType<ListedParty>()];
            if (parties.Length == 0)
                return ParsedList.Refused($"{file.Name} has no entries");
            var notes = new List<string>();
            foreach (var (count, what) in (ReadOnlySpan<(int, string)>)[(Numberless, "rows without a unique id"), (_parties.Count - parties.Length, "entries without a name"), (Dates, "birth dates not understood, kept as remarks")])
                if (count > 0)
                    notes.Add($"{file.Name}: {count.ToString(CultureInfo.InvariantCulture)} {what}");
            return new ParsedList { Parties = parties, Notes = notes, ListDate = ReportDate ?? ListDates.InName(file.Name) ?? LastUpdated };
        }
    }
}
