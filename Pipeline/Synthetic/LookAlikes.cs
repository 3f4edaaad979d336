// Innocence that looks like guilt. Every play here shares its surface with a scheme, and differs by what TYPOLOGIES names as the separator.
namespace Paysieve.Pipeline.Synthetic;

internal static class LookAlikes
{
    /// <summary>Two colleagues who live together and bank together; most carry one family name.</summary>
    public static void Household(Stage stage, IReadOnlyList<Payee> cast)
    {
        var (one, other) = (cast[0], cast[1]);
        if (stage.Draw.Chance(.75))
        {
            other.Name = other.Name with { Family = one.Name.Family, Native = one.Name.Native is { } n && other.Name.Native is { } m ? Native(n, m, one.Nationality) : other.Name.Native, Kana = null };
            if (one.Name.Native is null != other.Name.Native is null) other.Name = other.Name with { Native = null };
            ListedSchemes.Rename(stage, other);
        }
        var home = one.ProfileOn(stage.First);
        for (var i = 0; i < other.Profiles.Count; i++) other.Profiles[i] = other.Profiles[i] with { Address = home.Address, Residence = home.Residence, Phone = stage.Draw.Chance(.25) ? home.Phone : other.Profiles[i].Phone };
        one.Profiles.RemoveRange(1, one.Profiles.Count - 1);
        var joint = one.RouteOn(DateOnly.MaxValue).Shares[0].Account;
        var from = other.Hire;
        var check = stage.SomebodyElses(other, "").Check;
        if (stage.Draw.Chance(.4))
        {
            from = stage.Begin(other, .35, 8);
            stage.Pay(other, from, joint, check: check, holder: stage.Draw.Chance(.5) ? stage.Employer.HolderOf(one.Name) : null);
        }
        else other.Routes[0] = other.Routes[0] with { Shares = [other.Routes[0].Shares[0] with { Part = 1, Account = joint, Check = check }] };
        foreach (var member in cast) stage.Mark(member, from);
    }

