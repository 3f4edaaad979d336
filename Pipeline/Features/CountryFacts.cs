// Dated reference facts about countries that features lean on: legal tender, the SEPA zone, frontier pairs, multi-currency economies.
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// Facts as of November 2026, turned once into arrays over the codes of a view. Sources: ISO 4217 (legal tender), European Payments
/// Council list of SEPA countries, and the frontier-worker corridors that Eurostat and the treaties on them name.
/// </summary>
internal sealed class CountryFacts
{
    private const string Euro = "AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK";
    private const string Dollar = "US EC SV PA TL PR GU VI ZW";
    private const string Sepa = Euro + " AL CH CZ DK GB GG HU IM IS JE LI MD MK NO PL RO RS SE";

    private const string Tender =
        "AE:AED AR:ARS AU:AUD AZ:AZN BD:BDT BH:BHD BR:BRL BY:BYN CA:CAD CH:CHF CL:CLP CN:CNY CO:COP CR:CRC CZ:CZK DK:DKK DO:DOP DZ:DZD EG:EGP " +
        "GB:GBP GE:GEL GH:GHS GT:GTQ HK:HKD HN:HNL HU:HUF ID:IDR IL:ILS IN:INR IQ:IQD IR:IRR IS:ISK JO:JOD JP:JPY KE:KES KG:KGS KH:KHR KP:KPW " +
        "KR:KRW KW:KWD KZ:KZT LA:LAK LI:CHF LK:LKR MA:MAD MM:MMK MN:MNT MO:MOP MX:MXN MY:MYR NG:NGN NO:NOK NP:NPR NZ:NZD OM:OMR PE:PEN PH:PHP " +
        "PK:PKR PL:PLN PY:PYG QA:QAR RO:RON RS:RSD RU:RUB SA:SAR SE:SEK SG:SGD TH:THB TN:TND TR:TRY TW:TWD TZ:TZS UA:UAH UG:UGX UY:UYU UZ:UZS VN:VND ZA:ZAR";

    private const string FrontierPairs =
        "FR-LU DE-LU BE-LU FR-CH DE-CH IT-CH AT-CH LI-CH LI-AT DE-AT NL-DE BE-NL FR-BE FR-DE FR-MC FR-ES PT-ES IE-GB US-CA US-MX PL-DE CZ-DE CZ-AT " +
        "HU-AT SK-AT SI-AT SI-IT HR-SI DK-SE DK-DE SE-NO FI-SE EE-FI MY-SG HK-CN MO-CN UA-PL SK-CZ RO-HU AR-UY BR-PY";

    /// <summary>Old code, new code and first day of the new one, as ISO 4217's amendments tell, for what histories of today can hold.</summary>
    private static readonly (string Old, string New, DateOnly Since)[] Successions =
    [
        ("HRK", "EUR", new(2023, 1, 1)),
        ("ZWL", "ZWG", new(2024, 9, 1)),
        ("ANG", "XCG", new(2025, 3, 31)),
        ("BGN", "EUR", new(2026, 1, 1)),
    ];

    private readonly List<(short Old, short New, int Since)> _successions = [];
    private readonly short[] _tender;
    private readonly bool[] _sepa;
    private readonly HashSet<(short, short)> _frontier = [];
    private readonly bool[] _crypto;
    private readonly short _usd;
    private readonly short _eur;

    public CountryFacts(CodeBook countries, CodeBook currencies)
    {
        _tender = new short[countries.Count];
        _sepa = new bool[countries.Count];
        Array.Fill(_tender, (short)-1);
        _usd = (short)currencies.Find("USD");
        _eur = (short)currencies.Find("EUR");
        foreach (var pair in Tender.Split(' ')) Set(pair[..2], pair[3..]);
        foreach (var code in Euro.Split(' ')) Set(code, "EUR");
        foreach (var code in Dollar.Split(' ')) Set(code, "USD");
        foreach (var code in Sepa.Split(' '))
        {
            var country = countries.Find(code);
            if (country >= 0) _sepa[country] = true;
        }
        foreach (var pair in FrontierPairs.Split(' '))
        {
            var a = (short)countries.Find(pair[..2]);
            var b = (short)countries.Find(pair[3..]);
            if (a < 0 || b < 0) continue;
            _frontier.Add((a, b));
            _frontier.Add((b, a));
        }
        _crypto = new bool[currencies.Count];
        for (var i = 0; i < currencies.Count; i++)
        {
            _crypto[i] = Currency.TryParse(currencies[i], out var currency) && currency.IsCrypto;
        }

        foreach (var (old, now, since) in Successions)
        {
            var (from, to) = (currencies.Find(old), currencies.Find(now));
            if (from >= 0 && to >= 0) _successions.Add(((short)from, (short)to, since.DayNumber));
        }

        void Set(string countryCode, string currencyCode)
        {
            var country = countries.Find(countryCode);
            if (country >= 0) _tender[country] = (short)currencies.Find(currencyCode);
        }
    }

    public bool IsLegalTender(short currency, short country) => country >= 0 && _tender[country] == currency;

    public bool BothSepa(short a, short b) => a >= 0 && b >= 0 && _sepa[a] && _sepa[b];

    public bool IsFrontierPair(short a, short b) => _frontier.Contains((a, b));

    public bool IsCrypto(short currency) => currency >= 0 && _crypto[currency];

    /// <summary>True when a country gave up the one currency for the other by that day: pay that goes on in the new one hopped nowhere.</summary>
    public bool IsReplaced(short old, short now, int day) => _successions.Exists(one => one.Old == old && one.New == now && day >= one.Since);

    /// <summary>Currencies in which a person may hold an account anywhere, and over which others are turned into each other, without that saying much.</summary>
    public bool IsReserve(short currency) => currency >= 0 && (currency == _usd || currency == _eur);
}
