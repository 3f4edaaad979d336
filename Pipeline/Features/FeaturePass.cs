// One pass over the lake in the order of time: every payout is described by what was known on its pay day, in training as in scoring.
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// Walks the view by pay date. The payouts of one pay date are known together: all of them enter the sharing circles before the first is
/// described. Tonight's payouts, whatever their pay dates, arrived together and form one batch in that sense. A payee's own history
/// and the shares among peers hold earlier pay dates only. Later rows must be hidden by the view.
/// </summary>
public sealed partial class FeaturePass
{
    private const int RecentAmounts = 6;
    private const int SwitchRing = 6;
    private const int NewJoinerPayDates = 2;
    private const int ChangeWindow = 60;
    private const int StableRouteDays = 180;
    private const int StableCurrencyRuns = 3;
    private const int ExitGraceDays = 45;

    /// <summary>ln ratio from which a pay is a jump: a fifth more.</summary>
    private const float SeasonalJump = 0.2f;

    /// <summary>Contractors invoice after the work is done.</summary>
    private const int InvoiceGraceDays = 65;

    /// <summary>Rarer than one in a thousand is not told apart: a share of nothing is no measure.</summary>
    private const double MostRarity = 7;

    private readonly LakeView _view;
    private readonly TransferColumns _t;
    private readonly CountryFacts _countries;
    private readonly SharingCircle _sharing;
    private readonly BankMoves _moves;
    private readonly SequentialAccounts _sequences;
    private readonly AccountUse _use;
    private readonly LegChains _legs;
    private readonly LegRates _rates;
    private readonly PayeeStanding _standing;
    private readonly CurrencyCorridors _corridors;
    private readonly GrowingParts _cryptoParts = new();

    /// <summary>By node of <see cref="_payeeAccounts"/>.</summary>
    private readonly GrowingParts _accountParts = new();
    private readonly double[] _limits;
    private readonly LinkLists _payeeAccounts;
    private readonly LinkLists _payeeCurrencies;
    private readonly LinkLists _payeeHolders;
    private readonly PeerShares _bankShares = new();
    private readonly PeerShares _workersBanks = new();
    private readonly PeerShares _countryShares = new();
    private readonly PeerShares _channelShares = new();
    private readonly PeerShares _currencyShares = new();
    private readonly PeerShares _loginShares = new();
    private readonly PeerShares _holderShares = new();
    private readonly PeerShares _chainShares = new();
    private readonly PeerShares _intermediaryShares = new();
    private readonly (int Times, int Since)[] _payeeChains;
    private readonly int[] _cryptoDates;
    private readonly int[] _cryptoSince;
    private readonly int[] _cryptoLast;

    // Per payee, as of the pay date before the one at hand.
    private readonly int[] _firstPayDay;
    private readonly int[] _lastPayDay;
    private readonly int[] _payDayBefore;
    private readonly int[] _payDates;
    private readonly int[] _lastRow;
    private readonly int[] _addressChangedDay;
    private readonly int[] _countryChangedDay;
    private readonly int[] _lastAddress;
    private readonly int[] _bankOfAccount;
    private readonly byte[] _riskOfAccount;

    /// <summary>By node of <see cref="_payeeAccounts"/>: the largest share of a pay date's pay that ever went there, 0..1.</summary>
    private float[] _accountShare;
    private readonly float[] _amounts;
    private readonly short[] _amountCurrency;

    /// <summary>The most that the payee was paid on three pay dates on end, alike; 0 for never.</summary>
    private readonly float[] _heldPay;
    private readonly int[] _accountSwitches;
    private readonly int[] _currencySwitches;
    private readonly int[] _jumpDay;

    /// <summary>By employer: its exports name whose hand entered an account.</summary>
    private readonly bool[] _namesHands;

    // Per payee, for the pay date at hand.
    private readonly int[] _dateStamp;
    private readonly double[] _usd;
    private readonly short[] _dateUnit;
    private readonly double[] _dateTotal;
    private readonly double[] _dateWorth;
    private readonly double[] _dateNewTotal;
    private readonly double[] _dateCrypto;
    private readonly bool[] _dateJumps;
    private readonly int[] _dateRows;
    private readonly ulong[] _dateCurrencies;
    private readonly BelowLimitTally[] _dateBelow;
    private readonly bool[] _dateShrunk;

