// A file that a native library writes into. An exception does not find its way through native code with its number; so what goes wrong is
// kept here and thrown by the managed side, which asks.
namespace Paysieve.Pipeline.Lake;

/// <summary>A new file, buffered. After a failure everything written is dropped; <see cref="Check"/> throws it.</summary>
internal sealed class LakeOutput(string path, int bufferBytes) : Stream
{
    /// <summary>What Unix calls a file that may not grow further, EFBIG.</summary>
    private const int FileTooLarge = 27;

    private readonly FileStream _file = Create(path, bufferBytes);
    private IOException? _failure;
    private long _position;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _position;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    /// <exception cref="IOException">The disk did not take what was written.</exception>
    internal void Check()
    {
        if (_failure is not null) throw new IOException(_failure.Message, _failure.HResult);
    }

    /// <summary>What was written, from its beginning. Nothing is written behind it.</summary>
    /// <exception cref="IOException">The disk did not take what was written.</exception>
    internal string Read(Func<Stream, string> read)
    {
        Try(_file.Flush);
        Check();
        _file.Position = 0;
        return read(_file);
    }

    /// <summary>Waits until all that was written is on the disk.</summary>
    /// <exception cref="IOException">The disk did not take what was written.</exception>
    internal void Seal()
    {
        Try(() => _file.Flush(flushToDisk: true));
        Check();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _position += buffer.Length;
        if (_failure is not null) return;
        try
        {
            _file.Write(buffer);
        }
        catch (Exception failure) when (Kept(failure) is { } kept)
        {
            _failure = kept;
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) Try(_file.Dispose);
        base.Dispose(disposing);
    }

    private static FileStream Create(string path, int bufferBytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = bufferBytes };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (Kept(failure) is { } kept)
        {
            _failure ??= kept;
        }
    }

    // The runtime tells of a file that may not grow as of an argument.
    private static IOException? Kept(Exception failure) => failure switch
    {
        IOException known => known,
        ArgumentOutOfRangeException => new IOException("the system lets no file grow larger", FileTooLarge),
        _ => null,
    };
}
