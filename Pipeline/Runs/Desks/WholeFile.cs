// A file that a person asked for is there whole or not at all.
namespace Paysieve.Pipeline.Runs.Desks;

internal static class WholeFile
{
    /// <summary>Writes beside <paramref name="path"/>, then renames over it. The folder is made when it is not there.</summary>
    /// <exception cref="RefusedException">The place cannot be written.</exception>
    public static async Task WriteAsync(string path, Action<Stream> write, CancellationToken cancel)
    {
        var beside = path + ".writing";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            if (Directory.Exists(path)) throw new RefusedException(ExitCode.Usage, $"{path} is a folder; a file is to be written");
            // In the background: writers are synchronous, and the caller may have a signal to hear.
            await Task.Run(
                () =>
                {
                    using var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
                    write(stream);
                },
                cancel).ConfigureAwait(false);
            File.Move(beside, path, overwrite: true);
        }
        catch (UnauthorizedAccessException)
        {
            throw new RefusedException(ExitCode.Usage, $"{path} cannot be written");
        }
        finally
        {
            if (File.Exists(beside)) File.Delete(beside);
        }
    }
}
