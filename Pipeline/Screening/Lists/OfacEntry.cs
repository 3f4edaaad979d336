// An SDN entry while its files are being joined, and the reading of its remarks: the one place where the free text that
// holds birth dates, documents, wallets and weak aliases is understood.
using System.Globalization;

namespace Paysieve.Pipeline.Screening.Lists;

internal sealed class OfacEntry(string source, long number, string name)
{
    // Longest label first where one begins another. The value follows; a country may follow in brackets.
    private static readonly string[] IdentifierLabels =
    [
        "Vessel Registration Identification IMO", "Identification Number IMO", "MMSI", "Passport", "Stateless Person Passport", "Diplomatic Passport", "National ID No.", "National Foreign ID Number", "Tax ID No.", "Company Number IMO", "Chamber of Commerce Number", "Istanbul Chamber of Comm. No.", "D-U-N-S Number", "Central Registration System Number", "C.U.I.", "Business Number", "Business Registration Document #",
        "Identification Number", "Registration Number", "Registration ID", "Business Registration Number", "Commercial Registry Number", "Company Number", "Cedula No.", "C.U.R.P.", "R.F.C.", "NIT #", "RUC #", "RIF #", "C.U.I.T.",
        "Personal ID Card", "Citizen's Card Number", "Government Gazette Number", "Unified Social Credit Code (USCC)", "Legal Entity Number", "Folio Mercantil No.", "Matricula Mercantil No", "SSN", "D.N.I.", "D.N.I. #", "Driver's License No.",
        "Birth Certificate Number", "Trade License No.", "License", "Economic Register Number (CBLS)", "Enterprise Number", "Public Registration Number", "V.A.T. Number", "Electoral Registry No.", "C.I.F.", "C.R. No.", "UK Company Number", "Dubai Chamber of Commerce Membership No.",
        "Aircraft Tail Number", "Aircraft Manufacturer's Serial Number (MSN)", "Aircraft Construction Number (also called L/N or S/N or F/N)", "SWIFT/BIC", "BIK (RU)", "Residency Number", "Refugee ID Card", "Travel Document Number", "Turkish Identification Number", "Afghan Money Service Provider License Number", "Chinese Commercial Code",
    ];

    private readonly PartyBuilder _party = new(source, number.ToString(CultureInfo.InvariantCulture));
    private readonly List<(string Name, bool Former)> _aliases = [];

    public PartyKind Kind { get; init; }
    public IReadOnlyList<string> Programmes { get; init; } = [];
    public string? Title { get; init; }
    public string? CallSign { get; init; }
    public ListedVessel? Vessel { get; init; }
    public string Remarks { get; init; } = "";
    public string RemarksContinued { get; set; } = "";

    public void Alias(string alias, bool former, string? remark)
    {
        _aliases.Add((alias, former));
        _party.Remark(remark);
    }

    public void Address(string? street, string? city, string? country, string? remark)
    {
        _party.Address(street, city, country);
        _party.Remark(remark);
    }

