// What the host says. Event ids 2000 to 2099.
using Microsoft.Extensions.Logging;

namespace Paysieve.Jobs.Logging;

internal static partial class HostLog
{
    [LoggerMessage(2000, LogLevel.Information, "Serving: the night runs at {Cron} ({TimeZone}), schedule kept in {Store}")]
    public static partial void Serving(ILogger log, string cron, string timeZone, string store);

    [LoggerMessage(2001, LogLevel.Information, "Next night: {At}")]
    public static partial void Next(ILogger log, string at);

    [LoggerMessage(2002, LogLevel.Information, "Stopped serving")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(2010, LogLevel.Information, "Night begins with {Files} files")]
    public static partial void Starting(ILogger log, int files);

    [LoggerMessage(2011, LogLevel.Information, "Night {RunId} ended {Status}, exit code {Code}, {Payouts} payouts to review")]
    public static partial void Ended(ILogger log, string runId, string status, int code, int payouts);

    [LoggerMessage(2012, LogLevel.Warning, "Nothing to do: the inbox holds no settled file")]
    public static partial void NothingThere(ILogger log);

    [LoggerMessage(2013, LogLevel.Warning, "{Files} files were still being written and are left for the next night")]
    public static partial void Unsettled(ILogger log, int files);

    [LoggerMessage(2020, LogLevel.Information, "Lists changed: looked back for {Entries} entries over {Parties} parties, {Payouts} past payouts exposed")]
    public static partial void LookedBack(ILogger log, int entries, int parties, int payouts);

    [LoggerMessage(2021, LogLevel.Error, "Lists failed with exit code {Code}: {Problem}")]
    public static partial void ListsFailed(ILogger log, int code, string problem);

    [LoggerMessage(2014, LogLevel.Error, "Night failed with exit code {Code}: {Problem}")]
    public static partial void Failed(ILogger log, int code, string problem);
}
