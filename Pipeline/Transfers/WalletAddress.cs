// Recognises crypto wallet addresses by form and proves their checksums.
using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Paysieve.Pipeline.Transfers;

/// <summary>
/// Bitcoin (base58check, BIP-173 bech32, BIP-350 bech32m), Ethereum and other EVM chains (EIP-55), TRON (base58check, 0x41), and
/// other chains as far as their form tells: Litecoin, Dogecoin and Dash with checksum; Monero, Solana, Zcash, Bitcoin Cash by form.
/// </summary>
internal static class WalletAddress
{
    private const string Base58Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const uint Bech32Constant = 1;
    private const uint Bech32mConstant = 0x2bc830a3;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> Bech32Letters = SearchValues.Create(Bech32Alphabet);
    private static readonly sbyte[] Base58Values = Values(Base58Alphabet);
    private static readonly sbyte[] Bech32Values = Values(Bech32Alphabet);

    /// <summary>
    /// Recognises what has a form of its own: Bitcoin, Ethereum, TRON, and a few others by their checksum. <paramref name="expected"/> says that the row speaks of a wallet: a wrong checksum is then a
    /// mistyped wallet; otherwise base58 text without a valid checksum is a wallet only when its mixed case could hardly be anything else.
    /// </summary>
    internal static bool TryRecognise(ReadOnlySpan<char> text, bool expected, out AccountScheme scheme, out bool checksumHolds)
    {
        scheme = default;
        checksumHolds = true;
        if (text.Length < 14) return false;
        if (text.Length == 42 && text[0] == '0' && (text[1] | 0x20) == 'x')
        {
            if (text[2..].ContainsAnyExcept(HexDigits)) return false;
            scheme = AccountScheme.EthereumWallet;
            checksumHolds = HasEip55Checksum(text[2..]);
            return true;
        }
        if (text.StartsWith("bc1", StringComparison.OrdinalIgnoreCase) && text.Length <= 90)
        {
            checksumHolds = HasSegwitChecksum(text, 2);
            scheme = AccountScheme.BitcoinWallet;
            return checksumHolds || expected || text.Length is 42 or 62;
        }
        if (text[0] is '1' or '3' && text.Length is >= 26 and <= 35 && IsBase58(text))
        {
            scheme = AccountScheme.BitcoinWallet;
            checksumHolds = HasBase58Checksum(text, out var version) && version == (text[0] == '1' ? 0 : 5);
            return checksumHolds || expected || HasMixedCase(text);
        }
        if (text[0] == 'T' && text.Length == 34 && IsBase58(text))
        {
            scheme = AccountScheme.TronWallet;
            checksumHolds = HasBase58Checksum(text, out var version) && version == 0x41;
            return checksumHolds || expected || HasMixedCase(text);
        }
        // Litecoin, Dogecoin, Dash: only a checksum that holds tells them from other text.
        if (text.Length is 33 or 34 && text[0] is 'L' or 'M' or 'D' or 'A' or 'X' or '7' && IsBase58(text))
        {
            scheme = AccountScheme.OtherWallet;
            return HasBase58Checksum(text, out var version) && version is 0x30 or 0x32 or 0x1e or 0x16 or 0x4c or 0x10;
        }
        return false;
    }

    /// <summary>True for the form of another chain's address; <paramref name="checksumHolds"/> is also true where there is nothing to check.</summary>
    internal static bool IsOtherChain(ReadOnlySpan<char> text, out bool checksumHolds)
    {
        checksumHolds = true;
        if (text.StartsWith("ltc1", StringComparison.OrdinalIgnoreCase))
        {
            checksumHolds = HasSegwitChecksum(text, 3);
            return true;
        }
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return text.Length == 66 && !text[2..].ContainsAnyExcept(HexDigits);
        if (text.Length == 42 && text[0] is 'q' or 'p' && !text.ContainsAnyExcept(Bech32Letters)) return true;
        if (!IsBase58(text)) return false;
        return text.Length is >= 32 and <= 44 or 95 or 106;
    }

