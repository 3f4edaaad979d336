// Takes one payee's names out of the lake. Transfers stay: they hold keys and numbers, and old flags can still be computed from them.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ParquetSharp;
using ParquetSharp.IO;

namespace Paysieve.Pipeline.Lake;

/// <summary>What was taken out.</summary>
/// <param name="Rows">Rows of party files: the payee's own, and those of account holders on the payee's payouts.</param>
public sealed record ErasedParties(long Rows, int Files);

/// <summary>
/// A party file with the payee in it is written again without, its manifest entry names the new bytes, and only then it takes the old one's
/// place: after a kill in between, the same call ends what was begun.
/// </summary>
public static class PartyErasure
{
    private const string Ending = ".erased";

    /// <exception cref="InvalidDataException">A party file is encrypted and its key is not configured, or not the right one.</exception>
    public static ErasedParties Erase(LakeSettings settings, string employerId, string employeeId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var layout = new LakeLayout(Path.GetFullPath(settings.Folder));
        if (!Directory.Exists(layout.Manifest)) return new ErasedParties(0, 0);
        using var held = LakeLock.Take(layout.Lock);
        EndWhatWasBegun(layout);
        var (rows, files) = (0L, 0);
        foreach (var entry in LakeManifest.Read(layout))
        {
            cancel.ThrowIfCancellationRequested();
            if (entry.PrunedAt is not null || entry.Parties is not { } part) continue;
            var removed = Rewrite(layout, settings, part, employerId, employeeId, out var left);
            if (removed == 0) continue;
            LakeManifest.Add(layout, entry with { Parties = left });
            File.Move(layout.Full(part.Path) + Ending, layout.Full(part.Path), overwrite: true);
            (rows, files) = (rows + removed, files + 1);
        }
        return new ErasedParties(rows, files);
    }

    /// <summary>Writes beside what is left of a party file; nothing when the payee is not in it.</summary>
    private static long Rewrite(LakeLayout layout, LakeSettings settings, LakePart part, string employerId, string employeeId, out LakePart left)
    {
        left = part;
        var path = layout.Full(part.Path);
        var kept = new List<PartyRow[]>();
        long removed = 0;
        using (var reader = new LakeReader(settings).OpenParties(path))
        {
            for (var g = 0; g < reader.FileMetaData.NumRowGroups; g++)
            {
                using var group = reader.RowGroup(g);
                var rows = Read(group);
                PartyRow[] others = [.. rows.Where(row => row.EmployerId != employerId || row.EmployeeId != employeeId)];
                removed += rows.Length - others.Length;
                kept.Add(others);
            }
        }
        if (removed == 0) return 0;
        var count = kept.Sum(rows => rows.Length);
        using var file = new LakeOutput(path + Ending, 1 << 16);
        using var output = new ManagedOutputStream(file);
        using var writer = LakeSchema.Parties.Create(output, settings.PartyEncryptionKey);
        var scratch = new ParquetScratch();
        foreach (var rows in kept.Where(rows => rows.Length > 0)) LakeSchema.Parties.Write(writer, [LakeSchema.Parties.Of(rows, scratch)], scratch);
        writer.Close();
        var hash = file.Seal(written => Convert.ToHexStringLower(SHA256.HashData(written)));
        left = part with { Rows = count, ByteSize = file.Length, Sha256 = hash };
        return removed;
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

    internal static PartyRow[] Read(RowGroupReader group)
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
