// The routing features: where the pay goes, since when, in whose name, and who changed it.
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

public sealed partial class FeaturePass
{
    private const int OnboardingDays = 60;
    private const int ActorDays = 90;

    /// <summary>
    /// At least two lacks that one peer in five shares and a set-up as fewer than one in seven are: two families that have nothing to do with each
    /// other, so that their nats add up; to as much as two lacks that one in ten shares and such a set-up.
    /// </summary>
    private const float GhostNats = 3, AloneNats = 2, PatternNats = 6.6f;

    /// <summary>Fewer things lacking are a director's, or papers under way.</summary>
    private const int FewestLacks = 3;

    /// <summary>Less is a rounding, a few hours more, or what several innocent explanations have left.</summary>
    private const float LeastJump = 0.25f, LeastSalaryJump = 0.3f, LeastMismatch = 0.15f, LeastBurst = 1;

    /// <summary>Pay dates whose pay is less apart, as a ratio, are alike; and a raise since a level of old is not more.</summary>
    private const float MostAlike = 1.05f, MostRaise = 1.1f;

    /// <summary>So many payees of one employer whom an import moved to one bank within two weeks did not choose it each for himself.</summary>
    private const int FewestForRollOut = 4;

    /// <summary>Fewer are enough where an import brings cards, which nobody opens for himself.</summary>
    private const int FewestForCards = 3;

    /// <summary>Where the export does not say whose hand it was, so many who went to one platform or card in their own names.</summary>
    private const int FewestForUnsignedRollOut = 6;

    /// <summary>And one in a hundred of those whom the employer pays.</summary>
    private const double LeastShareForUnsigned = 0.01;

    /// <summary>One user who moves a few to cards is what a thief in the office does: eight, and one in fifty, would all complain on one day.</summary>
    private const int FewestForSignedRollOut = 8;
    private const double LeastShareForSigned = 0.02;

    /// <summary>So many at once would all miss their pay on one day, whoever entered it.</summary>
    private const int FewestForLargeRollOut = 12;

    /// <summary>Fewer who log in from one country on a pay date are travellers, or a ring.</summary>
    private const int FewestForNetwork = 8;

    /// <summary>So many who come back on one pay date, after a silence that is long for each of them, are a season's.</summary>
    private const int FewestForSeason = 8;

    /// <summary>Working days of two weeks, before any payroll's cut-off: whoever diverts pay comes in the last days, since he is found out when the payee asks.</summary>
    private const int TwoWeeks = 10;

    /// <summary>Working days of three weeks: whatever was entered before says the same.</summary>
    private const int MostGap = 15;

    /// <summary>A drain is looked at over two monthly pay runs.</summary>
    private const int DrainDays = 62;

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