    private static bool HasEip55Checksum(ReadOnlySpan<char> hex)
    {
        // All lower or all upper carries no checksum.
        if (!hex.ContainsAnyInRange('a', 'f') || !hex.ContainsAnyInRange('A', 'F')) return true;
        Span<byte> lower = stackalloc byte[40];
        for (var i = 0; i < 40; i++) lower[i] = (byte)(hex[i] is >= 'A' and <= 'F' ? hex[i] | 0x20 : hex[i]);
        Span<byte> hash = stackalloc byte[32];
        Keccak256.Hash(lower, hash);
        for (var i = 0; i < 40; i++)
        {
            if (char.IsAsciiDigit(hex[i])) continue;
            var nibble = (i & 1) == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
            if (nibble >= 8 != char.IsAsciiLetterUpper(hex[i])) return false;
        }
        return true;
    }

    private static bool HasBase58Checksum(ReadOnlySpan<char> text, out byte version)
    {
        version = 0;
        Span<uint> limbs = stackalloc uint[7];
        limbs.Clear();
        foreach (var c in text)
        {
            ulong carry = (ulong)Base58Values[c];
            for (var i = 6; i >= 0; i--)
            {
                carry += limbs[i] * 58ul;
                limbs[i] = (uint)carry;
                carry >>= 32;
            }
            if (carry != 0) return false;
        }
        Span<byte> bytes = stackalloc byte[28];
        for (var i = 0; i < 7; i++) BinaryPrimitives.WriteUInt32BigEndian(bytes[(i * 4)..], limbs[i]);
        if (bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 0) return false;
        var payload = bytes[3..];
        var zeros = payload.IndexOfAnyExcept((byte)0);
        var ones = text.IndexOfAnyExcept('1');
        if (zeros < 0 || ones != zeros) return false;
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(payload[..21], hash);
        SHA256.HashData(hash, hash);
        version = payload[0];
        return hash[..4].SequenceEqual(payload[21..]);
    }

    private static bool HasSegwitChecksum(ReadOnlySpan<char> text, int prefixLength)
    {
        if (HasMixedCase(text)) return false;
        var check = 1u;
        for (var i = 0; i < prefixLength; i++) check = Bech32Step(check, (uint)((text[i] | 0x20) >> 5));
        check = Bech32Step(check, 0);
        for (var i = 0; i < prefixLength; i++) check = Bech32Step(check, (uint)((text[i] | 0x20) & 31));
        var data = text[(prefixLength + 1)..];
        var version = -1;
        foreach (var c in data)
        {
            var lower = char.IsAsciiLetterUpper(c) ? c | 0x20 : c;
            var value = lower < 128 ? Bech32Values[lower] : (sbyte)-1;
            if (value < 0) return false;
            if (version < 0) version = value;
            check = Bech32Step(check, (uint)value);
        }
        var programBytes = (data.Length - 7) * 5 / 8;
        if (version == 0) return check == Bech32Constant && programBytes is 20 or 32;
        return version is > 0 and <= 16 && check == Bech32mConstant && programBytes is >= 2 and <= 40;
    }

    private static uint Bech32Step(uint check, uint value)
    {
        var top = check >> 25;
        check = ((check & 0x1ffffff) << 5) ^ value;
        if ((top & 1) != 0) check ^= 0x3b6a57b2;
        if ((top & 2) != 0) check ^= 0x26508e6d;
        if ((top & 4) != 0) check ^= 0x1ea119fa;
        if ((top & 8) != 0) check ^= 0x3d4233dd;
        if ((top & 16) != 0) check ^= 0x2a1462b3;
        return check;
    }

    private static bool IsBase58(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c >= 128 || Base58Values[c] < 0) return false;
        }
        return true;
    }

    private static bool HasMixedCase(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('a', 'z') && text.ContainsAnyInRange('A', 'Z');

    private static sbyte[] Values(string alphabet)
    {
        var values = new sbyte[128];
        Array.Fill(values, (sbyte)-1);
        for (var i = 0; i < alphabet.Length; i++) values[alphabet[i]] = (sbyte)i;
        return values;
    }
}
