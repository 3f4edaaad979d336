// A workbook as a spreadsheet reads it: sheets by name, cells by row and heading, each with its type and number format. No library's own reader, so nothing is taken on trust.
using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;

namespace Paysieve.Pipeline.Tests.Reporting;

/// <param name="Type"><c>inlineStr</c> for text, <c>n</c> for a number or date, empty for nothing.</param>
/// <param name="Value">As in the file.</param>
internal sealed record SheetCell(string Type, string Value, string Format, bool Wraps)
{
    public decimal Number => Type == "n" ? decimal.Parse(Value, NumberStyles.Float, CultureInfo.InvariantCulture) : throw new InvalidOperationException($"a cell of type {Type} is no number");

    public DateOnly Date => DateOnly.FromDateTime(DateTime.FromOADate((double)Number));
}

internal sealed class OpenedWorkbook
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly Dictionary<string, XDocument> _sheets = new(StringComparer.Ordinal);
    private readonly List<(string Format, bool Wraps)> _styles = [];

    private OpenedWorkbook(ZipArchive zip)
    {
        Entries = [.. zip.Entries.Select(entry => (entry.FullName, entry.LastWriteTime.DateTime))];
        XDocument Part(string name)
        {
            using var stream = zip.GetEntry(name)!.Open();
            return XDocument.Load(stream, LoadOptions.PreserveWhitespace);
        }

        var targets = Part("xl/_rels/workbook.xml.rels").Root!.Elements().ToDictionary(link => link.Attribute("Id")!.Value, link => link.Attribute("Target")!.Value.TrimStart('/'));
        foreach (var sheet in Part("xl/workbook.xml").Descendants(Main + "sheet"))
            _sheets.Add(sheet.Attribute("name")!.Value, Part(targets[sheet.Attribute(Link + "id")!.Value]));
        var styles = Part("xl/styles.xml").Root!;
        var formats = styles.Descendants(Main + "numFmt").ToDictionary(format => format.Attribute("numFmtId")!.Value, format => format.Attribute("formatCode")!.Value);
        foreach (var style in styles.Element(Main + "cellXfs")!.Elements())
        {
            _styles.Add((formats.GetValueOrDefault(style.Attribute("numFmtId")!.Value, ""), style.Element(Main + "alignment")?.Attribute("wrapText")?.Value == "1"));
        }
    }

    /// <summary>Parts of the file with their time stamps.</summary>
    public IReadOnlyList<(string Name, DateTime At)> Entries { get; }

    public IReadOnlyList<string> Names => [.. _sheets.Keys];

    /// <summary>Everything that all sheets say, for looking up what must not be there.</summary>
    public string Text => string.Concat(_sheets.Values.Select(sheet => sheet.ToString(SaveOptions.DisableFormatting)));

    public XDocument Sheet(string name) => _sheets[name];

    public static OpenedWorkbook Open(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return new OpenedWorkbook(zip);
    }

    public static OpenedWorkbook Open(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        return new OpenedWorkbook(zip);
    }

    public List<List<SheetCell>> Rows(string name) => [.. _sheets[name].Descendants(Main + "row").Select(row => row.Elements(Main + "c").Select(Cell).ToList())];

    /// <summary>Rows under the first one, by the headings in it.</summary>
    public List<Dictionary<string, SheetCell>> Table(string name)
    {
        var rows = Rows(name);
        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(pair => pair.First.Value, pair => pair.Second))];
    }

    private SheetCell Cell(XElement cell)
    {
        var (format, wraps) = _styles[int.Parse(cell.Attribute("s")?.Value ?? "0", CultureInfo.InvariantCulture)];
        Assert.IsNull(cell.Element(Main + "f"), "a formula");
        if (cell.Element(Main + "is") is { } text) return new SheetCell(cell.Attribute("t")!.Value, string.Concat(text.Descendants(Main + "t").Select(part => part.Value)), format, wraps);
        return cell.Element(Main + "v") is { } value ? new SheetCell(cell.Attribute("t")?.Value ?? "n", value.Value, format, wraps) : new SheetCell("", "", format, wraps);
    }
}