        var returned = IsCorrected(row, payee, last, node);
        var oldBank = last >= 0 ? _t.Bank[last] : CodeBook.Missing;
        if (!isNewAccount && accountAge < ChangeWindow) oldBank = AccountBefore(payee, _t.Account[row]) is >= 0 and var old ? _bankOfAccount[old] : CodeBook.Missing;
        // A payment that came back explains one change, and not the ones before it.
        var changes = CountSince(_accountSwitches, payee, day - 365) + (isNewAccount ? 1 : 0) - (returned ? 1 : 0);
        var merger = false;
        var relocated = false;
        var own = 1f;
        f[(int)Feature.LoginRarity] = LoginRarity(row, ref facts);
        if (_t.PayeeCheck[row] == PayeeCheck.Match)
        {
            facts.Tested |= Innocents.PayeeConfirmed;
            facts.Applies |= Innocents.PayeeConfirmed;
        }
        if (accountIsRecent || isNewAccount)
        {
            facts.Tested |= Innocents.ReturnedPayment | Innocents.MergerCohort;
            if (returned && changes < 2) facts.Applies |= Innocents.ReturnedPayment;
            // A merger of banks changes nobody's telephone or device.
            merger = HolderIsSelf(row) && !(_standing.Shifts(row) > 0) && _t.PayeeCheck[row] != PayeeCheck.None && oldBank >= 0
                && _moves.IsMerger(oldBank, _t.Bank[row], day, BankShare(row, oldBank), ClassOf(_t.ChangedBy[row]));
            if (merger) facts.Applies |= Innocents.MergerCohort;
            relocated = HasRelocated(row, payee, day, last);
            if (relocated) facts.Applies |= Innocents.Relocation;
            // Only of what the export tells can be said that it was not so.
            if (relocated || _t.Address[row] >= 0) facts.Tested |= Innocents.Relocation;
            if (_t.ChangedBy[row] >= 0) facts.Tested |= Innocents.BulkImport;
            if (ClassOf(_t.ChangedBy[row]) == ActorClass.Import) facts.Applies |= Innocents.BulkImport;
            var (fewest, share) = CrowdOfRollOut(row);
            if (fewest > 0)
            {
                facts.Tested |= Innocents.RollOut;
                // A roll-out changes nobody's telephone or device either, and signs nobody in from abroad.
                if (HolderIsSelf(row) && !(_standing.Shifts(row) > 0) && !(f[(int)Feature.LoginRarity] > 0) && _t.PayeeCheck[row] != PayeeCheck.None
                    && _moves.IsRollOut(_t.Employer[row], IsContractor(row), _t.Bank[row], day - accountAge, fewest, share)) facts.Applies |= Innocents.RollOut;
            }
            // The employer changed its provider: whoever was at the old platform is at the new one.
            if (_t.Channel[row] == Channel.Platform && AccountBefore(payee, _t.Account[row]) is >= 0 and var left && _riskOfAccount[left] == Risk(Channel.Platform, default) && _bankOfAccount[left] >= 0)
            {
                facts.Tested |= Innocents.RollOut;
                if (HolderIsSelf(row) && !(_standing.Shifts(row) > 0) && !(f[(int)Feature.LoginRarity] > 0) && _t.PayeeCheck[row] != PayeeCheck.None
                    && _moves.HaveAllLeft(_t.Employer[row], _bankOfAccount[left], _t.Bank[row], day - accountAge)) facts.Applies |= Innocents.RollOut;
            }
            if ((facts.Applies & Innocents.RollOut) != 0) own = PayeesOwn(row, day - accountAge);
        }

        DescribeExtras(row, payee, day, node, isNew, f);
        f[(int)Feature.GrowingPart] = GrowingPart(row, payee, day, node);
        // One earlier pay is enough to have slept since.
        if (node < 0 && _payDates[payee] > 0) f[(int)Feature.IdleBefore] = IdleBefore(row, payee, day);
        if (!isNew)
        {
            f[(int)Feature.AccountNew] = isNewAccount ? 1 : accountIsRecent ? 0.7f : 0;
            facts.AccountChanges = changes;
            var lately = CountSince(_accountSwitches, payee, day - 90) + (isNewAccount ? 1 : 0) - (returned ? 1 : 0);
            // One change is told by the account that is new, two within a year are ordinary: the third is a habit, or the second within 90 days.
            f[(int)Feature.AccountChanges] = Math.Max(0, changes - 2) + Math.Max(0, lately - 1);
            f[(int)Feature.ChannelStep] = ChannelStep(row, payee, last, isNewAccount, accountAge) * own;
            var paidOnce = PaidOnce(payee);
            var newOnce = paidOnce < _dateWorth[payee] ? _dateNewTotal[payee] - _dateReturnedNew[payee] : _dateNewTotal[payee];
            if (_dateRows[payee] > 1 && newOnce > 0 && newOnce < 0.999 * paidOnce && accountAge < DrainDays)
            {
                facts.Tested |= Innocents.SavingsSplit;
                var share = newOnce / paidOnce;
                // Whoever moves house takes the whole pay along.
                if (share > 0.5) facts.Applies &= ~Innocents.Relocation;
                if (share <= 0.35 && HolderIsSelf(row) && f[(int)Feature.GrowingPart] == 0) facts.Applies |= Innocents.SavingsSplit;
                if (!HolderIsSelf(row) && node < 0)
                {
                    facts.Tested |= Innocents.Attachment;
                    if (share <= 0.35 && IsPayrollsHand(row) && _t.PayeeCheck[row] != PayeeCheck.None) facts.Applies |= Innocents.Attachment;
                }
                // Every other account has what it always had: then the main account moved, and nothing was drained.
                f[(int)Feature.SplitDrain] = share > 0.5 && !_dateShrunk[payee] ? 0 : (float)share;
            }
            else
            {
                f[(int)Feature.SplitDrain] = 0;
            }
            var jump = Jump(row, payee);
            if (!float.IsNaN(jump))
            {
                facts.Tested |= Innocents.BonusMonth;
                var (_, up, payees) = _employerJumps[_t.Employer[row]] is var jumps && jumps.Stamp == _stamp ? jumps : default;
                var seasonal = _t.PayType[row] == PayType.Bonus || (payees >= 4 && up * 10 >= payees * 3)
                    || day - _jumpDay[payee] is >= 330 and <= 400;
                if (seasonal && jump > SeasonalJump)
                {
                    facts.Applies |= Innocents.BonusMonth;
                    jump = 0;
                }
                f[(int)Feature.AmountJump] = jump < LeastJump ? 0 : jump;
                f[(int)Feature.SalaryJump] = jump < LeastSalaryJump || _t.EmploymentType[row] == EmploymentType.Contractor || !IsMainline(row) || !IsFlat(payee) ? 0 : jump;
                if (isNewAccount || accountIsRecent) f[(int)Feature.JumpWithAccount] = f[(int)Feature.AmountJump];
            }
        }