    public ListedParty? ToParty()
    {
        _party.Kind = Kind;
        Name(name, NameStrength.Primary, former: false);
        foreach (var (alias, former) in _aliases)
            Name(alias, NameStrength.Strong, former);
        foreach (var programme in Programmes)
            _party.Programme(programme);
        _party.Title(Title);
        _party.Identifier("Call sign", CallSign);
        if (Vessel is { } vessel && vessel != new ListedVessel(null, null, null, null, null))
        {
            _party.Vessel = vessel;
            _party.Country(vessel.Flag);
            _party.LinkedTo(vessel.Owner);
        }
        // A remark is cut mid-word where the column ends; the comment goes on at that very letter.
        var remarks = Remarks + RemarksContinued;
        foreach (var part in remarks.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Read(part);
        _party.Remark(remarks);
        return _party.ToParty();
    }

    // People are listed as "SURNAME, Given"; a comma in a company's name is part of it.
    private void Name(string text, NameStrength strength, bool former)
    {
        var comma = Kind == PartyKind.Person ? text.IndexOf(", ", StringComparison.Ordinal) : -1;
        _party.Name(text, strength, comma > 0 ? text[..comma] : null, former: former);
    }

    private void Read(string part)
    {
        var text = part.StartsWith("alt. ", StringComparison.Ordinal) ? part[5..] : part;
        text = text.TrimEnd('.');
        if (After(text, "DOB ") is { } birth)
        {
            _party.Birth(birth);
        }
        else if (After(text, "POB ") is { } place)
        {
            _party.BirthPlace(null, place);
            // "Korea, North" as the end of a place holds a comma of its own.
            _party.Country(CountryNames.CodeOf(LastTwo(place)) ?? place[(place.LastIndexOf(',') + 1)..]);
        }
        else if ((After(text, "nationality ") ?? After(text, "citizen ")) is { } nation)
        {
            _party.Nationality(nation);
        }
        else if (After(text, "Gender ") is { } gender)
        {
            _party.Gender(gender);
        }
        else if (After(text, "Digital Currency Address - ") is { } wallet)
        {
            var cut = wallet.IndexOf(' ', StringComparison.Ordinal);
            if (cut > 0)
                _party.Wallet(wallet[..cut], wallet[(cut + 1)..]);
        }
        else if (Alias(text) is var (lead, quoted))
        {
            // A ship's former name is painted on documents, no nickname.
            Name(quoted, Kind == PartyKind.Vessel ? NameStrength.Strong : NameStrength.Weak, lead[0] == 'f');
        }
        else if (After(text, "Linked To: ") is { } linked)
        {
            _party.LinkedTo(linked);
        }
        else if ((After(text, "Email Address ") ?? After(text, "Email address ")) is { } email)
        {
            _party.Contact(ContactKind.Email, email);
        }
        else if (After(text, "Former Vessel Flag ") is { } flag)
        {
            _party.Country(flag);
        }
        else if ((After(text, "Phone Number ") ?? After(text, "Telephone ") ?? After(text, "Telephone: ")) is { } phone)
        {
            _party.Contact(ContactKind.Phone, phone);
        }
        else if (After(text, "Website ") is { } website)
        {
            _party.Contact(ContactKind.Website, website);
        }
        else if (text.Contains("Listing Date", StringComparison.Ordinal) && ListDates.Day(text[(text.LastIndexOf(':') + 1)..]) is { } listed)
        {
            _party.ListedOn = _party.ListedOn < listed ? _party.ListedOn : listed;
        }
        else
        {
            ReadIdentifier(text);
        }
    }

    private void ReadIdentifier(string text)
    {
        foreach (var label in IdentifierLabels)
        {
            if (After(text, label) is not { Length: > 1 } rest || rest[0] != ' ')
                continue;
            rest = rest.Trim();
            var open = rest.IndexOf('(', StringComparison.Ordinal);
            var close = open < 0 ? -1 : rest.IndexOf(')', open);
            // A number may have a blank in it ("RL 1234567"); what follows it is a country, or when it was issued and runs out.
            var value = open < 0 ? rest : rest[..open];
            foreach (var tail in (ReadOnlySpan<string>)[" issued ", " expires ", " issue ", " expiration "])
                if (value.IndexOf(tail, StringComparison.Ordinal) is > 0 and var cut)
                    value = value[..cut];
            // A label that begins another has no digit in what follows it here.
            if (value.AsSpan().IndexOfAnyInRange('0', '9') < 0 && label != "SWIFT/BIC")
                continue;
            _party.Identifier(label, value, close < 0 ? null : rest[(open + 1)..close]);
            return;
        }
    }

    private static (string Lead, string Name)? Alias(string text)
    {
        foreach (var lead in (ReadOnlySpan<string>)["a.k.a. ", "f.k.a. ", "n.k.a. "])
            if (After(text, lead)?.Trim('\'', '"', ' ') is { Length: > 0 } name)
                return (lead, name);
        return null;
    }

    private static string? After(string text, string lead) => text.StartsWith(lead, StringComparison.Ordinal) ? text[lead.Length..] : null;

    private static string LastTwo(string place)
    {
        var last = place.LastIndexOf(',');
        var before = last <= 0 ? -1 : place.LastIndexOf(',', last - 1);
        return place[(before + 1)..].Trim();
    }
}
