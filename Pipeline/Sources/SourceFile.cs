// A file that arrived: what it is called and which bytes it holds.
namespace Paysieve.Pipeline.Sources;

/// <summary>
/// A file as found at the source. <paramref name="FileId"/> is the SHA-256 of its bytes in lower-case hex and names the file
/// everywhere: in the lake, the store and the audit trail. <paramref name="Path"/> is where it is read from tonight and is never stored.
/// </summary>
public sealed record SourceFile(string FileId, string Name, string Path, long ByteSize)
{
    public override string ToString() => $"{Name} ({FileId[..12]})";
}
