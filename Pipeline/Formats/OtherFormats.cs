// Tells a person what a file is that is no CSV of payouts: bank files that often lie in the same folder.
using System.Text;

namespace Paysieve.Pipeline.Formats;

/// <summary>Known by their first record alone. Says nothing of what is in them.</summary>
internal static class OtherFormats
{
    private const int NachaRecord = 94;
    private const int ZenginRecord = 120;
    private const int FewestColumns = 3;
    private static readonly (byte Delimiter, string Name)[] Delimiters = [((byte)';', "semicolons"), ((byte)'\t', "tabs"), ((byte)'|', "bars")];

    /// <summary>What the file looks like, or null when it looks like none of these.</summary>
    internal static string? Of(ReadOnlySpan<byte> firstRow)
    {
        var row = Utf8Values.Trim(firstRow);
        if (row.StartsWith("<?xml"u8) || row.StartsWith("<"u8)) return "an XML document (ISO 20022 perhaps), no CSV";
        if (row.StartsWith("{"u8) || row.StartsWith("["u8)) return "a JSON document, no CSV";
        if (row.Length <= NachaRecord && row.StartsWith("101"u8) && !row.Contains((byte)',')) return "a NACHA file, no CSV";
        if (firstRow.Length == ZenginRecord && firstRow[0] == '1') return "a Zengin file, no CSV";
        foreach (var (delimiter, name) in Delimiters)
        {
            if (row.Count(delimiter) >= FewestColumns && KnownColumns(row, delimiter) >= FewestColumns) return $"the contract's columns with {name} between them";
        }
        return row.StartsWith(":20:"u8) || row.StartsWith("{1:"u8) ? "a SWIFT message, no CSV" : null;
    }

    private static int KnownColumns(ReadOnlySpan<byte> row, byte delimiter)
    {
        var known = 0;
        foreach (var range in row.Split(delimiter))
        {
            var name = Encoding.UTF8.GetString(row[range]).Trim(' ', '"').ToLowerInvariant();
            if (Array.Exists(ExportColumns.Payout, column => column.Name == name) || Array.Exists(ExportColumns.Leg, column => column.Name == name)) known++;
        }
        return known;
    }
}
