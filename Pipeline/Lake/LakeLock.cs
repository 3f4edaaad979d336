// One holder at a time, between processes: an exclusively opened file, let go by the system when its process dies.
using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Paysieve.Pipeline.Lake;

/// <summary>Held until disposed. The file stays behind on purpose: deleting it would let two processes lock two files of one name.</summary>
internal sealed class LakeLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private const int Attempts = 30_000;

    /// <summary>Threads of this process wait here in line; only between processes is the file asked again and again.</summary>
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Lines = new(StringComparer.Ordinal);

    private readonly FileStream _file;
    private SemaphoreSlim? _line;

    private LakeLock(FileStream file, SemaphoreSlim? line)
    {
        _file = file;
        _line = line;
    }

    /// <exception cref="IOException">Another process held the lock for ten minutes.</exception>
    internal static LakeLock Take(string path)
    {
        var line = Lines.GetOrAdd(Path.GetFullPath(path), _ => new SemaphoreSlim(1));
        if (!line.Wait(Pause * Attempts)) throw new IOException("the lake is locked by another thread");
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                if (TryTake(path, line) is { } held) return held;
                Thread.Sleep(Pause);
            }
            throw new IOException("the lake is locked by another process");
        }
        catch
        {
            line.Release();
            throw;
        }
    }

    internal static LakeLock? TryTake(string path) => TryTake(path, line: null);

    private static LakeLock? TryTake(string path, SemaphoreSlim? line)
    {
        try
        {
            return new LakeLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), line);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>
    /// A number that goes with the lock from holder to holder, 0 at first. Who finds it as he left it knows that nobody else did anything that counts:
    /// it is raised before that is done, so that a holder who dies in between is noticed too.
    /// </summary>
    internal long Turn
    {
        get
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            return RandomAccess.Read(_file.SafeFileHandle, bytes, 0) == bytes.Length ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
        }
        set
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            RandomAccess.Write(_file.SafeFileHandle, bytes, 0);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        Interlocked.Exchange(ref _line, null)?.Release();
    }
}
