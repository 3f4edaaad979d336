// What the payouts to an account tell of it, whoever they are for: parts or whole pays, in whose name, by which hands.
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

/// <summary>Tallies by account and by named holder. Between two batches' noting, several threads may ask.</summary>
internal sealed class AccountUse
{
    /// <summary>Below this similarity the account holder is somebody other than the employee.</summary>
    public const float HolderIsOther = 0.75f;

    private const int CollectorDays = 90;
    private const int Several = -2;

    /// <summary>From so many people on, whoever takes a part of their pay in one name is no one person's creditor.</summary>
    private const int FewestForCreditor = 5;

    private readonly TransferColumns _t;
    private readonly PartOfPay[] _parts;
    private readonly ActorClass[] _actors;
    private readonly bool[] _pooledBanks;
    private readonly Account[] _accounts;
    private readonly Holder[] _holders;

    /// <summary>By employer: its exports name holders, as some are spelt otherwise than the payee.</summary>
    private readonly bool[] _namesHolders;

    /// <summary>By holder's name: those whose pay goes to it and who do not bear it.</summary>
    private readonly LinkLists _holderPayees;

    /// <param name="pooledBanks">By bank code: true for institutions known to pool their customers' money.</param>
    /// <param name="actors">By code of who entered a change: which kind of hand that is.</param>
    public AccountUse(TransferColumns transfers, LakeCounts counts, int employers, bool[] pooledBanks, ActorClass[] actors)
    {
        (_t, _pooledBanks, _actors) = (transfers, pooledBanks, actors);
        _parts = PartPays.Of(transfers, counts.Payees);
        _accounts = new Account[counts.Accounts];
        _holders = new Holder[counts.HolderNames];
        _namesHolders = new bool[employers];
        _holderPayees = new LinkLists(counts.HolderNames, counts.Payees);
    }

    public void Note(int row)
    {
        var (holder, part, foreign) = (_t.HolderName[row], _parts[row], IsForeign(row));
        ref var account = ref _accounts[_t.Account[row]];
        if (account.Rows++ == 0) (account.FirstUse, account.Holder, account.Hand) = (_t.PayDay[row], holder, CodeBook.Missing);
        else if (account.Holder != holder) account.Holder = Several;
        account.IsWallet |= _t.AccountScheme[row] >= AccountScheme.BitcoinWallet;
        if (part != PartOfPay.Main) account.Parts++;
        if (part == PartOfPay.Tiny) account.Tiny++;
        if (foreign) account.Foreign++;
        if (_t.Channel[row] is Channel.Platform or Channel.Card) account.Pooled++;
        if (_t.Bank[row] >= 0 && _pooledBanks[_t.Bank[row]]) account.AtPoolBank++;
        _namesHolders[_t.Employer[row]] |= _t.HolderSimilarity[row] < 1;
        NoteHand(ref account, row, part, foreign);
        if (!foreign || holder < 0) return;
        _holderPayees.Touch(holder, _t.Payee[row], _t.PayDay[row]);
        ref var named = ref _holders[holder];
        if (named.Rows++ == 0) named.FirstUse = _t.PayDay[row];
        if (part != PartOfPay.Main) named.Parts++;
        if (HandOf(row) == ActorClass.Employee) named.Own++;
    }

    private void NoteHand(ref Account account, int row, PartOfPay part, bool foreign)
    {
        if (part < PartOfPay.Small) return;
        account.Small++;
        var kind = HandOf(row);
        var office = kind is ActorClass.Hr or ActorClass.Admin or ActorClass.Import;
        if (office || (foreign && _t.PayeeCheck[row] == PayeeCheck.Match)) account.Arranged++;
        // One account is not each of them's own.
        if (kind == ActorClass.Employee || (!foreign && IsSaidToBeOwn(row))) account.Own++;
        if (!office && kind != ActorClass.NamedUser) return;
        account.Office++;
        // Of an office the one who approved is told apart, where an approval is known.
        var hand = office && _t.ApprovedBy[row] >= 0 ? _t.ApprovedBy[row] : _t.ChangedBy[row];
        if (account.Hand == CodeBook.Missing) account.Hand = hand;
        else if (account.Hand != hand) account.Hand = Several;
    }

