// A stream that keeps nothing: what is written to it is held against a file, byte by byte.
namespace Paysieve.Pipeline.Audit.Packs;

internal sealed class ComparingStream(string path) : Stream
{
    private readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
    private readonly byte[] _buffer = new byte[1 << 16];
    private long _lines = 1;
    private bool _differs;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <param name="line">The first line that differs, 1 for the first; null when the two are the same.</param>
    public bool IsSame(out long? line)
    {
        if (!_differs && _file.ReadByte() >= 0) _differs = true;
        line = _differs ? _lines : null;
        return !_differs;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!_differs && !buffer.IsEmpty)
        {
            var part = buffer[..Math.Min(buffer.Length, _buffer.Length)];
            var there = _buffer.AsSpan(0, _file.ReadAtLeast(_buffer.AsSpan(0, part.Length), part.Length, throwOnEndOfStream: false));
            var same = part.CommonPrefixLength(there);
            _lines += part[..same].Count((byte)'\n');
            _differs = same < part.Length;
            buffer = buffer[part.Length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }
}
