// Where a company is, written behind its name by whoever keys payees: NAFTAN OJSC, Beirut. No list has it there.
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

internal static class Places
{
    private const int MostParts = 4;

    // Where companies on lists and those who trade with them are seated most.
    private const string Cities =
        "beirut|damascus|aleppo|dubai|abu dhabi|sharjah|ajman|ras al khaimah|fujairah|doha|manama|muscat|riyadh|jeddah|kuwait city|baghdad|erbil|basra|tehran|isfahan|shiraz|mashhad|tabriz|bandar abbas|kabul|karachi|lahore|islamabad|istanbul|ankara|izmir|mersin|baku|tbilisi|yerevan|" +
        "moscow|moskva|saint petersburg|st petersburg|vladivostok|khabarovsk|rostov|novosibirsk|yekaterinburg|minsk|kiev|kyiv|odessa|almaty|astana|tashkent|bishkek|dushanbe|pyongyang|seoul|beijing|shanghai|shenzhen|guangzhou|dalian|dandong|shenyang|tianjin|ningbo|qingdao|taipei|kaohsiung|singapore|kuala lumpur|" +
        "bangkok|hanoi|ho chi minh city|jakarta|manila|mumbai|delhi|new delhi|london|paris|berlin|frankfurt|vienna|zurich|geneva|lugano|limassol|nicosia|valletta|athens|rome|milan|madrid|barcelona|cairo|alexandria|tripoli|tunis|algiers|khartoum|nairobi|lagos|abuja|johannesburg|harare|mogadishu|" +
        "caracas|bogota|medellin|cali|havana|panama city|mexico city|tijuana|guadalajara|lima|quito|buenos aires|sao paulo|miami|new york|toronto|sanaa|aden|juba|tallinn|riga|vilnius|belgrade|sofia|bucharest|budapest|prague|warsaw";

    private static readonly HashSet<string> Known = new(Cities.Split('|').Concat(CountryNames.All.Select(name => string.Join(' ', NameFolding.Tokens(name)))), StringComparer.Ordinal);

    /// <summary>The folded parts of a company's name without the country or city that stands last; null when none does or nothing else says that it is a company.</summary>
    public static string[]? WithoutLast(string[] parts)
    {
        for (var take = Math.Min(MostParts, parts.Length - 2); take > 0; take--)
            if (Known.Contains(string.Join(' ', parts[^take..])) && Array.Exists(parts[..^take], part => NameWords.ClassOf(part, NameReading.Plain) is WordClass.Form or WordClass.Generic))
                return parts[..^take];
        return null;
    }
}
