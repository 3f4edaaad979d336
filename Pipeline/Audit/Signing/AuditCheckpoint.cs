// A head of the chain, signed and kept outside the database: what a person who owns the database cannot rewrite.
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paysieve.Pipeline.Audit.Signing;

/// <summary>
/// "At this time the chain ended with event <paramref name="Seq"/>, whose hash is <paramref name="Hash"/>", signed with Ed25519 over the
/// UTF-8 bytes of <c>paysieve-audit-checkpoint-v1</c>, a line feed, and the RFC 8785 form of <c>{"at":…,"hash":…,"key_id":…,"seq":…}</c>.
/// </summary>
/// <param name="At">UTC, to the microsecond.</param>
/// <param name="KeyId">Which key signed.</param>
/// <param name="Signature">64 bytes in base64.</param>
public sealed record AuditCheckpoint(long Seq, string Hash, string At, string KeyId, string Signature)
{
    private const string Context = "paysieve-audit-checkpoint-v1\n";

    public AuditHead Head => new(Seq, Hash);

    public static AuditCheckpoint Sign(SigningKey key, AuditHead head, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(head);
        var draft = new AuditCheckpoint(head.Seq, head.Hash, at.UtcDateTime.ToString(AuditEvent.TimeForm, CultureInfo.InvariantCulture), key.Id, "");
        return draft with { Signature = Convert.ToBase64String(key.Sign(draft.Message())) };
    }

    /// <summary>True when one of the keys known signed exactly this.</summary>
    public bool IsSignedBy(IReadOnlyDictionary<string, VerifyingKey> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var signature = new byte[64];
        return known.TryGetValue(KeyId, out var key)
            && Convert.TryFromBase64String(Signature, signature, out var length) && length == signature.Length
            && string.Equals(Convert.ToBase64String(signature), Signature, StringComparison.Ordinal)
            && key.Verify(Message(), signature);
    }

    /// <summary>One line of a checkpoint file, in RFC 8785 form, without its line feed.</summary>
    public string ToLine() => CanonicalJson.Of(Statement(withSignature: true));

    /// <summary>Reads exactly what <see cref="ToLine"/> writes.</summary>
    public static bool TryParse(string line, out AuditCheckpoint? checkpoint)
    {
        checkpoint = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var read = new AuditCheckpoint(
                root.GetProperty("seq").GetInt64(), Text("hash"), Text("at"), Text("key_id"), Text("signature"));
            if (!string.Equals(read.ToLine(), line, StringComparison.Ordinal)) return false;
            checkpoint = read;
            return true;

            string Text(string name) => root.GetProperty(name).GetString() ?? throw new FormatException(name);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    private byte[] Message() => Encoding.UTF8.GetBytes(Context + CanonicalJson.Of(Statement(withSignature: false)));

    private JsonObject Statement(bool withSignature)
    {
        var statement = new JsonObject { ["at"] = At, ["hash"] = Hash, ["key_id"] = KeyId, ["seq"] = Seq };
        if (withSignature) statement["signature"] = Signature;
        return statement;
    }
}

/// <summary>The checkpoints of a data directory: one line each, only ever added to.</summary>
public static class CheckpointFile
{
    public const string Name = "checkpoints.jsonl";

    /// <summary>Adds one; it is on the disk when this returns.</summary>
    public static void Append(string path, AuditCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        CutUnfinishedLine(stream);
        stream.Write(Encoding.UTF8.GetBytes(checkpoint.ToLine() + "\n"));
        stream.Flush(flushToDisk: true);
    }

    private static void CutUnfinishedLine(FileStream stream)
    {
        for (stream.Position = stream.Length; stream.Position > 0; stream.Position--)
        {
            stream.Position--;
            if (stream.ReadByte() == '\n') break;
        }
        stream.SetLength(stream.Position);
    }

    /// <summary>
    /// All checkpoints, in the order in which they were made. A last line without its line feed was being written when the machine
    /// stopped and is left out.
    /// </summary>
    /// <param name="badLine">The first line that is no checkpoint or bears a wrong signature; 0 when every line is good.</param>
    public static IReadOnlyList<AuditCheckpoint> Read(string path, IReadOnlyDictionary<string, VerifyingKey> known, out int badLine)
    {
        badLine = 0;
        if (!File.Exists(path)) return [];
        var found = new List<AuditCheckpoint>();
        var text = File.ReadAllText(path);
        var whole = text.LastIndexOf('\n');
        if (whole < 0) return [];
        var number = 0;
        foreach (var line in text[..whole].Split('\n'))
        {
            number++;
            if (AuditCheckpoint.TryParse(line, out var checkpoint) && checkpoint!.IsSignedBy(known)) found.Add(checkpoint);
            else if (badLine == 0) badLine = number;
        }
        return found;
    }
}
