// What stands in the lake's Parquet files: the three tables of contents that a data scientist reads first.
// Transfer and leg files hold nothing that names a person; party files hold nothing else.
using System.Globalization;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Lake;

/// <summary>What follows from the standing details of a payee: keys instead of identifiers. Shared by the rows that share the details.</summary>
internal sealed class StandingKeys : SharedTexts
{
    internal ulong PayeeKey;
    internal ulong PersonKey;
    internal ulong PayeeParty;
    internal ulong HolderParty;
    internal ulong AccountKey;
    internal ulong AddressKey;
    internal ulong PhoneKey;
    internal ulong EmailKey;
    internal ulong DeviceKey;
    internal ulong HolderNameKey;
    internal ulong NameFirstKey;
    internal ulong NameLastKey;
    internal UInt128 Content;
    internal float HolderSimilarity = 1;
    internal string AccountLastFour = "";
    internal string? ChangedBy;
    internal string? ApprovedBy;
    internal string? Bank;
    internal string? AccountCountry;
}

/// <summary>A transfer with everything derived from it.</summary>
internal sealed class TransferRow(Transfer transfer, StandingKeys keys)
{
    internal Transfer Transfer { get; } = transfer;

    internal StandingKeys Keys { get; } = keys;

    internal ulong TransferKey;
    internal ulong ContentHash;
}

/// <summary>A leg with its keys.</summary>
internal sealed class LegRow(PaymentLeg leg)
{
    internal PaymentLeg Leg { get; } = leg;
    internal ulong LegKey;
    internal ulong TransferKey;
    internal ulong FromAccountKey;
    internal ulong ToAccountKey;
    internal ulong ContentHash;
}

/// <summary>A person or company behind a transfer of this file: one row for each party and payee.</summary>
internal sealed class PartyRow
{
    internal required ulong PartyKey { get; init; }
    internal required string EmployerId { get; init; }
    internal required string EmployeeId { get; init; }
    internal required bool IsHolder { get; init; }
    internal required string Name { get; init; }
    internal DateOnly? Born { get; init; }
    internal string? Nationality { get; init; }
    internal string? Residence { get; init; }
    internal string? Work { get; init; }

    /// <summary>The payee, or the account holder, of whom nothing but the name is known.</summary>
    internal static PartyRow Of(ulong key, Transfer transfer, bool isHolder) => isHolder
        ? new PartyRow { PartyKey = key, EmployerId = transfer.EmployerId, EmployeeId = transfer.EmployeeId, IsHolder = true, Name = transfer.BeneficiaryName!.Reveal() }
        : new PartyRow
        {
            PartyKey = key, EmployerId = transfer.EmployerId, EmployeeId = transfer.EmployeeId, IsHolder = false, Name = transfer.EmployeeName.Reveal(),
            Born = transfer.DateOfBirth, Nationality = transfer.Nationality?.Code, Residence = transfer.ResidenceCountry?.Code, Work = transfer.WorkCountry?.Code,
        };
}

/// <summary>
/// The tables. Text is UTF-8, keys are UINT_64 with 0 for missing, days are DATE, amounts DECIMAL(29, 12), instants
/// TIMESTAMP(microseconds, UTC); everything but keys is null when missing. Enumerations stand as the canonical CSV's words.
/// </summary>
internal static class LakeSchema
{
    /// <summary>Raised when columns change, or what they mean. A lake with files of another version is refused, not misread.</summary>
    internal const int FormatVersion = 2;

