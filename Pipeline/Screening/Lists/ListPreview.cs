// Files read without loading them: for a look at what a new list would change before it comes into force.
namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Reads a publisher's files and leaves everything as it is.</summary>
public static class ListPreview
{
    /// <summary>The list at a path; a refusal is in the result.</summary>
    /// <param name="source">Null when the names of the files tell it.</param>
    /// <exception cref="ListUsageException">No files of a list, of several, or an unknown source.</exception>
    public static (string Source, ParsedList List) Read(string path, string? source)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var loaders = source is null ? ListFiles.Candidates(path)
            : [ListLoaders.Find(source) ?? throw new ListUsageException($"There is no list source {source}. Known are {string.Join(", ", ListLoaders.All.Select(l => l.Source))}.")];
        if (loaders.Count != 1)
            throw new ListUsageException(loaders.Count == 0
                ? $"{Path.GetFileName(path)} is not recognised as a list by its name: say which with --source."
                : $"{Path.GetFileName(path)} holds {string.Join(" and ", loaders.Select(l => l.Source))}: say which with --source.");
        var loader = loaders[0];
        return ListFiles.TryRead(ListFiles.At(loader, path), out var files, out var trouble)
            ? (loader.Source, ListFiles.Parse(loader, files)) : (loader.Source, ParsedList.Refused(trouble));
    }
}
