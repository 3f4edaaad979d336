// A name of a person or a company: prints masked, shown whole only by a call that says so.
namespace Paysieve.Pipeline.Transfers;

/// <summary>A name as the export gives it, trimmed, 1 to 512 characters, no ASCII control characters.</summary>
public sealed record PersonName
{
    public const int MaxLength = 512;
    private readonly string _value;

    private PersonName(string value) => _value = value;

    public static bool TryParse(string? text, out PersonName? name)
    {
        name = null;
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Length > MaxLength) return false;
        var isVisible = false;
        foreach (var c in trimmed)
        {
            if (c is < ' ' or '\u007F') return false;
            // Zero-width characters alone are no name.
            isVisible |= c < '\u0080' ? c > ' ' : c > '\u009F' && !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format;
        }
        if (!isVisible) return false;
        name = new PersonName(trimmed);
        return true;
    }

    /// <summary>The whole name: for screening, for the reviewer's report and for the encrypted party file, nowhere else.</summary>
    public string Reveal() => _value;

    /// <summary>Masked: the first character and how long the name is.</summary>
    public override string ToString() => $"{_value[0]}***({_value.Length})";
}
