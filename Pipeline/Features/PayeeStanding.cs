// Who is this payee, apart from where the pay goes? What others of the kind have and this one lacks, and which contact details moved lately.
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// Per payee: the last contact details and when each last changed, and what the payee lacks that peers have. Peers are the employer's
/// payees of the same engagement and tenure band, earlier pay dates only, smoothed towards everybody's. O(1) a payout.
/// </summary>
internal sealed class PayeeStanding
{
    /// <summary>Kinds of contact detail whose change is watched: phone, e-mail, device. Where the payee logs in from has a feature of its own.</summary>
    private const int Kinds = 3;

    private const int Device = 2;

    /// <summary>Whoever takes over somebody's account takes over his mailbox or signs in from a device of his own some weeks before.</summary>
    private const int KnownDays = 90;

    /// <summary>Changes of contact details count beside a change of account within so many days: since the monthly pay run before, on whatever days the two fall.</summary>
    private const int ShiftWindow = 35;

    /// <summary>Fewer peers tell nothing about what is ordinary.</summary>
    private const int FewestPeers = 20;

    /// <summary>What the papers lack counts so much where the bank has long known the payee by this name, 0..1: it holds an account only for somebody who showed his.</summary>
    private const double KnownToBank = 0.6;

    /// <summary>A lack that one in twenty shares counts no more than this, in nats.</summary>
    private const double MostPerGap = 3;

    /// <summary>Weight of everybody's share in a group's own, in payouts.</summary>
    private const double PriorStrength = 20;

    private const int Gaps = 8;
    private const int Bands = 2;
    private const int SteadyPays = 4;
    private const int TenuredDays = 365;

    private readonly TransferColumns _t;
    private readonly int[] _contact;
    private readonly int[] _contactBefore;
    private readonly int[] _changedDay;

    /// <summary>Since when the value at hand is the payee's.</summary>
    private readonly int[] _contactSince;
    private readonly int[] _address;
    private readonly int[] _addressDay;
    private readonly int[] _steady;
    private readonly float[] _lastPay;

    // Pairs of counts, without and with: [group, gap, band] and [gap, band]; [employer] for set-ups.
    private readonly int[] _gapCounts;
    private readonly int[] _gapCountsOfAll = new int[Gaps * Bands * 2];
    private readonly int[] _soloCounts;

    public PayeeStanding(TransferColumns transfers, int payees, int employers)
    {
        _t = transfers;
        _gapCounts = new int[employers * 4 * Gaps * Bands * 2];
        _soloCounts = new int[employers * 2];
        _contact = Filled(payees * Kinds, -1);
        _contactBefore = Filled(payees * Kinds, -1);
        _changedDay = Filled(payees * Kinds, int.MinValue / 2);
        _contactSince = new int[payees * Kinds];
        _address = Filled(payees, -1);
        _addressDay = Filled(payees, int.MinValue / 2);
        _steady = new int[payees];
        _lastPay = new float[payees];
    }

    /// <summary>Kinds of contact detail that are new with this payout or changed within 35 days; 0 to 3. One of the last two values is not new, and back at the one before nothing changed.</summary>
    public int Shifts(int row)
    {
        var payee = _t.Payee[row];
        var count = 0;
        for (var kind = 0; kind < Kinds; kind++)
        {
            var at = (payee * Kinds) + kind;
            var value = Contact(row, kind);
            // Back at what it was is no change.
            if (value >= 0 && value == _contactBefore[at]) continue;
            if ((value >= 0 && _contact[at] >= 0 && value != _contact[at]) || _changedDay[at] >= _t.PayDay[row] - ShiftWindow) count++;
        }
        return count;
    }

    /// <summary>The payee's device of today has been his for 90 days before the given one, and so long neither telephone nor e-mail changed, as far as they are known.</summary>
    public bool IsReachedAsEver(int row, int day)
    {
        var payee = _t.Payee[row];
        var device = (payee * Kinds) + Device;
        if (_t.Device[row] < 0 || _t.Device[row] != _contact[device] || day - _contactSince[device] < KnownDays) return false;
        for (var kind = 0; kind < Device; kind++)
        {
            var at = (payee * Kinds) + kind;
            var value = Contact(row, kind);
            if ((value >= 0 && _contact[at] >= 0 && value != _contact[at]) || _changedDay[at] > day - KnownDays) return false;
        }
        return true;
    }

    /// <summary>Phone, e-mail and address that are other than at the first pay; the account is counted by the caller.</summary>
    public int ChangesSinceJoining(int row)
    {
        var payee = _t.Payee[row];
        var count = 0;
        // A device changes by itself.
        for (var kind = 0; kind < 2; kind++)
        {
            var at = (payee * Kinds) + kind;
            var value = Contact(row, kind);
            if ((value >= 0 && _contact[at] >= 0 && value != _contact[at]) || _changedDay[at] > int.MinValue / 2) count++;
        }
        if ((_t.Address[row] >= 0 && _address[payee] >= 0 && _t.Address[row] != _address[payee]) || _addressDay[payee] > int.MinValue / 2) count++;
        return count;
    }

