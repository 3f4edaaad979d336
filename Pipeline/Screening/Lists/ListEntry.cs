// The written form of one entry, and the version that follows from it: equal entries are equal bytes, so a changed version is a
// changed entry, whenever and from whatever file it was loaded.
using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Paysieve.Pipeline.Screening.Lists;

internal static class ListEntry
{
    /// <summary>Appends the entry's one line, without its end.</summary>
    public static void Write(Utf8JsonWriter writer, ListedParty party)
    {
        JsonSerializer.Serialize(writer, party, ListPartyJson.Default.ListedParty);
        writer.Flush();
        writer.Reset();
    }

    /// <summary>First 64 bits of the SHA-256 of an entry's line, lower-case hex.</summary>
    public static string VersionOf(ReadOnlySpan<byte> line)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(line, hash);
        return Convert.ToHexStringLower(hash[..8]);
    }

    public static string VersionOf(ListedParty party)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        Write(writer, party);
        return VersionOf(buffer.WrittenSpan);
    }
}
