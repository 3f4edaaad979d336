// The way out of the lake: the current version of everything, as columns, at a stated moment.
// First keys, days and content alone are read and decide which rows count and where each stands; then every other column is
// read once, straight to its place. What stands nowhere is not decoded into anything.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using ParquetSharp;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Lake;

/// <summary>Which moment of the lake.</summary>
public sealed record LakeQuery
{
    /// <summary>Inclusive: rows paid later are hidden, and so are their amendments of earlier rows. Null: nothing is.</summary>
    public DateOnly? LastPayDay { get; init; }

    /// <summary>Inclusive: files ingested later are not in view. Null: all are.</summary>
    public long? LastSequence { get; init; }
}

/// <summary>Reads views, and for the few rows that are shown what the columns leave out. Safe for several threads.</summary>
public sealed partial class LakeReader(LakeSettings settings)
{
    private readonly LakeLayout _layout = new(settings.Folder);

    /// <summary>The view; empty when there is no lake yet.</summary>
    /// <exception cref="InvalidDataException">A file of the lake is missing, damaged or of another format version.</exception>
    public LakeView Open(LakeQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var entries = LakeManifest.Read(_layout).Where(entry => query.LastSequence is not { } last || entry.Sequence <= last).ToArray();
        var books = new Books();
        var tallies = new FileTally[entries.Length];
        var transfers = ReadTransfers(entries, query, books, tallies);
        var legs = ReadLegs(entries, transfers, books, tallies);
        return new LakeView
        {
            ManifestHash = LakeManifest.Hash(entries.Select(entry => entry.FileId)),
            Files =
            [
                .. entries.Select((entry, i) => new LakeFile(entry.FileId, entry.Name, entry.Kind == LakeFileKind.Legs,
                    tallies[i].Current, tallies[i].Unchanged, tallies[i].Superseded, tallies[i].Hidden)),
            ],
            Transfers = transfers,
            Legs = legs,
            Employers = books.Employers,
            Currencies = books.Currencies,
            Countries = books.Countries,
            Banks = books.Banks,
            JobTitles = books.JobTitles,
            Departments = books.Departments,
            Actors = books.Actors,
            ReturnCodes = books.ReturnCodes,
            Accounts = books.Accounts,
            Counts = new LakeCounts(books.Payees.Count, books.Persons.Count, books.Accounts.Count, books.Addresses.Count, books.Phones.Count,
                books.Emails.Count, books.Devices.Count, books.HolderNames.Count, books.NameTokens.Count),
        };
    }

    /// <summary>Entries in order of first ingest.</summary>
    public IReadOnlyList<LakeEntry> Entries() => LakeManifest.Read(_layout);

    private TransferColumns ReadTransfers(LakeEntry[] entries, LakeQuery query, Books books, FileTally[] tallies)
    {
        var lastMonth = query.LastPayDay is { } day ? LakeLayout.MonthOf(day) : null;
        var parts = new List<Part>();
        var rows = 0;
        for (var file = 0; file < entries.Length; file++)
        {
            if (entries[file].Kind != LakeFileKind.Transfers) continue;
            foreach (var part in entries[file].Parts)
            {
                if (lastMonth is not null && string.CompareOrdinal(part.Month, lastMonth) > 0)
                {
                    tallies[file].Hidden += part.Rows;
                    continue;
                }
                parts.Add(new Part(file, _layout.Full(part.Path), rows, part.Rows));
                rows = checked(rows + part.Rows);
            }
        }
        var groups = Groups(parts, LakeSchema.Transfers);
        var (keys, days, amended, positions) = Arrange(parts, groups, rows, query, tallies);
        var files = new int[keys.Length];
        var fileRows = new int[keys.Length];
        for (var p = 0; p < parts.Count; p++)
        {
            for (var row = 0; row < parts[p].Rows; row++)
            {
                var at = positions[parts[p].First + row];
                if (at < 0) continue;
                files[at] = parts[p].File;
                fileRows[at] = row;
            }
        }
        return FillTransfers(groups, positions, keys, days, amended, files, fileRows, books);
    }

