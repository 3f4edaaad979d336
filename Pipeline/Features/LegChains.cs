// The way a payout took after it left: how many currencies and countries, how fast, and whether it ended as crypto.
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Features;

/// <summary>What the legs of one payout amount to; <see cref="Count"/> 0 when no legs were delivered for it.</summary>
internal readonly record struct LegChain(int Count, int CurrenciesIn48Hours, bool CryptoExit, int Countries);

/// <summary>Finds the legs of a transfer and sums them up. Legs belong to their transfer whatever their time says.</summary>
internal sealed class LegChains(LegColumns legs, CountryFacts facts)
{
    private const long FortyEightHours = 48 * TimeSpan.TicksPerHour;

    public LegChain Of(ulong transferKey, short payoutCurrency)
    {
        var at = Array.BinarySearch(legs.TransferKey, 0, legs.Count, transferKey);
        if (at < 0) return default;
        while (at > 0 && legs.TransferKey[at - 1] == transferKey) at--;
        var end = at;
        while (end < legs.Count && legs.TransferKey[end] == transferKey) end++;

        var most = 0;
        Span<short> seen = stackalloc short[16];
        Span<short> countries = stackalloc short[16];
        var countryCount = 0;
        var cryptoExit = false;
        for (var i = at; i < end; i++)
        {
            var count = 0;
            for (var j = at; j < end; j++)
            {
                var apart = legs.ExecutedAt[j] - legs.ExecutedAt[i];
                if (apart < 0 || apart > FortyEightHours) continue;
                Add(seen, ref count, legs.FromCurrency[j]);
                Add(seen, ref count, legs.ToCurrency[j]);
            }
            most = Math.Max(most, count);
            Add(countries, ref countryCount, legs.Country[i]);
            if (!facts.IsCrypto(payoutCurrency) && (facts.IsCrypto(legs.ToCurrency[i]) || legs.ToWallet[i])) cryptoExit = true;
        }
        return new LegChain(end - at, most, cryptoExit, countryCount);

        static void Add(Span<short> set, ref int count, short value)
        {
            if (value >= 0 && count < set.Length && !set[..count].Contains(value)) set[count++] = value;
        }
    }
}
