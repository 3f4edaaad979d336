// The features of sharing and of currency: with whom an account is shared, and what the money turns into.
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

public sealed partial class FeaturePass
{
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
        if (_t.Channel[row] == Channel.Cheque)
        {
            // A cheque is drawn on the payer's account: what stands in the column is no payee's.
            facts.SharingNotAssessable = true;
            return;
        }
        if (circle.Persons > 1 || circle.CollectsDeductions)
        {
            facts.Tested |= Innocents.Deduction;
            if (circle.CollectsDeductions) facts.Applies |= Innocents.Deduction;
        }
        if (circle.Persons > 2)
        {
            facts.Tested |= Innocents.SettledCircle;
            if (circle.Settled) facts.Applies |= Innocents.SettledCircle;
        }
        if (circle.Related) facts.Applies |= Innocents.Household;
        // Of a collector's account the company says nothing; of a settled one those who join it still do.
        var collects = circle.CollectsDeductions || circle.Settled;
        var household = (circle.Related && circle.Persons > 1) || collects;
        // A wallet knows no second holder.
        if (circle.Persons == 2 && !household && _t.AccountScheme[row] < AccountScheme.BitcoinWallet)
        {
            facts.Tested |= Innocents.LongStandingPair;
            if (_sharing.IsOldPair(_t.Account[row], day)) facts.Applies |= Innocents.LongStandingPair;
        }
        f[(int)Feature.UnrelatedGroups] = collects ? 0 : Math.Max(0, circle.Groups - 1);
        f[(int)Feature.OtherPersons] = household ? 0 : Math.Max(0, circle.Persons - 1);
        f[(int)Feature.OtherEmployers] = household ? 0 : Math.Max(0, circle.Employers - 1);
        f[(int)Feature.FanInGrowth] = circle.Related || circle.CollectsDeductions || circle.Persons < 2 ? 0 : circle.NewIn90;
        var rehire = false;
        var baton = collects ? 0 : _sharing.Baton(row, out rehire);
        if (baton > 0 || rehire) facts.Tested |= Innocents.Rehire;
        if (rehire) facts.Applies |= Innocents.Rehire;
        f[(int)Feature.BatonReuse] = (float)baton;
        f[(int)Feature.HiredOntoAccount] = household ? 0 : circle.HiredOnto ? 1 : 0;
        facts.IdentifierOthers = _sharing.IdentifierOthers(row, out var secondIdentity);
        f[(int)Feature.IdentifierLinks] = facts.IdentifierOthers;
        f[(int)Feature.HolderFanIn] = collects ? 0 : _sharing.HolderFanIn(row);
        f[(int)Feature.SequentialAccounts] = _sequences.Others(_t.Bank[row], _t.Account[row], _t.AccountEnd[row], day, out var inRow);
        if (f[(int)Feature.SequentialAccounts] > 0)
        {
            facts.Tested |= Innocents.BankDay;
            if (inRow.OneDay || (inRow.OneEmployer && facts.IdentifierOthers == 0 && IsAtHouseBank(row, _t.Payee[row], day))) facts.Applies |= Innocents.BankDay;
            // One employer's new hires may have been signed up at one counter, if nothing else connects them.
            else if (inRow.Sure && (!inRow.OneEmployer || facts.IdentifierOthers > 0)) facts.Hard |= HardFacts.AccountRow;
        }
        if (_t.Address[row] >= 0)
        {
            facts.Tested |= Innocents.EmployerAddress;
            if (_sharing.IsAddressHub(row)) facts.Applies |= Innocents.EmployerAddress;
        }

