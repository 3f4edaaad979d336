// From a path that a person gave to the publisher's files, read and unpacked: by their names, plain or gzip, one level deep.
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Paysieve.Pipeline.Screening.Lists;

internal static class ListFiles
{
    private const long MaxFileBytes = 1L << 30;

    /// <summary>The files of a source at a path, one per part. <see cref="ListUsageException"/> when there are none or two of a kind.</summary>
    public static SortedDictionary<string, string> At(IListLoader loader, string path)
    {
        if (File.Exists(path))
        {
            var role = loader.RoleOf(PlainName(path)) ?? loader.OnlyRole
                ?? throw new ListUsageException($"{Path.GetFileName(path)} is not recognised as a file of {loader.Source} by its name.");
            return new SortedDictionary<string, string>(StringComparer.Ordinal) { [role] = path };
        }
        if (!Directory.Exists(path))
            throw new ListUsageException($"{Path.GetFileName(path)} is neither a file nor a folder.");
        var files = Of(loader, path);
        return files.Count == 0 ? throw new ListUsageException($"The folder holds no file of {loader.Source}.") : files;
    }

    /// <summary>The files of a source in a folder. <see cref="ListUsageException"/> when two are of a kind.</summary>
    public static SortedDictionary<string, string> Of(IListLoader loader, string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in In(folder))
            if (loader.RoleOf(PlainName(path)) is { } role && !files.TryAdd(role, path))
                throw new ListUsageException($"The folder holds two files that are {role} of {loader.Source}: {Path.GetFileName(files[role])} and {Path.GetFileName(path)}. Name one, or keep one.");
        return files;
    }

    public static string[] In(string folder)
    {
        var files = Directory.GetFiles(folder);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>The sources that a file or folder can be of, by the names of its files.</summary>
    public static IReadOnlyList<IListLoader> Candidates(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
            throw new ListUsageException($"{Path.GetFileName(path)} is neither a snapshot, a file nor a folder.");
        return [.. ListLoaders.All.Where(l => File.Exists(path) ? l.RoleOf(PlainName(path)) is not null : Of(l, path).Count > 0)];
    }

    public static bool TryRead(SortedDictionary<string, string> paths, out Dictionary<string, ListFile> files, out string trouble)
    {
        files = new Dictionary<string, ListFile>(StringComparer.Ordinal);
        trouble = "";
        foreach (var (role, path) in paths)
        {
            if (!TryRead(path, role, out var file, out trouble))
                return false;
            files.Add(role, file);
        }
        return true;
    }

    /// <summary>The parties, or the reason why there are none; never an exception for what the files hold.</summary>
    public static ParsedList Parse(IListLoader loader, Dictionary<string, ListFile> files)
    {
        foreach (var role in loader.RequiredRoles)
            if (!files.ContainsKey(role))
                return ParsedList.Refused($"the file {role} is missing");
        try
        {
            return loader.Parse(files);
        }
        catch (CsvHelper.CsvFormatException trouble)
        {
            return ParsedList.Refused($"{string.Join(", ", files.Values.Select(f => f.Name).Order(StringComparer.Ordinal))}: not a readable CSV ({trouble.GetType().Name})");
        }
    }

    private static string PlainName(string path)
    {
        var name = Path.GetFileName(path);
        return name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
    }

    private static bool TryRead(string path, string role, out ListFile file, out string trouble)
    {
        file = null!;
        trouble = "";
        var raw = File.ReadAllBytes(path);
        var content = raw;
        if (raw is [0x1F, 0x8B, ..])
        {
            try
            {
                using var unpacked = new MemoryStream();
                using var packed = new GZipStream(new MemoryStream(raw, writable: false), CompressionMode.Decompress);
                var block = new byte[1 << 16];
                for (int read; (read = packed.Read(block)) > 0;)
                {
                    unpacked.Write(block, 0, read);
                    if (unpacked.Length > MaxFileBytes)
                    {
                        trouble = $"{Path.GetFileName(path)} unpacks to more than {(MaxFileBytes >> 20).ToString(CultureInfo.InvariantCulture)} MB";
                        return false;
                    }
                }
                content = unpacked.ToArray();
            }
            catch (InvalidDataException)
            {
                trouble = $"{Path.GetFileName(path)} is a damaged gzip file";
                return false;
            }
        }
        file = new ListFile(PlainName(path), role, content, Hash(raw), raw.LongLength);
        return true;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
