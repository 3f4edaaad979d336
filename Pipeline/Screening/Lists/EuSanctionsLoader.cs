// The consolidated list of persons subject to EU financial sanctions: a CSV of 118 columns in which every name, address,
// birth date, document and citizenship of an entity has a row of its own, or an XML with the same facts as attributes.
using System.Globalization;
using System.Xml;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Reads the EU financial sanctions files (CSV with semicolons, or XML) and merges what belongs to one logical id.</summary>
public sealed class EuSanctionsLoader : IListLoader
{
    private const string Role = "eu";

    /// <inheritdoc/>
    public string Source => "eu";

    /// <inheritdoc/>
    public string Publisher => "European Commission";

    /// <inheritdoc/>
    public string? OnlyRole => Role;

    /// <inheritdoc/>
    public IReadOnlyList<string> RequiredRoles { get; } = [Role];

    /// <inheritdoc/>
    public string? RoleOf(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var name = fileName.ToUpperInvariant();
        if (!name.EndsWith(".CSV", StringComparison.Ordinal) && !name.EndsWith(".XML", StringComparison.Ordinal))
            return null;
        return name.Contains("FULLSANCTIONSLIST", StringComparison.Ordinal) || name.Contains("-FULL-", StringComparison.Ordinal) || name.StartsWith("EU_", StringComparison.Ordinal) || name.StartsWith("EU-", StringComparison.Ordinal)
            || name.StartsWith("EU.", StringComparison.Ordinal) || name.StartsWith("EUSANCTIONS", StringComparison.Ordinal) ? Role : null;
    }

    /// <inheritdoc/>
    public ParsedList Parse(IReadOnlyDictionary<string, ListFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var file = files[Role];
        if (file.Content.Length == 0)
            return ParsedList.Refused($"{file.Name} is empty");
        var parties = new SortedDictionary<string, PartyBuilder>(StringComparer.Ordinal);
        var counts = new Counts();
        string? refusal;
        try
        {
            refusal = CsvRows.FirstSign(file.Content) == '<' ? ReadXml(file, parties, counts) : CsvRows.WhyCutOff(file) ?? ReadCsv(file, parties, counts);
        }
        catch (XmlException trouble)
        {
            return ParsedList.Refused(XmlLists.Trouble(file, trouble));
        }
        if (refusal is not null)
            return ParsedList.Refused(refusal);
        ListedParty[] whole = [.. parties.Values.Select(p => p.ToParty()).OfType<ListedParty>()];
        if (whole.Length == 0)
            return ParsedList.Refused($"{file.Name} has no entries");
        var notes = new List<string>();
        foreach (var (count, what) in (ReadOnlySpan<(int, string)>)[(counts.Misshapen, "rows without an entity's logical id, or with too many columns"), (parties.Count - whole.Length, "entries without a name"), (counts.Dates, "birth dates not understood")])
            if (count > 0)
                notes.Add($"{file.Name}: {count.ToString(CultureInfo.InvariantCulture)} {what}");
        return new ParsedList { Parties = whole, Notes = notes, ListDate = counts.Generated ?? ListDates.InName(file.Name) };
    }