        // How soon after the change pay day comes is judged among changes only: no change, no value.
        var changed = _t.ChangedDay[row];
        var declared = changed != TransferColumns.NoDay && changed <= day && day - changed <= ChangeWindow;
        if (!isNew && declared)
        {
            facts.GapDays = WorkingDays.Between(changed, day);
            if (!merger && !returned) f[(int)Feature.ChangeToPayGap] = Math.Min(MostGap, facts.GapDays);
            if (isNewAccount || accountIsRecent)
            {
                facts.Tested |= Innocents.InGoodTime;
                // Who changes accounts time and again is not excused by how each change was entered.
                var often = f[(int)Feature.AccountChanges] > 0;
                if (!often && IsInGoodTime(row, changed, day - accountAge, f)) facts.Applies |= Innocents.InGoodTime;
                if (IsJudgedByApproval(row))
                {
                    facts.Tested |= Innocents.SignedByTwo;
                    if (!often && _t.ChangedBy[row] != _t.ApprovedBy[row]) facts.Applies |= Innocents.SignedByTwo;
                }
            }
        }
        var bankRarity = 0.0;
        if (accountIsRecent || isNewAccount)
        {
            if (_t.Bank[row] >= 0)
            {
                bankRarity = Math.Min(_bankShares.Rarity(_t.Employer[row], _t.AccountCountry[row] + 1, _t.Bank[row]), MostRarity);
                f[(int)Feature.NewBankRarity] = Notable(bankRarity) * own;
                facts.BankShare = ShareOf(bankRarity);
            }
            // Many moving to a bank that many use already is a bank day at the site; to a bank that hardly anybody uses it is a pattern.
            var unusual = _t.Bank[row] < 0 ? 0 : Unusual(_workersBanks.Rarity(_t.Employer[row], WorkersOf(row), _t.Bank[row]));
            // The crowd of a roll-out is the employer's doing, and told as such.
            var burst = merger || _t.Bank[row] < 0 ? 0
                : (float)(own * unusual * Math.Max(_moves.BurstAnywhere(_t.Bank[row], day, RiskOf(row)), _moves.Burst(_t.Employer[row], _t.Bank[row], day, RiskOf(row), bank => _workersBanks.Share(_t.Employer[row], WorkersOf(row), bank))));
            f[(int)Feature.BankBurst] = burst < LeastBurst ? 0 : burst;
        }

