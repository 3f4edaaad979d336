// A whole name made ready for comparison, screened or listed.
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Screening;

internal sealed class NameForm
{
    public const int MaxParts = 16;

    private const int MaxFreeJoinParts = 6;

    /// <summary>Parts in ordinal order, so that the order in which a name is written cannot matter.</summary>
    public NameForm(string[] written, Func<string, NamePart> partOf)
    {
        var parts = written.Distinct(StringComparer.Ordinal).Select(partOf);
        // Of a name with more parts than any real one has, those that say most are kept.
        Parts = [.. parts.OrderByDescending(p => p.CompanyWeight).ThenBy(p => p.Text, StringComparer.Ordinal).Take(MaxParts).OrderBy(p => p.Text, StringComparer.Ordinal)];
        EastAsian = ReadsEastAsian(Parts);
        Joins = JoinsOf(written);
        AnySeeds = Array.Exists(Parts, p => p.Class is WordClass.Name or WordClass.Number);
        foreach (var part in Parts)
        {
            PersonWeight += part.PersonWeight;
            CompanyWeight += part.CompanyWeight;
            if (part.Class == WordClass.Initial)
                Initials++;
            if (!IsSeed(part))
            {
                PersonLow += part.PersonWeight;
                CompanyLow += part.CompanyWeight;
            }
            if (part.Class == WordClass.Name)
                NameParts++;
        }
    }

    public NamePart[] Parts { get; }

    /// <summary>
    /// Pairs of parts (by place in <see cref="Parts"/>) that may stand together as one: of a name of up to six parts every
    /// pair in both orders, of a longer one the neighbours as written.
    /// </summary>
    public (int First, int Second)[] Joins { get; }
    public bool EastAsian { get; }
    public int Initials { get; }
    public int NameParts { get; }
    public double PersonWeight { get; }
    public double CompanyWeight { get; }
    /// <summary>Weight of the parts that the search does not look up.</summary>
    public double PersonLow { get; }
    public double CompanyLow { get; }
    private bool AnySeeds { get; }

    public double Weight(bool person) => person ? PersonWeight : CompanyWeight;

    public double Low(bool person) => person ? PersonLow : CompanyLow;

    /// <summary>Parts by which a name is found: its names and numbers, or whatever it has when it has neither.</summary>
    public bool IsSeed(NamePart part) => AnySeeds ? part.Class is WordClass.Name or WordClass.Number : part.Class != WordClass.Initial;

    private (int, int)[] JoinsOf(string[] written)
    {
        var joins = new List<(int, int)>();
        if (Parts.Length <= MaxFreeJoinParts)
        {
            for (var i = 0; i < Parts.Length; i++)
                for (var k = 0; k < Parts.Length; k++)
                    if (CanJoin(i, k))
                        joins.Add((i, k));
        }
        else
        {
            for (var w = 0; w + 1 < written.Length; w++)
                if (CanJoin(PlaceOf(written[w]), PlaceOf(written[w + 1])))
                    joins.Add((PlaceOf(written[w]), PlaceOf(written[w + 1])));
        }
        return [.. joins];
    }

    private bool CanJoin(int first, int second) => first >= 0 && second >= 0 && first != second
        && Parts[first].Class != WordClass.Number && Parts[second].Class != WordClass.Number
        && Parts[first].Text.Length + Parts[second].Text.Length >= 4;

    private int PlaceOf(string token) => Array.FindIndex(Parts, p => string.Equals(p.Text, token, StringComparison.Ordinal));

    private static bool ReadsEastAsian(NamePart[] parts)
    {
        if (parts.Length is < 2 or > 4)
            return false;
        var letters = 0;
        var surname = false;
        foreach (var part in parts)
        {
            if (part.EastAsian is not { } key || part.Class == WordClass.Number)
                return false;
            letters += part.Text.Length;
            surname |= NameWords.IsEastAsianSurname(key);
        }
        return surname && letters <= 18;
    }
}

/// <summary>A listed name with the entry it belongs to.</summary>
internal sealed record ListedForm(int Party, ListedName Name, NameForm Form, bool Person);
