// Listed parties on the payroll: the plays behind typology sanctions_match.
namespace Paysieve.Pipeline.Synthetic;

internal static class ListedSchemes
{
    /// <summary>The payee is the listed person, under a name that is not quite the list's.</summary>
    public static void Employee(Stage stage, IReadOnlyList<Payee> cast)
    {
        var (payee, party) = (cast[0], stage.Scheme.Party);
        payee.Name = Listed.Person(stage.Draw, party);
        if (party.Birth is { } birth)
        {
            var u = stage.Draw.Unit();
            payee.Birth = u < .7 ? birth : u < .85 ? new DateOnly(birth.Year, birth.Day % 12 + 1, Math.Min(28, birth.Month + 3)) : birth.AddYears(stage.Draw.Chance(.5) ? 1 : -1);
        }
        else if (party.BirthYear > 0) payee.Birth = new DateOnly(party.BirthYear, payee.Birth.Month, Math.Min(28, payee.Birth.Day));
        if (stage.Draw.Chance(.35) && party.Countries.Count > 0 && party.Countries[0] != "KP") payee.Nationality = party.Countries[0];
        Rename(stage, payee);
        if (stage.Draw.Chance(.3)) Stage.Join(payee, stage.Night.AddDays(-stage.Draw.Int(20, 150)));
        Later(stage, payee);
        stage.Mark(payee, payee.Hire);
    }

    /// <summary>The account belongs to the listed person; the payee is somebody else.</summary>
    public static void Holder(Stage stage, IReadOnlyList<Payee> cast)
    {
        var payee = cast[0];
        var owner = Listed.Person(stage.Draw, stage.Scheme.Party);
        var from = stage.Begin(payee, .4, 8);
        stage.Pay(payee, from, stage.NewAccount(payee), holder: stage.Employer.HolderOf(owner), check: stage.SomebodyElses(payee, "").Check);
        stage.Mark(payee, from);
    }

    /// <summary>A contractor invoices through a listed company.</summary>
    public static void Company(Stage stage, IReadOnlyList<Payee> cast)
    {
        var payee = cast[0];
        var company = Listed.Company(stage.Draw, stage.Scheme.Party);
        if (stage.Draw.Chance(.5))
        {
            SetHolder(payee, company);
            stage.Mark(payee, payee.Hire);
        }
        else
        {
            var from = stage.Begin(payee, .4, 6);
            stage.Pay(payee, from, stage.NewAccount(payee), holder: company, check: stage.SomebodyElses(payee, "").Check);
            stage.Mark(payee, from);
        }
    }

    /// <summary>A listed wallet receives the pay, or the pay passes through it.</summary>
    public static void Wallet(Stage stage, IReadOnlyList<Payee> cast)
    {
        var payee = cast[0];
        var address = stage.Draw.Of(stage.Scheme.Party.Wallets);
        var tag = address[0] == 'T' ? "USDT" : address.StartsWith("0x", StringComparison.Ordinal) ? stage.Draw.Of(["USDC", "USDT", "ETH"]) : "XBT";
        var from = stage.Begin(payee, .5, 4);
        if (payee.Routes[^1].Shares[0].Account.Channel == "wallet" || stage.Draw.Chance(.3)) stage.Pay(payee, from, AccountNumbers.WalletAt(address), currency: tag);
        else
        {
            // The wallet stands between two legs, where no payout row shows it.
            var end = payee.RouteOn(from).Shares[0].Currency;
            payee.Conversions.Add(new Conversion(from, [payee.ContractCurrency, tag, end], [address, stage.Draw.Of(CurrencySchemes.Exchanges)], stage.Draw.Between(6, 44)));
        }
        stage.Mark(payee, from);
    }

    internal static void Rename(Stage stage, Payee payee)
    {
        var email = Workforce.Email(stage.Draw, stage.Employer, payee.Name, payee.Engagement == Engagement.Contractor);
        for (var i = 0; i < payee.Profiles.Count; i++)
            payee.Profiles[i] = payee.Profiles[i] with { ShownName = stage.Employer.ShownName(payee.Name), Email = payee.Profiles[i].Email.Length == 0 ? "" : email };
        SetHolder(payee, stage.Employer.HolderOf(payee.Name));
    }

    internal static void SetHolder(Payee payee, string holder)
    {
        for (var i = 0; i < payee.Routes.Count; i++)
            payee.Routes[i] = payee.Routes[i] with { Shares = [.. payee.Routes[i].Shares.Select(s => s with { Holder = holder })] };
    }

    /// <summary>Ordinary life goes on: now and then a listed payee has changed banks lately, like anybody.</summary>
    internal static void Later(Stage stage, Payee payee)
    {
        if (stage.Draw.Chance(.25)) payee.Reroute(Workforce.SwitchBank(stage.Draw, stage.Employer, payee, stage.Begin(payee, .4, 4)));
    }
}
