// How list XML is opened: it comes from outside, so it declares no types, calls for no other file, and has an end.
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Paysieve.Pipeline.Screening.Lists;

internal static class XmlLists
{
    private const int MaxDepth = 64;

    /// <summary>
    /// Every element of one of the names, one after the other, each whole; what lies between is skipped. The root's attributes come first through
    /// <paramref name="root"/>. Throws <see cref="XmlException"/> for what is no XML, is cut off, declares a document type or nests without end.
    /// </summary>
    public static IEnumerable<XElement> Elements(byte[] content, string[] names, Action<XElement> root)
    {
        using var reader = XmlReader.Create(new MemoryStream(content, writable: false), Settings());
        reader.MoveToContent();
        var attributes = new XElement(XName.Get(reader.LocalName));
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
            attributes.SetAttributeValue(XName.Get(reader.LocalName), reader.Value);
        root(attributes);
        reader.MoveToElement();
        reader.Read();
        while (!reader.EOF)
        {
            if (reader.Depth > MaxDepth)
                throw new XmlException("nested too deep");
            if (reader.NodeType == XmlNodeType.Element && Array.IndexOf(names, reader.LocalName) >= 0)
                yield return Whole(reader);
            else
                reader.Read();
        }
    }

    public static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 1L << 30,
        MaxCharactersFromEntities = 1 << 20,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Where and that something is wrong, without a word of the content.</summary>
    public static string Trouble(ListFile file, XmlException trouble) =>
        $"{file.Name} is not whole XML (line {trouble.LineNumber.ToString(CultureInfo.InvariantCulture)})";

    // The element without namespaces: publishers change those between versions, names they keep.
    private static XElement Whole(XmlReader reader)
    {
        var depth = reader.Depth;
        var open = new Stack<XElement>();
        while (true)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (reader.Depth - depth > MaxDepth)
                        throw new XmlException("nested too deep");
                    var element = new XElement(XName.Get(reader.LocalName));
                    var empty = reader.IsEmptyElement;
                    for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
                        if (reader.Prefix != "xmlns" && reader.LocalName != "xmlns")
                            element.SetAttributeValue(XName.Get(reader.LocalName), reader.Value);
                    reader.MoveToElement();
                    if (open.TryPeek(out var parent))
                        parent.Add(element);
                    if (!empty)
                        open.Push(element);
                    else if (open.Count == 0)
                    {
                        reader.Read();
                        return element;
                    }
                    break;
                case XmlNodeType.EndElement:
                    var done = open.Pop();
                    if (open.Count == 0)
                    {
                        reader.Read();
                        return done;
                    }
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when open.TryPeek(out var holder):
                    holder.Add(new XText(reader.Value));
                    break;
            }
            if (!reader.Read())
                throw new XmlException("cut off");
        }
    }

    /// <summary>Text of the first child of that name; null when there is none or it is blank.</summary>
    public static string? Text(this XElement element, string child) => PartyBuilder.Clean(element.Element(child)?.Value);

    /// <summary>Texts of the <c>VALUE</c> children of every child of that name.</summary>
    public static IEnumerable<string> Values(this XElement element, string child) =>
        element.Elements(child).SelectMany(e => e.Elements("VALUE")).Select(v => PartyBuilder.Clean(v.Value)).OfType<string>();

    /// <summary>An attribute's text; null when it is absent or blank.</summary>
    public static string? Said(this XElement element, string attribute) => PartyBuilder.Clean(element.Attribute(attribute)?.Value);
}