    /// <summary>Decides versions and order. Positions say for each row of the lake where it stands, or -1.</summary>
    private (ulong[] Keys, int[] Days, bool[] Amended, int[] Positions) Arrange(
        List<Part> parts, List<Group> groups, int rows, LakeQuery query, FileTally[] tallies)
    {
        var keys = GC.AllocateUninitializedArray<ulong>(rows);
        var contents = GC.AllocateUninitializedArray<ulong>(rows);
        var days = GC.AllocateUninitializedArray<int>(rows);
        var table = LakeSchema.Transfers;
        ForEachGroup(groups, table, null, (_, scan, reader, first) =>
        {
            scan.Longs(reader, table["transfer_key"], (at, values) => MemoryMarshal.Cast<long, ulong>(values).CopyTo(keys.AsSpan(first + at)));
            scan.Longs(reader, table["content_hash"], (at, values) => MemoryMarshal.Cast<long, ulong>(values).CopyTo(contents.AsSpan(first + at)));
            scan.Ints(reader, table["pay_date"], TransferColumns.NoDay, (at, values) =>
            {
                var target = days.AsSpan(first + at);
                for (var i = 0; i < values.Length; i++) target[i] = values[i] + DateColumn<TransferRow>.Epoch;
            });
        });
        var fates = new RowFate[rows];
        if (query.LastPayDay is { } lastDay)
        {
            for (var row = 0; row < rows; row++)
            {
                if (days[row] > lastDay.DayNumber) fates[row] = RowFate.Hidden;
            }
        }
        VersionHistory.Decide(keys, contents, fates, settings.ReadThreads);
        Tally(parts, fates, tallies);

        var current = 0;
        var (firstDay, finalDay) = (int.MaxValue, int.MinValue);
        for (var row = 0; row < rows; row++)
        {
            if (fates[row] > RowFate.Amended) continue;
            current++;
            firstDay = Math.Min(firstDay, days[row]);
            finalDay = Math.Max(finalDay, days[row]);
        }
        // Days first by counting, then keys within each day: the days go in parallel.
        var starts = new int[current == 0 ? 1 : finalDay - firstDay + 2];
        for (var row = 0; row < rows; row++)
        {
            if (fates[row] <= RowFate.Amended) starts[days[row] - firstDay + 1]++;
        }
        for (var d = 1; d < starts.Length; d++) starts[d] += starts[d - 1];
        var sortedKeys = new ulong[current];
        var order = new int[current];
        var next = starts.ToArray();
        for (var row = 0; row < rows; row++)
        {
            if (fates[row] > RowFate.Amended) continue;
            var at = next[days[row] - firstDay]++;
            sortedKeys[at] = keys[row];
            order[at] = row;
        }
        Parallel.For(0, starts.Length - 1, Limits, d => Array.Sort(sortedKeys, order, starts[d], starts[d + 1] - starts[d]));
        var positions = new int[rows];
        Array.Fill(positions, -1);
        var amended = new bool[current];
        var payDays = new int[current];
        for (var at = 0; at < current; at++)
        {
            positions[order[at]] = at;
            amended[at] = fates[order[at]] == RowFate.Amended;
        }
        for (var d = 0; d < starts.Length - 1; d++) payDays.AsSpan(starts[d], starts[d + 1] - starts[d]).Fill(firstDay + d);
        return (sortedKeys, payDays, amended, positions);
    }

