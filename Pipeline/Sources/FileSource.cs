// Finds export files on disk.
using System.Security.Cryptography;

namespace Paysieve.Pipeline.Sources;

/// <summary>
/// Resolves path arguments: a file is taken whatever its name; of a folder the files with a known ending, one level deep. A workbook among
/// them is trouble, since it may well hold pay; what else is there is named as passed over, but for hidden files. A link given as an argument is followed; a link found in a folder only when its target lies in that folder, so that
/// whoever may drop files cannot have others read. A zip gives its members, each a file of its own.
/// </summary>
public sealed class FileSource
{
    private static readonly string[] WorkbookEndings = [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers"];

    private readonly string[] _extensions;
    private readonly UnpackLimits _limits;

    /// <param name="extensions">Endings of known formats with the dot; case does not matter.</param>
    public FileSource(params IEnumerable<string> extensions)
        : this(new UnpackLimits(), extensions)
    {
    }

    /// <param name="limits">How far zips may expand.</param>
    /// <param name="extensions">Endings of known formats with the dot; case does not matter.</param>
    public FileSource(UnpackLimits limits, params IEnumerable<string> extensions)
    {
        _limits = limits;
        _extensions = [.. extensions];
    }

    /// <summary>Finds and hashes. Trouble with one path is a value in the listing; the others are listed all the same.</summary>
    public SourceListing Resolve(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var found = new Listing();
        foreach (var path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Directory.Exists(path)) AddFolder(path, found, cancellationToken);
            else Add(path, found, cancellationToken);
        }
        return new SourceListing(found.Files, found.Repeats, found.Problems, found.PassedOver);
    }

    private void AddFolder(string folder, Listing found, CancellationToken cancellationToken)
    {
        List<FileSystemInfo> entries;
        try
        {
            entries = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !IsHidden(entry.Name))];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            found.Problems.Add(new SourceProblem(folder, SourceProblemCode.NotReadable));
            return;
        }
        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        if (!entries.Exists(entry => IsKnown(entry.Name) || IsWorkbook(entry.Name))) found.Problems.Add(new SourceProblem(folder, SourceProblemCode.NothingInFolder));
        foreach (var entry in entries)
        {
            var path = Path.Combine(folder, entry.Name);
            if (!IsKnown(entry.Name))
            {
                if (IsWorkbook(entry.Name)) found.Problems.Add(new SourceProblem(path, SourceProblemCode.Workbook));
                else found.PassedOver.Add(ShownName.Of(entry.Name) + (entry is DirectoryInfo ? "/" : ""));
                continue;
            }
            if (entry.LinkTarget is not null && !StaysInside(entry, folder))
            {
                found.Problems.Add(new SourceProblem(path, SourceProblemCode.LinkLeavesFolder));
                continue;
            }
            if (Directory.Exists(path)) found.Problems.Add(new SourceProblem(path, SourceProblemCode.NotAFile));
            else Add(path, found, cancellationToken);
        }
    }

    private bool IsKnown(string name) => !IsHidden(name) && EndsWithOne(name, _extensions);

    /// <summary>By its ending: what stands under one is not opened.</summary>
    internal static bool IsWorkbook(string name) => !IsHidden(name) && EndsWithOne(name, WorkbookEndings);

    /// <summary>A dot in front, or the mark of a file that a spreadsheet or an editor keeps beside an open one.</summary>
    internal static bool IsHidden(string name) => name.StartsWith('.') || name.StartsWith("~$", StringComparison.Ordinal);

    private static bool EndsWithOne(string name, string[] endings) => Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static bool StaysInside(FileSystemInfo link, string folder)
    {
        try
        {
            var target = link.ResolveLinkTarget(returnFinalTarget: true);
            if (target is null) return false;
            var root = new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(folder);
            return target.FullName.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // Links in a circle lead nowhere, and so not inside.
            return false;
        }
    }

    private void Add(string path, Listing found, CancellationToken cancellationToken)
    {
        var info = new FileInfo(path);
        try
        {
            if (!info.Exists)
            {
                found.Problems.Add(new SourceProblem(path, SourceProblemCode.NotFound));
                return;
            }
            if (!found.Paths.Add(info.FullName)) return;
            // Pipes and devices say they are empty; opening one could wait for ever, so what says so is not opened. The length of a link
            // is that of its target's name.
            var target = info.LinkTarget is null ? info : (FileInfo)(info.ResolveLinkTarget(returnFinalTarget: true) ?? info);
            if (target.Length == 0)
            {
                found.Take(new SourceFile(Convert.ToHexStringLower(SHA256.HashData([])), ShownName.Of(info.Name), info.FullName, 0));
                return;
            }
            using var stream = SourceStream.OpenFile(target.FullName);
            if (SourceStream.Begins(stream, ZipMembers.Magic))
            {
                foreach (var member in ZipMembers.List(stream, info.FullName, _limits, IsKnown, cancellationToken))
                {
                    if (member.File is { } file) found.Take(file);
                    else if (member.Problem is { } problem) found.Problems.Add(problem);
                    else found.PassedOver.Add(member.PassedOver!);
                }
                return;
            }
            var (id, size) = Hash(stream, found.Buffer, cancellationToken);
            var now = new FileInfo(target.FullName);
            if (now.Length != size || now.LastWriteTimeUtc != target.LastWriteTimeUtc) found.Problems.Add(new SourceProblem(path, SourceProblemCode.StillWritten));
            else found.Take(new SourceFile(id, ShownName.Of(info.Name), info.FullName, size));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            found.Problems.Add(new SourceProblem(path, SourceProblemCode.NotFound));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            found.Problems.Add(new SourceProblem(path, SourceProblemCode.NotReadable));
        }
    }

    private static (string Id, long Size) Hash(FileStream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = stream.Read(buffer);
            if (count == 0) break;
            hash.AppendData(buffer, 0, count);
            size += count;
        }
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }

    private sealed class Listing
    {
        internal byte[] Buffer { get; } = new byte[1 << 17];

        internal List<SourceFile> Files { get; } = [];

        internal List<SourceFile> Repeats { get; } = [];

        internal List<SourceProblem> Problems { get; } = [];

        internal List<string> PassedOver { get; } = [];

        internal HashSet<string> Paths { get; } = new(StringComparer.Ordinal);

        private HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        internal void Take(SourceFile file) => (Ids.Add(file.FileId) ? Files : Repeats).Add(file);
    }
}
