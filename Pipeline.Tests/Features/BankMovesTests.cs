// Moves between banks: what counts as one, and what a merger must show.
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Features;

[TestClass]
public sealed class BankMovesTests
{
    private const int Employer = 0;
    private const int Actor = 5;

    [TestMethod]
    public void A_pay_split_over_two_banks_moves_nobody()
    {
        var moves = new BankMoves(banks: 2, payees: 6);
        for (var day = 1000; day <= 1150; day += 30)
        {
            for (var payee = 0; payee < 6; payee++)
            {
                moves.Note(payee, Employer, bank: 0, isContractor: false, Actor, ActorClass.NamedUser, day);
                moves.Note(payee, Employer, bank: 1, isContractor: false, Actor, ActorClass.NamedUser, day);
            }
        }
        Assert.AreEqual(0.0, moves.Burst(Employer, 1, 1150, 0, _ => 0.5));
        Assert.AreEqual(0.0, moves.ActorBias(Actor, 1, 1150, bankShare: 0.5));
    }

    [TestMethod]
    public void Payees_who_leave_several_banks_for_one_are_a_burst_and_those_of_one_bank_a_merger()
    {
        var sweep = new BankMoves(banks: 6, payees: 30);
        for (var day = 1000; day <= 1120; day += 30)
        {
            for (var payee = 0; payee < 30; payee++) sweep.Note(payee, Employer, bank: payee % 5, isContractor: false, Actor, ActorClass.NamedUser, day);
        }
        for (var payee = 0; payee < 5; payee++) sweep.Note(payee, Employer, bank: 5, isContractor: false, Actor, ActorClass.NamedUser, 1150);
        sweep.CountActive(1150);
        Assert.IsGreaterThan(2, sweep.Burst(Employer, 5, 1150, 0, _ => 0.02));

        var moves = new BankMoves(banks: 2, payees: 6);
        for (var day = 1000; day <= 1120; day += 30)
        {
            for (var payee = 0; payee < 6; payee++) moves.Note(payee, Employer, bank: 0, isContractor: false, Actor, ActorClass.NamedUser, day);
        }
        for (var payee = 0; payee < 5; payee++) moves.Note(payee, Employer, bank: 1, isContractor: false, Actor, ActorClass.NamedUser, 1150);
        moves.CountActive(1150);
        Assert.AreEqual(0, moves.Burst(Employer, 1, 1150, 0, _ => 0.02), "a merger brought them");
        Assert.IsTrue(moves.IsMerger(0, 1, 1150, oldShare: 1));
    }

    [TestMethod]
    public void Who_opens_an_account_is_not_of_the_crowd_whom_the_bank_gives_cards()
    {
        var moves = new BankMoves(banks: 7, payees: 30);
        for (var day = 1000; day <= 1120; day += 30)
        {
            for (var payee = 0; payee < 30; payee++) moves.Note(payee, Employer, bank: payee % 6, isContractor: false, Actor, ActorClass.NamedUser, day);
        }
        for (var payee = 0; payee < 6; payee++) moves.Note(payee, Employer, bank: 6, isContractor: false, Actor, ActorClass.NamedUser, 1150, channel: payee == 0 ? 0 : 2);
        moves.CountActive(1150);

        Assert.IsGreaterThan(2, moves.Burst(Employer, 6, 1150, 2, _ => 0.02));
        Assert.AreEqual(0, moves.Burst(Employer, 6, 1150, 0, _ => 0.02));
        Assert.AreEqual(0, moves.BurstAnywhere(6, 1150, 0));
        Assert.IsGreaterThan(1, moves.BurstAnywhere(6, 1150, 2));
    }

    [TestMethod]
    [DataRow(1, true)]
    [DataRow(5, false)]
    public void Of_those_who_come_from_one_small_part_of_a_bank_one_stands_for_all(int banks, bool expected)
    {
        // Too few of the old bank's went for a merger: one branch of it, say.
        var moves = new BankMoves(banks: 6, payees: 500);
        for (var day = 1000; day <= 1120; day += 30)
        {
            for (var payee = 0; payee < 500; payee++) moves.Note(payee, Employer, bank: payee % 5, isContractor: false, Actor, ActorClass.NamedUser, day);
        }
        for (var i = 0; i < 6; i++) moves.Note(banks == 1 ? i * 5 : i, Employer, bank: 5, isContractor: false, Actor, ActorClass.NamedUser, 1150);
        moves.CountActive(1150);

        Assert.AreEqual(expected, moves.Burst(Employer, 5, 1150, 0, bank => bank < 5 ? 0.2 : 0.02) == 0);
        Assert.AreEqual(expected, moves.BurstAnywhere(5, 1150) == 0);
        if (banks == 1) Assert.IsFalse(moves.IsMerger(0, 5, 1150, oldShare: 0.2));
    }

    [TestMethod]
    public void A_user_who_sends_everybody_to_one_bank_is_told_by_how_many_would_go_there_anyway()
    {
        var moves = new BankMoves(banks: 4, payees: 12);
        for (var payee = 0; payee < 12; payee++) moves.Note(payee, Employer, bank: 0, isContractor: false, actor: -1, ActorClass.Unknown, 1000);
        for (var payee = 0; payee < 4; payee++) moves.Note(payee, Employer, bank: 1, isContractor: false, Actor, ActorClass.NamedUser, 1030);
        Assert.AreEqual(-Math.Log10(Math.Pow(0.2, 4)), moves.ActorBias(Actor, 1, 1030, bankShare: 0.2), 1e-9, "four of four");
        Assert.IsLessThan(0.3, moves.ActorBias(Actor, 1, 1030, bankShare: 0.9), "nearly everybody is there");
        for (var payee = 4; payee < 12; payee++) moves.Note(payee, Employer, bank: 2 + (payee % 2), isContractor: false, Actor, ActorClass.NamedUser, 1030);
        Assert.IsLessThan(1.0, moves.ActorBias(Actor, 1, 1030, bankShare: 0.2), "four of twelve");
        Assert.AreEqual(0.0, moves.ActorBias(Actor, 1, 1121, bankShare: 0.2), "91 days later");
    }

