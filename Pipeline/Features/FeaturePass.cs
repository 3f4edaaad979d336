// One pass over the lake in the order of time: every payout is described by what was known on its pay day, in training as in scoring.
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// Walks the view by pay date. The payouts of one pay date are known together: all of them enter the sharing circles before the first is
/// described. Tonight's payouts, whatever their pay dates, arrived together and form one batch in that sense. A payee's own history
/// and the shares among peers hold earlier pay dates only. Later rows must be hidden by the view.
/// </summary>
public sealed class FeaturePass
{
    private const int RecentAmounts = 6;
    private const int SwitchRing = 6;
    private const int NewJoinerPayDates = 2;
    private const int ChangeWindow = 60;
    private const int StableRouteDays = 180;
    private const int StableCurrencyRuns = 3;
    private const int ExitGraceDays = 45;

    /// <summary>Contractors invoice after the work is done.</summary>
    private const int InvoiceGraceDays = 65;

    /// <summary>Rarer than one in a thousand is not told apart: a share of nothing is no measure.</summary>
    private const double MostRarity = 7;

    private readonly LakeView _view;
    private readonly TransferColumns _t;
    private readonly CountryFacts _countries;
    private readonly SharingCircle _sharing;
    private readonly BankMoves _moves;
    private readonly LegChains _legs;
    private readonly LinkLists _payeeAccounts;
    private readonly LinkLists _payeeCurrencies;
    private readonly LinkLists _payeeHolders;
    private readonly PeerShares _bankShares = new();
    private readonly PeerShares _countryShares = new();
    private readonly PeerShares _channelShares = new();
    private readonly PeerShares _currencyShares = new();
    private readonly PeerShares _loginShares = new();
    private readonly PeerShares _holderShares = new();
    private readonly PeerShares _chainShares = new();
    private readonly int[] _payeeChains;
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
    private readonly float[] _amounts;
    private readonly short[] _amountCurrency;
    private readonly int[] _accountSwitches;
    private readonly int[] _currencySwitches;

    // Per payee, for the pay date at hand.
    private readonly int[] _dateStamp;
    private readonly double[] _dateTotal;
    private readonly double[] _dateNewTotal;
    private readonly int[] _dateRows;
    private readonly ulong[] _dateCurrencies;
    private readonly Dictionary<int, (int Up, int Payees)> _employerJumps = [];
    private int _stamp;

