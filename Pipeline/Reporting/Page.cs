// Hostile text must not become markup, and nobody should have to remember that: literals of an interpolated string are markup,
// every hole is encoded. There is no way to put a string into the page unencoded except as a literal in this room's code.
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Paysieve.Pipeline.Reporting;

/// <summary>Writes a page that is HTML and well-formed XML at once, lines ended by LF.</summary>
internal sealed class Page(TextWriter output)
{
    /// <summary>Markup with encoded holes, and the line's end.</summary>
    public void Line([InterpolatedStringHandlerArgument("")] ref Markup markup)
    {
        _ = markup;
        output.Write('\n');
    }

    /// <summary>The style sheet, a constant of the program.</summary>
    public void Style()
    {
        output.Write("<style>\n");
        output.Write(ReportStyle.Sheet);
        output.Write("\n</style>\n");
    }

    private void Literal(string literal) => output.Write(literal);

    private void Encoded(string text)
    {
        foreach (var c in ShownText.Of(text))
        {
            switch (c)
            {
                case '&': output.Write("&amp;"); break;
                case '<': output.Write("&lt;"); break;
                case '>': output.Write("&gt;"); break;
                case '"': output.Write("&quot;"); break;
                case '\'': output.Write("&#39;"); break;
                default: output.Write(c); break;
            }
        }
    }

    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        private readonly Page _page;

        public Markup(int literalLength, int formattedCount, Page page)
        {
            _ = literalLength;
            _ = formattedCount;
            _page = page;
        }

        public void AppendLiteral(string literal) => _page.Literal(literal);

        public void AppendFormatted(string? text)
        {
            if (text is not null) _page.Encoded(text);
        }

        public void AppendFormatted(int number) => _page.Literal(number.ToString(CultureInfo.InvariantCulture));
    }
}
