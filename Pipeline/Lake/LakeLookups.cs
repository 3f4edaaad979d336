// What the columns leave out, fetched for the rows that need it: ids and exact amounts for the report, parties for screening.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ParquetSharp;
using Paysieve.Pipeline.Transfers;
using Encoding = System.Text.Encoding;

namespace Paysieve.Pipeline.Lake;

public sealed partial class LakeReader
{
    private const int PartiesAtOnce = 1 << 12;

    /// <summary>Details of rows of <paramref name="view"/>, in the order asked.</summary>
    public IReadOnlyList<TransferDetail> Details(LakeView view, IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rows);
        var table = LakeSchema.Transfers;
        var n = rows.Count;
        var (ids, employers, employees, currencies) = (new string?[n], new string?[n], new string?[n], new string?[n]);
        var (lastFours, banks, countries, references) = (new string?[n], new string?[n], new string?[n], new string?[n]);
        var amounts = new decimal[n];
        var (payees, holders) = (new ulong[n], new ulong[n]);
        ForEachPicked(view, rows, (scan, reader, picked) =>
        {
            Texts("transfer_id", ids);
            Texts("employer_id", employers);
            Texts("employee_id", employees);
            Texts("currency", currencies);
            Texts("account_last4", lastFours);
            Texts("bank_id", banks);
            Texts("account_country", countries);
            Texts("payment_ref", references);
            scan.Longs(reader, table["payee_party"], (at, values) => picked.Take(at, values, payees, static v => unchecked((ulong)v)));
            scan.Longs(reader, table["holder_party"], (at, values) => picked.Take(at, values, holders, static v => unchecked((ulong)v)));
            scan.Money(reader, table["amount"], (at, values) => picked.Take(at, values, amounts, Amount));

            void Texts(string name, string?[] target) =>
                scan.Texts(reader, table[name], (at, values) => picked.Take(at, values, target, Text));
        });
        var columns = view.Transfers;
        var details = new TransferDetail[n];
        for (var i = 0; i < n; i++)
        {
            if (!Currency.TryParse(currencies[i], out var currency)) throw new LakeUnreadableException("the lake holds a currency this program does not know");
            details[i] = new TransferDetail
            {
                TransferId = ids[i]!,
                EmployerId = employers[i]!,
                EmployeeId = employees[i]!,
                PayDate = DateOnly.FromDayNumber(columns.PayDay[rows[i]]),
                Amount = new Money(amounts[i], currency),
                AccountMasked = "****" + lastFours[i],
                AccountScheme = columns.AccountScheme[rows[i]],
                BankId = banks[i],
                AccountCountry = countries[i],
                Channel = columns.Channel[rows[i]],
                PaymentRef = references[i],
                PayeeParty = payees[i],
                HolderParty = holders[i],
            };
        }
        return details;
    }

    /// <summary>Transfer ids of rows of <paramref name="view"/>, in the order asked.</summary>
    public string[] TransferIds(LakeView view, IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rows);
        var ids = new string?[rows.Count];
        ForEachPicked(view, rows, (scan, reader, picked) => TakeIds(scan, reader, picked, ids));
        return ids!;
    }

    /// <summary>The same with what the reader found odd in each row.</summary>
    public (string[] Ids, RowFindings[] Findings) IdsAndFindings(LakeView view, IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rows);
        var ids = new string[rows.Count];
        var findings = new RowFindings[rows.Count];
        ForEachPicked(view, rows, (scan, reader, picked) =>
        {
            TakeIds(scan, reader, picked, ids);
            scan.Ints(reader, LakeSchema.Transfers["findings"], 0, (at, values) => picked.Take(at, values, findings, static v => (RowFindings)v));
        });
        return (ids, findings);
    }

    private static void TakeIds(ParquetScan scan, RowGroupReader reader, Picked picked, string?[] ids) =>
        scan.Texts(reader, LakeSchema.Transfers["transfer_id"], (at, values) => picked.Take(at, values, ids, Text));

    /// <summary>Keys of payee and account holder of rows of <paramref name="view"/>, in the order asked; holder 0 = the payee.</summary>
    public (ulong[] Payee, ulong[] Holder) PartyRefs(LakeView view, IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rows);
        var payees = new ulong[rows.Count];
        var holders = new ulong[rows.Count];
        ForEachPicked(view, rows, (scan, reader, picked) =>
        {
            scan.Longs(reader, LakeSchema.Transfers["payee_party"], (at, values) => picked.Take(at, values, payees, static v => unchecked((ulong)v)));
            scan.Longs(reader, LakeSchema.Transfers["holder_party"], (at, values) => picked.Take(at, values, holders, static v => unchecked((ulong)v)));
        });
        return (payees, holders);
    }

    /// <summary>All parties behind rows of <paramref name="view"/>, payees and holders, by key; a party that the files do not know (a person erased) is left out.</summary>
    /// <exception cref="LakeUnreadableException">A party file is encrypted and its key is not configured, or not the right one.</exception>
    public IReadOnlyDictionary<ulong, LakeParty> Parties(LakeView view, IReadOnlyList<int> rows)
    {
        var (payees, holders) = PartyRefs(view, rows);
        var parties = new Dictionary<ulong, LakeParty>();
        foreach (var batch in Parties(view, rows, payees, holders))
        {
            foreach (var party in batch) parties.Add(party.PartyKey, party);
        }
        return parties;
    }

    /// <summary>
    /// The same in batches of four thousand or so (of a large file all at once), each party once, for rows whose <see cref="PartyRefs"/> are known. Read from the files
    /// of these rows, in order of their ids: of two spellings with one key the same one, whatever is asked beside it.
    /// </summary>
    /// <exception cref="LakeUnreadableException">A party file is encrypted and its key is not configured, or not the right one.</exception>
    public IEnumerable<IReadOnlyList<LakeParty>> Parties(LakeView view, IReadOnlyList<int> rows, ulong[] payees, ulong[] holders)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rows);
        var wanted = new HashSet<ulong>(payees);
        wanted.UnionWith(holders);
        wanted.Remove(0);
        var inUse = new bool[view.Files.Count];
        foreach (var row in rows) inUse[view.Transfers.File[row]] = true;
        var entries = LakeManifest.Read(_layout).ToDictionary(entry => entry.FileId, StringComparer.Ordinal);
        var parts = new List<LakePart>();
        foreach (var file in view.Files.Where((_, i) => inUse[i]).OrderBy(file => file.FileId, StringComparer.Ordinal))
        {
            if (!entries.TryGetValue(file.FileId, out var entry)) throw new LakeUnreadableException($"{file.Name} is no longer in the lake's manifest");
            if (entry.Parties is { } part) parts.Add(part);
        }
        for (var from = 0; from < parts.Count && wanted.Count > 0;)
        {
            var (end, size) = (from, 0);
            while (end < parts.Count && (end == from || size + parts[end].Rows <= PartiesAtOnce)) size += parts[end++].Rows;
            var found = new List<LakeParty>[end - from];
            InParallel(found.Length, settings.ReadThreads, p => found[p] = ReadParties(_layout.Full(parts[from + p].Path), wanted));
            var batch = new List<LakeParty>(size);
            foreach (var party in found.SelectMany(list => list)) if (wanted.Remove(party.PartyKey)) batch.Add(party);
            if (batch.Count > 0) yield return batch;
            from = end;
        }
    }

    /// <summary>Rows of transfers by their ids; -1 for an id that is not in view.</summary>
    public static int[] FindTransfers(LakeView view, IReadOnlyList<string> transferIds)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(transferIds);
        var wanted = new Dictionary<ulong, int>();
        foreach (var id in transferIds) wanted[LakeKey.TransferKey(id)] = -1;
        var keys = view.Transfers.TransferKey;
        for (var row = 0; row < keys.Length; row++)
        {
            ref var found = ref CollectionsMarshal.GetValueRefOrNullRef(wanted, keys[row]);
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref found)) found = row;
        }
        return [.. transferIds.Select(id => wanted[LakeKey.TransferKey(id)])];
    }

    private List<LakeParty> ReadParties(string path, HashSet<ulong> wanted)
    {
        var parties = new List<LakeParty>();
        using var reader = OpenParties(path);
        try
        {
            for (var g = 0; g < reader.FileMetaData.NumRowGroups; g++)
            {
                using var group = reader.RowGroup(g);
                ReadParties(group, wanted, parties);
            }
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new LakeUnreadableException($"party file {Path.GetFileName(path)} is damaged", e);
        }
        return parties;
    }

    private static void ReadParties(RowGroupReader group, HashSet<ulong> wanted, List<LakeParty> parties)
    {
        var table = LakeSchema.Parties;
        var scan = ParquetScan.OfThread;
        var rows = checked((int)group.MetaData.NumRows);
        var keys = new ulong[rows];
        scan.Longs(group, table["party_key"], (at, values) => MemoryMarshal.Cast<long, ulong>(values).CopyTo(keys.AsSpan(at)));
        var fresh = new HashSet<ulong>();
        var picked = new Picked([.. Enumerable.Range(0, rows).Where(row => wanted.Contains(keys[row]) && fresh.Add(keys[row]))]);
        if (picked.Count == 0) return;
        var isHolder = new bool[picked.Count];
        var born = new int[picked.Count];
        var (names, nationalities, residences, works) =
            (new string?[picked.Count], new string?[picked.Count], new string?[picked.Count], new string?[picked.Count]);
        scan.Flags(group, table["is_holder"], (at, values) => picked.Take(at, values, isHolder, static v => v));
        scan.Ints(group, table["date_of_birth"], TransferColumns.NoDay, (at, values) => picked.Take(at, values, born, static v => v));
        scan.Texts(group, table["name"], (at, values) => picked.Take(at, values, names, Text));
        scan.Texts(group, table["nationality"], (at, values) => picked.Take(at, values, nationalities, Text));
        scan.Texts(group, table["residence_country"], (at, values) => picked.Take(at, values, residences, Text));
        scan.Texts(group, table["work_country"], (at, values) => picked.Take(at, values, works, Text));
        for (var i = 0; i < picked.Count; i++)
        {
            var key = keys[picked.Rows[i]];
            if (!PersonName.TryParse(names[i], out var name)) throw new LakeUnreadableException($"party {key:x16} has no valid name");
            parties.Add(new LakeParty
            {
                PartyKey = key,
                Name = name!,
                IsHolder = isHolder[i],
                DateOfBirth = born[i] == TransferColumns.NoDay ? null : DateOnly.FromDayNumber(born[i] + DateColumn<PartyRow>.Epoch),
                Nationality = Country(nationalities[i]),
                ResidenceCountry = Country(residences[i]),
                WorkCountry = Country(works[i]),
            });
        }

        static CountryCode? Country(string? code) => CountryCode.TryParse(code, out var country) ? country : null;
    }

    internal ParquetFileReader OpenParties(string path)
    {
        if (!File.Exists(path)) throw new LakeUnreadableException($"{Path.GetFileName(path)} is missing from the lake's parties");
        var encrypted = IsEncrypted(path);
        if (encrypted && settings.PartyEncryptionKey is null)
            throw new LakeUnreadableException($"party file {Path.GetFileName(path)} is encrypted and no party key is configured") { NeedsKey = true };
        return OpenPart(path, LakeSchema.Parties, encrypted ? settings.PartyEncryptionKey : null);
    }

    /// <summary>Whether a party file is as one written now would be: encrypted under the configured key, or plain where none is.</summary>
    internal bool IsUnderItsKey(string path)
    {
        if (IsEncrypted(path) != settings.PartyEncryptionKey is not null) return false;
        try
        {
            OpenParties(path).Dispose();
            return true;
        }
        catch (LakeUnreadableException)
        {
            return false;
        }
    }

    /// <summary>An encrypted footer announces itself in the first four bytes, so plain and encrypted files may stand side by side.</summary>
    private static bool IsEncrypted(string path)
    {
        Span<byte> magic = stackalloc byte[4];
        using var stream = File.OpenRead(path);
        // A file cut shorter than that is said to be damaged by who reads it.
        stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        return magic.SequenceEqual("PARE"u8);
    }

    /// <summary>Calls back, from several threads, for each row group that holds rows asked for; each row asked for comes once.</summary>
    private void ForEachPicked(LakeView view, IReadOnlyList<int> rows, Action<ParquetScan, RowGroupReader, Picked> read)
    {
        var columns = view.Transfers;
        var paths = new List<string>();
        var known = new Dictionary<(int File, int Month), int>();
        var places = new long[rows.Count];
        var asked = new int[rows.Count];
        for (var i = 0; i < asked.Length; i++)
        {
            var row = rows[i];
            var day = DateOnly.FromDayNumber(columns.PayDay[row]);
            var file = view.Files[columns.File[row]];
            ref var path = ref CollectionsMarshal.GetValueRefOrAddDefault(known, (columns.File[row], file.IsMixed ? 0 : (day.Year * 12) + day.Month), out var seen);
            if (!seen)
            {
                path = paths.Count;
                paths.Add(_layout.Full(LakeLayout.TransferPath(file.FileId, file.IsMixed ? null : LakeLayout.MonthOf(day))));
            }
            places[i] = ((long)path << 32) | (uint)columns.FileRow[row];
            asked[i] = i;
        }
        Array.Sort(places, asked);
        var starts = new int[paths.Count + 1];
        foreach (var place in places) starts[(int)(place >> 32) + 1]++;
        for (var p = 0; p < paths.Count; p++) starts[p + 1] += starts[p];

        // Of few large files the row groups are shared out, each thread opening the file for itself.
        var shares = paths.Count >= settings.ReadThreads * 2 ? 1 : settings.ReadThreads;
        InParallel(paths.Count * shares, settings.ReadThreads, task =>
        {
            var (path, share) = Math.DivRem(task, shares);
            var scan = ParquetScan.OfThread;
            using var reader = OpenPart(paths[path], LakeSchema.Transfers, null);
            var (first, at) = (0, starts[path]);
            try
            {
                for (var g = 0; g < reader.FileMetaData.NumRowGroups && at < starts[path + 1]; g++)
                {
                    using var group = reader.RowGroup(g);
                    var end = first + checked((int)group.MetaData.NumRows);
                    var from = at;
                    while (at < starts[path + 1] && (int)places[at] < end) at++;
                    if (at > from && g % shares == share)
                    {
                        var inGroup = new int[at - from];
                        for (var i = from; i < at; i++) inGroup[i - from] = (int)places[i] - first;
                        read(scan, group, new Picked(inGroup, asked[from..at]));
                    }
                    first = end;
                }
            }
            catch (Exception e) when (IsDamage(e))
            {
                throw new LakeUnreadableException($"{Path.GetFileName(paths[path])} is damaged", e);
            }
        });
    }

    internal static unsafe string? Text(ByteArray text) =>
        text.Length == 0 ? null : Encoding.UTF8.GetString((byte*)text.Pointer, text.Length);

    private static unsafe decimal Amount(FixedLenByteArray units) =>
        MoneyUnits.ToDecimal(BinaryPrimitives.ReadInt128BigEndian(new ReadOnlySpan<byte>((void*)units.Pointer, MoneyColumn<object>.Bytes)));

    /// <summary>Rows of a row group, ascending, and where each one's value goes.</summary>
    private sealed class Picked(int[] rows, int[]? targets = null)
    {
        internal int[] Rows { get; } = rows;

        internal int Count => Rows.Length;

        internal void Take<TFrom, TTo>(int first, ReadOnlySpan<TFrom> values, TTo[] output, Func<TFrom, TTo> convert)
        {
            var i = Array.BinarySearch(Rows, first);
            if (i < 0) i = ~i;
            // The same row may be asked for twice.
            while (i > 0 && Rows[i - 1] == first) i--;
            for (; i < Rows.Length && Rows[i] < first + values.Length; i++)
                output[targets is null ? i : targets[i]] = convert(values[Rows[i] - first]);
        }
    }
}
