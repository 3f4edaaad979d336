// A whole name made ready for comparison, screened or listed.
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

internal sealed class NameForm
{
    public const int MaxParts = 16;

    private const int MaxFreeJoinParts = 6;
    private const int MaxJoins = MaxFreeJoinParts * (MaxFreeJoinParts - 1);

    /// <summary>Parts in ordinal order, so that the order in which a name is written cannot matter; a part written twice is two.</summary>
    /// <param name="written">Folded parts in the order written.</param>
    /// <param name="reading">How the name reads (<see cref="ReadingOf"/>).</param>
    /// <param name="partOf">The part for a text.</param>
    /// <param name="freeJoins">Whether any two parts may be joined, or neighbours alone.</param>
    public NameForm(string[] written, NameReading reading, Func<string, NamePart> partOf, bool freeJoins)
        : this(written, PartsOf(written, partOf), reading, freeJoins)
    {
    }

    /// <param name="written">Folded parts in the order written.</param>
    /// <param name="parts">The parts for them, which are put in order.</param>
    /// <param name="reading">How the name reads (<see cref="ReadingOf"/>).</param>
    /// <param name="freeJoins">Whether any two parts may be joined, or neighbours alone.</param>
    public NameForm(string[] written, NamePart[] parts, NameReading reading, bool freeJoins)
    {
        Written = freeJoins ? written : null;
        if (written.Length > MaxParts)
            written = written[..MaxParts];
        Array.Sort(parts, static (a, b) => string.CompareOrdinal(a.Text, b.Text));
        Parts = parts;
        Reading = reading;
        AllEastAsian = reading == NameReading.EastAsian && Array.TrueForAll(parts, p => p.EastAsian is not null || p.Text.Length <= MostSlippedSyllable);
        Joins = JoinsOf(written, freeJoins);
        foreach (var part in Parts)
        {
            PersonWeight += part.PersonWeight;
            CompanyWeight += part.CompanyWeight;
            if (part.Class == WordClass.Initial)
                Initials++;
            if (part.Class == WordClass.Name)
                NameParts++;
            SpeaksOfCompany |= part.Class is WordClass.Generic or WordClass.Form;
            _joinsFreely |= part.JoinsFreely;
        }
    }

    // Of a name with more parts than any real one has, the first are kept.
    private static NamePart[] PartsOf(string[] written, Func<string, NamePart> partOf)
    {
        var parts = new NamePart[Math.Min(written.Length, MaxParts)];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = partOf(written[i]);
        return parts;
    }

    public NamePart[] Parts { get; }

    /// <summary>Of a screened name the parts in the order in which they are read.</summary>
    public string[]? Written { get; }

    public NameReading Reading { get; }

    /// <summary>Whether the name is Korean or Chinese in every part.</summary>
    public bool AllEastAsian { get; }

    /// <summary>
    /// Pairs of parts (by place in <see cref="Parts"/>) that may stand together as one: of a screened name of up to six parts
    /// every pair in both orders, of others the neighbours as written, the last one and the first among them.
    /// </summary>
    public PartPair[] Joins { get; }

    /// <summary>The keys of a pair of <see cref="Joins"/> written together.</summary>
    public (string? EastAsian, string? General) JoinedKeys(int join)
    {
        if (!_joinsFreely)
            return default;
        // Two threads that make them at once make the same.
        var keys = _joinedKeys ??= [.. Joins.Select(pair => NamePart.Together(Parts[pair.First], Parts[pair.Second]))];
        return keys[join];
    }

    /// <summary>The consonants, in wider classes, of a pair of <see cref="Joins"/> written together.</summary>
    public string JoinedSound(int join) =>
        (_joinedSounds ??= [.. Joins.Select(pair => Skeleton.Unwritten(Parts[pair.First].Text + Parts[pair.Second].Text))])[join];

    private readonly bool _joinsFreely;
    private (string?, string?)[]? _joinedKeys;
    private string[]? _joinedSounds;
    public int Initials { get; }
    public int NameParts { get; }

