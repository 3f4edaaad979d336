// Who moved from which bank to which: a merger moves everybody off one bank, a hijack campaign moves people of many banks to one.
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Features;

/// <summary>Who entered a change, as far as kinds of people go. A user who is named is of one kind with all others.</summary>
internal enum ActorClass : byte { Unknown, Employee, Hr, Admin, Import, NamedUser }

/// <summary>Moves between banks within the last 45 days, and how many payees still are at each bank.</summary>
internal sealed class BankMoves
{
    private const int MergerWindow = 45;
    private const int BurstWindow = 14;
    private const int FewestForMerger = 4;
    private const int ActorWindow = 90;
    private const int FewestForBias = 3;
    private const int FewestForProvider = 3;

    /// <summary>More arrivals than this are a crowd, whatever brought the others.</summary>
    private const int MostArrivals = 64;

    /// <summary>Weight of the payees who are at a bank in its share of those who move, in moves.</summary>
    private const double PriorMoves = 10;

    private const int Month = 31;
    private const int Year = 365;

    private readonly Dictionary<(int From, int To), List<(int Day, ActorClass By)>> _pairDays = [];
    private readonly Dictionary<(int Employer, int To), List<Arrival>> _arrivals = [];
    private readonly Dictionary<(int Actor, int To), List<int>> _actorDays = [];
    private readonly Dictionary<int, List<int>> _daysOfActor = [];
    private readonly Dictionary<int, (int Moves, int FirstDay)> _employerMoves = [];
    private readonly List<(int Day, int Employer, int To)> _all = [];
    private readonly Dictionary<int, int[]> _crowdsOf = [];
    private readonly int[] _crowds = new int[MostArrivals + 1];
    private int _movesInYear;
    private readonly int[] _active;
    private readonly int[] _bankOf;
    private readonly int[] _employerOf;
    private readonly int[] _lastDay;
    private readonly int[] _payeeSince;
    private readonly LinkLists _payeeBanks;
    private readonly Dictionary<int, List<Arrival>> _came = [];
    private int _firstDay = int.MaxValue;

    /// <summary>By employer, its contractors after its other payees: how many were paid within 45 days.</summary>
    private int[] _activeOf = [];

    /// <summary>How many of an employer's active payees are at a bank.</summary>
    private readonly Dictionary<(int Employer, int Bank), int> _at = [];

    private readonly bool[] _isContractor;
    private int _allActive;

    public BankMoves(int banks, int payees)
    {
        _active = new int[banks];
        _lastDay = new int[payees];
        _payeeSince = new int[payees];
        _isContractor = new bool[payees];
        _payeeBanks = new LinkLists(payees, payees);
        _bankOf = new int[payees];
        _employerOf = new int[payees];
        Array.Fill(_bankOf, CodeBook.Missing);
    }

    /// <summary>Notes where a payee is paid now; tells of a move to the pair, employer and actor tallies.</summary>
    /// <param name="channel">What kind of account it is there: a bank's cards are given out, its accounts are opened.</param>
    public void Note(int payee, int employer, int bank, bool isContractor, int actor, ActorClass actorClass, int day, int channel = 0)
    {
        if (bank < 0) return;
        _isContractor[payee] = isContractor;
        var from = _bankOf[payee];
        _lastDay[payee] = day;
        _firstDay = Math.Min(_firstDay, day);
        _bankOf[payee] = bank;
        _employerOf[payee] = employer;
        if (Kind(employer, isContractor: true) >= _activeOf.Length) Array.Resize(ref _activeOf, Math.Max((employer + 1) * 2, _activeOf.Length * 2));
        if (from < 0) _payeeSince[payee] = day;
        // A split over two banks goes to and fro each pay day and moves nobody: a move is to a bank the payee never used.
        var isNew = _payeeBanks.Touch(payee, bank, day);
        if (!isNew || from < 0 || day == _payeeSince[payee]) return;
        AddTo(_pairDays, (from, bank), (day, actorClass));
        AddTo(_came, bank, new Arrival(day, from, channel));
        AddTo(_arrivals, (employer, bank), new Arrival(day, from, channel));
        _all.Add((day, employer, bank));
        if (actor >= 0)
        {
            AddTo(_actorDays, (actor, bank), day);
            AddTo(_daysOfActor, actor, day);
        }
        ref var moves = ref CollectionsMarshal.GetValueRefOrAddDefault(_employerMoves, employer, out var known);
        moves = (moves.Moves + 1, known ? moves.FirstDay : day);
    }

