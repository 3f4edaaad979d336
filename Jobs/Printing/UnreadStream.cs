// A standard stream that a shell closed (>&-) or whose reader has gone: output that nobody reads is no error, and no command's end hangs on it.

namespace Paysieve.Jobs.Printing;

/// <summary>Passes on what is written until nobody can read it any more; from then on it drops it. Other trouble, as a full disk, is thrown.</summary>
internal sealed class UnreadStream(Stream inner) : Stream
{
    private const int BadDescriptor = 9;
    private const int NotWritable = 22;
    private const int NoReader = 32;

    private bool _unread;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>A writer like the console's own: each write goes out at once.</summary>
    public static TextWriter Over(Stream stream) =>
        TextWriter.Synchronized(new StreamWriter(new UnreadStream(stream), Console.OutputEncoding, 1024) { AutoFlush = true });

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_unread) return;
        try
        {
            inner.Write(buffer);
        }
        catch (Exception failure) when (IsUnread(failure))
        {
            _unread = true;
        }
    }

    public override void Flush()
    {
        if (!_unread) inner.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>By the system's numbers. The runtime takes a closed descriptor for something of its own, which does not take our writing either.</summary>
    private static bool IsUnread(Exception failure) =>
        (failure is UnauthorizedAccessException { InnerException: IOException inner } ? inner : failure) is IOException { HResult: BadDescriptor or NotWritable or NoReader };
}
