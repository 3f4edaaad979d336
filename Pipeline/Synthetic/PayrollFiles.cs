// Turns timelines into files: pay date by pay date, the rows of an employer in an order that says nothing, under ids that say nothing. One employer
// is in memory at a time, one pay date of it is buffered for shuffling.
using System.Globalization;
using CsvHelper;

namespace Paysieve.Pipeline.Synthetic;

internal sealed class PayrollFiles : IDisposable
{
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };

    private static readonly (string Name, Delivers Needs)[] Columns =
    [
        ("transfer_id", 0), ("employer_id", 0), ("employee_id", 0), ("person_id", Delivers.PersonId), ("employee_name", 0), ("pay_date", 0), ("pay_type", 0), ("amount", 0), ("currency", 0),
        ("gross_amount", Delivers.Gross), ("contract_currency", Delivers.ContractCurrency), ("split_no", 0), ("channel", 0), ("beneficiary_name", Delivers.Holder), ("payee_check", Delivers.PayeeCheck),
        ("account", 0), ("bank_id", 0), ("bank_country", Delivers.BankCountry), ("intermediary_bank_id", 0), ("return_code", Delivers.ReturnCode), ("payment_ref", Delivers.PaymentRef),
        ("employment_type", 0), ("job_title", Delivers.Job), ("department", Delivers.Job), ("hire_date", 0), ("termination_date", 0), ("residence_country", Delivers.Residence), ("work_country", 0),
        ("nationality", Delivers.Nationality), ("date_of_birth", Delivers.Birth), ("address", Delivers.Address), ("phone", Delivers.Phone), ("email", Delivers.Email), ("device_id", Delivers.Device),
        ("login_country", Delivers.Login), ("account_changed_at", Delivers.ChangedAt), ("account_changed_by", Delivers.ChangedAt), ("account_change_approved_by", Delivers.ApprovedBy),
    ];

    private readonly string _out;
    private readonly int _seed;
    private readonly DateOnly _night;
    private readonly CsvWriter _labels;
    private readonly CsvWriter _benign;
    private readonly HashSet<(string, string)> _labelled = [];
    private readonly SortedDictionary<string, int> _byTypology = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _byScenario = new(StringComparer.Ordinal);
    private ulong _serial;
    private ulong _legSerial;

    public PayrollFiles(string outDirectory, int seed, DateOnly night)
    {
        (_out, _seed, _night) = (outDirectory, seed, night);
        foreach (var folder in new[] { "history", "night", "legs", "lists" }) Directory.CreateDirectory(Path.Combine(outDirectory, folder));
        _labels = Open("labels.csv");
        _benign = Open("benign.csv");
        Row(_labels, "transfer_id", "typology", "scenario");
        Row(_benign, "transfer_id", "scenario");
        File.WriteAllBytes(Path.Combine(outDirectory, "lists", "own.csv"), Listed.Bytes());
    }

    public long HistoryRows { get; private set; }
    public long NightRows { get; private set; }
    public long Legs { get; private set; }
    public int Files { get; private set; }
    public int LabelledPayouts { get; private set; }
    public int BenignPayouts { get; private set; }
    public IReadOnlyDictionary<string, int> ByTypology => _byTypology;
    public IReadOnlyDictionary<string, int> ByScenario => _byScenario;

    public void Write(Employer employer, IReadOnlyList<Payee> payees, DateOnly first, CancellationToken cancellationToken)
    {
        var draw = Draw.For(_seed, "pay", employer.Index);
        CsvWriter? history = null;
        CsvWriter? legs = null;
        try
        {
            for (var month = first; month <= _night; month = month.AddMonths(1))
            {
                var night = month == _night;
                foreach (var day in employer.PayDates(month))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var lastOfMonth = day == employer.PayDates(month)[^1];
                    var rows = new List<Payout>(payees.Count);
                    foreach (var payee in payees) Pay(draw, employer, payee, day, lastOfMonth, rows);
                    if (rows.Count == 0) continue;
                    draw.Shuffle(rows);
                    if (night)
                    {
                        using var file = Open(Path.Combine("night", $"{employer.Id}-{Text(day)}.csv"), employer);
                        foreach (var row in rows) Write(file, employer, row, night: true, ref legs, draw);
                        NightRows += rows.Count;
                    }
                    else
                    {
                        history ??= Open(Path.Combine("history", $"{employer.Id}.csv"), employer);
                        foreach (var row in rows) Write(history, employer, row, night: false, ref legs, draw);
                        HistoryRows += rows.Count;
                    }
                }
            }
        }
        finally
        {
            history?.Dispose();
            legs?.Dispose();
        }
    }

    public void Dispose()
    {
        _labels.Dispose();
        _benign.Dispose();
    }

    private static void Pay(Draw draw, Employer employer, Payee payee, DateOnly day, bool lastOfMonth, List<Payout> rows)
    {
        if (!payee.ActiveOn(day)) return;
        var contractor = payee.Engagement == Engagement.Contractor;
        if (contractor && !lastOfMonth) return;
        var exited = payee.Termination is { } end && day > end;
        var type = exited ? payee.AfterExit!.Value.PayType : contractor ? "invoice" : "regular";
        var periods = contractor ? 1.0 : employer.Rhythm switch { PayRhythm.SemiMonthly => 2.0, PayRhythm.Biweekly => 26 / 12.0, _ => 1.0 };
        AddPay(draw, payee, day, type, payee.MonthlyGross / periods * (1 + (payee.Wobble * draw.Normal() * .5)), rows);

        foreach (var (on, extra, factor) in payee.Extras)
            if (on == day) AddPay(draw, payee, day, extra, payee.MonthlyGross * factor, rows);
        foreach (var errand in payee.Errands)
            if (errand.On == day) AddPay(draw, payee, day, errand.PayType, payee.MonthlyGross * errand.Factor, rows, errand.Route);
        // The house's bonus month: most of its people at once, among them few contractors.
        if (lastOfMonth && !contractor && !exited && day.Month == employer.BonusMonth && payee.Ordinal % 10 < 7 && payee.Extras.Count == 0)
            AddPay(draw, payee, day, "bonus", payee.MonthlyGross * draw.Between(.5, 1.6), rows);
        if (draw.Chance(.004)) AddPay(draw, payee, day, draw.Chance(.6) ? "expense" : "off_cycle", payee.MonthlyGross * draw.Between(.02, .35), rows);
    }

    private static void AddPay(Draw draw, Payee payee, DateOnly day, string type, double gross, List<Payout> rows, Route? once = null)
    {
        var route = once ?? payee.RouteOn(day);
        var contract = payee.ContractOn(day);
        // A contract changed to another currency keeps its worth.
        var worth = gross / Countries.PerUsd(payee.ContractCurrency) * Countries.PerUsd(contract);
        var net = worth * (type == "expense" ? 1 : payee.NetShare);
        for (var i = 0; i < route.Shares.Count; i++)
        {
            var share = route.Shares[i];
            var rate = share.Currency == contract ? 1 : Rate(contract, share.Currency, day);
            var amount = Money(net * share.Part * rate, share.Currency);
            if (amount <= 0) continue;
            decimal? whole = i == 0 ? Math.Max(Money(worth * rate, share.Currency), amount) : null;
            rows.Add(new Payout(payee, route, share, day, type, amount, whole, route.Shares.Count > 1 ? i + 1 : 0, draw.Next64()));
        }
    }

    private static decimal Money(double amount, string currency) => Math.Round((decimal)amount, Countries.Decimals(currency), MidpointRounding.AwayFromZero);

    /// <summary>The table's cross rate, moved a little from month to month.</summary>
    private static double Rate(string from, string to, DateOnly day)
    {
        double Drift(string currency)
        {
            var phase = 0;
            foreach (var c in currency) phase = (phase * 31) + c;
            return 1 + (.012 * Math.Sin((day.Year * 12 + day.Month + phase) * .9));
        }
        return Countries.PerUsd(to) * Drift(to) / (Countries.PerUsd(from) * Drift(from));
    }

    private void Write(CsvWriter file, Employer employer, Payout row, bool night, ref CsvWriter? legs, Draw draw)
    {
        var (payee, share, day) = (row.Payee, row.Share, row.Day);
        var profile = payee.ProfileOn(day);
        var id = "T" + Opaque(_serial++);
        var changed = row.Route.ChangedAt is { } at && at <= day;
        var fresh = changed && row.Route.ChangedAt!.Value > day.AddDays(-35);
        foreach (var (name, needs) in Columns)
        {
            if (!employer.Has(needs)) continue;
            file.WriteField(name switch
            {
                "transfer_id" => id,
                "employer_id" => employer.Id,
                "employee_id" => payee.EmployeeId,
                "person_id" => payee.PersonId,
                "employee_name" => profile.ShownName,
                "pay_date" => Text(day),
                "pay_type" => row.Type,
                "amount" => Text(row.Amount, share.Currency),
                "currency" => share.Currency,
                "gross_amount" => row.Gross is { } gross ? Text(gross, share.Currency) : "",
                "contract_currency" => payee.ContractOn(day),
                "split_no" => row.SplitNo == 0 ? "" : row.SplitNo.ToString(CultureInfo.InvariantCulture),
                "channel" => share.Account.Channel,
                "beneficiary_name" => share.Holder,
                "payee_check" => share.Check,
                "account" => share.Account.Number,
                "bank_id" => share.Account.BankId,
                "bank_country" => share.Account.Country,
                "intermediary_bank_id" => share.Intermediary,
                "return_code" => fresh ? row.Route.ReturnCode : "",
                "payment_ref" => row.Reference.ToString("x16", CultureInfo.InvariantCulture),
                "employment_type" => payee.Engagement switch { Engagement.Contractor => "contractor", Engagement.Eor => "eor", _ => "employee" },
                "job_title" => payee.Job,
                "department" => payee.Department,
                "hire_date" => Text(payee.Hire),
                "termination_date" => payee.Termination is { } end && (end <= day.AddDays(30) || payee.Ordinal % 3 == 0) ? Text(end) : "",
                "residence_country" => profile.Residence,
                "work_country" => payee.WorkOn(day),
                "nationality" => payee.Nationality,
                "date_of_birth" => payee.Ordinal % 41 == 7 ? "" : Text(payee.Birth),
                "address" => profile.Address,
                "phone" => profile.Phone,
                "email" => profile.Email,
                "device_id" => profile.Device,
                "login_country" => profile.Device.Length == 0 ? "" : profile.Login,
                "account_changed_at" => changed ? Text(row.Route.ChangedAt!.Value) : "",
                "account_changed_by" => changed ? row.Route.ChangedBy : "",
                _ => changed ? row.Route.ApprovedBy : "",
            });
        }
        file.EndRecord();
        if (night) Label(row, id);
        WriteLegs(employer, row, id, ref legs, draw);
    }

    private void Label(Payout row, string id)
    {
        _labelled.Clear();
        bool bad = false, good = false;
        foreach (var mark in row.Payee.Marks)
        {
            if (row.Day < mark.From || (mark.OnlyTo is { } to && to != row.Share.Account.Number) || (mark.OnlyPayType is { } type && type != row.Type)) continue;
            if (!_labelled.Add((mark.Typology ?? "", mark.Scenario))) continue;
            _byScenario[mark.Scenario] = _byScenario.GetValueOrDefault(mark.Scenario) + 1;
            if (mark.Typology is { } typology)
            {
                bad = true;
                Row(_labels, id, typology, mark.Scenario);
                _byTypology[typology] = _byTypology.GetValueOrDefault(typology) + 1;
            }
            else
            {
                good = true;
                Row(_benign, id, mark.Scenario);
            }
        }
        if (bad) LabelledPayouts++;
        if (good) BenignPayouts++;
    }

    private void WriteLegs(Employer employer, Payout row, string id, ref CsvWriter? legs, Draw draw)
    {
        var conversion = row.Payee.Conversions.FindLast(c => c.From <= row.Day);
        if (conversion is null || row.SplitNo > 1 || conversion.Currencies[^1] != row.Share.Currency) return;
        if (legs is null)
        {
            legs = Open(Path.Combine("legs", $"{employer.Id}.csv"));
            Row(legs, "leg_id", "transfer_id", "leg_no", "executed_at", "from_account", "to_account", "from_currency", "to_currency", "from_amount", "to_amount", "institution_id", "country");
        }
        var count = conversion.Currencies.Count - 1;
        var at = row.Day.ToDateTime(new TimeOnly(draw.Int(5, 11), draw.Int(0, 59)), DateTimeKind.Utc).AddHours(-conversion.Hours);
        // Amounts are known at the end and worked out backwards, each leg losing a fee.
        var amounts = new double[count + 1];
        amounts[count] = (double)row.Amount;
        for (var i = count - 1; i >= 0; i--)
            amounts[i] = amounts[i + 1] * Rate(conversion.Currencies[i + 1], conversion.Currencies[i], row.Day) * (1 + draw.Between(.001, .012) + (i == amounts.Length - 2 ? conversion.Skim : 0));
        var from = "F" + Draw.For(_seed, "funding " + employer.Id).Digits(10);
        for (var i = 0; i < count; i++)
        {
            var (paid, got) = (conversion.Currencies[i], conversion.Currencies[i + 1]);
            var through = conversion.Through[Math.Min(i, conversion.Through.Count - 1)];
            var isAddress = through.Length > 20;
            var to = i == count - 1 ? row.Share.Account.Number
                : isAddress ? through
                : Countries.IsCrypto(got) ? AccountNumbers.Wallet(draw, got).Number : through + "-" + draw.Digits(8);
            var institution = isAddress ? draw.Of(CurrencySchemes.Exchanges) : through;
            Row(
                legs, "L" + Opaque(_legSerial++), id, (i + 1).ToString(CultureInfo.InvariantCulture), at.AddHours(conversion.Hours * i / Math.Max(1, count)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                from, to, paid, got, Text(Money(amounts[i], paid), paid), Text(Money(amounts[i + 1], got), got), institution, HomeOf(institution));
            from = to;
            Legs++;
        }
    }

    private static string HomeOf(string institution) => institution switch { "WISE" => "GB", "PAYONEER" => "US", "EXCH01" => "US", "EXCH02" => "SG", "EXCH03" => "LT", "OTC07" => "HK", _ => "AE" };

    /// <summary>A number without order: a bijection of 50 bits, so that ids are unique and say nothing of when they were given.</summary>
    private string Opaque(ulong serial)
    {
        const ulong Mask = (1UL << 50) - 1;
        var x = serial ^ ((ulong)(uint)_seed * 0x2545F4914F6CDD1DUL & Mask);
        for (var round = 0; round < 3; round++)
        {
            x = (x * 0x9E3779B97F4A7C15UL) & Mask;
            x ^= x >> 27;
        }
        Span<char> text = stackalloc char[10];
        for (var i = 0; i < 10; i++) text[i] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[(int)(x >> (i * 5)) & 31];
        return new string(text);
    }

    private CsvWriter Open(string path, Employer? employer = null)
    {
        var writer = CsvWriter.ToFile(Path.Combine(_out, path), Options);
        if (employer is not null)
        {
            foreach (var (name, needs) in Columns)
                if (employer.Has(needs)) writer.WriteField(name);
            writer.EndRecord();
        }
        Files++;
        return writer;
    }

    private static void Row(CsvWriter writer, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields) writer.WriteField(field);
        writer.EndRecord();
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(decimal amount, string currency) => amount.ToString(Countries.Decimals(currency) switch { 0 => "0", 8 => "0.00000000", _ => "0.00" }, CultureInfo.InvariantCulture);

    private sealed record Payout(Payee Payee, Route Route, Share Share, DateOnly Day, string Type, decimal Amount, decimal? Gross, int SplitNo, ulong Reference);
}
