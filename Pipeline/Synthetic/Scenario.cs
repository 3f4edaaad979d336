// What a scheme is: a scenario of the catalogue, cast with payees of one or several employers, with things its members share.
// Schemes are planned before any payee exists and played when their employer's people are hired.
namespace Paysieve.Pipeline.Synthetic;

/// <summary>A way of going wrong, or of looking wrong while being right.</summary>
/// <param name="Id">As labels.csv and benign.csv name it.</param>
/// <param name="Typology">One of the four, or null for an innocent look-alike.</param>
/// <param name="Cast">Fewest and most payees at one employer.</param>
/// <param name="Fits">Whom it may befall.</param>
/// <param name="Play">Writes the scheme into its members' timelines.</param>
internal sealed record Scenario(string Id, string? Typology, (int Min, int Max) Cast, Func<Stage, Payee, bool> Fits, Action<Stage, IReadOnlyList<Payee>> Play)
{
    /// <summary>Fewest and most employers the scheme reaches.</summary>
    public (int Min, int Max) Employers { get; init; } = (1, 1);

    public Func<Employer, bool> At { get; init; } = _ => true;

    /// <summary>Columns without which nobody could see it.</summary>
    public Delivers Needs { get; init; }

    /// <summary>Share of a member's payouts of the night month that belong to the scheme.</summary>
    public double NightShare { get; init; } = 1;

    public bool Contractors { get; init; }

    /// <summary>How many of the members' payouts are labelled, when not all are.</summary>
    public double LabelledShare { get; init; } = 1;
}

/// <summary>A planned instance of a scenario. What members share is drawn from the scheme's own stream.</summary>
internal sealed class Scheme
{
    private readonly Dictionary<string, object> _shared = new(StringComparer.Ordinal);

    public required Scenario Scenario { get; init; }
    public required int Number { get; init; }
    public required Draw Draw { get; init; }

    /// <summary>Country of the first employer it touches.</summary>
    public required string Country { get; init; }

    /// <summary>The listed party of a sanctions case.</summary>
    public required ListedParty Party { get; init; }

    /// <summary>Made once, then the same for every member at every employer.</summary>
    public T Shared<T>(string what, Func<Draw, T> make) where T : notnull
    {
        if (!_shared.TryGetValue(what, out var value)) _shared[what] = value = make(Draw);
        return (T)value;
    }
}

/// <summary>One employer's part of a scheme while it is played: the calendar, the draws, and the moves that scenarios are made of.</summary>
internal sealed class Stage
{
    public required Employer Employer { get; init; }
    public required NameBook Names { get; init; }
    public required Draw Draw { get; init; }
    public required Scheme Scheme { get; init; }
    public required DateOnly First { get; init; }
    public required DateOnly Night { get; init; }
    public required IReadOnlyList<DateOnly> NightDates { get; init; }
    public required IReadOnlyList<DateOnly> AllDates { get; init; }

    public DateOnly Last => NightDates[^1];

    /// <summary>A pay date of the night on which this payee is paid.</summary>
    public DateOnly NightPay(Payee payee) => payee.Engagement == Engagement.Contractor ? Last : Draw.Of(NightDates);

    public DateOnly Before(Payee payee, int fewest, int most) => NightPay(payee).AddDays(-Draw.Int(fewest, most));

    /// <summary>Tonight or some months ago: many schemes are live before anybody looks.</summary>
    public DateOnly Begin(Payee payee, double tonight, int monthsBack) =>
        Draw.Chance(tonight) ? Before(payee, 0, Draw.Chance(.6) ? 8 : 25) : Later(Night.AddDays(-Draw.Int(5, monthsBack * 30)), payee.Hire.AddDays(3));

    public static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    public Account OpenAt(Bank bank) => AccountNumbers.Open(Draw, bank, bank.Country != Employer.Country);

    /// <summary>Country where a payee's bank account is, or would be.</summary>
    public static string BankCountry(Payee payee) => payee.RouteOn(DateOnly.MaxValue).Shares[0].Account.Bank?.Country ?? payee.WorkCountry;

    public Account NewAccount(Payee payee) => OpenAt(AccountNumbers.NextBank(Draw, BankCountry(payee), payee.RouteOn(DateOnly.MaxValue).Shares[0].Account.Bank));

