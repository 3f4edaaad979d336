// What an IBAN says by itself: its country, its bank, and whether its check digits hold. The country table is data.
using System.Collections.Frozen;

namespace Paysieve.Pipeline.Transfers;

/// <summary>
/// ISO 13616: lengths by country, check digits (ISO 7064 mod 97-10) and where the bank code stands. The table follows the SWIFT
/// registry, plus Russia and the countries that use the form without being registered (for those the bank code is unknown).
/// </summary>
internal static class Iban
{
    /// <summary>Shortest and longest national form in the table.</summary>
    internal const int MinLength = 15;
    internal const int MaxLength = 34;

    // Country, whole length, start of the bank code counted from the first letter, its length (0 = not known).
    private const string Table = """
        AD 24 4 4|AE 23 4 3|AL 28 4 3|AT 20 4 5|AZ 28 4 4|BA 20 4 3|BE 16 4 3|BG 22 4 4|BH 22 4 4|BI 27 4 5|BR 29 4 8|BY 28 4 4
        CH 21 4 5|CR 22 4 4|CY 28 4 3|CZ 24 4 4|DE 22 4 8|DJ 27 4 5|DK 18 4 4|DO 28 4 4|EE 20 4 2|EG 29 4 4|ES 24 4 4|FI 18 4 3
        FK 18 4 2|FO 18 4 4|FR 27 4 5|GB 22 4 4|GE 22 4 2|GI 23 4 4|GL 18 4 4|GR 27 4 3|GT 28 4 4|HN 28 4 4|HR 21 4 7|HU 28 4 3
        IE 22 4 4|IL 23 4 3|IQ 23 4 4|IS 26 4 2|IT 27 5 5|JO 30 4 4|KW 30 4 4|KZ 20 4 3|LB 28 4 4|LC 32 4 4|LI 21 4 5|LT 20 4 5
        LU 20 4 3|LV 21 4 4|LY 25 4 3|MC 27 4 5|MD 24 4 2|ME 22 4 3|MK 19 4 3|MN 20 4 4|MR 27 4 5|MT 31 4 4|MU 30 4 6|NI 28 4 4
        NL 18 4 4|NO 15 4 4|OM 23 4 3|PK 24 4 4|PL 28 4 8|PS 29 4 4|PT 25 4 4|QA 29 4 4|RO 24 4 4|RS 22 4 3|RU 33 4 9|SA 24 4 2
        SC 31 4 6|SD 18 4 2|SE 24 4 3|SI 19 4 5|SK 24 4 4|SM 27 5 5|SO 23 4 4|ST 25 4 4|SV 28 4 4|TL 23 4 3|TN 24 4 2|TR 26 4 5
        UA 29 4 6|VA 22 4 3|VG 24 4 4|XK 20 4 2|YE 30 4 4
        AO 25 4 0|BF 28 4 0|BJ 28 4 0|CF 27 4 0|CG 27 4 0|CI 28 4 0|CM 27 4 0|CV 25 4 0|DZ 26 4 0|GA 27 4 0|GQ 27 4 0|GW 25 4 0
        IR 26 4 0|KM 27 4 0|MA 28 4 0|MG 27 4 0|ML 28 4 0|MZ 25 4 0|NE 28 4 0|SN 28 4 0|TD 27 4 0|TG 28 4 0
        """;

    private static readonly Layout[] Layouts = BuildLayouts();

    // A territory's banks write the IBAN and often the BIC of the country they clear with.
    private static readonly FrozenDictionary<string, string> ClearsWith = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["GF"] = "FR", ["GP"] = "FR", ["MQ"] = "FR", ["RE"] = "FR", ["YT"] = "FR", ["BL"] = "FR", ["MF"] = "FR", ["PM"] = "FR",
        ["NC"] = "FR", ["PF"] = "FR", ["WF"] = "FR", ["TF"] = "FR", ["GG"] = "GB", ["JE"] = "GB", ["IM"] = "GB", ["AX"] = "FI",
        ["PR"] = "US", ["GU"] = "US", ["VI"] = "US", ["AS"] = "US", ["MP"] = "US", ["UM"] = "US", ["SJ"] = "NO",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly record struct Layout(byte Length, byte BankStart, byte BankLength);

    /// <summary>Length of an IBAN of the country with these two upper-case letters; 0 when the country has none.</summary>
    internal static int LengthFor(char first, char second) =>
        char.IsAsciiLetterUpper(first) && char.IsAsciiLetterUpper(second) ? Layouts[Slot(first, second)].Length : 0;

    /// <summary>True when <paramref name="text"/> (upper case, no spaces) opens as an IBAN does: known country, two digits, all alphanumeric.</summary>
    internal static bool HasForm(ReadOnlySpan<char> text)
    {
        if (text.Length is < MinLength or > MaxLength) return false;
        if (!char.IsAsciiDigit(text[2]) || !char.IsAsciiDigit(text[3]) || LengthFor(text[0], text[1]) == 0) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c)) return false;
        }
        return true;
    }

    /// <summary>True when the length is the country's and mod 97 is 1. Expects <see cref="HasForm"/>.</summary>
    internal static bool IsValid(ReadOnlySpan<char> iban) =>
        iban.Length == LengthFor(iban[0], iban[1]) && Mod97(iban) == 1;

    /// <summary>Country and bank code as the IBAN holds them ("DE37040044"); null where the table does not know the position.</summary>
    internal static string? BankOf(string iban)
    {
        var layout = Layouts[Slot(iban[0], iban[1])];
        if (layout.BankLength == 0 || iban.Length != layout.Length) return null;
        return string.Concat(iban.AsSpan(0, 2), iban.AsSpan(layout.BankStart, layout.BankLength));
    }

    /// <summary>True when an account of <paramref name="written"/> may well be kept in <paramref name="stated"/>: the same country, or a territory that clears with it.</summary>
    internal static bool SameCountry(CountryCode stated, CountryCode written) =>
        stated == written || Clearing(stated.Code) == Clearing(written.Code);

    private static string Clearing(string country) => ClearsWith.GetValueOrDefault(country, country);

    private static int Mod97(ReadOnlySpan<char> iban)
    {
        var rest = 0u;
        foreach (var c in iban[4..]) rest = Step(rest, c);
        foreach (var c in iban[..4]) rest = Step(rest, c);
        return (int)(rest % 97);

        // Reducing only when the next step could overflow keeps divisions rare.
        static uint Step(uint rest, char c)
        {
            if (rest >= 10_000_000) rest %= 97;
            return char.IsAsciiDigit(c) ? (rest * 10) + (uint)(c - '0') : (rest * 100) + (uint)(c - 'A' + 10);
        }
    }

    private static int Slot(char first, char second) => ((first - 'A') * 26) + (second - 'A');

    private static Layout[] BuildLayouts()
    {
        var layouts = new Layout[26 * 26];
        foreach (var entry in Table.Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = entry.Split(' ');
            layouts[Slot(parts[0][0], parts[0][1])] = new Layout(Number(parts[1]), Number(parts[2]), Number(parts[3]));
        }
        return layouts;

        static byte Number(string text) => byte.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}
