// One holder at a time, between processes: an exclusively opened file, let go by the system when its process dies.
namespace Paysieve.Pipeline.Lake;

/// <summary>Held until disposed. The file stays behind on purpose: deleting it would let two processes lock two files of one name.</summary>
internal sealed class LakeLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private const int Attempts = 30_000;

    private readonly FileStream _file;

    private LakeLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another process held the lock for ten minutes.</exception>
    internal static LakeLock Take(string path)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (TryTake(path) is { } held) return held;
            Thread.Sleep(Pause);
        }
        throw new IOException("the lake is locked by another process");
    }

    internal static LakeLock? TryTake(string path)
    {
        try
        {
            return new LakeLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
