// The columns that features are computed from: the current version of every transfer in view, one array per column.
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Lake;

/// <summary>
/// Rows sorted by pay date, employer's id, payee's key and transfer key, so that the order in which files arrived leaves no trace.
/// Codes refer to the books below; -1 is missing everywhere, <see cref="NoDay"/> is a missing date, NaN a missing number.
/// Dates are <see cref="DateOnly.DayNumber"/>. Nothing here names a person.
/// </summary>
public sealed class TransferColumns
{
    /// <summary>A date that the export left empty.</summary>
    public const int NoDay = int.MinValue;

    public required int Count { get; init; }

    /// <summary>64-bit hash of the transfer id: joins legs, labels and amendments.</summary>
    public required ulong[] TransferKey { get; init; }

    /// <summary>Index into <see cref="LakeView.Files"/> of the file that holds this version.</summary>
    public required int[] File { get; init; }

    /// <summary>Row number within that file's Parquet (0-based).</summary>
    public required int[] FileRow { get; init; }

    /// <summary>True where this version replaced an earlier one with other content.</summary>
    public required bool[] Amended { get; init; }

    public required int[] Employer { get; init; }

    /// <summary>Code of (employer, employee number).</summary>
    public required int[] Payee { get; init; }

    /// <summary>Code of the person token, or -1 when the export gives none.</summary>
    public required int[] Person { get; init; }

    public required int[] PayDay { get; init; }
    public required PayType[] PayType { get; init; }
    public required double[] Amount { get; init; }

    /// <summary>By row: the amounts that <see cref="Amount"/> does not say to the last digit.</summary>
    internal IReadOnlyDictionary<int, decimal> LongAmounts { get; init; } = new Dictionary<int, decimal>();
    public required short[] Currency { get; init; }
    public required short[] ContractCurrency { get; init; }

    /// <summary>Of the whole pay, on its first split; NaN when not stated.</summary>
    public required double[] GrossAmount { get; init; }

    /// <summary>0 when the export gives no split number.</summary>
    public required int[] SplitNo { get; init; }

    /// <summary>As stated, in the banks' book.</summary>
    public required int[] IntermediaryBank { get; init; }

    public required Channel[] Channel { get; init; }
    public required PayeeCheck[] PayeeCheck { get; init; }

    /// <summary>Code of the account's keyed hash, in the same book as the legs' accounts.</summary>
    public required int[] Account { get; init; }
    public required AccountScheme[] AccountScheme { get; init; }

    /// <summary>Code of the account's last characters, in <see cref="LakeView.AccountEnds"/>: to show a route, not to compare accounts.</summary>
    public required int[] AccountEnd { get; init; }

    /// <summary>Bank as stated, else as the IBAN names it.</summary>
    public required int[] Bank { get; init; }

    /// <summary>Country of the account: as stated, else from the IBAN or BIC.</summary>
    public required short[] AccountCountry { get; init; }

    /// <summary>Similarity 0..1 of holder and employee names; 1 when the holder is the employee or not stated.</summary>
    public required float[] HolderSimilarity { get; init; }

    /// <summary>Code of the keyed hash over the holder's folded name (the employee's when none is stated).</summary>
    public required int[] HolderName { get; init; }

    /// <summary>Codes of the keyed hashes over the first and the last token of the employee's folded name: a shared family name shows as an equal code.</summary>
    public required int[] NameFirst { get; init; }
    public required int[] NameLast { get; init; }

    public required EmploymentType[] EmploymentType { get; init; }
    public required int[] HireDay { get; init; }
    public required int[] TerminationDay { get; init; }
    public required short[] ResidenceCountry { get; init; }
    public required short[] WorkCountry { get; init; }
    public required int[] Address { get; init; }
    public required int[] Phone { get; init; }
    public required int[] Email { get; init; }
    public required int[] Device { get; init; }
    public required short[] LoginCountry { get; init; }
    public required int[] ChangedDay { get; init; }

    /// <summary>Code of who changed the pay details, in <see cref="LakeView.Actors"/>: a class word (employee, hr, admin, import) or a hashed user.</summary>
    public required int[] ChangedBy { get; init; }
    public required int[] ApprovedBy { get; init; }
    public required int[] ReturnCode { get; init; }

    /// <summary>
    /// The same rows without the columns that nothing but features is computed from: those are empty. They are half of the bytes, and a night is
    /// done with them before it trains.
    /// </summary>
    public TransferColumns ForFindings() => new()
    {
        Count = Count, TransferKey = TransferKey, File = File, FileRow = FileRow, Payee = Payee, Person = Person, PayDay = PayDay, Amount = Amount, LongAmounts = LongAmounts, Currency = Currency,
        IntermediaryBank = IntermediaryBank, Channel = Channel, Account = Account, AccountScheme = AccountScheme, AccountEnd = AccountEnd, Bank = Bank, AccountCountry = AccountCountry,
        ChangedBy = ChangedBy, ApprovedBy = ApprovedBy,
        Amended = [], Employer = [], PayType = [], ContractCurrency = [], GrossAmount = [], SplitNo = [], PayeeCheck = [], HolderSimilarity = [], HolderName = [], NameFirst = [], NameLast = [],
        EmploymentType = [], HireDay = [], TerminationDay = [], ResidenceCountry = [], WorkCountry = [], Address = [], Phone = [], Email = [], Device = [], LoginCountry = [], ChangedDay = [], ReturnCode = [],
    };

    /// <summary>The row's amount as the export said it.</summary>
    public decimal ExactAmount(int row) => LongAmounts.TryGetValue(row, out var amount) ? amount : (decimal)Amount[row];
}

