// One payout as the pipeline knows it, after reading and before the lake: every value in it is valid by construction.
using System.Diagnostics.CodeAnalysis;

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
    /// <summary>A payout whose details are set one by one.</summary>
    public Transfer() => Standing = StandingDetails.Unset;

    /// <summary>A payout of somebody whose details are known.</summary>
#pragma warning disable CS8618 // What is required besides, the details bring.
    [SetsRequiredMembers]
    internal Transfer(StandingDetails standing, string transferId, DateOnly payDate, Money amount)
    {
        Standing = standing;
        TransferId = transferId;
        PayDate = payDate;
        Amount = amount;
    }
#pragma warning restore CS8618

    /// <summary>What stays from payday to payday. Payouts read from equal rows share it, so that what follows from it is worked out once.</summary>
    internal StandingDetails Standing { get; private init; }

    public required string TransferId { get; init; }
    public required string EmployerId { get => Standing.EmployerId; init => Standing = Standing with { EmployerId = value }; }
    public required string EmployeeId { get => Standing.EmployeeId; init => Standing = Standing with { EmployeeId = value }; }
    public string? PersonId { get => Standing.PersonId; init => Standing = Standing with { PersonId = value }; }
    public required PersonName EmployeeName { get => Standing.EmployeeName; init => Standing = Standing with { EmployeeName = value }; }
    public required DateOnly PayDate { get; init; }
    public PayType PayType { get; init; }
    public required Money Amount { get; init; }
    public decimal? GrossAmount { get; init; }
    public Currency? ContractCurrency { get => Standing.ContractCurrency; init => Standing = Standing with { ContractCurrency = value }; }
    public int? SplitNo { get; init; }
    public Channel Channel { get => Standing.Channel; init => Standing = Standing with { Channel = value }; }

    /// <summary>Account holder as the payer knows it; null = the employee.</summary>
    public PersonName? BeneficiaryName { get => Standing.BeneficiaryName; init => Standing = Standing with { BeneficiaryName = value }; }
    public PayeeCheck PayeeCheck { get; init; }
    public required AccountNumber Account { get => Standing.Account; init => Standing = Standing with { Account = value }; }
    public string? BankId { get => Standing.BankId; init => Standing = Standing with { BankId = value }; }
    public CountryCode? BankCountry { get => Standing.BankCountry; init => Standing = Standing with { BankCountry = value }; }
    public string? IntermediaryBankId { get => Standing.IntermediaryBankId; init => Standing = Standing with { IntermediaryBankId = value }; }
    public string? ReturnCode { get; init; }
    public string? PaymentRef { get; init; }
    public EmploymentType EmploymentType { get => Standing.EmploymentType; init => Standing = Standing with { EmploymentType = value }; }
    public string? JobTitle { get => Standing.JobTitle; init => Standing = Standing with { JobTitle = value }; }
    public string? Department { get => Standing.Department; init => Standing = Standing with { Department = value }; }
    public DateOnly? HireDate { get => Standing.HireDate; init => Standing = Standing with { HireDate = value }; }
    public DateOnly? TerminationDate { get => Standing.TerminationDate; init => Standing = Standing with { TerminationDate = value }; }
    public CountryCode? ResidenceCountry { get => Standing.ResidenceCountry; init => Standing = Standing with { ResidenceCountry = value }; }
    public CountryCode? WorkCountry { get => Standing.WorkCountry; init => Standing = Standing with { WorkCountry = value }; }

    /// <summary>Qualifies a list match; never a feature.</summary>
    public CountryCode? Nationality { get => Standing.Nationality; init => Standing = Standing with { Nationality = value }; }
    public DateOnly? DateOfBirth { get => Standing.DateOfBirth; init => Standing = Standing with { DateOfBirth = value }; }
    public string? Address { get => Standing.Address; init => Standing = Standing with { Address = value }; }
    public string? Phone { get => Standing.Phone; init => Standing = Standing with { Phone = value }; }
    public string? Email { get => Standing.Email; init => Standing = Standing with { Email = value }; }
    public string? DeviceId { get => Standing.DeviceId; init => Standing = Standing with { DeviceId = value }; }
    public CountryCode? LoginCountry { get; init; }
    public DateOnly? AccountChangedAt { get => Standing.AccountChangedAt; init => Standing = Standing with { AccountChangedAt = value }; }
    public string? AccountChangedBy { get => Standing.AccountChangedBy; init => Standing = Standing with { AccountChangedBy = value }; }
    public string? AccountChangeApprovedBy { get => Standing.AccountChangeApprovedBy; init => Standing = Standing with { AccountChangeApprovedBy = value }; }
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
