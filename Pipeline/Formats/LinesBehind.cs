// A stream without its first lines: the titles and blanks that some exports put above their header.
namespace Paysieve.Pipeline.Formats;

/// <summary>Leaves out the first lines, whatever ends them (LF, CRLF, lone CR), quotes or no quotes. Fewer lines than that: an empty stream.</summary>
internal sealed class LinesBehind(Stream inner, int lines) : Stream
{
    private int _left = lines;
    private bool _afterReturn;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            var count = inner.Read(buffer);
            if (count == 0) return 0;
            var start = Skip(buffer[..count]);
            if (start == count) continue;
            buffer[start..count].CopyTo(buffer);
            return count - start;
        }
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Where the first line that is wanted begins in this block; its length when it is not in it.</summary>
    internal int Skip(ReadOnlySpan<byte> block)
    {
        var at = 0;
        while (at < block.Length)
        {
            // The LF of a CRLF may open the next block.
            if (_afterReturn)
            {
                _afterReturn = false;
                if (block[at] == '\n')
                {
                    at++;
                    continue;
                }
            }
            if (_left == 0) return at;
            var end = block[at..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0) return block.Length;
            _afterReturn = block[at + end] == '\r';
            at += end + 1;
            _left--;
        }
        return block.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