        if (circle.Groups >= 3 && !collects)
        {
            facts.Hard |= HardFacts.ThreeUnrelatedPeople;
            if (circle.Employers >= 2) facts.Hard |= HardFacts.SharedAcrossEmployers;
        }
        if (baton >= 1) facts.Hard |= HardFacts.BatonBetweenUnrelated;
        if (facts.IdentifierOthers >= 2) facts.Hard |= HardFacts.IdentityRing;
        if (secondIdentity && circle.Groups >= 2) facts.Hard |= HardFacts.SecondIdentity;
    }

    /// <summary>One who has been paid for a quarter of a year moved, in his own name, to the bank where one in five or more of the employer's payees are.</summary>
    private bool IsAtHouseBank(int row, int payee, int day) =>
        _payDates[payee] > 0 && day - _firstPayDay[payee] > OnboardingDays && HolderIsSelf(row) && _t.PayeeCheck[row] != PayeeCheck.None
        && _workersBanks.Share(_t.Employer[row], WorkersOf(row), _t.Bank[row]) >= HouseBankShare;

    private const double HouseBankShare = 0.2;

    private const int FewestPlaces = 2;

    /// <summary>Within 5 % under the currency's limit.</summary>
    private bool IsBelowLimit(double amount, short currency) => currency >= 0 && _limits[currency] is > 0 and var limit && amount < limit && amount >= 0.95 * limit;

    /// <summary>Of contract, account, work and residence, how many say which currency would be expected.</summary>
    private int KnownPlaces(int row, int contract) =>
        (contract >= 0 ? 1 : 0) + (_t.AccountCountry[row] >= 0 ? 1 : 0) + (_t.WorkCountry[row] >= 0 ? 1 : 0) + (_t.ResidenceCountry[row] >= 0 ? 1 : 0);

    private void DescribeCurrency(int row, int payee, int day, bool isNew, Span<float> f, ref PayoutFacts facts)
    {
        var currency = _t.Currency[row];
        var contract = _t.ContractCurrency[row];
        var node = CurrencyNode(payee, currency, day);
        var stable = node >= 0 && _payeeCurrencies.Times(node) >= StableCurrencyRuns;
        var offContract = contract >= 0 && contract != currency;
        var guard = 1.0;
        if (offContract)
        {
            facts.Tested |= Innocents.LongStanding | Innocents.CommonForPeers;
            var rarity = _currencyShares.Rarity(_t.Employer[row], contract + 1, currency);
            facts.CurrencyShare = ShareOf(rarity);
            if (rarity < 2) facts.Applies |= Innocents.CommonForPeers;
            if (stable) guard = 0.15;
            // Paid in it from the first pay on: an arrangement of the contract's, which a stable one is going to be.
            else if (isNew || (node >= 0 && _payeeCurrencies.Times(node) >= _payDates[payee])) guard = 0.4;
            f[(int)Feature.OffContractRarity] = Notable(guard * Math.Min(rarity, MostRarity));
            f[(int)Feature.CorridorRarity] = Notable(guard * Math.Min(_corridors.Rarity(_t.WorkCountry[row], contract, currency), MostRarity));
        }
        else
        {
            f[(int)Feature.OffContractRarity] = 0;
            f[(int)Feature.CorridorRarity] = 0;
        }

        f[(int)Feature.NetOverGross] = NetOverGross(row, offContract);
        if (_t.PayType[row] != PayType.Unstated)
            f[(int)Feature.OffCycleCurrency] = !offContract || _t.PayType[row] != PayType.OffCycle || stable ? 0 : 1;
        if (_t.IntermediaryBank[row] >= 0)
        {
            // Correspondents that one in ten uses are all usual.
            var rarity = _intermediaryShares.Rarity(_t.Employer[row], _t.AccountCountry[row] + 1, _t.IntermediaryBank[row]);
            f[(int)Feature.IntermediaryRarity] = rarity < 2.3 ? 0 : Notable(rarity);
        }
        if (!isNew) f[(int)Feature.BelowLimit] = BelowLimit(payee, currency);
        if (_dateStamp[payee] == _stamp && _dateBelow[payee].IsOneSumInParts && IsBelowLimit(_t.Amount[row], currency)) facts.Hard |= HardFacts.SumInParts;

        var legalTender = _countries.IsLegalTender(currency, _t.AccountCountry[row])
            || _countries.IsLegalTender(currency, _t.WorkCountry[row])
            || _countries.IsLegalTender(currency, _t.ResidenceCountry[row]);
        f[(int)Feature.ThirdCountryCurrency] =
            KnownPlaces(row, contract) < FewestPlaces ? float.NaN
            : (contract >= 0 && !offContract) || legalTender || _countries.IsCrypto(currency) ? 0
            : (float)((stable ? 0.3 : 1) * (_countries.IsReserve(currency) ? 0.5 : 1));

        var isCrypto = IsCryptoPayout(row);
        if (isCrypto)
        {
            facts.Tested |= Innocents.ContractualCrypto;
            var rarity = _channelShares.Rarity(_t.Employer[row], (int)_t.EmploymentType[row] + 1, CryptoValue);
            facts.CryptoShare = ShareOf(rarity);
            var always = _cryptoDates[payee] >= StableCurrencyRuns
                && (day - _cryptoSince[payee] >= StableRouteDays || _cryptoSince[payee] == _firstPayDay[payee]);
            var steps = _dateStamp[payee] == _stamp ? _cryptoParts.Steps(payee, _dateCrypto[payee], _dateTotal[payee] - _dateCrypto[payee], day) : 0;
            if (steps >= 3) facts.Hard |= HardFacts.CryptoCreep;
            // What is agreed, or usual, is a part that stays what it is.
            var contractual = steps < 2 && (_countries.IsCrypto(contract) || always || rarity < 1.6);
            if (contractual) facts.Applies |= Innocents.ContractualCrypto;
            f[(int)Feature.CryptoRarity] = Notable(Math.Min(rarity, MostRarity) * (contractual ? 0.15 : 1));
        }
        else
        {
            f[(int)Feature.CryptoRarity] = 0;
        }

        facts.Tested |= Innocents.HomeSplit;
        // What is agreed for a family at home stays the part it is.
        if (IsHomeSplit(row) && f[(int)Feature.GrowingPart] == 0) facts.Applies |= Innocents.HomeSplit;
        var inDate = System.Numerics.BitOperations.PopCount(_dateStamp[payee] == _stamp ? _dateCurrencies[payee] : 1);
        f[(int)Feature.SameDayCurrencies] = stable ? 0 : inDate - 1;

        if (!isNew)
        {
            var isNewCurrency = node < 0;
            f[(int)Feature.CurrencyNew] = isNewCurrency ? 1 : 0;
            var goesWithWork = GoesWithWork(row, payee, day);
            var switches = CountSince(_currencySwitches, payee, day - 180) + (SwitchesNow(row, payee, _payeeCurrencies, currency) && !CameBack(payee) && !goesWithWork ? 1 : 0);
            facts.Tested |= Innocents.PermanentSwitch;
            if (switches == 1) facts.Applies |= Innocents.PermanentSwitch;
            if (switches == 1 && contract >= 0)
            {
                facts.Tested |= Innocents.ApprovedSwitch;
                if (!offContract) facts.Applies |= Innocents.ApprovedSwitch;
            }
            if (switches == 1)
            {
                facts.Tested |= Innocents.HomeCurrency;
                if (IsMoneyOfHome(row, currency)) facts.Applies |= Innocents.HomeCurrency;
            }
            f[(int)Feature.HopReversals] = Math.Max(0, switches - 1);
            // Two currencies on every pay date, and no switch: an election that holds.
            f[(int)Feature.DistinctCurrencies] = (stable || goesWithWork) && switches == 0 ? 0 : Math.Max(0, DistinctSince(payee, currency, day) - 1);
            f[(int)Feature.HopWithAccountChange] =
                IsNewAccount(row, payee, day) && (isNewCurrency || (offContract && !stable)) && (facts.Applies & Innocents.Relocation) == 0 ? 1 : 0;
        }

        var chain = _legs.Of(_t.TransferKey[row], currency);
        if (chain.Count == 0) return;
        (f[(int)Feature.RateDeviation], var isOffRate) = _rates.Deviation(_t.TransferKey[row], day);
        if (isOffRate) facts.Hard |= HardFacts.OffRate;
        var chainRarity = _chainShares.Rarity(_t.Employer[row], currency + 1, chain.CurrenciesIn48Hours >= 3 ? 1 : 0);
        var usualChain = chain.CurrenciesIn48Hours >= 3 && (chainRarity < 1.6 || (_payeeChains[payee].Times >= StableCurrencyRuns && (day - _payeeChains[payee].Since >= StableRouteDays || _payeeChains[payee].Since == _firstPayDay[payee])));
        facts.Tested |= Innocents.UsualChain;
        if (usualChain) facts.Applies |= Innocents.UsualChain;
        if (chain.CurrenciesIn48Hours == 3 && !usualChain)
        {
            facts.Tested |= Innocents.VehicleCurrency;
            usualChain = chain.OverVehicle && !chain.CryptoExit && (stable || IsMoneyOfHome(row, currency)) && (!IsNewAccount(row, payee, day) || IsFirstAccount(row, payee));
            if (usualChain) facts.Applies |= Innocents.VehicleCurrency;
        }
        f[(int)Feature.LegCurrencies] = usualChain && !chain.CryptoExit ? 2 : chain.CurrenciesIn48Hours;
        f[(int)Feature.LegCryptoExit] = chain.CryptoExit ? 1 : 0;
        f[(int)Feature.LegCountries] = chain.Countries;
        if (chain.CurrenciesIn48Hours >= 3 && (!usualChain || chain.CryptoExit)) facts.Hard |= HardFacts.ThreeCurrencyChain;
        if (chain.CryptoExit && (facts.Applies & Innocents.ContractualCrypto) == 0) facts.Hard |= HardFacts.CryptoExit;
    }

    /// <summary>First paid to within a fortnight.</summary>
    private bool IsNewAccount(int row, int payee, int day)
    {
        var account = _payeeAccounts.Find(payee, _t.Account[row]);
        return account < 0 || day - _payeeAccounts.First(account) <= 14;
    }

    /// <summary>The one that the payee was paid to from the first pay on.</summary>
    private bool IsFirstAccount(int row, int payee) =>
        _payDates[payee] == 0 || (_payeeAccounts.Find(payee, _t.Account[row]) is >= 0 and var account && _payeeAccounts.First(account) == _firstPayDay[payee]);

    /// <summary>
    /// ln of a payout over the gross pay it is of, which is stated in the same currency, where it is paid in another currency than the contract's: deductions and a
    /// provider's margin make it less. 0 up to 3 %; a slip of minor units is a matter of data. NaN without gross.
    /// </summary>
    private float NetOverGross(int row, bool offContract)
    {
        if (!(_t.GrossAmount[row] > 0)) return float.NaN;
        if (!offContract || !IsMainline(row)) return 0;
        var over = Math.Log(_t.Amount[row] / _t.GrossAmount[row]);
        return over < LeastOver || Math.Abs(over - Math.Log(100)) < 0.1 || Math.Abs(over - Math.Log(1000)) < 0.1 ? 0 : (float)over;
    }

    /// <summary>Less is rounding, or a day's rate.</summary>
    private const double LeastOver = 0.03;

    /// <summary>
    /// Share of the last pays in one currency, this one included, that lie within 5 % under the currency's limit; 0 for half of them or fewer, and
    /// when they vary by less than 2 %, since a flat salary says nothing; NaN without a limit or below three pays. 1 for a sum that is paid in parts so.
    /// </summary>
    private float BelowLimit(int payee, short currency)
    {
        var limit = currency < 0 ? 0 : _limits[currency];
        if (limit > 0 && _dateStamp[payee] == _stamp && _dateBelow[payee].IsOneSumInParts) return 1;
        if (limit == 0 || _amountCurrency[payee] != currency || _dateStamp[payee] != _stamp) return float.NaN;
        var (count, under) = (0, 0);
        var (least, most) = (double.MaxValue, 0.0);
        Look(_dateTotal[payee]);
        for (var i = 0; i < RecentAmounts; i++)
        {
            var amount = _amounts[(payee * RecentAmounts) + i];
            if (!float.IsNaN(amount)) Look(amount);
        }
        if (count < 3) return float.NaN;
        return most < 1.02 * least || 2 * under <= count ? 0 : (float)under / count;

        void Look(double amount)
        {
            count++;
            if (IsBelowLimit(amount, currency)) under++;
            least = Math.Min(least, amount);
            most = Math.Max(most, amount);
        }
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

    /// <summary>Legal tender where the account is and the payee lives (or works, where no residence is told), in the payee's own name as far as anybody knows.</summary>
    private bool IsMoneyOfHome(int row, short currency)
    {
        var home = _t.ResidenceCountry[row] >= 0 ? _t.ResidenceCountry[row] : _t.WorkCountry[row];
        return home >= 0 && home == _t.AccountCountry[row] && _countries.IsLegalTender(currency, home) && HolderIsSelf(row) && _t.PayeeCheck[row] != PayeeCheck.None;
    }

    /// <summary>Currencies within 180 days, this one included; the one that it replaced is the same.</summary>
    private int DistinctSince(int payee, short now, int day)
    {
        var count = 1;
        for (var node = _payeeCurrencies.Head(payee); node >= 0; node = _payeeCurrencies.Next(node))
        {
            var other = _payeeCurrencies.Key(node);
            if (other != now && !_countries.IsReplaced((short)other, now, day) && _payeeCurrencies.Last(node) > day - 180) count++;
        }
        return count;
    }
}
