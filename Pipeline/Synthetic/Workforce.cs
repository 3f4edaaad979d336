// Hires an employer's people and lets their ordinary lives happen: they join and leave, move house, marry, change banks a few times in a hundred
// a year, split off savings, share a home with a colleague. All of it unlabelled: it is the background a detector has to live with.
using System.Globalization;

namespace Paysieve.Pipeline.Synthetic;

internal sealed class Workforce
{
    private static readonly string[] Jobs = ["Analyst", "Engineer", "Sales Representative", "Accountant", "Operator", "Nurse", "Driver", "Team Lead", "Customer Support", "Technician", "Designer", "Warehouse Clerk", "Consultant"];
    private static readonly string[] ContractJobs = ["Software Engineer", "Designer", "Data Analyst", "QA Engineer", "Translator", "Customer Support", "Mobile Developer", "Consultant", "Copywriter"];
    private static readonly string[] Departments = ["Finance", "Operations", "Sales", "Engineering", "Support", "HR", "Logistics", "Marketing", "Product"];

    private readonly Employer _employer;
    private readonly NameBook _names;
    private readonly DateOnly _first;
    private readonly DateOnly _night;
    private readonly Draw _draw;
    private readonly int _seed;

    /// <summary><paramref name="first"/> is the first day of the oldest month, <paramref name="night"/> that of the night's.</summary>
    public Workforce(Employer employer, NameBook names, int seed, DateOnly first, DateOnly night)
    {
        (_employer, _names, _first, _night, _seed) = (employer, names, first, night, seed);
        _draw = Draw.For(seed, "workforce", employer.Index);
    }

    public List<Payee> Hire()
    {
        var payees = new List<Payee>(_employer.Size);
        var numbers = new HashSet<int>();
        for (var i = 0; i < _employer.Size; i++)
        {
            int number;
            do number = _draw.Int(1000, Math.Max(9999, _employer.Size * 12)); while (!numbers.Add(number));
            var payee = Person(i, number.ToString("00000", CultureInfo.InvariantCulture));
            payees.Add(payee);
            Live(payee);
        }
        Couples(payees);
        return payees;
    }

    public static string MobileNumber(Draw draw, string country) => "+" + Countries.Of(country).Dial + draw.Digits(9, leadingZero: false);

    private Payee Person(int ordinal, string number)
    {
        var contractor = _draw.Chance(_employer.Trade switch { Trade.Tech => .22, Trade.Agency => .6, Trade.CryptoNative => .5, _ => .04 });
        var eor = !contractor && _draw.Chance(_employer.Trade switch { Trade.Tech => .07, Trade.CryptoNative => .1, _ => .01 });
        var abroad = eor || (contractor && _draw.Chance(.75));
        var work = abroad ? _draw.Weighted(Countries.All, c => c.Code == _employer.Country ? 0 : c.TalentWeight).Code : _employer.Country;
        var nationality = _draw.Chance(.88) ? work : _draw.Weighted(Countries.All, c => c.TalentWeight).Code;
        var name = _names.Person(_draw, nationality, out var woman);
        var country = Countries.Of(work);
        var home = Countries.Of(_employer.Country);

        // The contract follows the payer for two in three remote contractors, else the payee's country.
        var currency = contractor && abroad ? _draw.Chance(.5) ? "USD" : _draw.Chance(.5) ? home.Currency : country.Currency : country.Currency;
        var crypto = contractor && _employer.Trade == Trade.CryptoNative && _draw.Chance(.35);
        if (crypto) currency = _draw.Weighted(["USDC", "USDT", "ETH", "XBT"], t => t switch { "USDC" => 5.0, "USDT" => 4.0, _ => .6 });
        var usd = (contractor && abroad ? (.5 * country.MonthlyUsd) + (.5 * home.MonthlyUsd) : country.MonthlyUsd) * Math.Exp(.42 * _draw.Normal());
        var gross = Round(usd * Countries.PerUsd(currency), currency);

        var hire = _draw.Chance(.11) ? _first.AddDays(_draw.Int(0, _night.DayNumber - _first.DayNumber + 10)) : _first.AddDays(-20 - (int)(3900 * Math.Pow(_draw.Unit(), 1.8)));
        DateOnly? end = _draw.Chance(.09) ? _first.AddDays(_draw.Int(40, _night.DayNumber - _first.DayNumber + 28))
            : _draw.Chance(.06) ? _night.AddDays(_draw.Int(15, 400)) : null;
        if (end <= hire.AddDays(50)) end = null;

        var payee = new Payee
        {
            Ordinal = ordinal, EmployeeId = number, PersonId = "p" + Draw.For(_seed, "person " + _employer.Id, ordinal).Hex(20), Name = name, Woman = woman,
            Birth = new DateOnly(hire.Year, 1, 1).AddDays(-_draw.Int(20 * 365, 56 * 365)), Nationality = nationality,
            Engagement = contractor ? Engagement.Contractor : eor ? Engagement.Eor : Engagement.Employee,
            Job = _draw.Of(contractor ? ContractJobs : Jobs), Department = _draw.Of(Departments), WorkCountry = work, Hire = hire, Termination = end,
            AfterExit = end is { } day && _draw.Chance(.7) ? ("final", day.AddDays(_employer.Rhythm == PayRhythm.Monthly ? 31 : 16)) : null,
            ContractCurrency = currency, MonthlyGross = gross, NetShare = contractor ? 1 : country.NetShare * _draw.Between(.95, 1.05),
            Wobble = _draw.Chance(.5) ? 0 : _draw.Between(.01, .09), Manager = "u" + Draw.For(_seed, "manager " + _employer.Id, ordinal % Math.Max(2, _employer.Size / 25)).Digits(4),
        };
        payee.Profiles.Add(new Profile(
            hire, _employer.ShownName(name), work, _names.Home(_draw, work), _draw.Chance(.97) ? MobileNumber(_draw, work) : "",
            _draw.Chance(.97) ? Email(_draw, _employer, name, contractor) : "", _draw.Chance(.93) ? _draw.Hex(16) : "", work));
        payee.Routes.Add(FirstRoute(payee, crypto, abroad));
        return payee;
    }

