// Tells a person what a file is that is no CSV of payouts: bank files that often lie in the same folder.
namespace Paysieve.Pipeline.Formats;

/// <summary>Known by their first record alone. Says nothing of what is in them.</summary>
internal static class OtherFormats
{
    private const int NachaRecord = 94;
    private const int ZenginRecord = 120;

    /// <summary>What the file looks like, or null when it looks like none of these.</summary>
    internal static string? Of(ReadOnlySpan<byte> firstRow)
    {
        var row = Utf8Values.Trim(firstRow);
        if (row.StartsWith("<?xml"u8) || row.StartsWith("<"u8)) return "an XML document (ISO 20022 perhaps), no CSV";
        if (row.StartsWith("{"u8) || row.StartsWith("["u8)) return "a JSON document, no CSV";
        if (row.Length <= NachaRecord && row.StartsWith("101"u8) && !row.Contains((byte)',')) return "a NACHA file, no CSV";
        if (firstRow.Length == ZenginRecord && firstRow[0] == '1') return "a Zengin file, no CSV";
        return row.StartsWith(":20:"u8) || row.StartsWith("{1:"u8) ? "a SWIFT message, no CSV" : null;
    }
}
