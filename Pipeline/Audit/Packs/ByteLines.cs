// Lines of a file as the bytes they are: what is to be held against a hash is not decoded and spelled anew on the way.
namespace Paysieve.Pipeline.Audit.Packs;

internal static class ByteLines
{
    private const int First = 1 << 16;

    /// <summary>Every line without its line feed; each is good until the next is asked for. What stands after the last line feed is a line too.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var buffer = new byte[First];
        var (from, to) = (0, 0);
        while (true)
        {
            var length = buffer.AsSpan(from, to - from).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return buffer.AsMemory(from, length);
                from += length + 1;
                continue;
            }
            if (from > 0)
            {
                buffer.AsSpan(from, to - from).CopyTo(buffer);
                (from, to) = (0, to - from);
            }
            if (to == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = file.Read(buffer, to, buffer.Length - to);
            if (read == 0) break;
            to += read;
        }
        if (to > 0) yield return buffer.AsMemory(0, to);
    }
}
