// From four opinions to one order of review: the part of the night that decides what a person sees first.
using Paysieve.Pipeline.Detection;

namespace Paysieve.Pipeline.Findings;

/// <summary>What screening found about a payout.</summary>
public enum ListDecision : byte { NotScreened, None, Review, Match }

/// <summary>One payout as fusion sees it.</summary>
/// <param name="Routing">-log10 evidence of the typology, as for the next two; NaN not assessed.</param>
/// <param name="ListScore">0..1 of the best possible match; 0 without one.</param>
/// <param name="StakeUsd">Money at stake for ordering; 0 when unknown.</param>
/// <param name="Tie">Unique and independent of input order: the transfer key.</param>
public readonly record struct Candidate(double Routing, double Sharing, double Currency, ListDecision List, double ListEvidence, double ListScore, double StakeUsd, ulong Tie)
{
    /// <summary>What decisions of the past add or take, in log10; 0 when they say nothing.</summary>
    public double Learned { get; init; }
}

/// <summary>
/// One ranking over distinct payouts. A list match comes first, the others follow by the sum of their evidence (<see cref="EvidenceSum"/>).
/// Decisions of the past move the sum a little. Pure.
/// </summary>
public static class ReviewRanking
{
    /// <summary>What the ranking goes by: <see cref="Unlearned"/>, and what decisions of the past add or take; never below 0.</summary>
    public static double Combined(in Candidate candidate) => Math.Max(0, Unlearned(candidate) + candidate.Learned);

    /// <summary>Combined evidence in -log10 without what decisions say: what a flag's threshold is held against. Rising evidence in any family never lowers it.</summary>
    public static double Unlearned(in Candidate candidate)
    {
        ReadOnlySpan<double> parts = [candidate.Routing, candidate.Sharing, candidate.Currency, candidate.ListEvidence];
        Span<double> counted = stackalloc double[parts.Length];
        return EvidenceSum.Of(parts, counted);
    }

    /// <summary>
    /// Indices of the candidates, first to review first, before money is weighed. All matches have the same evidence of the lists: the likelier of two
    /// comes first.
    /// </summary>
    public static int[] Order(ReadOnlySpan<Candidate> candidates)
    {
        var matches = new List<int>();
        var others = new List<int>(candidates.Length);
        var evidence = new double[candidates.Length];
        var ties = new ulong[candidates.Length];
        var listScores = new Dictionary<int, double>();
        for (var i = 0; i < candidates.Length; i++)
        {
            if (candidates[i].List == ListDecision.Match) listScores.Add(i, candidates[i].ListScore);
            (candidates[i].List == ListDecision.Match ? matches : others).Add(i);
            evidence[i] = Combined(candidates[i]);
            ties[i] = candidates[i].Tie;
        }
        return [.. matches.OrderByDescending(i => evidence[i]).ThenByDescending(i => listScores[i]).ThenBy(i => ties[i]), .. StrangestFirst.Order([.. others], evidence, ties)];
    }

    /// <summary>
    /// The same order with money weighed: payouts whose evidence is equal to a tenth of a power of ten stand in the order of the money
    /// at stake.
    /// </summary>
    public static int[] OrderWithMoney(ReadOnlySpan<Candidate> candidates, IEnumerable<int> chosen)
    {
        var order = chosen.ToArray();
        var keys = new (bool NoMatch, double Evidence, double Stake, ulong Tie)[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            ref readonly var candidate = ref candidates[order[i]];
            keys[i] = (candidate.List != ListDecision.Match, -Math.Round(Combined(candidate), 1), -candidate.StakeUsd, candidate.Tie);
        }
        Array.Sort(keys, order);
        return order;
    }
}
