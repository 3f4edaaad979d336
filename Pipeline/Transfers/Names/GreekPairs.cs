// Greek writes some foreign sounds with two letters; letter by letter they would read as something else.
using System.Text;

namespace Paysieve.Pipeline.Transfers.Names;

internal static class GreekPairs
{
    private static readonly (string Greek, string Latin)[] Pairs = [("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("γγ", "ng"), ("τζ", "j"), ("τσ", "ts"), ("ου", "u"), ("αυ", "av"), ("ευ", "ev")];

    /// <summary>Replaces the pairs in a text that has Greek letters; false, and nothing changed, for any other.</summary>
    public static bool Apply(ref string text)
    {
        var greek = false;
        foreach (var c in text)
            greek |= c is >= '\u0370' and <= '\u03FF';
        if (!greek)
            return false;
        // Marks off first, so that an accented vowel is known; lower case, because case does not matter after folding.
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
            if (c is < '\u0300' or > '\u036F')
                plain.Append(c);
        foreach (var (pair, latin) in Pairs)
            plain.Replace(pair, latin);
        text = plain.ToString();
        return true;
    }
}
