// At what rate money was turned on its way, against what others got for it about the same day.
using System.Runtime.InteropServices;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Features;

/// <summary>
/// The last rates of every pair of currencies over the legs of earlier and of the same pay dates. Providers' usual margins are in the
/// median; a rate a hundred or a thousand times off is a slip of minor units, a matter of data and not of intent. Rates drift by tenths within a year: the usual
/// one is that of the same week, straight or, where too few turned this pair, over a third currency; failing both, that of six weeks. Four are enough where three
/// of them agree; and weeks in which the pair hardly moved are held to.
/// </summary>
internal sealed class LegRates(LegColumns legs, int currencies)
{
    /// <summary>Fewer conversions of a pair make no rate, unless all but one agree.</summary>
    private const int Fewest = 5;
    private const int FewestThatAgree = 4;

    /// <summary>Times the median deviation of weeks' rates from their median that are still drift.</summary>
    private const double Drifts = 4;

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
        if (!float.IsNaN(straight)) return (straight, Ordinary);
        if (Cross(from, to, day - Week) is var cross && !float.IsNaN(cross)) return (cross, OrdinaryByCross);
        var (ofWeeks, count) = Straight(from, to, day - SixWeeks);
        return (ofWeeks, count == 0 ? OrdinaryOfWeeks : Math.Clamp(Drifts * Scatter(from, to, day - SixWeeks, ofWeeks), OrdinaryByCross, OrdinaryOfWeeks));
    }

    /// <summary>Median of how far the pair's rates since a day are from their median.</summary>
    private float Scatter(short from, short to, int since, float median)
    {
        Span<float> off = stackalloc float[Kept];
        var count = 0;
        foreach (var (day, rate) in _rates[(from, to)]) if (day >= since) off[count++] = Math.Abs(rate - median);
        off[..count].Sort();
        return off[count / 2];
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
        if (count < FewestThatAgree) return (float.NaN, 0);
        recent = recent[..count];
        recent.Sort();
        if (count >= Fewest) return (recent[count / 2], count);
        // With one of four apart the middle of the other three is the rate.
        var others = recent[^1] - recent[1] < recent[^2] - recent[0] ? recent[1..] : recent[..^1];
        return others[^1] - others[0] < Ordinary ? (others[others.Length / 2], count) : (float.NaN, 0);
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
