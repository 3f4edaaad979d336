// Decides what kind of account number a text is, and brings it into the one form that is hashed.
using System.Runtime.CompilerServices;

namespace Paysieve.Pipeline.Transfers;

/// <summary>Order of recognition: wallets with a form of their own, IBAN, then what the channel makes of the rest.</summary>
internal static class AccountRecognition
{
    private static readonly string[] Placeholders = ["NA", "NONE", "NULL", "NIL", "TBA", "TBD", "UNKNOWN", "PENDING", "CASH", "CHECK", "CHEQUE"];
    private static readonly string[] UriSchemes = ["bitcoin:", "ethereum:", "tron:", "litecoin:", "bitcoincash:"];

    [SkipLocalsInit]
    internal static AccountNumber? Recognise(
        ReadOnlySpan<char> text, Channel channel, ReadOnlySpan<char> bankId, Currency? currency, out RowFindings findings)
    {
        findings = RowFindings.None;
        text = WithoutPrefix(text.Trim());
        if (text.Length > AccountNumber.MaxLength) return null;

        Span<char> buffer = stackalloc char[AccountNumber.MaxLength];
        var compact = buffer[..Compact(text, buffer)];
        if (compact.IsEmpty || text[0] == '=' || (channel != Channel.Cheque && IsPlaceholder(compact))) return null;

        var isCrypto = currency is { IsCrypto: true };
        var walletExpected = channel == Channel.Wallet || isCrypto;
        if (WalletAddress.TryRecognise(compact, walletExpected, out var scheme, out var checksumHolds))
        {
            if (!checksumHolds) findings |= RowFindings.WalletChecksum;
            if (scheme == AccountScheme.EthereumWallet || (compact[0] | 0x20) == 'b') ToLower(compact);
            return new AccountNumber(compact.ToString(), scheme);
        }
        if (walletExpected && WalletAddress.IsOtherChain(compact, out checksumHolds))
        {
            if (!checksumHolds) findings |= RowFindings.WalletChecksum;
            return new AccountNumber(compact.ToString(), AccountScheme.OtherWallet);
        }

        // A wallet of unknown form keeps its case: it may be significant. Mobile money (a phone number, paid in a
        // currency of a country) comes through the channel "wallet" as well and is a domestic number.
        var isMobileMoney = !isCrypto && compact.Length <= 15 && !compact.ContainsAnyExceptInRange('0', '9');
        if (channel == Channel.Wallet && !isMobileMoney)
        {
            findings |= RowFindings.UnknownAccountScheme;
            return new AccountNumber(compact.ToString(), AccountScheme.OtherWallet);
        }

        ToUpper(compact);
        if (compact.StartsWith("IBAN") && Iban.HasForm(compact[4..])) compact = compact[4..];
        if (Iban.HasForm(compact))
        {
            if (!Iban.IsValid(compact)) findings |= RowFindings.IbanChecksum;
            return new AccountNumber(compact.ToString(), AccountScheme.Iban);
        }

        if (channel is Channel.Bank or Channel.Unstated && (compact.Length > Iban.MaxLength || !compact.ContainsAnyInRange('0', '9')))
        {
            findings |= RowFindings.UnknownAccountScheme;
        }
        return new AccountNumber(Padded(compact, bankId, currency), AccountScheme.Domestic);
    }

    /// <summary>What stands where there is no account: taken for one, everybody who has none would share it.</summary>
    private static bool IsPlaceholder(ReadOnlySpan<char> compact)
    {
        if (compact.ContainsAnyExcept('0') is false || compact.ContainsAnyExcept('x', 'X') is false) return true;
        foreach (var word in Placeholders)
        {
            if (compact.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    // The same British or Japanese account is written with and without its leading zeros.
    private static string Padded(ReadOnlySpan<char> digits, ReadOnlySpan<char> bankId, Currency? currency)
    {
        var text = digits.ToString();
        if (digits.Length >= 8 || digits.ContainsAnyExceptInRange('0', '9') || currency is not { } known) return text;
        if (known.Code == "GBP" && (IsDigits(bankId, 6) || IsBicOf(bankId, "GB"))) return text.PadLeft(8, '0');
        if (known.Code == "JPY" && (IsDigits(bankId, 7) || IsBicOf(bankId, "JP"))) return text.PadLeft(7, '0');
        return text;
    }

    private static bool IsDigits(ReadOnlySpan<char> bankId, int count)
    {
        var digits = 0;
        foreach (var c in bankId)
        {
            if (char.IsAsciiDigit(c)) digits++;
            else if (c is not ('-' or ' ')) return false;
        }
        return digits == count;
    }

    private static bool IsBicOf(ReadOnlySpan<char> bankId, string country) =>
        BankIdentifier.TryBicCountry(bankId, out var found) && found.Code == country;

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> text)
    {
        if (text.IndexOf(':') < 0) return text;
        foreach (var scheme in UriSchemes)
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return text[scheme.Length..];
        }
        return text;
    }

    private static int Compact(ReadOnlySpan<char> text, Span<char> into)
    {
        var length = 0;
        foreach (var c in text)
        {
            // Full-width forms, as Japanese systems write them.
            var plain = c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
            if (char.IsAsciiLetterOrDigit(plain) || (plain >= 128 && char.IsLetterOrDigit(plain))) into[length++] = plain;
        }
        return length;
    }

    private static void ToLower(Span<char> text)
    {
        foreach (ref var c in text) c = char.ToLowerInvariant(c);
    }

    private static void ToUpper(Span<char> text)
    {
        foreach (ref var c in text) c = char.ToUpperInvariant(c);
    }
}
