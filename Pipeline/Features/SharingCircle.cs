// Who shares what with whom: people on one account, and people joined by address, phone, e-mail and device.
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

/// <summary>What is known of one account in one batch.</summary>
/// <param name="Persons">Distinct people paid there within the window.</param>
/// <param name="Groups">Groups of them that nothing relates to each other.</param>
/// <param name="Employers">Distinct employers of theirs.</param>
/// <param name="NewIn90">People first paid there within 90 days.</param>
/// <param name="Pooled">Looks like a platform's pooled account: sharing says nothing.</param>
/// <param name="Related">At least two people, all in one group: a household.</param>
internal readonly record struct AccountCircle(int Persons, int Groups, int Employers, int NewIn90, bool Pooled, bool Related)
{
    /// <summary>A court's, a union's, a lender's or a fund's: <see cref="AccountUse.CollectsDeductions"/>.</summary>
    public bool CollectsDeductions { get; init; }

    /// <summary>
    /// Three people or more, most of whom were hired over a year ago and were paid there from their first pay on, on an account in use for half a year or by a dozen since the
    /// employer's payroll begins: a platform's, or an agency's; or <see cref="Agency"/>. A ring is made otherwise: people's pay is turned to its account, or they are hired for it.
    /// </summary>
    public bool Settled { get; init; }

    /// <summary>Contractors of one employer who came one after the other to one company's account. Of its country that says nothing.</summary>
    public bool Agency { get; init; }

    /// <summary>Somebody lately hired was paid there from the first pay on, where somebody unrelated and longer here was paid already, or came together with him to another employer; to a wallet, anybody unrelated.</summary>
    public bool HiredOnto { get; init; }
}

/// <summary>
/// People as payees are known by: the latest attributes of each payee, and lists of who was seen where. Between two batches' noting,
/// several threads may ask.
/// </summary>
internal sealed class SharingCircle
{
    /// <summary>Days within which people count as sharing an account.</summary>
    public const int AccountWindow = 180;

    /// <summary>Days within which people count as sharing an identifier.</summary>
    public const int IdentifierWindow = 365;

    /// <summary>An identifier used by more payees than this is an office, a switchboard or a dormitory.</summary>
    public const int IdentifierHub = 12;

    private const int MostMembers = 48;
    private const int OldAccountDays = 270;
    private const int SettledDays = 365;

    /// <summary>So many whom an employer had over a year when its payroll begins are no ring, however short that history.</summary>
    private const int FewestForInstitution = 12;

    /// <summary>Three may be a couple and a lodger; a company that sends people sends more.</summary>
    private const int FewestForAgency = 4;

    /// <summary>Whoever was here two monthly pay runs before was here first.</summary>
    private const int HiredLaterDays = 62;

    private const int FewestComings = 3;

    /// <summary>Those who were paid for the first time within so many days of each other came together: nobody sent them one after the other.</summary>
    private const int CameTogetherDays = 14;

    /// <summary>Whoever is paid for the first time so soon was there when the employer's payroll begins, fewer days than the shortest month has.</summary>
    private const int FirstPayPeriod = 28;

    /// <summary>Personas of one ring are hired within so many days of each other; those who live in one house came over years.</summary>
    private const int HiredTogetherDays = 120;

    private const int Quarter = 90;

    /// <summary>What joins two people, a bit each.</summary>
    private const int AtAddress = 1, ByPhone = 2, ByEmail = 4, ByDevice = 8, ByAccountsInARow = 16;

    private readonly TransferColumns _t;
    private readonly LinkLists _accountPayees;
    private readonly LinkLists _addressPayees;
    private readonly LinkLists _phonePayees;
    private readonly LinkLists _emailPayees;
    private readonly LinkLists _devicePayees;
    private readonly int[] _lastRow;
    private readonly int[] _firstDay;

    /// <summary>By employer: its first pay day in view.</summary>
    private readonly int[] _firstOfEmployer;
    private readonly AccountCircle[] _circle;
    private readonly int[] _circleStamp;
    private readonly AccountUse _use;
    private readonly SequentialAccounts _sequences;
    private int _stamp;

