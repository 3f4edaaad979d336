// Looks at a file that no profile fits and proposes one: delimiter, encoding, header, headings, dates and numbers as they seem to be.
using System.Globalization;
using System.Text;
using Paysieve.Pipeline.Sources;
using UtfUnknown;

namespace Paysieve.Pipeline.Formats.Profiles;

/// <summary>What <c>profiles check</c> found.</summary>
/// <param name="Fits">The profile that fits, <c>paysieve-csv</c> for the contract's own layout; null when none does.</param>
/// <param name="Profile">The one that fits, or a proposal to be looked over and saved; null for the contract's own layout, and when there is no header.</param>
/// <param name="NotMapped">Required columns for which no heading was found.</param>
/// <param name="NotUsed">Headings that no column was found for.</param>
/// <param name="Remarks">What a person must decide. No value of a row is in them.</param>
public sealed record ProfileFinding(string? Fits, MappingProfile? Profile, IReadOnlyList<string> NotMapped, IReadOnlyList<string> NotUsed, IReadOnlyList<string> Remarks);

/// <summary>Reads the first 64 KiB of a file, never more, and writes nothing.</summary>
public static class ProfileProposal
{
    private const int MostRows = 200;
    private const string CanonicalName = "paysieve-csv";
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private static readonly string[] Dates = ["pay_date", "hire_date", "termination_date", "date_of_birth", "account_changed_at"];
    private static readonly string[] Numbers = ["amount", "gross_amount"];

    private static readonly string[] KeyParts = ["employer_id", "employee_id", "employee_name", "pay_date", "payment_ref", "split_no"];

    // Day before month first: where both can be, the remark says so.
    private static readonly string[] Formats =
    [
        "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd.MM.yyyy", "d.M.yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "yyyy/MM/dd", "yyyy/M/d", "yyyy.MM.dd",
        "dd-MMM-yyyy", "d MMM yyyy", "MMM d, yyyy", "dd/MM/yy", "MM/dd/yy", "yyyy'年'M'月'd'日'",
    ];

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static ProfileFinding Of(SourceFile file, ProfileShelf shelf, UnpackLimits limits)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(shelf);
        var head = PlanFinder.Head(file, limits);
        if (head.Length == 0) return new ProfileFinding(null, null, [], [], ["the file is empty, or cannot be read"]);
        var plan = PlanFinder.Find(file, shelf, limits);
        if (plan.Refusal is { } refusal) return new ProfileFinding(null, null, [], [], [$"found {refusal.Found}; expected {refusal.Expected}"]);
        if (plan.Profile is { } fitting) return new ProfileFinding(fitting.Profile, fitting, [], [], []);
        if (PlanFinder.IsCanonical(PlanFinder.Header(head, plan, []))) return new ProfileFinding(CanonicalName, null, [], [], []);

