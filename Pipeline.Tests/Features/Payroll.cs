// Payrolls as tests speak of them: payouts on days, written as real exports, read by the real ingest into a real lake, described by the real pass.
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Pipeline.Tests.Features;

/// <summary>A clock that stands still.</summary>
internal sealed class FrozenTime(DateTimeOffset now) : TimeProvider
{
    public static FrozenTime Night { get; } = new(new DateTimeOffset(2026, 2, 2, 1, 30, 0, TimeSpan.Zero));

    public override DateTimeOffset GetUtcNow() => now;
}

/// <summary>One row of an export. What is not said is ordinary: an employee who works, lives and banks in Germany.</summary>
internal sealed record Payout
{
    private static readonly (string Column, Func<Payout, string?> Text)[] Columns =
    [
        ("transfer_id", p => p.Id), ("employer_id", p => p.Employer), ("employee_id", p => p.Employee), ("person_id", p => p.Person),
        ("employee_name", p => p.Name), ("pay_date", p => Iso(p.Day)), ("pay_type", p => p.PayType),
        ("amount", p => p.Amount.ToString(CultureInfo.InvariantCulture)), ("currency", p => p.Currency), ("gross_amount", p => p.Gross?.ToString(CultureInfo.InvariantCulture)), ("contract_currency", p => p.Contract),
        ("split_no", p => p.Split == 0 ? "" : p.Split.ToString(CultureInfo.InvariantCulture)), ("channel", p => p.Channel),
        ("beneficiary_name", p => p.Holder), ("payee_check", p => p.Check), ("account", p => p.Account), ("bank_id", p => p.Bank),
        ("bank_country", p => p.BankCountry), ("intermediary_bank_id", p => p.Intermediary), ("return_code", p => p.Returned), ("employment_type", p => p.Employment),
        ("hire_date", p => p.Hired is { } day ? Iso(day) : ""), ("termination_date", p => p.Left is { } day ? Iso(day) : ""),
        ("residence_country", p => p.Residence), ("work_country", p => p.Work), ("address", p => p.Address), ("phone", p => p.Phone),
        ("email", p => p.Email), ("device_id", p => p.Device), ("login_country", p => p.Login),
        ("account_changed_at", p => p.Changed is { } day ? Iso(day) : ""), ("account_changed_by", p => p.ChangedBy),
        ("account_change_approved_by", p => p.ApprovedBy),
    ];

    private readonly string? _id;

    public static string Header => string.Join(',', Columns.Select(column => column.Column));

