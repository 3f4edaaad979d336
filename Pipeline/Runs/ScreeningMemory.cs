// Who was screened and resembled nobody, so that the next night need not ask again. It holds keyed hashes of people as the lake knows
// them, never names: a changed name, birth date or country is another key, and another key is somebody not screened yet.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Runs;

/// <summary>Keys of parties that matched nothing, and what they were screened with. One file, replaced as a whole.</summary>
internal sealed class ScreeningMemory
{
    /// <summary>128 MiB of keys; beyond, only the parties of the last night are remembered.</summary>
    private const int MostKeys = 1 << 24;
    private static readonly byte[] Mark = "PAYSIEVE NONE 1\n"u8.ToArray();

    private readonly ulong[] _keys;

    private ScreeningMemory(Head head, ulong[] keys)
    {
        Lists = head.Lists;
        _keys = keys;
    }

    /// <summary>Snapshot ids by source.</summary>
    public SortedDictionary<string, string> Lists { get; }

    public int Count => _keys.Length;

    public bool Holds(ulong party) => Array.BinarySearch(_keys, party) >= 0;

    public static string PathOf(Workspace workspace) => Path.Combine(workspace.DataDirectory, "lists", "screened-none.bin");

    /// <summary>The next night screens everybody again.</summary>
    public static void Forget(Workspace workspace) => File.Delete(PathOf(workspace));

    /// <summary>Nobody is remembered.</summary>
    public static ScreeningMemory None(ScreeningOptions options, MatchModel matcher) => new(new Head(Comparison(options, matcher), []), []);

    /// <summary>What was remembered under the same comparison; empty when there is nothing, another program, matcher or other settings wrote it, or the file is damaged.</summary>
    public static ScreeningMemory Open(string path, ScreeningOptions options, MatchModel matcher)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(matcher);
        var nothing = None(options, matcher);
        if (!File.Exists(path)) return nothing;
        var bytes = File.ReadAllBytes(path);
        var start = Mark.Length + SHA256.HashSizeInBytes;
        if (bytes.Length < start || !bytes.AsSpan().StartsWith(Mark) || !SHA256.HashData(bytes.AsSpan(start)).AsSpan().SequenceEqual(bytes.AsSpan(Mark.Length, SHA256.HashSizeInBytes))) return nothing;
        var end = bytes.AsSpan(start).IndexOf((byte)'\n');
        var head = end < 0 ? null : JsonSerializer.Deserialize<Head>(bytes.AsSpan(start, end));
        if (head is null || head.Comparison != Comparison(options, matcher)) return nothing;
        return new ScreeningMemory(head, MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan(start + end + 1)).ToArray());
    }

    /// <summary>Writes beside, then renames.</summary>
    /// <param name="keepOld">Whether what was remembered before still holds: the lists are the same.</param>
    public void Save(string path, ScreeningOptions options, MatchModel matcher, ListSnapshotSet lists, IReadOnlyCollection<ulong> screened, bool keepOld)
    {
        var keys = new HashSet<ulong>(screened);
        if (keepOld && keys.Count + _keys.Length <= MostKeys) keys.UnionWith(_keys);
        var sorted = keys.Take(MostKeys).ToArray();
        Array.Sort(sorted);
        var head = JsonSerializer.SerializeToUtf8Bytes(new Head(Comparison(options, matcher), OfLists(lists)));
        var body = new byte[head.Length + 1 + (sorted.Length * sizeof(ulong))];
        head.CopyTo(body, 0);
        body[head.Length] = (byte)'\n';
        MemoryMarshal.AsBytes<ulong>(sorted).CopyTo(body.AsSpan(head.Length + 1));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var beside = path + ".writing";
        var made = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) made.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(beside, made))
        {
            file.Write(Mark);
            file.Write(SHA256.HashData(body));
            file.Write(body);
        }
        File.Move(beside, path, overwrite: true);
    }

    public static SortedDictionary<string, string> OfLists(ListSnapshotSet lists) =>
        new(lists.Lists.ToDictionary(list => list.Facts.Source, list => list.Facts.SnapshotId), StringComparer.Ordinal);

    // The build of the program, the matcher and the settings: whatever could compare differently has another value.
    private static string Comparison(ScreeningOptions options, MatchModel matcher) =>
        typeof(Screener).Module.ModuleVersionId.ToString("N") + matcher.Version + Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(options)));

    private sealed record Head(string Comparison, SortedDictionary<string, string> Lists);
}
