// Where the money goes: an IBAN, a domestic account number or a wallet address. Prints masked.
namespace Paysieve.Pipeline.Transfers;

/// <summary>How an account number is read.</summary>
public enum AccountScheme : byte { Domestic, Iban, BitcoinWallet, EthereumWallet, TronWallet, OtherWallet }

/// <summary>
/// A normalised account number: spaces and punctuation gone, IBAN in upper case, hex wallet addresses in lower case,
/// base58 kept as written. Never empty. Prints masked, the last four characters only.
/// </summary>
public sealed record AccountNumber
{
    private readonly string _normalised;

    internal AccountNumber(string normalised, AccountScheme scheme)
    {
        _normalised = normalised;
        Scheme = scheme;
    }

    public AccountScheme Scheme { get; }

    public bool IsWallet => Scheme >= AccountScheme.BitcoinWallet;

    /// <summary>The last four characters, fewer when the number is shorter than eight (half of it at the most).</summary>
    public string LastFour => _normalised[^Math.Min(4, _normalised.Length / 2)..];

    /// <summary>The whole number: for keyed hashing and exact list comparison, nowhere else.</summary>
    public string Reveal() => _normalised;

    public override string ToString() => "****" + LastFour;
}
