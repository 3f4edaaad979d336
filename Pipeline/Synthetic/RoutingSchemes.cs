// Pay that goes where it should not: the plays behind typology payout_routing. Strengths are drawn, so that no single threshold has them all.
namespace Paysieve.Pipeline.Synthetic;

internal static class RoutingSchemes
{
    /// <summary>Payroll diversion: somebody gets into self-service, or writes to HR, shortly before pay day.</summary>
    public static void Takeover(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var victim in cast) Divert(stage, victim, stage.Before(victim, 0, stage.Draw.Chance(.7) ? 7 : 21), stage.NewAccount(victim));
    }

    /// <summary>Several victims in one sweep, all to the same bank; their old banks have nothing in common.</summary>
    public static void Campaign(Stage stage, IReadOnlyList<Payee> cast)
    {
        var bank = AccountNumbers.NextBank(stage.Draw, Stage.BankCountry(cast[0]), null);
        var day = stage.Before(cast[0], 1, 12);
        foreach (var victim in cast) Divert(stage, victim, day.AddDays(-stage.Draw.Int(0, 5)), stage.OpenAt(bank));
    }

    public static void SerialChanger(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var day = stage.Night.AddDays(-stage.Draw.Int(60, 150));
            for (var left = stage.Draw.Int(2, 4); left > 0 && day < stage.Night; left--)
            {
                if (day > payee.Hire) stage.Pay(payee, day, stage.NewAccount(payee), by: stage.Draw.Chance(.6) ? "employee" : null, returned: stage.Draw.Chance(.15) ? "AC04" : "");
                day = day.AddDays(stage.Draw.Int(18, 45));
            }
            var last = stage.Before(payee, 0, 24);
            stage.Pay(payee, last, stage.NewAccount(payee), returned: stage.Draw.Chance(.2) ? "AC04" : "");
            stage.Mark(payee, last);
        }
    }

    public static void ThirdParty(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .45, 3);
            var (_, check) = stage.SomebodyElses(payee, "");
            stage.Pay(payee, from, stage.NewAccount(payee), holder: stage.Employer.HolderOf(stage.Stranger(stage.Draw.Chance(.7) ? payee.WorkCountry : payee.Nationality)), check: check);
            stage.Mark(payee, from);
        }
    }

    /// <summary>Gone, and still on the payroll: by oversight that somebody enjoys, or with the account redirected.</summary>
    public static void PayAfterExit(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var leaver in cast)
        {
            var exit = Stage.Later(stage.Night.AddDays(-stage.Draw.Int(48, 190)), leaver.Hire.AddDays(60));
            leaver.Termination = exit;
            leaver.AfterExit = (leaver.Engagement == Engagement.Contractor ? "invoice" : "regular", DateOnly.MaxValue);
            if (stage.Draw.Chance(.5)) stage.Pay(leaver, exit.AddDays(stage.Draw.Int(3, 60)), stage.NewAccount(leaver), by: stage.Draw.Chance(.5) ? "hr" : null);
            stage.Mark(leaver, exit.AddDays(45));
        }
    }

    /// <summary>A residue stays on the old account, so that the payee notices late.</summary>
    public static void SplitDrain(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var victim in cast)
        {
            var from = stage.Begin(victim, .75, 1);
            var main = victim.RouteOn(from).Shares[0];
            var part = Math.Round(stage.Draw.Between(.78, .96), 2);
            var mule = stage.NewAccount(victim);
            var (by, approved) = Workforce.ChangedBy(stage.Draw, stage.Employer, victim);
            var (holder, check) = stage.SomebodyElses(victim, stage.Employer.HolderOf(stage.Stranger(victim.WorkCountry)));
            victim.Reroute(new Route(from, [main with { Part = 1 - part }, new Share(part, mule, main.Currency, holder, check)], from, by, approved));
            stage.Mark(victim, from, onlyTo: mule.Number);
        }
    }

    /// <summary>The remote worker's pay moves to an account in a third country, held by whoever runs the persona.</summary>
    public static void ForeignRedirect(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .5, 3);
            var abroad = stage.Draw.Weighted(Countries.All, c => c.Code == payee.WorkCountry || c.Code == payee.Nationality || c.Code == stage.Employer.Country ? 0 : c.TalentWeight).Code;
            var account = stage.OpenAt(AccountNumbers.NextBank(stage.Draw, abroad, null));
            var hops = stage.Draw.Chance(.35);
            var (holder, check) = stage.SomebodyElses(payee, stage.Employer.HolderOf(stage.Stranger(abroad)));
            stage.Pay(payee, from, account, currency: hops ? Countries.Of(abroad).Currency : null, holder: holder, check: check);
            if (stage.Draw.Chance(.4)) Stage.Restate(payee, from, p => p with { Login = abroad });
            stage.Mark(payee, from, also: hops && Countries.Of(abroad).Currency != payee.ContractCurrency ? Typologies.CurrencyHop : null);
        }
    }

    public static void MethodSwitch(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .6, 2);
            if (stage.Draw.Chance(.4))
            {
                var tag = stage.Draw.Weighted(["USDT", "USDC", "ETH"], t => t == "ETH" ? .5 : 2.0);
                stage.Pay(payee, from, AccountNumbers.Wallet(stage.Draw, tag), currency: tag);
                stage.Mark(payee, from, also: Typologies.CurrencyHop);
            }
            else
            {
                stage.Pay(payee, from, AccountNumbers.Platform(stage.Draw, stage.Draw.Of(AccountNumbers.Platforms)), check: "unavailable");
                stage.Mark(payee, from);
            }
        }
    }

    /// <summary>A clerk enters and signs the change of several payees to accounts at one bank.</summary>
    public static void InsiderChange(Stage stage, IReadOnlyList<Payee> cast)
    {
        var clerk = stage.Employer.Clerk(stage.Draw);
        var bank = AccountNumbers.NextBank(stage.Draw, Stage.BankCountry(cast[0]), null);
        var day = stage.Begin(cast[0], .5, 2);
        foreach (var payee in cast)
        {
            var from = Stage.Later(day.AddDays(-stage.Draw.Int(0, 8)), payee.Hire.AddDays(3));
            stage.Pay(payee, from, stage.OpenAt(bank), by: clerk, approved: clerk);
            stage.Mark(payee, from);
        }
    }

    /// <summary>Somebody on the payroll whom nobody has met: few contact details, even pay, set up and signed by one hand.</summary>
    public static void GhostEmployee(Stage stage, IReadOnlyList<Payee> cast)
    {
        var clerk = stage.Employer.Clerk(stage.Draw);
        foreach (var ghost in cast)
        {
            Stage.Join(ghost, stage.Night.AddDays(-stage.Draw.Int(40, 200)));
            Stage.Restate(ghost, ghost.Hire, p => p with
            {
                Phone = stage.Draw.Chance(.6) ? "" : p.Phone, Email = stage.Draw.Chance(.6) ? "" : p.Email, Device = stage.Draw.Chance(.7) ? "" : p.Device, Login = stage.Draw.Chance(.7) ? "" : p.Login,
                Address = stage.Draw.Chance(.4) ? "PO Box " + stage.Draw.Digits(4, leadingZero: false) : p.Address,
            });
            ghost.Wobble = 0;
            ghost.Termination = null;
            ghost.MonthlyGross *= stage.Draw.Between(.9, 1.5);
            var route = ghost.Routes[0];
            ghost.Routes[0] = route with { ChangedAt = ghost.Hire, ChangedBy = clerk, ApprovedBy = stage.Draw.Chance(.8) ? clerk : route.ApprovedBy };
            stage.Mark(ghost, ghost.Hire);
        }
    }

    private static void Divert(Stage stage, Payee victim, DateOnly day, Account account)
    {
        var (holder, check) = stage.SomebodyElses(victim, stage.Employer.HolderOf(stage.Stranger(victim.WorkCountry)));
        stage.Pay(victim, day, account, holder: holder, check: check, by: stage.Draw.Chance(.4) ? "employee" : null);
        if (stage.Draw.Chance(.4))
            Stage.Restate(victim, day, p => p with { Device = stage.Draw.Hex(16), Login = stage.Draw.Chance(.4) ? stage.Draw.Weighted(Countries.All, c => c.TalentWeight).Code : p.Login });
        if (stage.Draw.Chance(.2)) Stage.Restate(victim, day, p => p with { Email = Workforce.Email(stage.Draw, stage.Employer, victim.Name, true) });
        stage.Mark(victim, day);
    }
}
