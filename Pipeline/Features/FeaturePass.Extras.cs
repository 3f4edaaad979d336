// What is paid beside the regular pay: again and again, to an account of its own, or as a part that grows.
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

public sealed partial class FeaturePass
{
    /// <summary>Kinds of pay that come beside the regular one, each a series of its own: bonuses, off-cycle runs, expenses.</summary>
    private const int ExtraKinds = 3;

    /// <summary>Two monthly pay runs and a fortnight: whoever gets an extra within that gets it again.</summary>
    private const int SeriesGapDays = 75;

    /// <summary>From so many pay dates on a series grows no stranger.</summary>
    private const int LongSeries = 5;

    /// <summary>Less, as a share of the usual pay, is a travel card or a team lunch.</summary>
    private const double LeastExtra = 0.2;

    /// <summary>An account that only extras went to for a year is where the payee has them sent.</summary>
    private const int SideAccountDays = 365;

    /// <summary>Usual at the employer is what one payee in seven has, rare what one in a hundred has, in nats.</summary>
    private const double UsualExtra = 2, RareExtra = 4.6;

    private readonly int[] _extraDay;
    private readonly byte[] _extraDates;
    private readonly PeerShares _seriesShares = new();
    private readonly PeerShares _sideShares = new();

    /// <summary>By node of <see cref="_payeeAccounts"/>: regular pay went there.</summary>
    private bool[] _takesPay;

    private static int ExtraKind(PayType type) => type switch { PayType.Bonus => 0, PayType.OffCycle => 1, PayType.Expense => 2, _ => -1 };

    private void DescribeExtras(int row, int payee, int day, int node, bool isNew, Span<float> f)
    {
        (f[(int)Feature.ExtraSeries], f[(int)Feature.SideAccount]) = (0, 0);
        var kind = ExtraKind(_t.PayType[row]);
        if (kind < 0 || isNew) return;
        var usual = UsualPay(payee, _t.Currency[row]);
        // Of who is paid in another currency as a rule the extra's weight is not known.
        var weight = double.IsNaN(usual) ? 0.5 : Math.Min(1, _t.Amount[row] / usual);
        if (weight < LeastExtra) return;
        var dates = SeriesDates(payee, kind, day);
        // A bonus follows a thirteenth salary: two are no series.
        if (_t.PayType[row] == PayType.Bonus) dates--;
        if (dates > 1) f[(int)Feature.ExtraSeries] = (float)(weight * (Math.Min(dates, LongSeries) - 1) * Unusually(_seriesShares.Rarity(_t.Employer[row], kind + 1, 1)));
        if (IsBesidePay(row, payee, day, node)) f[(int)Feature.SideAccount] = (float)(weight * Unusually(_sideShares.Rarity(_t.Employer[row], kind + 1, 1)));
    }

    /// <summary>Pay dates of this kind that follow each other, this one included.</summary>
    private int SeriesDates(int payee, int kind, int day)
    {
        var at = (payee * ExtraKinds) + kind;
        return _extraDay[at] == day ? _extraDates[at] : day - _extraDay[at] <= SeriesGapDays ? _extraDates[at] + 1 : 1;
    }

    /// <summary>No regular pay went to this account, ever or today, and it is not that for long.</summary>
    private bool IsBesidePay(int row, int payee, int day, int node) =>
        (node < 0 || (!TakesPay(node) && day - _payeeAccounts.First(node) < SideAccountDays)) && !(_dateStamp[payee] == _stamp && _dateMain[payee] == _t.Account[row]);

    private bool TakesPay(int node) => node < _takesPay.Length && _takesPay[node];

    private static double Unusually(double rarity) => Math.Clamp((rarity - UsualExtra) / (RareExtra - UsualExtra), 0, 1);

    /// <summary>The payee's median pay date of the last six, in the currency; NaN below three.</summary>
    private double UsualPay(int payee, short currency)
    {
        Span<float> recent = stackalloc float[RecentAmounts];
        var count = currency == _amountCurrency[payee] ? Recent(payee, recent) : 0;
        if (count < 3) return double.NaN;
        recent[..count].Sort();
        return recent[count / 2];
    }

    private int Recent(int payee, Span<float> recent)
    {
        var count = 0;
        for (var i = 0; i < RecentAmounts; i++)
        {
            var amount = _amounts[(payee * RecentAmounts) + i];
            if (!float.IsNaN(amount)) recent[count++] = amount;
        }
        return count;
    }

    /// <summary>The pay dates looked back on were one like the other: a salary.</summary>
    private bool IsFlat(int payee)
    {
        Span<float> recent = stackalloc float[RecentAmounts];
        var count = Recent(payee, recent);
        if (count < 3) return false;
        var (least, most) = (float.MaxValue, 0f);
        foreach (var amount in recent[..count]) (least, most) = (Math.Min(least, amount), Math.Max(most, amount));
        return most < MostAlike * least;
    }

    private void RememberExtra(int row, int payee, int day)
    {
        var node = _payeeAccounts.Find(payee, _t.Account[row]);
        var kind = ExtraKind(_t.PayType[row]);
        if (kind >= 0 && _payDates[payee] >= NewJoinerPayDates)
        {
            var at = (payee * ExtraKinds) + kind;
            _sideShares.Add(_t.Employer[row], kind + 1, IsBesidePay(row, payee, day, node) ? 1 : 0);
            (_extraDates[at], _extraDay[at]) = ((byte)Math.Min(SeriesDates(payee, kind, day), byte.MaxValue), day);
        }
        else if (IsMainline(row) && node >= 0)
        {
            if (node >= _takesPay.Length) Array.Resize(ref _takesPay, Math.Max(node + 1, _takesPay.Length * 2));
            _takesPay[node] = true;
        }
    }

    /// <summary>Once a pay date: which series the payee is in, so that it shows how usual they are at the employer.</summary>
    private void CountSeries(int row, int payee, int day)
    {
        for (var kind = 0; kind < ExtraKinds; kind++)
        {
            var at = (payee * ExtraKinds) + kind;
            _seriesShares.Add(_t.Employer[row], kind + 1, _extraDates[at] > 1 && day - _extraDay[at] <= SeriesGapDays ? 1 : 0);
        }
    }

    /// <summary>
    /// How often an account's part of the pay grew while the rest fell, within half a year of each other, beyond the first time; only of an account that came after
    /// the first pay or was never the main one, and within a year. Crypto is told by a feature of its own.
    /// </summary>
    private float GrowingPart(int row, int payee, int day, int node)
    {
        if (node < 0 || !IsPartOfPay(row, payee) || IsCryptoPayout(row)) return 0;
        var came = _payeeAccounts.First(node);
        if ((came <= FirstAccountDay(payee) && _t.SplitNo[row] <= 1) || day - came > SideAccountDays) return 0;
        return Math.Max(0, _accountParts.Steps(node, _t.Amount[row], _dateTotal[payee] - _t.Amount[row], day) - 1);
    }

    /// <summary>One of several regular payouts of a day, with the rest in one currency: then it can be told what grows and what falls.</summary>
    private bool IsPartOfPay(int row, int payee) =>
        IsMainline(row) && _dateStamp[payee] == _stamp && _dateRows[payee] > 1 && !_dateHasExtra[payee]
        && (_dateRows[payee] == 2 || System.Numerics.BitOperations.PopCount(_dateCurrencies[payee]) == 1);
}
