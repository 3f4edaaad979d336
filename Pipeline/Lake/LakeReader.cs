// The way out of the lake: the current version of everything, as columns, at a stated moment.
// Every file is opened once and read column by column into shelves, in the order of the files; then keys, days and content decide
// which rows count and where each stands, and the shelves are settled in that order. A lake is thousands of small files: opening
// one costs more than its rows. Columns that nothing is computed from are not read.
using System.Runtime.ExceptionServices;
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
    private readonly LakeLayout _layout = new(Path.GetFullPath(settings.Folder));

    /// <summary>The view; empty when there is no lake yet.</summary>
    /// <exception cref="LakeUnreadableException">A file of the lake is missing, damaged or of another format version.</exception>
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
            Seal = LakeSeal.Of(entries),
            Moment = query with { LastSequence = entries.Length == 0 ? 0 : entries[^1].Sequence },
            Files =
            [
                .. entries.Select((entry, i) => new LakeFile(entry.FileId, entry.Name, entry.Kind == LakeFileKind.Legs,
                    tallies[i].Current, tallies[i].Unchanged, tallies[i].Superseded, tallies[i].Hidden)
                {
                    Foreign = tallies[i].Foreign,
                    IsMixed = entry is { Kind: LakeFileKind.Transfers, Parts: [{ Month: null }] },
                }),
            ],
            Transfers = transfers,
            Legs = legs,
            Employers = books.Employers,
            Currencies = books.Currencies,
            Countries = books.Countries,
            Banks = books.Banks,
            AccountEnds = books.AccountEnds,
            Actors = books.Actors,
            ReturnCodes = books.ReturnCodes,
            Accounts = books.Accounts,
            Persons = books.Persons,
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
            if (entries[file].Kind != LakeFileKind.Transfers || entries[file].PrunedAt is not null) continue;
            foreach (var part in entries[file].Parts)
            {
                if (lastMonth is not null && part.Month is { } month && string.CompareOrdinal(month, lastMonth) > 0)
                {
                    tallies[file].Hidden += part.Rows;
                    continue;
                }
                parts.Add(new Part(file, _layout.Full(part.Path), rows, part.Rows));
                rows = checked(rows + part.Rows);
            }
        }

        var table = LakeSchema.Transfers;
        var shelves = new List<Shelf<TransferRow>>();
        var keys = Add(new LongShelf<TransferRow>(table["transfer_key"], rows));
        var contents = Add(new LongShelf<TransferRow>(table["content_hash"], rows));
        var days = Add(new DayShelf<TransferRow>(table["pay_date"], rows));
        var payee = Keyed(books.Payees, NewKeys(), "payee_key");
        var person = Keyed(books.Persons, NewKeys(), "person_key");
        var account = Keyed(books.Accounts, NewKeys(), "account_key");
        var holderName = Keyed(books.HolderNames, NewKeys(), "holder_name_key");
        var tokens = NewKeys();
        var (nameFirst, nameLast) = (Keyed(books.NameTokens, tokens, "name_first_key"), Keyed(books.NameTokens, tokens, "name_last_key"));
        var address = Keyed(books.Addresses, NewKeys(), "address_key");
        var phone = Keyed(books.Phones, NewKeys(), "phone_key");
        var email = Keyed(books.Emails, NewKeys(), "email_key");
        var device = Keyed(books.Devices, NewKeys(), "device_key");
        var employer = Text<int>(books.Employers, NewTexts(), "employer_id");
        var banks = NewTexts();
        var (bank, intermediary) = (Text<int>(books.Banks, banks, "bank"), Text<int>(books.Banks, banks, "intermediary_bank_id"));
        var accountEnd = Text<int>(books.AccountEnds, NewTexts(), "account_last4");
        var actors = NewTexts();
        var (changedBy, approvedBy) = (Text<int>(books.Actors, actors, "account_changed_by"), Text<int>(books.Actors, actors, "account_change_approved_by"));
        var returnCode = Text<int>(books.ReturnCodes, NewTexts(), "return_code");
        var currencies = NewTexts();
        var (currency, contractCurrency) = (Text<short>(books.Currencies, currencies, "currency"), Text<short>(books.Currencies, currencies, "contract_currency"));
        var countries = NewTexts();
        var accountCountry = Text<short>(books.Countries, countries, "account_country");
        var residence = Text<short>(books.Countries, countries, "residence_country");
        var work = Text<short>(books.Countries, countries, "work_country");
        var login = Text<short>(books.Countries, countries, "login_country");
        var payType = Word<PayType>("pay_type", Words.PayTypeOf);
        var channel = Word<Channel>("channel", Words.ChannelOf);
        var payeeCheck = Word<PayeeCheck>("payee_check", Words.PayeeCheckOf);
        var scheme = Word<AccountScheme>("account_scheme", Words.SchemeOf);
        var employment = Word<EmploymentType>("employment_type", Words.EmploymentTypeOf);
        var hired = Add(new DayShelf<TransferRow>(table["hire_date"], rows));
        var terminated = Add(new DayShelf<TransferRow>(table["termination_date"], rows));
        var changed = Add(new DayShelf<TransferRow>(table["account_changed_at"], rows));
        var amount = Add(new MoneyShelf<TransferRow>(table["amount"], rows));
        var gross = Add(new MoneyShelf<TransferRow>(table["gross_amount"], rows));
        var split = Add(new IntShelf<TransferRow>(table["split_no"], rows, 0));
        var similarity = Add(new RatioShelf<TransferRow>(table["holder_similarity"], rows));
        ReadParts(parts, table, shelves);

        var fates = Fates(query, keys.Raw, contents.Raw, days.Raw, (one, other) => employer.Space.IsSame(employer.Raw[one], employer.Raw[other]));
        Tally(parts, fates, tallies);
        var spares = new SpareArrays();
        spares.Give(contents.Raw);
        shelves.Remove(contents);
        var order = LakeOrder.Of(fates, days.Raw, employer, payee, keys.Raw, settings.ReadThreads);
        var (files, fileRows) = Places(parts, order);
        Settle(shelves, order, spares);
        return new TransferColumns
        {
            Count = order.Length,
            TransferKey = keys.Settled,
            File = files,
            FileRow = fileRows,
            Amended = [.. order.Select(row => fates[row] == RowFate.Amended)],
            PayDay = days.Settled,
            Employer = employer.Settled,
            Payee = payee.Settled,
            Person = person.Settled,
            PayType = payType.Settled,
            Amount = amount.Settled,
            LongAmounts = amount.Long,
            GrossAmount = gross.Settled,
            SplitNo = split.Settled,
            IntermediaryBank = intermediary.Settled,
            Currency = currency.Settled,
            ContractCurrency = contractCurrency.Settled,
            Channel = channel.Settled,
            PayeeCheck = payeeCheck.Settled,
            Account = account.Settled,
            AccountEnd = accountEnd.Settled,
            AccountScheme = scheme.Settled,
            Bank = bank.Settled,
            AccountCountry = accountCountry.Settled,
            HolderSimilarity = similarity.Settled,
            HolderName = holderName.Settled,
            NameFirst = nameFirst.Settled,
            NameLast = nameLast.Settled,
            EmploymentType = employment.Settled,
            HireDay = hired.Settled,
            TerminationDay = terminated.Settled,
            ResidenceCountry = residence.Settled,
            WorkCountry = work.Settled,
            Address = address.Settled,
            Phone = phone.Settled,
            Email = email.Settled,
            Device = device.Settled,
            LoginCountry = login.Settled,
            ChangedDay = changed.Settled,
            ChangedBy = changedBy.Settled,
            ApprovedBy = approvedBy.Settled,
            ReturnCode = returnCode.Settled,
        };

        TShelf Add<TShelf>(TShelf shelf) where TShelf : Shelf<TransferRow>
        {
            shelves.Add(shelf);
            return shelf;
        }

        KeyShelf<TransferRow> Keyed(KeyBook book, KeySpace space, string name) => Add(new KeyShelf<TransferRow>(table[name], rows, space, book));

        TextShelf<TransferRow, T> Text<T>(CodeBook book, TextSpace space, string name) where T : unmanaged, System.Numerics.IBinaryInteger<T> =>
            Add(new TextShelf<TransferRow, T>(table[name], rows, space, book));

        WordShelf<TransferRow, T> Word<T>(string name, Func<string?, byte> meaning) where T : struct, Enum =>
            Add(new WordShelf<TransferRow, T>(table[name], rows, settings.ReadThreads, meaning));
    }

    private LegColumns ReadLegs(LakeEntry[] entries, TransferColumns transfers, Books books, FileTally[] tallies)
    {
        var parts = new List<Part>();
        var rows = 0;
        for (var file = 0; file < entries.Length; file++)
        {
            if (entries[file].Kind != LakeFileKind.Legs || entries[file].PrunedAt is not null) continue;
            foreach (var part in entries[file].Parts)
            {
                parts.Add(new Part(file, _layout.Full(part.Path), rows, part.Rows));
                rows = checked(rows + part.Rows);
            }
        }
        var table = LakeSchema.Legs;
        var legKeys = new LongShelf<LegRow>(table["leg_key"], rows);
        var contents = new LongShelf<LegRow>(table["content_hash"], rows);
        var keys = new LongShelf<LegRow>(table["transfer_key"], rows);
        var numbers = new IntShelf<LegRow>(table["leg_no"], rows, 0);
        var instants = new InstantShelf<LegRow>(table["executed_at"], rows);
        var (accounts, currencies) = (NewKeys(), NewTexts());
        var fromAccount = new KeyShelf<LegRow>(table["from_account_key"], rows, accounts, books.Accounts);
        var toAccount = new KeyShelf<LegRow>(table["to_account_key"], rows, accounts, books.Accounts);
        var toWallet = new FlagShelf<LegRow>(table["to_wallet"], rows);
        var fromCurrency = new TextShelf<LegRow, short>(table["from_currency"], rows, currencies, books.Currencies);
        var toCurrency = new TextShelf<LegRow, short>(table["to_currency"], rows, currencies, books.Currencies);
        var fromAmount = new MoneyShelf<LegRow>(table["from_amount"], rows);
        var toAmount = new MoneyShelf<LegRow>(table["to_amount"], rows);
        var institution = new TextShelf<LegRow, int>(table["institution_id"], rows, NewTexts(), books.Banks);
        var country = new TextShelf<LegRow, short>(table["country"], rows, NewTexts(), books.Countries);
        List<Shelf<LegRow>> shelves = [keys, numbers, instants, fromAccount, toAccount, toWallet, fromCurrency, toCurrency, fromAmount, toAmount, institution, country];
        ReadParts(parts, table, [legKeys, contents, .. shelves]);
        var fates = new RowFate[rows];
        VersionHistory.Decide(legKeys.Raw, contents.Raw, fates, settings.ReadThreads);

        // A leg without its transfer in view waits for it (or belongs to a later day): it is hidden, not lost.
        var wanted = new HashSet<ulong>(keys.Raw);
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
            if (fates[row] <= RowFate.Amended && !present.Contains(keys.Raw[row])) fates[row] = RowFate.Hidden;
        }
        Tally(parts, fates, tallies);
        var order = Enumerable.Range(0, rows).Where(row => fates[row] <= RowFate.Amended).ToArray();
        var (rawKeys, rawNumbers, rawInstants, rawLegKeys) = (keys.Raw, numbers.Raw, instants.Raw, legKeys.Raw);
        Array.Sort(order, (a, b) =>
        {
            var byKey = rawKeys[a].CompareTo(rawKeys[b]);
            if (byKey != 0) return byKey;
            var byNumber = rawNumbers[a].CompareTo(rawNumbers[b]);
            if (byNumber != 0) return byNumber;
            var byTime = rawInstants[a].CompareTo(rawInstants[b]);
            return byTime != 0 ? byTime : rawLegKeys[a].CompareTo(rawLegKeys[b]);
        });
        Settle(shelves, order, new SpareArrays());
        return new LegColumns
        {
            Count = order.Length,
            TransferKey = keys.Settled,
            LegNo = numbers.Settled,
            ExecutedAt = instants.Settled,
            FromAccount = fromAccount.Settled,
            ToAccount = toAccount.Settled,
            ToWallet = toWallet.Settled,
            FromCurrency = fromCurrency.Settled,
            ToCurrency = toCurrency.Settled,
            FromAmount = fromAmount.Settled,
            ToAmount = toAmount.Settled,
            Institution = institution.Settled,
            Country = country.Settled,
            File = Places(parts, order).Files,
        };
    }

    private KeySpace NewKeys() => new(settings.ReadThreads);

    private TextSpace NewTexts() => new(settings.ReadThreads);

    private ParallelOptions Limits => new() { MaxDegreeOfParallelism = settings.ReadThreads };

    private RowFate[] Fates(LakeQuery query, ulong[] keys, ulong[] contents, int[] days, Func<int, int, bool> sameEmployer)
    {
        var fates = new RowFate[keys.Length];
        if (query.LastPayDay is { } last)
        {
            for (var row = 0; row < fates.Length; row++)
            {
                if (days[row] > last.DayNumber) fates[row] = RowFate.Hidden;
            }
        }
        VersionHistory.Decide(keys, contents, fates, settings.ReadThreads, sameEmployer);
        return fates;
    }

    /// <summary>Shelves of one ledger one after the other, in the order of the list; different ledgers side by side.</summary>
    private void Settle<TRow>(List<Shelf<TRow>> shelves, int[] order, SpareArrays spares) =>
        Parallel.ForEach(shelves.GroupBy(shelf => shelf.Ledger), Limits, ledger =>
        {
            foreach (var shelf in ledger) shelf.Settle(order, spares);
        });

    /// <summary>File, and row in its part, of the lake's rows in the order given.</summary>
    private static (int[] Files, int[] Rows) Places(List<Part> parts, int[] order)
    {
        var firsts = parts.Select(part => part.First).ToArray();
        var files = GC.AllocateUninitializedArray<int>(order.Length);
        var rows = GC.AllocateUninitializedArray<int>(order.Length);
        var (p, first, end) = (0, 0, 0);
        for (var at = 0; at < order.Length; at++)
        {
            var row = order[at];
            if (row < first || row >= end)
            {
                p = Array.BinarySearch(firsts, row);
                if (p < 0) p = ~p - 1;
                (first, end) = (parts[p].First, parts[p].First + parts[p].Rows);
            }
            files[at] = parts[p].File;
            rows[at] = row - first;
        }
        return (files, rows);
    }

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
                else if (fate == RowFate.Foreign) tally.Foreign++;
                else tally.Hidden++;
            }
        }
    }

    /// <summary>
    /// Fills the shelves. A thread takes the parts of a file together, because a payroll says much the same from month to month; of a part
    /// with more rows than a row group holds, the row groups are shared out.
    /// </summary>
    private void ReadParts<TRow>(List<Part> parts, ParquetTable<TRow> table, IReadOnlyList<Shelf<TRow>> shelves)
    {
        var loads = new List<Load>();
        for (var p = 0; p < parts.Count;)
        {
            if (parts[p].Rows > LakeFileWriter.RowsPerGroup)
            {
                loads.AddRange(GroupsOf(parts[p], table).Select(group => new Load(p, 1, group)));
                p++;
                continue;
            }
            var (from, rows) = (p, 0);
            while (p < parts.Count && parts[p].File == parts[from].File && rows + parts[p].Rows <= LakeFileWriter.RowsPerGroup) rows += parts[p++].Rows;
            loads.Add(new Load(from, p - from, null));
        }
        var next = -1;
        var threads = Math.Max(1, Math.Min(settings.ReadThreads, loads.Count));
        InParallel(threads, threads, thread =>
        {
            var scan = ParquetScan.OfThread;
            for (var l = Interlocked.Increment(ref next); l < loads.Count; l = Interlocked.Increment(ref next))
            {
                for (var p = loads[l].Part; p < loads[l].Part + loads[l].Parts; p++) ReadPart(thread, scan, parts[p], loads[l].Group, table, shelves);
            }
        });
    }

    private static void ReadPart<TRow>(int thread, ParquetScan scan, Part part, Group? only, ParquetTable<TRow> table, IReadOnlyList<Shelf<TRow>> shelves)
    {
        using var file = OpenPart(part.Path, table, null);
        IReadOnlyList<Group> groups = only is { } one ? [one] : Groups(file, part);
        foreach (var group in groups)
        {
            try
            {
                using var reader = file.RowGroup(group.Number);
                foreach (var shelf in shelves) shelf.Read(thread, scan, reader, group.First);
            }
            catch (Exception e) when (IsDamage(e))
            {
                throw new LakeUnreadableException($"{Path.GetFileName(part.Path)} is damaged in row group {group.Number}", e);
            }
        }
    }

    private static List<Group> GroupsOf<TRow>(Part part, ParquetTable<TRow> table)
    {
        using var file = OpenPart(part.Path, table, null);
        return Groups(file, part);
    }

    /// <summary>The row groups of a part; what they hold must be what the manifest says.</summary>
    private static List<Group> Groups(ParquetFileReader file, Part part)
    {
        var groups = new List<Group>();
        var first = part.First;
        var count = file.FileMetaData.NumRowGroups;
        for (var g = 0; g < count; g++)
        {
            int rows;
            if (count == 1)
            {
                rows = checked((int)file.FileMetaData.NumRows);
            }
            else
            {
                using var group = file.RowGroup(g);
                rows = checked((int)group.MetaData.NumRows);
            }
            groups.Add(new Group(g, first, rows));
            first += rows;
        }
        if (first != part.First + part.Rows)
            throw new LakeUnreadableException($"{Path.GetFileName(part.Path)} holds {first - part.First} rows, its manifest entry says {part.Rows}");
        return groups;
    }

    /// <summary>What the Parquet library, or the check of what it gave, throws over bytes that nobody wrote.</summary>
    internal static bool IsDamage(Exception failure) => failure is ParquetException or LakeUnreadableException or InvalidCastException or OverflowException;

    /// <summary>Opens a Parquet file; what is missing or not Parquet is said in the lake's words.</summary>
    internal static ParquetFileReader OpenPart<TRow>(string path, ParquetTable<TRow> table, byte[]? key)
    {
        if (!File.Exists(path)) throw new LakeUnreadableException($"{Path.GetFileName(path)} is missing from the lake");
        try
        {
            return ParquetScan.Open(path, table, key);
        }
        catch (ParquetException e)
        {
            throw new LakeUnreadableException($"{Path.GetFileName(path)} cannot be read as Parquet", e);
        }
    }

    /// <summary>As <see cref="Parallel.For(int, int, Action{int})"/>, but what went wrong first comes out as itself.</summary>
    internal static void InParallel(int count, int threads, Action<int> body)
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

    private readonly record struct Group(int Number, int First, int Rows);

    /// <summary>Some parts of one file, or one row group of one part.</summary>
    private readonly record struct Load(int Part, int Parts, Group? Group);

    private struct FileTally
    {
        internal int Current;
        internal int Unchanged;
        internal int Superseded;
        internal int Hidden;
        internal int Foreign;
    }

    private sealed class Books
    {
        internal readonly CodeBook Employers = new();
        internal readonly CodeBook Currencies = new();
        internal readonly CodeBook Countries = new();
        internal readonly CodeBook Banks = new();
        internal readonly CodeBook AccountEnds = new();
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
}