    public SharingCircle(TransferColumns transfers, LakeCounts counts, int employers, AccountUse use, SequentialAccounts sequences)
    {
        _firstOfEmployer = new int[employers];
        Array.Fill(_firstOfEmployer, int.MaxValue);
        _t = transfers;
        _use = use;
        _sequences = sequences;
        _accountPayees = new LinkLists(counts.Accounts, counts.Payees);
        _addressPayees = new LinkLists(counts.Addresses, counts.Payees);
        _phonePayees = new LinkLists(counts.Phones, counts.Payees);
        _emailPayees = new LinkLists(counts.Emails, counts.Payees);
        _devicePayees = new LinkLists(counts.Devices, counts.Payees);
        _lastRow = new int[counts.Payees];
        Array.Fill(_lastRow, -1);
        _firstDay = new int[counts.Payees];
        _circle = new AccountCircle[counts.Accounts];
        _circleStamp = new int[counts.Accounts];
    }

    /// <summary>A new batch begins: what was worked out per account is worked out anew.</summary>
    public void NextBatch() => _stamp++;

    /// <summary>Notes one payout: done for a whole batch before any of its rows is looked at, since they are known at the same time.</summary>
    public void Note(int row)
    {
        var payee = _t.Payee[row];
        var day = _t.PayDay[row];
        if (_lastRow[payee] < 0) _firstDay[payee] = day;
        ref var begins = ref _firstOfEmployer[_t.Employer[row]];
        begins = Math.Min(begins, day);
        _lastRow[payee] = row;
        var account = _t.Account[row];
        if (_t.Channel[row] != Channel.Cheque) _accountPayees.Touch(account, payee, day);
        _use.Note(row);
        _addressPayees.Touch(_t.Address[row], payee, day);
        _phonePayees.Touch(_t.Phone[row], payee, day);
        _emailPayees.Touch(_t.Email[row], payee, day);
        _devicePayees.Touch(_t.Device[row], payee, day);
    }

    /// <summary>The circle of an account as of the batch's day.</summary>
    public AccountCircle Circle(int account, int day)
    {
        // Several threads may work out the same circle; they find the same, and the stamp comes last.
        if (Volatile.Read(ref _circleStamp[account]) == _stamp + 1) return _circle[account];
        var circle = Assess(account, day);
        _circle[account] = circle;
        Volatile.Write(ref _circleStamp[account], _stamp + 1);
        return circle;
    }