    internal static readonly ParquetTable<TransferRow> Transfers = new(
        r => r.Keys,
        new TextColumn<TransferRow>("transfer_id", false, r => r.Transfer.TransferId, unique: true),
        new KeyColumn<TransferRow>("transfer_key", r => r.TransferKey, unique: true),
        new KeyColumn<TransferRow>("content_hash", r => r.ContentHash, unique: true),
        new TextColumn<TransferRow>("employer_id", false, r => r.Transfer.EmployerId, shared: true),
        new TextColumn<TransferRow>("employee_id", false, r => r.Transfer.EmployeeId, unique: true, shared: true),
        new KeyColumn<TransferRow>("payee_key", r => r.Keys.PayeeKey, unique: true),
        new KeyColumn<TransferRow>("person_key", r => r.Keys.PersonKey, unique: true),
        new KeyColumn<TransferRow>("payee_party", r => r.Keys.PayeeParty, unique: true),
        new KeyColumn<TransferRow>("holder_party", r => r.Keys.HolderParty),
        new DateColumn<TransferRow>("pay_date", false, r => r.Transfer.PayDate),
        new TextColumn<TransferRow>("pay_type", true, r => Words.Of(r.Transfer.PayType)),
        new MoneyColumn<TransferRow>("amount", false, r => r.Transfer.Amount.Amount),
        new TextColumn<TransferRow>("currency", false, r => r.Transfer.Amount.Currency.Code),
        new MoneyColumn<TransferRow>("gross_amount", true, r => r.Transfer.GrossAmount),
        new TextColumn<TransferRow>("contract_currency", true, r => r.Transfer.ContractCurrency?.Code, shared: true),
        new CountColumn<TransferRow>("split_no", true, r => r.Transfer.SplitNo),
        new TextColumn<TransferRow>("channel", true, r => Words.Of(r.Transfer.Channel), shared: true),
        new TextColumn<TransferRow>("payee_check", true, r => Words.Of(r.Transfer.PayeeCheck)),
        new KeyColumn<TransferRow>("account_key", r => r.Keys.AccountKey, unique: true),
        new TextColumn<TransferRow>("account_scheme", false, r => Words.Of(r.Transfer.Account.Scheme), shared: true),
        new TextColumn<TransferRow>("account_last4", false, r => r.Keys.AccountLastFour, unique: true, shared: true),
        new TextColumn<TransferRow>("bank_id", true, r => r.Transfer.BankId, shared: true),
        new TextColumn<TransferRow>("bank", true, r => r.Keys.Bank, shared: true),
        new TextColumn<TransferRow>("bank_country", true, r => r.Transfer.BankCountry?.Code, shared: true),
        new TextColumn<TransferRow>("account_country", true, r => r.Keys.AccountCountry, shared: true),
        new TextColumn<TransferRow>("intermediary_bank_id", true, r => r.Transfer.IntermediaryBankId, shared: true),
        new TextColumn<TransferRow>("return_code", true, r => r.Transfer.ReturnCode),
        new TextColumn<TransferRow>("payment_ref", true, r => r.Transfer.PaymentRef, unique: true),
        new TextColumn<TransferRow>("employment_type", true, r => Words.Of(r.Transfer.EmploymentType), shared: true),
        new TextColumn<TransferRow>("job_title", true, r => r.Transfer.JobTitle, shared: true),
        new TextColumn<TransferRow>("department", true, r => r.Transfer.Department, shared: true),
        new DateColumn<TransferRow>("hire_date", true, r => r.Transfer.HireDate),
        new DateColumn<TransferRow>("termination_date", true, r => r.Transfer.TerminationDate),
        new TextColumn<TransferRow>("residence_country", true, r => r.Transfer.ResidenceCountry?.Code, shared: true),
        new TextColumn<TransferRow>("work_country", true, r => r.Transfer.WorkCountry?.Code, shared: true),
        new KeyColumn<TransferRow>("address_key", r => r.Keys.AddressKey, unique: true),
        new KeyColumn<TransferRow>("phone_key", r => r.Keys.PhoneKey, unique: true),
        new KeyColumn<TransferRow>("email_key", r => r.Keys.EmailKey, unique: true),
        new KeyColumn<TransferRow>("device_key", r => r.Keys.DeviceKey),
        new TextColumn<TransferRow>("login_country", true, r => r.Transfer.LoginCountry?.Code),
        new DateColumn<TransferRow>("account_changed_at", true, r => r.Transfer.AccountChangedAt),
        new TextColumn<TransferRow>("account_changed_by", true, r => r.Keys.ChangedBy, shared: true),
        new TextColumn<TransferRow>("account_change_approved_by", true, r => r.Keys.ApprovedBy, shared: true),
        new RatioColumn<TransferRow>("holder_similarity", r => r.Keys.HolderSimilarity),
        new KeyColumn<TransferRow>("holder_name_key", r => r.Keys.HolderNameKey, unique: true),
        new KeyColumn<TransferRow>("name_first_key", r => r.Keys.NameFirstKey),
        new KeyColumn<TransferRow>("name_last_key", r => r.Keys.NameLastKey),
        new CountColumn<TransferRow>("findings", false, r => (int)r.Transfer.Findings));

