// Money that changes its colour on the way: the plays behind typology currency_hop.
namespace Paysieve.Pipeline.Synthetic;

internal static class CurrencySchemes
{
    internal static readonly string[] Exchanges = ["EXCH01", "EXCH02", "EXCH03", "OTC07", "RAMP04", "WISE", "PAYONEER"];

    public static void OffContract(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .6, 2);
            var currency = stage.OtherCurrency(payee);
            if (stage.Draw.Chance(.3)) stage.Pay(payee, from, stage.NewAccount(payee), currency: currency);
            else Stage.PayIn(payee, from, currency);
            Convert(stage, payee, from, [payee.ContractCurrency, currency], .4);
            stage.Mark(payee, from);
        }
    }

    /// <summary>Out and back within a few pays: A, B, A or A, B, A, B.</summary>
    public static void Reversal(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var pays = stage.LastPays(payee, payee.Engagement == Engagement.Contractor ? 4 : 5);
            var home = payee.RouteOn(DateOnly.MaxValue).Shares[0].Currency;
            var other = stage.OtherCurrency(payee, home);
            var turns = Math.Min(pays.Count - 1, stage.Draw.Int(2, 3));
            for (var i = pays.Count - turns; i < pays.Count; i++)
                Stage.PayIn(payee, pays[i].AddDays(-3), (i - (pays.Count - turns)) % 2 == 0 ? other : home);
            // It is a reversal from the second turn on; what was paid before it is not.
            if (turns > 0) stage.Mark(payee, pays[Math.Min(pays.Count - turns + 1, pays.Count - 1)].AddDays(-3));
        }
    }

    public static void ThreeCurrencies(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var pays = stage.LastPays(payee, 4);
            var seen = new List<string> { payee.RouteOn(DateOnly.MaxValue).Shares[0].Currency };
            var hops = pays.Skip(Math.Max(0, pays.Count - stage.Draw.Int(2, 3))).ToList();
            foreach (var pay in hops)
            {
                var next = stage.OtherCurrency(payee, [.. seen]);
                seen.Add(next);
                if (stage.Draw.Chance(.3)) stage.Pay(payee, pay.AddDays(-2), stage.NewAccount(payee), currency: next);
                else Stage.PayIn(payee, pay.AddDays(-2), next);
            }
            if (hops.Count > 0) stage.Mark(payee, hops[Math.Min(1, hops.Count - 1)].AddDays(-2));
        }
    }

    /// <summary>The row looks as ever; behind it the money runs through a coin and one or two other currencies within two days.</summary>
    public static void LegChain(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .6, 3);
            var end = payee.RouteOn(from).Shares[0].Currency;
            var coin = stage.Draw.Chance(.6) ? "USDT" : "USDC";
            string[] path = stage.Draw.Chance(.5) ? [payee.ContractCurrency, coin, stage.OtherCurrency(payee, end, coin), end] : [payee.ContractCurrency, stage.OtherCurrency(payee, end, coin), coin, end];
            payee.Conversions.Add(new Conversion(from, path, [.. path.Skip(1).Select(_ => stage.Draw.Of(Exchanges))], stage.Draw.Between(5, 46)));
            stage.Mark(payee, from);
        }
    }

    /// <summary>The row looks as ever and the way too, but on it the money is turned at a rate that somebody lives on.</summary>
    public static void RateSkim(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .7, 3);
            var route = payee.RouteOn(from).Shares[0];
            var path = route.Currency == payee.ContractCurrency ? new[] { "USD", payee.ContractCurrency } : [payee.ContractCurrency, route.Currency];
            payee.Conversions.Add(new Conversion(from, path, [stage.Draw.Of(Exchanges)], stage.Draw.Between(2, 40), stage.Draw.Between(.07, .25)));
            stage.Mark(payee, from);
        }
    }

    public static void FiatToCrypto(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .6, 2);
            var tag = stage.Draw.Weighted(["USDT", "USDC", "XBT", "ETH", "TRX"], t => t is "USDT" or "USDC" ? 3.0 : .6);
            stage.Pay(payee, from, AccountNumbers.Wallet(stage.Draw, tag), currency: tag);
            Convert(stage, payee, from, [payee.ContractCurrency, tag], .5);
            stage.Mark(payee, from);
        }
    }

    /// <summary>Neither the contract's currency nor the money of the country where the account is.</summary>
    public static void ThirdCountry(Stage stage, IReadOnlyList<Payee> cast)
    {
        foreach (var payee in cast)
        {
            var from = stage.Begin(payee, .5, 4);
            var account = stage.Draw.Chance(.5) ? stage.NewAccount(payee) : payee.RouteOn(from).Shares[0].Account;
            var currency = stage.OtherCurrency(payee, Countries.Of(Stage.BankCountry(payee)).Currency);
            if (account == payee.RouteOn(from).Shares[0].Account) Stage.PayIn(payee, from, currency);
            else stage.Pay(payee, from, account, currency: currency);
            stage.Mark(payee, from);
        }
    }

    private static void Convert(Stage stage, Payee payee, DateOnly from, string[] path, double share)
    {
        if (stage.Draw.Chance(share)) payee.Conversions.Add(new Conversion(from, path, [stage.Draw.Of(Exchanges)], stage.Draw.Between(2, 40)));
    }
}
