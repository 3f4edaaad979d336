// How a value looks in a cell: numbers and dates that a spreadsheet can sort and add up, and text that stays text whatever it begins with.
using System.Text.RegularExpressions;
using SpreadCheetah;
using SpreadCheetah.Styling;

namespace Paysieve.Pipeline.Reporting;

/// <summary>The cells of one workbook. Text is typed as text, so nothing that an export wrote is ever a formula.</summary>
internal sealed partial class WorkbookCells(Spreadsheet book)
{
    /// <summary>What a cell can hold, in UTF-16 units; with more a spreadsheet calls the file damaged.</summary>
    public const int MostText = 32_767;

    private readonly StyleId _plain = book.AddStyle(Look());
    private readonly StyleId _wrapped = book.AddStyle(Look(wrapped: true));
    private readonly StyleId _heading = book.AddStyle(Look(bold: true));
    private readonly StyleId _date = book.AddStyle(Look("yyyy-mm-dd"));
    private readonly StyleId _time = book.AddStyle(Look("yyyy-mm-dd hh:mm:ss"));
    private readonly StyleId _count = book.AddStyle(Look("#,##0"));
    private readonly StyleId _score = book.AddStyle(Look("0.0######"));
    private readonly Dictionary<int, StyleId> _amounts = [];

    public Cell Heading(string text) => new(Cut(Spelled(text)), _heading);

    /// <summary>One line; what breaks lines in it reads as a space.</summary>
    public Cell Text(string? text) => new(text is null ? null : Cut(Spelled(text)), _plain);

    /// <summary>A line for each, in a cell that grows with them; none = an empty cell.</summary>
    public Cell Lines(IEnumerable<string> lines)
    {
        var text = string.Join('\n', lines.Select(Spelled));
        return new(text.Length == 0 ? null : Cut(text), _wrapped);
    }

    public Cell Count(long value) => new(value, _count);

    /// <summary>0..1, shown to seven decimals.</summary>
    public Cell Score(double value) => new(value, _score);

    public Cell Date(DateOnly? date) => new(date?.ToDateTime(TimeOnly.MinValue), _date);

    public Cell Time(DateTime? utc) => new(utc, _time);

    /// <summary>The amount alone, with its decimals; a spreadsheet computes with the first fifteen digits of it.</summary>
    public Cell Amount(Transfers.Money money)
    {
        var places = Figures.Places(money);
        if (!_amounts.TryGetValue(places, out var style))
            _amounts.Add(places, style = book.AddStyle(Look(places == 0 ? "#,##0" : "#,##0." + new string('0', places))));
        return new(money.Amount, style);
    }

    // A spreadsheet reads "_x0041_" in a text as the letter of that number: an id that happens to hold one would show as another.
    private static string Spelled(string text) => Escape().Replace(ShownText.Of(text), "_x005F_x");

    private static string Cut(string text)
    {
        if (text.Length <= MostText) return text;
        var end = MostText - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }

    private static Style Look(string? format = null, bool bold = false, bool wrapped = false) => new()
    {
        Alignment = new Alignment { Vertical = VerticalAlignment.Top, WrapText = wrapped },
        Font = new Font { Bold = bold },
        Format = format is null ? null : NumberFormat.Custom(format),
    };

    [GeneratedRegex("_x(?=[0-9A-Fa-f]{4}_)")]
    private static partial Regex Escape();
}
