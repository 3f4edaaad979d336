// Which pairs of a party and an entry have to be looked at: everybody who was not screened yet against everything, and those who were
// and resembled nobody against the entries that came or changed since.
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Runs;

/// <summary>Screens parties of the lake against the lists in force, and remembers who resembled nobody.</summary>
internal sealed class PartyScreening
{
    /// <summary>With more changed entries than this the search among them is no shorter than the search among all.</summary>
    private const int MostChanges = 5_000;

    private readonly Workspace _workspace;
    private readonly ScreeningOptions _options;
    private readonly ListSnapshotSet _lists;
    private readonly MatchModel _matcher;
    private readonly ScreeningMemory _memory;
    private readonly Lazy<Screener> _screener;
    private readonly Screener? _changes;
    private readonly bool _same;
    private readonly List<ulong> _innocent = [];

    /// <param name="remembers">False: everybody is compared with every entry, whatever is remembered.</param>
    public PartyScreening(Workspace workspace, ScreeningOptions options, ListSnapshotSet lists, MatchModel matcher, bool remembers)
    {
        _workspace = workspace;
        _options = options;
        _lists = lists;
        _matcher = matcher;
        _screener = new Lazy<Screener>(() => new Screener(lists, options, matcher));
        _memory = remembers ? ScreeningMemory.Open(ScreeningMemory.PathOf(workspace), options, matcher) : ScreeningMemory.None(options, matcher);
        _same = remembers && _memory.Lists.SequenceEqual(ScreeningMemory.OfLists(lists));
        if (!_same && _memory.Count > 0 && ListChanges.Since(workspace.Lists, lists, _memory.Lists, MostChanges) is { } changed)
            _changes = new Screener(changed, Wider(options), matcher, among: lists);
    }

    /// <summary>Parties that were not compared with every entry, because they were before.</summary>
    public int Spared { get; private set; }

    /// <summary>Possible matches of each party, in the order given.</summary>
    public IReadOnlyList<IReadOnlyList<PossibleMatch>> Screen(IReadOnlyList<LakeParty> parties, CancellationToken cancel)
    {
        var results = new IReadOnlyList<PossibleMatch>[parties.Count];
        var asked = new List<int>();
        var known = new List<int>();
        for (var i = 0; i < parties.Count; i++)
        {
            var remembered = (_same || _changes is not null) && _memory.Holds(parties[i].PartyKey);
            (remembered ? known : asked).Add(i);
            results[i] = [];
        }
        if (_changes is { } changes && known.Count > 0)
        {
            // The search among the changed entries alone only says who has to be looked at: the verdict is that of all lists.
            var near = changes.ScreenMany([.. known.Select(i => NightScreening.Subject(parties[i]))], cancel);
            for (var k = 0; k < known.Count; k++)
                if (near[k].Count > 0) asked.Add(known[k]);
        }
        Spared += parties.Count - asked.Count;
        if (asked.Count > 0)
        {
            var found = _screener.Value.ScreenMany([.. asked.Select(i => NightScreening.Subject(parties[i]))], cancel);
            for (var k = 0; k < asked.Count; k++) results[asked[k]] = found[k];
        }
        for (var i = 0; i < parties.Count; i++) if (results[i].Count == 0) _innocent.Add(parties[i].PartyKey);
        return results;
    }

    /// <summary>Keeps who resembled nobody for the next night, when it is called. It holds nothing of the search, whose index is large.</summary>
    public Action Remembering()
    {
        var (memory, path, options, matcher, lists, innocent, same) = (_memory, ScreeningMemory.PathOf(_workspace), _options, _matcher, _lists, _innocent, _same);
        return () => memory.Save(path, options, matcher, lists, innocent, keepOld: same);
    }

    // Names are weighed as among all entries, but fewer of them resemble a misspelt part by chance: whatever is likelier to be the
    // entry than not is looked at.
    private static ScreeningOptions Wider(ScreeningOptions options) => options with { ReviewThreshold = 0.501 };
}