    /// <summary>Unless said otherwise made of payee, day and split.</summary>
    public string Id { get => _id ?? $"{Employer}-{Employee}-{Iso(Day)}-{Split}"; init => _id = value; }
    public string Employer { get; init; } = "ACME";
    public required string Employee { get; init; }
    public string? Person { get; init; }
    public required string Name { get; init; }
    public required DateOnly Day { get; init; }
    public string? PayType { get; init; } = "regular";
    public decimal Amount { get; init; } = 3000;
    public string Currency { get; init; } = "EUR";
    public decimal? Gross { get; init; }
    public string? Contract { get; init; } = "EUR";
    public int Split { get; init; }
    public string? Channel { get; init; } = "bank";
    public string? Holder { get; init; }
    public string? Check { get; init; }
    public required string Account { get; init; }
    public string? Bank { get; init; } = "COBADEFF";
    public string? BankCountry { get; init; } = "DE";
    public string? Intermediary { get; init; }
    public string? Returned { get; init; }
    public string? Employment { get; init; } = "employee";
    public DateOnly? Hired { get; init; }
    public DateOnly? Left { get; init; }
    public string? Residence { get; init; } = "DE";
    public string? Work { get; init; } = "DE";
    public string? Address { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string? Device { get; init; }
    public string? Login { get; init; }
    public DateOnly? Changed { get; init; }
    public string? ChangedBy { get; init; }
    public string? ApprovedBy { get; init; }

    public Payout On(DateOnly day) => this with { Day = day };

    public string Line() => string.Join(',', Columns.Select(column => Quoted(column.Text(this) ?? "")));

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>The vectors of described payouts, by transfer id.</summary>
internal sealed class Described
{
    private readonly FeatureMatrix _matrix;
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    public Described(FeatureMatrix matrix, string[] ids)
    {
        _matrix = matrix;
        for (var i = 0; i < ids.Length; i++) _positions.Add(ids[i], i);
    }

    public IEnumerable<string> Ids => _positions.Keys.Order(StringComparer.Ordinal);

    public FeatureMatrix Matrix => _matrix;

    public float this[Payout payout, Feature feature] => Vector(payout.Id)[(int)feature];

    public PayoutFacts Facts(Payout payout) => _matrix.Facts[_positions[payout.Id]];

    public float[] Vector(string id) => _matrix.Vector(_positions[id]).ToArray();

    public int PositionOf(Payout payout) => _positions[payout.Id];

    /// <summary>Everything known of one payout but codes, which depend on what else is in view.</summary>
    public string Fingerprint(string id)
    {
        var facts = _matrix.Facts[_positions[id]] with { PreviousAccount = 0, PreviousCurrency = 0 };
        return string.Join(' ', Vector(id).Select(value => value.ToString("R", CultureInfo.InvariantCulture))) + " | " + facts;
    }
}

/// <summary>One data directory and the exports that go into it.</summary>
internal sealed class Payroll : IAsyncDisposable
{
    /// <summary>The pay date that tests look at; twelve months of history end a month before.</summary>
    public static readonly DateOnly Today = new(2026, 1, 28);

    private static readonly string[] First = ["Anna", "Bruno", "Clara", "David", "Elena", "Felix", "Greta", "Hugo", "Irma", "Jonas", "Klara", "Lukas"];
    private static readonly string[] Head = ["Bal", "Dor", "Fen", "Gri", "Hal", "Kos", "Lum", "Mer", "Nol", "Pra", "Rud", "Sil", "Tov", "Vin", "Wes", "Zan"];
    private static readonly string[] Tail = ["bach", "dorf", "eck", "feld", "gart", "hoff", "kamp", "lund", "mann", "nitz", "ow", "rup", "stein", "thal", "wig", "zeck"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paysieve-payroll-");
    private readonly List<Payout> _payouts = [];
    private readonly List<string> _legs = [];
    private Workspace? _workspace;
    private int _files;

    public string Folder => _folder.FullName;

    /// <summary>Month 0 is today's, -1 the one before, always on the 28th.</summary>
    public static DateOnly Month(int months) => Today.AddMonths(months);

    /// <summary>A payee of ordinary ways: number <paramref name="number"/> decides name and account.</summary>
    public static Payout Payee(int number, string employer = "ACME") => new()
    {
        Employer = employer,
        Employee = "E" + number.ToString(CultureInfo.InvariantCulture),
        Name = $"{First[number % First.Length]} {Head[number % Head.Length]}{Tail[number / Head.Length % Tail.Length]}",
        Day = Today,
        Account = (4_000_000_000L + (number * 7919L)).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Adds payouts as they are.</summary>
    public Payroll Pays(params IEnumerable<Payout> payouts)
    {
        _payouts.AddRange(payouts);
        return this;
    }

    /// <summary>Pays the payee in each of these months.</summary>
    public Payroll PaysMonthly(Payout payee, int from, int to)
    {
        for (var month = from; month <= to; month++) _payouts.Add(payee.On(Month(month)));
        return this;
    }

    /// <summary>Ordinary colleagues, numbers 100 and up, paid in every month of the past year and today, over four banks.</summary>
    public Payroll Peers(int count = 24, string employer = "ACME", Func<Payout, int, Payout>? change = null)
    {
        string[] banks = ["COBADEFF", "DEUTDEFF", "GENODEFF", "INGDDEFF"];
        for (var i = 0; i < count; i++)
        {
            var peer = Payee(100 + i, employer) with { Bank = banks[i % banks.Length] };
            PaysMonthly(change is null ? peer : change(peer, i), -12, 0);
        }
        return this;
    }

    public Payroll Leg(Payout payout, int number, string at, string from, string to, string country, string toAccount = "9000000001", int toAmount = 100)
    {
        _legs.Add($"L-{payout.Id}-{number},{payout.Id},{number},{at},9000000000,{toAccount},{from},{to},100,{toAmount},EXCH,{country}");
        return this;
    }

    public async Task<Workspace> OpenAsync() => _workspace ??= await Workspace.OpenAsync(
        new WorkspaceOptions
        {
            DataDirectory = Path.Combine(Folder, "data"),
            Settings = new PaysieveSettings(),
            Clock = FrozenTime.Night,
            Logs = NullLoggerFactory.Instance,
            Actor = "tester",
        },
        CancellationToken.None);

    /// <summary>Reads what was added so far as one file of payouts and one of legs. Every row must be accepted.</summary>
    public async Task IngestAsync()
    {
        var workspace = await OpenAsync();
        var paths = new List<string>();
        if (_payouts.Count > 0) paths.Add(Write("payouts", Payout.Header, _payouts.Select(payout => payout.Line())));
        if (_legs.Count > 0)
        {
            paths.Add(Write(
                "legs", "leg_id,transfer_id,leg_no,executed_at,from_account,to_account,from_currency,to_currency,from_amount,to_amount,institution_id,country", _legs));
        }
        _payouts.Clear();
        _legs.Clear();
        if (paths.Count == 0) return;
        var outcome = await IngestRun.ExecuteAsync(workspace, paths, CancellationToken.None);
        Assert.AreEqual(0, outcome.RowsRejected, "the test's own export is wrong");
        Assert.IsTrue(outcome.Files.All(file => file.Status == "accepted"), string.Join("; ", outcome.Files.Select(file => file.Problem)));
    }

    /// <summary>Describes every payout in view.</summary>
    /// <param name="lastPayDay">Later rows are hidden.</param>
    /// <param name="tonight">Which payouts arrived together tonight; none by default, as in training.</param>
    public async Task<Described> DescribeAsync(DateOnly? lastPayDay = null, Func<string, bool>? tonight = null)
    {
        await IngestAsync();
        var workspace = await OpenAsync();
        var view = workspace.Lake.Open(new LakeQuery { LastPayDay = lastPayDay });
        var all = Enumerable.Range(0, view.Transfers.Count).ToArray();
        var ids = workspace.Lake.TransferIds(view, all);
        var wanted = new bool[all.Length];
        Array.Fill(wanted, true);
        var matrix = FeaturePass.Describe(view, wanted, [.. ids.Select(id => tonight is not null && tonight(id))], new FeatureSettings(), CancellationToken.None);
        return new Described(matrix, ids);
    }

    public async ValueTask DisposeAsync()
    {
        if (_workspace is not null) await _workspace.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string Write(string kind, string header, IEnumerable<string> lines)
    {
        var path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{kind}-{_files++:000}.csv"));
        File.WriteAllText(path, header + "\n" + string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));
        return path;
    }
}
