// At what rate money was turned on its way, against what others got for it about the same day.
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// The last rates of every pair of currencies over the legs of earlier and of the same pay dates. Providers' usual margins are in the
/// median; a rate a hundred or a thousand times off is a slip of minor units, a matter of data and not of intent. Rates drift by tenths within a year: the usual
/// one is that of the same week, straight or, where too few turned this pair, over a third currency; failing both, that of six weeks.
/// </summary>
internal sealed class LegRates(LegColumns legs, int currencies)
{
    /// <summary>Fewer conversions of a pair make no rate.</summary>
    private const int Fewest = 5;

    private const int Week = 7, SixWeeks = 45;
    private const int Kept = 63;

    /// <summary>Off by less is a margin or a weekend; a rate made of two, or one weeks old, is off by more.</summary>
    private const double Ordinary = 0.03, OrdinaryByCross = 0.05, OrdinaryOfWeeks = 0.08;

    private readonly Dictionary<(short From, short To), Queue<(int Day, float Rate)>> _rates = [];

    /// <summary>Notes the conversions of a transfer.</summary>
    public void Note(ulong transferKey, int day)
    {
        for (var leg = First(transferKey); leg >= 0 && leg < legs.Count && legs.TransferKey[leg] == transferKey; leg++)
        {
            if (float.IsNaN(LogRate(leg))) continue;
            ref var rates = ref CollectionsMarshal.GetValueRefOrAddDefault(_rates, (legs.FromCurrency[leg], legs.ToCurrency[leg]), out _);
            (rates ??= new Queue<(int, float)>()).Enqueue((day, LogRate(leg)));
            if (rates.Count > Kept) rates.Dequeue();
        }
    }

    /// <summary>Off by so many times what is ordinary is no margin, and no matter of what the rate is held against.</summary>
    private const double Grave = 1.5;

    /// <summary>
    /// Largest |ln rate / usual rate| over the transfer's conversions; NaN when no usual rate is known for any. What is ordinary, and a slip of minor units, is 0.
    /// And whether one was off by half as much again as the rate it was held against leaves open.
    /// </summary>
    public (float Off, bool IsGrave) Deviation(ulong transferKey, int day)
    {
        var most = float.NaN;
        var isGrave = false;
        for (var leg = First(transferKey); leg >= 0 && leg < legs.Count && legs.TransferKey[leg] == transferKey; leg++)
        {
            var rate = LogRate(leg);
            if (float.IsNaN(rate)) continue;
            var (usual, ordinary) = Usual(legs.FromCurrency[leg], legs.ToCurrency[leg], day);
            if (float.IsNaN(usual)) continue;
            var off = Math.Abs(rate - usual);
            if (off < ordinary || Math.Abs(off - Math.Log(100)) < 0.1 || Math.Abs(off - Math.Log(1000)) < 0.1) off = 0;
            most = float.IsNaN(most) ? off : Math.Max(most, off);
            isGrave |= off >= Grave * ordinary;
        }
        return (most, isGrave);
    }

    /// <summary>ln of the usual rate, NaN when unknown, and how far off it is still ordinary.</summary>
    private (float Rate, double Ordinary) Usual(short from, short to, int day)
    {
        var (straight, _) = Straight(from, to, day - Week);
        return !float.IsNaN(straight) ? (straight, Ordinary)
            : Cross(from, to, day - Week) is var cross && !float.IsNaN(cross) ? (cross, OrdinaryByCross)
            : (Straight(from, to, day - SixWeeks).Rate, OrdinaryOfWeeks);
    }

    /// <summary>Over the third currency that most turned on the way from the one or to the other.</summary>
    private float Cross(short from, short to, int since)
    {
        var (best, support) = (float.NaN, 0);
        for (short third = 0; third < currencies; third++)
        {
            if (third == from || third == to) continue;
            var (away, one) = EitherWay(from, third, since);
            var (back, other) = EitherWay(third, to, since);
            if (Math.Min(one, other) <= support) continue;
            (best, support) = (away + back, Math.Min(one, other));
        }
        return best;
    }

    private (float Rate, int Count) EitherWay(short from, short to, int since)
    {
        var there = Straight(from, to, since);
        var back = Straight(to, from, since);
        return there.Count >= back.Count ? there : (-back.Rate, back.Count);
    }

    /// <summary>Median of the pair's rates since a day, and of how many; NaN of none when there are too few.</summary>
    private (float Rate, int Count) Straight(short from, short to, int since)
    {
        if (!_rates.TryGetValue((from, to), out var rates)) return (float.NaN, 0);
        Span<float> recent = stackalloc float[Kept];
        var count = 0;
        foreach (var (day, rate) in rates) if (day >= since) recent[count++] = rate;
        if (count < Fewest) return (float.NaN, 0);
        recent[..count].Sort();
        return (recent[count / 2], count);
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
