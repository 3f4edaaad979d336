// Row of a payout export -> transfer.
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Formats;

internal static class TransferRow
{
    private const decimal ScaleFactor = 20;

    private static readonly WordList PayTypes = new("regular bonus off_cycle final expense invoice");
    private static readonly WordList Channels = new("bank platform wallet card cheque");
    private static readonly WordList PayeeChecks = new("match close none unavailable");
    private static readonly WordList EmploymentTypes = new("employee contractor eor");

    /// <summary>What stays from payday to payday; the currency too, since account numbers are read by it.</summary>
    private static readonly int[] StandingColumns =
    [
        .. new[]
        {
            PayoutColumn.EmployerId, PayoutColumn.EmployeeId, PayoutColumn.PersonId, PayoutColumn.EmployeeName, PayoutColumn.Currency, PayoutColumn.ContractCurrency,
            PayoutColumn.Channel, PayoutColumn.BeneficiaryName, PayoutColumn.Account, PayoutColumn.BankId, PayoutColumn.BankCountry, PayoutColumn.IntermediaryBankId,
            PayoutColumn.EmploymentType, PayoutColumn.JobTitle, PayoutColumn.Department, PayoutColumn.HireDate, PayoutColumn.TerminationDate,
            PayoutColumn.ResidenceCountry, PayoutColumn.WorkCountry, PayoutColumn.Nationality, PayoutColumn.DateOfBirth, PayoutColumn.Address, PayoutColumn.Phone,
            PayoutColumn.Email, PayoutColumn.DeviceId, PayoutColumn.AccountChangedAt, PayoutColumn.AccountChangedBy, PayoutColumn.AccountChangeApprovedBy,
        }.Select(column => (int)column),
    ];

    /// <summary>The transfer, or null when <paramref name="row"/> noted what is wrong. An id is taken only by a row that is good otherwise.</summary>
    internal static Transfer? Read(RowFields row, SeenIds seen, StandingPool pool)
    {
        var transferId = row.Text((int)PayoutColumn.TransferId, out var idBytes);
        var idKey = seen.KeyOf(idBytes);
        var bytes = row.Gathered(StandingColumns);
        var known = pool.Find(bytes);
        var standing = known ?? ReadStanding(row);
        var payDate = row.Date((int)PayoutColumn.PayDate);
        var payType = (PayType)row.Word((int)PayoutColumn.PayType, PayTypes);
        var amount = row.Amount((int)PayoutColumn.Amount, standing.Currency);
        var gross = row.Amount((int)PayoutColumn.GrossAmount, standing.Currency);
        var splitNo = row.Integer((int)PayoutColumn.SplitNo, 1, 255);
        var payeeCheck = (PayeeCheck)row.Word((int)PayoutColumn.PayeeCheck, PayeeChecks);
        var returnCode = row.Repeated((int)PayoutColumn.ReturnCode);
        var paymentRef = row.Text((int)PayoutColumn.PaymentRef);
        var login = row.Country((int)PayoutColumn.LoginCountry);

        row.TakeId((int)PayoutColumn.TransferId, idBytes, idKey, seen);
        if (row.IsBad) return null;

        if (known is null) pool.Keep(bytes, standing);
        var findings = standing.Findings;
        if (payeeCheck is PayeeCheck.None or PayeeCheck.Close && standing.Details!.BeneficiaryName is null) findings |= RowFindings.HolderMissing;
        if (gross > 0 && amount > gross * ScaleFactor) findings |= RowFindings.ScaleSuspect;
        return new Transfer(standing.Details!, transferId!, payDate!.Value, new Money(amount!.Value, standing.Currency!.Value))
        {
            PayType = payType,
            GrossAmount = gross,
            SplitNo = splitNo,
            PayeeCheck = payeeCheck,
            ReturnCode = returnCode,
            PaymentRef = paymentRef,
            LoginCountry = login,
            Findings = findings,
        };
    }

