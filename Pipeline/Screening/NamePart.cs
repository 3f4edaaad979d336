// A name part as the matcher holds it: the text, its keys, and the figures that make comparing it cheap.
using System.Numerics;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

internal sealed class NamePart
{
    private const int MaxEdits = 3;
    private const double EditCost = 0.7;

    // Two letters that meet nothing are a slip or a syllable more often than a name.
    private const double ShortPartShare = 0.6;

    public NamePart(string text, double rarity)
    {
        Text = text;
        var folded = NameFolding.Folded(text);
        General = folded.General;
        EastAsian = folded.EastAsian;
        Class = NameWords.ClassOf(text);
        IsCommon = NameWords.IsCommonName(text);
        Signature = SignatureOf(text);
        var weight = IsCommon ? Math.Min(rarity, 0.5) : rarity;
        if (text.Length == 2 && EastAsian is null)
            weight *= ShortPartShare;
        (PersonWeight, CompanyWeight) = Class switch
        {
            WordClass.Particle => (0.08, 0.05),
            WordClass.Initial => (0.1, 0.15),
            WordClass.Form => (weight, 0.04),
            WordClass.Generic => (weight, 0.35 * weight),
            WordClass.Number => (weight, Math.Max(weight, 0.7)),
            _ => (weight, weight),
        };
    }

    public string Text { get; }
    public string General { get; }
    public string? EastAsian { get; }
    public WordClass Class { get; }
    public bool IsCommon { get; }
    public ulong Signature { get; }
    public double PersonWeight { get; }
    public double CompanyWeight { get; }

    /// <summary>How much the part says in a name of a person, or of anything else.</summary>
    public double Weight(bool person) => person ? PersonWeight : CompanyWeight;

    /// <summary>
    /// Similarity of a screened and a listed part, 0 when they have nothing to do with each other. Symmetric.
    /// <paramref name="eastAsian"/>: both names as a whole read as Korean or Chinese.
    /// </summary>
    public static (double Similarity, PartRelation Relation) Compare(NamePart a, NamePart b, bool eastAsian)
    {
        if (string.Equals(a.Text, b.Text, StringComparison.Ordinal))
            return (1, PartRelation.Equal);
        if (a.Class is WordClass.Initial or WordClass.Number || b.Class is WordClass.Initial or WordClass.Number)
            return (0, PartRelation.Equal);
        var best = 0.0;
        var relation = PartRelation.Romanisation;
        if (a.Text.Length > 2 && b.Text.Length > 2 && string.Equals(a.General, b.General, StringComparison.Ordinal))
            best = 0.95;
        if (eastAsian && a.EastAsian is not null && string.Equals(a.EastAsian, b.EastAsian, StringComparison.Ordinal))
            best = 0.95;
        if (best == 0)
        {
            var spelling = Spelling(a, b, eastAsian);
            if (spelling > 0)
                (best, relation) = (spelling, PartRelation.Spelling);
        }
        return (best, relation);
    }

    private static double Spelling(NamePart a, NamePart b, bool eastAsian)
    {
        var longer = Math.Max(a.Text.Length, b.Text.Length);
        var allowed = AllowedEdits(longer);
        var difference = Math.Abs(a.Text.Length - b.Text.Length);
        if (difference > allowed || BitOperations.PopCount(a.Signature ^ b.Signature) > (2 * allowed) - difference)
            return 0;
        var edits = Edits(a.Text, b.Text);
        if (edits > allowed)
            return 0;
        var similarity = 1 - (EditCost * edits / longer);
        // Two names that both stand on their own feet are less likely to be one misspelt; so are two different syllables.
        if ((a.IsCommon && b.IsCommon) || (eastAsian && a.EastAsian is not null && b.EastAsian is not null))
            similarity -= 0.12;
        if (a.Text[0] != b.Text[0])
            similarity -= 0.05;
        return similarity < 0.6 ? 0 : similarity;
    }

    /// <summary>How many edits a part of this length may differ by: none up to 2 letters, then 1, 2 from 6, 3 from 12.</summary>
    public static int AllowedEdits(int length) => length switch { <= 2 => 0, <= 5 => 1, <= 11 => 2, _ => MaxEdits };

    /// <summary>
    /// Keys of two parts written together. Not through the shared memory of keys: made-up parts would push real ones out.
    /// </summary>
    public static FoldedPart Together(string first, string second, bool eastAsian)
    {
        var text = string.Concat(first, second);
        return new FoldedPart(eastAsian && Romanisation.LooksEastAsian(text) ? Romanisation.FoldEastAsian(text) : null, Romanisation.FoldGeneral(text));
    }

    /// <summary>
    /// Letters present once and twice, digits once: an edit changes at most two bits, so more than twice as many different
    /// bits as edits allowed (one fewer for every letter of different length) rules a pair out without comparing it.
    /// </summary>
    private static ulong SignatureOf(string text)
    {
        var signature = 0UL;
        foreach (var c in text)
        {
            if (c is >= 'a' and <= 'z')
            {
                var once = 1UL << ((c - 'a') * 2);
                signature |= (signature & once) == 0 ? once : once << 1;
            }
            else
            {
                signature |= 1UL << (52 + ((c - '0') % 10));
            }
        }
        return signature;
    }

    // Optimal string alignment distance (insert, delete, replace, swap neighbours), one column of the matrix per machine
    // word (Hyyro 2003): parts have at most 64 letters.
    private static int Edits(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        Span<ulong> places = stackalloc ulong[36];
        places.Clear();
        for (var i = 0; i < a.Length; i++)
            places[Letter(a[i])] |= 1UL << i;
        ulong vp = ulong.MaxValue, vn = 0, diagonal = 0, placesBefore = 0;
        var last = 1UL << (a.Length - 1);
        var distance = a.Length;
        foreach (var c in b)
        {
            var here = places[Letter(c)];
            var swap = ((~diagonal & here) << 1) & placesBefore;
            diagonal = (((here & vp) + vp) ^ vp) | here | vn | swap;
            var hp = vn | ~(diagonal | vp);
            var hn = diagonal & vp;
            if ((hp & last) != 0)
                distance++;
            else if ((hn & last) != 0)
                distance--;
            hp = (hp << 1) | 1;
            hn <<= 1;
            vp = hn | ~(diagonal | hp);
            vn = hp & diagonal;
            placesBefore = here;
        }
        return distance;
    }

    private static int Letter(char c) => c >= 'a' ? c - 'a' : 26 + (c - '0');
}