    private AccountCircle Assess(int account, int day)
    {
        // Of a hub that has been one for long nothing need be asked; one that most came to lately, from accounts of their own, is no pool for being large.
        if (_accountPayees.IsHub(account) && day - _use.FirstUse(account) >= AccountWindow) return new AccountCircle(LinkLists.HubSize, 1, 1, 0, Pooled: true, Related: false);
        Span<int> members = stackalloc int[MostMembers];
        Span<int> group = stackalloc int[MostMembers];
        Span<bool> fromTheFirst = stackalloc bool[MostMembers];
        var count = 0;
        var persons = 0;
        var newIn90 = 0;
        var moved = 0;
        var settled = 0;
        var proven = 0;
        for (var node = _accountPayees.Head(account); node >= 0; node = _accountPayees.Next(node))
        {
            if (_accountPayees.Last(node) < day - AccountWindow) continue;
            var payee = _accountPayees.Key(node);
            var same = false;
            for (var i = 0; i < count && !same; i++) same = SamePerson(payee, members[i]);
            if (!same)
            {
                persons++;
                if (_accountPayees.First(node) > day - 90) newIn90++;
                if (_accountPayees.First(node) > _firstDay[payee]) moved++;
                else if (day - Since(payee) > SettledDays)
                {
                    settled++;
                    if (day - SeenSince(payee) > SettledDays) proven++;
                }
            }
            if (count == MostMembers) continue;
            fromTheFirst[count] = _accountPayees.First(node) == _firstDay[payee];
            members[count++] = payee;
        }
        var isOld = persons > 0 && (day - _use.FirstUse(account) >= AccountWindow || WasThereFromTheStart(members[0], _use.FirstUse(account)));
        var collects = _use.CollectsDeductions(account, persons, day, isOld);
        if (persons <= 1) return new AccountCircle(persons, 1, 1, 0, Pooled: false, Related: false) { CollectsDeductions = collects };

        for (var i = 0; i < count; i++) group[i] = i;
        var employers = 0;
        for (var i = 0; i < count; i++)
        {
            var repeated = false;
            for (var j = 0; j < i; j++)
            {
                if (EmployerOf(members[i]) == EmployerOf(members[j])) repeated = true;
                if (Find(group, i) == Find(group, j)) continue;
                if (SamePerson(members[i], members[j]) || AreRelated(members[i], members[j], persons)) group[Find(group, i)] = Find(group, j);
            }
            if (!repeated) employers++;
        }
        var groups = 0;
        var hiredOnto = false;
        for (var i = 0; i < count; i++)
        {
            if (Find(group, i) == i) groups++;
            if (!fromTheFirst[i] || Since(members[i]) <= day - AccountWindow) continue;
            // A wallet knows no second holder: there nobody need have been first.
            for (var j = 0; j < count && !hiredOnto; j++)
                hiredOnto = Find(group, i) != Find(group, j) && (_use.IsWallet(account) || Since(members[j]) <= Since(members[i]) - HiredLaterDays
                    || (fromTheFirst[j] && EmployerOf(members[i]) != EmployerOf(members[j]) && CameTogether(members[i], members[j])));
        }
        // Everybody was looked at, each once, where there are as many people as payees.
        var agency = persons >= FewestForAgency && moved == 0 && employers == 1 && count == persons && IsAgency(account, members[..count]);
        return new AccountCircle(persons, groups, employers, newIn90, IsPooled(account, persons, moved, day), Related: groups == 1)
        {
            CollectsDeductions = collects,
            Settled = agency || (persons > 2 && settled * 2 > persons && day - _use.FirstUse(account) >= AccountWindow)
                || (persons >= FewestForInstitution && proven * 2 > persons && WasThereFromTheStart(members[0], _use.FirstUse(account))),
            Agency = agency,
            HiredOnto = hiredOnto,
        };

        static int Find(Span<int> parent, int i)
        {
            while (parent[i] != i) i = parent[i];
            return i;
        }
    }

    /// <summary>
    /// Contractors alone, in one third party's name, come one after the other over four months, with nothing else in common: a company that sends people. A ring is
    /// hired together, or its members are reached by one telephone, at one address or from one device. They came on three occasions at least, half of them by themselves.
    /// </summary>
    private bool IsAgency(int account, ReadOnlySpan<int> members)
    {
        if (_use.ForeignShare(account) < 0.9 || !_use.HasOneHolder(account)) return false;
        var (phones, addresses, devices, emails) = (0, 0, 0, 0);
        Span<int> came = stackalloc int[MostMembers];
        came = came[..members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            var row = _lastRow[members[i]];
            if (_t.EmploymentType[row] != EmploymentType.Contractor) return false;
            came[i] = SeenSince(members[i]);
            if (_t.Phone[row] >= 0) phones++;
            if (_t.Address[row] >= 0) addresses++;
            if (_t.Device[row] >= 0) devices++;
            if (_t.Email[row] >= 0) emails++;
            for (var j = 0; j < i; j++)
            {
                var other = _lastRow[members[j]];
                if (IsShared(_t.Phone, row, other) || IsShared(_t.Address, row, other) || IsShared(_t.Device, row, other) || IsShared(_t.Email, row, other)) return false;
            }
        }
        came.Sort();
        var comings = 1;
        for (var i = 1; i < came.Length; i++) if (came[i] - came[i - 1] > CameTogetherDays) comings++;
        // Where no column tells of all of them, that nothing is in common is no proof: then three in four came each by himself.
        var isTold = Math.Max(Math.Max(phones, addresses), Math.Max(devices, emails)) == members.Length;
        var fewest = isTold ? Math.Max(FewestComings, (members.Length + 1) / 2) : Math.Max(FewestForAgency, ((members.Length * 3) + 3) / 4);
        // Where all that is told of them differs, a quarter of a year is long enough.
        return comings >= fewest && came[^1] - came[0] >= (isTold ? Quarter : HiredTogetherDays);

        static bool IsShared(int[] column, int a, int b) => column[a] >= 0 && column[a] == column[b];
    }

