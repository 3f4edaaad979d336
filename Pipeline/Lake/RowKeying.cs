// From an accepted record to a row of the lake: everything personal becomes a key here, and nowhere else.
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Transfers;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Lake;

/// <summary>Derives rows block by block. Reused; not for several threads.</summary>
internal sealed class RowKeying(LakeKey key)
{
    private const int MostNames = 50_000;

    private readonly KeyBatch _batch = new(key.Hasher);
    private readonly RowContent _content = new();
    private readonly Dictionary<string, string[]> _names = new(StringComparer.Ordinal);

    internal TransferRow[] Rows(ReadOnlySpan<Transfer> transfers)
    {
        var rows = new TransferRow[transfers.Length];
        var names = new string[transfers.Length][];
        var holders = new string[]?[transfers.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var transfer = transfers[i];
            var row = rows[i] = new TransferRow(transfer)
            {
                TransferKey = LakeKey.TransferKey(transfer.TransferId),
                PayeeKey = LakeKey.PayeeKey(transfer.EmployerId, transfer.EmployeeId),
                Bank = AccountPlace.Bank(transfer),
                AccountCountry = AccountPlace.Country(transfer),
                ChangedBy = ClassWord(transfer.AccountChangedBy),
                ApprovedBy = ClassWord(transfer.AccountChangeApprovedBy),
            };
            names[i] = Tokens(transfer.EmployeeName);
            if (transfer.BeneficiaryName is not { } holder) continue;
            holders[i] = Tokens(holder);
            if (SameTokens(names[i], holders[i]!)) holders[i] = null;
            else row.HolderSimilarity = (float)(NameSimilarity.Compare(transfer.EmployeeName.Reveal(), holder.Reveal()) ?? double.NaN);
        }
        Keys(rows, KeyKind.Person, r => r.Transfer.PersonId, KeyText.Trimmed, (r, k) => r.PersonKey = k);
        Keys(rows, KeyKind.Address, r => r.Transfer.Address, KeyText.Address, (r, k) => r.AddressKey = k);
        Keys(rows, KeyKind.Phone, r => r.Transfer.Phone, KeyText.Phone, (r, k) => r.PhoneKey = k);
        Keys(rows, KeyKind.Email, r => r.Transfer.Email, KeyText.LowerTrimmed, (r, k) => r.EmailKey = k);
        Keys(rows, KeyKind.Device, r => r.Transfer.DeviceId, KeyText.LowerTrimmed, (r, k) => r.DeviceKey = k);
        Keys(rows, KeyKind.Actor, r => User(r.Transfer.AccountChangedBy), KeyText.LowerTrimmed, (r, k) => r.ChangedBy = UserWord(k));
        Keys(rows, KeyKind.Actor, r => User(r.Transfer.AccountChangeApprovedBy), KeyText.LowerTrimmed, (r, k) => r.ApprovedBy = UserWord(k));

        _batch.Begin(KeyKind.Account);
        for (var i = 0; i < rows.Length; i++) AddAccount(i, rows[i].Transfer.Account, rows[i].Transfer.BankId);
        _batch.Finish((i, k) => rows[i].AccountKey = k);

        _batch.Begin(KeyKind.NameToken);
        for (var i = 0; i < rows.Length; i++)
        {
            if (names[i].Length > 0) _batch.Add(i, names[i][0]);
        }
        _batch.Finish((i, k) => rows[i].NameFirstKey = k);
        _batch.Begin(KeyKind.NameToken);
        for (var i = 0; i < rows.Length; i++)
        {
            if (names[i].Length > 0) _batch.Add(i, names[i][^1]);
        }
        _batch.Finish((i, k) => rows[i].NameLastKey = k);

        _batch.Begin(KeyKind.HolderName);
        for (var i = 0; i < rows.Length; i++) _batch.Add(i, Joined(holders[i] ?? names[i], rows[i].Transfer.BeneficiaryName ?? rows[i].Transfer.EmployeeName));
        _batch.Finish((i, k) => rows[i].HolderNameKey = k);

        _batch.Begin(KeyKind.Party);
        for (var i = 0; i < rows.Length; i++)
        {
            var transfer = rows[i].Transfer;
            _batch.Add(i, string.Concat(Joined(names[i], transfer.EmployeeName), KeyText.Separator +
                (transfer.DateOfBirth is { } born ? born.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture) : ""),
                KeyText.Separator + transfer.Nationality?.Code, KeyText.Separator + transfer.ResidenceCountry?.Code));
        }
        _batch.Finish((i, k) => rows[i].PayeeParty = k);
        _batch.Begin(KeyKind.Party);
        for (var i = 0; i < rows.Length; i++)
        {
            if (holders[i] is { } holder) _batch.Add(i, Joined(holder, rows[i].Transfer.BeneficiaryName!));
        }
        _batch.Finish((i, k) => rows[i].HolderParty = k);

        _batch.Begin(KeyKind.Content);
        for (var i = 0; i < rows.Length; i++) _batch.Add(i, _content.Digest(rows[i].Transfer));
        _batch.Finish((i, k) => rows[i].ContentHash = k);
        return rows;
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

    private void Keys(TransferRow[] rows, KeyKind kind, Func<TransferRow, string?> text, KeyWriting writing, Action<TransferRow, ulong> take)
    {
        _batch.Begin(kind);
        for (var i = 0; i < rows.Length; i++) _batch.Add(i, text(rows[i]), writing);
        _batch.Finish((i, k) => take(rows[i], k));
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
    internal ReadOnlySpan<byte> Digest(Transfer t)
    {
        _used = 0;
        Text(t.TransferId);
        Text(t.EmployerId);
        Text(t.EmployeeId);
        Text(t.PersonId);
        Text(t.EmployeeName.Reveal());
        Number(t.PayDate.DayNumber);
        Number((int)t.PayType);
        Amount(t.Amount.Amount);
        Text(t.Amount.Currency.Code);
        Amount(t.GrossAmount);
        Text(t.ContractCurrency?.Code);
        Number(t.SplitNo);
        Number((int)t.Channel);
        Text(t.BeneficiaryName?.Reveal());
        Number((int)t.PayeeCheck);
        Account(t.Account);
        Text(t.BankId);
        Text(t.BankCountry?.Code);
        Text(t.IntermediaryBankId);
        Text(t.ReturnCode);
        Text(t.PaymentRef);
        Number((int)t.EmploymentType);
        Text(t.JobTitle);
        Text(t.Department);
        Number(t.HireDate?.DayNumber);
        Number(t.TerminationDate?.DayNumber);
        Text(t.ResidenceCountry?.Code);
        Text(t.WorkCountry?.Code);
        Text(t.Nationality?.Code);
        Number(t.DateOfBirth?.DayNumber);
        Text(t.Address);
        Text(t.Phone);
        Text(t.Email);
        Text(t.DeviceId);
        Text(t.LoginCountry?.Code);
        Number(t.AccountChangedAt?.DayNumber);
        Text(t.AccountChangedBy);
        Text(t.AccountChangeApprovedBy);
        return Digest();
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
        // Divided by a long one, a decimal loses the zeros at its end.
        decimal.GetBits(stated / 1.0000000000000000000000000000m, bits);
        foreach (var part in bits) Long(part);
    }

    private void Room(int bytes)
    {
        if (_bytes.Length - _used < bytes) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + bytes));
    }
}