        // Whoever changed it acted once and profits for months: the hand is looked at longer than the account is new.
        var isActedOn = !isNew && (isNewAccount || (accountAge < ActorDays && FirstAccountDay(payee) < day - accountAge));
        if (isActedOn)
        {
            f[(int)Feature.SelfApproved] = SelfApproval(row);
            // Whoever carries out a merger moves many to one bank, and somebody else signs it.
            f[(int)Feature.ActorSameBank] = IsClassWord(_t.ChangedBy[row]) || _t.Bank[row] < 0 ? float.NaN
                : merger && f[(int)Feature.SelfApproved] is not > 0 ? 0
                : own * (float)_moves.ActorBias(_t.ChangedBy[row], _t.Bank[row], day, BankShare(row, _t.Bank[row]));
        }
        if (accountIsRecent || isNewAccount) f[(int)Feature.ContactShift] = _standing.Shifts(row) * (relocated ? 0.5f : 1);
        if (_payDates[payee] > 0 && day - _firstPayDay[payee] <= OnboardingDays)
            f[(int)Feature.OnboardingChanges] = Math.Max(0, _standing.ChangesSinceJoining(row) + (node < 0 ? 1 : 0) - 1);
        var (ghost, lacks) = _standing.Ghost(row, Since(row, payee, day), longStanding);
        // Fewer count when somebody entered the payee alone.
        f[(int)Feature.GhostIndex] = lacks < FewestLacks ? Math.Min(ghost, 0) : ghost;
        // On an account that is still new the fact has a feature of its own.
        if (!isActedOn && IsSetUp(row, payee, day)) f[(int)Feature.SetUpAlone] = Notable(_standing.SetUpAlone(row));
        var alone = f[(int)Feature.SetUpAlone];
        if (ghost >= GhostNats && alone >= AloneNats && ghost + alone >= PatternNats) facts.Hard |= HardFacts.GhostPattern;