        var remarks = new List<string>();
        var encoding = EncodingOf(head, remarks);
        if (Layout(head, encoding) is not { } layout)
        {
            return new ProfileFinding(null, null, [], [], [OtherFormats.Of(head.AsSpan(0, Math.Max(0, head.AsSpan().IndexOfAny((byte)'\n', (byte)'\r')))) ?? "no table of two columns or more was found"]);
        }
        return Propose(file, layout, encoding, shelf, remarks);
    }

    private sealed record Table(char Delimiter, int SkipLines, string[] Header, List<string[]> Rows);

    private static ProfileFinding Propose(SourceFile file, Table table, string encoding, ProfileShelf shelf, List<string> remarks)
    {
        var columns = new Dictionary<string, ProfileField>(StringComparer.Ordinal);
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = table.Header.Select((heading, position) => (heading, position, match: HeadingAliases.Find(heading)))
            .Where(found => found.match is not null).OrderByDescending(found => found.match!.Value.Likeness).ThenBy(found => found.position);
        foreach (var (heading, position, match) in found)
        {
            if (!columns.TryAdd(match!.Value.Column, new ProfileField { From = [heading.Trim()] })) continue;
            at.Add(match.Value.Column, position);
            if (match.Value.Likeness < 1) remarks.Add($"\"{Shown(heading)}\" was taken for {match.Value.Column}: is it?");
        }
        NameFromParts(table, columns, at);
        // A row of data must not be shown as if it were headings.
        if (columns.Count < 2) return new ProfileFinding(null, null, [], [], ["no heading is known: the first row may be data; a profile needs a header"]);

        var used = at.Values.ToHashSet();
        var formats = Dates.Where(at.ContainsKey).SelectMany(column => FormatsOf(column, Cells(table, at[column]), remarks)).Distinct(StringComparer.Ordinal).ToList();
        var (decimalMark, groupMark) = MarksOf(Numbers.Where(at.ContainsKey).SelectMany(column => Cells(table, at[column])), remarks);

        var kind = columns.ContainsKey("account") ? ProfileKind.Payouts : ProfileKind.Register;
        string[] joinWith = [];
        if (kind == ProfileKind.Register)
        {
            joinWith = [.. shelf.All.Where(shelved => shelved.Profile.Kind == ProfileKind.Elections).Select(shelved => shelved.Profile.Profile)];
            remarks.Add("no account: taken for a register, to be joined with an election export; keep in joinWith the one that you have");
        }
        Make(columns, "employee_id", "employee_name", "employee_id is a key of the name: two people of one name would be one", remarks);
        if (!columns.ContainsKey("transfer_id"))
        {
            string[] parts = [.. KeyParts.Where(name => columns.TryGetValue(name, out var field) && field.Key.Count == 0)];
            if (parts.Contains("pay_date") && parts.Length > 1)
            {
                columns["transfer_id"] = new ProfileField { Key = parts };
                remarks.Add($"transfer_id is a key of {string.Join(", ", parts)}: add what tells two payouts of one employee on one day apart");
            }
        }
        if (columns.TryAdd("employer_id", new ProfileField { Constant = "MY-COMPANY" })) remarks.Add("employer_id: put your company in place of MY-COMPANY");
        if (columns.TryAdd("currency", new ProfileField { Constant = "XXX" })) remarks.Add("currency: put yours in place of XXX, which every row is rejected with");

        var order = ExportColumns.Payout.Select(column => column.Name).ToArray();
        var profile = new MappingProfile
        {
            Profile = NameOf(file),
            About = "Proposed from a header: look it over before use.",
            Kind = kind,
            Encoding = encoding,
            Delimiter = table.Delimiter.ToString(),
            SkipLines = table.SkipLines,
            DecimalMark = decimalMark,
            GroupMark = groupMark,
            DateFormats = formats,
            JoinWith = joinWith,
            Columns = columns.OrderBy(pair => Array.IndexOf(order, pair.Key)).ToDictionary(StringComparer.Ordinal),
        };
        var missing = ExportColumns.Payout.Where(column => ProfileChecks.IsRequired(kind, column) && !columns.ContainsKey(column.Name)).Select(column => column.Name);
        return new ProfileFinding(null, profile, [.. missing], [.. table.Header.Where((_, position) => !used.Contains(position)).Select(Shown).Where(name => name.Length > 0)], remarks);
    }

    private static void Make(Dictionary<string, ProfileField> columns, string column, string from, string remark, List<string> remarks)
    {
        if (columns.ContainsKey(column) || !columns.TryGetValue(from, out var source)) return;
        columns[column] = new ProfileField { Key = source.Join.Count > 0 ? source.Join : source.From };
        remarks.Add(remark);
    }

    private static void NameFromParts(Table table, Dictionary<string, ProfileField> columns, Dictionary<string, int> at)
    {
        if (columns.ContainsKey("employee_name")) return;
        var first = Array.FindIndex(table.Header, heading => Headings.Plain(heading).Replace('_', ' ') is "first name" or "given name" or "vorname" or "prénom");
        var last = Array.FindIndex(table.Header, heading => Headings.Plain(heading).Replace('_', ' ') is "last name" or "surname" or "family name" or "nachname");
        if (first < 0 || last < 0) return;
        columns.Add("employee_name", new ProfileField { Join = [table.Header[first].Trim(), table.Header[last].Trim()] });
        at.TryAdd("first name", first);
        at.TryAdd("last name", last);
    }

    private static string EncodingOf(byte[] head, List<string> remarks)
    {
        if (head is [0xFF, 0xFE, ..]) return "utf-16";
        if (head is [0xFE, 0xFF, ..]) return "utf-16BE";
        // A character may be cut at the end of the head.
        for (var cut = 0; cut < Math.Min(4, head.Length); cut++)
            if (System.Text.Unicode.Utf8.IsValid(head.AsSpan(0, head.Length - cut)) && !head.AsSpan().Contains((byte)0)) return "utf-8";
        var guess = CharsetDetector.DetectFromBytes(head).Detected?.EncodingName;
        var name = guess is not null && ProfileChecks.EncodingOf(guess) is not null ? guess : "windows-1252";
        remarks.Add($"encoding {name} is a guess from the bytes: look at a name with an accent or in another script");
        return name;
    }

    private static Table? Layout(byte[] head, string encoding)
    {
        Table? best = null;
        var bestScore = 0L;
        foreach (var delimiter in Delimiters)
        {
            var plan = new ReadPlan { Delimiter = delimiter, Encoding = encoding == "utf-8" ? null : ProfileChecks.EncodingOf(encoding) };
            var records = PlanFinder.Records(head, plan).Take(MostRows).ToList();
            var width = records.Where(record => record.Fields.Length > 1).GroupBy(record => record.Fields.Length).OrderByDescending(group => group.Count() * (long)group.Key).FirstOrDefault();
            if (width is null || width.Count() * (long)width.Key <= bestScore) continue;
            var header = records.FindIndex(record => record.Fields.Length == width.Key && record.Fields.Count(field => field.Trim().Length == 0) * 2 < width.Key);
            if (header < 0) continue;
            bestScore = width.Count() * (long)width.Key;
            best = new Table(delimiter, (int)records[header].Line - 1, records[header].Fields, [.. records.Skip(header + 1).Where(record => record.Fields.Length == width.Key).Select(record => record.Fields)]);
        }
        return best;
    }

    private static IEnumerable<string> FormatsOf(string column, List<string> cells, List<string> remarks)
    {
        if (cells.Count == 0 || cells.All(cell => Utf8Values.TryDate(Encoding.UTF8.GetBytes(cell), out _))) return [];
        var fitting = Formats.Where(format => cells.All(cell => DateTime.TryParseExact(cell, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))).ToList();
        if (fitting.Count == 0)
        {
            remarks.Add($"{column}: dates in a form that is not known; set dateFormats");
            return [];
        }
        // Two writings of one order are no choice; two orders are.
        var other = fitting.FirstOrDefault(format => IsMonthFirst(format) != IsMonthFirst(fitting[0]));
        if (other is not null) remarks.Add($"{column}: the dates may be {fitting[0]} or {other}; the first was taken, look which is right");
        return fitting.Where(format => IsMonthFirst(format) == IsMonthFirst(fitting[0])).Take(1);
    }

    private static bool IsMonthFirst(string format) => format.IndexOf('M', StringComparison.Ordinal) < format.IndexOf('d', StringComparison.Ordinal);

    private static (string Decimal, string? Group) MarksOf(IEnumerable<string> cells, List<string> remarks)
    {
        bool comma = false, point = false, undecided = false;
        string? group = null;
        foreach (var cell in cells)
        {
            var text = cell.Trim('-', '+', '(', ')', '$', '€', '£', '¥', ' ');
            var at = text.LastIndexOfAny([',', '.']);
            if (at < 0) continue;
            var (mark, behind) = (text[at], text.Length - at - 1);
            var others = text[..at].FirstOrDefault(c => !char.IsAsciiDigit(c));
            if (others != default && others != mark) group = others is '\u00A0' or '\u202F' ? " " : others.ToString();
            else if (behind == 3)
            {
                // 1.234 or 1,234: alone it does not say which.
                if (others == mark) group = mark.ToString();
                else undecided = true;
                continue;
            }
            if (mark == ',') comma = true;
            else point = true;
        }
        if (comma && point) remarks.Add("amounts: the point and the comma both look like decimal marks; set decimalMark");
        else if (undecided && !comma && !point) remarks.Add("amounts: the mark before three digits may be a thousands mark; look at decimalMark and groupMark");
        var decimalMark = comma && !point ? "," : ".";
        if (group == decimalMark || group is not (null or "," or "." or " " or "'")) group = null;
        return (decimalMark, group ?? (undecided && (comma || point) ? (decimalMark == "," ? "." : ",") : null));
    }

    private static List<string> Cells(Table table, int position) => [.. table.Rows.Select(row => row[position].Trim()).Where(cell => cell.Length > 0)];

    private static string NameOf(SourceFile file)
    {
        var name = file.Name[(file.Name.LastIndexOf('/') + 1)..].ToLowerInvariant();
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var plain = string.Concat((dot > 0 ? name[..dot] : name).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        // Dates and numbers name the file, not the layout.
        plain = plain.TrimEnd('-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return plain.Length == 0 ? "my-layout" : plain[..Math.Min(plain.Length, 40)];
    }

    private static string Shown(string name)
    {
        var cut = name.Trim();
        return string.Concat((cut.Length > 64 ? cut[..64] + "…" : cut).Select(c => char.IsControl(c) ? '?' : c));
    }
}
