// The employers of the synthetic world: size, country, pay calendar, what their exports deliver. All are planned before any payee is drawn,
// so that schemes can reach across employers while payrolls are written one employer at a time.
using System.Globalization;

namespace Paysieve.Pipeline.Synthetic;

internal enum Trade { Traditional, Tech, Agency, CryptoNative }

internal enum PayRhythm { Monthly, SemiMonthly, Biweekly }

/// <summary>Optional columns an employer's export has.</summary>
[Flags]
internal enum Delivers
{
    None = 0, PersonId = 1, Gross = 2, ContractCurrency = 4, Holder = 8, PayeeCheck = 16, Device = 32, Login = 64, Email = 128, Phone = 256,
    Address = 512, Birth = 1024, Nationality = 2048, ChangedAt = 4096, ApprovedBy = 8192, ReturnCode = 16384, PaymentRef = 32768,
    BankCountry = 65536, Residence = 131072, Job = 262144,
}

internal sealed record Employer(
    int Index, string Id, string Country, Trade Trade, PayRhythm Rhythm, int Size, Delivers Delivers, bool NativeScript, int HolderStyle,
    string Domain, bool FirstSetupDated, int BonusMonth)
{
    public bool Has(Delivers columns) => (Delivers & columns) == columns;

    public IReadOnlyList<DateOnly> PayDates(DateOnly month)
    {
        var last = month.AddMonths(1).AddDays(-1);
        DateOnly[] days = Rhythm switch
        {
            PayRhythm.SemiMonthly => [month.AddDays(14), last],
            PayRhythm.Biweekly => [.. Enumerable.Range(0, last.Day).Select(month.AddDays)
                .Where(d => d.DayOfWeek == DayOfWeek.Friday && (d.DayNumber / 7 % 2) == Index % 2)],
            _ => [Index % 3 == 0 ? last : month.AddDays(Index % 3 == 1 ? 24 : 27)],
        };
        return [.. days.Select(Workday)];
    }

    /// <summary>One of the few people who keep the payroll's master data: the same hands enter honest changes and others.</summary>
    public string Clerk(Draw draw) => "u" + (1000 + (((Index * 617) + (draw.Int(0, 2 + (Size / 300)) * 97)) % 8999)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Expected payouts of one payee in a month.</summary>
    public double PayoutsAMonth(bool contractor) => contractor ? 1.0 : Rhythm switch { PayRhythm.Monthly => 1.0, PayRhythm.SemiMonthly => 2.0, _ => 2.17 };

    /// <summary>How the bank file writes an account holder.</summary>
    public string HolderOf(PersonName name) => HolderStyle switch
    {
        0 => NameBook.Ascii(name.Latin).ToUpperInvariant(),
        1 => Cut(NameBook.Ascii(name.Family + " " + name.Given).ToUpperInvariant(), 18),
        2 when NativeScript && name.Kana is { } kana => kana,
        _ => ShownName(name),
    };

    public string ShownName(PersonName name) => NativeScript && name.Native is { } native ? native
        : (Index % 4) switch { 0 => name.Family + ", " + name.Given, 1 => name.Family.ToUpperInvariant() + " " + name.Given, _ => name.Latin };

    public static IReadOnlyList<Employer> Plan(int seed, int employees)
    {
        var draw = Draw.For(seed, "employers");
        var count = Math.Max(1, Math.Min(employees / 12, Math.Max(14, employees / 260)));
        var weights = new double[count];
        for (var i = 0; i < count; i++) weights[i] = Math.Exp(1.15 * draw.Normal());
        var cap = weights.Sum() * Math.Max(.14, 2.5 / count);
        for (var i = 0; i < count; i++) weights[i] = Math.Min(weights[i], cap);
        var floor = Math.Min(10, employees / count);
        var spare = employees - (floor * count);
        var total = weights.Sum();
        var sizes = weights.Select(w => Math.Min(6000, floor + (int)(spare * w / total))).ToArray();
        for (var i = 0; sizes.Sum() < employees; i++) sizes[i % count] += Math.Min(employees - sizes.Sum(), Math.Max(1, spare / 400));

        var homes = Countries.All.Where(c => c.EmployerWeight > 0).ToArray();
        var employers = new List<Employer>(count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var home = i < 12 && i < homes.Length ? homes[i] : draw.Weighted(homes, c => c.EmployerWeight);
            var trade = (i % 8) switch { 1 or 4 => Trade.Tech, 3 => Trade.CryptoNative, 6 => Trade.Agency, _ => draw.Chance(.25) ? Trade.Tech : Trade.Traditional };
            // Crypto pay at every eighth employer would be too common for a large world.
            if (trade == Trade.CryptoNative && i >= 8 && !draw.Chance(.5)) trade = Trade.Tech;
            var rhythm = home.Code switch
            {
                "US" => draw.Chance(.45) ? PayRhythm.Biweekly : draw.Chance(.7) ? PayRhythm.SemiMonthly : PayRhythm.Monthly,
                "PH" or "MX" => PayRhythm.SemiMonthly,
                "GB" or "IE" when draw.Chance(.25) => PayRhythm.Biweekly,
                _ => PayRhythm.Monthly,
            };
            string id;
            do id = home.Code + draw.Int(1000, 9899).ToString(CultureInfo.InvariantCulture); while (!ids.Add(id) && ids.Count < 9000);
            if (ids.Count >= 9000) id = home.Code + (20000 + i).ToString(CultureInfo.InvariantCulture);
            employers.Add(new Employer(
                i, id, home.Code, trade, rhythm, sizes[i], Columns(draw), home.Code is "JP" or "KR" && (i < 12 || trade == Trade.Traditional),
                draw.Int(0, 3), "e" + draw.Hex(5) + ".example", draw.Chance(.6), draw.Int(1, 12)));
        }
        return employers;
    }

    /// <summary>Banks do not pay on Saturdays and Sundays: the day before does.</summary>
    internal static DateOnly Workday(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(-2),
        _ => day,
    };

    private static Delivers Columns(Draw draw)
    {
        var columns = Delivers.None;
        void Maybe(Delivers column, double share)
        {
            if (draw.Chance(share)) columns |= column;
        }
        Maybe(Delivers.PersonId, .7);
        Maybe(Delivers.Gross, .85);
        Maybe(Delivers.ContractCurrency, .9);
        Maybe(Delivers.Holder, .7);
        Maybe(Delivers.PayeeCheck, .6);
        Maybe(Delivers.Device | Delivers.Login, .55);
        Maybe(Delivers.Email, .8);
        Maybe(Delivers.Phone, .85);
        Maybe(Delivers.Address, .85);
        Maybe(Delivers.Birth, .88);
        Maybe(Delivers.Nationality, .7);
        Maybe(Delivers.ChangedAt, .85);
        Maybe(Delivers.ApprovedBy, .6);
        Maybe(Delivers.ReturnCode, .8);
        Maybe(Delivers.PaymentRef, .7);
        Maybe(Delivers.BankCountry, .9);
        Maybe(Delivers.Residence, .92);
        Maybe(Delivers.Job, .9);
        return columns;
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length].TrimEnd();
}