    /// <summary>Counts anew how many payees are active at each bank and employer: paid there within 45 days. Call once a batch, after noting it.</summary>
    public void CountActive(int day)
    {
        Array.Clear(_active);
        Array.Clear(_activeOf);
        _at.Clear();
        _allActive = 0;
        for (var payee = 0; payee < _bankOf.Length; payee++)
        {
            if (_bankOf[payee] < 0 || _lastDay[payee] <= day - MergerWindow) continue;
            _active[_bankOf[payee]]++;
            _activeOf[Kind(_employerOf[payee], _isContractor[payee])]++;
            CollectionsMarshal.GetValueRefOrAddDefault(_at, (_employerOf[payee], _bankOf[payee]), out _)++;
            _allActive++;
        }
        CountCrowds(day);
    }

    /// <summary>How many banks won so many payees within 14 days or more, of each employer's and of all, and how many moved in the year before.</summary>
    private void CountCrowds(int day)
    {
        _crowdsOf.Clear();
        Array.Clear(_crowds);
        _movesInYear = 0;
        var ofEmployer = new Dictionary<(int, int), int>();
        var ofBank = new Dictionary<int, int>();
        for (var i = _all.Count - 1; i >= 0 && _all[i].Day > day - BurstWindow - Year; i--)
        {
            var (moved, employer, to) = _all[i];
            if (moved <= day - BurstWindow)
            {
                _movesInYear++;
                continue;
            }
            var won = ++CollectionsMarshal.GetValueRefOrAddDefault(ofBank, to, out _);
            if (won <= MostArrivals) _crowds[won]++;
            won = ++CollectionsMarshal.GetValueRefOrAddDefault(ofEmployer, (employer, to), out _);
            if (won > MostArrivals) continue;
            if (!_crowdsOf.TryGetValue(employer, out var crowds)) _crowdsOf.Add(employer, crowds = new int[MostArrivals + 1]);
            crowds[won]++;
        }
    }

    /// <summary>How many to expect: by what is usual, and where more moved elsewhere than that brings, between the two (their geometric mean), since few moves tell the level of a day badly.</summary>
    private static double AmongMoves(double asEver, double asElsewhere) => asElsewhere > asEver ? Math.Sqrt(asEver * asElsewhere) : asEver;

    /// <summary>
    /// How many went to other banks while so many came to this one: no bank counts for more than this one does, since a merger or a roll-out elsewhere is not how
    /// often people move.
    /// </summary>
    private static int WentElsewhere(int[] crowds, int came)
    {
        var all = 0;
        for (var i = 1; i <= Math.Min(came, MostArrivals); i++) all += crowds[i];
        return Math.Max(0, all - Math.Min(came, MostArrivals));
    }

    /// <summary>
    /// True when the old bank lost a good part of its payees to the new one within 45 days: at least four went, and either they
    /// are at least a quarter of all who were there, or they are far more of those who came than the old bank's share among
    /// the employer's payees (<paramref name="oldShare"/>) explains. Victims of a campaign come from their banks in
    /// proportion. Either way several times more went than the pair of banks is used to. Who went by another hand than the rest is not
    /// of the cohort: where a bank's table or an office changes everybody, one who changed by himself did it for a reason of his own.
    /// </summary>
    /// <param name="by">Who entered this payee's change; unknown is not held against it.</param>
    public bool IsMerger(int from, int to, int day, double oldShare, ActorClass by = ActorClass.Unknown)
    {
        if (from < 0 || to < 0 || !_pairDays.TryGetValue((from, to), out var days)) return false;
        var went = CountSince(days, day - MergerWindow);
        // Two popular banks exchange customers all the time: a merger stands out from what the pair is used to.
        var usual = (days.Count - went) * (double)MergerWindow / Math.Max(MergerWindow, day - MergerWindow - _firstDay);
        if (went < FewestForMerger || went < 4 * (usual + 0.5)) return false;
        if (by != ActorClass.Unknown && !IsHandOfTheRest(days, day - MergerWindow, by)) return false;
        if (went * 3 >= _active[from]) return true;
        // A bank that is no more keeps few: where nine in ten stayed it was the payees who went.
        return went * 10 >= _active[from] && went >= 2.5 * oldShare * CountSince(_came[to], day - MergerWindow);
    }

