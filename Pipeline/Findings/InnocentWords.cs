// What was tested on the innocent side, in words a reviewer reads.
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Findings;

/// <summary>Sentences for the innocent explanations that were tested.</summary>
public static class InnocentWords
{
    private static readonly (Innocents Test, string Name, Typology[] Typologies, string Applies, string DoesNot)[] Table =
    [
        (Innocents.Household, "household", [Typology.SharedAccount],
            "The people on the account are related by family name, address, phone or long tenure: counted as a household.",
            "No household: family name, address, phone and tenure do not relate all the people on the account."),
        (Innocents.PooledAccount, "pooled_account", [Typology.PayoutRouting, Typology.SharedAccount],
            "The account looks like a platform's pooled account: sharing is not assessed.",
            "No pooled account: too few people, or not paid by platform or card."),
        (Innocents.Rehire, "rehire", [Typology.SharedAccount],
            "The earlier user of the account is the same person under another number.",
            "No rehire: the earlier user of the account is another person by token and name."),
        (Innocents.EmployerAddress, "employer_address", [Typology.SharedAccount],
            "More than twelve payees share the address: taken as housing or an office and left out.",
            "The address is not one that many payees share."),
        (Innocents.NewJoiner, "new_joiner", [Typology.PayoutRouting, Typology.CurrencyHop],
            "New payee: nothing is compared with the payee's own past before the third pay date.",
            "Not a new joiner: there are earlier pay dates to compare with."),
        (Innocents.MergerCohort, "bank_merger", [Typology.PayoutRouting, Typology.SharedAccount],
            "Several payees of the old bank moved to this bank within 45 days, far more than usually do: taken as a merger or re-issue.",
            "No bank merger: the old bank's other payees stayed or went elsewhere."),
        (Innocents.ReturnedPayment, "returned_payment", [Typology.PayoutRouting],
            "An earlier payment came back: the change may be its correction.",
            "No returned payment on record explains the change."),
        (Innocents.Relocation, "relocation", [Typology.PayoutRouting, Typology.CurrencyHop],
            "Address or country moved, and the pay with it to an account of the payee's own where the payee now works or lives: taken as a relocation.",
            "No relocation: address or country, an account of the payee's own there, and the whole pay did not move together."),
        (Innocents.LongStanding, "long_standing", [Typology.PayoutRouting],
            "The same route has been used for at least 180 days.",
            "Not a long-standing arrangement."),
        (Innocents.BonusMonth, "bonus_month", [Typology.PayoutRouting],
            "Many of the employer's payees were paid more on this date, or it is a bonus.",
            "No bonus month: the employer's other payees were paid as usual."),
        (Innocents.NameChange, "name_change", [Typology.PayoutRouting],
            "A new holder name on the payee's own old account: taken as a change of name.",
            "No change of name: the account is not one the payee used before."),
        (Innocents.ExitPay, "exit_pay", [Typology.PayoutRouting],
            "Final pay, expense or bonus: pay after exit is ordinary for these.",
            "The pay type does not explain pay after exit."),
        (Innocents.FrontierWorker, "frontier_worker", [Typology.PayoutRouting],
            "Countries of work and account are neighbours with many frontier workers.",
            "No frontier pair: the countries of work and account are not known for commuting."),
        (Innocents.CommonForPeers, "common_for_peers", [Typology.PayoutRouting, Typology.CurrencyHop],
            "Usual among comparable payees of this employer.",
            "Not usual among comparable payees of this employer."),
        (Innocents.ContractualCrypto, "contractual_crypto", [Typology.PayoutRouting, Typology.CurrencyHop],
            "Crypto is in the contract, long-standing, or usual at this employer.",
            "No contractual crypto: not in the contract, new, and unusual at this employer."),
        (Innocents.SavingsSplit, "savings_split", [Typology.PayoutRouting],
            "A small part of the pay (a third at the most) goes to a new account of the payee's own: looks like saving.",
            "No savings split: the new account takes most of the pay, or is another's."),
        (Innocents.HomeSplit, "home_currency_split", [Typology.PayoutRouting, Typology.CurrencyHop],
            "The pay is split between the contract's currency and another one, both in the payee's own name: looks like an expatriate's split.",
            "No home-currency split."),
        (Innocents.BulkImport, "bulk_import", [Typology.PayoutRouting],
            "The change came with an import, not by a person's hand.",
            "The change was made by a person, not by an import."),
        (Innocents.InGoodTime, "changed_in_good_time", [Typology.PayoutRouting],
            "The change was entered two weeks or more before the first pay to the account, and nothing else changed with it: whoever diverts pay comes in the last days, as a rule.",
            "The change was not entered two weeks before the first pay to the account, or earlier changes of account, contact details, a login from abroad or the bank's answer speak against it."),
        (Innocents.SignedByTwo, "signed_by_two", [Typology.PayoutRouting],
            "One entered the change and another approved it.",
            "Nobody but the one who entered the change approved it, or the payee changes accounts often."),
        (Innocents.RollOut, "roll_out", [Typology.PayoutRouting, Typology.SharedAccount],
            "Several of this employer's payees came to this bank at once and this one to an account in the payee's own name, by an import or to one platform or card, or all from another platform: looks like a roll-out of cards or accounts.",
            "This payee was moved alone or few others with it, other details changed too, or the account is not known to be the payee's own."),
        (Innocents.OwnHand, "own_hand", [Typology.PayoutRouting],
            "The payee changed it, from the device that has long been the payee's alone, in reach as ever and at home, to an account at home in the payee's own name: looks like a change of bank.",
            "Not known to be the payee's own doing: entered by another, from a new or shared device, from abroad, or to an account abroad, of a riskier kind, in another name or one that the bank refuses."),
        (Innocents.Vouched, "vouched_for", [Typology.PayoutRouting],
            "Papers lack things, but the bank knows the payee by this name, or one user entered the account and another approved it.",
            "Nobody vouches for the payee whose papers lack things: the bank has not confirmed the name, and no second user approved the account."),
        (Innocents.FamilyHolder, "family_holder", [Typology.PayoutRouting],
            "Part of the holder's name is the employee's: family, or a company named after its owner.",
            "The holder's name has nothing of the employee's."),
        (Innocents.ApprovedSwitch, "approved_currency_switch", [Typology.CurrencyHop],
            "One switch, and the contract names the new currency.",
            "The contract does not name the new currency."),
        (Innocents.HomeCurrency, "home_currency", [Typology.CurrencyHop],
            "One switch, to the money of the country where the payee lives and the account is.",
            "The new currency is not that of the country where the payee lives, the account is in another, or its name is not the payee's."),
        (Innocents.Deduction, "deduction", [Typology.PayoutRouting, Typology.SharedAccount],
            "The account takes no more than a tenth of several people's pay; or a third at most, entered by an office, an import or for long by several of the employer's hands, or in a third party's name that the bank confirmed; or the smaller part for long in a third party's name: dues, a lender, a court's order, a fund.",
            "No deduction: the account takes larger parts or whole pays, entered by a person, and is new or not in a third party's name."),
        (Innocents.Attachment, "attachment", [Typology.PayoutRouting],
            "A third of the pay at the most begins to go to a third party, entered by the payroll and not by the payee: a court's order, dues, a loan paid back.",
            "No attachment of pay: the third party gets more, the payee or one user alone entered it, nobody is named, or the bank says that the name is wrong."),
        (Innocents.SettledCircle, "settled_account", [Typology.PayoutRouting, Typology.SharedAccount],
            "Most people on the account were hired over a year ago and were paid there from their first pay on, or contractors came there one after the other over months: taken for a platform's or an agency's, so who shares it is not counted.",
            "No settled account: it is new, most people were paid elsewhere before, or were hired within a year and not as contractors one after the other."),
        (Innocents.LongStandingPair, "long_standing_pair", [Typology.SharedAccount],
            "Two people only, both paid to this account for half a year or longer: may be a couple that nothing in the file relates.",
            "One of the two came to the account within half a year."),
        (Innocents.BankDay, "bank_day", [Typology.SharedAccount],
            "All whose accounts stand in this row were hired by one employer on one day, or they are of one employer and this payee, who has long been paid, moved to the bank where many of its payees are: a bank may have signed them up together.",
            "Those whose accounts stand in this row are paid by several employers, or were hired on different days and this payee did not move to the bank where many are."),
        (Innocents.PayeeConfirmed, "payee_confirmed", [Typology.PayoutRouting],
            "The bank confirmed that account and name belong together.",
            "The bank did not confirm that account and name belong together."),
        (Innocents.UsualChain, "usual_chain", [Typology.CurrencyHop],
            "Chains like this are usual for this currency, or for this payee.",
            "Such a chain is not usual for this currency, nor for this payee."),
        (Innocents.VehicleCurrency, "vehicle_currency", [Typology.CurrencyHop],
            "Turned over the dollar or the euro into money that the payee is used to, or that is legal tender at home, on an account that is not new: most pairs of currencies are traded so.",
            "Not a mere way over the dollar or the euro into money that the payee is used to."),
        (Innocents.PermanentSwitch, "permanent_switch", [Typology.CurrencyHop],
            "One switch of currency within 180 days: may be permanent.",
            "Not a single permanent switch."),
    ];

    /// <summary>The tests that concern a typology, those that apply first.</summary>
    public static IReadOnlyList<InnocentTest> Of(PayoutFacts facts, Typology typology)
    {
        var tests = new List<InnocentTest>();
        foreach (var (test, name, typologies, applies, doesNot) in Table)
        {
            if ((facts.Tested & test) == 0 || !typologies.Contains(typology)) continue;
            var fits = (facts.Applies & test) != 0;
            tests.Add(new InnocentTest(name, fits, fits ? applies : doesNot));
        }
        return [.. tests.OrderByDescending(test => test.Applies)];
    }
}
