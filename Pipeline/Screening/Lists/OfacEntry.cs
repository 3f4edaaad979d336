// An SDN entry while its files are being joined, and the reading of its remarks: the one place where the free text that
// holds birth dates, documents, wallets and weak aliases is understood.
using System.Globalization;

namespace Paysieve.Pipeline.Screening.Lists;

internal sealed class OfacEntry(long number, string name)
{
    // Longest label first where one begins another. The value follows; a country may follow in brackets.
    private static readonly string[] IdentifierLabels =
    [
        "Vessel Registration Identification IMO", "Identification Number IMO", "MMSI", "Passport", "Stateless Person Passport", "Diplomatic Passport", "National ID No.", "National Foreign ID Number", "Tax ID No.",
        "Identification Number", "Registration Number", "Registration ID", "Business Registration Number", "Commercial Registry Number", "Company Number", "Cedula No.", "C.U.R.P.", "R.F.C.", "NIT #", "RUC #", "RIF #", "C.U.I.T.",
        "Personal ID Card", "Citizen's Card Number", "Government Gazette Number", "Unified Social Credit Code (USCC)", "Legal Entity Number", "Folio Mercantil No.", "Matricula Mercantil No", "SSN", "D.N.I.", "D.N.I. #", "Driver's License No.",
        "Birth Certificate Number", "Trade License No.", "License", "Economic Register Number (CBLS)", "Enterprise Number", "Public Registration Number", "V.A.T. Number", "Electoral Registry No.", "C.I.F.", "C.R. No.", "UK Company Number", "Dubai Chamber of Commerce Membership No.",
        "Aircraft Tail Number", "Aircraft Manufacturer's Serial Number (MSN)", "Aircraft Construction Number (also called L/N or S/N or F/N)", "SWIFT/BIC", "BIK (RU)", "Residency Number", "Refugee ID Card", "Travel Document Number", "Turkish Identification Number", "Afghan Money Service Provider License Number", "Chinese Commercial Code",
    ];

    private readonly long _number = number;
    private readonly string _name = name;

    public PartyKind Kind { get; init; }
    public IReadOnlyList<string> Programmes { get; init; } = [];
    public string? Title { get; init; }
    public string? CallSign { get; init; }
    public string? Flag { get; init; }
    public string Remarks { get; init; } = "";
    public string RemarksContinued { get; set; } = "";
    public List<string> Aliases { get; } = [];
    public List<ListedAddress> Addresses { get; } = [];

