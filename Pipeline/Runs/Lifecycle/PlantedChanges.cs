// Where nobody has labels, a backtest needs cases it knows: real payouts of the past, changed the way the three behavioural typologies change them.
using System.IO.Hashing;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs.Lifecycle;

/// <summary>
/// Changes a few payouts of one month in place and puts them back on <see cref="Dispose"/>. Routing: pay goes to an account nobody used
/// before, at another bank of the same country. Sharing: four payees of one employer are paid to one such account. Currency: pay is
/// made in a currency that is neither the contract's nor the payee's. Plain versions: a model that misses them is broken; one that
/// finds a few more of them is not thereby better on real fraud. Which payouts are changed depends on their keys and the seed alone.
/// </summary>
internal sealed class PlantedChanges : IDisposable
{
    private const int Ring = 4;
    private readonly TransferColumns _t;
    private readonly List<Action> _undo = [];
    private int _fresh;

    private PlantedChanges(LakeView view, int firstFresh)
    {
        _t = view.Transfers;
        _fresh = firstFresh;
    }

    /// <summary>Changed rows with the typology that should see them.</summary>
    public Dictionary<int, Typology> Rows { get; } = [];

    /// <summary>Account codes that one call can use up.</summary>
    public static int SpareAccounts(int perKind) => 2 * perKind;

    /// <param name="view">With <see cref="SpareAccounts"/> account codes beyond those in use, the first of which is <paramref name="firstFresh"/>.</param>
    /// <param name="eligible">Rows of the month that may be changed.</param>
    /// <param name="perKind">Payouts to change per typology, at the most.</param>
    public static PlantedChanges Make(LakeView view, IEnumerable<int> eligible, int perKind, int firstFresh, int seed)
    {
        var planted = new PlantedChanges(view, firstFresh);
        var t = view.Transfers;
        var rows = eligible.OrderBy(row => Draw(t.TransferKey[row], seed)).ThenBy(row => t.TransferKey[row]).ToArray();
        var taken = new HashSet<int>();
        foreach (var row in rows.Where(row => taken.Count < perKind && t.Bank[row] >= 0))
        {
            if (taken.Add(t.Payee[row])) planted.Redirect(row, planted._fresh++, planted.OtherBank(row, rows), Typology.PayoutRouting);
        }
        planted.Funnel(rows, perKind, taken);
        planted.Hop(rows, perKind, taken);
        return planted;
    }

    public void Dispose()
    {
        for (var i = _undo.Count - 1; i >= 0; i--) _undo[i]();
        _undo.Clear();
    }

    private void Funnel(int[] rows, int perKind, HashSet<int> taken)
    {
        var left = perKind;
        foreach (var staff in rows.Where(row => _t.Bank[row] >= 0).GroupBy(row => (_t.Employer[row], _t.AccountCountry[row])))
        {
            var free = staff.Where(row => !taken.Contains(_t.Payee[row])).DistinctBy(row => _t.Payee[row]).ToArray();
            if (left < Ring) return;
            // A ring of four among fewer than a dozen would be the whole house.
            if (free.Length < 3 * Ring) continue;
            var account = _fresh++;
            var bank = OtherBank(free[0], rows);
            foreach (var row in free.Take(Ring))
            {
                taken.Add(_t.Payee[row]);
                Redirect(row, account, bank, Typology.SharedAccount);
            }
            left -= Ring;
        }
    }

    private void Hop(int[] rows, int perKind, HashSet<int> taken)
    {
        var left = perKind;
        foreach (var row in rows)
        {
            if (left == 0) return;
            if (_t.ContractCurrency[row] < 0 || taken.Contains(_t.Payee[row])) continue;
            var other = rows.Select(each => _t.Currency[each]).FirstOrDefault(currency => currency != _t.Currency[row] && currency != _t.ContractCurrency[row], (short)-1);
            if (other < 0) continue;
            taken.Add(_t.Payee[row]);
            Set(_t.Currency, row, other);
            Rows.Add(row, Typology.CurrencyHop);
            left--;
        }
    }

    /// <summary>Another bank that payees of the same country are paid at; the row's own when there is none.</summary>
    private int OtherBank(int row, int[] rows)
    {
        // Rows come in drawn order: the next one that fits is a draw too.
        var from = (int)(_t.TransferKey[row] % (ulong)rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var other = rows[(from + i) % rows.Length];
            if (_t.AccountCountry[other] == _t.AccountCountry[row] && _t.Bank[other] != _t.Bank[row] && _t.Bank[other] >= 0) return _t.Bank[other];
        }
        return _t.Bank[row];
    }

    private void Redirect(int row, int account, int bank, Typology typology)
    {
        Set(_t.Bank, row, bank);
        Set(_t.Account, row, account);
        if (_t.ChangedDay[row] != TransferColumns.NoDay) Set(_t.ChangedDay, row, _t.PayDay[row] - (int)(_t.TransferKey[row] % 10));
        if (_t.PayeeCheck[row] == PayeeCheck.Match) Set(_t.PayeeCheck, row, PayeeCheck.Unavailable);
        Rows.Add(row, typology);
    }

    private void Set<T>(T[] column, int row, T value)
    {
        var before = column[row];
        _undo.Add(() => column[row] = before);
        column[row] = value;
    }

    private static ulong Draw(ulong key, int seed)
    {
        Span<byte> bytes = stackalloc byte[8];
        BitConverter.TryWriteBytes(bytes, key);
        return XxHash3.HashToUInt64(bytes, seed);
    }
}
