// The comparison itself: which parts of two names belong together. Every pair of parts, initials and joined parts are
// possible links; the set of links with the greatest gain that uses no part twice is the alignment.
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

internal static class NameComparison
{
    /// <summary>The most that one name part in common scores between people.</summary>
    public const double OnePartMost = 0.6;

    /// <summary>Similarity of two parts written together and one, when equal to the letter.</summary>
    public const double JoinedSimilarity = 0.98;
    public const double JoinedRomanised = 0.94;
    private const double JoinedBySound = 0.88;
    private const int MaxSteps = 20_000;

    public static PairKind KindOf(NameForm screened, ListedForm listed) =>
        !listed.IsPersonFor(screened) ? PairKind.Thing
        : screened.AllEastAsian && listed.Form.AllEastAsian ? PairKind.EastAsianPerson
        : screened.Reading == NameReading.Unvocalised ? PairKind.UnvocalisedPerson : PairKind.Person;

    /// <param name="floor">Below this score nobody asks what was aligned, and it is not told.</param>
    public static Outcome Align(NameForm screened, ListedForm listedForm, double floor = 0)
    {
        var kind = KindOf(screened, listedForm);
        var person = listedForm.IsPersonFor(screened);
        var listed = listedForm.Form;
        var search = _search ??= new Search();
        search.Begin(screened.Parts.Length);
        AddLinks(search, screened, listed, person);
        var chosen = search.Run();
        double matched = 0, aligned = 0;
        int screenedMask = 0, listedMask = 0, nameParts = 0;
        foreach (var link in chosen)
        {
            matched += link.Gain;
            aligned += link.Weight;
            screenedMask |= link.ScreenedMask;
            listedMask |= link.ListedMask;
            if (!link.IsInitial)
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
        return new Outcome(score, kind, matched, aligned, onlyScreened, onlyListed, score < floor ? [] : chosen.ToArray(), screenedMask, listedMask, !person && (otherNumber || listedNumber) && HasNumber(screened) && HasNumber(listed));
    }

    private static bool HasNumber(NameForm name) => Array.Exists(name.Parts, p => p.Class == WordClass.Number);

    private static void AddLinks(Search search, NameForm screened, NameForm listed, bool person)
    {
        for (var i = 0; i < screened.Parts.Length; i++)
        {
            var a = screened.Parts[i];
            for (var j = 0; j < listed.Parts.Length; j++)
            {
                var b = listed.Parts[j];
                if (person && (a.Class == WordClass.Initial || b.Class == WordClass.Initial))
                {
                    // A person's initial is no evidence; it only means that nothing is missing there. A ship's letter is part of its name.
                    if (a.Text[0] == b.Text[0])
                        search.Add(new Link(1 << i, 1 << j, 1e-9, 0, 1, a.Text.Length == b.Text.Length ? PartRelation.Equal : PartRelation.Initial));
                    continue;
                }
                var (similarity, relation) = NamePart.Compare(a, b);
                // What stands on both sides is not the other's neighbour misspelt: Muhammad is Muhammad, though Muammar be rarer.
                if (similarity > 0 && (relation is not (PartRelation.Spelling or PartRelation.Sound) || (!Holds(listed, a) && !Holds(screened, b))))
                    search.Add(new Link(1 << i, 1 << j, similarity * b.Weight(person), b.Weight(person), similarity, relation));
            }
        }
        for (var join = 0; join < screened.Joins.Length; join++)
            for (var j = 0; j < listed.Parts.Length; j++)
                if (Joined(screened, join, listed.Parts[j], screened.Reading == NameReading.Unvocalised) is > 0 and var similarity)
                    search.Add(Together(screened.Joins[join].Mask, 1 << j, similarity, listed, person));
        for (var join = 0; join < listed.Joins.Length; join++)
            for (var i = 0; i < screened.Parts.Length; i++)
                if (Joined(listed, join, screened.Parts[i], screened.Reading == NameReading.Unvocalised) is > 0 and var similarity)
                    search.Add(Together(1 << i, listed.Joins[join].Mask, similarity, listed, person));
    }

    private static bool Holds(NameForm name, NamePart part)
    {
        foreach (var other in name.Parts)
            if (string.Equals(other.Text, part.Text, StringComparison.Ordinal))
                return true;
        return false;
    }

    private static Link Together(int screenedMask, int listedMask, double similarity, NameForm listed, bool person)
    {
        var weight = 0.0;
        for (var rest = listedMask; rest != 0; rest &= rest - 1)
            weight += listed.Parts[int.TrailingZeroCount(rest)].Weight(person);
        return new Link(screenedMask, listedMask, similarity * weight, weight, similarity, PartRelation.Joined);
    }

    /// <summary>Similarity of two parts written together and one part: equal, equal under a romanisation, or in consonants where the screened side has no vowels; else 0.</summary>
    private static double Joined(NameForm split, int join, NamePart whole, bool bare)
    {
        var (first, second) = (split.Parts[split.Joins[join].First], split.Parts[split.Joins[join].Second]);
        var length = first.Text.Length + second.Text.Length;
        if (split.Reading == NameReading.Unvocalised != (whole.Reading == NameReading.Unvocalised))
            return bare && Skeleton.IsOneName(split.JoinedSound(join), first.Text + second.Text, whole) ? JoinedBySound : 0;
        if (Math.Abs(length - whole.Text.Length) > 3)
            return 0;
        if (length == whole.Text.Length && whole.Text.StartsWith(first.Text, StringComparison.Ordinal) && whole.Text.EndsWith(second.Text, StringComparison.Ordinal))
            return JoinedSimilarity;
        if (whole.Class == WordClass.Number)
            return 0;
        var (eastAsian, general) = split.JoinedKeys(join);
        // Two syllables are never one.
        return (eastAsian is not null && whole.EastAsian is not null
            ? string.Equals(eastAsian, whole.EastAsian, StringComparison.Ordinal) && !Romanisation.IsSyllable(whole.Text)
            : general is not null && string.Equals(general, whole.General, StringComparison.Ordinal)) ? JoinedRomanised : 0;
    }

    internal readonly record struct Link(int ScreenedMask, int ListedMask, double Gain, double Weight, double Similarity, PartRelation Relation)
    {
        /// <summary>Whether a person's initial agrees, which is no name part in common.</summary>
        public bool IsInitial => Weight == 0;
    }

    internal readonly record struct Outcome(double Score, PairKind Kind, double Matched, double Aligned, double OnlyScreened, double OnlyListed, Link[] Links, int ScreenedMask, int ListedMask, bool OtherNumber)
    {
        /// <summary>Whether the names have the same parts, to the letter.</summary>
        public bool IsSame => OnlyScreened == 0 && OnlyListed == 0 && Links.Length > 0 && Array.TrueForAll(Links, link => link.Relation == PartRelation.Equal);
    }

    [ThreadStatic]
    private static Search? _search;

    // Kept from pair to pair, so that comparing allocates nothing.
    private sealed class Search
    {
        private readonly List<Link>[] _links = [.. Enumerable.Range(0, NameForm.MaxParts).Select(_ => new List<Link>())];
        private readonly double[] _most = new double[NameForm.MaxParts + 1];
        private readonly Link[] _chosen = new Link[NameForm.MaxParts];
        private readonly Link[] _best = new Link[NameForm.MaxParts];
        private int _parts;
        private int _depth;
        private int _bestDepth;
        private double _bestGain;
        private int _steps;

        public void Begin(int parts)
        {
            _parts = parts;
            for (var i = 0; i < parts; i++)
                _links[i].Clear();
        }

        /// <summary>A possible link, under the first screened part that it uses.</summary>
        public void Add(in Link link) => _links[int.TrailingZeroCount(link.ScreenedMask)].Add(link);

        /// <summary>The links that gain most together; good until the next comparison on this thread.</summary>
        public ReadOnlySpan<Link> Run()
        {
            _most[_parts] = 0;
            for (var i = _parts - 1; i >= 0; i--)
            {
                var most = 0.0;
                foreach (ref readonly var link in CollectionsMarshal.AsSpan(_links[i]))
                    most = Math.Max(most, link.Gain);
                _most[i] = _most[i + 1] + most;
            }
            (_depth, _bestDepth, _bestGain, _steps) = (0, 0, -1, 0);
            Run(0, 0, 0, 0);
            return _best.AsSpan(0, _bestDepth);
        }

        private void Run(int at, int screenedMask, int listedMask, double gain)
        {
            if (gain > _bestGain + 1e-12)
            {
                _bestGain = gain;
                _bestDepth = _depth;
                _chosen.AsSpan(0, _depth).CopyTo(_best);
            }
            // The bound on steps guards against names built to be slow; real ones need a few dozen.
            if (at == _parts || gain + _most[at] <= _bestGain + 1e-12 || ++_steps > MaxSteps)
                return;
            if ((screenedMask & (1 << at)) == 0)
                foreach (ref readonly var link in CollectionsMarshal.AsSpan(_links[at]))
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
