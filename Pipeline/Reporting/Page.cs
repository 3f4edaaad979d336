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
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '&': output.Write("&amp;"); break;
                case '<': output.Write("&lt;"); break;
                case '>': output.Write("&gt;"); break;
                case '"': output.Write("&quot;"); break;
                case '\'': output.Write("&#39;"); break;
                case '\t' or '\n' or '\r': output.Write(' '); break;
                default:
                    if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                    {
                        output.Write(c);
                        output.Write(text[++i]);
                    }
                    else if (char.IsSurrogate(c) || char.IsControl(c) || c >= '\ufffe')
                    {
                        output.Write('\ufffd');
                    }
                    else if (IsDirectionOverride(c))
                    {
                        // Invisible, and able to make "exe.txt" read "txt.exe": shown by its number.
                        output.Write("[U+");
                        output.Write(((int)c).ToString("X4", CultureInfo.InvariantCulture));
                        output.Write(']');
                    }
                    else
                    {
                        output.Write(c);
                    }
                    break;
            }
        }
    }

    private static bool IsDirectionOverride(char c) => c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

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
