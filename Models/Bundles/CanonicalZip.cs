// Zip files that are the same bytes for the same content: ordinal entry order, one time stamp, one compression level.
using System.IO.Compression;

namespace Paysieve.Models;

internal static class CanonicalZip
{
    // The earliest time a zip can hold.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(IReadOnlyDictionary<string, byte[]> entries, bool compress, string comment = "")
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.Comment = comment;
            foreach (var (name, content) in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(name, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                entry.LastWriteTime = Epoch;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">Not a zip, an entry twice, or more content than <paramref name="limit"/> bytes.</exception>
    public static SortedDictionary<string, byte[]> Read(byte[] zip, long limit)
    {
        var entries = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using var archive = new ZipArchive(new MemoryStream(zip, writable: false), ZipArchiveMode.Read);
        foreach (var entry in archive.Entries)
        {
            if ((limit -= entry.Length) < 0)
                throw new InvalidDataException("A zip file holds more than a model can need.");
            var content = new byte[entry.Length];
            using var stream = entry.Open();
            stream.ReadExactly(content);
            if (!entries.TryAdd(entry.FullName, content))
                throw new InvalidDataException("A zip file holds an entry twice.");
        }

        return entries;
    }
}
