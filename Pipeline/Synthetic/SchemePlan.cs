// Decides, before anybody is hired, which schemes and look-alikes there are and at which employers: enough of each typology, spread by employer
// size, none in a house too small to hide it. What it leaves per employer is a list of parts, to be played when that employer's people exist.
namespace Paysieve.Pipeline.Synthetic;

internal sealed record SchemePart(Scheme Scheme, int Members);

internal sealed class SchemePlan
{
    /// <summary>Share of the night's payouts that belong to schemes, and to look-alikes.</summary>
    public const double SchemeShare = .0058;
    public const double LookAlikeShare = .012;

    /// <summary>The same for what is withheld, when it is asked for, and the fewest cases of it.</summary>
    public const double WithheldShare = SchemeShare / 10;
    public const int FewestWithheld = 3;

    private readonly IReadOnlyList<Employer> _employers;
    private readonly List<SchemePart>[] _parts;
    private readonly int[] _taken;
    private readonly Draw _draw;
    private readonly int _seed;
    private readonly Queue<ListedParty> _people;
    private readonly Queue<ListedParty> _companies;
    private readonly Queue<ListedParty> _wallets;
    private readonly Queue<ListedParty> _namesakes;
    private int _number;

    public SchemePlan(IReadOnlyList<Employer> employers, int seed, bool withheld)
    {
        _employers = employers;
        _seed = seed;
        _draw = Draw.For(seed, "schemes");
        _parts = [.. employers.Select(_ => new List<SchemePart>())];
        _taken = new int[employers.Count];
        // Old enough to work, young enough to be on a payroll.
        var people = Listed.All.Where(p => p.Type == "person" && p.Family.Length > 0 && p.Given.Length > 0 && p.BirthYear is 0 or >= 1955).ToList();
        _people = Shuffled(people);
        _namesakes = Shuffled([.. people.Where(p => p.Birth is not null && p.Countries.Any(c => c is "KP" or "CN" or "HK" or "MX" or "NG" or "PK" or "IR" or "IQ"))]);
        _companies = Shuffled([.. Listed.All.Where(p => p.Type == "company")]);
        _wallets = Shuffled([.. Listed.All.Where(p => p.Wallets.Any(IsUsable))]);

        var expected = employers.Sum(Payouts);
        var planned = 0.0;
        foreach (var (typology, share) in ScenarioCatalog.TypologyShares)
            planned += Fill([.. ScenarioCatalog.Schemes.Where(s => s.Typology == typology)], expected * SchemeShare * share);
        // A small world has relatively more schemes, for each typology has one: then it has more look-alikes too.
        Fill(ScenarioCatalog.LookAlikes, Math.Max(expected * LookAlikeShare, planned * 1.6));
        // Last, so that all else is cast as it is without.
        if (withheld) Fill(ScenarioCatalog.Withheld, Math.Max(expected * WithheldShare, planned * WithheldShare / SchemeShare), FewestWithheld);
    }

    /// <summary>What is to be played at an employer, in order.</summary>
    public IReadOnlyList<SchemePart> At(Employer employer) => _parts[employer.Index];

    private static double Payouts(Employer employer)
    {
        var contractors = employer.Trade switch { Trade.Tech => .22, Trade.Agency => .6, Trade.CryptoNative => .5, _ => .04 };
        return employer.Size * .94 * 1.08 * ((contractors * employer.PayoutsAMonth(contractor: true)) + ((1 - contractors) * employer.PayoutsAMonth(contractor: false)));
    }

    private static bool IsUsable(string wallet) => wallet[0] is '0' or '1' or '3' or 'T' or 'b';

    /// <summary>Adds schemes until their payouts are reached, always of the scenario that has fewest so far: each gets its turn, and many
    /// lone victims stand beside one large ring. At least so many schemes, where there is room, and what was planned is returned.</summary>
    private double Fill(IReadOnlyList<Scenario> scenarios, double payouts, int fewest = 1)
    {
        var open = scenarios.Select(s => (Scenario: s, Planned: 0.0)).ToList();
        _draw.Shuffle(open);
        var (planned, schemes) = (0.0, 0);
        while (open.Count > 0 && (schemes < fewest || planned < payouts))
        {
            var next = 0;
            for (var i = 1; i < open.Count; i++)
                if (open[i].Planned < open[next].Planned) next = i;
            var added = Plan(open[next].Scenario);
            if (added > 0) (open[next], schemes) = ((open[next].Scenario, open[next].Planned + added), schemes + 1);
            else open.RemoveAt(next);
            planned += added;
        }
        return planned;
    }

    private double Plan(Scenario scenario)
    {
        var reach = _draw.Int(scenario.Employers.Min, scenario.Employers.Max);
        var chosen = new List<Employer>();
        for (var i = 0; i < reach; i++)
            if (Choose(scenario, chosen) is { } employer) chosen.Add(employer);
        if (chosen.Count < scenario.Employers.Min) return 0;

        var number = _number++;
        var scheme = new Scheme { Scenario = scenario, Number = number, Draw = Draw.For(_seed, "scheme", number), Country = chosen[0].Country, Party = Party(scenario) };
        var payouts = 0.0;
        foreach (var employer in chosen.OrderBy(e => e.Index))
        {
            var members = _draw.Int(scenario.Cast.Min, scenario.Cast.Max);
            _parts[employer.Index].Add(new SchemePart(scheme, members));
            _taken[employer.Index] += members;
            payouts += members * employer.PayoutsAMonth(scenario.Contractors) * scenario.NightShare * scenario.LabelledShare;
        }
        return payouts;
    }

    private Employer? Choose(Scenario scenario, List<Employer> already)
    {
        var fit = _employers.Where(e => e.Has(scenario.Needs) && scenario.At(e) && !already.Contains(e) && Suits(scenario, e)).ToList();
        var roomy = fit.Where(e => e.Size >= 10 * scenario.Cast.Max && _taken[e.Index] + scenario.Cast.Max <= 4 + (e.Size / 14)).ToList();
        if (roomy.Count > 0) return _draw.Weighted(roomy, e => e.Size);
        // A small world has only small houses: the largest that is left must do.
        return fit.Where(e => e.Size >= 3 * scenario.Cast.Max && _taken[e.Index] + scenario.Cast.Max <= e.Size / 3).MaxBy(e => e.Size - (6 * _taken[e.Index]));
    }

    private static bool Suits(Scenario scenario, Employer employer) => !scenario.Contractors || employer.Trade != Trade.Traditional || employer.Size > 400;

    private ListedParty Party(Scenario scenario)
    {
        var queue = scenario.Id switch { "listed_company" => _companies, "listed_wallet" => _wallets, "homonym" => _namesakes, _ => _people };
        var party = queue.Dequeue();
        queue.Enqueue(party);
        return party;
    }

    private Queue<ListedParty> Shuffled(List<ListedParty> parties)
    {
        _draw.Shuffle(parties);
        return new Queue<ListedParty>(parties);
    }
}
