// The four kinds of trouble Paysieve looks for, and the one word each bears in every file, table and option.
namespace Paysieve.Pipeline.Transfers;

/// <summary>A kind of trouble. One payout may show several.</summary>
public enum Typology
{
    /// <summary>Pay is routed somewhere it should not go: diversion, third-party accounts, pay after exit.</summary>
    PayoutRouting,

    /// <summary>One account, or one set of identifiers, serves several people.</summary>
    SharedAccount,

    /// <summary>Pay hops from currency to currency or out as crypto.</summary>
    CurrencyHop,

    /// <summary>A party or a wallet is, or may be, on a sanctions list.</summary>
    SanctionsMatch,
}

/// <summary>The contract's words for <see cref="Typology"/>.</summary>
public static class TypologyWords
{
    /// <summary>All four, in the order in which files and reports list them.</summary>
    public static IReadOnlyList<Typology> All { get; } =
        [Typology.PayoutRouting, Typology.SharedAccount, Typology.CurrencyHop, Typology.SanctionsMatch];

    /// <summary>The three that the models score; the fourth is found by screening.</summary>
    public static IReadOnlyList<Typology> Behavioural { get; } =
        [Typology.PayoutRouting, Typology.SharedAccount, Typology.CurrencyHop];

    public static string Word(this Typology typology) => typology switch
    {
        Typology.PayoutRouting => "payout_routing",
        Typology.SharedAccount => "shared_account",
        Typology.CurrencyHop => "currency_hop",
        Typology.SanctionsMatch => "sanctions_match",
        _ => throw new ArgumentOutOfRangeException(nameof(typology), typology, "not a typology"),
    };

    public static bool TryParse(string word, out Typology typology)
    {
        foreach (var candidate in All)
        {
            if (string.Equals(candidate.Word(), word, StringComparison.Ordinal))
            {
                typology = candidate;
                return true;
            }
        }
        typology = default;
        return false;
    }
}