    /// <summary>At least one in five of those who went, as far as is known, by this kind of hand.</summary>
    private static bool IsHandOfTheRest(List<(int Day, ActorClass By)> days, int since, ActorClass by)
    {
        var (same, known) = (0, 0);
        for (var i = days.Count - 1; i >= 0 && days[i].Day > since; i--)
        {
            if (days[i].By == by) same++;
            if (days[i].By != ActorClass.Unknown) known++;
        }
        return same * 5 >= known;
    }

    /// <summary>
    /// So many of the employer's payees came to the bank within 14 days of one day, and <paramref name="share"/> of all whom it pays of the one's kind, 0..1; no matter what share where
    /// twice as many as <paramref name="fewest"/> were there before: what is given out already is given out to more.
    /// </summary>
    public bool IsRollOut(int employer, bool isContractor, int bank, int day, int fewest, double share)
    {
        var came = Arrivals(employer, bank, day);
        return came >= fewest && (came >= share * _activeOf[Kind(employer, isContractor)] || _at.GetValueOrDefault((employer, bank)) - came >= 2 * fewest);
    }

    private static int Kind(int employer, bool isContractor) => (employer * 2) + (isContractor ? 1 : 0);

    /// <summary>Three or more of the employer's payees went from the one to the other within 14 days of a day, and none of its payees is left there.</summary>
    public bool HaveAllLeft(int employer, int from, int to, int day)
    {
        if (to < 0 || from == to || _at.GetValueOrDefault((employer, from)) > 0 || !_arrivals.TryGetValue((employer, to), out var arrivals)) return false;
        var went = 0;
        for (var i = arrivals.Count - 1; i >= 0 && arrivals[i].Day > day - BurstWindow; i--)
        {
            if (arrivals[i].Day < day + BurstWindow && arrivals[i].From == from) went++;
        }
        return went >= FewestForProvider;
    }

    private int Arrivals(int employer, int bank, int day)
    {
        var count = 0;
        if (bank >= 0 && _arrivals.TryGetValue((employer, bank), out var arrivals))
        {
            for (var i = arrivals.Count - 1; i >= 0 && arrivals[i].Day > day - BurstWindow; i--) if (arrivals[i].Day < day + BurstWindow) count++;
        }
        return count;
    }

    /// <summary>
    /// -log10 of the Poisson probability that this many of the employer's payees move to one bank within 14 days by chance, given how
    /// often its payees move at all, how many moved elsewhere in those days, and how many of them use that bank; 0 below three movers. Whom a bank
    /// merger brought does not count.
    /// </summary>
    /// <param name="channel">Only those count who came to an account of the one's kind.</param>
    /// <param name="shareOf">Share of the employer's payees at a bank, 0..1.</param>
    public double Burst(int employer, int bank, int day, int channel, Func<int, double> shareOf)
    {
        if (!_arrivals.TryGetValue((employer, bank), out var arrivals)) return 0;
        Span<int> from = stackalloc int[MostArrivals];
        var recent = 0;
        var looked = 0;
        for (var i = arrivals.Count - 1; i >= 0 && looked < MostArrivals && arrivals[i].Day > day - BurstWindow; i--, looked++)
        {
            if (arrivals[i].Channel == channel && !IsMerger(arrivals[i].From, bank, day, shareOf(arrivals[i].From))) from[recent++] = arrivals[i].From;
        }
        recent = Scattered(from[..recent], shareOf);
        if (recent < 3) return 0;
        var (moves, firstDay) = _employerMoves[employer];
        var days = Math.Max(90, day - firstDay);
        var share = Math.Clamp(shareOf(bank), 0.02, 0.9);
        var expected = Math.Max(0.15, (moves - recent + 1) * (double)BurstWindow / days * share);
        if (_crowdsOf.TryGetValue(employer, out var crowds)) expected = AmongMoves(expected, WentElsewhere(crowds, looked) * share / (1 - share));
        return -Math.Log10(PoissonTail(recent, expected));
    }

