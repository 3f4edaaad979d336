// Shows what a wrong value looks like without showing what is personal.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Paysieve.Pipeline.Formats;

/// <summary>What a column's values look like, for columns that say nothing of a person or an account.</summary>
public enum ValueForm : byte
{
    /// <summary>Names, numbers of people and accounts, addresses, amounts of pay, birth dates, free text: only ever the shape.</summary>
    Personal,

    /// <summary>A date or time.</summary>
    Date,

    /// <summary>A small number: a split, a leg, a percentage.</summary>
    Number,

    /// <summary>Of a currency or a country.</summary>
    Code,

    /// <summary>One of the contract's words.</summary>
    Word,
}

/// <summary>
/// Masks by shape: Anna Smith becomes Aaaa Aaaaa, 1.234,56 becomes 9.999,99. Enough to see a decimal comma; nothing that says who or which
/// account. In a column that holds nothing personal a wrong value with the form of a right one is shown as it is, since there the shape would
/// hide what is wrong: 2026-02-30, 0, GBR. Whatever has another form there (columns that slipped) is masked.
/// </summary>
public static partial class Shape
{
    private const int MaxShown = 24;

    /// <param name="utf8">The value as it stood in the file.</param>
    public static string Of(ReadOnlySpan<byte> utf8, ValueForm form = ValueForm.Personal)
    {
        if (utf8.IsEmpty) return "nothing";
        var text = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 4096)]);
        if (utf8.Length <= MaxShown && Plain(form)?.IsMatch(text) == true) return text;
        var shape = new StringBuilder(MaxShown + 24);
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (count++ < MaxShown) shape.Append(Masked(rune));
        }
        if (utf8.Length > 4096) shape.Append(CultureInfo.InvariantCulture, $"… ({utf8.Length} bytes)");
        else if (count > MaxShown) shape.Append(CultureInfo.InvariantCulture, $"… ({count} characters)");
        return shape.ToString();
    }

    private static Regex? Plain(ValueForm form) => form switch
    {
        ValueForm.Date => Date(),
        ValueForm.Number => Number(),
        ValueForm.Code => Code(),
        ValueForm.Word => Word(),
        _ => null,
    };

    // With separators: eight digits in a row may be an account.
    [GeneratedRegex(@"^(?:[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([-/.])[0-9]{1,2}\2[0-9]{4})(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,7})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Date();

    [GeneratedRegex(@"^[-+]?[0-9]{1,3}(?:[.,][0-9]{1,2})?%?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^[A-Za-z]{2,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    // In small letters, as exports write their words and not their people.
    [GeneratedRegex(@"^[a-z]{1,12}(?:[-_ ][a-z]{1,12})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    private static char Masked(Rune rune)
    {
        if (Rune.IsDigit(rune)) return '9';
        if (Rune.IsLetter(rune)) return Rune.IsUpper(rune) ? 'A' : 'a';
        if (rune.IsAscii && !Rune.IsControl(rune)) return (char)rune.Value;
        return Rune.IsWhiteSpace(rune) ? ' ' : '?';
    }
}
