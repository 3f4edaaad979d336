// What every test of the store starts with; a test class derives twice, once for each dialect.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Store;

public abstract class StoreTestBase(Dialect dialect)
{
    private TestDatabase? _database;
    private IStore? _store;

    public TestContext TestContext { get; set; } = null!;

    public TestClock Clock { get; } = new();

    protected Dialect Dialect { get; } = dialect;

    protected static CancellationToken None => CancellationToken.None;

    protected IStore Store => _store!;

    internal TestDatabase Database => _database!;

    [TestInitialize]
    public async Task OpenStore()
    {
        _database = await TestDatabase.CreateAsync(Dialect, $"{GetType().FullName}.{TestContext.TestName}");
        _store = await _database.OpenAsync(Clock);
    }

    [TestCleanup]
    public async Task CloseStore()
    {
        if (_store is not null) await _store.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal static RunStart Night(string name = "tonight") => new()
    {
        RunKey = Hash(name),
        Kind = "night",
        AsOf = new DateOnly(2026, 2, 27),
        ConfigHash = Hash("settings"),
        ProgramVersion = "0.1.0",
    };

    internal static RunOutcome Outcome(long scored = 1000) => new() { TransfersScored = scored };

    internal static Money Pay(string amount, string currency) =>
        new(decimal.Parse(amount, CultureInfo.InvariantCulture), Currency.TryParse(currency, out var parsed) ? parsed : throw new AssertFailedException(currency));

    internal static Flag MakeFlag(string run, int number, Typology typology = Typology.PayoutRouting, bool heldBack = false, int reasons = 2) => new()
    {
        FlagId = Hash($"{run}|T{number}|{typology.Word()}")[..32],
        TransferId = $"T{number}",
        EmployerId = $"E{number % 3}",
        EmployeeId = $"P{number}",
        PayDate = new DateOnly(2026, 2, 27),
        Amount = Pay("2500.10", "EUR"),
        Typology = typology,
        Score = 1 - (number / 1_000_000.0),
        Rank = number,
        Band = number % 2 == 0 ? Band.High : Band.Critical,
        HeldBack = heldBack,
        AccountMasked = "****1234",
        Explanation = new FlagExplanation
        {
            Innocent = [new InnocentTest("household", false, "No address in common.")],
            Detectors = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["forest"] = 0.75, ["tail"] = 0.5 },
            Route = [new RouteStop(new DateOnly(2026, 1, 30), "****9876", "DEUTDEFF", "DE", "EUR", 2500.10m, Tonight: false)],
            StakeUsd = 2700,
        },
        Reasons = [.. Enumerable.Range(1, reasons).Select(ordinal => new FlagReason(
            ordinal, $"R{ordinal}_TEST", "change_to_pay_days", ordinal, 99.5, 0.25, $"İstanbul 株式会社: pay moved {ordinal} days before pay day."))],
    };

    /// <summary>Clears a flag of a high band as two people do it.</summary>
    protected async Task<DispositionRecord> ClearByTwoAsync(string flagId, string first = "second", string last = "reviewer", string note = "note")
    {
        await Store.Dispositions.DecideAsync(new Decision(flagId, Decisions.InReview, "KNOWN", note, first, ActorKey: "user:" + first, Proposes: Decisions.Cleared), None);
        return await Store.Dispositions.DecideAsync(new Decision(flagId, Decisions.Cleared, "KNOWN", note, last, first, "user:" + last, "user:" + first), None);
    }

    protected async Task<RunRecord> RunAsync(string name, IReadOnlyList<Flag> flags)
    {
        await using var claim = await Store.Runs.BeginAsync(Night(name), None);
        return await Store.Runs.CompleteAsync(claim, Outcome(), flags, None);
    }
}
