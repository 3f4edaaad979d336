// How list CSVs are opened, and how a file that was cut off is told from one that is whole.
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace Paysieve.Pipeline.Screening.Lists;

internal static class CsvRows
{
    private const byte EndOfFile = 0x1A;

    /// <summary>A reader over the content without a trailing end-of-file byte. Values stay out of its messages.</summary>
    public static CsvReader Open(byte[] content, bool hasHeader, char separator = ',') => CsvReader.Create(
        new MemoryStream(content, 0, LengthWithoutEnd(content), writable: false),
        new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = hasHeader,
            IncludeValuesInExceptions = false,
            TrackLineNumbers = true,
            MaxRecordSize = 4 << 20,
        },
        leaveOpen: false);

    /// <summary>
    /// Rows as texts with the line they end in, headings included, for files whose columns are found by heading. Bytes that are no UTF-8 are taken as
    /// Latin-1, in which spreadsheets save.
    /// </summary>
    public static IEnumerable<(int Line, string[] Cells)> Read(byte[] content, char separator)
    {
        var text = Utf8.IsValid(content) ? content : Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(content));
        using var row = Open(text, hasHeader: false, separator);
        while (row.Read())
        {
            var cells = new string[row.FieldCount];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = row.GetString(i);
            yield return ((int)row.LineNumber, cells);
        }
    }

    /// <summary>The first character that is no blank and no byte order mark; 0 when there is none.</summary>
    public static char FirstSign(byte[] content)
    {
        foreach (var b in content.AsSpan(content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0))
            if (b > ' ')
                return (char)b;
        return '\0';
    }

    /// <summary>Null when the file ends where a file ends: after a line break (an end-of-file byte may follow).</summary>
    public static string? WhyCutOff(ListFile file)
    {
        var length = LengthWithoutEnd(file.Content);
        if (length == 0)
            return $"{file.Name} is empty";
        return file.Content[length - 1] is (byte)'\n' or (byte)'\r' ? null : $"{file.Name} ends in the middle of a line: it was cut off";
    }

    private static int LengthWithoutEnd(byte[] content)
    {
        var length = content.Length;
        while (length > 0 && content[length - 1] is EndOfFile or 0)
            length--;
        return length;
    }
}
