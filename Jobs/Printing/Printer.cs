// Results on the output stream: tables for a person at a terminal, plain aligned lines for a file, one JSON document for a script.
using System.Globalization;
using System.Text;
using Paysieve.Pipeline.Runs;
using Spectre.Console;

namespace Paysieve.Jobs.Printing;

/// <summary>A cell's place in its column.</summary>
internal enum Side { Left, Right }

/// <summary>A column of a table.</summary>
internal readonly record struct Column(string Heading, Side Side = Side.Left);

/// <summary>
/// Prints one verb's result. Control characters are taken out of every text: file names and listed names come from outside, and a
/// terminal obeys what it is sent.
/// </summary>
internal sealed class Printer
{
    private readonly TextWriter _out;
    private readonly IAnsiConsole? _console;

    public Printer(TextWriter writer, bool isTerminal, bool json)
    {
        _out = writer;
        IsJson = json;
        if (isTerminal && !json) _console = Consoles.Over(writer, InteractionSupport.No);
    }

    public bool IsJson { get; }

    /// <summary>What the start put right: said on the error stream when it was done, and with the next document.</summary>
    public Recovered? Recovered { get; set; }

    /// <summary>The result: as JSON when asked, otherwise as <paramref name="draw"/> puts it.</summary>
    public void Show<T>(T result, Action<Printer> draw)
    {
        if (IsJson) _out.WriteLine(JsonDocuments.Of(result, Recovered));
        else draw(this);
        _out.Flush();
    }

    public void Line(string text = "")
    {
        if (_console is null) _out.WriteLine(Plain(text));
        else _console.Write(new Text(Plain(text) + "\n"));
    }

    public void Heading(string text)
    {
        if (_console is null) _out.WriteLine(Plain(text));
        else _console.Write(new Text(Plain(text) + "\n", new Style(decoration: Decoration.Bold)));
    }

    /// <summary>Label and value pairs, values under one another.</summary>
    public void Facts(params ReadOnlySpan<(string Label, string? Value)> facts)
    {
        var width = 0;
        foreach (var (label, value) in facts)
            if (value is not null) width = Math.Max(width, label.Length);
        foreach (var (label, value) in facts)
            if (value is not null) Line($"  {label.PadRight(width)}  {value}");
    }

    public void Table(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (_console is null)
        {
            PlainTable(columns, rows);
            return;
        }
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column.Heading, new Style(decoration: Decoration.Bold))) { Alignment = column.Side == Side.Right ? Justify.Right : Justify.Left });
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(Plain(cell))));
        _console.Write(table);
    }

    /// <summary>A count as people read it: 12,345.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Count and noun: 1 flag, 2 flags.</summary>
    public static string Count(long count, string noun) => Count(count) + " " + noun + (count == 1 ? "" : "s");

    public static string Share(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public static string Score(double score) => score.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan span) => span.TotalSeconds.ToString(span.TotalSeconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";

    /// <summary>An id short enough to read out; the store takes the beginning of one too.</summary>
    public static string Id(string id) => id.Length > 16 ? id[..16] : id;

    private void PlainTable(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = columns.Select((column, i) => Math.Max(column.Heading.Length, rows.Count == 0 ? 0 : rows.Max(row => Plain(row[i]).Length))).ToArray();
        PlainRow([.. columns.Select(column => column.Heading)]);
        foreach (var row in rows) PlainRow(row);

        void PlainRow(IReadOnlyList<string> cells)
        {
            var line = new StringBuilder(" ");
            for (var i = 0; i < cells.Count; i++)
            {
                var cell = Plain(cells[i]);
                line.Append(' ').Append(columns[i].Side == Side.Right ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])).Append(' ');
            }
            _out.WriteLine(line.ToString().TrimEnd());
        }
    }

    internal static string Plain(string text)
    {
        foreach (var c in text)
            if (char.IsControl(c) && c != '\n') return string.Concat(text.Select(each => char.IsControl(each) && each != '\n' ? '�' : each));
        return text;
    }
}

/// <summary>Makes Spectre write to a stream of ours and ask nothing of the machine.</summary>
internal static class Consoles
{
    /// <param name="moving">Whether lines may be drawn over, which progress does and a result never.</param>
    public static IAnsiConsole Over(TextWriter writer, InteractionSupport moving) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Detect,
        ColorSystem = ColorSystemSupport.Detect,
        Interactive = moving,
        Out = new AnsiConsoleOutput(writer),
    });
}
