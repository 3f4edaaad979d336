// Scratch of one search: which listed parts are like which screened ones, and what is known of the listed names met so far.
// Kept from name to name; a stamp tells what belongs to the name at hand, so nothing is cleared.
namespace Paysieve.Pipeline.Screening;

internal sealed class SearchSpace(int forms, int parts)
{
    private readonly (float Similarity, int Mask)[] _marks = new (float, int)[parts];
    // The same as one bit a part, small enough for the nearest memory; the first bit is for no part.
    private readonly ulong[] _marked = new ulong[(parts >> 6) + 1];
    private readonly List<int> _touched = [];
    private readonly int[] _foundStamp = new int[forms];
    private readonly int[] _pairStamp = new int[forms];
    private readonly float[] _pairGain = new float[forms];
    private readonly int[] _pairMask = new int[forms];
    private int _now;

    public SimilarParts[] Similar { get; } = new SimilarParts[NameForm.MaxParts];

    /// <summary>The most that a screened part can gain, in a person's name and in another.</summary>
    public (double Person, double Thing)[] Gain { get; } = new (double, double)[NameForm.MaxParts];

    /// <summary>How much there is to read of the listed names that a screened part leads to.</summary>
    public long[] Reach { get; } = new long[NameForm.MaxParts];

    /// <summary>How many listed parts or pairs a screened part meets joined.</summary>
    public int[] Pairs { get; } = new int[NameForm.MaxParts];

    /// <summary>Places of screened initials, which may stand for any part of their letter.</summary>
    public int Initials { get; set; }

    public List<(int Id, int Mask)> JoinedParts { get; } = [];

    public List<int> PairForms { get; } = [];

    /// <summary>Listed names that one reading of the name at hand may match.</summary>
    public List<int> Candidates { get; } = [];

    /// <summary>Whatever was found a moment ago.</summary>
    public List<int> Found { get; } = [];

    public void Begin()
    {
        _now++;
        foreach (var word in _touched)
            _marked[word] = 0;
        _touched.Clear();
        JoinedParts.Clear();
        PairForms.Clear();
    }

    public void Mark(int id, double similarity, int mask)
    {
        ref var mark = ref _marks[id];
        ref var word = ref _marked[(id + 1) >> 6];
        if (IsMarked(id))
        {
            mark = (Math.Max(mark.Similarity, (float)similarity), mark.Mask | mask);
            return;
        }
        mark = ((float)similarity, mask);
        if (word == 0)
            _touched.Add((id + 1) >> 6);
        word |= 1UL << (id + 1);
    }

    /// <summary>Whether a listed part is like a screened one; false for -1.</summary>
    public bool IsMarked(int id) => (_marked[(id + 1) >> 6] & (1UL << (id + 1))) != 0;

    /// <summary>Of a listed part that is marked: how alike it is to the most alike screened one, and the places of all it is like.</summary>
    public (float Similarity, int Mask) MarkOf(int id) => _marks[id];

    public void AddPair(int form, double gain, int mask)
    {
        if (_pairStamp[form] != _now)
        {
            _pairStamp[form] = _now;
            _pairGain[form] = 0;
            _pairMask[form] = 0;
            PairForms.Add(form);
        }
        _pairGain[form] += (float)gain;
        _pairMask[form] |= mask;
    }

    public bool PairOf(int form, out double gain, out int mask)
    {
        gain = _pairGain[form];
        mask = _pairMask[form];
        return _pairStamp[form] == _now;
    }

    public void RaiseGain(int part, double person, double thing) =>
        Gain[part] = (Math.Max(Gain[part].Person, person), Math.Max(Gain[part].Thing, thing));

    /// <summary>Whether a listed name is found for the first time.</summary>
    public bool IsNew(int form)
    {
        if (_foundStamp[form] == _now)
            return false;
        _foundStamp[form] = _now;
        return true;
    }
}
