// The bytes of a source file as its reader shall see them: unpacked within limits, and held at their end against the file's id.
using System.IO.Compression;
using System.Security.Cryptography;

namespace Paysieve.Pipeline.Sources;

/// <summary>Why the content of a file ended early.</summary>
public enum SourceFault
{
    /// <summary>The disk or the system refused to go on.</summary>
    Unreadable,

    /// <summary>Other bytes than when the file was found.</summary>
    Changed,

    /// <summary>More comes out than <see cref="UnpackLimits"/> allow.</summary>
    ExpandsTooFar,

    /// <summary>A packed file that is cut short or altered.</summary>
    Damaged,
}

/// <summary>
/// A forward stream. Gzip is known by its first two bytes, whatever the file is called. Trouble ends the stream early and is told by
/// <see cref="Fault"/>; <see cref="Read(Span{byte})"/> never throws for it.
/// </summary>
public sealed class SourceStream : Stream
{
    private readonly SourceFile _file;
    private readonly UnpackLimits _limits;
    private readonly Stream _raw;
    private readonly ZipArchive? _archive;
    private readonly Stream _content;
    private readonly bool _isGzip;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long _packed;
    private long _read;
    private bool _ended;

    private SourceStream(SourceFile file, UnpackLimits limits, FileStream raw)
    {
        _file = file;
        _limits = limits;
        if (file.Member is { } member)
        {
            _raw = raw;
            _archive = new ZipArchive(raw, ZipArchiveMode.Read, leaveOpen: true);
            var entry = _archive.Entries[member];
            _packed = entry.CompressedLength;
            _content = entry.Open();
            return;
        }
        _isGzip = Begins(raw, [0x1F, 0x8B]);
        _packed = file.ByteSize;
        _raw = _isGzip ? new HashedBytes(raw, _hash) : raw;
        _content = _isGzip ? new GZipStream(_raw, CompressionMode.Decompress, leaveOpen: true) : raw;
    }

    /// <summary>Why the content ended early; null while all is well.</summary>
    public SourceFault? Fault { get; private set; }

    /// <summary>True when what comes out is more than what lies on the disk, so that the file's size does not tell its length.</summary>
    public bool IsPacked => _isGzip;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <exception cref="IOException">It does not open.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    /// <exception cref="InvalidDataException">The zip is damaged, or no longer has the member.</exception>
    public static SourceStream Open(SourceFile file, UnpackLimits limits)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(limits);
        var raw = OpenFile(file.Path);
        try
        {
            return new SourceStream(file, limits, raw);
        }
        catch (Exception failure)
        {
            raw.Dispose();
            if (failure is ArgumentOutOfRangeException) throw new InvalidDataException("the zip no longer has this member");
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.IsEmpty) return 0;
        try
        {
            var count = _content.Read(buffer);
            if (count == 0) return End(IsAsFound() ? null : SourceFault.Changed);
            if (!_isGzip) _hash.AppendData(buffer[..count]);
            _read += count;
            if (_isGzip || _archive is not null) return _limits.Allow(_read, _packed) ? count : End(SourceFault.ExpandsTooFar);
            // Somebody appends, perhaps faster than we read.
            return _read > _file.ByteSize ? End(SourceFault.Changed) : count;
        }
        catch (InvalidDataException)
        {
            // Packed bytes that were changed under us look damaged; both are the same to the one who must send the file again.
            return End(SourceFault.Damaged);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return End(SourceFault.Unreadable);
        }
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    internal static FileStream OpenFile(string path) => new(
        path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0, Share = FileShare.ReadWrite | FileShare.Delete });

    /// <summary>Whether the file opens with these bytes; it is rewound.</summary>
    internal static bool Begins(FileStream file, ReadOnlySpan<byte> magic)
    {
        if (!file.CanSeek) return false;
        Span<byte> first = stackalloc byte[magic.Length];
        var count = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return count == first.Length && first.SequenceEqual(magic);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _archive?.Dispose();
            _raw.Dispose();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool IsAsFound()
    {
        // What stands behind the last gzip member belongs to the file all the same.
        if (_isGzip) _raw.CopyTo(Null);
        return string.Equals(Convert.ToHexStringLower(_hash.GetHashAndReset()), _file.FileId, StringComparison.Ordinal);
    }

    private int End(SourceFault? fault)
    {
        _ended = true;
        Fault = fault;
        return 0;
    }

    /// <summary>Packed bytes on their way to the unpacker, hashed as they arrived.</summary>
    private sealed class HashedBytes(Stream inner, IncrementalHash hash) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            hash.AppendData(buffer[..count]);
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