    private TransferColumns FillTransfers(
        List<Group> groups, int[] positions, ulong[] keys, int[] days, bool[] amended, int[] files, int[] fileRows, Books books)
    {
        var n = keys.Length;
        var threads = settings.ReadThreads;
        var t = LakeSchema.Transfers;
        var columns = new TransferColumns
        {
            Count = n,
            TransferKey = keys,
            File = files,
            FileRow = fileRows,
            Amended = amended,
            PayDay = days,
            Employer = new int[n],
            Payee = new int[n],
            Person = new int[n],
            PayType = new PayType[n],
            Amount = new double[n],
            GrossAmount = new double[n],
            Currency = new short[n],
            ContractCurrency = new short[n],
            SplitNo = new byte[n],
            Channel = new Channel[n],
            PayeeCheck = new PayeeCheck[n],
            Account = new int[n],
            AccountScheme = new AccountScheme[n],
            Bank = new int[n],
            AccountCountry = new short[n],
            IntermediaryBank = new int[n],
            HolderSimilarity = new float[n],
            HolderName = new int[n],
            NameFirst = new int[n],
            NameLast = new int[n],
            EmploymentType = new EmploymentType[n],
            JobTitle = new int[n],
            Department = new int[n],
            HireDay = new int[n],
            TerminationDay = new int[n],
            ResidenceCountry = new short[n],
            WorkCountry = new short[n],
            Address = new int[n],
            Phone = new int[n],
            Email = new int[n],
            Device = new int[n],
            LoginCountry = new short[n],
            ChangedDay = new int[n],
            ChangedBy = new int[n],
            ApprovedBy = new int[n],
            ReturnCode = new int[n],
            Findings = new RowFindings[n],
        };
        var keyed = new List<(string Column, KeyBook Book, KeySpace Space, int[] Target)>();
        var ints = new List<(string Column, CodeBook Book, TextSpace Space, int[] Target)>();
        var shorts = new List<(string Column, CodeBook Book, TextSpace Space, short[] Target)>();
        var words = new List<(string Column, Func<string?, byte> Meaning, TextSpace Space, byte[] Target)>();
        var dates = new List<(string Column, int[] Target)>
        {
            ("hire_date", columns.HireDay), ("termination_date", columns.TerminationDay), ("account_changed_at", columns.ChangedDay),
        };
        var amounts = new List<(string Column, double[] Target)> { ("amount", columns.Amount), ("gross_amount", columns.GrossAmount) };
        Keyed(books.Payees, ("payee_key", columns.Payee));
        Keyed(books.Persons, ("person_key", columns.Person));
        Keyed(books.Accounts, ("account_key", columns.Account));
        Keyed(books.HolderNames, ("holder_name_key", columns.HolderName));
        Keyed(books.NameTokens, ("name_first_key", columns.NameFirst), ("name_last_key", columns.NameLast));
        Keyed(books.Addresses, ("address_key", columns.Address));
        Keyed(books.Phones, ("phone_key", columns.Phone));
        Keyed(books.Emails, ("email_key", columns.Email));
        Keyed(books.Devices, ("device_key", columns.Device));
        Coded(books.Employers, ("employer_id", columns.Employer));
        Coded(books.Banks, ("bank", columns.Bank), ("intermediary_bank_id", columns.IntermediaryBank));
        Coded(books.JobTitles, ("job_title", columns.JobTitle));
        Coded(books.Departments, ("department", columns.Department));
        Coded(books.Actors, ("account_changed_by", columns.ChangedBy), ("account_change_approved_by", columns.ApprovedBy));
        Coded(books.ReturnCodes, ("return_code", columns.ReturnCode));
        Short(books.Currencies, ("currency", columns.Currency), ("contract_currency", columns.ContractCurrency));
        Short(books.Countries, ("account_country", columns.AccountCountry), ("residence_country", columns.ResidenceCountry),
            ("work_country", columns.WorkCountry), ("login_country", columns.LoginCountry));
        Word("pay_type", Words.PayTypeOf, Unsafe.As<byte[]>(columns.PayType));
        Word("channel", Words.ChannelOf, Unsafe.As<byte[]>(columns.Channel));
        Word("payee_check", Words.PayeeCheckOf, Unsafe.As<byte[]>(columns.PayeeCheck));
        Word("account_scheme", Words.SchemeOf, Unsafe.As<byte[]>(columns.AccountScheme));
        Word("employment_type", Words.EmploymentTypeOf, Unsafe.As<byte[]>(columns.EmploymentType));

        ForEachGroup(groups, t, positions, (thread, scan, reader, first) =>
        {
            foreach (var (name, _, space, target) in keyed)
                scan.Longs(reader, t[name], (at, values) => space.Scatter(thread, values, positions.AsSpan(first + at), target));
            foreach (var (name, _, space, target) in ints)
                scan.Texts(reader, t[name], (at, values) => space.Scatter(thread, values, positions.AsSpan(first + at), target));
            foreach (var (name, _, space, target) in shorts)
                scan.Texts(reader, t[name], (at, values) => space.Scatter(thread, values, positions.AsSpan(first + at), target));
            foreach (var (name, meaning, space, target) in words)
                scan.Texts(reader, t[name], (at, values) => space.ScatterWords(thread, values, positions.AsSpan(first + at), target, meaning));
            foreach (var (name, target) in dates)
                scan.Ints(reader, t[name], TransferColumns.NoDay, (at, values) => Place.Days(values, positions.AsSpan(first + at), target));
            foreach (var (name, target) in amounts)
                scan.Money(reader, t[name], (at, values) => Place.Amounts(values, positions.AsSpan(first + at), target));
            scan.Floats(reader, t["holder_similarity"], (at, values) => Place.Plain(values, positions.AsSpan(first + at), columns.HolderSimilarity));
            scan.Ints(reader, t["split_no"], 0, (at, values) => Place.Bytes(values, positions.AsSpan(first + at), columns.SplitNo));
            scan.Ints(reader, t["findings"], 0, (at, values) => Place.Shorts(values, positions.AsSpan(first + at), Unsafe.As<ushort[]>(columns.Findings)));
        });

        // Columns of one book one after the other, in the order above; different books side by side.
        var settling = keyed.GroupBy(c => c.Space).Select(g => (Action)(() => { foreach (var c in g) c.Space.Settle(c.Target, c.Book); }))
            .Concat(ints.GroupBy(c => c.Space).Select(g => (Action)(() => { foreach (var c in g) c.Space.Settle(c.Target, c.Book); })))
            .Concat(shorts.GroupBy(c => c.Space).Select(g => (Action)(() => { foreach (var c in g) c.Space.Settle(c.Target, c.Book); })));
        Parallel.ForEach(settling, Limits, settle => settle());
        return columns;

        void Keyed(KeyBook book, params ReadOnlySpan<(string Name, int[] Target)> of)
        {
            var space = new KeySpace(threads);
            foreach (var (name, target) in of) keyed.Add((name, book, space, target));
        }

        void Coded(CodeBook book, params ReadOnlySpan<(string Name, int[] Target)> of)
        {
            var space = new TextSpace(threads);
            foreach (var (name, target) in of) ints.Add((name, book, space, target));
        }

        void Short(CodeBook book, params ReadOnlySpan<(string Name, short[] Target)> of)
        {
            var space = new TextSpace(threads);
            foreach (var (name, target) in of) shorts.Add((name, book, space, target));
        }

        void Word(string name, Func<string?, byte> meaning, byte[] target) => words.Add((name, meaning, new TextSpace(threads), target));
    }