    /// <summary>True when everybody on the account has been paid there for 180 days or longer.</summary>
    public bool IsOldPair(int account, int day)
    {
        for (var node = _accountPayees.Head(account); node >= 0; node = _accountPayees.Next(node))
        {
            if (_accountPayees.Last(node) >= day - AccountWindow && day - _accountPayees.First(node) < AccountWindow) return false;
        }
        return true;
    }

    /// <summary>
    /// A pooled account shows by several signs together, no one of which is enough: an institution known to pool, payment by platform
    /// or card, many people, long use; against it speaks a holder who is not the payee (a facilitator's name on other people's pay), and that
    /// most people were paid elsewhere until they came.
    /// </summary>
    private bool IsPooled(int account, int persons, int moved, int day)
    {
        if (persons < 3) return false;
        var signs = persons >= 25 ? 3 : persons >= 12 ? 2 : persons >= 5 ? 1 : 0;
        if (_use.IsAtPooledBank(account)) signs++;
        if (_use.IsPooledChannel(account)) signs++;
        if (day - _use.FirstUse(account) >= OldAccountDays) signs++;
        if (_use.ForeignShare(account) > 0.2) signs -= 2;
        if (moved * 2 > persons) signs--;
        return signs >= 3;
    }

    /// <summary>
    /// 1 when somebody unrelated was paid to this account before this payee came and not since (gap up to 180 days), 0.3 when that somebody
    /// is family, 0 when nobody was or it was the same person (a rehire).
    /// </summary>
    public double Baton(int row, out bool sameperson)
    {
        sameperson = false;
        var account = _t.Account[row];
        var payee = _t.Payee[row];
        if (_accountPayees.IsHub(account) || _accountPayees.Size(account) < 2) return 0;
        var own = _accountPayees.Find(account, payee);
        if (own < 0) return 0;
        var came = _accountPayees.First(own);
        if (_t.PayDay[row] - came > AccountWindow) return 0;
        var strongest = 0.0;
        for (var node = _accountPayees.Head(account); node >= 0; node = _accountPayees.Next(node))
        {
            var other = _accountPayees.Key(node);
            if (other == payee || _accountPayees.Last(node) >= came || came - _accountPayees.Last(node) > AccountWindow) continue;
            if (SamePerson(payee, other))
            {
                sameperson = true;
                continue;
            }
            strongest = Math.Max(strongest, AreRelated(payee, other, 2) || ShareSurname(payee, other) ? 0.3 : 1);
        }
        return strongest;
    }

