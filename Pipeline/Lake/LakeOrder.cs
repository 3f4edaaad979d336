// The order of a view: by pay date, within it employer by employer and payee by payee, so that the pass over history finds what
// belongs together side by side, month after month. Nothing of it depends on the order in which files arrived.
using System.Buffers;

namespace Paysieve.Pipeline.Lake;

/// <summary>Sorts the current rows of a lake: pay date, employer's id (ordinal), key of the payee, key of the transfer. Pure.</summary>
internal static class LakeOrder
{
    /// <returns>Lake rows in the order of the view.</returns>
    internal static int[] Of(
        RowFate[] fates, int[] days, TextShelf<TransferRow, int> employers, KeyShelf<TransferRow> payees, ulong[] keys, int threads)
    {
        var (firstDay, lastDay) = (int.MaxValue, int.MinValue);
        var count = 0;
        for (var row = 0; row < fates.Length; row++)
        {
            if (fates[row] > RowFate.Amended) continue;
            count++;
            firstDay = Math.Min(firstDay, days[row]);
            lastDay = Math.Max(lastDay, days[row]);
        }
        if (count == 0) return [];

        // By counting, the lesser key first: employers, then days.
        var (ranks, distinct) = employers.Space.Ranks();
        var codes = employers.Raw;
        var employerStarts = new int[distinct + 1];
        for (var row = 0; row < fates.Length; row++) if (fates[row] <= RowFate.Amended) employerStarts[Rank(row) + 1]++;
        for (var i = 1; i <= distinct; i++) employerStarts[i] += employerStarts[i - 1];
        var byEmployer = new int[count];
        for (var row = 0; row < fates.Length; row++) if (fates[row] <= RowFate.Amended) byEmployer[employerStarts[Rank(row)]++] = row;
        var starts = new int[lastDay - firstDay + 2];
        foreach (var row in byEmployer) starts[days[row] - firstDay + 1]++;
        for (var d = 1; d < starts.Length; d++) starts[d] += starts[d - 1];
        var order = new int[count];
        var next = starts.ToArray();
        foreach (var row in byEmployer) order[next[days[row] - firstDay]++] = row;

        // Then each employer's rows of a day by payee and key.
        Parallel.For(0, starts.Length - 1, new ParallelOptions { MaxDegreeOfParallelism = threads }, day =>
        {
            for (var from = starts[day]; from < starts[day + 1];)
            {
                var employer = Rank(order[from]);
                var end = from + 1;
                while (end < starts[day + 1] && Rank(order[end]) == employer) end++;
                Sort(order.AsSpan(from, end - from), payees, keys);
                from = end;
            }
        });
        return order;

        int Rank(int row)
        {
            var (thread, number) = employers.Space.Parts(codes[row]);
            return ranks[thread][number];
        }
    }

    private static void Sort(Span<int> rows, KeyShelf<TransferRow> payees, ulong[] keys)
    {
        if (rows.Length < 2) return;
        var buffer = ArrayPool<ulong>.Shared.Rent(rows.Length);
        var by = buffer.AsSpan(0, rows.Length);
        for (var i = 0; i < rows.Length; i++) by[i] = payees.Space.KeyOf(payees.Raw[rows[i]]);
        by.Sort(rows);
        for (var from = 0; from < rows.Length;)
        {
            var end = from + 1;
            while (end < rows.Length && by[end] == by[from]) end++;
            if (end - from > 1)
            {
                var tied = by[from..end];
                for (var i = 0; i < tied.Length; i++) tied[i] = keys[rows[from + i]];
                tied.Sort(rows[from..end]);
            }
            from = end;
        }
        ArrayPool<ulong>.Shared.Return(buffer);
    }
}
