// A name part as the matcher holds it: the text, its keys, and the figures that make comparing it cheap.
using System.Numerics;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

internal sealed class NamePart
{
    public const double RomanisedSimilarity = 0.95;
    private const double NicknameSimilarity = 0.85;
    private const double FeminineSimilarity = 0.7;
    private const double CutSimilarity = 0.9;
    private const int MaxEdits = 2;
    private const double EditCost = 0.7;

    // Two letters that meet nothing are a slip or a syllable more often than a name.
    private const double ShortPartShare = 0.6;

    // The family name of half a people, and a joined given name that nobody else on the list has.
    private const double LeastSyllable = 0.25;
    private const double MostSyllable = 0.65;
    private const double MostSyllables = 0.95;

    private const int SeveralBearers = 3;

    private const int LeastBareSlip = 5;

    /// <summary>So many consonants in common tell two Latin spellings of one name by ear.</summary>
    public const int LeastSound = 4;

    // Shorter keys a slip away from each other are two names more often.
    private const int LeastRespelt = 5;
    private const int MostLetters = 64;

    /// <param name="text">Folded part, 1 to 64 characters.</param>
    /// <param name="rarity">0 to 1 among the listed entries whose names read the same way.</param>
    /// <param name="reading">How the name reads that the part stands in.</param>
    /// <param name="bearers">How many listed entries bear it, in any spelling of the same key.</param>
    public NamePart(string text, double rarity, NameReading reading, int bearers)
    {
        Bearers = bearers;
        Text = text;
        Reading = reading;
        var folded = NameFolding.Folded(text);
        EastAsian = reading == NameReading.EastAsian ? folded.EastAsian : null;
        Class = NameWords.ClassOf(text, reading);
        Ordinal = Class == WordClass.Number ? NameWords.OrdinalOf(text) : null;
        General = Ordinal ?? (Class is WordClass.Name && Stem(text) is { } stem ? NameFolding.Folded(stem).General : Class is WordClass.Generic ? NameFolding.Folded(CompanyAbbreviations.UsualForm(text)).General : folded.General);
        (Sound, Unwritten) = Class is WordClass.Name ? (Skeleton.Of(text), Skeleton.Unwritten(text)) : ("", "");
        var common = reading == NameReading.Unvocalised ? Class == WordClass.Name && NameWords.IsCommonUnvocalised(text) : NameWords.IsCommonName(text);
        StandsAlone = common || bearers >= SeveralBearers;
        (Nickname, HongKong) = Class is WordClass.Name ? (Nicknames.Groups.Of(text), HongKongFamilies.Groups.Of(text)) : ([], []);
        Signature = SignatureOf(text);
        Begun = HashedIds.Begun(text);
        // Not where vowels are left out, nor of syllables, whose general keys are half of them the same.
        IsRespelt = reading == NameReading.Plain && Class is not (WordClass.Initial or WordClass.Number) && General.Length is >= LeastRespelt and <= MostLetters;
        GeneralSignature = IsRespelt ? SignatureOf(General) : 0;
        // What is common the world over is so on a short list too; a patronymic is left out as often as not.
        var weight = common ? Math.Min(rarity, reading == NameReading.EastAsian ? 0.38 : 0.5) : NameWords.IsPatronymic(text) ? Math.Min(rarity, 0.5) : rarity;
        if (reading == NameReading.EastAsian)
            weight = Math.Clamp(weight, LeastSyllable, text.Length > 5 ? MostSyllables : MostSyllable);
        else if (text.Length == 2)
            weight *= ShortPartShare;
        (PersonWeight, CompanyWeight) = Class switch
        {
            WordClass.Particle => (0.08, 0.05),
            WordClass.Initial => (0.1, 0.15),
            WordClass.Form => (weight, 0.04),
            WordClass.Generic => (weight, 0.35 * weight),
            WordClass.Number => (NameWords.IsRoman(text) ? 0.08 : weight, Math.Max(weight, 0.7)),
            _ => (weight, weight),
        };
    }

    /// <summary>The id of a part that is in no list.</summary>
    public const int Unlisted = -1;