    private string? ReadCsv(ListFile file, SortedDictionary<string, PartyBuilder> parties, Counts counts)
    {
        Dictionary<string, int>? columns = null;
        foreach (var (_, cells) in CsvRows.Read(file.Content, ';'))
        {
            if (columns is null)
            {
                columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
                for (var i = 0; i < cells.Length; i++)
                    columns.TryAdd(cells[i].Trim(), i);
                foreach (var required in (ReadOnlySpan<string>)["Entity_LogicalId", "NameAlias_WholeName"])
                    if (!columns.ContainsKey(required))
                        return $"{file.Name} has no column {required}";
                continue;
            }
            var headings = columns;
            string? Cell(string heading) => headings.TryGetValue(heading, out var at) && at < cells.Length ? PartyBuilder.Clean(cells[at]) : null;
            if (cells.Length > columns.Count || Cell("Entity_LogicalId") is not { } id)
            {
                counts.Misshapen += Array.TrueForAll(cells, string.IsNullOrWhiteSpace) ? 0 : 1;
                continue;
            }
            counts.Generated ??= Date(Cell("fileGenerationDate"));
            ReadEntity(Of(parties, id), Cell("Entity_SubjectType_ClassificationCode") ?? Cell("Entity_SubjectType"), Cell("Entity_EU_ReferenceNumber"), Cell("Entity_UnitedNationId"), Cell("Entity_DesignationDate"), Cell("Entity_DesignationDetails"), Cell("Entity_Remark"));
            var party = Of(parties, id);
            foreach (var block in (ReadOnlySpan<string>)["Entity", "NameAlias", "Address", "BirthDate", "Identification", "Citizenship"])
                ReadRegulation(party, Cell(block + "_Regulation_Programme"), Cell(block + "_Regulation_NumberTitle"), Cell(block + "_Regulation_PublicationDate"));
            ReadName(party, Cell("NameAlias_WholeName"), Cell("NameAlias_FirstName"), Cell("NameAlias_MiddleName"), Cell("NameAlias_LastName"), Cell("NameAlias_NameLanguage"), Cell("NameAlias_Gender"), Cell("NameAlias_Title"), Cell("NameAlias_Function"), strong: true);
            ReadAddress(party, Cell("Address_Street"), Cell("Address_PoBox"), Cell("Address_City"), Cell("Address_ZipCode"), Cell("Address_Region"), Cell("Address_Place"), Country(Cell("Address_CountryIso2Code"), Cell("Address_CountryDescription")));
            ReadContact(party, Cell("Address_ContactInfo"));
            ReadBirth(party, counts, Cell("BirthDate_BirthDate"), Cell("BirthDate_Day"), Cell("BirthDate_Month"), Cell("BirthDate_Year"), Cell("BirthDate_YearRangeFrom"), Cell("BirthDate_YearRangeTo"), Cell("BirthDate_Circa"));
            ReadBirthPlace(party, Cell("BirthDate_Place"), Cell("BirthDate_City"), Cell("BirthDate_Region"), Country(Cell("BirthDate_CountryIso2Code"), Cell("BirthDate_CountryDescription")));
            ReadDocument(party, Cell("Identification_TypeDescription") ?? Cell("Identification_TypeCode"), Cell("Identification_Number"), Cell("Identification_LatinNumber"), Country(Cell("Identification_CountryIso2Code"), Cell("Identification_CountryDescription")));
            party.Nationality(Country(Cell("Citizenship_CountryIso2Code"), Cell("Citizenship_CountryDescription")));
        }
        return columns is null ? $"{file.Name} is empty" : null;
    }

    private string? ReadXml(ListFile file, SortedDictionary<string, PartyBuilder> parties, Counts counts)
    {
        string? refusal = null;
        var elements = XmlLists.Elements(file.Content, ["sanctionEntity"], root =>
        {
            if (root.Name.LocalName != "export")
                refusal = $"{file.Name} is no export of EU sanctions";
            counts.Generated = ListDates.Leading(root.Said("generationDate"));
        });
        foreach (var entity in elements)
        {
            if (refusal is not null)
                break;
            if (entity.Said("logicalId") is not { } id)
            {
                counts.Misshapen++;
                continue;
            }
            var party = Of(parties, id);
            var kind = entity.Element("subjectType");
            ReadEntity(party, kind?.Said("classificationCode") ?? kind?.Said("code"), entity.Said("euReferenceNumber"), entity.Said("unitedNationId"), entity.Said("designationDate"), entity.Said("designationDetails"), null);
            foreach (var remark in entity.Elements("remark"))
                party.Remark(remark.Value);
            foreach (var regulation in entity.Descendants().Where(e => e.Name.LocalName is "regulation" or "regulationSummary"))
                ReadRegulation(party, regulation.Said("programme"), regulation.Said("numberTitle"), regulation.Said("publicationDate"));
            foreach (var name in entity.Elements("nameAlias"))
                ReadName(party, name.Said("wholeName"), name.Said("firstName"), name.Said("middleName"), name.Said("lastName"), name.Said("nameLanguage"), name.Said("gender"), name.Said("title"), name.Said("function"), strong: name.Said("strong") != "false");
            foreach (var address in entity.Elements("address"))
            {
                ReadAddress(party, address.Said("street"), address.Said("poBox"), address.Said("city"), address.Said("zipCode"), address.Said("region"), address.Said("place"), Country(address.Said("countryIso2Code"), address.Said("countryDescription")));
                foreach (var contact in address.Elements("contactInfo"))
                    ReadContact(party, PartyBuilder.Joined(" ", contact.Said("key"), contact.Said("value")));
            }
            foreach (var birth in entity.Elements("birthdate"))
            {
                ReadBirth(party, counts, birth.Said("birthdate"), birth.Said("dayOfMonth"), birth.Said("monthOfYear"), birth.Said("year"), birth.Said("yearRangeFrom"), birth.Said("yearRangeTo"), birth.Said("circa"));
                ReadBirthPlace(party, birth.Said("place"), birth.Said("city"), birth.Said("region"), Country(birth.Said("countryIso2Code"), birth.Said("countryDescription")));
            }
            foreach (var document in entity.Elements("identification"))
                ReadDocument(party, document.Said("identificationTypeDescription") ?? document.Said("identificationTypeCode"), document.Said("number"), document.Said("latinNumber"), Country(document.Said("countryIso2Code"), document.Said("countryDescription")));
            foreach (var citizenship in entity.Elements("citizenship"))
                party.Nationality(Country(citizenship.Said("countryIso2Code"), citizenship.Said("countryDescription")));
        }
        return refusal;
    }

