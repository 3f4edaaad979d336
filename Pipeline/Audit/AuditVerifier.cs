// Checks a chain of audit events, wherever they come from: the store tonight, an exported pack in ten years.
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Paysieve.Pipeline.Audit;

/// <summary>Something that holds an audit chain.</summary>
public interface IAuditSource
{
    /// <summary>All events by rising sequence number, as written. An event that cannot be read as text ends in <see cref="UnreadableAuditEventException"/>.</summary>
    IAsyncEnumerable<AuditEvent> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A stored event whose bytes are no longer text or no longer a time.</summary>
public sealed class UnreadableAuditEventException(long seq, string field)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"audit event {seq}: {field} cannot be read"))
{
    public long Seq { get; } = seq;

    public string Field { get; } = field;
}

/// <summary>What is wrong with a chain.</summary>
public enum AuditFault
{
    None,

    /// <summary>The event's content does not give its hash: it was altered.</summary>
    HashMismatch,

    /// <summary>A sequence number is missing, doubled or out of order: an event was removed, moved or put in.</summary>
    Gap,

    /// <summary>The event does not name the hash of the one before it.</summary>
    BrokenLink,

    /// <summary>A field is no longer text, or a time is no longer a time.</summary>
    Unreadable,

    /// <summary>The chain ends before the head that was noted earlier: its tail was cut off.</summary>
    Truncated,

    /// <summary>The event at the noted head bears another hash: the chain was rewritten from somewhere before it.</summary>
    Rewritten,
}

/// <summary>What a verification found.</summary>
/// <param name="Count">Events checked and found good, counted from the first.</param>
/// <param name="BadSeq">Sequence number of the first bad event; null when none is bad.</param>
/// <param name="Explanation">One sentence for the operator.</param>
/// <param name="Head">The last good event, to be noted for the next time; null for an empty chain.</param>
/// <param name="NotSeen">What this check cannot see, in words.</param>
public sealed record AuditVerdict(long Count, AuditFault Fault, long? BadSeq, string Explanation, AuditHead? Head, string NotSeen)
{
    public bool IsGood => Fault == AuditFault.None;
}

/// <summary>Walks a chain from its first event and stops at the first that is wrong.</summary>
public static class AuditVerifier
{
    private const string TailNotSeen =
        "Nothing to compare the end of the chain with: events cut off its tail, or a chain rewritten as a whole, are seen only against a head noted elsewhere.";

    private const string AfterHeadNotSeen =
        "Events after the noted head that were cut off again are not seen.";

    /// <param name="before">The event after which the source begins; null for the beginning of the chain.</param>
    /// <param name="noted">Heads as earlier reports or checkpoints state them, in any order; empty when there is none to compare with.</param>
    public static async Task<AuditVerdict> VerifyAsync(IAuditSource source, AuditHead? before, IReadOnlyCollection<AuditHead> noted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(noted);
        var notSeen = noted.Count == 0 ? TailNotSeen : AfterHeadNotSeen;
        var heads = noted.ToLookup(known => known.Seq, known => known.Hash);
        var head = before;
        try
        {
            await foreach (var item in source.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var (fault, why) = Check(item, head, heads[item.Seq]);
                if (fault != AuditFault.None) return new AuditVerdict(head?.Seq ?? 0, fault, item.Seq, why, head, notSeen);
                head = new AuditHead(item.Seq, item.Hash);
            }
        }
        catch (UnreadableAuditEventException e)
        {
            return new AuditVerdict(head?.Seq ?? 0, AuditFault.Unreadable, e.Seq, e.Message, head, notSeen);
        }

        var count = head?.Seq ?? 0;
        if (noted.Count > 0 && noted.Max(known => known.Seq) is var last && count < last)
        {
            return new AuditVerdict(count, AuditFault.Truncated, count + 1,
                Say($"the chain ends at event {count}, but event {last} was noted as its head"), head, notSeen);
        }
        return new AuditVerdict(count, AuditFault.None, null, Say($"{count} events, each linked to the one before"), head, notSeen);
    }

    /// <inheritdoc cref="VerifyAsync(IAuditSource, AuditHead?, IReadOnlyCollection{AuditHead}, CancellationToken)"/>
    public static Task<AuditVerdict> VerifyAsync(IAuditSource source, AuditHead? noted, CancellationToken cancellationToken) =>
        VerifyAsync(source, before: null, noted is null ? [] : [noted], cancellationToken);

    /// <inheritdoc cref="VerifyAsync(IAuditSource, AuditHead?, IReadOnlyCollection{AuditHead}, CancellationToken)"/>
    public static Task<AuditVerdict> VerifyAsync(IAuditSource source, CancellationToken cancellationToken) =>
        VerifyAsync(source, noted: null, cancellationToken);

    /// <inheritdoc cref="VerifyAsync(IAuditSource, AuditHead?, IReadOnlyCollection{AuditHead}, CancellationToken)"/>
    public static Task<AuditVerdict> VerifyAsync(IEnumerable<AuditEvent> events, AuditHead? noted, CancellationToken cancellationToken) =>
        VerifyAsync(new Listed(events), noted, cancellationToken);

    private static (AuditFault Fault, string Why) Check(AuditEvent item, AuditHead? head, IEnumerable<string> noted)
    {
        var expected = (head?.Seq ?? 0) + 1;
        if (item.Seq != expected)
            return (AuditFault.Gap, Say($"event {expected} is missing or out of place: event {item.Seq} follows event {expected - 1}"));

        string computed;
        try
        {
            computed = item.ComputeHash();
        }
        catch (FormatException)
        {
            return (AuditFault.Unreadable, Say($"event {item.Seq} holds text that is not well-formed"));
        }
        if (!string.Equals(computed, item.Hash, StringComparison.Ordinal))
            return (AuditFault.HashMismatch, Say($"event {item.Seq} does not give the hash it bears: it was altered"));
        if (!string.Equals(item.PrevHash, head?.Hash ?? AuditEvent.GenesisHash, StringComparison.Ordinal))
            return (AuditFault.BrokenLink, Say($"event {item.Seq} does not follow from event {expected - 1}"));
        if (noted.Any(hash => !string.Equals(hash, item.Hash, StringComparison.Ordinal)))
            return (AuditFault.Rewritten, Say($"event {item.Seq} bears another hash than the one noted as the head: the chain was rewritten"));
        return (AuditFault.None, "");
    }

    private static string Say(FormattableString text) => FormattableString.Invariant(text);

    private sealed class Listed(IEnumerable<AuditEvent> events) : IAuditSource
    {
        public async IAsyncEnumerable<AuditEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            foreach (var item in events)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }
        }
    }
}
