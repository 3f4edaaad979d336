// Rows out of an OpenDocument spreadsheet. No kept library reads the format, and rows of text are all that lists need: the
// package is a zip, the content one XML that is streamed.
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Paysieve.Pipeline.Screening.Lists;

internal static class SheetRows
{
    private const long MaxBytes = 1L << 30;
    private const int MaxColumns = 1024;

    /// <summary>Whether the bytes begin as a zip does.</summary>
    public static bool IsSpreadsheet(byte[] content) => content is [0x50, 0x4B, 0x03, 0x04, ..];

    /// <summary>
    /// Every row with a value, of every sheet, with its number; cells as text, line breaks within kept. <see cref="InvalidDataException"/> for a
    /// damaged package, one without content, or one that unpacks to more than a gibibyte; <see cref="XmlException"/> for damaged content.
    /// </summary>
    public static IEnumerable<(int Line, string[] Cells)> Read(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package, writable: false), ZipArchiveMode.Read);
        var entry = zip.GetEntry("content.xml") ?? throw new InvalidDataException("no content");
        if (entry.Length > MaxBytes)
            throw new InvalidDataException("too large");
        using var content = entry.Open();
        var settings = XmlLists.Settings();
        settings.IgnoreWhitespace = false;
        using var reader = XmlReader.Create(content, settings);
        var line = 0;
        var cells = new List<string>();
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "table-row" && cells.Count > 0)
                {
                    yield return (line, [.. cells]);
                    cells.Clear();
                }
                continue;
            }
            if (reader.LocalName == "table-row")
            {
                line++;
                cells.Clear();
            }
            else if (reader.LocalName is "table-cell" or "covered-table-cell")
            {
                var repeated = int.TryParse(reader.GetAttribute("number-columns-repeated", reader.NamespaceURI), out var count) ? count : 1;
                var text = CellText(reader);
                // A row is filled up with thousands of empty cells.
                if (text.Length == 0 && cells.Count + repeated > MaxColumns)
                    continue;
                if (cells.Count + repeated > MaxColumns)
                    throw new InvalidDataException("too many columns");
                for (var i = 0; i < repeated; i++)
                    cells.Add(text);
            }
        }
    }

    private static string CellText(XmlReader reader)
    {
        var dated = reader.GetAttribute("date-value", "urn:oasis:names:tc:opendocument:xmlns:office:1.0");
        if (reader.IsEmptyElement)
            return dated ?? "";
        var depth = reader.Depth;
        var text = new StringBuilder();
        var paragraphs = 0;
        var within = 0;
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.LocalName == "annotation":
                    // A note beside the value is no part of it.
                    using (var note = reader.ReadSubtree())
                        while (note.Read()) { }
                    break;
                case XmlNodeType.Element when reader.LocalName == "p":
                    if (paragraphs++ > 0)
                        text.Append('\n');
                    within += reader.IsEmptyElement ? 0 : 1;
                    break;
                case XmlNodeType.Element when reader.LocalName is "s" or "tab":
                    text.Append(' ');
                    break;
                case XmlNodeType.Element when reader.LocalName == "line-break":
                    text.Append('\n');
                    break;
                case XmlNodeType.EndElement when reader.LocalName == "p":
                    within--;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when within > 0:
                    text.Append(reader.Value);
                    break;
            }
        }
        // The date in ISO form is the same in every country's spreadsheet; what is shown is not.
        return dated ?? text.ToString();
    }
}
