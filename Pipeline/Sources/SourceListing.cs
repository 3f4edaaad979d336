// From the paths a person gave to the files that will be read, each known by the hash of its bytes.
namespace Paysieve.Pipeline.Sources;

/// <summary>Why a path gives no file.</summary>
public enum SourceProblemCode
{
    /// <summary>Nothing is there, or a link leads nowhere.</summary>
    NotFound,

    /// <summary>It is there and this process may not read it, or reading failed.</summary>
    NotReadable,

    /// <summary>A folder or something else that is no file stands under the name of one.</summary>
    NotAFile,

    /// <summary>A link inside a folder that leads out of it.</summary>
    LinkLeavesFolder,

    /// <summary>A folder without any file of a known format.</summary>
    NothingInFolder,
}

/// <summary>One path that gives no file; <paramref name="Path"/> is as the person wrote it or as found in the folder.</summary>
public sealed record SourceProblem(string Path, SourceProblemCode Code)
{
    public override string ToString() => Code switch
    {
        SourceProblemCode.NotFound => $"{Path}: nothing is there",
        SourceProblemCode.NotReadable => $"{Path}: cannot be read",
        SourceProblemCode.NotAFile => $"{Path}: is not a file",
        SourceProblemCode.LinkLeavesFolder => $"{Path}: is a link that leads out of its folder",
        SourceProblemCode.NothingInFolder => $"{Path}: holds no file of a known format",
        _ => throw new InvalidOperationException("not a source problem"),
    };
}

/// <summary>
/// The files found, in the order in which they are read: arguments as given, inside a folder by ordinal name. A file found twice by path
/// is listed once. <see cref="Repeats"/> are files whose bytes an earlier one of the list has already: reading them would change nothing.
/// </summary>
public sealed record SourceListing(
    IReadOnlyList<SourceFile> Files, IReadOnlyList<SourceFile> Repeats, IReadOnlyList<SourceProblem> Problems);
