// How list CSVs are opened, and how a file that was cut off is told from one that is whole.
using CsvHelper;

namespace Paysieve.Pipeline.Screening.Lists;

internal static class CsvRows
{
    private const byte EndOfFile = 0x1A;

    /// <summary>A reader over the content without a trailing end-of-file byte. Values stay out of its messages.</summary>
    public static CsvReader Open(byte[] content, bool hasHeader) => CsvReader.Create(
        new MemoryStream(content, 0, LengthWithoutEnd(content), writable: false),
        new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = hasHeader,
            IncludeValuesInExceptions = false,
            TrackLineNumbers = true,
            MaxRecordSize = 4 << 20,
            PoolStrings = true,
        },
        leaveOpen: false);

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
