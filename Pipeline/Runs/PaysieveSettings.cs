// Every knob of the program in one record: one section per room, checked as a whole at start.
using System.Security.Cryptography;
using System.Text.Json;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Runs;

/// <summary>Section <c>Ingest</c>.</summary>
public sealed record IngestSettings
{
    /// <summary>Share of rows rejected in one command above which it ends with exit code 3; 0 to 1. A whole file rejected always does.</summary>
    public double MaxRejectedShare { get; init; } = 0.01;

    /// <summary>Largest file in mebibytes, 1 to 1,048,576; a larger one is rejected whole.</summary>
    public int MaxFileMebibytes { get; init; } = 16_384;

    /// <summary>Most mebibytes that one gzip file or one zip may unpack to, 1 to 1,048,576.</summary>
    public int MaxExpandedMebibytes { get; init; } = 16_384;

    /// <summary>Most bytes that come out of a packed file for each that went in, 10 to 1000; the first 4 MiB are never counted.</summary>
    public int MaxExpansionRatio { get; init; } = 200;

    /// <summary>Most members of one zip, 1 to 10,000; one with more is refused whole.</summary>
    public int MaxZipMembers { get; init; } = 1000;

    public IEnumerable<string> Failures()
    {
        if (!(MaxRejectedShare >= 0 && MaxRejectedShare <= 1)) yield return "Ingest:MaxRejectedShare must be 0 to 1";
        if (MaxFileMebibytes is < 1 or > 1_048_576) yield return "Ingest:MaxFileMebibytes must be 1 to 1048576";
        if (MaxExpandedMebibytes is < 1 or > 1_048_576) yield return "Ingest:MaxExpandedMebibytes must be 1 to 1048576";
        if (MaxExpansionRatio is < 10 or > 1000) yield return "Ingest:MaxExpansionRatio must be 10 to 1000";
        if (MaxZipMembers is < 1 or > 10_000) yield return "Ingest:MaxZipMembers must be 1 to 10000";
    }
}

/// <summary>Section <c>Lists</c>.</summary>
public sealed record ListSettings
{
    /// <summary>Days after which a list in force is called stale in the report; 1 to 3650.</summary>
    public int StaleAfterDays { get; init; } = 14;

    /// <summary>Share by which a list may have fewer entries, names or wallets than the one in force, 0 to 1; a smaller one is refused.</summary>
    public double MaxShrinkShare { get; init; } = 0.10;

    /// <summary>Lists that must be in force: a source word, or one with the least number of entries to be believed (<c>ofac:15000</c>).</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>The same as the list store takes it.</summary>
    public ListExpectations Expectations() => new() { MaxShrinkShare = MaxShrinkShare, Expected = Expected };

    public IEnumerable<string> Failures()
    {
        if (StaleAfterDays is < 1 or > 3650) yield return "Lists:StaleAfterDays must be 1 to 3650";
        foreach (var failure in Expectations().Failures()) yield return "Lists:" + failure;
    }
}

/// <summary>Section <c>Store</c>. The connection string itself is <c>ConnectionStrings:Paysieve</c> and never part of the settings' hash.</summary>
public sealed record StoreChoice
{
    /// <summary><c>Sqlite</c> (embedded, the default) or <c>SqlServer</c>.</summary>
    public string Provider { get; init; } = "Sqlite";

    public IEnumerable<string> Failures()
    {
        if (Provider is not ("Sqlite" or "SqlServer")) yield return "Store:Provider must be Sqlite or SqlServer";
    }
}

/// <summary>Section <c>Promotion</c>: what a challenger must show before it takes over.</summary>
public sealed record PromotionSettings
{
    /// <summary>Months of the lake to judge on, the last ones; 1 to 24.</summary>
    public int BacktestMonths { get; init; } = 3;

    /// <summary>Average precision that a challenger may lack, 0 to 0.5; recall of a typology, and look-alikes, three times that.</summary>
    public double Tolerance { get; init; } = 0.02;

    public IEnumerable<string> Failures()
    {
        if (BacktestMonths is < 1 or > 24) yield return "Promotion:BacktestMonths must be 1 to 24";
        if (!(Tolerance >= 0 && Tolerance <= 0.5)) yield return "Promotion:Tolerance must be 0 to 0.5";
    }
}

/// <summary>Section <c>Lake</c>.</summary>
public sealed record LakeOptions
{
    /// <summary>Name of the environment variable that holds the base64 key (16 or 32 bytes) for party files; empty = party files are not encrypted.</summary>
    public string PartyKeyVariable { get; init; } = "";
}

/// <summary>Section <c>Schedule</c>: what <c>serve</c> does and when.</summary>
public sealed record ScheduleSettings
{
    /// <summary>Quartz cron expression of the night, in <see cref="TimeZone"/>.</summary>
    public string NightCron { get; init; } = "0 0 2 * * ?";

    /// <summary>IANA name of the time zone the cron is read in.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Folder whose files are tonight's exports; empty = <c>serve</c> refuses to start.</summary>
    public string InboxFolder { get; init; } = "";

    /// <summary>Folder of sanctions lists loaded before each night; empty = the lists in force stay.</summary>
    public string ListsFolder { get; init; } = "";

    /// <summary>Quartz cron expression of looking into <see cref="ListsFolder"/> for changed lists, in <see cref="TimeZone"/>.</summary>
    public string ListsCron { get; init; } = "0 0/15 * * * ?";

    /// <summary>A file must be unchanged for this many seconds before it is taken; 0 to 86,400.</summary>
    public int SettledSeconds { get; init; } = 60;

    public IEnumerable<string> Failures()
    {
        if (SettledSeconds is < 0 or > 86_400) yield return "Schedule:SettledSeconds must be 0 to 86400";
    }
}

/// <summary>All settings. Defaults are what <c>appsettings.json</c> shows.</summary>
public sealed record PaysieveSettings
{
    public IngestSettings Ingest { get; init; } = new();
    public LakeOptions Lake { get; init; } = new();
    public FeatureSettings Features { get; init; } = new();
    public DetectionSettings Detection { get; init; } = new();
    public PromotionSettings Promotion { get; init; } = new();
    public ListSettings Lists { get; init; } = new();
    public ScreeningOptions Screening { get; init; } = new();
    public AlertingSettings Alerting { get; init; } = new();
    public StoreChoice Store { get; init; } = new();
    public ScheduleSettings Schedule { get; init; } = new();

    /// <summary>Every failure, not the first only.</summary>
    public IReadOnlyList<string> Failures() =>
    [
        .. Ingest.Failures(), .. Features.Failures(), .. Detection.Failures(), .. Promotion.Failures(), .. Lists.Failures(), .. Screening.Failures().Select(failure => "Screening:" + failure), .. Alerting.Failures(), .. Store.Failures(), .. Schedule.Failures(),
    ];

    /// <summary>SHA-256 (lower-case hex) over what decides a run's outcome: ingest, features, detection, lists, screening, alerting. Where and when it runs leaves no trace.</summary>
    public string Hash()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new { Ingest, Features, Detection, Lists, Screening, Alerting });
        return Convert.ToHexStringLower(SHA256.HashData(json));
    }
}
