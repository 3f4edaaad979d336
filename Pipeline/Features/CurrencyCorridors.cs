// Which other currency is usual for whom: contract and payout currency together, by country of work.
using System.Runtime.InteropServices;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// P(contract currency → payout currency | country of work), smoothed towards all countries: a corridor that a country's payees often
/// use is no oddity of one employer. Only payouts off the contract are kept singly, and they are few.
/// </summary>
internal sealed class CurrencyCorridors(int countries)
{
    /// <summary>Weight of all countries' share, in payouts; TYPOLOGIES asks for support of thirty.</summary>
    private const double PriorStrength = 30;

    private readonly int[] _payouts = new int[countries + 1];
    private readonly Dictionary<(short Work, short Contract, short Payout), int> _narrow = [];
    private readonly Dictionary<(short Contract, short Payout), int> _wide = [];
    private int _all;

    public void Add(short work, short contract, short payout)
    {
        _payouts[work + 1]++;
        _all++;
        if (contract == payout) return;
        CollectionsMarshal.GetValueRefOrAddDefault(_narrow, (work, contract, payout), out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_wide, (contract, payout), out _)++;
    }

    /// <summary>-ln of the share: 7 is one payout in a thousand.</summary>
    public double Rarity(short work, short contract, short payout)
    {
        var wide = (_wide.GetValueOrDefault((contract, payout)) + 0.5) / (_all + 100.0);
        return -Math.Log((_narrow.GetValueOrDefault((work, contract, payout)) + (PriorStrength * wide)) / (_payouts[work + 1] + PriorStrength));
    }
}
