// What a run's report needs beyond its flags, kept in the run's record so that the report can be drawn again from the store.
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Paysieve.Models;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <summary>Facts of a finished run, without names and flags.</summary>
internal sealed record NightSummary
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>As earlier programs wrote it. The trail holds a summary's hash, so stored ones stay as they are.</summary>
    private static readonly JsonSerializerOptions EarlierJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Last pay date in view, null when nothing was hidden: with <see cref="LakeSequence"/> it makes the same view again.</summary>
    public DateOnly? LastPayDay { get; init; }

    /// <summary>The lake's last file when the run saw it.</summary>
    public long LakeSequence { get; init; }

    /// <summary>What the lake's files held then: the trail has it in the event of the run's end. Null in summaries of earlier versions.</summary>
    public LakeSeal? Lake { get; init; }
    public required IReadOnlyList<DateOnly> PayDates { get; init; }
    public required BundleFacts Bundle { get; init; }
    public required IReadOnlyList<ListFacts> Lists { get; init; }
    public required IReadOnlyList<FileFacts> Files { get; init; }
    public required Reconciliation Reconciliation { get; init; }
    public required IReadOnlyList<string> NotChecked { get; init; }
    public IReadOnlyList<string> Notices { get; init; } = [];
    public required IReadOnlyList<string> Degraded { get; init; }
    public required int Budget { get; init; }
    public required string BudgetSource { get; init; }
    public required int PayoutsToReview { get; init; }
    public required HeldBackFacts HeldBack { get; init; }
    public required IReadOnlyDictionary<string, int> FlagsByTypology { get; init; }
    public required IReadOnlyDictionary<string, int> NotScored { get; init; }
    public required IReadOnlyList<SettingFact> Settings { get; init; }

    /// <summary>Scored payouts whose own values do not fit; none in summaries of earlier versions.</summary>
    public IReadOnlyList<OddPayouts> OddValues { get; init; } = [];

    /// <summary>What was kept back because that was approved, and suppressions that ended by themselves, in sentences.</summary>
    public IReadOnlyList<string> Suppressions { get; init; } = [];

    /// <summary>Flags kept back because that was approved.</summary>
    public int FlagsSuppressed { get; init; }

    /// <summary>Possible matches not raised, because two people released the pair before.</summary>
    public IReadOnlyList<ReleasedMatch> Released { get; init; } = [];

    /// <summary>Possible matches not raised, because they are somebody else by two facts beside the name.</summary>
    public IReadOnlyList<Namesake> Namesakes { get; init; } = [];

    /// <summary>How far tonight is from what it was compared with; null when there was nothing to compare with.</summary>
    public DriftFacts? Drift { get; init; }

    /// <summary>What a challenger made of the same night; null without one.</summary>
    public ShadowFacts? Shadow { get; init; }

    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, Json)!.AsObject();

    public static NightSummary From(string json) =>
        JsonSerializer.Deserialize<NightSummary>(json, FormOf(json)) ?? throw new InvalidDataException("a run's summary is empty");

    /// <summary>Of a run's summary the released matches alone; none when it tells of none, as those of earlier versions.</summary>
    public static IReadOnlyList<ReleasedMatch> ReleasedOf(string json) => MemberOf<ReleasedMatch>(json, "released");

    /// <summary>Of a run's summary the namesakes alone; none when it tells of none, as those of earlier versions.</summary>
    public static IReadOnlyList<Namesake> NamesakesOf(string json) => MemberOf<Namesake>(json, "namesakes");

    private static T[] MemberOf<T>(string json, string member)
    {
        using var summary = JsonDocument.Parse(json);
        return summary.RootElement.TryGetProperty(member, out var found) ? found.Deserialize<T[]>(FormOf(json)) ?? [] : [];
    }

    private static JsonSerializerOptions FormOf(string json) => json.Contains("\"payDates\":", StringComparison.Ordinal) ? EarlierJson : Json;

    public static NightSummary Of(
        Workspace workspace, RunRecord run, LakeView view, NightSelection selection, ModelBundle bundle, ListSnapshotSet lists, IngestOutcome history, IngestOutcome tonight,
        NightFindings findings, NightScreening screening, IReadOnlyList<string> notices, IReadOnlyList<string> degraded)
    {
        var alerting = workspace.Settings.Alerting;
        var standing = view.Files.ToDictionary(file => file.FileId, StringComparer.Ordinal);
        return new NightSummary
        {
            LastPayDay = view.Moment.LastPayDay,
            LakeSequence = view.Moment.LastSequence ?? 0,
            Lake = view.Seal,
            PayDates = selection.PayDates,
            Bundle = new BundleFacts(
                bundle.Id, bundle.Card.TrainedFrom ?? default, bundle.Card.TrainedTo ?? default, bundle.Card.CreatedAt.UtcDateTime, bundle.Card.TrainingRows),
            Lists = [.. lists.Lists.Select(list => new ListFacts(
                list.Facts.Source, list.Facts.ListDate, list.Facts.LoadedAt.UtcDateTime, list.Facts.Entries, list.Facts.SnapshotId))],
            Files =
            [
                // Of the history what is not in the lake: a year of files that were read in order says nothing.
                .. InOrder(history.Files.Where(file => file.RowsRejected > 0 || file.Status == "rejected")).Select(file => Fact(file, standing) with { IsHistory = true }),
                .. InOrder(tonight.Files).Select(file => Fact(file, standing)),
            ],
            Reconciliation = new Reconciliation(
                tonight.RowsRead, tonight.RowsAccepted, tonight.RowsRejected, selection.Brought + selection.LookBack, selection.Count,
                [.. selection.NotScored.Select(reason => new NotScored(reason.Key, reason.Value))])
            {
                History = history.Files.Count == 0 ? null : new RowCounts(history.RowsRead, history.RowsAccepted, history.RowsRejected),
            },
            NotChecked = [.. NotCheckedSentences(lists, selection), .. ListGaps.Sentences(workspace)],
            Notices = notices,
            Degraded = degraded,
            Budget = alerting.Budget(selection.Count),
            BudgetSource = alerting.ReviewsPerNight is null
                ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{alerting.ReviewShare * 100:0.##} % of scored payouts") : "Alerting:ReviewsPerNight",
            PayoutsToReview = findings.PayoutsToReview,
            HeldBack = new HeldBackFacts(
                findings.HeldBack, [.. findings.HeldBackPayouts.OrderBy(pair => pair.Key).Select(pair => new HeldBackCount(pair.Key, pair.Value))]),
            FlagsByTypology = new SortedDictionary<string, int>(
                findings.Flags.Where(flag => !flag.HeldBack).GroupBy(flag => flag.Typology.Word()).ToDictionary(group => group.Key, group => group.Count()),
                StringComparer.Ordinal),
            NotScored = selection.NotScored,
            FlagsSuppressed = findings.Suppressed.Count(),
            Released = screening.Released,
            Namesakes = screening.Namesakes,
            Settings =
            [
                new SettingFact("Alerting:LeastEvidence", Text(alerting.LeastEvidence)),
                new SettingFact("Detection:Seed", Text(workspace.Settings.Detection.Seed)),
                new SettingFact("Detection:UseModels", workspace.Settings.Detection.UseModels ? "true" : "false"),
                new SettingFact("Screening:ReviewThreshold", Text(workspace.Settings.Screening.ReviewThreshold)),
                new SettingFact("Screening:MatchThreshold", Text(workspace.Settings.Screening.MatchThreshold)),
            ],
        };
    }

    private static IEnumerable<FileOutcome> InOrder(IEnumerable<FileOutcome> files) =>
        files.OrderBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.FileId, StringComparer.Ordinal);

    private static FileFacts Fact(FileOutcome file, Dictionary<string, LakeFile> standing)
    {
        if (file.Status == "rejected")
            return new FileFacts(file.Name, file.FileId, file.Format, file.RowsRead, file.RowsAccepted, file.RowsRejected, FileStanding.Refused, file.Problem);
        var now = standing.GetValueOrDefault(file.FileId);
        var what = now is null || now.Current + now.Hidden > 0 ? FileStanding.Current : now.Superseded > 0 ? FileStanding.Superseded : now.Foreign > 0 ? FileStanding.Foreign : FileStanding.Unchanged;
        return new FileFacts(file.Name, file.FileId, file.Format, file.RowsRead, file.RowsAccepted, file.RowsRejected, what);
    }

    private static List<string> NotCheckedSentences(ListSnapshotSet lists, NightSelection selection)
    {
        var sentences = new List<string>();
        if (lists.IsEmpty) sentences.Add("No sanctions list is in force: no name and no wallet was screened.");
        sentences.Add("Sharing is not assessed on pooled platform accounts without a sub-reference, nor on cheques.");
        sentences.Add("Ownership of companies (the 50 % rule), addresses and names of banks (their BIC apart) are not screened against lists.");
        if (selection.LookBack > 0)
            sentences.Add($"Assessed again because their legs arrived only now: {Figures.Count(selection.LookBack, "payout", "payouts")} of earlier nights.");
        return sentences;
    }

    private static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
