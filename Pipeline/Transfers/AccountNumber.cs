// Where the money goes: an IBAN, a domestic account number or a wallet address. Prints masked.
using System.Diagnostics.CodeAnalysis;

namespace Paysieve.Pipeline.Transfers;

/// <summary>How an account number is read.</summary>
public enum AccountScheme : byte { Domestic, Iban, BitcoinWallet, EthereumWallet, TronWallet, OtherWallet }

/// <summary>
/// A normalised account number: spaces and punctuation gone, IBAN in upper case, hex wallet addresses in lower case,
/// base58 kept as written. Never empty. Prints masked, the last four characters only.
/// </summary>
public sealed record AccountNumber
{
    /// <summary>Longest text accepted; the longest addresses in use (Monero) have 106 characters.</summary>
    public const int MaxLength = 128;

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

    /// <summary>Country of an IBAN; null for every other scheme.</summary>
    public CountryCode? IbanCountry =>
        Scheme == AccountScheme.Iban && CountryCode.TryParse(_normalised.AsSpan(0, 2), out var country) ? country : null;

    /// <summary>Country and bank code out of an IBAN ("DE37040044"); null for other schemes and where the position is not known.</summary>
    public string? IbanBank => Scheme == AccountScheme.Iban ? Iban.BankOf(_normalised) : null;

    /// <summary>
    /// Reads an account number. <paramref name="channel"/> and <paramref name="currency"/> help to tell a mistyped wallet from a domestic
    /// number; <paramref name="bankId"/> (empty when not stated) and currency tell where domestic numbers are padded: eight digits in
    /// Britain, seven in Japan. False only for text without a letter or digit, or longer than <see cref="MaxLength"/>. A wrong
    /// checksum or an unknown form is in <paramref name="findings"/>.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<char> text, Channel channel, ReadOnlySpan<char> bankId, Currency? currency,
        [NotNullWhen(true)] out AccountNumber? number, out RowFindings findings)
    {
        number = AccountRecognition.Recognise(text, channel, bankId, currency, out findings);
        return number is not null;
    }

    /// <summary>The whole number: for keyed hashing and exact list comparison, nowhere else.</summary>
    public string Reveal() => _normalised;

    public override string ToString() => "****" + LastFour;
}