    private LegColumns ReadLegs(LakeEntry[] entries, TransferColumns transfers, Books books, FileTally[] tallies)
    {
        var parts = new List<Part>();
        var rows = 0;
        for (var file = 0; file < entries.Length; file++)
        {
            if (entries[file].Kind != LakeFileKind.Legs) continue;
            foreach (var part in entries[file].Parts)
            {
                parts.Add(new Part(file, _layout.Full(part.Path), rows, part.Rows));
                rows = checked(rows + part.Rows);
            }
        }
        var table = LakeSchema.Legs;
        var groups = Groups(parts, table);
        var legKeys = new ulong[rows];
        var contents = new ulong[rows];
        var keys = new ulong[rows];
        var numbers = new int[rows];
        var instants = new long[rows];
        ForEachGroup(groups, table, null, (_, scan, reader, first) =>
        {
            scan.Longs(reader, table["leg_key"], (at, values) => MemoryMarshal.Cast<long, ulong>(values).CopyTo(legKeys.AsSpan(first + at)));
            scan.Longs(reader, table["content_hash"], (at, values) => MemoryMarshal.Cast<long, ulong>(values).CopyTo(contents.AsSpan(first + at)));
            scan.Longs(reader, table["transfer_key"], (at, values) => MemoryMarshal.Cast<long, ulong>(values).CopyTo(keys.AsSpan(first + at)));
            scan.Ints(reader, table["leg_no"], 0, (at, values) => values.CopyTo(numbers.AsSpan(first + at)));
            scan.Longs(reader, table["executed_at"], (at, values) =>
            {
                for (var i = 0; i < values.Length; i++)
                    instants[first + at + i] = (values[i] * TimeSpan.TicksPerMicrosecond) + InstantColumn<LegRow>.Epoch;
            });
        });
        var fates = new RowFate[rows];
        VersionHistory.Decide(legKeys, contents, fates, settings.ReadThreads);

        // A leg without its transfer in view waits for it (or belongs to a later day): it is hidden, not lost.
        var wanted = new HashSet<ulong>(keys);
        var present = new HashSet<ulong>();
        if (wanted.Count > 0)
        {
            foreach (var key in transfers.TransferKey)
            {
                if (wanted.Contains(key)) present.Add(key);
            }
        }
        for (var row = 0; row < rows; row++)
        {
            if (fates[row] <= RowFate.Amended && !present.Contains(keys[row])) fates[row] = RowFate.Hidden;
        }
        Tally(parts, fates, tallies);
        var order = Enumerable.Range(0, rows).Where(row => fates[row] <= RowFate.Amended).ToArray();
        Array.Sort(order, (a, b) =>
        {
            var byKey = keys[a].CompareTo(keys[b]);
            if (byKey != 0) return byKey;
            var byNumber = numbers[a].CompareTo(numbers[b]);
            if (byNumber != 0) return byNumber;
            var byTime = instants[a].CompareTo(instants[b]);
            return byTime != 0 ? byTime : legKeys[a].CompareTo(legKeys[b]);
        });
        var n = order.Length;
        var positions = new int[rows];
        Array.Fill(positions, -1);
        for (var at = 0; at < n; at++) positions[order[at]] = at;
        var legs = new LegColumns
        {
            Count = n,
            TransferKey = [.. order.Select(row => keys[row])],
            LegNo = [.. order.Select(row => numbers[row])],
            ExecutedAt = [.. order.Select(row => instants[row])],
            FromAccount = new int[n],
            ToAccount = new int[n],
            ToWallet = new bool[n],
            FromCurrency = new short[n],
            ToCurrency = new short[n],
            FromAmount = new double[n],
            ToAmount = new double[n],
            Institution = new int[n],
            Country = new short[n],
            File = new int[n],
        };
        foreach (var part in parts)
        {
            for (var row = part.First; row < part.First + part.Rows; row++)
            {
                if (positions[row] >= 0) legs.File[positions[row]] = part.File;
            }
        }
        var accounts = new KeySpace(settings.ReadThreads);
        var currencies = new TextSpace(settings.ReadThreads);
        var banks = new TextSpace(settings.ReadThreads);
        var countries = new TextSpace(settings.ReadThreads);
        ForEachGroup(groups, table, positions, (thread, scan, reader, first) =>
        {
            scan.Longs(reader, table["from_account_key"], (at, values) => accounts.Scatter(thread, values, positions.AsSpan(first + at), legs.FromAccount));
            scan.Longs(reader, table["to_account_key"], (at, values) => accounts.Scatter(thread, values, positions.AsSpan(first + at), legs.ToAccount));
            scan.Flags(reader, table["to_wallet"], (at, values) => Place.Plain(values, positions.AsSpan(first + at), legs.ToWallet));
            scan.Texts(reader, table["from_currency"], (at, values) => currencies.Scatter(thread, values, positions.AsSpan(first + at), legs.FromCurrency));
            scan.Texts(reader, table["to_currency"], (at, values) => currencies.Scatter(thread, values, positions.AsSpan(first + at), legs.ToCurrency));
            scan.Money(reader, table["from_amount"], (at, values) => Place.Amounts(values, positions.AsSpan(first + at), legs.FromAmount));
            scan.Money(reader, table["to_amount"], (at, values) => Place.Amounts(values, positions.AsSpan(first + at), legs.ToAmount));
            scan.Texts(reader, table["institution_id"], (at, values) => banks.Scatter(thread, values, positions.AsSpan(first + at), legs.Institution));
            scan.Texts(reader, table["country"], (at, values) => countries.Scatter(thread, values, positions.AsSpan(first + at), legs.Country));
        });
        accounts.Settle(legs.FromAccount, books.Accounts);
        accounts.Settle(legs.ToAccount, books.Accounts);
        currencies.Settle(legs.FromCurrency, books.Currencies);
        currencies.Settle(legs.ToCurrency, books.Currencies);
        banks.Settle(legs.Institution, books.Banks);
        countries.Settle(legs.Country, books.Countries);
        return legs;
    }

