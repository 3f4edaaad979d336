// Why a place cannot be written to, where it is the place that is wrong: asked for by whoever gave it, not met by chance like a full disk.
namespace Paysieve.Pipeline.Runs;

/// <summary>Tells a place that cannot be one from other trouble of writing.</summary>
public static class UnwritablePlace
{
    /// <summary>The reason in words that quote at most the path given; null when the failure is of another kind.</summary>
    /// <param name="folder">The folder that was to be used or made.</param>
    public static string? Why(Exception failure, string folder) =>
        FileInTheWay(folder) is { } file ? $"{file} is a file"
        : failure is UnauthorizedAccessException ? "this process may not write there"
        : failure is DirectoryNotFoundException or FileNotFoundException or PathTooLongException ? "it cannot be made"
        : null;

    private static string? FileInTheWay(string folder)
    {
        var at = Path.GetFullPath(folder);
        while (!string.IsNullOrEmpty(at) && !File.Exists(at)) at = Path.GetDirectoryName(at);
        return string.IsNullOrEmpty(at) ? null : at;
    }
}