    private Route FirstRoute(Payee payee, bool crypto, bool abroad)
    {
        var holder = _employer.HolderOf(payee.Name);
        Share share;
        if (crypto && _draw.Chance(.25))
        {
            // Earned in coins, cashed by a ramp on the way: the contract's way, from the first day.
            var cash = Countries.Of(payee.WorkCountry).Currency;
            share = new Share(1, AccountNumbers.Open(_draw, AccountNumbers.HouseBank(_draw, payee.WorkCountry), abroad), cash, holder, "unavailable");
            payee.Conversions.Add(new Conversion(payee.Hire, [payee.ContractCurrency, cash], [_draw.Of(CurrencySchemes.Exchanges)], _draw.Between(1, 46)));
            crypto = false;
        }
        else if (crypto) share = new Share(1, AccountNumbers.Wallet(_draw, payee.ContractCurrency), payee.ContractCurrency, holder, "unavailable");
        else if (payee.Engagement == Engagement.Contractor && abroad && _draw.Chance(.45))
        {
            var platform = AccountNumbers.Platform(_draw, _draw.Of(AccountNumbers.Platforms));
            share = new Share(1, platform, _draw.Chance(.7) ? payee.ContractCurrency : Countries.Of(payee.WorkCountry).Currency, holder, "unavailable");
        }
        else
        {
            var account = AccountNumbers.Open(_draw, AccountNumbers.HouseBank(_draw, payee.WorkCountry), payee.WorkCountry != _employer.Country);
            var converts = payee.ContractCurrency != Countries.Of(payee.WorkCountry).Currency && _draw.Chance(.55);
            var currency = converts ? Countries.Of(payee.WorkCountry).Currency : payee.ContractCurrency;
            var through = payee.WorkCountry != _employer.Country && _draw.Chance(.3) ? _draw.Of(Correspondents) : "";
            share = new Share(1, account, currency, holder, OwnCheck(_draw), through);
        }
        if (payee.Conversions.Count == 0 && share.Currency != payee.ContractCurrency && _draw.Chance(.7))
        {
            // Rare pairs go through the dollar.
            string[] path = payee.ContractCurrency != "USD" && share.Currency != "USD" && _draw.Chance(.15) ? [payee.ContractCurrency, "USD", share.Currency] : [payee.ContractCurrency, share.Currency];
            payee.Conversions.Add(new Conversion(payee.Hire, path, [.. path.Skip(1).Select(_ => _draw.Of(CurrencySchemes.Exchanges))], _draw.Between(1, 46)));
        }
        else if (crypto && _draw.Chance(.4))
            payee.Conversions.Add(new Conversion(payee.Hire, ["USD", share.Currency], [_draw.Of(CurrencySchemes.Exchanges)], _draw.Between(1, 30)));
        // An own account that never changed carries the day of its set-up, or nothing, as the HR system has it.
        var dated = _employer.FirstSetupDated || _draw.Chance(.1);
        var (first, signed) = ("hr", _draw.Chance(.5) ? _employer.Clerk(_draw) : payee.Manager);
        if (_draw.Chance(.4)) (first, signed) = (_employer.Clerk(_draw), _draw.Chance(.06) ? _employer.Clerk(_draw) : payee.Manager);
        else if (_draw.Chance(.3)) (first, signed) = ("import", "");
        return new Route(payee.Hire, [share], dated ? payee.Hire : null, dated ? first : "", dated ? signed : "");
    }

    internal static readonly string[] Correspondents = ["CHASUS33", "CITIUS33", "DEUTDEFF", "SCBLUS33", "BARCGB22", "IRVTUS3N"];

    internal static string OwnCheck(Draw draw)
    {
        var u = draw.Unit();
        return u < .86 ? "match" : u < .93 ? "close" : u < .95 ? "none" : "unavailable";
    }

