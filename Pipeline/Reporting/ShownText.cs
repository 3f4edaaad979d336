// What an export wrote into a name may be anything: here it becomes text that shows as what it is, in a page and in a workbook alike.
using System.Globalization;
using System.Text;

namespace Paysieve.Pipeline.Reporting;

/// <summary>Text on one line that XML can hold and that hides nothing.</summary>
internal static class ShownText
{
    /// <summary>
    /// White space that breaks lines reads as a space; control characters, halves of surrogate pairs and what is no character as U+FFFD. A direction override, which is
    /// invisible and makes "exe.txt" read "txt.exe", is shown by its number.
    /// </summary>
    public static string Of(string text)
    {
        var sound = 0;
        while (sound < text.Length && IsPlain(text[sound])) sound++;
        if (sound == text.Length) return text;
        var shown = new StringBuilder(text, 0, sound, text.Length + 8);
        for (var i = sound; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\t' or '\n' or '\r') shown.Append(' ');
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) shown.Append(c).Append(text[++i]);
            else if (IsDirectionOverride(c)) shown.Append("[U+").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)).Append(']');
            else shown.Append(IsPlain(c) ? c : '\ufffd');
        }
        return shown.ToString();
    }

    private static bool IsPlain(char c) => !char.IsControl(c) && !char.IsSurrogate(c) && c < '\ufffe' && !IsDirectionOverride(c);

    private static bool IsDirectionOverride(char c) => c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
