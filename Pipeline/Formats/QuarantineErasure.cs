// Takes one payee's rows out of the quarantine. What is left stays as it was, byte for byte.
using System.Text;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// Rows are known by the columns <c>employer_id</c> and <c>employee_id</c>; in a vendor's layout, and in a row with the wrong number of fields,
/// by a field that is the employee number: rather a row too many, which its sender still has, than one too few.
/// </summary>
public static class QuarantineErasure
{
    private const string Pattern = "*.rejected.csv";

    /// <returns>How many rows were taken out.</returns>
    public static long Erase(string folder, string employerId, string employeeId, CancellationToken cancel) =>
        Change(folder, (header, fields) => IsOf(header, fields, employerId, employeeId), cancel);

    /// <summary>Whether any row of a quarantine file satisfies <paramref name="isOf"/>, given the row's employer and employee number where its columns tell them.</summary>
    public static bool Holds(string path, Func<string, string, bool> isOf)
    {
        ArgumentNullException.ThrowIfNull(isOf);
        string[]? header = null;
        foreach (var record in Records(File.ReadAllText(path)))
        {
            var fields = Fields(record, Delimiter(record, header));
            if (header is null) header = fields;
            else if (Column(header, "employer_id") is >= 0 and var employer && Column(header, "employee_id") is >= 0 and var employee
                && Math.Max(employer, employee) < fields.Length && isOf(fields[employer], fields[employee])) return true;
        }
        return false;
    }

    private static long Change(string folder, Func<string[], string[], bool> goes, CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) return 0;
        long removed = 0;
        foreach (var path in Directory.GetFiles(folder, Pattern).Order(StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            var left = new StringBuilder();
            string[]? header = null;
            var (gone, kept) = (0, 0);
            var delimiter = ',';
            foreach (var record in Records(File.ReadAllText(path)))
            {
                if (header is null)
                {
                    delimiter = Delimiter(record, null);
                    header = Fields(record, delimiter);
                    left.Append(record);
                }
                else if (goes(header, Fields(record, delimiter)))
                {
                    gone++;
                }
                else
                {
                    kept++;
                    left.Append(record);
                }
            }
            if (gone == 0) continue;
            removed += gone;
            if (kept == 0) File.Delete(path);
            else Replace(path, left.ToString());
        }
        return removed;
    }

    private static void Replace(string path, string text)
    {
        var beside = path + ".partial";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(beside, options))
        {
            stream.Write(Encoding.UTF8.Preamble);
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
    }

    private static bool IsOf(string[] header, string[] fields, string employerId, string employeeId)
    {
        var (employer, employee) = (Column(header, "employer_id"), Column(header, "employee_id"));
        if (employee < 0 || fields.Length != header.Length) return fields.Contains(employeeId, StringComparer.Ordinal);
        return fields[employee] == employeeId && (employer < 0 || fields[employer] == employerId);
    }

    private static int Column(string[] header, string name) => Array.FindIndex(header, heading => string.Equals(heading.Trim(), name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The character after the quarantine's own first column.</summary>
    private static char Delimiter(string record, string[]? header)
    {
        var at = header is null ? record.AsSpan().IndexOfAny(",;|\t") : -1;
        return at < 0 ? ',' : record[at];
    }

    /// <summary>Rows with their line ends; a line end within quotes ends none.</summary>
    private static IEnumerable<string> Records(string text)
    {
        var (from, quoted) = (0, false);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"') quoted = !quoted;
            else if (text[at] == '\n' && !quoted)
            {
                yield return text[from..(at + 1)];
                from = at + 1;
            }
        }
        if (from < text.Length) yield return text[from..];
    }

    /// <summary>Values as the reader takes them: without quotes, and without the mark that keeps a spreadsheet from running them.</summary>
    private static string[] Fields(string record, char delimiter)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var c in record.TrimEnd('\r', '\n') + delimiter)
        {
            if (c == '"') quoted = !quoted;
            else if (c == delimiter && !quoted)
            {
                fields.Add(Value(field.ToString()));
                field.Clear();
            }
            else field.Append(c);
        }
        return [.. fields];

        static string Value(string text) =>
            string.Concat(text.Trim().TrimStart((char)FormulaEscape.Mark).EnumerateRunes().Where(rune => !Utf8Values.IsInvisible(rune))).Trim();
    }
}
