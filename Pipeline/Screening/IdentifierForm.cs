// Passport, tax and registration numbers as they are compared: equal ones decide, and a number that is one slip of the hand away
// supports what the names say.
namespace Paysieve.Pipeline.Screening;

internal static class IdentifierForm
{
    // Numbers of fewer characters are shared by too many; of few more, two of one series are a digit apart.
    private const int Least = 5;
    private const int LeastForSlips = 7;
    private const int LeastDigits = 9;
    private const int MostDigitsOfMany = 10;

    /// <summary>Letters and digits alone, in capitals; null when too short, or without a digit.</summary>
    public static string? Of(string value)
    {
        var key = string.Concat(value.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return key.Length >= Least && key.Any(char.IsAsciiDigit) ? key : null;
    }

    /// <summary>
    /// Nine digits, or a letter among seven characters: fewer are what employers number their people with, so that thousands of payees meet thousands of listed numbers
    /// by chance.
    /// </summary>
    public static bool IsOnesOwn(string form) => form.Length >= LeastDigits || (form.Length >= LeastForSlips && form.Any(char.IsAsciiLetter));

    /// <summary>
    /// Digits alone, and so few of them that the numbers of many thousand payees meet a listed one of another person by chance: nine and ten are what most tax and passport
    /// numbers have.
    /// </summary>
    public static bool MayBeAnothers(string form) => form.Length <= MostDigitsOfMany && form.All(char.IsAsciiDigit);

    /// <summary>Whether two keys of seven characters or more differ by one of them, or by two neighbours transposed.</summary>
    public static bool IsOneSlip(string a, string b)
    {
        if (a.Length != b.Length || a.Length < LeastForSlips)
            return false;
        var at = a.AsSpan().CommonPrefixLength(b);
        if (at == a.Length)
            return false;
        var rest = a.AsSpan(at);
        var other = b.AsSpan(at);
        return rest[1..].SequenceEqual(other[1..]) || (rest.Length > 1 && rest[0] == other[1] && rest[1] == other[0] && rest[2..].SequenceEqual(other[2..]));
    }
}