    private FeaturePass(LakeView view, FeatureSettings settings)
    {
        _view = view;
        _t = view.Transfers;
        var counts = view.Counts;
        _countries = new CountryFacts(view.Countries, view.Currencies);
        _sharing = new SharingCircle(_t, counts, PooledBanks(view, settings));
        _moves = new BankMoves(view.Banks.Count, counts.Payees);
        _legs = new LegChains(view.Legs, _countries);
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
        _amounts = new float[counts.Payees * RecentAmounts];
        Array.Fill(_amounts, float.NaN);
        _amountCurrency = new short[counts.Payees];
        _accountSwitches = Filled(counts.Payees * SwitchRing, int.MinValue / 2);
        _currencySwitches = Filled(counts.Payees * SwitchRing, int.MinValue / 2);
        _payeeChains = new int[counts.Payees];
        _cryptoDates = new int[counts.Payees];
        _cryptoSince = new int[counts.Payees];
        _cryptoLast = new int[counts.Payees];
        _dateStamp = new int[counts.Payees];
        _dateTotal = new double[counts.Payees];
        _dateNewTotal = new double[counts.Payees];
        _dateRows = new int[counts.Payees];
        _dateCurrencies = new ulong[counts.Payees];
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

    private void Walk(FeatureMatrix matrix, bool[] wanted, bool[] tonight, CancellationToken cancel)
    {
        var next = 0;
        var tonightNoted = false;
        var start = 0;
        while (start < _t.Count)
        {
            cancel.ThrowIfCancellationRequested();
            var day = _t.PayDay[start];
            var end = start;
            var anyTonight = false;
            while (end < _t.Count && _t.PayDay[end] == day) anyTonight |= tonight[end++];

            _sharing.NextBatch();
            if (anyTonight && !tonightNoted)
            {
                tonightNoted = true;
                for (var row = start; row < _t.Count; row++) if (tonight[row]) NoteTogether(row);
            }
            for (var row = start; row < end; row++) if (!tonight[row]) NoteTogether(row);
            _moves.CountActive(day);
            BeginPayDate(start, end);
            for (var row = start; row < end; row++)
            {
                if (!wanted[row]) continue;
                DescribeRow(row, matrix.Vector(next), ref matrix.Facts[next]);
                next++;
            }
            for (var row = start; row < end; row++) Remember(row, day);
            start = end;
        }
    }

    private void NoteTogether(int row)
    {
        if (_t.Amount[row] <= 0) return;
        _sharing.Note(row);
        _moves.Note(_t.Payee[row], _t.Employer[row], _t.Bank[row], _t.ChangedBy[row], _t.PayDay[row]);
    }

    /// <summary>Sums per payee over the pay date: splits, new-account share, currencies; and per employer how many jumped.</summary>
    private void BeginPayDate(int start, int end)
    {
        _stamp++;
        _employerJumps.Clear();
        for (var row = start; row < end; row++)
        {
            if (_t.Amount[row] <= 0) continue;
            var payee = _t.Payee[row];
            if (_dateStamp[payee] != _stamp)
            {
                _dateStamp[payee] = _stamp;
                _dateTotal[payee] = 0;
                _dateNewTotal[payee] = 0;
                _dateRows[payee] = 0;
                _dateCurrencies[payee] = 0;
            }
            _dateRows[payee]++;
            _dateCurrencies[payee] |= 1UL << (_t.Currency[row] & 63);
            _dateTotal[payee] += _t.Amount[row];
            var node = _payeeAccounts.Find(payee, _t.Account[row]);
            if (node < 0 || _t.PayDay[row] - _payeeAccounts.First(node) < 30) _dateNewTotal[payee] += _t.Amount[row];
        }
        for (var row = start; row < end; row++)
        {
            var payee = _t.Payee[row];
            if (_t.Amount[row] <= 0 || _dateStamp[payee] != _stamp) continue;
            var jump = Jump(row, payee);
            if (float.IsNaN(jump)) continue;
            ref var tally = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_employerJumps, _t.Employer[row], out _);
            tally = (tally.Up + (jump > 0.2f ? 1 : 0), tally.Payees + 1);
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

    private void DescribeRouting(int row, int payee, int day, int last, bool isNew, Span<float> f, ref PayoutFacts facts)
    {
        var node = _payeeAccounts.Find(payee, _t.Account[row]);
        var accountAge = node < 0 ? 0 : day - _payeeAccounts.First(node);
        if (!isNew) facts.AccountAgeDays = accountAge;
        var isNewAccount = !isNew && node < 0;
        var accountIsRecent = !isNew && accountAge < ChangeWindow && FirstAccountDay(payee) < day - accountAge;
        var longStanding = node >= 0 && accountAge >= StableRouteDays;
        facts.Tested |= Innocents.LongStanding;
        if (longStanding) facts.Applies |= Innocents.LongStanding;

        var returned = _t.ReturnCode[row] >= 0 || (last >= 0 && _t.ReturnCode[last] >= 0);
        var oldBank = last >= 0 ? _t.Bank[last] : CodeBook.Missing;
        if (!isNewAccount && accountAge < ChangeWindow) oldBank = BankBefore(payee, _t.Account[row]);
        var merger = false;
        var relocated = false;
        if (_t.PayeeCheck[row] == PayeeCheck.Match)
        {
            facts.Tested |= Innocents.PayeeConfirmed;
            facts.Applies |= Innocents.PayeeConfirmed;
        }
        if (accountIsRecent || isNewAccount)
        {
            facts.Tested |= Innocents.ReturnedPayment | Innocents.MergerCohort | Innocents.Relocation;
            if (returned) facts.Applies |= Innocents.ReturnedPayment;
            merger = HolderIsSelf(row) && oldBank >= 0
                && _moves.IsMerger(oldBank, _t.Bank[row], day, _bankShares.Share(_t.Employer[row], _t.AccountCountry[row] + 1, oldBank));
            if (merger) facts.Applies |= Innocents.MergerCohort;
            relocated = HasRelocated(row, payee, day, last);
            if (relocated) facts.Applies |= Innocents.Relocation;
            facts.Tested |= Innocents.BulkImport;
            if (_t.ChangedBy[row] >= 0 && _view.Actors[_t.ChangedBy[row]] == "import") facts.Applies |= Innocents.BulkImport;
        }

        if (!isNew)
        {
            f[(int)Feature.AccountNew] = isNewAccount ? 1 : accountIsRecent ? 0.7f : 0;
            f[(int)Feature.AccountChanges] = CountSince(_accountSwitches, payee, day - 365) + (isNewAccount ? 1 : 0);
            f[(int)Feature.ChannelStep] = ChannelStep(row, last);
            if (_dateRows[payee] > 1 && _dateNewTotal[payee] > 0 && _dateNewTotal[payee] < 0.999 * _dateTotal[payee] && accountAge < 30)
            {
                facts.Tested |= Innocents.SavingsSplit;
                var share = _dateNewTotal[payee] / _dateTotal[payee];
                if (share <= 0.35 && HolderIsSelf(row)) facts.Applies |= Innocents.SavingsSplit;
                f[(int)Feature.SplitDrain] = (float)share;
            }
            else
            {
                f[(int)Feature.SplitDrain] = 0;
            }
            var jump = Jump(row, payee);
            if (!float.IsNaN(jump))
            {
                facts.Tested |= Innocents.BonusMonth;
                var (up, payees) = _employerJumps.GetValueOrDefault(_t.Employer[row]);
                var seasonal = _t.PayType[row] == PayType.Bonus || (payees >= 4 && up * 10 >= payees * 3);
                if (seasonal && jump > 0.2f)
                {
                    facts.Applies |= Innocents.BonusMonth;
                    jump *= 0.2f;
                }
                f[(int)Feature.AmountJump] = Math.Max(0, jump);
            }
        }

        // How soon after the change pay day comes is judged among changes only: no change, no value.
        var changed = _t.ChangedDay[row];
        var declared = changed != TransferColumns.NoDay && changed <= day && day - changed <= ChangeWindow;
        if (!isNew && declared)
        {
            facts.GapDays = WorkingDays.Between(changed, day);
            if (!merger && !returned) f[(int)Feature.ChangeToPayGap] = facts.GapDays;
        }
        if (accountIsRecent || isNewAccount)
        {
            var bankRarity = 0.0;
            if (_t.Bank[row] >= 0)
            {
                bankRarity = Math.Min(_bankShares.Rarity(_t.Employer[row], _t.AccountCountry[row] + 1, _t.Bank[row]), MostRarity);
                f[(int)Feature.NewBankRarity] = (float)bankRarity;
                facts.BankShare = ShareOf(bankRarity);
            }
            // Many moving to a bank that many use already is a bank day at the site; to a bank that hardly anybody uses it is a pattern.
            var unusual = Math.Clamp((bankRarity - 1) / 3, 0.1, 1);
            f[(int)Feature.SelfApproved] =
                _t.ChangedBy[row] < 0 || _t.ApprovedBy[row] < 0 || IsClassWord(_t.ChangedBy[row]) ? float.NaN
                : _t.ChangedBy[row] == _t.ApprovedBy[row] ? 1 : 0;
            f[(int)Feature.ActorSameBank] = IsClassWord(_t.ChangedBy[row]) ? float.NaN
                : (float)(unusual * Math.Max(0, _moves.ActorPayees(_t.ChangedBy[row], _t.Bank[row], day) - 1));
            f[(int)Feature.BankBurst] = merger || _t.Bank[row] < 0 ? 0
                : (float)(unusual * _moves.Burst(_t.Employer[row], _t.Bank[row], day, _bankShares.Share(_t.Employer[row], _t.AccountCountry[row] + 1, _t.Bank[row])));
        }

        f[(int)Feature.CountryRarity] = _sharing.Circle(_t.Account[row], day).Pooled || _sharing.IsAtPooledBank(_t.Account[row])
            ? float.NaN : CountryRarity(row, longStanding, relocated, ref facts);
        f[(int)Feature.HolderMismatch] = HolderMismatch(row, payee, day, node, ref facts);
        // The bank's answer is news while the account is; on an old one it repeats what was once explained.
        f[(int)Feature.PayeeCheckRisk] = !isNew && accountAge >= ChangeWindow ? float.NaN : _t.PayeeCheck[row] switch
        {
            PayeeCheck.None => 1,
            PayeeCheck.Close => 0.3f,
            PayeeCheck.Match => 0,
            _ => float.NaN,
        };
        f[(int)Feature.DaysAfterExit] = DaysAfterExit(row, day, ref facts);
        if (f[(int)Feature.SelfApproved] == 1) facts.Hard |= HardFacts.SelfApproved;
        if ((isNewAccount || accountIsRecent) && _t.PayeeCheck[row] == PayeeCheck.None && (facts.Applies & Innocents.NameChange) == 0)
            facts.Hard |= HardFacts.NameRefused;
        if (_t.LoginCountry[row] >= 0)
        {
            var atHome = _t.LoginCountry[row] == _t.WorkCountry[row] || _t.LoginCountry[row] == _t.ResidenceCountry[row];
            if (!atHome)
            {
                var rarity = _loginShares.Rarity(_t.Employer[row], _t.WorkCountry[row] + 1, _t.LoginCountry[row]);
                facts.LoginShare = ShareOf(rarity);
                f[(int)Feature.LoginRarity] = (float)Math.Min(rarity, MostRarity);
            }
            else
            {
                f[(int)Feature.LoginRarity] = 0;
            }
        }
    }

    private void DescribeSharing(int row, int day, Span<float> f, ref PayoutFacts facts)
    {
        var circle = _sharing.Circle(_t.Account[row], day);
        facts.Persons = circle.Persons;
        facts.UnrelatedGroups = circle.Groups;
        facts.Employers = circle.Employers;
        if (circle.Persons > 1) facts.Tested |= Innocents.Household | Innocents.PooledAccount;
        if (circle.Pooled)
        {
            facts.Applies |= Innocents.PooledAccount;
            facts.SharingNotAssessable = true;
            return;
        }
        if (circle.Related) facts.Applies |= Innocents.Household;
        var household = circle.Related && circle.Persons > 1;
        if (circle.Persons == 2 && !household)
        {
            facts.Tested |= Innocents.LongStandingPair;
            if (_sharing.IsOldPair(_t.Account[row], day)) facts.Applies |= Innocents.LongStandingPair;
        }
        f[(int)Feature.UnrelatedGroups] = Math.Max(0, circle.Groups - 1);
        f[(int)Feature.OtherPersons] = household ? 0 : Math.Max(0, circle.Persons - 1);
        f[(int)Feature.OtherEmployers] = household ? 0 : Math.Max(0, circle.Employers - 1);
        f[(int)Feature.FanInGrowth] = household || circle.Persons < 2 ? 0 : circle.NewIn90;
        var baton = _sharing.Baton(row, out var rehire);
        if (baton > 0 || rehire) facts.Tested |= Innocents.Rehire;
        if (rehire) facts.Applies |= Innocents.Rehire;
        f[(int)Feature.BatonReuse] = (float)baton;
        facts.IdentifierOthers = _sharing.IdentifierOthers(row);
        f[(int)Feature.IdentifierLinks] = facts.IdentifierOthers;
        f[(int)Feature.HolderFanIn] = _sharing.HolderFanIn(row);
        if (_t.Address[row] >= 0)
        {
            facts.Tested |= Innocents.EmployerAddress;
            if (_sharing.IsAddressHub(row)) facts.Applies |= Innocents.EmployerAddress;
        }

        if (circle.Groups >= 3)
        {
            facts.Hard |= HardFacts.ThreeUnrelatedPeople;
            if (circle.Employers >= 2) facts.Hard |= HardFacts.SharedAcrossEmployers;
        }
        if (baton >= 1) facts.Hard |= HardFacts.BatonBetweenUnrelated;
        if (facts.IdentifierOthers >= 2) facts.Hard |= HardFacts.IdentityRing;
    }

    private void DescribeCurrency(int row, int payee, int day, bool isNew, Span<float> f, ref PayoutFacts facts)
    {
        var currency = _t.Currency[row];
        var contract = _t.ContractCurrency[row];
        var node = _payeeCurrencies.Find(payee, currency);
        var stable = node >= 0 && _payeeCurrencies.Times(node) >= StableCurrencyRuns;
        var offContract = contract >= 0 && contract != currency;
        var guard = 1.0;
        if (offContract)
        {
            facts.Tested |= Innocents.LongStanding | Innocents.CommonForPeers;
            if (stable) guard *= 0.15;
            var rarity = _currencyShares.Rarity(_t.Employer[row], contract + 1, currency);
            facts.CurrencyShare = ShareOf(rarity);
            if (rarity < 2) facts.Applies |= Innocents.CommonForPeers;
            if (isNew) guard *= 0.4;
            f[(int)Feature.OffContractRarity] = (float)(guard * Math.Min(rarity, MostRarity));
        }
        else
        {
            f[(int)Feature.OffContractRarity] = 0;
        }

        var legalTender = _countries.IsLegalTender(currency, _t.AccountCountry[row])
            || _countries.IsLegalTender(currency, _t.WorkCountry[row])
            || _countries.IsLegalTender(currency, _t.ResidenceCountry[row]);
        f[(int)Feature.ThirdCountryCurrency] =
            (contract >= 0 && !offContract) || legalTender || _countries.IsCrypto(currency) ? 0
            : (float)((stable ? 0.15 : 1) * (_countries.IsReserve(currency) ? 0.5 : 1));

        var isCrypto = IsCryptoPayout(row);
        if (isCrypto)
        {
            facts.Tested |= Innocents.ContractualCrypto;
            var rarity = _channelShares.Rarity(_t.Employer[row], (int)_t.EmploymentType[row] + 1, CryptoValue);
            facts.CryptoShare = ShareOf(rarity);
            var always = _cryptoDates[payee] >= StableCurrencyRuns
                && (day - _cryptoSince[payee] >= StableRouteDays || _cryptoSince[payee] == _firstPayDay[payee]);
            var contractual = _countries.IsCrypto(contract) || always || rarity < 1.6;
            if (contractual) facts.Applies |= Innocents.ContractualCrypto;
            f[(int)Feature.CryptoRarity] = (float)(Math.Min(rarity, MostRarity) * (contractual ? 0.15 : 1));
        }
        else
        {
            f[(int)Feature.CryptoRarity] = 0;
        }

        facts.Tested |= Innocents.HomeSplit;
        if (IsHomeSplit(row)) facts.Applies |= Innocents.HomeSplit;
        var inDate = System.Numerics.BitOperations.PopCount(_dateStamp[payee] == _stamp ? _dateCurrencies[payee] : 1);
        f[(int)Feature.SameDayCurrencies] = (float)((inDate - 1) * (stable ? 0.15 : 1));

        if (!isNew)
        {
            var isNewCurrency = node < 0;
            f[(int)Feature.CurrencyNew] = isNewCurrency ? 1 : 0;
            var switches = CountSince(_currencySwitches, payee, day - 180) + (SwitchesNow(row, payee, _payeeCurrencies, currency) ? 1 : 0);
            facts.Tested |= Innocents.PermanentSwitch;
            if (switches == 1) facts.Applies |= Innocents.PermanentSwitch;
            if (switches == 1 && contract >= 0)
            {
                facts.Tested |= Innocents.ApprovedSwitch;
                if (!offContract) facts.Applies |= Innocents.ApprovedSwitch;
            }
            f[(int)Feature.HopReversals] = Math.Max(0, switches - 1);
            f[(int)Feature.DistinctCurrencies] = Math.Max(0, DistinctSince(payee, currency, day - 180) - 1);
            var accountNode = _payeeAccounts.Find(payee, _t.Account[row]);
            var newAccount = accountNode < 0 || day - _payeeAccounts.First(accountNode) <= 14;
            f[(int)Feature.HopWithAccountChange] =
                newAccount && (isNewCurrency || (offContract && !stable)) && (facts.Applies & Innocents.Relocation) == 0 ? 1 : 0;
        }

        var chain = _legs.Of(_t.TransferKey[row], currency);
        if (chain.Count == 0) return;
        var chainRarity = _chainShares.Rarity(_t.Employer[row], 0, chain.CurrenciesIn48Hours >= 3 ? 1 : 0);
        var usualChain = chain.CurrenciesIn48Hours >= 3 && (chainRarity < 1.6 || _payeeChains[payee] >= StableCurrencyRuns);
        facts.Tested |= Innocents.UsualChain;
        if (usualChain) facts.Applies |= Innocents.UsualChain;
        f[(int)Feature.LegCurrencies] = usualChain && !chain.CryptoExit ? 2 : chain.CurrenciesIn48Hours;
        f[(int)Feature.LegCryptoExit] = chain.CryptoExit ? 1 : 0;
        f[(int)Feature.LegCountries] = chain.Countries;
        if (chain.CurrenciesIn48Hours >= 3 && (!usualChain || chain.CryptoExit)) facts.Hard |= HardFacts.ThreeCurrencyChain;
        if (chain.CryptoExit && (facts.Applies & Innocents.ContractualCrypto) == 0) facts.Hard |= HardFacts.CryptoExit;
    }

    /// <summary>After a pay date has been described it becomes history.</summary>
    private void Remember(int row, int day)
    {
        if (_t.Amount[row] <= 0) return;
        var payee = _t.Payee[row];
        var employer = _t.Employer[row];
        var mainline = IsMainline(row);
        var firstOfDate = _payDates[payee] == 0 || _lastPayDay[payee] != day;

        if (mainline)
        {
            if (SwitchesNow(row, payee, _payeeAccounts, _t.Account[row])) Push(_accountSwitches, payee, day);
            if (SwitchesNow(row, payee, _payeeCurrencies, _t.Currency[row])) Push(_currencySwitches, payee, day);
        }
        _payeeAccounts.Touch(payee, _t.Account[row], day);
        _bankOfAccount[_t.Account[row]] = _t.Bank[row];
        _payeeCurrencies.Touch(payee, _t.Currency[row], day);
        if (IsCryptoPayout(row) && _cryptoLast[payee] != day)
        {
            if (_cryptoDates[payee]++ == 0) _cryptoSince[payee] = day;
            _cryptoLast[payee] = day;
        }
        _payeeHolders.Touch(payee, _t.HolderName[row], day);

        if (_t.Bank[row] >= 0) _bankShares.Add(employer, _t.AccountCountry[row] + 1, _t.Bank[row]);
        if (_t.AccountCountry[row] >= 0) _countryShares.Add(PeerGroup(employer, _t.EmploymentType[row]), _t.WorkCountry[row] + 1, _t.AccountCountry[row]);
        var crypto = _countries.IsCrypto(_t.Currency[row]) || _t.AccountScheme[row] >= AccountScheme.BitcoinWallet;
        _channelShares.Add(employer, (int)_t.EmploymentType[row] + 1, crypto ? CryptoValue : (int)_t.Channel[row]);
        if (_t.ContractCurrency[row] >= 0) _currencyShares.Add(employer, _t.ContractCurrency[row] + 1, _t.Currency[row]);
        if (_t.LoginCountry[row] >= 0) _loginShares.Add(employer, _t.WorkCountry[row] + 1, _t.LoginCountry[row]);
        _holderShares.Add(employer, (int)_t.EmploymentType[row] + 1, HolderIsSelf(row) ? 0 : 1);

        if (_view.Legs.Count > 0)
        {
            var chain = _legs.Of(_t.TransferKey[row], _t.Currency[row]);
            if (chain.Count > 0)
            {
                _chainShares.Add(employer, 0, chain.CurrenciesIn48Hours >= 3 ? 1 : 0);
                if (chain.CurrenciesIn48Hours >= 3) _payeeChains[payee]++;
            }
        }

        if (!mainline) return;
        if (firstOfDate)
        {
            if (_payDates[payee] == 0) _firstPayDay[payee] = day;
            else _payDayBefore[payee] = _lastPayDay[payee];
            _payDates[payee]++;
            if (System.Numerics.BitOperations.PopCount(_dateCurrencies[payee]) == 1) PushAmount(payee, _t.Currency[row], _dateTotal[payee]);
        }
        if (_lastRow[payee] >= 0)
        {
            var before = _lastRow[payee];
            if (_t.ResidenceCountry[before] != _t.ResidenceCountry[row] || _t.WorkCountry[before] != _t.WorkCountry[row]) _countryChangedDay[payee] = day;
        }
        if (_t.Address[row] >= 0)
        {
            if (_lastAddress[payee] >= 0 && _lastAddress[payee] != _t.Address[row]) _addressChangedDay[payee] = day;
            _lastAddress[payee] = _t.Address[row];
        }
        _lastPayDay[payee] = day;
        _lastRow[payee] = row;
    }

    /// <summary>
    /// -ln share of the account's country among peers of the same work country, worker type and employer; 0 when it is the country of
    /// work or residence, a tenth within the SEPA zone, a third for a frontier pair, a third after 180 days of the same route.
    /// </summary>
    private float CountryRarity(int row, bool longStanding, bool relocated, ref PayoutFacts facts)
    {
        var country = _t.AccountCountry[row];
        if (country < 0) return float.NaN;
        var work = _t.WorkCountry[row];
        if (country == work || country == _t.ResidenceCountry[row]) return 0;
        var rarity = _countryShares.Rarity(PeerGroup(_t.Employer[row], _t.EmploymentType[row]), work + 1, country);
        facts.CountryShare = ShareOf(rarity);
        facts.Tested |= Innocents.FrontierWorker | Innocents.CommonForPeers;
        if (_countries.BothSepa(country, work) || _countries.BothSepa(country, _t.ResidenceCountry[row])) rarity *= 0.1;
        if (_countries.IsFrontierPair(country, work))
        {
            facts.Applies |= Innocents.FrontierWorker;
            rarity *= 0.33;
        }
        if (rarity < 1.6) facts.Applies |= Innocents.CommonForPeers;
        if (longStanding || relocated) rarity *= 0.33;
        return (float)Math.Min(rarity, MostRarity);
    }

    /// <summary>
    /// 1 - similarity of holder and employee, weighed by how unusual another holder is at this employer for this kind of worker, less when
    /// the bank confirmed the payee or the holder has long been the same; a new name on the same account is a name change.
    /// </summary>
    private float HolderMismatch(int row, int payee, int day, int accountNode, ref PayoutFacts facts)
    {
        // Names in scripts that cannot be compared are unknown, not different.
        if (float.IsNaN(_t.HolderSimilarity[row])) return float.NaN;
        var mismatch = 1.0 - _t.HolderSimilarity[row];
        if (mismatch < 0.05) return 0;
        facts.Tested |= Innocents.NameChange | Innocents.CommonForPeers;
        var weight = Math.Clamp(_holderShares.Rarity(_t.Employer[row], (int)_t.EmploymentType[row] + 1, 1) / 3, 0.15, 1);
        if (weight < 0.5) facts.Applies |= Innocents.CommonForPeers;
        var holder = _payeeHolders.Find(payee, _t.HolderName[row]);
        if (holder >= 0 && day - _payeeHolders.First(holder) >= StableRouteDays) weight *= 0.4;
        var holderSince = holder < 0 ? day : _payeeHolders.First(holder);
        if (accountNode >= 0 && holderSince - _payeeAccounts.First(accountNode) >= ChangeWindow)
        {
            facts.Applies |= Innocents.NameChange;
            weight *= 0.2;
        }
        if (_t.PayeeCheck[row] == PayeeCheck.Match) weight *= 0.3;
        facts.Tested |= Innocents.FamilyHolder;
        if (_t.HolderSimilarity[row] >= 0.35f)
        {
            // Part of the name is the employee's: a spouse, a parent, or a company named after its owner.
            facts.Applies |= Innocents.FamilyHolder;
            weight *= 0.5;
        }
        return (float)(mismatch * weight);
    }

    private float DaysAfterExit(int row, int day, ref PayoutFacts facts)
    {
        var exit = _t.TerminationDay[row];
        if (exit == TransferColumns.NoDay) return 0;
        var days = day - exit;
        if (days <= 0) return 0;
        facts.Tested |= Innocents.ExitPay;
        var isExitPay = _t.PayType[row] is PayType.Final or PayType.Expense or PayType.Bonus or PayType.OffCycle;
        if (isExitPay)
        {
            facts.Applies |= Innocents.ExitPay;
            return 0;
        }
        // One pay after the exit settles it; a second one is a habit.
        var paidSince = _payDates[_t.Payee[row]] > 0 && _lastPayDay[_t.Payee[row]] > exit + 7;
        var grace = _t.EmploymentType[row] == EmploymentType.Contractor || _t.PayType[row] == PayType.Invoice ? InvoiceGraceDays : ExitGraceDays;
        if (days > grace && paidSince) facts.Hard |= HardFacts.PayAfterExit;
        return (float)(Math.Max(0, days - 31) * (paidSince ? 1 : 0.3));
    }

    /// <summary>Ordered risk step from the channel before to this one (bank, platform, card or cheque, wallet), weighed by how rare the new one is.</summary>
    private float ChannelStep(int row, int last)
    {
        if (last < 0) return float.NaN;
        var contract = _t.ContractCurrency[row];
        var step = Risk(_t.Channel[row], _t.AccountScheme[row]) - Risk(_t.Channel[last], _t.AccountScheme[last]);
        if (step <= 0) return 0;
        var crypto = _countries.IsCrypto(_t.Currency[row]) || _t.AccountScheme[row] >= AccountScheme.BitcoinWallet;
        var rarity = Math.Min(_channelShares.Rarity(_t.Employer[row], (int)_t.EmploymentType[row] + 1, crypto ? CryptoValue : (int)_t.Channel[row]), MostRarity);
        if (crypto && (_countries.IsCrypto(contract) || rarity < 1.6)) rarity *= 0.3;
        return (float)(step * rarity);

        static int Risk(Channel channel, AccountScheme scheme) => scheme >= AccountScheme.BitcoinWallet ? 3 : channel switch
        {
            Channel.Wallet => 3,
            Channel.Card or Channel.Cheque => 2,
            Channel.Platform => 1,
            _ => 0,
        };
    }

    /// <summary>ln of the pay date's total over the median of the payee's last six in the same currency; NaN below three.</summary>
    private float Jump(int row, int payee)
    {
        if (!IsMainline(row) && _t.PayType[row] != PayType.Bonus) return float.NaN;
        if (_amountCurrency[payee] != _t.Currency[row] || _payDates[payee] < 3) return float.NaN;
        if (System.Numerics.BitOperations.PopCount(_dateCurrencies[payee]) != 1) return float.NaN;
        Span<float> recent = stackalloc float[RecentAmounts];
        var count = 0;
        for (var i = 0; i < RecentAmounts; i++)
        {
            var amount = _amounts[(payee * RecentAmounts) + i];
            if (!float.IsNaN(amount)) recent[count++] = amount;
        }
        if (count < 3) return float.NaN;
        recent[..count].Sort();
        return (float)Math.Log(_dateTotal[payee] / recent[count / 2]);
    }

    private void PushAmount(int payee, short currency, double total)
    {
        var at = payee * RecentAmounts;
        if (_amountCurrency[payee] != currency)
        {
            _amounts.AsSpan(at, RecentAmounts).Fill(float.NaN);
            _amountCurrency[payee] = currency;
        }
        _amounts.AsSpan(at, RecentAmounts - 1).CopyTo(_amounts.AsSpan(at + 1));
        _amounts[at] = (float)total;
    }

    /// <summary>An address that moved together with the country of residence or work, or with an account in the new home: a relocation.</summary>
    private bool HasRelocated(int row, int payee, int day, int last)
    {
        var addressMoved = _addressChangedDay[payee] > day - ChangeWindow
            || (_t.Address[row] >= 0 && _lastAddress[payee] >= 0 && _lastAddress[payee] != _t.Address[row]);
        var countryMoved = _countryChangedDay[payee] > day - ChangeWindow
            || (last >= 0 && (_t.ResidenceCountry[last] != _t.ResidenceCountry[row] || _t.WorkCountry[last] != _t.WorkCountry[row]));
        var accountAtHome = _t.AccountCountry[row] >= 0
            && (_t.AccountCountry[row] == _t.ResidenceCountry[row] || _t.AccountCountry[row] == _t.WorkCountry[row]);
        return HolderIsSelf(row) && accountAtHome && addressMoved && (countryMoved || _t.AccountCountry[row] >= 0);
    }

    /// <summary>One pay date's pay in two currencies, one of them the contract's: the home-currency split of an expatriate.</summary>
    private bool IsHomeSplit(int row)
    {
        var payee = _t.Payee[row];
        if (_dateStamp[payee] != _stamp || !HolderIsSelf(row)) return false;
        var contract = _t.ContractCurrency[row];
        return contract >= 0 && System.Numerics.BitOperations.PopCount(_dateCurrencies[payee]) == 2
            && (_dateCurrencies[payee] & (1UL << (contract & 63))) != 0;
    }

    /// <summary>Bank of the account that the payee used last before coming to this one.</summary>
    private int BankBefore(int payee, int account)
    {
        var latest = int.MinValue;
        var own = _payeeAccounts.Find(payee, account);
        var came = own < 0 ? int.MaxValue : _payeeAccounts.First(own);
        var before = CodeBook.Missing;
        for (var node = _payeeAccounts.Head(payee); node >= 0; node = _payeeAccounts.Next(node))
        {
            if (_payeeAccounts.Key(node) == account || _payeeAccounts.First(node) >= came || _payeeAccounts.Last(node) <= latest) continue;
            latest = _payeeAccounts.Last(node);
            before = _bankOfAccount[_payeeAccounts.Key(node)];
        }
        return before;
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

    private bool HolderIsSelf(int row) => !(_t.HolderSimilarity[row] < SharingCircle.HolderIsOther);

    private bool IsCryptoPayout(int row) =>
        _countries.IsCrypto(_t.Currency[row]) || _t.AccountScheme[row] >= AccountScheme.BitcoinWallet || _t.Channel[row] == Channel.Wallet;

    private bool IsMainline(int row) => _t.PayType[row] is PayType.Unstated or PayType.Regular or PayType.Invoice;

    private bool IsClassWord(int actor) => actor >= 0 && _view.Actors[actor] is "employee" or "hr" or "admin" or "import";

    /// <summary>True when the key was not among those of the payee's last pay date: a switch, to something new or back to something old.</summary>
    private bool SwitchesNow(int row, int payee, LinkLists lists, int key)
    {
        if (_payDates[payee] == 0 || !IsMainline(row)) return false;
        var before = _lastPayDay[payee] == _t.PayDay[row] ? _payDayBefore[payee] : _lastPayDay[payee];
        if (before == int.MinValue) return false;
        var node = lists.Find(payee, key);
        return node < 0 || lists.Last(node) < before;
    }

    private int FirstAccountDay(int payee) => _payDates[payee] == 0 ? int.MaxValue : _firstPayDay[payee];

    private int DistinctSince(int payee, short now, int since)
    {
        var count = 1;
        for (var node = _payeeCurrencies.Head(payee); node >= 0; node = _payeeCurrencies.Next(node))
        {
            if (_payeeCurrencies.Key(node) != now && _payeeCurrencies.Last(node) > since) count++;
        }
        return count;
    }

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

    private static float ShareOf(double rarity) => (float)Math.Exp(-rarity);

    private static int PeerGroup(int employer, EmploymentType type) => (employer * 4) + (int)type;

    private static int[] Filled(int length, int value)
    {
        var array = new int[length];
        Array.Fill(array, value);
        return array;
    }
}
