// Whole file or none.
namespace Paysieve.Models;

internal static class AtomicFile
{
    public static void Write(string path, byte[] content)
    {
        var beside = path + ".part";
        using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}
