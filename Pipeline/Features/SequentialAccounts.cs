// Accounts that were opened one after the other: whoever needs many of them opens them on one day, and a bank numbers as it opens.
using System.Globalization;
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Features;

/// <summary>What row an account stands in.</summary>
/// <param name="Others">Other payees in it.</param>
/// <param name="OneEmployer">All are paid by one employer.</param>
/// <param name="OneDay">All were hired by one employer on one day.</param>
/// <param name="Sure">No matter of chance even over many banks and months.</param>
internal readonly record struct AccountRow(int Others, bool OneEmployer, bool OneDay, bool Sure);

/// <summary>
/// Accounts that came into use within 60 days of each other at one bank, and whose last digits stand in a row; looked for among an employer's
/// payees and among everybody's. The lake keeps the last characters alone, so that strangers stand side by side by chance: a row counts
/// when chance brings one as close among so many new accounts less often than once in a hundred times. Numbers that end in check digits hide
/// their order. O(1) a payout, but for an account's first one. Between two batches' noting, several threads may ask.
/// </summary>
internal sealed class SequentialAccounts
{
    private const int Window = 60;
    private const int Distance = 10;
    private const int Modulus = 10_000;
    private const int FewestInRow = 3;

    /// <summary>An account bears the mark for half a year: those who opened them together are paid for longer than two months.</summary>
    private const int Remembered = 180;

    /// <summary>Among more new accounts than this every row is a matter of chance.</summary>
    private const int MostNew = 600;

    private const double Chance = 0.01;

    /// <summary>Over a year and all banks the looser bound is met by chance now and then; this one hardly ever.</summary>
    private const double HardlyEver = 0.001;
    private const int AnyEmployer = -1;

    private readonly int[] _ends;
    private readonly int[] _since;
    private readonly int[] _employerSince;
    private readonly AccountRow[] _row;
    private readonly Dictionary<(int Employer, int Bank), List<Opened>> _opened = [];
    private readonly List<Opened> _near = [];

    /// <param name="ends">Last characters of accounts, by code.</param>
    public SequentialAccounts(CodeBook ends, int accounts, int employers)
    {
        _ends = [.. Enumerable.Range(0, ends.Count).Select(code => int.TryParse(ends[code], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number % Modulus : -1)];
        _since = new int[accounts];
        _row = new AccountRow[accounts];
        _employerSince = new int[employers];
    }

    private readonly record struct Opened(int End, int Day, int Payee, int Account, int Employer, int Hired);

    /// <summary>Notes a payout: an account counts from its first one, and those of an employer's first day have no known age.</summary>
    public void Note(TransferColumns transfers, int row)
    {
        var (employer, bank, account, end, day) = (transfers.Employer[row], transfers.Bank[row], transfers.Account[row], transfers.AccountEnd[row], transfers.PayDay[row]);
        if (_employerSince[employer] == 0) _employerSince[employer] = day;
        if (_since[account] != 0) return;
        _since[account] = day;
        if (bank < 0 || end < 0 || _ends[end] < 0 || day == _employerSince[employer]) return;
        var opened = new Opened(_ends[end], day, transfers.Payee[row], account, employer, transfers.HireDay[row]);
        LookAround(AddTo((employer, bank), opened), opened);
        LookAround(AddTo((AnyEmployer, bank), opened), opened);
    }

    /// <summary>Other payees whose accounts stand in a row with this one; 0 for none, and once it has been in use for half a year. NaN when its number is not known.</summary>
    public float Others(int bank, int account, int end, int day, out AccountRow row)
    {
        row = default;
        if (bank < 0 || end < 0 || _ends[end] < 0) return float.NaN;
        if (_since[account] >= day - Remembered) row = _row[account];
        return row.Others;
    }

    /// <summary>Two payouts' accounts came into use within 60 days of each other, at one bank and ten numbers apart at the most: of two who have something else in common, no matter of chance.</summary>
    public bool StandTogether(TransferColumns transfers, int a, int b)
    {
        var (first, second) = (transfers.Account[a], transfers.Account[b]);
        if (first == second || transfers.Bank[a] < 0 || transfers.Bank[a] != transfers.Bank[b] || Math.Abs(_since[first] - _since[second]) > Window) return false;
        return EndOf(a) is >= 0 and var end && EndOf(b) is >= 0 and var other && Math.Abs(end - other) <= Distance;

        int EndOf(int row) => transfers.AccountEnd[row] < 0 ? -1 : _ends[transfers.AccountEnd[row]];
    }

    private List<Opened> AddTo((int, int) key, Opened opened)
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_opened, key, out _);
        (list ??= []).Add(opened);
        return list;
    }

    /// <summary>Marks the row that the latest account completes, if it does.</summary>
    private void LookAround(List<Opened> opened, Opened latest)
    {
        _near.Clear();
        var count = 0;
        for (var i = opened.Count - 1; i >= 0 && opened[i].Day >= latest.Day - Window; i--)
        {
            if (++count > MostNew) return;
            // A row of more than a dozen is cut, which makes it no less of one.
            if (Math.Abs(opened[i].End - latest.End) <= 12 * Distance) _near.Add(opened[i]);
        }
        if (_near.Count < FewestInRow) return;
        _near.Sort((a, b) => a.End != b.End ? a.End.CompareTo(b.End) : a.Account.CompareTo(b.Account));
        var own = _near.FindIndex(each => each.Account == latest.Account);
        var (from, to) = (own, own);
        while (from > 0 && _near[from].End - _near[from - 1].End <= Distance) from--;
        while (to + 1 < _near.Count && _near[to + 1].End - _near[to].End <= Distance) to++;
        var row = CollectionsMarshal.AsSpan(_near)[from..(to + 1)];
        var payees = new HashSet<int>();
        var oneEmployer = true;
        var oneDay = latest.Hired != TransferColumns.NoDay;
        foreach (var each in row)
        {
            payees.Add(each.Payee);
            oneEmployer &= each.Employer == latest.Employer;
            oneDay &= each.Hired == latest.Hired;
        }
        if (payees.Count < FewestInRow) return;
        var chance = ByChance(payees.Count, Math.Max(1, row[^1].End - row[0].End), count);
        if (chance >= Chance) return;
        foreach (var each in row)
        {
            if (payees.Count - 1 >= _row[each.Account].Others) _row[each.Account] = new AccountRow(payees.Count - 1, oneEmployer, oneEmployer && oneDay, chance < HardlyEver);
        }
    }

    /// <summary>How many rows of so many within such a span chance makes among <paramref name="all"/> numbers, about.</summary>
    private static double ByChance(int inRow, int span, int all)
    {
        double expected = all;
        for (var i = 1; i < inRow; i++) expected *= (double)all * span / Modulus / i;
        return expected;
    }
}
