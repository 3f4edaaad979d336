// Who vouches for the trail: an Ed25519 key pair. Signatures are deterministic (RFC 8032), so the same pack is signed with the same bytes.
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Paysieve.Pipeline.Audit.Signing;

/// <summary>The half that anyone may have: checks what the other half signed.</summary>
public sealed class VerifyingKey
{
    private readonly Ed25519PublicKeyParameters _key;

    internal VerifyingKey(Ed25519PublicKeyParameters key)
    {
        _key = key;
        var info = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key).GetDerEncoded();
        Pem = PemEncoding.WriteString("PUBLIC KEY", info) + "\n";
        Id = Convert.ToHexStringLower(SHA256.HashData(info))[..32];
    }

    /// <summary>First 32 hex characters of the SHA-256 of the key's SubjectPublicKeyInfo: short enough to read out, long enough to pin.</summary>
    public string Id { get; }

    /// <summary>SubjectPublicKeyInfo as PEM, as openssl reads it; ends with a line feed.</summary>
    public string Pem { get; }

    /// <summary>Reads exactly what <see cref="Pem"/> writes; any other spelling is refused, so that no byte of a key file can be changed unseen.</summary>
    public static bool TryParse(string pem, out VerifyingKey? key)
    {
        key = null;
        try
        {
            if (!PemEncoding.TryFind(pem, out var fields)) return false;
            if (PublicKeyFactory.CreateKey(Convert.FromBase64String(pem[fields.Base64Data])) is not Ed25519PublicKeyParameters parameters) return false;
            var read = new VerifyingKey(parameters);
            if (!string.Equals(read.Pem, pem, StringComparison.Ordinal)) return false;
            key = read;
            return true;
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or IOException or InvalidOperationException or SecurityUtilityException)
        {
            return false;
        }
    }

    /// <param name="signature">64 bytes.</param>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Ed25519PrivateKeyParameters.SignatureSize) return false;
        var signer = new Org.BouncyCastle.Crypto.Signers.Ed25519Signer();
        signer.Init(forSigning: false, _key);
        signer.BlockUpdate(message);
        return signer.VerifySignature(signature.ToArray());
    }
}

/// <summary>The half that stays in its file.</summary>
public sealed class SigningKey
{
    private readonly Ed25519PrivateKeyParameters _key;

    private SigningKey(Ed25519PrivateKeyParameters key)
    {
        _key = key;
        Verifying = new VerifyingKey(key.GeneratePublicKey());
    }

    public VerifyingKey Verifying { get; }

    public string Id => Verifying.Id;

    /// <summary>A new key from the system's random numbers.</summary>
    public static SigningKey Create() => FromSeed(RandomNumberGenerator.GetBytes(Ed25519PrivateKeyParameters.KeySize));

    /// <summary>The key of these 32 bytes: for tests and for a vault in front of the file.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static SigningKey FromSeed(ReadOnlySpan<byte> seed) => seed.Length == Ed25519PrivateKeyParameters.KeySize
        ? new SigningKey(new Ed25519PrivateKeyParameters(seed))
        : throw new ArgumentException($"a signing key has {Ed25519PrivateKeyParameters.KeySize} bytes, not {seed.Length}", nameof(seed));

    /// <summary>64 bytes, the same for the same message.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signer = new Org.BouncyCastle.Crypto.Signers.Ed25519Signer();
        signer.Init(forSigning: true, _key);
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }

    /// <summary>PKCS #8 as PEM. For the key file and nothing else.</summary>
    internal string RevealPem() => PemEncoding.WriteString("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(_key).GetDerEncoded()) + "\n";

    /// <exception cref="InvalidDataException">The text is no Ed25519 private key.</exception>
    internal static SigningKey Parse(string pem)
    {
        try
        {
            var fields = PemEncoding.Find(pem);
            if (PrivateKeyFactory.CreateKey(Convert.FromBase64String(pem[fields.Base64Data])) is Ed25519PrivateKeyParameters key) return new SigningKey(key);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or IOException or InvalidOperationException or SecurityUtilityException)
        {
            // What was wrong with it is nobody's business: the text is a secret.
        }
        throw new InvalidDataException("the audit key file holds no Ed25519 key");
    }

    /// <summary>The public half's id only.</summary>
    public override string ToString() => "audit key " + Id;
}