    /// <summary>Whether a word stands in it that companies share, or a legal form.</summary>
    public bool SpeaksOfCompany { get; }
    public double PersonWeight { get; }
    public double CompanyWeight { get; }

    public double Weight(bool person) => person ? PersonWeight : CompanyWeight;

    /// <summary>How a name reads: <see cref="NameSyllables"/>, unless its letters leave vowels out.</summary>
    public static NameReading ReadingOf(string[] written, bool unvocalised)
    {
        if (unvocalised)
            return NameReading.Unvocalised;
        var syllables = new NameSyllables();
        foreach (var part in written)
        {
            syllables.Add(PartSyllables.Of(part));
            if (syllables.IsSettled)
                break;
        }
        return syllables.Reading;
    }

    // A syllable with a slip in it may be none.
    public const int MostSlippedSyllable = 4;

    private PartPair[] JoinsOf(string[] written, bool free)
    {
        Span<PartPair> joins = stackalloc PartPair[MaxJoins];
        var count = 0;
        if (free && Parts.Length <= MaxFreeJoinParts)
        {
            for (var i = 0; i < Parts.Length; i++)
                for (var k = 0; k < Parts.Length; k++)
                    if (CanJoin(i, k))
                        joins[count++] = new PartPair(i, k);
        }
        else
        {
            for (var w = 0; w + 1 < written.Length; w++)
                if (PlaceOf(written, w) is var first && PlaceOf(written, w + 1) is var second && CanJoin(first, second))
                    joins[count++] = new PartPair(first, second);
            // Lists put the family name first, everybody else last: what they join is the last given name and it.
            if (written.Length > 2 && PlaceOf(written, written.Length - 1) is var end && PlaceOf(written, 0) is var start && CanJoin(end, start))
                joins[count++] = new PartPair(end, start);
        }
        return [.. joins[..count]];
    }

    private bool CanJoin(int first, int second) => first != second && Parts[first].Text.Length + Parts[second].Text.Length is >= 4 and <= 40;

    // The sort is not stable, which makes no difference: equal parts are equal.
    private int PlaceOf(string[] written, int at)
    {
        var place = 0;
        while (!string.Equals(Parts[place].Text, written[at], StringComparison.Ordinal))
            place++;
        for (var w = 0; w < at; w++)
            if (string.Equals(written[w], written[at], StringComparison.Ordinal))
                place++;
        return place;
    }
}

/// <summary>Two parts of a name by place, the first to be written before the second.</summary>
internal readonly record struct PartPair(int First, int Second)
{
    public int Mask => (1 << First) | (1 << Second);
}

/// <summary>
/// A listed name with the entry it belongs to. <see cref="Person"/>: compared by the rules for people. <see cref="IsEither"/>: of an entry of which no list says whether
/// it is somebody or something; nor does the name.
/// </summary>
internal sealed record ListedForm(int Party, ListedName Name, NameForm Form, bool Person, bool IsEither = false)
{
    /// <summary>Whether a screened name is compared with it by the rules for people: Omega is nobody beside Omega LLC.</summary>
    public bool IsPersonFor(NameForm screened) => Person && !(IsEither && screened.SpeaksOfCompany);

    /// <summary>
    /// Place of the given name that a person goes by, the first that is not the family name (SURNAME, Given Middle, or Given Middle Surname); -1 where the order
    /// does not tell: of Korean and Chinese names, names of one part, and names that are not people's.
    /// </summary>
    public int FirstGiven { get; private init; } = -1;

    /// <param name="written">The parts of the form as written.</param>
    public ListedForm InOrder(string[] written)
    {
        if (!Person || Form.Reading == NameReading.EastAsian || Form.NameParts < 2)
            return this;
        foreach (var token in NameOrder.FamilyBeforeComma(Name.Text) is { } order ? NameFolding.Tokens(order.Given) : written)
            if (Array.FindIndex(Form.Parts, part => part.Class == WordClass.Name && string.Equals(part.Text, token, StringComparison.Ordinal)) is >= 0 and var place)
                return this with { FirstGiven = place };
        return this;
    }
}
