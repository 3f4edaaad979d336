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

    /// <summary>A folder or a zip without any file of a known format.</summary>
    NothingInFolder,

    /// <summary>Its size or time changed while it was being read: somebody is still writing.</summary>
    StillWritten,

    /// <summary>A member of a zip whose name would lead out of a folder.</summary>
    NameClimbs,

    /// <summary>A zip with more members than <see cref="UnpackLimits.MaxEntries"/>.</summary>
    TooManyMembers,

    /// <summary>More comes out of a zip than <see cref="UnpackLimits"/> allow.</summary>
    ExpandsTooFar,

    /// <summary>A packed file inside a zip.</summary>
    PackedTwice,

    /// <summary>A zip, or a member of one, that is cut short, altered or encrypted.</summary>
    Damaged,

    /// <summary>A spreadsheet's workbook.</summary>
    Workbook,
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
        SourceProblemCode.StillWritten => $"{Path}: changed while it was being read; feed it when it is complete",
        SourceProblemCode.NameClimbs => $"{Path}: a name that leads out of its folder",
        SourceProblemCode.TooManyMembers => $"{Path}: holds more members than Ingest:MaxZipMembers allows",
        SourceProblemCode.ExpandsTooFar => $"{Path}: unpacks to more than Ingest:MaxExpandedMebibytes or Ingest:MaxExpansionRatio allow",
        SourceProblemCode.PackedTwice => $"{Path}: a packed file inside a zip; pack once",
        SourceProblemCode.Damaged => $"{Path}: a zip that is damaged, cut short or encrypted",
        SourceProblemCode.Workbook => $"{Path}: a workbook; save the sheet as CSV UTF-8",
        _ => throw new InvalidOperationException("not a source problem"),
    };
}

/// <summary>
/// The files found, in the order in which they are read: arguments as given, inside a folder by ordinal name. A file found twice by path
/// is listed once. <see cref="Repeats"/> are files whose bytes an earlier one of the list has already: reading them would change nothing.
/// </summary>
/// <param name="PassedOver">What a folder or a zip holds beside them that nobody took for an export: names as they are shown, a folder's with a slash behind it.</param>
public sealed record SourceListing(
    IReadOnlyList<SourceFile> Files, IReadOnlyList<SourceFile> Repeats, IReadOnlyList<SourceProblem> Problems, IReadOnlyList<string> PassedOver);
