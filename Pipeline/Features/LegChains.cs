// The way a payout took after it left: how many currencies and countries, how fast, and whether it ended as crypto.
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Features;

/// <summary>What the legs of one payout amount to; <see cref="Count"/> 0 when no legs were delivered for it.</summary>
/// <param name="OverVehicle">
/// Turned twice, into a vehicle currency and out of it into the one that is paid: most pairs of currencies are traded so (BIS, Triennial Survey: the dollar is one side of nearly
/// nine in ten trades).
/// </param>
internal readonly record struct LegChain(int Count, int CurrenciesIn48Hours, bool CryptoExit, int Countries, bool OverVehicle);

/// <summary>Finds the legs of a transfer and sums them up. Legs belong to their transfer whatever their time says.</summary>
internal sealed class LegChains
{
    private const long FortyEightHours = 48 * TimeSpan.TicksPerHour;

    private readonly LegColumns _legs;
    private readonly CountryFacts _facts;
    private readonly KeyTable _transfers = new();
    private readonly List<int> _starts = [];

    public LegChains(LegColumns legs, CountryFacts facts)
    {
        _legs = legs;
        _facts = facts;
        for (var leg = 0; leg < legs.Count; leg++)
        {
            if (leg > 0 && legs.TransferKey[leg] == legs.TransferKey[leg - 1]) continue;
            _transfers.Code(legs.TransferKey[leg]);
            _starts.Add(leg);
        }
    }

    public LegChain Of(ulong transferKey, short payoutCurrency)
    {
        var chain = _transfers.Find(transferKey);
        if (chain < 0) return default;
        var (legs, facts) = (_legs, _facts);
        var at = _starts[chain];
        var end = at;
        while (end < legs.Count && legs.TransferKey[end] == transferKey) end++;

        var most = 0;
        Span<short> seen = stackalloc short[16];
        Span<short> countries = stackalloc short[16];
        var countryCount = 0;
        var cryptoExit = false;
        var (turns, over) = (0, false);
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
            if (legs.FromCurrency[i] != legs.ToCurrency[i])
            {
                turns++;
                over = turns == 2 && legs.FromCurrency[i] == legs.ToCurrency[i - 1] && facts.IsReserve(legs.FromCurrency[i]) && legs.ToCurrency[i] == payoutCurrency;
            }
            if (!facts.IsCrypto(payoutCurrency) && (facts.IsCrypto(legs.ToCurrency[i]) || legs.ToWallet[i])) cryptoExit = true;
        }
        return new LegChain(end - at, most, cryptoExit, countryCount, over);

        static void Add(Span<short> set, ref int count, short value)
        {
            if (value >= 0 && count < set.Length && !set[..count].Contains(value)) set[count++] = value;
        }
    }
}
