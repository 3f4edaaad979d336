// Keeps a spreadsheet from running what a row says, in a way that can be taken back exactly.
namespace Paysieve.Pipeline.Formats;

/// <summary>
/// A field that a spreadsheet would take for a formula (it opens with = + - @ tab or CR) gets an apostrophe in front; so does one that
/// already has apostrophes before such a character. Removing one apostrophe from every field of that form is the exact inverse, so
/// values survive the way through a quarantine file, while names such as 't Hooft are never touched.
/// </summary>
internal static class FormulaEscape
{
    internal const byte Mark = (byte)'\'';

    /// <summary>True when the field's text needs a mark in front.</summary>
    internal static bool IsNeeded(ReadOnlySpan<byte> text)
    {
        var first = text.IndexOfAnyExcept(Mark);
        return first >= 0 && text[first] is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r';
    }

    /// <summary>The field without its mark; fields without one come back as they are.</summary>
    internal static ReadOnlySpan<byte> Remove(ReadOnlySpan<byte> field) =>
        !field.IsEmpty && field[0] == Mark && IsNeeded(field) ? field[1..] : field;
}
