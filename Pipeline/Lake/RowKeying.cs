// From an accepted record to a row of the lake: everything personal becomes a key here, and nowhere else.
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Transfers;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Lake;

/// <summary>Keys of details seen before, by the details' identity; emptied when full. Safe for several threads.</summary>
internal sealed class KnownKeys
{
    private const int MostKept = 150_000;

    private readonly ConcurrentDictionary<StandingDetails, StandingKeys> _keys = new(ReferenceEqualityComparer.Instance);
    private int _count;

    internal StandingKeys? Find(StandingDetails details) => _keys.TryGetValue(details, out var keys) ? keys : null;

    internal void Keep(StandingDetails details, StandingKeys keys)
    {
        if (_keys.TryAdd(details, keys) && Interlocked.Increment(ref _count) >= MostKept) Clear();
    }

    internal void Clear()
    {
        _keys.Clear();
        Interlocked.Exchange(ref _count, 0);
    }
}

/// <summary>Derives rows block by block. Reused; not for several threads.</summary>
internal sealed class RowKeying(LakeKey key, KnownKeys known, PagePool pages)
{
    private const int MostNames = 50_000;

    /// <summary>For whoever takes the rows apart, on the same thread.</summary>
    internal ParquetScratch Scratch { get; } = new(pages);

    private readonly KeyBatch _batch = new(key.Hasher);
    private readonly RowContent _content = new();
    private readonly Dictionary<string, string[]> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<StandingDetails, StandingKeys> _new = new(ReferenceEqualityComparer.Instance);

    internal TransferRow[] Rows(ReadOnlySpan<Transfer> transfers)
    {
        var rows = new TransferRow[transfers.Length];
        _new.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            var details = transfers[i].Standing;
            if (known.Find(details) is not { } keys && !_new.TryGetValue(details, out keys)) _new.Add(details, keys = new StandingKeys());
            rows[i] = new TransferRow(transfers[i], keys) { TransferKey = LakeKey.TransferKey(transfers[i].TransferId) };
        }
        if (_new.Count > 0) Derive([.. _new.Keys], [.. _new.Values]);
        foreach (var (details, keys) in _new) known.Keep(details, keys);

