// At what rate money was turned on its way, against what the same pair of currencies was turned at lately.
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// The last rates of every pair of currencies over all legs of earlier and of the same pay dates. Providers' usual margins are in the
/// median; a rate a hundred or a thousand times off is a slip of minor units, a matter of data and not of intent.
/// </summary>
internal sealed class LegRates(LegColumns legs)
{
    /// <summary>Fewer conversions of a pair make no rate.</summary>
    private const int Fewest = 10;

    private const int Kept = 63;
    private readonly Dictionary<(short From, short To), Queue<float>> _rates = [];

    /// <summary>Notes the conversions of a transfer.</summary>
    public void Note(ulong transferKey)
    {
        for (var leg = First(transferKey); leg >= 0 && leg < legs.Count && legs.TransferKey[leg] == transferKey; leg++)
        {
            if (float.IsNaN(LogRate(leg))) continue;
            ref var rates = ref CollectionsMarshal.GetValueRefOrAddDefault(_rates, (legs.FromCurrency[leg], legs.ToCurrency[leg]), out _);
            (rates ??= new Queue<float>()).Enqueue(LogRate(leg));
            if (rates.Count > Kept) rates.Dequeue();
        }
    }

    /// <summary>Off by less is a margin or a weekend.</summary>
    private const double Ordinary = 0.04;

    /// <summary>Largest |ln rate / usual rate| over the transfer's conversions; NaN when no pair has ten rates. Under 4 %, and for slips of minor units, 0.</summary>
    public float Deviation(ulong transferKey)
    {
        var most = float.NaN;
        for (var leg = First(transferKey); leg >= 0 && leg < legs.Count && legs.TransferKey[leg] == transferKey; leg++)
        {
            var rate = LogRate(leg);
            if (float.IsNaN(rate) || !_rates.TryGetValue((legs.FromCurrency[leg], legs.ToCurrency[leg]), out var rates) || rates.Count < Fewest) continue;
            var sorted = rates.ToArray();
            Array.Sort(sorted);
            var off = Math.Abs(rate - sorted[sorted.Length / 2]);
            if (off < Ordinary || Math.Abs(off - Math.Log(100)) < 0.1 || Math.Abs(off - Math.Log(1000)) < 0.1) off = 0;
            most = float.IsNaN(most) ? off : Math.Max(most, off);
        }
        return most;
    }

    private int First(ulong transferKey)
    {
        var at = Array.BinarySearch(legs.TransferKey, 0, legs.Count, transferKey);
        if (at < 0) return -1;
        while (at > 0 && legs.TransferKey[at - 1] == transferKey) at--;
        return at;
    }

    private float LogRate(int leg) =>
        legs.FromCurrency[leg] < 0 || legs.ToCurrency[leg] < 0 || legs.FromCurrency[leg] == legs.ToCurrency[leg] || !(legs.FromAmount[leg] > 0) || !(legs.ToAmount[leg] > 0)
            ? float.NaN : (float)Math.Log(legs.ToAmount[leg] / legs.FromAmount[leg]);
}
