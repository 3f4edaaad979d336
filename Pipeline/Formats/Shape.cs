// Shows what a wrong value looks like without showing it.
using System.Text;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// Masks by shape: 31/12/2026 becomes 99/99/9999, Anna Smith becomes Aaaa Aaaaa. Enough to see a swapped date or a decimal comma;
/// nothing that says who or which account.
/// </summary>
public static class Shape
{
    private const int MaxShown = 24;

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "nothing";
        var shape = new StringBuilder(MaxShown + 24);
        var count = 0;
        foreach (var rune in Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 4096)]).EnumerateRunes())
        {
            if (count++ < MaxShown) shape.Append(Masked(rune));
        }
        if (utf8.Length > 4096) shape.Append(System.Globalization.CultureInfo.InvariantCulture, $"… ({utf8.Length} bytes)");
        else if (count > MaxShown) shape.Append(System.Globalization.CultureInfo.InvariantCulture, $"… ({count} characters)");
        return shape.ToString();
    }

    private static char Masked(Rune rune)
    {
        if (Rune.IsDigit(rune)) return '9';
        if (Rune.IsLetter(rune)) return Rune.IsUpper(rune) ? 'A' : 'a';
        if (rune.IsAscii && !Rune.IsControl(rune)) return (char)rune.Value;
        return Rune.IsWhiteSpace(rune) ? ' ' : '?';
    }
}
