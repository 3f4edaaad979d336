// The US Treasury's SDN list as its set of CSV files. No header, "-0- " for nothing, names and facts spread over four
// files and free text; rows of later designations in one file that another does not have yet.
using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Reads sdn (required), alt, add and sdn_comments; joined on the list's own entity number.</summary>
public sealed partial class OfacCsvLoader : IListLoader
{
    private const string Sdn = "sdn";
    private const string Alt = "alt";
    private const string Add = "add";
    private const string Comments = "sdn_comments";

    /// <inheritdoc/>
    public string Source => "ofac";

    /// <inheritdoc/>
    public string? OnlyRole => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> RequiredRoles { get; } = [Sdn];

    /// <inheritdoc/>
    public string? RoleOf(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        if (!fileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return null;
        // sdn_comments before sdn: the longer prefix is the more telling one. XML exports share the prefix, not the ending.
        foreach (var role in (string[])[Comments, Sdn, Alt, Add])
            if (fileName.StartsWith(role, StringComparison.OrdinalIgnoreCase) && !char.IsAsciiLetter(fileName[role.Length]))
                return role;
        return null;
    }

    /// <inheritdoc/>
    public ParsedList Parse(IReadOnlyDictionary<string, ListFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (var file in files.Values.OrderBy(f => f.Role, StringComparer.Ordinal))
            if (CsvRows.WhyCutOff(file) is { } reason)
                return ParsedList.Refused(reason);
        var entries = new Dictionary<long, OfacEntry>();
        var notes = new List<string>();
        if (ReadSdn(files[Sdn], entries, notes) is { } refusal)
            return ParsedList.Refused(refusal);
        foreach (var (role, columns, apply) in Parts)
            if (files.TryGetValue(role, out var file) && ReadPart(file, columns, entries, notes, apply) is { } partRefusal)
                return ParsedList.Refused(partRefusal);
        return new ParsedList
        {
            Parties = [.. entries.Values.Select(e => e.ToParty(Source)).OrderBy(p => p.EntryId, StringComparer.Ordinal)],
            Notes = notes,
            ListDate = DateInName(files[Sdn].Name),
        };
    }

    private static readonly (string Role, int Columns, Action<OfacEntry, CsvReader> Apply)[] Parts =
    [
        (Comments, 2, static (entry, row) => entry.RemarksContinued += Text(row, 1)),
        (Alt, 5, static (entry, row) =>
        {
            if (Text(row, 3) is { } alias)
                entry.Aliases.Add(alias);
        }),
        (Add, 6, static (entry, row) =>
        {
            var address = new ListedAddress(Text(row, 2), Text(row, 3), CountryNames.CodeOf(Text(row, 4)));
            if (address is not { Street: null, City: null, Country: null })
                entry.Addresses.Add(address);
        }),
    ];

    private static string? ReadSdn(ListFile file, Dictionary<long, OfacEntry> entries, List<string> notes)
    {
        var nameless = 0;
        using var row = CsvRows.Open(file.Content, hasHeader: false);
        while (row.Read())
        {
            if (row.FieldCount < 12 || !TryNumber(row, out var number))
                return Misshapen(file, row, 12);
            if (Text(row, 1) is not { } name)
            {
                nameless++;
                continue;
            }
            var entry = new OfacEntry(number, name)
            {
                Kind = Text(row, 2) switch { "individual" => PartyKind.Person, "vessel" => PartyKind.Vessel, "aircraft" => PartyKind.Aircraft, _ => PartyKind.Company },
                Programmes = [.. (Text(row, 3) ?? "").Split(["] [", "[", "]"], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
                Title = Text(row, 4),
                CallSign = Text(row, 5),
                Flag = Text(row, 9),
                Remarks = Text(row, 11) ?? "",
            };
            if (!entries.TryAdd(number, entry))
                return $"{file.Name} has entry {number.ToString(CultureInfo.InvariantCulture)} twice";
        }
        if (nameless > 0)
            notes.Add($"{file.Name}: {nameless.ToString(CultureInfo.InvariantCulture)} rows without a name");
        return entries.Count == 0 ? $"{file.Name} has no entries" : null;
    }

    private static string? ReadPart(ListFile file, int columns, Dictionary<long, OfacEntry> entries, List<string> notes, Action<OfacEntry, CsvReader> apply)
    {
        var orphans = 0;
        using var row = CsvRows.Open(file.Content, hasHeader: false);
        while (row.Read())
        {
            if (row.FieldCount < columns || !TryNumber(row, out var number))
                return Misshapen(file, row, columns);
            if (entries.TryGetValue(number, out var entry))
                apply(entry, row);
            else
                orphans++;
        }
        if (orphans > 0)
            notes.Add($"{file.Name}: {orphans.ToString(CultureInfo.InvariantCulture)} rows belong to entries that are not in the list");
        return null;
    }

    private static string Misshapen(ListFile file, CsvReader row, int columns) =>
        $"{file.Name} line {row.LineNumber.ToString(CultureInfo.InvariantCulture)}: expected an entity number and {columns.ToString(CultureInfo.InvariantCulture)} columns, found {row.FieldCount.ToString(CultureInfo.InvariantCulture)}";

    private static bool TryNumber(CsvReader row, out long number) =>
        long.TryParse(row.GetSpan(0), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out number);

    private static string? Text(CsvReader row, int column)
    {
        var text = row.GetString(column).Trim();
        return text.Length == 0 || text == "-0-" ? null : text;
    }

    private static DateOnly? DateInName(string name) =>
        DateOnly.TryParseExact(DatePattern().Match(name).Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}", RegexOptions.CultureInvariant)]
    private static partial Regex DatePattern();
}
