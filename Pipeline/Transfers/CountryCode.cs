// ISO 3166-1 alpha-2 country codes.
namespace Paysieve.Pipeline.Transfers;

/// <summary>An ISO 3166-1 alpha-2 code, upper case; XK (Kosovo, user-assigned) is accepted.</summary>
public readonly record struct CountryCode
{
    private static readonly string[] Assigned =
    ("AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
     "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
     "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
     "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT " +
     "MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
     "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
     "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW").Split(' ');

    private static readonly string?[] ByLetters = Index();

    private readonly string? _code;

    private CountryCode(string code) => _code = code;

    public string Code => _code ?? throw new InvalidOperationException("an uninitialised country code has no letters");

    public static bool TryParse(ReadOnlySpan<char> text, out CountryCode country)
    {
        country = default;
        text = text.Trim();
        if (text.Length != 2) return false;
        var a = text[0] | 0x20;
        var b = text[1] | 0x20;
        if (a is < 'a' or > 'z' || b is < 'a' or > 'z') return false;
        var code = ByLetters[((a - 'a') * 26) + (b - 'a')];
        if (code is null) return false;
        country = new CountryCode(code);
        return true;
    }

    /// <summary>The same over UTF-8 that is already trimmed.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> utf8, out CountryCode country)
    {
        if (utf8.Length == 2) return TryParse([(char)utf8[0], (char)utf8[1]], out country);
        country = default;
        return false;
    }

    public override string ToString() => _code ?? "";

    private static string?[] Index()
    {
        var table = new string?[26 * 26];
        foreach (var code in Assigned) table[((code[0] - 'A') * 26) + (code[1] - 'A')] = code;
        return table;
    }
}