    private PartyBuilder Of(SortedDictionary<string, PartyBuilder> parties, string id)
    {
        if (!parties.TryGetValue(id, out var party))
            parties.Add(id, party = new PartyBuilder(Source, id));
        return party;
    }

    private static void ReadEntity(PartyBuilder party, string? kind, string? reference, string? un, string? designated, string? details, string? remark)
    {
        party.Kind = kind?.ToUpperInvariant() switch { "P" or "PERSON" => PartyKind.Person, "E" or "ENTERPRISE" => PartyKind.Company, _ => party.Kind };
        party.Reference(reference);
        party.Reference(un is null ? null : "UN " + un);
        party.ListedOn ??= Date(designated);
        party.Remark(details);
        party.Remark(remark);
    }

    private static void ReadRegulation(PartyBuilder party, string? programme, string? title, string? published)
    {
        party.Programme(programme);
        party.Reference(title);
        if (Date(published) is { } day && !(party.UpdatedOn > day))
            party.UpdatedOn = day;
    }

    private static void ReadName(PartyBuilder party, string? whole, string? first, string? middle, string? last, string? language, string? gender, string? title, string? function, bool strong)
    {
        var text = whole ?? PartyBuilder.Joined(" ", first, middle, last);
        // The publisher marks no main name: the first is the one the entry is known by.
        party.Name(text, !strong ? NameStrength.Weak : party.HasName ? NameStrength.Strong : NameStrength.Primary, family: last, language: Languages.CodeOf(language));
        party.Gender(gender);
        party.Title(title);
        party.Position(function);
    }

    private static void ReadAddress(PartyBuilder party, string? street, string? box, string? city, string? zip, string? region, string? place, string? country) =>
        party.Address(
            PartyBuilder.Joined(", ", street, box is null ? null : "PO box " + box), PartyBuilder.Joined(", ", place, city, zip, region), country);

    private static void ReadContact(PartyBuilder party, string? text)
    {
        foreach (var part in AliasText.Parts(text))
        {
            var kind = part.Contains('@', StringComparison.Ordinal) ? ContactKind.Email
                : part.Contains("www", StringComparison.OrdinalIgnoreCase) || part.Contains("http", StringComparison.OrdinalIgnoreCase) || part.StartsWith("WEB", StringComparison.OrdinalIgnoreCase) ? ContactKind.Website
                : ContactKind.Phone;
            party.Contact(kind, part);
        }
    }

    private static void ReadBirth(PartyBuilder party, Counts counts, string? whole, string? day, string? month, string? year, string? from, string? to, string? circa)
    {
        var text = Date(whole) is { } exact ? exact.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : from is not null || to is not null ? (from ?? to) + " to " + (to ?? from)
            : year is not null && month is not null && day is not null ? $"{year}-{month.PadLeft(2, '0')}-{day.PadLeft(2, '0')}"
            : year is not null && month is not null ? $"{year}-{month.PadLeft(2, '0')}"
            : year;
        if (text is null)
            return;
        if (!BirthDate.TryParse(text, out var date))
        {
            counts.Dates++;
            party.Remark("Born: " + text);
            return;
        }
        party.Birth(string.Equals(circa, "true", StringComparison.OrdinalIgnoreCase) ? new BirthDate(date.From, date.To, circa: true) : date);
    }

    private static void ReadBirthPlace(PartyBuilder party, string? place, string? city, string? region, string? country)
    {
        if (place is not null || city is not null || region is not null || country is not null)
            party.BirthPlace(country, place, city, region);
    }

    private static void ReadDocument(PartyBuilder party, string? kind, string? number, string? latin, string? country)
    {
        party.Identifier(kind ?? "Document", number, country);
        party.Identifier(kind ?? "Document", latin, country);
    }

    // "00" stands for a country that is not known.
    private static string? Country(string? code, string? name) => code is null or "00" ? name is "UNKNOWN" ? null : name : code;

    private static DateOnly? Date(string? text) => ListDates.Day(text) ?? ListDates.Leading(text);

    private sealed class Counts
    {
        public int Misshapen { get; set; }
        public int Dates { get; set; }
        public DateOnly? Generated { get; set; }
    }
}
