// The comparison itself: which parts of two names belong together. Every pair of parts, initials and joined parts are
// possible links; the set of links with the greatest gain that uses no part twice is the alignment.
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

internal static class NameComparison
{
    private const int MaxSteps = 20_000;

    /// <summary>The name score alone.</summary>
    public static double Score(NameForm screened, NameForm listed, bool person, out double matched)
    {
        var outcome = Align(screened, listed, person);
        matched = outcome.Matched;
        return outcome.Score;
    }

    public static Outcome Align(NameForm screened, NameForm listed, bool person)
    {
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
        var score = NameScore.Of(matched, aligned, onlyScreened, onlyListed, person);
        // One name part in common is no person, however rare it is.
        if (person && nameParts < 2 && Math.Max(screened.NameParts, listed.NameParts) > 1)
            score = Math.Min(score, 0.6);
        return new Outcome(score, matched, chosen, screenedMask, listedMask, !person && (otherNumber || listedNumber) && HasNumber(screened) && HasNumber(listed));
    }

    private static bool HasNumber(NameForm name) => Array.Exists(name.Parts, p => p.Class == WordClass.Number);

    private static List<Link>[] Links(NameForm screened, NameForm listed, bool person)
    {
        var eastAsian = screened.EastAsian && listed.EastAsian;
        var links = new List<Link>[screened.Parts.Length];
        for (var i = 0; i < links.Length; i++)
            links[i] = [];
        for (var i = 0; i < screened.Parts.Length; i++)
        {
            var a = screened.Parts[i];
            for (var j = 0; j < listed.Parts.Length; j++)
            {
                var b = listed.Parts[j];
                var (similarity, relation) = NamePart.Compare(a, b, eastAsian);
                if (similarity > 0)
                    links[i].Add(new Link(1 << i, 1 << j, similarity * b.Weight(person), b.Weight(person), similarity, relation));
                else if ((a.Class == WordClass.Initial || b.Class == WordClass.Initial) && a.Text[0] == b.Text[0])
                    // An initial is no evidence; it only means that nothing is missing there.
                    links[i].Add(new Link(1 << i, 1 << j, 1e-9, 0, 1, PartRelation.Initial));
            }
        }
        AddJoins(screened, listed, eastAsian, (pair, single, similarity) =>
            links[int.TrailingZeroCount(pair)].Add(new Link(pair, single, similarity * WeightOf(listed, single, person), WeightOf(listed, single, person), similarity, PartRelation.Joined)));
        AddJoins(listed, screened, eastAsian, (pair, single, similarity) =>
            links[int.TrailingZeroCount(single)].Add(new Link(single, pair, similarity * WeightOf(listed, pair, person), WeightOf(listed, pair, person), similarity, PartRelation.Joined)));
        return links;
    }

    private static void AddJoins(NameForm split, NameForm whole, bool eastAsian, Action<int, int, double> add)
    {
        foreach (var (i, k) in split.Joins)
            for (var j = 0; j < whole.Parts.Length; j++)
            {
                var similarity = Joined(split.Parts[i].Text, split.Parts[k].Text, whole.Parts[j], eastAsian);
                if (similarity > 0)
                    add((1 << i) | (1 << k), 1 << j, similarity);
            }
    }

    /// <summary>Similarity of two parts written together and one part: equal, or equal under a romanisation; else 0.</summary>
    public static double Joined(string first, string second, NamePart whole, bool eastAsian)
    {
        var length = first.Length + second.Length;
        if (whole.Class == WordClass.Number || Math.Abs(length - whole.Text.Length) > 3 || !CanBegin(first, whole, eastAsian))
            return 0;
        if (length == whole.Text.Length && whole.Text.StartsWith(first, StringComparison.Ordinal) && whole.Text.EndsWith(second, StringComparison.Ordinal))
            return 0.98;
        var folded = NamePart.Together(first, second, eastAsian);
        return string.Equals(folded.General, whole.General, StringComparison.Ordinal)
            || (eastAsian && folded.EastAsian is not null && string.Equals(folded.EastAsian, whole.EastAsian, StringComparison.Ordinal)) ? 0.94 : 0;
    }

    // Keys of names that meet begin with the same folded letter; asking first spares most of the folding.
    private static bool CanBegin(string first, NamePart whole, bool eastAsian)
    {
        var folded = NameFolding.Folded(first);
        return folded.General[0] == whole.General[0]
            || (eastAsian && folded.EastAsian is { Length: > 0 } own && whole.EastAsian is { Length: > 0 } other && own[0] == other[0])
            || first[0] == whole.Text[0];
    }

    private static double WeightOf(NameForm name, int mask, bool person)
    {
        var weight = 0.0;
        for (var rest = mask; rest != 0; rest &= rest - 1)
            weight += name.Parts[int.TrailingZeroCount(rest)].Weight(person);
        return weight;
    }

    internal readonly record struct Link(int ScreenedMask, int ListedMask, double Gain, double Weight, double Similarity, PartRelation Relation);

    internal readonly record struct Outcome(double Score, double Matched, Link[] Links, int ScreenedMask, int ListedMask, bool OtherNumber);

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
