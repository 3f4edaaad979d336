// Which payouts are the smaller part of somebody's pay: what a court, a union or a fund takes from many, and what nobody diverts pay with.
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// By view row: true for less than half of what the payee gets on that pay date. A pay in several currencies has no total: none of it is a part.
/// Knows nothing of other pay dates.
/// </summary>
internal static class PartPays
{
    public static bool[] Of(TransferColumns transfers, int payees)
    {
        var isPart = new bool[transfers.Count];
        var (total, currency, stamp) = (new double[payees], new short[payees], new int[payees]);
        for (int start = 0, end; start < isPart.Length; start = end)
        {
            var day = transfers.PayDay[start];
            for (end = start; end < isPart.Length && transfers.PayDay[end] == day; end++)
            {
                if (transfers.Amount[end] <= 0) continue;
                var payee = transfers.Payee[end];
                if (stamp[payee] != start + 1) (stamp[payee], total[payee], currency[payee]) = (start + 1, 0, transfers.Currency[end]);
                total[payee] += transfers.Currency[end] == currency[payee] ? transfers.Amount[end] : double.NaN;
            }
            for (var row = start; row < end; row++) isPart[row] = transfers.Amount[row] > 0 && 2 * transfers.Amount[row] < total[transfers.Payee[row]];
        }
        return isPart;
    }
}