    /// <summary>Place in the vocabulary of the lists.</summary>
    public int Id { get; init; } = Unlisted;

    /// <summary>Whether a narrow field ended within the part: it is what a listed part begins with, and nothing else.</summary>
    public bool IsCut { get; init; }

    /// <summary>What the lists hold that is like it, once that was asked.</summary>
    public SimilarParts? Similar { get; set; }

    /// <summary>The pairs of listed parts that are it written together, once that was asked.</summary>
    public int[]? Pairs { get; set; }

    public string Text { get; }
    public NameReading Reading { get; }

    /// <summary>Key under which spellings of the Russian, Arabic and European romanisations meet; a listed article before it is left out, and of a word that companies share it is the usual form's.</summary>
    public string General { get; }

    /// <summary>Key under which Korean and Chinese romanisations meet; null in a name that does not read as one.</summary>
    public string? EastAsian { get; }

    /// <summary>The consonants, for names from scripts that write no vowels and for spellings by ear.</summary>
    public string Sound { get; }

    /// <summary>The consonants in the wider classes under which a part without vowels meets its Latin spellings.</summary>
    public string Unwritten { get; }

    /// <summary>Numbers of the groups of short forms the part belongs to (bill, william).</summary>
    public int[] Nickname { get; }

    /// <summary>Numbers of the Chinese family names that the part may be, as Peking or as Hong Kong writes it (zhang, cheung).</summary>
    public int[] HongKong { get; }

    /// <summary>The value of a Roman or Arabic number; null for any other part.</summary>
    public string? Ordinal { get; }
    public WordClass Class { get; }

    /// <summary>Whether the part is a name that several people bear: another such name is less likely to be it misspelt.</summary>
    public bool StandsAlone { get; }
    /// <summary>How many listed entries bear the part, in any spelling of the same key.</summary>
    public int Bearers { get; }

    public ulong Signature { get; }

    /// <summary>The hash of the text as the first of two that are written together.</summary>
    public uint Begun { get; }

    /// <summary>Whether another part may be this one in another romanisation and with a slip: a general key one letter off.</summary>
    public bool IsRespelt { get; }
    private ulong GeneralSignature { get; }

    public double PersonWeight { get; }
    public double CompanyWeight { get; }

    /// <summary>How much the part says in a name of a person, or of anything else.</summary>
    public double Weight(bool person) => person ? PersonWeight : CompanyWeight;

    /// <summary>Similarity of two parts, 0 when they have nothing to do with each other. Symmetric.</summary>
    public static (double Similarity, PartRelation Relation) Compare(NamePart a, NamePart b)
    {
        if (a.IsCut || b.IsCut)
            return (a.IsCut ? a.IsBeginningOf(b) : b.IsBeginningOf(a)) ? (CutSimilarity, PartRelation.Cut) : (0, PartRelation.Equal);
        if (string.Equals(a.Text, b.Text, StringComparison.Ordinal))
            return (1, PartRelation.Equal);
        if (a.Class is WordClass.Initial || b.Class is WordClass.Initial)
            return (0, PartRelation.Equal);
        if (a.Class is WordClass.Number || b.Class is WordClass.Number)
            return a.Ordinal is not null && string.Equals(a.Ordinal, b.Ordinal, StringComparison.Ordinal) ? (1, PartRelation.Equal) : (0, PartRelation.Equal);
        if (FeminineEnding.Differs(a.Text, b.Text))
            return (FeminineSimilarity, PartRelation.Feminine);
        var (bareAndFull, bothBare) = (IsBareAndFull(a, b), a.Reading == NameReading.Unvocalised && b.Reading == NameReading.Unvocalised);
        // The general key, made for longer names, throws half of all Chinese syllables together, and where vowels are left out those
        // that are written.
        if (a.EastAsian is not null && b.EastAsian is not null
            ? string.Equals(a.EastAsian, b.EastAsian, StringComparison.Ordinal)
            : a.Text.Length > 2 && b.Text.Length > 2 && (!bareAndFull || FitsVowels(a, b)) && (!bothBare || a.Text.Length == b.Text.Length) && string.Equals(a.General, b.General, StringComparison.Ordinal))
            return (RomanisedSimilarity, PartRelation.Romanisation);
        var sound = Sounding(a, b);
        // Bashir is no slip for Bashar where the long vowel is written, and of three consonants none can be one.
        var spelling = (bareAndFull && sound == 0 && a.Unwritten.Length > 0 && string.Equals(a.Unwritten, b.Unwritten, StringComparison.Ordinal)) || (bothBare && Math.Min(a.Text.Length, b.Text.Length) < LeastBareSlip) || IsPatronymicOf(a.Text, b.Text) || IsPatronymicOf(b.Text, a.Text) ? 0 : Math.Max(Spelling(a, b), Respelt(a, b));
        if (sound > spelling)
            return (sound, PartRelation.Sound);
        if (spelling < NicknameSimilarity && NameGroups.Share(a.Nickname, b.Nickname))
            return (NicknameSimilarity, PartRelation.Nickname);
        if (spelling < NicknameSimilarity && NameGroups.Share(a.HongKong, b.HongKong))
            return (NicknameSimilarity, PartRelation.HongKong);
        return spelling > 0 ? (spelling, PartRelation.Spelling) : (0, PartRelation.Equal);
    }