    private ParallelOptions Limits => new() { MaxDegreeOfParallelism = settings.ReadThreads };

    private static void Tally(List<Part> parts, RowFate[] fates, FileTally[] tallies)
    {
        foreach (var part in parts)
        {
            ref var tally = ref tallies[part.File];
            foreach (var fate in fates.AsSpan(part.First, part.Rows))
            {
                if (fate <= RowFate.Amended) tally.Current++;
                else if (fate == RowFate.Unchanged) tally.Unchanged++;
                else if (fate == RowFate.Superseded) tally.Superseded++;
                else tally.Hidden++;
            }
        }
    }

    private List<Group> Groups<TRow>(List<Part> parts, ParquetTable<TRow> table)
    {
        var ofPart = new List<Group>[parts.Count];
        InParallel(parts.Count, settings.ReadThreads, p =>
        {
            using var reader = OpenPart(parts[p].Path, table, null);
            var list = ofPart[p] = [];
            var first = parts[p].First;
            for (var g = 0; g < reader.FileMetaData.NumRowGroups; g++)
            {
                using var group = reader.RowGroup(g);
                var rows = checked((int)group.MetaData.NumRows);
                list.Add(new Group(parts[p].Path, g, first, rows));
                first += rows;
            }
            if (first != parts[p].First + parts[p].Rows)
                throw new InvalidDataException($"{Path.GetFileName(parts[p].Path)} holds {first - parts[p].First} rows, its manifest entry says {parts[p].Rows}");
        });
        return [.. ofPart.SelectMany(list => list)];
    }