    [TestMethod]
    public void Who_went_by_another_hand_than_the_rest_is_not_of_the_merger()
    {
        var moves = new BankMoves(banks: 2, payees: 12);
        for (var payee = 0; payee < 12; payee++) moves.Note(payee, Employer, bank: 0, isContractor: false, actor: -1, ActorClass.Unknown, 1000);
        for (var payee = 0; payee < 8; payee++) moves.Note(payee, Employer, bank: 1, isContractor: false, Actor, payee == 0 ? ActorClass.Employee : ActorClass.Import, 1030);
        moves.CountActive(1030);
        Assert.IsTrue(moves.IsMerger(0, 1, 1030, oldShare: 1, ActorClass.Import));
        Assert.IsFalse(moves.IsMerger(0, 1, 1030, oldShare: 1, ActorClass.Employee), "one of eight");
        Assert.IsTrue(moves.IsMerger(0, 1, 1030, oldShare: 1, ActorClass.Unknown), "nobody says who");
    }

    [TestMethod]
    public void A_few_of_each_employer_who_come_to_one_bank_are_a_burst_unless_it_always_wins_as_many()
    {
        foreach (var always in new[] { false, true })
        {
            var moves = new BankMoves(banks: 6, payees: 80);
            for (var payee = 0; payee < 80; payee++) moves.Note(payee, employer: payee % 4, bank: payee % 5, isContractor: false, actor: -1, ActorClass.Unknown, 1000);
            for (var month = 1; month <= 12 && always; month++)
            {
                for (var i = 0; i < 4; i++) moves.Note((month * 4) + i, employer: i, bank: 5, isContractor: false, actor: -1, ActorClass.Unknown, 1000 + (30 * month));
            }
            for (var i = 0; i < 4; i++) moves.Note(i, employer: i, bank: 5, isContractor: false, actor: -1, ActorClass.Unknown, 1390);
            moves.CountActive(1390);
            Assert.AreEqual(always, moves.BurstAnywhere(5, 1390) < 1);
        }
    }

    [TestMethod]
    public void Where_many_move_everywhere_those_who_come_to_one_bank_are_less_of_a_burst()
    {
        var (quiet, busy) = (With(0), With(60));
        Assert.IsGreaterThan(busy.OfEmployer + 0.5, quiet.OfEmployer);
        Assert.IsGreaterThan(busy.Anywhere + 0.3, quiet.Anywhere);

        static (double OfEmployer, double Anywhere) With(int others)
        {
            var moves = new BankMoves(banks: 30, payees: 400);
            for (var day = 1000; day <= 1360; day += 30)
            {
                for (var payee = 0; payee < 400; payee++) moves.Note(payee, Employer, bank: payee % 20, isContractor: false, Actor, ActorClass.NamedUser, day);
            }
            for (var i = 0; i < 12; i++) moves.Note(100 + i, Employer, bank: i % 3 == 0 ? 19 : 21 + (i % 9), isContractor: false, Actor, ActorClass.NamedUser, 1361);
            for (var i = 0; i < 4; i++) moves.Note(i, Employer, bank: 19, isContractor: false, Actor, ActorClass.NamedUser, 1390);
            for (var i = 0; i < others; i++) moves.Note(200 + i, Employer, bank: 21 + (i % 9), isContractor: false, Actor, ActorClass.NamedUser, 1390);
            moves.CountActive(1390);
            return (moves.Burst(Employer, 19, 1390, 0, _ => 0.05), moves.BurstAnywhere(19, 1390));
        }
    }

    [TestMethod]
    public void A_merger_elsewhere_hides_no_campaign()
    {
        var moves = new BankMoves(banks: 30, payees: 400);
        for (var day = 1000; day <= 1360; day += 30)
        {
            for (var payee = 0; payee < 400; payee++) moves.Note(payee, Employer, bank: payee % 4, isContractor: false, Actor, ActorClass.NamedUser, day);
        }
        for (var i = 0; i < 5; i++) moves.Note(i, Employer, bank: 20, isContractor: false, Actor, ActorClass.NamedUser, 1390);
        for (var payee = 8; payee < 400; payee += 4) moves.Note(payee, Employer, bank: 21, isContractor: false, Actor, ActorClass.Import, 1390);
        moves.CountActive(1390);

        Assert.IsGreaterThan(2, moves.Burst(Employer, 20, 1390, 0, _ => 0.05));
        Assert.IsGreaterThan(2, moves.BurstAnywhere(20, 1390));
    }

    [TestMethod]
    [DataRow(30, true)]
    [DataRow(80, false)]
    public void A_bank_that_keeps_nine_in_ten_was_not_merged(int payees, bool expected)
    {
        var moves = new BankMoves(banks: 2, payees);
        for (var payee = 0; payee < payees; payee++) moves.Note(payee, Employer, bank: 0, isContractor: false, Actor, ActorClass.NamedUser, 1000);
        for (var payee = 0; payee < 5; payee++) moves.Note(payee, Employer, bank: 1, isContractor: false, Actor, ActorClass.NamedUser, 1030);
        for (var payee = 5; payee < payees; payee++) moves.Note(payee, Employer, bank: 0, isContractor: false, Actor, ActorClass.NamedUser, 1030);
        moves.CountActive(1030);
        Assert.AreEqual(expected, moves.IsMerger(0, 1, 1030, oldShare: 0.2));
    }
}
