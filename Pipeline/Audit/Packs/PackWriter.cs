// Writes an examiner's pack: tables row by row in bounded memory, then the manifest over everything, signed; beside, then renamed.
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using Paysieve.Pipeline.Audit.Signing;
using Paysieve.Pipeline.Formats;

namespace Paysieve.Pipeline.Audit.Packs;

/// <summary>When a pack was made and by whom; the one part that differs from export to export.</summary>
public sealed record PackOrigin(string ExportedBy, DateTimeOffset ExportedAt);

/// <summary>Disposing before <see cref="Finish"/> leaves no trace.</summary>
public sealed class PackWriter : IDisposable
{
    public const string OriginName = "export.json";
    public const string OriginSignatureName = "export.sig";

    private readonly string _folder;
    private readonly string _beside;
    private readonly List<PackFile> _files = [];

    private PackWriter(string folder, string beside)
    {
        _folder = folder;
        _beside = beside;
    }

    /// <param name="folder">Made by <see cref="Finish"/>; must not be there, or be empty.</param>
    /// <exception cref="IOException">The folder holds something, or cannot be written.</exception>
    public static PackWriter Begin(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new IOException("the folder for the pack is not empty");
        var beside = folder + ".writing";
        if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        CreatePrivate(beside);
        return new PackWriter(folder, beside);
    }

    /// <summary>Starts a table; dispose it when all its rows are in.</summary>
    public PackTableWriter Open(PackTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new PackTableWriter(table, new HashedFile(_beside, table.JsonName), new HashedFile(_beside, table.CsvName), _files);
    }

    /// <summary>A file that is no table.</summary>
    public void Add(string name, string text)
    {
        using var file = new HashedFile(_beside, name);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        _files.Add(file.Close(rows: 0));
    }

    /// <summary>Writes manifest, origin and signatures, and moves the pack into its place.</summary>
    /// <param name="keys">Public halves of every key that signed something in the pack; the signing one is added.</param>
    public PackManifest Finish(
        PackFilter filter, PackChain chain, IReadOnlyList<string> differences, SigningKey key, IEnumerable<VerifyingKey> keys, PackOrigin origin,
        string schemaVersion = PackCatalog.SchemaVersion)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(origin);
        foreach (var known in keys.Append(key.Verifying).DistinctBy(known => known.Id).OrderBy(known => known.Id, StringComparer.Ordinal))
            Add(KeyRing.PublicName(known.Id), known.Pem);
        var manifest = new PackManifest(filter, chain, differences, [.. _files.OrderBy(file => file.Name, StringComparer.Ordinal)], key.Id, schemaVersion);
        var json = manifest.ToJson();
        Write(PackManifest.FileName, json);
        Write(PackManifest.SignatureName, Convert.ToBase64String(key.Sign(Encoding.UTF8.GetBytes(json))));

        var made = PackOriginJson.Of(origin, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))), key.Id);
        Write(OriginName, made);
        Write(OriginSignatureName, Convert.ToBase64String(key.Sign(Encoding.UTF8.GetBytes(made))));
        if (Directory.Exists(_folder)) Directory.Delete(_folder);
        Directory.Move(_beside, _folder);
        return manifest;
    }

    public void Dispose()
    {
        if (Directory.Exists(_beside)) Directory.Delete(_beside, recursive: true);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_beside, name), text, new UTF8Encoding(false));

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

/// <summary>One table of a pack, in both its files.</summary>
public sealed class PackTableWriter : IDisposable
{
    private readonly RowSpelling _spelling;
    private readonly HashedFile _json;
    private readonly HashedFile _csvFile;
    private readonly CsvWriter _csv;
    private readonly List<PackFile> _files;
    private long _rows;

    internal PackTableWriter(PackTable table, HashedFile json, HashedFile csv, List<PackFile> files)
    {
        _spelling = new RowSpelling(table);
        _json = json;
        _csvFile = csv;
        _csv = SafeCsv.Create(csv.Stream);
        _files = files;
        table.WriteHeader(_csv);
    }

    /// <param name="cells">In the order of the table's columns; string, long, double, bool or null.</param>
    public void Add(params IReadOnlyList<object?> cells)
    {
        _json.Stream.Write(_spelling.Next(cells));
        _json.Stream.WriteByte((byte)'\n');
        PackTable.WriteRecord(_csv, cells, _spelling.RowHash);
        _rows++;
    }

    public void Dispose()
    {
        _csv.Dispose();
        _files.Add(_json.Close(_rows));
        _files.Add(_csvFile.Close(_rows));
        _json.Dispose();
        _csvFile.Dispose();
    }
}

/// <summary>A file of the pack whose hash is known when it is closed.</summary>
internal sealed class HashedFile : IDisposable
{
    private readonly SHA256 _hash = SHA256.Create();
    private readonly FileStream _file;
    private readonly CryptoStream _hashing;
    private readonly string _name;

    public HashedFile(string folder, string name)
    {
        _name = name;
        _file = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        _hashing = new CryptoStream(_file, _hash, CryptoStreamMode.Write, leaveOpen: true);
        Stream = new BufferedStream(_hashing, 1 << 16);
    }

    public Stream Stream { get; }

    public PackFile Close(long rows)
    {
        Stream.Flush();
        _hashing.FlushFinalBlock();
        _file.Flush(flushToDisk: true);
        return new PackFile(_name, Convert.ToHexStringLower(_hash.Hash!), _file.Length, rows);
    }

    public void Dispose()
    {
        _hashing.Dispose();
        _file.Dispose();
        _hash.Dispose();
    }
}
