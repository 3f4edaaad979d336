// The secret that turns personal identifiers into keys, and the one way to use it: same value, same key file, same key.
using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Lake;

/// <summary>What a keyed hash stands for. Part of every hashed message, so that equal texts of different kinds get unrelated keys.</summary>
internal enum KeyKind : byte
{
    Account = 1, Wallet, Phone, Address, Email, Device, Person, NameToken, HolderName, Party, Actor, Content, Pseudonym,
}

/// <summary>
/// 32 random bytes. Keys are the first 64 bits of HMAC-SHA-256 over kind and value, never 0 (0 = missing).
/// Whoever has the key file can test guesses against a lake; whoever has the lake alone cannot.
/// </summary>
public sealed class LakeKey
{
    public const int ByteLength = 32;
    public const string FileName = "lake.key";

    /// <summary>Not secret: rows are put in the order of their transfer keys, and that order must be the same in every data directory.</summary>
    private const long TransferSeed = 0x5061797369657665;

    private LakeKey(byte[] secret)
    {
        Hasher = new KeyedHasher(secret);
    }

    internal KeyedHasher Hasher { get; }

    /// <summary>A key from bytes at hand: tests, or a vault in front of the file.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static LakeKey FromBytes(ReadOnlySpan<byte> secret) => secret.Length == ByteLength
        ? new LakeKey(secret.ToArray())
        : throw new ArgumentException($"a lake key has {ByteLength} bytes, not {secret.Length}", nameof(secret));

    /// <summary>
    /// Reads <c>lake.key</c> in <paramref name="keysFolder"/>, made (mode 600, folder mode 700) when it is not there.
    /// When two processes start at once, both end with the same key.
    /// </summary>
    /// <param name="lakeFolder">The lake that the key is for: one that holds rows gets no new key and no other.</param>
    /// <exception cref="InvalidDataException">
    /// The file has not 32 bytes, or is missing or another one while the lake holds rows: under another key no payee and no account would be known again.
    /// </exception>
    public static LakeKey OpenOrCreate(string keysFolder, string lakeFolder)
    {
        var path = Path.Combine(keysFolder, FileName);
        var layout = new LakeLayout(lakeFolder);
        if (!File.Exists(path))
        {
            if (layout.HoldsFiles)
                throw new InvalidDataException($"the key file {FileName} is missing, and the lake holds rows under it: put it back, or begin with another data folder");
            Create(keysFolder, path);
        }
        var secret = File.ReadAllBytes(path);
        if (secret.Length != ByteLength)
            throw new InvalidDataException($"the key file {FileName} holds {secret.Length} bytes, expected {ByteLength}");
        var key = new LakeKey(secret);
        if (layout.HoldsFiles && File.Exists(layout.KeyMark) && !string.Equals(File.ReadAllText(layout.KeyMark), key.Mark, StringComparison.Ordinal))
            throw new InvalidDataException($"the key file {FileName} is not the one under which the lake's rows were written: put that one back");
        return key;
    }

    /// <summary>What a lake remembers of its key: a hash under it, which tells nothing of it.</summary>
    internal string Mark => Pseudonym("the key of this lake");

    /// <summary>The key of a wallet address as <c>account_key</c> holds it; upper and lower case are one wallet.</summary>
    public ulong WalletKey(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return Hash(KeyKind.Wallet, address.Trim().ToLowerInvariant());
    }