    /// <summary>The account of the date's first regular payout, a code of the accounts' book; -1 none.</summary>
    private readonly int[] _dateMain;
    private readonly bool[] _dateHasExtra;

    /// <summary>What of the pay date is no regular pay and did not come back.</summary>
    private readonly double[] _dateExtra;

    /// <summary>The account of earlier pay dates from which a payout of the date came back, a code of the accounts' book; -1 none.</summary>
    private readonly int[] _dateReturned;
    private readonly double[] _dateReturnedTotal;
    private readonly double[] _dateReturnedNew;
    private readonly (int Stamp, int Up, int Payees)[] _employerJumps;

    /// <summary>By employer, for the pay date at hand: how many come back after long to an account they had.</summary>
    private readonly (int Stamp, int Back)[] _employerReturns;

    /// <summary>Of the pay date at hand: payouts by employer and country of work, with the country of login and, under <see cref="CodeBook.Missing"/>, of all that tell one.</summary>
    private readonly Dictionary<(int Employer, short Work, short Login), int> _dateLogins = [];
    private int _stamp;

    private FeaturePass(LakeView view, FeatureSettings settings)
    {
        _view = view;
        _t = view.Transfers;
        var counts = view.Counts;
        _countries = new CountryFacts(view.Countries, view.Currencies);
        _use = new AccountUse(_t, counts, view.Employers.Count, PooledBanks(view, settings), [.. Enumerable.Range(0, view.Actors.Count).Select(actor => ClassOf(actor))]);
        _sequences = new SequentialAccounts(view.AccountEnds, counts.Accounts, view.Employers.Count);
        _sharing = new SharingCircle(_t, counts, view.Employers.Count, _use, _sequences);
        _moves = new BankMoves(view.Banks.Count, counts.Payees);
        _legs = new LegChains(view.Legs, _countries);
        _rates = new LegRates(view.Legs, view.Currencies.Count);
        _standing = new PayeeStanding(_t, counts.Payees, view.Employers.Count);
        _corridors = new CurrencyCorridors(view.Countries.Count);
        _limits = settings.LimitsBy(view.Currencies);
        _namesHands = new bool[view.Employers.Count];
        _jumpDay = Filled(counts.Payees, int.MinValue / 2);
        _dateJumps = new bool[counts.Payees];
        _payeeAccounts = new LinkLists(counts.Payees, counts.Payees);
        _payeeCurrencies = new LinkLists(counts.Payees, counts.Payees);
        _payeeHolders = new LinkLists(counts.Payees, counts.Payees);
        _firstPayDay = new int[counts.Payees];
        _lastPayDay = new int[counts.Payees];
        _payDayBefore = Filled(counts.Payees, int.MinValue);
        _payDates = new int[counts.Payees];
        _lastRow = Filled(counts.Payees, -1);
        _addressChangedDay = Filled(counts.Payees, int.MinValue / 2);
        _countryChangedDay = Filled(counts.Payees, int.MinValue / 2);
        _lastAddress = Filled(counts.Payees, -1);
        _bankOfAccount = Filled(counts.Accounts, CodeBook.Missing);
        _riskOfAccount = new byte[counts.Accounts];
        _amounts = new float[counts.Payees * RecentAmounts];
        Array.Fill(_amounts, float.NaN);
        _amountCurrency = new short[counts.Payees];
        _heldPay = new float[counts.Payees];
        _accountSwitches = Filled(counts.Payees * SwitchRing, int.MinValue / 2);
        _currencySwitches = Filled(counts.Payees * SwitchRing, int.MinValue / 2);
        _payeeChains = new (int, int)[counts.Payees];
        _cryptoDates = new int[counts.Payees];
        _cryptoSince = new int[counts.Payees];
        _cryptoLast = new int[counts.Payees];
        _dateStamp = new int[counts.Payees];
        _usd = [.. Enumerable.Range(0, view.Currencies.Count).Select(currency => ReferenceRates.PerUnit(view.Currencies[currency]) ?? double.NaN)];
        _dateUnit = new short[counts.Payees];
        _dateTotal = new double[counts.Payees];
        _dateWorth = new double[counts.Payees];
        _dateNewTotal = new double[counts.Payees];
        _dateCrypto = new double[counts.Payees];
        _dateRows = new int[counts.Payees];
        _dateBelow = new BelowLimitTally[counts.Payees];
        _dateShrunk = new bool[counts.Payees];
        _dateMain = new int[counts.Payees];
        _dateHasExtra = new bool[counts.Payees];
        _dateExtra = new double[counts.Payees];
        _extraDay = Filled(counts.Payees * ExtraKinds, int.MinValue / 2);
        _extraDates = new byte[counts.Payees * ExtraKinds];
        _takesPay = new bool[Math.Max(16, counts.Payees)];
        _dateReturned = new int[counts.Payees];
        _dateReturnedTotal = new double[counts.Payees];
        _dateReturnedNew = new double[counts.Payees];
        _accountShare = new float[Math.Max(16, counts.Payees)];
        _dateCurrencies = new ulong[counts.Payees];
        _employerJumps = new (int, int, int)[view.Employers.Count];
        _employerReturns = new (int, int)[view.Employers.Count];
    }

