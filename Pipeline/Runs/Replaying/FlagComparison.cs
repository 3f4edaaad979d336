// Holds a flag on record against the same flag computed again, and names exactly what differs.
using System.Globalization;
using System.Text.Json;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Runs.Replaying;

/// <summary>Numbers are compared to the last digit. Sentences and routes may quote somebody: of them only is said that they differ.</summary>
internal sealed class FlagComparison
{
    /// <summary>Sentences are cut in the store.</summary>
    private const int SentenceLength = 1990;

    private readonly List<ReplayDifference> _found = [];

    /// <param name="withRanks">False when ranks cannot be what they were, because somebody of the same night was erased.</param>
    public static IReadOnlyList<ReplayDifference> Of(Flag? then, Flag? now, bool withRanks)
    {
        if (then is null || now is null) return [new ReplayDifference("flag", then is null ? null : "raised", now is null ? null : "raised")];
        var comparison = new FlagComparison();
        comparison.Compare(then, now, withRanks);
        return comparison._found;
    }

    private void Compare(Flag then, Flag now, bool withRanks)
    {
        Differ("transfer", then.TransferId, now.TransferId);
        Differ("payee", $"{then.EmployerId}/{then.EmployeeId}", $"{now.EmployerId}/{now.EmployeeId}");
        Differ("pay date", DapperSetup.DateText(then.PayDate), DapperSetup.DateText(now.PayDate));
        Differ("amount", Money(then), Money(now));
        Differ("score", Text(then.Score), Text(now.Score));
        Differ("band", then.Band.ToString(), now.Band.ToString());
        if (withRanks)
        {
            Differ("rank", Text(then.Rank), Text(now.Rank));
            Differ("held back", then.HeldBack ? "yes" : "no", now.HeldBack ? "yes" : "no");
        }

        Pairs(then.Reasons, now.Reasons, reason => $"reason {reason.Code}", (what, a, b) =>
        {
            Differ(what + ", place", Text(a.Ordinal), Text(b.Ordinal));
            Differ(what + ", contribution", Text(a.Contribution), Text(b.Contribution));
            Differ($"feature {a.Feature} ({a.Code})", Text(a.Value), Text(b.Value));
            Differ($"feature {a.Feature} ({a.Code}), percentile", Text(a.Percentile), Text(b.Percentile));
            Quietly(what + ", sentence", Cut(a.Sentence), Cut(b.Sentence));
        });

        var (was, isNow) = (then.Explanation, now.Explanation);
        Pairs(was.Detectors, isNow.Detectors, pair => $"detector {pair.Key}", (what, a, b) => Differ(what, Text(a.Value), Text(b.Value)));
        Pairs(was.Innocent, isNow.Innocent, test => $"innocent explanation {test.Name}", (what, a, b) => Differ(what, a.Applies ? "applies" : "does not", b.Applies ? "applies" : "does not"));
        Pairs(was.Matches, isNow.Matches, match => $"list entry {match.List} {match.EntryId} for the {match.Party}", (what, a, b) =>
        {
            Differ(what + ", score", Text(a.Score), Text(b.Score));
            Differ(what + ", decision", a.Decision, b.Decision);
            Differ(what + ", version", $"{a.ListVersion}/{a.EntryVersion}", $"{b.ListVersion}/{b.EntryVersion}");
            Quietly(what + ", particulars", (a.MatchedName, string.Join('\n', a.Why), a.PartyKey), (b.MatchedName, string.Join('\n', b.Why), b.PartyKey));
        });
        Differ("money at stake", Text(was.StakeUsd), Text(isNow.StakeUsd));
        // Of an erased person these are tombstones.
        if (!was.Erased)
        {
            Differ("account", then.AccountMasked, now.AccountMasked);
            Quietly("origin", then.Origin, now.Origin);
            Quietly("route", Json(was.Route), Json(isNow.Route));
        }
        Quietly("legs", Json(was.Legs), Json(isNow.Legs));
        Differ("suppression", Ids(was), Ids(isNow));
        Quietly("suggestion", was.Suggestion, isNow.Suggestion);
    }

    /// <summary>Things with a name, each side's in its own order; of several with one name the first with the first.</summary>
    private void Pairs<T>(IEnumerable<T> then, IEnumerable<T> now, Func<T, string> name, Action<string, T, T> compare)
    {
        var left = now.GroupBy(name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<T>(group), StringComparer.Ordinal);
        foreach (var item in then)
        {
            if (left.TryGetValue(name(item), out var same) && same.TryDequeue(out var other)) compare(name(item), item, other);
            else _found.Add(new ReplayDifference(name(item), "there", null));
        }
        foreach (var (what, rest) in left.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            foreach (var _ in rest) _found.Add(new ReplayDifference(what, null, "there"));
    }

    private void Differ(string what, string? then, string? now)
    {
        if (!string.Equals(then, now, StringComparison.Ordinal)) _found.Add(new ReplayDifference(what, then, now));
    }

    private void Quietly<T>(string what, T then, T now)
    {
        if (!EqualityComparer<T>.Default.Equals(then, now)) _found.Add(new ReplayDifference(what, null, null));
    }

    private static string? Ids(FlagExplanation explanation) => explanation.Suppression is { } note ? string.Join(' ', note.Ids) : null;

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, FlagTable.ExplanationJson);

    /// <summary>By value: the store keeps no zeros at the end.</summary>
    private static string Money(Flag flag) => MoneyText.Write(flag.Amount.Amount) + " " + flag.Amount.Currency.Code;

    private static string Cut(string sentence) => sentence.Length <= SentenceLength ? sentence : sentence[..SentenceLength];

    private static string? Text(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : null;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