    private ActorClass HandOf(int row) => _t.ChangedBy[row] < 0 ? ActorClass.Unknown : _actors[_t.ChangedBy[row]];

    // Where no holder is named, it is the payee for want of another: then only the bank can have been asked.
    private bool IsSaidToBeOwn(int row) => _namesHolders[_t.Employer[row]] || _t.PayeeCheck[row] is PayeeCheck.Match or PayeeCheck.Close or PayeeCheck.None;

    public bool IsForeign(int row) => _t.HolderSimilarity[row] < HolderIsOther;

    public int FirstUse(int account) => _accounts[account].FirstUse;

    public bool IsWallet(int account) => _accounts[account].IsWallet;

    /// <summary>Most payouts to the account name an institution known to pool; one row that does says nothing of the others.</summary>
    public bool IsAtPooledBank(int account) => _accounts[account].AtPoolBank * 2 > _accounts[account].Rows;

    /// <summary>Most payouts to the account are to a platform or card.</summary>
    public bool IsPooledChannel(int account) => _accounts[account].Pooled * 2 > _accounts[account].Rows;

    /// <summary>The payouts to the account that name somebody other than the payee, of all of them, 0..1.</summary>
    public double ForeignShare(int account) => (double)_accounts[account].Foreign / _accounts[account].Rows;

    /// <summary>One holder is named on all payouts to the account.</summary>
    public bool HasOneHolder(int account) => _accounts[account].Holder >= 0;

    /// <summary>Distinct other people whose pay goes to accounts in this name, which they do not bear; at most <see cref="LinkLists.HubSize"/> are known.</summary>
    public LinkLists HolderPayees => _holderPayees;

    /// <summary>
    /// Dues, a lender, a court, a fund: several people's account takes tenths of pays alone; or thirds that an office or an import entered, or for long several hands
    /// of the employer's and no payee, in nobody's name that is known; or it is in the name of somebody else and takes lesser parts for long. An account of one or two is one, too, where
    /// its holder takes lesser parts of many people's pay and hardly anybody turned them to it himself.
    /// </summary>
    /// <param name="isOld">In use for half a year, or since the employer's payroll begins.</param>
    public bool CollectsDeductions(int account, int persons, int day, bool isOld)
    {
        ref readonly var use = ref _accounts[account];
        if (use.Tiny == use.Rows) return persons > 1;
        var takesParts = use.Parts * 10 >= use.Rows * 9 && use.Foreign * 10 >= use.Rows * 9;
        if (takesParts && use.Holder >= 0 && IsCreditor(use.Holder, day)) return true;
        if (persons <= 2) return false;
        return use.Arranged == use.Rows
            || (isOld && use.Small == use.Rows && use.Own == 0 && use.Hand == Several && use.Office * 3 >= use.Rows * 2)
            || (takesParts && day - use.FirstUse >= CollectorDays);
    }

    private bool IsCreditor(int holder, int day) =>
        _holderPayees.Size(holder) >= FewestForCreditor && _holders[holder].Parts * 10 >= _holders[holder].Rows * 9 && _holders[holder].Own * 10 <= _holders[holder].Rows && day - _holders[holder].FirstUse >= CollectorDays;

    private struct Account
    {
        public int FirstUse;

        /// <summary>The holder named on all its payouts; <see cref="Several"/> or <see cref="CodeBook.Missing"/> where there is no one such.</summary>
        public int Holder;

        public int Rows, Parts, Tiny, Foreign, Pooled, AtPoolBank;

        /// <summary>Payouts of a third of the pay at most; of these those that an office or an import entered, or that go to another's account whose name the bank confirmed; that payees entered or that are said to be in the payee's own name; that the employer's people did.</summary>
        public int Small, Arranged, Own, Office;

        /// <summary>The one hand that entered them all, or <see cref="Several"/>.</summary>
        public int Hand;

        public bool IsWallet;
    }

    private struct Holder
    {
        public int FirstUse, Rows, Parts;

        /// <summary>Payouts that payees turned to this name themselves.</summary>
        public int Own;
    }
}