    /// <summary>Other people joined to this payee by two or more kinds of identifier, or by a device across employers or with accounts opened one after the other; family, couples, lodgings and hubs left out. One device at one employer is a shared desk.</summary>
    /// <param name="secondIdentity">One of them came within two months of this payee, with the same device and roof, and is paid to this account.</param>
    public int IdentifierOthers(int row, out bool secondIdentity)
    {
        var payee = _t.Payee[row];
        var day = _t.PayDay[row];
        Span<int> others = stackalloc int[IdentifierHub * 4];
        Span<int> kinds = stackalloc int[IdentifierHub * 4];
        var count = 0;
        Gather(_addressPayees, _t.Address[row], AtAddress, others, kinds, ref count, payee, day);
        Gather(_phonePayees, _t.Phone[row], ByPhone, others, kinds, ref count, payee, day);
        Gather(_emailPayees, _t.Email[row], ByEmail, others, kinds, ref count, payee, day);
        Gather(_devicePayees, _t.Device[row], ByDevice, others, kinds, ref count, payee, day);
        var desk = IsDesk(row, others[..count], kinds);
        var joined = 0;
        var cohabiting = 0;
        var together = false;
        secondIdentity = false;
        for (var i = 0; i < count; i++)
        {
            var isFamily = ShareSurname(payee, others[i]);
            if (isFamily || SamePerson(payee, others[i]) || (kinds[i] == (AtAddress | ByPhone) && ShareLodgings(payee, others[i]))) continue;
            if (desk && IsAtDesk(row, others[i], kinds[i])) continue;
            if ((kinds[i] & ByDevice) != 0 && _sequences.StandTogether(_t, _lastRow[payee], _lastRow[others[i]])) kinds[i] |= ByAccountsInARow;
            var acrossEmployers = (kinds[i] & ByDevice) != 0 && EmployerOf(payee) != EmployerOf(others[i]);
            if (System.Numerics.BitOperations.PopCount((uint)kinds[i]) >= 2 || acrossEmployers)
            {
                joined++;
                if ((kinds[i] & AtAddress) != 0) cohabiting++;
                if ((kinds[i] & (AtAddress | ByDevice)) != (AtAddress | ByDevice) || !CameTogether(payee, others[i])) continue;
                together = true;
                secondIdentity |= _accountPayees.Find(_t.Account[row], others[i]) >= 0;
            }
        }
        // Two under one roof with one telephone are a couple; three of three names are something to explain, and two who came together with one device as well.
        return joined == 1 && cohabiting == 1 && !together ? 0 : joined;
    }

    /// <summary>
    /// One office's device and telephone: those who have them in common with this payee, and nothing else, came over the years. Of a ring's personas half or more came within 120 days,
    /// whoever they were added to.
    /// </summary>
    private bool IsDesk(int row, ReadOnlySpan<int> others, ReadOnlySpan<int> kinds)
    {
        Span<int> came = stackalloc int[others.Length + 1];
        came[0] = Since(_t.Payee[row]);
        var people = 1;
        for (var i = 0; i < others.Length; i++) if (IsAtDesk(row, others[i], kinds[i])) came[people++] = Since(others[i]);
        if (people < 2) return false;
        came = came[..people];
        came.Sort();
        return came[^1] - came[people - Math.Max(2, (people + 1) / 2)] > HiredTogetherDays;
    }

    /// <summary>Device and telephone in common and nothing else, at one employer, long known by the device and paid to accounts of their own.</summary>
    private bool IsAtDesk(int row, int other, int kinds)
    {
        var payee = _t.Payee[row];
        return kinds == (ByPhone | ByDevice) && EmployerOf(payee) == EmployerOf(other)
            && _accountPayees.Find(_t.Account[row], other) < 0 && _accountPayees.Find(_t.Account[_lastRow[other]], payee) < 0 && IsLongAt(payee) && IsLongAt(other);

        bool IsLongAt(int who)
        {
            var node = _devicePayees.Find(_t.Device[row], who);
            return node >= 0 && (IsFromTheFirst(_devicePayees, node) || _t.PayDay[row] - _devicePayees.First(node) >= AccountWindow);
        }
    }

    /// <summary>Distinct other people whose pay goes to an account in the same third party's name.</summary>
    public int HolderFanIn(int row)
    {
        if (_t.HolderSimilarity[row] >= AccountUse.HolderIsOther) return 0;
        var holder = _t.HolderName[row];
        var holders = _use.HolderPayees;
        if (holder < 0 || holders.IsHub(holder)) return 0;
        var payee = _t.Payee[row];
        var others = 0;
        for (var node = holders.Head(holder); node >= 0; node = holders.Next(node))
        {
            if (holders.Last(node) < _t.PayDay[row] - AccountWindow) continue;
            if (!SamePerson(payee, holders.Key(node))) others++;
        }
        return others;
    }