/// <summary>Legs in view, sorted by transfer key, leg number and time. Account codes share the transfers' book.</summary>
public sealed class LegColumns
{
    public required int Count { get; init; }
    public required ulong[] TransferKey { get; init; }
    public required int[] LegNo { get; init; }

    /// <summary>UTC ticks.</summary>
    public required long[] ExecutedAt { get; init; }
    public required int[] FromAccount { get; init; }
    public required int[] ToAccount { get; init; }
    public required bool[] ToWallet { get; init; }
    public required short[] FromCurrency { get; init; }
    public required short[] ToCurrency { get; init; }
    public required double[] FromAmount { get; init; }
    public required double[] ToAmount { get; init; }
    public required int[] Institution { get; init; }
    public required short[] Country { get; init; }

    /// <summary>Index into <see cref="LakeView.Files"/> of the file that brought the leg.</summary>
    public required int[] File { get; init; }
}

/// <summary>A file of the lake, with what became of its rows in this view.</summary>
/// <param name="FileId">SHA-256 of the source bytes.</param>
/// <param name="Current">Rows that are the current version of their transfer (or leg).</param>
/// <param name="Unchanged">Rows that repeat, content for content, what an earlier file already said.</param>
/// <param name="Superseded">Rows that a later file amended.</param>
/// <param name="Hidden">Rows with a pay date after the view's last day.</param>
public sealed record LakeFile(string FileId, string Name, bool IsLegs, int Current, int Unchanged, int Superseded, int Hidden)
{
    /// <summary>Rows with the id of a payout of another employer: in no view, because only its own employer amends a payout.</summary>
    public int Foreign { get; init; }

    /// <summary>True when rows of several months are kept in one part.</summary>
    public bool IsMixed { get; init; }
}

/// <summary>The lake as seen at one moment: current versions, later rows hidden.</summary>
public sealed class LakeView
{
    /// <summary>SHA-256 over the ids of the files in view, in ordinal order: the manifest that a run key names.</summary>
    public required string ManifestHash { get; init; }

    /// <summary>The bytes of the files in view, as the manifest names them.</summary>
    public required LakeSeal Seal { get; init; }

    /// <summary>What makes the same view again, whatever came into the lake since.</summary>
    public required LakeQuery Moment { get; init; }

    /// <summary>Files in the order they were first ingested.</summary>
    public required IReadOnlyList<LakeFile> Files { get; init; }
    public required TransferColumns Transfers { get; init; }
    public required LegColumns Legs { get; init; }
    public required CodeBook Employers { get; init; }
    public required CodeBook Currencies { get; init; }
    public required CodeBook Countries { get; init; }
    public required CodeBook Banks { get; init; }
    public required CodeBook AccountEnds { get; init; }
    public required CodeBook Actors { get; init; }
    public required CodeBook ReturnCodes { get; init; }
    public required KeyBook Accounts { get; init; }
    public required KeyBook Persons { get; init; }

    /// <summary>Number of distinct payee, person, identifier and name codes, for sizing arrays.</summary>
    public required LakeCounts Counts { get; init; }

    /// <summary>The same view, columns shared, with room for account codes that no payout uses: for whoever asks what would be if.</summary>
    public LakeView WithSpareAccounts(int spare) => With(Transfers, Counts with { Accounts = Counts.Accounts + spare });

    /// <inheritdoc cref="TransferColumns.ForFindings"/>
    public LakeView ForFindings() => With(Transfers.ForFindings(), Counts);

    private LakeView With(TransferColumns transfers, LakeCounts counts) => new()
    {
        ManifestHash = ManifestHash, Seal = Seal, Moment = Moment, Files = Files, Transfers = transfers, Legs = Legs, Employers = Employers, Currencies = Currencies, Countries = Countries,
        Banks = Banks, AccountEnds = AccountEnds, Actors = Actors, ReturnCodes = ReturnCodes, Accounts = Accounts, Persons = Persons,
        Counts = counts,
    };
}

/// <summary>How many distinct codes each book holds: codes run from 0 to count - 1.</summary>
public sealed record LakeCounts(
    int Payees, int Persons, int Accounts, int Addresses, int Phones, int Emails, int Devices, int HolderNames, int NameTokens);

/// <summary>What a reviewer needs of one transfer beyond the columns; read for the few rows that are shown.</summary>
public sealed record TransferDetail
{
    public required string TransferId { get; init; }
    public required string EmployerId { get; init; }
    public required string EmployeeId { get; init; }
    public required DateOnly PayDate { get; init; }
    public required Money Amount { get; init; }

    /// <summary>"****1234".</summary>
    public required string AccountMasked { get; init; }
    public required AccountScheme AccountScheme { get; init; }
    public string? BankId { get; init; }
    public string? AccountCountry { get; init; }
    public Channel Channel { get; init; }
    public string? PaymentRef { get; init; }

    /// <summary>Key of the employee in the party files.</summary>
    public required ulong PayeeParty { get; init; }

    /// <summary>Key of the account holder in the party files; 0 when the holder is the employee.</summary>
    public required ulong HolderParty { get; init; }
}

/// <summary>A person or company as the party files know them: the only place where names are.</summary>
public sealed record LakeParty
{
    public required ulong PartyKey { get; init; }
    public required PersonName Name { get; init; }

    /// <summary>True for an account holder who is not the employee: birth date and countries are then unknown, not absent.</summary>
    public required bool IsHolder { get; init; }
    public DateOnly? DateOfBirth { get; init; }
    public CountryCode? Nationality { get; init; }
    public CountryCode? ResidenceCountry { get; init; }
    public CountryCode? WorkCountry { get; init; }

    /// <summary>Ids only.</summary>
    public override string ToString() => $"party {PartyKey:x16}";
}
