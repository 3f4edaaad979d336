// What the runs say while they work: ids and counts, one line a stage. Event ids 1000 to 1099.
using Microsoft.Extensions.Logging;

namespace Paysieve.Pipeline.Runs;

internal static partial class RunLog
{
    [LoggerMessage(1000, LogLevel.Information, "Read {File} ({FileId}): {Read} rows, {Accepted} accepted, {Rejected} rejected")]
    public static partial void FileRead(ILogger log, string file, string fileId, long read, long accepted, long rejected);

    [LoggerMessage(1001, LogLevel.Warning, "Refused {File} ({FileId}) whole: {Code}")]
    public static partial void FileRefused(ILogger log, string file, string fileId, string code);

    [LoggerMessage(1002, LogLevel.Information, "Known already: {File} ({FileId})")]
    public static partial void FileKnown(ILogger log, string file, string fileId);

    [LoggerMessage(1003, LogLevel.Debug, "Stage: {Stage}")]
    public static partial void Stage(ILogger log, string stage);

    [LoggerMessage(1010, LogLevel.Warning, "{Line}")]
    public static partial void Recovered(ILogger log, string line);

    [LoggerMessage(1011, LogLevel.Warning, "recovered: {Files} unfinished lake files and {Parts} uncommitted parts removed")]
    public static partial void LakeSwept(ILogger log, int files, int parts);

    [LoggerMessage(1020, LogLevel.Information, "Lake: {Transfers} transfers, {Legs} legs in view; {Tonight} payouts tonight")]
    public static partial void LakeOpened(ILogger log, int transfers, int legs, int tonight);

    [LoggerMessage(1021, LogLevel.Information, "Features: {Rows} payouts described")]
    public static partial void Described(ILogger log, int rows);

    [LoggerMessage(1022, LogLevel.Information, "Trained bundle {Bundle} on {Rows} payouts, {LeftOut} left out for a hard fact")]
    public static partial void Trained(ILogger log, string bundle, int rows, int leftOut);

    [LoggerMessage(1023, LogLevel.Information, "Screened {Parties} parties against {Entries} list entries: {Matches} matches, {Reviews} to review")]
    public static partial void Screened(ILogger log, int parties, int entries, int matches, int reviews);

    [LoggerMessage(1024, LogLevel.Warning, "Degraded: {What}")]
    public static partial void Degraded(ILogger log, string what);

    [LoggerMessage(1025, LogLevel.Information, "Run {RunId}: {Scored} payouts scored, {Flags} flags, {HeldBack} held back")]
    public static partial void RunDone(ILogger log, string runId, int scored, int flags, int heldBack);

    [LoggerMessage(1026, LogLevel.Information, "Run {RunId} was done before: nothing written")]
    public static partial void RunKnown(ILogger log, string runId);

    [LoggerMessage(1027, LogLevel.Information, "Bundle {Bundle} is in use: {Action}")]
    public static partial void Promoted(ILogger log, string bundle, string action);

    [LoggerMessage(1030, LogLevel.Information, "List {Source} in force: {Version}, {Entries} entries")]
    public static partial void ListLoaded(ILogger log, string source, string version, int entries);

    [LoggerMessage(1031, LogLevel.Warning, "List {Source} refused: {Why}")]
    public static partial void ListRefused(ILogger log, string source, string why);
}
