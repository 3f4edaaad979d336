// What detectors are not tuned on: the plays behind the withheld rows of the catalogue. They were written from the generator and the typologies
// alone, without sight of the code of any feature or detector, so that what is found of them says something about schemes that nobody had in mind.
namespace Paysieve.Pipeline.Synthetic;

internal static class WithheldSchemes
{
    /// <summary>Somebody in the payroll office invents expenses and off-cycle pays in colleagues' names, a different name each time, and sends each for once
    /// to a purse of his own. Salaries arrive where they always did, so nobody misses anything and no standing account changes.</summary>
    public static void BorrowedName(Stage stage, IReadOnlyList<Payee> cast)
    {
        // With a single pay date there is nothing beside which the one pay would look strange.
        if (stage.AllDates.Count < 2) return;
        var clerk = stage.Employer.Clerk(stage.Draw);
        var purses = Enumerable.Range(0, stage.Draw.Chance(.5) ? 2 : 1)
            .Select(_ => (Account: stage.OpenAt(AccountNumbers.NextBank(stage.Draw, stage.Employer.Country, null)), Owner: stage.Employer.HolderOf(stage.Stranger(stage.Employer.Country)), Names: new HashSet<Payee>()))
            .ToList();
        // Whether the system that pays for once writes the other account down as a change.
        var dated = stage.Draw.Chance(.5);
        var sure = stage.Draw.Of(stage.NightDates);
        var turn = 0;
        foreach (var day in stage.AllDates.TakeLast(12))
        {
            var pays = day == sure ? stage.Draw.Int(1, 2) : stage.Draw.Chance(day >= stage.Night ? .3 : .5) ? 1 : 0;
            for (; pays > 0; pays--)
            {
                var payee = cast[turn++ % cast.Count];
                if (day <= payee.Hire.AddDays(30)) continue;
                var (account, owner, names) = stage.Draw.Of(purses);
                names.Add(payee);
                var (holder, check) = stage.SomebodyElses(payee, owner);
                var standing = payee.RouteOn(day);
                var once = standing with { Shares = [new Share(1, account, standing.Shares[0].Currency, holder, check)], ReturnCode = "" };
                if (dated) once = once with { ChangedAt = day.AddDays(-stage.Draw.Int(0, 6)), ChangedBy = clerk, ApprovedBy = stage.Draw.Chance(.2) ? clerk : payee.Manager };
                var type = stage.Draw.Chance(.6) ? "expense" : "off_cycle";
                payee.Errands.Add(new Errand(day, type, stage.Draw.Between(.03, .4), once));
                // A purse that has had several names is a shared account as well.
                if (day >= stage.Night) stage.Mark(payee, day, onlyTo: account.Number, also: names.Count > 1 ? Typologies.SharedAccount : null);
            }
        }
    }
}