    /// <summary>
    /// Describes the rows <paramref name="wanted"/> marks; rows that <paramref name="tonight"/> marks form one batch.
    /// Both are indexed by view row. Pure: the same view and masks give the same matrix.
    /// </summary>
    public static FeatureMatrix Describe(LakeView view, bool[] wanted, bool[] tonight, FeatureSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(tonight);
        var rows = new List<int>();
        for (var row = 0; row < wanted.Length; row++) if (wanted[row]) rows.Add(row);
        var matrix = new FeatureMatrix([.. rows]);
        new FeaturePass(view, settings).Walk(matrix, wanted, tonight, cancel);
        return matrix;
    }

    /// <summary>
    /// What is known of people together or among peers, and what is known of each payee's history, do not touch: while a pay date enters the
    /// circles and the date before it the shares among peers, that date enters each payee's history. A date's rows are described when all is
    /// done, and describing changes nothing of it.
    /// </summary>
    private void Walk(FeatureMatrix matrix, bool[] wanted, bool[] tonight, CancellationToken cancel)
    {
        var next = 0;
        var tonightNoted = false;
        var (earlier, start) = (0, 0);
        while (start < _t.Count)
        {
            cancel.ThrowIfCancellationRequested();
            var day = _t.PayDay[start];
            var end = start;
            var anyTonight = false;
            var described = next;
            for (; end < _t.Count && _t.PayDay[end] == day; end++)
            {
                anyTonight |= tonight[end];
                if (wanted[end]) described++;
            }
            var (before, from, isFirstOfTonight) = (earlier, start, anyTonight && !tonightNoted);
            tonightNoted |= anyTonight;
            Parallel.Invoke(
                () =>
                {
                    for (var row = before; row < from; row++) Remember(row, _t.PayDay[row]);
                    BeginPayDate(from, end);
                },
                () =>
                {
                    for (var row = before; row < from; row++) RememberAmongPeers(row);
                    _sharing.NextBatch();
                    if (isFirstOfTonight)
                    {
                        for (var row = from; row < _t.Count; row++) if (tonight[row]) NoteTogether(row);
                    }
                    for (var row = from; row < end; row++) if (!tonight[row]) NoteTogether(row);
                    _moves.CountActive(day);
                });
            Describe(matrix, next, described);
            (next, earlier, start) = (described, start, end);
        }
    }

    private void Describe(FeatureMatrix matrix, int from, int end)
    {
        const int RowsAtOnce = 2048;
        Parallel.For(0, (end - from + RowsAtOnce - 1) / RowsAtOnce, block =>
        {
            var first = from + (block * RowsAtOnce);
            for (var i = first; i < Math.Min(first + RowsAtOnce, end); i++) DescribeRow(matrix.Rows[i], matrix.Vector(i), ref matrix.Facts[i]);
        });
    }

    private void NoteTogether(int row)
    {
        if (_t.Amount[row] <= 0) return;
        _sharing.Note(row);
        if (_t.ChangedBy[row] >= 0) _namesHands[_t.Employer[row]] = true;
        _moves.Note(_t.Payee[row], _t.Employer[row], _t.Bank[row], IsContractor(row), _t.ChangedBy[row], ClassOf(_t.ChangedBy[row]), _t.PayDay[row], RiskOf(row));
        _sequences.Note(_t, row);
    }