    /// <summary>Without details when something is wrong with the row; the currency is there as far as it is known.</summary>
    private static StandingRow ReadStanding(RowFields row)
    {
        var employerId = row.Repeated((int)PayoutColumn.EmployerId);
        var employeeId = row.Text((int)PayoutColumn.EmployeeId);
        var personId = row.Text((int)PayoutColumn.PersonId);
        var name = row.Name((int)PayoutColumn.EmployeeName);
        var currency = row.Currency((int)PayoutColumn.Currency);
        var contractCurrency = row.Currency((int)PayoutColumn.ContractCurrency);
        var channel = (Channel)row.Word((int)PayoutColumn.Channel, Channels);
        var holder = row.Name((int)PayoutColumn.BeneficiaryName);
        var bankId = row.BankId((int)PayoutColumn.BankId);
        var bankCountry = row.Country((int)PayoutColumn.BankCountry);
        var findings = RowFindings.None;
        var account = row.Account((int)PayoutColumn.Account, channel, bankId, currency, ref findings);
        var intermediary = row.BankId((int)PayoutColumn.IntermediaryBankId);
        var employmentType = (EmploymentType)row.Word((int)PayoutColumn.EmploymentType, EmploymentTypes);
        var jobTitle = row.Repeated((int)PayoutColumn.JobTitle);
        var department = row.Repeated((int)PayoutColumn.Department);
        var hired = row.Date((int)PayoutColumn.HireDate);
        var left = row.Date((int)PayoutColumn.TerminationDate);
        var residence = row.Country((int)PayoutColumn.ResidenceCountry);
        var work = row.Country((int)PayoutColumn.WorkCountry);
        var nationality = row.Country((int)PayoutColumn.Nationality);
        var born = row.BirthDate((int)PayoutColumn.DateOfBirth);
        var address = row.FreeText((int)PayoutColumn.Address);
        var phone = row.FreeText((int)PayoutColumn.Phone);
        var email = row.FreeText((int)PayoutColumn.Email);
        var device = row.FreeText((int)PayoutColumn.DeviceId);
        var changedAt = row.Date((int)PayoutColumn.AccountChangedAt);
        var changedBy = row.Repeated((int)PayoutColumn.AccountChangedBy);
        var approvedBy = row.Repeated((int)PayoutColumn.AccountChangeApprovedBy);
        if (row.IsBad) return new StandingRow(null, currency, findings);

        if (IsAmericanRouting(bankId, bankCountry, currency!.Value) && !BankIdentifier.IsRoutingNumber(bankId)) findings |= RowFindings.RoutingNumberChecksum;
        if (BankCountryDiffers(account!, bankId, bankCountry, channel)) findings |= RowFindings.BankCountryDiffers;
        if (born >= hired || hired > left || born >= left) findings |= RowFindings.DatesOutOfOrder;
        var details = new StandingDetails
        {
            EmployerId = employerId!,
            EmployeeId = employeeId!,
            PersonId = personId,
            EmployeeName = name!,
            ContractCurrency = contractCurrency,
            Channel = channel,
            BeneficiaryName = holder,
            Account = account!,
            BankId = bankId,
            BankCountry = bankCountry,
            IntermediaryBankId = intermediary,
            EmploymentType = employmentType,
            JobTitle = jobTitle,
            Department = department,
            HireDate = hired,
            TerminationDate = left,
            ResidenceCountry = residence,
            WorkCountry = work,
            Nationality = nationality,
            DateOfBirth = born,
            Address = address,
            Phone = phone,
            Email = email,
            DeviceId = device,
            AccountChangedAt = changedAt,
            AccountChangedBy = changedBy,
            AccountChangeApprovedBy = approvedBy,
        };
        return new StandingRow(details, currency, findings);
    }

    // Nine digits are a routing number only in the United States: Canadian transit numbers are written with nine as well.
    private static bool IsAmericanRouting(string? bankId, CountryCode? bankCountry, Currency currency) =>
        bankId is not null && BankIdentifier.HasRoutingForm(bankId)
        && (bankCountry is { } country ? country.Code == "US" : currency.Code == "USD");

    private static bool BankCountryDiffers(AccountNumber account, string? bankId, CountryCode? bankCountry, Channel channel)
    {
        if (bankCountry is not { } stated) return false;
        if (account.IbanCountry is { } ofIban && !Iban.SameCountry(stated, ofIban)) return true;
        // A platform's name may have the form of a BIC.
        return channel is not Channel.Platform and not Channel.Wallet
            && BankIdentifier.TryBicCountry(bankId, out var ofBic) && !Iban.SameCountry(stated, ofBic);
    }
}