        var circle = _sharing.Circle(_t.Account[row], day);
        f[(int)Feature.CountryRarity] = circle.Pooled || (circle.Settled && !circle.Agency) || _use.IsAtPooledBank(_t.Account[row])
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
        if (f[(int)Feature.SelfApproved] >= AloneNats) facts.Hard |= HardFacts.SelfApproved;
        if ((isNewAccount || accountIsRecent) && _sharing.MovedFromOneDevice(row)) facts.Hard |= HardFacts.OneDevice;
        if ((isNewAccount || accountIsRecent) && _t.PayeeCheck[row] == PayeeCheck.None && (facts.Applies & Innocents.NameChange) == 0)
            facts.Hard |= HardFacts.NameRefused;
        if (f[(int)Feature.GhostIndex] > 0)
        {
            facts.Tested |= Innocents.Vouched;
            // That somebody is real says nothing of pay after an exit or a long silence.
            if ((_t.PayeeCheck[row] == PayeeCheck.Match || IsSignedByTwo(row)) && !(f[(int)Feature.DaysAfterExit] > 0) && !(f[(int)Feature.IdleBefore] > 0) && !(f[(int)Feature.OnboardingChanges] > 0))
                facts.Applies |= Innocents.Vouched;
        }
        if ((isNewAccount || accountIsRecent) && ClassOf(_t.ChangedBy[row]) == ActorClass.Employee && _t.Device[row] >= 0)
        {
            facts.Tested |= Innocents.OwnHand;
            if (IsOwnDoing(row, day - accountAge, f)) facts.Applies |= Innocents.OwnHand;
        }
    }

    /// <summary>
    /// The payee changed it himself, from a device that has long been his alone, in reach as ever and at home, to an account at home in his own name that the bank does not refuse; and there is nothing that
    /// somebody does who hides where his pay goes: no third change, no riskier kind of account, no part left behind, no bank in between.
    /// </summary>
    private bool IsOwnDoing(int row, int came, Span<float> f) =>
        _standing.IsReachedAsEver(row, came) && _sharing.HasDeviceAlone(row) && HolderIsSelf(row) && _t.PayeeCheck[row] != PayeeCheck.None && _t.IntermediaryBank[row] < 0
        && !(f[(int)Feature.LoginRarity] > 0) && !(f[(int)Feature.CountryRarity] > 0) && !(f[(int)Feature.AccountChanges] > 0) && !(f[(int)Feature.ChannelStep] > 0) && !(f[(int)Feature.SplitDrain] > 0)
        && !(f[(int)Feature.HolderMismatch] > 0) && !(f[(int)Feature.AmountJump] > 0) && !(f[(int)Feature.BankBurst] > 0) && IsMainline(row);

    /// <summary>The change was entered two weeks before the first pay to the account, neither telephone, e-mail nor device changed with it, nobody signs in from abroad, and the bank knows no other name.</summary>
    private bool IsInGoodTime(int row, int changed, int came, Span<float> f) =>
        changed <= came && WorkingDays.Between(changed, came) >= TwoWeeks && !(_standing.Shifts(row) > 0) && !(f[(int)Feature.LoginRarity] > 0)
        && _t.PayeeCheck[row] is not (PayeeCheck.Close or PayeeCheck.None);

    /// <summary>-ln share of the country of login among the employer's workers in the payee's country, and among today's; 0 at home; NaN where it is not told.</summary>
    private float LoginRarity(int row, ref PayoutFacts facts)
    {
        if (_t.LoginCountry[row] < 0) return float.NaN;
        if (_t.LoginCountry[row] == _t.WorkCountry[row] || _t.LoginCountry[row] == _t.ResidenceCountry[row]) return 0;
        var rarity = Math.Min(_loginShares.Rarity(_t.Employer[row], _t.WorkCountry[row] + 1, _t.LoginCountry[row]), RarityOfLoginToday(row));
        facts.LoginShare = ShareOf(rarity);
        return Notable(rarity);
    }

    /// <summary>-ln share of today's payouts with the same country of login: where the employer moves its network everybody's exit moves at once. The most where it is less than a handful's.</summary>
    private double RarityOfLoginToday(int row)
    {
        var same = _dateLogins.GetValueOrDefault((_t.Employer[row], _t.WorkCountry[row], _t.LoginCountry[row]));
        return same < FewestForNetwork ? MostRarity : -Math.Log((double)same / _dateLogins[(_t.Employer[row], _t.WorkCountry[row], (short)CodeBook.Missing)]);
    }

    /// <summary>How much of a step to another bank or kind of account is the payee's own in a roll-out, 0..1: of one by import nothing; of another half, for it is guessed, and of a large one a quarter.</summary>
    private float PayeesOwn(int row, int came) =>
        ClassOf(_t.ChangedBy[row]) == ActorClass.Import ? 0
        : _moves.IsRollOut(_t.Employer[row], IsContractor(row), _t.Bank[row], came, FewestForLargeRollOut, 0) ? 0.25f : 0.5f;

    /// <summary>
    /// How many of the employer's payees, and what share of them, go to one place within two weeks because the employer gives out cards or takes up a platform: few where an import moved them; more, and to cards and
    /// platforms alone, where the export never names a hand or the bank knows the payee there by name; a crowd where somebody else than the payee is named. 0: nobody's roll-out.
    /// </summary>
    private (int Fewest, double Share) CrowdOfRollOut(int row)
    {
        var hand = ClassOf(_t.ChangedBy[row]);
        return hand == ActorClass.Import ? (_t.Channel[row] == Channel.Card ? FewestForCards : FewestForRollOut, 0)
            : _t.Channel[row] is not (Channel.Platform or Channel.Card) ? default
            : !_namesHands[_t.Employer[row]] || _t.PayeeCheck[row] == PayeeCheck.Match ? (FewestForUnsignedRollOut, LeastShareForUnsigned)
            : hand is ActorClass.Unknown or ActorClass.Employee ? default
            : (FewestForSignedRollOut, LeastShareForSigned);
    }

    /// <summary>The export says that the payroll entered it: an office or an import, or a user whom another one approved. Silence is nobody's hand.</summary>
    private bool IsPayrollsHand(int row) => ClassOf(_t.ChangedBy[row]) switch
    {
        ActorClass.Hr or ActorClass.Admin or ActorClass.Import => true,
        ActorClass.NamedUser => _t.ApprovedBy[row] >= 0 && _t.ApprovedBy[row] != _t.ChangedBy[row] && ClassOf(_t.ApprovedBy[row]) != ActorClass.Employee,
        _ => false,
    };

    /// <summary>The export says who entered the change and who approved it, and neither is an import, which is nobody's hand.</summary>
    private bool IsJudgedByApproval(int row) =>
        _t.ChangedBy[row] >= 0 && _t.ApprovedBy[row] >= 0 && ClassOf(_t.ChangedBy[row]) != ActorClass.Import && ClassOf(_t.ApprovedBy[row]) != ActorClass.Import;

    /// <summary>Somebody entered the account and somebody else approved it.</summary>
    private bool IsSignedByTwo(int row) => IsSigned(row) && _t.ChangedBy[row] != _t.ApprovedBy[row];

    /// <summary>-ln share of the employer's set-ups that one user signed alone, when this one was; the least rarity where too few are known to say; 0 when two did; NaN when nobody is named.</summary>
    private float SelfApproval(int row)
    {
        if (!IsSigned(row)) return float.NaN;
        if (_t.ChangedBy[row] != _t.ApprovedBy[row]) return 0;
        var rarity = _standing.SetUpAlone(row);
        return float.IsNaN(rarity) ? (float)LeastRarity : Notable(rarity);
    }

    /// <summary>
    /// The last payment came back, or one of the same day from an account older than this one, and this one corrects it. That holds where the payee had been paid to that account before, or it was at this
    /// bank (a typing error), or this is an account of old: an account that came back at its first use and is followed by a third one
    /// elsewhere was no correction.
    /// </summary>
    private bool IsCorrected(int row, int payee, int last, int node)
    {
        if (_t.ReturnCode[row] >= 0 || (_dateStamp[payee] == _stamp && IsOlder(payee, _dateReturned[payee], node))) return true;
        if (last < 0 || _t.ReturnCode[last] < 0) return false;
        var before = _payeeAccounts.Find(payee, _t.Account[last]);
        var wasNew = _payDates[payee] > 1 && before >= 0 && _payeeAccounts.First(before) == _t.PayDay[last];
        return !wasNew || node >= 0 || _t.Bank[last] == _t.Bank[row];
    }

    /// <summary>The payee was paid to the account before he first was to that of the node; before today where there is none.</summary>
    private bool IsOlder(int payee, int account, int node) =>
        account >= 0 && _payeeAccounts.Find(payee, account) is >= 0 and var old && (node < 0 || _payeeAccounts.First(old) < _payeeAccounts.First(node));

    /// <summary>ln of the days without pay over the payee's usual ones, from three times as many on, else 0; 0 for who was hired anew, and where a season begins; a month is the least usual.</summary>
    private float IdleBefore(int row, int payee, int day) => IsSeason(row) ? 0 : IdleTime(row, payee, day);

    /// <summary>Many of the employer's payees come back today, after long, to the accounts they had: whoever wakes payees that sleep sends their pay elsewhere.</summary>
    private bool IsSeason(int row) => _employerReturns[_t.Employer[row]] is var (stamp, back) && stamp == _stamp && back >= FewestForSeason;

    private float IdleTime(int row, int payee, int day)
    {
        if (_t.HireDay[row] is var hired && hired != TransferColumns.NoDay && hired > _lastPayDay[payee]) return 0;
        var usual = Math.Max(31.0, (double)(_lastPayDay[payee] - _firstPayDay[payee]) / Math.Max(1, _payDates[payee] - 1));
        var times = (day - _lastPayDay[payee]) / usual;
        return times < 3 ? 0 : (float)Math.Log(times);
    }

    /// <summary>How much of a crowd at a bank counts: all where one in fifty is there, two fifths where one in five is, since the chance is reckoned with what is usual there already.</summary>
    private static double Unusual(double bankRarity) => Math.Clamp((bankRarity - 1) / 3, 0.4, 1);

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
        return Notable(rarity);
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
        return mismatch * weight < LeastMismatch ? 0 : (float)(mismatch * weight);
    }

    private float DaysAfterExit(int row, int day, ref PayoutFacts facts)
    {
        var exit = _t.TerminationDay[row];
        if (exit == TransferColumns.NoDay) return 0;
        var days = day - exit;
        if (days <= 0) return 0;
        facts.Tested |= Innocents.ExitPay;
        // Beside regular pay that goes on they are no parting.
        var goesOn = _dateStamp[_t.Payee[row]] == _stamp && _dateMain[_t.Payee[row]] >= 0;
        var isExitPay = _t.PayType[row] == PayType.Final || (_t.PayType[row] is PayType.Expense or PayType.Bonus or PayType.OffCycle && !goesOn);
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

    /// <summary>
    /// Ordered risk step (bank, platform, card or cheque, wallet) from the account before to this one, weighed by how rare the new one is; it is
    /// remembered while the account is younger than 180 days.
    /// </summary>
    private float ChannelStep(int row, int payee, int last, bool isNewAccount, int accountAge)
    {
        if (last < 0) return float.NaN;
        var contract = _t.ContractCurrency[row];
        var before = isNewAccount ? (int)_riskOfAccount[_t.Account[last]]
            : accountAge < StableRouteDays && AccountBefore(payee, _t.Account[row]) is >= 0 and var old ? (int)_riskOfAccount[old] : int.MaxValue;
        var step = Risk(_t.Channel[row], _t.AccountScheme[row]) - before;
        if (step <= 0) return 0;
        var crypto = _countries.IsCrypto(_t.Currency[row]) || _t.AccountScheme[row] >= AccountScheme.BitcoinWallet;
        var rarity = Math.Min(_channelShares.Rarity(_t.Employer[row], (int)_t.EmploymentType[row] + 1, crypto ? CryptoValue : (int)_t.Channel[row]), MostRarity);
        if (crypto && (_countries.IsCrypto(contract) || rarity < 1.6)) rarity *= 0.3;
        return (float)(step * rarity);
    }

    private int RiskOf(int row) => Risk(_t.Channel[row], _t.AccountScheme[row]);

    private static int Risk(Channel channel, AccountScheme scheme) => scheme >= AccountScheme.BitcoinWallet ? 3 : channel switch
    {
        Channel.Wallet => 3,
        Channel.Card or Channel.Cheque => 2,
        Channel.Platform => 1,
        _ => 0,
    };

    /// <summary>
    /// ln of the pay date's total over the median of the payee's last six in the same currency; NaN below three. Of regular pay beside a bonus, an off-cycle
    /// payment or expenses the rest is left out: those are looked at for themselves.
    /// </summary>
    private float Jump(int row, int payee)
    {
        if (!IsMainline(row) && _t.PayType[row] != PayType.Bonus) return float.NaN;
        if (_amountCurrency[payee] != _t.Currency[row] || _payDates[payee] < 3) return float.NaN;
        if (System.Numerics.BitOperations.PopCount(_dateCurrencies[payee]) != 1) return float.NaN;
        var extra = IsMainline(row) && _dateStamp[payee] == _stamp ? _dateExtra[payee] : 0;
        // Who is back for a season worked other hours in the last one.
        if (IsSeason(row) && IdleTime(row, payee, _t.PayDay[row]) > 0) return float.NaN;
        var paid = PaidOnce(payee);
        var (pay, usual) = (extra < paid ? paid - extra : paid, UsualPay(payee, _t.Currency[row]));
        // Back from leave or from part time: what was the pay once, and a raise.
        return pay > usual && pay <= MostRaise * _heldPay[payee] ? 0 : (float)Math.Log(pay / usual);
    }

    /// <summary>The pay date's total, where what came back and is paid anew counts once.</summary>
    private double PaidOnce(int payee) => _dateReturnedTotal[payee] < _dateWorth[payee] ? _dateWorth[payee] - _dateReturnedTotal[payee] : _dateWorth[payee];

    /// <summary>An address that moved together with an account of the payee's own where he now lives or works, or where no address is known the country of residence or work: a relocation.</summary>
    private bool HasRelocated(int row, int payee, int day, int last)
    {
        var addressMoved = _addressChangedDay[payee] > day - ChangeWindow
            || (_t.Address[row] >= 0 && _lastAddress[payee] >= 0 && _lastAddress[payee] != _t.Address[row]);
        var countryMoved = _countryChangedDay[payee] > day - ChangeWindow
            || (last >= 0 && (_t.ResidenceCountry[last] != _t.ResidenceCountry[row] || _t.WorkCountry[last] != _t.WorkCountry[row]));
        var accountAtHome = _t.AccountCountry[row] >= 0
            && (_t.AccountCountry[row] == _t.ResidenceCountry[row] || _t.AccountCountry[row] == _t.WorkCountry[row]);
        // Where no address is delivered the country has to tell it alone.
        return HolderIsSelf(row) && accountAtHome && (addressMoved || (countryMoved && _t.Address[row] < 0 && _lastAddress[payee] < 0));
    }

    /// <summary>The account that the payee used last before coming to this one; -1 when there was none.</summary>
    private int AccountBefore(int payee, int account)
    {
        var latest = int.MinValue;
        var own = _payeeAccounts.Find(payee, account);
        var came = own < 0 ? int.MaxValue : _payeeAccounts.First(own);
        var before = CodeBook.Missing;
        for (var node = _payeeAccounts.Head(payee); node >= 0; node = _payeeAccounts.Next(node))
        {
            if (_payeeAccounts.Key(node) == account || _payeeAccounts.First(node) >= came || _payeeAccounts.Last(node) <= latest) continue;
            latest = _payeeAccounts.Last(node);
            before = _payeeAccounts.Key(node);
        }
        return before;
    }
}