    internal static readonly ParquetTable<LegRow> Legs = new(
        new TextColumn<LegRow>("leg_id", false, r => r.Leg.LegId, unique: true),
        new KeyColumn<LegRow>("leg_key", r => r.LegKey, unique: true),
        new KeyColumn<LegRow>("content_hash", r => r.ContentHash, unique: true),
        new TextColumn<LegRow>("transfer_id", false, r => r.Leg.TransferId, unique: true),
        new KeyColumn<LegRow>("transfer_key", r => r.TransferKey, unique: true),
        new CountColumn<LegRow>("leg_no", false, r => r.Leg.LegNo),
        new InstantColumn<LegRow>("executed_at", r => r.Leg.ExecutedAt),
        new KeyColumn<LegRow>("from_account_key", r => r.FromAccountKey),
        new TextColumn<LegRow>("from_account_scheme", true, r => r.Leg.FromAccount is { } a ? Words.Of(a.Scheme) : null),
        new TextColumn<LegRow>("from_account_last4", true, r => r.Leg.FromAccount?.LastFour),
        new KeyColumn<LegRow>("to_account_key", r => r.ToAccountKey),
        new TextColumn<LegRow>("to_account_scheme", true, r => r.Leg.ToAccount is { } a ? Words.Of(a.Scheme) : null),
        new TextColumn<LegRow>("to_account_last4", true, r => r.Leg.ToAccount?.LastFour),
        new FlagColumn<LegRow>("to_wallet", r => r.Leg.ToAccount is { IsWallet: true }),
        new TextColumn<LegRow>("from_currency", false, r => r.Leg.FromCurrency.Code),
        new TextColumn<LegRow>("to_currency", false, r => r.Leg.ToCurrency.Code),
        new MoneyColumn<LegRow>("from_amount", true, r => r.Leg.FromAmount),
        new MoneyColumn<LegRow>("to_amount", true, r => r.Leg.ToAmount),
        new TextColumn<LegRow>("institution_id", true, r => r.Leg.InstitutionId),
        new TextColumn<LegRow>("country", true, r => r.Leg.Country?.Code),
        new CountColumn<LegRow>("findings", false, r => (int)r.Leg.Findings));

    internal static readonly ParquetTable<PartyRow> Parties = new(
        new KeyColumn<PartyRow>("party_key", r => r.PartyKey, unique: true),
        new TextColumn<PartyRow>("employer_id", false, r => r.EmployerId),
        new TextColumn<PartyRow>("employee_id", false, r => r.EmployeeId),
        new FlagColumn<PartyRow>("is_holder", r => r.IsHolder),
        new TextColumn<PartyRow>("name", false, r => r.Name, unique: true),
        new DateColumn<PartyRow>("date_of_birth", true, r => r.Born),
        new TextColumn<PartyRow>("nationality", true, r => r.Nationality),
        new TextColumn<PartyRow>("residence_country", true, r => r.Residence),
        new TextColumn<PartyRow>("work_country", true, r => r.Work));
}

/// <summary>The canonical CSV's words for the enumerations; null for what the export does not say.</summary>
internal static class Words
{
    private static readonly string?[] PayTypes = [null, "regular", "bonus", "off_cycle", "final", "expense", "invoice"];
    private static readonly string?[] Channels = [null, "bank", "platform", "wallet", "card", "cheque"];
    private static readonly string?[] PayeeChecks = [null, "match", "close", "none", "unavailable"];
    private static readonly string?[] EmploymentTypes = [null, "employee", "contractor", "eor"];
    private static readonly string?[] Schemes = ["domestic", "iban", "bitcoin_wallet", "ethereum_wallet", "tron_wallet", "other_wallet"];

    internal static string? Of(PayType value) => PayTypes[(int)value];

    internal static string? Of(Channel value) => Channels[(int)value];

    internal static string? Of(PayeeCheck value) => PayeeChecks[(int)value];

    internal static string? Of(EmploymentType value) => EmploymentTypes[(int)value];

    internal static string Of(AccountScheme value) => Schemes[(int)value]!;

    internal static byte PayTypeOf(string? word) => Position(PayTypes, word);

    internal static byte ChannelOf(string? word) => Position(Channels, word);

    internal static byte PayeeCheckOf(string? word) => Position(PayeeChecks, word);

    internal static byte EmploymentTypeOf(string? word) => Position(EmploymentTypes, word);

    internal static byte SchemeOf(string? word) => Position(Schemes, word);

    private static byte Position(string?[] words, string? word)
    {
        var at = Array.IndexOf(words, word);
        return at >= 0 ? (byte)at : throw new LakeUnreadableException(
            string.Create(CultureInfo.InvariantCulture, $"the lake holds a word of {word?.Length ?? 0} letters where one of {words.Length} was expected"));
    }
}
