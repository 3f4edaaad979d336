// What the trail holds of a reviewer's free words: a hash that proves them while they stand and tells nothing once they are erased.
using System.Security.Cryptography;
using System.Text;

namespace Paysieve.Pipeline.Store;

internal static class NoteSeal
{
    /// <summary>Stands beside the note and goes with it; null for an empty note.</summary>
    public static string? Salt(string note) => note.Length == 0 ? null : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>SHA-256 over salt, line feed and note, hex; null for an empty note.</summary>
    public static string? Of(string? salt, string note) =>
        salt is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(salt + "\n" + note)));
}
