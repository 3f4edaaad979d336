// What the synthetic world knows of a country: money, pay, banks, names' locale. One row per country and nothing else, so that
// a country is added by writing a row. Bank codes and BICs are public; account numbers behind them are invented.
namespace Paysieve.Pipeline.Synthetic;

internal enum BankKind { Retail, Neobank, Prepaid }

/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Code">The national code as an account number or bank_id begins with it.</param>
/// <param name="Bic">Empty where payrolls name the bank by its national code alone.</param>
/// <param name="Kind">What sort of bank; never written to a file.</param>
/// <param name="Weight">Share of the country's payees, relative.</param>
internal sealed record Bank(string Country, string Code, string Bic, BankKind Kind, double Weight);

/// <summary>A country. PerUsd: units of the currency for a US dollar, a round figure of 2026. MonthlyUsd: median monthly gross in US dollars. NetShare: what an
/// employee keeps of it. EmployerWeight: how many employers are at home here, relative, 0 for none. TalentWeight: how many remote contractors live here, relative.</summary>
internal sealed record Country(
    string Code, string Currency, double PerUsd, double MonthlyUsd, double NetShare, string Locale, string Dial,
    double EmployerWeight, double TalentWeight, IReadOnlyList<Bank> Banks);

internal static class Countries
{
    public static readonly IReadOnlyList<Country> All =
    [
        Row("JP", "JPY", 150, 2700, .79, "ja", "81", 5, 1, "0001::r8 0005::r10 0009::r8 0010::r4 9900::r6 0033::n3 0036::n6 0038::n4 0134::r2 0149::r2 0177::r2 0040::n1"),
        Row("US", "USD", 1, 5200, .74, "en_US", "1", 8, 3, "021000021::r10 026009593::r8 121000248::r8 021000089::r5 322271627::r4 111000025::r4 071000013::r4 091000022::r3 053000196::r3 063107513::r3 256074974::r3 314074269::r3 031176110::n3 031101279::n3 103100195::n3 124303120::p2 041215663::p2 073972181::p1 084009519::n2 061000104::r2 125000024::r2 011000015::r2"),
        Row("KR", "KRW", 1350, 2900, .84, "ko", "82", 4, 1, "004::r9 088::r9 020::r8 081::r8 011::r6 003::r5 090::n6 092::n4 089::n2 045::r2 071::r1"),
        Row("GB", "GBP", .78, 3900, .76, "en_GB", "44", 5, 2, "203255:BARCGB22:r8 404011:HBUKGB4B:r7 309021:LOYDGB2L:r8 601003:NWBKGB2L:r6 090126:ABBYGB2L:r4 040004:MONZGB2L:n5 608371:SRLGGB2L:n4 231470:TRWIGB2L:n3 040075:REVOGB21:n4 070116:NAIAGB21:r3 161600:CLRBGB22:p1"),
        Row("DE", "EUR", .92, 4300, .63, "de", "49", 5, 2, "37040044:COBADEFF:r8 50070010:DEUTDEFF:r7 10010010:PBNKDEFF:r5 10011001:NTSBDEB1:n4 43060967:GENODEM1GLS:r3 50010517:INGDDEFF:n5 12030000:BYLADEM1:n4 20050550:HASPDEHH:r4 70150000:SSKMDEMM:r4 51220700:ZIRADEFF:p1"),
        Row("FR", "EUR", .92, 3500, .76, "fr", "33", 4, 1, "30004:BNPAFRPP:r8 30003:SOGEFRPP:r7 30002:CRLYFRPP:r6 20041:PSSTFRPP:r5 40618:BOUSFRPP:n5 16598:FPELFR21:p2 16958:QNTOFRP1:n2 30066:CMCIFRPP:r4 18206:AGRIFRPP:r6"),
        Row("PL", "PLN", 4, 2000, .72, "pl", "48", 4, 4, "1020:BPKOPLPW:r8 1140:BREXPLPW:n6 1090:WBKPPLPP:r6 1050:INGBPLPW:r6 1240:PKOPPLPW:r6 1870:NESBPLPW:n2 1160:BIGBPLPW:r4 2490:ALBPPLPW:r3 1950:IEEAPLPA:p1"),
        Row("BR", "BRL", 5.4, 1100, .81, "pt_BR", "55", 4, 4, "001::r7 341::r9 237::r8 033::r6 104::r7 260::n8 077::n4 336::n2 323::p2 290::p1"),
        Row("IN", "INR", 84, 900, .88, "en_IND", "91", 5, 7, "SBIN::r8 HDFC::r9 ICIC::r8 UTIB::r6 KKBK::n4 PUNB::r4 BARB::r3 IDFB::n3 PYTM::p1 AIRP::p1"),
        Row("VN", "VND", 25000, 650, .87, "vi", "84", 3, 4, ":BFTVVNVX:r8 :VTCBVNVX:n7 :ICBVVNVX:r6 :BIDVVNVX:r6 :MSCBVNVX:n5 :VPBKVNVX:r4 :TPBVVNVX:n3 :MCOBVNVX:r2"),
        Row("PH", "PHP", 57, 600, .86, "en_PH", "63", 3, 5, ":BOPIPHMM:r8 :BNORPHMM:r8 :MBTCPHMM:r6 :UBPHPHMM:n4 :RCBCPHMM:r4 :SETCPHMM:r3 :GOTYPHM2:n2 :PAEYPHM2:p2"),
        Row("NL", "EUR", .92, 4200, .68, "nl", "31", 2, 1, "INGB:INGBNL2A:r8 RABO:RABONL2U:r7 ABNA:ABNANL2A:r6 BUNQ:BUNQNL2A:n3 KNAB:KNABNL2H:n2 SNSB:SNSBNL2A:r2"),
        Row("ES", "EUR", .92, 2600, .78, "es_MX", "34", 2, 2, "0182:BBVAESMM:r7 0049:BSCHESMM:r8 2100:CAIXESBB:r8 0081:BSABESBB:r4 1465:INGDESMM:n4 0239:EVOBESMM:n2 6713:PFSSESM1:p1"),
        Row("IT", "EUR", .92, 2700, .73, "it", "39", 2, 1, "03069:BCITITMM:r8 02008:UNCRITMM:r8 05034:BAPPIT22:r4 03015:FEBIITM2:n4 36081:PPAYITR1:p2 03268:SELBIT2B:r2"),
        Row("MX", "MXN", 18, 1000, .84, "es_MX", "52", 2, 4, "012:BCMRMXMM:r8 002:BNMXMXMM:r7 014:BMSXMXMM:r5 072:MENOMXMT:r5 021:BIMEMXMM:r4 638:NUMXMXM1:n3 646:STPMMXM1:p2"),
        Row("SG", "SGD", 1.32, 4300, .82, "zh_CN", "65", 1.2, 1, ":DBSSSGSG:r8 :OCBCSGSG:r6 :UOVBSGSG:r6 :SCBLSG22:r3 :TRSTSGSG:n2 :TRWISGSG:n2"),
        Row("CH", "CHF", .86, 7000, .84, "de_CH", "41", 1, .5, "00204:UBSWCHZH:r6 00762:BLKBCH22:r3 00700:ZKBKCHZZ:r5 80808:RAIFCH22:r6 09000:POFICHBE:r5 08781:YAPECHZ2:n2"),
        Row("IE", "EUR", .92, 4400, .72, "en_IE", "353", 1, .5, "BOFI:BOFIIE2D:r8 AIBK:AIBKIE2D:r8 IPBS:IPBSIE2D:r4 REVO:REVOIE23:n4 PFSR:PFSRIE21:p1"),
        Row("AT", "EUR", .92, 3700, .69, "de_AT", "43", 0, .4, "20111:GIBAATWW:r6 12000:BKAUATWW:r6 32000:RLNWATWW:r6 19200:DANFATWW:n2"),
        Row("BE", "EUR", .92, 4100, .62, "nl_BE", "32", 0, .4, "001:GEBABEBB:r7 737:KREDBEBB:r6 310:BBRUBEBB:r5 967:TRWIBEB1:n4"),
        Row("PT", "EUR", .92, 1800, .76, "pt_PT", "351", 0, 2, "0035:CGDIPTPL:r6 0033:BCOMPTPL:r6 0018:TOTAPTPL:r5 0193:CTTVPTPL:n2"),
        Row("LT", "EUR", .92, 1900, .66, "pl", "370", 0, .4, "73000:HABALT22:r5 70440:CBVILT2X:r5 32500:REVOLT21:n6 35000:EVIULT2V:n2"),
        Row("RO", "RON", 4.6, 1700, .6, "ro", "40", 0, 4, "BTRL:BTRLRO22:r7 RNCB:RNCBROBU:r6 BRDE:BRDEROBU:r5 INGB:INGBROBU:n4 REVO:REVOROBB:n3"),
        Row("CZ", "CZK", 23, 2000, .76, "cz", "420", 0, 1, "0800:GIBACZPX:r6 0100:KOMBCZPP:r6 0300:CEKOCZPP:r6 2010:FIOBCZPP:n3"),
        Row("UA", "UAH", 41, 900, .82, "uk", "380", 0, 5, "305299:PBANUA2X:r8 322001:UNJSUA2X:n6 300335:AVALUAUK:r4 334851:FUIBUA2X:r3"),
        Row("TR", "TRY", 34, 1000, .75, "tr", "90", 0, 2, "00064:ISBKTRIS:r6 00062:TGBATRIS:r6 00067:YAPITRIS:r5 00046:AKBKTRIS:r5 00157:ENPATRIS:n3"),
        Row("AE", "AED", 3.67, 3000, 1, "en_IND", "971", 0, 2, "033:BOMLAEAD:r6 026:EBILAEAD:r6 035:NBADAEAA:r5 086:WIOBAEAD:n3"),
        Row("NG", "NGN", 1550, 500, .85, "en_NG", "234", 0, 3, "058::r7 011::r6 044::r6 057::r5 033::r5 50211::n4"),
        Row("CN", "CNY", 7.2, 1500, .8, "zh_CN", "86", 0, 3, ":ICBKCNBJ:r8 :PCBCCNBJ:r7 :BKCHCNBJ:r6 :ABOCCNBJ:r6 :CMBCCNBS:n6 :COMMCNSH:r4"),
        Row("HK", "HKD", 7.8, 3200, .9, "zh_CN", "852", 0, 2, "004:HSBCHKHH:r8 012:BKCHHKHH:r6 024:HASEHKHH:r6 003:SCBLHKHH:r4 388:LIVIHKHH:n2 387:MOXBHKHH:n3"),
    ];

