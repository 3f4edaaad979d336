// What the columns leave out, fetched for the rows that need it: ids and exact amounts for the report, parties for screening.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ParquetSharp;
using Paysieve.Pipeline.Transfers;
using Encoding = System.Text.Encoding;

namespace Paysieve.Pipeline.Lake;

public sealed partial class LakeReader
{
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
            if (!Currency.TryParse(currencies[i], out var currency)) throw new InvalidDataException("the lake holds a currency this program does not know");
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
        ForEachPicked(view, rows, (scan, reader, picked) =>
            scan.Texts(reader, LakeSchema.Transfers["transfer_id"], (at, values) => picked.Take(at, values, ids, Text)));
        return ids!;
    }

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

    /// <summary>All parties behind rows of <paramref name="view"/>, payees and holders, by key.</summary>
    /// <exception cref="InvalidDataException">A party file is encrypted and its key is not configured, or not the right one.</exception>
    public IReadOnlyDictionary<ulong, LakeParty> Parties(LakeView view, IReadOnlyList<int> rows)
    {
        var (payees, holders) = PartyRefs(view, rows);
        var wanted = new HashSet<ulong>(payees);
        wanted.UnionWith(holders);
        wanted.Remove(0);
        return ReadParties(view, rows.Select(row => view.Transfers.File[row]).ToHashSet(), wanted);
    }

    /// <summary>Parties by key; a key that the files in view do not know (a person erased) is left out.</summary>
    /// <exception cref="InvalidDataException">A party file is encrypted and its key is not configured, or not the right one.</exception>
    public IReadOnlyDictionary<ulong, LakeParty> Parties(LakeView view, IEnumerable<ulong> keys)
    {
        ArgumentNullException.ThrowIfNull(view);
        return ReadParties(view, Enumerable.Range(0, view.Files.Count).ToHashSet(), keys.Where(key => key != 0).ToHashSet());
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

    private Dictionary<ulong, LakeParty> ReadParties(LakeView view, HashSet<int> files, HashSet<ulong> wanted)
    {
        var parties = new Dictionary<ulong, LakeParty>(wanted.Count);
        // In order of ingest, and the first to name a party keeps it: the same people whatever is asked beside them.
        var entries = LakeManifest.Read(_layout).ToDictionary(entry => entry.FileId, StringComparer.Ordinal);
        foreach (var file in files.Order())
        {
            if (!entries.TryGetValue(view.Files[file].FileId, out var entry))
                throw new InvalidDataException($"{view.Files[file].Name} is no longer in the lake's manifest");
            if (entry.Parties is not { } part) continue;
            using var reader = OpenParties(_layout.Full(part.Path));
            for (var g = 0; g < reader.FileMetaData.NumRowGroups; g++)
            {
                using var group = reader.RowGroup(g);
                ReadParties(group, wanted, parties);
            }
        }
        return parties;
    }

    private static void ReadParties(RowGroupReader group, HashSet<ulong> wanted, Dictionary<ulong, LakeParty> parties)
    {
        var table = LakeSchema.Parties;
        var scan = new ParquetScan();
        var rows = checked((int)group.MetaData.NumRows);
        var keys = new ulong[rows];
        scan.Longs(group, table["party_key"], (at, values) => MemoryMarshal.Cast<long, ulong>(values).CopyTo(keys.AsSpan(at)));
        var fresh = new HashSet<ulong>();
        var picked = new Picked([.. Enumerable.Range(0, rows).Where(row => wanted.Contains(keys[row]) && !parties.ContainsKey(keys[row]) && fresh.Add(keys[row]))]);
        if (picked.Count == 0) return;
        var isHolder = new bool[picked.Count];
        var born = new int[picked.Count];
        var (names, nationalities, residences, works) =
            (new string?[picked.Count], new string?[picked.Count], new string?[picked.Count], new string?[picked.Count]);
        var countries = new Dictionary<int, string>();
        scan.Flags(group, table["is_holder"], (at, values) => picked.Take(at, values, isHolder, static v => v));
        scan.Ints(group, table["date_of_birth"], TransferColumns.NoDay, (at, values) => picked.Take(at, values, born, static v => v));
        scan.Texts(group, table["name"], (at, values) => picked.Take(at, values, names, Text));
        scan.Texts(group, table["nationality"], (at, values) => picked.Take(at, values, nationalities, Text));
        scan.Texts(group, table["residence_country"], (at, values) => picked.Take(at, values, residences, Text));
        scan.Texts(group, table["work_country"], (at, values) => picked.Take(at, values, works, Text));
        for (var i = 0; i < picked.Count; i++)
        {
            var key = keys[picked.Rows[i]];
            if (!PersonName.TryParse(names[i], out var name)) throw new InvalidDataException($"party {key:x16} has no valid name");
            parties.Add(key, new LakeParty
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

    private ParquetFileReader OpenParties(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"{Path.GetFileName(path)} is missing from the lake's parties");
        var encrypted = IsEncrypted(path);
        if (encrypted && settings.PartyEncryptionKey is null)
            throw new InvalidDataException($"party file {Path.GetFileName(path)} is encrypted and no party key is configured");
        return OpenPart(path, LakeSchema.Parties, encrypted ? settings.PartyEncryptionKey : null);
    }

    /// <summary>An encrypted footer announces itself in the first four bytes, so plain and encrypted files may stand side by side.</summary>
    private static bool IsEncrypted(string path)
    {
        Span<byte> magic = stackalloc byte[4];
        using var stream = File.OpenRead(path);
        stream.ReadExactly(magic);
        return magic.SequenceEqual("PARE"u8);
    }

    /// <summary>Calls back for each row group that holds rows asked for. One thread: callers ask for little, or for two columns.</summary>
    private void ForEachPicked(LakeView view, IReadOnlyList<int> rows, Action<ParquetScan, RowGroupReader, Picked> read)
    {
        var columns = view.Transfers;
        var scan = new ParquetScan();
        var asked = new (string Path, int FileRow, int Index)[rows.Count];
        var paths = new Dictionary<(int File, int Month), string>();
        for (var i = 0; i < asked.Length; i++)
        {
            var row = rows[i];
            var day = DateOnly.FromDayNumber(columns.PayDay[row]);
            ref var path = ref CollectionsMarshal.GetValueRefOrAddDefault(paths, (columns.File[row], (day.Year * 12) + day.Month), out _);
            path ??= _layout.Full(LakeLayout.TransferPath(view.Files[columns.File[row]].FileId, LakeLayout.MonthOf(day)));
            asked[i] = (path, columns.FileRow[row], i);
        }
        foreach (var ofFile in asked.GroupBy(a => a.Path))
        {
            var sorted = ofFile.OrderBy(a => a.FileRow).ToArray();
            using var reader = OpenPart(ofFile.Key, LakeSchema.Transfers, null);
            var first = 0;
            var at = 0;
            for (var g = 0; g < reader.FileMetaData.NumRowGroups && at < sorted.Length; g++)
            {
                using var group = reader.RowGroup(g);
                var end = first + checked((int)group.MetaData.NumRows);
                var from = at;
                while (at < sorted.Length && sorted[at].FileRow < end) at++;
                if (at > from)
                {
                    var slice = sorted.AsSpan(from, at - from);
                    var inGroup = new int[slice.Length];
                    var targets = new int[slice.Length];
                    for (var i = 0; i < slice.Length; i++) (inGroup[i], targets[i]) = (slice[i].FileRow - first, slice[i].Index);
                    read(scan, group, new Picked(inGroup, targets));
                }
                first = end;
            }
        }
    }

    private static unsafe string? Text(ByteArray text) =>
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