    /// <summary>Opens a Parquet file; what is missing or not Parquet is said in the lake's words.</summary>
    private static ParquetFileReader OpenPart<TRow>(string path, ParquetTable<TRow> table, byte[]? key)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"{Path.GetFileName(path)} is missing from the lake");
        try
        {
            return ParquetScan.Open(path, table, key);
        }
        catch (ParquetException e)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} cannot be read as Parquet", e);
        }
    }

    private void ForEachGroup<TRow>(
        List<Group> groups, ParquetTable<TRow> table, int[]? positions, Action<int, ParquetScan, RowGroupReader, int> read)
    {
        var next = -1;
        var threads = Math.Max(1, Math.Min(settings.ReadThreads, groups.Count));
        InParallel(threads, threads, thread =>
        {
            var scan = new ParquetScan();
            for (var g = Interlocked.Increment(ref next); g < groups.Count; g = Interlocked.Increment(ref next))
            {
                var group = groups[g];
                if (positions is not null && !positions.AsSpan(group.First, group.Rows).ContainsAnyExcept(-1)) continue;
                using var file = OpenPart(group.Path, table, null);
                try
                {
                    using var reader = file.RowGroup(group.Number);
                    read(thread, scan, reader, group.First);
                }
                catch (ParquetException e)
                {
                    throw new InvalidDataException($"{Path.GetFileName(group.Path)} is damaged in row group {group.Number}", e);
                }
            }
        });
    }

    /// <summary>As <see cref="Parallel.For(int, int, Action{int})"/>, but what went wrong first comes out as itself.</summary>
    private static void InParallel(int count, int threads, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, body);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }

    private readonly record struct Part(int File, string Path, int First, int Rows);

    private readonly record struct Group(string Path, int Number, int First, int Rows);

    private struct FileTally
    {
        internal int Current;
        internal int Unchanged;
        internal int Superseded;
        internal int Hidden;
    }

    private sealed class Books
    {
        internal readonly CodeBook Employers = new();
        internal readonly CodeBook Currencies = new();
        internal readonly CodeBook Countries = new();
        internal readonly CodeBook Banks = new();
        internal readonly CodeBook JobTitles = new();
        internal readonly CodeBook Departments = new();
        internal readonly CodeBook Actors = new();
        internal readonly CodeBook ReturnCodes = new();
        internal readonly KeyBook Accounts = new();
        internal readonly KeyBook Payees = new();
        internal readonly KeyBook Persons = new();
        internal readonly KeyBook Addresses = new();
        internal readonly KeyBook Phones = new();
        internal readonly KeyBook Emails = new();
        internal readonly KeyBook Devices = new();
        internal readonly KeyBook HolderNames = new();
        internal readonly KeyBook NameTokens = new();
    }

    /// <summary>From batches to places; -1 = nowhere.</summary>
    private static class Place
    {
        internal static void Plain<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> positions, T[] target)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (positions[i] >= 0) target[positions[i]] = values[i];
            }
        }

        internal static void Days(ReadOnlySpan<int> values, ReadOnlySpan<int> positions, int[] target)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (positions[i] >= 0) target[positions[i]] = values[i] == TransferColumns.NoDay ? TransferColumns.NoDay : values[i] + DateColumn<TransferRow>.Epoch;
            }
        }

        internal static unsafe void Amounts(ReadOnlySpan<FixedLenByteArray> values, ReadOnlySpan<int> positions, double[] target)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (positions[i] < 0) continue;
                target[positions[i]] = values[i].Pointer == IntPtr.Zero
                    ? double.NaN
                    : MoneyUnits.ToDouble(BinaryPrimitives.ReadInt128BigEndian(new ReadOnlySpan<byte>((void*)values[i].Pointer, MoneyColumn<object>.Bytes)));
            }
        }

        internal static void Bytes(ReadOnlySpan<int> values, ReadOnlySpan<int> positions, byte[] target)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (positions[i] >= 0) target[positions[i]] = (byte)Math.Clamp(values[i], 0, byte.MaxValue);
            }
        }

        internal static void Shorts(ReadOnlySpan<int> values, ReadOnlySpan<int> positions, ushort[] target)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (positions[i] >= 0) target[positions[i]] = (ushort)values[i];
            }
        }
    }
}
