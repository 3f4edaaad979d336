// The verifier alone: what each attack on a chain looks like to it.
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Tests.Audit;

[TestClass]
public sealed class AuditVerifierTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 27, 2, 0, 0, TimeSpan.Zero);

    private static List<AuditEvent> Chain(int count, string actor = "tester")
    {
        var events = new List<AuditEvent>();
        AuditHead? head = null;
        for (var i = 1; i <= count; i++)
        {
            var next = AuditEvent.After(head, Start.AddSeconds(i), new AuditEntry(actor, AuditActions.RunStarted, $"run {i}", new JsonObject { ["n"] = i }));
            events.Add(next);
            head = new AuditHead(next.Seq, next.Hash);
        }
        return events;
    }

    private static Task<AuditVerdict> VerifyAsync(IEnumerable<AuditEvent> events, AuditHead? noted = null) =>
        AuditVerifier.VerifyAsync(events, noted, CancellationToken.None);

    private static AuditHead HeadOf(List<AuditEvent> events) => new(events[^1].Seq, events[^1].Hash);

    [TestMethod]
    public async Task A_removed_event_is_a_gap_where_it_was()
    {
        var events = Chain(5);
        events.RemoveAt(2);

        var verdict = await VerifyAsync(events);

        Assert.AreEqual(AuditFault.Gap, verdict.Fault);
        Assert.AreEqual(4, verdict.BadSeq);
        Assert.AreEqual(2, verdict.Count);
    }

    [TestMethod]
    public async Task Swapped_and_doubled_events_are_found()
    {
        var swapped = Chain(5);
        (swapped[1], swapped[2]) = (swapped[2], swapped[1]);
        Assert.AreEqual(AuditFault.Gap, (await VerifyAsync(swapped)).Fault);

        var doubled = Chain(5);
        doubled.Insert(3, doubled[2]);
        Assert.AreEqual(AuditFault.Gap, (await VerifyAsync(doubled)).Fault);
    }

    [TestMethod]
    public async Task An_altered_event_with_a_fresh_hash_breaks_the_link_after_it()
    {
        var events = Chain(5);
        var forged = events[2] with { Actor = "nobody" };
        events[2] = forged with { Hash = forged.ComputeHash() };

        var verdict = await VerifyAsync(events);

        Assert.AreEqual(AuditFault.BrokenLink, verdict.Fault);
        Assert.AreEqual(4, verdict.BadSeq);
    }

    [TestMethod]
    public async Task A_cut_off_tail_is_seen_only_against_a_noted_head()
    {
        var events = Chain(5);
        var noted = HeadOf(events);
        var cut = events[..3];

        var alone = await VerifyAsync(cut);
        var compared = await VerifyAsync(cut, noted);

        Assert.IsTrue(alone.IsGood);
        Assert.Contains("Nothing to compare", alone.NotSeen);
        Assert.AreEqual(AuditFault.Truncated, compared.Fault);
        Assert.AreEqual(4, compared.BadSeq);
        Assert.AreEqual(AuditFault.Truncated, (await VerifyAsync([], noted)).Fault);
    }

    [TestMethod]
    public async Task A_chain_rewritten_as_a_whole_is_seen_only_against_a_noted_head()
    {
        var rewritten = Chain(6, actor: "nobody");

        Assert.IsTrue((await VerifyAsync(rewritten)).IsGood);
        Assert.AreEqual(AuditFault.Rewritten, (await VerifyAsync(rewritten, HeadOf(Chain(5)))).Fault);
        Assert.IsTrue((await VerifyAsync(Chain(6), HeadOf(Chain(5)))).IsGood, "a chain that grew is no fault");
    }

    [TestMethod]
    public async Task Any_character_of_any_field_changed_is_found()
    {
        var events = Chain(3);
        for (var i = 0; i < events.Count; i++)
        {
            var item = events[i];
            foreach (var altered in Alterations(item))
            {
                var copy = new List<AuditEvent>(events) { [i] = altered };
                var verdict = await VerifyAsync(copy);
                Assert.IsFalse(verdict.IsGood, altered.ToString());
            }
        }
    }

    [TestMethod]
    public void An_event_without_an_actor_or_with_endless_words_is_not_made()
    {
        Assert.ThrowsExactly<ArgumentException>(() => AuditEvent.After(null, Start, new AuditEntry("", "a", "s", [])));
        Assert.ThrowsExactly<ArgumentException>(() => AuditEvent.After(null, Start, new AuditEntry("a", "a", new string('s', 201), [])));
    }

    [TestMethod]
    public void Text_moved_from_one_field_to_its_neighbour_gives_another_hash()
    {
        AuditEvent Make(string actor, string action) => AuditEvent.After(null, Start, new AuditEntry(actor, action, "s", []));
        Assert.AreNotEqual(Make("ab", "c").Hash, Make("a", "bc").Hash);
        Assert.AreNotEqual(Make("a\",\"x\":\"", "c").Hash, Make("a", "c\",\"x\":\"").Hash);
    }

    private static IEnumerable<AuditEvent> Alterations(AuditEvent item)
    {
        yield return item with { Seq = item.Seq + 1 };
        foreach (var text in Altered(item.At)) yield return item with { At = text };
        foreach (var text in Altered(item.Actor)) yield return item with { Actor = text };
        foreach (var text in Altered(item.Action)) yield return item with { Action = text };
        foreach (var text in Altered(item.Subject)) yield return item with { Subject = text };
        foreach (var text in Altered(item.Payload)) yield return item with { Payload = text };
        foreach (var text in Altered(item.PrevHash)) yield return item with { PrevHash = text };
        foreach (var text in Altered(item.Hash)) yield return item with { Hash = text };

        static IEnumerable<string> Altered(string text)
        {
            for (var i = 0; i < text.Length; i++)
            {
                yield return text[..i] + (char)(text[i] ^ 1) + text[(i + 1)..];
                yield return text.Remove(i, 1);
                yield return text.Insert(i, " ");
            }
        }
    }
}
