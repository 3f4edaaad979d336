// Who is paid, and where to: the greater part of every row, and the same from payday to payday. Kept apart from the payout so that
// an export's rows of one payee share it: read once, checked once, keyed once.
namespace Paysieve.Pipeline.Transfers;

/// <summary>The details of a payee and of his account as a row states them; see <see cref="Transfer"/> for what each says. Never logged.</summary>
internal sealed record StandingDetails
{
    /// <summary>Where a payout begins whose details are set one by one.</summary>
    internal static readonly StandingDetails Unset = new() { EmployerId = null!, EmployeeId = null!, EmployeeName = null!, Account = null! };

    public required string EmployerId { get; init; }
    public required string EmployeeId { get; init; }
    public string? PersonId { get; init; }
    public required PersonName EmployeeName { get; init; }
    public Currency? ContractCurrency { get; init; }
    public Channel Channel { get; init; }
    public PersonName? BeneficiaryName { get; init; }
    public required AccountNumber Account { get; init; }
    public string? BankId { get; init; }
    public CountryCode? BankCountry { get; init; }
    public string? IntermediaryBankId { get; init; }
    public EmploymentType EmploymentType { get; init; }
    public string? JobTitle { get; init; }
    public string? Department { get; init; }
    public DateOnly? HireDate { get; init; }
    public DateOnly? TerminationDate { get; init; }
    public CountryCode? ResidenceCountry { get; init; }
    public CountryCode? WorkCountry { get; init; }
    public CountryCode? Nationality { get; init; }
    public DateOnly? DateOfBirth { get; init; }
    public string? Address { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string? DeviceId { get; init; }
    public DateOnly? AccountChangedAt { get; init; }
    public string? AccountChangedBy { get; init; }
    public string? AccountChangeApprovedBy { get; init; }

    public override string ToString() => "standing details";
}
