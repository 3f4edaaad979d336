// Several payouts of one day, each just under a limit that their sum is over: one sum paid in parts.
namespace Paysieve.Pipeline.Features;

/// <summary>What one payee is paid on one pay date in payouts just under a reporting limit.</summary>
/// <param name="Least">The smallest of them, and <paramref name="Most"/> the largest, in the payout's currency.</param>
internal readonly record struct BelowLimitTally(int Payouts, double Least, double Most)
{
    /// <summary>Two or more that differ by over half a per cent: equal ones are a fixed price, and what one pay was split into is not counted here.</summary>
    public bool IsOneSumInParts => Payouts >= 2 && Most > 1.005 * Least;

    public BelowLimitTally And(double amount) => Payouts == 0 ? new(1, amount, amount) : new(Payouts + 1, Math.Min(Least, amount), Math.Max(Most, amount));
}
