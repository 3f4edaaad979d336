// The checksums that make an invented account number look like one: IBAN, French RIB, Polish bank code, CLABE,
// wallets. They are here and not shared with the reading side on purpose: a generator that used the
// reader's own arithmetic could not show that the reader is right.
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Paysieve.Pipeline.Synthetic;

internal static class CheckDigits
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    private static readonly int[] Rotations = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    private static readonly int[] Lanes = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    public static string Iban(string country, string bban) =>
        country + (98 - Mod97(bban + country + "00")).ToString("00", CultureInfo.InvariantCulture) + bban;

    /// <summary>The two-digit key of a French account: bank, branch (5 digits each) and account (11 digits).</summary>
    public static string Rib(string bank, string branch, string account)
    {
        var sum = (89L * long.Parse(bank, CultureInfo.InvariantCulture)) + (15L * long.Parse(branch, CultureInfo.InvariantCulture))
            + (3L * long.Parse(account, CultureInfo.InvariantCulture));
        return (97 - (sum % 97)).ToString("00", CultureInfo.InvariantCulture);
    }

    /// <summary>The last digit of a weighted sum: Polish bank codes (3971397) and Mexican CLABE (371 repeated, each product mod 10).</summary>
    public static char Weighted(string digits, string weights, bool eachMod10)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var product = (digits[i] - '0') * (weights[i % weights.Length] - '0');
            sum += eachMod10 ? product % 10 : product;
        }
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>Base58 with four check bytes: version 0x00 gives a Bitcoin, 0x41 a Tron address.</summary>
    public static string Base58Check(byte version, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[payload.Length + 5];
        bytes[0] = version;
        payload.CopyTo(bytes.AsSpan(1));
        SHA256.HashData(SHA256.HashData(bytes.AsSpan(0, payload.Length + 1))).AsSpan(0, 4).CopyTo(bytes.AsSpan(payload.Length + 1));
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = new StringBuilder();
        while (number > 0)
        {
            number = BigInteger.DivRem(number, 58, out var digit);
            text.Insert(0, Base58[(int)digit]);
        }
        for (var i = 0; i < bytes.Length && bytes[i] == 0; i++) text.Insert(0, '1');
        return text.ToString();
    }

    /// <summary>An Ethereum address in the mixed case of EIP-55; <paramref name="hex"/> is 40 lower-case digits.</summary>
    public static string Eip55(string hex)
    {
        var hash = Keccak256(Encoding.ASCII.GetBytes(hex));
        var text = new StringBuilder("0x");
        for (var i = 0; i < hex.Length; i++)
        {
            var nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
            text.Append(nibble >= 8 ? char.ToUpperInvariant(hex[i]) : hex[i]);
        }
        return text.ToString();
    }

    /// <summary>Keccak-256 as Ethereum uses it (padding 0x01, unlike SHA3-256), for inputs shorter than 136 bytes.</summary>
    private static byte[] Keccak256(byte[] message)
    {
        var block = new byte[136];
        message.CopyTo(block, 0);
        block[message.Length] = 1;
        block[135] |= 0x80;
        Span<ulong> state = stackalloc ulong[25];
        Span<ulong> column = stackalloc ulong[5];
        for (var i = 0; i < 17; i++) state[i] = BitConverter.ToUInt64(block, i * 8);
        for (var round = 0; round < 24; round++)
        {
            for (var i = 0; i < 5; i++) column[i] = state[i] ^ state[i + 5] ^ state[i + 10] ^ state[i + 15] ^ state[i + 20];
            for (var i = 0; i < 25; i++) state[i] ^= column[(i + 4) % 5] ^ ulong.RotateLeft(column[(i + 1) % 5], 1);
            var carried = state[1];
            for (var i = 0; i < 24; i++)
            {
                var lane = Lanes[i];
                (carried, state[lane]) = (state[lane], ulong.RotateLeft(carried, Rotations[i]));
            }
            for (var row = 0; row < 25; row += 5)
            {
                for (var i = 0; i < 5; i++) column[i] = state[row + i];
                for (var i = 0; i < 5; i++) state[row + i] = column[i] ^ (~column[(i + 1) % 5] & column[(i + 2) % 5]);
            }
            state[0] ^= RoundConstants[round];
        }
        var hash = new byte[32];
        for (var i = 0; i < 4; i++) BitConverter.TryWriteBytes(hash.AsSpan(i * 8), state[i]);
        return hash;
    }

    private static int Mod97(string text)
    {
        var rest = 0;
        foreach (var c in text)
        {
            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            rest = ((rest * (value > 9 ? 100 : 10)) + value) % 97;
        }
        return rest;
    }
}
