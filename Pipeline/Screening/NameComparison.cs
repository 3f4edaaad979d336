// The comparison itself: which parts of two names belong together. Every pair of parts, initials and joined parts are
// possible links; the set of links with the greatest gain that uses no part twice is the alignment.
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

internal static class NameComparison
{
    /// <summary>The most that one name part in common scores between people.</summary>
    public const double OnePartMost = 0.6;

    /// <summary>Similarity of two parts written together and one, when equal to the letter.</summary>
    public const double JoinedSimilarity = 0.98;
    public const double JoinedRomanised = 0.94;
    private const int MaxSteps = 20_000;

    public static PairKind KindOf(NameForm screened, ListedForm listed) =>
        !listed.Person ? PairKind.Thing
        : screened.AllEastAsian && listed.Form.AllEastAsian ? PairKind.EastAsianPerson : PairKind.Person;

    public static Outcome Align(NameForm screened, ListedForm listedForm)
    {
        var kind = KindOf(screened, listedForm);
        var person = listedForm.Person;
        var listed = listedForm.Form;
        var links = Links(screened, listed, person);
        var search = new Search(links, screened.Parts.Length);
        search.Run(0, 0, 0, 0);
        var chosen = search.Best;
        double matched = 0, aligned = 0;
        int screenedMask = 0, listedMask = 0, nameParts = 0;
        foreach (var link in chosen)
        {
            matched += link.Gain;
            aligned += link.Weight;
            screenedMask |= link.ScreenedMask;
            listedMask |= link.ListedMask;
            if (link.Relation != PartRelation.Initial)
                nameParts += int.PopCount(link.ListedMask);
        }
        double onlyScreened = 0, onlyListed = 0;
        var otherNumber = false;
        for (var i = 0; i < screened.Parts.Length; i++)
            if ((screenedMask & (1 << i)) == 0)
            {
                onlyScreened += screened.Parts[i].Weight(person);
                otherNumber |= screened.Parts[i].Class == WordClass.Number;
            }
        var listedNumber = false;
        for (var j = 0; j < listed.Parts.Length; j++)
            if ((listedMask & (1 << j)) == 0)
            {
                onlyListed += listed.Parts[j].Weight(person);
                listedNumber |= listed.Parts[j].Class == WordClass.Number;
            }
        var score = NameScore.Of(matched, aligned, onlyScreened, onlyListed, kind);
        // One name part in common is no person, however rare it is.
        if (person && nameParts < 2 && Math.Max(screened.NameParts, listed.NameParts) > 1)
            score = Math.Min(score, OnePartMost);
        return new Outcome(score, kind, matched, aligned, onlyScreened, onlyListed, chosen, screenedMask, listedMask, !person && (otherNumber || listedNumber) && HasNumber(screened) && HasNumber(listed));
    }

    private static bool HasNumber(NameForm name) => Array.Exists(name.Parts, p => p.Class == WordClass.Number);

    private static List<Link>[] Links(NameForm screened, NameForm listed, bool person)
    {
        var links = new List<Link>[screened.Parts.Length];
        for (var i = 0; i < links.Length; i++)
            links[i] = [];
        for (var i = 0; i < screened.Parts.Length; i++)
        {
            var a = screened.Parts[i];
            for (var j = 0; j < listed.Parts.Length; j++)
            {
                var b = listed.Parts[j];
                var (similarity, relation) = NamePart.Compare(a, b);
                if (similarity > 0)
                    links[i].Add(new Link(1 << i, 1 << j, similarity * b.Weight(person), b.Weight(person), similarity, relation));
                else if ((a.Class == WordClass.Initial || b.Class == WordClass.Initial) && a.Text[0] == b.Text[0])
                    // An initial is no evidence; it only means that nothing is missing there.
                    links[i].Add(new Link(1 << i, 1 << j, 1e-9, 0, 1, PartRelation.Initial));
            }
        }
        AddJoins(screened, listed, (pair, single, similarity) =>
            links[int.TrailingZeroCount(pair)].Add(new Link(pair, single, similarity * WeightOf(listed, single, person), WeightOf(listed, single, person), similarity, PartRelation.Joined)));
        AddJoins(listed, screened, (pair, single, similarity) =>
            links[int.TrailingZeroCount(single)].Add(new Link(single, pair, similarity * WeightOf(listed, pair, person), WeightOf(listed, pair, person), similarity, PartRelation.Joined)));
        return links;
    }

