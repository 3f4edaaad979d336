// One payout as the pipeline knows it, after reading and before the lake: every value in it is valid by construction.
namespace Paysieve.Pipeline.Transfers;

/// <summary>What kind of pay this is. <see cref="Unstated"/> when the export does not say.</summary>
public enum PayType : byte { Unstated, Regular, Bonus, OffCycle, Final, Expense, Invoice }

/// <summary>How the money leaves.</summary>
public enum Channel : byte { Unstated, Bank, Platform, Wallet, Card, Cheque }

/// <summary>The bank's answer when asked whether account and holder belong together.</summary>
public enum PayeeCheck : byte { Unstated, Match, Close, None, Unavailable }

/// <summary>The legal relation of payee and employer.</summary>
public enum EmploymentType : byte { Unstated, Employee, Contractor, Eor }

/// <summary>What is odd about a row that was accepted all the same: a finding about the row, not a rejection.</summary>
[Flags]
public enum RowFindings : ushort
{
    None = 0,

    /// <summary>Check digits or length of the IBAN do not hold.</summary>
    IbanChecksum = 1,

    /// <summary>The check digit of the ABA routing number does not hold.</summary>
    RoutingNumberChecksum = 2,

    /// <summary>The wallet address fails its checksum.</summary>
    WalletChecksum = 4,

    /// <summary>BIC or IBAN name another country than the bank country stated.</summary>
    BankCountryDiffers = 8,

    /// <summary>The account number has no form that its channel knows.</summary>
    UnknownAccountScheme = 16,

    /// <summary>The bank answered that account and payee do not (quite) belong together, yet the export names no holder.</summary>
    HolderMissing = 32,

    /// <summary>The payout is more than twenty times the gross pay of its row: probably minor units read as major ones.</summary>
    ScaleSuspect = 64,

    /// <summary>Birth, hire and termination dates are not in that order.</summary>
    DatesOutOfOrder = 128,
}

/// <summary>
/// One payout. Optional columns are null when the export left them empty: absent is not zero.
/// Names and account numbers print masked (their types see to that); this record is never logged.
/// </summary>
public sealed record Transfer
{
    public required string TransferId { get; init; }
    public required string EmployerId { get; init; }
    public required string EmployeeId { get; init; }
    public string? PersonId { get; init; }
    public required PersonName EmployeeName { get; init; }
    public required DateOnly PayDate { get; init; }
    public PayType PayType { get; init; }
    public required Money Amount { get; init; }
    public decimal? GrossAmount { get; init; }
    public Currency? ContractCurrency { get; init; }
    public int? SplitNo { get; init; }
    public Channel Channel { get; init; }

    /// <summary>Account holder as the payer knows it; null = the employee.</summary>
    public PersonName? BeneficiaryName { get; init; }
    public PayeeCheck PayeeCheck { get; init; }
    public required AccountNumber Account { get; init; }
    public string? BankId { get; init; }
    public CountryCode? BankCountry { get; init; }
    public string? IntermediaryBankId { get; init; }
    public string? ReturnCode { get; init; }
    public string? PaymentRef { get; init; }
    public EmploymentType EmploymentType { get; init; }
    public string? JobTitle { get; init; }
    public string? Department { get; init; }
    public DateOnly? HireDate { get; init; }
    public DateOnly? TerminationDate { get; init; }
    public CountryCode? ResidenceCountry { get; init; }
    public CountryCode? WorkCountry { get; init; }

    /// <summary>Qualifies a list match; never a feature.</summary>
    public CountryCode? Nationality { get; init; }
    public DateOnly? DateOfBirth { get; init; }
    public string? Address { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string? DeviceId { get; init; }
    public CountryCode? LoginCountry { get; init; }
    public DateOnly? AccountChangedAt { get; init; }
    public string? AccountChangedBy { get; init; }
    public string? AccountChangeApprovedBy { get; init; }
    public RowFindings Findings { get; init; }

    /// <summary>The bank as stated, else as the IBAN names it.</summary>
    public string? Bank => BankId ?? Account.IbanBank;

    /// <summary>Country of the account: as stated, else out of the IBAN, else out of a BIC; null for a wallet without a stated country.</summary>
    public CountryCode? AccountCountry =>
        BankCountry ?? Account.IbanCountry
        ?? (Channel != Channel.Platform && BankIdentifier.TryBicCountry(BankId, out var country) ? country : null);

    /// <summary>False for zero or negative amounts: an adjustment is kept and counted, never scored.</summary>
    public bool IsScorable => Amount.Amount > 0;

    /// <summary>Ids only.</summary>
    public override string ToString() => $"transfer {TransferId}";
}

/// <summary>One leg of the way a payout took (or will take) through institutions and currencies.</summary>
public sealed record PaymentLeg
{
    public required string LegId { get; init; }
    public required string TransferId { get; init; }
    public required int LegNo { get; init; }

    /// <summary>UTC; planned or executed.</summary>
    public required DateTime ExecutedAt { get; init; }
    public AccountNumber? FromAccount { get; init; }
    public AccountNumber? ToAccount { get; init; }
    public required Currency FromCurrency { get; init; }
    public required Currency ToCurrency { get; init; }
    public decimal? FromAmount { get; init; }
    public decimal? ToAmount { get; init; }
    public string? InstitutionId { get; init; }
    public CountryCode? Country { get; init; }
    public RowFindings Findings { get; init; }

    /// <summary>Ids only.</summary>
    public override string ToString() => $"leg {LegId} of transfer {TransferId}";
}