    /// <summary>The key of a person token as <c>person_key</c> holds it.</summary>
    public ulong PersonKey(string token)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        return Hash(KeyKind.Person, token.Trim());
    }

    /// <summary>
    /// The key of an account: an IBAN alone, a wallet as <see cref="WalletKey"/>, a domestic number with its scheme and bank.
    /// Legs name no bank of the account, so theirs are hashed with a null <paramref name="bankId"/>.
    /// </summary>
    public ulong AccountKey(AccountNumber account, string? bankId)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.IsWallet ? WalletKey(account.Reveal()) : Hash(KeyKind.Account, KeyText.Account(account, bankId));
    }

    /// <summary>A user as <c>account_changed_by</c> holds users: a reviewer can be held against who changed the pay details without either being named.</summary>
    public string UserWord(string user)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(user);
        return RowKeying.UserWord(Hash(KeyKind.Actor, user.Trim().ToLowerInvariant()));
    }

    /// <summary>What stands for an identifier in a pack for people who need none: 16 hex characters, the same for the same identifier in this data directory.</summary>
    public string Pseudonym(string identifier)
    {
        ArgumentException.ThrowIfNullOrEmpty(identifier);
        return Hash(KeyKind.Pseudonym, identifier).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The key of a transfer id: XxHash3, never 0, the same in every data directory. Joins legs and amendments; hides nothing, the id stands beside it.</summary>
    public static ulong TransferKey(string transferId) => Plain(transferId);

    /// <summary>The key of an employee number within an employer, never 0.</summary>
    public static ulong PayeeKey(string employerId, string employeeId) => Plain(employerId + "\u001f" + employeeId);

    private ulong Hash(KeyKind kind, string text) => Hasher.Hash(kind, Encoding.UTF8.GetBytes(text));

    private static ulong Plain(string text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, buffer);
        var key = XxHash3.HashToUInt64(buffer.AsSpan(0, length), TransferSeed);
        ArrayPool<byte>.Shared.Return(buffer);
        return key == 0 ? 1 : key;
    }

    private static void Create(string folder, string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else
        {
            // A folder that is already there (made with the data folder) is narrowed, never widened.
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        var secret = RandomNumberGenerator.GetBytes(ByteLength);
        // Named after its own content: two processes never write the same file, and the rename decides whose key it is.
        var staged = Path.Combine(folder, $".{FileName}.{Convert.ToHexStringLower(SHA256.HashData(secret).AsSpan(0, 8))}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(staged, options))
        {
            stream.Write(secret);
            stream.Flush(flushToDisk: true);
        }
        CryptographicOperations.ZeroMemory(secret);
        using (LakeLock.Take(Path.Combine(folder, ".lock")))
        {
            if (File.Exists(path)) File.Delete(staged);
            else File.Move(staged, path);
        }
    }
}

/// <summary>How a value is written before it is hashed: what people type differently and mean alike becomes alike.</summary>
internal static class KeyText
{
    internal const char Separator = '\u001f';

    internal static string Account(AccountNumber account, string? bankId) => account.Scheme == AccountScheme.Iban
        ? account.Reveal()
        : string.Concat("D", bankId is null ? "" : bankId.ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal), "\u001f", account.Reveal());

    /// <summary>Digits, with a leading plus when there is one (or 00 in its place). Returns the length written.</summary>
    internal static int Phone(ReadOnlySpan<char> text, Span<char> output)
    {
        var n = 0;
        var trimmed = text.TrimStart();
        if (trimmed.StartsWith("+", StringComparison.Ordinal)) output[n++] = '+';
        else if (trimmed.StartsWith("00", StringComparison.Ordinal))
        {
            output[n++] = '+';
            trimmed = trimmed[2..];
        }
        foreach (var c in trimmed)
        {
            if (char.IsAsciiDigit(c)) output[n++] = c;
        }
        return n == 1 && output[0] == '+' ? 0 : n;
    }

    /// <summary>Letters and digits of any script, lower case, nothing else.</summary>
    internal static int Address(ReadOnlySpan<char> text, Span<char> output)
    {
        var n = 0;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c)) output[n++] = char.ToLowerInvariant(c);
        }
        return n;
    }

    internal static int LowerTrimmed(ReadOnlySpan<char> text, Span<char> output) => text.Trim().ToLowerInvariant(output);

    internal static int Trimmed(ReadOnlySpan<char> text, Span<char> output)
    {
        var trimmed = text.Trim();
        trimmed.CopyTo(output);
        return trimmed.Length;
    }

    internal static ulong NeverZero(ReadOnlySpan<byte> digest)
    {
        var key = BinaryPrimitives.ReadUInt64BigEndian(digest);
        return key == 0 ? 1 : key;
    }
}