    private static void AddJoins(NameForm split, NameForm whole, Action<int, int, double> add)
    {
        foreach (var (i, k) in split.Joins)
            for (var j = 0; j < whole.Parts.Length; j++)
            {
                var similarity = Joined(split.Parts[i], split.Parts[k], whole.Parts[j]);
                if (similarity > 0)
                    add((1 << i) | (1 << k), 1 << j, similarity);
            }
    }

    /// <summary>Similarity of two parts written together and one part: equal, or equal under a romanisation; else 0.</summary>
    private static double Joined(NamePart first, NamePart second, NamePart whole)
    {
        var length = first.Text.Length + second.Text.Length;
        if (Math.Abs(length - whole.Text.Length) > 3)
            return 0;
        if (length == whole.Text.Length && whole.Text.StartsWith(first.Text, StringComparison.Ordinal) && whole.Text.EndsWith(second.Text, StringComparison.Ordinal))
            return JoinedSimilarity;
        if (whole.Class == WordClass.Number)
            return 0;
        var (eastAsian, general) = NamePart.Together(first, second);
        // Two syllables are never one.
        return (eastAsian is not null && whole.EastAsian is not null
            ? string.Equals(eastAsian, whole.EastAsian, StringComparison.Ordinal) && !Romanisation.IsSyllable(whole.Text)
            : general is not null && string.Equals(general, whole.General, StringComparison.Ordinal)) ? JoinedRomanised : 0;
    }

    private static double WeightOf(NameForm name, int mask, bool person)
    {
        var weight = 0.0;
        for (var rest = mask; rest != 0; rest &= rest - 1)
            weight += name.Parts[int.TrailingZeroCount(rest)].Weight(person);
        return weight;
    }

    internal readonly record struct Link(int ScreenedMask, int ListedMask, double Gain, double Weight, double Similarity, PartRelation Relation);

    internal readonly record struct Outcome(double Score, PairKind Kind, double Matched, double Aligned, double OnlyScreened, double OnlyListed, Link[] Links, int ScreenedMask, int ListedMask, bool OtherNumber);

    private sealed class Search
    {
        private readonly List<Link>[] _links;
        private readonly double[] _most;
        private readonly Link[] _chosen;
        private int _depth;
        private double _best = -1;
        private int _steps;

        public Search(List<Link>[] links, int parts)
        {
            _links = links;
            _chosen = new Link[parts];
            _most = new double[parts + 1];
            for (var i = parts - 1; i >= 0; i--)
            {
                var most = 0.0;
                foreach (var link in links[i])
                    most = Math.Max(most, link.Gain);
                _most[i] = _most[i + 1] + most;
            }
        }

        public Link[] Best { get; private set; } = [];

        public void Run(int at, int screenedMask, int listedMask, double gain)
        {
            if (gain > _best + 1e-12)
            {
                _best = gain;
                Best = _chosen[.._depth];
            }
            // The bound on steps guards against names built to be slow; real ones need a few dozen.
            if (at == _links.Length || gain + _most[at] <= _best + 1e-12 || ++_steps > MaxSteps)
                return;
            if ((screenedMask & (1 << at)) == 0)
                foreach (var link in _links[at])
                {
                    if ((link.ScreenedMask & screenedMask) != 0 || (link.ListedMask & listedMask) != 0)
                        continue;
                    _chosen[_depth++] = link;
                    Run(at + 1, screenedMask | link.ScreenedMask, listedMask | link.ListedMask, gain + link.Gain);
                    _depth--;
                }
            Run(at + 1, screenedMask, listedMask, gain);
        }
    }
}
