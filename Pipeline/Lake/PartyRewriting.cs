// Writes party files of the lake again: the only files in it that ever change, since names are what people may have taken out and keys may be lost.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ParquetSharp;
using ParquetSharp.IO;

namespace Paysieve.Pipeline.Lake;

/// <summary>
/// The new file is written beside, its manifest entry names the new bytes, and only then it takes the old one's place: after a kill in between,
/// the same call ends what was begun.
/// </summary>
internal static class PartyRewriting
{
    private const string Ending = ".rewritten";

    /// <summary>Asks for each party file what shall be in it. Returns how many were written again.</summary>
    /// <param name="change">Gets a file's path and gives its row groups as they shall be; null leaves the file.</param>
    internal static int Run(LakeSettings settings, Func<string, IReadOnlyList<PartyRow[]>?> change, CancellationToken cancel)
    {
        var layout = new LakeLayout(Path.GetFullPath(settings.Folder));
        if (!Directory.Exists(layout.Manifest)) return 0;
        using var held = LakeLock.Take(layout.Lock);
        EndWhatWasBegun(layout);
        var files = 0;
        foreach (var entry in LakeManifest.Read(layout))
        {
            cancel.ThrowIfCancellationRequested();
            if (entry.PrunedAt is not null || entry.Parties is not { } part) continue;
            var path = layout.Full(part.Path);
            if (change(path) is not { } groups) continue;
            LakeManifest.Add(layout, entry with { Parties = Write(settings, path, part, groups) });
            File.Move(path + Ending, path, overwrite: true);
            files++;
        }
        return files;
    }

    /// <exception cref="LakeUnreadableException">The file cannot be read, as under another key.</exception>
    internal static IReadOnlyList<PartyRow[]> Read(LakeReader lake, string path)
    {
        using var reader = lake.OpenParties(path);
        var groups = new List<PartyRow[]>();
        try
        {
            for (var g = 0; g < reader.FileMetaData.NumRowGroups; g++)
            {
                using var group = reader.RowGroup(g);
                groups.Add(Read(group));
            }
        }
        catch (Exception e) when (LakeReader.IsDamage(e))
        {
            throw new LakeUnreadableException($"party file {Path.GetFileName(path)} is damaged", e);
        }
        return groups;
    }

    private static LakePart Write(LakeSettings settings, string path, LakePart part, IReadOnlyList<PartyRow[]> groups)
    {
        using var file = new LakeOutput(path + Ending, 1 << 16);
        using var output = new ManagedOutputStream(file);
        using var writer = LakeSchema.Parties.Create(output, settings.PartyEncryptionKey);
        var scratch = new ParquetScratch(new PagePool());
        foreach (var rows in groups.Where(rows => rows.Length > 0)) LakeSchema.Parties.Write(writer, [LakeSchema.Parties.Of(rows, scratch)], scratch);
        writer.Close();
        var hash = file.Read(written => Convert.ToHexStringLower(SHA256.HashData(written)));
        file.Seal();
        return part with { Rows = groups.Sum(rows => rows.Length), ByteSize = file.Length, Sha256 = hash };
    }

    private static void EndWhatWasBegun(LakeLayout layout)
    {
        var parties = LakeManifest.Read(layout).Select(entry => entry.Parties).OfType<LakePart>().ToDictionary(part => layout.Full(part.Path), StringComparer.Ordinal);
        foreach (var beside in Directory.GetFiles(layout.Full("parties"), "*" + Ending))
        {
            var path = beside[..^Ending.Length];
            if (parties.TryGetValue(path, out var part) && string.Equals(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(beside))), part.Sha256, StringComparison.Ordinal))
                File.Move(beside, path, overwrite: true);
            else
                File.Delete(beside);
        }
    }

    private static PartyRow[] Read(RowGroupReader group)
    {
        var table = LakeSchema.Parties;
        var scan = ParquetScan.OfThread;
        var count = checked((int)group.MetaData.NumRows);
        var (keys, isHolder, born) = (new ulong[count], new bool[count], new int[count]);
        scan.Longs(group, table["party_key"], (at, values) => MemoryMarshal.Cast<long, ulong>(values).CopyTo(keys.AsSpan(at)));
        scan.Flags(group, table["is_holder"], (at, values) => values.CopyTo(isHolder.AsSpan(at)));
        scan.Ints(group, table["date_of_birth"], TransferColumns.NoDay, (at, values) => values.CopyTo(born.AsSpan(at)));
        var (employers, employees, names) = (Texts("employer_id"), Texts("employee_id"), Texts("name"));
        var (nationalities, residences, works) = (Texts("nationality"), Texts("residence_country"), Texts("work_country"));
        var rows = new PartyRow[count];
        for (var i = 0; i < count; i++)
        {
            rows[i] = new PartyRow
            {
                PartyKey = keys[i], EmployerId = employers[i]!, EmployeeId = employees[i]!, IsHolder = isHolder[i], Name = names[i]!,
                Born = born[i] == TransferColumns.NoDay ? null : DateOnly.FromDayNumber(born[i] + DateColumn<PartyRow>.Epoch),
                Nationality = nationalities[i], Residence = residences[i], Work = works[i],
            };
        }
        return rows;

        string?[] Texts(string name)
        {
            var texts = new string?[count];
            scan.Texts(group, table[name], (at, values) =>
            {
                for (var i = 0; i < values.Length; i++) texts[at + i] = LakeReader.Text(values[i]);
            });
            return texts;
        }
    }
}
