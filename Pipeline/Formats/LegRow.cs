// Row of a payment-legs export -> leg.
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Formats;

internal static class LegRow
{

    /// <summary>The leg, or null when <paramref name="row"/> noted what is wrong.</summary>
    internal static PaymentLeg? Read(RowFields row, SeenIds seen)
    {
        var legId = row.Text((int)LegColumn.LegId, out var idBytes);
        var idKey = seen.KeyOf(idBytes);
        var transferId = row.Text((int)LegColumn.TransferId);
        var legNo = row.Integer((int)LegColumn.LegNo, 0, 10_000);
        var executedAt = row.Timestamp((int)LegColumn.ExecutedAt);
        var fromCurrency = row.Currency((int)LegColumn.FromCurrency);
        var toCurrency = row.Currency((int)LegColumn.ToCurrency);
        var institution = row.BankId((int)LegColumn.InstitutionId);
        var findings = RowFindings.None;
        var from = row.Account((int)LegColumn.FromAccount, Channel.Unstated, null, fromCurrency, ref findings);
        var to = row.Account((int)LegColumn.ToAccount, Channel.Unstated, null, toCurrency, ref findings);
        var fromAmount = row.Amount((int)LegColumn.FromAmount, fromCurrency);
        var toAmount = row.Amount((int)LegColumn.ToAmount, toCurrency);
        var country = row.Country((int)LegColumn.Country);

        row.TakeId((int)LegColumn.LegId, idBytes, idKey, seen);
        if (row.IsBad) return null;

        return new PaymentLeg
        {
            LegId = legId!,
            TransferId = transferId!,
            LegNo = legNo!.Value,
            ExecutedAt = executedAt!.Value,
            FromAccount = from,
            ToAccount = to,
            FromCurrency = fromCurrency!.Value,
            ToCurrency = toCurrency!.Value,
            FromAmount = fromAmount,
            ToAmount = toAmount,
            InstitutionId = institution,
            Country = country,
            Findings = findings,
        };
    }
}