    private static readonly Dictionary<string, Country> ByCode = All.ToDictionary(c => c.Code, StringComparer.Ordinal);

    private static readonly Dictionary<string, double> Rates = All
        .GroupBy(c => c.Currency, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().PerUsd, StringComparer.Ordinal);

    static Countries()
    {
        foreach (var (tag, perUsd) in new[] { ("USDT", 1.0), ("USDC", 1.0), ("XBT", 1 / 64000.0), ("ETH", 1 / 2600.0), ("TRX", 6.4) })
            Rates[tag] = perUsd;
    }

    public static Country Of(string code) => ByCode[code];

    /// <summary>Border pairs across which people commute to work: home, workplace.</summary>
    public static IReadOnlyList<(string Home, string Work)> FrontierPairs { get; } =
        [("FR", "CH"), ("DE", "CH"), ("PL", "DE"), ("CZ", "DE"), ("BE", "NL"), ("DE", "NL"), ("BE", "FR"), ("IT", "CH"), ("AT", "DE"), ("PT", "ES"), ("GB", "IE")];

    public static double PerUsd(string currency) => Rates[currency];

    public static bool IsCrypto(string currency) => currency is "USDT" or "USDC" or "XBT" or "ETH" or "TRX";

    /// <summary>Decimals an amount of this currency is written with.</summary>
    public static int Decimals(string currency) => currency switch { "JPY" or "KRW" or "VND" => 0, "XBT" or "ETH" => 8, _ => 2 };

    private static Country Row(
        string code, string currency, double perUsd, double monthlyUsd, double netShare, string locale, string dial,
        double employers, double talent, string banks) =>
        new(code, currency, perUsd, monthlyUsd, netShare, locale, dial, employers, talent, [.. banks.Split(' ').Select(b => Bank(code, b))]);

    private static Bank Bank(string country, string text)
    {
        var parts = text.Split(':');
        var kind = parts[2][0] switch { 'n' => BankKind.Neobank, 'p' => BankKind.Prepaid, _ => BankKind.Retail };
        return new Bank(country, parts[0], parts[1], kind, double.Parse(parts[2][1..], System.Globalization.CultureInfo.InvariantCulture));
    }
}
