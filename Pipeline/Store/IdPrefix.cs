// Ids may be typed by their beginning, as long as it is unique.
namespace Paysieve.Pipeline.Store;

/// <summary>A beginning of a hex id as a half-open range, which an index answers in both dialects.</summary>
internal readonly record struct IdPrefix(string From, string Below)
{
    public object Arguments => new { id_from = From, id_below = Below };

    /// <summary>False for what cannot begin an id: nothing, more than 64 characters, or no hex digits.</summary>
    public static bool TryParse(string? text, out IdPrefix prefix)
    {
        prefix = default;
        var id = text?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(id) || id.Length > 64 || !id.All(char.IsAsciiHexDigitLower)) return false;

        // 'g' follows every hex digit.
        prefix = new IdPrefix(id, id + "g");
        return true;
    }
}
