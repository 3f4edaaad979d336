// Rough values of one unit in US dollars: to order flags by money at stake and to see how pay in two currencies is divided, never to compute an amount.
using System.Collections.Frozen;
using System.Globalization;

namespace Paysieve.Pipeline.Transfers;

/// <summary>
/// Round mid-market magnitudes as of late 2025, two significant digits. An error of a quarter changes nothing here: flags of equal
/// unusualness are put in the order of the money at stake.
/// </summary>
public static class ReferenceRates
{
    private const string Values =
        "USD 1 EUR 1.15 GBP 1.3 JPY 0.0066 KRW 0.0007 CNY 0.14 CHF 1.2 CAD 0.72 AUD 0.65 NZD 0.58 SEK 0.1 NOK 0.1 DKK 0.15 PLN 0.27 CZK 0.047 HUF 0.003 " +
        "RON 0.23 BGN 0.59 TRY 0.024 UAH 0.024 RUB 0.012 ILS 0.3 AED 0.27 SAR 0.27 QAR 0.27 KWD 3.3 BHD 2.7 OMR 2.6 JOD 1.4 TND 0.34 EGP 0.021 MAD 0.11 " +
        "NGN 0.00068 KES 0.0077 GHS 0.09 ZAR 0.058 TZS 0.0004 UGX 0.00028 INR 0.0114 PKR 0.0036 BDT 0.0082 LKR 0.0033 NPR 0.0071 VND 0.000038 THB 0.031 " +
        "IDR 0.00006 MYR 0.24 SGD 0.77 PHP 0.017 TWD 0.032 HKD 0.13 MOP 0.125 KHR 0.00025 LAK 0.000046 MMK 0.00048 KZT 0.0019 UZS 0.000083 GEL 0.37 " +
        "RWF 0.00069 XOF 0.0018 XAF 0.0018 ETB 0.0066 ZMW 0.043 MWK 0.00058 BWP 0.074 NAD 0.058 MZN 0.016 AOA 0.0011 MUR 0.022 MGA 0.00022 GMD 0.014 SLE 0.043 LRD 0.0055 CDF 0.00044 " +
        "LYD 0.18 DZD 0.0077 SDG 0.0017 IQD 0.00076 LBP 0.000011 IRR 0.000024 YER 0.0042 AFN 0.015 AMD 0.0026 AZN 0.59 BYN 0.3 MDL 0.058 BAM 0.59 MKD 0.019 ALL 0.012 KGS 0.0114 TJS 0.108 TMT 0.286 " +
        "MNT 0.00028 BND 0.77 PGK 0.24 FJD 0.44 MVR 0.065 BTN 0.0114 PYG 0.00014 BOB 0.145 HNL 0.038 NIO 0.027 PAB 1 BSD 1 BBD 0.5 JMD 0.0063 TTD 0.147 HTG 0.0076 CUP 0.042 VES 0.004 " +
        "BRL 0.19 MXN 0.054 ARS 0.0007 CLP 0.00105 COP 0.00026 PEN 0.29 UYU 0.025 CRC 0.002 DOP 0.016 GTQ 0.13 RSD 0.0098 ISK 0.008 " +
        "XBT 100000 ETH 3500 TRX 0.3 USDT 1 USDC 1";

    private static readonly FrozenDictionary<string, double> Rates = Build();

    /// <summary>US dollars for one unit; null for a currency without a rate.</summary>
    public static double? PerUnit(string currency) => Rates.TryGetValue(currency, out var rate) ? rate : null;

    /// <summary>US dollars, rounded to whole ones; null for a currency without a rate.</summary>
    public static double? Usd(string currency, double amount) =>
        Rates.TryGetValue(currency, out var rate) ? Math.Round(amount * rate) : null;

    private static FrozenDictionary<string, double> Build()
    {
        var parts = Values.Split(' ');
        var rates = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < parts.Length; i += 2) rates.Add(parts[i], double.Parse(parts[i + 1], CultureInfo.InvariantCulture));
        return rates.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
