// A file that carries its own hash as its last bytes, in a place that every zip reader skips: the archive's comment.
using System.Security.Cryptography;
using System.Text;

namespace Paysieve.Models;

internal static class Seal
{
    private const int Length = 64;

    /// <summary>A comment of the right length, to be replaced by <see cref="Close"/>.</summary>
    public static readonly string Open = new('0', Length);

    /// <summary>Puts the SHA-256 of all bytes before it in place of the open seal at the end.</summary>
    public static byte[] Close(byte[] zip)
    {
        HashOf(zip).CopyTo(zip.AsSpan(zip.Length - Length));
        return zip;
    }

    public static bool IsIntact(ReadOnlySpan<byte> zip) =>
        zip.Length > Length && zip[^Length..].SequenceEqual(HashOf(zip));

    private static byte[] HashOf(ReadOnlySpan<byte> zip) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(zip[..^Length])));
}
