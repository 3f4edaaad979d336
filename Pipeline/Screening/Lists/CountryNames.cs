// Publishers write countries as words, payrolls as codes. Only those words are here that lists use; a word that is not
// known stays out of comparisons instead of counting as a conflict.
namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>English country names as lists write them, to ISO 3166-1 alpha-2.</summary>
public static class CountryNames
{
    private const string Table =
        "AF Afghanistan|AL Albania|DZ Algeria|AD Andorra|AO Angola|AG Antigua and Barbuda|AR Argentina|AM Armenia|AW Aruba|AU Australia|AT Austria|AZ Azerbaijan|BS Bahamas, The|BS Bahamas|BH Bahrain|BD Bangladesh|BB Barbados|BY Belarus|BE Belgium|BZ Belize|BJ Benin|BM Bermuda|BT Bhutan|BO Bolivia|BA Bosnia and Herzegovina|BW Botswana|BR Brazil|BN Brunei|BG Bulgaria|BF Burkina Faso|MM Burma|MM Myanmar|BI Burundi|KH Cambodia|CM Cameroon|CA Canada|CV Cape Verde|KY Cayman Islands|CF Central African Republic|TD Chad|CL Chile|CN China|CN People's Republic of China|CN PRC|CO Colombia|KM Comoros|CD Congo, Democratic Republic of the|CD Democratic Republic of the Congo|CD Congo (Democratic Republic)|CG Congo, Republic of the|CG Congo|CR Costa Rica|CI Cote d Ivoire|CI Cote d'Ivoire|CI Ivory Coast|HR Croatia|CU Cuba|CW Curacao|CY Cyprus|CZ Czech Republic|CZ Czechia|DK Denmark|DJ Djibouti|DM Dominica|DO Dominican Republic|EC Ecuador|EG Egypt|SV El Salvador|GQ Equatorial Guinea|ER Eritrea|EE Estonia|SZ Eswatini|ET Ethiopia|FJ Fiji|FI Finland|FR France|GA Gabon|GM The Gambia|GM Gambia|GM Gambia, The|GE Georgia|DE Germany|GH Ghana|GI Gibraltar|GR Greece|GD Grenada|GT Guatemala|GG Guernsey|GN Guinea|GW Guinea-Bissau|GY Guyana|HT Haiti|HN Honduras|HK Hong Kong|HK Hong Kong, China|HU Hungary|IS Iceland|IN India|ID Indonesia|IR Iran|IR Iran (Islamic Republic of)|IR Islamic Republic of Iran|IQ Iraq|IE Ireland|IM Man, Isle of|IM Isle of Man|IL Israel|IT Italy|JM Jamaica|JP Japan|JE Jersey|JO Jordan|KZ Kazakhstan|KE Kenya|KI Kiribati|KP Korea, North|KP North Korea|KP DPRK|KP Democratic People's Republic of Korea|KR Korea, South|KR South Korea|KR Republic of Korea|XK Kosovo|KW Kuwait|KG Kyrgyzstan|LA Laos|LV Latvia|LB Lebanon|LS Lesotho|LR Liberia|LY Libya|LI Liechtenstein|LT Lithuania|LU Luxembourg|MO Macau|MO Macao|MG Madagascar|MW Malawi|MY Malaysia|MV Maldives|ML Mali|MT Malta|MH Marshall Islands|MR Mauritania|MU Mauritius|MX Mexico|FM Micronesia|MD Moldova|MC Monaco|MN Mongolia|ME Montenegro|MA Morocco|MZ Mozambique|NA Namibia|NP Nepal|NL Netherlands|NL The Netherlands|AN Netherlands Antilles|NZ New Zealand|NI Nicaragua|NE Niger|NG Nigeria|MK North Macedonia, The Republic of|MK North Macedonia|MK Macedonia|NO Norway|OM Oman|PK Pakistan|PW Palau|PS Palestinian|PS Palestine|PS State of Palestine|PS West Bank|PS Region: West Bank|PS Region: Gaza|PS Gaza|PS Region: Northern Gaza|PS Region: North Gaza|PA Panama|PG Papua New Guinea|PY Paraguay|PE Peru|PH Philippines|PL Poland|PT Portugal|PR Puerto Rico|QA Qatar|RO Romania|RU Russia|RU Russian Federation|RU Region: Russia|RW Rwanda|KN Saint Kitts and Nevis|LC Saint Lucia|VC Saint Vincent and the Grenadines|WS Samoa|SM San Marino|ST Sao Tome and Principe|SA Saudi Arabia|SN Senegal|RS Serbia|SC Seychelles|SL Sierra Leone|SG Singapore|SK Slovakia|SI Slovenia|SB Solomon Islands|SO Somalia|ZA South Africa|SS South Sudan|ES Spain|LK Sri Lanka|SD Sudan|SD Region: Kafia Kingi|SR Suriname|SE Sweden|CH Switzerland|SY Syria|SY Syrian Arab Republic|TW Taiwan|TJ Tajikistan|TZ Tanzania|TZ United Republic of Tanzania|TH Thailand|TL Timor-Leste|TG Togo|TO Tonga|TT Trinidad and Tobago|TN Tunisia|TR Turkey|TR Turkiye|TM Turkmenistan|TC Turks and Caicos Islands|UG Uganda|UA Ukraine|UA Region: Crimea|AE United Arab Emirates|AE UAE|GB United Kingdom|GB UK|GB United Kingdom of Great Britain and Northern Ireland|US United States|US United States of America|US USA|UY Uruguay|UZ Uzbekistan|VU Vanuatu|VE Venezuela|VN Vietnam|VN Viet Nam|VG Virgin Islands, British|YE Yemen|ZM Zambia|ZW Zimbabwe";

    private static readonly Dictionary<string, string> Codes = Read();

    /// <summary>The names, in no order that means anything.</summary>
    public static IReadOnlyCollection<string> All => Codes.Keys;

    /// <summary>The code of a country name or of a code itself (any case); null when it is neither.</summary>
    public static string? CodeOf(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        var text = name.Trim();
        if (Codes.TryGetValue(text, out var code))
            return code;
        return text.Length == 2 && char.IsAsciiLetter(text[0]) && char.IsAsciiLetter(text[1]) ? text.ToUpperInvariant() : null;
    }

    private static Dictionary<string, string> Read()
    {
        var codes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in Table.Split('|'))
            codes[row[3..]] = row[..2];
        return codes;
    }
}