    /// <summary>Whether another part is this one with more letters behind it: not its bearer's wife or son, Sergeeva and Sergeevich of Sergeev.</summary>
    public bool IsBeginningOf(NamePart other) => other.Class is not WordClass.Number && other.Text.Length > Text.Length && other.Text.StartsWith(Text, StringComparison.Ordinal)
        && !FeminineEnding.Differs(Text, other.Text) && !(other.Text.Length - Text.Length <= LongestOfFather && NameWords.IsPatronymic(other.Text));

    private const int LongestOfFather = 5;

    // A script without vowels leaves the consonants to go by; between two Latin spellings they count when there are enough.
    private static double Sounding(NamePart a, NamePart b)
    {
        if (!IsBareAndFull(a, b))
            return a.Sound.Length >= LeastSound && string.Equals(a.Sound, b.Sound, StringComparison.Ordinal) && Math.Abs(a.Text.Length - b.Text.Length) < 3 ? 0.82 : 0;
        return !IsHeard(a) || !IsHeard(b) || !string.Equals(a.Unwritten, b.Unwritten, StringComparison.Ordinal) || !FitsVowels(a, b) ? 0 : (a.Reading == NameReading.Unvocalised ? a : b).Text.Length > 3 ? 0.9 : 0.8;
    }

    /// <summary>Whether there is enough of a part to compare it by what a script without vowels keeps of it.</summary>
    public static bool IsHeard(NamePart part) => part.Class == WordClass.Name && (part.Unwritten.Length > 1 || part.Text.Length > 2);

    private static bool FitsVowels(NamePart a, NamePart b) => a.Reading == NameReading.Unvocalised ? Skeleton.Fits(a.Text, b.Text) : Skeleton.Fits(b.Text, a.Text);

    private static bool IsBareAndFull(NamePart a, NamePart b) => (a.Reading == NameReading.Unvocalised) != (b.Reading == NameReading.Unvocalised);

    // Al-Tikriti and Tikriti are one family name, Abdurrahman and Abdelrahman one given name.
    private static string? Stem(string text) =>
        ServantNames.Plain(text)
        ?? (text.Length > 5 && text[0] is ('a' or 'e') && text[1] == 'l' && text[2] is not ('a' or 'e' or 'i' or 'o' or 'u' or 'l') ? text[2..] : null);

    private static double Spelling(NamePart a, NamePart b)
    {
        var longer = Math.Max(a.Text.Length, b.Text.Length);
        var allowed = AllowedEdits(Math.Min(a.Text.Length, b.Text.Length), longer);
        if (!MayBeWithin(allowed, a.Signature, a.Text.Length, b.Signature, b.Text.Length))
            return 0;
        var edits = Edits(a.Text, b.Text);
        if (edits > allowed)
            return 0;
        var similarity = 1 - (EditCost * edits / longer) - Doubt(a, b);
        return similarity < 0.6 ? 0 : similarity;
    }

