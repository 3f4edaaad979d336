// Which listed names hold a part, and beside which others: the one table that a search reads at length, so it lies in one run of numbers.
namespace Paysieve.Pipeline.Screening;

/// <summary>Whether a listed name has to be looked at that shares one part with the screened one and no other.</summary>
internal enum Alone : byte
{
    Never,
    BesideInitials,
    ForOneName,
    Enough,
}

internal sealed class Postings
{
    // One posting after another, and where those of a vocabulary id begin and end. Parts in order of their letters: a search reads
    // those of parts that are like one another, and what is near is there sooner.
    private readonly int[] _all;
    private readonly (int Start, int End)[] _of;
    // Which initials stand beside a part, one bit a letter; with which of them, and at which place that posting of the initial is.
    private readonly int[] _initials;
    private readonly (int Initial, int Place)[] _beside;
    private readonly int[] _besideStart;
    private readonly int[] _letters;

    public Postings(ListedForm[] forms, PartVocabulary parts)
    {
        var lengths = new int[parts.Count];
        foreach (var listed in forms)
            foreach (var part in listed.Form.Parts)
                lengths[part.Id] += Posting.LengthFor(listed);
        _of = new (int, int)[parts.Count];
        var end = 0;
        foreach (var id in InOrder(parts))
            _of[id] = (end, end += lengths[id]);
        _all = new int[end];
        _letters = new int[parts.Count];
        for (var id = 0; id < parts.Count; id++)
            _letters[id] = parts[id].Class == WordClass.Initial ? 1 << (parts[id].Text[0] - 'a') : 0;
        var next = Array.ConvertAll(_of, static of => of.Start);
        _besideStart = new int[parts.Count + 1];
        for (var f = 0; f < forms.Length; f++)
        {
            var held = forms[f].Form.Parts;
            for (var i = 0; i < held.Length; i++)
            {
                Posting.Write(_all.AsSpan(next[held[i].Id]), f, forms[f], i, AloneIn(forms[f], held[i]));
                next[held[i].Id] += Posting.LengthFor(forms[f]);
                if (held[i].Class == WordClass.Initial)
                    for (var k = 0; k < held.Length; k++)
                        if (k != i)
                            _besideStart[held[k].Id + 1]++;
            }
        }
        for (var id = 0; id < parts.Count; id++)
            _besideStart[id + 1] += _besideStart[id];
        _initials = new int[parts.Count];
        _beside = new (int, int)[_besideStart[^1]];
        next = _besideStart[..^1];
        for (var id = 0; id < parts.Count; id++)
            if (_letters[id] != 0)
                for (var place = _of[id].Start; place < _of[id].End; place += At(place).Length)
                    foreach (var other in At(place).Others)
                    {
                        _beside[next[other]++] = (id, place);
                        _initials[other] |= _letters[id];
                    }
    }

    // By the first letters, which are told at once, and those that share them by the rest.
    private static int[] InOrder(PartVocabulary parts)
    {
        var ids = new int[parts.Count];
        var first = new ulong[parts.Count];
        for (var id = 0; id < ids.Length; id++)
        {
            ids[id] = id;
            var text = parts[id].Text;
            for (var i = 0; i < FirstLetters; i++)
                first[id] = (first[id] << 16) | (i < text.Length ? text[i] : 0u);
        }
        Array.Sort(first, ids);
        for (int start = 0, end; start < ids.Length; start = end)
        {
            for (end = start + 1; end < ids.Length && first[end] == first[start];)
                end++;
            ids.AsSpan(start..end).Sort((a, b) => string.CompareOrdinal(parts[a].Text, parts[b].Text) is not 0 and var order ? order : a.CompareTo(b));
        }
        return ids;
    }

    private const int FirstLetters = 4;

    /// <summary>The postings of a part, in order of the listed names.</summary>
    public ReadOnlySpan<int> Of(int id) => _all.AsSpan(_of[id].Start.._of[id].End);

    public Posting At(int place) => new(_all.AsSpan(place));

    /// <summary>Whether any listed name may have an initial and beside it a part that is like a screened one.</summary>
    public bool HaveBeside(SimilarParts similar, int initial) => (similar.BesideInitials(_initials) & _letters[initial]) != 0;

    /// <summary>Appends the places of those postings of an initial that hold another part too.</summary>
    public void AddBeside(int initial, int other, List<int> places)
    {
        if ((_initials[other] & _letters[initial]) == 0)
            return;
        for (var at = _besideStart[other]; at < _besideStart[other + 1]; at++)
            if (_beside[at].Initial == initial)
                places.Add(_beside[at].Place);
    }

    // What a listed name can come to by one part of it alone. A person of several names scores too little by one, unless an initial is the same
    // besides, and so does one of a single name when several are screened; anything else depends on how much the part is of the name.
    private static Alone AloneIn(ListedForm listed, NamePart part)
    {
        // Of a name of one part that may be anything the part is enough of it.
        if (listed.IsEither && listed.Form.NameParts < 2)
            return Alone.Enough;
        if (listed.Person && !listed.IsEither)
            return listed.Form.NameParts < 2 ? Alone.ForOneName : listed.Form.Initials > 0 ? Alone.BesideInitials : Alone.Never;
        var weight = part.Weight(person: false);
        return NameScore.Of(weight, weight, 0, listed.Form.CompanyWeight - weight, PairKind.Thing) < Screener.CandidateFloor - NameIndex.Slack ? Alone.BesideInitials : Alone.Enough;
    }
}

/// <summary>
/// A listed name by one of its parts, with what it takes to bound its score: the form with its kind, the weight of the whole name, and the
/// ids of its other parts.
/// </summary>
internal readonly ref struct Posting(ReadOnlySpan<int> rest)
{
    private const int Head = 2;
    private const int CountBits = 4;
    private const int AloneBits = 2;
    private const int FormAt = CountBits + AloneBits + 2;
    private readonly int _key = rest[0];
    private readonly int _weight = rest[1];

    public int Length => Head + Others.Length;

    public ReadOnlySpan<int> Others { get; } = rest.Slice(Head, rest[0] & ((1 << CountBits) - 1));

    public Alone Alone => (Alone)((_key >> CountBits) & ((1 << AloneBits) - 1));

    public bool Person => (_key & (1 << (CountBits + AloneBits))) != 0;

    public bool EastAsian => (_key & (1 << (CountBits + AloneBits + 1))) != 0;

    public int Form => _key >>> FormAt;

    public float Weight => BitConverter.Int32BitsToSingle(_weight);

    public static int LengthFor(ListedForm listed) => Head + listed.Form.Parts.Length - 1;

    public static void Write(Span<int> at, int form, ListedForm listed, int by, Alone alone)
    {
        var parts = listed.Form.Parts;
        at[0] = (form << FormAt) | (listed.Form.AllEastAsian ? 1 << (CountBits + AloneBits + 1) : 0) | (listed.Person ? 1 << (CountBits + AloneBits) : 0) | ((int)alone << CountBits) | (parts.Length - 1);
        at[1] = BitConverter.SingleToInt32Bits((float)listed.Form.Weight(listed.Person));
        for (int i = 0, k = Head; i < parts.Length; i++)
            if (i != by)
                at[k++] = parts[i].Id;
    }
}