    /// <summary>Sums per payee over the pay date: splits, new-account share, currencies; and per employer how many jumped.</summary>
    private void BeginPayDate(int start, int end)
    {
        _stamp++;
        _dateLogins.Clear();
        for (var row = start; row < end; row++)
        {
            if (_t.Amount[row] <= 0) continue;
            var payee = _t.Payee[row];
            if (_t.LoginCountry[row] >= 0)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_dateLogins, (_t.Employer[row], _t.WorkCountry[row], _t.LoginCountry[row]), out _)++;
                CollectionsMarshal.GetValueRefOrAddDefault(_dateLogins, (_t.Employer[row], _t.WorkCountry[row], (short)CodeBook.Missing), out _)++;
            }
            if (_dateStamp[payee] != _stamp)
            {
                _dateStamp[payee] = _stamp;
                _dateUnit[payee] = _t.Currency[row];
                _dateTotal[payee] = 0;
                _dateWorth[payee] = 0;
                _dateNewTotal[payee] = 0;
                _dateCrypto[payee] = 0;
                _dateRows[payee] = 0;
                _dateCurrencies[payee] = 0;
                _dateBelow[payee] = default;
                _dateShrunk[payee] = false;
                _dateMain[payee] = CodeBook.Missing;
                _dateHasExtra[payee] = false;
                _dateExtra[payee] = 0;
                _dateReturned[payee] = CodeBook.Missing;
                _dateReturnedTotal[payee] = 0;
                _dateReturnedNew[payee] = 0;
                _dateJumps[payee] = false;
                if (_payDates[payee] > 0 && IdleTime(row, payee, _t.PayDay[row]) > 0 && _payeeAccounts.Find(payee, _t.Account[row]) >= 0)
                {
                    ref var returns = ref _employerReturns[_t.Employer[row]];
                    returns = (_stamp, returns.Stamp == _stamp ? returns.Back + 1 : 1);
                }
            }
            if (_view.Legs.Count > 0) _rates.Note(_t.TransferKey[row], _t.PayDay[row]);
            _dateRows[payee]++;
            if (!IsMainline(row))
            {
                _dateHasExtra[payee] = true;
                if (_t.ReturnCode[row] < 0) _dateExtra[payee] += _t.Amount[row];
            }
            else if (_dateMain[payee] < 0) _dateMain[payee] = _t.Account[row];
            if (_t.SplitNo[row] <= 1 && IsBelowLimit(_t.Amount[row], _t.Currency[row])) _dateBelow[payee] = _dateBelow[payee].And(_t.Amount[row]);
            _dateCurrencies[payee] |= 1UL << (_t.Currency[row] & 63);
            _dateTotal[payee] += _t.Amount[row];
            _dateWorth[payee] += Worth(row, payee);
            if (IsCryptoPayout(row)) _dateCrypto[payee] += _t.Amount[row];
            var node = _payeeAccounts.Find(payee, _t.Account[row]);
            var isNew = node < 0 || _t.PayDay[row] - _payeeAccounts.First(node) < DrainDays;
            if (isNew) _dateNewTotal[payee] += Worth(row, payee);
            if (_t.ReturnCode[row] < 0) continue;
            if (node >= 0) _dateReturned[payee] = _t.Account[row];
            _dateReturnedTotal[payee] += Worth(row, payee);
            if (isNew) _dateReturnedNew[payee] += Worth(row, payee);
        }
        for (var row = start; row < end; row++)
        {
            var payee = _t.Payee[row];
            if (_t.Amount[row] <= 0 || _dateStamp[payee] != _stamp) continue;
            _dateShrunk[payee] |= HasShrunk(row, payee);
            var jump = Jump(row, payee);
            if (float.IsNaN(jump)) continue;
            _dateJumps[payee] |= jump > SeasonalJump;
            ref var tally = ref _employerJumps[_t.Employer[row]];
            if (tally.Stamp != _stamp) tally = (_stamp, 0, 0);
            tally = (_stamp, tally.Up + (jump > SeasonalJump ? 1 : 0), tally.Payees + 1);
        }
    }

    private void DescribeRow(int row, Span<float> f, ref PayoutFacts facts)
    {
        f.Fill(float.NaN);
        facts.GapDays = -1;
        facts.PreviousAccount = -1;
        facts.PreviousCurrency = -1;
        facts.AccountAgeDays = -1;
        var payee = _t.Payee[row];
        var day = _t.PayDay[row];
        var last = _lastRow[payee];
        facts.PriorPayDates = _payDates[payee];
        if (last >= 0)
        {
            facts.PreviousAccount = _t.Account[last];
            facts.PreviousCurrency = _t.Currency[last];
        }

        var isNew = facts.PriorPayDates < NewJoinerPayDates;
        facts.Tested |= Innocents.NewJoiner;
        if (isNew) facts.Applies |= Innocents.NewJoiner;

        DescribeRouting(row, payee, day, last, isNew, f, ref facts);
        DescribeSharing(row, day, f, ref facts);
        DescribeCurrency(row, payee, day, isNew, f, ref facts);
    }

    private static bool[] PooledBanks(LakeView view, FeatureSettings settings)
    {
        var pooled = new bool[view.Banks.Count];
        for (var bank = 0; bank < pooled.Length; bank++)
        {
            foreach (var prefix in settings.PooledInstitutions)
            {
                if (view.Banks[bank].StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) pooled[bank] = true;
            }
        }
        return pooled;
    }

    /// <summary>An account of old gets much less of the pay than it once got: not the savings account that always had its tenth.</summary>
    private bool HasShrunk(int row, int payee)
    {
        var node = _payeeAccounts.Find(payee, _t.Account[row]);
        return node >= 0 && _t.PayDay[row] - _payeeAccounts.First(node) >= DrainDays && Worth(row, payee) < 0.6 * _accountShare[node] * PaidOnce(payee);
    }

    /// <summary>The amount in the currency of the payee's first payout of the pay date: pay in two currencies is divided by what the parts are worth, roughly. As it stands where a rate is not known. For shares of one date; another date's may be in another currency.</summary>
    private double Worth(int row, int payee)
    {
        var (currency, unit) = (_t.Currency[row], _dateUnit[payee]);
        if (currency == unit || currency < 0 || unit < 0) return _t.Amount[row];
        var rate = _usd[currency] / _usd[unit];
        return double.IsNaN(rate) ? _t.Amount[row] : _t.Amount[row] * rate;
    }

    /// <summary>Since when the payee is here: the day of hire when that is stated and past, else the first pay.</summary>
    private int Since(int row, int payee, int day)
    {
        var hired = _t.HireDay[row];
        if (hired != TransferColumns.NoDay && hired <= day) return hired;
        return _payDates[payee] == 0 ? day : _firstPayDay[payee];
    }

    /// <summary>Within the first year on this account, whose entry and approval bear the names of users.</summary>
    private bool IsSetUp(int row, int payee, int day)
    {
        if (!IsSigned(row)) return false;
        var node = _payeeAccounts.Find(payee, _t.Account[row]);
        return node < 0 || day - _payeeAccounts.First(node) <= 365;
    }

    /// <summary>A named user approved what somebody entered: whether it was one and the same can be said.</summary>
    private bool IsSigned(int row) => _t.ChangedBy[row] >= 0 && _t.ApprovedBy[row] >= 0 && !IsClassWord(_t.ApprovedBy[row]);

    private bool HolderIsSelf(int row) => !_use.IsForeign(row);

    private bool IsCryptoPayout(int row) =>
        _countries.IsCrypto(_t.Currency[row]) || _t.AccountScheme[row] >= AccountScheme.BitcoinWallet || _t.Channel[row] == Channel.Wallet;

    private bool IsContractor(int row) => _t.EmploymentType[row] == EmploymentType.Contractor;

    private bool IsMainline(int row) => _t.PayType[row] is PayType.Unstated or PayType.Regular or PayType.Invoice;

    private bool IsClassWord(int actor) => ClassOf(actor) is > ActorClass.Unknown and < ActorClass.NamedUser;

    private ActorClass ClassOf(int actor) => actor < 0 ? ActorClass.Unknown : _view.Actors[actor] switch
    {
        "employee" => ActorClass.Employee,
        "hr" => ActorClass.Hr,
        "admin" => ActorClass.Admin,
        "import" => ActorClass.Import,
        _ => ActorClass.NamedUser,
    };

    /// <summary>Crowds are compared among those who work in one country, wherever the account is: a bank abroad is not usual for being the only one there.</summary>
    private int WorkersOf(int row) => (_t.WorkCountry[row] >= 0 ? _t.WorkCountry[row] : _t.AccountCountry[row]) + 1;

    private double BankShare(int row, int bank) => _bankShares.Share(_t.Employer[row], _t.AccountCountry[row] + 1, bank);

    /// <summary>The currency is that of the country which the work or the home moved to within two months: an assignment begins or ends.</summary>
    private bool GoesWithWork(int row, int payee, int day)
    {
        var last = _lastRow[payee];
        if (last < 0) return false;
        var moved = _countryChangedDay[payee] > day - ChangeWindow
            || _t.ResidenceCountry[last] != _t.ResidenceCountry[row] || _t.WorkCountry[last] != _t.WorkCountry[row];
        return moved && (_countries.IsLegalTender(_t.Currency[row], _t.WorkCountry[row]) || _countries.IsLegalTender(_t.Currency[row], _t.ResidenceCountry[row]));
    }

    /// <summary>True when the key was not among those of the payee's last pay date: a switch, to something new or back to something old.</summary>
    private bool SwitchesNow(int row, int payee, LinkLists lists, int key)
    {
        if (_payDates[payee] == 0 || !IsMainline(row)) return false;
        var before = _lastPayDay[payee] == _t.PayDay[row] ? _payDayBefore[payee] : _lastPayDay[payee];
        if (before == int.MinValue) return false;
        var node = lists == _payeeCurrencies ? CurrencyNode(payee, (short)key, _t.PayDay[row]) : lists.Find(payee, key);
        return node < 0 || lists.Last(node) < before;
    }

    /// <summary>When the payee was paid in a currency; in the one that it replaced where there is none yet.</summary>
    private int CurrencyNode(int payee, short currency, int day)
    {
        var node = _payeeCurrencies.Find(payee, currency);
        if (node >= 0) return node;
        for (node = _payeeCurrencies.Head(payee); node >= 0; node = _payeeCurrencies.Next(node))
        {
            if (_countries.IsReplaced((short)_payeeCurrencies.Key(node), currency, day)) return node;
        }
        return node;
    }

    /// <summary>The last payout was returned: what is done otherwise after it corrects it.</summary>
    private bool CameBack(int payee) => _lastRow[payee] >= 0 && _t.ReturnCode[_lastRow[payee]] >= 0;

    private int FirstAccountDay(int payee) => _payDates[payee] == 0 ? int.MaxValue : _firstPayDay[payee];

    private static int CountSince(int[] ring, int payee, int since)
    {
        var count = 0;
        for (var i = 0; i < SwitchRing; i++) if (ring[(payee * SwitchRing) + i] > since) count++;
        return count;
    }

    private static void Push(int[] ring, int payee, int day)
    {
        var at = payee * SwitchRing;
        if (ring[at] == day) return;
        ring.AsSpan(at, SwitchRing - 1).CopyTo(ring.AsSpan(at + 1));
        ring[at] = day;
    }

    private const int CryptoValue = 100;

    /// <summary>What one in five does is ordinary.</summary>
    private const double LeastRarity = 1.5;

    /// <summary>
    /// A rarity as the models see it: 0 for what is ordinary, else in steps of half a nat, for shares drift a little from month to month, and
    /// the highest value yet is no news when it is a hair above the one before.
    /// </summary>
    private static float Notable(double rarity) => float.IsNaN((float)rarity) ? float.NaN : rarity < LeastRarity ? 0 : (float)(Math.Floor(2 * Math.Min(rarity, MostRarity)) / 2);

    private static float ShareOf(double rarity) => (float)Math.Exp(-rarity);

    private static int PeerGroup(int employer, EmploymentType type) => (employer * 4) + (int)type;

    private static int[] Filled(int length, int value)
    {
        var array = new int[length];
        Array.Fill(array, value);
        return array;
    }
}
