// A payee over time: who it is, where it lives, how it is paid, each with the day from which it holds. Scenarios write into these
// timelines before any row is written; the rows then follow by themselves, in the months before and in the night alike.
namespace Paysieve.Pipeline.Synthetic;

internal enum Engagement { Employee, Contractor, Eor }

/// <summary>What an HR system shows of a payee from a day on.</summary>
internal sealed record Profile(
    DateOnly From, string ShownName, string Residence, string Address, string Phone, string Email, string Device, string Login);

/// <summary>One destination of the pay. Part: share of the net, above 0; the parts of a route add up to 1. Holder: account holder in the bank's writing.
/// Check: what the bank's payee verification says, before the employer leaves the column out.</summary>
internal sealed record Share(double Part, Account Account, string Currency, string Holder, string Check, string Intermediary = "");

/// <summary>How the pay goes from a day on, and who set it so.</summary>
internal sealed record Route(DateOnly From, IReadOnlyList<Share> Shares, DateOnly? ChangedAt, string ChangedBy, string ApprovedBy, string ReturnCode = "");

/// <summary>The truth about a payee's payouts from a day on. Typology is null for an innocent look-alike; OnlyTo and OnlyPayType, when set, narrow it to
/// payouts to this account number and of this type.</summary>
internal sealed record Mark(string? Typology, string Scenario, DateOnly From, string? OnlyTo = null, string? OnlyPayType = null);

/// <summary>One conversion on the way of a payout; currencies from start to end, one leg between each two.</summary>
internal sealed record Conversion(DateOnly From, IReadOnlyList<string> Currencies, IReadOnlyList<string> Through, double Hours, double Skim = 0);

/// <summary>One additional pay on a pay date: a factor of the monthly gross, by a route of its own.</summary>
internal sealed record Errand(DateOnly On, string PayType, double Factor, Route Route);

internal sealed class Payee
{
    public required int Ordinal { get; init; }
    public required string EmployeeId { get; set; }
    public required string PersonId { get; set; }
    public required PersonName Name { get; set; }
    public required bool Woman { get; init; }
    public required DateOnly Birth { get; set; }
    public required string Nationality { get; set; }
    public required Engagement Engagement { get; init; }
    public required string Job { get; init; }
    public required string Department { get; init; }
    public required string WorkCountry { get; set; }
    public required DateOnly Hire { get; set; }
    public DateOnly? Termination { get; set; }
    public required string ContractCurrency { get; set; }

    /// <summary>Gross of a month in the contract's currency.</summary>
    public required double MonthlyGross { get; set; }
    public required double NetShare { get; init; }

    /// <summary>Spread of the net from pay to pay; 0 for a fixed salary.</summary>
    public required double Wobble { get; set; }
    public required string Manager { get; init; }

    public List<Profile> Profiles { get; } = [];
    public List<Route> Routes { get; } = [];
    public List<Mark> Marks { get; } = [];
    public List<Conversion> Conversions { get; } = [];

    /// <summary>Pay date, pay type and factor of additional pays.</summary>
    public List<(DateOnly On, string PayType, double Factor)> Extras { get; } = [];

    /// <summary>Additional pays that go another way than the standing one, each for once.</summary>
    public List<Errand> Errands { get; } = [];

    /// <summary>Type of what is still paid after the termination date, and until when; null when pay stops with it.</summary>
    public (string PayType, DateOnly Until)? AfterExit { get; set; }

    /// <summary>Periods without pay: a rehire's gap.</summary>
    public (DateOnly From, DateOnly To)? Away { get; set; }

    /// <summary>A new currency of the contract, and a new country of work and tax, from a day on.</summary>
    public (DateOnly From, string Currency)? ContractChange { get; set; }
    public (DateOnly From, string Country)? WorkChange { get; set; }

    public string ContractOn(DateOnly day) => ContractChange is { } change && day >= change.From ? change.Currency : ContractCurrency;

    public string WorkOn(DateOnly day) => WorkChange is { } change && day >= change.From ? change.Country : WorkCountry;

    /// <summary>Whether a scenario, bad or good, already plays on this payee.</summary>
    public bool Cast { get; set; }

    public Profile ProfileOn(DateOnly day) => Profiles.FindLast(p => p.From <= day) ?? Profiles[0];

    public Route RouteOn(DateOnly day) => Routes.FindLast(r => r.From <= day) ?? Routes[0];

    public bool ActiveOn(DateOnly day) => Hire <= day && (Termination is not { } end || day <= end || (AfterExit is { } after && day <= after.Until))
        && (Away is not { } away || day < away.From || day > away.To);

    /// <summary>Puts a route in its place by day; of two on one day the later written wins.</summary>
    public void Reroute(Route route)
    {
        var at = Routes.FindLastIndex(r => r.From <= route.From) + 1;
        Routes.Insert(at, route);
        // What was planned for later would undo the change.
        if (at + 1 < Routes.Count) Routes.RemoveRange(at + 1, Routes.Count - at - 1);
    }

    public void Restate(Profile profile)
    {
        Profiles.RemoveAll(p => p.From >= profile.From && Profiles.Count > 1);
        Profiles.Add(profile);
    }
}
