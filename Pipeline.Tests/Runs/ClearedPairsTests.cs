// When a possible match that people released is raised again.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class ClearedPairsTests
{
    [TestMethod]
    [DataRow("review", "m1", "review", "m1", null)]
    [DataRow("review", "m1", "review", "m2", null)]
    [DataRow("match", "m1", "match", "m2", null)]
    [DataRow("review", "m1", "match", "m1", null)]
    [DataRow("review", "m1", "match", "m2", "the matcher has changed since and now decides match")]
    [DataRow("review", null, "match", "m2", "the matcher has changed since and now decides match")]
    public void Another_matcher_opens_a_released_pair_again_only_when_it_sees_more_in_it(string then, string? matcher, string now, string matcherNow, string? reason)
    {
        var note = new MatchNote("employee", "ofac", "2026-02-20", "12345", "Wolfram Quillmeister", 0.9, then, ["Near."]) { PartyKey = "k", EntryVersion = "v", Matcher = matcher };
        var pairs = ClearedPairs.Of([new DecidedMatch("f", "E", "1", new FlagExplanation { Matches = [note] }, 1, Decisions.Cleared, new DateTimeOffset(2026, 3, 2, 4, 5, 6, TimeSpan.Zero))]);
        var judged = pairs.Judge(note with { Decision = now, Matcher = matcherNow }, "E", "1", out var by);
        Assert.AreEqual("f", by.FlagId);
        Assert.AreEqual(reason is null ? null : $"This match was released on 2026-03-02 and is open again: {reason}.", judged?.Why[0]);
    }
}
