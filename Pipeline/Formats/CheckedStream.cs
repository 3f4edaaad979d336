// The bytes of a source file on their way to the parser: counted and proven to be UTF-8 text as they pass.
using System.Text;
using System.Text.Unicode;
using Paysieve.Pipeline.Sources;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// Ends early, with <see cref="Fault"/> set, when the bytes are not text, not in their encoding, not those that the file's id names, or
/// cannot be read.
/// </summary>
internal sealed class CheckedStream : Stream
{
    private const int ReportEvery = 4 << 20;

    private readonly Stream _inner;
    private readonly SourceStream _content;
    private readonly long _total;
    private readonly IProgress<ReadProgress>? _progress;
    private readonly byte[] _carry = new byte[8];
    private int _carried;
    private long _read;
    private long _reported;

    /// <param name="inner"><paramref name="content"/> itself, or what decodes it to UTF-8. Disposed with this.</param>
    /// <param name="total">Bytes of the file as it arrived, for progress.</param>
    internal CheckedStream(Stream inner, SourceStream content, long total, IProgress<ReadProgress>? progress)
    {
        _inner = inner;
        _content = content;
        _total = total;
        _progress = progress;
    }

    /// <summary>Why the bytes ended early; null while all is well.</summary>
    internal RejectionCode? Fault { get; private set; }

    /// <summary>True when the last byte was delivered, or the bytes ended early.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>Last byte delivered; 0 before the first.</summary>
    internal byte LastByte { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (HasEnded || buffer.IsEmpty) return 0;
        int count;
        try
        {
            count = _inner.Read(buffer);
        }
        catch (DecoderFallbackException)
        {
            return End(Told() ?? RejectionCode.FileNotInEncoding);
        }
        if (count == 0) return End(Told() ?? (_carried > 0 ? RejectionCode.FileNotUtf8 : null));

        var bytes = buffer[..count];
        // Binary files show themselves in their first block; a stray NUL later on is the matter of its row.
        if (_read == 0 && bytes.Contains((byte)0)) return End(RejectionCode.FileNotText);
        if (!IsUtf8(bytes)) return End(RejectionCode.FileNotUtf8);
        _read += count;
        LastByte = bytes[^1];
        if (_progress is not null && _read - _reported >= ReportEvery) Report(Math.Min(_read, _total));
        return count;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _content.Dispose();
        }
        base.Dispose(disposing);
    }

    private int End(RejectionCode? fault)
    {
        HasEnded = true;
        Fault = fault;
        if (_progress is not null && fault is null) Report(_total);
        return 0;
    }

    private RejectionCode? Told() => _content.Fault switch
    {
        null => null,
        SourceFault.Changed => RejectionCode.FileChanged,
        SourceFault.ExpandsTooFar => RejectionCode.FileExpandsTooFar,
        SourceFault.Damaged => RejectionCode.FileDamaged,
        _ => RejectionCode.FileUnreadable,
    };

    private void Report(long read)
    {
        _reported = _read;
        _progress!.Report(new ReadProgress(read, _total));
    }

    // A character may be cut by the end of a block: its first bytes wait here for the rest.
    private bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        while (_carried > 0 && !bytes.IsEmpty)
        {
            _carry[_carried++] = bytes[0];
            bytes = bytes[1..];
            var status = Rune.DecodeFromUtf8(_carry.AsSpan(0, _carried), out _, out _);
            if (status == System.Buffers.OperationStatus.Done) _carried = 0;
            else if (status == System.Buffers.OperationStatus.InvalidData) return false;
        }
        var tail = UnfinishedTail(bytes);
        if (!Utf8.IsValid(bytes[..^tail])) return false;
        if (tail > 0)
        {
            bytes[^tail..].CopyTo(_carry);
            _carried = tail;
        }
        return true;
    }

    private static int UnfinishedTail(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if (b < 0x80) return 0;
            if (b < 0xC0) continue;
            var needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
            return needed > back ? back : 0;
        }
        return 0;
    }
}
