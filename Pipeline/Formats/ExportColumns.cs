// The contract's columns as a table: name, whether it is required, how long its text may be.
namespace Paysieve.Pipeline.Formats;

/// <summary>One column of the contract. <paramref name="MaxLength"/> is in characters and matters for text columns.</summary>
/// <param name="Form">What a value of it looks like when it says nothing of a person or account; <see cref="ValueForm.Personal"/> otherwise.</param>
internal sealed record ExportColumn(string Name, bool IsRequired, int MaxLength, ValueForm Form = ValueForm.Personal);

/// <summary>Positions in <see cref="ExportColumns.Payout"/>.</summary>
internal enum PayoutColumn
{
    TransferId, EmployerId, EmployeeId, PersonId, EmployeeName, PayDate, PayType, Amount, Currency, GrossAmount, ContractCurrency,
    SplitNo, Channel, BeneficiaryName, PayeeCheck, Account, BankId, BankCountry, IntermediaryBankId, ReturnCode, PaymentRef,
    EmploymentType, JobTitle, Department, HireDate, TerminationDate, ResidenceCountry, WorkCountry, Nationality, DateOfBirth,
    Address, Phone, Email, DeviceId, LoginCountry, AccountChangedAt, AccountChangedBy, AccountChangeApprovedBy,
}

/// <summary>Positions in <see cref="ExportColumns.Leg"/>.</summary>
internal enum LegColumn
{
    LegId, TransferId, LegNo, ExecutedAt, FromAccount, ToAccount, FromCurrency, ToCurrency, FromAmount, ToAmount, InstitutionId, Country,
}

/// <summary>Positions in <see cref="ExportColumns.Election"/>.</summary>
internal enum ElectionColumn
{
    EmployeeId, EffectiveDate, SplitNo, SplitAmount, SplitPercent, SplitType, SplitValue, Account, BankId, BankCountry, BeneficiaryName, Channel,
    AccountChangedAt,
}

internal static class ExportColumns
{
    /// <summary>A heading as it is looked up, without what nobody sees: programs that join files leave a byte order mark in the middle, or two in front.</summary>
    internal static string Plain(string heading) =>
        string.Concat(heading.EnumerateRunes().Where(rune => !Utf8Values.IsInvisible(rune))).Trim().ToLowerInvariant();

    private const int ShortText = 64;

    internal static readonly ExportColumn[] Payout =
    [
        Required("transfer_id", 128), Required("employer_id", 128), Required("employee_id", 128), Optional("person_id", 128),
        Required("employee_name", 512), Required("pay_date", ValueForm.Date), Optional("pay_type", ValueForm.Word), Required("amount"),
        Required("currency", ValueForm.Code), Optional("gross_amount"), Optional("contract_currency", ValueForm.Code), Optional("split_no", ValueForm.Number),
        Optional("channel", ValueForm.Word), Optional("beneficiary_name", 512), Optional("payee_check", ValueForm.Word), Required("account", 128), Optional("bank_id", 64),
        Optional("bank_country", ValueForm.Code), Optional("intermediary_bank_id", 64), Optional("return_code", 64), Optional("payment_ref", 140),
        Optional("employment_type", ValueForm.Word), Optional("job_title", 256), Optional("department", 256), Optional("hire_date", ValueForm.Date),
        Optional("termination_date", ValueForm.Date), Optional("residence_country", ValueForm.Code), Optional("work_country", ValueForm.Code), Optional("nationality"),
        Optional("date_of_birth"), Optional("address", 1024), Optional("phone", 64), Optional("email", 320), Optional("device_id", 256),
        Optional("login_country", ValueForm.Code), Optional("account_changed_at", ValueForm.Date), Optional("account_changed_by", 128),
        Optional("account_change_approved_by", 128),
    ];

    internal static readonly ExportColumn[] Leg =
    [
        Required("leg_id", 128), Required("transfer_id", 128), Required("leg_no", ValueForm.Number), Required("executed_at", ValueForm.Date), Optional("from_account", 128),
        Optional("to_account", 128), Required("from_currency", ValueForm.Code), Required("to_currency", ValueForm.Code), Optional("from_amount"), Optional("to_amount"),
        Optional("institution_id", 64), Optional("country", ValueForm.Code),
    ];

    /// <summary>
    /// Where pay is to go; only mapping profiles bring it. A split takes <c>split_amount</c>, or <c>split_percent</c>, or what
    /// <c>split_type</c> (amount, percent, balance) and <c>split_value</c> say, or with none of them the balance.
    /// </summary>
    internal static readonly ExportColumn[] Election =
    [
        Required("employee_id", 128), Optional("effective_date", ValueForm.Date), Optional("split_no", ValueForm.Number), Optional("split_amount"),
        Optional("split_percent", ValueForm.Number), Optional("split_type", ValueForm.Word), Optional("split_value"), Required("account", 128), Optional("bank_id", 64),
        Optional("bank_country", ValueForm.Code), Optional("beneficiary_name", 512), Optional("channel", ValueForm.Word), Optional("account_changed_at", ValueForm.Date),
    ];

    /// <summary>Names the profile through which a quarantined row came; stands behind <see cref="Quarantine"/>, and only where there was one.</summary>
    internal const string QuarantineProfile = "rejected_profile";

    /// <summary>What a quarantine file puts in front; ignored without a warning when it comes back.</summary>
    internal static readonly string[] Quarantine = ["rejected_line", "rejected_column", "rejected_code", "rejected_detail"];

    private static ExportColumn Required(string name, int maxLength = ShortText) => new(name, true, maxLength);

    private static ExportColumn Optional(string name, int maxLength = ShortText) => new(name, false, maxLength);

    private static ExportColumn Required(string name, ValueForm form) => new(name, true, ShortText, form);

    private static ExportColumn Optional(string name, ValueForm form) => new(name, false, ShortText, form);
}
