// A file that a person asked for is there whole or not at all.
namespace Paysieve.Pipeline.Runs.Desks;

internal static class WholeFile
{
    /// <summary>Writes beside <paramref name="path"/>, then renames over it. The folder is made when it is not there.</summary>
    /// <exception cref="RefusedException">The place cannot be written.</exception>
    public static async Task WriteAsync(string path, Action<Stream> write, CancellationToken cancel)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null || Directory.Exists(path)) throw new RefusedException(ExitCode.Usage, $"{path} is a folder; a file is to be written");
        var beside = path + ".writing";
        try
        {
            // The writers are synchronous, and the caller may have a signal to hear.
            await Task.Run(
                () =>
                {
                    using var stream = Open(beside, folder, path);
                    write(stream);
                },
                cancel).ConfigureAwait(false);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            if (File.Exists(beside)) File.Delete(beside);
        }
    }

    private static FileStream Open(string beside, string folder, string path)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        }
        catch (Exception failure) when (UnwritablePlace.Why(failure, folder) is { } why)
        {
            throw new RefusedException(ExitCode.Usage, $"{path} cannot be written: {why}");
        }
    }
}
