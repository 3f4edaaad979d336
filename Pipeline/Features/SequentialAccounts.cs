// Accounts that were opened one after the other: whoever needs many of them opens them on one day, and a bank numbers as it opens.
using System.Globalization;
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// Accounts that came into use within 60 days of each other at one employer and one bank, and whose last digits stand in a row. The lake keeps the
/// last characters alone: neighbours there are neighbours by chance once in five hundred pairs, so that it takes three, and more
/// where many are new. Numbers that end in check digits hide their order. Between two batches' noting, several threads may ask.
/// </summary>
internal sealed class SequentialAccounts
{
    private const int Window = 60;
    private const int Distance = 10;
    private const int Modulus = 10_000;

    /// <summary>So many new accounts at a bank make one more neighbour a matter of chance.</summary>
    private const int ManyNew = 40;

    private readonly int[] _ends;
    private readonly int[] _since;
    private readonly int[] _employerSince;
    private readonly Dictionary<(int Employer, int Bank), List<(int Day, int End, int Payee)>> _opened = [];

    /// <param name="ends">Last characters of accounts, by code.</param>
    public SequentialAccounts(CodeBook ends, int accounts, int employers)
    {
        _ends = [.. Enumerable.Range(0, ends.Count).Select(code => int.TryParse(ends[code], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number % Modulus : -1)];
        _since = new int[accounts];
        _employerSince = new int[employers];
    }

    /// <summary>Notes a payout: an account counts from its first one, and those of an employer's first day have no known age.</summary>
    public void Note(int employer, int bank, int account, int end, int payee, int day)
    {
        if (_employerSince[employer] == 0) _employerSince[employer] = day;
        if (_since[account] != 0) return;
        _since[account] = day;
        if (bank < 0 || end < 0 || _ends[end] < 0 || day == _employerSince[employer]) return;
        ref var opened = ref CollectionsMarshal.GetValueRefOrAddDefault(_opened, (employer, bank), out _);
        (opened ??= []).Add((day, _ends[end], payee));
    }

    /// <summary>Other payees whose accounts stand in a row with this one; 0 below two, and when this account is older than 60 days. NaN when its number is not known.</summary>
    public float Others(int employer, int bank, int account, int end, int payee, int day)
    {
        if (bank < 0 || end < 0 || _ends[end] < 0) return float.NaN;
        if (_since[account] < day - Window || !_opened.TryGetValue((employer, bank), out var opened)) return 0;
        var near = new List<(int End, int Payee)>();
        for (var i = opened.Count - 1; i >= 0 && opened[i].Day >= day - Window; i--) near.Add((opened[i].End, opened[i].Payee));
        if (near.Count < 3) return 0;
        near.Sort();
        var own = near.FindIndex(each => each.Payee == payee && each.End == _ends[end]);
        if (own < 0) return 0;
        var (from, to) = (own, own);
        while (from > 0 && near[from].End - near[from - 1].End <= Distance) from--;
        while (to + 1 < near.Count && near[to + 1].End - near[to].End <= Distance) to++;
        var others = near[from..(to + 1)].Select(each => each.Payee).Distinct().Count() - 1;
        return others >= 2 + (near.Count / ManyNew) ? others : 0;
    }
}
