// The table of currencies: ISO 4217 codes with minor units, and the contract's crypto tags. Data, not logic.
using System.Collections.Frozen;

namespace Paysieve.Pipeline.Transfers;

/// <summary>Codes and minor units after ISO 4217; crypto decimals are those of the ledger.</summary>
internal static class CurrencyTable
{
    internal sealed record Row(string Code, int MinorUnits, bool IsCrypto);

    private const string Two =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE " +
        "CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW " +
        "KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP " +
        "PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH " +
        "USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG ZWL";

    private const string None = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string Three = "BHD IQD JOD KWD LYD OMR TND";
    private const string Four = "CLF UYW";

    private static readonly FrozenDictionary<string, Row> Rows = Build();

    private static readonly FrozenDictionary<string, Row>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Rows.GetAlternateLookup<ReadOnlySpan<char>>();

    internal static bool TryFind(ReadOnlySpan<char> text, out Currency currency)
    {
        if (Lookup.TryGetValue(text.Trim(), out var row))
        {
            currency = new Currency(row);
            return true;
        }
        currency = default;
        return false;
    }

    /// <summary>The same over UTF-8 that is already trimmed.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> utf8, out Currency currency)
    {
        Span<char> text = stackalloc char[4];
        if (utf8.Length is 3 or 4)
        {
            for (var i = 0; i < utf8.Length; i++) text[i] = (char)utf8[i];
            return TryFind(text[..utf8.Length], out currency);
        }
        currency = default;
        return false;
    }

    private static FrozenDictionary<string, Row> Build()
    {
        var rows = new List<Row>();
        Add(Two, 2);
        Add(None, 0);
        Add(Three, 3);
        Add(Four, 4);
        rows.Add(new Row("XBT", 8, IsCrypto: true));
        rows.Add(new Row("ETH", 18, IsCrypto: true));
        rows.Add(new Row("TRX", 6, IsCrypto: true));
        rows.Add(new Row("USDT", 6, IsCrypto: true));
        rows.Add(new Row("USDC", 6, IsCrypto: true));
        return rows.ToFrozenDictionary(row => row.Code, StringComparer.OrdinalIgnoreCase);

        void Add(string codes, int minorUnits)
        {
            foreach (var code in codes.Split(' ')) rows.Add(new Row(code, minorUnits, IsCrypto: false));
        }
    }
}
