// How common is this among peers? Counts by group, with the wider group as a prior, so that a small employer does not look odd for being small.
using System.Runtime.InteropServices;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// Shares P(value | group) with additive smoothing towards P(value | wider group): (n(v,g) + k P(v|wide)) / (n(g) + k),
/// P(v|wide) = (n(v,w) + 0.5) / (n(w) + 0.5 m). Point in time: only what was added before is counted.
/// </summary>
internal sealed class PeerShares
{
    /// <summary>Weight of the wider group, in payouts.</summary>
    private const double PriorStrength = 20;

    /// <summary>Number of values that smoothing of the wider group allows for.</summary>
    private const double SmoothedValues = 50;

    private readonly Dictionary<(int, int, int), int> _narrow = [];
    private readonly Dictionary<(int, int), int> _narrowTotal = [];
    private readonly Dictionary<(int, int), int> _wide = [];
    private readonly Dictionary<int, int> _wideTotal = [];

    public void Add(int group, int wideGroup, int value)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_narrow, (group, wideGroup, value), out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_narrowTotal, (group, wideGroup), out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_wide, (wideGroup, value), out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_wideTotal, wideGroup, out _)++;
    }

    /// <summary>Share in 0..1 exclusive.</summary>
    public double Share(int group, int wideGroup, int value)
    {
        var wide = (_wide.GetValueOrDefault((wideGroup, value)) + 0.5) / (_wideTotal.GetValueOrDefault(wideGroup) + (0.5 * SmoothedValues));
        return (_narrow.GetValueOrDefault((group, wideGroup, value)) + (PriorStrength * wide))
            / (_narrowTotal.GetValueOrDefault((group, wideGroup)) + PriorStrength);
    }

    /// <summary>-ln of the share: 0 for what everybody does, about 3 for one in twenty, 7 for one in a thousand.</summary>
    public double Rarity(int group, int wideGroup, int value) => -Math.Log(Share(group, wideGroup, value));

    /// <summary>How many were counted in the group.</summary>
    public int Support(int group, int wideGroup) => _narrowTotal.GetValueOrDefault((group, wideGroup));
}
