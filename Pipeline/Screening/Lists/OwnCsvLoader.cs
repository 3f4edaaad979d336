// The customer's own list: people no longer welcome, partners under review, or any public list without a loader yet.
using System.Globalization;
using CsvHelper;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>
/// Reads <c>id,type,name,aliases,weak_aliases,birth_date,countries,identifiers,wallets</c> in any column order; id and name
/// are required, several values in a cell are separated by <c>;</c>. A row that cannot be read refuses the file: a list the
/// customer wrote is corrected, not guessed at.
/// </summary>
public sealed class OwnCsvLoader : IListLoader
{
    /// <summary>The kind of every identifier: the file does not tell which it is.</summary>
    internal const string AnyIdentifier = "Identifier";

    private const string Role = "own";

    /// <inheritdoc/>
    public string Source => "own";

    /// <inheritdoc/>
    public string Publisher => "own";

    /// <inheritdoc/>
    public string? OnlyRole => Role;

    /// <inheritdoc/>
    public IReadOnlyList<string> RequiredRoles { get; } = [Role];

    /// <inheritdoc/>
    public string? RoleOf(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return fileName.StartsWith("own", StringComparison.OrdinalIgnoreCase) && fileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? Role : null;
    }

    /// <inheritdoc/>
    public ParsedList Parse(IReadOnlyDictionary<string, ListFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var file = files[Role];
        if (CsvRows.WhyCutOff(file) is { } cutOff)
            return ParsedList.Refused(cutOff);
        using var row = CsvRows.Open(file.Content, hasHeader: true);
        row.ReadHeader();
        foreach (var required in (string[])["id", "name"])
            if (!row.TryGetFieldIndex(required, out _))
                return ParsedList.Refused($"{file.Name} has no column {required}");
        var columns = row.Headers.Count;
        var parties = new SortedDictionary<string, ListedParty>(StringComparer.Ordinal);
        while (row.Read())
        {
            var where = $"{file.Name} line {row.LineNumber.ToString(CultureInfo.InvariantCulture)}";
            if (row.FieldCount != columns)
                return ParsedList.Refused($"{where}: expected {columns.ToString(CultureInfo.InvariantCulture)} columns, found {row.FieldCount.ToString(CultureInfo.InvariantCulture)}");
            var id = Cell(row, "id");
            var name = Cell(row, "name");
            if (id.Length == 0 || name.Length == 0)
                return ParsedList.Refused($"{where}: id and name must not be empty");
            if (!TryKind(Cell(row, "type"), out var kind))
                return ParsedList.Refused($"{where}: type must be person, company, vessel, aircraft or empty");
            var births = new List<BirthDate>();
            foreach (var text in Cells(row, "birth_date"))
            {
                if (!BirthDate.TryParse(text, out var birth))
                    return ParsedList.Refused($"{where}: birth_date must be a date, a month, a year, circa one of these, or a range");
                births.Add(birth);
            }
            var party = new ListedParty
            {
                List = Source,
                EntryId = id,
                Kind = kind,
                Names = [.. Names(row, name).DistinctBy(n => n.Text, StringComparer.Ordinal)],
                BirthDates = births,
                Countries = [.. Cells(row, "countries").Select(c => CountryNames.CodeOf(c) ?? c).Distinct(StringComparer.Ordinal)],
                Identifiers = [.. Cells(row, "identifiers").Select(i => new ListedIdentifier(AnyIdentifier, i)).Distinct()],
                Wallets = [.. Cells(row, "wallets").Select(Wallet).Distinct()],
            };
            if (!parties.TryAdd(id, party))
                return ParsedList.Refused($"{where}: an id is used twice");
        }
        return parties.Count == 0 ? ParsedList.Refused($"{file.Name} has no entries") : new ParsedList { Parties = [.. parties.Values] };
    }

    private static IEnumerable<ListedName> Names(CsvReader row, string name)
    {
        yield return Name(name, NameStrength.Primary);
        foreach (var alias in Cells(row, "aliases"))
            yield return Name(alias, NameStrength.Strong);
        foreach (var alias in Cells(row, "weak_aliases"))
            yield return Name(alias, NameStrength.Weak);
    }

    private static ListedName Name(string text, NameStrength strength) =>
        new(text, strength, NameFolding.IsLatin(text) ? NameScript.Latin : NameScript.Other);

    // "XBT 1A1z…" and a bare address are both in use.
    private static ListedWallet Wallet(string text)
    {
        var cut = text.IndexOfAny([' ', ':']);
        return cut is > 0 and < 8 ? new ListedWallet(text[..cut], text[(cut + 1)..].Trim()) : new ListedWallet("", text);
    }

    private static bool TryKind(string text, out PartyKind kind)
    {
        PartyKind? known = text.ToUpperInvariant() switch
        {
            "" => PartyKind.Unknown,
            "PERSON" => PartyKind.Person,
            "COMPANY" => PartyKind.Company,
            "VESSEL" => PartyKind.Vessel,
            "AIRCRAFT" => PartyKind.Aircraft,
            _ => null,
        };
        kind = known ?? PartyKind.Unknown;
        return known is not null;
    }

    private static string Cell(CsvReader row, string column) =>
        row.TryGetFieldIndex(column, out var index) ? row.GetString(index).Trim() : "";

    private static string[] Cells(CsvReader row, string column) =>
        Cell(row, column).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
