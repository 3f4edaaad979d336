// A file that arrived: what it is called and which bytes it holds.
namespace Paysieve.Pipeline.Sources;

/// <summary>
/// A file as found at the source. <paramref name="FileId"/> is the SHA-256 of its bytes as they arrived, in lower-case hex, and names the
/// file everywhere: in the lake, the store and the audit trail. A member of a zip is a file of its own, known by the bytes of the
/// member: the same export packed or not is the same file. <paramref name="Path"/> is where it is read from tonight and is never stored.
/// </summary>
/// <param name="ByteSize">Bytes as they arrived; of a zip member, its own bytes.</param>
public sealed record SourceFile(string FileId, string Name, string Path, long ByteSize)
{
    /// <summary>Position of the member in the zip at <see cref="Path"/>; null for a file that is none.</summary>
    public int? Member { get; init; }

    public override string ToString() => $"{Name} ({FileId[..12]})";
}
