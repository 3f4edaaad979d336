// What the ablation leaves out, row by row, in a place that a test can hold against the catalogue: a feature without a row would look free of charge.
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;

namespace Paysieve.Benchmarks;

/// <summary>The rows of the ablation table. Every feature of the catalogue and every guard stands in exactly one.</summary>
internal static class AblationRows
{
    public static IReadOnlyList<(string Family, Feature[] Features)> Families { get; } =
    [
        ("account changes (R1)", [Feature.AccountNew, Feature.AccountChanges]),
        ("change shortly before pay day (R2)", [Feature.ChangeToPayGap]),
        ("new bank, bursts, one user (R3, R8, R12)", [Feature.NewBankRarity, Feature.BankBurst, Feature.ActorSameBank, Feature.SelfApproved]),
        ("country and login (R4, R15)", [Feature.CountryRarity, Feature.LoginRarity]),
        ("holder and bank's answer (R5)", [Feature.HolderMismatch, Feature.PayeeCheckRisk]),
        ("channel (R6)", [Feature.ChannelStep]),
        ("split drain (R7)", [Feature.SplitDrain]),
        ("pay after exit or after long silence (R9, R17)", [Feature.DaysAfterExit, Feature.IdleBefore]),
        ("ghosts and joiners (R10, R11, R12)", [Feature.GhostIndex, Feature.SetUpAlone, Feature.OnboardingChanges]),
        ("amounts, extras and growing parts (R13, R18 to R20)", [Feature.AmountJump, Feature.JumpWithAccount, Feature.SalaryJump, Feature.SideAccount, Feature.GrowingPart, Feature.ExtraSeries]),
        ("contact details with the account (R16)", [Feature.ContactShift]),
        ("people on one account (S1 to S3)", [Feature.UnrelatedGroups, Feature.OtherPersons, Feature.OtherEmployers, Feature.FanInGrowth]),
        ("holder, identifiers, rows of accounts, baton, hired onto (S5, S7 to S10)", [Feature.HolderFanIn, Feature.IdentifierLinks, Feature.SequentialAccounts, Feature.BatonReuse, Feature.HiredOntoAccount]),
        ("off contract (C1, C4, C5, C10)", [Feature.OffContractRarity, Feature.CorridorRarity, Feature.ThirdCountryCurrency, Feature.OffCycleCurrency]),
        ("currencies over time (C2, C3, C8, C9)", [Feature.CurrencyNew, Feature.DistinctCurrencies, Feature.HopReversals, Feature.SameDayCurrencies, Feature.HopWithAccountChange]),
        ("crypto (C6)", [Feature.CryptoRarity]),
        ("legs, rates, limits, intermediaries, over gross (C7, C11 to C13)",
            [Feature.LegCurrencies, Feature.LegCryptoExit, Feature.LegCountries, Feature.RateDeviation, Feature.BelowLimit, Feature.IntermediaryRarity, Feature.NetOverGross]),
    ];

    /// <summary>As <see cref="DetectionSettings.LeaveOut"/> names them.</summary>
    public static IReadOnlyList<string> Models { get; } = ["forest", "tail"];

    /// <summary>Innocent explanations that weaken a family.</summary>
    public static IReadOnlyList<Innocents> Explanations { get; } = [.. DetectorCatalog.Guards.Select(guard => guard.Explanation).Distinct()];
}
