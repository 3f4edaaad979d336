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
                moves.Note(payee, Employer, bank: 0, Actor, day);
                moves.Note(payee, Employer, bank: 1, Actor, day);
            }
        }
        Assert.AreEqual(0.0, moves.Burst(Employer, 1, 1150, bankShare: 0.5));
        Assert.AreEqual(0, moves.ActorPayees(Actor, 1, 1150));
    }

    [TestMethod]
    public void Payees_who_leave_one_bank_together_are_a_burst_and_a_merger_once_most_are_gone()
    {
        var moves = new BankMoves(banks: 2, payees: 6);
        for (var day = 1000; day <= 1120; day += 30)
        {
            for (var payee = 0; payee < 6; payee++) moves.Note(payee, Employer, bank: 0, Actor, day);
        }
        for (var payee = 0; payee < 5; payee++) moves.Note(payee, Employer, bank: 1, Actor, 1150);
        moves.CountActive(1150);
        Assert.IsGreaterThan(2, moves.Burst(Employer, 1, 1150, bankShare: 0.02));
        Assert.AreEqual(5, moves.ActorPayees(Actor, 1, 1150));
        Assert.IsTrue(moves.IsMerger(0, 1, 1150, oldShare: 1));
    }
}
