// What a pay date leaves behind: how a payout, once described, becomes the history that later ones are held against.
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

public sealed partial class FeaturePass
{
    /// <summary>After a pay date has been described it becomes history.</summary>
    private void Remember(int row, int day)
    {
        if (_t.Amount[row] <= 0) return;
        var payee = _t.Payee[row];
        var employer = _t.Employer[row];
        var mainline = IsMainline(row);
        var firstOfDate = _payDates[payee] == 0 || _lastPayDay[payee] != day;
        _standing.Remember(row, Since(row, payee, day), IsSetUp(row, payee, day));
        if (_dateJumps[payee]) _jumpDay[payee] = day;

        if (mainline)
        {
            if (SwitchesNow(row, payee, _payeeAccounts, _t.Account[row])) Push(_accountSwitches, payee, day);
            if (SwitchesNow(row, payee, _payeeCurrencies, _t.Currency[row]) && !CameBack(payee) && !GoesWithWork(row, payee, day)) Push(_currencySwitches, payee, day);
        }
        _payeeAccounts.Touch(payee, _t.Account[row], day);
        if (IsPartOfPay(row, payee)) _accountParts.Note(_payeeAccounts.Find(payee, _t.Account[row]), _t.Amount[row], _dateTotal[payee] - _t.Amount[row], day);
        RememberShare(row, payee);
        RememberExtra(row, payee, day);
        _bankOfAccount[_t.Account[row]] = _t.Bank[row];
        _riskOfAccount[_t.Account[row]] = (byte)Risk(_t.Channel[row], _t.AccountScheme[row]);
        _payeeCurrencies.Touch(payee, _t.Currency[row], day);
        if (IsCryptoPayout(row) && _cryptoLast[payee] != day)
        {
            if (_cryptoDates[payee]++ == 0) _cryptoSince[payee] = day;
            _cryptoParts.Note(payee, _dateCrypto[payee], _dateTotal[payee] - _dateCrypto[payee], day);
            _cryptoLast[payee] = day;
        }
        _payeeHolders.Touch(payee, _t.HolderName[row], day);

        if (_view.Legs.Count > 0)
        {
            var chain = _legs.Of(_t.TransferKey[row], _t.Currency[row]);
            if (chain.Count > 0)
            {
                _chainShares.Add(employer, _t.Currency[row] + 1, chain.CurrenciesIn48Hours >= 3 ? 1 : 0);
                if (chain.CurrenciesIn48Hours >= 3) _payeeChains[payee] = _payeeChains[payee] is (> 0 and var times, var since) ? (times + 1, since) : (1, day);
            }
        }

        if (!mainline) return;
        if (firstOfDate)
        {
            CountSeries(row, payee, day);
            if (_payDates[payee] == 0) _firstPayDay[payee] = day;
            else _payDayBefore[payee] = _lastPayDay[payee];
            _payDates[payee]++;
            if (System.Numerics.BitOperations.PopCount(_dateCurrencies[payee]) == 1) PushAmount(payee, _t.Currency[row], PaidOnce(payee));
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

    /// <summary>The same for what is usual among peers: of nobody's own history, and counted beside it.</summary>
    private void RememberAmongPeers(int row)
    {
        if (_t.Amount[row] <= 0) return;
        var employer = _t.Employer[row];
        if (_t.Bank[row] >= 0)
        {
            _bankShares.Add(employer, _t.AccountCountry[row] + 1, _t.Bank[row]);
            _workersBanks.Add(employer, WorkersOf(row), _t.Bank[row]);
        }
        if (_t.AccountCountry[row] >= 0) _countryShares.Add(PeerGroup(employer, _t.EmploymentType[row]), _t.WorkCountry[row] + 1, _t.AccountCountry[row]);
        var crypto = _countries.IsCrypto(_t.Currency[row]) || _t.AccountScheme[row] >= AccountScheme.BitcoinWallet;
        _channelShares.Add(employer, (int)_t.EmploymentType[row] + 1, crypto ? CryptoValue : (int)_t.Channel[row]);
        if (_t.ContractCurrency[row] >= 0) _corridors.Add(_t.WorkCountry[row], _t.ContractCurrency[row], _t.Currency[row]);
        if (_t.IntermediaryBank[row] >= 0) _intermediaryShares.Add(employer, _t.AccountCountry[row] + 1, _t.IntermediaryBank[row]);
        if (_t.ContractCurrency[row] >= 0) _currencyShares.Add(employer, _t.ContractCurrency[row] + 1, _t.Currency[row]);
        if (_t.LoginCountry[row] >= 0) _loginShares.Add(employer, _t.WorkCountry[row] + 1, _t.LoginCountry[row]);
        _holderShares.Add(employer, (int)_t.EmploymentType[row] + 1, HolderIsSelf(row) ? 0 : 1);
    }

    private void PushAmount(int payee, short currency, double total)
    {
        var at = payee * RecentAmounts;
        if (_amountCurrency[payee] != currency)
        {
            _amounts.AsSpan(at, RecentAmounts).Fill(float.NaN);
            _amountCurrency[payee] = currency;
            _heldPay[payee] = 0;
        }
        _amounts.AsSpan(at, RecentAmounts - 1).CopyTo(_amounts.AsSpan(at + 1));
        _amounts[at] = (float)total;
        var (a, b, c) = (_amounts[at], _amounts[at + 1], _amounts[at + 2]);
        var least = Math.Min(a, Math.Min(b, c));
        // Not of fewer than three: then one of them is no number.
        if (Math.Max(a, Math.Max(b, c)) < MostAlike * least) _heldPay[payee] = Math.Max(_heldPay[payee], least);
    }

    private void RememberShare(int row, int payee)
    {
        var node = _payeeAccounts.Find(payee, _t.Account[row]);
        if (node < 0) return;
        if (node >= _accountShare.Length) Array.Resize(ref _accountShare, Math.Max(node + 1, _accountShare.Length * 2));
        _accountShare[node] = Math.Max(_accountShare[node], (float)(Worth(row, payee) / _dateWorth[payee]));
    }
}
