// What the audit trail says of the tables, read once from its first event to its last. Decisions are the only thing that comes by the million, and
// are kept as hashes: some ninety bytes each.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Store;

/// <summary>The last word of the trail on each thing.</summary>
internal sealed class RecordedTrail
{
    public SortedDictionary<string, AuditEvent> Files { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, RecordedRun> RunFacts { get; } = new(StringComparer.Ordinal);

    /// <summary>By the number that a decision's id spells.</summary>
    public Dictionary<UInt128, RecordedDecision> Decisions { get; } = [];

    /// <summary>Flags of people who were erased.</summary>
    public HashSet<string> Erased { get; } = new(StringComparer.Ordinal);

    /// <summary>Digests of runs' flags after the last erasure among them.</summary>
    public Dictionary<string, string> DigestsLeft { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, AuditEvent> Suppressions { get; } = new(StringComparer.Ordinal);

    /// <summary>By suppression and action.</summary>
    public Dictionary<string, AuditEvent> SuppressionSteps { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, AuditEvent> Bundles { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, AuditEvent> Lists { get; } = new(StringComparer.Ordinal);

    public static async Task<RecordedTrail> ReadAsync(AuditTrail audit, CancellationToken cancellationToken)
    {
        var trail = new RecordedTrail();
        await foreach (var item in audit.ReadAsync(cancellationToken).ConfigureAwait(false)) trail.Add(item);
        return trail;
    }

    /// <summary>The number that an id of 32 hex characters spells; null for any other text.</summary>
    public static UInt128? Number(string id) =>
        id.Length == 32 && UInt128.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Add(AuditEvent item)
    {
        switch (item.Action)
        {
            case AuditActions.FileIngested or AuditActions.FileRefused:
                Files[item.Subject] = item;
                break;
            case AuditActions.RunStarted:
                RunFacts[item.Subject] = new RecordedRun(item, item);
                break;
            case AuditActions.RunCompleted or AuditActions.RunDegraded or AuditActions.RunFailed or AuditActions.RunRolledBack:
                RunFacts[item.Subject] = new RecordedRun(RunFacts.GetValueOrDefault(item.Subject)?.Start, item);
                break;
            case AuditActions.FlagDecided:
                using (var payload = JsonDocument.Parse(item.Payload))
                {
                    if (payload.RootElement.GetProperty("disposition_id").GetString() is { } id && Number(id) is { } number)
                        Decisions[number] = RecordedDecision.Of(item, payload.RootElement);
                }
                break;
            case AuditActions.PersonErased:
                using (var payload = JsonDocument.Parse(item.Payload))
                {
                    foreach (var flag in payload.RootElement.GetProperty("flags").EnumerateArray()) Erased.Add(flag.GetString()!);
                    foreach (var run in payload.RootElement.GetProperty("flags_sha256").EnumerateObject()) DigestsLeft[run.Name] = run.Value.GetString()!;
                }
                break;
            case AuditActions.SuppressionProposed:
                Suppressions[item.Subject] = item;
                break;
            case AuditActions.SuppressionApproved or AuditActions.SuppressionRevoked or AuditActions.SuppressionLapsed:
                SuppressionSteps[item.Subject + " " + item.Action] = item;
                break;
            case AuditActions.ModelTrained:
                Bundles[item.Subject] = item;
                break;
            case AuditActions.ListLoaded:
                Lists[item.Subject] = item;
                break;
        }
    }
}

/// <param name="Start">Of the last attempt; null in a trail that tells only of an end.</param>
/// <param name="Last">The start itself while it runs.</param>
internal sealed record RecordedRun(AuditEvent? Start, AuditEvent Last);

/// <summary>A decision as the trail tells of it.</summary>
/// <param name="Seq">The event's number.</param>
/// <param name="Facts">Over everything but the note.</param>
/// <param name="Note">Over the note's seal, or over the note itself in trails from before notes were sealed.</param>
internal readonly record struct RecordedDecision(long Seq, UInt128 Facts, UInt128 Note)
{
    public static RecordedDecision Of(AuditEvent item, JsonElement payload) => new(
        item.Seq,
        FactsOf(
            item.Subject, item.Actor, payload.GetProperty("ordinal").GetInt32(), Text(payload, "decision"), Text(payload, "reason_code"), Text(payload, "second_actor"), Text(payload, "proposes")),
        payload.TryGetProperty("note", out var plain) ? Plain(plain.GetString()) : Sealed(Text(payload, "note_sha256")));

    public static UInt128 FactsOf(string flagId, string actor, int ordinal, string? decision, string? reasonCode, string? secondActor, string? proposes) =>
        Hash(flagId, actor, ordinal.ToString(CultureInfo.InvariantCulture), decision, reasonCode, secondActor, proposes);

    public static UInt128 Plain(string? note) => Hash("plain", note);

    public static UInt128 Sealed(string? seal) => Hash("sealed", seal);

    private static string? Text(JsonElement payload, string name) => payload.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static UInt128 Hash(params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts) text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:").Append(part);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
