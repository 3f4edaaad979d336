// What a zip holds: its members as files of their own, hashed within limits, without a byte of them on disk.
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Paysieve.Pipeline.Sources;

internal static class ZipMembers
{
    internal static readonly byte[] Magic = "PK\u0003\u0004"u8.ToArray();

    private const int EndRecordLength = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int MostBytesPerEntry = 1024;

    /// <summary>One member: a file, or why it is none, or the name of what is no export.</summary>
    internal readonly record struct Found(SourceFile? File, SourceProblem? Problem, string? PassedOver = null);

    /// <summary>Lists the members, in ordinal order of name; those that <paramref name="isKnown"/> takes are files.</summary>
    internal static List<Found> List(FileStream zip, string path, UnpackLimits limits, Func<string, bool> isKnown, CancellationToken cancellationToken)
    {
        var found = new List<Found>();
        try
        {
            if (!HasFewEntries(zip, limits)) return [new(null, new SourceProblem(path, SourceProblemCode.TooManyMembers))];
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > limits.MaxEntries) return [new(null, new SourceProblem(path, SourceProblemCode.TooManyMembers))];
            if (archive.Entries.Any(entry => entry.FullName is "xl/workbook.xml" or "[Content_Types].xml"))
                return [new(null, new SourceProblem(path, SourceProblemCode.Workbook))];

            long expanded = 0;
            var members = archive.Entries.Select((entry, position) => (entry, position)).OrderBy(member => member.entry.FullName, StringComparer.Ordinal);
            foreach (var (entry, position) in members)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var name = ShownName.Of(Path.GetFileName(path)) + "/" + ShownName.Of(entry.FullName);
                var place = path + "/" + ShownName.Of(entry.FullName);
                // A folder, or what a folder of its own would not give either.
                if (entry.FullName.EndsWith('/')) continue;
                if (Climbs(entry.FullName)) found.Add(new(null, new SourceProblem(place, SourceProblemCode.NameClimbs)));
                else if (IsPacked(entry.Name)) found.Add(new(null, new SourceProblem(place, SourceProblemCode.PackedTwice)));
                else if (isKnown(entry.Name)) found.Add(Hashed(entry, name, place, position, zip.Length, ref expanded));
                else if (FileSource.IsWorkbook(entry.Name)) found.Add(new(null, new SourceProblem(place, SourceProblemCode.Workbook)));
                else if (!FileSource.IsHidden(entry.Name)) found.Add(new(null, null, name));
            }

            Found Hashed(ZipArchiveEntry entry, string name, string place, int position, long packed, ref long sum)
            {
                try
                {
                    var code = Hash(entry, limits, packed, ref sum, out var id, out var size, cancellationToken);
                    return code is { } problem
                        ? new(null, new SourceProblem(place, problem))
                        : new(new SourceFile(id, name, path, size) { Member = position }, null);
                }
                catch (InvalidDataException)
                {
                    return new(null, new SourceProblem(place, SourceProblemCode.Damaged));
                }
            }
        }
        catch (InvalidDataException)
        {
            return [new(null, new SourceProblem(path, SourceProblemCode.Damaged))];
        }
        if (!found.Exists(member => member.File is not null || member.Problem is not null)) found.Add(new(null, new SourceProblem(path, SourceProblemCode.NothingInFolder)));
        return found;
    }

    private static SourceProblemCode? Hash(
        ZipArchiveEntry entry, UnpackLimits limits, long packed, ref long sum, out string id, out long size, CancellationToken cancellationToken)
    {
        id = "";
        size = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var check = new Crc32();
        using var stream = entry.Open();
        var buffer = new byte[1 << 16];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = stream.Read(buffer);
            if (count == 0) break;
            size += count;
            sum += count;
            // By the member and by the whole: members may lie over one another.
            if (!limits.Allow(size, entry.CompressedLength) || !limits.Allow(sum, packed)) return SourceProblemCode.ExpandsTooFar;
            hash.AppendData(buffer, 0, count);
            check.Append(buffer.AsSpan(0, count));
        }
        if (check.GetCurrentHashAsUInt32() != entry.Crc32) return SourceProblemCode.Damaged;
        id = Convert.ToHexStringLower(hash.GetHashAndReset());
        return null;
    }

    /// <summary>Names that would lead out of a folder if anybody unpacked them there.</summary>
    private static bool Climbs(string name) =>
        name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal)
        || name.Split('/').Contains("..", StringComparer.Ordinal);

    private static bool IsPacked(string name) =>
        name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    // The directory is read into memory as a whole: its size is looked at first. A zip without the usual closing record is left to the
    // library to refuse.
    private static bool HasFewEntries(FileStream zip, UnpackLimits limits)
    {
        var tail = new byte[(int)Math.Min(zip.Length, LongestComment + EndRecordLength)];
        zip.Position = zip.Length - tail.Length;
        zip.ReadExactly(tail);
        zip.Position = 0;
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || at + EndRecordLength > tail.Length) return true;
        var record = tail.AsSpan(at);
        if (BinaryPrimitives.ReadUInt16LittleEndian(record[10..]) > limits.MaxEntries) return false;
        var directory = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        return directory == uint.MaxValue || zip.Length - tail.Length + at - directory <= (long)limits.MaxEntries * MostBytesPerEntry;
    }
}
