// Where audit keys are kept: one private key that signs, and the public half of every key that ever did.
namespace Paysieve.Pipeline.Audit.Signing;

/// <summary>
/// <c>audit.key</c> (mode 600) and one <c>audit-ID.pub</c> for every key there ever was. After a rotation the old private key is gone:
/// what it signed can still be checked, and nothing more can be signed with it.
/// </summary>
public sealed class KeyRing
{
    public const string PrivateName = "audit.key";

    private readonly string _folder;
    private readonly SortedDictionary<string, VerifyingKey> _known;

    private KeyRing(string folder, SigningKey current, SortedDictionary<string, VerifyingKey> known)
    {
        _folder = folder;
        Current = current;
        _known = known;
    }

    public SigningKey Current { get; private set; }

    /// <summary>Every key that ever signed, by id.</summary>
    public IReadOnlyDictionary<string, VerifyingKey> Known => _known;

    /// <summary>Opens the ring; the first key is made when there is none. Two processes that start at once end with the same key.</summary>
    /// <exception cref="InvalidDataException">A key file holds no key: it is not replaced.</exception>
    public static KeyRing OpenOrCreate(string folder)
    {
        var path = Path.Combine(folder, PrivateName);
        if (!File.Exists(path))
        {
            CreateFolder(folder);
            var first = SigningKey.Create();
            var staged = Write(folder, $".{PrivateName}.{first.Id}", first.RevealPem(), secret: true);
            try
            {
                // Refused when another process was quicker.
                File.Move(staged, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(staged);
            }
        }
        var current = SigningKey.Parse(File.ReadAllText(path));
        var publicPath = Path.Combine(folder, PublicName(current.Id));
        if (!File.Exists(publicPath)) Publish(folder, current.Verifying);
        return new KeyRing(folder, current, ReadPublic(folder));
    }

    /// <summary>The public keys alone: for whoever checks and never signs.</summary>
    public static IReadOnlyDictionary<string, VerifyingKey> Published(string folder) =>
        Directory.Exists(folder) ? ReadPublic(folder) : new SortedDictionary<string, VerifyingKey>(StringComparer.Ordinal);

    /// <summary>
    /// Makes a new key and lets it sign from now on. <paramref name="record"/> is called with the new key, while the old one is still
    /// current, to write down the hand-over; when it throws, nothing has changed.
    /// </summary>
    /// <param name="record">Gets the new public key and the old key's signature over its PEM.</param>
    public async Task RotateAsync(Func<VerifyingKey, byte[], Task> record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var next = SigningKey.Create();
        var staged = Write(_folder, $".{PrivateName}.{next.Id}", next.RevealPem(), secret: true);
        try
        {
            Publish(_folder, next.Verifying);
            await record(next.Verifying, Current.Sign(System.Text.Encoding.UTF8.GetBytes(next.Verifying.Pem))).ConfigureAwait(false);
            File.Move(staged, Path.Combine(_folder, PrivateName), overwrite: true);
        }
        finally
        {
            if (File.Exists(staged)) File.Delete(staged);
        }
        Current = next;
        _known[next.Id] = next.Verifying;
    }

    internal static string PublicName(string id) => $"audit-{id}.pub";

    private static SortedDictionary<string, VerifyingKey> ReadPublic(string folder)
    {
        var known = new SortedDictionary<string, VerifyingKey>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "audit-*.pub").Order(StringComparer.Ordinal))
        {
            if (!VerifyingKey.TryParse(File.ReadAllText(file), out var key) || !string.Equals(Path.GetFileName(file), PublicName(key!.Id), StringComparison.Ordinal))
                throw new InvalidDataException($"{Path.GetFileName(file)} is not the key that its name says");
            known[key.Id] = key;
        }
        return known;
    }

    private static void Publish(string folder, VerifyingKey key) =>
        File.Move(Write(folder, "." + PublicName(key.Id) + ".writing", key.Pem, secret: false), Path.Combine(folder, PublicName(key.Id)), overwrite: true);

    private static string Write(string folder, string name, string text, bool secret)
    {
        var path = Path.Combine(folder, name);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (secret && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
        return path;
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
