// A register's row and the employee's elections -> as many payouts as the pay is split into.
using System.Globalization;
using System.Text;
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// All payouts of a row or none: a row with a split that cannot be read is rejected whole, and a correction brings all of it. A payout's
/// id is the row's with the number of the split behind it.
/// </summary>
internal sealed class SplitJoin(RowFields row, ColumnMapping mapping, ElectionView elections)
{
    private static readonly PayoutColumn[] Filled =
    [
        PayoutColumn.TransferId, PayoutColumn.Amount, PayoutColumn.SplitNo, PayoutColumn.GrossAmount, PayoutColumn.Account, PayoutColumn.BankId,
        PayoutColumn.BankCountry, PayoutColumn.BeneficiaryName, PayoutColumn.Channel, PayoutColumn.AccountChangedAt,
    ];

    private readonly List<Transfer> _payouts = [];

    /// <summary>The row's payouts, valid until the next call; null when the row noted what is wrong.</summary>
    internal IReadOnlyList<Transfer>? Read(SeenIds seen, StandingPool pool)
    {
        foreach (var column in Filled) mapping.Put((int)column, null);
        _payouts.Clear();
        var id = row.Text((int)PayoutColumn.TransferId);
        var employee = row.Text((int)PayoutColumn.EmployeeId);
        var payDate = row.Date((int)PayoutColumn.PayDate);
        var currency = row.Currency((int)PayoutColumn.Currency);
        var amount = row.Amount((int)PayoutColumn.Amount, currency);
        if (row.IsBad) return null;

        var chosen = elections.InEffect(employee!, payDate!.Value);
        if (chosen.Count == 0 || chosen.Any(election => election.IsBroken))
        {
            row.Fail(
                (int)PayoutColumn.EmployeeId, RejectionCode.NoElection, Encoding.UTF8.GetBytes(employee!),
                chosen.Count == 0 ? "an employee with an account in effect on the pay date" : "an employee none of whose elections was rejected");
            return null;
        }
        var shares = SplitShares.Of(chosen, amount!.Value, currency!.Value.MinorUnits);
        if (shares is null)
        {
            row.Fail((int)PayoutColumn.Amount, RejectionCode.SplitsDoNotAddUp, row.Bytes((int)PayoutColumn.Amount), "elections that divide the whole pay, one balance at the most");
            return null;
        }

        for (var i = 0; i < shares.Length; i++)
        {
            // Nothing is left for it: earlier splits took all.
            if (shares[i] == 0 && shares.Any(share => share != 0)) continue;
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            foreach (var column in Filled) mapping.Put((int)column, null);
            Put(PayoutColumn.TransferId, $"{id}-{number}");
            Put(PayoutColumn.Amount, shares[i].ToString(CultureInfo.InvariantCulture));
            Put(PayoutColumn.SplitNo, number);
            // The whole pay stands on its first split.
            if (_payouts.Count > 0) Put(PayoutColumn.GrossAmount, "");
            foreach (var (column, value) in chosen[i].Fills) mapping.Put((int)column, value);
            if (TransferRow.Read(row, seen, pool) is not { } payout) return null;
            _payouts.Add(payout);
            // An adjustment is not divided.
            if (amount <= 0) break;
        }
        return _payouts;
    }

    private void Put(PayoutColumn column, string value) => mapping.Put((int)column, Encoding.UTF8.GetBytes(value));
}

/// <summary>How a pay is divided: fixed amounts and percentages of the whole pay in order, each cut to what is left, the balance last.</summary>
internal static class SplitShares
{
    /// <summary>A share for each election, adding up to the pay; null when they do not, or more than one takes the balance.</summary>
    internal static decimal[]? Of(IReadOnlyList<PayElection> elections, decimal pay, int minorUnits)
    {
        var shares = new decimal[elections.Count];
        if (pay <= 0)
        {
            shares[0] = pay;
            return shares;
        }
        var left = pay;
        int balance = -1, lastPercent = -1;
        var decimals = Math.Min(minorUnits, Utf8Values.MaxDecimals);
        for (var i = 0; i < shares.Length; i++)
        {
            if (elections[i].Rule == SplitRule.Balance)
            {
                if (balance >= 0) return null;
                balance = i;
                continue;
            }
            var wanted = elections[i].Rule == SplitRule.Amount ? elections[i].Value : decimal.Round(pay * elections[i].Value / 100, decimals, MidpointRounding.AwayFromZero);
            shares[i] = Math.Min(wanted, left);
            left -= shares[i];
            if (elections[i].Rule == SplitRule.Percent) lastPercent = i;
        }
        if (balance >= 0) shares[balance] = left;
        else if (left > 0)
        {
            // What rounding left over, at most half a unit for each split.
            var unit = 1m;
            for (var i = 0; i < decimals; i++) unit /= 10;
            if (lastPercent < 0 || left > unit * shares.Length) return null;
            shares[lastPercent] += left;
        }
        return shares;
    }
}