        _batch.Begin(KeyKind.Content);
        for (var i = 0; i < rows.Length; i++) _batch.Add(i, _content.Digest(rows[i].Transfer, rows[i].Keys.Content));
        _batch.Finish((i, k) => rows[i].ContentHash = k);
        return rows;
    }

    /// <summary>Fills <paramref name="keys"/>, place by place.</summary>
    private void Derive(StandingDetails[] details, StandingKeys[] keys)
    {
        var names = new string[details.Length][];
        var inOrder = new string[details.Length][];
        var holders = new string[]?[details.Length];
        for (var i = 0; i < details.Length; i++)
        {
            var (from, to) = (details[i], keys[i]);
            to.PayeeKey = LakeKey.PayeeKey(from.EmployerId, from.EmployeeId);
            to.Bank = AccountPlace.Bank(from);
            to.AccountCountry = AccountPlace.Country(from);
            to.AccountLastFour = from.Account.LastFour;
            to.Content = _content.Digest(from);
            to.ChangedBy = ClassWord(from.AccountChangedBy);
            to.ApprovedBy = ClassWord(from.AccountChangeApprovedBy);
            names[i] = Tokens(from.EmployeeName);
            inOrder[i] = GivenNameFirst(names[i], from.EmployeeName);
            if (from.BeneficiaryName is not { } holder) continue;
            holders[i] = Tokens(holder);
            if (SameTokens(names[i], holders[i]!)) holders[i] = null;
            else to.HolderSimilarity = (float)(NameSimilarity.Compare(from.EmployeeName.Reveal(), holder.Reveal()) ?? double.NaN);
        }
        Keys(KeyKind.Person, d => d.PersonId, KeyText.Trimmed, (r, k) => r.PersonKey = k);
        Keys(KeyKind.Address, d => d.Address, KeyText.Address, (r, k) => r.AddressKey = k);
        Keys(KeyKind.Phone, d => d.Phone, KeyText.Phone, (r, k) => r.PhoneKey = k);
        Keys(KeyKind.Email, d => d.Email, KeyText.LowerTrimmed, (r, k) => r.EmailKey = k);
        Keys(KeyKind.Device, d => d.DeviceId, KeyText.LowerTrimmed, (r, k) => r.DeviceKey = k);
        Keys(KeyKind.Actor, d => User(d.AccountChangedBy), KeyText.LowerTrimmed, (r, k) => r.ChangedBy = UserWord(k));
        Keys(KeyKind.Actor, d => User(d.AccountChangeApprovedBy), KeyText.LowerTrimmed, (r, k) => r.ApprovedBy = UserWord(k));

        _batch.Begin(KeyKind.Account);
        for (var i = 0; i < details.Length; i++) AddAccount(i, details[i].Account, details[i].BankId);
        _batch.Finish((i, k) => keys[i].AccountKey = k);

        _batch.Begin(KeyKind.NameToken);
        for (var i = 0; i < details.Length; i++)
        {
            if (inOrder[i].Length > 0) _batch.Add(i, inOrder[i][0]);
        }
        _batch.Finish((i, k) => keys[i].NameFirstKey = k);
        _batch.Begin(KeyKind.NameToken);
        for (var i = 0; i < details.Length; i++)
        {
            if (inOrder[i].Length > 0) _batch.Add(i, inOrder[i][^1]);
        }
        _batch.Finish((i, k) => keys[i].NameLastKey = k);

        _batch.Begin(KeyKind.HolderName);
        for (var i = 0; i < details.Length; i++) _batch.Add(i, Joined(holders[i] ?? names[i], details[i].BeneficiaryName ?? details[i].EmployeeName));
        _batch.Finish((i, k) => keys[i].HolderNameKey = k);

        _batch.Begin(KeyKind.Party);
        for (var i = 0; i < details.Length; i++)
        {
            var payee = details[i];
            _batch.Add(i, string.Concat(Joined(names[i], payee.EmployeeName), KeyText.Separator +
                (payee.DateOfBirth is { } born ? born.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture) : ""),
                KeyText.Separator + payee.Nationality?.Code, KeyText.Separator + payee.ResidenceCountry?.Code));
        }
        _batch.Finish((i, k) => keys[i].PayeeParty = k);
        _batch.Begin(KeyKind.Party);
        for (var i = 0; i < details.Length; i++)
        {
            if (holders[i] is { } holder) _batch.Add(i, Joined(holder, details[i].BeneficiaryName!));
        }
        _batch.Finish((i, k) => keys[i].HolderParty = k);

        void Keys(KeyKind kind, Func<StandingDetails, string?> text, KeyWriting writing, Action<StandingKeys, ulong> take)
        {
            _batch.Begin(kind);
            for (var i = 0; i < details.Length; i++) _batch.Add(i, text(details[i]), writing);
            _batch.Finish((i, k) => take(keys[i], k));
        }
    }

    internal LegRow[] Rows(ReadOnlySpan<PaymentLeg> legs)
    {
        var rows = new LegRow[legs.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new LegRow(legs[i]) { LegKey = LakeKey.TransferKey(legs[i].LegId), TransferKey = LakeKey.TransferKey(legs[i].TransferId) };
        _batch.Begin(KeyKind.Account);
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Leg.FromAccount is { } account) AddAccount(i, account, null);
        }
        _batch.Finish((i, k) => rows[i].FromAccountKey = k);
        _batch.Begin(KeyKind.Account);
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Leg.ToAccount is { } account) AddAccount(i, account, null);
        }
        _batch.Finish((i, k) => rows[i].ToAccountKey = k);
        _batch.Begin(KeyKind.Content);
        for (var i = 0; i < rows.Length; i++) _batch.Add(i, _content.Digest(rows[i].Leg));
        _batch.Finish((i, k) => rows[i].ContentHash = k);
        return rows;
    }

    private void AddAccount(int row, AccountNumber account, string? bankId)
    {
        if (account.IsWallet) _batch.Add(row, account.Reveal().ToLowerInvariant(), KeyKind.Wallet);
        else _batch.Add(row, KeyText.Account(account, bankId), KeyKind.Account);
    }

    /// <summary>Folded parts; the cache is emptied when full, so that a large file cannot fill the memory.</summary>
    private string[] Tokens(PersonName name)
    {
        var text = name.Reveal();
        if (_names.TryGetValue(text, out var known)) return known;
        if (_names.Count >= MostNames) _names.Clear();
        return _names[text] = NameFolding.Tokens(text);
    }

    /// <summary>The parts of a name that is written family name first, turned round; else as they stand.</summary>
    private static string[] GivenNameFirst(string[] tokens, PersonName name)
    {
        if (NameOrder.FamilyNameFirst(name.Reveal()) is not { } parts) return tokens;
        var family = Math.Min(NameFolding.Tokens(parts.Family).Length, tokens.Length);
        return [.. tokens[family..], .. tokens[..family]];
    }

    /// <summary>A name of symbols alone folds to nothing: then it stands for itself.</summary>
    private static string Joined(string[] tokens, PersonName name) => tokens.Length > 0 ? string.Join(' ', tokens) : name.Reveal();

    private static bool SameTokens(string[] a, string[] b)
    {
        if (a.Length != b.Length || a.Length == 0) return false;
        if (a.AsSpan().SequenceEqual(b)) return true;
        return a.Order(StringComparer.Ordinal).SequenceEqual(b.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string? ClassWord(string? actor) => actor?.Trim().ToLowerInvariant() switch
    {
        "employee" => "employee",
        "hr" => "hr",
        "admin" => "admin",
        "import" => "import",
        _ => null,
    };

    private static string? User(string? actor) => string.IsNullOrWhiteSpace(actor) || ClassWord(actor) is not null ? null : actor;

    internal static string UserWord(ulong key) => $"user:{key:x16}";
}

/// <summary>
/// A digest over everything a source said in a row: two rows with the same digest say the same. Amounts count by value
/// (1.50 is 1.5); what this program found odd about the row is derived and does not count.
/// </summary>
internal sealed class RowContent
{
    private readonly byte[] _digest = new byte[16];
    private byte[] _bytes = new byte[4096];
    private int _used;

    /// <summary>Valid until the next call.</summary>
    /// <param name="standing">The digest of the transfer's standing details.</param>
    internal ReadOnlySpan<byte> Digest(Transfer t, UInt128 standing)
    {
        _used = 0;
        Long((long)(ulong)standing);
        Long((long)(ulong)(standing >> 64));
        Text(t.TransferId);
        Number(t.PayDate.DayNumber);
        Number((int)t.PayType);
        Amount(t.Amount.Amount);
        Text(t.Amount.Currency.Code);
        Amount(t.GrossAmount);
        Number(t.SplitNo);
        Number((int)t.PayeeCheck);
        Text(t.ReturnCode);
        Text(t.PaymentRef);
        Text(t.LoginCountry?.Code);
        return Digest();
    }

    internal UInt128 Digest(StandingDetails d)
    {
        _used = 0;
        Text(d.EmployerId);
        Text(d.EmployeeId);
        Text(d.PersonId);
        Text(d.EmployeeName.Reveal());
        Text(d.ContractCurrency?.Code);
        Number((int)d.Channel);
        Text(d.BeneficiaryName?.Reveal());
        Account(d.Account);
        Text(d.BankId);
        Text(d.BankCountry?.Code);
        Text(d.IntermediaryBankId);
        Number((int)d.EmploymentType);
        Text(d.JobTitle);
        Text(d.Department);
        Number(d.HireDate?.DayNumber);
        Number(d.TerminationDate?.DayNumber);
        Text(d.ResidenceCountry?.Code);
        Text(d.WorkCountry?.Code);
        Text(d.Nationality?.Code);
        Number(d.DateOfBirth?.DayNumber);
        Text(d.Address);
        Text(d.Phone);
        Text(d.Email);
        Text(d.DeviceId);
        Number(d.AccountChangedAt?.DayNumber);
        Text(d.AccountChangedBy);
        Text(d.AccountChangeApprovedBy);
        return XxHash128.HashToUInt128(_bytes.AsSpan(0, _used));
    }

    /// <summary>Valid until the next call.</summary>
    internal ReadOnlySpan<byte> Digest(PaymentLeg leg)
    {
        _used = 0;
        Text(leg.LegId);
        Text(leg.TransferId);
        Number(leg.LegNo);
        Long(leg.ExecutedAt.Ticks);
        Account(leg.FromAccount);
        Account(leg.ToAccount);
        Text(leg.FromCurrency.Code);
        Text(leg.ToCurrency.Code);
        Amount(leg.FromAmount);
        Amount(leg.ToAmount);
        Text(leg.InstitutionId);
        Text(leg.Country?.Code);
        return Digest();
    }

    private ReadOnlySpan<byte> Digest()
    {
        XxHash128.Hash(_bytes.AsSpan(0, _used), _digest);
        return _digest;
    }

    private void Account(AccountNumber? account)
    {
        Number(account is null ? -1 : (int)account.Scheme);
        Text(account?.Reveal());
    }

    /// <summary>Length first, so that what stands in one column cannot move into the next.</summary>
    private void Text(string? text)
    {
        Number(text?.Length ?? -1);
        if (text is null) return;
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        Room(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
    }

    private void Number(int? number) => Long(number ?? long.MinValue);

    private void Long(long number)
    {
        Room(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_used), number);
        _used += sizeof(long);
    }

    private void Amount(decimal? amount)
    {
        Number(amount is null ? 0 : 1);
        if (amount is not { } stated) return;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(stated, bits);
        if (bits[2] == 0) Shorten(bits);
        // Divided by a long one, a decimal loses the zeros at its end.
        else decimal.GetBits(stated / 1.0000000000000000000000000000m, bits);
        foreach (var part in bits) Long(part);
    }

    /// <summary>Takes the zeros at its end off a decimal of 64 bits, as a division by one does.</summary>
    internal static void Shorten(Span<int> bits)
    {
        var whole = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        var scale = (bits[3] >> 16) & 0xff;
        for (; scale > 0; scale--)
        {
            var (tenth, digit) = Math.DivRem(whole, 10);
            if (digit != 0) break;
            whole = tenth;
        }
        (bits[0], bits[1]) = ((int)(uint)whole, (int)(uint)(whole >> 32));
        bits[3] = (bits[3] & int.MinValue) | (scale << 16);
    }

    private void Room(int bytes)
    {
        if (_bytes.Length - _used < bytes) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + bytes));
    }
}
