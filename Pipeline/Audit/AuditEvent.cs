// What the audit chain is made of: one event, its canonical form and its hash. Pure; where events are kept is the store's business.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Paysieve.Pipeline.Audit;

/// <summary>Something worth recording, before it has a place in the chain.</summary>
/// <param name="Actor">Who did it: a user, or the service account of a job. 1 to 128 characters.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Subject">What it was done to: the id of a run, file, bundle, list or flag. At most 200 characters.</param>
/// <param name="Payload">The facts. No names and no account numbers; exact decimals as text.</param>
public sealed record AuditEntry(string Actor, string Action, string Subject, JsonObject Payload);

/// <summary>The verbs of the trail.</summary>
public static class AuditActions
{
    public const string FileIngested = "file.ingested";
    public const string FileRefused = "file.refused";
    public const string RunStarted = "run.started";
    public const string RunCompleted = "run.completed";
    public const string RunDegraded = "run.degraded";
    public const string RunFailed = "run.failed";
    public const string RunRolledBack = "run.rolled_back";
    public const string RunEvaluated = "run.evaluated";
    public const string StartRecovered = "start.recovered";
    public const string SettingsChanged = "settings.changed";
    public const string RunReplayed = "run.replayed";
    public const string SignedIn = "actor.signed_in";
    public const string ModelTrained = "model.trained";
    public const string ModelCompared = "model.compared";
    public const string ModelPromoted = "model.promoted";
    public const string ModelPromotionRefused = "model.promotion_refused";
    public const string ModelRolledBack = "model.rolled_back";
    public const string ListLoaded = "list.loaded";
    public const string ListRefused = "list.refused";
    public const string ListLookedBack = "list.looked_back";
    public const string FlagDecided = "flag.decided";
    public const string SuppressionProposed = "suppression.proposed";
    public const string SuppressionApproved = "suppression.approved";
    public const string SuppressionRevoked = "suppression.revoked";
    public const string SuppressionLapsed = "suppression.lapsed";
    public const string PersonErased = "person.erased";
    public const string PartiesRekeyed = "privacy.rekeyed";
    public const string HoldPlaced = "privacy.hold_placed";
    public const string HoldReleased = "privacy.hold_released";
    public const string Pruned = "privacy.pruned";
    public const string KeyCreated = "audit.key_created";
    public const string KeyRotated = "audit.key_rotated";
    public const string FlagsExported = "flags.exported";
    public const string PackExported = "audit.exported";
}

/// <summary>
/// One link of the chain, every field as it is written in the store.
/// <para>
/// <see cref="Hash"/> is the SHA-256, in lower-case hex, of the UTF-8 bytes of this object in RFC 8785 form:
/// <c>{"action":…,"actor":…,"at":…,"payload":…,"prev_hash":…,"seq":…,"subject":…}</c>, where <c>payload</c> is the JSON value of
/// <see cref="Payload"/>, <c>seq</c> a number, and the rest are strings. Any RFC 8785 library computes the same.
/// </para>
/// </summary>
/// <param name="Seq">1 for the first event, then without a gap.</param>
/// <param name="At">UTC, to the microsecond: <c>2026-02-27T02:00:00.000000Z</c>.</param>
/// <param name="Payload">A JSON object in RFC 8785 form.</param>
/// <param name="PrevHash">Hash of the event before; 64 zeros for the first.</param>
public sealed record AuditEvent(
    long Seq, string At, string Actor, string Action, string Subject, string Payload, string PrevHash, string Hash)
{
    /// <summary>What the first event names as its predecessor.</summary>
    public static string GenesisHash { get; } = new('0', 64);

    internal const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>The event that follows <paramref name="head"/> (null: the first of a chain).</summary>
    /// <exception cref="FormatException">The payload has no canonical form.</exception>
    /// <exception cref="ArgumentException">A field is empty or too long.</exception>
    public static AuditEvent After(AuditHead? head, DateTimeOffset at, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Check(entry.Actor, 128, "actor");
        Check(entry.Action, 64, "action");
        Check(entry.Subject, 200, "subject");
        var draft = new AuditEvent(
            (head?.Seq ?? 0) + 1,
            at.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture),
            entry.Actor, entry.Action, entry.Subject,
            CanonicalJson.Of(entry.Payload),
            head?.Hash ?? GenesisHash,
            Hash: "");
        return draft with { Hash = draft.ComputeHash() };
    }

    /// <summary>The hash that these fields should bear.</summary>
    /// <exception cref="FormatException">A field is not well-formed text.</exception>
    public string ComputeHash()
    {
        // Members in RFC 8785 order. The payload stands as written: were it not canonical, the hash would differ too.
        var text = new StringBuilder(256 + Payload.Length);
        text.Append("{\"action\":");
        CanonicalJson.WriteString(Action, text);
        text.Append(",\"actor\":");
        CanonicalJson.WriteString(Actor, text);
        text.Append(",\"at\":");
        CanonicalJson.WriteString(At, text);
        text.Append(",\"payload\":").Append(Payload).Append(",\"prev_hash\":");
        CanonicalJson.WriteString(PrevHash, text);
        text.Append(",\"seq\":").Append(Seq.ToString(CultureInfo.InvariantCulture)).Append(",\"subject\":");
        CanonicalJson.WriteString(Subject, text);
        text.Append('}');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Sequence and action only: payloads stay out of logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"audit event {Seq} {Action}");

    private static void Check(string value, int longest, string field)
    {
        if (string.IsNullOrEmpty(value) || value.Length > longest)
            throw new ArgumentException($"an audit event's {field} has 1 to {longest} characters, found {value?.Length ?? 0}", field);
    }
}

/// <summary>The end of a chain. Noted elsewhere (a report, a signed checkpoint), it makes a cut-off tail visible later.</summary>
public sealed record AuditHead(long Seq, string Hash);