    /// <summary>True when so many payees of one employer live there that it is the employer's own housing.</summary>
    public bool IsAddressHub(int row) => _t.Address[row] >= 0 && _addressPayees.Size(_t.Address[row]) > IdentifierHub;

    /// <summary>
    /// This payee and others, no relations, came to one device within two months that none of them had at first, and the pay of half or more of all who use it has moved
    /// since: somebody went through their accounts. A desk at work is used by those whose pay stays, too, and by some from their first day.
    /// </summary>
    public bool MovedFromOneDevice(int row)
    {
        var device = _t.Device[row];
        if (device < 0 || _devicePayees.Size(device) is < 2 or > IdentifierHub) return false;
        var (day, payee) = (_t.PayDay[row], _t.Payee[row]);
        var (others, moved) = (0, 0);
        for (var node = _devicePayees.Head(device); node >= 0; node = _devicePayees.Next(node))
        {
            var user = _devicePayees.Key(node);
            if (IsFromTheFirst(_devicePayees, node) || day - _devicePayees.First(node) > HiredLaterDays) return false;
            if (user == payee) continue;
            others++;
            if (SamePerson(payee, user) || ShareSurname(payee, user)) continue;
            var account = _accountPayees.Find(_t.Account[_lastRow[user]], user);
            if (account >= 0 && !IsFromTheFirst(_accountPayees, account) && day - _accountPayees.First(account) <= HiredLaterDays) moved++;
        }
        return moved > 0 && moved * 2 >= others;
    }

    private bool IsFromTheFirst(LinkLists lists, int node) => lists.First(node) <= _firstDay[lists.Key(node)];

    /// <summary>Nobody else was seen with this device.</summary>
    public bool HasDeviceAlone(int row) => _t.Device[row] >= 0 && _devicePayees.Size(_t.Device[row]) == 1;

    private static void Gather(LinkLists lists, int owner, int kind, Span<int> others, Span<int> kinds, ref int count, int payee, int day)
    {
        if (owner < 0 || lists.Size(owner) > IdentifierHub) return;
        for (var node = lists.Head(owner); node >= 0; node = lists.Next(node))
        {
            var other = lists.Key(node);
            if (other == payee || lists.Last(node) < day - IdentifierWindow) continue;
            var at = others[..count].IndexOf(other);
            if (at >= 0)
            {
                kinds[at] |= kind;
            }
            else if (count < others.Length)
            {
                others[count] = other;
                kinds[count++] = kind;
            }
        }
    }

    private int EmployerOf(int payee) => _t.Employer[_lastRow[payee]];

    /// <summary>The same person token; where one has none, the same two name tokens.</summary>
    public bool SamePerson(int a, int b)
    {
        if (a == b) return true;
        var ra = _lastRow[a];
        var rb = _lastRow[b];
        if (_t.Person[ra] >= 0 && _t.Person[rb] >= 0) return _t.Person[ra] == _t.Person[rb];
        var (fa, la, fb, lb) = (_t.NameFirst[ra], _t.NameLast[ra], _t.NameFirst[rb], _t.NameLast[rb]);
        return fa >= 0 && la >= 0 && ((fa == fb && la == lb) || (fa == lb && la == fb));
    }

    private bool ShareSurname(int a, int b)
    {
        var ra = _lastRow[a];
        var rb = _lastRow[b];
        return (_t.NameLast[ra] >= 0 && (_t.NameLast[ra] == _t.NameLast[rb] || _t.NameLast[ra] == _t.NameFirst[rb]))
            || (_t.NameFirst[ra] >= 0 && (_t.NameFirst[ra] == _t.NameLast[rb]));
    }