    // Markovna, a woman's father, and Markova, her family name, are one letter apart and two names.
    private static bool IsPatronymicOf(string patronymic, string family) =>
        patronymic.EndsWith("vna", StringComparison.Ordinal) && family.EndsWith("va", StringComparison.Ordinal);

    // Another romanisation with a slip in it: Pawal for Pavel.
    private static double Respelt(NamePart a, NamePart b)
    {
        return !a.IsRespelt || !b.IsRespelt || !MayBeWithin(1, a.GeneralSignature, a.General.Length, b.GeneralSignature, b.General.Length) || Edits(a.General, b.General) > 1 ? 0
            : RomanisedSimilarity - (EditCost / Math.Max(a.General.Length, b.General.Length)) - Doubt(a, b);
    }

    // Two names that both stand on their own feet are less likely to be one misspelt, and few mistake the first letter.
    private static double Doubt(NamePart a, NamePart b) => (a.StandsAlone && b.StandsAlone ? 0.12 : 0) + (a.Text[0] != b.Text[0] ? 0.05 : 0);

    /// <summary>From this length on a part may have two edits in it, whatever it is compared with.</summary>
    public const int TwoEditsFrom = 6;

    /// <summary>
    /// How many edits two parts may differ by: none up to 2 letters of the longer, two when both have six or one has five and the
    /// other more (the search meets those by one letter left out of the shorter and two out of the longer), else one.
    /// </summary>
    public static int AllowedEdits(int shorter, int longer) => longer <= 2 ? 0 : shorter < TwoEditsFrom - 1 || longer < TwoEditsFrom ? 1 : MaxEdits;

    /// <summary>How alike the letters of two parts are, whatever their length: 1 for the same, 0 for nothing in common.</summary>
    public static double Likeness(NamePart a, NamePart b) => 1 - (Edits(a.Text, b.Text) / (double)Math.Max(a.Text.Length, b.Text.Length));

    /// <summary>
    /// How many letters two parts are apart, as they are written or, of names with vowels, under one romanisation where that is less: Pawal is one off Pavel.
    /// Of a part without vowels and one with them none.
    /// </summary>
    public static int LettersOff(NamePart a, NamePart b)
    {
        if (IsBareAndFull(a, b))
            return 0;
        var written = Edits(a.Text, b.Text);
        return a.IsRespelt && b.IsRespelt ? Math.Min(written, Edits(a.General, b.General)) : written;
    }

    /// <summary>Whether the part may be written together with the next in more spellings than one: a syllable, an article, Abd.</summary>
    public bool JoinsFreely => Reading == NameReading.EastAsian || Class == WordClass.Particle || Text.StartsWith("abd", StringComparison.Ordinal);

    /// <summary>
    /// Keys of two parts written together, null for one that does not apply. Not through the shared memory of keys: made-up
    /// parts would push real ones out.
    /// </summary>
    public static (string? EastAsian, string? General) Together(NamePart first, NamePart second)
    {
        if (!first.JoinsFreely || second.Class == WordClass.Number)
            return (null, null);
        var text = string.Concat(first.Text, second.Text);
        var eastAsian = first.Reading == NameReading.EastAsian && Romanisation.LooksEastAsian(text);
        return (eastAsian ? Romanisation.FoldEastAsian(text) : null, Romanisation.FoldGeneral(Stem(text) ?? text));
    }

    /// <summary>Letters present once and twice, digits once.</summary>
    public static ulong SignatureOf(string text)
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

    /// <summary>
    /// Whether two texts may be within so many edits: an edit changes at most two bits of a signature, so more than twice as many different
    /// bits as edits allowed (one fewer for every letter of different length) rules a pair out without comparing it.
    /// </summary>
    public static bool MayBeWithin(int edits, ulong signature, int length, ulong otherSignature, int otherLength) =>
        Math.Abs(length - otherLength) is var difference && difference <= edits && BitOperations.PopCount(signature ^ otherSignature) <= (2 * edits) - difference;

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
