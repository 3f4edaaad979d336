// Every feature's name; its number is its column in the feature matrix. What each means stands in FeatureCatalog.
namespace Paysieve.Pipeline.Features;

/// <summary>Columns of the feature matrix, in catalogue order.</summary>
public enum Feature
{
    // payout_routing
    AccountNew,
    AccountChanges,
    ChangeToPayGap,
    NewBankRarity,
    CountryRarity,
    HolderMismatch,
    PayeeCheckRisk,
    ChannelStep,
    SplitDrain,
    DaysAfterExit,
    SelfApproved,
    ActorSameBank,
    BankBurst,
    AmountJump,
    LoginRarity,
    ContactShift,
    JumpWithAccount,
    GhostIndex,
    SetUpAlone,
    OnboardingChanges,
    IdleBefore,
    SideAccount,
    GrowingPart,
    ExtraSeries,
    SalaryJump,

    // shared_account
    UnrelatedGroups,
    OtherPersons,
    OtherEmployers,
    FanInGrowth,
    BatonReuse,
    IdentifierLinks,
    HolderFanIn,
    SequentialAccounts,
    HiredOntoAccount,

    // currency_hop
    OffContractRarity,
    CurrencyNew,
    DistinctCurrencies,
    HopReversals,
    ThirdCountryCurrency,
    CryptoRarity,
    SameDayCurrencies,
    HopWithAccountChange,
    LegCurrencies,
    LegCryptoExit,
    LegCountries,
    CorridorRarity,
    RateDeviation,
    OffCycleCurrency,
    BelowLimit,
    IntermediaryRarity,
    NetOverGross,
}

/// <summary>Innocent explanations; each row says which were tested and which apply.</summary>
[Flags]
public enum Innocents : long
{
    None = 0,
    Household = 1L << 0,
    MergerCohort = 1L << 1,
    Relocation = 1L << 2,
    PooledAccount = 1L << 3,
    ContractualCrypto = 1L << 4,
    NewJoiner = 1L << 5,
    Rehire = 1L << 6,
    BonusMonth = 1L << 7,
    OwnHand = 1L << 8,
    ReturnedPayment = 1L << 9,
    NameChange = 1L << 10,
    LongStanding = 1L << 11,
    ExitPay = 1L << 12,
    FrontierWorker = 1L << 13,
    CommonForPeers = 1L << 14,
    EmployerAddress = 1L << 15,
    PermanentSwitch = 1L << 16,
    PayeeConfirmed = 1L << 17,
    UsualChain = 1L << 18,
    SavingsSplit = 1L << 19,
    HomeSplit = 1L << 20,
    BulkImport = 1L << 21,
    FamilyHolder = 1L << 22,
    ApprovedSwitch = 1L << 23,
    LongStandingPair = 1L << 24,
    Deduction = 1L << 25,
    RollOut = 1L << 26,
    BankDay = 1L << 27,
    SettledCircle = 1L << 28,
    Attachment = 1L << 29,
    HomeCurrency = 1L << 30,
    Vouched = 1L << 31,
    InGoodTime = 1L << 32,
    SignedByTwo = 1L << 33,
    VehicleCurrency = 1L << 34,
}

/// <summary>Hard evidence after the alert rule of the typologies: facts that need no statistics to be worth a look.</summary>
[Flags]
public enum HardFacts
{
    None = 0,
    ThreeUnrelatedPeople = 1 << 0,
    SharedAcrossEmployers = 1 << 1,
    BatonBetweenUnrelated = 1 << 2,
    PayAfterExit = 1 << 3,
    ThreeCurrencyChain = 1 << 4,
    CryptoExit = 1 << 5,
    IdentityRing = 1 << 6,
    SelfApproved = 1 << 7,
    NameRefused = 1 << 8,
    GhostPattern = 1 << 9,
    OffRate = 1 << 10,
    SumInParts = 1 << 11,
    AccountRow = 1 << 12,
    CryptoCreep = 1 << 13,
    SecondIdentity = 1 << 14,
    OneDevice = 1 << 15,
}

/// <summary>What the pass learned about one payout beyond the numbers: for rules, innocent tests and sentences.</summary>
public record struct PayoutFacts
{
    public Innocents Tested { get; set; }
    public Innocents Applies { get; set; }
    public HardFacts Hard { get; set; }

    /// <summary>People on the account within its window, this payee included.</summary>
    public int Persons { get; set; }

    /// <summary>Groups of people on the account that nothing relates to each other.</summary>
    public int UnrelatedGroups { get; set; }

    /// <summary>Employers of the people on the account.</summary>
    public int Employers { get; set; }

    /// <summary>Business days from the change of pay details to pay day; -1 unknown.</summary>
    public int GapDays { get; set; }

    /// <summary>Pay dates before this one; 0 for a first pay.</summary>
    public int PriorPayDates { get; set; }

    /// <summary>Main account of the pay date before, a code of the accounts' book; -1 none.</summary>
    public int PreviousAccount { get; set; }

    /// <summary>Currency paid before, -1 none.</summary>
    public short PreviousCurrency { get; set; }

    /// <summary>Changes of account within a year, this one included; what a returned payment explains left out.</summary>
    public int AccountChanges { get; set; }

    /// <summary>Days since this payee was first paid to this account; 0 = today, -1 no history.</summary>
    public int AccountAgeDays { get; set; }

    /// <summary>True when sharing cannot be judged on this payout: its account is pooled without a sub-reference, or it is a cheque.</summary>
    public bool SharingNotAssessable { get; set; }

    /// <summary>Shares among peers behind the rarities, before anything weakens them: bank of a new account, country, currency, crypto, login. 0 = not looked up.</summary>
    public float BankShare { get; set; }
    public float CountryShare { get; set; }
    public float CurrencyShare { get; set; }
    public float CryptoShare { get; set; }
    public float LoginShare { get; set; }

    /// <summary>Other people joined by two or more identifier types.</summary>
    public int IdentifierOthers { get; set; }
}
