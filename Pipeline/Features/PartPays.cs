// Which payouts are the smaller part of somebody's pay: what a court, a union or a fund takes from many, and what nobody diverts pay with.
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// By view row: how small a part it is of what the payee gets on that pay date. A pay in several currencies has no total: none of it is a part.
/// Knows nothing of other pay dates.
/// </summary>
internal static class PartPays
{
    /// <summary>A third and a little: what courts leave, and more than what is advanced.</summary>
    private const double SmallPart = 0.35;

    /// <summary>Dues, a fund's instalment: nobody launders the tenth part of a pay.</summary>
    private const double TinyPart = 0.1;

    public static PartOfPay[] Of(TransferColumns transfers, int payees)
    {
        var parts = new PartOfPay[transfers.Count];
        var (total, currency, stamp) = (new double[payees], new short[payees], new int[payees]);
        for (int start = 0, end; start < parts.Length; start = end)
        {
            var day = transfers.PayDay[start];
            for (end = start; end < parts.Length && transfers.PayDay[end] == day; end++)
            {
                if (transfers.Amount[end] <= 0) continue;
                var payee = transfers.Payee[end];
                if (stamp[payee] != start + 1) (stamp[payee], total[payee], currency[payee]) = (start + 1, 0, transfers.Currency[end]);
                total[payee] += transfers.Currency[end] == currency[payee] ? transfers.Amount[end] : double.NaN;
            }
            for (var row = start; row < end; row++) parts[row] = Part(transfers.Amount[row], total[transfers.Payee[row]]);
        }
        return parts;

        static PartOfPay Part(double amount, double whole) =>
            !(amount > 0) || !(2 * amount < whole) ? PartOfPay.Main : amount < TinyPart * whole ? PartOfPay.Tiny : amount <= SmallPart * whole ? PartOfPay.Small : PartOfPay.Smaller;
    }
}

/// <summary>How much of a pay date's pay a payout is.</summary>
internal enum PartOfPay : byte { Main, Smaller, Small, Tiny }