    /// <summary>
    /// Σ -ln share of peers that lack the same, over what the payee lacks: phone, e-mail, address, device, login, person token, deductions
    /// (net equals gross), and any variation of pay over four pay dates. What half the peers lack too is nothing, and so is one lack alone; NaN below 20 peers.
    /// How many things lack is told beside it.
    /// </summary>
    /// <param name="isLongAtBank">Paid to this account for half a year or more.</param>
    public (float Nats, int Lacks) Ghost(int row, int sinceDay, bool isLongAtBank)
    {
        var band = Band(row, sinceDay);
        var sum = 0.0;
        var lacking = 0;
        var known = false;
        for (var gap = 0; gap < Gaps; gap++)
        {
            if (Gap(row, gap) is not { } lacks) continue;
            var at = Cell(row, gap, band);
            var peers = _gapCounts[at] + _gapCounts[at + 1];
            if (peers < FewestPeers) continue;
            known = true;
            if (!lacks) continue;
            var all = ((gap * Bands) + band) * 2;
            var wide = (_gapCountsOfAll[all + 1] + 0.5) / (_gapCountsOfAll[all] + _gapCountsOfAll[all + 1] + 1.0);
            var rarity = -Math.Log((_gapCounts[at + 1] + (PriorStrength * wide)) / (peers + PriorStrength));
            if (rarity < 0.7) continue;
            sum += Math.Min(rarity, MostPerGap);
            lacking++;
        }
        // One thing lacking is everybody's; several are a pattern.
        if (isLongAtBank && band > 0 && _t.PayeeCheck[row] == PayeeCheck.Match) sum *= KnownToBank;
        return (!known ? float.NaN : lacking < 2 ? 0 : (float)sum, lacking);
    }

    /// <summary>-ln share of the employer's set-ups that one named user entered and approved alone, when this one was; 0 when two did; NaN when not known or too few.</summary>
    public float SetUpAlone(int row)
    {
        var at = _t.Employer[row] * 2;
        var peers = _soloCounts[at] + _soloCounts[at + 1];
        if (peers < FewestPeers) return float.NaN;
        return _t.ChangedBy[row] == _t.ApprovedBy[row] ? (float)-Math.Log((_soloCounts[at + 1] + 0.5) / (peers + 1)) : 0;
    }

    /// <summary>After a pay date: what was seen becomes history.</summary>
    /// <param name="sinceDay">First pay day, or the day of hire when that is stated.</param>
    /// <param name="isSetUp">The payee is within the first year on this account, and named users entered and approved it.</param>
    public void Remember(int row, int sinceDay, bool isSetUp)
    {
        var payee = _t.Payee[row];
        var day = _t.PayDay[row];
        var band = Band(row, sinceDay);
        for (var gap = 0; gap < Gaps; gap++)
        {
            if (Gap(row, gap) is not { } lacks) continue;
            var with = lacks ? 1 : 0;
            _gapCounts[Cell(row, gap, band) + with]++;
            _gapCountsOfAll[(((gap * Bands) + band) * 2) + with]++;
        }
        if (isSetUp) _soloCounts[(_t.Employer[row] * 2) + (_t.ChangedBy[row] == _t.ApprovedBy[row] ? 1 : 0)]++;
        for (var kind = 0; kind < Kinds; kind++)
        {
            var at = (payee * Kinds) + kind;
            var value = Contact(row, kind);
            if (value < 0 || value == _contact[at]) continue;
            if (_contact[at] >= 0 && value != _contactBefore[at]) _changedDay[at] = day;
            _contactBefore[at] = _contact[at];
            _contact[at] = value;
            _contactSince[at] = day;
        }
        if (_t.Address[row] >= 0 && _t.Address[row] != _address[payee])
        {
            if (_address[payee] >= 0) _addressDay[payee] = day;
            _address[payee] = _t.Address[row];
        }
        if (_t.PayType[row] is PayType.Unstated or PayType.Regular)
        {
            var pay = (float)_t.Amount[row];
            _steady[payee] = Math.Abs(pay - _lastPay[payee]) <= 0.001 * pay ? _steady[payee] + 1 : 0;
            _lastPay[payee] = pay;
        }
    }

    /// <summary>True: lacks it. Null: cannot be told.</summary>
    private bool? Gap(int row, int gap) => gap switch
    {
        0 => _t.Phone[row] < 0,
        1 => _t.Email[row] < 0,
        2 => _t.Address[row] < 0,
        3 => _t.Device[row] < 0,
        4 => _t.LoginCountry[row] < 0,
        5 => _t.Person[row] < 0,
        6 => _t.GrossAmount[row] > 0 && _t.SplitNo[row] <= 1 ? _t.Amount[row] >= 0.995 * _t.GrossAmount[row] : null,
        _ => _t.PayType[row] is PayType.Unstated or PayType.Regular && _lastPay[_t.Payee[row]] > 0 ? _steady[_t.Payee[row]] >= SteadyPays - 1 : null,
    };

    private int Contact(int row, int kind) => kind switch
    {
        0 => _t.Phone[row],
        1 => _t.Email[row],
        _ => _t.Device[row],
    };

    private int Cell(int row, int gap, int band) => (((((_t.Employer[row] * 4) + (int)_t.EmploymentType[row]) * Gaps) + gap) * Bands + band) * 2;

    private int Band(int row, int sinceDay) => _t.PayDay[row] - sinceDay < TenuredDays ? 0 : 1;

    private static int[] Filled(int length, int value)
    {
        var array = new int[length];
        Array.Fill(array, value);
        return array;
    }
}