    internal static string Email(Draw draw, Employer employer, PersonName name, bool contractor)
    {
        var local = NameBook.Ascii(name.Given + "." + name.Family).ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
        return local + draw.Int(1, 9999).ToString(CultureInfo.InvariantCulture) + "@" + (!contractor && draw.Chance(.5) ? employer.Domain : draw.Chance(.6) ? "mail.example" : "post.example");
    }

    /// <summary>Ordinary events of the months.</summary>
    private void Live(Payee payee)
    {
        // Lives did not begin with the files: changes of the year before still stand in the first of them.
        var start = _first.AddDays(-365);
        var days = _night.DayNumber - start.DayNumber + 28;
        DateOnly Someday() => start.AddDays(_draw.Int(0, days));
        var bank = payee.Routes[0].Shares[0].Account.Bank;
        if (_draw.Chance(.08) && bank is not null)
        {
            // Savings: a long-lived second account.
            var first = payee.Routes[0].Shares[0];
            var part = Math.Round(_draw.Between(.05, .3), 2);
            var savings = AccountNumbers.Open(_draw, AccountNumbers.HouseBank(_draw, payee.WorkCountry), payee.WorkCountry != _employer.Country);
            payee.Routes[0] = payee.Routes[0] with { Shares = [first with { Part = 1 - part }, new Share(part, savings, first.Currency, first.Holder, OwnCheck(_draw))] };
        }
        if (_draw.Chance(.06 * days / 365.0))
        {
            var day = Someday();
            if (day > payee.Hire.AddDays(20)) payee.Reroute(SwitchBank(_draw, _employer, payee, day));
        }
        if (_draw.Chance(.04 * days / 365.0))
        {
            var day = Someday();
            var old = payee.ProfileOn(day);
            if (day > payee.Hire) payee.Restate(old with { From = day, Address = _names.Home(_draw, old.Residence) });
        }
        if (_draw.Chance(.03 * days / 365.0))
        {
            var day = Someday();
            var old = payee.ProfileOn(day);
            if (day > payee.Hire) payee.Restate(old with { From = day, Device = _draw.Hex(16), Phone = _draw.Chance(.5) ? MobileNumber(_draw, old.Residence) : old.Phone });
        }
    }

    /// <summary>An honest change of banks: own account, own country, by whatever way the employer offers.</summary>
    internal static Route SwitchBank(Draw draw, Employer employer, Payee payee, DateOnly day)
    {
        var old = payee.RouteOn(day);
        var main = old.Shares[0];
        if (main.Account.Channel == "wallet") return old with { From = day, Shares = [main with { Account = AccountNumbers.Wallet(draw, main.Currency) }], ChangedAt = day, ChangedBy = "employee", ApprovedBy = "" };
        var country = main.Account.Bank?.Country ?? payee.WorkCountry;
        var account = AccountNumbers.Open(draw, AccountNumbers.NextBank(draw, country, main.Account.Bank), country != employer.Country);
        var (by, approved) = ChangedBy(draw, employer, payee);
        // Now and then it is a payment that came back which makes people change.
        return new Route(day, [main with { Account = account, Check = OwnCheck(draw) }, .. old.Shares.Skip(1)], day, by, approved, draw.Chance(.06) ? "AC04" : "");
    }

    /// <summary>Who enters a change and who signs it, at the rates of ordinary offices.</summary>
    internal static (string By, string Approved) ChangedBy(Draw draw, Employer employer, Payee payee)
    {
        var u = draw.Unit();
        var clerk = employer.Clerk(draw);
        var second = draw.Chance(.5) ? employer.Clerk(draw) : payee.Manager;
        // Two hands, except where it was a busy day.
        if (second == clerk && draw.Chance(.8)) second = payee.Manager;
        return u < .55 ? ("employee", draw.Chance(.5) ? second : "")
            : u < .75 ? ("hr", second)
            : u < .9 ? (clerk, draw.Chance(.06) ? clerk : second)
            : u < .95 ? ("admin", second) : ("import", "");
    }

    /// <summary>Colleagues who live together, most with accounts of their own.</summary>
    private void Couples(List<Payee> payees)
    {
        for (var i = 0; i + 1 < payees.Count; i += 2)
        {
            if (!_draw.Chance(.015)) continue;
            var (one, other) = (payees[i], payees[_draw.Int(i + 1, payees.Count - 1)]);
            if (one.WorkCountry != other.WorkCountry || other.Profiles.Count > 1) continue;
            var shared = one.Profiles[0];
            other.Profiles[0] = other.Profiles[0] with { Address = shared.Address, Phone = _draw.Chance(.15) ? shared.Phone : other.Profiles[0].Phone };
        }
    }

    private static double Round(double amount, string currency)
    {
        if (Countries.IsCrypto(currency)) return Math.Round(amount, Countries.Decimals(currency) == 8 ? 3 : 0);
        var step = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(amount)) - 2));
        return Math.Round(amount / step) * step;
    }
}