    public ListedParty ToParty(string list)
    {
        // A remark is cut mid-word where the column ends; the comment goes on at that very letter.
        var remarks = Remarks + RemarksContinued;
        var facts = new Facts();
        foreach (var part in remarks.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Read(part, facts);
        var names = new List<ListedName> { new(_name, NameStrength.Primary) };
        names.AddRange(Aliases.Select(a => new ListedName(a, NameStrength.Strong)));
        // A ship's former name is painted on documents, no nickname.
        names.AddRange(facts.QuotedNames.Select(n => new ListedName(n, Kind == PartyKind.Vessel ? NameStrength.Strong : NameStrength.Weak)));
        if (CallSign is not null)
            facts.Identifiers.Add(new ListedIdentifier("Call sign", CallSign));
        foreach (var address in Addresses)
            if (address.Country is { } country)
                facts.Countries.Add(country);
        if (CountryNames.CodeOf(Flag) is { } flag)
            facts.Countries.Add(flag);
        return new ListedParty
        {
            List = list,
            EntryId = _number.ToString(CultureInfo.InvariantCulture),
            Kind = Kind,
            Names = [.. names.DistinctBy(n => n.Text, StringComparer.Ordinal)],
            BirthDates = [.. facts.BirthDates.Distinct()],
            Countries = [.. facts.Countries.Distinct(StringComparer.Ordinal)],
            Nationalities = [.. facts.Nationalities.Distinct(StringComparer.Ordinal)],
            Identifiers = [.. facts.Identifiers.Distinct()],
            Wallets = [.. facts.Wallets.Distinct()],
            Programmes = Programmes,
            Addresses = [.. Addresses.Distinct()],
            LinkedTo = [.. facts.LinkedTo.Distinct(StringComparer.Ordinal)],
            Gender = facts.Gender,
            Title = Title,
            Remarks = remarks.Length == 0 ? null : remarks,
        };
    }

    private static void Read(string part, Facts facts)
    {
        var text = part.StartsWith("alt. ", StringComparison.Ordinal) ? part[5..] : part;
        text = text.TrimEnd('.');
        if (After(text, "DOB ") is { } birth)
        {
            if (BirthDate.TryParse(birth, out var date))
                facts.BirthDates.Add(date);
        }
        else if (After(text, "POB ") is { } place)
        {
            if (CountryNames.CodeOf(place[(place.LastIndexOf(',') + 1)..].Trim()) is { } country)
                facts.Countries.Add(country);
            else if (CountryNames.CodeOf(LastTwo(place)) is { } twoPart)
                facts.Countries.Add(twoPart);
        }
        else if ((After(text, "nationality ") ?? After(text, "citizen ")) is { } nation)
        {
            if (CountryNames.CodeOf(nation) is { } country)
                facts.Nationalities.Add(country);
        }
        else if (After(text, "Gender ") is { } gender)
        {
            facts.Gender = gender switch { "Male" => "M", "Female" => "F", _ => null };
        }
        else if (After(text, "Digital Currency Address - ") is { } wallet)
        {
            var cut = wallet.IndexOf(' ', StringComparison.Ordinal);
            if (cut > 0)
                facts.Wallets.Add(new ListedWallet(wallet[..cut], wallet[(cut + 1)..].Trim()));
        }
        else if ((After(text, "a.k.a. ") ?? After(text, "f.k.a. ") ?? After(text, "n.k.a. ")) is { } quoted)
        {
            var alias = quoted.Trim('\'', '"', ' ');
            if (alias.Length > 0)
                facts.QuotedNames.Add(alias);
        }
        else if (After(text, "Linked To: ") is { } linked)
        {
            facts.LinkedTo.Add(linked);
        }
        else
        {
            ReadIdentifier(text, facts);
        }
    }

    private static void ReadIdentifier(string text, Facts facts)
    {
        foreach (var label in IdentifierLabels)
        {
            if (After(text, label) is not { Length: > 1 } rest || rest[0] != ' ')
                continue;
            rest = rest.Trim();
            var end = rest.IndexOf(' ', StringComparison.Ordinal);
            var value = end < 0 ? rest : rest[..end];
            var open = rest.IndexOf('(', StringComparison.Ordinal);
            var close = open < 0 ? -1 : rest.IndexOf(')', open);
            // A label that begins another ("Identification Number IMO …") has no digit in what follows it here.
            if (value.AsSpan().IndexOfAnyInRange('0', '9') < 0 && label != "SWIFT/BIC")
                continue;
            facts.Identifiers.Add(new ListedIdentifier(label, value, close < 0 ? null : CountryNames.CodeOf(rest[(open + 1)..close])));
            return;
        }
    }

    private static string? After(string text, string lead) => text.StartsWith(lead, StringComparison.Ordinal) ? text[lead.Length..] : null;

    // "Korea, North" as the end of a place holds a comma of its own.
    private static string LastTwo(string place)
    {
        var last = place.LastIndexOf(',');
        var before = last <= 0 ? -1 : place.LastIndexOf(',', last - 1);
        return place[(before + 1)..].Trim();
    }

    private sealed class Facts
    {
        public List<BirthDate> BirthDates { get; } = [];
        public List<string> Countries { get; } = [];
        public List<string> Nationalities { get; } = [];
        public List<ListedIdentifier> Identifiers { get; } = [];
        public List<ListedWallet> Wallets { get; } = [];
        public List<string> QuotedNames { get; } = [];
        public List<string> LinkedTo { get; } = [];
        public string? Gender { get; set; }
    }
}
