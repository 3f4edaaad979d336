// Flags become things to review: one payout is one case, however many typologies flag it, and cases have one order.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Reporting;

/// <summary>One payout to review. The flags are ordered: a list match first, then the higher score.</summary>
internal sealed record ReviewCase(IReadOnlyList<Flag> Flags)
{
    public Flag Lead => Flags[0];
    public bool IsListMatch => Lead.Typology == Typology.SanctionsMatch;
    public Band Band => Flags.Max(flag => flag.Band);

    /// <summary>Rank of the payout: its flags share it; the best one should they not.</summary>
    public int Rank => Flags.Min(flag => flag.Rank);

    /// <summary>The route as the flag that knows most of it tells it.</summary>
    public IReadOnlyList<RouteStop> Route => Flags.Select(flag => flag.Explanation.Route).MaxBy(route => route.Count) ?? [];

    public IReadOnlyList<RouteLeg> Legs => Flags.Select(flag => flag.Explanation.Legs).MaxBy(legs => legs.Count) ?? [];
}

/// <summary>Money of several payouts in one currency; currencies are never added up.</summary>
internal sealed record MoneyTotal(Money Sum, int Payouts);

internal sealed record TypologyTotal(Typology Typology, int Flags, IReadOnlyList<MoneyTotal> Money);

/// <summary>All cases of a night: list matches first, then the others, both by rank.</summary>
internal sealed class ReviewList
{
    private ReviewList(IReadOnlyList<ReviewCase> matches, IReadOnlyList<ReviewCase> others)
    {
        Matches = matches;
        Others = others;
    }

    public IReadOnlyList<ReviewCase> Matches { get; }
    public IReadOnlyList<ReviewCase> Others { get; }
    public int Count => Matches.Count + Others.Count;
    public IEnumerable<ReviewCase> All => Matches.Concat(Others);

    public static ReviewList From(IEnumerable<Flag> flags)
    {
        var cases = flags
            .GroupBy(flag => flag.TransferId, StringComparer.Ordinal)
            .Where(payout => payout.Any(flag => !flag.HeldBack))
            .Select(payout => new ReviewCase(
            [
                .. payout
                    .OrderByDescending(flag => flag.Typology == Typology.SanctionsMatch)
                    .ThenByDescending(flag => flag.Score)
                    .ThenBy(flag => flag.Typology)
                    .ThenBy(flag => flag.FlagId, StringComparer.Ordinal),
            ]))
            .OrderBy(one => one.Rank)
            .ThenBy(one => one.Lead.TransferId, StringComparer.Ordinal)
            .ToLookup(one => one.IsListMatch);
        return new ReviewList([.. cases[true]], [.. cases[false]]);
    }

    /// <summary>One row per typology, in the contract's order, also for those without a flag.</summary>
    public IReadOnlyList<TypologyTotal> PerTypology() =>
    [
        .. TypologyWords.All.Select(typology =>
        {
            var flags = All.SelectMany(one => one.Flags).Where(flag => flag.Typology == typology).ToList();
            return new TypologyTotal(typology, flags.Count, Totals(flags.Select(flag => flag.Amount)));
        }),
    ];

    public IReadOnlyList<MoneyTotal> Money() => Totals(All.Select(one => one.Lead.Amount));

    private static MoneyTotal[] Totals(IEnumerable<Money> amounts) =>
    [
        .. amounts
            .GroupBy(money => money.Currency)
            .Select(group => new MoneyTotal(new Money(group.Sum(money => money.Amount), group.Key), group.Count()))
            .OrderByDescending(total => total.Payouts)
            .ThenBy(total => total.Sum.Currency.Code, StringComparer.Ordinal),
    ];
}
