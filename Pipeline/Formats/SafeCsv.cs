// How every CSV is written that a person may open in a spreadsheet.
using System.Globalization;
using CsvHelper;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// UTF-8 without a byte order mark, RFC 4180, records end with CRLF. Text that a spreadsheet would run as a formula is quoted with an
/// apostrophe before it, so a script must take that off a text that begins with <c>= + - @</c>; numbers and dates are never touched.
/// </summary>
public static class SafeCsv
{
    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with
    {
        Injection = CsvInjection.Escape,
        InjectionCharacters = "=@+-\t\r\n",
        FormatProvider = CultureInfo.InvariantCulture,
        TrueValue = "true",
        FalseValue = "false",
        WriteByteOrderMark = false,
    };

    /// <summary>A writer whose stream stays open.</summary>
    public static CsvWriter Create(Stream output) => CsvWriter.Create(output, Options, leaveOpen: true);

    /// <summary>East Asian spreadsheets take the full-width signs for formulas too; the library's list is ASCII only.</summary>
    public static void Text(CsvWriter csv, string text)
    {
        ArgumentNullException.ThrowIfNull(csv);
        csv.WriteField(text is { Length: > 0 } && text[0] is '＝' or '＋' or '－' or '＠' ? "'" + text : text);
    }
}
