// Lakes in folders of their own, and transfers that fill every column or as few as may be.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Lake;

internal sealed class LakeFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paysieve-lake-");

    internal LakeFixture(byte keyByte = 7, byte[]? partyKey = null) => Settings = new LakeSettings
    {
        Folder = Path.Combine(_folder.FullName, "lake"),
        Key = LakeKey.FromBytes(Enumerable.Repeat(keyByte, LakeKey.ByteLength).ToArray()),
        PartyEncryptionKey = partyKey,
        ReadThreads = 2,
    };

    internal LakeSettings Settings { get; init; }

    /// <summary>How large the source files are said to be: large ones are kept apart by month.</summary>
    internal long SourceBytes { get; init; } = 1234;

    internal string Folder => Settings.Folder;

    internal LakeReader Reader => new(Settings);

    internal LakeView View(DateOnly? lastPayDay = null) => Reader.Open(new LakeQuery { LastPayDay = lastPayDay });

    internal LakeCommitted Ingest(string name, params IEnumerable<Transfer> transfers)
    {
        using var file = LakeWriter.Open(Settings).Begin(Source(name, SourceBytes), LakeFileKind.Transfers);
        var rows = 0;
        foreach (var transfer in transfers)
        {
            file.Append(transfer);
            rows++;
        }
        return file.Commit(new LakeCommit(rows, 0));
    }

    internal LakeCommitted IngestLegs(string name, params IEnumerable<PaymentLeg> legs)
    {
        using var file = LakeWriter.Open(Settings).Begin(Source(name), LakeFileKind.Legs);
        var rows = 0;
        foreach (var leg in legs)
        {
            file.Append(leg);
            rows++;
        }
        return file.Commit(new LakeCommit(rows, 0));
    }

    internal static SourceFile Source(string name, long bytes = 1234) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))), name, "/nowhere/" + name, bytes);

    internal string[] AllFiles(string pattern = "*") => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];

    public void Dispose() => _folder.Delete(recursive: true);

    internal static PersonName Name(string text) => PersonName.TryParse(text, out var name) ? name! : throw new ArgumentException(text);

    internal static CountryCode Country(string code) => CountryCode.TryParse(code, out var country) ? country : throw new ArgumentException(code);

    internal static Currency Currency(string code) => Paysieve.Pipeline.Transfers.Currency.TryParse(code, out var currency) ? currency : throw new ArgumentException(code);

    internal static Money Money(decimal amount, string currency) => new(amount, Currency(currency));

    internal static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static AccountNumber Iban(string iban) => new(iban, AccountScheme.Iban);

    internal static AccountNumber Domestic(string number) => new(number, AccountScheme.Domestic);

    /// <summary>Only what the contract requires.</summary>
    internal static Transfer Bare(string id, string day = "2026-03-31", string employee = "E1", decimal amount = 1000m) => new()
    {
        TransferId = id,
        EmployerId = "ACME",
        EmployeeId = employee,
        EmployeeName = Name("Ingrid Nilsson"),
        PayDate = Day(day),
        Amount = Money(amount, "EUR"),
        Account = Domestic("00123456789"),
    };

    /// <summary>Every column stated.</summary>
    internal static Transfer Full(string id, string day = "2026-03-31") => new()
    {
        TransferId = id,
        EmployerId = "ÅKERLUND-İ",
        EmployeeId = "0042",
        PersonId = "person-token-77",
        EmployeeName = Name("Mária Kovács"),
        PayDate = Day(day),
        PayType = PayType.OffCycle,
        Amount = Money(1234567.890123456789m, "USDC"),
        GrossAmount = 2345678.9m,
        ContractCurrency = Currency("HUF"),
        SplitNo = 2,
        Channel = Channel.Platform,
        BeneficiaryName = Name("Jürgen Brückner"),
        PayeeCheck = PayeeCheck.Close,
        Account = Iban("DE89370400440532013000"),
        BankId = "COBADEFFXXX",
        BankCountry = Country("AT"),
        IntermediaryBankId = "CHASUS33",
        ReturnCode = "AC04",
        PaymentRef = "E2E-0099",
        EmploymentType = EmploymentType.Contractor,
        JobTitle = "Fräser",
        Department = "Produktion",
        HireDate = Day("2019-02-28"),
        TerminationDate = Day("2026-01-15"),
        ResidenceCountry = Country("HU"),
        WorkCountry = Country("DE"),
        Nationality = Country("SK"),
        DateOfBirth = Day("1984-02-29"),
        Address = "Váci utca 1, 1052 Budapest",
        Phone = "+36 1 555 0199",
        Email = "Maria.Kovacs@Example.org",
        DeviceId = "device-ABCDEF",
        LoginCountry = Country("RO"),
        AccountChangedAt = Day("2026-03-20"),
        AccountChangedBy = "jane.doe@payroll",
        AccountChangeApprovedBy = "hr",
        Findings = RowFindings.BankCountryDiffers | RowFindings.DatesOutOfOrder,
    };

    internal static PaymentLeg Leg(string id, string transferId, int number, string from = "EUR", string to = "USDT") => new()
    {
        LegId = id,
        TransferId = transferId,
        LegNo = number,
        ExecutedAt = new DateTime(2026, 3, 31, 12, 30, 15, DateTimeKind.Utc).AddTicks(1234560),
        FromAccount = Iban("DE89370400440532013000"),
        ToAccount = new AccountNumber("TLa2f6VPqDgRE67v1736s7bJ8Ray5wYjU7", AccountScheme.TronWallet),
        FromCurrency = Currency(from),
        ToCurrency = Currency(to),
        FromAmount = 100.5m,
        ToAmount = 108.123456m,
        InstitutionId = "EXCHANGE-1",
        Country = Country("EE"),
    };
}
