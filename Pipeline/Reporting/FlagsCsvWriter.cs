// flags.csv: the flags as a spreadsheet or a script takes them, one row per flag, streamed.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Reporting;

/// <summary>
/// The columns of <c>flagged_transfer</c> in the contract's order, then <c>reasons</c>: the sentences in order, parted by <c>" | "</c>.
/// Spelled as <see cref="SafeCsv"/> says.
/// <c>rank</c> is the payout's place in the order of review: the flags of one payout share it, and payouts have no two alike.
/// <c>band</c> is in lower case, <c>held_back</c> is <c>true</c> or <c>false</c>, <c>score</c> is round-trip decimal.
/// </summary>
public static class FlagsCsvWriter
{
    public const string ReasonSeparator = " | ";

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
        using var csv = SafeCsv.Create(output);
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

        void Text(string text) => SafeCsv.Text(csv, text);
    }
}
