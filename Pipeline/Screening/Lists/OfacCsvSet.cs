// The US Treasury publishes its lists as sets of CSV files. No header, "-0- " for nothing, names and facts spread over four
// files and free text; rows of later designations in one file that another does not have yet. The SDN list and the
// consolidated list of the others have the same shape under other names.
using System.Globalization;
using CsvHelper;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Reads a set of four files, the first required, joined on the list's own entity number.</summary>
internal sealed class OfacCsvSet(string source, string main, string alt, string add, string comments)
{
    private readonly string _source = source;
    private readonly string _main = main;

    private readonly (string Role, int Columns, Action<OfacEntry, CsvReader> Apply)[] _parts =
    [
        (comments, 2, static (entry, row) => entry.RemarksContinued += Text(row, 1)),
        (alt, 5, static (entry, row) =>
        {
            if (Text(row, 3) is { } alias)
                entry.Alias(alias, former: string.Equals(Text(row, 2), "fka", StringComparison.OrdinalIgnoreCase), Text(row, 4));
        }),
        (add, 6, static (entry, row) => entry.Address(Text(row, 2), Text(row, 3), Text(row, 4), Text(row, 5))),
    ];

    public IReadOnlyList<string> RequiredRoles { get; } = [main];

    /// <summary>The part a file plays: by prefix, the longest first, because sdn begins sdn_comments too. XML exports share the prefix, not the ending.</summary>
    public string? RoleOf(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        if (!fileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return null;
        foreach (var role in _parts.Select(p => p.Role).Append(_main).OrderByDescending(r => r.Length))
            if (fileName.StartsWith(role, StringComparison.OrdinalIgnoreCase) && !char.IsAsciiLetter(fileName[role.Length]))
                return role;
        return null;
    }

    public ParsedList Parse(IReadOnlyDictionary<string, ListFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (var file in files.Values.OrderBy(f => f.Role, StringComparer.Ordinal))
            if (CsvRows.WhyCutOff(file) is { } reason)
                return ParsedList.Refused(reason);
        var entries = new Dictionary<long, OfacEntry>();
        var notes = new List<string>();
        if (ReadMain(files[_main], entries, notes) is { } refusal)
            return ParsedList.Refused(refusal);
        foreach (var (role, columns, apply) in _parts)
            if (files.TryGetValue(role, out var file) && ReadPart(file, columns, entries, notes, apply) is { } partRefusal)
                return ParsedList.Refused(partRefusal);
        return new ParsedList
        {
            Parties = [.. entries.Values.Select(e => e.ToParty()).OfType<ListedParty>().OrderBy(p => p.EntryId, StringComparer.Ordinal)],
            Notes = notes,
            ListDate = ListDates.InName(files[_main].Name),
        };
    }

    private string? ReadMain(ListFile file, Dictionary<long, OfacEntry> entries, List<string> notes)
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
            var entry = new OfacEntry(_source, number, name)
            {
                Kind = Text(row, 2) switch { "individual" => PartyKind.Person, "vessel" => PartyKind.Vessel, "aircraft" => PartyKind.Aircraft, _ => PartyKind.Company },
                Programmes = [.. (Text(row, 3) ?? "").Split(["] [", "[", "]"], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
                Title = Text(row, 4),
                CallSign = Text(row, 5),
                Vessel = new ListedVessel(Text(row, 6), CountryNames.CodeOf(Text(row, 9)), Text(row, 7), Text(row, 8), Text(row, 10)),
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
}