    /// <summary>
    /// Relation evidence adds up: a name token in common 0.6, the same address 0.6, phone 0.5, e-mail 0.5, both here over a year 0.25;
    /// related from 0.8. In a circle of more than three people a common address proves nothing (a laptop farm has one too): then only
    /// people who also share a name count as related.
    /// </summary>
    private bool AreRelated(int a, int b, int circle)
    {
        var ra = _lastRow[a];
        var rb = _lastRow[b];
        var surname = ShareSurname(a, b);
        if (circle > 3 && !surname) return false;
        var roof = _t.Address[ra] >= 0 && _t.Address[ra] == _t.Address[rb];
        // Under one roof the same first word may be the family name, of whoever puts it first.
        surname |= roof && _t.NameFirst[ra] >= 0 && _t.NameFirst[ra] == _t.NameFirst[rb];
        // Personas have a roof and a telephone in common too, and are hired together.
        if (!surname && CameTogether(a, b) && EmployerOf(a) == EmployerOf(b)) return false;
        var evidence = surname ? 0.6 : 0;
        if (roof) evidence += 0.6;
        if (_t.Phone[ra] >= 0 && _t.Phone[ra] == _t.Phone[rb]) evidence += 0.5;
        if (_t.Email[ra] >= 0 && _t.Email[ra] == _t.Email[rb]) evidence += 0.5;
        if (TenuredAYear(a) && TenuredAYear(b)) evidence += 0.25;
        else if (surname && circle == 2 && HaveEverBeenHere(a) && HaveEverBeenHere(b)) evidence += 0.25;
        // A bank that knows two people by name on one account has both as its holders.
        if (circle == 2 && _t.Account[ra] == _t.Account[rb] && AreKnownToBank(ra, rb)) evidence += 0.25;
        return evidence >= 0.8;
    }

    /// <summary>Hired, or paid for the first time since the employer's payroll begins, within two months of each other and within the last year.</summary>
    private bool CameTogether(int a, int b) => Math.Abs(Since(a) - Since(b)) <= HiredLaterDays && !TenuredAYear(a) && IsSeenToCome(a) && IsSeenToCome(b);

    private bool IsSeenToCome(int payee) => _t.HireDay[_lastRow[payee]] != TransferColumns.NoDay || !WasThereFromTheStart(payee, _firstDay[payee]);

    /// <summary>No day of hire is told, and the payee was there when the employer's payroll begins, half a year ago or longer.</summary>
    private bool HaveEverBeenHere(int payee) =>
        _t.HireDay[_lastRow[payee]] == TransferColumns.NoDay && WasThereFromTheStart(payee, _firstDay[payee]) && _t.PayDay[_lastRow[payee]] - _firstDay[payee] >= AccountWindow;

    private bool AreKnownToBank(int a, int b) =>
        _t.PayeeCheck[a] is PayeeCheck.Match or PayeeCheck.Close && _t.PayeeCheck[b] is PayeeCheck.Match or PayeeCheck.Close
        && (_t.PayeeCheck[a] == PayeeCheck.Match || _t.PayeeCheck[b] == PayeeCheck.Match);

    private bool TenuredAYear(int payee) => _t.PayDay[_lastRow[payee]] - Since(payee) >= 365;

    /// <summary>Said of two who have address and telephone in common and nothing else: a house of the employer's has a telephone, and people move in one after the other.</summary>
    private bool ShareLodgings(int a, int b) => EmployerOf(a) == EmployerOf(b) && Math.Abs(Since(a) - Since(b)) > HiredTogetherDays;

    /// <summary>Since when the payee is here, as far as the file bears it out: a day of hire counts only for who was there when the employer's payroll begins; of the others the first pay tells.</summary>
    private int SeenSince(int payee) => WasThereFromTheStart(payee, _firstDay[payee]) ? Since(payee) : _firstDay[payee];

    /// <summary>The day lies within the first pay period in view of the payee's employer.</summary>
    private bool WasThereFromTheStart(int payee, int day) => day - _firstOfEmployer[EmployerOf(payee)] < FirstPayPeriod;

    private int Since(int payee) => _t.HireDay[_lastRow[payee]] is var hired && hired != TransferColumns.NoDay ? hired : _firstDay[payee];
}