    /// <summary>
    /// The same of all employers' payees together, against what the bank won in the year before and its part of all who moved then: a campaign takes a few from
    /// each. What a bank wins comes on pay days, so that any two weeks are good for a month's worth.
    /// </summary>
    public double BurstAnywhere(int bank, int day, int channel = 0)
    {
        if (!_came.TryGetValue(bank, out var came)) return 0;
        Span<int> from = stackalloc int[MostArrivals];
        var (recent, looked) = (0, 0);
        var i = came.Count - 1;
        for (; i >= 0 && came[i].Day > day - BurstWindow; i--)
        {
            if (looked++ < MostArrivals && came[i].Channel == channel && !IsMerger(came[i].From, bank, day, ShareOf(came[i].From))) from[recent++] = came[i].From;
        }
        recent = Scattered(from[..recent], ShareOf);
        if (recent < 3) return 0;
        var before = 0;
        for (; i >= 0 && came[i].Day > day - BurstWindow - Year && before < MostArrivals * 16; i--) before++;
        var days = Math.Clamp(day - BurstWindow - _firstDay, Month, Year);
        var share = Math.Clamp((before + (PriorMoves * ShareOf(bank))) / (_movesInYear + PriorMoves), 0.002, 0.9);
        return -Math.Log10(PoissonTail(recent, AmongMoves(Math.Max(0.3, (before + 1.0) * Month / days), WentElsewhere(_crowds, looked) * share / (1 - share))));
    }

    /// <summary>
    /// How many of those who came stand for a campaign, whose victims come from their banks in proportion: of four or more who came from one bank, over twice
    /// as many as its share explains, no more than it explains, and one.
    /// </summary>
    private static int Scattered(Span<int> from, Func<int, double> shareOf)
    {
        from.Sort();
        var scattered = 0;
        for (int start = 0, end; start < from.Length; start = end)
        {
            for (end = start; end < from.Length && from[end] == from[start]; end++) { }
            var (came, expected) = (end - start, shareOf(from[start]) * from.Length);
            scattered += came >= FewestForMerger && came >= 2.5 * expected ? 1 + (int)expected : came;
        }
        return scattered;
    }

    /// <summary>Share of a bank among all active payees, 0..1.</summary>
    private double ShareOf(int bank) => _allActive == 0 ? 0 : (double)_active[bank] / _allActive;

    /// <summary>
    /// -log10 of the chance that of all payees whose bank this user changed within 90 days so many went to one bank, if each had
    /// chosen it as the employer's payees do (<paramref name="bankShare"/>, 0..1); 0 below three. At most 6.
    /// </summary>
    public double ActorBias(int actor, int bank, int day, double bankShare)
    {
        if (actor < 0 || !_actorDays.TryGetValue((actor, bank), out var there)) return 0;
        var went = CountSince(there, day - ActorWindow);
        if (went < FewestForBias) return 0;
        return Math.Min(6, -Math.Log10(BinomialTail(went, CountSince(_daysOfActor[actor], day - ActorWindow), Math.Clamp(bankShare, 0.05, 0.95))));
    }

    /// <summary>P(X ≥ <paramref name="atLeast"/>) for X ~ Binomial(n, p), 0 &lt; p &lt; 1.</summary>
    private static double BinomialTail(int atLeast, int n, double p)
    {
        var term = Math.Pow(1 - p, n);
        var below = 0.0;
        for (var k = 0; k < atLeast; k++)
        {
            below += term;
            term *= (double)(n - k) / (k + 1) * p / (1 - p);
        }
        return Math.Max(1 - below, 1e-12);
    }

    private static double PoissonTail(int atLeast, double mean)
    {
        var term = Math.Exp(-mean);
        var below = 0.0;
        for (var k = 0; k < atLeast; k++)
        {
            below += term;
            term *= mean / (k + 1);
        }
        return Math.Max(1 - below, 1e-12);
    }

    private static int CountSince<T>(List<(int Day, T)> days, int since)
    {
        var count = 0;
        for (var i = days.Count - 1; i >= 0 && days[i].Day > since; i--) count++;
        return count;
    }

    private static int CountSince(List<Arrival> came, int since)
    {
        var count = 0;
        for (var i = came.Count - 1; i >= 0 && came[i].Day > since; i--) count++;
        return count;
    }

    private static int CountSince(List<int> days, int since)
    {
        var count = 0;
        for (var i = days.Count - 1; i >= 0 && days[i] > since; i--) count++;
        return count;
    }

    private static void AddTo<TKey, TItem>(Dictionary<TKey, List<TItem>> lists, TKey key, TItem item) where TKey : notnull
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, key, out _);
        (list ??= []).Add(item);
    }

    private readonly record struct Arrival(int Day, int From, int Channel);
}
