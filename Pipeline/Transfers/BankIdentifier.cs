// What a bank identifier says by itself: the country of a BIC, the check digit of an ABA routing number.
namespace Paysieve.Pipeline.Transfers;

/// <summary>
/// Recognises bank identifiers by form. A BIC (ISO 9362) has no checksum; an ABA routing number has one (weights 3, 7, 1).
/// Sort codes, Zengin, BSB and the like are taken as given: they carry nothing to check without a code table.
/// </summary>
public static class BankIdentifier
{
    // Platforms whose eight-letter names have the form of a BIC.
    private static readonly string[] NotBics = ["PAYONEER", "COINBASE"];

    /// <summary>
    /// The one spelling of an identifier, so that the same bank is the same text: upper case; a BIC without a closing XXX; digits
    /// without their spaces, dashes and dots; anything else (a platform's name) trimmed.
    /// </summary>
    public static string Normalise(ReadOnlySpan<char> text)
    {
        var upper = text.Trim().ToString().ToUpperInvariant();
        var digits = upper.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        if (digits.Length > 0 && !digits.AsSpan().ContainsAnyExceptInRange('0', '9')) return digits;
        if (TryBicCountry(digits, out _)) return digits.Length == 11 && digits.EndsWith("XXX", StringComparison.Ordinal) ? digits[..8] : digits;
        return upper;
    }

    /// <summary>True for text in the form of a BIC with an assigned country: four alphanumerics, country, two or five alphanumerics.</summary>
    public static bool TryBicCountry(ReadOnlySpan<char> text, out CountryCode country)
    {
        country = default;
        if (text.Length is not (8 or 11)) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c)) return false;
        }
        if (!char.IsAsciiLetter(text[0])) return false;
        if (!CountryCode.TryParse(text.Slice(4, 2), out country)) return false;
        foreach (var name in NotBics)
        {
            if ((text[0] & ~0x20) == name[0] && text.Equals(name, StringComparison.OrdinalIgnoreCase)) return false;
        }
        return true;
    }

    /// <summary>True for nine digits.</summary>
    public static bool HasRoutingForm(ReadOnlySpan<char> text) => text.Length == 9 && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>The check digit of an ABA routing number; false also for text that is not nine digits, and for nine zeros.</summary>
    public static bool IsRoutingNumber(ReadOnlySpan<char> text)
    {
        if (!HasRoutingForm(text)) return false;
        ReadOnlySpan<byte> weights = [3, 7, 1, 3, 7, 1, 3, 7, 1];
        var sum = 0;
        for (var i = 0; i < 9; i++) sum += (text[i] - '0') * weights[i];
        return sum > 0 && sum % 10 == 0;
    }
}
