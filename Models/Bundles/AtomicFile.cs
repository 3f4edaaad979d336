// Whole file or none.
namespace Paysieve.Models;

internal static class AtomicFile
{
    public static void Write(string path, byte[] content)
    {
        var beside = path + ".part";
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            // A full disk is not helped by half a file.
            File.Delete(beside);
            throw;
        }
    }
}