    /// <summary>Pay to the account of a husband or wife who works elsewhere.</summary>
    public static void SpouseAccount(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var spouse = stage.Stranger(payee.Nationality) with { Family = payee.Name.Family, Native = null, Kana = null };
            var (holder, check) = stage.SomebodyElses(payee, stage.Employer.HolderOf(spouse));
            var from = stage.Begin(payee, .5, 5);
            stage.Pay(payee, from, stage.NewAccount(payee), holder: holder, check: check);
            stage.Mark(payee, from);
        }
    }

    /// <summary>One bank takes over another's customers: many new accounts, one old bank, one new bank.</summary>
    public static void BankMerger(Stage stage, IReadOnlyList<Payee> cast)
    {
        var day = stage.Scheme.Shared("day", d => stage.Night.AddDays(d.Int(-30, 4)));
        var (_, to) = MergingBanks(stage);
        foreach (var payee in cast)
        {
            var from = day.AddDays(stage.Draw.Int(0, 4));
            var old = payee.RouteOn(from);
            var by = stage.Draw.Chance(.6) ? "import" : "hr";
            payee.Reroute(new Route(from, [.. old.Shares.Select((s, i) => i == 0 ? s with { Account = stage.OpenAt(to) } : s)], from, by, by == "import" ? "" : payee.Manager));
            stage.Mark(payee, from);
        }
    }

    public static bool BanksWithMerged(Stage stage, Payee payee) =>
        payee.WorkCountry == stage.Scheme.Country && payee.RouteOn(DateOnly.MaxValue).Shares[0].Account.Bank == MergingBanks(stage).From;

    /// <summary>Address, bank, country of tax and currency move together.</summary>
    public static void Relocation(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var to = stage.Draw.Weighted(Countries.All, c => c.Code == payee.WorkCountry ? 0 : c.TalentWeight + c.EmployerWeight);
            var from = stage.Begin(payee, .5, 4);
            Stage.Restate(payee, from, p => p with { Residence = to.Code, Address = stage.Names.Home(stage.Draw, to.Code), Login = to.Code, Phone = stage.Draw.Chance(.6) ? Workforce.MobileNumber(stage.Draw, to.Code) : p.Phone });
            payee.WorkChange = (from, to.Code);
            if (payee.ContractCurrency == Countries.Of(payee.WorkCountry).Currency) payee.ContractChange = (from, to.Currency);
            stage.Pay(payee, from, stage.OpenAt(AccountNumbers.HouseBank(stage.Draw, to.Code)), currency: payee.ContractOn(from));
            stage.Mark(payee, from);
        }
    }

    /// <summary>A platform's own account that receives for all its customers, at many employers; the reference says whose it is.</summary>
    public static void PooledPlatform(Stage stage, IReadOnlyList<Payee> cast)
    {
        var pool = stage.Scheme.Shared("pool", d =>
        {
            var bank = AccountNumbers.NextBank(d, d.Of(["US", "GB", "LT", "BE"]), null);
            return AccountNumbers.Open(d, bank, abroad: true) with { Channel = d.Chance(.5) ? "platform" : "bank" };
        });
        foreach (var payee in cast)
        {
            var from = stage.Draw.Chance(.35) ? stage.Begin(payee, .5, 6) : payee.Hire;
            var first = payee.RouteOn(from);
            if (from == payee.Hire) payee.Routes[0] = first with { Shares = [first.Shares[0] with { Part = 1, Account = pool, Check = "unavailable" }] };
            else stage.Pay(payee, from, pool, check: stage.Draw.Chance(.3) ? "none" : "unavailable");
            if (from == payee.Hire) payee.Routes.RemoveRange(1, payee.Routes.Count - 1);
            stage.Mark(payee, from);
        }
    }

    /// <summary>The contract says coins, and the wallet is the contract's; sometimes a new wallet, sometimes cashed on the way.</summary>
    public static void ContractualCrypto(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            if (stage.Draw.Chance(.3)) payee.Reroute(Workforce.SwitchBank(stage.Draw, stage.Employer, payee, stage.Begin(payee, .6, 3)));
            if (stage.Draw.Chance(.4)) payee.Conversions.Add(new Conversion(payee.Hire, ["USD", payee.ContractCurrency], [stage.Draw.Of(CurrencySchemes.Exchanges)], stage.Draw.Between(1, 20)));
            stage.Mark(payee, payee.Hire);
        }
    }

    /// <summary>Where coins are normal, a fiat contract is amended to coins: approved, and from then on the contract's currency.</summary>
    public static void ApprovedWallet(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .5, 4);
            var tag = stage.Draw.Chance(.6) ? "USDC" : "USDT";
            payee.ContractChange = (from, tag);
            stage.Pay(payee, from, AccountNumbers.Wallet(stage.Draw, tag), currency: tag, by: stage.Draw.Chance(.6) ? "employee" : "hr", approved: payee.Manager);
            stage.Mark(payee, from);
        }
    }

    /// <summary>A new hand who corrects the account and then moves into a flat of his own.</summary>
    public static void Joiner(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            Stage.Join(payee, stage.Night.AddDays(-stage.Draw.Int(4, 55)));
            var from = Stage.Later(stage.Before(payee, 0, 20), payee.Hire.AddDays(1));
            payee.Reroute(Workforce.SwitchBank(stage.Draw, stage.Employer, payee, from));
            if (stage.Draw.Chance(.5)) Stage.Restate(payee, from, p => p with { Address = stage.Names.Home(stage.Draw, p.Residence) });
            stage.Mark(payee, payee.Hire);
        }
    }

    /// <summary>Left and came back under a new number, with the old account.</summary>
    public static void Rehire(Stage stage, IReadOnlyList<Payee> cast)
    {
        var (before, after) = (cast[0], cast[1]);
        var exit = Stage.Later(stage.Night.AddDays(-stage.Draw.Int(45, 170)), Stage.Later(before.Hire.AddDays(60), stage.First.AddDays(32)));
        (before.Termination, before.AfterExit) = (exit, null);
        Stage.Join(after, exit.AddDays(stage.Draw.Int(10, 40)));
        (after.Name, after.PersonId, after.Birth, after.Nationality) = (before.Name, before.PersonId, before.Birth, before.Nationality);
        ListedSchemes.Rename(stage, after);
        var old = before.ProfileOn(exit);
        after.Profiles[0] = old with { From = after.Hire, Device = stage.Draw.Chance(.5) ? old.Device : after.Profiles[0].Device };
        var share = before.RouteOn(exit).Shares[0];
        after.Routes[0] = after.Routes[0] with { Shares = [share with { Part = 1, Currency = after.Routes[0].Shares[0].Currency }] };
        stage.Mark(after, after.Hire);
    }

    public static void Bonus(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            payee.Extras.Add((stage.Last, "bonus", stage.Draw.Between(.6, 3.2)));
            stage.Mark(payee, stage.Night, onlyType: "bonus");
        }
    }

    public static void SavingsSplit(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .4, 6);
            var main = payee.RouteOn(from).Shares[0];
            var part = Math.Round(stage.Draw.Between(.05, .35), 2);
            var savings = stage.OpenAt(AccountNumbers.HouseBank(stage.Draw, Stage.BankCountry(payee)));
            var (by, approved) = Workforce.ChangedBy(stage.Draw, stage.Employer, payee);
            payee.Reroute(new Route(from, [main with { Part = 1 - part }, new Share(part, savings, main.Currency, main.Holder, Workforce.OwnCheck(stage.Draw))], from, by, approved));
            stage.Mark(payee, from, onlyTo: savings.Number);
        }
    }

    /// <summary>Married: HR has the new name, the bank the old one, or the other way round.</summary>
    public static void NameChange(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .4, 5);
            var family = stage.Stranger(payee.Nationality);
            var renamed = payee.Name with { Family = family.Family, Native = null, Kana = null };
            Stage.Restate(payee, from, p => p with { ShownName = stage.Employer.ShownName(renamed) });
            var route = payee.RouteOn(from);
            payee.Reroute(route with { From = from, Shares = [.. route.Shares.Select(s => s with { Check = stage.Draw.Chance(.5) ? "close" : "none" })] });
            stage.Mark(payee, from);
        }
    }

    /// <summary>The last payment came back; the account was closed or mistyped and has been put right.</summary>
    public static void ReturnedPayment(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Before(payee, 1, 22);
            stage.Pay(payee, from, stage.NewAccount(payee), returned: stage.Draw.Of(["AC01", "AC04", "R03", "R02"]));
            stage.Mark(payee, from);
        }
    }

    /// <summary>Posted abroad, with part of the pay at home in home money: a stable share, the payee's own account.</summary>
    public static void Expatriate(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var home = stage.Draw.Weighted(Countries.All, c => c.Currency == payee.ContractCurrency ? 0 : c.TalentWeight);
            payee.Nationality = home.Code;
            var from = stage.Draw.Chance(.5) ? payee.Hire : stage.Begin(payee, .3, 9);
            var route = payee.RouteOn(from);
            var part = Math.Round(stage.Draw.Between(.2, .6), 1);
            var account = stage.OpenAt(AccountNumbers.HouseBank(stage.Draw, home.Code));
            var main = route.Shares[0];
            Share[] shares = [main with { Part = 1 - part }, new Share(part, account, home.Currency, main.Holder, Workforce.OwnCheck(stage.Draw))];
            payee.Reroute(route with { From = from, Shares = shares, ChangedAt = from == payee.Hire ? route.ChangedAt : from, ChangedBy = from == payee.Hire ? route.ChangedBy : "hr", ApprovedBy = payee.Manager });
            stage.Mark(payee, from, onlyTo: account.Number);
        }
    }

    /// <summary>Lives and banks across the border from work.</summary>
    public static void Frontier(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var home = stage.Draw.Of(Countries.FrontierPairs.Where(p => p.Work == payee.WorkCountry).Select(p => p.Home).ToArray());
            for (var i = 0; i < payee.Profiles.Count; i++) payee.Profiles[i] = payee.Profiles[i] with { Residence = home, Address = stage.Names.Home(stage.Draw, home) };
            var from = stage.Draw.Chance(.5) ? payee.Hire : stage.Begin(payee, .5, 8);
            var account = stage.OpenAt(AccountNumbers.NextBank(stage.Draw, home, null));
            if (from == payee.Hire) payee.Routes[0] = payee.Routes[0] with { Shares = [payee.Routes[0].Shares[0] with { Part = 1, Account = account }] };
            else stage.Pay(payee, from, account);
            stage.Mark(payee, from);
        }
    }

    /// <summary>A contractor's own company holds the account.</summary>
    public static void ContractorCompany(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var form = payee.WorkCountry switch { "PL" => "Sp. z o.o.", "DE" or "AT" => "GmbH", "GB" or "IE" => "Ltd", "IN" or "SG" or "HK" => "Pvt Ltd", "FR" => "SAS", "ES" or "IT" or "PT" => "S.L.", "US" => "LLC", _ => "Trading Co" };
            var company = NameBook.Ascii(stage.Draw.Of([payee.Name.Family, payee.Name.Given + " " + payee.Name.Family, payee.Name.Family + " & Partners", stage.Stranger(payee.WorkCountry).Family]))
                + " " + stage.Draw.Of(["Consulting", "Software", "Digital", "Trading", "Services", "Studio", "Tech"]) + " " + form;
            if (stage.Draw.Chance(.3)) company = company.ToUpperInvariant();
            var from = stage.Draw.Chance(.5) ? payee.Hire : stage.Begin(payee, .4, 6);
            if (from == payee.Hire) ListedSchemes.SetHolder(payee, company);
            else stage.Pay(payee, from, stage.NewAccount(payee), holder: company, check: stage.SomebodyElses(payee, "").Check);
            stage.Mark(payee, from);
        }
    }

    /// <summary>Has the misfortune to be called like somebody listed; another age, another country.</summary>
    public static void Homonym(Stage stage, IReadOnlyList<Payee> cast)
    {
        var (payee, party) = (cast[0], stage.Scheme.Party);
        payee.Name = Listed.Person(stage.Draw, party);
        if (Math.Abs(payee.Birth.Year - party.BirthYear) < 7) payee.Birth = payee.Birth.AddYears(payee.Birth.Year < 1985 ? 12 : -12);
        if (party.Countries.Contains(payee.Nationality, StringComparer.Ordinal)) payee.Nationality = stage.Employer.Country == "CN" ? "SG" : stage.Employer.Country;
        ListedSchemes.Rename(stage, payee);
        if (stage.Draw.Chance(.3)) Stage.Join(payee, stage.Night.AddDays(-stage.Draw.Int(20, 150)));
        ListedSchemes.Later(stage, payee);
        stage.Mark(payee, payee.Hire);
    }

    /// <summary>The employer's own hostel: one address, own accounts, own telephones.</summary>
    public static void Accommodation(Stage stage, IReadOnlyList<Payee> cast)
    {
        var home = stage.Names.Home(stage.Draw, cast[0].WorkCountry);
        foreach (var payee in cast)
        {
            if (stage.Draw.Chance(.5)) Stage.Join(payee, stage.Night.AddDays(-stage.Draw.Int(30, 150)));
            var from = stage.Draw.Chance(.6) ? payee.Hire : stage.Begin(payee, .2, 8);
            Stage.Restate(payee, from, p => p with { Address = home });
            stage.Mark(payee, from);
        }
    }

    /// <summary>One telephone for a whole office, or one machine at the counter where everybody signs in.</summary>
    public static void SharedDesk(Stage stage, IReadOnlyList<Payee> cast)
    {
        var phone = stage.Draw.Chance(.5) ? Workforce.MobileNumber(stage.Draw, cast[0].WorkCountry) : null;
        var device = stage.Draw.Hex(16);
        foreach (var payee in cast)
        {
            Stage.Restate(payee, payee.Hire, p => phone is null ? p with { Device = device } : p with { Phone = phone });
            stage.Mark(payee, payee.Hire);
        }
    }

    /// <summary>Simply another bank; some do it days before pay day.</summary>
    public static void OrdinarySwitch(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Before(payee, 0, stage.Draw.Chance(.5) ? 10 : 38);
            payee.Reroute(Workforce.SwitchBank(stage.Draw, stage.Employer, payee, from));
            if (stage.Draw.Chance(.3)) Stage.Restate(payee, from, p => p with { Device = stage.Draw.Hex(16) });
            stage.Mark(payee, from);
        }
    }

    /// <summary>A bank signs up a site: several payees move to it in a fortnight, each for himself.</summary>
    public static void BankDayAtSite(Stage stage, IReadOnlyList<Payee> cast)
    {
        var bank = AccountNumbers.NextBank(stage.Draw, Stage.BankCountry(cast[0]), null);
        var day = stage.Before(cast[0], 2, 20);
        var clerk = stage.Employer.Clerk(stage.Draw);
        foreach (var payee in cast)
        {
            var from = day.AddDays(-stage.Draw.Int(0, 10));
            stage.Pay(payee, from, stage.OpenAt(bank), by: stage.Draw.Chance(.5) ? clerk : "employee", approved: stage.Draw.Chance(.1) ? clerk : payee.Manager);
            stage.Mark(payee, from);
        }
    }

    /// <summary>Gone, with a final pay, severance or garden leave still due.</summary>
    public static void FinalPay(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var leaver in cast)
        {
            leaver.Termination = stage.Night.AddDays(-stage.Draw.Int(1, 110));
            leaver.AfterExit = (leaver.Engagement == Engagement.Contractor && stage.Draw.Chance(.5) ? "invoice" : "final", stage.Night.AddMonths(2));
            if (leaver.AfterExit.Value.PayType == "invoice") leaver.Termination = stage.Night.AddDays(-stage.Draw.Int(1, 30));
            if (stage.Draw.Chance(.2)) stage.Pay(leaver, stage.Before(leaver, 1, 25), stage.NewAccount(leaver));
            stage.Mark(leaver, stage.Night);
        }
    }

    /// <summary>One switch of currency, agreed and for good.</summary>
    public static void ApprovedCurrency(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .5, 4);
            var to = stage.Draw.Chance(.5) && payee.ContractCurrency != "USD" ? "USD" : stage.OtherCurrency(payee);
            payee.ContractChange = (from, to);
            if (stage.Draw.Chance(.5)) stage.Pay(payee, from, stage.NewAccount(payee), currency: to, approved: payee.Manager);
            else Stage.PayIn(payee, from, to);
            stage.Mark(payee, from);
        }
    }

    /// <summary>Paid in local money rather than the contract's, as agreed from the first day.</summary>
    public static void LocalPayout(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var local = Countries.Of(payee.WorkCountry).Currency;
            var from = stage.Draw.Chance(.4) ? stage.Begin(payee, .4, 6) : payee.Hire;
            if (from > payee.Hire && stage.Draw.Chance(.5)) stage.Pay(payee, from, stage.NewAccount(payee), currency: local);
            else Stage.PayIn(payee, from, local);
            if (stage.Draw.Chance(.7))
            {
                string[] path = stage.Draw.Chance(.75) || payee.ContractCurrency == "USD" || local == "USD" ? [payee.ContractCurrency, local] : [payee.ContractCurrency, "USD", local];
                payee.Conversions.Add(new Conversion(from, path, [.. path.Skip(1).Select(_ => stage.Draw.Of(CurrencySchemes.Exchanges))], stage.Draw.Between(2, 46)));
            }
            stage.Mark(payee, from);
        }
    }

    /// <summary>One person with two jobs in two houses, and one account.</summary>
    public static void TwoJobs(Stage stage, IReadOnlyList<Payee> cast)
    {
        var payee = cast[0];
        var first = stage.Scheme.Shared("first", _ => payee);
        if (first != payee)
        {
            (payee.Name, payee.PersonId, payee.Birth, payee.Nationality) = (first.Name, first.PersonId, first.Birth, first.Nationality);
            ListedSchemes.Rename(stage, payee);
            var known = first.ProfileOn(DateOnly.MaxValue);
            for (var i = 0; i < payee.Profiles.Count; i++) payee.Profiles[i] = payee.Profiles[i] with { Address = known.Address, Phone = known.Phone, Email = known.Email, Residence = known.Residence };
            var account = first.RouteOn(DateOnly.MaxValue).Shares[0].Account;
            payee.Routes[0] = payee.Routes[0] with { Shares = [payee.Routes[0].Shares[0] with { Part = 1, Account = account }] };
            payee.Routes.RemoveRange(1, payee.Routes.Count - 1);
        }
        stage.Mark(payee, payee.Hire);
    }

    private static (Bank From, Bank To) MergingBanks(Stage stage) => stage.Scheme.Shared("banks", d =>
    {
        var banks = Countries.Of(stage.Scheme.Country).Banks;
        var from = d.Weighted(banks, b => b.Kind == BankKind.Retail ? b.Weight : 0);
        return new Pair(from, d.Weighted(banks, b => b == from ? 0 : b.Weight));
    }) is var pair ? (pair.From, pair.To) : default;

    private static string? Native(string family, string given, string country)
    {
        if (country == "JP" && family.Split(' ') is [var f, _] && given.Split(' ') is [_, var g]) return f + " " + g;
        return family.Length > 1 && given.Length > 1 && country is "KR" or "CN" ? family[..1] + given[1..] : null;
    }

    private sealed record Pair(Bank From, Bank To);
}
