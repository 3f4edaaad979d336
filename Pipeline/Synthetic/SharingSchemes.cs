// One purse behind several people: the plays behind typology shared_account.
namespace Paysieve.Pipeline.Synthetic;

internal static class SharingSchemes
{
    /// <summary>Unrelated personas, hired or turned, paid into an account that one facilitator holds; at one employer or at many.</summary>
    public static void Facilitator(Stage stage, IReadOnlyList<Payee> cast)
    {
        var scheme = stage.Scheme;
        var owner = scheme.Shared("owner", d => stage.Names.Person(d, scheme.Country, out _));
        var account = scheme.Shared("account", d => d.Chance(.8)
            ? AccountNumbers.Open(d, AccountNumbers.NextBank(d, scheme.Country, null), abroad: true)
            : AccountNumbers.Platform(d, d.Of(AccountNumbers.Platforms)));
        foreach (var persona in cast)
        {
            var (holder, check) = stage.SomebodyElses(persona, stage.Employer.HolderOf(owner));
            if (stage.Draw.Chance(.35))
            {
                // Hired for it: the account is there from the first day.
                Stage.Join(persona, stage.Night.AddDays(-stage.Draw.Int(25, 160)));
                var first = persona.Routes[0];
                persona.Routes[0] = first with { Shares = [new Share(1, account, first.Shares[0].Currency, holder, check)] };
                stage.Mark(persona, persona.Hire);
            }
            else
            {
                var from = stage.Begin(persona, .3, 7);
                stage.Pay(persona, from, account, holder: holder, check: check);
                stage.Mark(persona, from);
            }
        }
    }

    /// <summary>Separate accounts, but one home, one telephone, one machine behind the personas: two kinds of link or more, never all on everybody.</summary>
    public static void PersonaRing(Stage stage, IReadOnlyList<Payee> cast)
    {
        var scheme = stage.Scheme;
        var home = scheme.Shared("home", d => stage.Names.Home(d, cast[0].WorkCountry));
        var phone = scheme.Shared("phone", d => Workforce.MobileNumber(d, cast[0].WorkCountry));
        var device = scheme.Shared("device", d => d.Hex(16));
        var kind = scheme.Shared("kind", d => d.Int(0, 3));
        foreach (var persona in cast)
        {
            var late = stage.Draw.Chance(.5);
            if (late) Stage.Join(persona, stage.Night.AddDays(-stage.Draw.Int(30, 150)));
            var from = late ? persona.Hire : stage.Begin(persona, .2, 8);
            var partial = stage.Draw.Chance(.2);
            Stage.Restate(persona, from, p => p with
            {
                Address = kind is 0 or 1 or 3 && !(partial && kind == 3) ? home : p.Address,
                Phone = kind is 0 or 2 or 3 ? phone : p.Phone,
                Device = kind is 1 or 2 or 3 ? device : p.Device,
            });
            if (stage.Draw.Chance(.3)) stage.Pay(persona, from, stage.NewAccount(persona));
            stage.Mark(persona, from);
        }
    }

    /// <summary>New hires whose accounts somebody opened for them in one sitting, one number after the other.</summary>
    public static void AccountRow(Stage stage, IReadOnlyList<Payee> cast)
    {
        var row = AccountNumbers.OpenRow(stage.Draw, AccountNumbers.NextBank(stage.Draw, stage.Employer.Country, null), cast.Count);
        var day = stage.Night.AddDays(-stage.Draw.Int(20, 50));
        foreach (var (mule, account) in cast.Zip(row))
        {
            Stage.Join(mule, day.AddDays(stage.Draw.Int(0, 12)));
            var first = mule.Routes[0];
            mule.Routes[0] = first with { Shares = [new Share(1, account, first.Shares[0].Currency, stage.Employer.HolderOf(mule.Name), Workforce.OwnCheck(stage.Draw))] };
            stage.Mark(mule, mule.Hire);
        }
    }

    /// <summary>The first of the cast runs the payroll and has other people's pay sent home.</summary>
    public static void PayrollClerk(Stage stage, IReadOnlyList<Payee> cast)
    {
        var clerk = cast[0];
        var account = clerk.RouteOn(DateOnly.MaxValue).Shares[0].Account;
        var user = stage.Employer.Clerk(stage.Draw);
        var start = stage.Night;
        foreach (var payee in cast.Skip(1))
        {
            var from = stage.Begin(payee, .35, 6);
            if (from < start) start = from;
            var (holder, check) = stage.SomebodyElses(payee, stage.Employer.HolderOf(clerk.Name));
            stage.Pay(payee, from, account, holder: holder, check: check, by: stage.Draw.Chance(.5) ? user : "hr", approved: stage.Draw.Chance(.4) ? user : payee.Manager);
            stage.Mark(payee, from);
        }
        stage.Mark(clerk, start, onlyTo: account.Number);
    }

    /// <summary>A leaver's account goes on earning, under another payee's name.</summary>
    public static void BatonReuse(Stage stage, IReadOnlyList<Payee> cast)
    {
        var (leaver, taker) = (cast[0], cast[1]);
        var exit = Stage.Later(stage.Night.AddDays(-stage.Draw.Int(35, 150)), Stage.Later(leaver.Hire.AddDays(60), stage.First.AddDays(32)));
        leaver.Termination = exit;
        leaver.AfterExit = null;
        var account = leaver.RouteOn(exit).Shares[0].Account;
        var from = Stage.Later(stage.Draw.Chance(.4) ? stage.Before(taker, 0, 20) : exit.AddDays(stage.Draw.Int(5, 35)), taker.Hire.AddDays(3));
        var (holder, check) = stage.SomebodyElses(taker, stage.Employer.HolderOf(leaver.Name));
        stage.Pay(taker, from, account, holder: holder, check: check);
        stage.Mark(taker, from);
    }
}
