// A lock that dies with its process: how the embedded store knows whether a run that says "running" still has somebody behind it.
namespace Paysieve.Pipeline.Store;

internal sealed class FileLease : IAsyncDisposable
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

    private readonly string _path;
    private readonly FileStream _file;

    private FileLease(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Null when another process, or another part of this one, holds it.</summary>
    public static FileLease? TryTake(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows)
        {
            return null;
        }
        return new FileLease(path, file);
    }

    public ValueTask DisposeAsync()
    {
        // Taken away while still held. Somebody who opened it meanwhile holds a lock without a name; should a third come, the run's
        // attempt number decides which of the two may write.
        File.Delete(_path);
        return _file.DisposeAsync();
    }
}
