// Bad input as a value: where it is, what was found (masked) and what was expected.
using System.Text;

namespace Paysieve.Pipeline.Formats;

/// <summary>Why a row or a file is rejected. The words of <see cref="RejectionWords"/> are stable: they are stored and shown.</summary>
public enum RejectionCode
{
    // Files, refused whole.
    FileUnreadable,
    FileEmpty,
    FileTooLarge,
    FileNotText,
    FileNotUtf8,
    FileNotInEncoding,
    FileExpandsTooFar,
    FileDamaged,
    FileChanged,
    FileTruncated,
    HeaderMissing,
    ProfileAmbiguous,
    ProfileUnknown,
    ElectionsMissing,
    ColumnMissing,
    ColumnRepeated,
    TooManyColumns,
    TooManyRows,
    RowTooLong,
    QuoteNotClosed,

    // Rows.
    FieldCount,
    QuoteMisplaced,
    ValueMissing,
    ValueTooLong,
    ControlCharacter,
    NotADate,
    DateOutOfRange,
    NotATimestamp,
    NotANumber,
    NumberOutOfRange,
    TooManyDecimals,
    UnknownCurrency,
    UnknownCountry,
    UnknownWord,
    NotAnAccount,
    DuplicateId,
    NoElection,
    SplitsDoNotAddUp,
}

/// <summary>The stored words of <see cref="RejectionCode"/>: FILE_EMPTY, NOT_A_DATE, …</summary>
public static class RejectionWords
{
    private static readonly string[] Words = [.. Enum.GetNames<RejectionCode>().Select(Screaming)];

    public static string Word(this RejectionCode code) => Words[(int)code];

    private static string Screaming(string name)
    {
        var word = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && word.Length > 0) word.Append('_');
            word.Append(char.ToUpperInvariant(c));
        }
        return word.Replace("UTF8", "UTF_8").ToString();
    }
}

/// <summary>
/// One rejected row, or a whole rejected file (<paramref name="LineNo"/> 0 when no line is to blame). Holds nothing personal of the row:
/// <paramref name="Found"/> is a shape, or a value that says nothing of anybody.
/// </summary>
/// <param name="LineNo">1-based line on which the row starts, counting every line of the file.</param>
/// <param name="Column">The contract's column, or the heading that a profile maps to it; empty when the row as a whole is wrong.</param>
/// <param name="Found">What was there, masked (<see cref="Shape"/>).</param>
/// <param name="Expected">What would be right; names further columns of the row that are wrong too.</param>
public sealed record RejectedRecord(string FileId, long LineNo, string Column, RejectionCode Code, string Found, string Expected)
{
    /// <summary>The text of <c>rejected_record.detail</c>.</summary>
    public string Detail => $"found {Found}; expected {Expected}";

    public override string ToString() => $"{FileId[..Math.Min(12, FileId.Length)]} line {LineNo} {Column} {Code.Word()}: {Detail}";
}
