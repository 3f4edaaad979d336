// Which language a name is written in decides how its characters are read. Publishers say it in words or in codes.
namespace Paysieve.Pipeline.Screening.Lists;

internal static class Languages
{
    private static readonly Dictionary<string, string> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Arabic"] = "ar", ["Farsi"] = "fa", ["Persian"] = "fa", ["Dari"] = "fa", ["Pashto"] = "ps", ["Urdu"] = "ur", ["Russian"] = "ru", ["Belarusian"] = "be", ["Belorussian"] = "be", ["Ukrainian"] = "uk", ["Bulgarian"] = "bg",
        ["Serbian"] = "sr", ["Macedonian"] = "mk", ["Greek"] = "el", ["Hebrew"] = "he", ["Chinese"] = "zh", ["Mandarin"] = "zh", ["Simplified Chinese"] = "zh", ["Traditional Chinese"] = "zh", ["Cantonese"] = "zh", ["Japanese"] = "ja",
        ["Korean"] = "ko", ["Burmese"] = "my", ["Georgian"] = "ka", ["Armenian"] = "hy", ["Kurdish"] = "ku", ["Hindi"] = "hi", ["Bengali"] = "bn", ["Thai"] = "th", ["Tajik"] = "tg", ["Uzbek"] = "uz", ["Kyrgyz"] = "ky", ["Kazakh"] = "kk", ["Uyghur"] = "ug", ["Somali"] = "so", ["Tigrinya"] = "ti", ["Amharic"] = "am",
    };

    /// <summary>ISO 639-1 code of an English name or of a code itself; null for what is neither.</summary>
    public static string? CodeOf(string? word)
    {
        if (PartyBuilder.Clean(word) is not { } text)
            return null;
        if (Codes.TryGetValue(text, out var code))
            return code;
        return text.Length == 2 && char.IsAsciiLetter(text[0]) && char.IsAsciiLetter(text[1]) ? text.ToLowerInvariant() : null;
    }
}
