// flags.csv: the flags as a spreadsheet or a script takes them, one row per flag, streamed.
using System.Globalization;
using CsvHelper;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Reporting;

/// <summary>
/// The columns of <c>flagged_transfer</c> in the contract's order, then <c>reasons</c>: the sentences in order, parted by <c>" | "</c>.
/// UTF-8 without a byte order mark, records end with CRLF (RFC 4180). Text that a spreadsheet would run as a formula is quoted with
/// an apostrophe before it, so a script must take that off an id that begins with <c>= + - @</c>; numbers and dates are never touched.
/// <c>band</c> is in lower case, <c>held_back</c> is <c>true</c> or <c>false</c>, <c>score</c> is round-trip decimal.
/// </summary>
public static class FlagsCsvWriter
{
    public const string ReasonSeparator = " | ";

    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with
    {
        Injection = CsvInjection.Escape,
        InjectionCharacters = "=@+-\t\r\n",
        FormatProvider = CultureInfo.InvariantCulture,
        TrueValue = "true",
        FalseValue = "false",
        WriteByteOrderMark = false,
    };

    public static IReadOnlyList<string> Columns { get; } =
    [
        "flag_id", "run_id", "transfer_id", "employer_id", "employee_id", "pay_date", "amount", "currency", "typology", "score", "rank",
        "band", "held_back", "account_masked", "explanation", "reasons",
    ];

    /// <summary>Writes the header and a row per flag, in the order given.</summary>
    /// <param name="explanationJson">How an explanation is stored: the store's own words, so that file and table agree.</param>
    public static void Write(Stream output, string runId, IEnumerable<Flag> flags, Func<FlagExplanation, string> explanationJson)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(flags);
        ArgumentNullException.ThrowIfNull(explanationJson);
        using var csv = CsvWriter.Create(output, Options, leaveOpen: true);
        csv.WriteHeader([.. Columns]);
        foreach (var flag in flags)
        {
            Text(flag.FlagId);
            Text(runId);
            Text(flag.TransferId);
            Text(flag.EmployerId);
            Text(flag.EmployeeId);
            csv.WriteField(flag.PayDate, "yyyy-MM-dd");
            csv.WriteField(flag.Amount.Amount, Figures.PlainFormat(flag.Amount));
            Text(flag.Amount.Currency.Code);
            Text(flag.Typology.Word());
            csv.WriteField(flag.Score, "R");
            csv.WriteField(flag.Rank);
            Text(flag.Band.ToString().ToLowerInvariant());
            csv.WriteField(flag.HeldBack);
            Text(flag.AccountMasked);
            Text(explanationJson(flag.Explanation));
            Text(string.Join(ReasonSeparator, flag.Reasons.OrderBy(reason => reason.Ordinal).Select(reason => reason.Sentence)));
            csv.EndRecord();
        }
        csv.Flush();

        // East Asian spreadsheets take the full-width signs for formulas too; the library's list is ASCII only.
        void Text(string text) => csv.WriteField(text.Length > 0 && text[0] is '＝' or '＋' or '－' or '＠' ? "'" + text : text);
    }
}
