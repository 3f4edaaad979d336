// People and companies who are on no list: invented names of many countries, grouped by name origin, because a filter may
// not fall on one group more than it must.
using Bogus;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Learning;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Benchmarks.Screening;

internal static class InnocentNames
{
    private static readonly (string Group, string[] Locales)[] Groups =
    [
        ("Korean", ["ko"]),
        ("Chinese", ["zh_CN", "zh_TW"]),
        ("Japanese", ["ja"]),
        ("Vietnamese, Indonesian", ["vi", "id_ID"]),
        ("Arabic, Persian", ["ar", "fa"]),
        ("Turkish, Azerbaijani", ["tr", "az"]),
        ("Russian, Ukrainian", ["ru", "uk"]),
        ("South Asian", ["en_IND", "ne"]),
        ("Spanish, Portuguese", ["es", "es_MX", "pt_BR", "pt_PT"]),
        ("African", ["en_NG", "en_ZA"]),
        ("Central European", ["pl", "cz", "sk", "ro", "hr", "ge", "el", "lv"]),
        ("Western European", ["en", "en_GB", "de", "fr", "it", "nl", "sv", "fi", "nb_NO"]),
    ];

    /// <summary>Distinct people: first and last name in their own script.</summary>
    public static IReadOnlyList<(string Group, ScreeningSubject Subject)> People(int perGroup, int seed)
    {
        var people = new List<(string, ScreeningSubject)>();
        foreach (var (group, locales) in Groups)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var locale in locales)
            {
                var faker = new Faker(locale) { Random = new Randomizer(seed) };
                for (var i = 0; i < perGroup / locales.Length; i++)
                    if (Given(faker) + " " + Family(faker) is var name && seen.Add(name))
                        people.Add((group, new ScreeningSubject(name, name, PartyKind.Person)));
            }
        }
        // A second given name, where it is usual to state it.
        foreach (var locale in (string[])["en", "de", "es", "es_MX", "pt_BR", "fr", "it", "id_ID", "en_NG", "en_IND"])
        {
            var faker = new Faker(locale) { Random = new Randomizer(seed) };
            for (var i = 0; i < perGroup / 10; i++)
            {
                var name = Given(faker) + " " + Given(faker) + " " + Family(faker);
                people.Add(("With a second given name", new ScreeningSubject(name, name, PartyKind.Person)));
            }
        }
        people.AddRange(ArabicNames.Of(perGroup, seed).Select(name => ("Arabic, common names", new ScreeningSubject(name, name, PartyKind.Person))));
        // Of the half of a table that training did not use: what the generator lacks and lists are full of.
        var spelt = new PayeeNames(seed, name => !MatchTraining.IsLearntFrom(name));
        foreach (var origin in PayeeNames.SpeltOrigins)
            people.AddRange(spelt.OfSpelt(origin, perGroup).Distinct(StringComparer.Ordinal).Select(name => ($"{origin}, common names in Latin letters", new ScreeningSubject(name, name, PartyKind.Person))));
        // The Korean and Chinese name lists of the generator are short and in native script; these are the same names romanised.
        people.AddRange(RomanisedNames.Korean(perGroup, seed).Select(name => ("Korean, romanised", new ScreeningSubject(name, name, PartyKind.Person))));
        people.AddRange(RomanisedNames.Chinese(perGroup, seed).Select(name => ("Chinese, romanised", new ScreeningSubject(name, name, PartyKind.Person))));
        return people;
    }

    // Of the half of all names that training did not use.
    private static string Given(Faker faker) => PayeeNames.Taken(() => faker.Name.FirstName(), name => !MatchTraining.IsLearntFrom(name));

    private static string Family(Faker faker) => PayeeNames.Taken(() => faker.Name.LastName(), name => !MatchTraining.IsLearntFrom(name));

    /// <summary>Distinct invented companies.</summary>
    public static IReadOnlyList<ScreeningSubject> Companies(int count, int seed)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var locale in (string[])["en", "de", "fr", "es", "it", "ru", "tr", "nl", "pl", "en_IND", "pt_BR"])
        {
            var faker = new Faker(locale) { Random = new Randomizer(seed) };
            for (var i = 0; i < count / 11; i++) names.Add(faker.Company.CompanyName());
        }
        return [.. names.Select(name => new ScreeningSubject(name, name, PartyKind.Company))];
    }
}