    public PersonName Stranger(string country) => Names.Person(Draw, country, out _);

    /// <summary>Holder and payee check of an account that is somebody else's: entered under the payee's name, or under the owner's.</summary>
    public (string Holder, string Check) SomebodyElses(Payee payee, string owner)
    {
        var u = Draw.Unit();
        return Draw.Chance(.5)
            ? (Employer.HolderOf(payee.Name), u < .4 ? "none" : u < .6 ? "close" : u < .75 ? "match" : "unavailable")
            : (owner, u < .65 ? "match" : u < .8 ? "close" : "unavailable");
    }

    public void Pay(Payee payee, DateOnly from, Account account, string? currency = null, string? holder = null, string? check = null, string? by = null, string? approved = null, string returned = "")
    {
        var main = payee.RouteOn(from).Shares[0];
        var (who, signed) = Workforce.ChangedBy(Draw, Employer, payee);
        payee.Reroute(new Route(
            from, [new Share(1, account, currency ?? main.Currency, holder ?? Employer.HolderOf(payee.Name), check ?? (account.Channel == "bank" ? Workforce.OwnCheck(Draw) : "unavailable"), main.Intermediary)],
            from, by ?? who, approved ?? signed, returned));
    }

    /// <summary>The same account, another currency; not a change of pay details.</summary>
    public static void PayIn(Payee payee, DateOnly from, string currency)
    {
        var route = payee.RouteOn(from);
        payee.Reroute(route with { From = from, Shares = [.. route.Shares.Select(s => s with { Currency = currency })] });
    }

    /// <summary>Moves a payee's whole beginning to a day.</summary>
    public static void Join(Payee payee, DateOnly day)
    {
        var undated = payee.Routes[0].ChangedAt is null;
        payee.Hire = day;
        payee.Profiles[0] = payee.Profiles[0] with { From = day };
        payee.Profiles.RemoveRange(1, payee.Profiles.Count - 1);
        payee.Routes[0] = payee.Routes[0] with { From = day, ChangedAt = undated ? null : day };
        payee.Routes.RemoveRange(1, payee.Routes.Count - 1);
        for (var i = 0; i < payee.Conversions.Count; i++) payee.Conversions[i] = payee.Conversions[i] with { From = day };
    }

    /// <summary>Changes what is known of the payee from a day on.</summary>
    public static void Restate(Payee payee, DateOnly from, Func<Profile, Profile> change) =>
        payee.Restate(change(payee.ProfileOn(from)) with { From = from <= payee.Hire ? payee.Hire : from });

    public void Mark(Payee payee, DateOnly from, string? onlyTo = null, string? onlyType = null, string? also = null)
    {
        payee.Marks.Add(new Mark(Scheme.Scenario.Typology, Scheme.Scenario.Id, from, onlyTo, onlyType));
        if (also is not null) payee.Marks.Add(new Mark(also, Scheme.Scenario.Id, from, onlyTo, onlyType));
    }

    /// <summary>The payee's last pay dates up to the night's, oldest first.</summary>
    public IReadOnlyList<DateOnly> LastPays(Payee payee, int count)
    {
        var dates = payee.Engagement == Engagement.Contractor
            ? AllDates.GroupBy(d => (d.Year, d.Month)).Select(g => g.Max())
            : AllDates;
        return [.. dates.Where(d => d > payee.Hire.AddDays(3)).TakeLast(count)];
    }

    /// <summary>A currency that is neither the contract's nor the payee's own, among those the world's payrolls use.</summary>
    public string OtherCurrency(Payee payee, params string[] not)
    {
        for (; ; )
        {
            var currency = Draw.Weighted(["USD", "EUR", "GBP", "CNY", "HKD", "SGD", "AED", "PLN", "INR", "BRL", "PHP", "TRY"], c => c is "USD" or "EUR" ? 4 : c is "GBP" ? 2 : 1.0);
            if (currency != payee.ContractCurrency && currency != Countries.Of(payee.WorkCountry).Currency && !not.Contains(currency, StringComparer.Ordinal)) return currency;
        }
    }
}
